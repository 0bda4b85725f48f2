//! Passing on: a recipient sends another's record to further members where its owner's handling
//! says so. What arrives stays its owner's, and its owner's word alone governs it.
//!
//! A forward carries the record as it came, with its owner's proof, and goes to the owner too. It
//! is hidden and erased with what it carries.

pub mod copy;
mod send;

use record::parts::Original;
use record::policy::{self, Audience, Class, Decision, Passing, State};
use record::{Body, Header, Name, NodeCode};
use seal::Rule;
use seal::evidence::Standing;
use seal::verify::{Carried, Contradiction, Verified, carried};

use crate::inward::Known;
use crate::store::evidence::Proof;
use crate::store::record::Stored;
use crate::view::Sight;
use crate::witness::{self, way};
use crate::{Error, Node, act, delivery, flow, gate, index};
pub use send::{Carrying, carry, permit};

/// The rule by which a forward is rejected.
type Judged<T> = Result<Result<T, &'static str>, Error>;

/// What a forward that arrived hands over, or the rule by which all of it is rejected. None where
/// the record is no forward, was here before, or carries one of our own.
pub fn judge(node: &mut Node, verified: &Verified, known: Known) -> Judged<Option<Carried>> {
    let header = &verified.record().header;
    if matches!(known, Known::Duplicate | Known::Hidden) {
        return Ok(Ok(None));
    }
    let Body::Forward(forward) = verified.body() else { return Ok(Ok(None)) };
    let extras = verified.record().extras()?;
    let Some(original) = extras.original else { return Ok(Err(Rule::ForwardForm.code())) };
    let carried = match prove(node, *original) {
        Ok(carried) => carried,
        Err(rule) => return Ok(Err(rule.code())),
    };
    let of = carried.verified().record().name();
    if header.revision != 1 || of != forward.statement.name || of.owner == header.owner {
        return Ok(Err(Rule::ForwardForm.code()));
    }
    let recipients = extras.recipients.unwrap_or_default();
    if !recipients.contains(&of.owner) || !recipients.contains(&node.code) {
        return Ok(Err(Rule::ForwardOwner.code()));
    }
    if of.owner == node.code {
        // Whatever is wrong with it: who passed the record on had it, and says who has it now.
        note(node, &header.name(), &of, &recipients)?;
    }
    if let Some(rule) = disputed(node, &carried)? {
        return Ok(Err(rule.code()));
    }
    let to = if of.owner == node.code { recipients } else { vec![node.code.clone()] };
    if let Some(rule) = refusal(node, &carried, (&header.owner, &to))? {
        return Ok(Err(rule));
    }
    Ok(Ok((of.owner != node.code).then_some(carried)))
}

/// What is carried, proven under the directory of this moment.
fn prove(node: &Node, original: Original) -> Result<Carried, Rule> {
    let latest = node.now().plus(node.config.created_ahead_ms_max);
    carried(original, &node.directory, latest)
}

/// Whether the owner's log contradicts itself, as known before or by the head that comes with this.
fn disputed(node: &mut Node, carried: &Carried) -> Result<Option<Rule>, Error> {
    let owner = carried.verified().record().header.owner.clone();
    if owner == node.code {
        return Ok(None);
    }
    let log = node.store.log_name(&owner, carried.epoch())?;
    if node.store.head_conflict(owner.as_str())? || node.store.head_conflict(&log)? {
        return Ok(Some(Rule::ForwardStanding));
    }
    let (note, head) = carried.checkpoint();
    let known = way::root_at(&node.store, &log, head.size)?;
    let Some(root) = known.filter(|root| *root != head.root) else { return Ok(None) };
    if log == owner.as_str() {
        let first = node.store.head_at(&log, head.size)?;
        let first = first.map_or(Vec::new(), |head| head.note.into_bytes());
        let (size, note) = (head.size, note.to_owned());
        let two = Contradiction { known: (size, root), note, size, root: head.root };
        delivery::keep_contradiction(node, &owner, &first, &two)?;
    }
    Ok(Some(Rule::ForwardStanding))
}

/// Taken back or expired here, or not to be passed on by that member to these.
fn refusal(
    node: &Node,
    carried: &Carried,
    (by, to): (&NodeCode, &[NodeCode]),
) -> Result<Option<&'static str>, Error> {
    let header = &carried.verified().record().header;
    let hidings = node.store.hidings(&header.owner, &header.id)?;
    let hidden = hidings.iter().any(|hiding| hiding.revision >= header.revision);
    if hidden || header.expiry.0 < act::node_day(node.now()) {
        return Ok(Some(Rule::ForwardTakenBack.code()));
    }
    let class = index::class_of(node, header, Some(carried.verified().body()), State::Active);
    let rule = refused(node, &class, (by, to))?;
    Ok(rule.map(policy::Rule::code))
}

