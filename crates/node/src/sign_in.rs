//! Signing in with a browser: a passkey opens a short session, told by a cookie. A link that works
//! once lets its officer make a passkey; it signs in by itself where the configuration says so.

use record::policy::Role;
use record::{Digest, Timestamp};

use crate::audit::{self, Deed, Event};
use crate::clock::draw;
use crate::passkey::challenge::Use;
use crate::passkey::{self, Answer, Asked, Made};
use crate::session::{Scope, SignedIn, author_of};
use crate::store::Store;
use crate::store::officer::Officer;
use crate::store::sign_in::{BrowserSession, Link};
use crate::{Error, Node, identity};

// One secret never serves as another: each kind is digested under its own label.
const LINK_LABEL: &[u8] = b"amana/1/sign-in-link";
const SESSION_LABEL: &[u8] = b"amana/1/browser-session";
const BROWSER_LABEL: &[u8] = b"amana/1/browser";

/// What a browser says it is can be long; its owner recognises it by the beginning.
const AGENT_CHARS_MAX: usize = 200;
const HOUR_MS: i64 = 60 * record::moment::MINUTE_MS;

/// A session that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    pub signed_in: SignedIn,
    /// When it ends by itself.
    pub until: Timestamp,
}

/// Makes a link for an officer and shows its secret once; the store keeps the digest. Who has a
/// passkey or a bound identity gets none: one administrator alone could come in by it in that
/// officer's name.
pub fn issue_link(node: &mut Node, officer: &str) -> Result<String, Error> {
    active(&node.store, officer)?.ok_or_else(|| Error::NotFound(format!("officer {officer}")))?;
    if identity::has_way_in(&node.store, officer)? {
        return Err(Error::HasPasskey(officer.into()));
    }
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
    let (who, why) = match look(&node.store, node.now(), link)? {
        Ok(officer) => (Some(officer), otherwise),
        Err(vain) => (vain.officer, vain.why),
    };
    note_refusal(node, who, why)
}

/// Writes into the audit that somebody tried a passkey in vain, by whose it is where it is known.
pub fn note_refused_passkey(node: &mut Node, answer: &Answer) -> Result<(), Error> {
    match passkey::claimed(node, answer)? {
        Some(officer) => note_refusal(node, Some(officer), "passkey-refused"),
        None => note_refusal(node, None, "passkey-unknown"),
    }
}

/// Writes one refusal, while there were not too many in this minute.
pub fn note_refusal(node: &mut Node, who: Option<Officer>, why: &str) -> Result<(), Error> {
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
    let event = match refusals.count > max {
        true => Event::of_nobody(Deed::Refused, now).reason("more-refused"),
        false => refused(who, why, now)?,
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

/// A session that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub signed_in: SignedIn,
    /// The secret of the cookie.
    pub secret: String,
    /// Who was signed in with this browser until now.
    pub replaced: Option<SignedIn>,
}

/// Who comes: the browser by what it says it is, and the secret of the session that it had.
#[derive(Clone, Copy, Debug)]
pub struct Comer<'a> {
    pub browser: &'a str,
    pub had: Option<&'a str>,
}

/// Spends a link for a session of this browser, where links sign in.
pub fn redeem(node: &mut Node, link: &str, comer: Comer<'_>) -> Result<Opened, Error> {
    let officer = whose(&node.store, node.now(), link)?;
    if !node.config.links_sign_in {
        return Err(Error::NeedsPasskey);
    }
    spend(node, link)?;
    let opened = open(node, officer, By::Link, comer)?;
    came_by(node, link, &opened)?;
    Ok(opened)
}

/// A session keeps who made the link that it came from.
fn came_by(node: &Node, link: &str, opened: &Opened) -> Result<(), Error> {
    match maker_of_link(&node.store, link)? {
        Some(maker) => note_came_by(node, opened, &maker),
        None => Ok(()),
    }
}

/// Notes by whose hand a session's way in was made.
pub fn note_came_by(node: &Node, opened: &Opened, maker: &str) -> Result<(), Error> {
    node.store.note_way_in(&digest(SESSION_LABEL, &opened.secret), maker, node.now().0)
}

