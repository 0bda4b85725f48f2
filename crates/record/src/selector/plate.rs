//! Number plates: `COUNTRY:PLATE` or, where a state registers vehicles, `COUNTRY-STATE:PLATE`.
//!
//! The country is that of registration, as a code of ICAO Doc 9303 part 3. The plate has no
//! spaces, hyphens or dots. Cyrillic and Greek letters on plates are those that look like Latin
//! ones (Vienna Convention on Road Traffic, annex 2: plates show Latin letters), and are written
//! as these; other letters, among them Arabic, stay.

use super::issued::Issued;
use super::rule::{Check, Rule, never};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "Vienna Convention 1968, annex 2",
    example: "COL:ABC123",
    check: Check::Form,
    scanned: true,
    canonical,
    likely: never,
};

fn canonical(text: &str) -> Result<String, Error> {
    let issued = Issued::read("plate", "COUNTRY:PLATE, as CO:ABC123", text)?;
    let plate: String = issued.number.chars().map(latin).collect();
    let signs = plate.chars().count();
    let good = plate.chars().all(char::is_alphanumeric) && plate.chars().any(char::is_numeric);
    if !good || !(2..=10).contains(&signs) {
        let reason = "a plate has two to ten letters and digits, one of them a digit";
        return Err(Error::field("plate", reason));
    }
    Ok(issued.join(&plate))
}

/// The Latin letter that a Cyrillic or Greek one on a plate looks like.
fn latin(c: char) -> char {
    match c {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'Е' | 'Ε' => 'E',
        'З' | 'Ζ' => 'Z',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'С' => 'C',
        'Т' | 'Τ' => 'T',
        'У' | 'Υ' => 'Y',
        'Х' | 'Χ' => 'X',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plates_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("CO: abc-123", Some("COL:ABC123"));
        check("es:1234 BCD", Some("ESP:1234BCD"));
        check("us-ny:ABC 1234", Some("USA-NY:ABC1234"));
        check("RU:А123ВС77", Some("RUS:A123BC77")); // GOST R 50577: letters with Latin twins
        check("GR:ΙΚΝ-1234", Some("GRC:IKN1234"));
        check("MA:12345-أ-6", Some("MAR:12345أ6"));
        check("DE:B·AB 123", Some("D:BAB123"));
        check("CO:ABCDEF", None);
        check("CO:1", None);
        check("CO:ABCDE123456", None);
        check("ABC123", None);
    }
}
