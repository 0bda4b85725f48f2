//! The deadline: a term, counted from the receipt, in a calendar, without the pauses.

use jiff::civil::Date as Day;

use super::calendar::Calendar;
use super::term::{Count, Term, Unit};
use crate::Timestamp;
use crate::moment::HOUR_MS;

/// Days that are looked at before a deadline is given up: ten years of holidays.
const DAYS_MAX: usize = 3_660;
/// A term of two days or more holds at least two working days: Regulation 1182/71, article 3(5).
const WORKING_DAYS_MIN: u16 = 2;

/// From when until when the clock stands; without an end it still does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    pub from: Timestamp,
    pub until: Option<Timestamp>,
}

impl Pause {
    fn end(self) -> i64 {
        self.until.map_or(i64::MAX, |until| until.0)
    }

    fn meets(self, (start, end): (Timestamp, Timestamp)) -> bool {
        self.from < end && start.0 < self.end()
    }
}

/// The last moment of a term that began at `from`; none while a pause has no end.
///
/// Hours run from moment to moment. Days begin with the day after the receipt, end with the last
/// hour of the last one, end on a working day, and from two on hold two working days. A day on
/// which the clock stood, if only for an hour, is not counted.
pub fn due(
    term: Term,
    from: Timestamp,
    pauses: &[Pause],
    calendar: &Calendar,
) -> Option<Timestamp> {
    let amount = term.amount;
    match (term.unit, term.count) {
        (Unit::Hours, Count::Every) => after(from, i64::from(amount) * HOUR_MS, pauses),
        (Unit::Hours, Count::Working) => working_hours(amount, from, pauses, calendar),
        (Unit::Days, count) => days(amount, count, from, pauses, calendar),
    }
}

/// The moment at which the clock has run for `ms` since `from`.
pub(super) fn after(from: Timestamp, ms: i64, pauses: &[Pause]) -> Option<Timestamp> {
    run_in((from, Timestamp(i64::MAX)), ms, pauses).ok()
}

/// Lets the clock run in a span: the moment at which `ms` have passed, or how many are left.
fn run_in(span: (Timestamp, Timestamp), mut ms: i64, pauses: &[Pause]) -> Result<Timestamp, i64> {
    for (start, end) in running(span, pauses) {
        let length = end.saturating_sub(start);
        if ms <= length {
            return Ok(Timestamp(start + ms));
        }
        ms -= length;
    }
    Err(ms)
}

/// The pieces of a span in which no pause lies.
fn running((start, end): (Timestamp, Timestamp), pauses: &[Pause]) -> Vec<(i64, i64)> {
    let mut sorted = pauses.to_vec();
    sorted.sort_by_key(|pause| pause.from);
    let (mut at, mut pieces) = (start.0, Vec::new());
    for pause in sorted {
        let stands = pause.from.0.min(end.0);
        if stands > at {
            pieces.push((at, stands));
        }
        at = at.max(pause.end());
    }
    if at < end.0 {
        pieces.push((at, end.0));
    }
    pieces
}

fn working_hours(
    amount: u16,
    from: Timestamp,
    pauses: &[Pause],
    calendar: &Calendar,
) -> Option<Timestamp> {
    let mut left = i64::from(amount) * HOUR_MS;
    for day in days_from(calendar.day_of(from)).filter(|day| calendar.is_working(*day)) {
        let (open, close) = calendar.open_on(day)?;
        match run_in((open.max(from), close), left, pauses) {
            Ok(done) => return Some(done),
            Err(rest) => left = rest,
        }
    }
    None
}

fn days(
    amount: u16,
    count: Count,
    from: Timestamp,
    pauses: &[Pause],
    calendar: &Calendar,
) -> Option<Timestamp> {
    let (mut counted, mut worked) = (0, 0);
    for day in days_from(calendar.day_of(from)).skip(1) {
        let span = calendar.span_of(day)?;
        if pauses.iter().any(|pause| pause.meets(span)) {
            continue;
        }
        let working = calendar.is_working(day);
        worked += u16::from(working);
        counted += u16::from(working || count == Count::Every);
        if counted >= amount && working && worked >= amount.min(WORKING_DAYS_MIN) {
            return Some(Timestamp(span.1.0 - 1));
        }
    }
    None
}

fn days_from(first: Day) -> impl Iterator<Item = Day> {
    std::iter::successors(Some(first), |day| day.tomorrow().ok()).take(DAYS_MAX)
}

#[cfg(test)]
#[path = "due/tests.rs"]
mod tests;
