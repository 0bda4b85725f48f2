//! Leaf hashes that a restored node lacks, from a witness that mirrored them: with them its log
//! leads to the largest head that others have, and goes on in the same epoch.
//!
//! What was entered since the backup stands under no head that left. It is taken off the log, the
//! hashes take its place, and it is entered again behind them. All of it is one transaction.

use std::collections::{BTreeMap, BTreeSet};

use record::{Digest, NodeCode};
use seal::Rule;
use seal::checkpoint::Checkpoint;
use seal::cosignature;
use seal::leaf::{LeafType, Subject};
use seal::merkle;
use seal::receipt::Receipt;

use super::largest_told;
use crate::journal::{self, Logged};
use crate::store::behind::{How, Tried, WayOn};
use crate::store::evidence::Head;
use crate::store::leaf::StoredLeaf;
use crate::store::lost::{ComeBack, OPEN};
use crate::witness::mirror::Given;
use crate::{Error, Node, export};

/// What is missing: the leaves from one on, up to the largest head that somebody has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub from: u64,
    pub head: Head,
}

/// What is to be fetched: none before everyone was asked, and none where nobody is ahead.
pub fn wanted(node: &Node) -> Result<Option<Wanted>, Error> {
    if !node.log.is_held() || !node.store.behind()?.is_empty() {
        return Ok(None);
    }
    let Some(note) = largest_told(node)? else { return Ok(None) };
    let Ok((said, at)) = Checkpoint::verify(&note, node.identity.log.public()) else {
        return Ok(None);
    };
    let head = Head { size: said.size, root: said.root, note, at: at.0 };
    // What a head of ours proves is what others have; what was entered since may not be.
    let kept = journal::kept_head(node)?.map_or(0, |head| head.size);
    let from = node.store.log_mark()?.min(kept).min(node.log.size());
    // A head that is no larger contradicts what the backup has: nothing is missing.
    Ok((head.size > from).then_some(Wanted { from, head }))
}

/// Begins anew with one witness; what another handed over is forgotten.
pub fn begin(node: &mut Node, witness: &NodeCode) -> Result<Option<Wanted>, Error> {
    let witnesses = cosignature::witnesses(&node.directory, &node.code);
    let is_witness = witnesses.iter().any(|member| member.code == *witness);
    node.store.forget_fetched()?;
    Ok(wanted(node)?.filter(|_| is_witness))
}

/// What to do after a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The piece that begins there.
    From(u64),
    /// Everything is there: [`take`] it.
    Whole,
    /// This witness cannot help.
    Other,
}

/// Keeps a piece that a witness handed over, beside the log.
pub fn piece(
    node: &mut Node,
    witness: &NodeCode,
    (wanted, from): (&Wanted, u64),
    given: &Given,
) -> Result<Next, Error> {
    if given.size < wanted.head.size {
        node.store.note_fetch_try(witness.as_str(), Tried::Short(given.size))?;
        return Ok(Next::Other);
    }
    let hashes = given.hashes();
    let end = from + hashes.len() as u64;
    if hashes.is_empty() || end > wanted.head.size {
        node.store.note_fetch_try(witness.as_str(), Tried::False)?;
        return Ok(Next::Other);
    }
    node.store.insert_fetched(from, &hashes)?;
    Ok(if end == wanted.head.size { Next::Whole } else { Next::From(end) })
}

/// RST-08: takes what was fetched, where it gives the largest head and every other one that was
/// shown; or nothing of it. Answers how many leaves our log has again. A job of its own.
pub fn take(node: &mut Node, witness: &NodeCode, wanted: &Wanted) -> Result<u64, Error> {
    let from = shared_size(node, wanted)?;
    if node.store.lost_end()? > from {
        return Err(Error::Check(Rule::NewEpoch));
    }
    let beyond = node.store.leaves(from, node.store.leaf_count()?)?;
    let moving = Moving::read(node, from)?;
    node.log.cut(&node.store, from)?;
    let mut at = from;
    while at < wanted.head.size {
        let hashes = node.store.fetched_at(at)?;
        if hashes.is_empty() {
            return Err(Error::Check(Rule::Fetched));
        }
        node.log.append_lost(&node.store, &hashes)?;
        at += hashes.len() as u64;
    }
    check_heads(node, wanted)?;
    let again = take_their_places(node, from)?;
    moving.enter_again(node, beyond, &again)?;
    let fetched = wanted.head.size - from;
    let way = WayOn { at: node.now().0, how: How::Fetched(witness.to_string(), fetched) };
    node.store.set_way_on(&way)?;
    node.store.set_setting(journal::HEAD, wanted.head.note.as_bytes())?;
    node.store.set_log_mark(wanted.head.size)?;
    node.store.release_heads()?;
    node.log.hold(false);
    Ok(fetched)
}

/// After a try to take what was fetched that failed: why, so that people can read it.
pub fn failed(node: &mut Node, witness: &NodeCode, rule: Rule) -> Result<(), Error> {
    let tried = if rule == Rule::Fetched { Tried::False } else { Tried::Contradicts };
    tracing::warn!(%witness, rule = rule.code(), "leaf hashes that were fetched are not taken");
    node.store.forget_fetched()?;
    node.store.note_fetch_try(witness.as_str(), tried)
}

