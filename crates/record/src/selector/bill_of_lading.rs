//! Bills of lading: the carrier's number, where given after its code (NMFTA SCAC, four letters).
//!
//! No standard gives the number a common form or a check digit (UN/EDIFACT 1188: up to 70 signs);
//! carriers use eight to twenty of `A–Z` and `0–9`, at least four of them digits.

use super::checksum::is_code;
use super::rule::{Check, Rule, never};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "UN/EDIFACT 1188, NMFTA SCAC",
    example: "XXXU1234567890",
    check: Check::Form,
    scanned: true,
    canonical,
    likely: never,
};

fn canonical(text: &str) -> Result<String, Error> {
    let number = strip(text, &['-', '/', '.', '_']).to_ascii_uppercase();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let good = (8..=20).contains(&number.len()) && is_code(&number) && digits >= 4;
    let reason = "has 8 to 20 of A–Z and 0–9, at least four of them digits";
    good.then_some(number).ok_or_else(|| Error::field("bill-of-lading", reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bills_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("xxxu 123-456-7890", Some("XXXU1234567890"));
        check("BOG/2026/000123", Some("BOG2026000123"));
        check("ABCDEFGH12", None);
        check("1234567", None);
        check("XXXU12345678901234567", None);
        check("XXXÜ1234567", None);
    }
}
