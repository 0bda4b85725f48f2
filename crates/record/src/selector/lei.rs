//! Companies: LEI (ISO 17442), eighteen of `A–Z` and `0–9` and two check digits by ISO/IEC 7064
//! MOD 97-10.

use super::checksum::{is_code, is_digits, mod_97};
use super::rule::{Check, Rule, always};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ISO 17442",
    example: "506700GE1G29325QX363",
    check: Check::Digit("mod 97-10"),
    scanned: false,
    canonical,
    likely: always,
};

fn canonical(text: &str) -> Result<String, Error> {
    let text = strip(text, &['-']).to_ascii_uppercase();
    let lei = text.strip_prefix("LEI:").unwrap_or(&text);
    if lei.len() != 20 || !is_code(lei) || !is_digits(&lei[18..]) {
        return Err(wrong("expected eighteen of A–Z and 0–9 and two digits"));
    }
    let good = mod_97(lei.bytes()) == Some(1);
    good.then(|| lei.to_owned()).ok_or_else(|| wrong("the check digits are wrong"))
}

fn wrong(reason: &str) -> Error {
    Error::field("lei", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companies_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("506700GE1G29325QX363", Some("506700GE1G29325QX363")); // GLEIF's own
        check("lei: 5493 001K JTII GC8Y 1R12", Some("5493001KJTIIGC8Y1R12")); // Bloomberg Finance
        check("506700GE1G29325QX364", None);
        check("506700GE1G29325QX36", None);
        check("506700GE1G29325QX3A3", None);
        check("ABCDEFGHIJKLMNOPQRST", None);
    }
}
