//! What a table shows of a record beside its title: its day, its place, what was found, and the
//! values by which a search counts it. It is what the record says, so that it is shown to whoever
//! may read it.

use std::collections::BTreeMap;

use record::Body;
use record::decimal::Decimal;
use record::kind::seizure::Item;
use record::moment::Date;
use record::policy::Act;
use serde::Serialize;

use crate::Error;
use crate::view::{Session, Sight, Title};

/// What a table shows of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Facts {
    /// The day the matter is of.
    #[schema(value_type = Option<String>, format = Date)]
    pub day: Option<Date>,
    /// Where, in the words in which it was written.
    pub place: Option<String>,
    /// What was found.
    pub items: Vec<Found>,
    /// Values by facet.
    #[schema(value_type = BTreeMap<String, Vec<String>>)]
    pub values: BTreeMap<&'static str, Vec<String>>,
}

/// One seized item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Found {
    /// Code list `drug`.
    pub substance: String,
    /// None where nobody counted or weighed.
    #[schema(value_type = Option<String>)]
    pub amount: Option<Decimal>,
    /// Code list `unit`.
    pub unit: Option<String>,
}

impl Found {
    fn of(item: &Item) -> Self {
        let quantity = item.quantity.as_ref();
        Self {
            substance: item.substance.code.clone(),
            amount: quantity.map(|quantity| quantity.amount),
            unit: quantity.map(|quantity| quantity.unit.code.clone()),
        }
    }
}

impl Facts {
    pub fn of(body: &Body) -> Self {
        // Of whom a record is about nothing stands in a table that a search does not count.
        if body.subject().is_some() {
            return Self::default();
        }
        let mut values: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for (facet, value) in body.facets() {
            values.entry(facet.code()).or_default().push(value);
        }
        let (place, items) = match body {
            Body::Seizure(seizure) => {
                let place = &seizure.statement.place;
                let named = place.name.as_ref().or(place.division.as_ref()).cloned();
                (named, seizure.statement.items.iter().map(Found::of).collect())
            }
            _ => (None, Vec::new()),
        };
        Self { day: body.day(), place, items, values }
    }
}

impl Sight<'_> {
    /// The facts of rows that were listed, in their order. What the session may not read, or not
    /// any more, has none.
    pub fn facts(&self, session: &Session, rows: &[Title]) -> Result<Vec<Facts>, Error> {
        let of = |row: &Title| {
            if !self.may(session, Act::Read, row.cursor)? {
                return Ok(Facts::default());
            }
            let Some(stored) = self.store.record_row(row.cursor)? else {
                return Ok(Facts::default());
            };
            let body = self.vault.open(self.store, &stored).map(|record| record.body());
            Ok(match body {
                Ok(Ok(body)) => Facts::of(&body),
                _ => Facts::default(),
            })
        };
        rows.iter().map(of).collect()
    }
}
