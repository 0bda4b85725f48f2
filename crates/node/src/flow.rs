//! The spine: publish, send, admit. What happens to a record happens here, by named steps.
//!
//! All three run inside a transaction of the one writer. A pouch is sealed after the commit, over
//! committed leaves only.

use record::draft::Lane;
use record::policy::Backing;
use record::{Body, Header, Name, NodeCode, Record};
use seal::verify::{Verdict, Verified, VerifiedPouch};

use crate::author::{self, Author, Authored, Drafted};
use crate::delivery::Acknowledged;
use crate::gate::Released;
use crate::inward::Known;
use crate::outward::{Parcel, UnderWay};
use crate::{
    Error, Node, act, attachment, contradiction, due, forward, gate, index, inward, journal, keep,
    key, outward, quarantine, thread,
};

/// What `publish` answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub name: Name,
    pub content_id: record::Digest,
    pub row: i64,
    pub leaf: u64,
    pub recipients: Vec<NodeCode>,
}

/// Draft → Record → Released → Logged → stored, indexed, watched, queued.
pub fn publish(node: &mut Node, draft: Drafted, author: &Author) -> Result<Published, Error> {
    let (authored, released) = prepare(node, draft, author, Backing::default())?;
    enter(node, authored, released, author)
}

/// Publishes and writes it into the audit; a refusal is an answer and is written too. The error
/// outside says that the whole job must be undone.
pub fn publish_audited(
    node: &mut Node,
    draft: Drafted,
    by: &Author,
) -> Result<Result<Published, Error>, Error> {
    publish_backed(node, draft, by, Backing::default())
}

/// As [`publish_audited`], with what a second person has put on record for it.
pub fn publish_backed(
    node: &mut Node,
    draft: Drafted,
    by: &Author,
    backing: Backing<'_>,
) -> Result<Result<Published, Error>, Error> {
    let outcome = match prepare(node, draft, by, backing) {
        // What acts on other records may find only then that it cannot.
        Ok((authored, released)) if authored.body.kind().is_control() => {
            node.job(|node| enter(node, authored, released, by))
        }
        Ok((authored, released)) => Ok(enter(node, authored, released, by)?),
        Err(error) => Err(error),
    };
    gate::note_publication(node, by, &outcome)?;
    Ok(outcome)
}

/// Draft → Record → Released. Writes nothing but that a watched person's record was looked at.
fn prepare(
    node: &mut Node,
    draft: Drafted,
    by: &Author,
    backing: Backing<'_>,
) -> Result<(Authored, Released), Error> {
    let authored = author::compose(node, draft, &by.officer)?;
    let released = gate::release(node, &authored, by, backing)?;
    Ok((authored, released))
}

/// Released → Logged → stored, indexed, watched, queued.
fn enter(
    node: &mut Node,
    authored: Authored,
    released: Released,
    by: &Author,
) -> Result<Published, Error> {
    let Authored { record, body, dropped, lane, files, .. } = authored;
    let logged = journal::enter(node, &record)?;
    let verified = seal::verify::own(record, body, &logged.leaf, logged.index)?;
    let row = take_in(node, &verified, None)?;
    attachment::settle(node, row, &files)?;
    outward::queue(node, row, &released, lane)?;
    withdraw_from_dropped(node, &verified.record().header, &dropped, by)?;
    let content_id = *verified.content_id();
    let name = verified.record().name();
    Ok(Published { name, content_id, row, leaf: logged.index, recipients: released.recipients })
}

/// Records of ours and of others are stored, indexed and acted on by the same steps.
fn take_in(node: &mut Node, verified: &Verified, proof: Option<i64>) -> Result<i64, Error> {
    let row = keep::store(node, verified, proof)?;
    index::enter(node, row, verified.record(), verified.body())?;
    act::apply(node, verified)?;
    thread::watch(node, row, verified)?;
    node.announce(row, &verified.record().header);
    Ok(row)
}

