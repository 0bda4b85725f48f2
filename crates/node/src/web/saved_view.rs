//! Saved views: an officer's own named queries, each with the purpose it is asked for.

use axum::Json;
use axum::extract::{Path, Query as Asked, State};
use axum::http::StatusCode;
use record::{Purpose, Timestamp};
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::Officer;
use super::problem::Problem;
use super::search::Searched;
use crate::audit::{self, Deed, Event, Guarded};
use crate::find::query::Query;
use crate::find::run::Part;
use crate::session::Scope;
use crate::store::saved_view::SavedView;
use crate::view::Sight;
use crate::{Config, Error};

const NAME_CHARS_MAX: usize = 64;

/// What is asked again and again, and what for.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewQuery {
    #[schema(value_type = String)]
    pub purpose: Purpose,
    #[serde(default)]
    pub query: Query,
}

/// A saved view as its officer sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ViewRow {
    pub name: String,
    #[schema(value_type = String)]
    pub purpose: Purpose,
    pub query: Query,
    #[schema(value_type = String, format = DateTime)]
    pub created: Timestamp,
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RunQuery {
    /// Whether the first page says how the records divide.
    #[serde(default)]
    #[param(required = false)]
    facets: bool,
    /// `next` of the page before.
    cursor: Option<i64>,
    limit: Option<u32>,
}

fn read(view: &SavedView) -> Result<ViewQuery, Error> {
    let damaged = |error: serde_json::Error| Error::Damaged(format!("a saved view: {error}"));
    serde_json::from_str(&view.query).map_err(damaged)
}

/// The signed-in officer's own views, by name.
#[utoipa::path(get, path = "/api/v1/views", tag = "views",
    responses((status = 200, body = Vec<ViewRow>), (status = "4XX", body = Problem)))]
pub async fn views(
    State(desk): State<Desk>,
    Officer(officer): Officer,
) -> Result<Json<Vec<ViewRow>>, Error> {
    officer.require(Scope::Read)?;
    let author = officer.author;
    let look = move |sight: Sight<'_>| {
        let mut rows = Vec::new();
        for view in sight.store.saved_views(&author.officer)? {
            let ViewQuery { purpose, query } = read(&view)?;
            let created = Timestamp(view.created);
            rows.push(ViewRow { name: view.name, purpose, query, created });
        }
        let event = Event::new(Deed::Listed, &author, sight.now).reason("saved views");
        Ok(Guarded::new(rows, event))
    };
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}

/// Keeps a query under a name, in the place of one of the same name.
#[utoipa::path(put, path = "/api/v1/views/{name}", tag = "views",
    params(("name" = String, Path)), request_body = ViewQuery,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn save(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(name): Path<String>,
    Json(asked): Json<ViewQuery>,
) -> Result<StatusCode, Error> {
    officer.require(Scope::Read)?;
    check(&name, &asked, &desk.config)?;
    let author = officer.author;
    let job = move |node: &mut crate::Node| {
        let held = node.store.saved_views(&author.officer)?;
        let max = node.config.saved_views_max;
        if held.len() >= max && held.iter().all(|view| view.name != name) {
            let max = max as u64;
            return Err(Error::Limit { what: "saved views", limit: "saved_views_max", max });
        }
        let query = serde_json::to_string(&asked).map_err(|e| Error::Usage(e.to_string()))?;
        let (officer, created) = (author.officer.clone(), node.now().0);
        node.store.set_saved_view(&SavedView { officer, name, query, created })?;
        let event = Event::new(Deed::Administered, &author, node.now());
        audit::note(node, &event.purpose(asked.purpose).reason("view saved"))?;
        Ok(())
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn check(name: &str, asked: &ViewQuery, config: &Config) -> Result<(), Error> {
    let length = name.chars().count();
    if !(1..=NAME_CHARS_MAX).contains(&length) || name.chars().any(char::is_control) {
        return Err(Error::Usage("a view's name has 1 to 64 letters".into()));
    }
    asked.query.plan(config).map(drop)
}

/// Asks a saved query, for its own purpose. It is audited as every query.
#[utoipa::path(get, path = "/api/v1/views/{name}", tag = "views",
    params(("name" = String, Path), RunQuery),
    responses((status = 200, body = Searched), (status = "4XX", body = Problem)))]
pub async fn run(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(name): Path<String>,
    Asked(asked): Asked<RunQuery>,
) -> Result<Json<Searched>, Error> {
    officer.require(Scope::Read)?;
    let limit = asked.limit.unwrap_or(50).clamp(1, desk.config.page_entries_max) as usize;
    let part = Part { before: asked.cursor, limit, facets: asked.facets };
    let config = desk.config.clone();
    let look = move |sight: Sight<'_>| {
        let view = sight.store.saved_view(&officer.author.officer, &name)?;
        let view = view.ok_or_else(|| Error::NotFound("a saved view of this name".into()))?;
        let ViewQuery { purpose, query } = read(&view)?;
        let plan = query.plan(&config)?;
        sight.search(&officer.session(purpose), &plan, part, &config)
    };
    let hits = desk.readers.read_audited(&desk.writer, look).await?;
    Ok(Json(Searched::of(hits, part)))
}

/// Forgets a view.
#[utoipa::path(delete, path = "/api/v1/views/{name}", tag = "views",
    params(("name" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn forget(
    State(desk): State<Desk>,
    Officer(officer): Officer,
    Path(name): Path<String>,
) -> Result<StatusCode, Error> {
    officer.require(Scope::Read)?;
    let author = officer.author;
    let job = move |node: &mut crate::Node| {
        if !node.store.delete_saved_view(&author.officer, &name)? {
            return Err(Error::NotFound("a saved view of this name".into()));
        }
        let event = Event::new(Deed::Administered, &author, node.now());
        audit::note(node, &event.reason("view deleted"))?;
        Ok(())
    };
    desk.writer.write(job).await?;
    Ok(StatusCode::NO_CONTENT)
}
