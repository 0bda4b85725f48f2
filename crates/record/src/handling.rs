//! The owner's conditions: level, handling codes, and what a receiver may do.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::NodeCode;

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

/// Whom a recipient may pass a record on to by itself, without asking its owner.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Onward {
    /// These members alone.
    Members(BTreeSet<NodeCode>),
    /// Members of one region, as the directory calls it.
    Region(String),
    /// Every member of the network.
    Network,
}

impl Onward {
    /// Whether a member of this region is among them.
    pub fn includes(&self, code: &NodeCode, region: &str) -> bool {
        match self {
            Self::Members(members) => members.contains(code),
            Self::Region(named) => named == region,
            Self::Network => true,
        }
    }

    /// Whether nobody is among them who is not among the others. Who lives in a region only a
    /// directory knows, so a region and a list are never within each other.
    pub fn is_within(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::Network) => true,
            (Self::Members(these), Self::Members(those)) => these.is_subset(those),
            _ => self == other,
        }
    }

    /// Those who are certainly among both; none where that cannot be told.
    pub fn shared(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Members(these), Self::Members(those)) => {
                let both: BTreeSet<NodeCode> = these & those;
                (!both.is_empty()).then_some(Self::Members(both))
            }
            _ if self.is_within(other) => Some(self.clone()),
            _ => other.is_within(self).then(|| other.clone()),
        }
    }
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
    /// Whom a recipient may pass it on to by itself: nobody unless it is said. `H2` and `H3` bar
    /// that all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onward_transfer: Option<Onward>,
}

impl Handling {
    pub fn new(level: Level, codes: &[HandlingCode]) -> Self {
        let codes = codes.iter().copied().collect();
        Self { level, codes, conditions: None, tlp: None, pap: None, onward_transfer: None }
    }

    /// `H1` bars judicial use until the owner consents.
    pub fn evidential_use(&self) -> bool {
        !self.codes.contains(&HandlingCode::H1)
    }
}
