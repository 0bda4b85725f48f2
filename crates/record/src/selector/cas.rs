//! Substances by CAS Registry Number: two to seven digits, two digits, a check digit.
//!
//! The check digit is the sum of the other digits, each times its position counted from the right,
//! modulo 10 (CAS, 'Check Digit Verification of CAS Registry Numbers'). It catches every wrong
//! check digit and most, not all, other wrong digits: positions 2, 4, 5, 6 and 8 share a factor
//! with 10.

use super::rule::{Check, Rule, always};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "CAS Registry",
    example: "50-36-2",
    check: Check::Partial("places as weights, mod 10"),
    scanned: false,
    canonical,
    likely: always,
};

fn canonical(text: &str) -> Result<String, Error> {
    let text = strip(text, &[]);
    let bare = ["CASRN", "CAS-RN", "CAS"].iter().find_map(|word| text.strip_prefix(word));
    let number = bare.unwrap_or(&text).trim_start_matches(':');
    let form = wrong("expected digits as 7732-18-5");
    let mut groups = number.split('-');
    let (Some(head), Some(middle), Some(last), None) =
        (groups.next(), groups.next(), groups.next(), groups.next())
    else {
        return Err(form);
    };
    let digits = [head, middle, last].concat();
    let sized = (2..=7).contains(&head.len()) && middle.len() == 2 && last.len() == 1;
    if !sized || !digits.bytes().all(|c| c.is_ascii_digit()) || head.starts_with('0') {
        return Err(form);
    }
    let expect = check_digit(&digits[..digits.len() - 1]);
    if !digits.ends_with(char::from(expect)) {
        return Err(wrong(format!("the check digit should be {}", char::from(expect))));
    }
    Ok(number.to_owned())
}

/// The ASCII check digit of the digits before it.
fn check_digit(digits: &str) -> u8 {
    let weighted = digits.bytes().rev().zip(1u32..).map(|(c, weight)| u32::from(c - b'0') * weight);
    b'0' + (weighted.sum::<u32>() % 10) as u8
}

fn wrong(reason: impl Into<String>) -> Error {
    Error::field("cas", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_checked() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("7732-18-5", Some("7732-18-5")); // water
        check("107-07-3", Some("107-07-3")); // the example CAS computes
        check("CAS 50-36-2", Some("50-36-2")); // cocaine
        check("CAS RN: 561-27-3", Some("561-27-3")); // heroin
        check("437 -38 -7", Some("437-38-7")); // fentanyl
        check("7732-18-4", None);
        check("7732185", None);
        check("07732-18-5", None);
        check("7-18-5", None);
        check("12345678-18-5", None);
        check("7732-18-5-", None);
        check("-18-5", None);
    }
}
