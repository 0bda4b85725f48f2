//! What waits for a second person: proposing, looking, confirming, declining.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use record::sentence::Sentences;
use record::{Digest, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Desk;
use super::auth::{Officer, Present};
use super::language::Tongue;
use super::problem::Problem;
use crate::audit::{self, Deed, Event, Guarded};
use crate::proposal::{self, Measure, Second, Wanted};
use crate::session::{Scope, SignedIn};
use crate::store::proposal::Proposal;
use crate::view::Sight;
use crate::{Error, author, gate, sign_in};

/// Proposals that are over and listed below those that wait.
const PAST: u32 = 50;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalRequest {
    /// `{"measure": "limit", "limit": …, "value": …}`, and likewise `publish` (`draft`),
    /// `end-officer`, `change-officer`, `enrol-officer`, `retention`.
    #[schema(value_type = Object)]
    wanted: Wanted,
    /// Why, for whoever confirms.
    reason: String,
}

/// A proposal as listed: what it is about, never the content of a record.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProposalRow {
    pub number: i64,
    /// publish, end-officer, change-officer, enrol-officer, limit, retention.
    pub measure: String,
    #[schema(value_type = Object)]
    pub about: Value,
    /// Who confirms says by it what was shown.
    pub digest: String,
    pub officer: String,
    pub role: String,
    pub unit: String,
    pub reason: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// open, confirmed, declined, withdrawn, lapsed, failed.
    pub state: String,
    pub second: Option<String>,
    pub answer: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided: Option<Timestamp>,
    /// The record that was published, or why it could not be carried out.
    pub outcome: Option<String>,
    /// Whether the reader may be its second person.
    pub yours: bool,
}

/// A proposal with exactly what would be done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProposalView {
    #[serde(flatten)]
    pub row: ProposalRow,
    /// None once it is over.
    #[schema(value_type = Option<Object>)]
    pub wanted: Option<Wanted>,
    /// In what ways a revision reaches further: recipients, level, codes, conditions, marking,
    /// purposes.
    pub widened: Vec<String>,
    /// Rules that refuse it to one person alone.
    pub rules: Vec<String>,
    /// What the record's readers would be told, sentence by sentence.
    pub text: Vec<String>,
}

/// How many proposals wait for the reader.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WaitingCount {
    pub count: u64,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ProposalQuery {
    /// The language of `text`: ar, en, fr or es; English by default.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    language: Tongue,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmRequest {
    /// The digest of what was shown.
    #[schema(value_type = String)]
    digest: Digest,
    reason: String,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineRequest {
    reason: String,
}

fn row(sight: &Sight<'_>, by: &SignedIn, stored: Proposal) -> Result<ProposalRow, Error> {
    let waits = stored.state == "open" && stored.until > sight.now.0;
    Ok(ProposalRow {
        yours: waits && proposal::may_confirm(sight, by, &stored)?,
        number: stored.number,
        measure: stored.measure,
        about: serde_json::from_str(&stored.about).unwrap_or(Value::Null),
        digest: stored.digest.hex(),
        officer: stored.officer,
        role: stored.role,
        unit: stored.unit,
        reason: stored.reason,
        at: Timestamp(stored.at),
        until: Timestamp(stored.until),
        state: stored.state,
        second: stored.second,
        answer: stored.answer,
        decided: stored.decided.map(Timestamp),
        outcome: stored.outcome,
    })
}

/// Proposals that the reader made or may confirm: those that wait, then the newest that are over.
#[utoipa::path(get, path = "/api/v1/proposals", tag = "proposals",
    responses((status = 200, body = Vec<ProposalRow>), (status = "4XX", body = Problem)))]
pub async fn proposals(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<Vec<ProposalRow>>, Error> {
    by.require(Scope::Read)?;
    let look = move |sight: Sight<'_>| {
        let seen = proposal::visible(&sight, &by, PAST)?;
        let names: Vec<String> = seen.iter().map(|one| one.number.to_string()).collect();
        let rows = seen.into_iter().map(|stored| row(&sight, &by, stored));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let event = Event::new(Deed::Listed, &by.author, sight.now).reason("proposals");
        Ok(Guarded::new(rows, event.set(names.iter().map(String::as_str))))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// How many proposals wait for the reader as the second person.
#[utoipa::path(get, path = "/api/v1/proposals/waiting", tag = "proposals",
    responses((status = 200, body = WaitingCount), (status = "4XX", body = Problem)))]
pub async fn waiting(
    State(desk): State<Desk>,
    Officer(by): Officer,
) -> Result<Json<WaitingCount>, Error> {
    by.require(Scope::Read)?;
    let count = desk.readers.read_apart(move |sight| proposal::waiting(&sight, &by)).await?;
    Ok(Json(WaitingCount { count }))
}

/// Proposes what one person may not do alone.
#[utoipa::path(post, path = "/api/v1/proposals", tag = "proposals",
    request_body = ProposalRequest,
    responses((status = 201, body = ProposalRow), (status = "4XX", body = Problem)))]
