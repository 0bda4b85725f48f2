//! Sets of records by row: the rows of a term, 7,680 consecutive ones in a chunk.
//!
//! A chunk is written as the shortest of three forms, so that equal sets have equal bytes: a list
//! of places, a bitmap of 960 bytes, or a list of runs. 960 is the largest bitmap that SQLite keeps
//! in the page of its row when a page has 4,096 bytes. The forms follow Lemire, Kaser et al.,
//! 'Roaring bitmaps' (2018), with smaller chunks.

use std::collections::BTreeMap;

use crate::Error;

/// Rows in a chunk.
pub const CHUNK_ROWS: i64 = 7_680;
const WORDS: usize = CHUNK_ROWS as usize / 64;
const LIST: u8 = 0;
const BITMAP: u8 = 1;
const RUNS: u8 = 2;

/// The chunk a row is in, and its place there.
pub fn place(row: i64) -> (i64, usize) {
    (row.div_euclid(CHUNK_ROWS), row.rem_euclid(CHUNK_ROWS) as usize)
}

/// The rows of one chunk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Chunk([u64; WORDS]);

impl Default for Chunk {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

impl std::fmt::Debug for Chunk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.places()).finish()
    }
}

impl Chunk {
    pub fn insert(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    pub fn remove(&mut self, place: usize) {
        self.0[place / 64] &= !(1 << (place % 64));
    }

    pub fn contains(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 == 1
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    pub fn and(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    pub fn or(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// Places in order.
    pub fn places(&self) -> impl DoubleEndedIterator<Item = usize> {
        let words = self.0.into_iter().enumerate();
        words.flat_map(|(at, word)| Bits(word).map(move |bit| at * 64 + bit))
    }

    /// The shortest form; of equally short ones the first.
    pub fn to_bytes(self) -> Vec<u8> {
        let count = self.count() as usize;
        let lengths = [count * 2, WORDS * 8, self.run_count() * 4];
        let shortest = lengths.iter().min().copied().unwrap_or_default();
        let mut bytes = Vec::with_capacity(shortest + 1);
        if lengths[0] == shortest {
            bytes.push(LIST);
            self.places().for_each(|place| push(&mut bytes, place));
        } else if lengths[1] == shortest {
            bytes.push(BITMAP);
            self.0.iter().for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
        } else {
            bytes.push(RUNS);
            for (first, last) in self.runs() {
                push(&mut bytes, first);
                push(&mut bytes, last);
            }
        }
        bytes
    }

    /// A run begins at every place whose neighbour before it is not there.
    fn run_count(&self) -> usize {
        let mut before = 0;
        let begins = self.0.iter().map(|word| {
            let begun = word & !(word << 1 | before);
            before = word >> 63;
            begun.count_ones() as usize
        });
        begins.sum()
    }

    /// First and last place of every run.
    fn runs(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for place in self.places() {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == place => *last = place,
                _ => runs.push((place, place)),
            }
        }
        runs
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut made = Self::default();
        Stored(bytes).or_into(&mut made)?;
        Ok(made)
    }

    fn fill(&mut self, first: usize, last: usize) {
        for (at, mask) in masks(first, last) {
            self.0[at] |= mask;
        }
    }
}

/// The places of the ones in a word. Most chunks hold few, so that zeros are stepped over.
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;
    fn next(&mut self) -> Option<usize> {
        let bit = self.0.trailing_zeros();
        (self.0 != 0).then(|| {
            self.0 &= self.0 - 1;
            bit as usize
        })
    }
}

impl DoubleEndedIterator for Bits {
    fn next_back(&mut self) -> Option<usize> {
        let bit = self.0.checked_ilog2()?;
        self.0 ^= 1 << bit;
        Some(bit as usize)
    }
}

fn push(bytes: &mut Vec<u8>, place: usize) {
    bytes.extend_from_slice(&(place as u16).to_le_bytes());
}

/// The words that a run of places touches, with its bits in each.
fn masks(first: usize, last: usize) -> impl Iterator<Item = (usize, u64)> {
    (first / 64..=last / 64).map(move |at| {
        let low = if at == first / 64 { u64::MAX << (first % 64) } else { u64::MAX };
        let high = if at == last / 64 { u64::MAX >> (63 - last % 64) } else { u64::MAX };
        (at, low & high)
    })
}

/// A chunk as it lies in the store, used without making it whole where that is not needed.
pub struct Stored<'a>(pub &'a [u8]);

impl Stored<'_> {
    /// Adds its rows to a chunk.
    pub fn or_into(&self, into: &mut Chunk) -> Result<(), Error> {
        match self.form()? {
            Form::List(places) => places.for_each(|place| into.insert(place)),
            Form::Bitmap(words) => {
                into.0.iter_mut().zip(words).for_each(|(word, stored)| *word |= stored);
            }
            Form::Runs(runs) => runs.for_each(|(first, last)| into.fill(first, last)),
        }
        Ok(())
    }

