//! Who is signed in; links for officers; the end of a session.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use record::{NodeCode, Timestamp};
use serde::Serialize;

use super::Desk;
use super::audit::administered;
use super::auth::{Officer, Present, cookie_name};
use super::problem::Problem;
use crate::audit::{self, Deed, Event};
use crate::session::Scope;
use crate::{Config, Error, sign_in};

/// A node of the network and its names.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NamedMember {
    pub code: String,
    pub active: bool,
    pub ar: String,
    pub en: String,
    pub fr: String,
    pub es: String,
}

/// Who is signed in, and what this node lets that role do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Me {
    pub officer: String,
    pub role: String,
    pub unit: String,
    pub node: String,
    /// Whether everything here is invented.
    pub exercise: bool,
    pub scopes: Vec<String>,
    /// Purposes the role may state.
    pub purposes: Vec<String>,
    /// What the role may do with records at all; a record's own conditions come on top.
    pub acts: Vec<String>,
    /// When the session of a browser ends by itself.
    #[schema(value_type = Option<String>)]
    pub until: Option<Timestamp>,
    pub members: Vec<NamedMember>,
    pub files: FileLimits,
}

/// What bounds the files of a record, and those that wait on a device for the line.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FileLimits {
    /// Of one record.
    pub count_max: usize,
    /// Of one file.
    pub bytes_max: u64,
    pub device_count_max: usize,
    pub device_bytes_max: u64,
}

impl From<&Config> for FileLimits {
    fn from(config: &Config) -> Self {
        Self {
            count_max: config.attachments_max,
            bytes_max: config.attachment_bytes_max,
            device_count_max: config.device_files_max,
            device_bytes_max: config.device_bytes_max,
        }
    }
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/me", tag = "officers",
    responses((status = 200, body = Me), (status = "4XX", body = Problem)))]
pub async fn me(State(desk): State<Desk>, present: Present) -> Result<Json<Me>, Error> {
    let secret = present.session_secret().map(str::to_owned);
    let Present { signed_in, until, .. } = present;
    let job = move |node: &mut crate::Node| {
        if let Some(secret) = &secret {
            sign_in::touch(node, secret)?;
        }
        let role = signed_in.author.role;
        let members = node.directory.members().iter().map(|member| NamedMember {
            code: member.code.to_string(),
            active: member.is_active(),
            ar: member.names.ar.clone(),
            en: member.names.en.clone(),
            fr: member.names.fr.clone(),
            es: member.names.es.clone(),
        });
        let codes = |codes: Vec<&'static str>| codes.into_iter().map(str::to_owned).collect();
        let purposes = node.tables.purposes_of(role).into_iter().map(record::Purpose::code);
        let acts = node.tables.acts_of(role).into_iter().map(record::policy::Act::code);
        Ok(Me {
            officer: signed_in.author.officer,
            role: role.code().into(),
            unit: signed_in.author.unit.to_string(),
            node: node.code.to_string(),
            exercise: node.directory.exercise,
            scopes: signed_in.scopes.iter().map(|scope| scope.code().to_owned()).collect(),
            purposes: codes(purposes.collect()),
            acts: codes(acts.collect()),
            until,
            members: members.collect(),
            files: FileLimits::from(&node.config),
        })
    };
    Ok(Json(desk.writer.write(job).await?))
}

/// The path of a link, shown once: `http://ADDRESS/sign-in/SECRET`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SignInLink {
    pub path: String,
}

/// Makes a link by which an officer without a passkey makes one; it works once.
#[utoipa::path(post, path = "/api/v1/officers/{code}/sign-in-links", tag = "officers",
    params(("code" = String, Path)),
    responses((status = 201, body = SignInLink), (status = "4XX", body = Problem)))]
pub async fn link(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(code): Path<String>,
) -> Result<(StatusCode, Json<SignInLink>), Error> {
    by.require(Scope::Admin)?;
    let job = move |node: &mut crate::Node| {
        let secret = sign_in::issue_link(node, &code)?;
        sign_in::note_maker(node, &secret, &by.author.officer)?;
        let what = format!("sign-in link for {code}");
        audit::note(node, &administered(&by.author, node.now(), &what))?;
        Ok(SignInLink { path: format!("/sign-in/{secret}") })
    };
    Ok((StatusCode::CREATED, Json(desk.writer.write(job).await?)))
}

