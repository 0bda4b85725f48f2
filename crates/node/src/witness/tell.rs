//! Heads that a quorum cosigned: told to every member that holds something under them, at most one
//! a second and member, and kept there.
//!
//! They travel alone (`POST /x/v1/head`) and not with a pouch: a head is of a log and not of a
//! lane, it must come also when nothing waits to be sent, and no pouch grows or waits for it.

use record::moment::HOUR_MS;
use record::{NodeCode, Timestamp};
use seal::Rule;
use seal::cosignature::{self, Attested};
use seal::directory::Directory;
use seal::evidence::Standing;
use serde::{Deserialize, Serialize};

use super::{Proof, conflict, refuse};
use crate::store::evidence::Head;
use crate::store::witness::{Link, Witnessed};
use crate::{Error, Node, outward};

/// Where nothing waits to be attested, a member hears of our newest head after this long.
const AGAIN_MS: i64 = HOUR_MS;

/// A witnessed head, joined to what the receiver knows of this log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The checkpoint with its cosignatures.
    pub note: String,
    /// From the last witnessed head that the receiver has.
    pub witnessed: Proof,
    /// From, or up to, the largest head that the receiver took with a pouch.
    pub taken: Proof,
}

/// What the receiver has of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Has {
    /// Size of the last witnessed head.
    pub witnessed: u64,
    /// Size of the largest head that came with a pouch.
    pub taken: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Kept, or known already.
    Kept(Has),
    /// The proofs start elsewhere.
    NeedConsistency(Has),
    Conflict,
    Refused {
        rule: String,
        text: String,
    },
}

impl From<Rule> for Answer {
    fn from(rule: Rule) -> Self {
        Self::Refused { rule: rule.code().into(), text: rule.text().into() }
    }
}

/// What a member was told last: the setting's three numbers.
fn last_told(node: &Node, peer: &NodeCode) -> Result<(Has, i64), Error> {
    let bytes = node.store.setting(&told_key(peer))?.unwrap_or_default();
    let number = |place: usize| {
        let bytes = bytes.get(place * 8..place * 8 + 8)?;
        Some(u64::from_be_bytes(bytes.try_into().ok()?))
    };
    let has = Has { witnessed: number(0).unwrap_or(0), taken: number(1).unwrap_or(0) };
    Ok((has, number(2).and_then(|at| i64::try_from(at).ok()).unwrap_or(i64::MIN)))
}

fn set_last_told(node: &Node, peer: &NodeCode, has: Has) -> Result<(), Error> {
    let at = u64::try_from(node.now().0).unwrap_or(0);
    let bytes = [has.witnessed, has.taken, at].map(u64::to_be_bytes).concat();
    node.store.set_setting(&told_key(peer), &bytes)
}

fn told_key(peer: &NodeCode) -> String {
    format!("told-head/{peer}")
}

/// The witnessed head that a member should hear of now; none where all that it holds of ours is
/// under one that it has.
pub fn next(node: &Node, peer: &NodeCode) -> Result<Option<Told>, Error> {
    if node.log.is_held() {
        return Ok(None);
    }
    let Some(newest) = node.store.last_witnessed(node.code.as_str())? else { return Ok(None) };
    let (told, at) = last_told(node, peer)?;
    let taken = outward::acked_head_size(node, peer)?;
    // What it took since is under no witnessed head yet, or under one that it has not.
    let covered = told.witnessed.min(told.taken);
    let gains = newest.head.size.min(taken) > covered;
    let late = node.now().0.saturating_sub(at) >= AGAIN_MS && newest.head.size > told.witnessed;
    if !gains && !late {
        return Ok(None);
    }
    joined(node, Has { taken, ..told })
}

/// The newest witnessed head, joined to what a member has.
pub fn joined(node: &Node, has: Has) -> Result<Option<Told>, Error> {
    let Some(newest) = node.store.last_witnessed(node.code.as_str())? else { return Ok(None) };
    let size = newest.head.size;
    if has.witnessed.max(has.taken) > node.log.size() {
        let text = "a member has a larger head of our log than we have";
        return Err(Error::Damaged(text.into()));
    }
    Ok(Some(Told {
        note: newest.head.note,
        witnessed: Proof::of(node, has.witnessed, size)?,
        taken: Proof::of(node, has.taken, size)?,
    }))
}

/// What to do after a member's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    Kept,
    /// Told again, joined to what it has.
    AgainFrom(Has),
    /// It did not take it, and why.
    Later(String),
}

pub fn settle(node: &mut Node, peer: &NodeCode, answer: &Answer) -> Result<Settled, Error> {
    let most = node.log.size();
    match answer {
        Answer::Kept(has) => {
            // Whatever it says: it cannot have more than there is.
            let (witnessed, taken) = (has.witnessed.min(most), has.taken.min(most));
            set_last_told(node, peer, Has { witnessed, taken })?;
            Ok(Settled::Kept)
        }
        Answer::NeedConsistency(has) if has.witnessed.max(has.taken) > most => {
            Ok(Settled::Later("it says it has a larger head of our log than we have".into()))
        }
        Answer::NeedConsistency(has) => Ok(Settled::AgainFrom(*has)),
        Answer::Conflict => Ok(Settled::Later("it holds two heads of ours".into())),
        Answer::Refused { rule, text } => Ok(Settled::Later(format!("{rule}: {text}"))),
    }
}

