//! What a list says of one person or thing, whatever the list was written in.

use record::Digest;
use record::selector::{Selector, SelectorKind};
use screen::birth::Birth;
use screen::document::Document;
use screen::find::Entry;
use screen::name::{Kind, Words};
use screen::subject::Subject;
use serde::{Deserialize, Serialize};

use crate::Error;

/// Bytes of one name, number or other short text.
pub const TEXT_BYTES_MAX: usize = 1_000;
/// Names, numbers or other values of one entry.
pub const VALUES_MAX: usize = 500;

/// What is listed.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    Person,
    Organisation,
    Vessel,
    Aircraft,
    Vehicle,
    Container,
    Document,
    #[default]
    Other,
}

impl Sort {
    pub const ALL: [Self; 8] = [
        Self::Person,
        Self::Organisation,
        Self::Vessel,
        Self::Aircraft,
        Self::Vehicle,
        Self::Container,
        Self::Document,
        Self::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Vessel => "vessel",
            Self::Aircraft => "aircraft",
            Self::Vehicle => "vehicle",
            Self::Container => "container",
            Self::Document => "document",
            Self::Other => "other",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }

    /// How its names are read.
    pub fn name_kind(self) -> Kind {
        match self {
            Self::Person => Kind::Person,
            Self::Organisation => Kind::Organisation,
            Self::Vessel | Self::Aircraft | Self::Vehicle => Kind::Vessel,
            Self::Container | Self::Document | Self::Other => Kind::Unknown,
        }
    }
}

/// An entry of a list. There are no fields for what selects nobody: origin, belief, health.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// What its source calls it by; no two entries of a list share one.
    pub reference: String,
    pub sort: Sort,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub births: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Numbers as they were written, whoever issued them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Selector>,
    /// Under which programme or for which offence it is listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<String>,
    /// Code list `action-wanted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Code list `object-status` or `document-status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// A text of another's file: without signs that steer a screen, in one line.
pub fn clean(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(c, '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let plain: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let plain: String = plain.chars().filter(|c| !steers(*c)).collect();
    plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Adds a text that is not there yet.
pub fn add(all: &mut Vec<String>, text: &str) {
    let text = clean(text);
    if !text.is_empty() && !all.contains(&text) {
        all.push(text);
    }
}

/// What is said of somebody or something, listed or asked for, as far as it is compared.
pub struct Described<'a> {
    pub sort: Sort,
    pub names: &'a [String],
    pub births: &'a [String],
    pub countries: &'a [String],
    pub documents: &'a [String],
    pub sex: Option<&'a str>,
}

impl Described<'_> {
    /// It as the scorer compares it; `words` holds what was read before.
    pub fn subject(&self, words: &mut Words) -> Subject {
        let mut subject = Subject::default();
        let kind = self.sort.name_kind();
        self.names.iter().for_each(|name| subject.add_name_of(name, kind, words));
        self.births.iter().for_each(|text| subject.add_birth(text));
        self.countries.iter().for_each(|text| subject.add_country(text));
        self.documents.iter().for_each(|text| subject.add_document(text));
        self.sex.iter().for_each(|text| subject.set_sex(text));
        subject
    }
}

impl Entity {
    pub fn new(reference: &str, sort: Sort) -> Self {
        Self { reference: clean(reference), sort, ..Self::default() }
    }

    pub fn name(&mut self, text: &str) {
        add(&mut self.names, text);
    }

    /// A birth date, where the text is one.
    pub fn birth(&mut self, text: &str) {
        if Birth::parse(text.trim()).is_some() {
            add(&mut self.births, text);
        }
    }

    /// A country by its name or code, where it is known.
    pub fn country(&mut self, text: &str) {
        if let Some(code) = screen::word::country(text) {
            add(&mut self.countries, code);
        }
    }

    pub fn sex(&mut self, text: &str) {
        let code = match text.trim().to_lowercase().as_str() {
            "male" | "m" | "1" => "male",
            "female" | "f" | "2" => "female",
            _ => return,
        };
        self.sex = Some(code.to_owned());
    }

