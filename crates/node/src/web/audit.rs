//! Reading the audit, which is itself audited.

use axum::Json;
use axum::extract::{Query, State};
use record::policy::Role;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::Officer;
use super::problem::Problem;
use crate::audit::{self, Deed, Event, Guarded};
use crate::session::Scope;
use crate::view::Sight;
use crate::{Error, audit::read};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// `next` of the page before.
    cursor: Option<i64>,
    limit: Option<u32>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AuditPage {
    #[schema(value_type = Vec<Object>)]
    pub events: Vec<Event>,
    pub next: Option<i64>,
}

/// Newest entries first, for data-protection officers and inspectors.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", params(AuditQuery),
    responses((status = 200, body = AuditPage), (status = "4XX", body = Problem)))]
pub async fn audit(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Query(query): Query<AuditQuery>,
) -> Result<Json<AuditPage>, Error> {
    officer.require(Scope::Read)?;
    if !matches!(officer.author.role, Role::DataProtectionOfficer | Role::Inspector) {
        let who = "the audit is for the data-protection officer and inspectors";
        return Err(Error::NotAllowed(who.into()));
    }
    let limit = query.limit.unwrap_or(50).clamp(1, desk.config.page_entries_max);
    let before = query.cursor.unwrap_or(i64::MAX);
    let look = move |sight: Sight<'_>| {
        let rows = sight.store.audit_before(before, limit)?;
        let next = rows.last().filter(|_| rows.len() == limit as usize).map(|(row, _)| *row);
        let events: Result<Vec<Event>, Error> =
            rows.iter().map(|(_, bytes)| Ok(read(bytes)?.1)).collect();
        let event = Event::new(Deed::AuditRead, &officer.author, sight.now);
        Ok(Guarded::new(AuditPage { events: events?, next }, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// A short name for administrative acts in the audit.
pub fn administered(author: &crate::author::Author, now: record::Timestamp, what: &str) -> Event {
    audit::Event::new(Deed::Administered, author, now).reason(what)
}
