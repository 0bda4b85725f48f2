//! Road vehicles: VIN (ISO 3779), seventeen of `A–Z` without I, O and Q, and `0–9`.
//!
//! The last four are digits (ISO 3779, section 6). North America (49 CFR 565.15, NOM-001-SSP) puts
//! a check digit in ninth place: letters count as their table says, places weigh 8 7 6 5 4 3 2 10
//! 0 9 8 7 6 5 4 3 2, and the sum modulo 11 is that digit, ten being `X`. It applies where the
//! first sign is 1 to 5. A factory there that builds for another market puts a filler `Z` in the
//! place; such a number is taken by its form.

use super::checksum::value;
use super::rule::{Check, Rule, always};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ISO 3779, 49 CFR 565.15",
    example: "1M8GDM9AXKP042788",
    check: Check::Partial("mod 11 where North America builds, else form"),
    scanned: true,
    canonical,
    likely: always,
};

const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const FILLER: u8 = b'Z';

fn canonical(text: &str) -> Result<String, Error> {
    let text = strip(text, &['-', '.', '*']).to_ascii_uppercase();
    let vin = text.strip_prefix("VIN").unwrap_or(&text).trim_start_matches(':');
    let bytes = vin.as_bytes();
    let good = |c: &u8| c.is_ascii_digit() || (c.is_ascii_uppercase() && !b"IOQ".contains(c));
    if bytes.len() != 17 || !bytes.iter().all(good) {
        return Err(wrong("has seventeen of A–Z without I, O and Q, and 0–9"));
    }
    if !bytes[13..].iter().all(u8::is_ascii_digit) {
        return Err(wrong("ends in four digits"));
    }
    if has_check_digit(bytes) && check_digit(bytes) != bytes[8] {
        return Err(wrong("the check digit in ninth place is wrong"));
    }
    Ok(vin.to_owned())
}

/// Whether North America's rule applies.
fn has_check_digit(vin: &[u8]) -> bool {
    (b'1'..=b'5').contains(&vin[0]) && vin[8] != FILLER
}

fn check_digit(vin: &[u8]) -> u8 {
    let terms = vin.iter().zip(WEIGHTS).map(|(sign, weight)| transliterate(*sign) * weight);
    match terms.sum::<u32>() % 11 {
        10 => b'X',
        rest => b'0' + rest as u8,
    }
}

/// 49 CFR 565.15, table III: A–H are 1–8, J–R 1–9 with gaps, S–Z 2–9.
fn transliterate(sign: u8) -> u32 {
    match sign {
        b'A'..=b'H' => u32::from(sign - b'A') + 1,
        b'J'..=b'R' => u32::from(sign - b'J') + 1,
        b'S'..=b'Z' => u32::from(sign - b'S') + 2,
        _ => value(sign).unwrap_or(0),
    }
}

fn wrong(reason: &str) -> Error {
    Error::field("vin", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vehicles_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        // Examples that texts on the check digit work out; the first has an X.
        check("1M8GDM9AXKP042788", Some("1M8GDM9AXKP042788"));
        check("5gzcz43d13s812715", Some("5GZCZ43D13S812715"));
        check("VIN: 1M8-GDM9AXK-P042788", Some("1M8GDM9AXKP042788"));
        check("11111111111111111", Some("11111111111111111"));
        check("WVWZZZ1JZ3W386752", Some("WVWZZZ1JZ3W386752")); // Europe: form only
        check("3VWZZZ1JZ3M386752", Some("3VWZZZ1JZ3M386752")); // built in Mexico for Europe
        check("1M8GDM9A1KP042788", None);
        check("1M8GDM9AXKP042787", None);
        check("WVWZZZ1JZ3W38675O", None);
        check("WVWZZZ1JZ3W38675", None);
        check("WVWZZZ1JZ3W3867AB", None);
    }
}
