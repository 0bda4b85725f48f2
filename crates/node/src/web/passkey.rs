//! Making a passkey by a link, signing in with one, and an officer's own passkeys and sessions.

use axum::Json;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use record::digest::{hex_decode, hex_encode};
use record::{Digest, NodeCode, Timestamp};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::{Cookie, Officer, Present, browser, from_our_pages};
use super::problem::Problem;
use super::provider::{self, OwnIdentity};
use super::sign_in::{admitted, cookie_of};
use crate::passkey::challenge::Use;
use crate::passkey::{self, Answer, Asked, Made};
use crate::sign_in::{self, Comer, Sitting};
use crate::{Error, audit, identity};

/// A browser that nobody is signed in with: our own page asks, and nobody else's.
pub struct Browser {
    agent: String,
    had: Option<String>,
}

impl FromRequestParts<Desk> for Browser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Error> {
        from_our_pages(&parts.method, &parts.headers)?;
        let Cookie(had) = Cookie::from_request_parts(parts, desk).await?;
        Ok(Self { agent: browser(&parts.headers), had })
    }
}

impl Browser {
    fn comer(&self) -> Comer<'_> {
        Comer { browser: &self.agent, had: self.had.as_deref() }
    }
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkSecret {
    /// The last part of the link's address.
    link: String,
}

/// For whom a link is, and what their browser makes a passkey with.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EnrolmentAsked {
    pub officer: String,
    pub role: String,
    pub node: String,
    pub asked: Asked,
}

/// Asks the browser that opened a link to make a passkey. This spends nothing.
#[utoipa::path(post, path = "/api/v1/enrolment/challenge",
    operation_id = "ask_to_enrol_passkey", tag = "sign-in",
    request_body = LinkSecret,
    responses((status = 200, body = EnrolmentAsked), (status = "4XX", body = Problem)))]
pub async fn ask_to_enrol(
    State(desk): State<Desk>,
    _: Browser,
    Json(LinkSecret { link }): Json<LinkSecret>,
) -> Result<Json<EnrolmentAsked>, Error> {
    let job = move |node: &mut crate::Node| {
        let (officer, asked) = sign_in::ask_to_enrol(node, &link)?;
        let node = node.code.to_string();
        Ok(EnrolmentAsked { officer: officer.code, role: officer.role, node, asked })
    };
    Ok(Json(desk.writer.write(job).await?))
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    link: String,
    made: Made,
}

/// Spends a link for a passkey, and signs in with it.
#[utoipa::path(post, path = "/api/v1/enrolment",
    operation_id = "enrol_passkey", tag = "sign-in", request_body = Enrolment,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn enrol(
    State(desk): State<Desk>,
    browser: Browser,
    Json(asked): Json<Enrolment>,
) -> Result<Response, Error> {
    let again = asked.link.clone();
    let job = move |node: &mut crate::Node| {
        let opened = sign_in::enrol(node, &asked.link, &asked.made, browser.comer())?;
        admitted(node, opened)
    };
    match desk.writer.write(job).await {
        Ok((node, secret)) => come_in(&desk, &node, &secret),
        Err(error) => {
            super::sign_in::note_refused(&desk, again, "passkey-refused").await?;
            Err(error)
        }
    }
}

/// Asks for a passkey, whoever's it is: nobody types who they are.
#[utoipa::path(post, path = "/api/v1/sign-in/challenge",
    operation_id = "ask_for_passkey", tag = "sign-in",
    responses((status = 200, body = Asked), (status = "4XX", body = Problem)))]
pub async fn ask_for_passkey(
    State(desk): State<Desk>,
    browser: Browser,
) -> Result<Json<Asked>, Error> {
    let job = move |node: &mut crate::Node| sign_in::ask_for_passkey(node, &browser.agent);
    Ok(Json(desk.writer.write(job).await?))
}

/// Signs in with a passkey.
#[utoipa::path(post, path = "/api/v1/sign-in",
    operation_id = "sign_in_with_passkey", tag = "sign-in", request_body = Answer,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn sign_in(
    State(desk): State<Desk>,
    browser: Browser,
    Json(answer): Json<Answer>,
) -> Result<Response, Error> {
    let again = answer.clone();
    let job = move |node: &mut crate::Node| {
        let opened = sign_in::by_passkey(node, &answer, browser.comer())?;
        admitted(node, opened)
    };
    match desk.writer.write(job).await {
        Ok((node, secret)) => come_in(&desk, &node, &secret),
        Err(error) => {
            let note = move |node: &mut crate::Node| sign_in::note_refused_passkey(node, &again);
            desk.writer.write(note).await?;
            Err(error)
        }
    }
}

