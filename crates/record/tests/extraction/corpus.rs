//! A seeded corpus: sentences in four languages around invented selectors, and sentences that hold
//! what only looks like one.

use record::codelist::{self, Language};
use record::selector::{Selector, SelectorKind};

use super::sample::{NATIONAL, Seed, sample};

const WORDINGS: &str = include_str!("wording.txt");
const FRAMES: &str = include_str!("frame.txt");
const DECOYS: &str = include_str!("decoy.txt");
/// Adjectives as a language puts them beside a document: issuer, English, Spanish, French, Arabic.
const ADJECTIVES: &[[&str; 5]] = &[
    ["ARG", "Argentine", "argentino", "argentin", "أرجنتيني"],
    ["BEL", "Belgian", "belga", "belge", "بلجيكي"],
    ["BRA", "Brazilian", "brasileño", "brésilien", "برازيلي"],
    ["CHL", "Chilean", "chileno", "chilien", "تشيلي"],
    ["COL", "Colombian", "colombiano", "colombien", "كولومبي"],
    ["DOM", "Dominican", "dominicano", "dominicain", "دومينيكي"],
    ["DZA", "Algerian", "argelino", "algérien", "جزائري"],
    ["ECU", "Ecuadorian", "ecuatoriano", "équatorien", "إكوادوري"],
    ["EGY", "Egyptian", "egipcio", "égyptien", "مصري"],
    ["ESP", "Spanish", "español", "espagnol", "إسباني"],
    ["FIN", "Finnish", "finlandés", "finlandais", "فنلندي"],
    ["FRA", "French", "francés", "français", "فرنسي"],
    ["IND", "Indian", "indio", "indien", "هندي"],
    ["ITA", "Italian", "italiano", "italien", "إيطالي"],
    ["MAR", "Moroccan", "marroquí", "marocain", "مغربي"],
    ["MEX", "Mexican", "mexicano", "mexicain", "مكسيكي"],
    ["NLD", "Dutch", "neerlandés", "néerlandais", "هولندي"],
    ["PER", "Peruvian", "peruano", "péruvien", "بيروفي"],
    ["POL", "Polish", "polaco", "polonais", "بولندي"],
    ["PRT", "Portuguese", "portugués", "portugais", "برتغالي"],
    ["SWE", "Swedish", "sueco", "suédois", "سويدي"],
    ["SEN", "Senegalese", "senegalés", "sénégalais", "سنغالي"],
    ["TUN", "Tunisian", "tunecino", "tunisien", "تونسي"],
    ["TUR", "Turkish", "turco", "turc", "تركي"],
    ["ZAF", "South African", "sudafricano", "sud-africain", "جنوب أفريقي"],
];
const LANGUAGES: [&str; 4] = ["en", "es", "fr", "ar"];

/// Whether its words were known when the rules were written, or kept aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wording {
    Known,
    Aside,
}

/// A text and the selectors that it was made with, with their places in bytes.
pub struct Document {
    pub text: String,
    pub planted: Vec<(Selector, usize, usize)>,
}

/// `count` sentences a kind and language, each between two that hold nothing.
pub fn documents(wording: Wording, count: usize, seed: u64) -> Vec<Document> {
    let mut seed = Seed(seed);
    let mut out = Vec::new();
    for kind in SelectorKind::ALL {
        for language in 0..LANGUAGES.len() {
            for _ in 0..count {
                out.push(document(&mut seed, *kind, language, wording));
            }
        }
    }
    out
}

fn document(seed: &mut Seed, kind: SelectorKind, language: usize, wording: Wording) -> Document {
    let before = decoy(seed, language);
    let (sentence, written, selector) = sentence(seed, kind, language, wording);
    let at = sentence.find("{V}").expect("a frame has a place for the value");
    let start = before.len() + 1 + at;
    let end = start + written.len();
    let text = format!("{before} {} {}", sentence.replace("{V}", &written), decoy(seed, language));
    Document { text, planted: vec![(selector, start, end)] }
}

