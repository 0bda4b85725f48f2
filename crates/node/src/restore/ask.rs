//! What a restored node asks, and what it does with the answers. Each is a job of the writer.

use record::{Body, Digest, Name, NodeCode, Record};
use seal::checkpoint::Checkpoint;
use seal::cosignature;
use seal::directory::Member;
use seal::evidence::{Evidence, Standing};
use seal::leaf::Subject;
use seal::merkle;

use super::tell::{Again, AskAgain, Entry, Given, HeldPage, Known, Told, Whose, is_accepted};
use super::{begin, lane, note_ahead, release_if_none_ahead, tell};
use crate::act::{self, What};
use crate::store::behind::Named;
use crate::store::evidence::Head;
use crate::store::hide::{Cause, HeldCopy};
use crate::store::lost::ComeBack;
use crate::{Error, Node, flow, index, journal};

/// Takes what a member has of us. Where it has a head that our log does not lead to, no head leaves
/// from here on, whether or not we knew that we were restored. Answers whether there is more to
/// ask.
pub fn take_known(node: &mut Node, peer: &NodeCode, known: &Known) -> Result<bool, Error> {
    for note in &known.heads {
        let Some(head) = foreign_to_us(node, note) else { continue };
        note_ahead(node, peer, &head)?;
        if !node.log.is_held() {
            begin(node, None)?;
        }
    }
    if node.log.is_held() {
        for note in &known.heads {
            let said = Checkpoint::verify(note, node.identity.log.public());
            let Ok((head, _)) = said else { continue };
            node.store.note_shown(head.size, head.root)?;
        }
    }
    for (owner, note) in &known.cosigned {
        take_cosigned(node, owner, note)?;
    }
    node.store.note_asked(peer.as_str(), node.now().0)?;
    node.store.is_behind(peer.as_str())
}

/// A head that our log signed and does not lead to; none where it does, or did not sign it.
fn foreign_to_us(node: &Node, note: &str) -> Option<Head> {
    let (said, at) = Checkpoint::verify(note, node.identity.log.public()).ok()?;
    let tree = node.log.nodes(&node.store);
    let ours = said.size <= node.log.size()
        && merkle::root(&tree, said.size).is_ok_and(|root| root == said.root);
    let (size, root) = (said.size, said.root);
    (!ours).then(|| Head { size, root, note: note.to_owned(), at: at.0 })
}

/// A witness that was restored must not cosign less than it did: the last head that a quorum
/// cosigned, as others have it, is the least.
fn take_cosigned(node: &mut Node, owner: &NodeCode, note: &str) -> Result<(), Error> {
    let directory = node.directory.clone();
    let Some(member) = directory.member(owner) else { return Ok(()) };
    let Ok(attested) = cosignature::read(note, member, &directory) else { return Ok(()) };
    let last = node.store.cosigned(owner)?;
    let current = member.log().is_some_and(|log| log.origin() == attested.checkpoint.origin);
    let larger = last.is_none_or(|last| last.size < attested.checkpoint.size);
    if attested.standing == Standing::Witnessed && larger && current {
        let (size, root) = (attested.checkpoint.size, attested.checkpoint.root);
        let note = note.split_inclusive('\n').take(6).collect();
        let head = Head { size, root, note, at: attested.signed_at.0 };
        node.store.set_cosigned(owner, &head)?;
    }
    Ok(())
}

/// A member says what it has of us and is told what we have of it. Where we are behind, names are
/// still to be compared with it, whoever asked first, and whether we call it or it polls.
pub fn exchange(node: &mut Node, peer: &NodeCode, theirs: &Known) -> Result<Known, Error> {
    take_known(node, peer, theirs)?;
    tell::known(node, peer)
}

/// Compares a page of names and answers what is to be asked for.
pub fn compare(
    node: &mut Node,
    peer: &NodeCode,
    (whose, page): (Whose, &HeldPage),
) -> Result<AskAgain, Error> {
    let mut wanted = AskAgain::default();
    for entry in &page.entries {
        match whose {
            Whose::Mine => compare_ours(node, peer, entry, &mut wanted)?,
            Whose::Yours => compare_theirs(node, peer, entry, &mut wanted)?,
        }
    }
    Ok(wanted)
}

