//! Banks: BIC (ISO 9362), institution, country, place and branch.
//!
//! Canonical form: eight signs, and three more for a branch; `XXX` is the head office and is
//! dropped. The standard allows digits in the first four; none has been given out, so letters are
//! asked. There is no check digit.

use super::checksum::is_upper;
use super::rule::{Check, Rule};
use super::{issuer, strip};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ISO 9362",
    example: "DEUTDEFF500",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: |text| !text.bytes().any(|c| c.is_ascii_lowercase()),
};

/// Kosovo's banks use it; ISO 3166-1 does not list it.
const KOSOVO: &str = "XK";

fn canonical(text: &str) -> Result<String, Error> {
    let bic = strip(text, &['-']).to_ascii_uppercase();
    let signs = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit();
    if ![8, 11].contains(&bic.len()) || !bic.bytes().all(signs) || !is_upper(&bic[..6]) {
        return Err(wrong("expected six letters, then two or five of A–Z and 0–9"));
    }
    if !issuer::is_country(&bic[4..6]) && &bic[4..6] != KOSOVO {
        return Err(wrong("the fifth and sixth letters are no country"));
    }
    Ok(bic.strip_suffix("XXX").filter(|head| head.len() == 8).unwrap_or(&bic).to_owned())
}

fn wrong(reason: &str) -> Error {
    Error::field("bic", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banks_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("DEUTDEFF", Some("DEUTDEFF")); // the example of ISO 9362's registration authority
        check("deut de ff 500", Some("DEUTDEFF500"));
        check("DEUTDEFFXXX", Some("DEUTDEFF"));
        check("DEUTZZFF", None);
        check("DEUTDEF", None);
        check("DEUTDEFF50", None);
        check("DEU1DEFF", None);
        check("ÄEUTDEF", None);
    }
}
