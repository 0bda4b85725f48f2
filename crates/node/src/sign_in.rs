//! Signing in with a browser: a link that works once becomes a short session, told by a cookie.
//! Passkeys will take the link's place; until then an administrator hands it over in person.

use record::policy::Role;
use record::{Digest, Timestamp};

use crate::audit::{self, Deed, Event};
use crate::clock::draw;
use crate::session::{Scope, SignedIn, author_of};
use crate::store::Store;
use crate::store::officer::Officer;
use crate::store::sign_in::{BrowserSession, Link};
use crate::{Error, Node};

// One secret never serves as another: each kind is digested under its own label.
const LINK_LABEL: &[u8] = b"amana/1/sign-in-link";
const SESSION_LABEL: &[u8] = b"amana/1/browser-session";
const BROWSER_LABEL: &[u8] = b"amana/1/browser";

const HOUR_MS: i64 = 60 * record::moment::MINUTE_MS;

/// A session that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    pub signed_in: SignedIn,
    /// When it ends by itself.
    pub until: Timestamp,
}

/// Makes a link for an officer and shows its secret once; the store keeps the digest.
pub fn issue_link(node: &mut Node, officer: &str) -> Result<String, Error> {
    active(&node.store, officer)?.ok_or_else(|| Error::NotFound(format!("officer {officer}")))?;
    let secret = secret(node);
    let now = node.now();
    node.store.insert_link(&Link {
        digest: digest(LINK_LABEL, &secret),
        officer: officer.into(),
        created: now.0,
        expires: now.plus(node.config.sign_in_link_h_max * HOUR_MS).0,
        used: None,
    })?;
    Ok(secret)
}

/// Notes who made a link, if anybody who is known here did.
pub fn note_maker(node: &mut Node, link: &str, maker: &str) -> Result<(), Error> {
    node.store.note_way_in(&digest(LINK_LABEL, link), maker, node.now().0)
}

/// Who made the link that a session came from; none where the machine did, or there was no link.
pub fn maker(store: &Store, session: &str) -> Result<Option<String>, Error> {
    store.way_in(&digest(SESSION_LABEL, session))
}

/// For whom a link is, while it works.
pub fn whose(store: &Store, now: Timestamp, secret: &str) -> Result<Officer, Error> {
    let spent = |_| Error::Unauthenticated("the link was used, or its time is over".into());
    look(store, now, secret)?.map_err(spent)
}

/// Whose a link is while it works; otherwise whose it was, where that is known, and why it fails.
fn look(store: &Store, now: Timestamp, secret: &str) -> Result<Result<Officer, Vain>, Error> {
    let unknown = Vain { officer: None, why: "link-unknown" };
    let Some(link) = store.link(&digest(LINK_LABEL, secret))? else { return Ok(Err(unknown)) };
    let Some(officer) = store.officer(&link.officer)? else { return Ok(Err(unknown)) };
    let why = match (officer.ended, link.used) {
        (Some(_), _) => "service-ended",
        (_, Some(_)) => "link-used",
        _ if link.expires <= now.0 => "link-late",
        _ => return Ok(Ok(officer)),
    };
    Ok(Err(Vain { officer: Some(officer), why }))
}

/// A link that does not sign in.
struct Vain {
    officer: Option<Officer>,
    why: &'static str,
}

/// How many sign-ins were refused in the minute of the last one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Refusals {
    minute: i64,
    count: u32,
}

/// Writes into the audit that somebody tried a link in vain: by whom it was for, where that is
/// known. After so many in a minute there is one entry more, which says that others followed.
pub fn note_refused(node: &mut Node, link: &str, otherwise: &str) -> Result<(), Error> {
    let now = node.now();
    let (minute, max) = (audit::minute(now), node.config.refused_sign_ins_max);
    let mut refusals = node.refused_sign_ins;
    if refusals.minute != minute {
        refusals = Refusals { minute, count: 0 };
    }
    refusals.count = refusals.count.saturating_add(1);
    node.refused_sign_ins = refusals;
    if refusals.count > max.saturating_add(1) {
        return Ok(());
    }
    let event = match (refusals.count > max, look(&node.store, now, link)?) {
        (true, _) => Event::of_nobody(Deed::Refused, now).reason("more-refused"),
        (false, Ok(officer)) => refused(Some(officer), otherwise, now)?,
        (false, Err(vain)) => refused(vain.officer, vain.why, now)?,
    };
    audit::note(node, &event).map(drop)
}

