//! Deeds that are a person's decision: one layer on a route asks for the officer's passkey.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use record::kind::same_as::SameAsState;
use record::policy::Role;
use record::{Digest, Draft, Kind};
use serde_json::{Value, json};

use super::Desk;
use super::auth::{Officer, Present};
use super::problem::{self, Problem};
use crate::audit::{Deed as Done, Event, Guarded};
use crate::decided::{Deed, Verdict, judge};
use crate::passkey::Answer;
use crate::session::{Scope, SignedIn};
use crate::view::Sight;
use crate::{Error, sign_in};

/// Where the answer of a passkey comes: JSON of its ticket and its credential.
pub const HEADER: &str = "amana-assertion";
/// Assertions over one and the same deed that are shown at once.
const SHOWN_MAX: u32 = 100;

/// Lets a request pass once its officer has signed exactly this one. Reading is no decision, and
/// whoever is not recognised is refused by the route itself.
pub async fn demand(
    State(desk): State<Desk>,
    present: Result<Present, Error>,
    request: Request,
    next: Next,
) -> Response {
    let Ok(present) = present else { return next.run(request).await };
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let body = match axum::body::to_bytes(body, desk.config.request_bytes_max).await {
        Ok(body) => body,
        Err(_) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    };
    if is_draft(parts.uri.path()) && !decides(&body) {
        return next.run(Request::from_parts(parts, Body::from(body))).await;
    }
    let path = parts.uri.path_and_query().map_or(parts.uri.path(), |all| all.as_str()).to_owned();
    let asked = Decision {
        method: parts.method.to_string(),
        path,
        body: body.clone(),
        answer: answer(&parts.headers),
    };
    match asked.judge(&desk, present.signed_in).await {
        Ok(Verdict::Goes) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Ok(Verdict::Asked(asked)) => needed(&asked),
        Err(error) => error.into_response(),
    }
}

struct Decision {
    method: String,
    path: String,
    body: Bytes,
    answer: Result<Option<Answer>, Error>,
}

impl Decision {
    async fn judge(self, desk: &Desk, by: SignedIn) -> Result<Verdict, Error> {
        let Self { method, path, body, answer } = self;
        let answer = answer?;
        let (again, author) = (answer.clone(), by.author.clone());
        let job = move |node: &mut crate::Node| {
            let deed =
                Deed::new(&node.code, &author.officer, (method.as_str(), path.as_str()), &body);
            judge(node, &author, deed, answer.as_ref())
        };
        let verdict = desk.writer.write(job).await;
        // A job that failed left nothing: that it was tried is told by another one.
        if let (Err(Error::Unauthenticated(_)), Some(answer)) = (&verdict, again) {
            let note = move |node: &mut crate::Node| sign_in::note_refused_passkey(node, &answer);
            desk.writer.write(note).await?;
            return Err(Error::NotAllowed("this passkey did not sign this decision".into()));
        }
        verdict
    }
}

fn answer(headers: &HeaderMap) -> Result<Option<Answer>, Error> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    let read = serde_json::from_slice(value.as_bytes());
    read.map(Some).map_err(|_| Error::Usage(format!("the header {HEADER} holds no assertion")))
}

/// The problem document brings what the browser asks the passkey for.
fn needed(asked: &crate::passkey::Asked) -> Response {
    let mut told = json!(Problem::of(&Error::NeedsAssertion));
    told["assertion"] = json!(asked);
    let kind = [(axum::http::header::CONTENT_TYPE, problem::DOCUMENT)];
    (StatusCode::PRECONDITION_REQUIRED, kind, told.to_string()).into_response()
}

fn is_draft(path: &str) -> bool {
    matches!(path, "/api/v1/records" | "/api/v1/records/batch")
}

/// Whether what is to be published decides anything.
fn decides(body: &[u8]) -> bool {
    if let Ok(draft) = serde_json::from_slice::<Draft>(body) {
        return is_decision(&draft);
    }
    let drafts: Vec<Value> = serde_json::from_slice(body).unwrap_or_default();
    let drafts = drafts.into_iter().filter_map(|draft| serde_json::from_value(draft).ok());
    drafts.into_iter().any(|draft: Draft| is_decision(&draft))
}

fn is_decision(draft: &Draft) -> bool {
    match draft.kind {
        Kind::Decision | Kind::Recall | Kind::Block | Kind::Hold => true,
        Kind::SameAs => draft.body["statement"]["state"] != json!(SameAsState::Proposed),
        _ => false,
    }
}

/// What was signed over a deed, by its digest, which the audit's entry has as its set. Whoever gets
/// it verifies it with `amana verify-decision`.
#[utoipa::path(get, path = "/api/v1/decisions/{deed}",
    operation_id = "signed_decisions", tag = "audit",
    params(("deed" = String, Path)),
    responses((status = 200, body = Vec<Object>), (status = "4XX", body = Problem)))]
pub async fn decisions(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(deed): Path<String>,
) -> Result<Json<Vec<Value>>, Error> {
    officer.require(Scope::Read)?;
    if !matches!(officer.author.role, Role::DataProtectionOfficer | Role::Inspector) {
        let who = "what was signed is for the data-protection officer and inspectors";
        return Err(Error::NotAllowed(who.into()));
    }
    let deed = Digest::from_hex(&deed);
    let deed = deed.ok_or_else(|| Error::Usage("a deed is 64 hexadecimal digits".into()))?;
    let look = move |sight: Sight<'_>| {
        let kept = sight.store.assertions_of(&deed, SHOWN_MAX)?.into_iter();
        let kept: Vec<Value> =
            kept.filter_map(|(_, text)| serde_json::from_str(&text).ok()).collect();
        let event = Event::new(Done::AuditRead, &officer.author, sight.now).reason("decisions");
        Ok(Guarded::new(kept, event))
    };
    let kept = desk.readers.read_audited(&desk.writer, look).await?;
    match kept.is_empty() {
        true => Err(Error::NotFound("anything signed over this deed".into())),
        false => Ok(Json(kept)),
    }
}
