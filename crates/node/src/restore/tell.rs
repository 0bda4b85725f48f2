//! What others are told who may be behind: the last head, the lane marks, the records and what we
//! have of theirs, each to whom it concerns alone.

use record::draft::Lane;
use record::parts::Packed;
use record::{Digest, Header, NodeCode, Record};
use seal::cosignature;
use seal::evidence::Evidence;
use seal::leaf::Subject;
use seal::receipt::{Receipt, Status};
use serde::{Deserialize, Serialize};

use crate::audit::{self, Deed, Event};
use crate::store::behind::Named;
use crate::store::record::Stored;
use crate::{Error, Node, export, journal, outward};

/// Where a node asks what others have of it.
pub const KNOWN: &str = "/x/v1/known";
/// Where it asks for names, to compare them.
pub const HELD: &str = "/x/v1/held";
/// Where it asks for what it lacks.
pub const AGAIN: &str = "/x/v1/again";

/// Names in one answer.
pub const NAMES_MAX: usize = 2_000;
/// Records that are asked for at once.
pub const ASKED_MAX: usize = 256;
/// Bytes of records in one answer; those left out are asked for again.
const GIVEN_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What a member has of whoever asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The largest heads of the asker's log: that came with a pouch, that was cosigned here, that a
    /// quorum cosigned.
    pub heads: Vec<String>,
    /// Numbers taken from the asker, by lane.
    pub taken: [Vec<(u64, u64)>; 3],
    /// Numbers of our own lanes that the asker has acknowledged.
    pub acknowledged: [Vec<(u64, u64)>; 3],
    /// Of each log that the asker witnesses, the last head that a quorum cosigned.
    pub cosigned: Vec<(NodeCode, String)>,
}

/// Whose records are compared, as the asker sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    Mine,
    Yours,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskHeld {
    pub whose: Whose,
    /// The last name of the page before.
    pub after: Option<Named>,
}

