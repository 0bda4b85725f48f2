//! Mobile equipment: IMEI (3GPP TS 23.003, section 6), fifteen digits with a Luhn check digit.
//!
//! An IMEISV, the sixteen digits that end in a software version instead of the check digit, names
//! the same device: it is accepted in the grouping of GSMA TS.06 (`AA-BBBBBB-CCCCCC-EE`), where it
//! cannot be a slip of the pen, and becomes the IMEI.

use super::checksum::{is_digits, is_luhn};
use super::rule::{Check, Rule, always};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "3GPP TS 23.003, GSMA TS.06",
    example: "352099001761481",
    check: Check::Digit("Luhn"),
    scanned: false,
    canonical,
    likely: always,
};

fn canonical(text: &str) -> Result<String, Error> {
    let text = text.strip_prefix("IMEI").unwrap_or(text).trim_start_matches([':', ' ']);
    let digits = strip(text, &['-', '.', '/']);
    if !is_digits(&digits) {
        return Err(wrong("has digits only"));
    }
    match digits.len() {
        15 if is_luhn(&digits) => Ok(digits),
        15 => Err(wrong("the check digit is wrong")),
        16 if is_grouped_version(text) => Ok(with_check_digit(&digits[..14])),
        _ => Err(wrong("expected fifteen digits")),
    }
}

/// Whether the groups are those of an IMEISV: 2, 6, 6 and 2 digits.
fn is_grouped_version(text: &str) -> bool {
    text.split('-').map(|group| group.trim().len()).eq([2, 6, 6, 2])
}

fn with_check_digit(head: &str) -> String {
    let mut full = (0..10).map(|check| format!("{head}{check}"));
    full.find(|full| is_luhn(full)).expect("one of ten digits fits")
}

fn wrong(reason: &str) -> Error {
    Error::field("imei", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        // GSMA TS.06's example, with check digit and with software version.
        check("35-209900-176148-1", Some("352099001761481"));
        check("35-209900-176148-23", Some("352099001761481"));
        check("IMEI: 260531793113837", Some("260531793113837")); // 3GPP TS 23.003, annex B
        check("490154203237518", Some("490154203237518"));
        check("490154203237517", None);
        check("3520990017614823", None);
        check("49015420323751", None);
        check("49015420323751A", None);
    }
}
