//! One way through a provider: begun in one browser, ended there once, in time.
//!
//! Nothing is stored while one is under way. The browser keeps a secret in a cookie; what the
//! provider and the token endpoint are told is derived from it with a key of this process.

use aws_lc_rs::{constant_time, hmac};
use record::digest::{hex_decode, hex_encode};

use crate::passkey::base64_url;

const LABEL: &[u8] = b"amana/1/provider-way";
const SECRET_BYTES: usize = 32;
/// A link's secret in hexadecimal, and a ticket's.
const LINK_CHARS: usize = 64;
const TICKET_CHARS: usize = 112;

/// What is derived: one never serves as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// Comes back with the browser.
    State = 1,
    /// Comes back in the ID token.
    Nonce = 2,
    /// Is shown to the token endpoint, whose digest the provider had from the browser (PKCE).
    Verifier = 3,
}

/// What a browser keeps of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub secret: [u8; SECRET_BYTES],
    /// When it was begun.
    pub asked: i64,
    /// The link for whose officer it is, or the ticket of who is signed in, where it binds.
    pub link: Option<String>,
}

/// Whose a way is: which provider it leads through, and which browser it was begun in.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'a> {
    pub provider: &'a str,
    pub browser: &'a str,
}

impl Way {
    /// As it stands in the cookie.
    pub fn written(&self) -> String {
        let link = self.link.as_deref().unwrap_or_default();
        format!("{}.{}.{link}", hex_encode(&self.secret), self.asked)
    }

    pub fn read(text: &str) -> Option<Self> {
        let (secret, rest) = text.split_once('.')?;
        let (asked, link) = rest.split_once('.')?;
        let plain = link.is_empty() || is_link(link) || is_ticket(link);
        let link = (!link.is_empty()).then(|| link.to_owned());
        let secret = hex_decode(secret)?.try_into().ok()?;
        plain.then_some(Self { secret, asked: asked.parse().ok()?, link })
    }

    pub fn derive(&self, key: &hmac::Key, part: Part, bound: Bound<'_>) -> String {
        let mut said = LABEL.to_vec();
        said.push(part as u8);
        let asked = self.asked.to_be_bytes();
        let link = self.link.as_deref().unwrap_or_default();
        let all = [&self.secret[..], &asked, link.as_bytes(), bound.provider.as_bytes()];
        for piece in all.into_iter().chain([bound.browser.as_bytes()]) {
            said.extend_from_slice(&(piece.len() as u64).to_be_bytes());
            said.extend_from_slice(piece);
        }
        base64_url(hmac::sign(key, &said).as_ref())
    }

    /// Whether a state is the one of this way, told in a time that says nothing of it.
    pub fn is_state(&self, key: &hmac::Key, state: &str, bound: Bound<'_>) -> bool {
        let own = self.derive(key, Part::State, bound);
        constant_time::verify_slices_are_equal(own.as_bytes(), state.as_bytes()).is_ok()
    }
}

/// Whether a text can be the secret of a link.
pub fn is_link(text: &str) -> bool {
    text.len() == LINK_CHARS && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a text can be the ticket of an officer who is signed in.
pub fn is_ticket(text: &str) -> bool {
    text.len() == TICKET_CHARS && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Bound<'_> = Bound { provider: "national", browser: "one" };

    fn way() -> Way {
        Way { secret: [7; 32], asked: 1_000, link: None }
    }

    fn key(byte: u8) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &[byte; 32])
    }

    #[test]
    fn a_cookie_comes_back_as_it_went() {
        let with = |times| Way { link: Some("ab".repeat(times)), ..way() };
        for way in [way(), with(32), with(56)] {
            assert_eq!(Way::read(&way.written()), Some(way));
        }
        let short = "00.1.";
        let foreign = format!("{}.1.; Domain=x", "00".repeat(32));
        for text in ["", ".", "..", short, foreign.as_str(), "zz.1."] {
            assert_eq!(Way::read(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_that_is_derived_serves_as_another() {
        let derived = |way: &Way, part, bound| way.derive(&key(1), part, bound);
        let own = derived(&way(), Part::State, HERE);
        assert_eq!(own.len(), 43, "as long as PKCE asks");
        assert!(way().is_state(&key(1), &own, HERE));
        let others = [
            derived(&way(), Part::Nonce, HERE),
            derived(&way(), Part::Verifier, HERE),
            derived(&way(), Part::State, Bound { provider: "other", ..HERE }),
            derived(&way(), Part::State, Bound { browser: "two", ..HERE }),
            derived(&way(), Part::State, Bound { provider: "nationalo", browser: "ne" }),
            derived(&Way { asked: 1_001, ..way() }, Part::State, HERE),
            derived(&Way { secret: [8; 32], ..way() }, Part::State, HERE),
            derived(&Way { link: Some("ab".repeat(32)), ..way() }, Part::State, HERE),
            way().derive(&key(2), Part::State, HERE),
        ];
        for other in others {
            assert!(!way().is_state(&key(1), &other, HERE), "{other}");
        }
        assert!(!way().is_state(&key(1), "", HERE));
    }
}
