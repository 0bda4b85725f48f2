//! Lists and look-ups: rows that policy lets this reader see, page by page.

use axum::Json;
use axum::extract::{Query, State};
use record::selector::{Selector, SelectorKind};
use record::{Kind, NodeCode};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::Reading;
use super::language::Tongue;
use super::problem::Problem;
use crate::Error;
use crate::find::run::Counted;
use crate::store::entry::Page;
use crate::view::{Listing, Session, Sight, Title};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    #[param(value_type = Option<String>)]
    kind: Option<Kind>,
    #[param(value_type = Option<String>)]
    owner: Option<NodeCode>,
    /// `next` of the page before.
    cursor: Option<i64>,
    limit: Option<u32>,
    /// The language of the titles: ar, en, fr or es; as they were written where none is named.
    #[param(value_type = Option<String>)]
    language: Option<Tongue>,
}

/// A page; `next` continues it and is absent on the last.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Titles {
    pub records: Vec<Title>,
    pub next: Option<i64>,
}

/// Newest records first, highest revisions only.
#[utoipa::path(get, path = "/api/v1/records", tag = "records", params(ListQuery),
    responses((status = 200, body = Titles), (status = "4XX", body = Problem)))]
pub async fn list(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Query(query): Query<ListQuery>,
) -> Result<Json<Titles>, Error> {
    let limit = query.limit.unwrap_or(50).clamp(1, desk.config.page_entries_max);
    let page = Page { before: query.cursor, limit };
    let listing = Listing { kind: query.kind, owner: query.owner, page };
    let by = session.clone();
    let listed = move |sight: Sight<'_>| sight.list(&by, &listing);
    let records = desk.readers.read_audited(&desk.writer, listed).await?;
    let full = records.len() == limit as usize;
    let next = records.last().filter(|_| full).map(|title| title.cursor);
    let records = titled(&desk, session, records, query.language).await?;
    Ok(Json(Titles { records, next }))
}

/// Rows that were listed, with their titles in the reader's language.
pub async fn titled(
    desk: &Desk,
    session: Session,
    rows: Vec<Title>,
    language: Option<Tongue>,
) -> Result<Vec<Title>, Error> {
    let Some(Tongue(language)) = language else { return Ok(rows) };
    desk.readers.read_apart(move |sight| sight.titled(&session, rows, language)).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FindQuery {
    /// A selector's kind, for instance `phone`.
    #[param(value_type = String)]
    kind: SelectorKind,
    value: String,
    /// `next` of the page before.
    cursor: Option<i64>,
    limit: Option<u32>,
}

/// Records that mention an identifier; how many, on the first page.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Mentioned {
    pub records: Vec<Title>,
    /// Continues the list; null on the last page.
    pub next: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Whether `count` is all there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// More records than `common_mentions_max` mention it, as a switchboard's number: it says
    /// little that two records do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common: Option<bool>,
}

/// Where else is this? Records that mention an identifier, newest first.
#[utoipa::path(get, path = "/api/v1/find", tag = "records", params(FindQuery),
    responses((status = 200, body = Mentioned), (status = "4XX", body = Problem)))]
pub async fn find(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Query(query): Query<FindQuery>,
) -> Result<Json<Mentioned>, Error> {
    let selector = Selector::parse(query.kind, &query.value)?;
    let limit = query.limit.unwrap_or(50).clamp(1, desk.config.page_entries_max);
    let page = Page { before: query.cursor, limit };
    let common_max = desk.config.common_mentions_max as usize;
    let found = move |sight: Sight<'_>| sight.find(&session, &selector, page, common_max);
    let found = desk.readers.read_audited(&desk.writer, found).await?;
    let first = query.cursor.is_none();
    Ok(Json(Mentioned {
        records: found.records,
        next: found.next,
        count: first.then_some(found.count),
        counted: first.then_some(found.counted),
        common: first.then_some(found.common),
    }))
}
