//! Postal items: UPU S10, service, eight digits, a check digit, the country of the post.
//!
//! Digits weigh 8 6 4 2 3 5 9 7; eleven minus the sum modulo 11 is the check digit, ten being
//! written 0 and eleven 5. Where those coincide with a true 0 or 5 a wrong digit may pass.

use super::checksum::{digits, is_upper, weighted};
use super::rule::{Check, Rule, always};
use super::{issuer, strip};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "UPU S10",
    example: "RR473124829GB",
    check: Check::Partial("weights 8 6 4 2 3 5 9 7, mod 11"),
    scanned: true,
    canonical,
    likely: always,
};

fn canonical(text: &str) -> Result<String, Error> {
    let item = strip(text, &['-', '.', '/']).to_ascii_uppercase();
    let parts = (item.get(..2), item.get(2..11), item.get(11..));
    let (Some(service), Some(number), Some(country)) = parts else {
        return Err(wrong("expected two letters, nine digits and a country, as RR473124829GB"));
    };
    let signs: Option<[u32; 9]> = digits(number);
    let Some(signs) = signs.filter(|_| is_upper(service)) else {
        return Err(wrong("expected two letters, nine digits and a country, as RR473124829GB"));
    };
    if !issuer::is_country(country) {
        return Err(wrong("the last two letters are no country"));
    }
    let good = check_digit(&signs) == signs[8];
    good.then_some(item).ok_or_else(|| wrong("the check digit is wrong"))
}

fn check_digit(signs: &[u32]) -> u32 {
    match 11 - weighted(signs, &[8, 6, 4, 2, 3, 5, 9, 7]) % 11 {
        10 => 0,
        11 => 5,
        rest => rest,
    }
}

fn wrong(reason: &str) -> Error {
    Error::field("postal-item", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("rr 473 124 829 gb", Some("RR473124829GB")); // S10's worked example, digits 47312482
        check("RR473124828GB", None);
        check("RR473124829ZZ", None);
        check("R1473124829GB", None);
        check("RR47312482GB", None);
        check("ÄR473124829GB", None);
    }
}
