//! Firearms: the serial number that the maker stamps (UN Firearms Protocol, article 8).
//!
//! Makers number on their own, so one number may stand on two makers' arms: a match is a reason to
//! compare make and model. Two to twenty of `A–Z` and `0–9`, one of them a digit.

use super::checksum::is_code;
use super::rule::{Check, Rule, never};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "UN Firearms Protocol, article 8",
    example: "XYZ123456",
    check: Check::Form,
    scanned: true,
    canonical,
    likely: never,
};

fn canonical(text: &str) -> Result<String, Error> {
    let serial = strip(text, &['-', '/', '.', '*', '_']).to_ascii_uppercase();
    let good = (2..=20).contains(&serial.len()) && is_code(&serial);
    let reason = "has 2 to 20 of A–Z and 0–9, one of them a digit";
    good.then_some(serial).ok_or_else(|| Error::field("firearm-serial", reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("xyz-123 456", Some("XYZ123456"));
        check("*07/12*", Some("0712"));
        check("GLOCK", None);
        check("7", None);
        check("123456789012345678901", None);
    }
}
