//! Reading the audit, which is itself audited.

use axum::Json;
use axum::extract::{Query, State};
use record::policy::Role;
use record::{Kind, NodeCode, Purpose, RecordId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::Officer;
use super::problem::Problem;
use crate::audit::{self, Deed, Event, Guarded};
use crate::author::Author;
use crate::session::{Scope, SignedIn};
use crate::store::inspection::{Case, Narrow};
use crate::view::Sight;
use crate::{Error, audit::read, case, inspection};

/// Letters of one value in the address.
const VALUE_CHARS_MAX: usize = 200;

/// What the audit is narrowed to. What is left out narrows nothing.
#[derive(Clone, Debug, Default, Deserialize, Serialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// An officer's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    officer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// An officer's role, or `peer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// What was done, for instance `read`.
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    deed: Option<Deed>,
    /// OWNER/ID of a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    /// The kind of the record it is about.
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<Purpose>,
    /// A case as officers say it beside their purpose: what was done for it. Where it is OWNER/ID
    /// of a record, also what is about it, or about a record that is linked with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    /// A node: what is about its records, and what it did here.
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<NodeCode>,
    /// `granted` or `refused`.
    #[param(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    /// The rule that refused, for instance `HND-03`.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// The first moment (RFC 3339) or day (YYYY-MM-DD, UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// The moment before which it was, or the last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// `next` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Granted,
    Refused,
}

/// An entry and the number it is asked for by.
#[derive(Debug, Serialize)]
pub struct Numbered {
    pub row: i64,
    #[serde(flatten)]
    pub event: Event,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AuditPage {
    #[schema(value_type = Vec<Object>)]
    pub events: Vec<Numbered>,
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
    let author = overseer(officer)?;
    let (wanted, asked) = (query.narrow()?, query.asked());
    let limit = query.limit.unwrap_or(50).clamp(1, desk.config.page_entries_max);
    let before = query.cursor.unwrap_or(i64::MAX);
    // Every entry has its line before lines are looked for.
    while desk.writer.write(inspection::catch_up).await? {}
    let look = move |sight: Sight<'_>| {
        let rows = sight.store.lines(&wanted, before, limit)?;
        let next = rows.last().filter(|_| rows.len() == limit as usize).map(|(row, ..)| *row);
        let numbered = |(row, _, bytes): &(i64, i64, Vec<u8>)| {
            Ok(Numbered { row: *row, event: read(bytes)?.1 })
        };
        let events: Result<Vec<Numbered>, Error> = rows.iter().map(numbered).collect();
        let event = Event::new(Deed::AuditRead, &author, sight.now);
        let event = Event { count: rows.len() as u64, reason: asked, ..event };
        Ok(Guarded::new(AuditPage { events: events?, next }, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// Only who oversees reads the audit.
pub fn overseer(officer: SignedIn) -> Result<Author, Error> {
    officer.require(Scope::Read)?;
    if matches!(officer.author.role, Role::DataProtectionOfficer | Role::Inspector) {
        return Ok(officer.author);
    }
    let who = "the audit is for the data-protection officer and inspectors";
    Err(Error::NotAllowed(who.into()))
}

impl AuditQuery {
    fn narrow(&self) -> Result<Narrow, Error> {
        let text = |value: &Option<String>| {
            let long = value.as_ref().is_some_and(|text| text.chars().count() > VALUE_CHARS_MAX);
            let max = VALUE_CHARS_MAX as u64;
            let over = Error::Limit { what: "a value", limit: "200 letters", max };
            if long { Err(over) } else { Ok(value.clone()) }
        };
        Ok(Narrow {
            officer: text(&self.officer)?,
            unit: text(&self.unit)?,
            role: text(&self.role)?,
            deed: self.deed.map(|deed| deed.code().into()),
            purpose: self.purpose.map(|purpose| purpose.code().into()),
            rule: text(&self.rule)?,
            kind: self.kind.map(|kind| kind.code().into()),
            record: self.record.as_deref().map(named).transpose()?,
            case: text(&self.case)?
                .map(|typed| Case { under: case::fold(&typed), record: named(typed.trim()).ok() }),
            node: self.node.clone(),
            refused: self.outcome.map(|outcome| outcome == Outcome::Refused),
            from: self.from.as_deref().map(|text| moment(text, 0)).transpose()?,
            until: self.until.as_deref().map(|text| moment(text, 1)).transpose()?,
        })
    }

    /// What was looked for, for the entry that says so.
    fn asked(&self) -> Option<String> {
        let wanted = Self { cursor: None, limit: None, ..self.clone() };
        serde_urlencoded::to_string(wanted).ok().filter(|text| !text.is_empty())
    }
}

fn named(text: &str) -> Result<(NodeCode, RecordId), Error> {
    let (owner, id) =
        text.split_once('/').ok_or_else(|| Error::Usage("a record is OWNER/ID".into()))?;
    Ok((NodeCode::new(owner)?, RecordId::parse(id)?))
}

/// A moment, or the beginning of a day so many days on.
fn moment(text: &str, days: i64) -> Result<i64, Error> {
    if let Ok(date) = text.parse::<record::moment::Date>() {
        return Ok(Timestamp::of_date(date.0).0 + days * record::moment::DAY_MS);
    }
    let bad = || Error::Usage("a moment is RFC 3339, a day YYYY-MM-DD".into());
    Timestamp::parse(text).map(|at| at.0).ok_or_else(bad)
}

/// A short name for administrative acts in the audit.
pub fn administered(author: &Author, now: Timestamp, what: &str) -> Event {
    audit::Event::new(Deed::Administered, author, now).reason(what)
}
