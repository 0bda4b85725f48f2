//! What was typed, and what it may be.

use record::selector::mrz::{self, Mrz, Sex};
use record::selector::{Selector, SelectorKind};
use screen::birth::Birth;
use screen::document::Document;
use screen::find::Query;
use screen::name::Words;
use screen::subject::Subject;
use serde::{Deserialize, Serialize};

use super::Typed;
use crate::Error;
use crate::list::Sort;
use crate::list::entity::{Described, bare_asked, clean, issued, token};

/// Longer is no name and no number.
pub const TEXT_BYTES_MAX: usize = 1_000;
const VALUES_MAX: usize = 20;
/// Lines of a machine-readable zone, joined.
const ZONES: [usize; 3] = [72, 88, 90];
/// A number that nothing else is said of.
const NUMBER_CHARS: std::ops::RangeInclusive<usize> = 5..=24;
const NUMBER_DIGITS_MIN: usize = 3;

/// What a question turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    Name(Sort),
    /// A number of a document, or what else countries issue; who issued it is not said.
    Number,
    Zone,
    Identifier(SelectorKind),
}

impl Asked {
    pub fn code(self) -> &'static str {
        match self {
            Self::Name(sort) => sort.code(),
            Self::Number => "number",
            Self::Zone => "mrz",
            Self::Identifier(kind) => kind.code(),
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "person" | "name" => Some(Self::Name(Sort::Person)),
            "organisation" => Some(Self::Name(Sort::Organisation)),
            "vessel" => Some(Self::Name(Sort::Vessel)),
            "number" => Some(Self::Number),
            "mrz" => Some(Self::Zone),
            code => {
                let kind = SelectorKind::ALL.iter().find(|kind| kind.code() == code)?;
                Some(Self::Identifier(*kind))
            }
        }
    }
}

/// Something that is looked up as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    pub token: String,
    /// The kind of an identifier, or `number`.
    pub kind: String,
    /// As it is compared.
    pub value: String,
    /// It is what the text may be misread from.
    pub alike: bool,
}

/// What is wrong with what was typed, though it was looked up all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The kind whose check digit does not fit.
    pub kind: String,
    pub value: String,
}

/// A question, ready to be asked, and kept as it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub text: String,
    pub asked: Asked,
    /// What else it may be, the likeliest first.
    pub others: Vec<Asked>,
    pub names: Vec<String>,
    pub births: Vec<String>,
    pub countries: Vec<String>,
    pub documents: Vec<String>,
    pub sex: Option<String>,
    pub numbers: Vec<Number>,
    pub findings: Vec<Finding>,
}

impl Question {
    /// Reads what was typed; `year` is that of now, for years of two digits.
    pub fn read(typed: &Typed, year: i16) -> Result<Self, Error> {
        let bad = |what: &str| Err(Error::Usage(format!("the question: {what}")));
        if typed.text.len() > TEXT_BYTES_MAX {
            return bad("it is longer than any name or number");
        }
        let said = [&typed.births, &typed.countries, &typed.documents];
        let long = |text: &String| text.len() > TEXT_BYTES_MAX;
        if said.iter().any(|all| all.len() > VALUES_MAX || all.iter().any(long)) {
            return bad("it says more than is compared");
        }
        let wanted = match typed.kind.as_deref().filter(|code| !code.is_empty()) {
            Some(code) => match Asked::parse(code) {
                Some(asked) => Some(asked),
                None => return bad(&format!("`{code}` is no kind of question")),
            },
            None => None,
        };
        let mut question = Self::blank(&typed.text);
        question.births.extend(typed.births.iter().map(|text| clean(text)));
        question.countries.extend(typed.countries.iter().map(|text| clean(text)));
        for text in &typed.documents {
            question.add_document(text, "");
        }
        match wanted {
            None => question.recognise(&typed.text, year),
            Some(Asked::Zone) => question.read_zone(&typed.text, year)?,
            Some(asked) => question.take(asked)?,
        }
        if question.names.is_empty() && question.numbers.is_empty() {
            return bad("type a name, a number or machine-readable lines");
        }
        Ok(question)
    }

