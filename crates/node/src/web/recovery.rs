//! Letting an officer back in: two administrators, each by themselves.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::Timestamp;
use serde::Serialize;

use super::Desk;
use super::audit::administered;
use super::auth::{Officer, Present};
use super::problem::Problem;
use super::sign_in::SignInLink;
use crate::session::Scope;
use crate::store::recovery::Recovery;
use crate::{Error, audit, recovery};

/// A proposal that waits for a second administrator.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RecoveryRow {
    pub officer: String,
    pub proposed_by: String,
    pub proposed: String,
    pub expires: String,
}

impl From<Recovery> for RecoveryRow {
    fn from(recovery: Recovery) -> Self {
        Self {
            officer: recovery.officer,
            proposed_by: recovery.proposed_by,
            proposed: Timestamp(recovery.proposed).to_string(),
            expires: Timestamp(recovery.expires).to_string(),
        }
    }
}

/// Proposals that wait for a second administrator.
#[utoipa::path(get, path = "/api/v1/recoveries",
    operation_id = "list_recoveries", tag = "officers",
    responses((status = 200, body = Vec<RecoveryRow>), (status = "4XX", body = Problem)))]
pub async fn recoveries(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<Vec<RecoveryRow>>, Error> {
    by.require(Scope::Admin)?;
    let job = move |node: &mut crate::Node| {
        let now = node.now();
        audit::note(node, &administered(&by.author, now, "recoveries listed"))?;
        Ok(recovery::open(node, now)?.into_iter().map(RecoveryRow::from).collect())
    };
    Ok(Json(desk.writer.write(job).await?))
}

/// Proposes to let an officer back in who lost every passkey.
#[utoipa::path(post, path = "/api/v1/officers/{code}/recovery",
    operation_id = "propose_recovery", tag = "officers",
    params(("code" = String, Path)),
    responses((status = 202, body = RecoveryRow), (status = "4XX", body = Problem)))]
pub async fn propose(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(code): Path<String>,
) -> Result<(StatusCode, Json<RecoveryRow>), Error> {
    by.require(Scope::Admin)?;
    let job = move |node: &mut crate::Node| recovery::propose(node, &by.author, &code);
    Ok((StatusCode::ACCEPTED, Json(desk.writer.write(job).await?.into())))
}

/// Takes a proposal back.
#[utoipa::path(delete, path = "/api/v1/officers/{code}/recovery",
    operation_id = "withdraw_recovery", tag = "officers",
    params(("code" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn withdraw(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(code): Path<String>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    desk.writer.write(move |node| recovery::withdraw(node, &by.author, &code)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Confirms what another administrator proposed: passkeys and sessions of the officer end, and the
/// link by which a new passkey is made is shown once. A token confirms nothing: any administrator
/// can make one in another's name.
#[utoipa::path(post, path = "/api/v1/officers/{code}/recovery/confirmation",
    operation_id = "confirm_recovery", tag = "officers",
    params(("code" = String, Path)),
    responses((status = 201, body = SignInLink), (status = "4XX", body = Problem)))]
pub async fn confirm(
    State(desk): State<Desk>,
    present: Present,
    Path(code): Path<String>,
) -> Result<(StatusCode, Json<SignInLink>), Error> {
    present.signed_in.require(Scope::Admin)?;
    let token = || Error::NotAllowed("confirm it in a browser where you are signed in".into());
    present.session_secret().ok_or_else(token)?;
    let by = present.signed_in.author;
    let secret = desk.writer.write(move |node| recovery::confirm(node, &by, &code)).await?;
    Ok((StatusCode::CREATED, Json(SignInLink { path: format!("/sign-in/{secret}") })))
}
