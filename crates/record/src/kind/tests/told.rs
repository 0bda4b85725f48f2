//! Sentences: nothing of a body is left unsaid, in any language.

use super::all;
use super::walk::{Leaf, leaves};
use crate::codelist::{self, Language};
use crate::decimal::Decimal;
use crate::kind::{Body, Kind};
use crate::moment::Timestamp;
use crate::sentence::Sentences;
use crate::word;

/// Fields that steer the telling and are not told themselves.
/// A unit is told as its symbol or in the plural, a foreign value where its code says little.
const SILENT: [&str; 9] =
    ["script", "language", "raw", "unit", "base_amount", "month", "day", "occurrence", "values"];

fn told(body: &Body, language: Language) -> Vec<String> {
    let mut sentences = Sentences::new(language);
    body.tell(&mut sentences);
    sentences.finish()
}

/// What a reader should find of a value; none where it is told in words.
fn expected(leaf: &Leaf, language: Language) -> Option<String> {
    let s = Sentences::new(language);
    let text = leaf.value.as_str().unwrap_or_default();
    let silent = SILENT.iter().any(|field| leaf.path.split('/').any(|step| step == *field));
    if silent || leaf.value.is_boolean() || text == "exact" {
        return None;
    }
    if let Some(list) = &leaf.list {
        let code = leaf.value.as_str().map_or(leaf.value.to_string(), str::to_owned);
        return Some(codelist::label(list, &code, language));
    }
    match leaf.value.as_u64() {
        Some(0..=2) => return None,
        Some(number) if leaf.field == "year" => return Some(number.to_string()),
        Some(number) => return Some(s.whole(number)),
        None => {}
    }
    match leaf.format.as_deref() {
        Some("date") => Some(s.date(text.parse().unwrap())),
        Some("date-time") => Some(s.moment(Timestamp::parse(text).unwrap())),
        Some(format) if format.starts_with("^-?") => Some(s.decimal(Decimal::parse(text).unwrap())),
        Some("^[A-Z0-9-]{2,16}$") if leaf.field != "owner" => {
            Some(s.node(&crate::NodeCode::new(text).unwrap()))
        }
        _ if leaf.field == "kind" => Some(codelist::label("selector", text, language)),
        _ => Some(text.to_owned()),
    }
}

#[test]
fn sentences_leave_nothing_unsaid_in_any_language() {
    for (kind, body) in all() {
        let leaves = leaves(&kind.schema().to_value(), &body.to_json());
        for language in Language::ALL {
            let text = word::bare(&told(&body, language).join("\n")).to_lowercase();
            for leaf in &leaves {
                let Some(expected) = expected(leaf, language) else { continue };
                let expected = word::bare(&expected).to_lowercase();
                assert!(
                    text.contains(&expected),
                    "{}{} in {language:?}: `{expected}` is not in\n{text}",
                    kind.code(),
                    leaf.path
                );
            }
        }
    }
}

#[test]
fn no_sentence_shows_its_machinery() {
    for (kind, body) in all() {
        for language in Language::ALL {
            for sentence in told(&body, language) {
                let raw = ["{", "}", "field-", "selector-", "unit-", "..", ": :", "()"];
                let found = raw.iter().find(|raw| sentence.contains(**raw));
                assert_eq!(found, None, "{} in {language:?}: {sentence}", kind.code());
                let end = sentence.trim_end_matches(['\u{2069}', '\u{a0}']).chars().last();
                assert!(end.is_some_and(|end| ".”»؟".contains(end)), "{sentence}");
            }
        }
    }
}

#[test]
fn identifiers_read_left_to_right_inside_arabic() {
    let mut tried = 0;
    for (kind, body) in all() {
        let text = told(&body, Language::Arabic).join("\n");
        for leaf in leaves(&kind.schema().to_value(), &body.to_json()) {
            if leaf.selector.is_some() {
                let isolated = format!("\u{2066}{}\u{2069}", leaf.value.as_str().unwrap());
                assert!(text.contains(&isolated), "{}{}: {text}", kind.code(), leaf.path);
                tried += 1;
            }
        }
    }
    assert!(tried > 10, "{tried}");
}

#[test]
fn arabic_speaks_arabic() {
    for (kind, body) in all() {
        for sentence in told(&body, Language::Arabic) {
            let arabic = sentence.chars().any(|letter| ('\u{0600}'..='\u{06ff}').contains(&letter));
            assert!(arabic || sentence.contains('\u{2068}'), "{}: {sentence}", kind.code());
        }
    }
}

fn check(kind: Kind, which: usize, language: Language, expect: &[&str]) {
    let body = &kind.examples()[which];
    let told = told(body, language);
    let told: Vec<&str> = told.iter().map(String::as_str).take(expect.len()).collect();
    assert_eq!(told, expect);
}

#[test]
fn a_document_is_told_in_four_languages() {
    let check = |language, expect: &[&str]| check(Kind::TravelDocument, 0, language, expect);
    check(
        Language::English,
        &["Passport COL:AX123456: stolen.", "Issued by: Colombia.", "Since: 20 January 2026."],
    );
    check(
        Language::French,
        &[
            "Passeport COL:AX123456\u{a0}: volé.",
            "Délivré par\u{a0}: Colombie.",
            "Depuis le\u{a0}: 20 janvier 2026.",
        ],
    );
    check(
        Language::Spanish,
        &[
            "Pasaporte COL:AX123456: robado.",
            "Expedido por: Colombia.",
            "Desde: 20 de enero de 2026.",
        ],
    );
    check(
        Language::Arabic,
        &[
            "جواز سفر \u{2066}COL:AX123456\u{2069}: مسروقة.",
            "جهة الإصدار: كولومبيا.",
            "منذ: 20 يناير 2026.",
        ],
    );
}

#[test]
fn a_seizure_is_told_with_its_quantities() {
    let expect = [
        "Seized on 14 February 2026 at this place: Container terminal (Colombia).",
        "UN/LOCODE: COCTG.",
        "Seized: Cocaine – 412.5 kg, 410 packages.",
        "How it was hidden: behind the cooling unit.",
        "Country of destination: Spain (suspected).",
        "2 persons were arrested.",
    ];
    check(Kind::Seizure, 0, Language::English, &expect);
}

#[test]
fn a_quotation_with_its_own_full_stop_is_not_stopped_twice() {
    let told = told(&Kind::Decision.examples()[0], Language::English);
    let last = told.last().unwrap();
    assert_eq!(last, "Reason: “Number and name agree; the birth year differs by one.”");
}

#[test]
fn what_acts_on_a_record_says_in_a_list_how_it_does() {
    for kind in [Kind::Recall, Kind::Hold, Kind::Block, Kind::Decision, Kind::Consent] {
        let bodies = || kind.examples().into_iter();
        for language in Language::ALL {
            let s = Sentences::new(language);
            for body in bodies() {
                let gist = word::bare(&body.gist(&s));
                let (says, of) = gist.split_once(" – ").unwrap();
                assert!(!says.is_empty() && !of.is_empty(), "{gist}");
                assert_ne!(gist, body.title(), "{kind:?}");
            }
        }
        let in_words =
            |language| word::bare(&bodies().next().unwrap().gist(&Sentences::new(language)));
        let differs = in_words(Language::Arabic) != in_words(Language::English);
        assert_eq!(differs, kind != Kind::Hold, "{kind:?}: an authority has the name it has");
    }
}
