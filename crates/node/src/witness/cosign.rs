//! As a witness: a head of another log is cosigned once it is certain that it continues the last
//! one we cosigned of that log, and that this one is kept.

use record::{NodeCode, Timestamp};
use seal::Rule;
use seal::checkpoint::Checkpoint;
use seal::cosignature;
use seal::directory::Directory;
use serde::{Deserialize, Serialize};

use super::{Proof, conflict, refuse};
use crate::store::evidence::Head;
use crate::{Error, Identity, Node};

/// What an owner offers: its head, and that it continues the last one we cosigned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    pub checkpoint: String,
    pub consistency: Proof,
}

/// A witness's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Its two lines.
    Cosigned(String),
    /// The last head it cosigned of this log has this size.
    NeedConsistency(u64),
    /// It keeps two heads that contradict each other.
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

/// An offered head whose log signed it; where it stands in that log's history is not known yet.
pub struct Offered {
    checkpoint: Checkpoint,
    head: Head,
    consistency: Proof,
}

/// Reads an offer beside the writer: the log is the one of who asks, and we are its witness.
pub fn open(
    directory: &Directory,
    me: &Identity,
    from: &NodeCode,
    bytes: &[u8],
) -> Result<Offered, Rule> {
    let offer: Offer = record::cbor::from_bytes(bytes).map_err(|_| Rule::NoteForm)?;
    let owner = directory.member(from).filter(|member| member.is_active());
    let log = owner.and_then(|owner| owner.log()).ok_or(Rule::NotMember)?;
    let mine = cosignature::witnesses(directory, from);
    let mine = mine.into_iter().find(|witness| witness.code == me.code);
    if mine.and_then(|mine| mine.witness_key()) != Some(me.witness.public()) {
        return Err(Rule::NotWitness);
    }
    let (checkpoint, at) = Checkpoint::verify(&offer.checkpoint, log)?;
    let Checkpoint { size, root, .. } = checkpoint;
    let head = Head { size, root, note: offer.checkpoint, at: at.0 };
    Ok(Offered { checkpoint, head, consistency: offer.consistency })
}

/// What the writer decided: only what it kept may be cosigned, and only after its commit.
pub enum Decided {
    Kept(Box<Checkpoint>),
    Answer(Answer),
}

/// Holds an offered head against the last one we cosigned, and keeps it. In a transaction.
pub fn decide(
    node: &mut Node,
    from: &NodeCode,
    offered: Result<Offered, Rule>,
) -> Result<Decided, Error> {
    let Offered { checkpoint, head, consistency } = match offered {
        Ok(offered) => offered,
        Err(rule) => {
            refuse(node, from, rule)?;
            return Ok(Decided::Answer(rule.into()));
        }
    };
    // Restored, it may have cosigned more than it knows.
    if node.log.is_held() {
        refuse(node, from, Rule::Behind)?;
        return Ok(Decided::Answer(Rule::Behind.into()));
    }
    if node.store.head_conflict(from.as_str())? {
        refuse(node, from, Rule::HeadConflict)?;
        return Ok(Decided::Answer(Rule::HeadConflict.into()));
    }
    if let Some(answer) = check(node, from, &head, &consistency)? {
        return Ok(Decided::Answer(answer));
    }
    node.store.set_cosigned(from, &head)?;
    Ok(Decided::Kept(Box::new(checkpoint)))
}

/// None where the head may be cosigned.
fn check(
    node: &mut Node,
    from: &NodeCode,
    head: &Head,
    consistency: &Proof,
) -> Result<Option<Answer>, Error> {
    #[cfg(feature = "simulation")]
    if node.sabotage.is("cosign-unchecked") {
        return Ok(None);
    }
    // Heads that came with pouches, or that a quorum cosigned, must not contradict it either.
    let taken = node.store.head_at(from.as_str(), head.size)?;
    let witnessed = node.store.witnessed_at(from.as_str(), head.size)?;
    let known = taken.into_iter().chain(witnessed.map(|one| one.head));
    for other in known {
        if other.root != head.root {
            conflict(node, from, &other, head)?;
            return Ok(Some(Answer::Conflict));
        }
    }
    let Some(last) = node.store.cosigned(from)? else { return Ok(None) };
    if last.size == head.size && last.root == head.root {
        return Ok(None);
    }
    // A smaller one is late, not false: whoever offers is told where to start.
    if head.size < last.size || (head.size > last.size && consistency.from != last.size) {
        return Ok(Some(Answer::NeedConsistency(last.size)));
    }
    if consistency.joins((last.size, &last.root), (head.size, &head.root)) {
        return Ok(None);
    }
    conflict(node, from, &last, head)?;
    Ok(Some(Answer::Conflict))
}

/// Cosigns what the writer has kept and committed.
pub fn sign(me: &Identity, decided: Decided, now: Timestamp) -> Result<Answer, Error> {
    match decided {
        Decided::Kept(checkpoint) => Ok(Answer::Cosigned(checkpoint.cosign(&me.witness, now)?)),
        Decided::Answer(answer) => Ok(answer),
    }
}
