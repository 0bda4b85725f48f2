//! What a column is: its heading and its values, weighed together.

use std::collections::BTreeMap;

use record::codelist::Registry;
use serde_json::{Value, json};

use super::is_named;
use super::survey::{FORMS, Survey, Surveyed};
use crate::import::field::{self, Field};
use crate::import::mapping::{Mapping, Writing};
use crate::import::{cell, word};

/// Below this a heading and its values say too little together.
const SCORE_MIN: f64 = 0.7;
/// The share of values that must fit where a column is understood by its values alone.
const FIT_MIN: f64 = 0.9;
/// The share where the heading says so too: the rest are faults of single rows.
const NAMED_FIT_MIN: f64 = 0.6;
/// Values not understood that are told one by one.
const UNCLEAR_MAX: usize = 50;

/// A value that no code means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    pub raw: String,
    pub count: u64,
    pub line: u64,
}

/// What was understood of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    pub heading: String,
    pub field: Field,
    pub unit: Option<String>,
    pub substance: Option<String>,
    pub values: BTreeMap<String, String>,
    pub unclear: Vec<Unclear>,
    /// Values that tell a row that adds up others.
    pub totals: Vec<String>,
    pub filled: u64,
    pub empty: u64,
    /// Why it is kept or left, or what may be otherwise.
    pub note: Option<&'static str>,
}

impl Understood {
    fn of(column: &Surveyed, field: Field, note: Option<&'static str>) -> Self {
        Self {
            heading: column.heading.clone(),
            field,
            unit: None,
            substance: None,
            values: BTreeMap::new(),
            unclear: Vec::new(),
            totals: Vec::new(),
            filled: column.filled,
            empty: column.empty,
            note,
        }
    }

    pub fn to_json(&self) -> Value {
        let unclear = self.unclear.iter();
        let unclear = unclear.map(|u| json!({"value": u.raw, "count": u.count, "line": u.line}));
        json!({"heading": self.heading, "field": self.field.code(), "unit": self.unit,
            "substance": self.substance, "understood": self.values,
            "not_understood": unclear.collect::<Vec<_>>(), "filled": self.filled,
            "empty": self.empty, "note": self.note})
    }

    pub fn sentence(&self) -> String {
        let mut text = format!("{} -> {}", self.heading, self.field.code());
        for part in [&self.substance, &self.unit].into_iter().flatten() {
            text.push_str(&format!(" {part}"));
        }
        text.push_str(&format!(" ({} filled, {} empty", self.filled, self.empty));
        if self.field.list().is_some() {
            let unclear = self.unclear.len();
            text.push_str(&format!(", {} values known, {unclear} not", self.values.len()));
        }
        text.push(')');
        self.note.map_or(text.clone(), |note| format!("{text}: {note}"))
    }
}

/// Gives every column the field that fits it best; a field is given once.
pub fn understand(survey: &Survey, mapping: &Mapping, lists: &Registry) -> Vec<Understood> {
    let mut scored = Vec::new();
    for (at, column) in survey.columns.iter().enumerate() {
        if special(column).is_some() || wide(column, &mapping.writing).is_some() {
            continue;
        }
        for field in Field::ALL {
            scored.push((score(column, *field, &mapping.writing), at, *field));
        }
    }
    scored.retain(|(score, ..)| *score >= SCORE_MIN);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut given: BTreeMap<usize, Field> = BTreeMap::new();
    for (_, at, field) in scored {
        let taken = given.values().any(|known| *known == field && !field.is_repeated());
        if !taken && !given.contains_key(&at) {
            given.insert(at, field);
        }
    }
    let each = survey.columns.iter().enumerate();
    let describe = |(at, column): (usize, &Surveyed)| {
        let mut understood = describe(column, given.get(&at).copied(), &mapping.writing);
        if let Some(list) = understood.field.list() {
            let code = |raw: &str| {
                word::code(list, raw).or_else(|| word::own(lists, list, &mapping.source, raw))
            };
            look_up(&mut understood, column, code);
        }
        understood
    };
    each.map(describe).collect()
}

fn describe(column: &Surveyed, given: Option<Field>, writing: &Writing) -> Understood {
    if let Some(understood) = special(column).or_else(|| wide(column, writing)) {
        return understood;
    }
    let Some(field) = given else {
        let note = "not understood: kept beside the record as it is written";
        return Understood::of(column, Field::Keep, Some(note));
    };
    let mut understood = Understood::of(column, field, None);
    if matches!(field, Field::Amount | Field::GrossAmount) {
        understood.unit = unit_in(&word::words(&column.heading)).map(str::to_owned);
    }
    if field == Field::Date && is_unsure(column, writing) {
        understood.note = Some("day and month cannot be told apart: the day is taken to be first");
    }
    understood
}

fn look_up<'l>(
    understood: &mut Understood,
    column: &Surveyed,
    code: impl Fn(&str) -> Option<&'l str>,
) {
    for seen in &column.values {
        let raw = seen.cell.text.clone();
        if understood.field == Field::Substance && is_named(&raw, "total-value") {
            understood.totals.push(raw);
        } else if let Some(code) = code(&raw) {
            understood.values.insert(raw, code.into());
        } else {
            understood.unclear.push(Unclear { raw, count: seen.count, line: seen.line });
        }
    }
    understood.unclear.sort_by_key(|unclear| std::cmp::Reverse(unclear.count));
    understood.unclear.truncate(UNCLEAR_MAX);
}

