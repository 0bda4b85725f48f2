//! Uploads of people and programs: begun with a name and a size, grown from where they stand.

use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use record::attachment::Metadata;
use record::{Digest, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use super::Desk;
use super::auth::Officer;
use super::problem::Problem;
use crate::Error;
use crate::attachment::upload::{self, Asked, Growing, Ready};
use crate::attachment::{Unfit, media};
use crate::clock::SystemEntropy;
use crate::session::Scope;
use crate::store::upload::Upload;

/// A sender that says nothing for so long has lost its line; what came is kept.
const SILENCE: Duration = Duration::from_secs(60);
/// Pieces of a request that wait for the disk.
const WAITING: usize = 4;
/// Where an upload stands, and its size.
const OFFSET: &str = "upload-offset";
const LENGTH: &str = "upload-length";

/// A file that is to come.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// What its author takes it for; the bytes decide. May be left out.
    #[serde(default)]
    pub media_type: String,
}

/// An upload, and once it is whole what it turned out to be.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Standing {
    pub id: String,
    pub name: String,
    pub size: u64,
    /// Bytes that are on disk: the next request goes on from there.
    pub offset: u64,
    #[schema(value_type = String, format = DateTime)]
    pub expires: Timestamp,
    /// There once it is whole and taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready: Option<Judged>,
}

/// What an upload turned out to be.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Judged {
    pub media_type: String,
    /// SHA-256 of the original.
    #[schema(value_type = String)]
    pub digest: Digest,
    /// Bytes of what would be shared.
    pub shared_size: u64,
    /// What is cut out of the copy that is shared.
    #[schema(value_type = Vec<String>)]
    pub cut: Vec<Metadata>,
    /// What it says beside its content and cannot be cut from it: to be told, or to be given a
    /// reason for.
    #[schema(value_type = Vec<String>)]
    pub holds: Vec<Metadata>,
    /// It is shared only with a reason.
    pub needs_reason: bool,
    /// A picture that a browser may draw.
    pub picture: bool,
}

impl From<Ready> for Judged {
    fn from(ready: Ready) -> Self {
        let cut = ready.copy.as_ref().map(|(_, cut)| cut.clone()).unwrap_or_default();
        let shared_size = ready.copy.as_ref().map_or(ready.whole.size, |(copy, _)| copy.size);
        Self {
            picture: media::is_raster(&ready.media_type),
            needs_reason: ready.holds.contains(&Metadata::Unknown),
            holds: if cut.is_empty() { ready.holds } else { Vec::new() },
            media_type: ready.media_type,
            digest: ready.whole.digest,
            shared_size,
            cut,
        }
    }
}

fn standing(desk: &Desk, upload: &Upload) -> Result<Standing, Error> {
    let offset = upload::offset(&desk.files, upload)?;
    let (asked, ready) = desk.readers.read(|sight| {
        Ok((upload::asked(sight.vault, upload)?, upload::ready(sight.vault, upload)?))
    })?;
    Ok(Standing {
        id: upload::hex(&upload.id),
        name: asked.name,
        size: upload.size,
        offset,
        expires: Timestamp(upload.expires),
        ready: ready.map(Judged::from),
    })
}

fn find(desk: &Desk, id: &str, officer: &str) -> Result<(Upload, Asked), Error> {
    desk.readers.read(|sight| {
        let upload = upload::find(sight.store, id, officer)?;
        let asked = upload::asked(sight.vault, &upload)?;
        Ok((upload, asked))
    })
}

/// One's own uploads that no record has taken yet.
#[utoipa::path(get, path = "/api/v1/uploads", tag = "attachments",
    responses((status = 200, body = Vec<Standing>), (status = "4XX", body = Problem)))]
pub async fn uploads(
    State(desk): State<Desk>,
    Officer(officer): Officer,
) -> Result<Json<Vec<Standing>>, Error> {
    officer.require(Scope::Write)?;
    let own = desk.readers.read(|sight| sight.store.uploads_of(&officer.author.officer))?;
    own.iter().map(|upload| standing(&desk, upload)).collect::<Result<_, _>>().map(Json)
}

/// Begins an upload.
#[utoipa::path(post, path = "/api/v1/uploads", tag = "attachments", operation_id = "begin_upload",
    request_body = Announced,
    responses((status = 201, body = Standing), (status = "4XX", body = Problem)))]
pub async fn begin(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Json(announced): Json<Announced>,
) -> Result<(StatusCode, Json<Standing>), Error> {
    officer.require(Scope::Write)?;
    let Announced { name, size, media_type } = announced;
    let begun = desk
        .writer
        .write(move |node| upload::begin(node, &officer.author, &name, &media_type, size));
    let upload = begun.await?;
    Ok((StatusCode::CREATED, Json(standing(&desk, &upload)?)))
}

