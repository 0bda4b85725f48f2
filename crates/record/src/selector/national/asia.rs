//! Asia.

use super::{Entry, checked, form, is_day, pair};
use crate::selector::checksum::{digits, is_digits, luhn, verhoeff, weighted};

pub(super) const RULES: &[Entry] = &[
    form("ARE", emirates),
    checked("CHN", china),
    checked("IND", india),
    checked("IRN", iran),
    checked("ISR", israel),
    form("PAK", pakistan),
    form("SAU", saudi_arabia),
    checked("THA", thailand),
    checked("TUR", turkey),
];

/// Emirates ID (ICP): 784, year, seven digits, one more.
fn emirates(number: &str) -> Option<String> {
    let sized = number.len() == 15 && is_digits(number);
    (sized && number.starts_with("784")).then(|| number.to_owned())
}

/// Citizen's number (GB 11643-1999): place, date, serial; ISO/IEC 7064 MOD 11-2, ten written X.
fn china(number: &str) -> Option<String> {
    let (head, check) = number.split_at_checked(17)?;
    let signs = digits::<17>(head)?;
    let sum = signs.iter().fold(0, |sum, digit| (sum + digit) * 2 % 11);
    let expect = match (12 - sum) % 11 {
        10 => "X".to_owned(),
        rest => rest.to_string(),
    };
    let day = is_day(pair(&signs, 10), pair(&signs, 12));
    (day && check == expect).then(|| number.to_owned())
}

/// Aadhaar (UIDAI): twelve digits, the first from 2, Verhoeff.
fn india(number: &str) -> Option<String> {
    let signs = digits::<12>(number)?;
    (signs[0] > 1 && verhoeff(&signs)).then(|| number.to_owned())
}

/// کد ملی: weights 10 to 2, mod 11; a remainder of two or more is taken from eleven.
fn iran(number: &str) -> Option<String> {
    let signs = digits::<10>(number)?;
    let rest = weighted(&signs, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    let alike = signs.iter().all(|digit| *digit == signs[0]);
    let expect = if rest < 2 { rest } else { 11 - rest };
    (!alike && expect == signs[9]).then(|| number.to_owned())
}

/// Mispar zehut: nine digits with leading zeros, Luhn.
fn israel(number: &str) -> Option<String> {
    let full = if (5..=9).contains(&number.len()) { format!("{number:0>9}") } else { return None };
    let signs = digits::<9>(&full)?;
    (luhn(&signs) && signs.iter().any(|digit| *digit > 0)).then_some(full)
}

/// CNIC (NADRA): thirteen digits, the first the province.
fn pakistan(number: &str) -> Option<String> {
    let sized = number.len() == 13 && is_digits(number);
    (sized && (b'1'..=b'8').contains(&number.as_bytes()[0])).then(|| number.to_owned())
}

/// National number 1, residence number 2, nine digits.
fn saudi_arabia(number: &str) -> Option<String> {
    let sized = number.len() == 10 && is_digits(number);
    (sized && number.starts_with(['1', '2'])).then(|| number.to_owned())
}

/// Thirteen digits, weights 13 to 2, eleven minus the sum mod 11, its last digit.
fn thailand(number: &str) -> Option<String> {
    let signs = digits::<13>(number)?;
    let sum = weighted(&signs, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    (signs[0] > 0 && (11 - sum % 11) % 10 == signs[12]).then(|| number.to_owned())
}

/// T.C. kimlik numarası: the tenth digit from seven times the odd places less the even ones, the
/// eleventh the sum of ten, mod 10.
fn turkey(number: &str) -> Option<String> {
    let signs = digits::<11>(number)?;
    let odd: u32 = signs[..9].iter().step_by(2).sum();
    let even: u32 = signs[1..8].iter().step_by(2).sum();
    let tenth = (odd * 7 + 1000 - even) % 10 == signs[9];
    let eleventh = signs[..10].iter().sum::<u32>() % 10 == signs[10];
    (signs[0] > 0 && tenth && eleventh).then(|| number.to_owned())
}
