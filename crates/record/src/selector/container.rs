//! Freight containers: ISO 6346, owner's code of three letters, `U`, `J` or `Z`, six digits, check
//! digit.
//!
//! Letters count from 10 without multiples of 11, places double in weight from the left, and the
//! check digit is the sum modulo 11, ten being written 0. Where it is ten, one wrong digit may
//! pass; ISO 6346 advises owners not to use such numbers, and some do.

use super::checksum::{is_digits, is_upper, value};
use super::rule::{Check, Rule, always};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ISO 6346",
    example: "CSQU3054383",
    check: Check::Partial("mod 11, ten written 0"),
    scanned: true,
    canonical,
    likely: always,
};

fn canonical(text: &str) -> Result<String, Error> {
    let number = strip(text, &['-', '/', '.', '_']).to_ascii_uppercase();
    let (Some(owner), Some(serial)) = (number.get(..4), number.get(4..)) else {
        return Err(wrong("expected four letters and seven digits, as CSQU3054383"));
    };
    if !is_upper(owner) || serial.len() != 7 || !is_digits(serial) {
        return Err(wrong("expected four letters and seven digits, as CSQU3054383"));
    }
    if !owner.ends_with(['U', 'J', 'Z']) {
        return Err(wrong("the fourth letter is U, J or Z"));
    }
    let good = number.ends_with(char::from(check_digit(&number.as_bytes()[..10])));
    good.then_some(number).ok_or_else(|| wrong("the check digit is wrong"))
}

/// The ASCII check digit of the ten signs before it.
fn check_digit(head: &[u8]) -> u8 {
    let terms = head.iter().enumerate().map(|(i, sign)| scale(*sign) << i);
    b'0' + (terms.sum::<u32>() % 11 % 10) as u8
}

/// ISO 6346, annex A: letters from 10 up, 11, 22 and 33 left out.
fn scale(sign: u8) -> u32 {
    let value = value(sign).unwrap_or(0);
    if value < 10 { value } else { value + (value - 1) / 10 }
}

fn wrong(reason: &str) -> Error {
    Error::field("container", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_leave_out_multiples_of_eleven() {
        let check = |sign: u8, expect: u32| assert_eq!(scale(sign), expect);
        check(b'A', 10);
        check(b'B', 12);
        check(b'K', 21);
        check(b'L', 23);
        check(b'U', 32);
        check(b'V', 34);
        check(b'Z', 38);
        check(b'9', 9);
    }

    #[test]
    fn containers_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("CSQU 305438 3", Some("CSQU3054383")); // ISO 6346's example
        check("csqu-305438/3", Some("CSQU3054383"));
        check("MSCU6639870", Some("MSCU6639870")); // worked out by annex A
        check("CSQU3054384", None);
        check("CSQA3054383", None);
        check("CSQU305438", None);
        check("CSQU30543833", None);
        check("ÇSQU3054383", None);
    }
}
