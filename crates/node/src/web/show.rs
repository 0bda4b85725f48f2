//! One record: what it says, what proves it, where it went, and who used it.

use axum::Json;
use axum::extract::{Path, Query, State};
use record::policy::Act;
use record::{NodeCode, RecordId};
use serde::Deserialize;
use serde_json::Value;

use super::Desk;
use super::auth::{Officer, Reading};
use super::language::Tongue;
use super::problem::Problem;
use crate::session::Scope;
use crate::thread::reading;
use crate::view::{Sight, View};
use crate::{Error, audit, export, freeze, standing};

/// Owner and id of a record in an address.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
pub struct Which {
    #[param(value_type = String)]
    pub owner: NodeCode,
    #[param(value_type = String)]
    pub id: RecordId,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ShowQuery {
    /// A revision; the highest readable one by default.
    revision: Option<u32>,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ReadQuery {
    /// A revision; the highest readable one by default.
    revision: Option<u32>,
    /// The language of `text`: ar, en, fr or es; English by default.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    language: Tongue,
}

impl ReadQuery {
    /// The highest readable revision, told in a language.
    pub fn in_language(language: record::codelist::Language) -> Self {
        Self { revision: None, language: Tongue(language) }
    }
}

/// A record as this reader may see it. The read is audited before it is answered.
#[utoipa::path(get, path = "/api/v1/records/{owner}/{id}", tag = "records",
    params(Which, ReadQuery),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn show(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(which): Path<Which>,
    Query(query): Query<ReadQuery>,
) -> Result<Json<View>, Error> {
    let author = session.author.clone();
    let view = read(&desk, session, which.clone(), query.revision, Act::Read).await?;
    let (owner, id) = (which.owner, which.id);
    let note = move |node: &mut crate::Node| {
        standing::note_retrieved(node, &owner, &id)?;
        let by = (author.officer.as_str(), author.unit.as_str());
        reading::note_opened_record(node, by, &owner, &id)
    };
    desk.writer.write(note).await?;
    Ok(Json(view.told(query.language.0, desk.readers.lists())))
}

/// The same for taking out of the node: checked and audited as an export.
#[utoipa::path(get, path = "/api/v1/records/{owner}/{id}/export", tag = "records",
    operation_id = "export_record",
    params(Which, ReadQuery),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn export(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(which): Path<Which>,
    Query(query): Query<ReadQuery>,
) -> Result<Json<View>, Error> {
    let view = read(&desk, session, which, query.revision, Act::Export).await?;
    Ok(Json(view.told(query.language.0, desk.readers.lists())))
}

async fn read(
    desk: &Desk,
    session: crate::view::Session,
    which: Which,
    revision: Option<u32>,
    act: Act,
) -> Result<View, Error> {
    let look =
        move |sight: Sight<'_>| sight.show(&session, act, (&which.owner, &which.id, revision));
    desk.readers.read_audited(&desk.writer, look).await?
}

/// Evidence that the owner said it: checkpoint, inclusion proof, leaf. It holds no content.
#[utoipa::path(get, path = "/api/v1/records/{owner}/{id}/evidence", tag = "records",
    params(Which, ShowQuery),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn evidence(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(which): Path<Which>,
    Query(query): Query<ShowQuery>,
) -> Result<Json<Value>, Error> {
    officer.require(Scope::Read)?;
    let author = officer.author;
    let made = desk.writer.write(move |node| {
        let event = audit::Event::new(audit::Deed::Exported, &author, node.now())
            .about(&which.owner, &which.id)
            .reason("evidence");
        audit::note(node, &event)?;
        Ok((which, query.revision))
    });
    let (which, revision) = made.await?;
    // After that commit the leaf is committed too, and a checkpoint may be signed over it.
    let bundle =
        desk.writer.write(move |node| export::evidence(node, &which.owner, &which.id, revision));
    Ok(Json(bundle.await?))
}

/// Per recipient: queued, sent, acknowledged, receipted, hidden, erased, held, silent.
#[utoipa::path(get, path = "/api/v1/records/{owner}/{id}/delivery", tag = "records",
    params(Which),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn delivery(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(which): Path<Which>,
) -> Result<Json<Vec<standing::Recipient>>, Error> {
    officer.require(Scope::Read)?;
    let author = officer.author;
    let directory = desk.opener.directory.clone();
    let look = move |sight: Sight<'_>| {
        let mut found = standing::of(sight.store, &which.owner, &which.id)?;
        freeze::mark(sight.store, (&directory, sight.now), &mut found)?;
        let event = audit::Event::new(audit::Deed::Listed, &author, sight.now);
        Ok(audit::Guarded::new(found, event.about(&which.owner, &which.id).reason("delivery")))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// Asks every holder of one of our records what it did with it; who is silent is listed.
#[utoipa::path(get, path = "/api/v1/records/{owner}/{id}/uses", tag = "records",
    params(Which),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn uses(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(which): Path<Which>,
) -> Result<Json<Value>, Error> {
    officer.require(Scope::Read)?;
    let author = officer.author;
    let id = which.id;
    let holders = desk.writer.write(move |node| {
        if which.owner != node.code {
            return Err(Error::Usage("only the owner asks for uses".into()));
        }
        let event = audit::Event::new(audit::Deed::UsesAsked, &author, node.now());
        audit::note(node, &event.about(&which.owner, &which.id))?;
        crate::author::reached(node, &which.id)
    });
    let answers = desk.peers.ask_uses(holders.await?, id).await;
    Ok(Json(answers))
}