    fn blank(text: &str) -> Self {
        Self {
            text: clean(text),
            asked: Asked::Name(Sort::Person),
            others: Vec::new(),
            names: Vec::new(),
            births: Vec::new(),
            countries: Vec::new(),
            documents: Vec::new(),
            sex: None,
            numbers: Vec::new(),
            findings: Vec::new(),
        }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        record::cbor::to_bytes(self)
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        Ok(record::cbor::from_bytes(bytes)?)
    }

    fn recognise(&mut self, text: &str, year: i16) {
        if is_zone(text) && self.read_zone(text, year).is_ok() {
            return;
        }
        let text = self.text.clone();
        let mut found: Vec<Asked> = Vec::new();
        if text.contains(|c: char| c.is_ascii_digit() || c == '@') {
            for selector in Selector::guess(&text) {
                found.push(Asked::Identifier(selector.kind()));
                self.add(&selector, false);
            }
        }
        if let Some(kind) = self.misses_its_check(&text) {
            found.push(Asked::Identifier(kind));
        }
        if is_number(&text) {
            found.push(Asked::Number);
            self.add_number(&text);
        }
        if found.is_empty() {
            self.add_name(&text);
            found.push(Asked::Name(Sort::Person));
        }
        self.asked = found.remove(0);
        self.others = found;
    }

    /// What has an identifier's shape, and a check digit that does not fit, is looked up as what it
    /// may be misread from, and said to be wrong.
    fn misses_its_check(&mut self, text: &str) -> Option<SelectorKind> {
        let kind = shaped(text).filter(|kind| Selector::parse(*kind, text).is_err())?;
        for reading in Selector::readings(kind, text) {
            self.add(&reading, true);
        }
        self.findings.push(Finding { kind: kind.code().into(), value: text.into() });
        Some(kind)
    }

    /// Reads the text as what the asker says that it is.
    fn take(&mut self, asked: Asked) -> Result<(), Error> {
        self.asked = asked;
        let text = self.text.clone();
        match asked {
            Asked::Name(_) => self.add_name(&text),
            Asked::Number => self.add_number(&text),
            Asked::Zone => {}
            Asked::Identifier(kind) => match Selector::parse(kind, &text) {
                Ok(selector) => {
                    self.add(&selector, false);
                    selector.lookalikes().iter().for_each(|reading| self.add(reading, true));
                }
                // Who issued it may not be known.
                Err(_) if issues(kind) && Document::parse(&text).is_some() => {
                    self.add_number(&text);
                }
                Err(error) => {
                    let readings = Selector::readings(kind, &text);
                    if readings.is_empty() {
                        return Err(error.into());
                    }
                    readings.iter().for_each(|reading| self.add(reading, true));
                    self.findings.push(Finding { kind: kind.code().into(), value: text });
                }
            },
        }
        Ok(())
    }

    /// A name, with a birth date where one stands beside it.
    fn add_name(&mut self, text: &str) {
        let mut name: Vec<&str> = Vec::new();
        for word in text.split(' ') {
            let bare = word.trim_matches([',', ';', '(', ')']);
            let dated = bare.len() >= 4 && bare.starts_with(|c: char| c.is_ascii_digit());
            match dated && Birth::parse(bare).is_some() {
                true => self.births.push(bare.to_owned()),
                false => name.push(word),
            }
        }
        let name = name.join(" ");
        let name = name.trim_end_matches([',', ';', ' ']);
        if name.chars().any(char::is_alphabetic) {
            self.names.push(name.to_owned());
        }
    }

    fn read_zone(&mut self, text: &str, year: i16) -> Result<(), Error> {
        let (zone, findings) = mrz::parse(text);
        if findings.contains(&mrz::Finding::Shape) {
            return Err(Error::Usage("the lines are no machine-readable zone".into()));
        }
        self.asked = Asked::Zone;
        for finding in findings.iter().filter(|finding| finding.refuses()) {
            let value = finding.to_string();
            self.findings.push(Finding { kind: "mrz".into(), value });
        }
        for name in names(&zone) {
            self.names.push(name);
        }
        self.births.extend(birth(&zone, year));
        if let Some(country) = screen::word::country(&zone.nationality) {
            self.countries.push(country.to_owned());
        }
        self.sex = match zone.sex {
            Sex::Female => Some("female".into()),
            Sex::Male => Some("male".into()),
            Sex::Unspecified => None,
        };
        if let Ok(document) = zone.document() {
            self.add(&document, false);
            document.lookalikes().iter().for_each(|reading| self.add(reading, true));
        }
        self.add_document(&zone.number, "");
        if let Ok(selector) = Selector::parse(SelectorKind::Mrz, zone.text()) {
            self.add(&selector, false);
        }
        Ok(())
    }