pub async fn propose(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Json(asked): Json<ProposalRequest>,
) -> Result<(StatusCode, Json<ProposalRow>), Error> {
    let job = move |node: &mut crate::Node| {
        let stored = proposal::propose(node, &by, asked.wanted, &asked.reason)?;
        row(&node.sight(), &by, stored)
    };
    Ok((StatusCode::CREATED, Json(desk.writer.write(job).await?)))
}

/// One proposal: exactly what would be done, who proposes it, and why.
#[utoipa::path(get, path = "/api/v1/proposals/{number}", tag = "proposals",
    operation_id = "proposal", params(("number" = i64, Path), ProposalQuery),
    responses((status = 200, body = ProposalView), (status = "4XX", body = Problem)))]
pub async fn show(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(number): Path<i64>,
    Query(query): Query<ProposalQuery>,
) -> Result<Json<ProposalView>, Error> {
    by.require(Scope::Read)?;
    let job = move |node: &mut crate::Node| {
        let shown = proposal::show(&node.sight(), &by, number)?;
        let row = row(&node.sight(), &by, shown.stored)?;
        let mut event = Event::new(Deed::Read, &by.author, node.now());
        let mut view =
            ProposalView { row, wanted: None, widened: vec![], rules: vec![], text: vec![] };
        if let Some(measure) = shown.measure {
            if let Wanted::Publish { draft } = &measure.wanted {
                event.purpose = draft.purposes.first().copied();
                event.about.extend(draft.revises.map(|id| (node.code.clone(), id)));
            }
            foretell(node, &by, &measure, (&mut view, query.language))?;
            view.wanted = Some(measure.wanted);
        }
        audit::note(node, &event.reason(format!("proposal {number}")))?;
        Ok(view)
    };
    Ok(Json(desk.writer.write(job).await?))
}

/// What a draft would say, and what keeps one person from publishing it.
fn foretell(
    node: &mut crate::Node,
    by: &SignedIn,
    measure: &Measure,
    (view, language): (&mut ProposalView, Tongue),
) -> Result<(), Error> {
    let Wanted::Publish { draft } = &measure.wanted else { return Ok(()) };
    // What was revised or taken back meanwhile is not told any more; it cannot be confirmed either.
    let read = author::read((**draft).clone())?;
    let uploader = view.row.officer.clone();
    let Ok(authored) = author::compose(node, read, &uploader) else { return Ok(()) };
    let widened = gate::widened(node, &authored)?;
    view.widened = widened.into_iter().map(|each| each.code().to_owned()).collect();
    let rules = gate::foresee(node, &authored, &by.author)?.rules();
    view.rules = rules.into_iter().map(|rule| rule.code().to_owned()).collect();
    let sentences = Sentences::with(language.0, node.lists.clone());
    let header = &authored.record.header;
    view.text = record::sentence::content(sentences, header, &authored.body.to_json());
    Ok(())
}

/// Confirms a proposal as the second person; it is carried out in the same moment, once. A person
/// confirms in a browser: a token does not.
#[utoipa::path(post, path = "/api/v1/proposals/{number}/confirmation", tag = "proposals",
    params(("number" = i64, Path)), request_body = ConfirmRequest,
    responses((status = 200, body = ProposalRow), (status = "4XX", body = Problem)))]
pub async fn confirm(
    State(desk): State<Desk>,
    present: Present,
    Path(number): Path<i64>,
    Json(asked): Json<ConfirmRequest>,
) -> Result<Json<ProposalRow>, Error> {
    let by_token = || Error::NotAllowed("a person confirms, in a browser: a token does not".into());
    let session = present.session_secret().ok_or_else(by_token)?.to_owned();
    let job = move |node: &mut crate::Node| {
        let way_in = sign_in::maker(&node.store, &session)?;
        let signed_in = &present.signed_in;
        let second = Second { signed_in, way_in };
        let done = proposal::confirm(node, &second, number, (&asked.digest, &asked.reason))?;
        let stored = node.store.proposal(number)?;
        let stored = stored.ok_or_else(|| Error::NotFound(format!("the proposal {number}")))?;
        Ok((row(&node.sight(), signed_in, stored)?, done))
    };
    let (row, done) = desk.writer.write(job).await?;
    desk.peers.wake(&done.recipients);
    Ok(Json(row))
}

/// Declines a proposal, or takes one's own back.
#[utoipa::path(post, path = "/api/v1/proposals/{number}/refusal", tag = "proposals",
    params(("number" = i64, Path)), request_body = DeclineRequest,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn decline(
    State(desk): State<Desk>,
    Officer(by): Officer,
    Path(number): Path<i64>,
    Json(asked): Json<DeclineRequest>,
) -> Result<StatusCode, Error> {
    let job = move |node: &mut crate::Node| proposal::decline(node, &by, number, &asked.reason);
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}
