//! How good a statement is: source × information, 4×4; the original scheme is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Source reliability.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Source {
    /// Always reliable.
    A,
    /// Mostly reliable.
    B,
    /// Mostly not reliable.
    C,
    /// Unknown.
    X,
}

/// Information credibility.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Information {
    /// Certain.
    #[serde(rename = "1")]
    Certain,
    /// Known first-hand by the source.
    #[serde(rename = "2")]
    FirstHand,
    /// Not first-hand but corroborated.
    #[serde(rename = "3")]
    Corroborated,
    /// Not corroborated.
    #[serde(rename = "4")]
    NotCorroborated,
}

/// Whether the owner states what happened, or what it concludes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    Fact,
    Assessment,
}

/// Evaluation 4×4 of a statement, and its nature.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    pub source: Source,
    pub information: Information,
    pub nature: Nature,
    /// The grade as it was given in another scheme, for instance `admiralty:B2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
}
