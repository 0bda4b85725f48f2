//! Bundles: administrators pack what waits for a member into a file, and take in what was carried.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::routing::post;
use axum::{Json, Router};
use record::moment::Date;
use record::{NodeCode, Timestamp};
use seal::note::base64_encode;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::audit::administered;
use super::auth::Officer;
use super::problem::Problem;
use crate::bundle::{self, AnswerTold, Asked, Packed, PouchTold, Ways};
use crate::session::{Scope, SignedIn};
use crate::{Error, audit};

/// A file a little over its limit is told which one; a larger one is not read.
const OVER_BYTES: usize = 4_096;

/// Addresses of bundles.
pub fn router(desk: &Desk) -> Router<Desk> {
    let carried = DefaultBodyLimit::max(desk.config.bundle_bytes_max + OVER_BYTES);
    Router::new()
        .route("/api/v1/bundles", post(pack))
        .route("/api/v1/bundles/taken", post(take).layer(carried))
}

fn ways(desk: &Desk) -> Ways {
    let (opener, writer) = (desk.opener.clone(), desk.writer.clone());
    Ways { opener, writer, peers: desk.peers.clone(), config: desk.config.clone() }
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BundleRequest {
    #[schema(value_type = String)]
    to: NodeCode,
    /// The last day on which it can be taken in, in UTC; without it the last that may be.
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<Date>,
    /// Only what is not in earlier bundles that can still arrive.
    #[serde(default)]
    next: bool,
}

/// A bundle as a file.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BundleFile {
    /// The file, in base64.
    pub file: String,
    #[schema(value_type = String, format = Date)]
    pub last_day: Date,
    pub pouches: usize,
    pub answers: usize,
    /// Something is left for a next one.
    pub more: bool,
}

impl From<Packed> for BundleFile {
    fn from(packed: Packed) -> Self {
        let Packed { bytes, last_day, pouches, answers, more } = packed;
        Self { file: base64_encode(&bytes), last_day, pouches, answers, more }
    }
}

/// Packs what waits for a member into a file. What is not acknowledged stays queued.
#[utoipa::path(post, path = "/api/v1/bundles", tag = "administration",
    operation_id = "pack_bundle", request_body = BundleRequest,
    responses((status = 200, body = BundleFile), (status = "4XX", body = Problem)))]
pub async fn pack(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Json(asked): Json<BundleRequest>,
) -> Result<Json<BundleFile>, Error> {
    by.require(Scope::Admin)?;
    let BundleRequest { to, last_day, next } = asked;
    let asked = Asked { to: to.clone(), last_day, next };
    let packed = bundle::pack(&ways(&desk), asked, Vec::new()).await?;
    let packed = packed.ok_or_else(|| Error::NotFound(format!("nothing waits for {to}")))?;
    let (pouches, until) = (packed.pouches, packed.last_day);
    let what = format!("packed a bundle for {to}: {pouches} pouches, until {until}");
    note(&desk, by, what).await?;
    Ok(Json(packed.into()))
}

/// What became of a bundle.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BundleTaken {
    pub from: String,
    #[schema(value_type = String, format = DateTime)]
    pub made: Timestamp,
    #[schema(value_type = String, format = Date)]
    pub last_day: Date,
    pub pouches: Vec<PouchTold>,
    pub answers: Vec<AnswerTold>,
    /// What goes back, where something is to be said.
    pub back: Option<BundleFile>,
}

/// Takes a bundle in that was carried here. Taking it again changes nothing.
#[utoipa::path(post, path = "/api/v1/bundles/taken", tag = "administration",
    operation_id = "take_bundle",
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, body = BundleTaken), (status = "4XX", body = Problem)))]
pub async fn take(
    State(desk): State<Desk>,
    Officer(by): Officer,
    bytes: Bytes,
) -> Result<Json<BundleTaken>, Error> {
    by.require(Scope::Admin)?;
    let taken = bundle::take(&ways(&desk), bytes.into()).await;
    let what = match &taken {
        Ok(taken) => {
            let (pouches, answers) = (taken.pouches.len(), taken.answers.len());
            format!("took a bundle of {}: {pouches} pouches, {answers} answers", taken.from)
        }
        Err(error) => format!("a bundle was not taken: {error}"),
    };
    note(&desk, by, what).await?;
    let bundle::Taken { from, made, last_day, pouches, answers, back } = taken?;
    let back = back.map(BundleFile::from);
    Ok(Json(BundleTaken { from: from.to_string(), made, last_day, pouches, answers, back }))
}

async fn note(desk: &Desk, by: SignedIn, what: String) -> Result<(), Error> {
    let job = move |node: &mut crate::Node| {
        audit::note(node, &administered(&by.author, node.now(), &what)).map(drop)
    };
    desk.writer.write(job).await
}
