//! Aircraft: nationality or common mark and registration mark (ICAO Annex 7).
//!
//! Canonical form: that of a flight plan (Doc 4444, item 7), capitals and digits without the hyphen
//! that most countries paint, three to seven in all. The mark must be one that ICAO publishes; in
//! the country's series after it no check digit is given.

use super::rule::{Check, Rule, never};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "ICAO Annex 7, Doc 4444 item 7",
    example: "HK4922",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: never,
};

/// Nationality and common marks that ICAO publishes beside Annex 7. One letter or digit and letter
/// that another country's mark begins with stands in both places (`C` Canada, `CC` Chile).
pub(super) const MARKS: &str = "\
    2 3A 3B 3C 3D 3DC 3X 4K 4L 4O 4R 4W 4X 5A 5B 5H 5N 5R 5T 5U 5V 5W 5X 5Y 6O 6V 6W 7O 7P 7Q 7T \
    8P 8Q 8R 9A 9G 9H 9J 9K 9L 9M 9N 9Q 9S 9T 9U 9V 9XR 9Y A2 A3 A4O A5 A6 A7 A8 A9C AP B C C2 \
    C3 C5 C6 C9 CC CN CP CR CS CU CX D D2 D4 D6 DQ E3 E5 E7 EC EI EJ EK EL EP ER ES ET EW EX EY \
    EZ F G GL H4 HA HB HC HH HI HK HL HP HR HS HV HZ I J2 J3 J5 J6 J7 J8 JA JU JY LN LV LX LY LZ \
    M N OB OD OE OH OK OM OO OY P P2 P4 PH PJ PK PP PR PS PT PU PZ RA RDPL RF RP S2 S5 S7 S9 SE \
    SP ST SU SX SY T3 T7 T8A T9 TC TF TG TI TJ TL TN TR TS TT TU TY TZ UK UN UP UR V2 V3 V4 V5 \
    V6 V7 V8 VH VN VP VQ VT XA XB XC XT XU XY YA YI YJ YK YL YN YR YS YU YV Z Z3 ZA ZK ZP ZS";

fn canonical(text: &str) -> Result<String, Error> {
    let mark = strip(text, &['-']).to_ascii_uppercase();
    let signs = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit();
    if !(3..=7).contains(&mark.len()) || !mark.bytes().all(signs) {
        return Err(wrong("has three to seven of A–Z and 0–9"));
    }
    let published = begins(&mark);
    published.then_some(mark).ok_or_else(|| wrong("no country has this mark"))
}

/// Whether it begins with a published mark and goes on.
fn begins(mark: &str) -> bool {
    MARKS.split_ascii_whitespace().any(|one| mark.starts_with(one) && mark.len() > one.len())
}

fn wrong(reason: &str) -> Error {
    Error::field("aircraft-registration", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aircraft_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("HK-4922", Some("HK4922"));
        check("hk 4922g", Some("HK4922G"));
        check("N123AB", Some("N123AB")); // 14 CFR 47.15: N, up to five signs
        check("EC-MXY", Some("ECMXY"));
        check("G-ABCD", Some("GABCD"));
        check("9XR-WF", Some("9XRWF"));
        check("EK", None);
        check("QQ-ABC", None);
        check("0A-ABC", None);
        check("N1234567", None);
        check("HK_4922", None);
    }
}
