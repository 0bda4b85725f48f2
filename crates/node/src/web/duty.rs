//! Who is on duty, who works here, and which flash messages were taken further.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use record::moment::DAY_MS;
use record::policy::Role;
use record::{Timestamp, Unit};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::Officer;
use super::problem::Problem;
use crate::Error;
use crate::audit::{Deed, Event, Guarded};
use crate::session::{Scope, SignedIn};
use crate::store::duty::DutyUnit;
use crate::thread::duty::{self, NewTurn, Roster, Stretch};
use crate::thread::escalation::Step;
use crate::view::Sight;

/// A roster is shown for so long where nothing else is asked for.
const SPAN_MS: i64 = 14 * DAY_MS;

/// An officer of this node, as its officers see each other.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Colleague {
    pub code: String,
    pub name: String,
    pub role: String,
    pub unit: String,
    pub on_duty: bool,
}

/// Officers in service at this node, by unit.
#[utoipa::path(get, path = "/api/v1/colleagues", tag = "duty",
    responses((status = 200, body = Vec<Colleague>), (status = "4XX", body = Problem)))]
pub async fn colleagues(
    State(desk): State<Desk>,
    Officer(officer): Officer,
) -> Result<Json<Vec<Colleague>>, Error> {
    officer.require(Scope::Read)?;
    let (author, turns) = (officer.author, desk.config.duty_turns_max);
    let look = move |sight: Sight<'_>| {
        let mut rows = Vec::new();
        for one in sight.store.officers()?.into_iter().filter(|one| one.ended.is_none()) {
            if Role::parse(&one.role).is_none_or(|role| role == Role::Importer) {
                continue;
            }
            let now = (sight.now.0, sight.now.0 + 1);
            let duties = sight.store.duties(&one.unit, now, turns)?;
            let on_duty = duties.iter().any(|duty| duty.officer == one.code);
            let (code, name, role, unit) = (one.code, one.name, one.role, one.unit);
            rows.push(Colleague { code, name, role, unit, on_duty });
        }
        rows.sort_by(|a, b| (&a.unit, &a.code).cmp(&(&b.unit, &b.code)));
        let event = Event::new(Deed::Listed, &author, sight.now).reason("colleagues");
        Ok(Guarded::new(rows, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RosterQuery {
    /// By default the officer's own.
    #[param(value_type = Option<String>)]
    unit: Option<Unit>,
    /// By default from now on.
    #[param(value_type = Option<String>)]
    from: Option<Timestamp>,
    /// By default for fourteen days.
    #[param(value_type = Option<String>)]
    until: Option<Timestamp>,
}

/// A unit's duty roster: its turns, who is on duty now, gaps and overlaps.
#[utoipa::path(get, path = "/api/v1/duty", tag = "duty", params(RosterQuery),
    responses((status = 200, body = Roster), (status = "4XX", body = Problem)))]
pub async fn roster(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Query(query): Query<RosterQuery>,
) -> Result<Json<Roster>, Error> {
    officer.require(Scope::Read)?;
    let (author, config) = (officer.author, desk.config.clone());
    let look = move |sight: Sight<'_>| {
        let unit = query.unit.unwrap_or_else(|| author.unit.clone());
        let from = query.from.unwrap_or(sight.now);
        let span = Stretch { from, until: query.until.unwrap_or_else(|| from.plus(SPAN_MS)) };
        let roster = duty::roster(sight.store, &config, &unit, (sight.now, span))?;
        let event = Event::new(Deed::Listed, &author, sight.now).reason("duty-roster");
        Ok(Guarded::new(roster, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TurnRequest {
    #[schema(value_type = String)]
    unit: Unit,
    officer: String,
    /// With the offset of the place: `2026-11-29T08:00:00+01:00`.
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
}

/// Administrators write no records, heads and coordinators administer nothing: either may keep it.
fn keeps(officer: &SignedIn) -> Result<(), Error> {
    officer.require(Scope::Write).or_else(|_| officer.require(Scope::Admin))
}

/// The number by which a turn is removed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AddedTurn {
    pub number: i64,
}

/// Puts an officer of a unit on duty. Its head, its coordinators and administrators do.
#[utoipa::path(post, path = "/api/v1/duty", tag = "duty", request_body = TurnRequest,
    responses((status = 201, body = AddedTurn), (status = "4XX", body = Problem)))]
pub async fn add(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Json(asked): Json<TurnRequest>,
) -> Result<(StatusCode, Json<AddedTurn>), Error> {
    keeps(&officer)?;
    let TurnRequest { unit, officer: code, from, until } = asked;
    let new = NewTurn { unit, officer: code, span: Stretch { from, until } };
    let number = desk.writer.write(move |node| duty::add(node, &officer.author, &new)).await?;
    Ok((StatusCode::CREATED, Json(AddedTurn { number })))
}

/// Takes a turn off the roster.
#[utoipa::path(delete, path = "/api/v1/duty/{number}", tag = "duty",
    params(("number" = i64, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn remove(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(number): Path<i64>,
) -> Result<StatusCode, Error> {
    keeps(&officer)?;
    desk.writer.write(move |node| duty::remove(node, &officer.author, number)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitRequest {
    /// Whom the last step of an escalation reaches; without one the administrators.
    #[serde(default)]
    head: Option<String>,
    /// Instead of the node's `flash_unseen_min`.
    #[serde(default)]
    flash_unseen_min: Option<i64>,
}

/// Says who heads a unit, and after how many minutes an unseen flash message is taken further.
#[utoipa::path(put, path = "/api/v1/duty/units/{unit}", tag = "duty",
    params(("unit" = String, Path)), request_body = UnitRequest,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn set_unit(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(unit): Path<Unit>,
    Json(asked): Json<UnitRequest>,
) -> Result<StatusCode, Error> {
    by.require(Scope::Admin)?;
    let UnitRequest { head, flash_unseen_min } = asked;
    let said = DutyUnit { head, flash_unseen_min };
    desk.writer.write(move |node| duty::set_unit(node, &by.author, &unit, &said)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct StepsQuery {
    /// The last number of the page before.
    before: Option<i64>,
    limit: Option<u32>,
}

/// Flash messages that were taken further because nobody looked at them: when and to whom, and
/// nothing of the messages. Administrators, whom the last step may reach, see all; officers those
/// that reached them, and those of a unit that they head or are on duty in.
#[utoipa::path(get, path = "/api/v1/duty/steps", tag = "duty", params(StepsQuery),
    responses((status = 200, body = Vec<Step>), (status = "4XX", body = Problem)))]
pub async fn steps(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Query(query): Query<StepsQuery>,
) -> Result<Json<Vec<Step>>, Error> {
    let all = by.require(Scope::Admin).is_ok();
    if !all {
        by.require(Scope::Read)?;
    }
    let limit = query.limit.unwrap_or(50).clamp(1, desk.config.page_entries_max);
    let look = move |sight: Sight<'_>| {
        let concerning = (!all).then_some(by.author.officer.as_str());
        let steps = sight.steps(concerning, query.before, limit)?;
        let deed = if all { Deed::Administered } else { Deed::Listed };
        let event = Event::new(deed, &by.author, sight.now);
        Ok(Guarded::new(steps, event.reason("escalations")))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}
