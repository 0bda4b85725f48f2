//! Signing in through a national identity provider, and what an officer is bound to.
//!
//! The provider sends the browser back from another site: our session's cookie, which other sites'
//! pages never send, does not come along. So what comes back is put into a form of our own page,
//! and that page asks the node: then both cookies come, and a session that was there ends.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use record::digest::{hex_decode, hex_encode};
use record::{NodeCode, Timestamp};
use serde::{Deserialize, Serialize};

use super::auth::{Cookie, Officer, Present, browser, cookie, cookie_name, from_our_pages};
use super::plain::{self, Asked};
use super::problem::Problem;
use super::sign_in::{admitted_by_provider, cookie_of, note_refused, set_cookie};
use super::{Desk, page};
use crate::passkey::Party;
use crate::provider::{Answer, Came, Here, Proven, Provider, Providers, Refusal, way};
use crate::session::Scope;
use crate::sign_in::{self, Comer};
use crate::store::Store;
use crate::{Error, identity};

/// Keeps a way through a provider apart from a session.
fn way_name(node: &NodeCode) -> String {
    format!("{}-way", cookie_name(node))
}

/// A provider as whoever signs in sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProviderRow {
    pub code: String,
    pub name: String,
}

/// The national identity providers through which one signs in here.
#[utoipa::path(get, path = "/api/v1/sign-in/providers",
    operation_id = "list_identity_providers", tag = "sign-in",
    responses((status = 200, body = Vec<ProviderRow>), (status = "4XX", body = Problem)))]
pub async fn providers(State(desk): State<Desk>) -> Json<Vec<ProviderRow>> {
    let all = desk.providers.settings();
    Json(all.map(|one| ProviderRow { code: one.code.clone(), name: one.name.clone() }).collect())
}

/// Every way in, without scripts.
pub async fn ways_in(State(desk): State<Desk>, asked: Asked) -> Response {
    plain::ways_in(&asked, desk.providers.settings())
}

type OnePath = Result<Path<String>, PathRejection>;

/// Sends the browser to a provider.
pub async fn begin(
    State(desk): State<Desk>,
    provider: OnePath,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    let provider = provider.map_or_else(|_| String::new(), |Path(provider)| provider);
    shown(&asked, begun(&desk, &provider, None, &headers).await)
}

/// The same, for the officer of a link, who is bound by it.
pub async fn begin_with_link(
    State(desk): State<Desk>,
    both: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    let (provider, link) = both.map_or_else(|_| Default::default(), |Path(both)| both);
    shown(&asked, begun(&desk, &provider, Some(link), &headers).await)
}

fn shown(asked: &Asked, answer: Result<Response, Error>) -> Response {
    answer.unwrap_or_else(|error| plain::refused(asked, &error))
}

async fn begun(
    desk: &Desk,
    provider: &str,
    link: Option<String>,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    from_our_pages(&Method::GET, headers)?;
    let (provider, now) = (desk.providers.find(provider)?, desk.clock.now());
    if let Some(link) = &link {
        let spent = || Error::Unauthenticated("the link was used, or its time is over".into());
        if !way::is_ticket(link) {
            way::is_link(link).then_some(()).ok_or_else(spent)?;
            desk.readers.read(|sight| sign_in::whose(sight.store, now, link))?;
        }
    }
    let party = Party::of(&desk.config)?;
    let here = Here { config: &desk.config, origin: &party.origin, now: now.0 };
    let (to, way) = desk.providers.begin(provider, &browser(headers), link, here).await?;
    let name = way_name(&desk.readers.read(|sight| Ok(sight.code.clone()))?);
    let kept = set_cookie(&name, &way.written(), desk.config.provider_wait_s_max)?;
    Ok(([(header::SET_COOKIE, kept)], Redirect::to(to.as_str())).into_response())
}

/// Where a provider sends the browser back to. It reads and changes nothing: the page that it
/// answers asks the node itself.
pub async fn back(
    State(desk): State<Desk>,
    provider: OnePath,
    answer: Result<Query<Answer>, QueryRejection>,
    asked: Asked,
) -> Response {
    let known = provider.ok().and_then(|Path(code)| desk.providers.find(&code).ok());
    match (known, answer) {
        (Some(provider), Ok(Query(answer))) => plain::landing(&asked, &provider.setting, &answer),
        _ => plain::refused(&asked, &Refusal::Way.into()),
    }
}