/// The rule by which policy lets a record not be passed on to one of these members.
fn refused(
    node: &Node,
    class: &Class,
    (by, to): (&NodeCode, &[NodeCode]),
) -> Result<Option<policy::Rule>, Error> {
    // The owner, who judges what was done with its record, asks what a recipient would.
    let class = Class { audience: Audience::Recipient, ..class.clone() };
    for code in to.iter().filter(|code| **code != class.owner) {
        let destination = gate::destination(node, code)?;
        let region = node.directory.member(code).map_or("", |member| member.region.as_str());
        let passing = Passing { by, to: &destination, region };
        if let Decision::Refused(rule) = policy::pass_on(&node.tables, &passing, &class) {
            return Ok(Some(rule));
        }
    }
    Ok(None)
}

/// Notes to whom a forward gave a record. Its owner sends them what took the record back since, and
/// nothing else: no content leaves on another's word.
fn note(node: &mut Node, by: &Name, of: &Name, recipients: &[NodeCode]) -> Result<(), Error> {
    let at = node.now().0;
    for peer in recipients.iter().filter(|peer| **peer != of.owner) {
        let new = node.store.note_passed(of, by, peer.as_str(), at)?;
        if new && of.owner == node.code {
            send::take_back(node, of, peer)?;
        }
    }
    Ok(())
}

/// Notes a forward: ours, one to us, one of a record of ours; also one of two stories under one
/// name, for what it carries goes with its record all the same.
pub fn apply(node: &mut Node, verified: &Verified) -> Result<(), Error> {
    let Body::Forward(forward) = verified.body() else { return Ok(()) };
    let recipients = verified.record().extras()?.recipients.unwrap_or_default();
    note(node, &verified.record().name(), &forward.statement.name, &recipients)
}

/// Takes in what a forward carried, as if it had come from its owner, who is owed the receipts.
pub fn hand_over(node: &mut Node, carried: &Carried) -> Result<(), Error> {
    let verified = carried.verified();
    let header = &verified.record().header;
    let (shared, leaf) = carried.inclusion();
    let proof = node.store.insert_proof(&Proof {
        owner: header.owner.to_string(),
        checkpoint: carried.checkpoint().0.to_owned(),
        shared: shared.to_vec(),
        leaves: leaf.0.to_vec(),
    })?;
    flow::admit_one(node, verified, proof)?;
    // It may stand in an epoch of its owner's log that is closed by now.
    for stored in node.store.revisions(&header.owner, &header.id)? {
        if stored.proof == Some(proof) && stored.epoch != carried.epoch() {
            let leaf = (verified.leaf(), verified.leaf_salt());
            node.store.set_record_leaf(stored.row, carried.epoch(), leaf)?;
        }
    }
    Ok(())
}

/// Who passed a record on to this node, as far as its forwards say.
pub(crate) fn passed_on_by(sight: &Sight<'_>, header: &Header) -> Result<Vec<NodeCode>, Error> {
    let passed = sight.store.passed(&header.owner, &header.id)?.into_iter();
    let to_us = passed.filter(|one| one.peer == sight.code.as_str());
    let to_us = to_us.filter(|one| one.revision == header.revision);
    to_us.map(|one| Ok(NodeCode::new(&one.by)?)).collect()
}

/// How well a record is attested that came by a forward: witnessed only where the head that proves
/// it is one that its owner showed us too, for a proof joins only those.
pub(crate) fn standing(sight: &Sight<'_>, stored: &Stored) -> Result<Standing, Error> {
    let header = Header::from_bytes(&stored.header)?;
    let place = (stored.epoch, stored.leaf);
    let standing = witness::standing(sight.store, &header.owner, place)?;
    let proof = stored.proof.map(|proof| sight.store.proof(proof)).transpose()?.flatten();
    let note = proof.map(|proof| proof.checkpoint).unwrap_or_default();
    let size = note.lines().nth(1).and_then(|line| line.parse().ok());
    let log = sight.store.log_name(&header.owner, stored.epoch)?;
    let known = match size {
        Some(size) => way::root_at(sight.store, &log, size)?.is_some(),
        None => false,
    };
    Ok(if standing == Standing::Witnessed && !known { Standing::Signed } else { standing })
}
