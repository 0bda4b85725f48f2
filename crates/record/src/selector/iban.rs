//! Accounts: IBAN (ISO 13616), country, two check digits by ISO/IEC 7064 MOD 97-10, account.
//!
//! Each country has one length (SWIFT's IBAN registry, release 99). Check digits 00, 01 and 99 are
//! never computed. Canonical form: capitals without spaces.

use super::checksum::{is_code, is_digits, mod_97};
use super::rule::{Check, Rule, always};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ISO 13616",
    example: "GB29NWBK60161331926819",
    check: Check::Digit("mod 97-10, length by country"),
    scanned: false,
    canonical,
    likely: always,
};

/// Country and length of its IBAN.
const LENGTHS: &str = "\
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 \
    DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 \
    IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 \
    MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 \
    SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

/// The length of a country's IBAN, in signs; none where it has none.
pub fn length(country: &str) -> Option<usize> {
    let row = LENGTHS.split_ascii_whitespace().find(|row| row.starts_with(country))?;
    (country.len() == 2).then(|| row[2..].parse().expect("the table has digits"))
}

fn canonical(text: &str) -> Result<String, Error> {
    let text = strip(text, &['-', '.']).to_ascii_uppercase();
    let iban = text.strip_prefix("IBAN").unwrap_or(&text).trim_start_matches(':');
    if iban.len() < 5 || !is_code(iban) || !is_digits(&iban[2..4]) {
        return Err(wrong("expected a country, two digits and an account"));
    }
    let expect = length(&iban[..2]).ok_or_else(|| wrong("this country has no IBAN"))?;
    if iban.len() != expect {
        return Err(wrong(format!("{} has {expect} signs, not {}", &iban[..2], iban.len())));
    }
    let turned = iban[4..].bytes().chain(iban[..4].bytes());
    let computed = !["00", "01", "99"].contains(&&iban[2..4]);
    let good = computed && mod_97(turned) == Some(1);
    good.then(|| iban.to_owned()).ok_or_else(|| wrong("the check digits are wrong"))
}

fn wrong(reason: impl Into<String>) -> Error {
    Error::field("iban", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        // Examples of the IBAN registry.
        check("GB29 NWBK 6016 1331 9268 19", Some("GB29NWBK60161331926819"));
        check("iban: de89 3704 0044 0532 0130 00", Some("DE89370400440532013000"));
        check("ES91 2100 0418 4502 0005 1332", Some("ES9121000418450200051332"));
        check("FR1420041010050500013M02606", Some("FR1420041010050500013M02606"));
        check("NO9386011117947", Some("NO9386011117947"));
        check("AE070331234567890123456", Some("AE070331234567890123456"));
        check("SA0380000000608010167519", Some("SA0380000000608010167519"));
        check("MT84MALT011000012345MTLCAST001S", Some("MT84MALT011000012345MTLCAST001S"));
        check("GB28 NWBK 6016 1331 9268 19", None);
        check("GB29 NWBK 6016 1331 9268 1", None);
        check("US29NWBK60161331926819", None);
        check("GB", None);
        check("ÄB29NWBK60161331926819", None);
    }

    #[test]
    fn lengths_are_within_the_standard() {
        let rows: Vec<&str> = LENGTHS.split_ascii_whitespace().collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]) && rows.len() > 80);
        let lengths = rows.iter().map(|row| length(&row[..2]).unwrap());
        assert!(lengths.into_iter().all(|length| (15..=34).contains(&length)));
        assert_eq!(length("G"), None);
    }
}
