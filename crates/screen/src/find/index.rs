//! The postings of a segment: for each family the rows that have it.
//!
//! A family that very many rows have is cut into compound lists: one for each code of another part,
//! so that 'Kim' with 'Chol' is read without reading every 'Kim'. Inside each list rows ascend,
//! which is the order of their birth dates.

use std::sync::atomic::{AtomicU64, Ordering};

use super::bytes::{Reader, Writer};
use super::error::Error;
use super::lexicon::{Lexicon, PARTS_MAX};
use super::posting::{CODES, NONE, OTHERS, SEVERAL, code, pack, row};
use super::row::Rows;

/// A family that fewer rows have is never cut.
const HEAVY_ROWS: u32 = 8_192;
/// … nor one that is rarer than one row in so many.
const HEAVY_SHARE: usize = 1_024;
/// Places from here on are numbers of heavy families: a row has so few parts that there are fewer.
const HEAVY_FROM: u32 = u32::MAX - (PARTS_MAX * HEAVY_SHARE) as u32;

/// Lists of postings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// Where each family's postings start.
    starts: Vec<u32>,
    /// Families cut into compound lists, ascending.
    heavy: Vec<u32>,
    /// Rows of each heavy family: its postings repeat a row once for each other part.
    heavy_rows: Vec<u32>,
    /// For each heavy family, where each code's list starts.
    heavy_starts: Vec<u32>,
    postings: Vec<u64>,
}

/// The rows and words from which an index is made.
#[derive(Clone, Copy)]
pub struct Source<'segment> {
    pub rows: &'segment Rows,
    pub lexicon: &'segment Lexicon,
    pub threads: usize,
}

impl Source<'_> {
    /// Hands out the families of all these rows, one row after the other.
    fn each(&self, rows: std::ops::Range<u32>, mut take: impl FnMut(u32, &[u32])) {
        self.rows.each(rows, |row, words| take(row, self.lexicon.of(words).as_slice()));
    }

    /// The rows, one share for each thread.
    fn shares(&self) -> impl Iterator<Item = std::ops::Range<u32>> {
        let (rows, threads) = (self.rows.len() as u32, self.threads as u32);
        let share = rows.div_ceil(threads).max(1);
        let from = move |thread: u32| thread.saturating_mul(share).min(rows);
        (0..threads).map(move |thread| from(thread)..from(thread + 1))
    }
}

impl Index {
    /// Reads all rows three times: to count, to count compounds, to write.
    #[must_use]
    pub fn build(source: Source) -> Index {
        let shares = count_rows(source);
        let counts = sums(&shares);
        let limit = HEAVY_ROWS.max((source.rows.len() / HEAVY_SHARE) as u32);
        let heavy: Vec<u32> =
            (0..counts.len() as u32).filter(|family| counts[*family as usize] > limit).collect();
        let compounds = count_compounds(source, &counts, &heavy);
        let mut index = Index {
            heavy_rows: heavy.iter().map(|family| counts[*family as usize]).collect(),
            heavy,
            ..Index::default()
        };
        let total = index.lay_out(&counts, &sums(&compounds));
        let places = index.places(shares, compounds);
        index.postings = write_postings(source, &counts, places, total);
        index
    }

    /// Where each list starts. Answers how many postings there are.
    fn lay_out(&mut self, counts: &[u32], compounds: &[u32]) -> usize {
        let mut next = 0_u32;
        let mut heavy = 0;
        self.starts = Vec::with_capacity(counts.len() + 1);
        self.heavy_starts = Vec::with_capacity(self.heavy.len() * (CODES + 1));
        for (family, count) in counts.iter().enumerate() {
            self.starts.push(next);
            if self.heavy.get(heavy) == Some(&(family as u32)) {
                for compound in &compounds[heavy * CODES..(heavy + 1) * CODES] {
                    self.heavy_starts.push(next);
                    next += compound;
                }
                self.heavy_starts.push(next);
                heavy += 1;
            } else {
                next += count;
            }
        }
        self.starts.push(next);
        next as usize
    }

    /// Where each share of the rows writes its postings, from what it has counted: behind those of
    /// the shares before it.
    fn places(&self, mut counts: Vec<Vec<u32>>, mut compounds: Vec<Vec<u32>>) -> Vec<Places> {
        for (family, start) in self.starts[..self.starts.len() - 1].iter().enumerate() {
            behind(&mut counts, family, *start);
        }
        for (heavy, family) in self.heavy.iter().enumerate() {
            let mark = HEAVY_FROM + heavy as u32;
            counts.iter_mut().for_each(|next| next[*family as usize] = mark);
            for code in 0..CODES {
                let start = self.heavy_starts[heavy * (CODES + 1) + code];
                behind(&mut compounds, heavy * CODES + code, start);
            }
        }
        compounds.resize(counts.len(), Vec::new());
        counts.into_iter().zip(compounds).map(|(next, heavy)| Places { next, heavy }).collect()
    }

