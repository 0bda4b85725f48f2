//! Which rows of a segment could be hits at all, by what they say beside the name.

use std::ops::Range;

use super::ask::Prepared;
use super::segment::Segment;
use super::value::{Values, birth_of, day};
use crate::birth::{Birth, Dates};
use crate::score::scorer::{Fact, Scorer};

/// What a birth or a country adds for the query at hand, each worked out once.
#[derive(Debug, Default)]
struct Column {
    /// The search that last asked for a value, and what it adds.
    known: Vec<(u32, f32)>,
}

impl Column {
    fn get(&mut self, at: usize, search: u32, value: impl FnOnce() -> f32) -> f32 {
        if at >= self.known.len() {
            self.known.resize(at + 1, (0, 0.0));
        }
        let known = &mut self.known[at];
        if known.0 != search {
            *known = (search, value());
        }
        known.1
    }
}

/// Which rows could still be hits, by what they say beside the name.
#[derive(Debug, Default)]
pub struct Facts {
    search: u32,
    births: Column,
    /// What the births of each day add, which all its rows share.
    days: Column,
    countries: Column,
    least: f32,
    /// The most a country adds.
    country_most: f32,
    country_span: f32,
    birth_most: f32,
    /// Rows outside these are too far in birth to be hits; ascending, apart from each other.
    ranges: Vec<Range<u32>>,
    /// The blocks of rows in which some row is not too far.
    near: Box<[bool]>,
    block_bits: u32,
}

impl Facts {
    /// Begins a search for scores of at least this probability.
    pub fn begin(&mut self, scorer: &Scorer, query: &Prepared, threshold: f64, segment: &Segment) {
        self.search = self.search.wrapping_add(1);
        if self.search == 0 {
            *self = Facts { search: 1, ..Facts::default() };
        }
        let odds = (threshold / (1.0 - threshold)).ln() as f32;
        let known = query.subject.documents.is_empty() && odds.is_finite();
        // The number of a document may lift any name.
        self.least = if known { odds - scorer.names_most() - SLACK } else { f32::NEG_INFINITY };
        let [same, other] = [Fact::SameCountry, Fact::OtherCountry].map(|fact| scorer.weight(fact));
        let given = !query.subject.countries.is_empty();
        self.country_most = if given { same.max(other) } else { 0.0 };
        let (most, least) = (same.max(other).max(0.0), same.min(other).min(0.0));
        self.country_span = if given { most - least } else { 0.0 };
        let births = !query.subject.births.is_empty();
        self.birth_most = if births { scorer.births_most() } else { 0.0 };
        let rows = segment.rows.len() as u32;
        self.ranges.clear();
        let far = scorer.weight(Fact::Birth(Dates::Differ)) + scorer.weight(Fact::SameCountry);
        if query.subject.births.is_empty() || far >= self.least {
            self.ranges.push(0..rows);
        } else {
            self.ranges = near(&query.subject.births, &segment.values, rows);
        }
        self.note_near(&segment.values);
    }

    /// The rows that are not too far in birth, ascending.
    #[must_use]
    pub fn ranges(&self) -> &[Range<u32>] {
        &self.ranges
    }

    fn note_near(&mut self, values: &Values) {
        self.block_bits = values.block_bits;
        if self.near.len() != values.blocks.len() {
            self.near = vec![false; values.blocks.len()].into();
        }
        self.near.fill(false);
        for range in self.ranges.iter().filter(|range| !range.is_empty()) {
            let [first, last] = [range.start, range.end - 1].map(|row| row >> self.block_bits);
            self.near[first as usize..=last as usize].fill(true);
        }
    }

    /// Whether the row is among them.
    #[must_use]
    pub fn is_near(&self, row: u32) -> bool {
        if !self.near[(row >> self.block_bits) as usize] {
            return false;
        }
        let at = self.ranges.partition_point(|range| range.end <= row);
        self.ranges.get(at).is_some_and(|range| range.contains(&row))
    }

    /// What the row's birth dates add, or nothing if it would be no hit though its name and its
    /// country were the same.
    pub fn allow_birth(
        &mut self,
        scorer: &Scorer,
        query: &Prepared,
        segment: &Segment,
        row: u32,
    ) -> Option<f32> {
        let adds = self.birth(scorer, query, segment, row);
        (adds + self.country_most.max(0.0) >= self.least).then_some(adds)
    }

    /// Whether a row of which all this is known to add so much could be a hit, were its name the
    /// same.
    #[must_use]
    pub fn allows(&self, adds: f32) -> bool {
        adds >= self.least
    }

    /// The most that birth dates add.
    #[must_use]
    pub fn birth_most(&self) -> f32 {
        self.birth_most
    }

