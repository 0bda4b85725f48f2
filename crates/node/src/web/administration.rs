//! Administration: units, limits, retention, roles. What loosens anything is refused to one person
//! alone and proposed instead.

pub mod disk;
pub mod key;
pub mod member;
pub mod witness;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, patch, post, put};
use axum::{Json, Router};
use record::policy::{Act, Role};
use record::{Purpose, Unit};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::audit::administered;
use super::auth::Officer;
use super::officer::alone;
use super::problem::Problem;
use crate::proposal::Wanted;
use crate::session::{Scope, SignedIn};
use crate::view::Sight;
use crate::{Error, Node, audit, limit, retention};

/// Addresses of administration, below `/api/v1/administration`.
pub fn router() -> Router<Desk> {
    Router::new()
        .route("/units", get(units).post(create_unit))
        .route("/units/{code}", patch(change_unit))
        .route("/limits", get(limits))
        .route("/limits/{name}", put(set_limit))
        .route("/retention", get(retention_terms).put(set_retention))
        .route("/roles", get(roles))
        .route("/members", get(member::members))
        .route("/members/{code}/tries", post(member::try_now))
        .route("/keys", get(key::keys))
        .route("/log", get(key::log))
        .route("/log/verification", post(key::verify_log))
        .route("/disk", get(disk::disk))
}

const NAME_CHARS_MAX: usize = 100;

/// Administrators, and those who oversee them, look; the others have no business with it.
pub(super) fn may_look(by: &SignedIn) -> Result<(), Error> {
    by.require(Scope::Read)?;
    match by.author.role {
        Role::Administrator | Role::DataProtectionOfficer | Role::Inspector => Ok(()),
        _ => Err(Error::NotAllowed("administrators and those who oversee them see this".into())),
    }
}

fn note(node: &mut Node, by: &SignedIn, what: &str) -> Result<(), Error> {
    audit::note(node, &administered(&by.author, node.now(), what))?;
    Ok(())
}

/// A unit of this node.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct UnitView {
    pub code: String,
    pub name: String,
    pub active: bool,
    /// Officers who work in it now.
    pub officers: u64,
}

/// Units of this node.
#[utoipa::path(get, path = "/api/v1/administration/units", tag = "administration",
    responses((status = 200, body = Vec<UnitView>), (status = "4XX", body = Problem)))]
