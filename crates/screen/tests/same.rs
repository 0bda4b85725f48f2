//! Comparing sooner is comparing the same: scores of a scorer never change, bit for bit.

use screen::name::Words;
use screen::pair::{judge, read};
use screen::population::{Draw, Edit, Population, edit};
use screen::score::scorer::{self, SeenNames};
use screen::sentence::Language;
use screen::subject::Subject;

/// What `name/1` answered when it was made. A decision that names it can be worked out again.
#[test]
fn scores_of_the_first_scorer_stay_what_they_were() {
    let scorer = scorer::by_id("name/1").unwrap();
    let mut words = Words::default();
    let cases = include_str!("scores/name-1.jsonl").lines();
    let frozen = include_str!("scores/name-1.tsv").lines();
    let mut compared = 0;
    for (number, (case, frozen)) in cases.zip(frozen).enumerate() {
        let verdict = judge(&read(number, case).unwrap(), scorer, Language::English, &mut words);
        let answer = format!("{}\t{:08x}", verdict.id, verdict.score.to_bits());
        assert_eq!(answer, frozen, "{case}");
        compared += 1;
    }
    assert_eq!(compared, 16);
}

/// One query beside many entries, each part compared once, against each pair compared anew.
#[test]
fn what_was_compared_before_changes_no_score() {
    let (population, scorer) = (Population::new(), scorer::newest());
    let (mut words, mut passed_over) = (Words::default(), 0);
    for number in 0..60 {
        let person = population.person(13, number);
        let kind = Edit::ALL[number as usize % Edit::ALL.len()];
        let edited = edit(&person, kind, &mut Draw::new(13, number));
        let mut query = subject(&edited.unwrap_or_else(|| person.name()), &mut words);
        query.add_birth(&person.birth);
        let mut seen = SeenNames::default();
        for other in number..number + 200 {
            let other = population.person(13, other);
            let mut entry = subject(&other.name(), &mut words);
            entry.add_birth(&other.birth);
            let expect = scorer.score(&query, &entry);
            match scorer.score_from(0.5, &query, &entry, &mut seen) {
                Some(score) => assert_eq!(score.to_bits(), expect.to_bits(), "{}", other.name()),
                None => {
                    assert!(expect < 0.5, "{} {expect}", other.name());
                    passed_over += 1;
                }
            }
        }
    }
    assert!(passed_over > 6_000, "{passed_over}");
}

fn subject(name: &str, words: &mut Words) -> Subject {
    let mut subject = Subject::default();
    subject.add_name_of(name, screen::name::Kind::Person, words);
    subject
}
