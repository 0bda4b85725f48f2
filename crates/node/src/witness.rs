//! Witnesses: heads are cosigned for others, offered to others, and told to whoever holds what they
//! prove.
//!
//! A node cosigns the heads of those logs whose witness the directory makes it ([`cosign`]). It
//! offers the newest head of its own log to that log's witnesses, at most one a second ([`offer`]),
//! and tells each member the last one that a quorum cosigned ([`tell`]). Witnesses mirror the leaf
//! hashes of those logs ([`mirror`]). Nothing here adds a leaf, and nothing on the way of a record
//! waits for it.

pub mod cosign;
pub mod mirror;
pub mod offer;
pub mod tell;
pub mod way;

use record::{Digest, NodeCode};
use seal::Rule;
use seal::evidence::Standing;
use seal::merkle;
use seal::verify::Contradiction;
use serde::{Deserialize, Serialize};

use crate::audit::{self, Deed, Event};
use crate::store::Store;
use crate::store::evidence::Head;
use crate::{Error, Node, delivery};

/// Where owners offer heads to their witnesses.
pub const WITNESS: &str = "/x/v1/witness";
/// Where owners tell heads that a quorum cosigned.
pub const HEAD: &str = "/x/v1/head";

/// A consistency proof from, or up to, the head of a size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    pub from: u64,
    pub hashes: Vec<Digest>,
}

impl Proof {
    /// From our own log, whichever of the two is larger.
    fn of(node: &Node, from: u64, size: u64) -> Result<Self, Error> {
        let tree = node.log.nodes(&node.store);
        let hashes = merkle::consistency(&tree, from.min(size), from.max(size))?;
        Ok(Self { from, hashes })
    }

    /// Whether it joins these two heads, whichever is larger.
    fn joins(&self, one: (u64, &Digest), other: (u64, &Digest)) -> bool {
        let (old, new) = if one.0 <= other.0 { (one, other) } else { (other, one) };
        merkle::is_consistent(old, new, &self.hashes)
    }
}

/// How well what stands at a leaf of a log is attested here.
pub fn standing(
    store: &Store,
    owner: &NodeCode,
    (epoch, leaf): (u32, u64),
) -> Result<Standing, Error> {
    let log = store.log_name(owner, epoch)?;
    if store.head_conflict(&log)? {
        return Ok(Standing::Conflicting);
    }
    let witnessed = store.last_witnessed(&log)?;
    match witnessed.is_some_and(|witnessed| leaf < witnessed.covers()) {
        true => Ok(Standing::Witnessed),
        false => Ok(Standing::Signed),
    }
}

/// Nothing is kept; the audit says who was refused what.
fn refuse(node: &mut Node, from: &NodeCode, rule: Rule) -> Result<(), Error> {
    let event = Event::of_peer(Deed::Refused, from.as_str(), node.now(), rule.code());
    audit::note(node, &event).map(drop)
}

/// Two heads of one log that cannot both be true: both notes are kept and the owner is disputed.
fn conflict(node: &mut Node, owner: &NodeCode, first: &Head, other: &Head) -> Result<(), Error> {
    let Head { size, root, note, .. } = other.clone();
    let two = Contradiction { known: (first.size, first.root), note, size, root };
    delivery::keep_contradiction(node, owner, first.note.as_bytes(), &two)?;
    refuse(node, owner, Rule::Consistency)
}
