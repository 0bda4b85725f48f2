//! The lines of an explanation in the reader's language. The sentences live in `data/sentence/`,
//! one file a language, the same keys in each.

use crate::birth::Dates;
use crate::document::Numbers;
use crate::find::hash::TableBy;
use crate::score::addend::{Addend, Reason};
use crate::score::feature::Feature;
use crate::score::part::Way;
use crate::score::scorer::Fact;
use crate::script::Script;
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

/// A sentence, cut at its places once, so that it is written in one go.
type Sentence = Box<[Piece]>;
type Catalogue = TableBy<&'static str, Sentence>;

/// Words as they stand, or a place for something.
#[derive(Clone, Copy, Debug)]
enum Piece {
    Words(&'static str),
    Left,
    Right,
    LeftScript,
    RightScript,
    Adds,
}

fn cut(mut text: &'static str) -> Sentence {
    let mut pieces = Vec::new();
    while let Some((words, rest)) = text.split_once('{') {
        let (place, rest) = rest.split_once('}').expect("a place of a sentence ends");
        pieces.extend([Piece::Words(words), place_of(place)]);
        text = rest;
    }
    pieces.push(Piece::Words(text));
    pieces.into()
}

fn place_of(name: &str) -> Piece {
    match name {
        "left" => Piece::Left,
        "right" => Piece::Right,
        "left script" => Piece::LeftScript,
        "right script" => Piece::RightScript,
        "adds" => Piece::Adds,
        _ => panic!("a sentence has no place {name}"),
    }
}

macro_rules! catalogues {
    ($($name:ident = $file:literal),* $(,)?) => {$(
        static $name: LazyLock<Catalogue> = LazyLock::new(|| {
            include_str!(concat!("../data/sentence/", $file))
                .lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| line.split_once('\t'))
                .map(|(key, text)| (key, cut(text)))
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
    let mut sentence = String::with_capacity(96 + addend.left.len() + addend.right.len());
    for piece in pieces(catalogue, key(addend)) {
        match (piece, addend.reason) {
            (Piece::Left, _) => side(&mut sentence, catalogue, &addend.left),
            (Piece::Right, _) => side(&mut sentence, catalogue, &addend.right),
            (Piece::LeftScript, Reason::Pair(_, script, _))
            | (Piece::RightScript, Reason::Pair(_, _, script)) => {
                sentence.push_str(word(catalogue, script_key(script)));
            }
            (Piece::Adds, _) => adds(&mut sentence, addend.adds),
            (Piece::Words(words), _) => sentence.push_str(words),
            (Piece::LeftScript | Piece::RightScript, _) => {}
        }
    }
    sentence
}

fn pieces(catalogue: &'static Catalogue, key: &str) -> &'static [Piece] {
    catalogue.get(key).map_or(&[], |sentence| sentence)
}

/// What stands for something that has no places of its own.
fn word(catalogue: &'static Catalogue, key: &str) -> &'static str {
    match pieces(catalogue, key) {
        [Piece::Words(words)] => words,
        _ => "",
    }
}

fn side(sentence: &mut String, catalogue: &'static Catalogue, text: &str) {
    match text {
        "" => sentence.push_str(word(catalogue, "nothing")),
        text => {
            sentence.push(ISOLATE);
            sentence.push_str(text);
            sentence.push(POP_ISOLATE);
        }
    }
}

/// As `{adds:+.2}` writes it. A hundredfold of so short a number is exact in a longer one.
fn adds(sentence: &mut String, adds: f32) {
    use std::fmt::Write;
    let hundredths = (f64::from(adds) * 100.0).round_ties_even().abs();
    if hundredths >= f64::from(u32::MAX) || hundredths.is_nan() {
        return write!(sentence, "{adds:+.2}").expect("a string takes whatever is written");
    }
    let hundredths = hundredths as u32;
    sentence.push(if adds.is_sign_negative() { '-' } else { '+' });
    let (mut digits, mut at) = ([b'0'; 11], 11);
    let mut left = hundredths;
    while left > 0 || at > 8 {
        at -= 1;
        if at == 8 {
            digits[at] = b'.';
            continue;
        }
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
    }
    if at == 8 {
        at -= 1;
    }
    sentence.extend(digits[at..].iter().map(|digit| char::from(*digit)));
}

const ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// Keeps the direction of a quoted name apart from the direction of the sentence.
pub(crate) fn isolate(text: &str) -> String {
    format!("{ISOLATE}{text}{POP_ISOLATE}")
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_added_is_written_as_the_library_writes_it(
            any in any::<f32>(), usual in -30.0..30.0_f32, eighths in -4_000..4_000_i16,
        ) {
            for adds in [any, usual, f32::from(eighths) / 8.0, f32::from(eighths) / 800.0] {
                let mut sentence = String::new();
                super::adds(&mut sentence, adds);
                prop_assert_eq!(sentence, format!("{adds:+.2}"));
            }
        }
    }
}
