//! How the node is.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::OpenApi;

use super::auth::Officer;
use super::language::Tongue;
use super::problem::Problem;
use super::{Description, Desk};
use crate::session::Scope;
use crate::{Error, freeze, restore};

/// Answers while the node serves.
#[utoipa::path(get, path = "/healthz", tag = "node", responses((status = 200, body = String)))]
pub async fn healthz() -> &'static str {
    "ok"
}

/// This interface's description.
pub async fn openapi() -> Json<Value> {
    Json(description())
}

/// The OpenAPI document with the schema of every kind, as it is frozen in `docs/openapi.json`.
pub fn description() -> Value {
    let mut api = serde_json::to_value(Description::openapi()).expect("a description is JSON");
    for kind in record::Kind::ALL {
        let name = format!("body.{}", kind.code());
        let mut schema = kind.schema().to_value();
        rebase(&mut schema, &format!("#/components/schemas/{name}/$defs/"));
        api["components"]["schemas"][name] = schema;
    }
    api
}

/// A kind's schema refers to its own definitions; inside the document they lie deeper.
fn rebase(value: &mut Value, base: &str) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members.iter_mut() {
                match inner {
                    Value::String(text) if name == "$ref" => {
                        *text = text.replacen("#/$defs/", base, 1);
                    }
                    other => rebase(other, base),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| rebase(inner, base)),
        _ => {}
    }
}

/// How the node is told.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NodeQuery {
    /// The language in which it is said that this node may be behind: ar, en, fr or es.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    language: Tongue,
}

/// Who this node is, how much it holds, how it stands with every peer.
#[utoipa::path(get, path = "/api/v1/node", tag = "node",
    params(NodeQuery),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn node(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Query(query): Query<NodeQuery>,
) -> Result<Json<Value>, Error> {
    officer.require(Scope::Read)?;
    let traffic = desk.peers.traffic();
    let sent = traffic.sent.load(std::sync::atomic::Ordering::Relaxed);
    let received = traffic.received.load(std::sync::atomic::Ordering::Relaxed);
    let state = desk.writer.write(move |node| {
        let members: Vec<Value> = (node.directory.members().iter())
            .map(|member| json!({"code": member.code, "active": member.is_active()}))
            .collect();
        Ok(json!({
            "node": node.code,
            "network": node.network,
            "log_size": node.log.size(),
            "records": node.store.record_count()?,
            "receipts": node.store.receipt_count()?,
            "bytes_sent": sent,
            "bytes_received": received,
            "members": members,
            "restored": restore::words::state(&node.store, query.language.0)?,
            "frozen": freeze::words::state(node, query.language.0)?,
            "went_on": restore::words::went_on(&node.store, query.language.0)?,
        }))
    });
    Ok(Json(state.await?))
}

/// Contradictions other nodes have shown.
#[utoipa::path(get, path = "/api/v1/conflicts", tag = "node",
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn conflicts(
    State(desk): State<Desk>,
    Officer(officer): Officer,
) -> Result<Json<Value>, Error> {
    officer.require(Scope::Read)?;
    let rows = desk.readers.read(|sight| sight.store.conflicts())?;
    let row = |(owner, what, at): (String, String, i64)| {
        let at = record::Timestamp(at);
        json!({"owner": owner, "what": what, "at": at})
    };
    Ok(Json(Value::Array(rows.into_iter().map(row).collect())))
}
