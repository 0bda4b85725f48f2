//! What a segment's rows say beside the name, read once for each different value: births and
//! countries are columns of few values and many rows.

use std::ops::Range;

use super::entry::values;
use super::row::Rows;
use super::vocabulary::Vocabulary;
use crate::birth::Birth;
use crate::word;

/// The values of the columns, by their numbers.
#[derive(Debug, Clone, Default)]
pub struct Values {
    births: Vec<Box<[Birth]>>,
    countries: Vec<Box<[&'static str]>>,
    /// Each day of birth with its first row, ascending. Rows stand in this order.
    pub(super) days: Vec<(u32, u32)>,
    /// The day of the first of every so many rows.
    pub(super) blocks: Vec<u32>,
    /// Rows of a block, as a power of two.
    pub(super) block_bits: u32,
    /// The first of the days that is no earlier than each year begins.
    years: Vec<u32>,
}

/// Years of birth dates are below this.
const YEARS_MAX: usize = 2_800;
/// Blocks of rows: few enough that they stay in a near cache.
const BLOCKS_MAX: usize = 1 << 14;

/// A day as a number that orders like it. What has no birth date, or several, comes first.
pub(super) fn day_of(births: &[Birth]) -> u32 {
    match births {
        [birth] => day(birth.year, birth.month.unwrap_or(0), birth.day.unwrap_or(0)),
        _ => 0,
    }
}

/// The birth date of a day's number.
pub(super) fn birth_of(day: u32) -> Birth {
    let known = |number: u32| (number > 0).then_some(number as u8);
    Birth { year: (day / 10_000) as i32, month: known(day / 100 % 100), day: known(day % 100) }
}

pub(super) fn day(year: i32, month: u8, day: u8) -> u32 {
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
    pub(super) fn day_at(&self, row: u32) -> usize {
        let block = (row >> self.block_bits) as usize;
        let from = self.blocks[block] as usize;
        let to = self.blocks.get(block + 1).map_or(self.days.len(), |day| *day as usize + 1);
        from + self.days[from..to].partition_point(|day| day.1 <= row) - 1
    }

    /// The rows born from one day up to another, both as numbers, the latter not included.
    pub(super) fn rows_between(&self, from: u32, to: u32, rows: u32) -> Range<u32> {
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
    pub(super) fn rows_of(&self, day: u32, rows: u32) -> Option<Range<u32>> {
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

#[cfg(test)]
mod tests {
    use super::day_of;
    use crate::find::{Builder, Entry};

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
            assert_eq!(values.days[values.day_at(row)].0, day_of(births), "row {row}");
        }
    }
}
