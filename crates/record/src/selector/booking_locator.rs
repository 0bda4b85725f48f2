//! Bookings: a reservation system's record locator (IATA PADIS, segment RCI), five or six of `A–Z`
//! and `0–9`.
//!
//! Systems use a locator again after a booking has ended, and two systems may use the same one. A
//! match is a reason to ask which carrier and date, no more.

use super::rule::{Check, Rule, never};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "IATA PADIS, segment RCI",
    example: "X7KQ2P",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: never,
};

fn canonical(text: &str) -> Result<String, Error> {
    let locator = strip(text, &['-']).to_ascii_uppercase();
    let signs = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit();
    let good = (5..=6).contains(&locator.len()) && locator.bytes().all(signs);
    let reason = "has five or six of A–Z and 0–9";
    good.then_some(locator).ok_or_else(|| Error::field("booking-locator", reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bookings_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("x7kq2p", Some("X7KQ2P"));
        check("AB3-D5F", Some("AB3D5F"));
        check("ABC12", Some("ABC12"));
        check("ABC1", None);
        check("ABC1234", None);
        check("ABÇ123", None);
    }
}
