//! What no line carries: pouches in files and at relays are opened by whom they name, admitted by
//! the same path, and answered under seal; what answers bring back is settled as on a line.

use record::draft::Lane;
use record::{Digest, NodeCode};
use seal::Rule;
use seal::answer::{self, Between};
use seal::bundle::Join;
use seal::manifest::Manifest;
use seal::pouch;
use seal::verify::{Consistency, Proven};

use crate::delivery::{self, Answer, Opener, Settled};
use crate::outward::{self, Parcel};
use crate::store::parcel::{By, Waiting};
use crate::{Error, Node};

/// A pouch that was carried, opened as far as it could be.
pub struct Carried {
    pub from: NodeCode,
    pub lane: Lane,
    pub pouch_id: Digest,
    /// With what it is answered; none where it did not open.
    between: Option<Between>,
    opened: Result<Proven, Rule>,
}

impl Carried {
    pub fn range(&self) -> Option<(u64, u64)> {
        self.opened.as_ref().ok()?.range()
    }
}

impl Opener {
    /// Opens a pouch that somebody carried: its manifest, proven by its sender's log, says whose it
    /// is, and not who brought it.
    pub fn open_carried(&self, bytes: &[u8]) -> Result<Carried, Rule> {
        let outer = pouch::outer(bytes)?;
        let (from, lane, pouch_id) = (outer.sender, outer.lane, outer.pouch_id);
        let (between, opened) = match self.disclose(bytes) {
            Ok(opened) => (Some(opened.between()), self.prove(&from, opened)),
            Err(rule) => (None, Err(rule)),
        };
        Ok(Carried { from, lane, pouch_id, between, opened })
    }
}

/// Takes a carried pouch in; answers what was done, and the same under seal for its sender.
pub fn receive(node: &mut Node, carried: Carried) -> Result<(Answer, Option<Vec<u8>>), Error> {
    let Carried { from, between, opened, .. } = carried;
    let opened = match opened {
        Ok(proven) => Ok(join(node, &from, proven)?),
        Err(rule) => Err(rule),
    };
    let answer = delivery::receive_opened(node, &from, opened)?;
    let said = serde_json::to_vec(&answer).expect("an answer is JSON");
    let sealed = between.map(|between| between.seal(&said, &mut *node.entropy)).transpose()?;
    Ok((answer, sealed))
}

/// Bundles come in any order: where the pouch's own proof is from another head than the one known
/// here, one that a bundle brought may lead from its head to ours. It is believed if it holds.
fn join(node: &Node, from: &NodeCode, proven: Proven) -> Result<Proven, Error> {
    let Some(head) = node.store.last_head(from.as_str())? else { return Ok(proven) };
    let (size, proven_from) = proven.reach();
    if proven_from == head.size || size == head.size {
        return Ok(proven);
    }
    let (old, new) = (size.min(head.size), size.max(head.size));
    let hashes = node.store.join(from.as_str(), old, new)?;
    Ok(match hashes {
        Some(hashes) => proven.joined_by(Consistency { from: head.size, hashes }),
        None => proven,
    })
}

/// Keeps the proofs that a bundle of an admitted member brought.
pub fn keep_joins(node: &mut Node, from: &NodeCode, joins: &[Join]) -> Result<(), Error> {
    joins.iter().try_for_each(|join| node.store.insert_join(from.as_str(), join))
}

/// Notes that a parcel went without a line, until when it opens, and which head proves it.
pub fn note(
    node: &mut Node,
    parcel: &Parcel,
    by: By,
    (head, until): (u64, record::Timestamp),
) -> Result<(), Error> {
    let waiting = Waiting {
        pouch_id: parcel.manifest.digest(),
        peer: parcel.peer.to_string(),
        lane: parcel.lane as u8,
        last: parcel.manifest.last,
        manifest: parcel.manifest.to_bytes(),
        leaf: parcel.manifest_leaf,
        receipts: parcel.receipts.iter().map(|(leaf, _)| *leaf).collect(),
        head,
        until: until.0,
    };
    node.store.insert_parcel(by, &waiting)
}

/// What became of an answer that was carried back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    Settled(NodeCode, Answer),
    /// Its pouch was answered before, or is none of ours.
    Known,
}

/// Acts on an answer that somebody carried, as on one of a line. One that does not open is refused,
/// and nothing is settled by it.
pub fn settle(node: &mut Node, bytes: &[u8]) -> Result<Result<Brought, Rule>, Error> {
    let pouch_id = match answer::about(bytes) {
        Ok(pouch_id) => pouch_id,
        Err(rule) => return Ok(Err(rule)),
    };
    let Some(waiting) = node.store.parcel(&pouch_id)? else { return Ok(Ok(Brought::Known)) };
    let leaf = node.store.leaf(waiting.leaf)?;
    let salt =
        leaf.ok_or_else(|| Error::Damaged(format!("leaf {} is missing", waiting.leaf)))?.salt;
    let said = match (Between { network: node.network, pouch_id, salt }).open(bytes) {
        Ok(said) => said,
        Err(rule) => return Ok(Err(rule)),
    };
    let Ok(answer) = serde_json::from_slice::<Answer>(&said) else {
        return Ok(Err(Rule::AnswerSealed));
    };
    let parcel = parcel_of(&waiting)?;
    let known = outward::acked_head_size(node, &parcel.peer)?;
    if delivery::settle(node, &parcel, &answer)? == Settled::Closed {
        // What a line acknowledged meanwhile is newer than what was carried.
        let head = outward::acked_head_size(node, &parcel.peer)?.max(known);
        outward::set_acked_head(node, &parcel.peer, head)?;
    }
    node.store.delete_parcel(&pouch_id)?;
    Ok(Ok(Brought::Settled(parcel.peer, answer)))
}

fn parcel_of(waiting: &Waiting) -> Result<Parcel, Error> {
    let manifest = Manifest::from_bytes(&waiting.manifest)?;
    let receipts = waiting.receipts.iter().map(|leaf| (*leaf, Vec::new()));
    Ok(Parcel {
        peer: manifest.recipient.clone(),
        lane: manifest.lane,
        manifest_leaf: waiting.leaf,
        rows: Vec::new(),
        receipts: receipts.collect(),
        more: false,
        manifest,
    })
}
