//! Publishing: a draft becomes a record, is logged, stored and queued, all in one commit.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use record::Draft;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Desk;
use super::auth::Officer;
use super::problem::Problem;
use crate::author::{self, Author, Drafted};
use crate::session::Scope;
use crate::writing::{self, Key, Once};
use crate::{Error, flow};

/// Names a draft, so that one whose answer was lost may be sent again.
const KEY_HEADER: &str = "idempotency-key";

/// Drafts in one batch.
const BATCH_MAX: usize = 256;

/// A published record.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PublishedRecord {
    pub name: String,
    pub content_id: String,
    /// Index of its `published` leaf in this node's log.
    pub leaf: u64,
    pub recipients: Vec<String>,
}

impl From<flow::Published> for PublishedRecord {
    fn from(published: flow::Published) -> Self {
        Self {
            name: published.name.to_string(),
            content_id: published.content_id.hex(),
            leaf: published.leaf,
            recipients: published.recipients.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What became of one draft of a batch.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Published(PublishedRecord),
    Refused(Problem),
}

/// Publishes one draft. Answers after it is durable. With the header `Idempotency-Key`, 32
/// hexadecimal digits, the same draft sent again is answered as the first time and published once;
/// another draft under a key that was used is refused. Keys are the officer's own.
#[utoipa::path(post, path = "/api/v1/records", tag = "records", request_body = Object,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = PublishedRecord), (status = "4XX", body = Problem)))]
pub async fn publish(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    headers: HeaderMap,
    Json(draft): Json<Draft>,
) -> Result<(StatusCode, Json<PublishedRecord>), Error> {
    officer.require(Scope::Write)?;
    let author = officer.author;
    let once = once(&headers, &draft)?;
    let published = submit_once(&desk, once, draft, author).await?;
    Ok((StatusCode::CREATED, Json(published)))
}

/// What the header names, where there is one, with a digest of what is sent under it.
pub fn once(headers: &HeaderMap, sent: &impl Serialize) -> Result<Option<Once>, Error> {
    let Some(key) = headers.get(KEY_HEADER) else { return Ok(None) };
    Once::of(Key::parse(key.to_str().unwrap_or_default())?, sent).map(Some)
}

/// As [`submit`], and once for each key where there is one.
pub async fn submit_once(
    desk: &Desk,
    once: Option<Once>,
    draft: Draft,
    author: Author,
) -> Result<PublishedRecord, Error> {
    let Some(once) = once else { return submit(desk, draft, author).await };
    let draft = author::read(draft)?;
    let job = move |node: &mut crate::Node| writing::publish_once(node, &once, draft, &author);
    let published = desk.writer.write(job).await??;
    desk.peers.wake(&published.recipients);
    Ok(published.into())
}

/// What was sent under a key before, if anything was: what it answers to may be gone since.
pub async fn sent_before(
    desk: &Desk,
    once: &Once,
    author: &Author,
) -> Result<Option<PublishedRecord>, Error> {
    let (once, author) = (once.clone(), author.clone());
    let job = move |node: &mut crate::Node| writing::sent_before(node, &once, &author);
    Ok(desk.writer.write(job).await?.transpose()?.map(Into::into))
}

/// Publishes through the writer and wakes delivery.
pub async fn submit(desk: &Desk, draft: Draft, author: Author) -> Result<PublishedRecord, Error> {
    let draft = author::read(draft)?;
    let outcome = desk.writer.write(move |node| flow::publish_audited(node, draft, &author));
    let published = outcome.await??;
    desk.peers.wake(&published.recipients);
    Ok(published.into())
}

/// Publishes up to 256 drafts in one commit; each is published or refused by itself.
#[utoipa::path(post, path = "/api/v1/records/batch", tag = "records", request_body = Object,
    responses((status = 200, body = Vec<Outcome>), (status = "4XX", body = Problem)))]
pub async fn publish_batch(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Json(drafts): Json<Vec<Value>>,
) -> Result<Json<Vec<Outcome>>, Error> {
    officer.require(Scope::Write)?;
    if drafts.len() > BATCH_MAX {
        let max = BATCH_MAX as u64;
        return Err(Error::Limit { what: "a batch", limit: "batch of drafts", max });
    }
    let author = officer.author;
    let drafts = tokio::task::spawn_blocking(|| drafts.into_iter().map(read).collect());
    let drafts = drafts.await.map_err(|_| Error::Usage("the node is stopping".into()))?;
    let done = desk.writer.write(move |node| publish_each(node, drafts, &author)).await?;
    let mut outcomes = Vec::with_capacity(done.len());
    for one in done {
        outcomes.push(match one {
            Ok(published) => {
                desk.peers.wake(&published.recipients);
                Outcome::Published(published.into())
            }
            Err(error) => Outcome::Refused(Problem::of(&error)),
        });
    }
    Ok(Json(outcomes))
}

type Outcomes = Vec<Result<flow::Published, Error>>;

fn read(draft: Value) -> Result<Drafted, Error> {
    let draft: Draft = serde_json::from_value(draft)
        .map_err(|error| Error::Usage(format!("not a draft: {error}")))?;
    author::read(draft)
}

fn publish_each(
    node: &mut crate::Node,
    drafts: Vec<Result<Drafted, Error>>,
    author: &Author,
) -> Result<Outcomes, Error> {
    let publish = |draft| match draft {
        Ok(draft) => flow::publish_audited(node, draft, author),
        Err(error) => Ok(Err(error)),
    };
    drafts.into_iter().map(publish).collect()
}
