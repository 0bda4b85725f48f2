//! The lines of an explanation in the reader's language. The sentences live in `data/sentence/`,
//! one file a language, the same keys in each.

use crate::birth::Dates;
use crate::document::Numbers;
use crate::score::addend::{Addend, Reason};
use crate::score::feature::Feature;
use crate::score::part::Way;
use crate::score::scorer::Fact;
use crate::script::Script;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The four languages of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    Arabic,
    English,
    French,
    Spanish,
}

impl Language {
    pub const ALL: [Language; 4] =
        [Language::Arabic, Language::English, Language::French, Language::Spanish];

    /// By its BCP 47 tag.
    #[must_use]
    pub fn of(tag: &str) -> Option<Language> {
        match tag.split('-').next()? {
            "ar" => Some(Language::Arabic),
            "en" => Some(Language::English),
            "fr" => Some(Language::French),
            "es" => Some(Language::Spanish),
            _ => None,
        }
    }
}

type Catalogue = HashMap<&'static str, &'static str>;

macro_rules! catalogues {
    ($($name:ident = $file:literal),* $(,)?) => {$(
        static $name: LazyLock<Catalogue> = LazyLock::new(|| {
            include_str!(concat!("../data/sentence/", $file))
                .lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| line.split_once('\t'))
                .collect()
        });
    )*};
}

catalogues! { ARABIC = "ar.tsv", ENGLISH = "en.tsv", FRENCH = "fr.tsv", SPANISH = "es.tsv" }

fn catalogue(language: Language) -> &'static Catalogue {
    match language {
        Language::Arabic => &ARABIC,
        Language::English => &ENGLISH,
        Language::French => &FRENCH,
        Language::Spanish => &SPANISH,
    }
}

/// The sentence of one addend, with what it added.
#[must_use]
pub fn of(addend: &Addend, language: Language) -> String {
    let catalogue = catalogue(language);
    let word = |key: &str| catalogue.get(key).copied().unwrap_or("");
    let mut sentence = word(key(addend)).to_owned();
    if let Reason::Pair(_, left, right) = addend.reason {
        sentence = sentence
            .replace("{left script}", word(script_key(left)))
            .replace("{right script}", word(script_key(right)));
    }
    let side =
        |text: &str| if text.is_empty() { word("nothing").to_owned() } else { isolate(text) };
    sentence
        .replace("{left}", &side(&addend.left))
        .replace("{right}", &side(&addend.right))
        .replace("{adds}", &format!("{:+.2}", addend.adds))
}

/// Keeps the direction of a quoted name apart from the direction of the sentence.
pub(crate) fn isolate(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

fn script_key(script: Script) -> &'static str {
    match script {
        Script::Latin => "script.latin",
        Script::Arabic => "script.arabic",
        Script::Hebrew => "script.hebrew",
        Script::Cyrillic => "script.cyrillic",
        Script::Greek => "script.greek",
        Script::Han => "script.han",
        Script::Hangul => "script.hangul",
        Script::Kana => "script.kana",
        Script::Devanagari => "script.devanagari",
        Script::Thai => "script.thai",
        Script::Other => "script.other",
    }
}

fn key(addend: &Addend) -> &'static str {
    match addend.reason {
        Reason::Pair(way, ..) => match way {
            Way::Same => "pair.same",
            Way::Spelling => "pair.spelling",
            Way::Script => "pair.script",
            Way::Equivalent => "pair.equivalent",
            Way::Initial => "pair.initial",
            Way::Cut => "pair.cut",
            Way::Symbol => "pair.symbol",
        },
        Reason::Look => "feature.look",
        Reason::Feature(feature) => feature_key(feature),
        Reason::Fact(fact) => fact_key(fact),
    }
}

fn feature_key(feature: Feature) -> &'static str {
    match feature {
        Feature::Start => "feature.start",
        Feature::Agree => "feature.agree",
        Feature::Equivalent | Feature::Initial => "feature.agree",
        Feature::Spelling | Feature::Sound | Feature::Worst | Feature::WorstSound => {
            "feature.worst"
        }
        Feature::Conflict => "feature.conflict",
        Feature::Conflicts => "feature.conflicts",
        Feature::InitialConflict => "feature.initial_conflict",
        Feature::Extra | Feature::OrganisationExtra => "feature.extra",
        Feature::Alone => "feature.alone",
        Feature::Number => "feature.number",
        Feature::Usual => "feature.usual",
        Feature::Form => "feature.form",
        Feature::Chain => "feature.chain",
        Feature::Order => "feature.order",
        Feature::Scripts => "feature.scripts",
        Feature::Thin => "feature.thin",
        Feature::Family => "feature.family",
        Feature::Resemble => "feature.resemble",
        Feature::Unnamed => "feature.unnamed",
    }
}

fn fact_key(fact: Fact) -> &'static str {
    match fact {
        Fact::Birth(dates) => match dates {
            Dates::Same => "birth.same",
            Dates::SameMonth => "birth.same_month",
            Dates::SameYear => "birth.same_year",
            Dates::Swapped => "birth.swapped",
            Dates::Digit => "birth.digit",
            Dates::NearYear => "birth.near_year",
            Dates::Calendar => "birth.calendar",
            Dates::OtherDay => "birth.other_day",
            Dates::FewYears => "birth.few_years",
            Dates::Differ => "birth.differ",
        },
        Fact::SameSex => "sex.same",
        Fact::OtherSex => "sex.other",
        Fact::SameCountry => "country.same",
        Fact::OtherCountry => "country.other",
        Fact::Document(numbers) => match numbers {
            Numbers::Same => "document.same",
            Numbers::LookAlike => "document.look_alike",
            Numbers::Differ => "document.differ",
        },
    }
}
