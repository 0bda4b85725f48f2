//! A draft: what an author submits before policy, log and time have made it a record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::attachment::Attach;
use crate::moment::Date;
use crate::parts::Link;
use crate::{Evaluation, Handling, Kind, Name, NodeCode, Purpose, RecordId, Unit};

/// Lanes of delivery are the urgencies.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Lane {
    #[default]
    Routine,
    Urgent,
    Flash,
}

impl Lane {
    pub const ALL: [Self; 3] = [Self::Routine, Self::Urgent, Self::Flash];

    pub fn code(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Urgent => "urgent",
            Self::Flash => "flash",
        }
    }
}

/// Everything that enters (a form, an imported file, a program) becomes a draft at its edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    pub kind: Kind,
    pub unit: Unit,
    pub handling: Handling,
    pub purposes: Vec<Purpose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<Evaluation>,
    /// Nodes that will receive it; none keeps it at home.
    #[serde(default)]
    pub recipients: Vec<NodeCode>,
    /// Whether each recipient sees who else received it.
    #[serde(default)]
    pub disclose_recipients: bool,
    #[serde(default)]
    pub lane: Lane,
    /// At most five years after entry; by default the longest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<Date>,
    /// The record this is a new revision of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revises: Option<RecordId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derived_from: Vec<Name>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attach>,
    /// One member a part, as the kind's schema says.
    pub body: Value,
}