    /// The number of a document, by itself and, where its issuer is known, as an identifier.
    pub fn document(&mut self, number: &str, issuer: &str) {
        if Document::parse(number).is_none() || number.len() > TEXT_BYTES_MAX {
            return;
        }
        add(&mut self.documents, number);
        if let Some(country) = screen::word::country(issuer) {
            let text = format!("{}:{number}", country.to_uppercase());
            self.identify(SelectorKind::TravelDocument, &text);
        }
    }

    /// An identifier, where the text is one of its kind.
    pub fn identify(&mut self, kind: SelectorKind, text: &str) -> bool {
        match Selector::parse(kind, text) {
            Ok(selector) => {
                if !self.identifiers.contains(&selector) {
                    self.identifiers.push(selector);
                }
                true
            }
            Err(_) => false,
        }
    }

    pub fn programme(&mut self, text: &str) {
        add(&mut self.programmes, text);
    }

    /// Whether it can be found by anything, and is of a size that anyone writes.
    pub fn check(&self) -> Result<(), Error> {
        let bad = |what: &str| {
            let reference: String = self.reference.chars().take(60).collect();
            Err(Error::Usage(format!("entry {reference:?}: {what}")))
        };
        let all = [&self.names, &self.births, &self.countries, &self.documents, &self.programmes];
        let long = |text: &String| text.len() > TEXT_BYTES_MAX;
        if self.reference.is_empty() || self.reference.len() > TEXT_BYTES_MAX {
            return bad("it has no reference, or one that is too long");
        }
        if all.iter().any(|values| values.iter().any(long)) {
            return bad("a text is longer than 1,000 bytes");
        }
        let many = |count: usize| count > VALUES_MAX;
        if all.iter().any(|values| many(values.len())) || many(self.identifiers.len()) {
            return bad("more than 500 values of one sort");
        }
        if self.names.is_empty() && self.documents.is_empty() && self.identifiers.is_empty() {
            return bad("it has no name and no identifier");
        }
        Ok(())
    }

    pub fn digest(&self) -> Digest {
        Self::digest_of(&self.to_bytes())
    }

    /// The digest of an entry that has these bytes.
    pub fn digest_of(bytes: &[u8]) -> Digest {
        Digest::of(&[b"amana/1/list-entry", bytes])
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        record::cbor::to_bytes(self)
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Ok(record::cbor::from_bytes(bytes)?)
    }

    /// What a segment keeps of it; none where it has no name.
    pub fn entry(&self, key: u64) -> Option<Entry> {
        (!self.names.is_empty()).then(|| Entry {
            key,
            kind: self.sort.name_kind(),
            names: self.names.clone(),
            births: self.births.clone(),
            countries: self.countries.clone(),
            documents: self.documents.clone(),
        })
    }

    pub fn subject(&self, words: &mut Words) -> Subject {
        let Self { sort, names, births, countries, documents, sex, .. } = self;
        let (sort, sex) = (*sort, sex.as_deref());
        Described { sort, names, births, countries, documents, sex }.subject(words)
    }

    /// Under what it is looked up.
    pub fn tokens(&self) -> Vec<String> {
        let mut tokens = Vec::new();
        let mut add = |token: String| {
            if !tokens.contains(&token) {
                tokens.push(token);
            }
        };
        for selector in &self.identifiers {
            add(token(selector));
            if let Some((_, number)) = issued(selector) {
                bare(number).into_iter().for_each(&mut add);
            }
        }
        for number in &self.documents {
            bare(number).into_iter().for_each(&mut add);
        }
        tokens
    }
}

/// The look-up of an identifier.
pub fn token(selector: &Selector) -> String {
    format!("{}:{}", selector.kind().code(), selector.value())
}

/// Who issued it, and the number by itself, of what countries issue.
pub fn issued(selector: &Selector) -> Option<(&str, &str)> {
    use SelectorKind::{DrivingLicence, NationalIdentity, Plate, TravelDocument};
    match selector.kind() {
        TravelDocument | NationalIdentity | DrivingLicence | Plate => {
            selector.value().split_once(':')
        }
        _ => None,
    }
}