fn compare_ours(
    node: &mut Node,
    peer: &NodeCode,
    entry: &Entry,
    wanted: &mut AskAgain,
) -> Result<(), Error> {
    let named = &entry.named;
    let Some(row) = node.store.named_row(&node.code, named)? else {
        wanted.mine.push(named.clone());
        wanted.receipts.push(named.clone());
        return Ok(());
    };
    let receipts = node.store.receipts(&node.code, &named.id)?;
    let told = receipts.iter().any(|receipt| {
        let theirs = receipt.peer == peer.as_str() && receipt.name.revision == named.revision;
        theirs && is_accepted(receipt.status)
    });
    if !told {
        wanted.receipts.push(named.clone());
    }
    // A content id can be learnt without the record: who says that it holds it shows it.
    if entry.gone.is_none() && !is_listed(node, peer, row)? {
        wanted.mine.push(named.clone());
    }
    Ok(())
}

fn is_listed(node: &Node, peer: &NodeCode, row: i64) -> Result<bool, Error> {
    Ok(node.store.standings(row)?.iter().any(|one| one.peer == peer.as_str()))
}

/// Who gave a record of ours back has it: it is on the list, so that what takes it back reaches it.
fn stand_with(node: &mut Node, peer: &NodeCode, row: i64) -> Result<(), Error> {
    if is_listed(node, peer, row)? {
        return Ok(());
    }
    let control = node.store.header(row)?.map(|bytes| record::Header::from_bytes(&bytes));
    let control = control.transpose()?.is_some_and(|header| header.kind.is_control());
    let lane = if control { record::draft::Lane::Flash } else { record::draft::Lane::Routine };
    node.store.insert_release(row, peer.as_str(), "restored: held there")?;
    node.store.enqueue(peer.as_str(), lane as u8, row)?;
    Ok(())
}

/// RST-05: what was taken back, erased or kept for a court since the backup is again.
fn compare_theirs(
    node: &mut Node,
    peer: &NodeCode,
    entry: &Entry,
    wanted: &mut AskAgain,
) -> Result<(), Error> {
    let named = &entry.named;
    let Some(row) = node.store.named_row(peer, named)? else {
        let erased = entry.told.iter().any(|told| matches!(told, Told::Erased(_)));
        if entry.gone.is_none() && !erased {
            wanted.yours.push(named.clone());
        }
        return Ok(());
    };
    // A copy for a court is made while there is something to copy.
    for told in &entry.told {
        if let Told::Held { authority, until } = told {
            hold_again(node, peer, named, row, (authority, until))?;
        }
    }
    let told = entry.told.iter().filter_map(|told| match told {
        Told::Hidden(cause) => Some((cause, None)),
        Told::Erased(cause) => Some((cause, Some(node.now().0))),
        Told::Held { .. } => None,
    });
    let gone = entry.gone.iter().map(|cause| (cause, None));
    let causes: Vec<(String, Option<i64>)> =
        gone.chain(told).map(|(cause, after)| (cause.clone(), after)).collect();
    for (cause, erase_after) in causes {
        take_back(node, peer, named, &cause, erase_after)?;
    }
    Ok(())
}

fn take_back(
    node: &mut Node,
    owner: &NodeCode,
    named: &Named,
    cause: &str,
    erase_after: Option<i64>,
) -> Result<(), Error> {
    // A cause of a later version hides as a block does: until it is known what it is.
    let cause = Cause::parse(cause).unwrap_or(Cause::Blocked);
    let hidings = node.store.hidings(owner, &named.id)?;
    let same = hidings.iter().find(|one| one.revision >= named.revision && one.cause == cause);
    if let Some(same) = same {
        if let (Some(after), None) = (erase_after, same.erased) {
            node.store.schedule_erasure(same.row, after)?;
        }
        return Ok(());
    }
    let what = What { owner: owner.clone(), id: named.id, revision: named.revision };
    act::hide(node, &what, cause, None, erase_after)
}

