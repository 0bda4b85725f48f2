//! Threads: who waits for whom, one thread with its clocks, replies, breaches counted.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use record::{NodeCode, RecordId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::{Officer, Reading};
use super::problem::Problem;
use super::publish::{PublishedRecord, submit};
use super::show::Which;
use crate::session::Scope;
use crate::thread::reply::Reply;
use crate::thread::{Limits, Span, Statistics, ThreadView, Threads, Waiting, Wanted};
use crate::view::Sight;
use crate::{Error, standing};

/// Statistics look back so far where no span is asked for.
const SPAN_MS: i64 = 90 * record::moment::DAY_MS;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ThreadsQuery {
    /// `for-us`: this node has to answer; `for-them`: this node waits for an answer.
    #[param(value_type = Option<String>)]
    waiting: Option<Waiting>,
    /// Only what is overdue.
    #[serde(default)]
    overdue: bool,
    /// A member that was asked, asks, or writes in the thread.
    #[param(value_type = Option<String>)]
    peer: Option<NodeCode>,
    /// What is asked: a code of the list `request-type`.
    asks: Option<String>,
    /// `next` of the page before.
    cursor: Option<i64>,
    limit: Option<u32>,
}

/// Threads with the newest message first. A page may hold fewer than `limit` and still have a
/// `next`: a filter looks at a bounded number of threads at a time.
#[utoipa::path(get, path = "/api/v1/threads", tag = "threads", params(ThreadsQuery),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn threads(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Query(query): Query<ThreadsQuery>,
) -> Result<Json<Threads>, Error> {
    if let Some(what) = &query.asks {
        record::codelist::check("request-type", what)?;
    }
    let limit = query.limit.unwrap_or(50).clamp(1, desk.config.page_entries_max) as usize;
    let wanted = Wanted {
        waiting: query.waiting,
        overdue: query.overdue,
        peer: query.peer,
        asks: query.asks,
        before: query.cursor,
        limit,
    };
    let limits = Limits::of(&desk.config);
    let look = move |sight: Sight<'_>| sight.threads(&session, &wanted, limits);
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// One thread: every message this reader may see, and each request's clock with its explanation.
#[utoipa::path(get, path = "/api/v1/threads/{id}", tag = "threads",
    params(("id" = String, Path, description = "Id of its first message")),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn thread(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(id): Path<RecordId>,
) -> Result<Json<ThreadView>, Error> {
    let limits = Limits::of(&desk.config);
    let look = move |sight: Sight<'_>| sight.open_thread(&session, &id, limits);
    let view = desk.readers.read_audited(&desk.writer, look).await??;
    let opened = view.messages.iter().filter_map(|message| message.record.as_ref());
    let opened: Vec<_> = opened.map(|view| (view.header.owner.clone(), view.header.id)).collect();
    let note = move |node: &mut crate::Node| {
        opened.iter().try_for_each(|(owner, id)| standing::note_retrieved(node, owner, id))
    };
    desk.writer.write(note).await?;
    Ok(Json(view))
}

/// Replies to a message: thread, handling, purposes, recipients and urgency are taken from it.
#[utoipa::path(post, path = "/api/v1/records/{owner}/{id}/replies", tag = "threads",
    params(Which), request_body = Reply,
    responses((status = 201, body = PublishedRecord), (status = "4XX", body = Problem)))]
pub async fn reply(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Reading(session): Reading,
    Path(which): Path<Which>,
    Json(reply): Json<Reply>,
) -> Result<(StatusCode, Json<PublishedRecord>), Error> {
    officer.require(Scope::Write)?;
    let look =
        move |sight: Sight<'_>| sight.draft_reply(&session, (&which.owner, &which.id), reply);
    let draft = desk.readers.read_audited(&desk.writer, look).await??;
    let published = submit(&desk, draft, officer.author).await?;
    Ok((StatusCode::CREATED, Json(published)))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct StatisticsQuery {
    /// Requests made from this moment on; by default of the last 90 days.
    #[param(value_type = Option<String>)]
    from: Option<Timestamp>,
    /// And before this one; by default until now.
    #[param(value_type = Option<String>)]
    until: Option<Timestamp>,
}

/// Requests, answers, refusals and breaches by peer and clock: numbers, no content.
#[utoipa::path(get, path = "/api/v1/threads/statistics", tag = "threads",
    params(StatisticsQuery),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn statistics(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Query(query): Query<StatisticsQuery>,
) -> Result<Json<Statistics>, Error> {
    let until = query.until.unwrap_or_else(|| desk.clock.now().plus(1));
    let from = query.from.unwrap_or_else(|| until.plus(-SPAN_MS));
    let limits = Limits::of(&desk.config);
    let look =
        move |sight: Sight<'_>| sight.thread_statistics(&session, Span { from, until }, limits);
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// A member's calendar as this node counts by it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MemberCalendar {
    #[schema(value_type = String)]
    member: NodeCode,
    zone: String,
}

/// The clocks in force: terms by pair, the most exact first to hold, and whose calendar is known.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ClocksInForce {
    #[schema(value_type = Vec<Object>)]
    pairs: Vec<record::deadline::Terms>,
    members: Vec<MemberCalendar>,
}

/// The clocks in force at this node.
#[utoipa::path(get, path = "/api/v1/clocks", tag = "threads",
    responses((status = 200, body = ClocksInForce), (status = "4XX", body = Problem)))]
pub async fn clocks(
    State(desk): State<Desk>,
    Officer(officer): Officer,
) -> Result<Json<ClocksInForce>, Error> {
    officer.require(Scope::Read)?;
    desk.readers.read(|sight| {
        let members = sight.clocks.members().map(|(member, calendar)| MemberCalendar {
            member: member.clone(),
            zone: calendar.zone_name().into(),
        });
        Ok(Json(ClocksInForce { pairs: sight.clocks.pairs().to_vec(), members: members.collect() }))
    })
}
