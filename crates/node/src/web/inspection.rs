//! What the data-protection officer does with the audit: proves lines, takes them out, looks at
//! hints.

use axum::Json;
use axum::extract::{Path, Query, State};
use record::Timestamp;
use record::moment::HOUR_MS;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Desk;
use super::audit::{administered, overseer};
use super::auth::Officer;
use super::problem::Problem;
use crate::audit::{self, Deed, Event, Guarded};
use crate::inspection::proof::{self, AuditFile, LineState};
use crate::inspection::{self, Grounds};
use crate::store::inspection::StoredHint;
use crate::view::Sight;
use crate::{Error, Node};

/// How one line is proven: its place in its minute, the minute's in the log, and under which head.
#[utoipa::path(get, path = "/api/v1/audit/lines/{row}", tag = "audit",
    params(("row" = i64, Path)),
    responses((status = 200, body = LineState), (status = "4XX", body = Problem)))]
pub async fn line(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(row): Path<i64>,
) -> Result<Json<LineState>, Error> {
    let author = overseer(officer)?;
    let job = move |node: &mut Node| {
        let state = proof::state(node, row)?;
        let event = Event::new(Deed::AuditRead, &author, node.now());
        audit::note(node, &Event { count: 1, ..event.reason("proof") })?;
        Ok(state)
    };
    Ok(Json(desk.writer.write(job).await?))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FileQuery {
    /// Numbers of lines, with commas between them.
    rows: String,
}

/// A file of lines with all that proves them, for `amana verify` and for strangers' programs.
#[utoipa::path(get, path = "/api/v1/audit/file", tag = "audit", operation_id = "audit_file",
    params(FileQuery),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn file(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Query(query): Query<FileQuery>,
) -> Result<Json<AuditFile>, Error> {
    let author = overseer(officer)?;
    let rows = rows(&query.rows, desk.config.audit_file_lines_max)?;
    let count = rows.len() as u64;
    let signed = desk.directory.clone();
    let job = move |node: &mut Node| {
        let file = proof::prove(node, &rows, &signed)?;
        let event = Event::new(Deed::Exported, &author, node.now());
        audit::note(node, &Event { count, ..event.reason("audit-lines") })?;
        Ok(file)
    };
    Ok(Json(desk.writer.write(job).await?))
}

fn rows(text: &str, max: usize) -> Result<Vec<i64>, Error> {
    let bad = |_| Error::Usage("lines are numbers with commas between them".into());
    // What is too many is not even read.
    let mut rows = Vec::new();
    for one in text.split(',').take(max + 1) {
        rows.push(one.trim().parse::<i64>().map_err(bad)?);
    }
    if rows.len() > max {
        let (limit, max) = ("audit_file_lines_max", max as u64);
        return Err(Error::Limit { what: "the lines of one file", limit, max });
    }
    rows.sort_unstable();
    rows.dedup();
    Ok(rows)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct HintsQuery {
    /// Also what somebody has looked at already.
    #[serde(default)]
    all: bool,
    /// `next` of the page before.
    cursor: Option<i64>,
    limit: Option<u32>,
}

/// Something a person should look at, and why. Nothing follows from it by itself.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Hint {
    pub row: i64,
    pub officer: String,
    pub unit: String,
    /// The hour it is about begins here.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    #[serde(flatten)]
    pub facts: Grounds,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub seen: Option<Timestamp>,
    pub seen_by: Option<String>,
    pub note: Option<String>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Hints {
    pub hints: Vec<Hint>,
    pub next: Option<i64>,
}

impl Hint {
    fn of(stored: StoredHint) -> Result<Self, Error> {
        let facts = serde_json::from_str(&stored.facts);
        let facts = facts.map_err(|error| Error::Damaged(format!("a hint: {error}")))?;
        let from = Timestamp(stored.hour * HOUR_MS);
        Ok(Self {
            row: stored.row,
            officer: stored.officer,
            unit: stored.unit,
            from,
            until: from.plus(HOUR_MS),
            facts,
            seen: stored.seen.map(Timestamp),
            seen_by: stored.seen_by,
            note: stored.note,
        })
    }
}

/// Bursts and look-ups outside one's work, newest first: for a person to look at.
#[utoipa::path(get, path = "/api/v1/audit/hints", tag = "audit", params(HintsQuery),
    responses((status = 200, body = Hints), (status = "4XX", body = Problem)))]
pub async fn hints(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Query(query): Query<HintsQuery>,
) -> Result<Json<Hints>, Error> {
    let author = overseer(officer)?;
    let limit = query.limit.unwrap_or(50).clamp(1, desk.config.page_entries_max);
    while desk.writer.write(inspection::catch_up).await? {}
    let look = move |sight: Sight<'_>| {
        let rows = sight.store.hints(query.all, query.cursor.unwrap_or(i64::MAX), limit)?;
        let next = rows.last().filter(|_| rows.len() == limit as usize).map(|hint| hint.row);
        let hints: Result<Vec<Hint>, Error> = rows.into_iter().map(Hint::of).collect();
        let hints = hints?;
        let event = Event::new(Deed::AuditRead, &author, sight.now).reason("hints");
        let event = Event { count: hints.len() as u64, ..event };
        Ok(Guarded::new(Hints { hints, next }, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// That somebody has looked at it, and what that person says of it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookedAt {
    note: String,
}

/// Marks a hint as looked at. It stays, with the note; it is marked once.
#[utoipa::path(post, path = "/api/v1/audit/hints/{row}", tag = "audit",
    params(("row" = i64, Path)), request_body = LookedAt,
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn looked_at(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(row): Path<i64>,
    Json(LookedAt { note }): Json<LookedAt>,
) -> Result<Json<Value>, Error> {
    let author = overseer(officer)?;
    let max = desk.config.hint_note_chars_max;
    if note.chars().count() > max {
        let (limit, max) = ("hint_note_chars_max", max as u64);
        return Err(Error::Limit { what: "a note", limit, max });
    }
    if note.trim().is_empty() {
        return Err(Error::Usage("say in a note what you saw".into()));
    }
    let job = move |node: &mut Node| {
        let now = node.now();
        let known = node.store.hint(row)?;
        let known = known.ok_or_else(|| Error::NotFound(format!("hint {row}")))?;
        if !node.store.mark_hint(row, &author.officer, now.0, note.trim())? {
            return Err(Error::Usage("somebody has looked at it already".into()));
        }
        let what = format!("hint {row} about {} looked at", known.officer);
        audit::note(node, &administered(&author, now, &what))?;
        Ok(serde_json::json!({"row": row, "seen": now}))
    };
    Ok(Json(desk.writer.write(job).await?))
}
