//! Epochs of logs: a node follows what its directory lists, and closes its own log for the next.
//!
//! The last cosigned head of the old epoch is leaf 0 of the new one. What no head of ours proves is
//! entered again, and so is what goes on: pouches under way, receipts that are owed, minutes of the
//! audit. A record of ours that an old head proves keeps its place there; before it is sent once
//! more it is entered again too. Evidence of the old epoch verifies under the old key for ever.

use std::collections::BTreeMap;

use record::{Digest, NodeCode, Timestamp};
use seal::checkpoint::Checkpoint;
use seal::cosignature;
use seal::directory::{LogEpoch, Member};
use seal::evidence::Standing;
use seal::leaf::Subject;
use seal::manifest::Manifest;
use seal::merkle::{self, Nodes};
use seal::receipt::Receipt;

use crate::log::{Log, tile_root};
use crate::store::Store;
use crate::store::epoch::ClosedEpoch;
use crate::store::evidence::Head;
use crate::store::lost::Place;
use crate::{Error, Node, export, journal, restore};

/// Takes up what the directory says of epochs, ours and others'. In transactions of their own, each
/// whole.
pub fn follow(node: &mut Node) -> Result<(), Error> {
    let directory = node.directory.clone();
    for member in directory.members() {
        while node.store.epoch(&member.code)? < member.epoch() {
            node.commit(|node| next(node, member))?;
        }
    }
    Ok(())
}

/// The origin of the epoch that our store is at, as the directory lists it.
pub fn origin_of(store: &Store, member: Option<&Member>) -> Result<Option<String>, Error> {
    let Some(member) = member else { return Ok(None) };
    let at = store.epoch(&member.code)?;
    let epoch = member.logs.iter().find(|epoch| epoch.epoch == at);
    Ok(epoch.map(|epoch| epoch.key.origin().to_owned()))
}

/// One member's log, ours or another's, goes on in its next epoch.
fn next(node: &mut Node, member: &Member) -> Result<(), Error> {
    let (code, at) = (&member.code, node.store.epoch(&member.code)?);
    let old = member.logs.iter().find(|epoch| epoch.epoch == at);
    let new = member.logs.iter().find(|epoch| epoch.epoch == at + 1);
    let (Some(old), Some(new)) = (old, new) else {
        return Err(Error::Config(format!("the directory lists no epoch {} of {code}", at + 1)));
    };
    let closing = match *code == node.code {
        true => Some(close(node, member, old)?),
        false => None,
    };
    node.store.close_heads(code, at)?;
    node.store.set_epoch(code, at + 1)?;
    match closing {
        Some(closing) => open(node, new, closing),
        None => Ok(()),
    }
}

/// Our log as it is closed: the head that ends it, and what no head of ours proves.
struct Closing {
    last: Head,
    origin: String,
    from: u64,
    epoch: u32,
    beyond: Vec<(u64, Subject)>,
    /// Holders hide what stood beyond until it is said again.
    revoked: bool,
}

fn close(node: &mut Node, member: &Member, old: &LogEpoch) -> Result<Closing, Error> {
    let heads = released(node, member, old)?;
    let largest = heads.iter().max_by_key(|head| head.size).cloned();
    // What we cannot prove any more: heads over leaves that a backup lacks.
    let proven = heads.into_iter().filter(|head| is_ours(node, head)).max_by_key(|head| head.size);
    let none = Head { size: 0, root: merkle::empty_root(), note: String::new(), at: 0 };
    let proven = proven.unwrap_or_else(|| none.clone());
    let (epoch, origin) = (old.epoch, old.key.origin().to_owned());
    let from = proven.size;
    let (size, root, note) = (proven.size, proven.root, proven.note);
    let closed = ClosedEpoch { epoch, origin: origin.clone(), size, root, note };
    let leaves = node.store.close_log(&closed)?;
    let beyond = leaves.iter().map(|leaf| Ok((leaf.index, Subject::from_bytes(&leaf.subject)?)));
    let beyond = beyond.collect::<Result<Vec<_>, Error>>()?;
    node.store.remove_setting(journal::HEAD)?;
    let revoked = old.revoked_at.is_some();
    Ok(Closing { last: largest.unwrap_or(none), origin, from, epoch, beyond, revoked })
}

/// Heads of our log that left: signed last, cosigned, and what others say they have of it. After a
/// revocation only those count that were cosigned before.
fn released(node: &Node, member: &Member, old: &LogEpoch) -> Result<Vec<Head>, Error> {
    let witnessed = node.store.last_witnessed(node.code.as_str())?.map(|one| one.head);
    if old.revoked_at.is_some() {
        let stands = |head: &Head| {
            let read = cosignature::read(&head.note, member, &node.directory);
            read.is_ok_and(|attested| attested.standing == Standing::Witnessed)
        };
        return Ok(witnessed.into_iter().filter(stands).collect());
    }
    let signed = node.store.setting(journal::HEAD)?;
    let signed = signed.map(|note| String::from_utf8_lossy(&note).into_owned());
    let told = restore::largest_told(node)?;
    let read = |note: String| {
        let (head, Timestamp(at)) = Checkpoint::verify(&note, &old.key).ok()?;
        Some(Head { size: head.size, root: head.root, note, at })
    };
    let read = signed.into_iter().chain(told).filter_map(read);
    Ok(witnessed.into_iter().chain(read).collect())
}

fn is_ours(node: &Node, head: &Head) -> bool {
    let size = head.size;
    let tree = node.log.nodes(&node.store);
    size <= node.log.size() && merkle::root(&tree, size).is_ok_and(|root| root == head.root)
}

