//! Whatever the text: no panic, a probability, and reasons that sum to it.

use proptest::prelude::*;
use screen::name::Kind;
use screen::score::scorer;
use screen::sentence::{self, Language};
use screen::subject::Subject;

const KINDS: [Kind; 4] = [Kind::Person, Kind::Organisation, Kind::Vessel, Kind::Unknown];

/// Two short parts of few letters: many pairs are nearly alike.
const NAME: &str = "(Ma|Ka|Pe|Jo)(r|t|l)(i|a|o)a? (Ga|Lo|Br|Sm)(me|pe|ow|it)(z|n|th|s)";

fn check(left: &str, right: &str) {
    for kind in KINDS {
        let (left, right) = (Subject::named(left, kind), Subject::named(right, kind));
        let score = scorer::newest().score(&left, &right);
        let (explained, addends) = scorer::newest().explain(&left, &right);
        assert!((0.0..=1.0).contains(&score), "{score}");
        assert!((score - explained).abs() < 1e-3, "{score} {explained}");
        let sum: f32 = addends.iter().map(|addend| addend.adds).sum();
        if !addends.is_empty() {
            assert!((scorer::probability(sum) - score).abs() < 1e-2, "{sum} {score}");
        }
        for language in Language::ALL {
            for addend in &addends {
                let text = sentence::of(addend, language);
                assert!(!text.is_empty() && !text.contains("{adds}"), "{addend:?}");
            }
        }
    }
}

#[test]
fn odd_texts() {
    let long = "abc".repeat(10_000);
    let words = "a ".repeat(10_000);
    let texts = [
        "",
        " ",
        "a",
        ".",
        "'",
        "\u{202e}gnol\u{202c}",
        "\u{200b}\u{200d}",
        "Рaul",
        "٤٢",
        "\u{10ffff}",
        "\u{378}",
        "עברית العربية 中文",
        "،",
        "A.B.C.",
        "\0",
        &long,
        &words,
    ];
    for left in texts {
        for right in texts {
            check(left, right);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text(left in "\\PC{0,40}", right in "\\PC{0,40}") {
        check(&left, &right);
    }

    /// Birth date, sex and country lower a match or confirm one; they select nobody.
    #[test]
    fn what_many_people_share_selects_nobody(left in NAME, right in NAME, year in 1940..2008i32) {
        let scorer = scorer::newest();
        let (mut left, mut right) =
            (Subject::named(&left, Kind::Person), Subject::named(&right, Kind::Person));
        let names = scorer.score(&left, &right);
        for subject in [&mut left, &mut right] {
            subject.add_birth(&format!("{year}-03-04"));
            subject.add_country("co");
            subject.sex = Some(screen::subject::Sex::Female);
        }
        let whole = scorer.score(&left, &right);
        prop_assert!(names >= 0.5 || whole < 0.5, "{names} {whole}");
        prop_assert!(names < 0.5 || whole >= names, "{names} {whole}");
    }

    #[test]
    fn a_name_is_itself(name in "[A-Z][a-z]{3,8} [A-Z][a-z]{3,8}") {
        let subject = Subject::named(&name, Kind::Person);
        let score = scorer::newest().score(&subject, &subject);
        prop_assert!(subject.names.is_empty() || score > 0.5, "{name} {score}");
    }
}
