//! Air waybills: IATA resolution 600a, the carrier's three digits, seven digits, a check digit.
//!
//! The check digit is the seven digits modulo 7. It misses a digit changed by seven, 0 for 7, 1 for
//! 8 or 2 for 9. Canonical form: prefix, hyphen, eight digits.

use super::checksum::is_digits;
use super::rule::{Check, Rule};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "IATA resolution 600a",
    example: "020-12345675",
    check: Check::Partial("mod 7"),
    scanned: true,
    canonical,
    likely: |text| text.contains(['-', ' ']) || text.starts_with("AWB"),
};

fn canonical(text: &str) -> Result<String, Error> {
    let text = text.strip_prefix("AWB").unwrap_or(text).trim_start_matches([':', ' ']);
    let digits = strip(text, &['-', '/', '.']);
    if digits.len() != 11 || !is_digits(&digits) {
        return Err(wrong("expected eleven digits, as 020-12345675"));
    }
    let (prefix, serial) = digits.split_at(3);
    let number: u32 = serial[..7].parse().expect("seven digits are a number");
    if !serial.ends_with(char::from(b'0' + (number % 7) as u8)) {
        return Err(wrong("the check digit is wrong"));
    }
    let given = prefix != "000";
    given.then(|| format!("{prefix}-{serial}")).ok_or_else(|| wrong("no carrier has prefix 000"))
}

fn wrong(reason: &str) -> Error {
    Error::field("air-waybill", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waybills_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("020-1234 5675", Some("020-12345675")); // 1234567 modulo 7 is 5
        check("AWB: 02012345675", Some("020-12345675"));
        check("020-12345674", None);
        check("020-1234567", None);
        check("000-12345675", None);
        check("O20-12345675", None);
    }
}