/// A head that a quorum cosigned; whether it continues what we know is the writer's to say.
pub struct Opened {
    head: Head,
    witnessed: Proof,
    taken: Proof,
}

/// Reads what an owner told, beside the writer.
pub fn open(directory: &Directory, from: &NodeCode, bytes: &[u8]) -> Result<Opened, Rule> {
    let told: Told = record::cbor::from_bytes(bytes).map_err(|_| Rule::NoteForm)?;
    let owner = directory.member(from).filter(|member| member.is_active());
    let attested = cosignature::read(&told.note, owner.ok_or(Rule::NotMember)?, directory)?;
    let Attested { checkpoint, signed_at: Timestamp(at), standing, .. } = attested;
    if standing != Standing::Witnessed {
        return Err(Rule::Quorum);
    }
    let head = Head { size: checkpoint.size, root: checkpoint.root, note: told.note, at };
    Ok(Opened { head, witnessed: told.witnessed, taken: told.taken })
}

/// Keeps a witnessed head that continues both what was witnessed and what came with pouches. In a
/// transaction; the answer is true after its commit.
pub fn receive(
    node: &mut Node,
    from: &NodeCode,
    opened: Result<Opened, Rule>,
) -> Result<Answer, Error> {
    let disputed = node.store.head_conflict(from.as_str())?;
    let opened = match opened {
        // Two heads are kept already; a third would say no more.
        Ok(_) if disputed => {
            refuse(node, from, Rule::HeadConflict)?;
            return Ok(Rule::HeadConflict.into());
        }
        Ok(opened) => opened,
        Err(rule) => {
            refuse(node, from, rule)?;
            return Ok(rule.into());
        }
    };
    let owner = from.as_str();
    let last = node.store.last_witnessed(owner)?;
    let taken = node.store.last_head(owner)?;
    let has = Has {
        witnessed: last.as_ref().map_or(0, |last| last.head.size),
        taken: taken.as_ref().map_or(0, |taken| taken.size),
    };
    let Opened { head, witnessed, taken: to_taken } = opened;
    if let Some(other) = contradicted(node, from, &head)? {
        conflict(node, from, &other, &head)?;
        return Ok(Answer::Conflict);
    }
    if let Some(last) = &last
        && (head.size < last.head.size || (head.size == last.head.size && last.linked == has.taken))
    {
        return Ok(Answer::Kept(Has { witnessed: last.head.size, taken: last.linked }));
    }
    let known = [(&witnessed, last.as_ref().map(|last| &last.head)), (&to_taken, taken.as_ref())];
    let known = known.into_iter().filter_map(|(proof, old)| Some((proof, old?)));
    let known: Vec<(&Proof, &Head)> = known.collect();
    if known.iter().any(|(proof, old)| proof.from != old.size) {
        return Ok(Answer::NeedConsistency(has));
    }
    // The owner itself proves from the very head that we have: where that fails, it has two logs.
    let fails = |(proof, old): &&(&Proof, &Head)| {
        !proof.joins((old.size, &old.root), (head.size, &head.root))
    };
    if let Some((_, old)) = known.iter().find(fails) {
        let old = (*old).clone();
        conflict(node, from, &old, &head)?;
        return Ok(Answer::Conflict);
    }
    keep(node, from, head, (last, has), to_taken)
}

/// A head of the same size that we know under another root.
fn contradicted(node: &Node, from: &NodeCode, head: &Head) -> Result<Option<Head>, Error> {
    let taken = node.store.head_at(from.as_str(), head.size)?;
    let witnessed = node.store.witnessed_at(from.as_str(), head.size)?.map(|one| one.head);
    let cosigned = node.store.cosigned(from)?.filter(|one| one.size == head.size);
    let mut known = taken.into_iter().chain(witnessed).chain(cosigned);
    Ok(known.find(|other| other.root != head.root))
}

/// One that joins no more of what we took than this one does gives way to it.
fn keep(
    node: &mut Node,
    from: &NodeCode,
    head: Head,
    (last, has): (Option<Witnessed>, Has),
    to_taken: Proof,
) -> Result<Answer, Error> {
    let (owner, size) = (from.as_str(), head.size);
    if let Some(last) = last.filter(|last| last.linked == has.taken || last.covers() == 0) {
        node.store.remove_witnessed(owner, last.head.size)?;
    }
    node.store.insert_witnessed(owner, &Witnessed { head, linked: has.taken })?;
    if has.taken > 0 {
        let (old, new) = (size.min(has.taken), size.max(has.taken));
        node.store.insert_head_link(owner, &Link { old, new, hashes: to_taken.hashes })?;
    }
    Ok(Answer::Kept(Has { witnessed: size, taken: has.taken }))
}
