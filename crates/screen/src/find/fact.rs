//! What a segment's rows say beside the name, read once for each different value: births and
//! countries are columns of few values and many rows.

use std::ops::Range;

use super::ask::Prepared;
use super::entry::values;
use super::row::Rows;
use super::segment::Segment;
use super::vocabulary::Vocabulary;
use crate::birth::{Birth, Dates};
use crate::score::scorer::{Fact, Scorer};
use crate::word;

/// The values of the columns, by their numbers.
#[derive(Debug, Clone, Default)]
pub struct Values {
    births: Vec<Box<[Birth]>>,
    countries: Vec<Box<[&'static str]>>,
    /// Each day of birth with its first row, ascending. Rows stand in this order.
    days: Vec<(u32, u32)>,
    /// The day of the first of every so many rows.
    blocks: Vec<u32>,
    /// Rows of a block, as a power of two.
    block_bits: u32,
    /// The first of the days that is no earlier than each year begins.
    years: Vec<u32>,
}

/// Years of birth dates are below this.
const YEARS_MAX: usize = 2_800;
/// Blocks of rows: few enough that they stay in a near cache.
const BLOCKS_MAX: usize = 1 << 14;

/// A day as a number that orders like it. What has no birth date, or several, comes first.
fn day_of(births: &[Birth]) -> u32 {
    match births {
        [birth] => day(birth.year, birth.month.unwrap_or(0), birth.day.unwrap_or(0)),
        _ => 0,
    }
}

/// The birth date of a day's number.
fn birth_of(day: u32) -> Birth {
    let known = |number: u32| (number > 0).then_some(number as u8);
    Birth { year: (day / 10_000) as i32, month: known(day / 100 % 100), day: known(day % 100) }
}

fn day(year: i32, month: u8, day: u8) -> u32 {
    year.unsigned_abs() * 10_000 + u32::from(month) * 100 + u32::from(day)
}

impl Values {
    #[must_use]
    pub fn read(births: &Vocabulary, countries: &Vocabulary) -> Values {
        let each = |words: &Vocabulary| 0..words.len() as u32;
        let dates = |number| values(births.word(number)).filter_map(Birth::parse).collect();
        let codes = |number| values(countries.word(number)).filter_map(word::country).collect();
        let births: Vec<Box<[Birth]>> = each(births).map(dates).collect();
        let countries = each(countries).map(codes).collect();
        Values { births, countries, ..Values::default() }
    }

    /// The rows in the order of their days of birth, those of one day as they were.
    #[must_use]
    pub fn order(&self, rows: &Rows) -> Vec<u32> {
        let days: Vec<u32> = self.births.iter().map(|births| day_of(births)).collect();
        let mut ranked = days.clone();
        ranked.sort_unstable();
        ranked.dedup();
        let rank = |day: &u32| ranked.partition_point(|known| known < day) as u32;
        let ranks: Vec<u32> = days.iter().map(rank).collect();
        let rank_of = |row: u32| ranks[rows.birth(row) as usize] as usize;
        let mut next = vec![0_u32; ranked.len() + 1];
        (0..rows.len() as u32).for_each(|row| next[rank_of(row) + 1] += 1);
        (1..next.len()).for_each(|rank| next[rank] += next[rank - 1]);
        let mut order = vec![0_u32; rows.len()];
        for row in 0..rows.len() as u32 {
            let place = &mut next[rank_of(row)];
            order[*place as usize] = row;
            *place += 1;
        }
        order
    }

    /// Notes where each day's rows begin; false if rows do not stand in that order.
    pub fn note_days(&mut self, rows: &Rows) -> bool {
        self.days.clear();
        let days: Vec<u32> = self.births.iter().map(|births| day_of(births)).collect();
        for row in 0..rows.len() as u32 {
            let day = days[rows.birth(row) as usize];
            match self.days.last() {
                Some((last, _)) if *last == day => {}
                Some((last, _)) if *last > day => return false,
                _ => self.days.push((day, row)),
            }
        }
        self.note_blocks(rows.len());
        true
    }

    fn note_blocks(&mut self, rows: usize) {
        self.block_bits = rows.div_ceil(BLOCKS_MAX).next_power_of_two().ilog2();
        let firsts = (0..rows).step_by(1 << self.block_bits);
        let day = |row| self.days.partition_point(|day| day.1 <= row as u32) as u32 - 1;
        let blocks: Vec<u32> = firsts.map(day).collect();
        self.blocks = blocks;
        let begins =
            |year: usize| self.days.partition_point(|known| known.0 < year as u32 * 10_000);
        self.years = (0..=YEARS_MAX).map(|year| begins(year) as u32).collect();
    }

    /// Which of the days of birth is a row's.
    fn day_at(&self, row: u32) -> usize {
        let block = (row >> self.block_bits) as usize;
        let from = self.blocks[block] as usize;
        let to = self.blocks.get(block + 1).map_or(self.days.len(), |day| *day as usize + 1);
        from + self.days[from..to].partition_point(|day| day.1 <= row) - 1
    }

    /// The rows born from one day up to another, both as numbers, the latter not included.
    fn rows_between(&self, from: u32, to: u32, rows: u32) -> Range<u32> {
        let first = |day: u32| {
            let year = self.year(day);
            let at = year.start + self.days[year].partition_point(|known| known.0 < day);
            self.days.get(at).map_or(rows, |known| known.1)
        };
        first(from)..first(to)
    }

    /// The days of the year of a day.
    fn year(&self, day: u32) -> Range<usize> {
        let year = (day / 10_000) as usize;
        let begins = |year: usize| self.years.get(year).map_or(self.days.len(), |at| *at as usize);
        begins(year)..begins(year + 1)
    }

    /// The rows born on a day.
    fn rows_of(&self, day: u32, rows: u32) -> Option<Range<u32>> {
        let year = self.year(day);
        let first = year.start;
        let at = first + self.days[year].binary_search_by_key(&day, |known| known.0).ok()?;
        Some(self.days[at].1..self.days.get(at + 1).map_or(rows, |next| next.1))
    }

    #[must_use]
    pub fn births(&self, number: u32) -> &[Birth] {
        &self.births[number as usize]
    }

    #[must_use]
    pub fn countries(&self, number: u16) -> &[&'static str] {
        &self.countries[usize::from(number)]
    }
}

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
    use super::{Values, near};
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
            let theirs = Values::births(&segment.values, segment.rows.birth(row));
            let differs = theirs.iter().any(|other| birth.compare(*other) == Dates::Differ);
            let inside = ranges.iter().any(|range| range.contains(&row));
            assert!(inside || differs, "{theirs:?}");
            skipped += usize::from(!inside);
        }
        assert!(skipped > 60, "{skipped}");
    }

    #[test]
    fn every_row_has_its_day_of_birth() {
        let mut builder = Builder::default();
        for key in 0..40_000_u64 {
            let births = match key % 50 {
                0 => vec![],
                1 => vec!["1961".into(), "1964".into()],
                _ => vec![format!("19{:02}-{:02}-11", key * 7 % 97, key % 11 + 1)],
            };
            builder.push(&Entry { births, ..Entry::person(key, "Arlo") }).unwrap();
        }
        let segment = builder.finish(1);
        let values = &segment.values;
        assert!(values.block_bits > 0);
        for row in 0..segment.len() as u32 {
            let births = values.births(segment.rows.birth(row));
            assert_eq!(values.days[values.day_at(row)].0, super::day_of(births), "row {row}");
        }
    }
}