/// Columns about people, and columns and rows that add up others.
fn special(column: &Surveyed) -> Option<Understood> {
    let words = word::words(&column.heading);
    let likeness = |entry: &str| field::likeness(&words, &field::headings()[entry]);
    if likeness("total-mark") > 0.0 {
        let mut understood = Understood::of(column, Field::Leave, Some("marks rows of totals"));
        let yes = |text: &str| {
            matches!(text.to_lowercase().as_str(), "true" | "yes" | "1" | "sí" | "oui" | "نعم")
        };
        let marked = column.values.iter().map(|seen| &seen.cell.text).filter(|text| yes(text));
        understood.totals = marked.cloned().collect();
        return Some(understood);
    }
    let other = |(name, phrases): (&String, &Vec<Vec<String>>)| {
        if name == "person" { 0.0 } else { field::likeness(&words, phrases) }
    };
    let others = field::headings().iter().map(other).fold(0.0, f64::max);
    if likeness("person") > others {
        let note = "names people: not read without somebody deciding so";
        return Some(Understood::of(column, Field::Leave, Some(note)));
    }
    let measured = words.iter().any(|word| word::code("unit", word).is_some());
    if measured && likeness("total-value") > likeness("gross-amount") {
        return Some(Understood::of(column, Field::Leave, Some("adds up other columns")));
    }
    None
}

/// A column that is a substance: `Cocaine_Kg`.
fn wide(column: &Surveyed, writing: &Writing) -> Option<Understood> {
    let words = word::words(&column.heading);
    let (last, rest) = words.split_last()?;
    let unit = word::code("unit", last)?;
    let substance = word::code("drug", &rest.join(" "))?;
    if rest.is_empty() || column.share(|cell| cell::number(cell, marks(writing)).is_ok()) < FIT_MIN
    {
        return None;
    }
    let mut understood = Understood::of(column, Field::AmountOf, None);
    (understood.unit, understood.substance) = (Some(unit.into()), Some(substance.into()));
    Some(understood)
}

fn marks(writing: &Writing) -> cell::Marks {
    cell::Marks { decimal: writing.decimal, thousands: writing.thousands }
}

/// The unit that a heading names: `Sum Qty (lbs)`.
fn unit_in(words: &[String]) -> Option<&'static str> {
    words.iter().rev().find_map(|word| word::code("unit", word)).filter(|code| *code != "unit")
}

/// How well a field fits: what the heading says, and what the values are. Values that cannot be of
/// the field rule it out, whatever the heading says.
fn score(column: &Surveyed, field: Field, writing: &Writing) -> f64 {
    let Some(phrases) = field::headings().get(field.code()) else { return 0.0 };
    let words = word::words(&column.heading);
    let heading = field::likeness(&words, phrases);
    if column.filled == 0 {
        return heading;
    }
    let (fit, needed) = fit(column, field, writing);
    let alike = field.alike().filter(|_| fit >= NAMED_FIT_MIN);
    let alike =
        alike.map_or(0.0, |other| field::likeness(&words, &field::headings()[other.code()]));
    let heading = heading.max(alike);
    if needed && fit < NAMED_FIT_MIN {
        return 0.0;
    }
    // Values alone say little where a heading says nothing: a country may be any of six fields.
    let alone = matches!(field, Field::Substance | Field::Unit) && fit >= FIT_MIN;
    if heading == 0.0 && !alone { 0.0 } else { heading + fit }
}

/// The share of values that are of a field, and whether nearly all must be.
fn fit(column: &Surveyed, field: Field, writing: &Writing) -> (f64, bool) {
    let marks = marks(writing);
    let share = match field {
        Field::Date | Field::YearEnding => {
            column.share(|cell| cell::day(cell, &writing.dates).is_ok())
        }
        Field::Year | Field::FiscalYear => column.share(|cell| cell::year(cell).is_ok()),
        Field::Month => column.share(|cell| cell::month(cell).is_ok()),
        Field::Amount | Field::GrossAmount | Field::Purity | Field::Latitude | Field::Longitude => {
            column.share(|cell| cell::number(cell, marks).is_ok())
        }
        Field::Events | Field::Arrests | Field::Packages | Field::Day => {
            column.share(|cell| cell::count(cell, marks).is_ok())
        }
        _ => {
            let Some(list) = field.list() else { return (0.3, false) };
            return (column.share(|cell| word::code(list, &cell.text).is_some()), false);
        }
    };
    (share, true)
}

/// Whether the days of a column could also be read with the month first.
fn is_unsure(column: &Surveyed, writing: &Writing) -> bool {
    let first =
        |form: &&&str| form.starts_with("%d/%m") && writing.dates.iter().any(|f| f == **form);
    let Some(form) = FORMS.iter().find(first) else { return false };
    let other = form.replace("%d/%m", "%m/%d");
    column.share(|cell| cell::day_in(&cell.text, &other).is_some()) == 1.0
}
