//! Travel documents: `ISSUER:NUMBER`, by ICAO Doc 9303 part 3.
//!
//! The canonical issuer is the three-letter code of part 3 (`D` for Germany). The canonical number
//! has only `A–Z` and `0–9`: part 3 writes spaces and other signs as filler, so they do not
//! distinguish documents. A machine-readable zone has room for nine characters; where a number is
//! longer, TD1 and TD2 (parts 5 and 6, note j) continue it in the optional field, up to 22.

use super::issued::{Issued, SEPARATORS};
use super::rule::{Check, Rule, always};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ICAO Doc 9303 part 3",
    example: "COL:AB123456",
    check: Check::Form,
    scanned: true,
    canonical,
    likely: always,
};

/// Nine in the number's field and, in a TD1, thirteen in the optional field beside a check digit
/// and one filler.
pub const NUMBER_CHARS_MAX: usize = 22;

fn canonical(text: &str) -> Result<String, Error> {
    let issued = Issued::read("travel-document", "ISSUER:NUMBER, as CO:AB123456", text)?;
    if issued.part.is_some() {
        return Err(wrong("a country issues it, not a part of one"));
    }
    Ok(issued.join(&number_canonical(&issued.number)?))
}

/// The number alone, in capitals and without separators.
pub fn number_canonical(number: &str) -> Result<String, Error> {
    let number = strip(number, SEPARATORS).to_ascii_uppercase();
    if number.is_empty() || number.len() > NUMBER_CHARS_MAX {
        return Err(wrong(format!("a number has 1 to {NUMBER_CHARS_MAX} characters")));
    }
    if !number.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase()) {
        return Err(wrong("a number has A–Z and 0–9 only"));
    }
    Ok(number)
}

fn wrong(reason: impl Into<String>) -> Error {
    Error::field("travel-document", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("CO:AB123456", Some("COL:AB123456"));
        check("COL: ab 123-456", Some("COL:AB123456"));
        check("de:C01X00T47", Some("D:C01X00T47"));
        check("D<<:C01X00T47", Some("D:C01X00T47"));
        // The specimens of parts 4 to 6.
        check("UTO:L898902C3", Some("UTO:L898902C3"));
        check("UTO:D23145890734", Some("UTO:D23145890734"));
        check("XXA:123", Some("XXA:123"));
        check("ZZ:AB123456", None);
        check("AB123456", None);
        check("CO:", None);
        check("CO:---", None);
        check("CO:ÄB12", None);
        check("CO:12345678901234567890123", None);
        check("CO:AB:12", None);
    }
}