    /// How many of its rows are also in a chunk.
    pub fn count_in(&self, chunk: &Chunk) -> Result<u64, Error> {
        let ones = |at: usize, mask: u64| u64::from((chunk.0[at] & mask).count_ones());
        Ok(match self.form()? {
            Form::List(places) => places.filter(|place| chunk.contains(*place)).count() as u64,
            Form::Bitmap(words) => words.enumerate().map(|(at, word)| ones(at, word)).sum(),
            Form::Runs(runs) => runs
                .flat_map(|(first, last)| masks(first, last))
                .map(|(at, mask)| ones(at, mask))
                .sum(),
        })
    }

    fn form(&self) -> Result<Form<'_>, Error> {
        let damaged = || Error::Damaged("rows of a term".into());
        let (form, rest) = self.0.split_first().ok_or_else(damaged)?;
        match *form {
            LIST if rest.len().is_multiple_of(2) => Ok(Form::List(Places(rest))),
            BITMAP if rest.len() == WORDS * 8 => Ok(Form::Bitmap(Words(rest))),
            RUNS if rest.len().is_multiple_of(4) => Ok(Form::Runs(Runs(Places(rest)))),
            _ => Err(damaged()),
        }
    }
}

enum Form<'a> {
    List(Places<'a>),
    Bitmap(Words<'a>),
    Runs(Runs<'a>),
}

struct Places<'a>(&'a [u8]);

impl Iterator for Places<'_> {
    type Item = usize;
    fn next(&mut self) -> Option<usize> {
        let (first, rest) = self.0.split_first_chunk::<2>()?;
        self.0 = rest;
        Some(usize::from(u16::from_le_bytes(*first)).min(CHUNK_ROWS as usize - 1))
    }
}

struct Words<'a>(&'a [u8]);

impl Iterator for Words<'_> {
    type Item = u64;
    fn next(&mut self) -> Option<u64> {
        let (first, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*first))
    }
}

struct Runs<'a>(Places<'a>);

impl Iterator for Runs<'_> {
    type Item = (usize, usize);
    fn next(&mut self) -> Option<(usize, usize)> {
        let (first, last) = (self.0.next()?, self.0.next()?);
        Some((first, last.max(first)))
    }
}

/// Rows in any number of chunks; a chunk without rows is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows(pub BTreeMap<i64, Chunk>);

impl Rows {
    /// Adds a chunk as it lies in the store.
    pub fn add(&mut self, chunk: i64, stored: &[u8]) -> Result<(), Error> {
        Stored(stored).or_into(self.0.entry(chunk).or_default())
    }

    pub fn insert(&mut self, row: i64) {
        let (chunk, place) = place(row);
        self.0.entry(chunk).or_default().insert(place);
    }

    pub fn contains(&self, row: i64) -> bool {
        let (chunk, place) = place(row);
        self.0.get(&chunk).is_some_and(|rows| rows.contains(place))
    }

    pub fn and(&mut self, other: &Self) {
        self.0.retain(|chunk, rows| match other.0.get(chunk) {
            Some(other) => {
                rows.and(other);
                !rows.is_empty()
            }
            None => false,
        });
    }

