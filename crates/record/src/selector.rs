//! Selectors: normalised, checked identifiers by which two countries' records meet.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a selector identifies; each has one canonical form and a validator.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum SelectorKind {
    TravelDocument,
    Mrz,
    Phone,
    Email,
    Unlocode,
    Geohash,
    Cas,
    Inchikey,
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
}

impl Selector {
    /// Canonical form of a foreign text, or why it is none.
    pub fn parse(kind: SelectorKind, text: &str) -> Result<Self, crate::Error> {
        let value = text.trim().to_owned();
        if value.is_empty() {
            return Err(crate::Error::field("selector", "is empty"));
        }
        Ok(Self { kind, value })
    }
}