    fn add_document(&mut self, number: &str, _issuer: &str) {
        if Document::parse(number).is_some() {
            self.documents.push(clean(number));
            self.add_number(number);
        }
    }

    fn add(&mut self, selector: &Selector, alike: bool) {
        let (kind, value) = (selector.kind().code().to_owned(), selector.value().to_owned());
        self.push(Number { token: token(selector), kind, value, alike });
        if let Some((_, number)) = issued(selector)
            && !alike
        {
            self.documents.push(number.to_owned());
        }
    }

    fn add_number(&mut self, text: &str) {
        let Some(document) = Document::parse(text) else { return };
        for (token, alike) in bare_asked(text) {
            let (kind, value) = ("number".to_owned(), document.text().to_owned());
            self.push(Number { token, kind, value, alike });
        }
    }

    fn push(&mut self, number: Number) {
        if !self.numbers.iter().any(|known| known.token == number.token) {
            self.numbers.push(number);
        }
    }

    /// How names are asked for.
    pub fn sort(&self) -> Sort {
        match self.asked {
            Asked::Name(sort) => sort,
            _ => Sort::Person,
        }
    }

    /// It as a list is searched for names.
    pub fn query(&self) -> Option<Query> {
        (!self.names.is_empty()).then(|| Query {
            kind: self.sort().name_kind(),
            names: self.names.clone(),
            births: self.births.clone(),
            countries: self.countries.clone(),
            documents: self.documents.clone(),
        })
    }

    /// It as the scorer compares it.
    pub fn subject(&self, words: &mut Words) -> Subject {
        let Self { names, births, countries, documents, sex, .. } = self;
        let sort = self.sort();
        Described { sort, names, births, countries, documents, sex: sex.as_deref() }.subject(words)
    }
}

/// Kinds that a country issues, so that a number by itself may be one.
fn issues(kind: SelectorKind) -> bool {
    use SelectorKind::{DrivingLicence, NationalIdentity, Plate, TravelDocument};
    matches!(kind, TravelDocument | NationalIdentity | DrivingLicence | Plate)
}

fn is_zone(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    plain.contains("<<") && ZONES.contains(&plain.len()) && plain.is_ascii()
}

fn is_number(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let letters = plain.chars().filter(|c| c.is_alphabetic()).count();
    NUMBER_CHARS.contains(&plain.len())
        && digits >= NUMBER_DIGITS_MIN
        && letters <= digits
        && text.split(' ').count() <= 3
        && Birth::parse(text).is_none()
}

/// Identifiers that are known by their shape alone.
fn shaped(text: &str) -> Option<SelectorKind> {
    let plain: String = text.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let plain = plain.to_ascii_uppercase();
    let (letters, digits) = plain.split_at_checked(4)?;
    let numeric = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let alphabetic = |text: &str| text.bytes().all(|b| b.is_ascii_uppercase());
    if alphabetic(letters) && letters.ends_with(['U', 'J', 'Z']) && digits.len() == 7 {
        return numeric(digits).then_some(SelectorKind::Container);
    }
    if let Some(number) = plain.strip_prefix("IMO") {
        return (number.len() == 7 && numeric(number)).then_some(SelectorKind::Imo);
    }
    let (country, check) = letters.split_at(2);
    let account = alphabetic(country) && numeric(check) && (11..=30).contains(&digits.len());
    account.then_some(SelectorKind::Iban)
}

fn names(zone: &Mrz) -> Vec<String> {
    let name = format!("{} {}", zone.name.secondary, zone.name.primary);
    let name = clean(&name.replace(mrz::FILLER, " "));
    if name.is_empty() { Vec::new() } else { vec![name] }
}

fn birth(zone: &Mrz, year: i16) -> Option<String> {
    let year = zone.birth.year_up_to(year)?;
    let part = |part: Option<u8>| part.map_or(String::new(), |part| format!("-{part:02}"));
    Some(format!("{year:04}{}{}", part(zone.birth.month), part(zone.birth.day)))
}

#[cfg(test)]
mod tests;
