//! The Americas.

use super::{Entry, checked, form, is_day, pair};
use crate::selector::checksum::{digits, is_digits, is_luhn, weighted};

pub(super) const RULES: &[Entry] = &[
    form("ARG", argentina),
    checked("BRA", brazil),
    checked("CAN", canada),
    checked("CHL", chile),
    form("COL", colombia),
    form("CRI", costa_rica),
    checked("DOM", dominican_republic),
    checked("ECU", ecuador),
    checked("MEX", mexico),
    form("PER", peru),
    form("USA", united_states),
    checked("URY", uruguay),
    form("VEN", venezuela),
];

/// DNI of seven or eight digits; a CUIL or CUIT of eleven (AFIP, weights 5432765432, mod 11) holds
/// the DNI of its person and becomes it.
fn argentina(number: &str) -> Option<String> {
    if let Some(signs) = digits::<11>(number) {
        let sum = weighted(&signs, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) + signs[10];
        let person = [20, 23, 24, 27].contains(&pair(&signs, 0));
        let good = person && sum.is_multiple_of(11);
        return good.then(|| number[2..10].trim_start_matches('0').to_owned());
    }
    let sized = (7..=8).contains(&number.len()) && is_digits(number) && !number.starts_with('0');
    sized.then(|| number.to_owned())
}

/// CPF (Receita Federal): two check digits, weights 10 to 2 and 11 to 2, mod 11.
fn brazil(number: &str) -> Option<String> {
    let signs = digits::<11>(number)?;
    let check = |count: usize| {
        let terms = signs[..count].iter().zip((2..=count as u32 + 1).rev());
        terms.map(|(digit, weight)| digit * weight).sum::<u32>() * 10 % 11 % 10
    };
    let alike = signs.iter().all(|digit| *digit == signs[0]);
    (!alike && check(9) == signs[9] && check(10) == signs[10]).then(|| number.to_owned())
}

/// SIN (Service Canada): nine digits, Luhn; none begins with 0 or 8.
fn canada(number: &str) -> Option<String> {
    let good = number.len() == 9 && is_luhn(number) && !number.starts_with(['0', '8']);
    good.then(|| number.to_owned())
}

/// RUN and RUT (Registro Civil): weights 2 to 7 from the right, mod 11, ten written K.
fn chile(number: &str) -> Option<String> {
    let number = number.trim_start_matches('0');
    let (head, check) = number.split_at_checked(number.len().checked_sub(1)?)?;
    if !(6..=8).contains(&head.len()) || !is_digits(head) {
        return None;
    }
    let weights = [2, 3, 4, 5, 6, 7].into_iter().cycle();
    let sum: u32 = head.bytes().rev().zip(weights).map(|(c, w)| u32::from(c - b'0') * w).sum();
    let expect = match 11 - sum % 11 {
        11 => "0".to_owned(),
        10 => "K".to_owned(),
        rest => rest.to_string(),
    };
    (check == expect).then(|| number.to_owned())
}

/// Cédula de ciudadanía and NUIP (Registraduría): six to eight digits, or ten.
fn colombia(number: &str) -> Option<String> {
    let sized = [6, 7, 8, 10].contains(&number.len()) && is_digits(number);
    (sized && !number.starts_with('0')).then(|| number.to_owned())
}

/// Cédula (TSE): province 1 to 9, eight digits.
fn costa_rica(number: &str) -> Option<String> {
    let sized = number.len() == 9 && is_digits(number);
    (sized && !number.starts_with('0')).then(|| number.to_owned())
}

/// Cédula (JCE): eleven digits, Luhn.
fn dominican_republic(number: &str) -> Option<String> {
    (number.len() == 11 && is_luhn(number)).then(|| number.to_owned())
}

/// Cédula (Registro Civil): province 01 to 24 or 30, third digit below six, weights 2 and 1 by
/// turns, mod 10.
fn ecuador(number: &str) -> Option<String> {
    let signs = digits::<10>(number)?;
    let province = pair(&signs, 0);
    let placed = (1..=24).contains(&province) || province == 30;
    (placed && signs[2] < 6 && is_luhn(number)).then(|| number.to_owned())
}

/// CURP (RENAPO, Instructivo Normativo): letters, date, sex, state, consonants, and a check digit
/// over values of `0–9A–NÑO–Z` times 18 down to 2.
fn mexico(number: &str) -> Option<String> {
    let signs = number.as_bytes();
    if signs.len() != 18 || !number.is_ascii() {
        return None;
    }
    let letters = [0, 1, 2, 3, 10, 11, 12, 13, 14, 15];
    let formed = letters.iter().all(|at| signs[*at].is_ascii_uppercase());
    let date = digits::<6>(&number[4..10])?;
    let check = signs[17].checked_sub(b'0').filter(|digit| *digit < 10)?;
    let value = |sign: u8| match sign {
        b'0'..=b'9' => u32::from(sign - b'0'),
        b'A'..=b'N' => u32::from(sign - b'A') + 10,
        _ => u32::from(sign.saturating_sub(b'A')) + 11,
    };
    let sum: u32 = signs[..17].iter().zip((2..=18).rev()).map(|(c, w)| value(*c) * w).sum();
    let good = formed
        && b"HMX".contains(&signs[10])
        && is_day(pair(&date, 2), pair(&date, 4))
        && (10 - sum % 10) % 10 == u32::from(check);
    good.then(|| number.to_owned())
}

/// DNI (RENIEC): eight digits.
fn peru(number: &str) -> Option<String> {
    (number.len() == 8 && is_digits(number)).then(|| number.to_owned())
}

/// Social security number (SSA, randomised since 2011): no area 000, 666 or 9xx, no group 00, no
/// serial 0000.
fn united_states(number: &str) -> Option<String> {
    let sized = number.len() == 9 && is_digits(number);
    let area = number.get(..3)?;
    let good = sized && !["000", "666"].contains(&area) && !area.starts_with('9');
    (good && &number[3..5] != "00" && &number[5..] != "0000").then(|| number.to_owned())
}

/// Cédula (DNIC): weights 2987634, mod 10; seven digits are an old one without its leading zero.
fn uruguay(number: &str) -> Option<String> {
    let sized = (7..=8).contains(&number.len());
    let full = if sized { format!("{number:0>8}") } else { return None };
    let signs = digits::<8>(&full)?;
    let check = (10 - weighted(&signs, &[2, 9, 8, 7, 6, 3, 4]) % 10) % 10;
    (check == signs[7] && signs.iter().any(|digit| *digit > 0)).then_some(full)
}

/// Cédula (SAIME): V or E and six to eight digits.
fn venezuela(number: &str) -> Option<String> {
    let digits = number.strip_prefix(['V', 'E'])?;
    let sized = (6..=8).contains(&digits.len()) && is_digits(digits);
    sized.then(|| number.to_owned())
}
