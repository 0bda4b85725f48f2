//! Asking lists and records: one question, many at once, one's own history, hits and decisions.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::answering::{look, once, words, year};
use super::auth::{Officer, Reading};
use super::language::Tongue;
use super::problem::Problem;
use super::screening;
use crate::ask::hit::{self, Again, Decision, Past};
use crate::ask::standing::{self, Setting, Standing};
use crate::ask::tell::{Answer, Hit};
use crate::ask::{Keep, Question, Typed};
use crate::audit::Guarded;
use crate::session::Scope;
use crate::view::Sight;
use crate::{Error, Node};

/// Addresses of lists and of asking them.
pub fn router(desk: &Desk) -> Router<Desk> {
    let decided = axum::middleware::from_fn_with_state(desk.clone(), super::decided::demand);
    Router::new()
        .route("/api/v1/lists", get(screening::lists).post(screening::add))
        .route("/api/v1/lists/{name}", put(screening::describe).delete(screening::remove))
        .route("/api/v1/lists/{name}/file", put(screening::put_file))
        .route("/api/v1/lists/{name}/updates", get(screening::updates))
        .route("/api/v1/ask", post(ask))
        .route("/api/v1/ask/batch", post(ask_batch))
        .route("/api/v1/questions", get(questions))
        .route("/api/v1/hits", get(hits))
        .route("/api/v1/hits/{number}", get(show))
        .route("/api/v1/hits/{number}/again", get(again))
        .route("/api/v1/hits/{number}/decision", post(decide).layer(decided))
        .route("/api/v1/standing-questions", get(standing).post(set_standing))
        .route("/api/v1/standing-questions/{number}", delete(end_standing))
}

/// A question, and the language of its answer.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskRequest {
    /// What was typed, pasted or scanned: a name, a number, machine-readable lines.
    text: String,
    /// What it is, where the reading is to be corrected: `person`, `organisation`, `vessel`,
    /// `number`, `mrz`, or the kind of an identifier: `travel-document`, `phone`, `plate`, …
    #[serde(default)]
    kind: Option<String>,
    /// Birth dates, `1961-05-27` or `1961`.
    #[serde(default)]
    births: Vec<String>,
    /// Nationalities or flags, names or codes.
    #[serde(default)]
    countries: Vec<String>,
    #[serde(default)]
    documents: Vec<String>,
    /// ar, en, fr or es; English where none is named.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    language: Option<Tongue>,
}

impl AskRequest {
    fn typed(self) -> (Typed, Tongue) {
        let Self { text, kind, births, countries, documents, language } = self;
        (Typed { text, kind, births, countries, documents }, language.unwrap_or_default())
    }
}

/// Asks once. Hit or no hit, the evidence before the score, what to do and whom to call.
#[utoipa::path(post, path = "/api/v1/ask", tag = "ask", request_body = AskRequest,
    responses((status = 200, body = Answer), (status = "4XX", body = Problem)))]
pub async fn ask(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Json(asked): Json<AskRequest>,
) -> Result<Json<Answer>, Error> {
    let (typed, tongue) = asked.typed();
    once(&desk, &session, &typed, tongue).await.map(Json)
}

/// Many questions at once, for a country's own border system.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AskBatchRequest)]
pub struct BatchRequest {
    /// At most `ask_batch_max`.
    questions: Vec<Typed>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    language: Option<Tongue>,
}

/// One answer of a batch, or why there is none.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(untagged)]
#[schema(as = AskBatchAnswer)]
pub enum BatchAnswer {
    Answer(Box<Answer>),
    Problem { problem: String },
}

/// Asks many questions; each is in the audit by itself. Those that find nothing are not kept.
#[utoipa::path(post, path = "/api/v1/ask/batch", tag = "ask", request_body = BatchRequest,
    responses((status = 200, body = Vec<BatchAnswer>), (status = "4XX", body = Problem)))]
pub async fn ask_batch(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Json(asked): Json<BatchRequest>,
) -> Result<Json<Vec<BatchAnswer>>, Error> {
    let max = desk.config.ask_batch_max;
    if asked.questions.len() > max {
        let (what, limit) = ("a batch of questions", "ask_batch_max");
        return Err(Error::Limit { what, limit, max: max as u64 });
    }
    let year = year(&desk);
    let read: Vec<Result<Question, Error>> =
        asked.questions.iter().map(|typed| Question::read(typed, year)).collect();
    let good: Vec<Question> = read.iter().flatten().cloned().collect();
    let (good, looked) = look(&desk, &session, good).await?;
    let by = session.clone();
    let (kept, at) = desk
        .writer
        .write(move |node| {
            let mut kept = Vec::with_capacity(good.len());
            for (question, (looked, written)) in good.into_iter().zip(looked) {
                let numbered = crate::ask::keep(node, &by, (&written, &looked), Keep::BATCH)?;
                kept.push((question, looked, numbered));
            }
            Ok((kept, node.now()))
        })
        .await?;
    let words = words(&desk, asked.language);
    let mut kept = kept.into_iter();
    let answers = read.into_iter().map(|read| match (read, &mut kept) {
        (Err(error), _) => BatchAnswer::Problem { problem: error.to_string() },
        (Ok(_), kept) => match kept.next() {
            Some((question, looked, numbered)) => BatchAnswer::Answer(Box::new(words.answer(
                (at, session.purpose),
                &question,
                &looked,
                &numbered,
            ))),
            None => BatchAnswer::Problem { problem: "it was not asked".into() },
        },
    });
    Ok(Json(answers.collect()))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// The last number of the page before.
    before: Option<i64>,
    limit: Option<u32>,
    /// Only what nobody has decided on, or what needs more.
    #[serde(default)]
    #[param(required = false)]
    open: bool,
    /// ar, en, fr or es.
    #[param(value_type = Option<String>)]
    language: Option<Tongue>,
}