/// Where one of one's own uploads stands.
#[utoipa::path(get, path = "/api/v1/uploads/{id}", tag = "attachments",
    params(("id" = String, Path)),
    responses((status = 200, body = Standing), (status = "4XX", body = Problem)))]
pub async fn upload(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(id): Path<String>,
) -> Result<Json<Standing>, Error> {
    officer.require(Scope::Write)?;
    let (upload, _) = find(&desk, &id, &officer.author.officer)?;
    standing(&desk, &upload).map(Json)
}

/// The same in headers: `Upload-Offset` and `Upload-Length`.
pub async fn stands(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    officer.require(Scope::Write)?;
    let (upload, _) = find(&desk, &id, &officer.author.officer)?;
    let offset = upload::offset(&desk.files, &upload)?;
    let mut response = StatusCode::OK.into_response();
    response.headers_mut().insert(OFFSET, HeaderValue::from(offset));
    response.headers_mut().insert(LENGTH, HeaderValue::from(upload.size));
    Ok(response)
}

/// Forgets an upload.
#[utoipa::path(delete, path = "/api/v1/uploads/{id}", tag = "attachments",
    operation_id = "forget_upload", params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn forget(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    officer.require(Scope::Write)?;
    let (upload, _) = find(&desk, &id, &officer.author.officer)?;
    end(&desk, &upload).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn end(desk: &Desk, upload: &Upload) -> Result<(), Error> {
    let id = upload.id;
    desk.writer.write(move |node| node.store.delete_upload(&id)).await?;
    desk.files.remove_upload(&upload::hex(&id))
}

/// Takes the next bytes; the header `Upload-Offset` says from where. What came is kept when the
/// line is lost: the answer, or a look at the upload, says how much. With the last byte the file is
/// judged and sealed; one that is not taken is forgotten.
#[utoipa::path(patch, path = "/api/v1/uploads/{id}", tag = "attachments",
    operation_id = "grow_upload",
    params(("id" = String, Path), ("upload-offset" = u64, Header)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Standing), (status = "4XX", body = Problem)))]
pub async fn grow(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Standing>, Error> {
    officer.require(Scope::Write)?;
    let from = headers.get(OFFSET).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let from =
        from.ok_or_else(|| Error::Usage("the header Upload-Offset says from where".into()))?;
    let (upload, asked) = find(&desk, &id, &officer.author.officer)?;
    if upload.ready.is_none() {
        take(&desk, &upload, &asked, from, body).await?;
    }
    let (upload, _) = find(&desk, &id, &officer.author.officer)?;
    standing(&desk, &upload).map(Json)
}

/// Writes what comes and, with the last byte, judges the whole.
async fn take(
    desk: &Desk,
    upload: &Upload,
    asked: &Asked,
    from: u64,
    body: Body,
) -> Result<(), Error> {
    let (send, pieces) = mpsc::channel(WAITING);
    let (files, config) = (desk.files.clone(), desk.config.clone());
    let (row, said) = (upload.clone(), asked.clone());
    let writing = tokio::task::spawn_blocking(move || {
        let growing = Growing::open(&files, &row, &said)?;
        if !write(growing, from, pieces)? {
            return Ok(None);
        }
        upload::finish(&files, &config, &row, &said, &mut SystemEntropy).map(Some)
    });
    forward(body, send).await;
    let written = writing.await.map_err(|_| Error::Usage("the node is stopping".into()))?;
    match written {
        Ok(None) => Ok(()),
        Ok(Some(ready)) => {
            let id = upload.id;
            desk.writer.write(move |node| upload::set_ready(node, &id, &ready)).await?;
            desk.files.remove_upload(&upload::hex(&id))
        }
        Err(error) => {
            if matches!(&error, Error::Unfit(unfit) if *unfit != Unfit::Metadata)
                || matches!(&error, Error::Limit { .. })
            {
                end(desk, upload).await?;
            }
            Err(error)
        }
    }
}

/// Hands on what comes until it ends, is lost, or nobody takes it.
async fn forward(body: Body, send: mpsc::Sender<Bytes>) {
    let mut stream = body.into_data_stream();
    while let Ok(Some(Ok(bytes))) = tokio::time::timeout(SILENCE, stream.next()).await {
        if send.send(bytes).await.is_err() {
            return;
        }
    }
}

/// Whether it is whole. What came before an error stays.
fn write(
    mut growing: Growing,
    from: u64,
    mut pieces: mpsc::Receiver<Bytes>,
) -> Result<bool, Error> {
    if growing.offset() != from {
        return Err(Error::Usage(format!("the upload stands at {}", growing.offset())));
    }
    let mut outcome = Ok(());
    while let Some(bytes) = pieces.blocking_recv() {
        outcome = growing.push(&bytes, &mut SystemEntropy);
        if outcome.is_err() {
            break;
        }
    }
    let whole = growing.is_whole();
    let rested = growing.rest();
    // Why it ended comes first; what is on disk by then is looked at again when it goes on.
    outcome.and(rested).map(|_| whole)
}
