//! Subscribers' numbers: ITU-T E.164.
//!
//! Canonical form: `+`, country code, national significant number, at most fifteen digits.
//! Accepted are the international form with `+`, with the prefix `00` and as a `tel:` URI (RFC
//! 3966), grouped by spaces, hyphens, dots, slashes or brackets; `(0)` after a country code is
//! dropped. A number in national form says no country, so it is refused. Checked are the country
//! code and the length that the country's plan allows, not whether a number has been given out:
//! plans change by the week.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::rule::{Check, Rule, always};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ITU-T E.164",
    example: "+573001234567",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: always,
};

pub const DIGITS_MAX: usize = 15;

/// Country code, shortest and longest national significant number: what libphonenumber's metadata
/// 9.0 (Apache-2.0) says of fixed, mobile, free, shared-cost, premium, personal and internet
/// numbers, condensed to one range a country code and cut at fifteen digits.
const PLANS: &str = "\
    1:10-10 7:10-14 20:8-10 27:5-9 30:10-12 31:7-11 32:8-9 33:9-9 34:9-9 36:8-9 39:6-12 40:6-9 \
    41:9-9 43:4-13 44:7-10 45:8-8 46:6-10 47:8-8 48:6-10 49:4-13 51:8-9 52:10-10 53:6-10 \
    54:10-11 55:8-11 56:9-11 57:8-11 58:10-10 60:8-10 61:5-12 62:7-13 63:6-13 64:7-10 65:8-11 \
    66:8-13 81:8-13 82:5-13 84:8-10 86:7-12 90:10-13 91:8-13 92:8-11 93:9-9 94:9-9 95:6-10 \
    98:6-10 211:9-9 212:9-9 213:8-9 216:8-8 218:9-9 220:7-9 221:9-9 222:8-8 223:8-8 224:8-9 \
    225:10-10 226:8-8 227:8-8 228:8-8 229:10-10 230:7-10 231:7-9 232:8-8 233:8-9 234:10-12 \
    235:8-8 236:8-8 237:8-9 238:7-7 239:7-7 240:9-9 241:7-8 242:9-9 243:7-10 244:9-9 245:7-9 \
    246:7-7 247:5-5 248:7-7 249:9-9 250:8-9 251:9-9 252:6-9 253:8-8 254:7-10 255:9-9 256:9-9 \
    257:8-8 258:8-9 260:9-9 261:9-9 262:9-9 263:7-10 264:8-9 265:7-9 266:8-8 267:7-10 268:8-9 \
    269:7-7 290:4-5 291:7-7 297:7-7 298:6-6 299:6-6 350:8-8 351:9-9 352:4-11 353:7-10 354:7-9 \
    355:6-9 356:8-8 357:8-8 358:5-10 359:6-12 370:8-8 371:8-8 372:7-10 373:8-8 374:8-8 \
    375:6-11 376:6-9 377:8-9 378:8-10 380:9-10 381:6-12 382:8-9 383:8-12 385:7-9 386:5-8 \
    387:8-9 389:8-8 420:9-9 421:6-9 423:7-9 500:5-5 501:7-11 502:8-11 503:7-11 504:8-11 \
    505:8-8 506:8-10 507:7-11 508:6-9 509:8-8 590:9-9 591:8-9 592:7-7 593:8-11 594:9-9 \
    595:7-11 596:9-9 597:6-7 598:6-12 599:7-8 670:7-8 672:6-6 673:7-7 674:7-7 675:7-8 676:5-7 \
    677:5-7 678:5-7 679:7-11 680:7-7 681:6-9 682:5-5 683:4-7 685:5-10 686:5-8 687:6-6 688:5-7 \
    689:8-9 690:4-7 691:7-7 692:7-7 800:8-8 808:8-8 850:8-10 852:5-11 853:7-8 855:8-10 \
    856:8-10 870:9-12 878:12-12 880:6-10 881:9-10 882:7-12 883:8-12 886:7-11 888:11-11 \
    960:7-10 961:7-8 962:8-9 963:8-9 964:8-10 965:7-8 966:9-10 967:7-9 968:7-9 970:8-10 \
    971:5-12 972:7-12 973:8-8 974:7-11 975:7-8 976:8-10 977:8-11 979:9-9 992:9-9 993:8-8 \
    994:9-9 995:9-9 996:9-10 998:9-9";

