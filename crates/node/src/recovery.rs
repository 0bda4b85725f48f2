//! An officer who lost every passkey comes back when two administrators agree: one proposes,
//! another confirms in a session of their own. Then old passkeys and sessions end; a link goes out.

use record::Timestamp;
use record::moment::HOUR_MS;
use record::policy::Role;

use crate::audit::{self, Deed, Event};
use crate::author::Author;
use crate::store::officer::Officer;
use crate::store::recovery::Recovery;
use crate::{Error, Node, identity, sign_in};

/// Proposes that an officer is let back in.
pub fn propose(node: &mut Node, by: &Author, code: &str) -> Result<Recovery, Error> {
    let officer = lost(node, by, code)?;
    let now = node.now();
    if let Some(open) = waiting(node, code)? {
        return Err(Error::Usage(format!("{} has proposed it already", open.proposed_by)));
    }
    let recovery = Recovery {
        officer: officer.code,
        proposed_by: by.officer.clone(),
        proposed: now.0,
        expires: now.plus(node.config.recovery_h_max * HOUR_MS).0,
    };
    node.store.set_recovery(&recovery)?;
    note(node, by, &format!("recovery of {code} proposed"))?;
    Ok(recovery)
}

/// Confirms what another administrator proposed: what the officer had ends. Answers the secret of
/// the link by which a new passkey is made.
pub fn confirm(node: &mut Node, by: &Author, code: &str) -> Result<String, Error> {
    lost(node, by, code)?;
    let absent = || Error::NotFound(format!("a proposal to let {code} back in"));
    let open = waiting(node, code)?.ok_or_else(absent)?;
    if open.proposed_by == by.officer {
        return Err(Error::NotAllowed("another administrator confirms what you proposed".into()));
    }
    // Whoever proposes could otherwise enrol a second administrator for the purpose.
    let known = node.store.officer(&by.officer)?;
    if known.is_none_or(|known| known.created >= open.proposed) {
        let text = "who confirms was an administrator before it was proposed";
        return Err(Error::NotAllowed(text.into()));
    }
    let now = node.now();
    node.store.delete_recovery(code)?;
    node.store.end_browser_sessions(code, now.0)?;
    node.store.end_passkeys(code)?;
    node.store.delete_identities(code)?;
    let what = format!("recovery of {code} confirmed, proposed by {}", open.proposed_by);
    note(node, by, &what)?;
    sign_in::issue_link(node, code)
}

/// Takes a proposal back; any administrator may.
pub fn withdraw(node: &mut Node, by: &Author, code: &str) -> Result<(), Error> {
    if !node.store.delete_recovery(code)? {
        return Err(Error::NotFound(format!("a proposal to let {code} back in")));
    }
    note(node, by, &format!("recovery of {code} withdrawn"))
}

/// On the machine itself, while the node stands still: whoever has its folder has its keys. For a
/// node whose only administrator lost every passkey.
pub fn alone(node: &mut Node, code: &str) -> Result<String, Error> {
    let officer = serving(node, code)?;
    let now = node.now();
    node.store.delete_recovery(code)?;
    node.store.end_browser_sessions(code, now.0)?;
    node.store.end_passkeys(code)?;
    node.store.delete_identities(code)?;
    let event = Event::of_nobody(Deed::Administered, now);
    audit::note(node, &event.reason(format!("recovery of {} on the machine", officer.code)))?;
    sign_in::issue_link(node, code)
}

/// What waits, while its time is not over.
pub fn open(node: &Node, now: Timestamp) -> Result<Vec<Recovery>, Error> {
    let mut all = node.store.recoveries()?;
    all.retain(|recovery| recovery.expires > now.0);
    Ok(all)
}

fn waiting(node: &Node, code: &str) -> Result<Option<Recovery>, Error> {
    Ok(node.store.recovery(code)?.filter(|recovery| recovery.expires > node.now().0))
}

/// The officer who is to come back: somebody else, in service, with a way in that was lost.
fn lost(node: &Node, by: &Author, code: &str) -> Result<Officer, Error> {
    if by.role != Role::Administrator {
        return Err(Error::NotAllowed("only administrators let an officer back in".into()));
    }
    if by.officer == code {
        return Err(Error::NotAllowed("nobody lets themselves back in".into()));
    }
    let officer = serving(node, code)?;
    if !identity::has_way_in(&node.store, code)? {
        return Err(Error::Usage(format!("{code} has no passkey: a link is enough")));
    }
    Ok(officer)
}

fn serving(node: &Node, code: &str) -> Result<Officer, Error> {
    let known = node.store.officer(code)?.filter(|officer| officer.ended.is_none());
    known.ok_or_else(|| Error::NotFound(format!("officer {code}")))
}

fn note(node: &mut Node, by: &Author, what: &str) -> Result<(), Error> {
    let event = Event::new(Deed::Administered, by, node.now()).reason(what);
    audit::note(node, &event).map(drop)
}
