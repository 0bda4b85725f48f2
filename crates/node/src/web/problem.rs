//! Errors as problem details (RFC 9457): what was wrong, by which rule, and what to do.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::Error;
use crate::provider::Refusal;

pub const DOCUMENT: &str = "application/problem+json";
/// The framework's own words are short.
const TEXT_MAX: usize = 4_096;

/// A problem document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Problem {
    /// `urn:amana:problem:…`
    #[serde(rename = "type")]
    pub problem_type: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// The numbered rule that refused, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Problem {
    pub fn of(error: &Error) -> Self {
        let (status, slug, title) = classify(error);
        let rule = match error {
            Error::Refused(rule) => Some(rule.code().to_owned()),
            Error::Bundle { rule, .. } => Some(rule.code().to_owned()),
            Error::Unfit(unfit) => Some(unfit.code().to_owned()),
            Error::Behind => Some(seal::Rule::Behind.code().to_owned()),
            _ => None,
        };
        // Damage and disk troubles are for the log; a user learns that it is not their fault.
        let detail = match error {
            Error::Store(_) | Error::Damaged(_) | Error::File { .. } | Error::NotCommitted(_) => {
                "nothing was stored; try again, then tell the administrator".into()
            }
            other => other.to_string(),
        };
        let problem_type = format!("urn:amana:problem:{slug}");
        Self { problem_type, title: title.into(), status: status.as_u16(), detail, rule }
    }
}

fn classify(error: &Error) -> (StatusCode, &'static str, &'static str) {
    match error {
        Error::Record(_) => (StatusCode::UNPROCESSABLE_ENTITY, "record", "The record is not valid"),
        Error::Refused(_) => (StatusCode::FORBIDDEN, "refused", "Refused by a rule"),
        Error::NotFound(_) => (StatusCode::NOT_FOUND, "not-found", "Not found"),
        Error::Usage(_) | Error::Config(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "usage", "The request does not fit")
        }
        Error::Bundle { .. } => {
            (StatusCode::UNPROCESSABLE_ENTITY, "bundle", "The bundle was not taken")
        }
        Error::Behind => (StatusCode::CONFLICT, "behind", "This node was restored"),
        Error::Conflict(_) => (StatusCode::CONFLICT, "conflict", "It was changed elsewhere"),
        Error::Limit { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "limit", "Over a limit"),
        Error::Unauthenticated(_) => (StatusCode::UNAUTHORIZED, "unauthenticated", "Not signed in"),
        Error::NotAllowed(_) => {
            (StatusCode::FORBIDDEN, "not-allowed", "Your role does not do this")
        }
        Error::SecondPerson => {
            (StatusCode::FORBIDDEN, "second-person", "This needs a second person")
        }
        Error::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too-many", "Too many requests"),
        Error::NeedsPasskey => (StatusCode::FORBIDDEN, "needs-passkey", "A passkey is needed"),
        Error::NeedsAssertion => {
            (StatusCode::PRECONDITION_REQUIRED, "needs-assertion", "Confirm with your passkey")
        }
        Error::SignInAnew => (StatusCode::FORBIDDEN, "sign-in-anew", "Sign in anew first"),
        Error::Provider(refusal) => of_provider(*refusal),
        Error::HasPasskey(_) => (StatusCode::CONFLICT, "has-passkey", "The officer has a passkey"),
        Error::Unfit(_) => (StatusCode::UNPROCESSABLE_ENTITY, "unfit", "The file is not taken"),
        Error::NoRoom => (StatusCode::INSUFFICIENT_STORAGE, "no-room", "The disk is full"),
        Error::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, "busy", "The node is busy"),
        Error::Copy(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "copy", "The device or its copy is refused")
        }
        Error::OtherSite => (StatusCode::FORBIDDEN, "other-site", "Another site's page asked this"),
        Error::Unreachable(_) => (StatusCode::BAD_GATEWAY, "unreachable", "A node is silent"),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "node", "The node could not do it"),
    }
}

fn of_provider(refusal: Refusal) -> (StatusCode, &'static str, &'static str) {
    let refused = StatusCode::UNAUTHORIZED;
    match refusal {
        Refusal::Silent => (
            StatusCode::SERVICE_UNAVAILABLE,
            "provider-silent",
            "The identity provider does not answer",
        ),
        Refusal::Way => (refused, "provider-way", "Begin this sign-in again"),
        Refusal::Denied => (refused, "provider-denied", "The identity provider signed nobody in"),
        Refusal::Mixed | Refusal::Token => {
            (refused, "provider-token", "The identity provider is not believed")
        }
        Refusal::Weak => (refused, "provider-weak", "Authenticate as this node asks"),
        Refusal::Unbound => (refused, "provider-unbound", "Nobody here has this identity"),
        Refusal::Taken => (StatusCode::CONFLICT, "provider-taken", "The identity is bound already"),
    }
}

/// What the framework refuses by itself (no such address, a body that is no JSON) is told as a
/// problem document like every other refusal.
pub async fn as_document(response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let told =
        kind.is_some_and(|kind| kind == DOCUMENT || kind.as_bytes().starts_with(b"text/html"));
    if told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let text = axum::body::to_bytes(body, TEXT_MAX).await.unwrap_or_default();
    let reason = status.canonical_reason().unwrap_or("The request was refused");
    let text = String::from_utf8_lossy(&text).into_owned();
    let problem = Problem {
        problem_type: "urn:amana:problem:request".into(),
        title: reason.into(),
        status: status.as_u16(),
        detail: if text.is_empty() { reason.into() } else { text },
        rule: None,
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(DOCUMENT));
    Response::from_parts(parts, Json(problem).into_response().into_body())
}

/// Answers with a problem document; the full error goes to the node's own log.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let problem = Problem::of(&self);
        // That it has enough to do is no failure.
        if problem.status >= 500 && !matches!(self, Self::Busy(_)) {
            tracing::error!(error = %self, "a request failed");
        }
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(problem)).into_response();
        let kind = HeaderValue::from_static(DOCUMENT);
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        let again_s = match self {
            Self::Busy(_) => Some(60),
            Self::TooMany(seconds) => Some(seconds),
            _ => None,
        };
        if let Some(seconds) = again_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
