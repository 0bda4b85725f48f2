//! Radio stations: call signs (ITU Radio Regulations, article 19).
//!
//! Two letters, or a digit and a letter, or one letter that a country holds whole, and then the
//! station's own signs: three to seven of `A–Z` and `0–9` with a letter among the first two. No
//! series begins with Q (19.46: those are the Q code), 0 or 1 (19.45).

use super::rule::{Check, Rule, never};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ITU Radio Regulations, article 19",
    example: "HKAB2",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: never,
};

fn canonical(text: &str) -> Result<String, Error> {
    let sign = strip(text, &['-']).to_ascii_uppercase();
    let bytes = sign.as_bytes();
    let signs = |c: &u8| c.is_ascii_uppercase() || c.is_ascii_digit();
    if !(3..=7).contains(&bytes.len()) || !bytes.iter().all(signs) {
        return Err(wrong("has three to seven of A–Z and 0–9"));
    }
    if b"Q01".contains(&bytes[0]) || bytes[..2].iter().all(u8::is_ascii_digit) || sign == "SOS" {
        return Err(wrong("no country has this series"));
    }
    Ok(sign)
}

fn wrong(reason: &str) -> Error {
    Error::field("call-sign", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stations_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("gbtt", Some("GBTT"));
        check("4XAB2", Some("4XAB2")); // article 19: two signs and two letters, and digits
        check("3FZK-9", Some("3FZK9"));
        check("W1AW", Some("W1AW"));
        check("QRMX", None);
        check("1ABC", None);
        check("22AB", None);
        check("SOS", None);
        check("AB", None);
        check("ABCDEFGH", None);
        check("ÄBCD", None);
    }
}
