//! Africa.

use super::{Entry, checked, form, is_day, pair};
use crate::selector::checksum::{digits, is_digits, is_luhn, is_upper};

pub(super) const RULES: &[Entry] = &[
    form("DZA", algeria),
    form("EGY", egypt),
    form("GHA", ghana),
    form("MAR", morocco),
    form("NGA", nigeria),
    form("SEN", senegal),
    form("TUN", tunisia),
    checked("ZAF", south_africa),
];

/// Numéro d'identification nationale: eighteen digits.
fn algeria(number: &str) -> Option<String> {
    (number.len() == 18 && is_digits(number)).then(|| number.to_owned())
}

/// Fourteen digits: century 2 or 3, date, governorate (01 to 35, or 88 abroad), serial. How the
/// last digit is computed is not published.
fn egypt(number: &str) -> Option<String> {
    let signs = digits::<14>(number)?;
    let governorate = pair(&signs, 7);
    let placed = (1..=35).contains(&governorate) || governorate == 88;
    let day = is_day(pair(&signs, 3), pair(&signs, 5));
    ([2, 3].contains(&signs[0]) && day && placed).then(|| number.to_owned())
}

/// Ghana Card (NIA): GHA, nine digits and one more.
fn ghana(number: &str) -> Option<String> {
    let digits = number.strip_prefix("GHA")?;
    (digits.len() == 10 && is_digits(digits)).then(|| number.to_owned())
}

/// CIN and CNIE: one or two letters and one to six digits.
fn morocco(number: &str) -> Option<String> {
    let digits = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = &number[..number.len() - digits.len()];
    let sized = (1..=2).contains(&letters.len()) && (1..=6).contains(&digits.len());
    (sized && is_upper(letters) && is_digits(digits)).then(|| number.to_owned())
}

/// NIN (NIMC): eleven digits.
fn nigeria(number: &str) -> Option<String> {
    (number.len() == 11 && is_digits(number)).then(|| number.to_owned())
}

/// NIN of the identity card: sex 1 or 2, thirteen or fourteen digits.
fn senegal(number: &str) -> Option<String> {
    let sized = (13..=14).contains(&number.len()) && is_digits(number);
    (sized && number.starts_with(['1', '2'])).then(|| number.to_owned())
}

/// CIN: eight digits.
fn tunisia(number: &str) -> Option<String> {
    (number.len() == 8 && is_digits(number)).then(|| number.to_owned())
}

/// Identity number (Department of Home Affairs): date, sex, citizenship 0 to 2, Luhn.
fn south_africa(number: &str) -> Option<String> {
    let signs = digits::<13>(number)?;
    let good = is_day(pair(&signs, 2), pair(&signs, 4)) && signs[10] < 3;
    (good && is_luhn(number)).then(|| number.to_owned())
}