/// A country code and the lengths of its national significant numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    pub country_code: &'static str,
    pub digits_min: usize,
    pub digits_max: usize,
}

/// All numbering plans, by country code.
pub fn plans() -> impl Iterator<Item = Plan> {
    PLANS.split_ascii_whitespace().map(|entry| {
        let (country_code, range) = entry.split_once(':').expect("the table has a colon each");
        let (min, max) = range.split_once('-').expect("the table has a range each");
        let digits = |text: &str| text.parse().expect("the table has digits");
        Plan { country_code, digits_min: digits(min), digits_max: digits(max) }
    })
}

/// Plans by country code: asked for every number in a text.
static BY_CODE: LazyLock<HashMap<&str, Plan>> =
    LazyLock::new(|| plans().map(|plan| (plan.country_code, plan)).collect());

/// The plan that a number in canonical form, or its digits, belongs to; no country code starts with
/// another one, and none has more than three digits.
pub fn plan_of(number: &str) -> Option<Plan> {
    let digits = number.strip_prefix('+').unwrap_or(number);
    (1..=3).find_map(|size| BY_CODE.get(digits.get(..size)?).copied())
}

fn canonical(text: &str) -> Result<String, Error> {
    let text = text.strip_prefix("tel:").unwrap_or(text);
    let rest = text.strip_prefix('+').or_else(|| text.strip_prefix('＋'));
    let rest = rest.or_else(|| text.strip_prefix("00"));
    let rest = rest.ok_or_else(|| wrong("expected + and a country code, as +573001234567"))?;
    let digits = digits(&rest.replacen("(0)", "", 1))?;
    let plan = plan_of(&digits).ok_or_else(|| wrong("no country has this code"))?;
    let national = digits.len() - plan.country_code.len();
    if !(plan.digits_min..=plan.digits_max).contains(&national) {
        let Plan { country_code, digits_min, digits_max } = plan;
        let range = format!("{digits_min} to {digits_max} digits follow +{country_code}");
        return Err(wrong(format!("{range}, not {national}")));
    }
    Ok(format!("+{digits}"))
}

/// The digits of a grouped number.
fn digits(text: &str) -> Result<String, Error> {
    let mut digits = String::with_capacity(DIGITS_MAX);
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2013}' => {}
            _ if c.is_whitespace() => {}
            _ => return Err(wrong("has a character that no number has")),
        }
    }
    let fits = digits.len() <= DIGITS_MAX;
    fits.then_some(digits).ok_or_else(|| wrong("has more than 15 digits"))
}

fn wrong(reason: impl Into<String>) -> Error {
    Error::field("phone", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("+57 300 123 4567", Some("+573001234567"));
        check("0057-300-123-4567", Some("+573001234567"));
        check("+22 607 123 4567", None); // E.123's example: no code 22, and 226 has eight digits
        check("+31 42 123 4567", Some("+31421234567")); // E.123's other example
        check("tel:+1-201-555-0123", Some("+12015550123")); // RFC 3966
        check("+44 (0)20 7946 0958", Some("+442079460958")); // Ofcom's numbers for drama
        check("+39 06 1234 5678", Some("+390612345678")); // Italy's 0 belongs to the number
        check("+41 22 730 51 11", Some("+41227305111")); // the ITU itself
        check("+870 773 123 456", Some("+870773123456")); // Inmarsat
        check("+590 590 12 34 56", Some("+590590123456"));
        check("300 123 4567", None);
        check("+1 201 555 012", None);
        check("+1 201 555 01234", None);
        check("+999 1234567", None);
        check("+0123456789", None);
        check("+57 300 123 4567 ext 9", None);
        check("+4912345678901234", None);
        check("+", None);
        check("00", None);
    }

    #[test]
    fn plans_are_prefix_free_and_fit() {
        let all: Vec<Plan> = plans().collect();
        assert!(all.len() > 200);
        for plan in &all {
            assert!(plan.digits_min <= plan.digits_max);
            assert!(plan.country_code.len() + plan.digits_max <= DIGITS_MAX);
            let owners =
                all.iter().filter(|other| plan.country_code.starts_with(other.country_code));
            assert_eq!(owners.count(), 1, "{}", plan.country_code);
        }
    }
}
