//! Driving licences: `ISSUER:NUMBER` (ISO/IEC 18013-1, data element 'licence number').
//!
//! Where a state or province issues, its ISO 3166-2 code stands before the colon: `USA-CA:…`. Two
//! states may give out one number. ISO/IEC 18013-1 has no check digit and no common form.

use super::checksum::is_code;
use super::issued::Issued;
use super::rule::{Check, Rule, never};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ISO/IEC 18013-1",
    example: "GBR:MORGA657054SM9IJ",
    check: Check::Form,
    scanned: true,
    canonical,
    likely: never,
};

fn canonical(text: &str) -> Result<String, Error> {
    let issued = Issued::read("driving-licence", "ISSUER:NUMBER, as CO:1020304050", text)?;
    let number = &issued.number;
    if !(4..=25).contains(&number.len()) || !is_code(number) {
        let reason = "a number has 4 to 25 of A–Z and 0–9, one of them a digit";
        return Err(Error::field("driving-licence", reason));
    }
    Ok(issued.join(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        // The DVLA's specimen.
        check("UK: MORGA 657054 SM9IJ", Some("GBR:MORGA657054SM9IJ"));
        check("us-ca:I1234562", Some("USA-CA:I1234562")); // California's specimen
        check("FR:12-AA-34567", Some("FRA:12AA34567"));
        check("us-cali:I1234562", None);
        check("FR:ABCD", None);
        check("FR:12", None);
        check("ZZ:1234567", None);
        check("1234567", None);
    }
}