/// The next parcel of a lane, logged as sent. [`crate::delivery::seal`] then proves and seals it.
pub fn send(
    node: &mut Node,
    peer: &NodeCode,
    lane: Lane,
    under_way: UnderWay,
) -> Result<Option<Parcel>, Error> {
    #[cfg(feature = "simulation")]
    node.sabotage.skip_fsync_if("sign-before-fsync");
    outward::gather(node, peer, lane, under_way)
}

/// A peer acknowledged a parcel: its range is closed, its receipts are not owed any more.
pub fn acknowledge(node: &mut Node, parcel: &Parcel, ack: &Acknowledged) -> Result<(), Error> {
    outward::close(node, parcel, ack)
}

/// Verified → policy → log → store → index → watch. Everything in one transaction.
pub fn admit(node: &mut Node, pouch: &VerifiedPouch) -> Result<Acknowledged, Error> {
    inward::check_range(node, pouch)?;
    let seen = inward::seen(node, pouch)?;
    if seen && pouch.receipts().is_empty() {
        return inward::acknowledge(node, pouch);
    }
    let proof = inward::keep_proof(node, pouch)?;
    // A retry of what is here already may bring receipts that the first try did not.
    inward::keep_receipts(node, pouch, proof)?;
    let verdicts = if seen { &[] } else { pouch.verdicts() };
    for verdict in verdicts {
        match verdict {
            Verdict::Verified(verified) => admit_one(node, verified, proof)?,
            Verdict::Rejected { name, content_id, rule } => {
                inward::reject(node, name.as_ref(), content_id, rule.code())?;
            }
            Verdict::Deferred { unread, .. } => {
                quarantine::keep(node, pouch.sender(), unread, proof)?;
            }
            Verdict::Void => {}
        }
    }
    inward::acknowledge(node, pouch)
}

/// A record of ours that a backup lacks and its holder gave back: our log says it again.
pub fn readmit(node: &mut Node, record: Record, body: Body) -> Result<i64, Error> {
    let logged = journal::enter(node, &record)?;
    let verified = seal::verify::own(record, body, &logged.leaf, logged.index)?;
    take_in(node, &verified, None)
}

/// One proven record: stored once, told once, whatever came before it.
pub fn admit_one(node: &mut Node, verified: &Verified, proof: i64) -> Result<(), Error> {
    let (name, content_id) = (verified.record().name(), *verified.content_id());
    if let Some(rule) = gate::admission(&verified.record().header) {
        return inward::reject(node, Some(&name), &content_id, rule);
    }
    let known = inward::known(node, &name, &content_id)?;
    let carried = match forward::judge(node, verified, known)? {
        Ok(carried) => carried,
        Err(rule) => return inward::reject(node, Some(&name), &content_id, rule),
    };
    match known {
        Known::Duplicate => key::void::stand_again(node, verified, proof),
        Known::Hidden => inward::tell_hidden(node, &name, &content_id),
        Known::Conflict => {
            inward::note_conflict(node, &name, &content_id)?;
            keep::store(node, verified, Some(proof))?;
            forward::apply(node, verified)?;
            index::refresh(node, &name.owner, &name.id)?;
            contradiction::found_records(node, &name)?;
            inward::tell_admitted(node, &name, &content_id)
        }
        Known::New => {
            take_in(node, verified, Some(proof))?;
            inward::tell_admitted(node, &name, &content_id)?;
            due::expire_on_arrival(node, &verified.record().header)?;
            carried.map_or(Ok(()), |carried| forward::hand_over(node, &carried))
        }
    }
}

/// A recipient that a new revision leaves out may not keep the one before.
fn withdraw_from_dropped(
    node: &mut Node,
    header: &Header,
    dropped: &[NodeCode],
    by: &Author,
) -> Result<(), Error> {
    for peer in dropped {
        publish(node, author::withdrawal(header, peer, by), by)?;
    }
    Ok(())
}