/// Under what a number is looked up whose issuer is not said: as it is, and in the form in which
/// what looks alike is one, where that is another.
pub fn bare(number: &str) -> Vec<String> {
    let Some(document) = Document::parse(number) else { return Vec::new() };
    let (exact, seen) = (document.text(), document.seen());
    let mut tokens = vec![format!("number:{exact}")];
    if seen != exact {
        tokens.push(format!("seen:{seen}"));
    }
    tokens
}

/// The look-ups of such a number that somebody asks for, each with whether it only looks alike.
pub fn bare_asked(number: &str) -> Vec<(String, bool)> {
    let Some(document) = Document::parse(number) else { return Vec::new() };
    let (exact, seen) = (document.text(), document.seen());
    let mut tokens = vec![(format!("number:{exact}"), false), (format!("seen:{seen}"), true)];
    if seen != exact {
        tokens.push((format!("number:{seen}"), true));
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_screen_or_a_sheet_is_plain_text() {
        let check = |text: &str, expect: &str| assert_eq!(clean(text), expect);
        check(" A\u{1f}B\tC\r\nD ", "AB C D");
        check("\u{202e}oen\u{202c} Arlo", "oen Arlo");
        check("=HYPERLINK(\"x\")", "=HYPERLINK(\"x\")");
        check("\u{0}\u{7}", "");
    }

    #[test]
    fn an_entry_is_looked_up_by_number_with_and_without_its_issuer() {
        let mut entity = Entity::new("1", Sort::Document);
        entity.document("AX 123.456", "Colombia");
        let tokens = entity.tokens();
        assert_eq!(tokens, ["travel-document:COL:AX123456", "number:AX123456"]);
        assert!(entity.entry(1).is_none(), "nothing to find by name");
    }

    /// Whichever side was misread, and both.
    #[test]
    fn what_looks_alike_meets() {
        let meet = |listed: &str, asked: &str| {
            let tokens = bare(listed);
            let met: Vec<bool> = bare_asked(asked)
                .into_iter()
                .filter(|(token, _)| tokens.contains(token))
                .map(|(_, alike)| alike)
                .collect();
            met.first().copied()
        };
        for (listed, asked, expect) in [
            ("AX123456", "AX123456", Some(false)),
            ("S1234567", "S1234567", Some(false)),
            ("S1234567", "51234567", Some(true)),
            ("51234567", "S1234567", Some(true)),
            ("SI234567", "5L234567", Some(true)),
            ("AX123456", "AX123457", None),
        ] {
            assert_eq!(meet(listed, asked), expect, "{listed} {asked}");
        }
    }

    #[test]
    fn an_entry_survives_its_bytes() {
        let mut entity = Entity::new("7", Sort::Person);
        entity.name("Arlo Quennevis");
        entity.birth("1961-05-27");
        entity.birth("unknown");
        entity.country("Norway");
        entity.sex("Male");
        assert!(entity.identify(SelectorKind::Phone, "+57 601 555 0100"));
        assert!(!entity.identify(SelectorKind::Phone, "no phone"));
        assert_eq!(entity.births, ["1961-05-27"]);
        assert_eq!(Entity::from_bytes(&entity.to_bytes()).unwrap(), entity);
        assert!(entity.check().is_ok());
    }

    #[test]
    fn what_cannot_be_found_or_is_too_large_is_refused() {
        let mut entity = Entity::new("7", Sort::Person);
        assert!(entity.check().unwrap_err().to_string().contains("no name"));
        entity.names = vec!["x".repeat(TEXT_BYTES_MAX + 1)];
        assert!(entity.check().unwrap_err().to_string().contains("longer"));
        entity.names = (0..=VALUES_MAX).map(|n| format!("name {n}")).collect();
        assert!(entity.check().unwrap_err().to_string().contains("more than"));
    }
}
