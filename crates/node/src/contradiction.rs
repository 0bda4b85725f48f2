//! A member that told two stories: what proves it is kept, and told to every member that may know
//! of it, which verifies it for itself and tells it on.
//!
//! Two heads, or two leaves, concern everyone who takes records of that log. Two records are told
//! to the members that both of them name, for the proof shows their headers. What no third party
//! could verify is told to nobody.

use record::moment::DAY_MS;
use record::{Name, NodeCode, cbor};
use seal::Rule;
use seal::contradiction::{About, Proof, Proven, Statement};
use seal::directory::{Directory, Member};
use serde::{Deserialize, Serialize};

use crate::audit::{self, Deed, Event};
use crate::store::contradiction::Contradiction;
use crate::{Error, Node, disclosed, index};

/// Where contradictions are told.
pub const CONFLICT: &str = "/x/v1/conflict";

/// Who refused one may have had an older directory: it is told again after this long.
const AGAIN_MS: i64 = DAY_MS;

const HEAD: &str = "head";
const RECORD: &str = "record";

/// What a member answers that is told of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It knows of it from now on, or knew already.
    Kept,
    Refused {
        rule: String,
        text: String,
    },
}

fn about(name: &Name) -> Vec<u8> {
    cbor::to_bytes(&(&name.owner, &name.id, name.revision))
}

/// Whether the owner is proven to have told two stories under this name.
pub fn is_of(node: &Node, name: &Name) -> Result<bool, Error> {
    Ok(node.store.contradiction(&name.owner, RECORD, &about(name))?.is_some())
}

/// Two heads that this node found to contradict each other: told to others where they prove it.
pub fn found_heads(
    node: &mut Node,
    (owner, first, other): (&NodeCode, &[u8], &str),
) -> Result<(), Error> {
    // The log's own lines: cosignatures are no part of what it said.
    let own_lines = |note: &str| note.split_inclusive('\n').take(6).collect::<String>();
    let proof = Proof::Heads(own_lines(&String::from_utf8_lossy(first)), own_lines(other));
    match proof.verify(&node.directory) {
        Ok(proven) if proven.owner == *owner => keep(node, None, &proof, &proven).map(drop),
        // One size cannot be joined to another: that proves it to us alone.
        _ => Ok(()),
    }
}

/// Two records of one name that this node holds both: told to others where that is proven.
pub fn found_records(node: &mut Node, name: &Name) -> Result<(), Error> {
    let mut proven = Vec::new();
    for stored in node.store.records_named(name)? {
        proven.extend(disclosed::statement(node, stored.row)?);
    }
    let mut proven = proven.into_iter();
    let (Some(one), Some(other)) = (proven.next(), proven.next()) else { return Ok(()) };
    two_records(node, None, (&one, &other)).map(drop)
}

/// Keeps that two records of one name were published, and that the log has two leaves in one place
/// where they stand in the same. Answers whether the records are news.
pub fn two_records(
    node: &mut Node,
    from: Option<&NodeCode>,
    (one, other): (&Statement, &Statement),
) -> Result<bool, Error> {
    // Their evidence alone, which anybody may see: it says nothing of the records.
    let leaves = Proof::Leaves(Box::new((one.evidence.clone(), other.evidence.clone())));
    if let Ok(proven) = leaves.verify(&node.directory) {
        keep(node, from, &leaves, &proven)?;
    }
    let records = Proof::Records(Box::new((one.clone(), other.clone())));
    match records.verify(&node.directory) {
        Ok(proven) => keep(node, from, &records, &proven),
        Err(_) => Ok(false),
    }
}

/// Keeps what was proven, acts on it, and wakes who tells it on. Answers whether it is news. Who
/// showed it knows of it.
pub fn keep(
    node: &mut Node,
    from: Option<&NodeCode>,
    proof: &Proof,
    proven: &Proven,
) -> Result<bool, Error> {
    let (what, about) = match &proven.about {
        About::Log { epoch } => (HEAD, epoch.to_be_bytes().to_vec()),
        About::Record { name, .. } => (RECORD, about(name)),
    };
    let named = match &proven.about {
        About::Log { .. } => None,
        About::Record { recipients, .. } => Some(recipients.as_slice()),
    };
    let (owner, at) = (&proven.owner, node.now().0);
    let bytes = cbor::to_bytes(proof);
    let new = Contradiction { owner, what, about: &about, proof: &bytes, named, at };
    let kept = node.store.insert_contradiction(&new)?;
    let row = match kept {
        Some(row) => Some(row),
        None => node.store.contradiction(owner, what, &about)?,
    };
    if let (Some(row), Some(from)) = (row, from) {
        node.store.note_contradiction_told(from, row, (false, at))?;
    }
    if kept.is_some() {
        act_on(node, proof, proven)?;
        node.contradicted.send_modify(|count| *count += 1);
    }
    Ok(kept.is_some())
}

