//! An owner could tell two recipients two stories under one name. Recipients that a record names
//! know of each other: once an hour they compare what they have under the names that became known
//! since, and where it differs they show each other what proves it. Each function is a job of the
//! writer.
//!
//! A record is compared with those whom it names itself, as long as it stands here. The word of a
//! co-recipient alone changes nothing (DLV-27): what counts is that the owner's log published both.

use std::collections::BTreeSet;

use record::{Digest, Name, NodeCode, Record};
use seal::Rule;
use seal::contradiction::{Said, Statement};
use seal::disclosed::{Pair, tag};
use serde::{Deserialize, Serialize};

use crate::audit::{self, Deed, Event};
use crate::store::disclosed::Disclosed;
use crate::store::record::Stored;
use crate::{Error, Node, contradiction, export, index};

pub mod ask;

/// Where recipients of the same records compare them.
pub const DISCLOSED: &str = "/x/v1/disclosed";

/// Set by the migration whose rows are still to be made.
pub const INCOMPLETE: &str = "disclosed/incomplete";

/// Names in one question.
pub const NAMES_MAX: usize = 1_024;
/// Records that are proven at once.
pub const PROOFS_MAX: usize = 16;
/// Bytes of proofs in one message; those left out come in the next.
const PROOFS_BYTES_MAX: usize = 2 * 1024 * 1024;

/// A name and what stands under it, as digests: tag, mark, check.
pub type Entry = (u16, Digest, Digest);

/// What a recipient asks another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    Names {
        salt: Digest,
        entries: Vec<Entry>,
    },
    /// What proves the asker's records under names of which the other has something else.
    Proofs(Vec<Statement>),
}

/// What the other answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Places of the entries under whose names it has something else.
    Differ(Vec<u16>),
    /// Its own proof for each of the asker's, where it has something else that names the asker.
    Proofs(Vec<Option<Statement>>),
}

/// Notes whom a record of another names beside us, so that it is compared.
pub fn enter(node: &mut Node, row: i64, record: &Record) -> Result<(), Error> {
    let owner = &record.header.owner;
    if *owner == node.code {
        return Ok(());
    }
    let named: BTreeSet<NodeCode> = record.recipients()?.into_iter().flatten().collect();
    let others = || named.iter().filter(|member| **member != node.code && *member != owner);
    if !named.contains(&node.code) || others().next().is_none() {
        return Ok(());
    }
    node.store.insert_disclosed(row, tag(&node.network, &record.name()), others())
}

/// Notes it of a record that was stored before records were compared.
pub fn complete_one(node: &mut Node, stored: &Stored) -> Result<(), Error> {
    if !index::is_active(node, stored)? {
        return Ok(());
    }
    let record = node.vault.open(&node.store, stored)?;
    enter(node, stored.row, &record)
}

/// A recipient says under which names it has something else, and proves it; nothing where the
/// question cannot be.
pub fn answer(node: &mut Node, asker: &NodeCode, asks: &Ask) -> Result<Option<Answer>, Error> {
    match asks {
        Ask::Names { salt, entries } if entries.len() <= NAMES_MAX => {
            let pair = pair(node, (asker, &node.code), *salt);
            let mut differ = Vec::new();
            for (place, entry) in (0..).zip(entries) {
                if differs(node, asker, &pair, entry)? {
                    differ.push(place);
                }
            }
            Ok(Some(Answer::Differ(differ)))
        }
        Ask::Proofs(theirs) if theirs.len() <= PROOFS_MAX => {
            answer_proofs(node, asker, theirs).map(|ours| Some(Answer::Proofs(ours)))
        }
        _ => Ok(None),
    }
}

fn pair(node: &Node, (asker, asked): (&NodeCode, &NodeCode), salt: Digest) -> Pair {
    Pair { network: node.network, asker: asker.clone(), asked: asked.clone(), salt }
}

/// Only records that name the asker are looked at: of others it learns nothing.
fn differs(
    node: &Node,
    asker: &NodeCode,
    pair: &Pair,
    (tag, mark, check): &Entry,
) -> Result<bool, Error> {
    let held = node.store.disclosed_tagged(*tag, asker)?;
    let mut same = held.iter().filter(|one| pair.mark(&one.name) == *mark);
    Ok(same.any(|one| pair.check(&one.name, &one.content_id) != *check))
}

