//! Restored: a node that may be behind what others know of it.
//!
//! No head of its log leaves before every member was asked for the last one it has ([`ask`]); where
//! one has a head that our log does not lead to, the leaf hashes that are missing come from a
//! witness ([`fetch`]), or the root must open a new epoch. Nothing goes to a member before its
//! marks are known: which numbers it took, which of its own we acknowledged. What the backup lacks
//! is compared by name and asked for again, what was taken back first. The same questions are
//! answered for others ([`tell`]).

pub mod ask;
pub mod fetch;
pub mod lane;
pub mod tell;
pub mod words;

use record::{NodeCode, Timestamp};
use seal::directory::LogEpoch;

use crate::store::behind::{How, Since, WayOn};
use crate::store::evidence::Head;
use crate::{Error, Node};

pub use crate::store::behind::Named;
pub use tell::{AGAIN, HELD, KNOWN};

/// A backup was put into a store: whatever was said since must be asked for.
pub fn begin(node: &mut Node, backup: Option<Timestamp>) -> Result<(), Error> {
    let since = Since { at: node.now().0, backup: backup.map(|at| at.0) };
    let others = others(node);
    node.store.hold_heads(since, &others)?;
    node.log.hold(true);
    tracing::error!("this node may be behind what others know of it: no head of its log leaves");
    Ok(())
}

/// At a start that is none after a restore, lanes are marked: where a member turns out to know more
/// than we, what is queued from here on can still be numbered anew.
pub fn started(node: &mut Node) -> Result<(), Error> {
    match is_pending(node)? {
        true => Ok(()),
        false => node.store.mark_lanes(),
    }
}

/// Other members that may have something of ours.
fn others(node: &Node) -> Vec<NodeCode> {
    let members = node.directory.members().iter();
    let others = members.filter(|member| member.code != node.code && member.is_active());
    others.map(|member| member.code.clone()).collect()
}

/// The note of the largest head that somebody showed and our log does not lead to.
pub fn largest_told(node: &Node) -> Result<Option<String>, Error> {
    node.store.largest_told()
}

/// RST-02: a new epoch is open. Nothing that we say in it can contradict what was said before,
/// unless it was opened before the backup was put back: then it was in use, and others are asked.
pub fn opened(node: &mut Node, new: &LogEpoch) -> Result<(), Error> {
    let Some(since) = node.store.held_since()? else { return Ok(()) };
    if new.from.0 > since.at {
        let way = WayOn { at: node.now().0, how: How::Epoch(new.epoch) };
        node.store.set_way_on(&way)?;
        node.store.release_heads()?;
        node.log.hold(false);
    }
    Ok(())
}

/// Every member was asked and none has a head that our log does not lead to: it may go on as it is.
pub fn release_if_none_ahead(node: &mut Node) -> Result<(), Error> {
    let behind = node.store.behind()?;
    if node.log.is_held() && behind.is_empty() && largest_told(node)?.is_none() {
        node.store.release_heads()?;
        node.log.hold(false);
    }
    Ok(())
}

/// Whether anything is still to be asked of anybody.
pub fn is_pending(node: &Node) -> Result<bool, Error> {
    Ok(node.log.is_held() || !node.store.behind()?.is_empty())
}

/// Keeps the largest of the heads that others have and our log does not lead to.
fn note_ahead(node: &mut Node, peer: &NodeCode, head: &Head) -> Result<(), Error> {
    node.store.note_ahead(peer.as_str())?;
    let log = node.identity.log.public();
    let known = largest_told(node)?;
    let known = known.and_then(|note| seal::checkpoint::Checkpoint::verify(&note, log).ok());
    if known.is_none_or(|(known, _)| known.size < head.size) {
        node.store.set_largest_told(&head.note)?;
    }
    Ok(())
}
