//! What is compared of a seizure.

use jiff::civil::Date as Day;
use record::NodeCode;
use record::codelist;
use record::kind::Seizure;
use record::kind::seizure::{Coded, Item, Precision, RoutePoint};
use screen::event::{Amount, Event};

/// A code that says that nothing is known is silence.
const UNKNOWN: &str = "unknown";

/// The event a seizure is about; none for rows of statistics, which are no event.
pub fn of(seizure: &Seizure, owner: &NodeCode) -> Option<Event> {
    let said = &seizure.statement;
    if said.total.is_some() {
        return None;
    }
    let item = said.items.iter().max_by(|a, b| base(a).total_cmp(&base(b)))?;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let event = Event {
        day: day(said.date.0),
        day_tolerance: tolerance(said.date_precision),
        country: said.place.country.clone(),
        division: text(&said.place.division),
        place: text(&said.place.name),
        unlocode: text(&said.place.unlocode),
        geohash: text(&said.place.geohash),
        substance: item.substance.code.clone(),
        group: group(&item.substance.code),
        amount: amount(item),
        transport: code(said.route.transport.as_ref()),
        hiding_place: code(said.concealment.hiding_place.as_ref()),
        departure: end(said.route.departure.as_ref()),
        destination: end(said.route.destination.as_ref()),
        table: said
            .source_row
            .as_ref()
            .map(|row| format!("{owner} {}", row.source))
            .unwrap_or_default(),
    };
    Some(event.ready())
}

/// The largest amount leads where several things were seized: what the event is known for.
fn base(item: &Item) -> f64 {
    amount(item).map_or(0.0, |amount| amount.value)
}

fn day(date: Day) -> i32 {
    let epoch = Day::constant(1970, 1, 1);
    date.since(epoch).map_or(0, |span| span.get_days())
}

/// The day of a number of days since 1970-01-01.
pub fn date_of(day: i32) -> Day {
    Day::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(day))
}

fn tolerance(precision: Precision) -> i32 {
    match precision {
        Precision::Exact => 0,
        Precision::Approximate => 3,
        Precision::RegionOnly | Precision::Unknown => 15,
    }
}

/// A node's own code counts as the common code it narrows.
fn narrowed(code: &str) -> &str {
    code.split('/').next().unwrap_or(code)
}

fn group(substance: &str) -> String {
    let drug = codelist::list("drug").and_then(|list| list.get(narrowed(substance)));
    drug.and_then(|drug| drug.extra.get("group")).cloned().unwrap_or_default()
}

fn amount(item: &Item) -> Option<Amount> {
    let quantity = item.quantity.as_ref()?;
    let unit = codelist::list("unit").and_then(|list| list.get(&quantity.unit.code))?;
    let dimension = unit.extra.get("dimension");
    Some(match (quantity.base_amount, dimension) {
        (Some(base), Some(dimension)) => {
            Amount { value: base.approximate(), dimension: dimension.clone() }
        }
        // Without a factor a unit is a dimension of its own.
        _ => Amount { value: quantity.amount.approximate(), dimension: quantity.unit.code.clone() },
    })
}

fn code(coded: Option<&Coded>) -> String {
    let known = coded.map(|coded| narrowed(&coded.code)).filter(|code| *code != UNKNOWN);
    known.unwrap_or_default().to_owned()
}

fn end(point: Option<&RoutePoint>) -> String {
    code(point.map(|point| &point.country))
}