fn refused(officer: Option<Officer>, why: &str, now: Timestamp) -> Result<Event, Error> {
    let event = match officer {
        Some(officer) => Event::new(Deed::Refused, &author_of(officer)?, now),
        None => Event::of_nobody(Deed::Refused, now),
    };
    Ok(event.reason(why))
}

/// A link that was spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redeemed {
    pub signed_in: SignedIn,
    /// The secret of the cookie.
    pub secret: String,
    /// Who was signed in with this browser until now.
    pub replaced: Option<SignedIn>,
}

/// Spends a link for a session of this browser. A session that the browser had ends: its cookie is
/// overwritten, and nobody could end it any more.
pub fn redeem(
    node: &mut Node,
    link: &str,
    browser: &str,
    had: Option<&str>,
) -> Result<Redeemed, Error> {
    let now = node.now();
    let officer = whose(&node.store, now, link)?;
    if !node.store.use_link(&digest(LINK_LABEL, link), now.0)? {
        return Err(Error::Unauthenticated("the link was used already".into()));
    }
    let replaced = match had.map(|had| recognise(&node.store, now, had, browser)) {
        None | Some(Err(Error::Unauthenticated(_))) => None,
        Some(found) => Some(found?.signed_in),
    };
    if let Some(had) = had {
        end(node, had)?;
    }
    let secret = secret(node);
    node.store.insert_browser_session(&BrowserSession {
        digest: digest(SESSION_LABEL, &secret),
        officer: officer.code.clone(),
        browser: digest(BROWSER_LABEL, browser),
        created: now.0,
        expires: now.plus(node.config.session_h_max * HOUR_MS).0,
        ended: None,
    })?;
    if let Some(maker) = node.store.way_in(&digest(LINK_LABEL, link))? {
        node.store.note_way_in(&digest(SESSION_LABEL, &secret), &maker, now.0)?;
    }
    Ok(Redeemed { signed_in: signed_in(officer)?, secret, replaced })
}

/// Recognises a cookie from the browser that it was given to.
pub fn recognise(
    store: &Store,
    now: Timestamp,
    secret: &str,
    browser: &str,
) -> Result<Recognised, Error> {
    let ended = || Error::Unauthenticated("the session has ended: open a new link".into());
    let session = store.browser_session(&digest(SESSION_LABEL, secret))?.ok_or_else(ended)?;
    let same = session.browser == digest(BROWSER_LABEL, browser);
    if session.ended.is_some() || session.expires <= now.0 || !same {
        return Err(ended());
    }
    let officer = active(store, &session.officer)?.ok_or_else(ended)?;
    Ok(Recognised { signed_in: signed_in(officer)?, until: Timestamp(session.expires) })
}

/// Deletes links and sessions a day after they ended by themselves: until then the audit can still
/// say whose link it was that somebody tried.
pub fn delete_old(node: &mut Node) -> Result<u64, Error> {
    let longest = (node.config.session_h_max + node.config.sign_in_link_h_max) * HOUR_MS;
    node.store.delete_ways_in(node.now().plus(-longest - record::moment::DAY_MS).0)?;
    node.store.delete_sign_ins(node.now().plus(-record::moment::DAY_MS).0)
}

/// Ends the session of a cookie.
pub fn end(node: &mut Node, secret: &str) -> Result<(), Error> {
    node.store.end_browser_session(&digest(SESSION_LABEL, secret), node.now().0)
}

fn active(store: &Store, officer: &str) -> Result<Option<Officer>, Error> {
    Ok(store.officer(officer)?.filter(|officer| officer.ended.is_none()))
}

/// What a person may do with a browser; policy bounds it further by role.
fn signed_in(officer: Officer) -> Result<SignedIn, Error> {
    let author = author_of(officer)?;
    let scopes = match author.role {
        Role::Administrator => vec![Scope::Read, Scope::Admin],
        Role::Inspector => vec![Scope::Read],
        _ => vec![Scope::Read, Scope::Write],
    };
    Ok(SignedIn { author, scopes })
}

fn secret(node: &mut Node) -> String {
    let bytes: [u8; 32] = draw(&mut *node.entropy);
    record::digest::hex_encode(&bytes)
}

fn digest(label: &[u8], text: &str) -> Digest {
    Digest::of(&[label, text.as_bytes()])
}