/// Who made a link, if anybody who is known here did.
pub fn maker_of_link(store: &Store, link: &str) -> Result<Option<String>, Error> {
    store.way_in(&digest(LINK_LABEL, link))
}

pub(crate) fn spend(node: &Node, link: &str) -> Result<(), Error> {
    let used = || Error::Unauthenticated("the link was used already".into());
    node.store.use_link(&digest(LINK_LABEL, link), node.now().0)?.then_some(()).ok_or_else(used)
}

/// Asks the browser that opened a link to make a passkey. The link is not spent yet.
pub fn ask_to_enrol(node: &mut Node, link: &str) -> Result<(Officer, Asked), Error> {
    let officer = whose(&node.store, node.now(), link)?;
    let bound = digest(LINK_LABEL, link);
    let asked = passkey::ask_to_make(node, &officer, Use::Enrol, &bound)?;
    Ok((officer, asked))
}

/// Spends a link for a passkey, and signs in with it.
pub fn enrol(node: &mut Node, link: &str, made: &Made, comer: Comer<'_>) -> Result<Opened, Error> {
    let officer = whose(&node.store, node.now(), link)?;
    spend(node, link)?;
    let bound = digest(LINK_LABEL, link);
    let passkey = passkey::keep(node, &officer, (Use::Enrol, &bound), made)?;
    let opened = open(node, officer, By::Passkey(passkey), comer)?;
    came_by(node, link, &opened)?;
    Ok(opened)
}

/// Asks for a passkey, whoever's it is.
pub fn ask_for_passkey(node: &mut Node, browser: &str) -> Result<Asked, Error> {
    passkey::ask(node, None, Use::SignIn, &digest(BROWSER_LABEL, browser))
}

/// Opens a session with a passkey.
pub fn by_passkey(node: &mut Node, answer: &Answer, comer: Comer<'_>) -> Result<Opened, Error> {
    let bound = digest(BROWSER_LABEL, comer.browser);
    let passkey = passkey::prove(node, None, (Use::SignIn, &bound), answer)?.passkey;
    let ended = || Error::Unauthenticated("the officer's service has ended".into());
    let officer = active(&node.store, &passkey.officer)?.ok_or_else(ended)?;
    open(node, officer, By::Passkey(passkey.id), comer)
}

/// What opens a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    Link,
    Passkey(Vec<u8>),
    Identity(Vec<u8>),
}

/// Opens a session of this browser. A session that the browser had ends: its cookie is overwritten,
/// and nobody could end it any more. So does the oldest of too many.
pub fn open(node: &mut Node, officer: Officer, by: By, comer: Comer<'_>) -> Result<Opened, Error> {
    let now = node.now();
    let (passkey, identity) = match by {
        By::Link => (None, None),
        By::Passkey(id) => (Some(id), None),
        By::Identity(id) => (None, Some(id)),
    };
    let replaced = match comer.had.map(|had| recognise(&node.store, now, had, comer.browser)) {
        None | Some(Err(Error::Unauthenticated(_))) => None,
        Some(found) => Some(found?.signed_in),
    };
    if let Some(had) = comer.had {
        end(node, had)?;
    }
    let secret = secret(node);
    node.store.insert_browser_session(&BrowserSession {
        digest: digest(SESSION_LABEL, &secret),
        officer: officer.code.clone(),
        browser: digest(BROWSER_LABEL, comer.browser),
        agent: comer.browser.chars().take(AGENT_CHARS_MAX).collect(),
        passkey,
        identity,
        created: now.0,
        used: now.0,
        expires: now.plus(node.config.session_h_max * HOUR_MS).0,
        ended: None,
    })?;
    let open = node.store.open_browser_sessions(&officer.code, now.0)?;
    for oldest in open.iter().skip(node.config.sessions_max) {
        node.store.end_browser_session(&oldest.digest, now.0)?;
    }
    Ok(Opened { signed_in: signed_in(officer)?, secret, replaced })
}