/// How many leaves of our log are those that were fetched: behind them stands what was entered
/// since the backup.
fn shared_size(node: &Node, wanted: &Wanted) -> Result<u64, Error> {
    let (mut at, end) = (wanted.from, wanted.head.size.min(node.log.size()));
    while at < end {
        let theirs = node.store.fetched_at(at)?;
        let ours = node.log.leaf_hashes(&node.store, at, end.min(at + theirs.len() as u64))?;
        let same = ours.iter().zip(&theirs).take_while(|(ours, theirs)| ours == theirs).count();
        at += same as u64;
        if same < ours.len() || same == 0 {
            break;
        }
    }
    Ok(at)
}

/// The log leads to the largest head, to each that somebody showed and to each that we know of.
fn check_heads(node: &Node, wanted: &Wanted) -> Result<(), Error> {
    let tree = node.log.uncommitted(&node.store);
    let leads = |size: u64, root: &Digest| {
        size <= wanted.head.size && merkle::root(&tree, size).is_ok_and(|ours| ours == *root)
    };
    if !leads(wanted.head.size, &wanted.head.root) {
        return Err(Error::Check(Rule::Fetched));
    }
    let mut heads = node.store.shown()?;
    let witnessed = node.store.last_witnessed(node.code.as_str())?;
    heads.extend(witnessed.map(|one| (one.head.size, one.head.root)));
    heads.extend(node.store.cosignatures()?.iter().map(|one| (one.size, one.root)));
    heads.extend(journal::kept_head(node)?.map(|head| (head.size, head.root)));
    match heads.iter().all(|(size, root)| leads(*size, root)) {
        true => Ok(()),
        false => Err(Error::Check(Rule::NewEpoch)),
    }
}

/// Records of ours that came back stand at their old leaves again, where the fetched hashes say so;
/// answers the leaves at which they were entered meanwhile.
fn take_their_places(node: &mut Node, from: u64) -> Result<BTreeSet<u64>, Error> {
    let (epoch, mut left) = (node.store.epoch(&node.code)?, BTreeSet::new());
    for ComeBack { row, leaf: index, salt } in node.store.take_come_back()? {
        let Some(stored) = node.store.record_row(row)?.filter(|one| one.epoch == epoch) else {
            continue;
        };
        let subject = Subject::published(&stored.content_id);
        let hash = export::leaf_hash(&node.network, node.log.origin(), &subject, salt);
        let lost = node.store.lost_leaves(OPEN, (index, index + 1))?;
        let is_there = index >= from && lost == [(index, hash)];
        if !is_there || node.store.leaf(index)?.is_some() {
            continue;
        }
        let (leaf_type, subject) = (LeafType::Published as u8, subject.to_bytes());
        node.store.insert_leaf(&StoredLeaf { index, leaf_type, salt, subject })?;
        node.store.set_record_leaf(row, epoch, (index, &salt))?;
        left.insert(stored.leaf);
    }
    Ok(left)
}

/// What stands at leaves that are entered again, by its leaf.
struct Moving {
    records: Vec<(i64, u64)>,
    pouches: Vec<(String, u8, u64, u64)>,
    receipts: Vec<(String, u64, Vec<u8>)>,
    minutes: Vec<(i64, u64)>,
}

impl Moving {
    fn read(node: &Node, from: u64) -> Result<Self, Error> {
        let store = &node.store;
        let epoch = store.epoch(&node.code)?;
        let mut pouches = store.open_pouches()?;
        pouches.retain(|(_, _, _, leaf)| *leaf >= from);
        let minutes = store.minute_roots()?.into_iter().filter(|minute| minute.leaf >= from);
        Ok(Self {
            records: store.own_records_from(&node.code, epoch, from)?,
            pouches,
            receipts: store.take_receipts_from(from)?,
            minutes: minutes.map(|minute| (minute.minute, minute.leaf)).collect(),
        })
    }

    /// Enters these leaves again, but for those whose records have their old place, and says of
    /// everything where it stands now.
    fn enter_again(
        self,
        node: &mut Node,
        beyond: Vec<StoredLeaf>,
        left: &BTreeSet<u64>,
    ) -> Result<(), Error> {
        let mut moved = BTreeMap::<u64, Logged>::new();
        for leaf in beyond.iter().filter(|leaf| !left.contains(&leaf.index)) {
            let subject = Subject::from_bytes(&leaf.subject)?;
            moved.insert(leaf.index, journal::append(node, &subject)?);
        }
        let at = |leaf: u64| {
            let lost = || Error::Damaged(format!("leaf {leaf} is missing"));
            moved.get(&leaf).ok_or_else(lost)
        };
        let epoch = node.store.epoch(&node.code)?;
        for (row, leaf) in self.records.into_iter().filter(|(_, leaf)| !left.contains(leaf)) {
            let logged = at(leaf)?;
            node.store.set_record_leaf(row, epoch, (logged.index, logged.leaf.salt()))?;
        }
        for (peer, lane, first, leaf) in self.pouches {
            node.store.set_pouch_leaf((&peer, lane, first), at(leaf)?.index)?;
        }
        for (peer, leaf, bytes) in self.receipts {
            let (subject, logged) = (Receipt::from_bytes(&bytes)?.subject, at(leaf)?);
            let receipt = Receipt::new(subject, &logged.leaf, logged.index);
            node.store.queue_receipt(&peer, logged.index, &receipt.to_bytes())?;
        }
        for (minute, leaf) in self.minutes {
            node.store.set_minute_leaf(minute, at(leaf)?.index)?;
        }
        Ok(())
    }
}
