//! Which officer a national identity is: bound by a link of that officer, by the officer with a
//! passkey, or by an administrator who says the value of a claim. Nobody becomes an officer by
//! signing in elsewhere.
//!
//! An identity lets in as a passkey does, and decides nothing: a decision is signed with a passkey.

use record::Digest;

use crate::audit::{self, Deed, Event};
use crate::author::Author;
use crate::clock::draw;
use crate::passkey::challenge::{self, Use};
use crate::provider::way::is_ticket;
use crate::provider::{Proven, Refusal};
use crate::session::author_of;
use crate::sign_in::{self, By, Comer, Opened};
use crate::store::Store;
use crate::store::identity::Identity;
use crate::store::officer::Officer;
use crate::{Error, Node, officer};

const VALUE_CHARS_MAX: usize = 255;

/// Whether anything stands between an officer and a new way in that one administrator makes.
pub fn has_way_in(store: &Store, officer: &str) -> Result<bool, Error> {
    Ok(!store.passkeys(officer)?.is_empty() || !store.identities(officer)?.is_empty())
}

/// Whether an officer comes in through a provider.
pub fn is_bound(store: &Store, officer: &str) -> Result<bool, Error> {
    Ok(store.identities(officer)?.iter().any(|identity| identity.ended.is_none()))
}

/// An administrator binds an officer to the value of a claim. Who has a way in already is bound by
/// no single administrator: it could be their own identity.
pub fn bind(
    node: &mut Node,
    by: &Author,
    code: &str,
    (issuer, claim, value): (&str, &str, &str),
) -> Result<(), Error> {
    officer::serving(node, code)?;
    if has_way_in(&node.store, code)? {
        return Err(Error::HasPasskey(code.into()));
    }
    let value = value.trim();
    if !(1..=VALUE_CHARS_MAX).contains(&value.chars().count()) {
        return Err(Error::Usage(format!("a claim's value is 1 to {VALUE_CHARS_MAX} letters")));
    }
    if node.store.identity_of_value(issuer, claim, value)?.is_some() {
        return Err(Refusal::Taken.into());
    }
    if claim == "sub" && node.store.identity_of_subject(issuer, value)?.is_some() {
        return Err(Refusal::Taken.into());
    }
    let proven = Proven {
        issuer: issuer.into(),
        subject: String::new(),
        claim: claim.into(),
        value: Some(value.into()),
    };
    let identity = insert(node, code, &proven, Some(by.officer.clone()))?;
    note(node, by, format!("identity bound for {}", identity.officer))
}

/// Keeps an identity. Links that wait end: one would be a way past it.
fn insert(
    node: &mut Node,
    code: &str,
    proven: &Proven,
    bound_by: Option<String>,
) -> Result<Identity, Error> {
    let id: [u8; 16] = draw(&mut *node.entropy);
    let now = node.now().0;
    let known = !proven.subject.is_empty();
    let (claim, value) = match &proven.value {
        Some(value) if !known => (proven.claim.clone(), value.clone()),
        _ => ("sub".to_owned(), proven.subject.clone()),
    };
    let identity = Identity {
        id: id.to_vec(),
        officer: code.into(),
        issuer: proven.issuer.clone(),
        claim,
        value,
        subject: known.then(|| proven.subject.clone()),
        bound_by,
        created: now,
        used: None,
        ended: None,
    };
    node.store.insert_identity(&identity)?;
    node.store.end_links(code, now)?;
    Ok(identity)
}

/// Signs in who a provider says it is: with a link, its officer is bound first.
pub fn sign_in(
    node: &mut Node,
    proven: &Proven,
    link: Option<&str>,
    comer: Comer<'_>,
) -> Result<Opened, Error> {
    let identity = match link {
        Some(ticket) if is_ticket(ticket) => bind_own(node, proven, ticket, comer)?,
        Some(link) => bind_by_link(node, proven, link)?,
        None => find(&node.store, proven)?.ok_or(Refusal::Unbound)?,
    };
    let ended = || Error::Unauthenticated("the officer's service has ended".into());
    let officer = node.store.officer(&identity.officer)?.filter(|found| found.ended.is_none());
    let officer = officer.ok_or_else(ended)?;
    node.store.use_identity(&identity.id, &proven.subject, node.now().0)?;
    let opened = sign_in::open(node, officer, By::Identity(identity.id), comer)?;
    if let Some(maker) = &identity.bound_by {
        sign_in::note_came_by(node, &opened, maker)?;
    }
    Ok(opened)
}

