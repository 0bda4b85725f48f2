//! Selectors: normalised, checked identifiers by which two countries' records meet.
//!
//! Each kind has its own file: the standard it follows, its canonical form, its validator and tests
//! from the standard's published examples. Two selectors mean the same exactly if they are equal.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::Error;

pub mod cas;
pub mod document;
pub mod email;
pub mod geohash;
pub mod inchikey;
pub mod issuer;
pub mod lookalike;
pub mod mrz;
pub mod phone;
pub mod unlocode;

/// A longer text is no selector of any kind, and is refused before it is looked at.
pub const TEXT_BYTES_MAX: usize = 512;

macro_rules! selector_kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal => $canonical:path),+ $(,)?) => {
        /// What a selector identifies; each has one canonical form and a validator.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            JsonSchema,
        )]
        pub enum SelectorKind { $($(#[$doc])* #[serde(rename = $code)] $name),+ }

        impl SelectorKind {
            /// Most telling first: the order in which a pasted text is tried.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word for it on the wire.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            fn canonical(self, text: &str) -> Result<String, Error> {
                match self { $(Self::$name => $canonical(text)),+ }
            }
        }
    };
}

selector_kinds! {
    /// A whole machine-readable zone, ICAO 9303 parts 4 to 7.
    Mrz = "mrz" => mrz::canonical,
    /// A substance by structure, IUPAC InChIKey.
    Inchikey = "inchikey" => inchikey::canonical,
    /// A substance by CAS Registry Number.
    Cas = "cas" => cas::canonical,
    /// A mailbox, RFC 5321 and 6531.
    Email = "email" => email::canonical,
    /// `ISSUER:NUMBER`, ICAO 9303 part 3.
    TravelDocument = "travel-document" => document::canonical,
    /// A subscriber's number, ITU-T E.164.
    Phone = "phone" => phone::canonical,
    /// A place of trade or transport, UN/LOCODE.
    Unlocode = "unlocode" => unlocode::canonical,
    /// A cell of the earth's surface, geohash.
    Geohash = "geohash" => geohash::canonical,
}

/// A selector in canonical form. Only this module's parsers make one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Selector {
    kind: SelectorKind,
    value: String,
}

impl Selector {
    pub fn kind(&self) -> SelectorKind {
        self.kind
    }

    pub fn value(&self) -> &str {
        &self.value
    }

    /// Canonical form of a foreign text, or why it is none.
    pub fn parse(kind: SelectorKind, text: &str) -> Result<Self, Error> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(Error::TooLarge { what: "selector", max: TEXT_BYTES_MAX });
        }
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::field(kind.code(), "is empty"));
        }
        Ok(Self { kind, value: kind.canonical(text)? })
    }

    /// What a pasted text can be, most telling first; nothing where it fits no kind.
    ///
    /// A guess asks more than [`Selector::parse`]: a word of the language is no geohash, five small
    /// letters are no UN/LOCODE.
    pub fn guess(text: &str) -> Vec<Self> {
        let likely = |kind: &&SelectorKind| match kind {
            SelectorKind::Geohash => geohash::is_likely(text.trim()),
            SelectorKind::Unlocode => unlocode::is_likely(text.trim()),
            _ => true,
        };
        let kinds = SelectorKind::ALL.iter().filter(likely);
        kinds.filter_map(|kind| Self::parse(*kind, text).ok()).collect()
    }

    /// What a scanner may have misread as this, fewest changes first; only documents have any.
    pub fn lookalikes(&self) -> Vec<Self> {
        match (self.kind, self.value.split_once(':')) {
            (SelectorKind::TravelDocument, Some((issuer, number))) => {
                let values = lookalike::readings(number).into_iter();
                let of = |number| Self { kind: self.kind, value: format!("{issuer}:{number}") };
                values.map(of).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind.code(), self.value)
    }
}

impl<'de> Deserialize<'de> for Selector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Unchecked {
            kind: SelectorKind,
            value: String,
        }
        let unchecked = Unchecked::deserialize(deserializer)?;
        Self::parse(unchecked.kind, &unchecked.value).map_err(de::Error::custom)
    }
}

/// The letters, digits and signs of `text` that are neither space nor one of `separators`.
fn strip(text: &str, separators: &[char]) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !separators.contains(c)).collect()
}

#[cfg(test)]
mod tests;
