//! Who works on a thread, hand-overs at the end of a shift, and what is marked unread.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::{RecordId, Unit};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::{Officer, Reading};
use super::problem::Problem;
use crate::Error;
use crate::session::Scope;
use crate::thread::assignment::{self, To};
use crate::thread::hand_over::{self, HandOverRow};
use crate::thread::reading;
use crate::view::Sight;

/// To whom: an officer or a unit; neither is nobody.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignRequest {
    #[serde(default)]
    officer: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    unit: Option<Unit>,
    #[serde(default)]
    note: String,
}

fn to(officer: Option<String>, unit: Option<Unit>) -> Result<To, Error> {
    match (officer, unit) {
        (None, None) => Ok(To::Nobody),
        (Some(officer), None) => Ok(To::Officer(officer)),
        (None, Some(unit)) => Ok(To::Unit(unit)),
        _ => Err(Error::Usage("an officer or a unit, not both".into())),
    }
}

/// Gives a thread to an officer or a unit, takes it, or lets it go. Whoever has it passes it on, or
/// somebody of the same unit; what nobody has anybody may take.
#[utoipa::path(post, path = "/api/v1/threads/{id}/assignment", tag = "threads",
    params(("id" = String, Path)), request_body = AssignRequest,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn assign(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Reading(session): Reading,
    Path(id): Path<RecordId>,
    Json(asked): Json<AssignRequest>,
) -> Result<StatusCode, Error> {
    officer.require(Scope::Write)?;
    let (to, note) = (to(asked.officer, asked.unit)?, asked.note);
    let job = move |node: &mut crate::Node| assignment::assign(node, &session, &id, (&to, &note));
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DoneRequest {
    /// Nothing is left to do with what came so far; `false` says that there is again.
    done: bool,
    #[serde(default)]
    note: String,
}

/// Says that nothing is left to do in a thread. What another node writes later opens it again.
#[utoipa::path(post, path = "/api/v1/threads/{id}/done", tag = "threads",
    params(("id" = String, Path)), request_body = DoneRequest,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn set_done(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Reading(session): Reading,
    Path(id): Path<RecordId>,
    Json(asked): Json<DoneRequest>,
) -> Result<StatusCode, Error> {
    officer.require(Scope::Write)?;
    let said = (asked.done, asked.note);
    let job =
        move |node: &mut crate::Node| assignment::set_done(node, &session, &id, (said.0, &said.1));
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks a thread unread for this officer.
#[utoipa::path(delete, path = "/api/v1/threads/{id}/read", tag = "threads",
    params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn mark_unread(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(id): Path<RecordId>,
) -> Result<StatusCode, Error> {
    desk.writer.write(move |node| reading::mark_unread(node, &session, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverRequest {
    #[serde(default)]
    officer: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    unit: Option<Unit>,
    #[serde(default)]
    note: String,
    /// Threads of this officer; all on which something is left to do where none are said.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    threads: Option<Vec<RecordId>>,
}

/// The number by which a hand-over is undone.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct HandedOver {
    pub number: i64,
}

/// Gives all open threads of this officer, or some of them, to another officer or to a unit.
#[utoipa::path(post, path = "/api/v1/hand-overs", tag = "threads", request_body = HandOverRequest,
    responses((status = 201, body = HandedOver), (status = "4XX", body = Problem)))]
pub async fn hand_over(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Reading(session): Reading,
    Json(asked): Json<HandOverRequest>,
) -> Result<(StatusCode, Json<HandedOver>), Error> {
    officer.require(Scope::Write)?;
    let HandOverRequest { officer, unit, note, threads } = asked;
    let to = to(officer, unit)?;
    let job = move |node: &mut crate::Node| hand_over::give(node, &session, threads, (&to, &note));
    let number = desk.writer.write(job).await?;
    Ok((StatusCode::CREATED, Json(HandedOver { number })))
}

/// What this officer handed over, and what was handed over to him or to his unit; the newest first.
#[utoipa::path(get, path = "/api/v1/hand-overs", tag = "threads",
    responses((status = 200, body = Vec<HandOverRow>), (status = "4XX", body = Problem)))]
pub async fn hand_overs(
    State(desk): State<Desk>,
    Reading(session): Reading,
) -> Result<Json<Vec<HandOverRow>>, Error> {
    let look = move |sight: Sight<'_>| sight.hand_overs(&session);
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// Undoes a hand-over of this officer's that its receiver has not opened yet.
#[utoipa::path(delete, path = "/api/v1/hand-overs/{number}", tag = "threads",
    params(("number" = i64, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn undo_hand_over(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Reading(session): Reading,
    Path(number): Path<i64>,
) -> Result<StatusCode, Error> {
    officer.require(Scope::Write)?;
    desk.writer.write(move |node| hand_over::undo(node, &session, number)).await?;
    Ok(StatusCode::NO_CONTENT)
}
