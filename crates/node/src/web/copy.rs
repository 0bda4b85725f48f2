//! Offline copies: devices enrolled and revoked, copies made and ended, and contacts of devices.

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Extension, FromRequest, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use record::digest::hex_encode;
use serde::Serialize;
use tokio::sync::Semaphore;

use super::Desk;
use super::auth::Officer;
use super::problem::Problem;
use crate::audit::{Deed, Event, Guarded};
use crate::copy::enrol::{self, Enrolment};
use crate::copy::make::{self, Ways};
use crate::copy::status::{self, Standing};
use crate::copy::{Chosen, contact};
use crate::session::{Scope, SignedIn};
use crate::view::Sight;
use crate::{Error, case};

/// Contacts at once: nobody signs in for them, and what is said may be long.
const CONTACTS_MAX: usize = 4;

/// Addresses of devices and their copies.
pub fn router(desk: &Desk) -> Router<Desk> {
    let said = DefaultBodyLimit::max(desk.config.copy_contact_bytes_max);
    Router::new()
        .route("/api/v1/devices", get(devices).post(enrol))
        .route("/api/v1/devices/{name}", delete(revoke))
        .route("/api/v1/devices/{name}/copy", post(make_copy).delete(end_copy))
        .route("/api/v1/copies/contact", post(contact_of).layer(said))
        .layer(Extension(Arc::new(Semaphore::new(CONTACTS_MAX))))
}

/// Administrators keep devices, and whoever takes records out.
fn keeps(officer: &SignedIn) -> Result<(), Error> {
    officer.require(Scope::Admin).or_else(|_| officer.require(Scope::Write))
}

async fn apart<T: Send + 'static>(
    desk: &Desk,
    job: impl FnOnce(Ways<'_>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (desk, case) = (desk.clone(), case::of_this_request());
    let done = tokio::task::spawn_blocking(move || {
        let Desk { writer, readers, config, .. } = &desk;
        case::job(case, || job(Ways { writer, readers, config }))
    });
    done.await.map_err(|_| Error::Usage("the node is stopping".into()))?
}

/// A file that a node sealed for a device.
fn sealed(bytes: Vec<u8>, name: &str) -> Response {
    let mut headers = HeaderMap::new();
    let kind = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, kind);
    let called = format!("attachment; filename=\"{name}\"");
    if let Ok(called) = HeaderValue::from_str(&called) {
        headers.insert(header::CONTENT_DISPOSITION, called);
    }
    (headers, bytes).into_response()
}

/// Devices that one may keep, with their copies: how old, until when, last contact, questions.
#[utoipa::path(get, path = "/api/v1/devices", tag = "copies",
    responses((status = 200, body = Vec<Standing>), (status = "4XX", body = Problem)))]
pub async fn devices(
    State(desk): State<Desk>,
    Officer(officer): Officer,
) -> Result<Json<Vec<Standing>>, Error> {
    officer.require(Scope::Admin).or_else(|_| officer.require(Scope::Read))?;
    let look = move |sight: Sight<'_>| {
        let all = status::all(&sight, &officer.author)?;
        let event = Event::new(Deed::Listed, &officer.author, sight.now);
        let event = event.set(all.iter().map(|one| one.name.as_str())).reason("devices");
        Ok(Guarded::new(all, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// What a device is handed once: it says whom the device believes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DeviceEnrolled)]
pub struct Enrolled {
    pub device: String,
    /// By which the key that was pasted is compared with the device's.
    pub fingerprint: String,
    /// Sealed for the device's key, in hexadecimal digits: the file of `amana device accept`.
    pub credential: String,
}

/// Enrols a device by the public key that it shows.
#[utoipa::path(post, path = "/api/v1/devices", tag = "copies", operation_id = "enrol_device",
    request_body = Enrolment,
    responses((status = 201, body = Enrolled), (status = "4XX", body = Problem)))]
pub async fn enrol(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Json(asked): Json<Enrolment>,
) -> Result<(StatusCode, Json<Enrolled>), Error> {
    keeps(&officer)?;
    let fingerprint = status::fingerprint(&enrol::public_key(&asked.key)?);
    let device = asked.name.clone();
    let job = move |node: &mut crate::Node| enrol::enrol(node, &officer.author, &asked);
    let credential = hex_encode(&desk.writer.write(job).await?);
    Ok((StatusCode::CREATED, Json(Enrolled { device, fingerprint, credential })))
}

/// Revokes a device: at its next contact it destroys its keys and its copy.
#[utoipa::path(delete, path = "/api/v1/devices/{name}", tag = "copies",
    operation_id = "revoke_device", params(("name" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn revoke(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(name): Path<String>,
) -> Result<StatusCode, Error> {
    keeps(&officer)?;
    desk.writer.write(move |node| enrol::revoke(node, &officer.author, &name)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a copy for a device, in place of the one it has: a file that only this device opens.
#[utoipa::path(post, path = "/api/v1/devices/{name}/copy", tag = "copies",
    operation_id = "make_copy", params(("name" = String, Path)), request_body = Chosen,
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = "4XX", body = Problem)))]
pub async fn make_copy(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(name): Path<String>,
    Json(chosen): Json<Chosen>,
) -> Result<Response, Error> {
    keeps(&officer)?;
    let called = format!("{name}.amana-copy");
    let job = move |ways: Ways<'_>| make::make(ways, &officer.author, &name, &chosen);
    Ok(sealed(apart(&desk, job).await?, &called))
}

/// Ends a device's copy: it is deleted there at the next contact.
#[utoipa::path(delete, path = "/api/v1/devices/{name}/copy", tag = "copies",
    operation_id = "end_copy", params(("name" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn end_copy(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(name): Path<String>,
) -> Result<StatusCode, Error> {
    keeps(&officer)?;
    desk.writer.write(move |node| make::end(node, &officer.author, &name)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A device in contact: what it says, under what it shares with this node, and the answer, sealed
/// for its next key. Nobody signs in: what is said under another secret is refused.
#[utoipa::path(post, path = "/api/v1/copies/contact", tag = "copies",
    operation_id = "device_contact",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = "4XX", body = Problem)))]
pub async fn contact_of(
    State(desk): State<Desk>,
    Extension(places): Extension<Arc<Semaphore>>,
    request: Request,
) -> Result<Response, Error> {
    // Nothing of it is read before there is a place.
    let place = places.try_acquire_owned();
    let _place = place.map_err(|_| Error::Busy("other devices are in contact"))?;
    let body = Bytes::from_request(request, &desk).await;
    let body = body.map_err(|refused| Error::Usage(refused.to_string()))?;
    let job = move |ways: Ways<'_>| contact::answer(ways, &body);
    Ok(sealed(apart(&desk, job).await?, "answer.amana-contact"))
}