/// What a way through a provider ended with when nobody is let in.
struct Failed {
    error: Error,
    link: Option<String>,
    proven: Option<Proven>,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, link: None, proven: None }
    }
}

/// Ends a way through a provider: whoever it leads to is signed in. What is refused is written into
/// the audit.
pub async fn end(
    State(desk): State<Desk>,
    provider: OnePath,
    headers: HeaderMap,
    asked: Asked,
    session: Result<Cookie, Error>,
    body: Bytes,
) -> Response {
    let code = provider.map_or_else(|_| String::new(), |Path(code)| code);
    let Ok(provider) = desk.providers.find(&code) else {
        return plain::refused(&asked, &Refusal::Way.into());
    };
    match ended(&desk, provider, (&headers, session), &body).await {
        Ok(cookies) => {
            let to = if page::is_built() { "/".to_owned() } else { asked.address("/plain") };
            (AppendHeaders(cookies.map(|one| (header::SET_COOKIE, one))), Redirect::to(&to))
                .into_response()
        }
        Err(failed) => {
            if let Err(error) = note(&desk, &failed).await {
                return plain::refused(&asked, &error);
            }
            plain::refused(&asked, &failed.error)
        }
    }
}

async fn ended(
    desk: &Desk,
    provider: &Provider,
    (headers, session): (&HeaderMap, Result<Cookie, Error>),
    body: &[u8],
) -> Result<[HeaderValue; 2], Failed> {
    from_our_pages(&Method::POST, headers)?;
    let (Cookie(had), agent) = (session?, browser(headers));
    let answer: Answer =
        serde_urlencoded::from_bytes(body).map_err(|_| Error::from(Refusal::Way))?;
    let name = way_name(&desk.readers.read(|sight| Ok(sight.code.clone()))?);
    let kept = cookie(headers, &name);
    let party = Party::of(&desk.config)?;
    let here = Here { config: &desk.config, origin: &party.origin, now: desk.clock.now().0 };
    let came = Came { browser: &agent, cookie: kept.as_deref() };
    let found = desk.providers.end(provider, came, answer, here).await;
    let (proven, link) = found.map_err(Error::from)?;
    let (who, by) = (proven.clone(), link.clone());
    let job = move |node: &mut crate::Node| {
        let comer = Comer { browser: &agent, had: had.as_deref() };
        let opened = identity::sign_in(node, &proven, link.as_deref(), comer)?;
        admitted_by_provider(node, opened)
    };
    let told = |error| Failed { error, link: by, proven: Some(who) };
    let (code, secret) = desk.writer.write(job).await.map_err(told)?;
    Ok([cookie_of(desk, &code, &secret)?, set_cookie(&name, "", 0)?])
}

async fn note(desk: &Desk, failed: &Failed) -> Result<(), Error> {
    let why = match &failed.error {
        Error::Provider(refusal) => refusal.reason(),
        Error::OtherSite => "other-site",
        Error::Unauthenticated(_) => "service-ended",
        _ => "provider-failed",
    };
    if let Some(link) = failed.link.clone().filter(|link| way::is_link(link)) {
        return note_refused(desk, link, why).await;
    }
    let proven = failed.proven.clone();
    let job = move |node: &mut crate::Node| {
        let who = proven.map(|proven| identity::claimed(&node.store, &proven)).transpose()?;
        sign_in::note_refusal(node, who.flatten(), why)
    };
    desk.writer.write(job).await
}

/// What an officer is to a provider, as that officer sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OwnIdentity {
    pub id: String,
    /// What the provider is called.
    pub provider: String,
    pub created: String,
    pub used: Option<String>,
}

