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
    let published = match headers.get(KEY_HEADER) {
        None => submit(&desk, draft, author).await?,
        Some(key) => {
            let key = Key::parse(key.to_str().unwrap_or_default())?;
            submit_once(&desk, Once::of(key, &draft)?, draft, author).await?
        }
    };
    Ok((StatusCode::CREATED, Json(published)))
}

/// As [`submit`], once for each key.
async fn submit_once(
    desk: &Desk,
    once: Once,
    draft: Draft,
    author: Author,
) -> Result<PublishedRecord, Error> {
    let draft = author::read(draft)?;
    let job = move |node: &mut crate::Node| writing::publish_once(node, &once, draft, &author);
    let published = desk.writer.write(job).await??;
    desk.peers.wake(&published.recipients);
    Ok(published.into())
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
