//! Mechanical seals: the unique number that ISO 17712 (section 4) requires on each.
//!
//! The standard asks for a number that is never used twice by one maker and gives it no form: four
//! to twenty of `A–Z` and `0–9`, at least three of them digits.

use super::checksum::is_code;
use super::rule::{Check, Rule, never};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ISO 17712",
    example: "ML0123456",
    check: Check::Form,
    scanned: true,
    canonical,
    likely: never,
};

fn canonical(text: &str) -> Result<String, Error> {
    let number = strip(text, &['-', '/', '.', '_']).to_ascii_uppercase();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let good = (4..=20).contains(&number.len()) && is_code(&number) && digits >= 3;
    let reason = "has 4 to 20 of A–Z and 0–9, at least three of them digits";
    good.then_some(number).ok_or_else(|| Error::field("seal", reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seals_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("ml-0123456", Some("ML0123456"));
        check("H 123.456", Some("H123456"));
        check("SEAL12", None);
        check("123", None);
        check("ML0123456789012345678", None);
    }
}
