//! The reader's language: where an address asks for one, and what the browser wishes.

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

/// The language of ours that an `Accept-Language` wishes most; of equal weights the first.
pub fn wished(header: &str) -> Option<Language> {
    let wishes = header.split(',').filter_map(|wish| {
        let (tag, rest) = wish.split_once(';').unwrap_or((wish, ""));
        let weight = match rest.trim().strip_prefix("q=") {
            Some(weight) => weight.trim().parse::<f32>().ok()?,
            None => 1.0,
        };
        (weight > 0.0).then_some((Language::parse(tag.trim())?, weight))
    });
    let better = |best: (Language, f32), next: (Language, f32)| {
        if next.1 > best.1 { next } else { best }
    };
    wishes.reduce(better).map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_wish_that_we_have_is_met() {
        let check = |header, expect| assert_eq!(wished(header), expect, "{header}");
        check("", None);
        check("de, nl;q=0.5", None);
        check("fr", Some(Language::French));
        check("es-CO, fr", Some(Language::Spanish));
        check("fr;q=0.3, ar;q=0.8, en;q=0.5", Some(Language::Arabic));
        check("de;q=1.0, fr;q=0.2, es; q=0.9", Some(Language::Spanish));
        check("en;q=0, ar;q=0.1", Some(Language::Arabic));
        check("fr;q=much, es;q=0.1", Some(Language::Spanish));
    }
}
