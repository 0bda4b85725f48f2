//! Threads: who waits for whom, one thread with its clocks, replies, breaches counted.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use record::codelist::Language;
use record::{NodeCode, RecordId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::{Officer, Reading};
use super::language::Tongue;
use super::problem::Problem;
use super::publish::{PublishedRecord, once, sent_before, submit_once};
use super::show::Which;
use crate::find::query::Plan;
use crate::session::Scope;
use crate::thread::reply::Reply;
use crate::thread::{
    Counts, Limits, Part, Span, Statistics, ThreadView, Threads, Waiting, Wanted, Whose, reading,
};
use crate::view::Sight;
use crate::{Error, find, standing};

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
    /// Only what this officer has not read.
    #[serde(default)]
    #[param(required = false)]
    unread: bool,
    /// `mine`, `unit` (mine or a colleague's, or waiting in my unit), `unassigned`.
    #[param(value_type = Option<String>)]
    whose: Option<Whose>,
    /// Only with a flash message that nobody here has looked at.
    #[serde(default)]
    #[param(required = false)]
    unseen: bool,
    /// Words that a message of the thread says, as in a search; the newest such message first.
    words: Option<String>,
    /// `next` of the page before.
    cursor: Option<i64>,
    limit: Option<u32>,
}

/// Threads with the newest message first; with `waiting` or `overdue` those with the earliest
/// deadline first. A page may hold fewer than `limit` and still have a `next`: a filter looks at a
/// bounded number of threads at a time.
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
    let words = query.words.filter(|words| !words.trim().is_empty());
    let wanted = Wanted {
        waiting: query.waiting,
        overdue: query.overdue,
        peer: query.peer,
        asks: query.asks,
        unread: query.unread,
        whose: query.whose,
        unseen: query.unseen,
        before: query.cursor,
        limit,
    };
    let config = desk.config.clone();
    let plan = words.map(|words| plan(words, &config)).transpose()?;
    let look = move |sight: Sight<'_>| match &plan {
        Some(plan) => sight.threads_saying(&session, (&wanted, plan), &config),
        None => sight.threads(&session, &wanted, Limits::of(&config)),
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

fn plan(words: String, config: &crate::Config) -> Result<Plan, Error> {
    let query = find::query::Query { words, filter: "kind:message".into(), ..Default::default() };
    query.plan(config)
}

/// How many threads there are of each sort that an officer works through.
#[utoipa::path(get, path = "/api/v1/threads/counts", tag = "threads",
    responses((status = 200, body = Counts), (status = "4XX", body = Problem)))]
pub async fn counts(
    State(desk): State<Desk>,
    Reading(session): Reading,
) -> Result<Json<Counts>, Error> {
    let limits = Limits::of(&desk.config);
    let look = move |sight: Sight<'_>| sight.thread_counts(&session, limits);
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ThreadQuery {
    /// `next` of the page before: older messages.
    before: Option<i64>,
    limit: Option<u32>,
    /// The language in which messages are told: ar, en, fr or es; English by default.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    language: Tongue,
}

impl ThreadQuery {
    /// So many messages, told in a language.
    pub fn in_language(language: Language, before: Option<i64>, limit: u32) -> Self {
        Self { before, limit: Some(limit), language: Tongue(language) }
    }
}

/// One thread: its messages page by page, the newest page first, each request's clock with its
/// explanation, and who works on it. Opening the newest page marks it as read.
#[utoipa::path(get, path = "/api/v1/threads/{id}", tag = "threads",
    params(("id" = String, Path, description = "Id of its first message"), ThreadQuery),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn thread(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(id): Path<RecordId>,
    Query(query): Query<ThreadQuery>,
) -> Result<Json<ThreadView>, Error> {
    let limits = Limits::of(&desk.config);
    let part = Part { before: query.before, limit: query.limit.unwrap_or(limits.messages) };
    let author = session.author.clone();
    let look = move |sight: Sight<'_>| sight.open_thread(&session, &id, (part, limits));
    let mut view = desk.readers.read_audited(&desk.writer, look).await??;
    let opened = view.messages.iter().filter_map(|message| message.record.as_ref());
    let opened: Vec<_> = opened.map(|view| (view.header.owner.clone(), view.header.id)).collect();
    // Whoever may open none of its messages has not read it.
    let read = part.before.is_none() && !opened.is_empty();
    let newest = view.newest;
    let note = move |node: &mut crate::Node| {
        if read {
            let by = (author.officer.as_str(), author.unit.as_str());
            reading::note_opened(node, by, &id, newest)?;
        }
        opened.iter().try_for_each(|(owner, id)| standing::note_retrieved(node, owner, id))
    };
    desk.writer.write(note).await?;
    for message in &mut view.messages {
        let record = message.record.take();
        message.record = record.map(|view| view.told(query.language.0, desk.readers.lists()));
    }
    Ok(Json(view))
}

/// Replies to a message: thread, handling, purposes, recipients and urgency are taken from it. With
/// the header `Idempotency-Key`, as for a draft, the same reply sent again is answered as the first
/// time and sent once.
#[utoipa::path(post, path = "/api/v1/records/{owner}/{id}/replies", tag = "threads",
    params(Which, ("Idempotency-Key" = Option<String>, Header)), request_body = Reply,
    responses((status = 201, body = PublishedRecord), (status = "4XX", body = Problem)))]
pub async fn reply(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Reading(session): Reading,
    Path(which): Path<Which>,
    headers: HeaderMap,
    Json(reply): Json<Reply>,
) -> Result<(StatusCode, Json<PublishedRecord>), Error> {
    officer.require(Scope::Write)?;
    let once = once(&headers, &(&which.owner, &which.id, &reply))?;
    let before = match &once {
        Some(once) => sent_before(&desk, once, &officer.author).await?,
        None => None,
    };
    if let Some(published) = before {
        return Ok((StatusCode::CREATED, Json(published)));
    }
    let parent = which.clone();
    let look =
        move |sight: Sight<'_>| sight.draft_reply(&session, (&which.owner, &which.id), reply);
    let draft = desk.readers.read_audited(&desk.writer, look).await??;
    let author = officer.author.clone();
    let published = submit_once(&desk, once, draft, officer.author).await?;
    let note = move |node: &mut crate::Node| {
        let by = (author.officer.as_str(), author.unit.as_str());
        reading::note_opened_record(node, by, &parent.owner, &parent.id)
    };
    desk.writer.write(note).await?;
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
