//! The reasons of a proposal in the reader's language. The sentences live in `data/sentence/`, one
//! file a language, the same keys in each.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Factor, Feature, Finding};
use crate::sentence::{Language, isolate};

type Catalogue = HashMap<&'static str, &'static str>;

macro_rules! catalogues {
    ($($name:ident = $file:literal),* $(,)?) => {$(
        static $name: LazyLock<Catalogue> = LazyLock::new(|| {
            let lines = include_str!(concat!("../../data/sentence/", $file)).lines();
            let lines = lines.filter(|line| !line.starts_with('#'));
            lines.filter_map(|line| line.split_once('\t')).collect()
        });
    )*};
}

catalogues! {
    ARABIC = "event-ar.tsv",
    ENGLISH = "event-en.tsv",
    FRENCH = "event-fr.tsv",
    SPANISH = "event-es.tsv",
}

fn catalogue(language: Language) -> &'static Catalogue {
    match language {
        Language::Arabic => &ARABIC,
        Language::English => &ENGLISH,
        Language::French => &FRENCH,
        Language::Spanish => &SPANISH,
    }
}

/// The sentence of a reason, with its bits. Its values are printed as they are: whoever shows it
/// has put codes and days into the reader's words before.
#[must_use]
pub fn sentence(factor: &Factor, language: Language) -> String {
    let words = catalogue(language).get(key(factor).as_str()).copied().unwrap_or_default();
    words
        .replace("{left}", &isolate(&factor.left))
        .replace("{right}", &isolate(&factor.right))
        .replace("{adds}", &format!("{:+.1}", factor.bits))
}

fn key(factor: &Factor) -> String {
    let feature = match factor.feature {
        Feature::Chance => return "chance".into(),
        Feature::Country => "country",
        Feature::Day => "day",
        Feature::Substance => "substance",
        Feature::Quantity => "quantity",
        Feature::Place => "place",
        Feature::Division => "division",
        Feature::Point => "point",
        Feature::Transport => "transport",
        Feature::HidingPlace => "hiding-place",
        Feature::Departure => "departure",
        Feature::Destination => "destination",
        Feature::Table => "table",
        Feature::Rivals => "rivals",
    };
    let finding = match factor.finding {
        Finding::Prior | Finding::Other => "other",
        Finding::Same => "same",
        Finding::Near => "near",
        Finding::About => "about",
        Finding::Alike => "alike",
        Finding::Resembling => "resembling",
        Finding::SameGroup => "same-group",
        Finding::NotComparable => "not-comparable",
    };
    format!("{feature}.{finding}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_there_in_every_language_with_the_same_places() {
        let places = |text: &str| ["{left}", "{right}", "{adds}"].map(|place| text.contains(place));
        for language in Language::ALL {
            let catalogue = catalogue(language);
            assert_eq!(catalogue.len(), ENGLISH.len(), "{language:?}");
            for (key, english) in ENGLISH.iter() {
                let text = catalogue.get(key).copied().unwrap_or_default();
                assert_eq!(places(text), places(english), "{language:?} {key}");
            }
        }
    }

    #[test]
    fn a_reason_is_told_with_both_values_and_its_bits() {
        let factor = |feature, finding| Factor {
            feature,
            finding,
            bits: -2.34,
            left: "Cali".into(),
            right: "Cail".into(),
        };
        let check = |feature, finding, expect: &str| {
            let said = sentence(&factor(feature, finding), Language::English);
            let bare: String = said.chars().filter(|c| !"\u{2068}\u{2069}".contains(*c)).collect();
            assert_eq!(bare, expect);
        };
        let expect = "the names of the places resemble one another (Cali, Cail): -2.3";
        check(Feature::Place, Finding::Resembling, expect);
        check(Feature::Table, Finding::Same, "one register lists them as two: -2.3");
        let expect = "odds before anything is compared, among as many reports: -2.3";
        check(Feature::Chance, Finding::Prior, expect);
    }
}