    fn heavy_place(&self, family: u32) -> Option<usize> {
        self.heavy.binary_search(&family).ok()
    }

    /// How many rows have a family.
    #[must_use]
    pub fn rows(&self, family: u32) -> u32 {
        let count = self.starts[family as usize + 1] - self.starts[family as usize];
        if count <= HEAVY_ROWS {
            return count;
        }
        self.heavy_place(family).map_or(count, |at| self.heavy_rows[at])
    }

    /// Where a family's postings are.
    #[must_use]
    pub fn range(&self, family: u32) -> std::ops::Range<u32> {
        self.starts[family as usize]..self.starts[family as usize + 1]
    }

    /// The postings at these places.
    #[must_use]
    pub fn postings(&self, places: std::ops::Range<usize>) -> &[u64] {
        &self.postings[places]
    }

    /// A family's lists, if it is cut into compound ones.
    #[must_use]
    pub fn heavy(&self, family: u32) -> Option<Lists<'_>> {
        let range = self.range(family);
        if range.len() <= HEAVY_ROWS as usize {
            return None;
        }
        let at = self.heavy_place(family)?;
        let starts = &self.heavy_starts[at * (CODES + 1)..(at + 1) * (CODES + 1)];
        let all = &self.postings[range.start as usize..range.end as usize];
        Some(Lists { all, first: range.start, starts })
    }

    pub(super) fn write(&self, out: &mut Writer) {
        for column in [&self.starts, &self.heavy, &self.heavy_rows, &self.heavy_starts] {
            out.u32s(column);
        }
        out.u64s(&self.postings);
    }

    pub(super) fn read(from: &mut Reader, families: u32, rows: usize) -> Result<Index, Error> {
        let mut column = || from.u32s();
        let (starts, heavy) = (column()?, column()?);
        let (heavy_rows, heavy_starts) = (column()?, column()?);
        let index = Index { starts, heavy, heavy_rows, heavy_starts, postings: from.u64s()? };
        match index.is_sound(families, rows) {
            true => Ok(index),
            false => Err(Error::Bytes("postings")),
        }
    }

    fn is_sound(&self, families: u32, rows: usize) -> bool {
        let ascending = |starts: &[u32]| starts.windows(2).all(|pair| pair[0] <= pair[1]);
        let within = |at: usize, family: &u32| {
            let starts = &self.heavy_starts[at * (CODES + 1)..(at + 1) * (CODES + 1)];
            let family = *family as usize;
            ascending(starts)
                && self.starts.get(family) == starts.first()
                && self.starts.get(family + 1) == starts.last()
        };
        self.starts.len() == families as usize + 1
            && ascending(&self.starts)
            && self.starts.last().is_some_and(|end| *end as usize == self.postings.len())
            && self.heavy.is_sorted()
            && self.heavy_rows.len() == self.heavy.len()
            && self.heavy_starts.len() == self.heavy.len() * (CODES + 1)
            && self.heavy.iter().enumerate().all(|(at, family)| within(at, family))
            && self.postings.iter().all(|posting| (row(*posting) as usize) < rows)
    }
}

/// The postings of a heavy family.
#[derive(Debug, Clone, Copy)]
pub struct Lists<'index> {
    all: &'index [u64],
    first: u32,
    starts: &'index [u32],
}

impl<'index> Lists<'index> {
    /// The rows that have another part with this code.
    #[must_use]
    pub fn compound(&self, code: u16) -> &'index [u64] {
        let code = usize::from(code) % CODES;
        let [from, to] = [code, code + 1].map(|code| (self.starts[code] - self.first) as usize);
        &self.all[from..to]
    }
}

/// Where one share of the rows writes its next postings.
struct Places {
    /// For each family, or from [`HEAVY_FROM`] on which of the heavy ones it is.
    next: Vec<u32>,
    /// For each heavy family and each code.
    heavy: Vec<u32>,
}

/// Each thread writes the postings of its own share of the rows. No two write to one place, which
/// only the numbers show; so the places are such as threads may share.
fn write_postings(source: Source, counts: &[u32], places: Vec<Places>, total: usize) -> Vec<u64> {
    let postings: Vec<AtomicU64> = vec![0; total].into_iter().map(AtomicU64::new).collect();
    std::thread::scope(|scope| {
        for (rows, places) in source.shares().zip(places) {
            let postings = &postings;
            scope.spawn(move || places.write(source, counts, rows, postings));
        }
    });
    // The same memory: nothing is copied.
    postings.into_iter().map(AtomicU64::into_inner).collect()
}