fn come_in(desk: &Desk, node: &NodeCode, secret: &str) -> Result<Response, Error> {
    let cookie = cookie_of(desk, node, secret)?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// A passkey as its owner sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OwnPasskey {
    pub id: String,
    pub name: String,
    pub created: String,
    pub used: String,
    /// Whether its maker keeps it on more than one device.
    pub backed_up: bool,
}

/// What an officer comes in with, and where.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OwnSignIns {
    pub passkeys: Vec<OwnPasskey>,
    pub passkeys_max: usize,
    pub identities: Vec<OwnIdentity>,
    pub sessions: Vec<Sitting>,
}

/// An officer's own passkeys and open sessions.
#[utoipa::path(get, path = "/api/v1/me/sign-ins",
    operation_id = "own_sign_ins", tag = "sign-in",
    responses((status = 200, body = OwnSignIns), (status = "4XX", body = Problem)))]
pub async fn own(State(desk): State<Desk>, present: Present) -> Result<Json<OwnSignIns>, Error> {
    let passkeys_max = desk.config.passkeys_max;
    let providers = desk.providers.clone();
    let look = move |sight: crate::view::Sight<'_>| {
        let author = &present.signed_in.author;
        let (store, officer) = (sight.store, author.officer.as_str());
        let passkeys = store.passkeys(officer)?.iter().map(shown).collect::<Result<_, _>>()?;
        let own = present.session_secret();
        let mut sessions = sign_in::sittings(store, sight.now, officer, own)?;
        for session in &mut sessions {
            session.provider = session.provider.as_deref().map(|issuer| providers.name(issuer));
        }
        let identities = provider::own(store, &providers, officer)?;
        let event = audit::Event::new(audit::Deed::Listed, author, sight.now).reason("sign-ins");
        let own = OwnSignIns { passkeys, passkeys_max, identities, sessions };
        Ok(audit::Guarded::new(own, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

fn shown(passkey: &crate::store::passkey::Passkey) -> Result<OwnPasskey, Error> {
    Ok(OwnPasskey {
        id: hex_encode(&passkey.id),
        name: passkey.name.clone(),
        created: Timestamp(passkey.created).to_string(),
        used: Timestamp(passkey.used).to_string(),
        backed_up: passkey::read(passkey)?.backup_state,
    })
}

/// What a passkey of an officer who is signed in is bound to.
fn bound(officer: &str) -> Digest {
    Digest::of(&[b"amana/1/own-passkey", officer.as_bytes()])
}

fn myself(node: &crate::Node, code: &str) -> Result<crate::store::officer::Officer, Error> {
    node.store.officer(code)?.ok_or_else(|| Error::NotFound(format!("officer {code}")))
}

/// Asks the browser of an officer who is signed in to make one more passkey.
#[utoipa::path(post, path = "/api/v1/me/passkeys/challenge",
    operation_id = "ask_to_add_passkey", tag = "sign-in",
    responses((status = 200, body = Asked), (status = "4XX", body = Problem)))]
pub async fn ask_to_add(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<Asked>, Error> {
    let job = move |node: &mut crate::Node| {
        let officer = myself(node, &by.author.officer)?;
        passkey::ask_to_make(node, &officer, Use::Add, &bound(&officer.code))
    };
    Ok(Json(desk.writer.write(job).await?))
}

/// Keeps one more passkey. A token makes none: a program has no fingers.
#[utoipa::path(post, path = "/api/v1/me/passkeys",
    operation_id = "add_passkey", tag = "sign-in", request_body = Made,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn add(
    State(desk): State<Desk>,
    present: Present,
    Json(made): Json<Made>,
) -> Result<StatusCode, Error> {
    let token = || Error::NotAllowed("a token makes no passkey".into());
    let session = present.session_secret().ok_or_else(token)?.to_owned();
    let job = move |node: &mut crate::Node| {
        identity::may_add_first(node, &present.signed_in.author.officer, &session)?;
        let officer = myself(node, &present.signed_in.author.officer)?;
        passkey::keep(node, &officer, (Use::Add, &bound(&officer.code)), &made).map(drop)
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of an officer's own passkeys, and the sessions that it opened.
#[utoipa::path(delete, path = "/api/v1/me/passkeys/{id}",
    operation_id = "remove_passkey", tag = "sign-in",
    params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn remove(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    let id = hex_decode(&id).ok_or_else(|| Error::NotFound("this passkey".into()))?;
    desk.writer.write(move |node| passkey::remove(node, &by.author, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of an officer's own sessions, on whichever device.
#[utoipa::path(delete, path = "/api/v1/me/sessions/{id}",
    operation_id = "end_own_session", tag = "sign-in",
    params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn end_session(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    let job = move |node: &mut crate::Node| {
        sign_in::end_own(node, &by.author.officer, &id)?;
        let event = audit::Event::new(audit::Deed::SignedOut, &by.author, node.now());
        audit::note(node, &event.reason("other-session")).map(drop)
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}
