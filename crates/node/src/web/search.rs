//! Search: words in any language, facets, days; counted and divided as far as this reader may list
//! and read.

use axum::Json;
use axum::extract::{Query as Asked, State};
use record::moment::Date;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::auth::Reading;
use super::language::Tongue;
use super::list::titled;
use super::problem::Problem;
use crate::Error;
use crate::fact::Facts;
use crate::find::query::Query;
use crate::find::run::{Counted, Facets, Part, ValueCount};
use crate::find::sorted::{Order, Slice};
use crate::view::{Hits, Sight, Title};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// Words that all must be there, in any order; `"…"` is a phrase, `begin*` a beginning.
    #[serde(default)]
    #[param(required = false)]
    words: String,
    /// `NAME:VALUE`, several with commas between them: `kind`, `owner`, `year` and the facets.
    #[serde(default)]
    #[param(required = false)]
    filter: String,
    /// The first day the matter may be of.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// The last day.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    /// Whether the first page says how the records divide.
    #[serde(default = "yes")]
    #[param(required = false)]
    facets: bool,
    /// Whether each record comes with what a table shows of it.
    #[serde(default)]
    #[param(required = false)]
    facts: bool,
    /// `day`, `place`, `substance`, `amount`, `conveyance` or `hiding-place`, with `-` before it
    /// for the other way round; the newest first where none is named. At most `sort_rows_max`
    /// records are sorted.
    sort: Option<String>,
    /// `next` of the page before.
    cursor: Option<i64>,
    limit: Option<u32>,
    /// The language of the titles: ar, en, fr or es; as they were written where none is named.
    #[param(value_type = Option<String>)]
    language: Option<Tongue>,
}

fn yes() -> bool {
    true
}

/// A page of what was found; counts and facets stand on the first page.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Searched {
    pub records: Vec<Title>,
    /// What a table shows of each record, where that was asked for; in the same order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<Vec<Facts>>,
    /// Continues the list; null on the last page.
    pub next: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Whether `count` and the facets are all there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, Vec<ValueCount>>>)]
    pub facets: Option<Facets>,
    /// Records stored so lately that their words are not looked for yet; at most 10,000 are
    /// counted.
    pub waiting: u64,
}

impl Searched {
    pub fn of(hits: Hits, part: Part) -> Self {
        let first = part.before.is_none();
        Self {
            records: hits.records,
            facts: None,
            next: hits.next,
            count: first.then_some(hits.count),
            counted: first.then_some(hits.counted),
            facets: (first && part.facets).then_some(hits.facets),
            waiting: hits.waiting,
        }
    }
}

/// Records that hold the words and pass the filters, newest first.
#[utoipa::path(get, path = "/api/v1/search", tag = "records", params(SearchQuery),
    responses((status = 200, body = Searched), (status = "4XX", body = Problem)))]
pub async fn search(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Asked(asked): Asked<SearchQuery>,
) -> Result<Json<Searched>, Error> {
    let SearchQuery { words, filter, from, until, facets, facts, sort, cursor, limit, language } =
        asked;
    let plan = Query { words, filter, from, until }.plan(&desk.config)?;
    let limit = limit.unwrap_or(50).clamp(1, desk.config.page_entries_max) as usize;
    let part = Part { before: cursor, limit, facets };
    let tongue = language.map_or(record::codelist::Language::English, |tongue| tongue.0);
    let order = sort.map(|text| Order::parse(&text, tongue)).transpose()?;
    let config = desk.config.clone();
    let by = session.clone();
    let look = move |sight: Sight<'_>| match order {
        None => sight.search(&by, &plan, part, &config),
        Some(order) => {
            let after = cursor.and_then(|after| usize::try_from(after).ok()).unwrap_or_default();
            let slice = Slice { after, limit, facets: facets && cursor.is_none() };
            sight.search_sorted(&by, &plan, (order, slice), &config)
        }
    };
    let mut hits = desk.readers.read_audited(&desk.writer, look).await?;
    hits.records = titled(&desk, session.clone(), hits.records, language).await?;
    let mut searched = Searched::of(hits, part);
    if facts {
        let rows = searched.records.clone();
        let found = desk.readers.read_apart(move |sight| sight.facts(&session, &rows)).await?;
        searched.facts = Some(found);
    }
    Ok(Json(searched))
}
