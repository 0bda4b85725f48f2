//! How lists stand, for whoever keeps or uses them.

use record::Purpose;
use record::moment::Date;
use serde::Serialize;

use crate::act::node_day;
use crate::store::list::{ListRow, UpdateRow};
use crate::view::Sight;
use crate::{Error, list};

/// A list as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ListStanding)]
pub struct Standing {
    pub name: String,
    pub format: String,
    /// Entries of whom or what anybody may be answered.
    pub entries: u64,
    /// The day the newest file says it is of; else the day it was taken in.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    pub owner: String,
    pub licence: String,
    #[schema(value_type = Vec<String>)]
    pub purposes: Vec<Purpose>,
    #[schema(value_type = String)]
    pub level: record::Level,
    #[schema(value_type = String, format = Date)]
    pub review: Date,
    /// Its review is overdue: nobody is answered from it.
    pub overdue: bool,
    pub contact: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Updates so far, the first one included.
    pub round: i64,
    #[schema(value_type = String, format = DateTime)]
    pub updated: record::Timestamp,
}

/// One update, as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ListUpdate)]
pub struct Update {
    pub round: i64,
    #[schema(value_type = String, format = DateTime)]
    pub at: record::Timestamp,
    pub officer: String,
    pub date: Option<String>,
    /// Of the file as it was taken in.
    #[schema(value_type = String)]
    pub digest: record::Digest,
    pub entries: u64,
    pub added: u64,
    pub changed: u64,
    pub removed: u64,
}

impl From<UpdateRow> for Update {
    fn from(row: UpdateRow) -> Self {
        Self {
            round: row.round,
            at: record::Timestamp(row.at),
            officer: row.officer,
            date: row.day,
            digest: row.digest,
            entries: row.entries,
            added: row.added,
            changed: row.changed,
            removed: row.gone,
        }
    }
}

/// Whether the day of review has passed.
pub fn overdue(row: &ListRow, now: record::Timestamp) -> bool {
    row.about.review.0 < node_day(now)
}

/// Every list that stands; one whose first file is still being taken in does not.
pub fn all(sight: &Sight<'_>) -> Result<Vec<Standing>, Error> {
    let mut all = Vec::new();
    for row in sight.store.lists()?.into_iter().filter(|row| row.round > 0) {
        all.push(standing(sight, row)?);
    }
    Ok(all)
}

pub fn standing(sight: &Sight<'_>, row: ListRow) -> Result<Standing, Error> {
    let newest = sight.store.list_updates(row.list, 1)?.pop();
    let at = newest.as_ref().map_or(row.added, |update| update.at);
    let day = newest.and_then(|update| update.day?.parse().ok());
    let overdue = overdue(&row, sight.now);
    let list::About { name, format, purposes, owner, licence, review, .. } = row.about;
    let date = day.unwrap_or_else(|| Date(node_day(record::Timestamp(at))));
    Ok(Standing {
        name,
        format: format.code().into(),
        entries: row.entries,
        date,
        owner,
        licence,
        purposes,
        level: row.about.level,
        review,
        overdue,
        contact: row.about.contact,
        action: row.about.action,
        round: row.round,
        updated: record::Timestamp(at),
    })
}
