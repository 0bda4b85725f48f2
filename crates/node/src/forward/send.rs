//! The side of who passes on: what goes into a forward, and whether it may.

use record::draft::Lane;
use record::moment::Date;
use record::parts::Original;
use record::policy::{self, Act, Decision};
use record::{Body, Draft, Handling, Header, Name, NodeCode};

use crate::audit::{self, Deed, Event};
use crate::author::{Author, Authored};
use crate::store::record::Stored;
use crate::view::Session;
use crate::{Error, Node, export};

/// The record that a forward passes on, as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Carrying {
    pub original: Original,
    header: Header,
}

impl Carrying {
    /// Never more open than what it carries; nobody passes a forward on.
    pub fn handling(&self, asked: Handling) -> Handling {
        let strict = policy::strictest(&[asked, self.header.handling.clone()]);
        Handling { onward_transfer: None, ..strict }
    }

    /// Never kept longer than what it carries.
    pub fn ends(&self, (review, expiry): (Date, Date)) -> (Date, Date) {
        let expiry = expiry.min(self.header.expiry);
        (review.min(expiry), expiry)
    }
}

/// What a draft of a forward carries; none where the draft is of another kind. Refused where the
/// record's owner lets it not be passed on to all of the recipients.
pub fn carry(node: &Node, draft: &Draft, body: &Body) -> Result<Option<Carrying>, Error> {
    let Body::Forward(forward) = body else { return Ok(None) };
    let name = &forward.statement.name;
    if draft.revises.is_some() {
        return Err(Error::Usage("a forward is not revised: pass the new revision on".into()));
    }
    if name.owner == node.code {
        return Err(Error::Usage("a record of our own is published to others".into()));
    }
    let further = draft.recipients.iter().any(|to| *to != name.owner && *to != node.code);
    if !further {
        return Err(Error::Usage("nobody is named to pass it on to".into()));
    }
    let sight = node.sight();
    let found = sight.pick(&name.owner, &name.id, None)?;
    let missing = || Error::NotFound(name.to_string());
    let (stored, entry) = found.ok_or_else(missing)?;
    let class = sight.class(&entry)?;
    if let Some(stranger) = draft.recipients.iter().find(|to| node.directory.member(to).is_none()) {
        return Err(Error::Usage(format!("{stranger} is no member of this network")));
    }
    if let Some(rule) = super::refused(node, &class, (&node.code, &draft.recipients))? {
        return Err(Error::Refused(rule));
    }
    let header = Header::from_bytes(&stored.header)?;
    if header.revision != name.revision {
        return Err(Error::Usage(format!("revision {} is the one held", header.revision)));
    }
    let original = original(node, &stored)?;
    // What every recipient will look for is looked for before it leaves.
    super::prove(node, original.clone())?;
    if node.store.head_conflict(name.owner.as_str())? {
        return Err(seal::Rule::ForwardStanding.into());
    }
    Ok(Some(Carrying { original, header }))
}

/// As it came, with its owner's proof; of one that was passed on to us, the original again.
fn original(node: &Node, stored: &Stored) -> Result<Original, Error> {
    let missing = || Error::Damaged("a record without its proof".into());
    let evidence = export::foreign(node, stored.proof.ok_or_else(missing)?, stored)?;
    Ok(Original {
        record: node.vault.pack(&node.store, stored)?,
        leaf_salt: evidence.salt,
        leaf: evidence.index,
        checkpoint: evidence.checkpoint,
        inclusion: evidence.inclusion,
    })
}

/// Whether this officer may pass the record on, for each purpose of the forward. It is a taking out
/// of the record, and audited as one, granted or refused.
pub fn permit(node: &mut Node, authored: &Authored, author: &Author) -> Result<(), Error> {
    let Body::Forward(forward) = &authored.body else { return Ok(()) };
    let Name { owner, id, revision } = forward.statement.name.clone();
    for purpose in authored.record.header.purposes.clone() {
        let session = Session { author: author.clone(), purpose };
        let sight = node.sight();
        let found = sight.pick(&owner, &id, Some(revision))?;
        let (_, entry) =
            found.ok_or_else(|| Error::NotFound(forward.statement.name.to_string()))?;
        let (class, reader) = (sight.class(&entry)?, sight.reader(&session));
        let decision = policy::decide(&node.tables, &reader, Act::PassOn, purpose, &class);
        let event = Event::new(Deed::Exported, author, node.now()).purpose(purpose);
        let event = event.about(&owner, &id).reason("forward");
        let refused = match decision {
            Decision::Granted => None,
            Decision::Refused(rule) => Some(rule),
        };
        let event = refused.into_iter().fold(event, Event::refused);
        audit::note(node, &event)?;
        refused.map_or(Ok(()), |rule| Err(Error::Refused(rule)))?;
    }
    Ok(())
}

/// Sends a member that has a record of ours by a forward what took the record back before we knew
/// of it: recall, block, and nothing that says more.
pub(super) fn take_back(node: &Node, of: &Name, peer: &NodeCode) -> Result<(), Error> {
    let by = node.store.hidings(&of.owner, &of.id)?.into_iter().filter_map(|hiding| hiding.by);
    for by in by {
        let Some(said) = node.store.latest_record(&node.code, &by)? else { continue };
        if !node.store.is_released(said.row, peer.as_str())? {
            node.store.enqueue(peer.as_str(), Lane::Flash as u8, said.row)?;
            node.store.insert_release(said.row, peer.as_str(), "passed on: holds it")?;
        }
    }
    Ok(())
}