/// By its subject, else by a value that an administrator bound and nobody has signed in by.
fn find(store: &Store, proven: &Proven) -> Result<Option<Identity>, Error> {
    let Proven { issuer, subject, claim, value } = proven;
    if let Some(known) = store.identity_of_subject(issuer, subject)? {
        return Ok(Some(known));
    }
    let said = value.as_ref().map(|value| (claim.as_str(), value.as_str()));
    for (claim, value) in [Some(("sub", subject.as_str())), said].into_iter().flatten() {
        let bound = store.identity_of_value(issuer, claim, value)?;
        if let Some(bound) = bound.filter(|identity| identity.subject.is_none()) {
            return Ok(Some(bound));
        }
    }
    Ok(None)
}

fn bind_by_link(node: &mut Node, proven: &Proven, link: &str) -> Result<Identity, Error> {
    let officer = sign_in::whose(&node.store, node.now(), link)?;
    if find(&node.store, proven)?.is_some() {
        return Err(Refusal::Taken.into());
    }
    if has_way_in(&node.store, &officer.code)? {
        return Err(Error::HasPasskey(officer.code));
    }
    sign_in::spend(node, link)?;
    let maker = sign_in::maker_of_link(&node.store, link)?;
    let identity = insert(node, &officer.code, proven, maker)?;
    let author = author_of(officer)?;
    note(node, &author, format!("identity bound for {}", author.officer))?;
    Ok(identity)
}

/// What the waiting of an officer who is signed in is bound to.
fn own(officer: &str) -> Digest {
    Digest::of(&[b"amana/1/own-identity", officer.as_bytes()])
}

/// Lets an officer who has a passkey bind an identity: answers the ticket that goes along.
pub fn ask_to_bind(node: &mut Node, officer: &str) -> Result<String, Error> {
    if node.store.passkeys(officer)?.is_empty() {
        return Err(Error::NeedsPasskey);
    }
    if is_bound(&node.store, officer)? {
        return Err(Refusal::Taken.into());
    }
    Ok(challenge::issue(node, Use::Bind, &own(officer)).1)
}

/// Binds whoever is signed in with this browser, and asked for it a moment ago.
fn bind_own(
    node: &mut Node,
    proven: &Proven,
    ticket: &str,
    comer: Comer<'_>,
) -> Result<Identity, Error> {
    let had = comer.had.ok_or(Refusal::Way)?;
    let there = sign_in::recognise(&node.store, node.now(), had, comer.browser)?;
    let author = there.signed_in.author;
    let waits = challenge::check(node, Use::Bind, &own(&author.officer), ticket)?;
    challenge::spend(node, &waits)?;
    if find(&node.store, proven)?.is_some() || is_bound(&node.store, &author.officer)? {
        return Err(Refusal::Taken.into());
    }
    let identity = insert(node, &author.officer, proven, None)?;
    note(node, &author, format!("identity bound for {}", author.officer))?;
    Ok(identity)
}

/// For the audit of a sign-in that was refused: who it would have been, where that is known.
pub fn claimed(store: &Store, proven: &Proven) -> Result<Option<Officer>, Error> {
    match find(store, proven)? {
        Some(identity) => store.officer(&identity.officer),
        None => Ok(None),
    }
}

/// An officer lets go of an identity. The last way in stays.
pub fn unbind_own(node: &mut Node, author: &Author, id: &[u8]) -> Result<(), Error> {
    let own = node.store.identity(id)?.filter(|found| found.officer == author.officer);
    own.ok_or_else(|| Error::NotFound("this identity".into()))?;
    if node.store.passkeys(&author.officer)?.is_empty() {
        return Err(Error::Usage("the last way in stays: make a passkey first".into()));
    }
    node.store.delete_identity(id, node.now().0)?;
    note(node, author, format!("identity of {} ended", author.officer))
}

/// An administrator ends what an officer is bound to. To let that officer in again takes two.
pub fn unbind(node: &mut Node, by: &Author, code: &str) -> Result<(), Error> {
    let bound = node.store.identities(code)?.into_iter().filter(|found| found.ended.is_none());
    let bound: Vec<Identity> = bound.collect();
    if bound.is_empty() {
        return Err(Error::NotFound(format!("an identity of {code}")));
    }
    for identity in bound {
        node.store.end_identity(&identity.id, node.now().0)?;
    }
    note(node, by, format!("identity of {code} ended"))
}

/// Whether a first passkey may be added: nothing signs for it, so that whoever came through a
/// provider must have come a moment ago.
pub fn may_add_first(node: &Node, officer: &str, session: &str) -> Result<(), Error> {
    let first = node.store.passkeys(officer)?.is_empty();
    if !first || !is_bound(&node.store, officer)? {
        return Ok(());
    }
    let since = node.now().0 - node.config.provider_wait_s_max * 1_000;
    match sign_in::opened_at(&node.store, session)? {
        Some(opened) if opened > since => Ok(()),
        _ => Err(Error::SignInAnew),
    }
}

fn note(node: &mut Node, by: &Author, what: String) -> Result<(), Error> {
    let event = Event::new(Deed::Administered, by, node.now());
    audit::note(node, &event.reason(what)).map(drop)
}
