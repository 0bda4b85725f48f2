//! The owner's conditions: level, handling codes, and what a receiver may do.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The INTERPOL levels, the least closed first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    ForOfficialUse,
    Restricted,
    Confidential,
}

/// Europol's handling codes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum HandlingCode {
    /// Any law-enforcement use.
    H0,
    /// Not in judicial proceedings without the owner's permission.
    H1,
    /// Not to be passed on without the owner's permission.
    H2,
    /// Other conditions, stated in text.
    H3,
}

/// The owner's conditions on one record. A derivative carries the strictest of its sources.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Handling {
    pub level: Level,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub codes: BTreeSet<HandlingCode>,
    /// The text of `H3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<String>,
    /// TLP 2.0 marking, carried as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tlp: Option<String>,
    /// PAP marking, carried as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pap: Option<String>,
}

impl Handling {
    pub fn new(level: Level, codes: &[HandlingCode]) -> Self {
        let codes = codes.iter().copied().collect();
        Self { level, codes, conditions: None, tlp: None, pap: None }
    }

    /// `H1` bars judicial use until the owner consents.
    pub fn evidential_use(&self) -> bool {
        !self.codes.contains(&HandlingCode::H1)
    }

    /// `H2` bars passing on until the owner consents.
    pub fn onward_transfer(&self) -> bool {
        !self.codes.contains(&HandlingCode::H2)
    }
}
