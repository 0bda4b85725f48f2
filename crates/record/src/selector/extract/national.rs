//! Persons' numbers that their country's own writing and check digit tell, with no word beside
//! them.
//!
//! Only forms that hardly any other number has: letters in fixed places, or the country's own
//! dots and hyphens with a check digit behind them.

use super::reading::Reading;
use super::{Basis, Candidate};
use crate::selector::{Selector, SelectorKind};

/// Writing of a number: `9` a digit, `A` a capital, anything else itself; and who writes so.
const FORMS: &[(&str, &str)] = &[
    ("999.999.999-99", "BRA"),
    ("99.999.999-9", "CHL"),
    ("99.999.999-K", "CHL"),
    ("9.999.999-9", "CHL"),
    ("9.999.999-K", "CHL"),
    ("9.999.999-9", "URY"),
    ("99999999A", "ESP"),
    ("99999999-A", "ESP"),
    ("99.999.999-A", "ESP"),
    ("X9999999A", "ESP"),
    ("Y9999999A", "ESP"),
    ("Z9999999A", "ESP"),
    ("X-9999999-A", "ESP"),
    ("Y-9999999-A", "ESP"),
    ("99.99.99-999.99", "BEL"),
    ("99.99.99-999-99", "BEL"),
    ("756.9999.9999.99", "CHE"),
    ("999999-9999", "SWE"),
    ("19999999-9999", "SWE"),
    ("999999-999A", "FIN"),
    ("999999A999A", "FIN"),
    ("9 99 99 99 999 999 99", "FRA"),
    ("999-9999999-9", "DOM"),
    ("99-99999999-9", "ARG"),
    ("AAAA999999AAAAAAA9", "MEX"),
    ("AAAA999999AAAAAA99", "MEX"),
    ("AAAAAA99A99A999A", "ITA"),
    ("99999999999999999X", "CHN"),
    ("999999999999999999", "CHN"),
    ("784-9999-9999999-9", "ARE"),
    ("99999-9999999-9", "PAK"),
    ("GHA-999999999-9", "GHA"),
    ("999999 9999 999", "ZAF"),
    ("9-9999-99999-99-9", "THA"),
    ("99999999 9 AA9", "PRT"),
];

/// Tries every writing at a token.
pub(super) fn find(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let start = reading.tokens[at].start;
    if reading.before(at).is_some_and(|c| "-./".contains(c)) {
        return;
    }
    let rest = &reading.text().as_bytes()[start..];
    for (form, issuer) in FORMS {
        if !is_written(rest, form.as_bytes()) || goes_on(&rest[form.len()..]) {
            continue;
        }
        let end = start + form.len();
        let text = format!("{issuer}:{}", &reading.text()[start..end]);
        if let Ok(selector) = Selector::parse(SelectorKind::NationalIdentity, &text) {
            out.push(Candidate { selector: Some(selector), start, end, basis: Basis::Check });
            return;
        }
    }
}

fn is_written(text: &[u8], form: &[u8]) -> bool {
    let fits = |(sign, form): (&u8, &u8)| match form {
        b'9' => sign.is_ascii_digit(),
        b'A' => sign.is_ascii_uppercase(),
        other => sign == other,
    };
    text.len() >= form.len() && text.iter().zip(form).all(fits)
}

/// Whether the number is longer than the writing.
fn goes_on(rest: &[u8]) -> bool {
    match rest {
        [sign, ..] if sign.is_ascii_alphanumeric() || *sign >= 0x80 => true,
        [b'-' | b'.' | b'/', next, ..] => next.is_ascii_alphanumeric(),
        _ => false,
    }
}