    pub fn or(&mut self, other: &Self) {
        for (chunk, rows) in &other.0 {
            self.0.entry(*chunk).or_default().or(rows);
        }
    }

    pub fn count(&self) -> u64 {
        self.0.values().map(Chunk::count).sum()
    }

    /// Rows below one, the highest first.
    pub fn below(&self, before: i64) -> impl Iterator<Item = i64> {
        let chunks = self.0.range(..=place(before).0).rev();
        let rows = chunks.flat_map(|(chunk, rows)| {
            rows.places().rev().map(move |place| chunk * CHUNK_ROWS + place as i64)
        });
        rows.skip_while(move |row| *row >= before)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chunk(places: impl IntoIterator<Item = usize>) -> Chunk {
        let mut made = Chunk::default();
        places.into_iter().for_each(|place| made.insert(place));
        made
    }

    fn check_form(chunk: Chunk, form: u8, bytes: usize) {
        let written = chunk.to_bytes();
        assert_eq!((written[0], written.len()), (form, bytes));
        assert_eq!(Chunk::from_bytes(&written).unwrap(), chunk);
    }

    #[test]
    fn the_shortest_form_is_written() {
        check_form(chunk([]), LIST, 1);
        check_form(chunk([7, 9, 7_679]), LIST, 7);
        check_form(chunk(0..7_680), RUNS, 5);
        check_form(chunk((0..7_680).filter(|place| place % 2 == 0)), BITMAP, 961);
        // A run over the border of two words is one.
        check_form(chunk(60..70), RUNS, 5);
    }

    #[test]
    fn bytes_that_are_no_chunk_are_refused() {
        for bytes in [&[][..], &[9], &[LIST, 1], &[BITMAP, 0, 0], &[RUNS, 0, 0]] {
            assert!(Chunk::from_bytes(bytes).is_err(), "{bytes:?}");
        }
    }

    /// Sparse, dense and in runs, so that every form occurs.
    fn any_chunk() -> impl Strategy<Value = Chunk> {
        let sparse = prop::collection::vec(0..7_680_usize, 0..60);
        let dense = prop::collection::vec(any::<u64>(), WORDS);
        let run = (0..7_680_usize, 0..3_000_usize);
        prop_oneof![
            sparse.prop_map(chunk),
            dense.prop_map(|words| Chunk(words.try_into().unwrap())),
            run.prop_map(|(first, length)| chunk(first..(first + length).min(7_680))),
        ]
    }

    proptest! {
        #[test]
        fn what_is_stored_counts_and_joins_as_what_was_written(
            one in any_chunk(), other in any_chunk(),
        ) {
            let bytes = one.to_bytes();
            prop_assert_eq!(Chunk::from_bytes(&bytes).unwrap(), one);
            let places: Vec<usize> = (0..7_680).filter(|place| one.contains(*place)).collect();
            prop_assert!(one.places().eq(places.iter().copied()));
            prop_assert!(one.places().rev().eq(places.iter().rev().copied()));
            prop_assert_eq!(one.run_count(), one.runs().len());
            let mut both = one;
            both.and(&other);
            prop_assert_eq!(Stored(&bytes).count_in(&other).unwrap(), both.count());
            let mut either = other;
            Stored(&bytes).or_into(&mut either).unwrap();
            let mut expect = one;
            expect.or(&other);
            prop_assert_eq!(either, expect);
        }

        #[test]
        fn rows_come_highest_first_and_only_below(
            rows in prop::collection::btree_set(1..50_000_i64, 0..200), before in 1..50_000_i64,
        ) {
            let mut made = Rows::default();
            rows.iter().for_each(|row| made.insert(*row));
            let expect: Vec<i64> = rows.iter().rev().copied().filter(|row| *row < before).collect();
            prop_assert_eq!(made.below(before).collect::<Vec<_>>(), expect);
            prop_assert_eq!(made.count(), rows.len() as u64);
        }
    }
}
