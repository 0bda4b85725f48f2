//! Machine-readable zones: ICAO Doc 9303 part 3 (signs, check digits), 4 (TD3), 5 (TD1), 6 (TD2)
//! and 7 (visas, MRV-A and MRV-B).
//!
//! Canonical form: the zone's characters without line breaks; the count says the format (72, 88 or
//! 90) and a leading `V` a visa. [`parse`] reads what carriers and scanners really send and says
//! what is wrong with it; a selector is made only of a zone whose shape, issuer and check digits,
//! the composite one too, are right.

mod layout;
mod reader;
mod scan;
mod shape;

use std::fmt;

pub use layout::Format;
pub use scan::readings;

use super::rule::{Check, Rule, always};
use super::{Selector, SelectorKind};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ICAO Doc 9303 parts 3 to 7",
    example: "P<UTOERIKSSON<<ANNA…",
    check: Check::Partial("weights 7 3 1, mod 10, composite"),
    scanned: true,
    canonical,
    likely: always,
};
use reader::Reader;

pub const FILLER: char = '<';

/// What a zone says. Fields are as read: a field whose check digit is wrong has a [`Finding`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mrz {
    pub format: Format,
    /// `P`, `V`, or `A`, `C`, `I` for other documents, and the issuer's own second letter.
    pub code: String,
    /// ICAO code of the issuer, filler removed.
    pub issuer: String,
    /// The whole number, also where it continues in the optional field.
    pub number: String,
    pub name: MrzName,
    pub birth: MrzDate,
    pub sex: Sex,
    /// Expiry of a document, last day of a visa.
    pub expiry: MrzDate,
    /// ICAO code of the nationality, filler removed.
    pub nationality: String,
    /// Optional fields in order, filler removed, without the number's continuation.
    pub optional: Vec<String>,
    text: String,
}

/// Names as the zone transliterates them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct MrzName {
    pub primary: String,
    pub secondary: String,
    /// The field is full: the name may go on.
    pub truncated: bool,
}

/// A date of six digits; a part may be unknown, and the century always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct MrzDate {
    pub year: Option<u8>,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

/// Part 4: `F`, `M`, or filler where it is unspecified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
    Unspecified,
}

/// A part of a zone that something can be wrong with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Number,
    Birth,
    Expiry,
    Optional,
    Composite,
}

/// What is wrong with a zone that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Lines were missing, cut or too long, and were filled or cut.
    Shape,
    /// A sign that no zone has, read as filler.
    Sign(char),
    /// `expect` is the digit the standard computes; none where the field cannot have one.
    CheckDigit {
        field: Field,
        found: char,
        expect: Option<char>,
    },
    Code(String),
    Issuer(String),
    Nationality(String),
    Date(Field),
    Sex(char),
    /// No number, or no primary name.
    Empty(&'static str),
}

impl Finding {
    /// Whether a zone with this is no identifier: it was cut, misread, or nobody issued it.
    pub fn refuses(&self) -> bool {
        !matches!(self, Self::Nationality(_) | Self::Sex(_) | Self::Date(_))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape => f.write_str("lines of no known length"),
            Self::Sign(c) => write!(f, "`{c}` is no sign of a zone"),
            Self::CheckDigit { field, found, expect: Some(expect) } => {
                write!(f, "check digit of {field:?} is {found}, not {expect}")
            }
            Self::CheckDigit { field, .. } => write!(f, "{field:?} has no check digit"),
            Self::Code(code) => write!(f, "`{code}` is no kind of document"),
            Self::Issuer(code) => write!(f, "`{code}` is no issuer"),
            Self::Nationality(code) => write!(f, "`{code}` is no nationality"),
            Self::Date(field) => write!(f, "{field:?} is no date"),
            Self::Sex(c) => write!(f, "`{c}` is neither F, M nor filler"),
            Self::Empty(what) => write!(f, "{what} is empty"),
        }
    }
}

impl MrzDate {
    /// The latest year up to `year_max` that ends in these two digits: for births.
    pub fn year_up_to(self, year_max: i16) -> Option<i16> {
        let year = i16::from(self.year?);
        Some(year_max - (year_max - year).rem_euclid(100))
    }

    /// The year that ends in these two digits and lies within 50 years of `year`: for expiries.
    pub fn year_near(self, year: i16) -> Option<i16> {
        self.year_up_to(year.saturating_add(49))
    }
}

impl Mrz {
    /// All characters, without line breaks.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The document as a selector, where issuer and number are such.
    pub fn document(&self) -> Result<Selector, Error> {
        let text = format!("{}:{}", self.issuer, self.number);
        Selector::parse(SelectorKind::TravelDocument, &text)
    }
}

fn canonical(text: &str) -> Result<String, Error> {
    let (zone, findings) = parse(text);
    match findings.iter().find(|finding| finding.refuses()) {
        Some(finding) => Err(Error::field("mrz", finding.to_string())),
        None => Ok(zone.text),
    }
}

/// Part 3, section 4.9: weights 7, 3, 1 over digits, letters from 10, filler 0; none for any other
/// sign. Weights run on from piece to piece.
pub fn check_digit<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Option<char> {
    let signs = pieces.into_iter().flat_map(str::bytes);
    let sum = signs.zip([7, 3, 1].into_iter().cycle()).try_fold(0u32, |sum, (sign, weight)| {
        let value = match sign {
            b'0'..=b'9' => sign - b'0',
            b'A'..=b'Z' => sign - b'A' + 10,
            b'<' => 0,
            _ => return None,
        };
        Some((sum + u32::from(value) * weight) % 10)
    })?;
    char::from_digit(sum, 10)
}

/// Reads a zone, its lines broken or not, and says all that is wrong with it.
pub fn parse(text: &str) -> (Mrz, Vec<Finding>) {
    let (format, text, mut findings) = shape::shape(text);
    let layout = format.layout();
    let reader = Reader { text: &text, layout };
    let (number, optional) = reader.number(&mut findings);
    let zone = Mrz {
        format,
        code: reader.code(&mut findings),
        issuer: reader.state(2, Finding::Issuer, &mut findings),
        number,
        name: reader.name(&mut findings),
        birth: reader.date(Field::Birth, &mut findings),
        sex: reader.sex(&mut findings),
        expiry: reader.date(Field::Expiry, &mut findings),
        nationality: reader.state(layout.nationality, Finding::Nationality, &mut findings),
        optional,
        text: text.clone(),
    };
    reader.check_rest(&mut findings);
    (zone, findings)
}

/// Fills in all check digits of a zone that has its shape; for forms and exercises.
pub fn with_check_digits(text: &str) -> Result<String, Error> {
    let (format, mut text, findings) = shape::shape(text);
    if let Some(finding) = findings.first() {
        return Err(Error::field("mrz", finding.to_string()));
    }
    let layout = format.layout();
    for check in layout.checks() {
        let digit = check_digit(check.ranges.iter().map(|range| &text[range.clone()]));
        let digit = digit.expect("a shaped zone has only signs that count");
        text.replace_range(check.place..=check.place, digit.encode_utf8(&mut [0; 4]));
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
