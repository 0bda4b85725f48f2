//! What a list as a whole must keep.

use proptest::prelude::*;

use super::{Builder, Cut, Entry, Error, Judge, List, Query, Segment};
use crate::name::Words;
use crate::population::{Draw, Edit, Population, edit};
use crate::score::scorer;
use crate::sentence::Language;
use crate::subject::Subject;

const CUT: Cut = Cut { threshold: 0.5, hits_max: 40 };

fn entries(seed: u64, count: u64) -> Vec<Entry> {
    let population = Population::new();
    let made = (0..count).map(|number| {
        let person = population.person(seed, number);
        Entry { births: vec![person.birth.clone()], ..Entry::person(number, &person.name()) }
    });
    made.collect()
}

fn found(list: &List, name: &str) -> Vec<(u64, u64)> {
    let hits = list.search(&Query::person(name), CUT, &Judge::new(Language::English));
    hits.iter().map(|hit| (hit.entry, hit.score.to_bits())).collect()
}

/// Every entry that the scorer alone would call a hit.
fn compared_with_all(all: &[Entry], name: &str) -> Vec<u64> {
    let judge = Judge::new(Language::English);
    let query = Query::person(name);
    let asked = super::ask::Prepared::of(&query, &mut Words::default());
    let hit = |entry: &&Entry| {
        let mut subject = Subject::named(&entry.names[0], entry.kind);
        entry.births.iter().for_each(|birth| subject.add_birth(birth));
        f64::from(judge.scorer.score(&asked.subject, &subject)) >= CUT.threshold
    };
    all.iter().filter(hit).map(|entry| entry.key).collect()
}

/// Not every hit of the scorer: it also calls a few names hits that share no part (see
/// docs/finding.md), and those are not looked for.
#[test]
fn an_entry_is_found_under_an_edited_name_where_the_scorer_knows_it() {
    let all = entries(11, 3_000);
    let list = List::build(all.clone()).unwrap();
    let population = Population::new();
    let (mut wanted, mut missed) = (0, 0);
    for number in 0..240 {
        let person = population.person(11, number);
        let kind = Edit::ALL[number as usize % Edit::ALL.len()];
        let Some(name) = edit(&person, kind, &mut Draw::new(5, number)) else { continue };
        let hits = found(&list, &name);
        for key in compared_with_all(&all, &name).into_iter().filter(|key| *key == number) {
            wanted += 1;
            missed +=
                usize::from(hits.len() < CUT.hits_max && !hits.iter().any(|hit| hit.0 == key));
        }
    }
    assert!(wanted > 120, "{wanted}");
    assert!(missed * 20 <= wanted, "{missed} of {wanted} missed");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn inserting_and_removing_is_building_anew(seed in 0_u64..1_000, gone in 0_u64..40) {
        let all = entries(seed, 300);
        let grown = List::build(all[..100].to_vec()).unwrap();
        all[100..].chunks(37).for_each(|some| grown.insert(some).unwrap());
        (gone..gone + 30).for_each(|key| assert_eq!(grown.remove(key), 1));
        let kept = all.iter().filter(|entry| !(gone..gone + 30).contains(&entry.key));
        let built = List::build(kept.cloned()).unwrap();
        prop_assert_eq!(grown.len(), built.len());
        grown.compact().unwrap();
        prop_assert_eq!(grown.view().len(), 1);
        for entry in &all[..60] {
            let (grown, built) = (found(&grown, &entry.names[0]), found(&built, &entry.names[0]));
            prop_assert_eq!(grown, built);
        }
    }

    #[test]
    fn any_text_is_searched_for_without_harm(text in any::<String>(), other in "[\\PC]{0,60}") {
        let list = List::build([Entry::person(1, &text), Entry::person(2, &other)]).unwrap();
        found(&list, &text);
        found(&list, &other);
    }

    #[test]
    fn changed_bytes_are_refused(at in 0_usize..10_000, bit in 0_u8..8) {
        let mut bytes = segment().to_bytes();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        prop_assert!(Segment::from_bytes(&bytes).is_err());
        prop_assert!(Segment::from_bytes(&bytes[..at]).is_err());
    }
}

fn segment() -> Segment {
    let mut builder = Builder::default();
    for entry in entries(3, 200) {
        builder.push(&Entry { documents: vec![format!("P{}77", entry.key)], ..entry }).unwrap();
    }
    builder.finish(2)
}

#[test]
fn a_segment_read_from_bytes_is_the_same_and_stays_taken_back() {
    let made = segment();
    made.remove(17);
    let bytes = made.to_bytes();
    let read = Segment::from_bytes(&bytes).unwrap();
    assert_eq!(read.to_bytes(), bytes);
    let gone: Vec<bool> = read.rows.rows_of(17).iter().map(|row| read.is_gone(*row)).collect();
    assert_eq!((read.live(), gone), (199, vec![true]));
    assert_eq!(Segment::from_bytes(b"amanaseg").unwrap_err(), Error::Bytes("no heading"));
}

#[test]
fn a_document_finds_its_entry_whatever_the_name() {
    let list = List::of(vec![segment()]);
    let query = Query { documents: vec!["P1O577".into()], ..Query::person("Nobody Likeit") };
    let prepared = super::ask::Prepared::of(&query, &mut Words::default());
    let view = list.view();
    let aim = super::search::Aim { scorer: scorer::newest(), threshold: 0.5, most: 40 };
    let rows = super::list::Search::new(list.view()).candidates(&prepared, aim);
    assert!(rows.iter().any(|(_, at, row)| view[*at].row(*row, &mut String::new()).key == 105));
}

#[test]
fn the_order_of_threads_does_not_change_what_is_found() {
    let all = entries(8, 400);
    let lists = [1, 2, 3].map(|threads| {
        let mut builder = Builder::default();
        all.iter().for_each(|entry| builder.push(entry).unwrap());
        List::of(vec![builder.finish(threads)])
    });
    for entry in &all[..50] {
        let [one, two, three] = [0, 1, 2].map(|at| found(&lists[at], &entry.names[0]));
        assert_eq!(one, two);
        assert_eq!(two, three);
    }
}

#[test]
fn a_silent_judge_finds_the_same_and_gives_no_reasons() {
    let list = List::build(entries(3, 500)).unwrap();
    let query = Query::person(&Population::new().person(3, 7).name());
    let told = list.search(&query, CUT, &Judge::new(Language::English));
    let silent = list.search(&query, CUT, &Judge::silent());
    assert!(!told.is_empty() && told.iter().all(|hit| !hit.why.is_empty()));
    assert!(silent.iter().all(|hit| hit.why.is_empty()));
    let of = |hits: &[super::Hit]| -> Vec<(u64, u64)> {
        hits.iter().map(|hit| (hit.entry, hit.score.to_bits())).collect()
    };
    assert_eq!(of(&told), of(&silent));
}
