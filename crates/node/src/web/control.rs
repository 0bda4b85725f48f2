//! Recall, withdraw, block, hold, forward: short addresses for what acts on records.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use record::kind::block::{BlockAction, BlockStatement};
use record::kind::forward::ForwardStatement;
use record::kind::hold::HoldStatement;
use record::kind::recall::{RecallReason, RecallStatement};
use record::kind::withdraw::WithdrawStatement;
use record::kind::{Block, Forward, Hold, Recall, Withdraw};
use record::moment::Date;
use record::{Body, Draft, Name, NodeCode, Purpose, RecordId};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::Officer;
use super::problem::Problem;
use super::publish::{PublishedRecord, submit};
use crate::author::control_draft;
use crate::session::Scope;
use crate::view::Sight;
use crate::{Error, audit};

type Made = Result<(StatusCode, Json<PublishedRecord>), Error>;

async fn act(desk: &Desk, officer: Officer, body: Body) -> Made {
    let Officer(officer) = officer;
    officer.require(Scope::Write)?;
    let draft = control_draft(&body, &officer.author);
    let published = submit(desk, draft, officer.author).await?;
    Ok((StatusCode::CREATED, Json(published)))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecallRequest {
    #[schema(value_type = String)]
    id: RecordId,
    #[schema(value_type = String)]
    reason: RecallReason,
}

/// Takes one of our records back from everyone. Final.
#[utoipa::path(post, path = "/api/v1/recalls", tag = "control", request_body = RecallRequest,
    responses((status = 201, body = PublishedRecord), (status = "4XX", body = Problem)))]
pub async fn recall(
    State(desk): State<Desk>,
    officer: Officer,
    Json(asked): Json<RecallRequest>,
) -> Made {
    let statement = RecallStatement { id: asked.id, reason: asked.reason };
    act(&desk, officer, Body::Recall(Box::new(Recall { statement }))).await
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawRequest {
    #[schema(value_type = String)]
    id: RecordId,
    #[schema(value_type = String)]
    recipient: NodeCode,
    revision: u32,
}

/// Takes one of our records back from one recipient, until a later revision.
#[utoipa::path(post, path = "/api/v1/withdrawals", tag = "control",
    request_body = WithdrawRequest,
    responses((status = 201, body = PublishedRecord), (status = "4XX", body = Problem)))]
pub async fn withdraw(
    State(desk): State<Desk>,
    officer: Officer,
    Json(asked): Json<WithdrawRequest>,
) -> Made {
    let WithdrawRequest { id, recipient, revision } = asked;
    let statement = WithdrawStatement { id, recipient, revision };
    act(&desk, officer, Body::Withdraw(Box::new(Withdraw { statement }))).await
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockRequest {
    #[schema(value_type = String)]
    id: RecordId,
    #[schema(value_type = String)]
    action: BlockAction,
    reference: String,
}

/// Blocks one of our records everywhere while a request is open, lifts the block, or decides.
#[utoipa::path(post, path = "/api/v1/blocks", tag = "control", request_body = BlockRequest,
    responses((status = 201, body = PublishedRecord), (status = "4XX", body = Problem)))]
pub async fn block(
    State(desk): State<Desk>,
    officer: Officer,
    Json(asked): Json<BlockRequest>,
) -> Made {
    let BlockRequest { id, action, reference } = asked;
    let statement = BlockStatement { id, action, reference };
    act(&desk, officer, Body::Block(Box::new(Block { statement }))).await
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldRequest {
    /// OWNER/ID/REVISION.
    name: String,
    authority: String,
    reference: String,
    #[schema(value_type = String)]
    until: Date,
}

/// Keeps a copy of a record here for a court; its owner is told.
#[utoipa::path(post, path = "/api/v1/holds", tag = "control", request_body = HoldRequest,
    responses((status = 201, body = PublishedRecord), (status = "4XX", body = Problem)))]
pub async fn hold(
    State(desk): State<Desk>,
    officer: Officer,
    Json(asked): Json<HoldRequest>,
) -> Made {
    let name: Name = asked.name.parse()?;
    let HoldRequest { authority, reference, until, .. } = asked;
    let statement = HoldStatement { name, authority, reference, until };
    act(&desk, officer, Body::Hold(Box::new(Hold { statement }))).await
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForwardRequest {
    /// OWNER/ID/REVISION of a record that is another's.
    name: String,
    /// The new recipients; the record's owner is told in any case.
    #[schema(value_type = Vec<String>)]
    to: Vec<NodeCode>,
    #[schema(value_type = String)]
    purpose: Purpose,
    reason: String,
}

/// Passes another's record on, where its owner's handling says that its recipients may.
#[utoipa::path(post, path = "/api/v1/forwards", tag = "control", request_body = ForwardRequest,
    responses((status = 201, body = PublishedRecord), (status = "4XX", body = Problem)))]
pub async fn forward(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Json(asked): Json<ForwardRequest>,
) -> Made {
    officer.require(Scope::Write)?;
    let statement = ForwardStatement { name: asked.name.parse()?, reason: asked.reason };
    let body = Body::Forward(Box::new(Forward { statement }));
    let draft = Draft {
        recipients: asked.to,
        purposes: vec![asked.purpose],
        ..control_draft(&body, &officer.author)
    };
    let published = submit(&desk, draft, officer.author).await?;
    Ok((StatusCode::CREATED, Json(published)))
}

/// A hold as listed: that it is, for whom, until when; never the content.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct HoldRow {
    pub name: String,
    pub authority: String,
    pub reference: String,
    pub until: String,
    /// Whether the copy is still kept.
    pub kept: bool,
}

/// Holds of this node.
#[utoipa::path(get, path = "/api/v1/holds", tag = "control",
    responses((status = 200, body = Vec<HoldRow>), (status = "4XX", body = Problem)))]
pub async fn holds(
    State(desk): State<Desk>,
    Officer(officer): Officer,
) -> Result<Json<Vec<HoldRow>>, Error> {
    officer.require(Scope::Read)?;
    let look = move |sight: Sight<'_>| {
        let rows = sight.store.all_holds()?.into_iter().map(|held| HoldRow {
            name: format!("{}/{}/{}", held.owner, held.id, held.revision),
            authority: held.authority,
            reference: held.reference,
            until: held.until,
            kept: held.copy.is_some(),
        });
        let rows: Vec<HoldRow> = rows.collect();
        let event = audit::Event::new(audit::Deed::Listed, &officer.author, sight.now);
        let event = event.reason("holds").set(rows.iter().map(|row| row.name.as_str()));
        Ok(audit::Guarded::new(rows, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}
