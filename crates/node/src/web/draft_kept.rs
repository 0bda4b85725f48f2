//! An officer's own drafts, kept while they are written, so that another desk can go on with them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::Timestamp;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::Officer;
use super::problem::Problem;
use crate::Error;
use crate::audit::{Deed, Event, Guarded};
use crate::session::Scope;
use crate::view::Sight;
use crate::writing::{self, Key, Written};

/// A draft in a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DraftRow {
    pub key: String,
    pub kind: String,
    pub title: String,
    pub version: u32,
    #[schema(value_type = String, format = DateTime)]
    pub changed: Timestamp,
}

/// A draft whole, or what it became.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DraftShown {
    pub key: String,
    /// What the next change says it was made to; 0 where nothing is kept.
    pub version: u32,
    #[schema(required, value_type = Option<Written>)]
    pub written: Option<Written>,
    /// The name of the record that it was sent as.
    #[schema(required)]
    pub sent: Option<String>,
}

/// What is kept of a draft.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftChange {
    /// The version that this was made to; 0 for a new draft.
    pub base: u32,
    pub written: Written,
}

/// A draft's version after it was kept.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DraftVersion {
    pub version: u32,
}

/// The signed-in officer's own drafts, the latest first.
#[utoipa::path(get, path = "/api/v1/drafts", tag = "drafts",
    responses((status = 200, body = Vec<DraftRow>), (status = "4XX", body = Problem)))]
pub async fn drafts(
    State(desk): State<Desk>,
    Officer(officer): Officer,
) -> Result<Json<Vec<DraftRow>>, Error> {
    officer.require(Scope::Write)?;
    let author = officer.author;
    let look = move |sight: Sight<'_>| {
        let drafts = writing::drafts(sight.store, sight.vault, &author.officer)?;
        let rows = drafts.into_iter().map(|draft| DraftRow {
            key: draft.key.text(),
            kind: draft.written.kind,
            title: draft.written.title,
            version: draft.version,
            changed: draft.changed,
        });
        let event = Event::new(Deed::Listed, &author, sight.now).reason("own-drafts");
        Ok(Guarded::new(rows.collect(), event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// One of the signed-in officer's drafts, or the record it became; of one that is not kept yet,
/// nothing.
#[utoipa::path(get, path = "/api/v1/drafts/{key}", tag = "drafts",
    params(("key" = String, Path)),
    responses((status = 200, body = DraftShown), (status = "4XX", body = Problem)))]
pub async fn draft(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(key): Path<String>,
) -> Result<Json<DraftShown>, Error> {
    officer.require(Scope::Write)?;
    let (author, key) = (officer.author, Key::parse(&key)?);
    let look = move |sight: Sight<'_>| {
        let sent = writing::became(sight.store, &author.officer, &key)?;
        let found = writing::draft(sight.store, sight.vault, &author.officer, &key)?;
        let version = found.as_ref().map_or(0, |draft| draft.version);
        let written = found.map(|draft| draft.written);
        let shown = DraftShown { key: key.text(), version, written, sent };
        let event = Event::new(Deed::Listed, &author, sight.now).reason("own-draft");
        Ok(Guarded::new(shown, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// Keeps a draft. What was changed elsewhere since, or sent already, is a conflict (409) and stays.
#[utoipa::path(put, path = "/api/v1/drafts/{key}", tag = "drafts",
    params(("key" = String, Path)), request_body = DraftChange,
    responses((status = 200, body = DraftVersion), (status = "4XX", body = Problem)))]
pub async fn keep_draft(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(key): Path<String>,
    Json(change): Json<DraftChange>,
) -> Result<Json<DraftVersion>, Error> {
    officer.require(Scope::Write)?;
    let (author, key) = (officer.author, Key::parse(&key)?);
    let DraftChange { base, written } = change;
    let job = move |node: &mut crate::Node| writing::keep(node, &author, &key, base, &written);
    let version = desk.writer.write(job).await?;
    Ok(Json(DraftVersion { version }))
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/api/v1/drafts/{key}", tag = "drafts",
    params(("key" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn discard_draft(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(key): Path<String>,
) -> Result<StatusCode, Error> {
    officer.require(Scope::Write)?;
    let (author, key) = (officer.author, Key::parse(&key)?);
    desk.writer.write(move |node| writing::discard(node, &author, &key)).await?;
    Ok(StatusCode::NO_CONTENT)
}