impl PageQuery {
    fn page(&self, desk: &Desk) -> (i64, u32) {
        let limit = self.limit.unwrap_or(50).clamp(1, desk.config.page_entries_max);
        (self.before.unwrap_or(i64::MAX), limit)
    }
}

/// One's own questions, the newest first.
#[utoipa::path(get, path = "/api/v1/questions", tag = "ask", params(PageQuery),
    responses((status = 200, body = Vec<Past>), (status = "4XX", body = Problem)))]
pub async fn questions(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Query(query): Query<PageQuery>,
) -> Result<Json<Vec<Past>>, Error> {
    let page = query.page(&desk);
    let look = move |sight: Sight<'_>| hit::history(&sight, &session, page);
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// Hits of one's unit, the newest first.
#[utoipa::path(get, path = "/api/v1/hits", tag = "ask", params(PageQuery),
    responses((status = 200, body = Vec<Hit>), (status = "4XX", body = Problem)))]
pub async fn hits(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Query(query): Query<PageQuery>,
) -> Result<Json<Vec<Hit>>, Error> {
    let (before, limit) = query.page(&desk);
    let (words, open) = (words(&desk, query.language), query.open);
    let look =
        move |sight: Sight<'_>| hit::of_unit(&sight, &session, (open, before, limit), &words);
    desk.readers.read_audited(&desk.writer, look).await?.map(Json)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct LanguageQuery {
    /// ar, en, fr or es.
    #[param(value_type = Option<String>)]
    language: Option<Tongue>,
}

/// A hit, worked out again from what was kept, in the reader's words.
#[utoipa::path(get, path = "/api/v1/hits/{number}", tag = "ask", operation_id = "show_hit",
    params(("number" = i64, Path), LanguageQuery),
    responses((status = 200, body = Hit), (status = "4XX", body = Problem)))]
pub async fn show(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(number): Path<i64>,
    Query(query): Query<LanguageQuery>,
) -> Result<Json<Hit>, Error> {
    let words = words(&desk, query.language);
    let look = move |sight: Sight<'_>| hit::show(&sight, &session, number, &words);
    desk.readers.read_audited(&desk.writer, look).await?.map(Json)
}

/// Whether a hit comes out again as it did, bit for bit.
#[utoipa::path(get, path = "/api/v1/hits/{number}/again", tag = "ask",
    operation_id = "hit_again", params(("number" = i64, Path)),
    responses((status = 200, body = Again), (status = "4XX", body = Problem)))]
pub async fn again(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Path(number): Path<i64>,
) -> Result<Json<Again>, Error> {
    let look = move |sight: Sight<'_>| hit::again(&sight, &session, number);
    desk.readers.read_audited(&desk.writer, look).await?.map(Json)
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HitDecisionRequest)]
pub struct DecisionRequest {
    /// `match`, `no-match` or `need-more`.
    decision: String,
    /// Why, in the decider's words.
    reason: String,
}

/// Decides on a hit: only a person makes it a match. The officer's passkey signs it.
#[utoipa::path(post, path = "/api/v1/hits/{number}/decision", tag = "ask",
    operation_id = "decide_hit",
    params(("number" = i64, Path)), request_body = DecisionRequest,
    responses((status = 200, body = Decision), (status = "4XX", body = Problem)))]
pub async fn decide(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Reading(session): Reading,
    Path(number): Path<i64>,
    Json(asked): Json<DecisionRequest>,
) -> Result<Json<Decision>, Error> {
    officer.require(Scope::Write)?;
    let DecisionRequest { decision, reason } = asked;
    let job = move |node: &mut Node| hit::decide(node, &session, number, (&decision, &reason));
    desk.writer.write(job).await?.map(Json)
}

/// The number by which a standing question is ended.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SetStanding {
    pub standing: i64,
}

/// One's own standing questions, the newest first. Answers are questions of one's own history.
#[utoipa::path(get, path = "/api/v1/standing-questions", tag = "ask",
    operation_id = "standing_questions",
    responses((status = 200, body = Vec<Standing>), (status = "4XX", body = Problem)))]
pub async fn standing(
    State(desk): State<Desk>,
    Officer(officer): Officer,
) -> Result<Json<Vec<Standing>>, Error> {
    officer.require(Scope::Read)?;
    let look = move |sight: Sight<'_>| -> Result<Guarded<_>, Error> {
        standing::own(&sight, &officer.author)
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// Sets a standing question: it is answered when a list or a record arrives.
#[utoipa::path(post, path = "/api/v1/standing-questions", tag = "ask",
    operation_id = "set_standing_question", request_body = Setting,
    responses((status = 201, body = SetStanding), (status = "4XX", body = Problem)))]
pub async fn set_standing(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Json(setting): Json<Setting>,
) -> Result<(StatusCode, Json<SetStanding>), Error> {
    let standing = desk.writer.write(move |node| standing::set(node, &session, &setting)).await?;
    Ok((StatusCode::CREATED, Json(SetStanding { standing })))
}

/// Ends one's own standing question.
#[utoipa::path(delete, path = "/api/v1/standing-questions/{number}", tag = "ask",
    operation_id = "end_standing_question", params(("number" = i64, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn end_standing(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(number): Path<i64>,
) -> Result<StatusCode, Error> {
    officer.require(Scope::Read)?;
    desk.writer.write(move |node| standing::end(node, &officer.author, number)).await?;
    Ok(StatusCode::NO_CONTENT)
}
