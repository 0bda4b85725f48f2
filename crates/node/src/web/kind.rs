//! What may be said: kinds with their schemas, code lists with their labels.

use axum::Json;
use axum::extract::{Path, Query, State};
use record::Kind;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Desk;
use super::language::Tongue;
use super::problem::Problem;
use crate::Error;

/// Every kind and its parts.
#[utoipa::path(get, path = "/api/v1/kinds", tag = "vocabulary",
    responses((status = 200, body = Object)))]
pub async fn kinds() -> Json<Value> {
    let row = |kind: &Kind| {
        json!({"kind": kind.code(), "parts": kind.parts(), "asserts": kind.asserts(),
            "control": kind.is_control()})
    };
    Json(Value::Array(Kind::ALL.iter().map(row).collect()))
}

/// The JSON schema of a kind's body.
#[utoipa::path(get, path = "/api/v1/kinds/{kind}/schema", tag = "vocabulary",
    params(("kind" = String, Path)),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn schema(Path(kind): Path<String>) -> Result<Json<Value>, Error> {
    let kind = Kind::parse(&kind).map_err(|_| Error::NotFound(format!("kind {kind}")))?;
    Ok(Json(kind.schema().to_value()))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FormQuery {
    /// ar, en, fr or es; English by default.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    language: Tongue,
}

/// The schema of a kind with title and help of every field in a language: all that a form needs.
#[utoipa::path(get, path = "/api/v1/kinds/{kind}/form", tag = "vocabulary",
    params(("kind" = String, Path), FormQuery),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn form(
    Path(kind): Path<String>,
    Query(query): Query<FormQuery>,
) -> Result<Json<Value>, Error> {
    let kind = Kind::parse(&kind).map_err(|_| Error::NotFound(format!("kind {kind}")))?;
    Ok(Json(record::kind::form::localised(kind, query.language.0)))
}

/// A code list with labels in Arabic, English, French and Spanish, and with the codes of nodes' own
/// that this node knows.
#[utoipa::path(get, path = "/api/v1/code-lists/{name}", tag = "vocabulary",
    params(("name" = String, Path)),
    responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub async fn code_list(
    State(desk): State<Desk>,
    Path(name): Path<String>,
) -> Result<Json<Value>, Error> {
    let list = desk.readers.lists().list(&name);
    let list = list.ok_or_else(|| Error::NotFound(format!("code list {name}")))?;
    let row = |code: &record::codelist::Code| {
        json!({"code": code.code, "ar": code.labels.ar, "en": code.labels.en,
            "fr": code.labels.fr, "es": code.labels.es})
    };
    let codes: Vec<Value> = list.codes.iter().map(row).collect();
    Ok(Json(json!({"name": list.name, "version": list.version, "codes": codes})))
}
