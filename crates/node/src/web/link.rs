//! What a record is connected with.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;

use super::Desk;
use super::auth::Reading;
use super::language::Tongue;
use super::list::titled;
use super::problem::Problem;
use super::show::Which;
use crate::Error;
use crate::link::{Limits, Links};
use crate::same::Same;
use crate::view::{Session, Sight, Title};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LinkQuery {
    /// The language of the titles: ar, en, fr or es; as they were written where none is named.
    #[param(value_type = Option<String>)]
    language: Option<Tongue>,
}

/// Links of a record in both directions, with grade, whether confirmed, and who says it; and other
/// records that mention the same identifiers.
#[utoipa::path(get, path = "/api/v1/records/{owner}/{id}/links", tag = "records",
    params(Which, LinkQuery),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn links(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(which): Path<Which>,
    Query(query): Query<LinkQuery>,
) -> Result<Json<Links>, Error> {
    let limits = Limits::of(&desk.config);
    let by = session.clone();
    let look = move |sight: Sight<'_>| sight.links(&by, (&which.owner, &which.id), limits);
    let mut links = desk.readers.read_audited(&desk.writer, look).await??;
    let ends = links.to.iter_mut().chain(&mut links.from).filter_map(|end| end.record.as_mut());
    let mentions = links.mentions.iter_mut().map(|mention| &mut mention.record);
    tell(&desk, session, ends.chain(mentions), query.language).await?;
    Ok(Json(links))
}

/// What is one with a record: the group that decided statements join, and every statement, those
/// that are only proposed and those that were rejected or undone apart.
#[utoipa::path(get, path = "/api/v1/records/{owner}/{id}/same", tag = "records",
    params(Which, LinkQuery),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn same(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(which): Path<Which>,
    Query(query): Query<LinkQuery>,
) -> Result<Json<Same>, Error> {
    let limits = Limits::of(&desk.config);
    let by = session.clone();
    let look = move |sight: Sight<'_>| sight.same(&by, (&which.owner, &which.id), limits);
    let mut same = desk.readers.read_audited(&desk.writer, look).await??;
    let members = same.group.iter_mut().filter_map(|member| member.record.as_mut());
    tell(&desk, session, members, query.language).await?;
    Ok(Json(same))
}

/// Puts titles into the reader's language.
async fn tell<'a>(
    desk: &Desk,
    session: Session,
    titles: impl Iterator<Item = &'a mut Title>,
    language: Option<Tongue>,
) -> Result<(), Error> {
    let mut titles: Vec<&mut Title> = titles.collect();
    let rows = titles.iter().map(|title| (**title).clone()).collect();
    let told = titled(desk, session, rows, language).await?;
    titles.iter_mut().zip(told).for_each(|(title, told)| **title = told);
    Ok(())
}
