//! Officers and their tokens, for administrators.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::Unit;
use record::policy::Role;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::audit::administered;
use super::auth::Officer;
use super::problem::Problem;
use crate::session::{self, Scope};
use crate::{Error, audit};

/// An officer as administrators see one.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OfficerRow {
    pub code: String,
    pub name: String,
    pub role: String,
    pub unit: String,
    pub active: bool,
}

/// Officers of this node.
#[utoipa::path(get, path = "/api/v1/officers", tag = "officers",
    responses((status = 200, body = Vec<OfficerRow>), (status = "4XX", body = Problem)))]
pub async fn officers(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<Vec<OfficerRow>>, Error> {
    by.require(Scope::Admin)?;
    let look = move |sight: crate::view::Sight<'_>| {
        let rows = sight.store.officers()?.into_iter().map(|officer| OfficerRow {
            code: officer.code,
            name: officer.name,
            role: officer.role,
            unit: officer.unit,
            active: officer.ended.is_none(),
        });
        let event = administered(&by.author, sight.now, "officers listed");
        Ok(audit::Guarded::new(rows.collect(), event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// The pseudonym peers may see: a–z, 0–9 and -.
    code: String,
    name: String,
    role: String,
    #[schema(value_type = String)]
    unit: Unit,
}

/// Enrols an officer.
#[utoipa::path(post, path = "/api/v1/officers", tag = "officers", request_body = EnrolRequest,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn enrol(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Json(asked): Json<EnrolRequest>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    let role = Role::parse(&asked.role);
    let role = role.ok_or_else(|| Error::Usage(format!("`{}` is no role", asked.role)))?;
    let job = move |node: &mut crate::Node| {
        session::enrol(node, &asked.code, &asked.name, role, &asked.unit)?;
        let event = administered(&by.author, node.now(), &format!("enrolled {}", asked.code));
        audit::note(node, &event)
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends an officer's service and every token with it.
#[utoipa::path(delete, path = "/api/v1/officers/{code}", tag = "officers",
    params(("code" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn end(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(code): Path<String>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    let job = move |node: &mut crate::Node| {
        let known = node.store.officer(&code)?;
        known.ok_or_else(|| Error::NotFound(format!("officer {code}")))?;
        node.store.end_officer(&code, node.now().0)?;
        let event = administered(&by.author, node.now(), &format!("ended {code}"));
        audit::note(node, &event)
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// `read`, `write`, `admin`.
    scopes: Vec<String>,
    days: i64,
}

/// A token, shown once.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct IssuedToken {
    pub token: String,
}

/// Issues a token to an officer.
#[utoipa::path(post, path = "/api/v1/officers/{code}/tokens", tag = "officers",
    params(("code" = String, Path)), request_body = TokenRequest,
    responses((status = 201, body = IssuedToken), (status = "4XX", body = Problem)))]
pub async fn issue(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(code): Path<String>,
    Json(asked): Json<TokenRequest>,
) -> Result<(StatusCode, Json<IssuedToken>), Error> {
    by.require(Scope::Admin)?;
    let scopes: Vec<Scope> =
        asked.scopes.iter().map(|scope| Scope::parse(scope)).collect::<Result<_, _>>()?;
    let job = move |node: &mut crate::Node| {
        let token = session::issue(node, &code, &scopes, asked.days)?;
        let event = administered(&by.author, node.now(), &format!("token for {code}"));
        audit::note(node, &event)?;
        Ok(token)
    };
    let token = desk.writer.write(job).await?;
    Ok((StatusCode::CREATED, Json(IssuedToken { token })))
}