impl Places {
    fn write(
        mut self,
        source: Source,
        counts: &[u32],
        rows: std::ops::Range<u32>,
        into: &[AtomicU64],
    ) {
        source.each(rows, |row, families| {
            for (at, family) in families.iter().enumerate() {
                let posting = pack(row, codes(families, at, counts));
                let next = &mut self.next[*family as usize];
                if *next < HEAVY_FROM {
                    into[*next as usize].store(posting, Ordering::Relaxed);
                    *next += 1;
                    continue;
                }
                let lists = (*next - HEAVY_FROM) as usize * CODES;
                for code in compound_codes(families, at).as_slice() {
                    let next = &mut self.heavy[lists + usize::from(*code)];
                    into[*next as usize].store(posting, Ordering::Relaxed);
                    *next += 1;
                }
            }
        });
    }
}

/// Makes of what each share has counted at a place where it begins.
fn behind(shares: &mut [Vec<u32>], at: usize, mut start: u32) {
    for share in shares {
        start += std::mem::replace(&mut share[at], start);
    }
}

/// The three rarest of a row's other parts; where there are more, one place says so.
fn codes(families: &[u32], at: usize, counts: &[u32]) -> [u16; OTHERS] {
    let mut others = [0_u32; PARTS_MAX];
    let mut count = 0;
    for (place, family) in families.iter().enumerate() {
        if place != at {
            others[count] = *family;
            count += 1;
        }
    }
    let others = &mut others[..count];
    let mut codes = [NONE; OTHERS];
    if count > OTHERS {
        others.sort_unstable_by_key(|family| counts[*family as usize]);
        codes[OTHERS - 1] = SEVERAL;
    }
    let named = if count > OTHERS { OTHERS - 1 } else { count };
    for (place, family) in codes.iter_mut().zip(&others[..named]) {
        *place = code(*family);
    }
    codes
}

/// The codes under which a heavy family files a row: each other part's, once.
struct CompoundCodes {
    all: [u16; PARTS_MAX],
    count: usize,
}

impl CompoundCodes {
    fn as_slice(&self) -> &[u16] {
        &self.all[..self.count]
    }
}

fn compound_codes(families: &[u32], at: usize) -> CompoundCodes {
    let mut codes = CompoundCodes { all: [NONE; PARTS_MAX], count: 0 };
    for (place, family) in families.iter().enumerate() {
        let code = code(*family);
        if place != at && !codes.as_slice().contains(&code) {
            codes.all[codes.count] = code;
            codes.count += 1;
        }
    }
    codes.count = codes.count.max(1);
    codes
}

/// For each share of the rows and each family the rows that have it.
fn count_rows(source: Source) -> Vec<Vec<u32>> {
    let families = source.lexicon.count() as usize;
    in_shares(source, |rows| {
        let mut counts = vec![0_u32; families];
        source.each(rows, |_, families| {
            families.iter().for_each(|family| counts[*family as usize] += 1);
        });
        counts
    })
}

/// For each share of the rows, each heavy family and each code the postings of that compound.
fn count_compounds(source: Source, counts: &[u32], heavy: &[u32]) -> Vec<Vec<u32>> {
    if heavy.is_empty() {
        return Vec::new();
    }
    let mut number = vec![u32::MAX; counts.len()];
    (0..).zip(heavy).for_each(|(heavy, family)| number[*family as usize] = heavy);
    in_shares(source, |rows| {
        let mut compounds = vec![0_u32; heavy.len() * CODES];
        source.each(rows, |_, families| {
            for (at, family) in families.iter().enumerate() {
                let heavy = number[*family as usize];
                if heavy == u32::MAX {
                    continue;
                }
                for code in compound_codes(families, at).as_slice() {
                    compounds[heavy as usize * CODES + usize::from(*code)] += 1;
                }
            }
        });
        compounds
    })
}

/// Counts shares of the rows side by side.
fn in_shares(
    source: Source,
    count: impl Fn(std::ops::Range<u32>) -> Vec<u32> + Sync,
) -> Vec<Vec<u32>> {
    let count = &count;
    std::thread::scope(|scope| {
        let running: Vec<_> =
            source.shares().map(|range| scope.spawn(move || count(range))).collect();
        running.into_iter().map(|thread| thread.join().expect("counting is total")).collect()
    })
}

/// What all shares have counted together.
fn sums(shares: &[Vec<u32>]) -> Vec<u32> {
    let mut shares = shares.iter();
    let mut sum = shares.next().cloned().unwrap_or_default();
    for other in shares {
        sum.iter_mut().zip(other).for_each(|(sum, more)| *sum += more);
    }
    sum
}