/// Signs an officer out everywhere: every session and every link not used yet.
#[utoipa::path(delete, path = "/api/v1/officers/{code}/sessions", tag = "officers",
    params(("code" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn sign_out_everywhere(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(code): Path<String>,
) -> Result<StatusCode, Error> {
    if by.author.officer != code {
        by.require(Scope::Admin)?;
    }
    let job = move |node: &mut crate::Node| {
        let known = node.store.officer(&code)?;
        known.ok_or_else(|| Error::NotFound(format!("officer {code}")))?;
        node.store.end_browser_sessions(&code, node.now().0)?;
        let what = format!("signed {code} out everywhere");
        audit::note(node, &administered(&by.author, node.now(), &what))
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends the session of this browser. A token has none: it is not ended here.
#[utoipa::path(delete, path = "/api/v1/session", tag = "officers",
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn sign_out(State(desk): State<Desk>, present: Present) -> Result<Response, Error> {
    let job = move |node: &mut crate::Node| {
        let no_session = || Error::Usage("a token has no session that could be ended".into());
        sign_in::end(node, present.session_secret().ok_or_else(no_session)?)?;
        let author = &present.signed_in.author;
        audit::note(node, &Event::new(Deed::SignedOut, author, node.now()))?;
        Ok(node.code.clone())
    };
    let code = desk.writer.write(job).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie(&code, "", 0)?)]).into_response())
}

/// Who spends a link: the browser by what it says it is, and the session that it had.
pub struct Comer {
    pub browser: String,
    pub had: Option<String>,
}

/// Spends a link and answers with the cookie of the new session.
pub async fn redeem(desk: &Desk, link: String, comer: Comer) -> Result<HeaderValue, Error> {
    let Comer { browser, had } = comer;
    let job = move |node: &mut crate::Node| {
        let comer = sign_in::Comer { browser: &browser, had: had.as_deref() };
        let opened = sign_in::redeem(node, &link, comer)?;
        admitted(node, opened)
    };
    let (code, secret) = desk.writer.write(job).await?;
    cookie_of(desk, &code, &secret)
}

/// Writes into the audit who came in, and who was signed in with this browser until then; answers
/// what the cookie is made of.
pub fn admitted(
    node: &mut crate::Node,
    opened: sign_in::Opened,
) -> Result<(NodeCode, String), Error> {
    note_replaced(node, opened.replaced)?;
    audit::note(node, &Event::new(Deed::SignedIn, &opened.signed_in.author, node.now()))?;
    Ok((node.code.clone(), opened.secret))
}

/// The same, where a provider said who it is.
pub fn admitted_by_provider(
    node: &mut crate::Node,
    opened: sign_in::Opened,
) -> Result<(NodeCode, String), Error> {
    note_replaced(node, opened.replaced)?;
    let event = Event::new(Deed::SignedIn, &opened.signed_in.author, node.now());
    audit::note(node, &event.reason("identity-provider"))?;
    Ok((node.code.clone(), opened.secret))
}

fn note_replaced(
    node: &mut crate::Node,
    replaced: Option<crate::session::SignedIn>,
) -> Result<(), Error> {
    let Some(replaced) = replaced else { return Ok(()) };
    let event = Event::new(Deed::SignedOut, &replaced.author, node.now());
    audit::note(node, &event.reason("replaced")).map(drop)
}

/// The cookie of a new session.
pub fn cookie_of(desk: &Desk, node: &NodeCode, secret: &str) -> Result<HeaderValue, Error> {
    cookie(node, secret, desk.config.session_h_max * 3_600)
}

/// Writes a refused sign-in into the audit.
pub async fn note_refused(desk: &Desk, link: String, otherwise: &'static str) -> Result<(), Error> {
    desk.writer.write(move |node| sign_in::note_refused(node, &link, otherwise)).await
}

/// No script reads it, no other site sends it, and it ends with the session.
fn cookie(node: &NodeCode, secret: &str, lasts_s: i64) -> Result<HeaderValue, Error> {
    set_cookie(&cookie_name(node), secret, lasts_s)
}

/// A cookie of this host.
pub fn set_cookie(name: &str, held: &str, lasts_s: i64) -> Result<HeaderValue, Error> {
    let text =
        format!("{name}={held}; Path=/; Max-Age={lasts_s}; Secure; HttpOnly; SameSite=Strict");
    HeaderValue::from_str(&text).map_err(|_| Error::Usage("a cookie of plain letters".into()))
}
