mod drug;
mod extension;
mod find;
mod frozen;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::decimal::Decimal;
use crate::policy::{Role, Tables};
use crate::selector::issuer;
use crate::{Level, Purpose};

const UNODC: &str = "unodc-ids";
/// Fields of the individual drug seizures, and the lists they map to.
const FIELDS: [(&str, &str); 6] = [
    ("DRUG_NAME", "drug"),
    ("DRUG_UNIT", "unit"),
    ("HIDING_PLACE", "hiding-place"),
    ("INSTALLATION", "place-type"),
    ("ROUTING", "routing"),
    ("TRANSPORT", "transport"),
];

fn lists() -> impl Iterator<Item = &'static CodeList> {
    names().map(|name| list(name).unwrap())
}

fn codes(name: &str) -> BTreeSet<&'static str> {
    list(name).unwrap().codes.iter().map(|code| code.code.as_str()).collect()
}

fn is_arabic(letter: char) -> bool {
    ('\u{0600}'..='\u{06ff}').contains(&letter)
}

/// Kebab-case, or the codes that a standard gives: countries, handling codes, grades.
fn is_well_formed(code: &str) -> bool {
    let kebab = |word: &str| {
        let lower = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        !word.is_empty() && word.bytes().all(lower)
    };
    let short =
        code.len() <= 2 && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    short || code.split('-').all(kebab)
}

