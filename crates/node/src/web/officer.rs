//! Officers and their tokens: administrators change them, those who oversee them look.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::Unit;
use record::policy::Role;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::administration::may_look;
use super::audit::administered;
use super::auth::Officer;
use super::problem::Problem;
use super::provider::{self, BoundIdentity};
use crate::proposal::{self, Wanted};
use crate::session::{self, Scope, SignedIn};
use crate::store::officer::Officer as Stored;
use crate::{Error, audit, officer};

/// An officer as administrators and those who oversee them see one.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OfficerRow {
    pub code: String,
    pub name: String,
    pub role: String,
    pub unit: String,
    pub active: bool,
    /// Browser sessions and tokens that work now.
    pub sessions: u64,
    pub tokens: u64,
    /// How many passkeys the officer has.
    pub passkeys: u32,
    /// What the officer is, or was, to identity providers.
    pub identities: Vec<BoundIdentity>,
}

/// Officers of this node.
#[utoipa::path(get, path = "/api/v1/officers", tag = "officers",
    responses((status = 200, body = Vec<OfficerRow>), (status = "4XX", body = Problem)))]
pub async fn officers(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<Vec<OfficerRow>>, Error> {
    may_look(&by)?;
    let providers = desk.providers.clone();
    let look = move |sight: crate::view::Sight<'_>| {
        let mut bound = provider::bound(sight.store, &providers)?;
        let access = sight.store.officers_access(sight.now.0)?;
        let passkeys: BTreeMap<String, u32> = sight.store.passkey_counts()?.into_iter().collect();
        let rows = sight.store.officers()?.into_iter().map(|officer| {
            let found = access.iter().find(|(code, ..)| *code == officer.code);
            let (sessions, tokens) =
                found.map_or((0, 0), |(_, sessions, tokens)| (*sessions, *tokens));
            let passkeys = passkeys.get(&officer.code).copied().unwrap_or_default();
            let active = officer.ended.is_none();
            let identities = bound.remove(&officer.code).unwrap_or_default();
            let Stored { code, name, role, unit, .. } = officer;
            OfficerRow { code, name, role, unit, active, sessions, tokens, passkeys, identities }
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
        let EnrolRequest { code: officer, name, unit, .. } = &asked;
        let (officer, name, unit) = (officer.clone(), name.clone(), unit.clone());
        alone(node, &Wanted::EnrolOfficer { officer, name, role, unit }, &by)?;
        session::enrol(node, &asked.code, &asked.name, role, &asked.unit)?;
        let event = administered(&by.author, node.now(), &format!("enrolled {}", asked.code));
        audit::note(node, &event)
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRequest {
    name: Option<String>,
    role: Option<String>,
    #[schema(value_type = Option<String>)]
    unit: Option<Unit>,
}

/// Changes an officer's name, role or unit; with another role every session and token ends. The
/// role of administrator is given and taken by two.
#[utoipa::path(patch, path = "/api/v1/officers/{code}", tag = "officers",
    params(("code" = String, Path)), request_body = ChangeRequest,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn change(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(code): Path<String>,
    Json(asked): Json<ChangeRequest>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    let role = |code: String| {
        Role::parse(&code).ok_or_else(|| Error::Usage(format!("`{code}` is no role")))
    };
    let ChangeRequest { name, role: asked, unit } = asked;
    let role = asked.map(role).transpose()?;
    let job = move |node: &mut crate::Node| {
        let (officer, asked) = (code.clone(), (name.clone(), unit.clone()));
        let wanted = Wanted::ChangeOfficer { officer, name: asked.0, role, unit: asked.1 };
        alone(node, &wanted, &by)?;
        let was = officer::change(node, &code, officer::Change { name, role, unit })?;
        let is = officer::serving(node, &code)?;
        let change = format!("{} {} → {} {}", was.role, was.unit, is.role, is.unit);
        let event = administered(&by.author, node.now(), &format!("changed {code}: {change}"));
        audit::note(node, &event)
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Refuses to one person what two do.
pub fn alone(node: &mut crate::Node, wanted: &Wanted, by: &SignedIn) -> Result<(), Error> {
    match proposal::needs_two(node, wanted, &by.author)? {
        true => Err(Error::SecondPerson),
        false => Ok(()),
    }
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
        alone(node, &Wanted::EndOfficer { officer: code.clone() }, &by)?;
        officer::end(node, &code)?;
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
    let own = by.author.officer == code;
    let scopes: Vec<Scope> =
        asked.scopes.iter().map(|scope| Scope::parse(scope)).collect::<Result<_, _>>()?;
    let job = move |node: &mut crate::Node| {
        // With another administrator's token one person could act as two.
        if !own && officer::serving(node, &code)?.role == Role::Administrator.code() {
            let how = "an administrator's token is issued by that administrator alone";
            return Err(Error::NotAllowed(how.into()));
        }
        let token = session::issue(node, &code, &scopes, asked.days)?;
        let event = administered(&by.author, node.now(), &format!("token for {code}"));
        audit::note(node, &event)?;
        Ok(token)
    };
    let token = desk.writer.write(job).await?;
    Ok((StatusCode::CREATED, Json(IssuedToken { token })))
}
