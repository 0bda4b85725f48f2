//! Audience classes: all that a decision about a record depends on, and nothing else.

use serde::{Deserialize, Serialize};

use crate::{Digest, Handling, Kind, NodeCode, Purpose, cbor};

const LABEL: &[u8] = b"amana/1/class";

/// Whose record it is to the node that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    Owner,
    Recipient,
    /// Nobody may read it here any more.
    Nobody,
}

/// What has been decided about a record since it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Active,
    Recalled,
    Withdrawn,
    Blocked,
    Expired,
    Conflict,
}

impl State {
    pub const ALL: [Self; 6] = [
        Self::Active,
        Self::Recalled,
        Self::Withdrawn,
        Self::Blocked,
        Self::Expired,
        Self::Conflict,
    ];
}

/// Persons whose records are read for few purposes only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protected {
    Victim,
    Witness,
    Minor,
}

/// All records of one class are decided alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    pub owner: NodeCode,
    pub handling: Handling,
    pub purposes: Vec<Purpose>,
    pub kind: Kind,
    pub audience: Audience,
    pub state: State,
    pub subject: Option<Protected>,
    pub offence: Option<String>,
    /// Node code of the country that issued the document a record registers.
    pub issuer: Option<String>,
}

impl Class {
    pub fn digest(&self) -> Digest {
        Digest::of(&[LABEL, &cbor::to_bytes(self)])
    }
}
