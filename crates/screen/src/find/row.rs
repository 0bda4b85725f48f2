//! The rows of a segment, column by column. A row is one name of one entry, kept as the numbers of
//! its words, so that a hundred million of them fit into memory and none is parsed twice.

use super::bytes::{Reader, Writer};
use super::entry::{kind_number, kind_of};
use super::error::Error;
use super::vocabulary::Vocabulary;
use crate::name::Kind;

/// Words kept of one name; longer names are cut.
pub const WORDS_MAX: usize = 32;
/// Different values of the birth column: what its number has room for.
const BIRTHS_MAX: usize = 1 << 24;
/// Rows that share one start in `words`.
const BLOCK: usize = 16;

/// Where the key of each row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keys {
    /// Each row's key is one more than the key of the row before.
    Dense { first: u64 },
    /// One for each row, in ascending order.
    Ascending(Vec<u64>),
    /// How much each row's key is above the first: rows lie in the order of their births, and the
    /// keys of most lists are near one another.
    Near { first: u64, above: Vec<u32> },
    /// One for each row.
    Any(Vec<u64>),
}

impl Keys {
    /// Of rows whose keys are these.
    fn of(keys: Vec<u64>) -> Keys {
        if keys.is_sorted() {
            return Keys::Ascending(keys);
        }
        let first = keys.iter().copied().min().unwrap_or(0);
        let above = |key: &u64| u32::try_from(key - first).ok();
        match keys.iter().map(above).collect() {
            Some(above) => Keys::Near { first, above },
            None => Keys::Any(keys),
        }
    }

    fn fit(&self, rows: usize) -> bool {
        match self {
            Keys::Dense { .. } => true,
            Keys::Near { first, above } => {
                let most = above.iter().copied().max().unwrap_or(0);
                above.len() == rows && first.checked_add(u64::from(most)).is_some()
            }
            Keys::Ascending(keys) | Keys::Any(keys) => keys.len() == rows,
        }
    }
}

/// The rows at which this stands.
fn places<T: PartialEq + Copy>(column: &[T], sought: T) -> Vec<u32> {
    let same = column.iter().enumerate().filter(|(_, value)| **value == sought);
    same.map(|(row, _)| row as u32).collect()
}

impl Default for Keys {
    fn default() -> Keys {
        Keys::Dense { first: 0 }
    }
}

/// The columns.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Birth 24 bits, words 6 bits, kind 2 bits.
    heads: Vec<u32>,
    blocks: Vec<u32>,
    words: Vec<u32>,
    countries: Vec<u16>,
    keys: Keys,
    explicit: Vec<u64>,
}

/// A row as it is added.
#[derive(Debug, Clone, Copy)]
pub struct NewRow<'words> {
    pub key: u64,
    pub kind: Kind,
    pub words: &'words [u32],
    pub birth: u32,
    pub country: u16,
}

impl Rows {
    #[must_use]
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// Adds a row at the end.
    pub fn push(&mut self, row: NewRow) {
        let words = &row.words[..row.words.len().min(WORDS_MAX)];
        if self.heads.len().is_multiple_of(BLOCK) {
            self.blocks.push(self.words.len() as u32);
        }
        self.push_key(row.key, self.heads.len() as u64);
        let head = (row.birth % BIRTHS_MAX as u32) | (words.len() as u32) << 24;
        self.heads.push(head | kind_number(row.kind) << 30);
        self.words.extend_from_slice(words);
        self.countries.push(row.country);
    }

    /// Adds the key of the row of this number, the next.
    fn push_key(&mut self, key: u64, count: u64) {
        match &mut self.keys {
            Keys::Dense { first } if count == 0 => *first = key,
            Keys::Dense { first } if first.wrapping_add(count) == key => {}
            Keys::Dense { first } => {
                self.explicit = (0..count).map(|row| first.wrapping_add(row)).collect();
                self.explicit.push(key);
                self.keys = Keys::Ascending(Vec::new());
            }
            _ => self.explicit.push(key),
        }
    }

    /// Settles how keys are looked up. To be called once all rows are there.
    pub fn seal(&mut self) {
        self.words.shrink_to_fit();
        self.heads.shrink_to_fit();
        self.countries.shrink_to_fit();
        self.blocks.shrink_to_fit();
        if self.explicit.is_empty() {
            return;
        }
        self.keys = Keys::of(std::mem::take(&mut self.explicit));
    }

    /// The numbers of a row's words.
    #[must_use]
    pub fn words(&self, row: u32) -> &[u32] {
        let start = self.start(row as usize);
        &self.words[start..start + words_in(self.heads[row as usize])]
    }

