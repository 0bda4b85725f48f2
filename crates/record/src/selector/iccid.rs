//! SIM cards: ICCID (ITU-T E.118), `89`, country code, issuer, account, Luhn check digit.
//!
//! E.118 allows nineteen digits; chips hold twenty places, and some issuers use eighteen or fill
//! all twenty. A filler `F` (ETSI TS 102 221, section 13.2) is dropped.

use super::checksum::{is_digits, is_luhn};
use super::rule::{Check, Rule, always};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ITU-T E.118",
    example: "8944500102198304826",
    check: Check::Digit("Luhn"),
    scanned: false,
    canonical,
    likely: always,
};

fn canonical(text: &str) -> Result<String, Error> {
    let text = text.strip_prefix("ICCID").unwrap_or(text).trim_start_matches([':', ' ']);
    let signs = strip(text, &['-', '.']);
    let digits = signs.trim_end_matches(['F', 'f']);
    let sized = is_digits(digits) && (18..=20).contains(&digits.len());
    if !sized || !digits.starts_with("89") {
        return Err(Error::field("iccid", "expected 18 to 20 digits that begin with 89"));
    }
    let good = is_luhn(digits);
    good.then(|| digits.to_owned()).ok_or_else(|| Error::field("iccid", "the check digit is wrong"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("89 44500 10219830482 6", Some("8944500102198304826")); // Luhn as E.118 says
        check("8944500102198304826F", Some("8944500102198304826"));
        check("8944500102198304827", None);
        check("7944500102198304826", None);
        check("899110120000320", None);
    }
}
