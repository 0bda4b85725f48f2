//! What a record is connected with.

use axum::Json;
use axum::extract::{Path, State};

use super::Desk;
use super::auth::Reading;
use super::problem::Problem;
use super::show::Which;
use crate::Error;
use crate::link::{Limits, Links};
use crate::same::Same;
use crate::view::Sight;

/// Links of a record in both directions, with grade, whether confirmed, and who says it; and other
/// records that mention the same identifiers.
#[utoipa::path(get, path = "/api/v1/records/{owner}/{id}/links", tag = "records",
    params(Which),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn links(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(which): Path<Which>,
) -> Result<Json<Links>, Error> {
    let limits = Limits::of(&desk.config);
    let look = move |sight: Sight<'_>| sight.links(&session, (&which.owner, &which.id), limits);
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await??))
}

/// What is one with a record: the group that decided statements join, and every statement, those
/// that are only proposed and those that were rejected or undone apart.
#[utoipa::path(get, path = "/api/v1/records/{owner}/{id}/same", tag = "records",
    params(Which),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn same(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(which): Path<Which>,
) -> Result<Json<Same>, Error> {
    let limits = Limits::of(&desk.config);
    let look = move |sight: Sight<'_>| sight.same(&session, (&which.owner, &which.id), limits);
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await??))
}