fn open(node: &mut Node, new: &LogEpoch, closing: Closing) -> Result<(), Error> {
    let Closing { last, origin, from, epoch, beyond, revoked } = closing;
    node.log = Log::open(&node.store, node.network, new.key.origin())?;
    let first = Subject::Epoch { epoch: new.epoch, origin, size: last.size, root: last.root };
    journal::append(node, &first)?;
    let mut moved = BTreeMap::new();
    for (index, subject) in beyond {
        // Minutes and receipts follow below, all of them.
        if !matches!(subject, Subject::Audit { .. }) {
            moved.insert(index, journal::append(node, &subject)?);
        }
    }
    for (row, leaf) in node.store.own_records_from(&node.code, epoch, from)? {
        let logged = moved.get(&leaf).ok_or_else(|| lost(leaf))?;
        let at = (logged.index, logged.leaf.salt());
        node.store.set_record_leaf(row, new.epoch, at)?;
        if revoked {
            send_again(node, row)?;
        }
    }
    move_pouches(node, &moved)?;
    move_receipts(node)?;
    for minute in node.store.minute_roots()? {
        let logged = journal::append(node, &Subject::audit(minute.minute, &minute.root))?;
        node.store.set_minute_leaf(minute.minute, logged.index)?;
    }
    restore::opened(node, new)
}

fn lost(leaf: u64) -> Error {
    Error::Damaged(format!("leaf {leaf} is missing"))
}

/// Whoever acknowledged a record under a key that is revoked is sent it under the next.
fn send_again(node: &mut Node, row: i64) -> Result<(), Error> {
    let standings = node.store.standings(row)?;
    let taken = standings.iter().filter(|one| one.acked.is_some() && one.void.is_none());
    for one in taken {
        node.store.enqueue(&one.peer, one.lane, row)?;
    }
    Ok(())
}

/// Pouches under way keep their manifests, and so their ids.
fn move_pouches(node: &mut Node, moved: &BTreeMap<u64, journal::Logged>) -> Result<(), Error> {
    for (peer, lane, first, leaf) in node.store.open_pouches()? {
        let index = match moved.get(&leaf) {
            Some(logged) => logged.index,
            None => {
                let before = first.saturating_sub(1);
                let pouch = node.store.open_pouch(&peer, lane, before)?;
                let pouch = pouch.ok_or_else(|| lost(leaf))?;
                let manifest = Manifest::from_bytes(&pouch.manifest)?;
                journal::append(node, &Subject::sent(&manifest.digest()))?.index
            }
        };
        node.store.set_pouch_leaf((&peer, lane, first), index)?;
    }
    Ok(())
}

/// Receipts that are owed are said again: whoever waits for one checks it under the new key.
fn move_receipts(node: &mut Node) -> Result<(), Error> {
    for (peer, _, bytes) in node.store.take_receipts_from(0)? {
        let subject = Receipt::from_bytes(&bytes)?.subject;
        let logged = journal::append(node, &subject)?;
        let receipt = Receipt::new(subject, &logged.leaf, logged.index);
        node.store.queue_receipt(&peer, logged.index, &receipt.to_bytes())?;
    }
    Ok(())
}

/// A record of ours whose leaf is of an earlier epoch is entered again before it is sent.
pub fn enter_again(node: &mut Node, row: i64) -> Result<(), Error> {
    let epoch = node.store.epoch(&node.code)?;
    let stored = node.store.record_row(row)?.filter(|stored| stored.epoch != epoch);
    let Some(stored) = stored else { return Ok(()) };
    let logged = journal::append(node, &Subject::published(&stored.content_id))?;
    let at = (logged.index, logged.leaf.salt());
    node.store.set_record_leaf(stored.row, epoch, at)
}

/// Tree hashes of a closed epoch, from what is kept of it.
pub struct ClosedTree<'a> {
    pub store: &'a Store,
    pub network: &'a Digest,
    pub closed: &'a ClosedEpoch,
}

impl Nodes for ClosedTree<'_> {
    fn node(&self, level: u8, index: u64) -> Option<Digest> {
        let (tile, inside) = (level / 8, level % 8);
        let first = index << inside;
        if let Ok(Some(bytes)) = self.store.closed_tile(self.closed.epoch, tile, first >> 8) {
            let hashes: Vec<Digest> =
                bytes.chunks_exact(32).filter_map(Digest::from_slice).collect();
            let from = (first & 255) as usize;
            return Some(tile_root(hashes.get(from..from + (1 << inside))?));
        }
        if level > 0 {
            let (left, right) =
                (self.node(level - 1, index * 2)?, self.node(level - 1, index * 2 + 1)?);
            return Some(merkle::node_hash(&left, &right));
        }
        let found = self.store.closed_places(self.closed.epoch, (index, index + 1)).ok()?;
        match &found.first()?.1 {
            Place::Lost(hash) => Some(*hash),
            Place::Known(leaf) => {
                let subject = Subject::from_bytes(&leaf.subject).ok()?;
                Some(export::leaf_hash(self.network, &self.closed.origin, &subject, leaf.salt))
            }
        }
    }
}

/// The number of a member's epoch whose log signed this note; the last one where it is unknown.
pub fn of_note(member: Option<&Member>, note: &str) -> u32 {
    let origin = note.lines().next().unwrap_or_default();
    let epoch = member.and_then(|member| member.epoch_of(origin)).map(|epoch| epoch.epoch);
    epoch.or_else(|| member.map(Member::epoch)).unwrap_or(1)
}

/// What a member's heads of the epoch that signed this note stand under here.
pub fn name_of(node: &Node, owner: &NodeCode, note: &str) -> Result<String, Error> {
    node.store.log_name(owner, of_note(node.directory.member(owner), note))
}
