//! Seizures that may be one event: proposals with reasons. A person decides.

use axum::Json;
use axum::extract::{Query, State};
use record::NodeCode;
use record::moment::Date;
use screen::event::Band;
use screen::sentence::Language;
use serde::Deserialize;

use super::Desk;
use super::auth::Reading;
use super::problem::Problem;
use crate::Error;
use crate::duplicate::search::{self, Ask, Duplicates};
use crate::link::Limits;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DuplicatesQuery {
    /// Only pairs of which at least one is of this owner.
    #[param(value_type = Option<String>)]
    owner: Option<NodeCode>,
    /// Compares only seizures of this day and later, YYYY-MM-DD.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// Compares only seizures of this day and earlier.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    /// The least that is shown: `likely`, `possible` (as a rule) or `weak`.
    band: Option<String>,
    /// Of the reasons: `ar`, `en`, `fr` or `es`.
    language: Option<String>,
    /// `next` of the page before.
    cursor: Option<u32>,
    limit: Option<u32>,
}

impl DuplicatesQuery {
    fn ask(self, config: &crate::Config) -> Result<Ask, Error> {
        let band = self.band.as_deref().unwrap_or("possible");
        let band = Band::ALL.into_iter().find(|one| one.code() == band);
        let band = band.ok_or_else(|| Error::Usage("band: likely, possible or weak".into()))?;
        let language = Language::of(self.language.as_deref().unwrap_or("en"));
        let language = language.ok_or_else(|| Error::Usage("language: ar, en, fr or es".into()))?;
        Ok(Ask {
            owner: self.owner,
            from: self.from,
            until: self.until,
            band,
            language,
            after: self.cursor.unwrap_or(0),
            limit: self.limit.unwrap_or(50).clamp(1, config.page_entries_max),
            records_max: config.duplicates_records_max,
            limits: Limits::of(config),
        })
    }
}

/// Pairs of seizures that may be one event, the surest first, each with its reasons. They are
/// proposals: nothing is merged.
#[utoipa::path(get, path = "/api/v1/duplicates", tag = "records", params(DuplicatesQuery),
    responses((status = 200, body = Duplicates), (status = "4XX", body = Problem),
        (status = 503, description = "Another comparison is under way", body = Problem)))]
pub async fn duplicates(
    State(desk): State<Desk>,
    Reading(session): Reading,
    Query(query): Query<DuplicatesQuery>,
) -> Result<Json<Duplicates>, Error> {
    let ask = query.ask(&desk.config)?;
    let search = desk.duplicates.clone();
    let look =
        move |sight: crate::view::Sight<'_>| search::duplicates(&sight, &search, &session, &ask);
    Ok(Json(desk.readers.read_audited(&desk.writer, look).await?))
}
