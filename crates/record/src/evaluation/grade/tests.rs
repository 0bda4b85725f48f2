use super::*;
use crate::codelist::Language;
use crate::evaluation::{Evaluation, Nature};

/// Every cell of a scheme: source by source, each line the cells of one source.
fn check(scheme: Scheme, sources: &[(&str, Source)], information: &[(&str, Information)]) {
    let list = |column| scheme.list(column).unwrap();
    assert_eq!(list("source").codes.len(), sources.len(), "{scheme:?}");
    assert_eq!(list("information").codes.len(), information.len(), "{scheme:?}");
    for (source, expect_source) in sources {
        for (info, expect_info) in information {
            let text = format!("{}:{source}{info}", scheme.code());
            let grade = Grade::parse(&text).unwrap();
            assert_eq!(grade.mapped(), (*expect_source, *expect_info), "{text}");
            let evaluation = Evaluation::of_grade(&grade, Nature::Fact);
            let kept = (scheme != Scheme::FourByFour).then_some(text);
            assert_eq!(evaluation.original, kept);
            assert_eq!(evaluation.grade(), kept.map(|_| grade));
        }
    }
}

use Information::{Certain, Corroborated, FirstHand, NotCorroborated};
use Source::{A, B, C, X};

#[test]
fn every_cell_of_4x4_is_itself() {
    let information =
        [("1", Certain), ("2", FirstHand), ("3", Corroborated), ("4", NotCorroborated)];
    check(Scheme::FourByFour, &[("A", A), ("B", B), ("C", C), ("X", X)], &information);
}

#[test]
fn every_cell_of_admiralty_maps() {
    let sources = [("A", A), ("B", B), ("C", C), ("D", C), ("E", C), ("F", X)];
    let information = [
        ("1", Corroborated),
        ("2", NotCorroborated),
        ("3", NotCorroborated),
        ("4", NotCorroborated),
        ("5", NotCorroborated),
        ("6", NotCorroborated),
    ];
    check(Scheme::Admiralty, &sources, &information);
}

#[test]
fn every_cell_of_5x5x5_maps() {
    let sources = [("A", A), ("B", B), ("C", C), ("D", C), ("E", X)];
    let information = [
        ("1", Certain),
        ("2", FirstHand),
        ("3", Corroborated),
        ("4", NotCorroborated),
        ("5", NotCorroborated),
    ];
    check(Scheme::FiveFiveFive, &sources, &information);
}

#[test]
fn every_cell_of_3x5x2_maps() {
    let sources = [("1", B), ("2", X), ("3", C)];
    let information = [
        ("A", FirstHand),
        ("B", Corroborated),
        ("C", NotCorroborated),
        ("D", NotCorroborated),
        ("E", NotCorroborated),
    ];
    check(Scheme::ThreeFiveTwo, &sources, &information);
}

#[test]
fn the_third_column_becomes_a_handling_code() {
    let check = |text: &str, expect: Option<HandlingCode>, shareable: bool| {
        let grade = Grade::parse(text).unwrap();
        assert_eq!((grade.handling(), grade.is_shareable()), (expect, shareable), "{text}");
        assert_eq!(grade.to_string(), text);
    };
    check("5x5x5:B21", Some(HandlingCode::H2), true);
    check("5x5x5:B22", Some(HandlingCode::H2), true);
    check("5x5x5:B23", Some(HandlingCode::H2), true);
    check("5x5x5:B24", None, false);
    check("5x5x5:B25", Some(HandlingCode::H3), true);
    check("5x5x5:B2", None, true);
    check("3x5x2:1AP", Some(HandlingCode::H0), true);
    check("3x5x2:1AC", Some(HandlingCode::H3), true);
    check("admiralty:B2", None, true);
}

#[test]
fn what_a_mapping_loses_is_said_in_four_languages() {
    let check = |text: &str, expect: &[&str]| {
        let losses = Grade::parse(text).unwrap().losses();
        assert_eq!(losses.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), expect);
        assert!(losses.iter().all(|one| !one.labels.get(Language::Arabic).is_empty()));
    };
    check("4x4:A1", &[]);
    check("5x5x5:A1", &[]);
    check("5x5x5:D5", &["extreme-merged", "suspected-false"]);
    check("5x5x5:E44", &["untested-unknown", "basis-unknown", "originator-only"]);
    check("3x5x2:1AC", &["reliable-undivided", "certain-or-first-hand", "conditions-in-text"]);
    check("admiralty:C3", &["between-lowered", "likelihood"]);
    check("admiralty:A1", &["first-hand-not-stated"]);
}

/// A mapping is a function of the grade, and every code it names exists.
#[test]
fn every_mapping_and_loss_is_known() {
    let losses = codelist::list("evaluation-loss").unwrap();
    let mut used = std::collections::BTreeSet::new();
    for scheme in [Scheme::ThreeFiveTwo, Scheme::FiveFiveFive, Scheme::Admiralty] {
        let columns = ["source", "information", "handling"];
        for (column, list) in columns.map(|column| (column, scheme.list(column))) {
            for code in list.into_iter().flat_map(|list| &list.codes) {
                let to = code.extra.get("maps_to").map(String::as_str);
                let known = match column {
                    "source" => to.and_then(Source::parse).is_some(),
                    "information" => to.and_then(Information::parse).is_some(),
                    _ => to.is_none_or(|to| ["H0", "H1", "H2", "H3"].contains(&to)),
                };
                assert!(known, "{} {column} {}", scheme.code(), code.code);
                if let Some(loss) = code.extra.get("loss") {
                    assert!(losses.exact(loss).is_some(), "{loss}");
                    used.insert(loss.as_str());
                }
            }
        }
    }
    assert_eq!(used.len(), losses.codes.len(), "no loss is stated that no mapping has");
}

#[test]
fn a_grade_is_read_as_people_write_it() {
    let check = |text: &str, expect: Option<&str>| {
        let read = Grade::parse(text).ok().map(|grade| grade.to_string());
        assert_eq!(read.as_deref(), expect, "{text}");
    };
    check("Admiralty: b-2", Some("admiralty:B2"));
    check("6x6:F6", Some("admiralty:F6"));
    check("5×5×5:b/2/3", Some("5x5x5:B23"));
    check("352: 1 a p", Some("3x5x2:1AP"));
    check("4x4:X4", Some("4x4:X4"));
    check("4x4:D1", None);
    check("admiralty:B2P", None);
    check("admiralty:G1", None);
    check("admiralty:B", None);
    check("B2", None);
    check("7x7:B2", None);
    check("", None);
}