/// An officer's own identities.
pub fn own(store: &Store, all: &Providers, officer: &str) -> Result<Vec<OwnIdentity>, Error> {
    let bound = store.identities(officer)?.into_iter().filter(|one| one.ended.is_none());
    let shown = bound.map(|one| OwnIdentity {
        id: hex_encode(&one.id),
        provider: all.name(&one.issuer),
        created: Timestamp(one.created).to_string(),
        used: one.used.map(|at| Timestamp(at).to_string()),
    });
    Ok(shown.collect())
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BindOwnRequest {
    /// The provider's code in `amana.toml`.
    provider: String,
}

/// Where an officer who is signed in goes to bind an identity: `/sign-in/with/…`, for a moment.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WayToBind {
    pub path: String,
}

/// Begins to bind an identity to oneself, signed with a passkey.
#[utoipa::path(post, path = "/api/v1/me/identities",
    operation_id = "bind_own_identity", tag = "sign-in", request_body = BindOwnRequest,
    responses((status = 200, body = WayToBind), (status = "4XX", body = Problem)))]
pub async fn bind_own(
    State(desk): State<Desk>,
    present: Present,
    Json(asked): Json<BindOwnRequest>,
) -> Result<Json<WayToBind>, Error> {
    let token = || Error::NotAllowed("a token binds no identity".into());
    present.session_secret().ok_or_else(token)?;
    let code = desk.providers.find(&asked.provider)?.setting.code.clone();
    let officer = present.signed_in.author.officer;
    let ticket = desk.writer.write(move |node| identity::ask_to_bind(node, &officer)).await?;
    Ok(Json(WayToBind { path: format!("/sign-in/with/{code}/{ticket}") }))
}

/// Lets go of one's own identity; the sessions that it opened end.
#[utoipa::path(delete, path = "/api/v1/me/identities/{id}",
    operation_id = "unbind_own_identity", tag = "sign-in",
    params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn unbind_own(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    let id = hex_decode(&id).ok_or_else(|| Error::NotFound("this identity".into()))?;
    desk.writer.write(move |node| identity::unbind_own(node, &by.author, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What an officer is to a provider, as administrators see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BoundIdentity {
    /// What the provider is called.
    pub provider: String,
    /// By whose value an administrator bound it; none where a link did.
    pub value: Option<String>,
    pub created: String,
    pub used: Option<String>,
    /// When an administrator ended it: to let the officer in again takes two.
    pub ended: Option<String>,
}

/// Every officer's identities.
pub fn bound(
    store: &Store,
    all: &Providers,
) -> Result<BTreeMap<String, Vec<BoundIdentity>>, Error> {
    let mut found: BTreeMap<String, Vec<BoundIdentity>> = BTreeMap::new();
    let moment = |at: i64| Timestamp(at).to_string();
    for one in store.all_identities()? {
        let by_value = one.subject.as_ref() != Some(&one.value);
        found.entry(one.officer).or_default().push(BoundIdentity {
            provider: all.name(&one.issuer),
            value: by_value.then_some(one.value),
            created: moment(one.created),
            used: one.used.map(moment),
            ended: one.ended.map(moment),
        });
    }
    Ok(found)
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BindRequest {
    /// The provider's code in `amana.toml`.
    provider: String,
    /// What the provider says of this officer in the claim that is configured for it.
    value: String,
}

/// Binds an officer who has no way in to what a provider says of them.
#[utoipa::path(post, path = "/api/v1/officers/{code}/identities",
    operation_id = "bind_identity", tag = "officers",
    params(("code" = String, Path)), request_body = BindRequest,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn bind(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(code): Path<String>,
    Json(asked): Json<BindRequest>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    let setting = desk.providers.find(&asked.provider)?.setting.clone();
    let job = move |node: &mut crate::Node| {
        let said = (setting.issuer.as_str(), setting.claim.as_str(), asked.value.as_str());
        identity::bind(node, &by.author, &code, said)
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends what an officer is bound to, and the sessions that it opened.
#[utoipa::path(delete, path = "/api/v1/officers/{code}/identities",
    operation_id = "unbind_identity", tag = "officers",
    params(("code" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn unbind(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(code): Path<String>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    desk.writer.write(move |node| identity::unbind(node, &by.author, &code)).await?;
    Ok(StatusCode::NO_CONTENT)
}
