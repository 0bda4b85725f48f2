//! What stands in the columns of a file: different values with their counts, up to a limit.

use std::collections::HashMap;
use std::path::Path;

use crate::Error;
use crate::import::cell::{self, Marks};
use crate::import::mapping::{Mapping, Writing};
use crate::import::reading::headings;
use crate::import::seizure;
use crate::import::sheet::{Cell, Found};

/// Different values of a column that are looked at; the rest is only counted.
const VALUES_MAX: usize = 20_000;
const MARKS: [(char, Option<char>); 5] =
    [('.', None), ('.', Some(',')), (',', None), (',', Some('.')), (',', Some(' '))];
/// Forms of dates that tables use. Of two that fit alike the first is taken.
pub const FORMS: [&str; 14] = [
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%b %d, %Y",
];

/// A value, how often it stands in the column, and where first.
#[derive(Clone, Debug)]
pub struct Seen {
    pub cell: Cell,
    pub count: u64,
    pub line: u64,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Surveyed {
    pub heading: String,
    pub filled: u64,
    pub empty: u64,
    pub values: Vec<Seen>,
    at: HashMap<String, usize>,
}

impl Surveyed {
    fn add(&mut self, cell: &Cell, line: u64) {
        self.filled += 1;
        if let Some(at) = self.at.get(&cell.text) {
            self.values[*at].count += 1;
        } else if self.values.len() < VALUES_MAX {
            self.at.insert(cell.text.clone(), self.values.len());
            self.values.push(Seen { cell: cell.clone(), count: 1, line });
        }
    }

    /// The share of the values looked at that a test holds for, by how often they occur.
    pub fn share(&self, test: impl Fn(&Cell) -> bool) -> f64 {
        let all: u64 = self.values.iter().map(|seen| seen.count).sum();
        let good = self.values.iter().filter(|seen| test(&seen.cell)).map(|seen| seen.count);
        if all == 0 { 0.0 } else { good.sum::<u64>() as f64 / all as f64 }
    }
}

/// All columns of a file.
pub struct Survey {
    pub columns: Vec<Surveyed>,
}

impl Survey {
    pub fn of(file: &Path, mapping: &Mapping) -> Result<Self, Error> {
        let named = headings(&seizure::head(file, mapping)?);
        let empty = |heading| {
            let (values, at) = (Vec::new(), HashMap::new());
            Surveyed { heading, filled: 0, empty: 0, values, at }
        };
        let mut columns: Vec<Surveyed> = named.into_iter().map(empty).collect();
        seizure::each_row(file, mapping, |found, _| {
            let Found::Row(row) = found else { return true };
            for (at, column) in columns.iter_mut().enumerate() {
                match row.cells.get(at).filter(|cell| !cell.text.is_empty()) {
                    Some(cell) => column.add(cell, row.line),
                    None => column.empty += 1,
                }
            }
            true
        })?;
        Ok(Self { columns })
    }

    /// How this file writes numbers and days: the way by which most of its cells are one.
    pub fn write_down(&self, writing: &mut Writing) {
        let numbers = |(decimal, thousands): &(char, Option<char>)| {
            let marks = Marks { decimal: *decimal, thousands: *thousands };
            self.total(|cell| cell::number(cell, marks).is_ok())
        };
        // Among equals the first: the plainest way that reads as much.
        let best = MARKS.iter().rev().max_by_key(|marks| numbers(marks));
        (writing.decimal, writing.thousands) = best.copied().unwrap_or(('.', None));
        let day =
            |form: &str| self.total(|cell| cell::day_in(&cell::digits(&cell.text), form).is_some());
        let mut forms: Vec<(u64, &str)> = FORMS.iter().map(|form| (day(form), *form)).collect();
        forms.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        writing.dates = match forms[0] {
            (0, _) => Vec::new(),
            (_, form) => vec![form.into()],
        };
    }

    /// Whether a column has another value in every row, as a number of a case has. Known only where
    /// all its values were looked at.
    pub fn tells_rows_apart(&self, heading: &str) -> bool {
        let column = self.columns.iter().find(|column| column.heading == heading);
        column.is_some_and(|column| {
            column.empty == 0 && column.filled > 1 && column.values.len() as u64 == column.filled
        })
    }

    fn total(&self, test: impl Fn(&Cell) -> bool) -> u64 {
        let seen = self.columns.iter().flat_map(|column| &column.values);
        seen.filter(|seen| test(&seen.cell)).map(|seen| seen.count).sum()
    }
}