pub async fn units(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<Vec<UnitView>>, Error> {
    by.require(Scope::Read)?;
    let look = |sight: Sight<'_>| {
        let rows = sight.store.units()?.into_iter().map(|unit| UnitView {
            code: unit.code,
            name: unit.name,
            active: unit.ended.is_none(),
            officers: unit.officers,
        });
        Ok(rows.collect())
    };
    Ok(Json(desk.readers.read_apart(look).await?))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitRequest {
    #[schema(value_type = String)]
    code: Unit,
    name: String,
}

/// Creates a unit.
#[utoipa::path(post, path = "/api/v1/administration/units", tag = "administration",
    request_body = UnitRequest,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn create_unit(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Json(asked): Json<UnitRequest>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    let name = named(&asked.name)?;
    let job = move |node: &mut Node| {
        let code = asked.code.to_string();
        if !node.store.insert_unit(&code, &name, node.now().0)? {
            return Err(Error::Usage(format!("there is a unit {code} already")));
        }
        note(node, &by, &format!("unit {code} created: {name}"))
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn named(name: &str) -> Result<String, Error> {
    let name = name.trim();
    let length = name.chars().count();
    if !(1..=NAME_CHARS_MAX).contains(&length) || name.chars().any(char::is_control) {
        return Err(Error::Usage(format!("a name has 1 to {NAME_CHARS_MAX} letters")));
    }
    Ok(name.to_owned())
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitChange {
    name: Option<String>,
    /// `false` ends it, `true` takes it up again.
    active: Option<bool>,
}

/// Renames a unit, ends it where nobody works in it, or takes it up again. Its code stays: records
/// carry it.
#[utoipa::path(patch, path = "/api/v1/administration/units/{code}", tag = "administration",
    params(("code" = String, Path)), request_body = UnitChange,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn change_unit(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(code): Path<String>,
    Json(asked): Json<UnitChange>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    let name = asked.name.as_deref().map(named).transpose()?;
    let job = move |node: &mut Node| {
        let unit = node.store.unit(&code)?;
        let unit = unit.ok_or_else(|| Error::NotFound(format!("unit {code}")))?;
        if let Some(name) = &name {
            node.store.rename_unit(&code, name)?;
            note(node, &by, &format!("unit {code} renamed: {} → {name}", unit.name))?;
        }
        match asked.active {
            Some(false) if unit.officers > 0 => {
                let many = unit.officers;
                return Err(Error::Usage(format!(
                    "{many} officers work in {code}: move them first"
                )));
            }
            Some(active) if active != unit.ended.is_none() => {
                let ended = (!active).then(|| node.now().0);
                node.store.end_unit(&code, ended)?;
                let what = if active { "taken up again" } else { "ended" };
                note(node, &by, &format!("unit {code} {what}"))?;
            }
            _ => {}
        }
        Ok(())
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A limit: its value, what it may be, and which way is looser.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LimitRow {
    pub name: String,
    pub value: i64,
    pub default: i64,
    pub least: i64,
    pub most: i64,
    /// Whether a larger value lets more through.
    pub looser_up: bool,
    /// Whether a change waits for the next start of the node.
    pub at_start: bool,
    /// Whether it bounds how long something is kept.
    pub retention: bool,
    /// Whether it stands over what `amana.toml` says.
    pub set: bool,
}

/// Every limit of this node.
#[utoipa::path(get, path = "/api/v1/administration/limits", tag = "administration",
    responses((status = 200, body = Vec<LimitRow>), (status = "4XX", body = Problem)))]
pub async fn limits(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<Vec<LimitRow>>, Error> {
    may_look(&by)?;
    let rows = desk.writer.write(|node| limit::all(node)).await?;
    let row = |limit: limit::Limit| LimitRow {
        name: limit.name,
        value: limit.value,
        default: limit.default,
        least: limit.least,
        most: limit.most,
        looser_up: limit.looser_up,
        at_start: limit.at_start,
        retention: limit.retention,
        set: limit.set,
    };
    Ok(Json(rows.into_iter().map(row).collect()))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitRequest {
    value: i64,
}

/// Tightens a limit. Whoever would loosen one proposes it.
#[utoipa::path(put, path = "/api/v1/administration/limits/{name}", tag = "administration",
    params(("name" = String, Path)), request_body = LimitRequest,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn set_limit(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(name): Path<String>,
    Json(asked): Json<LimitRequest>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    let value = asked.value;
    let job = move |node: &mut Node| {
        limit::find(node, &name)?.check(value)?;
        alone(node, &Wanted::Limit { limit: name.clone(), value }, &by)?;
        let was = limit::set(node, &name, value)?.value;
        note(node, &by, &format!("limit {name}: {was} → {value}"))
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Days until review at most; an empty kind or level stands for all of them.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionTerm {
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub level: String,
    /// None leaves it to the longest that the law allows.
    pub days: Option<u32>,
}

/// How long records of this node are kept until review.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RetentionView {
    /// What the law allows at most.
    pub years_max: i16,
    pub days_max: u32,
    pub terms: Vec<RetentionTerm>,
}

/// How long records are kept until review, by kind and level.
#[utoipa::path(get, path = "/api/v1/administration/retention", tag = "administration",
    responses((status = 200, body = RetentionView), (status = "4XX", body = Problem)))]
pub async fn retention_terms(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<RetentionView>, Error> {
    by.require(Scope::Read)?;
    let job = |node: &mut Node| {
        let terms = node.store.retention()?.into_iter().map(|row| RetentionTerm {
            kind: row.kind,
            level: row.level,
            days: Some(row.days),
        });
        Ok(RetentionView {
            years_max: node.config.review_years_max,
            days_max: retention::days_max(node),
            terms: terms.collect(),
        })
    };
    Ok(Json(desk.writer.write(job).await?))
}

/// Shortens the retention of a kind or level. Whoever would lengthen it proposes that.
#[utoipa::path(put, path = "/api/v1/administration/retention", tag = "administration",
    request_body = RetentionTerm,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn set_retention(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Json(asked): Json<RetentionTerm>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    let job = move |node: &mut Node| {
        let RetentionTerm { kind, level, days } = asked;
        retention::check(node, &kind, &level, days)?;
        let wanted = Wanted::Retention { kind: kind.clone(), level: level.clone(), days };
        alone(node, &wanted, &by)?;
        let was = retention::row(node, &kind, &level)?;
        retention::set(node, &kind, &level, days)?;
        let told = |days: Option<u32>| days.map_or("the longest".into(), |days| days.to_string());
        let what = format!("retention {kind}/{level}: {} → {} days", told(was), told(days));
        note(node, &by, &what)
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a role may do with records at all, by the tables of policy.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RoleRow {
    pub role: String,
    pub acts: Vec<String>,
    pub purposes: Vec<String>,
    /// Levels that the role opens.
    pub levels: Vec<String>,
}

/// What each role may do: the rows of policy's tables, read the other way round.
#[utoipa::path(get, path = "/api/v1/administration/roles", tag = "administration",
    responses((status = 200, body = Vec<RoleRow>), (status = "4XX", body = Problem)))]
pub async fn roles(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<Vec<RoleRow>>, Error> {
    by.require(Scope::Read)?;
    let look = |sight: Sight<'_>| {
        let row = |role: &Role| RoleRow {
            role: role.code().into(),
            acts: sight
                .tables
                .acts_of(*role)
                .into_iter()
                .map(Act::code)
                .map(str::to_owned)
                .collect(),
            purposes: (sight.tables.purposes_of(*role).into_iter().map(Purpose::code))
                .map(str::to_owned)
                .collect(),
            levels: (sight.tables.levels_of(*role).into_iter())
                .map(|level| retention::level_code(level).to_owned())
                .collect(),
        };
        Ok(Role::ALL.iter().map(row).collect())
    };
    Ok(Json(desk.readers.read_apart(look).await?))
}
