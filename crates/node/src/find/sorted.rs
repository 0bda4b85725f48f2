//! What was found in another order than the newest first: a table by its columns.

use record::codelist::Language;
use record::policy::Class;

use super::query::Plan;
use super::run::{Found, Part, Run};
use super::word;
use crate::audit::{Deed, Event, Guarded};
use crate::fact::Facts;
use crate::view::{Hits, Session, Sight};
use crate::{Config, Error};

/// The columns of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Day,
    Place,
    Substance,
    Amount,
    Conveyance,
    HidingPlace,
}

/// By which column, and whether what is last by it comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub column: Column,
    pub descending: bool,
    /// By whose words codes are sorted.
    pub language: Language,
}

impl Order {
    /// `day`, or `-day` for the last one first.
    pub fn parse(text: &str, language: Language) -> Result<Self, Error> {
        let (descending, name) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let column = match name {
            "day" => Column::Day,
            "place" => Column::Place,
            "substance" => Column::Substance,
            "amount" => Column::Amount,
            "conveyance" => Column::Conveyance,
            "hiding-place" => Column::HidingPlace,
            _ => return Err(Error::Usage(format!("`{name}` is no column to sort by"))),
        };
        Ok(Self { column, descending, language })
    }
}

/// What rows are compared by: words, or a number with the dimension it is of. What a record does
/// not say comes last, whichever way the others go.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Key {
    Words(Vec<String>),
    Number(String, f64),
}

/// A page of a table in some order: so many rows after so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub after: usize,
    pub limit: usize,
    pub facets: bool,
}

impl Sight<'_> {
    /// As [`Sight::search`], by a column. Every row found is opened to be compared: more than
    /// `sort_rows_max` are refused rather than sorted in part.
    pub fn search_sorted(
        &self,
        session: &Session,
        plan: &Plan,
        (order, slice): (Order, Slice),
        config: &Config,
    ) -> Result<Guarded<Hits>, Error> {
        let classes = self.searchable_classes(session)?;
        let found = self.all_found(&classes, plan, slice.facets, config)?;
        let mut keyed = Vec::with_capacity(found.rows.len());
        for entry in self.still_there(&found.rows, &classes)? {
            keyed.push((self.key(entry.record, order)?, entry));
        }
        keyed.sort_by(|(one, a), (other, b)| {
            order.compare(one.as_ref(), other.as_ref()).then(b.record.cmp(&a.record))
        });
        let more = keyed.len() > slice.after + slice.limit;
        let page = keyed.into_iter().skip(slice.after).take(slice.limit);
        let entries: Vec<_> = page.map(|(_, entry)| entry).collect();
        let numbers: Vec<i64> = classes.iter().map(|(number, _)| *number).collect();
        let hits = Hits {
            records: self.titles(&entries)?,
            next: more.then(|| (slice.after + slice.limit) as i64),
            count: found.count,
            counted: found.counted,
            facets: found.facets,
            waiting: self.store.waiting_of(&numbers)?,
        };
        let event = Event::new(Deed::Queried, &session.author, self.now).purpose(session.purpose);
        let event = event.set(hits.records.iter().map(|title| title.name.as_str()));
        Ok(Guarded::new(hits, event.reason("words")))
    }

    fn all_found(
        &self,
        classes: &[(i64, Class)],
        plan: &Plan,
        facets: bool,
        config: &Config,
    ) -> Result<Found, Error> {
        let run = Run { store: self.store, vault: self.vault, config, classes, plan };
        let limit = config.sort_rows_max;
        let found = run.page(Part { before: None, limit, facets })?;
        if found.next.is_some() {
            let max = limit as u64;
            return Err(Error::Limit { what: "what is to be sorted", limit: "sort_rows_max", max });
        }
        Ok(found)
    }

    fn key(&self, row: i64, order: Order) -> Result<Option<Key>, Error> {
        let Some(stored) = self.store.record_row(row)? else { return Ok(None) };
        let opened = self.vault.open(self.store, &stored).map(|record| record.body());
        let Ok(Ok(body)) = opened else { return Ok(None) };
        Ok(self.key_of(&Facts::of(&body), order))
    }

    fn key_of(&self, facts: &Facts, order: Order) -> Option<Key> {
        let words = |text: &str| Some(Key::Words(word::words(text)));
        let label = |list: &str, code: &str| self.lists.label(list, code, order.language);
        let value = |facet: &str, list: &str| {
            let code = facts.values.get(facet)?.first()?;
            words(&label(list, code))
        };
        match order.column {
            Column::Day => words(&facts.day?.to_string()),
            Column::Place => {
                let country = facts.values.get("country")?.first()?;
                let place = facts.place.as_deref().unwrap_or_default();
                words(&format!("{} {place}", label("country", country)))
            }
            Column::Substance => words(&label("drug", &facts.items.first()?.substance)),
            Column::Amount => {
                let item = facts.items.first()?;
                let (amount, unit) = (item.amount?, item.unit.as_deref()?);
                let (dimension, factor) = self.measure(unit);
                Some(Key::Number(dimension, amount.approximate() * factor))
            }
            Column::Conveyance => value("conveyance", "conveyance"),
            Column::HidingPlace => value("hiding-place", "hiding-place"),
        }
    }

    /// What a unit measures, and how much of the base unit it is; one without is its own.
    fn measure(&self, unit: &str) -> (String, f64) {
        let code = self.lists.list("unit").and_then(|list| list.get(unit));
        let extra = |name: &str| code.and_then(|code| code.extra.get(name)).cloned();
        let factor = extra("to_base").and_then(|factor| factor.parse().ok());
        match (extra("dimension"), factor) {
            (Some(dimension), Some(factor)) => (dimension, factor),
            _ => (unit.to_owned(), 1.0),
        }
    }
}

impl Order {
    fn compare(self, one: Option<&Key>, other: Option<&Key>) -> std::cmp::Ordering {
        match (one, other) {
            (Some(one), Some(other)) => {
                let order = one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal);
                if self.descending { order.reverse() } else { order }
            }
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
    }
}
