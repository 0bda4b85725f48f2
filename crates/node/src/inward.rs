//! What enters: each verdict of a verified pouch becomes a stored record, a rejection, or nothing.

use record::{Digest, Name};
use seal::leaf::Subject;
use seal::manifest::Entry;
use seal::tally::VOID;
use seal::verify::{Verdict, VerifiedPouch};

use crate::audit::{self, Deed, Event};
use crate::delivery::Acknowledged;
use crate::store::evidence::{Head, Proof, StoredReceipt};
use crate::store::witness::Link;
use crate::{Error, Node, journal};

/// What a name already means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Never seen.
    New,
    /// Held, or hidden for good: nothing to do.
    Duplicate,
    /// Taken back before it arrived.
    Hidden,
    /// The owner told another story under the same name.
    Conflict,
}

/// Keeps the pouch's checkpoint and shared proof; answers its row.
pub fn keep_proof(node: &mut Node, pouch: &VerifiedPouch) -> Result<i64, Error> {
    let owner = pouch.sender().as_str();
    let head = pouch.head();
    node.store.insert_head(
        owner,
        &Head {
            size: head.size,
            root: head.root,
            note: pouch.note().into(),
            at: pouch.signed_at().0,
        },
    )?;
    if let Some(joined) = pouch.joined() {
        let (old, new) = (joined.from.min(head.size), joined.from.max(head.size));
        node.store.insert_head_link(owner, &Link { old, new, hashes: joined.hashes.clone() })?;
    }
    let leaves = pouch.leaves().iter().flat_map(|digest| digest.0).collect();
    node.store.insert_proof(&Proof {
        owner: owner.into(),
        checkpoint: pouch.note().into(),
        shared: pouch.shared().to_vec(),
        leaves,
    })
}

/// Looks a name up before anything is stored under it.
pub fn known(node: &Node, name: &Name, content_id: &Digest) -> Result<Known, Error> {
    let held = node.store.content_ids_named(name)?;
    if held.contains(content_id) {
        #[cfg(feature = "simulation")]
        if node.sabotage.is("no-dedupe") {
            return Ok(Known::New);
        }
        return Ok(Known::Duplicate);
    }
    if !held.is_empty() {
        return Ok(Known::Conflict);
    }
    let hidings = node.store.hidings(&name.owner, &name.id)?;
    let hidden = hidings.iter().any(|h| h.revision >= name.revision && h.erase_after.is_some());
    Ok(if hidden { Known::Hidden } else { Known::New })
}

/// Notes that the owner told two stories under one name; both are kept, neither is acted on.
pub fn note_conflict(node: &mut Node, name: &Name, content_id: &Digest) -> Result<(), Error> {
    let held = node.store.content_ids_named(name)?;
    let first = held.first().map_or(Vec::new(), |digest| digest.0.to_vec());
    let at = node.now().0;
    node.store.insert_conflict(name.owner.as_str(), "record", &first, &content_id.0, at)?;
    tracing::warn!(owner = %name.owner, "two records of one name");
    Ok(())
}

/// Keeps receipts with the proof they came with.
pub fn keep_receipts(node: &mut Node, pouch: &VerifiedPouch, proof: i64) -> Result<u64, Error> {
    let (mut new, peer) = (0, pouch.sender());
    for receipt in pouch.receipts() {
        let stored = StoredReceipt {
            peer: peer.as_str().into(),
            name: receipt.name().clone(),
            status: receipt.status() as u8,
            at: receipt.at().0,
            leaf: receipt.leaf(),
            bytes: receipt.bytes().to_vec(),
            proof,
        };
        let is_new = node.store.insert_receipt(&stored)?;
        new += u64::from(is_new);
        // The clock of a request begins with its receipt.
        if is_new && let Some(thread) = node.store.thread_of(&stored.name.owner, &stored.name.id)? {
            node.store.touch_thread(thread);
        }
    }
    Ok(new)
}

/// Enters that a record was admitted and owes its owner the receipt.
pub fn tell_admitted(node: &mut Node, name: &Name, content_id: &Digest) -> Result<(), Error> {
    let subject = Subject::admitted(name, content_id, node.now());
    journal::tell(node, &subject, name)
}

/// Enters that a record was rejected by a rule. It is never remembered by content id.
pub fn reject(
    node: &mut Node,
    name: Option<&Name>,
    content_id: &Digest,
    rule: &str,
) -> Result<(), Error> {
    tracing::warn!(?name, rule, "rejected a record");
    let by = name.map_or("peer", |name| name.owner.as_str()).to_owned();
    let event = Event::of_peer(Deed::Rejected, &by, node.now(), rule);
    audit::note(node, &event)?;
    // Without a name there is no owner to tell; the entry in the audit is all there is.
    let Some(name) = name else { return Ok(()) };
    let subject = Subject::rejected(name, content_id, rule, node.now());
    journal::tell(node, &subject, name)
}

/// Enters that a record arrived after it was taken back, so that its owner need not wonder.
pub fn tell_hidden(node: &mut Node, name: &Name, content_id: &Digest) -> Result<(), Error> {
    let subject = Subject::hidden(name, content_id, "before-arrival", node.now());
    journal::tell(node, &subject, name)
}

/// Whether all that a pouch would fill in its lane has been received already.
pub fn seen(node: &Node, pouch: &VerifiedPouch) -> Result<bool, Error> {
    let Some((first, last)) = pouch.range() else { return Ok(false) };
    let received = node.store.received(pouch.sender().as_str(), pouch.lane() as u8)?;
    Ok(received.iter().any(|(from, to)| *from <= first && last <= *to))
}

/// A range may run ahead of the others, but only so far.
pub fn check_range(node: &Node, pouch: &VerifiedPouch) -> Result<(), Error> {
    let Some((first, _)) = pouch.range() else { return Ok(()) };
    let received = node.store.received(pouch.sender().as_str(), pouch.lane() as u8)?;
    let contiguous = received.first().filter(|(from, _)| *from == 1).map_or(0, |(_, to)| *to);
    if first > contiguous + node.config.range_gap_max || received.len() > node.config.ranges_max {
        let max = node.config.range_gap_max;
        return Err(Error::Limit { what: "a pouch out of order", limit: "range_gap_max", max });
    }
    Ok(())
}

/// Notes the range and answers what has been received of the lane. After the commit it is true.
pub fn acknowledge(node: &mut Node, pouch: &VerifiedPouch) -> Result<Acknowledged, Error> {
    // Said again to a retry: the sender may not have heard it the first time.
    let deferred = pouch.verdicts().iter().filter_map(|verdict| match verdict {
        Verdict::Deferred { seq, .. } => Some(*seq),
        _ => None,
    });
    let (peer, lane) = (pouch.sender().as_str(), pouch.lane());
    if let Some(range) = pouch.range() {
        let named = pouch.entries().iter().map(|entry| match entry {
            Entry::Record(content_id) => *content_id,
            Entry::Void(_) => VOID,
        });
        node.store.note_taken(peer, lane as u8, range.0, &named.collect::<Vec<_>>())?;
        node.store.note_received(peer, lane as u8, range)?;
    }
    let now = node.now();
    node.peer_clocks.observe(pouch.sender(), pouch.signed_at(), now);
    Ok(Acknowledged {
        lane,
        ranges: node.store.received(peer, lane as u8)?,
        credit: node.config.credit_max,
        deferred: deferred.collect(),
        head: pouch.head().size,
    })
}
