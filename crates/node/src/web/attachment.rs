//! Files of records, opened as they are sent: for whom policy lets read the record, and audited so.

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use record::{NodeCode, RecordId};
use seal::stream::CHUNK_BYTES;
use serde::Deserialize;

use super::Desk;
use super::auth::Reading;
use super::problem::Problem;
use crate::attachment::chunked::Chunks;
use crate::attachment::{Found, Which, media};
use crate::{Error, standing};

/// Owner and id of a record, and the place of a file in its list.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
pub struct Place {
    #[param(value_type = String)]
    pub owner: NodeCode,
    #[param(value_type = String)]
    pub id: RecordId,
    /// From 0.
    pub n: u32,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FileQuery {
    /// A revision; the highest readable one by default.
    revision: Option<u32>,
    /// What the shared copy was cut from; its owner alone has it.
    #[serde(default)]
    #[param(required = false)]
    original: bool,
}

impl FileQuery {
    /// What is shared, of a revision.
    pub fn shared(revision: Option<u32>) -> Self {
        Self { revision, original: false }
    }
}

/// A file of a record, whole or a range of it.
#[utoipa::path(get, path = "/api/v1/records/{owner}/{id}/attachments/{n}", tag = "attachments",
    operation_id = "attachment", params(Place, FileQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 206, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = "4XX", body = Problem)))]
pub async fn download(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(place): Path<Place>,
    Query(query): Query<FileQuery>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let Place { owner, id, n } = place;
    let (revision, original) = (query.revision, query.original);
    let which = Which { owner: owner.clone(), id, revision, n, original };
    let look = move |sight: crate::view::Sight<'_>| sight.attachment(&session, &which);
    let found = desk.readers.read_audited(&desk.writer, look).await??;
    let files = desk.files.clone();
    let opened = tokio::task::spawn_blocking(move || {
        let chunks = found.sealed.open(&files)?;
        let head = chunks.chunk(0).map_err(damaged)?;
        let kind = media::served(&found.media_type, &head[..head.len().min(media::HEAD_BYTES)]);
        Ok::<_, Error>((found, chunks, kind))
    });
    let (found, chunks, kind) =
        opened.await.map_err(|_| Error::Usage("the node is stopping".into()))??;
    desk.writer.write(move |node| standing::note_retrieved(node, &owner, &id)).await?;
    answer(&found, chunks, kind, headers.get(header::RANGE))
}

fn damaged(error: std::io::Error) -> Error {
    Error::Damaged(format!("an attachment: {error}"))
}

fn answer(
    found: &Found,
    chunks: Chunks,
    kind: &'static str,
    range: Option<&HeaderValue>,
) -> Result<Response, Error> {
    let size = chunks.size;
    let range = range.and_then(|value| value.to_str().ok()).and_then(|text| parse(text, size));
    let (status, from, to) = match range {
        None => (StatusCode::OK, 0, size),
        Some(Some((from, to))) => (StatusCode::PARTIAL_CONTENT, from, to),
        Some(None) => return Ok(outside(size)),
    };
    let mut response = (status, body(chunks, from, to)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(to - from));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_DISPOSITION, disposition(&found.name, kind));
    let alone = HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");
    headers.insert(header::CONTENT_SECURITY_POLICY, alone);
    let digest = format!("\"{}\"", found.sealed.digest.hex());
    if let Ok(tag) = HeaderValue::from_str(&digest) {
        headers.insert(header::ETAG, tag);
    }
    if status == StatusCode::PARTIAL_CONTENT {
        let text = format!("bytes {from}-{}/{size}", to - 1);
        insert(headers, header::CONTENT_RANGE, &text);
    }
    Ok(response)
}

fn insert(headers: &mut HeaderMap, name: HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        headers.insert(name, value);
    }
}

fn outside(size: u64) -> Response {
    let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
    insert(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{size}"));
    response
}

/// One range of bytes (RFC 9110, section 14): its ends, or nothing where it lies outside. Several
/// ranges, and what is no range, are answered with the whole.
fn parse(text: &str, size: u64) -> Option<Option<(u64, u64)>> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = match (first.trim(), last.trim()) {
        ("", last) => (size.saturating_sub(last.parse().ok()?), size),
        (first, "") => (first.parse().ok()?, size),
        (first, last) => {
            let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
            (last >= first).then_some((first, last.saturating_add(1).min(size)))?
        }
    };
    Some((from < size && from < to).then_some((from, to)))
}

/// Pictures are shown; all else is for saving. A name goes as it is, percent-encoded.
fn disposition(name: &str, kind: &str) -> HeaderValue {
    let how = if media::is_raster(kind) { "inline" } else { "attachment" };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded: String = name
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).into() } else { format!("%{byte:02X}") })
        .collect();
    let text = format!("{how}; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

/// Chunk after chunk: a damaged one cuts the answer off, so that it does not end as one that is
/// whole.
fn body(chunks: Chunks, from: u64, to: u64) -> Body {
    Body::from_stream(stream::unfold(Some((chunks, from)), move |state| async move {
        let (chunks, at) = state.filter(|(_, at)| *at < to)?;
        let read = tokio::task::spawn_blocking(move || {
            let chunk = CHUNK_BYTES as u64;
            let opened = chunks.chunk(at / chunk);
            let bytes = opened.map(|bytes| {
                let start = (at % chunk) as usize;
                let end = bytes.len().min(usize::try_from(to - at / chunk * chunk).unwrap_or(0));
                Bytes::copy_from_slice(&bytes[start..end])
            });
            (bytes, chunks)
        });
        match read.await {
            Ok((Ok(bytes), chunks)) => {
                let next = at + bytes.len() as u64;
                Some((Ok(bytes), Some((chunks, next))))
            }
            Ok((Err(error), _)) => Some((Err(error), None)),
            Err(_) => Some((Err(std::io::Error::other("stopping")), None)),
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_lies_within_the_file_or_is_told_to_lie_outside() {
        let check = |text: &str, expect: Option<Option<(u64, u64)>>| {
            assert_eq!(parse(text, 100), expect, "{text}");
        };
        check("bytes=0-0", Some(Some((0, 1))));
        check("bytes=10-", Some(Some((10, 100))));
        check("bytes=-10", Some(Some((90, 100))));
        check("bytes=-1000", Some(Some((0, 100))));
        check("bytes=90-1000", Some(Some((90, 100))));
        check("bytes=100-", Some(None));
        check("bytes=-0", Some(None));
        check("bytes=18446744073709551615-", Some(None));
        check("bytes=5-4", None);
        check("bytes=0-1,3-4", None);
        check("lines=1-2", None);
    }

    #[test]
    fn a_name_stays_within_its_header() {
        let text = disposition("a\"; x=\r\nb.jpg", "image/jpeg");
        assert_eq!(text, "inline; filename*=UTF-8''a%22%3B%20x%3D%0D%0Ab.jpg");
        assert!(disposition("لوحة.pdf", media::PDF).to_str().unwrap().starts_with("attachment;"));
    }
}