    /// The most that a country adds, and how far countries lie apart.
    #[must_use]
    pub fn country_span(&self) -> [f32; 2] {
        [self.country_most.max(0.0), self.country_span]
    }

    /// What the row's birth dates add.
    pub fn birth(&mut self, scorer: &Scorer, query: &Prepared, segment: &Segment, row: u32) -> f32 {
        if query.subject.births.is_empty() {
            return 0.0;
        }
        let (values, search) = (&segment.values, self.search);
        let at = values.day_at(row);
        let adds = |births: &[Birth]| scorer.births(&query.subject.births, births);
        // The first day is none: its rows have no date, or several.
        match values.days[at].0 {
            0 => {
                let number = segment.rows.birth(row);
                self.births.get(number as usize, search, || adds(values.births(number)))
            }
            day => self.days.get(at, search, || adds(&[birth_of(day)])),
        }
    }

    /// What the row's country adds.
    pub fn country(
        &mut self,
        scorer: &Scorer,
        query: &Prepared,
        segment: &Segment,
        row: u32,
    ) -> f32 {
        if query.subject.countries.is_empty() {
            return 0.0;
        }
        let number = segment.rows.country(row);
        let countries =
            || scorer.countries(&query.subject.countries, segment.values.countries(number));
        self.countries.get(usize::from(number), self.search, countries)
    }
}

/// Sums are rounded.
const SLACK: f32 = 0.001;
/// Dates more years apart differ, but for a slip of one digit and for other calendars.
const NEAR_YEARS: i32 = 3;
/// Years of other calendars.
const ELSEWHERE: [std::ops::RangeInclusive<i32>; 2] = [1250..=1500, 2400..=2600];

/// The rows whose birth dates do not plainly differ from all of these.
fn near(births: &[Birth], values: &Values, rows: u32) -> Vec<Range<u32>> {
    let years = |from: i32, to: i32| values.rows_between(day(from, 0, 0), day(to + 1, 0, 0), rows);
    let mut ranges = vec![values.rows_between(0, 1, rows)];
    ranges.extend(ELSEWHERE.map(|elsewhere| years(*elsewhere.start(), *elsewhere.end())));
    for birth in births {
        ranges.push(years(birth.year - NEAR_YEARS, birth.year + NEAR_YEARS));
        ranges.extend(
            birth.years_elsewhere().into_iter().flatten().map(|year| years(year - 1, year + 1)),
        );
        if let (Some(month), Some(date)) = (birth.month, birth.day) {
            let day = |year| day(year, month, date);
            let slips = slipped(birth.year).into_iter();
            ranges.extend(slips.filter_map(|year| values.rows_of(day(year), rows)));
        }
    }
    merged(ranges)
}

/// The years that one wrong digit, or two neighbours exchanged, make of a year.
fn slipped(year: i32) -> Vec<i32> {
    let digit = |place: u32| year / 10_i32.pow(place) % 10;
    let mut years = Vec::with_capacity(43);
    for place in 0..4 {
        let unit = 10_i32.pow(place);
        years.extend((0..10).map(|other| year + (other - digit(place)) * unit));
        if place < 3 {
            years.push(year + (digit(place) - digit(place + 1)) * 9 * unit);
        }
    }
    years
}

/// Ascending and apart from each other.
fn merged(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_unstable_by_key(|range| range.start);
    let mut merged: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::near;
    use crate::birth::{Birth, Dates};
    use crate::find::{Builder, Entry};

    #[test]
    fn a_birth_date_outside_the_near_rows_differs() {
        let mut builder = Builder::default();
        let slips = ["1916-05-27", "1691-05-27", "1861-05-27", "1381", "2504-01-02", "", "1970"];
        let far = (1900..2010).map(|year| format!("{year}-05-27"));
        for (key, birth) in slips.map(str::to_owned).into_iter().chain(far).enumerate() {
            let births = vec![birth];
            builder.push(&Entry { births, ..Entry::person(key as u64, "Arlo") }).unwrap();
        }
        let segment = builder.finish(1);
        let birth = Birth::parse("1961-05-27").unwrap();
        let rows = segment.len() as u32;
        let ranges = near(&[birth], &segment.values, rows);
        let mut skipped = 0;
        for row in 0..rows {
            let theirs = segment.values.births(segment.rows.birth(row));
            let differs = theirs.iter().any(|other| birth.compare(*other) == Dates::Differ);
            let inside = ranges.iter().any(|range| range.contains(&row));
            assert!(inside || differs, "{theirs:?}");
            skipped += usize::from(!inside);
        }
        assert!(skipped > 60, "{skipped}");
    }
}
