//! When it was: a day, a month, a year, a financial year.

use jiff::civil::Date as Day;
use jiff::{Span, ToSpan};

use super::Values;
use crate::import::cell;
use crate::import::field::Field;

impl Values<'_> {
    /// The first and the last day that the row is about.
    pub(super) fn time(&mut self) -> Result<(Day, Day), String> {
        let forms = &self.reader.mapping.writing.dates;
        for field in [Field::Date, Field::YearEnding] {
            let Some((cell, column)) = self.cell(field) else { continue };
            let day = cell::day(cell, forms)?;
            if day.to_string() != cell.text {
                self.keep(column, cell);
            }
            return Ok(if field == Field::Date { (day, day) } else { (after(day, -12), day) });
        }
        let fiscal = self.cell(Field::FiscalYear);
        let (cell, column) = fiscal.or_else(|| self.cell(Field::Year)).ok_or("no date")?;
        let year = cell::year(cell)?;
        let starts = self.reader.mapping.writing.fiscal_year_starts.filter(|_| fiscal.is_some());
        if fiscal.is_some() {
            self.keep(column, cell);
        }
        self.period(year, starts.unwrap_or(1))
    }

    /// A year that begins with a month, or what the row says of it.
    fn period(&self, year: i16, starts: i8) -> Result<(Day, Day), String> {
        let no_day = || "no such day".to_owned();
        // A financial year is called after the year it ends in.
        let begins = if starts == 1 { year } else { year - 1 };
        let Some((cell, _)) = self.cell(Field::Month) else {
            let from = Day::new(begins, starts, 1).map_err(|_| no_day())?;
            return Ok((from, before(from, 12)));
        };
        let month = cell::month(cell)?;
        let year = if month >= starts { begins } else { begins + 1 };
        let Some((cell, _)) = self.cell(Field::Day) else {
            let from = Day::new(year, month, 1).map_err(|_| no_day())?;
            return Ok((from, before(from, 1)));
        };
        let day = cell::digits(&cell.text).parse().map_err(|_| no_day())?;
        let day = Day::new(year, month, day).map_err(|_| no_day())?;
        Ok((day, day))
    }
}

/// The first day of a period of months that ends with `last`.
fn after(last: Day, months: i32) -> Day {
    last.saturating_add(Span::new().months(months)).saturating_add(1.day())
}

/// The last day of a period of months that begins with `first`.
fn before(first: Day, months: i32) -> Day {
    first.saturating_add(Span::new().months(months)).saturating_sub(1.day())
}
