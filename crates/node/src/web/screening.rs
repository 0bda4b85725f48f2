//! Lists: added, updated with a newer file, described anew, removed; how they stand.

use std::io::Write;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use http_body_util::BodyExt;
use record::digest::hex_encode;
use serde::Deserialize;

use super::Desk;
use super::auth::Officer;
use super::problem::Problem;
use crate::Error;
use crate::audit::{Deed, Event, Guarded};
use crate::clock::{SystemEntropy, draw};
use crate::list::About;
use crate::list::read::Source;
use crate::list::status::{self, Standing, Update};
use crate::list::update::{self, Done, Ways};
use crate::session::{Scope, SignedIn};
use crate::view::Sight;

const FILE: &str = "list";

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AddQuery {
    /// What is said of the list: the JSON of `About`.
    about: String,
}

/// Administrators keep lists, and whoever publishes for their purposes.
fn keeps(officer: &SignedIn) -> Result<(), Error> {
    officer.require(Scope::Admin).or_else(|_| officer.require(Scope::Write))
}

fn reads(officer: &SignedIn) -> Result<(), Error> {
    officer.require(Scope::Admin).or_else(|_| officer.require(Scope::Read))
}

/// Takes the body into a file of its own.
async fn take_in(desk: &Desk, mut body: Body) -> Result<Source, Error> {
    let name = hex_encode(&draw::<16>(&mut SystemEntropy));
    let folder = desk.lists.files.fresh(&name)?;
    let (path, mut file) = folder.create(FILE)?;
    let (max, mut size) = (desk.config.list_file_bytes_max, 0_u64);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Error::Usage("the file was cut off".into()))?;
        let Ok(bytes) = frame.into_data() else { continue };
        size += bytes.len() as u64;
        if size > max {
            return Err(Error::Limit {
                what: "the list's file",
                limit: "list_file_bytes_max",
                max,
            });
        }
        file.write_all(&bytes).map_err(|error| Error::file(&path, error))?;
    }
    if size == 0 {
        return Err(Error::Usage("the file is empty".into()));
    }
    Source::open(folder, FILE, max)
}

async fn apart<T: Send + 'static>(
    desk: &Desk,
    job: impl FnOnce(Ways<'_>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let desk = desk.clone();
    let done = tokio::task::spawn_blocking(move || {
        let Desk { writer, readers, lists, config, .. } = &desk;
        job(Ways { writer, readers, lists, config })
    });
    done.await.map_err(|_| Error::Usage("the node is stopping".into()))?
}

/// Every list: how many entries, of which day, whose, when it is reviewed.
#[utoipa::path(get, path = "/api/v1/lists", tag = "lists", operation_id = "screening_lists",
    responses((status = 200, body = Vec<Standing>), (status = "4XX", body = Problem)))]
pub async fn lists(
    State(desk): State<Desk>,
    Officer(officer): Officer,
) -> Result<Json<Vec<Standing>>, Error> {
    reads(&officer)?;
    let look = move |sight: Sight<'_>| {
        let event = Event::new(Deed::Listed, &officer.author, sight.now).reason("lists");
        Ok(Guarded::new(status::all(&sight)?, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// A list's updates, the newest first.
#[utoipa::path(get, path = "/api/v1/lists/{name}/updates", tag = "lists",
    operation_id = "list_updates", params(("name" = String, Path)),
    responses((status = 200, body = Vec<Update>), (status = "4XX", body = Problem)))]
pub async fn updates(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(name): Path<String>,
) -> Result<Json<Vec<Update>>, Error> {
    reads(&officer)?;
    let limit = desk.config.page_entries_max;
    let look = move |sight: Sight<'_>| {
        let row = sight.store.list_named(&name)?;
        let row = row.ok_or_else(|| Error::NotFound(format!("the list {name}")))?;
        let rows = sight.store.list_updates(row.list, limit)?;
        let event = Event::new(Deed::Listed, &officer.author, sight.now).reason("lists");
        Ok(Guarded::new(rows.into_iter().map(Update::from).collect(), event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// Adds a list. The body is its file as published, or a ZIP archive of it and what stands beside it
/// (`sdn.csv`, `alt.csv`, `add.csv`).
#[utoipa::path(post, path = "/api/v1/lists", tag = "lists", operation_id = "add_list",
    params(AddQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Done), (status = "4XX", body = Problem)))]
pub async fn add(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Query(query): Query<AddQuery>,
    body: Body,
) -> Result<(StatusCode, Json<Done>), Error> {
    keeps(&officer)?;
    let about: About = serde_json::from_str(&query.about)
        .map_err(|error| Error::Usage(format!("what is said of the list: {error}")))?;
    about.check()?;
    let source = take_in(&desk, body).await?;
    let job = move |ways: Ways<'_>| update::add(ways, &officer.author, about, &source);
    Ok((StatusCode::CREATED, Json(apart(&desk, job).await?)))
}

/// Updates a list with a newer file: what it adds, changes and leaves out. Answers go on meanwhile.
#[utoipa::path(put, path = "/api/v1/lists/{name}/file", tag = "lists",
    operation_id = "update_list", params(("name" = String, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Done), (status = "4XX", body = Problem)))]
pub async fn put_file(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(name): Path<String>,
    body: Body,
) -> Result<Json<Done>, Error> {
    keeps(&officer)?;
    let source = take_in(&desk, body).await?;
    let job = move |ways: Ways<'_>| update::update(ways, &officer.author, &name, &source);
    Ok(Json(apart(&desk, job).await?))
}

/// Says something else of a list: its owner, licence, purposes, review.
#[utoipa::path(put, path = "/api/v1/lists/{name}", tag = "lists", operation_id = "describe_list",
    params(("name" = String, Path)), request_body = About,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn describe(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(name): Path<String>,
    Json(about): Json<About>,
) -> Result<StatusCode, Error> {
    keeps(&officer)?;
    if about.name != name {
        return Err(Error::Usage("a list keeps its name".into()));
    }
    apart(&desk, move |ways| update::describe(ways, &officer.author, about)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a list: nobody is answered from it any more.
#[utoipa::path(delete, path = "/api/v1/lists/{name}", tag = "lists", operation_id = "remove_list",
    params(("name" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn remove(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(name): Path<String>,
) -> Result<StatusCode, Error> {
    keeps(&officer)?;
    apart(&desk, move |ways| update::remove(ways, &officer.author, &name)).await?;
    Ok(StatusCode::NO_CONTENT)
}