/// The serialised names of an enum's variants, as its JSON schema lists them.
fn variants<T: schemars::JsonSchema>() -> BTreeSet<String> {
    let schema = schemars::schema_for!(T).to_value();
    let plain = schema["enum"].as_array().into_iter().flatten();
    let documented = schema["oneOf"].as_array().into_iter().flatten();
    let documented = documented.flat_map(|one| match &one["enum"] {
        serde_json::Value::Array(several) => several.iter().collect::<Vec<_>>(),
        _ => vec![&one["const"]],
    });
    plain.chain(documented).filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

#[test]
fn lists_have_their_own_names_and_sources() {
    for (name, list) in names().zip(lists()) {
        assert_eq!(list.name, name);
        assert!(list.version > 0 && !list.source.is_empty(), "{name}");
        assert!(list.date.parse::<crate::moment::Date>().is_ok(), "{name}");
        assert!(!list.codes.is_empty(), "{name}");
    }
}

#[test]
fn every_code_is_well_formed_and_stands_once() {
    for list in lists() {
        let mut seen = BTreeSet::new();
        for code in &list.codes {
            assert!(is_well_formed(&code.code), "{} {}", list.name, code.code);
            assert!(seen.insert(&code.code), "{} has {} twice", list.name, code.code);
        }
    }
}

/// Every text of a code that a reader may be shown.
fn texts(code: &Code) -> impl Iterator<Item = &Labels> {
    std::iter::once(&code.labels).chain(&code.help)
}

#[test]
fn every_label_is_there_and_arabic_ones_are_arabic() {
    for list in lists() {
        for code in &list.codes {
            for (text, language) in texts(code).flat_map(|text| Language::ALL.map(|l| (text, l))) {
                let label = text.get(language);
                let what = format!("{} {} {language:?}", list.name, code.code);
                assert!(!label.is_empty() && label.trim() == label, "{what}");
                let arabic = label.chars().any(is_arabic);
                assert_eq!(arabic, language == Language::Arabic, "{what}");
            }
        }
    }
}

/// A Latin word in an Arabic label is an identifier, and so stands in the English label too.
#[test]
fn arabic_labels_hold_no_latin_letters_but_identifiers() {
    let latin = |word: &&str| word.bytes().any(|letter| letter.is_ascii_alphabetic());
    let not_word = |letter: char| !letter.is_ascii_alphanumeric();
    for list in lists() {
        for code in &list.codes {
            for text in texts(code) {
                let english: BTreeSet<&str> = text.en.split(not_word).collect();
                for word in text.ar.split(not_word).filter(latin) {
                    assert!(english.contains(word), "{} {} {word}", list.name, code.code);
                }
            }
        }
    }
}

#[test]
fn synonyms_are_written_once_and_in_their_script() {
    for list in lists() {
        for code in &list.codes {
            let mut seen = BTreeSet::new();
            for synonym in &code.synonyms {
                let what = format!("{} {} {}", list.name, code.code, synonym.text);
                assert!(seen.insert((&synonym.text, synonym.language)), "{what} stands twice");
                assert!(!fold(&synonym.text).is_empty(), "{what} folds to nothing");
                let arabic = synonym.text.chars().any(is_arabic);
                let expect = synonym.language == Some(Language::Arabic);
                assert!(arabic == expect, "{what}: script and language differ");
            }
        }
    }
}

#[test]
fn wider_codes_stand_on_the_list_and_lead_to_its_top() {
    let mut narrowed = 0;
    for list in lists() {
        for code in &list.codes {
            let parents = code.parent.iter();
            assert!(parents.clone().all(|parent| list.exact(parent).is_some()), "{}", code.code);
            narrowed += parents.count();
            assert!(list.path(&code.code).len() <= 3, "{} {}", list.name, code.code);
        }
    }
    assert!(narrowed >= 60, "{narrowed} codes narrow another");
}

#[test]
fn every_concealment_is_placed_explained_and_grouped() {
    let list = list("concealment").unwrap();
    let places = codes("hiding-place");
    for code in &list.codes {
        assert!(places.contains(code.extra["hiding_place"].as_str()), "{}", code.code);
        assert!(code.help.is_some(), "{}", code.code);
    }
    let groups = [
        "person",
        "baggage",
        "goods",
        "container",
        "vessel",
        "machinery",
        "vehicle",
        "aircraft",
        "unmanned",
        "postal",
        "insider",
    ];
    for group in groups {
        let below = list.codes.iter().filter(|code| code.parent.as_deref() == Some(group));
        assert!(list.exact(group).is_some() && below.count() >= 4, "{group}");
    }
}

#[test]
fn codes_that_stand_for_another_lists_code_name_one_that_is_there() {
    let check = |name: &str, extra: &str, other: &str| {
        for code in &list(name).unwrap().codes {
            if let Some(to) = code.extra.get(extra) {
                assert!(codes(other).contains(to.as_str()), "{name} {} {to}", code.code);
            }
        }
    };
    check("direction", "routing", "routing");
    check("conveyance", "transport", "transport");
    check("tlp", "handling", "handling-code");
}

#[test]
fn two_codes_of_a_list_never_share_a_label() {
    for list in lists() {
        for language in Language::ALL {
            let mut seen = BTreeMap::new();
            for code in &list.codes {
                let other = seen.insert(code.labels.get(language), &code.code);
                assert_eq!(other, None, "{} {} {language:?}", list.name, code.code);
            }
        }
    }
}

#[test]
fn a_raw_value_means_one_code() {
    for list in lists() {
        let mut seen = BTreeMap::new();
        for code in &list.codes {
            for (source, values) in &code.raw {
                for value in values {
                    let other = seen.insert((source, value), &code.code);
                    assert_eq!(other, None, "{} {source} {value}", list.name);
                    assert_eq!(list.from_raw(source, value), Some(code));
                }
            }
        }
    }
}

#[test]
fn every_unit_has_a_dimension_and_an_exact_factor_or_none() {
    let dimensions = ["mass", "volume", "area", "count", "dose", "other"];
    for code in &list("unit").unwrap().codes {
        assert!(dimensions.contains(&code.extra["dimension"].as_str()), "{}", code.code);
        if let Some(factor) = code.extra.get("to_base") {
            let parsed = Decimal::parse(factor).unwrap();
            assert!(!parsed.is_negative() && parsed != Decimal::ZERO, "{} {factor}", code.code);
        }
    }
    let factor = |unit: &str| list("unit").unwrap().get(unit).unwrap().extra.get("to_base");
    assert_eq!(factor("kilogram").map(String::as_str), Some("1000"));
    assert_eq!(factor("ton-unspecified"), None, "metric, long or short: the source does not say");
}

#[test]
fn countries_are_those_of_the_standard() {
    let list = list("country").unwrap();
    for (alpha2, alpha3) in issuer::countries() {
        assert_eq!(list.get(alpha2).unwrap().extra["alpha3"], alpha3);
    }
    let standard: BTreeSet<&str> = issuer::countries().map(|(alpha2, _)| alpha2).collect();
    let capitals = codes("country").into_iter().filter(|code| code.len() == 2);
    let others: Vec<&str> = capitals.filter(|code| !standard.contains(code)).collect();
    assert_eq!(others, ["AN", "XK"]);
}

#[test]
fn lists_agree_with_the_types_they_label() {
    let check = |name: &str, types: BTreeSet<String>| {
        let codes: BTreeSet<String> = codes(name).into_iter().map(str::to_owned).collect();
        assert_eq!(codes, types, "{name}");
    };
    check("purpose", Purpose::ALL.iter().map(|one| one.code().to_owned()).collect());
    check("role", Role::ALL.iter().map(|one| one.code().to_owned()).collect());
    check("level", variants::<Level>());
    check("handling-code", variants::<crate::HandlingCode>());
    check("source-reliability", variants::<crate::evaluation::Source>());
    check("information-credibility", variants::<crate::evaluation::Information>());
    check("message-type", variants::<crate::kind::message::MessageType>());
    check("notice-colour", variants::<crate::kind::notice::Colour>());
    check("document-status", variants::<crate::kind::travel_document::DocumentStatus>());
    check("subject-category", variants::<crate::kind::person::SubjectCategory>());
    check("nature", variants::<crate::evaluation::Nature>());
    check("name-kind", variants::<crate::kind::person::NameKind>());
    check("precision", variants::<crate::kind::seizure::Precision>());
    check("recall-reason", variants::<crate::kind::recall::RecallReason>());
}

#[test]
fn offences_are_those_of_the_policy_tables() {
    for code in &list("offence").unwrap().codes {
        let drug_crime = code.extra["drug_crime"] == "true";
        let known = Tables::embedded().is_drug_crime(&code.code);
        assert_eq!(known, Some(drug_crime), "{}", code.code);
    }
}

/// 1988 Convention, article 3, paragraph 1: every letter of it is an offence on the list.
#[test]
fn the_offences_cover_the_article_of_the_convention() {
    let cited: BTreeSet<&str> = list("offence")
        .unwrap()
        .codes
        .iter()
        .filter_map(|code| code.extra.get("convention_1988").map(String::as_str))
        .collect();
    let wanted = [
        "3(1)(a)(i)",
        "3(1)(a)(ii)",
        "3(1)(a)(iii)",
        "3(1)(a)(iv)",
        "3(1)(a)(v)",
        "3(1)(b)",
        "3(1)(c)(i)",
        "3(1)(c)(iii)",
        "3(1)(c)(iv)",
    ];
    for article in wanted {
        assert!(cited.contains(article), "{article}");
    }
}

#[test]
fn lists_are_found_by_halves() {
    let all: Vec<&str> = names().collect();
    assert!(all.is_sorted(), "embedded in the order of their names");
    assert!(all.iter().all(|name| list(name).is_some_and(|list| list.name == *name)));
    assert!(list("no-such-list").is_none() && list("").is_none());
}

#[test]
fn languages_are_read_from_their_tags() {
    let check = |tag: &str, expect| assert_eq!(Language::parse(tag), expect, "{tag}");
    check("es-CO", Some(Language::Spanish));
    check("AR", Some(Language::Arabic));
    check("fr", Some(Language::French));
    check("en-GB", Some(Language::English));
    check("pt", None);
    check("", None);
}

#[test]
fn a_code_that_is_not_on_a_list_is_refused() {
    let check = |name: &str, code: &str, expect: bool| {
        assert_eq!(super::check(name, code).is_ok(), expect, "{name} {code}");
    };
    check("country", "CO", true);
    check("country", "co", false);
    check("drug", "cocaine", true);
    check("drug", "", false);
    check("unit", "stone", false);
}

#[test]
#[should_panic(expected = "lists are named by literals")]
fn an_unknown_list_is_a_mistake_of_the_program() {
    let _ = super::check("no-such-list", "x");
}

/// A file of the shared seizures, where there is one beside the workspace.
fn shared(name: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join("../shared/data/seizures").join(name));
    text.inspect_err(|_| eprintln!("SKIPPED: there is no ../shared, so no {name} to compare")).ok()
}

