//! Ship and coast stations: MMSI (ITU-R M.585), nine digits.
//!
//! The country's three digits (MID, 201 to 775) stand first for a ship, and after `0` for a group,
//! `00` a coast station, `111` an aircraft in search and rescue, `8` a hand-held set, `98` a craft
//! of a mother ship, `99` an aid to navigation; `970`, `972` and `974` are distress beacons. There
//! is no check digit.

use super::checksum::is_digits;
use super::rule::{Check, Rule, never};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ITU-R M.585",
    example: "730123456",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: never,
};

const BEACONS: [&str; 3] = ["970", "972", "974"];
const PREFIXES: [&str; 6] = ["00", "111", "98", "99", "0", "8"];

fn canonical(text: &str) -> Result<String, Error> {
    let text = text.strip_prefix("MMSI").unwrap_or(text).trim_start_matches([':', ' ']);
    let digits = strip(text, &['-', '.']);
    if digits.len() != 9 || !is_digits(&digits) {
        return Err(Error::field("mmsi", "expected nine digits"));
    }
    let rest = PREFIXES.iter().find_map(|prefix| digits.strip_prefix(prefix)).unwrap_or(&digits);
    let country: u32 = rest[..3].parse().expect("digits are a number");
    if !(201..=775).contains(&country) && !BEACONS.iter().any(|one| digits.starts_with(one)) {
        return Err(Error::field("mmsi", "no country has this code"));
    }
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stations_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("730 123 456", Some("730123456")); // Colombia's MID
        check("MMSI: 002241022", Some("002241022")); // a coast station of Spain
        check("111232511", Some("111232511")); // M.585's form for aircraft
        check("970123456", Some("970123456"));
        check("992321234", Some("992321234"));
        check("123456789", None);
        check("990001234", None);
        check("73012345", None);
        check("7301234567", None);
    }
}
