//! Templates: what an officer begins with, his own or his unit's.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::Timestamp;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::Officer;
use super::problem::Problem;
use crate::audit::{self, Deed, Event, Guarded};
use crate::author::Author;
use crate::session::Scope;
use crate::store::template::Template;
use crate::view::Sight;
use crate::writing::{self, Key, Written};
use crate::{Error, Node};

const TITLE_CHARS_MAX: usize = 64;

/// A template in a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TemplateRow {
    pub key: String,
    pub kind: String,
    pub title: String,
    /// Whether the whole unit has it.
    pub shared: bool,
    /// Whether the signed-in officer made it, and so may change and forget it.
    pub own: bool,
    #[schema(value_type = String, format = DateTime)]
    pub changed: Timestamp,
}

/// What is kept as a template.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateChange {
    /// Whether the whole unit has it.
    #[serde(default)]
    pub shared: bool,
    pub written: Written,
}

/// The signed-in officer's own templates and his unit's, the latest first.
#[utoipa::path(get, path = "/api/v1/templates", tag = "drafts",
    responses((status = 200, body = Vec<TemplateRow>), (status = "4XX", body = Problem)))]
pub async fn templates(
    State(desk): State<Desk>,
    Officer(officer): Officer,
) -> Result<Json<Vec<TemplateRow>>, Error> {
    officer.require(Scope::Write)?;
    let author = officer.author;
    let look = move |sight: Sight<'_>| {
        let mut rows = Vec::new();
        for held in sight.store.templates(&author.officer, author.unit.as_str())? {
            let key = Key(held.id);
            let written = writing::open_template(sight.vault, &key, &held.sealed)?;
            rows.push(TemplateRow {
                key: key.text(),
                kind: held.kind,
                title: written.title,
                shared: held.unit.is_some(),
                own: held.officer == author.officer,
                changed: Timestamp(held.changed),
            });
        }
        let event = Event::new(Deed::Listed, &author, sight.now).reason("templates");
        Ok(Guarded::new(rows, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// Whether it is the officer's own, or the unit's.
fn is_theirs(template: &Template, by: &Author) -> bool {
    template.officer == by.officer || template.unit.as_deref() == Some(by.unit.as_str())
}

fn absent() -> Error {
    Error::NotFound("a template of yours or of your unit with this key".into())
}

/// What a template says.
#[utoipa::path(get, path = "/api/v1/templates/{key}", tag = "drafts",
    params(("key" = String, Path)),
    responses((status = 200, body = Written), (status = "4XX", body = Problem)))]
pub async fn template(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(key): Path<String>,
) -> Result<Json<Written>, Error> {
    officer.require(Scope::Write)?;
    let (author, key) = (officer.author, Key::parse(&key)?);
    let look = move |sight: Sight<'_>| {
        let held = sight.store.template(&key.0)?.filter(|held| is_theirs(held, &author));
        let held = held.ok_or_else(absent)?;
        let written = writing::open_template(sight.vault, &key, &held.sealed)?;
        let event = Event::new(Deed::Listed, &author, sight.now).reason("template");
        Ok(Guarded::new(written, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// Keeps a template, in the place of what it said before; only who made it changes it.
#[utoipa::path(put, path = "/api/v1/templates/{key}", tag = "drafts",
    params(("key" = String, Path)), request_body = TemplateChange,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn keep_template(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(key): Path<String>,
    Json(change): Json<TemplateChange>,
) -> Result<StatusCode, Error> {
    officer.require(Scope::Write)?;
    let (author, key) = (officer.author, Key::parse(&key)?);
    check_title(&change.written.title)?;
    desk.writer.write(move |node| keep_for(node, &author, &key, &change)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn check_title(title: &str) -> Result<(), Error> {
    let length = title.chars().count();
    if !(1..=TITLE_CHARS_MAX).contains(&length) || title.chars().any(char::is_control) {
        return Err(Error::Usage("a template's title has 1 to 64 letters".into()));
    }
    Ok(())
}

fn keep_for(node: &mut Node, by: &Author, key: &Key, change: &TemplateChange) -> Result<(), Error> {
    let plain = change.written.bytes(node.config.draft_bytes_max)?;
    let max = node.config.templates_max;
    match node.store.template(&key.0)? {
        Some(held) if held.officer != by.officer => return Err(absent()),
        None if node.store.template_count(&by.officer)? >= max => {
            let max = max as u64;
            return Err(Error::Limit { what: "templates", limit: "templates_max", max });
        }
        _ => {}
    }
    let aad = writing::template_bound(key);
    let sealed = node.vault.seal_words(&aad, &plain, &mut *node.entropy)?;
    let unit = change.shared.then(|| by.unit.to_string());
    let (officer, kind, changed) = (by.officer.clone(), change.written.kind.clone(), node.now().0);
    node.store.set_template(&Template { id: key.0, officer, unit, kind, changed, sealed })?;
    let event = Event::new(Deed::Administered, by, node.now());
    audit::note(node, &event.reason("template-saved")).map(drop)
}

/// Forgets a template; only who made it does.
#[utoipa::path(delete, path = "/api/v1/templates/{key}", tag = "drafts",
    params(("key" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn forget_template(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(key): Path<String>,
) -> Result<StatusCode, Error> {
    officer.require(Scope::Write)?;
    let (author, key) = (officer.author, Key::parse(&key)?);
    let job = move |node: &mut Node| {
        let held = node.store.template(&key.0)?.filter(|held| held.officer == author.officer);
        held.ok_or_else(absent)?;
        node.store.delete_template(&key.0)?;
        node.wal_dirty = true;
        let event = Event::new(Deed::Administered, &author, node.now());
        audit::note(node, &event.reason("template-forgotten")).map(drop)
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}
