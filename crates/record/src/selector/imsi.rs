//! Subscribers: IMSI (ITU-T E.212), country code, network code and number, fourteen or fifteen
//! digits.
//!
//! Geographic country codes begin with 2 to 7; 001 is for tests, 901 is shared between countries,
//! 999 is for private networks. There is no check digit.

use super::checksum::is_digits;
use super::rule::{Check, Rule, never};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ITU-T E.212",
    example: "732101234567890",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: never,
};

fn canonical(text: &str) -> Result<String, Error> {
    let text = text.strip_prefix("IMSI").unwrap_or(text).trim_start_matches([':', ' ']);
    let digits = strip(text, &['-', '.']);
    if !is_digits(&digits) || !(14..=15).contains(&digits.len()) {
        return Err(Error::field("imsi", "expected fourteen or fifteen digits"));
    }
    let geographic = (b'2'..=b'7').contains(&digits.as_bytes()[0]);
    if !geographic && !["001", "901", "999"].contains(&&digits[..3]) {
        return Err(Error::field("imsi", "no country has this code"));
    }
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subscribers_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("001-01-0123456789", Some("001010123456789")); // 3GPP's test network
        check("732 101 234567890", Some("732101234567890"));
        check("IMSI: 90170012345678", Some("90170012345678"));
        check("832101234567890", None);
        check("7321012345678901", None);
        check("7321012345678", None);
        check("73210123456789A", None);
    }
}