fn hold_again(
    node: &mut Node,
    owner: &NodeCode,
    named: &Named,
    row: i64,
    (authority, until): (&str, &str),
) -> Result<(), Error> {
    let name = Name { owner: owner.clone(), id: named.id, revision: named.revision };
    let same = |held: &HeldCopy| {
        (held.owner.as_str(), held.id, held.revision) == (owner.as_str(), named.id, named.revision)
            && held.authority == authority
    };
    let stored = node.store.record_row(row)?.filter(|stored| stored.content.is_some());
    let (Some(stored), false) = (stored, node.store.all_holds()?.iter().any(same)) else {
        return Ok(());
    };
    let Ok(day) = until.parse() else { return Ok(()) };
    let copy = node.vault.copy_for_hold(&node.store, &stored, &mut *node.entropy)?;
    node.store.insert_held(&HeldCopy {
        row: 0,
        owner: owner.to_string(),
        id: named.id,
        revision: named.revision,
        authority: authority.into(),
        reference: "restored".into(),
        until: until.into(),
        by: record::RecordId([0; 16]),
        copy: Some(copy),
        ended: None,
    })?;
    let subject = Subject::held(&name, &stored.content_id, authority, day, node.now());
    journal::tell(node, &subject, &name)
}

/// Takes records of ours that a member gave back: proven by our own log, of whichever epoch. One
/// that is here already shows who else has it (RST-07). Answers how many were new.
pub fn take_given(node: &mut Node, peer: &NodeCode, answer: Again) -> Result<u64, Error> {
    let mut taken = 0;
    for given in answer.given {
        // Under the log that is open, it may have its place again.
        let evidence = &given.evidence;
        let is_open = evidence.checkpoint.lines().next() == Some(node.log.origin());
        let proven_at = is_open.then_some((evidence.index, evidence.salt));
        let Some((record, body)) = ours_proven(node, given) else {
            tracing::warn!(%peer, "what was given back as ours is not");
            continue;
        };
        let (name, content_id) = (record.name(), record.content_id());
        let named = Named { id: name.id, revision: name.revision, content_id };
        if let Some(row) = node.store.named_row(&name.owner, &named)? {
            stand_with(node, peer, row)?;
            continue;
        }
        let row = flow::readmit(node, record, body)?;
        if let Some((leaf, salt)) = proven_at.filter(|_| node.log.is_held()) {
            node.store.note_come_back(&ComeBack { row, leaf, salt })?;
        }
        stand_with(node, peer, row)?;
        index::refresh(node, &name.owner, &name.id)?;
        taken += 1;
    }
    Ok(taken)
}

/// None where it is not whole, or our log does not prove that we said it.
fn ours_proven(node: &Node, given: Given) -> Option<(Record, Body)> {
    let (record, content_id, evidence): (Record, Digest, Evidence) = tell::read(given).ok()?;
    let log = node.directory.member(&node.code).and_then(|member: &Member| {
        let origin = evidence.checkpoint.lines().next().unwrap_or_default();
        member.epoch_of(origin)
    });
    let proven = log.is_some_and(|epoch| evidence.verify(&epoch.key).is_ok());
    let said = evidence.subject == Subject::published(&content_id);
    let own = record.header.owner == node.code && record.header.network == node.network;
    let same = evidence.network == node.network;
    let body = record.body().ok()?;
    (record.is_whole() && proven && said && own && same).then_some((record, body))
}

/// Everything was compared with this member: its lanes and ours go on, and where all were asked and
/// none has more than we, so does our log.
pub fn finish(node: &mut Node, peer: &NodeCode, known: &Known) -> Result<(), Error> {
    lane::go_on(node, peer, known)?;
    node.store.caught_up(peer.as_str())?;
    release_if_none_ahead(node)
}