    /// Where a row's words begin.
    fn start(&self, row: usize) -> usize {
        let block = row / BLOCK;
        let before = &self.heads[block * BLOCK..row];
        self.blocks[block] as usize + before.iter().map(|head| words_in(*head)).sum::<usize>()
    }

    /// Hands out the numbers of the words of all these rows, one row after the other.
    pub fn each(&self, rows: std::ops::Range<u32>, mut take: impl FnMut(u32, &[u32])) {
        if rows.is_empty() {
            return;
        }
        let mut start = self.start(rows.start as usize);
        let heads = &self.heads[rows.start as usize..rows.end as usize];
        for (row, head) in rows.zip(heads) {
            let end = start + words_in(*head);
            take(row, &self.words[start..end]);
            start = end;
        }
    }

    #[must_use]
    pub fn birth(&self, row: u32) -> u32 {
        birth_in(self.heads[row as usize])
    }

    #[must_use]
    pub fn kind(&self, row: u32) -> Kind {
        kind_of(self.heads[row as usize] >> 30)
    }

    #[must_use]
    pub fn country(&self, row: u32) -> u16 {
        self.countries[row as usize]
    }

    #[must_use]
    pub fn key(&self, row: u32) -> u64 {
        match &self.keys {
            Keys::Dense { first } => first.wrapping_add(u64::from(row)),
            Keys::Near { first, above } => first + u64::from(above[row as usize]),
            Keys::Ascending(keys) | Keys::Any(keys) => keys[row as usize],
        }
    }

    /// The rows of a key.
    #[must_use]
    pub fn rows_of(&self, key: u64) -> Vec<u32> {
        match &self.keys {
            Keys::Dense { first } => {
                let row = key.wrapping_sub(*first);
                if row < self.heads.len() as u64 { vec![row as u32] } else { Vec::new() }
            }
            Keys::Ascending(keys) => {
                let from = keys.partition_point(|known| *known < key);
                let count = keys[from..].iter().take_while(|known| **known == key).count();
                (from as u32..(from + count) as u32).collect()
            }
            // Entries are taken back seldom, and a look at every key costs no memory for all time.
            Keys::Near { first, above } => {
                let sought = key.checked_sub(*first).and_then(|above| u32::try_from(above).ok());
                sought.map_or(Vec::new(), |sought| places(above, sought))
            }
            Keys::Any(keys) => places(keys, key),
        }
    }

    /// Appends another's rows, whose numbers mean other words, births and countries here.
    pub fn append(&mut self, other: &Rows, maps: &Maps) {
        let from = self.heads.len();
        (0..other.len() as u32).for_each(|row| {
            self.push_key(other.key_unsealed(row), from as u64 + u64::from(row));
        });
        let mut end = self.words.len();
        self.heads.reserve_exact(other.len());
        for head in &other.heads {
            if self.heads.len().is_multiple_of(BLOCK) {
                self.blocks.push(end as u32);
            }
            end += words_in(*head);
            let birth = maps.births[birth_in(*head) as usize] % BIRTHS_MAX as u32;
            self.heads.push(head & !(BIRTHS_MAX as u32 - 1) | birth);
        }
        self.words.reserve_exact(other.words.len());
        self.words.extend(other.words.iter().map(|word| maps.words[*word as usize]));
        let country = |country: &u16| maps.countries[usize::from(*country)] as u16;
        self.countries.reserve_exact(other.countries.len());
        self.countries.extend(other.countries.iter().map(country));
    }

    /// The same rows in another order, not yet sealed, laid out by so many threads.
    #[must_use]
    pub fn reordered(self, order: &[u32], threads: usize) -> Rows {
        if order.is_sorted() {
            return self;
        }
        let share = order.len().div_ceil(threads.max(1)).next_multiple_of(BLOCK);
        let mut rows = Rows {
            heads: vec![0; order.len()],
            blocks: vec![0; order.len().div_ceil(BLOCK)],
            words: vec![0; self.words.len()],
            countries: vec![0; order.len()],
            keys: Keys::Ascending(Vec::new()),
            explicit: vec![0; order.len()],
        };
        let shares = order
            .chunks(share)
            .zip(rows.heads.chunks_mut(share))
            .zip(rows.countries.chunks_mut(share))
            .zip(rows.explicit.chunks_mut(share))
            .zip(rows.blocks.chunks_mut(share / BLOCK));
        let (mut left, mut first) = (&mut rows.words[..], 0);
        std::thread::scope(|scope| {
            for ((((order, heads), countries), keys), blocks) in shares {
                let count = order.iter().map(|row| words_in(self.heads[*row as usize])).sum();
                let (words, rest) = std::mem::take(&mut left).split_at_mut(count);
                let share = Share { first, order, heads, blocks, words, countries, keys };
                (left, first) = (rest, first + count);
                let rows = &self;
                scope.spawn(move || share.fill(rows));
            }
        });
        rows
    }

