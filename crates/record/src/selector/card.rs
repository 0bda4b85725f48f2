//! Payment cards: the account number (PAN, ISO/IEC 7812-1), kept only as a keyed digest.
//!
//! Canonical form: the key's name, a colon, and HMAC-SHA-256 over a label and the number's digits,
//! both in hexadecimal. A number has some 10^9 values behind its issuer's digits, so an unkeyed
//! digest hides nothing; and a number is no selector, so [`Selector::parse`]
//! refuses one and takes the digest only. Who holds the network's card key makes the digest with
//! [`CardKey::selector`] before a draft is written; docs/decisions/0006 says why.
//!
//! [`Selector::parse`]: super::Selector::parse

use std::fmt;

use aws_lc_rs::hmac;

use super::checksum::{is_digits, is_luhn};
use super::rule::{Check, Rule, always};
use super::{Selector, SelectorKind, sign, strip};
use crate::Error;
use crate::digest::{Digest, hex_decode, hex_encode};

pub(super) const RULE: Rule = Rule {
    standard: "ISO/IEC 7812-1, RFC 2104",
    example: "5d41402a:…",
    check: Check::Digit("Luhn, before the digest is made"),
    scanned: false,
    canonical,
    likely: always,
};

/// Bytes of a key: as many as SHA-256 gives.
pub const KEY_BYTES: usize = 32;
const NAME_BYTES: usize = 4;
const LABEL: &[u8] = b"amana/1/card";
const NAME_LABEL: &[u8] = b"amana/1/card-key";

/// The network's key for card numbers. It is handed in; nothing here makes or stores one.
pub struct CardKey {
    key: hmac::Key,
    name: String,
}

impl CardKey {
    pub fn new(bytes: &[u8; KEY_BYTES]) -> Self {
        let name = hex_encode(&Digest::of(&[NAME_LABEL, bytes]).0[..NAME_BYTES]);
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, bytes), name }
    }

    /// Tells digests of two keys apart and says nothing about the key: eight hexadecimal digits.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The selector of a card's number.
    ///
    /// # Errors
    /// A number that is none; the error does not repeat it.
    pub fn selector(&self, number: &str) -> Result<Selector, Error> {
        let digits = number_canonical(&sign::fold(number))?;
        let mut context = hmac::Context::with_key(&self.key);
        context.update(LABEL);
        context.update(digits.as_bytes());
        let digest = hex_encode(context.sign().as_ref());
        Ok(Selector { kind: SelectorKind::Card, value: format!("{}:{digest}", self.name) })
    }
}

/// Without the key.
impl fmt::Debug for CardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardKey({})", self.name)
    }
}

/// Whether a text is a card's number.
pub(super) fn is_number(text: &str) -> bool {
    number_canonical(&sign::fold(text)).is_ok()
}

/// The digits of a card's number: 12 to 19, a Luhn check digit at the end.
fn number_canonical(number: &str) -> Result<String, Error> {
    let digits = strip(number, &['-', '.']);
    if !is_digits(&digits) || !(12..=19).contains(&digits.len()) {
        return Err(wrong("a card's number has 12 to 19 digits"));
    }
    let good = is_luhn(&digits) && !digits.starts_with('0');
    good.then_some(digits).ok_or_else(|| wrong("the check digit of the card's number is wrong"))
}

fn canonical(text: &str) -> Result<String, Error> {
    if number_canonical(text).is_ok() {
        return Err(wrong(
            "a card's number is kept only as a keyed digest: make it with the card key",
        ));
    }
    let value = text.to_ascii_lowercase();
    let is_hex = |text: &str, bytes: usize| hex_decode(text).is_some_and(|b| b.len() == bytes);
    let parts = value.split_once(':');
    let good = parts.is_some_and(|(name, digest)| is_hex(name, NAME_BYTES) && is_hex(digest, 32));
    good.then_some(value).ok_or_else(|| wrong("expected the name of a key and a digest"))
}

fn wrong(reason: &str) -> Error {
    Error::field("card", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> CardKey {
        CardKey::new(&[byte; KEY_BYTES])
    }

    #[test]
    fn numbers_are_checked_before_they_are_hidden() {
        let check = |number: &str, good: bool| {
            assert_eq!(key(1).selector(number).is_ok(), good, "{number}");
        };
        // Test numbers that card schemes publish.
        check("4111 1111 1111 1111", true);
        check("5555-5555-5555-4444", true);
        check("378282246310005", true);
        check("６０１１１１１１１１１１１１１７", true);
        check("4111 1111 1111 1112", false);
        check("411111", false);
        check("0000 0000 0000 0000", false);
        check("4111 1111 1111 111X", false);
    }

    #[test]
    fn one_number_is_one_digest_under_one_key() {
        let of = |byte, number| key(byte).selector(number).unwrap();
        let one = of(1, "4111 1111 1111 1111");
        assert_eq!(one, of(1, "4111111111111111"));
        assert_ne!(one, of(2, "4111111111111111"));
        assert_ne!(one, of(1, "5555555555554444"));
        assert_eq!(Selector::parse(SelectorKind::Card, one.value()), Ok(one.clone()));
        assert!(one.value().starts_with(key(1).name()) && !one.value().contains("1111"));
    }

    #[test]
    fn a_number_is_no_selector_and_no_error_repeats_it() {
        for number in ["4111 1111 1111 1111", "4111111111111111", "4111111111111112"] {
            let error = Selector::parse(SelectorKind::Card, number).unwrap_err().to_string();
            assert!(!error.contains("4111"), "{error}");
        }
        assert!(!format!("{:?}", key(1)).contains("0101"));
    }
}