/// Rows of comma-separated values; a quoted cell may hold commas, quotes and line ends.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    rows
}

#[test]
fn every_country_of_the_routed_seizures_maps() {
    let Some(text) = shared("unodc-ids-routed-and-hidden.csv") else { return };
    let rows = rows(&text);
    let (head, rows) = rows.split_first().unwrap();
    let is_country = |at: &usize| head[*at] == "COUNTRY" || head[*at].ends_with("_COUNTRY");
    let columns: Vec<usize> = (0..head.len()).filter(is_country).collect();
    assert_eq!(columns.len(), 4);
    let list = list("country").unwrap();
    assert!(rows.len() > 10_000, "{} rows", rows.len());
    for cells in rows {
        for at in &columns {
            assert!(list.from_raw(UNODC, &cells[*at]).is_some(), "{}", cells[*at]);
        }
    }
}

#[test]
fn every_value_of_the_seizures_maps() {
    let Some(text) = shared("unodc-ids-vocabulary.csv") else { return };
    let mut count = 0;
    for cells in rows(&text).iter().skip(1) {
        let [field, value, _] = &cells[..] else { panic!("three columns: {cells:?}") };
        let name = FIELDS.iter().find(|(known, _)| known == field).unwrap().1;
        assert!(list(name).unwrap().from_raw(UNODC, value).is_some(), "{field} {value:?}");
        count += 1;
    }
    let mapped = FIELDS.iter().flat_map(|(_, name)| &list(name).unwrap().codes);
    let mapped: usize = mapped.map(|code| code.raw.get(UNODC).map_or(0, Vec::len)).sum();
    assert_eq!(mapped, count, "no list has a value that the source has not");
}
