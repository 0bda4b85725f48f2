//! Ships: IMO ship identification number (resolution A.1117(30)), seven digits.
//!
//! The last digit is the last of the sum of the first six times 7, 6, 5, 4, 3 and 2. Weights 6, 4
//! and 2 share a factor with 10 and 5 does too, so the check misses some wrong digits. Canonical
//! form: the seven digits, without the letters `IMO` that the resolution puts before them.

use super::checksum::{digits, weighted};
use super::rule::{Check, Rule, always};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "IMO resolution A.1117(30)",
    example: "9074729",
    check: Check::Partial("weights 7 to 2, mod 10"),
    scanned: false,
    canonical,
    likely: always,
};

fn canonical(text: &str) -> Result<String, Error> {
    let text = strip(text, &['-', '.', ':']).to_ascii_uppercase();
    let number = text.strip_prefix("IMO").unwrap_or(&text);
    let number = number.strip_prefix("NO").unwrap_or(number);
    let signs: [u32; 7] = digits(number).ok_or_else(|| wrong("expected seven digits"))?;
    if weighted(&signs, &[7, 6, 5, 4, 3, 2]) % 10 != signs[6] || signs[0] == 0 {
        return Err(wrong("the check digit is wrong"));
    }
    Ok(number.to_owned())
}

fn wrong(reason: &str) -> Error {
    Error::field("imo", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ships_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("IMO 9074729", Some("9074729")); // the IMO's own example
        check("imo no. 9074729", Some("9074729"));
        check("9176187", Some("9176187"));
        check("9074728", None);
        check("907472", None);
        check("IMO 90747290", None);
        check("0000000", None);
    }
}
