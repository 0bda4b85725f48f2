//! Places of trade and transport: UN/LOCODE (UN/CEFACT Recommendation 16).
//!
//! An ISO 3166-1 country (or `XZ`, international waters) and three characters: letters, or the
//! digits 2 to 9 where a country has used up its letters. The canonical form is these five in
//! capitals, without the space that the lists print. Only form and country are checked: the list
//! has over 100,000 entries and gains some twice a year, so a place that a fixed copy does not
//! know may well exist.

use super::rule::{Check, Rule};
use super::{issuer, strip};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "UN/CEFACT recommendation 16",
    example: "COBUN",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: is_likely,
};

const INTERNATIONAL_WATERS: &str = "XZ";

fn canonical(text: &str) -> Result<String, Error> {
    let code = strip(text, &['-']).to_ascii_uppercase();
    let (Some(country), Some(place)) = (code.get(..2), code.get(2..)) else {
        return Err(wrong("expected five characters, as COBUN"));
    };
    let good = |c: u8| c.is_ascii_uppercase() || (b'2'..=b'9').contains(&c);
    if place.len() != 3 || !place.bytes().all(good) {
        return Err(wrong("a place has three of A–Z and 2–9 after its country"));
    }
    if country != INTERNATIONAL_WATERS && !issuer::is_country(country) {
        return Err(wrong(format!("`{country}` is not a country")));
    }
    Ok(code)
}

/// Whether someone who pasted `text` meant a place: capitals, and not a word in a sentence.
fn is_likely(text: &str) -> bool {
    !text.bytes().any(|c| c.is_ascii_lowercase())
}

fn wrong(reason: impl Into<String>) -> Error {
    Error::field("unlocode", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_their_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("CO BUN", Some("COBUN"));
        check("usnyc", Some("USNYC"));
        check("NL-RTM", Some("NLRTM"));
        check("USA9T", Some("USA9T"));
        check("XZZZZ", Some("XZZZZ"));
        check("USA1T", None);
        check("ZZBUN", None);
        check("COBU", None);
        check("COBUNA", None);
        check("C", None);
        check("ÄÖÜ", None);
    }

    #[test]
    fn published_ports_are_accepted() {
        let root =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/geo/npm-sea-ports.json");
        let Ok(text) = std::fs::read_to_string(root) else {
            println!("skipped: ../shared/data/geo is absent");
            return;
        };
        let ports: serde_json::Value = serde_json::from_str(&text).unwrap();
        let codes: Vec<&String> = ports.as_object().unwrap().keys().collect();
        // `AN`, the Netherlands Antilles, was dissolved in 2010; its places have new codes.
        let current = codes.iter().filter(|code| !code.starts_with("AN"));
        let refused: Vec<_> = current.filter(|code| canonical(code).is_err()).collect();
        assert!(codes.len() > 1_500 && refused.is_empty(), "{refused:?}");
    }
}
