//! Signing in with a browser: a link that works once becomes a short session, told by a cookie.
//! Passkeys will take the link's place; until then an administrator hands it over in person.

use record::policy::Role;
use record::{Digest, Timestamp};

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

/// For whom a link is, while it works.
pub fn whose(store: &Store, now: Timestamp, secret: &str) -> Result<Officer, Error> {
    let spent = || Error::Unauthenticated("the link was used, or its time is over".into());
    let link = store.link(&digest(LINK_LABEL, secret))?.ok_or_else(spent)?;
    if link.used.is_some() || link.expires <= now.0 {
        return Err(spent());
    }
    active(store, &link.officer)?.ok_or_else(spent)
}

/// Spends a link for a session of this browser; answers whose it is and the cookie's secret.
pub fn redeem(node: &mut Node, link: &str, browser: &str) -> Result<(SignedIn, String), Error> {
    let now = node.now();
    let officer = whose(&node.store, now, link)?;
    if !node.store.use_link(&digest(LINK_LABEL, link), now.0)? {
        return Err(Error::Unauthenticated("the link was used already".into()));
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
    Ok((signed_in(officer)?, secret))
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