/// A sentence with a place for the value, the value as written, and its selector.
fn sentence(
    seed: &mut Seed,
    kind: SelectorKind,
    language: usize,
    wording: Wording,
) -> (String, String, Selector) {
    let noun = noun(seed, kind, language, wording);
    let issuer = seed.pick(NATIONAL).0;
    let platform = platform(&noun);
    let (written, selector) = sample(seed, kind, issuer, platform);
    let frames: Vec<&str> = rows(FRAMES)
        .filter(|row| row[0] == LANGUAGES[language] && row[1] == word(wording))
        .map(|row| row[2])
        .collect();
    let noun = match kind {
        SelectorKind::TravelDocument
        | SelectorKind::NationalIdentity
        | SelectorKind::DrivingLicence
        | SelectorKind::Plate => issued(&noun, issuer, language, wording),
        _ => noun,
    };
    (seed.pick(&frames).replace("{N}", &noun), local(seed, &written, kind, language), selector)
}

/// What the selector is called; for kinds that need no word, its label on the code list.
fn noun(seed: &mut Seed, kind: SelectorKind, language: usize, wording: Wording) -> String {
    let row = rows(WORDINGS).find(|row| row[0] == kind.code() && row[1] == LANGUAGES[language]);
    let Some(row) = row else {
        let speech = Language::parse(LANGUAGES[language]).expect("four languages");
        return codelist::label("selector", kind.code(), speech);
    };
    let words: Vec<&str> = row[if wording == Wording::Known { 2 } else { 3 }].split(';').collect();
    seed.pick(&words).trim().to_owned()
}

/// The word and its issuer: an adjective where wordings are known, a name where they are aside.
fn issued(noun: &str, issuer: &str, language: usize, wording: Wording) -> String {
    if wording == Wording::Aside {
        let speech = Language::parse(LANGUAGES[language]).expect("four languages");
        let countries = codelist::list("country").expect("the list is there");
        let known = countries
            .codes
            .iter()
            .find(|code| code.extra.get("alpha3").is_some_and(|c| c == issuer));
        let name = known.expect("a known country").labels.get(speech);
        let by = ["issued by", "expedido por", "délivré par", "صادر عن"][language];
        return format!("{noun} {by} {name}");
    }
    let adjectives = ADJECTIVES.iter().find(|row| row[0] == issuer).expect("an adjective each");
    match language {
        0 => format!("{} {noun}", adjectives[1]),
        _ => format!("{noun} {}", adjectives[language + 1]),
    }
}

/// In Arabic every third number has Arabic-Indic digits, where the kind has no name in it.
fn local(seed: &mut Seed, written: &str, kind: SelectorKind, language: usize) -> String {
    let name = matches!(
        kind,
        SelectorKind::Email
            | SelectorKind::Domain
            | SelectorKind::OnlineHandle
            | SelectorKind::Wallet
            | SelectorKind::Mrz
            | SelectorKind::IpAddress
            | SelectorKind::PackageMark
            | SelectorKind::Geohash
    );
    if language != 3 || name || seed.below(3) > 0 {
        return written.to_owned();
    }
    let digit = |c: char| c.to_digit(10).and_then(|d| char::from_u32(0x660 + d)).unwrap_or(c);
    written.chars().map(digit).collect()
}

fn platform(noun: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|word| noun.contains(word));
    match () {
        () if has(&["Insta", "إنستغرام"]) => "instagram",
        () if has(&["Snap", "سناب"]) => "snapchat",
        () if has(&["TikTok", "تيك"]) => "tiktok",
        () => "telegram",
    }
}

fn decoy(seed: &mut Seed, language: usize) -> String {
    let lines: Vec<&str> =
        rows(DECOYS).filter(|row| row[0] == LANGUAGES[language]).map(|row| row[1]).collect();
    let (mut out, date) = (String::new(), seed.fill("d/m/20y"));
    let line = seed.pick(&lines).replace("{D}", &date.replace("/20", "/19"));
    let mut capitals = line.chars().peekable();
    while let Some(c) = capitals.next() {
        let run = c == 'A' && matches!(capitals.peek(), Some('A' | '-' | '9'));
        match c {
            '9' => out.push_str(&seed.fill("n")),
            'A' if run || out.ends_with(|last: char| last.is_ascii_uppercase()) => {
                out.push_str(&seed.fill("a"));
            }
            other => out.push(other),
        }
    }
    out
}

fn word(wording: Wording) -> &'static str {
    match wording {
        Wording::Known => "known",
        Wording::Aside => "aside",
    }
}

/// The rows of a file, comments left out, in their columns.
fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let written = file.lines().filter(|line| !line.starts_with('#'));
    written.map(|line| line.split('|').map(str::trim).collect())
}
