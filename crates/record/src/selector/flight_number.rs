//! Flights: a carrier's designator and one to four digits (IATA SSIM, chapter 2; ICAO Doc 8585).
//!
//! The designator has two of `A–Z` and `0–9`, one a letter (IATA), or three letters (ICAO). An
//! operational suffix, one letter, may follow. Zeros before the number are dropped: `AV0046` and
//! `AV 46` are one flight. The date of the flight is not part of it.

use super::rule::{Check, Rule, never};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "IATA SSIM chapter 2, ICAO Doc 8585",
    example: "AV46",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: never,
};

fn canonical(text: &str) -> Result<String, Error> {
    let text = strip(text, &['-', '/']).to_ascii_uppercase();
    let spread = [3, 2].into_iter().find_map(|size| split(&text, size));
    let (carrier, number, suffix) = spread.ok_or_else(|| wrong("expected a flight, as AV46"))?;
    let number = number.trim_start_matches('0');
    if number.is_empty() {
        return Err(wrong("no flight has the number 0"));
    }
    Ok(format!("{carrier}{number}{suffix}"))
}

/// Designator of `size` signs, digits and suffix, where the text is such.
fn split(text: &str, size: usize) -> Option<(&str, &str, &str)> {
    let (carrier, rest) = (text.get(..size)?, text.get(size..)?);
    let letters = carrier.bytes().filter(u8::is_ascii_uppercase).count();
    let good = match size {
        2 => letters >= 1 && carrier.bytes().all(|c| c.is_ascii_alphanumeric()),
        _ => letters == 3,
    };
    let digits = rest.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let suffix = &rest[digits.len()..];
    let sized = (1..=4).contains(&digits.len()) && suffix.len() <= 1;
    let fits = good && sized && digits.bytes().all(|c| c.is_ascii_digit());
    fits.then_some((carrier, digits, suffix))
}

fn wrong(reason: &str) -> Error {
    Error::field("flight-number", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flights_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("AV 046", Some("AV46"));
        check("av0046", Some("AV46"));
        check("U2-1234", Some("U21234"));
        check("9W 15", Some("9W15"));
        check("AVA 46", Some("AVA46"));
        check("IB6585D", Some("IB6585D"));
        check("AV 0", None);
        check("12 345", None);
        check("AV 12345", None);
        check("AV", None);
        check("AV46DD", None);
        check("ÄV46", None);
    }
}