/// Recognises a cookie from the browser that it was given to.
pub fn recognise(
    store: &Store,
    now: Timestamp,
    secret: &str,
    browser: &str,
) -> Result<Recognised, Error> {
    let ended = || Error::Unauthenticated("the session has ended: sign in again".into());
    let session = store.browser_session(&digest(SESSION_LABEL, secret))?.ok_or_else(ended)?;
    let same = session.browser == digest(BROWSER_LABEL, browser);
    if session.ended.is_some() || session.expires <= now.0 || !same {
        return Err(ended());
    }
    // A session is its passkey's or its identity's: it does not outlive it.
    if let Some(passkey) = &session.passkey {
        store.passkey(passkey)?.ok_or_else(ended)?;
    }
    if let Some(identity) = &session.identity {
        store.identity(identity)?.ok_or_else(ended)?;
    }
    let officer = active(store, &session.officer)?.ok_or_else(ended)?;
    Ok(Recognised { signed_in: signed_in(officer)?, until: Timestamp(session.expires) })
}

/// Deletes links and sessions a day after they ended by themselves: until then the audit can still
/// say whose link it was that somebody tried.
pub fn delete_old(node: &mut Node) -> Result<u64, Error> {
    let longest = (node.config.session_h_max + node.config.sign_in_link_h_max) * HOUR_MS;
    node.store.delete_ways_in(node.now().plus(-longest - record::moment::DAY_MS).0)?;
    let before = node.now().plus(-record::moment::DAY_MS).0;
    Ok(node.store.delete_sign_ins(before)? + node.store.delete_recoveries(before)?)
}

/// An open session as its officer sees it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Sitting {
    /// Names the session without giving it away.
    pub id: String,
    /// What the browser says it is.
    pub browser: String,
    pub created: String,
    /// To the minute.
    pub used: String,
    pub until: String,
    /// What the passkey that opened it is called; a link has no name.
    pub passkey: Option<String>,
    /// The provider through which it was opened.
    pub provider: Option<String>,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// An officer's open sessions, newest first.
pub fn sittings(
    store: &Store,
    now: Timestamp,
    officer: &str,
    own: Option<&str>,
) -> Result<Vec<Sitting>, Error> {
    let own = own.map(|secret| digest(SESSION_LABEL, secret));
    let passkeys = store.passkeys(officer)?;
    let name = |id: &Vec<u8>| passkeys.iter().find(|one| one.id == *id).map(|one| one.name.clone());
    let identities = store.identities(officer)?;
    let issuer =
        |id: &Vec<u8>| identities.iter().find(|one| one.id == *id).map(|one| one.issuer.clone());
    let moment = |at: i64| Timestamp(at).to_string();
    let open = store.open_browser_sessions(officer, now.0)?.into_iter().map(|session| Sitting {
        id: session.digest.hex(),
        passkey: session.passkey.as_ref().and_then(name),
        provider: session.identity.as_ref().and_then(issuer),
        created: moment(session.created),
        used: moment(session.used),
        until: moment(session.expires),
        this: own == Some(session.digest),
        browser: session.agent,
    });
    Ok(open.collect())
}

/// Ends one of an officer's own sessions.
pub fn end_own(node: &mut Node, officer: &str, id: &str) -> Result<(), Error> {
    let now = node.now().0;
    let absent = || Error::NotFound("this session".into());
    let open = node.store.open_browser_sessions(officer, now)?;
    let session = open.iter().find(|session| session.digest.hex() == id).ok_or_else(absent)?;
    node.store.end_browser_session(&session.digest, now)
}

/// When the session of a cookie was opened.
pub fn opened_at(store: &Store, secret: &str) -> Result<Option<i64>, Error> {
    Ok(store.browser_session(&digest(SESSION_LABEL, secret))?.map(|session| session.created))
}

/// Notes that a session is used, once a minute at most.
pub fn touch(node: &mut Node, secret: &str) -> Result<(), Error> {
    let (now, minute_ms) = (node.now().0, record::moment::MINUTE_MS);
    node.store.touch_browser_session(&digest(SESSION_LABEL, secret), now, now - minute_ms)
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
