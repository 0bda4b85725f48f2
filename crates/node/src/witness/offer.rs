//! As an owner: the newest head goes to our log's witnesses until a quorum has cosigned it.

use std::collections::BTreeSet;

use record::moment::SECOND_MS;
use record::{NodeCode, Timestamp};
use seal::checkpoint::Checkpoint;
use seal::cosignature;
use seal::directory::Directory;
use seal::evidence::Standing;

use super::Proof;
use super::cosign::{Answer, Offer};
use crate::store::evidence::Head;
use crate::store::witness::{Cosignature, Witnessed};
use crate::{Error, Node, journal};

/// Witnesses that have not answered by then are asked about the next head instead.
pub const ROUND_MS_MAX: i64 = 10 * SECOND_MS;

/// A head of ours that is being offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub note: String,
    pub size: u64,
    pub begun: Timestamp,
}

/// The next head to offer, over committed leaves: none while the last one waits for its quorum, and
/// none where all is witnessed. Signs at most once, and nothing where the head was signed already.
pub fn next(node: &mut Node, last: Option<&Round>) -> Result<Option<Round>, Error> {
    if node.log.is_held()
        || node.log.size() == 0
        || !cosignature::can_be_witnessed(&node.directory, &node.code)
    {
        return Ok(None);
    }
    let own = node.code.clone();
    let done = node.store.last_witnessed(own.as_str())?.map_or(0, |one| one.head.size);
    let now = node.now();
    let waits = last.is_some_and(|last| {
        last.size > done && (0..ROUND_MS_MAX).contains(&(now.0 - last.begun.0))
    });
    if waits || done >= node.log.size() {
        return Ok(None);
    }
    // What leaves is what `fsck` and the log's page go by.
    journal::keep_head(node)?;
    let size = node.log.size();
    let note = node.log.checkpoint(&node.store, &node.identity.log, now)?;
    Ok(Some(Round { note, size, begun: now }))
}

/// The offer of a round to one witness; none where it has cosigned this head or a larger one, or is
/// no witness of ours.
pub fn offer(node: &Node, witness: &NodeCode, round: &Round) -> Result<Option<Offer>, Error> {
    let mut witnesses = cosignature::witnesses(&node.directory, &node.code).into_iter();
    if witnesses.all(|known| known.code != *witness) {
        return Ok(None);
    }
    let from = cosigned_size(node, witness)?;
    if from >= round.size {
        return Ok(None);
    }
    from_size(node, round, from).map(Some)
}

/// The same, proven from the head that the witness says it cosigned last.
pub fn from_size(node: &Node, round: &Round, from: u64) -> Result<Offer, Error> {
    if from > node.log.size() {
        let text = format!("a witness cosigned {from} leaves of our log, which has fewer");
        return Err(Error::Damaged(text));
    }
    let consistency = Proof::of(node, from, round.size)?;
    Ok(Offer { checkpoint: round.note.clone(), consistency })
}

pub(super) fn cosigned_size(node: &Node, witness: &NodeCode) -> Result<u64, Error> {
    let all = node.store.cosignatures()?;
    let found = all.iter().find(|one| one.witness == witness.as_str());
    Ok(found.map_or(0, |one| one.size))
}

/// What to do after a witness's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Its cosignature is kept; true where the head has its quorum now and had not before.
    Kept(bool),
    /// Offered again, proven from this size.
    AgainFrom(u64),
    /// It will not cosign now, and why.
    Later(String),
}

/// Takes a witness's answer. A cosignature counts only when both its lines verify over this head:
/// one of another head, of another witness or of nobody changes nothing.
pub fn settle(
    node: &mut Node,
    witness: &NodeCode,
    round: &Round,
    answer: &Answer,
) -> Result<Settled, Error> {
    let lines = match answer {
        Answer::Cosigned(lines) => lines,
        Answer::NeedConsistency(size) if *size > node.log.size() => {
            return Ok(Settled::Later(format!("it says it cosigned {size} leaves: we have fewer")));
        }
        Answer::NeedConsistency(size) => return Ok(Settled::AgainFrom(*size)),
        Answer::Conflict => return Ok(Settled::Later("it holds two heads of ours".into())),
        Answer::Refused { rule, text } => return Ok(Settled::Later(format!("{rule}: {text}"))),
    };
    let directory = node.directory.clone();
    let own = directory.member(&node.code);
    let own = own.ok_or_else(|| Error::NotFound("this node in the directory".into()))?;
    let at = match cosignature::check_lines(&round.note, lines, witness, (own, &directory)) {
        Ok(at) => at,
        Err(rule) => {
            tracing::warn!(%witness, rule = rule.code(), "a cosignature does not verify");
            return Ok(Settled::Later(format!("{}: {}", rule.code(), rule.text())));
        }
    };
    let (head, signed_at) = Checkpoint::verify(&round.note, node.identity.log.public())?;
    let (size, root) = (head.size, head.root);
    if size <= cosigned_size(node, witness)? {
        return Ok(Settled::Kept(false));
    }
    let (witness, lines) = (witness.to_string(), lines.clone());
    node.store.set_cosignature(&Cosignature { witness, size, root, lines, at: at.0 })?;
    let head = Head { size, root, note: round.note.clone(), at: signed_at.0 };
    gather(node, &directory, head).map(Settled::Kept)
}

/// Whether a head has its quorum now: then it is kept with its cosignatures, in the last one's
/// place.
fn gather(node: &mut Node, directory: &Directory, head: Head) -> Result<bool, Error> {
    let own = node.code.as_str().to_owned();
    let last = node.store.last_witnessed(&own)?;
    if last.as_ref().is_some_and(|last| last.head.size >= head.size) {
        return Ok(false);
    }
    let mut cosigned = node.store.cosignatures()?;
    cosigned.retain(|one| (one.size, one.root) == (head.size, head.root));
    let by: BTreeSet<&str> = cosigned.iter().map(|one| one.witness.as_str()).collect();
    if cosignature::standing(directory, &node.code, &by) != Standing::Witnessed {
        return Ok(false);
    }
    let lines = cosigned.iter().map(|one| one.lines.as_str());
    let note = [head.note.as_str()].into_iter().chain(lines).collect::<String>();
    if let Some(last) = last {
        node.store.remove_witnessed(&own, last.head.size)?;
    }
    let linked = head.size;
    let head = Head { note, ..head };
    node.store.insert_witnessed(&own, &Witnessed { head, linked })?;
    Ok(true)
}