/// Both are kept, neither is acted on: of the log nothing but what takes back is taken any more,
/// the record is shown to nobody.
fn act_on(node: &mut Node, proof: &Proof, proven: &Proven) -> Result<(), Error> {
    let (owner, at) = (&proven.owner, node.now().0);
    match &proven.about {
        About::Log { epoch } => {
            let log = node.store.log_name(owner, *epoch)?;
            if !node.store.head_conflict(&log)? {
                let (one, other) = heads(proof);
                node.store.insert_conflict(&log, HEAD, one.as_bytes(), other.as_bytes(), at)?;
            }
            tracing::error!(%owner, "a log contradicts itself: only recalls are taken from it");
            Ok(())
        }
        About::Record { name, content_ids: (one, other), .. } => {
            node.store.insert_conflict(owner.as_str(), RECORD, &one.0, &other.0, at)?;
            index::refresh(node, owner, &name.id)
        }
    }
}

/// The checkpoints under which both stories stand.
fn heads(proof: &Proof) -> (&str, &str) {
    match proof {
        Proof::Heads(one, other) => (one, other),
        Proof::Leaves(both) => (&both.0.checkpoint, &both.1.checkpoint),
        Proof::Records(both) => (&both.0.evidence.checkpoint, &both.1.evidence.checkpoint),
    }
}

/// Reads what a member tells, beside the writer.
pub fn open(directory: &Directory, bytes: &[u8]) -> Result<(Proof, Proven), Rule> {
    let proof: Proof = cbor::from_bytes(bytes).map_err(|_| Rule::Contradiction)?;
    let proven = proof.verify(directory)?;
    Ok((proof, proven))
}

/// Keeps what a member proved. In a transaction; the answer is true after its commit.
pub fn receive(
    node: &mut Node,
    from: &NodeCode,
    opened: Result<(Proof, Proven), Rule>,
) -> Result<Answer, Error> {
    let opened = opened.and_then(|(proof, proven)| match may_know(&node.code, &proven) {
        true => Ok((proof, proven)),
        false => Err(Rule::Told),
    });
    let (proof, proven) = match opened {
        Ok(opened) => opened,
        Err(rule) => {
            note(node, from, rule, "conflict-unproven")?;
            return Ok(Answer::Refused { rule: rule.code().into(), text: rule.text().into() });
        }
    };
    if keep(node, Some(from), &proof, &proven)? {
        tracing::error!(%from, owner = %proven.owner, "told of two stories that its owner told");
        note(node, from, Rule::Told, "conflict-told")?;
    }
    Ok(Answer::Kept)
}

/// Two records concern those whom both of them name.
fn may_know(me: &NodeCode, proven: &Proven) -> bool {
    match &proven.about {
        About::Log { .. } => true,
        About::Record { recipients, .. } => recipients.contains(me),
    }
}

fn note(node: &mut Node, from: &NodeCode, rule: Rule, why: &str) -> Result<(), Error> {
    let event = Event::of_peer(Deed::Refused, from.as_str(), node.now(), rule.code());
    audit::note(node, &event.reason(why)).map(drop)
}

/// WIT-02: what a member is to be told next, and its row.
pub fn next(node: &Node, peer: &NodeCode) -> Result<Option<(i64, Vec<u8>)>, Error> {
    if !node.directory.member(peer).is_some_and(Member::is_active) {
        return Ok(None);
    }
    node.store.contradiction_to_tell(peer, node.now().0.saturating_sub(AGAIN_MS))
}

/// Proofs that do not hold any more; those of a member whose key was revoked since are passed over.
pub fn broken(node: &Node) -> Result<Vec<String>, Error> {
    let mut broken = Vec::new();
    for (owner, bytes) in node.store.contradictions()? {
        let member = NodeCode::new(&owner).ok();
        let member = member.and_then(|code| node.directory.member(&code));
        if member.is_some_and(|member| member.logs.iter().any(|log| log.revoked_at.is_some())) {
            continue;
        }
        let proven = open(&node.directory, &bytes);
        if proven.is_err() || proven.is_ok_and(|(_, proven)| proven.owner.as_str() != owner) {
            broken.push(format!("what proves that {owner} contradicted itself does not hold"));
        }
    }
    Ok(broken)
}

/// What a member answered to it.
pub fn settle(node: &mut Node, peer: &NodeCode, row: i64, answer: &Answer) -> Result<(), Error> {
    if let Answer::Refused { rule, .. } = answer {
        tracing::warn!(%peer, rule, "a contradiction that was told was not taken");
    }
    let refused = matches!(answer, Answer::Refused { .. });
    node.store.note_contradiction_told(peer, row, (refused, node.now().0))
}
