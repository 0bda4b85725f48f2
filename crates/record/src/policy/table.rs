//! The tables policy reads: rows of who is refused what.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::{Act, Role};
use crate::{Digest, Error, Level, NodeCode, Purpose};

const EMBEDDED: &str = include_str!("../../data/policy/tables.toml");
const LABEL: &[u8] = b"amana/1/policy-tables";

/// Rows of the network, and the rows a node has added. A row can only refuse.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tables {
    version: u32,
    role_act: Vec<RoleAct>,
    role_purpose: Vec<RolePurpose>,
    level_role: Vec<LevelRole>,
    protected_purpose: Vec<ProtectedPurpose>,
    offence: Vec<Offence>,
    destination_offence: Vec<DestinationOffence>,
    member_member: Vec<MemberPair>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleAct {
    roles: BTreeSet<Role>,
    acts: BTreeSet<Act>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RolePurpose {
    roles: BTreeSet<Role>,
    purposes: BTreeSet<Purpose>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelRole {
    levels: BTreeSet<Level>,
    roles: BTreeSet<Role>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProtectedPurpose {
    purposes: BTreeSet<Purpose>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Offence {
    codes: BTreeSet<String>,
    drug_crime: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DestinationOffence {
    destinations: BTreeSet<NodeCode>,
    offences: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberPair {
    from: NodeCode,
    to: NodeCode,
}

impl Tables {
    /// The tables this version ships with.
    pub fn embedded() -> &'static Self {
        static TABLES: OnceLock<Tables> = OnceLock::new();
        TABLES.get_or_init(|| Self::parse(EMBEDDED).expect("a test reads the embedded tables"))
    }

    pub fn parse(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| Error::field("policy tables", error.to_string()))
    }

    pub fn version(&self) -> u32 {
        self.version
    }

    /// What the directory carries, so that all members decide alike.
    pub fn digest(&self) -> Digest {
        Digest::of(&[LABEL, &crate::cbor::to_bytes(self)])
    }

    /// Adds a node's own rows. An offence list could permit something, so it cannot be added.
    pub fn restricted(mut self, extra: &Self) -> Result<Self, Error> {
        if extra.offence.iter().any(|row| row.drug_crime) {
            return Err(Error::field("offence", "a node may restrict, never permit"));
        }
        self.role_act.extend(extra.role_act.clone());
        self.role_purpose.extend(extra.role_purpose.clone());
        self.level_role.extend(extra.level_role.clone());
        self.protected_purpose.extend(extra.protected_purpose.clone());
        self.offence.extend(extra.offence.clone());
        self.destination_offence.extend(extra.destination_offence.clone());
        self.member_member.extend(extra.member_member.clone());
        Ok(self)
    }

    /// What a role may do with records at all; each record's conditions come on top.
    pub fn acts_of(&self, role: Role) -> Vec<Act> {
        Act::ALL.iter().copied().filter(|act| !self.bars_act(role, *act)).collect()
    }

    /// The purposes that a role may state.
    pub fn purposes_of(&self, role: Role) -> Vec<Purpose> {
        Purpose::ALL.into_iter().filter(|purpose| !self.bars_purpose(role, *purpose)).collect()
    }

    /// The levels of which a role opens records.
    pub fn levels_of(&self, role: Role) -> Vec<Level> {
        let all = [Level::ForOfficialUse, Level::Restricted, Level::Confidential];
        all.into_iter().filter(|level| !self.bars_level(*level, role)).collect()
    }

    pub(super) fn bars_act(&self, role: Role, act: Act) -> bool {
        self.role_act.iter().any(|row| row.roles.contains(&role) && row.acts.contains(&act))
    }

    pub(super) fn bars_purpose(&self, role: Role, purpose: Purpose) -> bool {
        let bars = |row: &RolePurpose| row.roles.contains(&role) && row.purposes.contains(&purpose);
        self.role_purpose.iter().any(bars)
    }

    pub(super) fn bars_level(&self, level: Level, role: Role) -> bool {
        self.level_role.iter().any(|row| row.levels.contains(&level) && row.roles.contains(&role))
    }

    pub(super) fn protects_from(&self, purpose: Purpose) -> bool {
        self.protected_purpose.iter().any(|row| row.purposes.contains(&purpose))
    }

    /// None where the offence is on no list; a row that says no outweighs one that says yes.
    pub(crate) fn is_drug_crime(&self, offence: &str) -> Option<bool> {
        let rows = self.offence.iter().filter(|row| row.codes.contains(offence));
        rows.map(|row| row.drug_crime).reduce(|a, b| a && b)
    }

    pub(super) fn needs_assurance(&self, to: &NodeCode, offence: &str) -> bool {
        let grave = |row: &DestinationOffence| {
            row.destinations.contains(to) && row.offences.contains(offence)
        };
        self.destination_offence.iter().any(grave)
    }

    pub(super) fn bars_pair(&self, from: &NodeCode, to: &NodeCode) -> bool {
        self.member_member.iter().any(|row| row.from == *from && row.to == *to)
    }
}
