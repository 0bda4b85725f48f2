//! What a scanner's zone may have said: letters where only digits stand, and the other way round.

use super::{Format, canonical, shape};
use crate::selector::lookalike::{OCR_B, Print, accepted};

/// The zones that a scanned text may be a reading of, itself first where it is one.
///
/// Dates and check digits are digits, names and states are letters (ICAO Doc 9303 part 3, section
/// 4); the number may be either, and its check digit says which.
pub fn readings(text: &str) -> Vec<String> {
    let (format, zone, findings) = shape::shape(text);
    if !findings.is_empty() {
        return Vec::new();
    }
    let zone = corrected(format, &zone);
    let number = format.layout().number.clone();
    let read = |reading: &str| {
        canonical(&format!("{}{reading}{}", &zone[..number.start], &zone[number.end..])).ok()
    };
    let own = read(&zone[number.clone()]);
    let mut found: Vec<String> = own.into_iter().collect();
    for other in accepted(OCR_B, &zone[number.clone()], read) {
        if !found.contains(&other) {
            found.push(other);
        }
    }
    found
}

/// The zone with letters and digits where its format has them.
fn corrected(format: Format, zone: &str) -> String {
    let layout = format.layout();
    let date = |start: usize| start..start + 7;
    let digits = [date(layout.birth), date(layout.expiry)];
    let checks = [Some(layout.number_check), layout.optional_check, layout.composite_check];
    let states = [2..5, layout.nationality..layout.nationality + 3, layout.name.clone()];
    let is_digit =
        |at: usize| digits.iter().any(|range| range.contains(&at)) || checks.contains(&Some(at));
    let is_letter = |at: usize| states.iter().any(|range| range.contains(&at));
    let read = |(at, c): (usize, char)| match c {
        _ if is_digit(at) => Print::digit(OCR_B, c).unwrap_or(c),
        _ if is_letter(at) => Print::letter(OCR_B, c).unwrap_or(c),
        _ => c,
    };
    zone.chars().enumerate().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ICAO Doc 9303 part 4, appendix B.
    const SPECIMEN: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\
                            L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    #[test]
    fn a_zone_is_read_as_its_check_digits_say() {
        let check = |text: &str, expect: bool| {
            let found = readings(text);
            assert_eq!(found.iter().any(|zone| zone == SPECIMEN), expect, "{text}: {found:?}");
            assert!(found.iter().all(|zone| canonical(zone).as_ref() == Ok(zone)));
        };
        check(SPECIMEN, true);
        check(&SPECIMEN.replace("UTO", "UT0"), true);
        check(&SPECIMEN.replace("7408122F", "74O8I22F"), true);
        check(&SPECIMEN.replace("L898902", "LB9B9O2"), true);
        check(&SPECIMEN.replace("ERIKSSON", "ER1K55ON"), true);
        check(&SPECIMEN.replace("7408122F", "7408123F"), false);
        check("P<UTO", false);
        assert_eq!(readings(SPECIMEN)[0], SPECIMEN, "itself first");
    }
}
