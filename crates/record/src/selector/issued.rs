//! `ISSUER:NUMBER` or `COUNTRY-PART:NUMBER`: what a country, or one of its states, gives out.

use super::{issuer, strip};
use crate::Error;

/// Signs that group a number and do not distinguish it.
pub(super) const SEPARATORS: &[char] = &['-', '–', '.', '/', '<', '\'', '·', '_'];

/// The issuer's code and the number in capitals, without separators.
pub(super) struct Issued {
    /// Three-letter code of ICAO Doc 9303 part 3.
    pub issuer: &'static str,
    /// Second half of the ISO 3166-2 code, where a state or province issues.
    pub part: Option<String>,
    pub number: String,
}

impl Issued {
    /// `kind` names the field in errors; `example` says what is expected.
    pub fn read(kind: &'static str, example: &str, text: &str) -> Result<Self, Error> {
        let wrong = |reason: String| Error::field(kind, reason);
        let split = text.split_once(':');
        let (code, number) = split.ok_or_else(|| wrong(format!("expected {example}")))?;
        let code = code.trim().to_ascii_uppercase();
        let (country, part) = match code.split_once('-') {
            Some((country, part)) => (country, Some(part.to_owned())),
            None => (code.as_str(), None),
        };
        let issuer = issuer::resolve(country)
            .ok_or_else(|| wrong(format!("`{country}` is not an issuer in ICAO 9303 part 3")))?;
        if part.as_deref().is_some_and(|part| !is_part(part)) {
            return Err(wrong("a part of a country has one to three letters or digits".into()));
        }
        Ok(Self { issuer, part, number: strip(number, SEPARATORS).to_uppercase() })
    }

    pub fn join(&self, number: &str) -> String {
        match &self.part {
            Some(part) => format!("{}-{part}:{number}", self.issuer),
            None => format!("{}:{number}", self.issuer),
        }
    }
}

fn is_part(part: &str) -> bool {
    (1..=3).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphanumeric())
}