/// A record that is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub named: Named,
    /// Why its owner took it back from the asker, or why it is hidden at the holder.
    pub gone: Option<String>,
    /// What the asker told its owner that it did with it.
    pub told: Vec<Told>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    Hidden(String),
    Erased(String),
    Held { authority: String, until: String },
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldPage {
    pub entries: Vec<Entry>,
    pub more: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskAgain {
    /// Records of the asker that it lacks.
    pub mine: Vec<Named>,
    /// Records of whoever is asked that were let out to the asker.
    pub yours: Vec<Named>,
    /// Records of the asker for which it has no receipt.
    pub receipts: Vec<Named>,
}

/// A record of the asker's own, and what proves that it said it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    pub record: Packed,
    pub evidence: Evidence,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Again {
    pub given: Vec<Given>,
    /// Records that will come in a lane, under new numbers.
    pub queued: u64,
    /// Receipts that will come.
    pub receipts: u64,
}

/// What we have of a member that asks, and its lanes and ours.
pub fn known(node: &mut Node, asker: &NodeCode) -> Result<Known, Error> {
    let owner = asker.as_str();
    let taken = node.store.last_head(owner)?.map(|head| head.note);
    let witnessed = node.store.last_witnessed(owner)?.map(|one| one.head.note);
    let cosigned = node.store.cosigned(asker)?.map(|head| head.note);
    // The log's own lines are all that the asker needs of a cosigned note.
    let own_lines = |note: String| note.split_inclusive('\n').take(6).collect::<String>();
    let mut heads: Vec<String> =
        taken.into_iter().chain(witnessed).chain(cosigned).map(own_lines).collect();
    heads.sort();
    heads.dedup();
    let mut known = Known { heads, ..Known::default() };
    for lane in Lane::ALL {
        known.taken[lane as usize] = node.store.received(owner, lane as u8)?;
        known.acknowledged[lane as usize] = node.store.acked_ranges(owner, lane as u8)?;
    }
    let directory = node.directory.clone();
    for member in directory.members().iter().filter(|member| member.code != *asker) {
        let witnesses = cosignature::witnesses(&directory, &member.code);
        if !witnesses.iter().any(|witness| witness.code == *asker) {
            continue;
        }
        let head = node.store.last_witnessed(member.code.as_str())?;
        known.cosigned.extend(head.map(|one| (member.code.clone(), one.head.note)));
    }
    Ok(known)
}

/// A page of names: the asker's own records that we have, or ours that it was let have.
pub fn held(node: &mut Node, asker: &NodeCode, asks: &AskHeld) -> Result<HeldPage, Error> {
    let (me, after) = (node.code.clone(), asks.after.as_ref());
    let owner = match asks.whose {
        Whose::Mine => asker,
        Whose::Yours => &me,
    };
    let found = node.store.named_after(owner, after, NAMES_MAX + 1)?;
    let more = found.len() > NAMES_MAX;
    let mut entries = Vec::new();
    for (named, row) in found.iter().take(NAMES_MAX) {
        let entry = match asks.whose {
            Whose::Mine => Some(theirs(node, asker, named)?),
            Whose::Yours => ours(node, asker, named, *row)?,
        };
        entries.extend(entry);
    }
    // A page whose names do not concern the asker still says where the next one begins.
    if let (true, true, Some((named, _))) = (more, entries.is_empty(), found.get(NAMES_MAX - 1)) {
        let asks = AskHeld { after: Some(named.clone()), ..asks.clone() };
        return held(node, asker, &asks);
    }
    Ok(HeldPage { entries, more })
}

fn theirs(node: &Node, asker: &NodeCode, named: &Named) -> Result<Entry, Error> {
    let hidings = node.store.hidings(asker, &named.id)?;
    let hiding = hidings.iter().find(|hiding| hiding.revision >= named.revision);
    let gone = hiding.map(|hiding| hiding.cause.code().to_owned());
    Ok(Entry { named: named.clone(), gone, told: Vec::new() })
}

/// None where it was never let out to who asks.
fn ours(node: &Node, asker: &NodeCode, named: &Named, row: i64) -> Result<Option<Entry>, Error> {
    if !node.store.is_released(row, asker.as_str())? {
        return Ok(None);
    }
    let hidings = node.store.hidings(&node.code, &named.id)?;
    let hiding = hidings.iter().find(|hiding| hiding.revision >= named.revision);
    let withdrawn = node.store.is_withdrawn_from(&named.id, named.revision, asker)?;
    let gone = hiding.map(|hiding| hiding.cause.code());
    let gone = gone.or(withdrawn.then_some("withdrawn")).map(str::to_owned);
    let mut told = Vec::new();
    for receipt in node.store.receipts(&node.code, &named.id)? {
        if receipt.peer != asker.as_str() || receipt.name.revision != named.revision {
            continue;
        }
        told.extend(match Receipt::from_bytes(&receipt.bytes)?.subject {
            Subject::Hidden { cause, .. } => Some(Told::Hidden(cause)),
            Subject::Erased { cause, .. } => Some(Told::Erased(cause)),
            Subject::Held { authority, until, .. } => {
                Some(Told::Held { authority, until: until.to_string() })
            }
            _ => None,
        });
    }
    Ok(Some(Entry { named: named.clone(), gone, told }))
}

/// Gives the asker its own back, queues what was let out to it, and says again what became of what
/// it sent.
pub fn again(node: &mut Node, asker: &NodeCode, asks: &AskAgain) -> Result<Again, Error> {
    let mut answer = Again::default();
    let mut bytes = 0;
    let event =
        Event { refused: None, ..Event::of_peer(Deed::Exported, asker.as_str(), node.now(), "") };
    let mut event = event.reason("given-back");
    for named in asks.mine.iter().take(ASKED_MAX) {
        let Some(given) = give(node, asker, named)? else { continue };
        bytes += record::cbor::to_bytes(&given).len();
        if bytes > GIVEN_BYTES_MAX && !answer.given.is_empty() {
            break;
        }
        event = event.about(asker, &named.id);
        answer.given.push(given);
    }
    for named in asks.yours.iter().take(ASKED_MAX) {
        if outward::queue_again(node, asker, named)? {
            event = event.about(&node.code.clone(), &named.id);
            answer.queued += 1;
        }
    }
    for named in asks.receipts.iter().take(ASKED_MAX) {
        answer.receipts += u64::from(tell_again(node, asker, named)?);
    }
    if !event.about.is_empty() {
        audit::note(node, &event)?;
    }
    Ok(answer)
}

fn held_of(node: &Node, asker: &NodeCode, named: &Named) -> Result<Option<Stored>, Error> {
    match node.store.named_row(asker, named)? {
        Some(row) => node.store.record_row(row),
        None => Ok(None),
    }
}

/// RST-04: what is given back is the asker's own.
fn give(node: &Node, asker: &NodeCode, named: &Named) -> Result<Option<Given>, Error> {
    let Some(stored) = held_of(node, asker, named)? else { return Ok(None) };
    let (Some(proof), true) = (stored.proof, stored.content.is_some()) else { return Ok(None) };
    let record = node.vault.pack(&node.store, &stored)?;
    Ok(Some(Given { record, evidence: export::foreign(node, proof, &stored)? }))
}

fn tell_again(node: &mut Node, asker: &NodeCode, named: &Named) -> Result<bool, Error> {
    let Some(stored) = held_of(node, asker, named)? else { return Ok(false) };
    let name = Header::from_bytes(&stored.header)?.name();
    let at = record::Timestamp(stored.arrived);
    let admitted = Subject::admitted(&name, &stored.content_id, at);
    journal::tell(node, &admitted, &name)?;
    let hidings = node.store.hidings(asker, &named.id)?;
    if let Some(hiding) = hidings.iter().find(|hiding| hiding.revision >= named.revision) {
        let (cause, at) = (hiding.cause.code(), record::Timestamp(hiding.at));
        let hidden = Subject::hidden(&name, &stored.content_id, cause, at);
        journal::tell(node, &hidden, &name)?;
        if stored.content.is_none() {
            let erased = Subject::erased(&name, &stored.content_id, cause, node.now());
            journal::tell(node, &erased, &name)?;
        }
    }
    Ok(true)
}

/// Whether a receipt says that its record was taken.
pub(super) fn is_accepted(status: u8) -> bool {
    status == Status::Accepted as u8
}

/// A record given back, read and held against its name.
pub(super) fn read(given: Given) -> Result<(Record, Digest, Evidence), Error> {
    let content_id = given.record.content_id()?;
    Ok((Record::unpack(given.record)?, content_id, given.evidence))
}