/// DLV-27: ours is shown to who proved that the owner published another, and named us both in it.
fn answer_proofs(
    node: &mut Node,
    asker: &NodeCode,
    theirs: &[Statement],
) -> Result<Vec<Option<Statement>>, Error> {
    let (mut ours, mut shown) = (Vec::with_capacity(theirs.len()), Vec::new());
    let (mut unproven, mut bytes) = (0, 0);
    for their in theirs {
        let Some(said) = proven(node, asker, their) else {
            unproven += 1;
            ours.push(None);
            continue;
        };
        let own = held_against(node, asker, &said)?;
        let own = own.filter(|(_, own)| has_room(&mut bytes, own));
        if let Some((held, own)) = &own {
            found(node, asker, held, (own, their))?;
            shown.push(held.name.clone());
        }
        ours.push(own.map(|(_, own)| own));
    }
    note_shown(node, asker, &shown)?;
    note_unproven(node, asker, unproven)?;
    Ok(ours)
}

/// What a co-recipient's statement proves, where it is about a third owner and names us both.
fn proven(node: &Node, peer: &NodeCode, their: &Statement) -> Option<Said> {
    let said = their.verify(&node.directory).ok()?;
    let third = said.name.owner != *peer && said.name.owner != node.code;
    (third && said.names(peer) && said.names(&node.code)).then_some(said)
}

/// Our own record of that name, where it is another and names the co-recipient.
fn held_against(
    node: &Node,
    peer: &NodeCode,
    said: &Said,
) -> Result<Option<(Disclosed, Statement)>, Error> {
    let held = node.store.disclosed_tagged(tag(&node.network, &said.name), peer)?;
    let mut held = held.into_iter().filter(|one| one.name == said.name);
    match held.find(|one| one.content_id != said.content_id) {
        Some(held) => Ok(statement(node, held.row)?.map(|own| (held, own))),
        None => Ok(None),
    }
}

/// What proves a record of another that stands here.
pub fn statement(node: &Node, row: i64) -> Result<Option<Statement>, Error> {
    let stored = node.store.record_row(row)?.filter(|stored| stored.content.is_some());
    let Some(stored) = stored else { return Ok(None) };
    let Some(proof) = stored.proof else { return Ok(None) };
    let record = node.vault.open(&node.store, &stored)?;
    Ok(Some(Statement::of(record, export::foreign(node, proof, &stored)?)))
}

/// The first goes in any case.
fn has_room(bytes: &mut usize, statement: &Statement) -> bool {
    let more = record::cbor::to_bytes(statement).len();
    let fits = *bytes == 0 || *bytes + more <= PROOFS_BYTES_MAX;
    *bytes += if fits { more } else { 0 };
    fits
}

/// DLV-26: both are proven, so the owner told two stories. Kept, and told to who may know of it.
fn found(
    node: &mut Node,
    peer: &NodeCode,
    held: &Disclosed,
    (own, their): (&Statement, &Statement),
) -> Result<(), Error> {
    let (owner, id) = (&held.name.owner, &held.name.id);
    if contradiction::two_records(node, Some(peer), (own, their))? {
        tracing::error!(%peer, %owner, "two recipients were told two stories under one name");
        let event = Event::of_peer(Deed::Refused, peer.as_str(), node.now(), Rule::Compared.code());
        audit::note(node, &event.reason("disclosed-differs").about(owner, id))?;
    }
    Ok(())
}

/// Proofs of these went to a co-recipient.
fn note_shown(node: &mut Node, peer: &NodeCode, names: &[Name]) -> Result<(), Error> {
    if names.is_empty() {
        return Ok(());
    }
    let event = Event::of_peer(Deed::Exported, peer.as_str(), node.now(), "");
    let event = Event { refused: None, ..event }.reason("disclosed-shown");
    let event = names.iter().fold(event, |event, name| event.about(&name.owner, &name.id));
    audit::note(node, &event).map(drop)
}

fn note_unproven(node: &mut Node, peer: &NodeCode, count: u64) -> Result<(), Error> {
    if count == 0 {
        return Ok(());
    }
    tracing::warn!(%peer, count, "a co-recipient says that it has something else, and no proof");
    let event = Event::of_peer(Deed::Refused, peer.as_str(), node.now(), Rule::Unproven.code());
    audit::note(node, &Event { count, ..event.reason("disclosed-unproven") }).map(drop)
}