    fn key_unsealed(&self, row: u32) -> u64 {
        if self.explicit.is_empty() { self.key(row) } else { self.explicit[row as usize] }
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.u32s(&self.heads);
        out.u32s(&self.words);
        out.u16s(&self.countries);
        match &self.keys {
            Keys::Dense { first } => {
                out.number(0);
                out.number(*first);
            }
            Keys::Near { first, above } => {
                out.number(2);
                out.number(*first);
                out.u32s(above);
            }
            Keys::Ascending(keys) | Keys::Any(keys) => {
                out.number(1);
                out.u64s(keys);
            }
        }
    }

    pub(super) fn read(from: &mut Reader) -> Result<Rows, Error> {
        let (heads, words, countries) = (from.u32s()?, from.u32s()?, from.u16s()?);
        let mut rows = Rows { heads, words, countries, ..Rows::default() };
        match from.number()? {
            0 => rows.keys = Keys::Dense { first: from.number()? },
            1 => rows.keys = Keys::of(from.u64s()?),
            2 => rows.keys = Keys::Near { first: from.number()?, above: from.u32s()? },
            _ => return Err(Error::Bytes("keys")),
        }
        if !rows.keys.fit(rows.heads.len()) {
            return Err(Error::Bytes("keys"));
        }
        let mut start = 0_u64;
        for block in rows.heads.chunks(BLOCK) {
            rows.blocks.push(start as u32);
            start += block.iter().map(|head| words_in(*head) as u64).sum::<u64>();
        }
        if start != rows.words.len() as u64 || rows.countries.len() != rows.heads.len() {
            return Err(Error::Bytes("rows"));
        }
        rows.seal();
        Ok(rows)
    }

    /// Whether every number in a row has a word, a birth and a country behind it.
    pub(super) fn within(&self, words: &Vocabulary, births: usize, countries: usize) -> bool {
        self.words.iter().all(|word| (*word as usize) < words.len())
            && (0..self.len() as u32).all(|row| (self.birth(row) as usize) < births)
            && self.countries.iter().all(|country| usize::from(*country) < countries)
    }
}

/// The words of the row of a head.
fn words_in(head: u32) -> usize {
    ((head >> 24) & 63) as usize
}

/// The birth of the row of a head.
fn birth_in(head: u32) -> u32 {
    head & (BIRTHS_MAX as u32 - 1)
}

/// Rows that one thread lays out in another order.
struct Share<'rows> {
    /// Where their words begin among all.
    first: usize,
    order: &'rows [u32],
    heads: &'rows mut [u32],
    blocks: &'rows mut [u32],
    words: &'rows mut [u32],
    countries: &'rows mut [u16],
    keys: &'rows mut [u64],
}

impl Share<'_> {
    /// Column by column, so that many reads of memory are under way at once.
    fn fill(self, rows: &Rows) {
        let order = || self.order.iter().map(|row| *row as usize);
        self.heads.iter_mut().zip(order()).for_each(|(head, row)| *head = rows.heads[row]);
        let countries = self.countries.iter_mut().zip(order());
        countries.for_each(|(country, row)| *country = rows.countries[row]);
        let keys = self.keys.iter_mut().zip(self.order);
        keys.for_each(|(key, row)| *key = rows.key_unsealed(*row));
        let mut end = 0;
        let blocks = self.blocks.iter_mut();
        for ((order, heads), block) in
            self.order.chunks(BLOCK).zip(self.heads.chunks(BLOCK)).zip(blocks)
        {
            *block = (self.first + end) as u32;
            let mut starts = [0; BLOCK];
            for (start, row) in starts.iter_mut().zip(order) {
                *start = rows.start(*row as usize);
            }
            for (start, head) in starts.iter().zip(heads) {
                let count = words_in(*head);
                self.words[end..end + count].copy_from_slice(&rows.words[*start..start + count]);
                end += count;
            }
        }
    }
}

/// What the numbers of one builder are in another.
#[derive(Debug, Default)]
pub struct Maps {
    pub words: Vec<u32>,
    pub births: Vec<u32>,
    pub countries: Vec<u32>,
}

/// Whether a birth column of this many values still fits.
#[must_use]
pub fn births_fit(births: usize) -> bool {
    births < BIRTHS_MAX
}
