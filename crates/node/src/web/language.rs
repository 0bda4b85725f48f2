//! The reader's language, where an address asks for one.

use record::codelist::Language;
use serde::{Deserialize, Deserializer, de};

/// One of the four languages, by its BCP 47 tag; English where none is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tongue(pub Language);

impl Default for Tongue {
    fn default() -> Self {
        Self(Language::English)
    }
}

impl<'de> Deserialize<'de> for Tongue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = String::deserialize(deserializer)?;
        let language = Language::parse(&tag);
        let unknown = || de::Error::custom("the language is one of ar, en, fr, es");
        language.map(Self).ok_or_else(unknown)
    }
}
