//! The postings of a segment: for each family the rows that have it.
//!
//! A family that very many rows have is cut into compound lists: one for each code of another part,
//! so that 'Kim' with 'Chol' is read without reading every 'Kim'. Inside each list rows ascend,
//! which is the order of their birth dates.

use super::bytes::{Reader, Writer};
use super::error::Error;
use super::lexicon::Lexicon;
use super::posting::{CODES, NONE, OTHERS, SEVERAL, code, pack, row};
use super::row::Rows;

/// A family that fewer rows have is never cut.
const HEAVY_ROWS: u32 = 8_192;
/// … nor one that is rarer than one row in so many.
const HEAVY_SHARE: usize = 1_024;

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
}

impl Index {
    /// Reads all rows three times: to count, to count compounds, to write.
    #[must_use]
    pub fn build(source: Source) -> Index {
        let counts = count_rows(source);
        let limit = HEAVY_ROWS.max((source.rows.len() / HEAVY_SHARE) as u32);
        let heavy: Vec<u32> =
            (0..counts.len() as u32).filter(|family| counts[*family as usize] > limit).collect();
        let compounds = count_compounds(source, &counts, &heavy);
        let mut index = Index {
            heavy_rows: heavy.iter().map(|family| counts[*family as usize]).collect(),
            heavy,
            ..Index::default()
        };
        index.lay_out(&counts, &compounds);
        index.write_postings(source, &counts);
        index
    }

    fn lay_out(&mut self, counts: &[u32], compounds: &[u32]) {
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
        self.postings = vec![0; next as usize];
    }

    /// Each thread writes the postings of its own families.
    fn write_postings(&mut self, source: Source, counts: &[u32]) {
        let total = self.postings.len();
        let mut postings = std::mem::take(&mut self.postings);
        let mut left = postings.as_mut_slice();
        let mut from = 0;
        let layout = &*self;
        std::thread::scope(|scope| {
            for thread in 1..=source.threads {
                let goal = (total * thread / source.threads) as u32;
                let mut to = layout.starts.partition_point(|start| *start < goal);
                if thread == source.threads {
                    to = counts.len();
                }
                let to = to.clamp(from, counts.len());
                let size = (layout.starts[to] - layout.starts[from]) as usize;
                let (mine, rest) = left.split_at_mut(size);
                left = rest;
                let share = from as u32..to as u32;
                from = to;
                scope.spawn(move || layout.write_share(source, counts, share, mine));
            }
        });
        self.postings = postings;
    }

    fn write_share(
        &self,
        source: Source,
        counts: &[u32],
        share: std::ops::Range<u32>,
        mine: &mut [u64],
    ) {
        let base = self.starts[share.start as usize];
        let mut next = self.starts[share.start as usize..share.end as usize].to_vec();
        let mut heavy_next = self.heavy_starts.clone();
        let least = least_heavy(&self.heavy, counts);
        source.each(0..source.rows.len() as u32, |row, families| {
            for (at, family) in families.iter().enumerate() {
                if !share.contains(family) {
                    continue;
                }
                let posting = pack(row, codes(families, at, counts));
                let is_heavy = counts[*family as usize] >= least;
                let Some(heavy) = is_heavy.then(|| self.heavy_place(*family)).flatten() else {
                    let place = &mut next[(family - share.start) as usize];
                    mine[(*place - base) as usize] = posting;
                    *place += 1;
                    continue;
                };
                for code in compound_codes(families, at).as_slice() {
                    let place = &mut heavy_next[heavy * (CODES + 1) + usize::from(*code)];
                    mine[(*place - base) as usize] = posting;
                    *place += 1;
                }
            }
        });
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

/// The three rarest of a row's other parts; where there are more, one place says so.
fn codes(families: &[u32], at: usize, counts: &[u32]) -> [u16; OTHERS] {
    let mut others = [0_u32; super::lexicon::PARTS_MAX];
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
    all: [u16; super::lexicon::PARTS_MAX],
    count: usize,
}

impl CompoundCodes {
    fn as_slice(&self) -> &[u16] {
        &self.all[..self.count]
    }
}

fn compound_codes(families: &[u32], at: usize) -> CompoundCodes {
    let mut codes = CompoundCodes { all: [NONE; super::lexicon::PARTS_MAX], count: 0 };
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

/// For each family the rows that have it.
fn count_rows(source: Source) -> Vec<u32> {
    let families = source.lexicon.count() as usize;
    in_shares(source, |rows| {
        let mut counts = vec![0_u32; families];
        source.each(rows, |_, families| {
            families.iter().for_each(|family| counts[*family as usize] += 1);
        });
        counts
    })
}

/// For each heavy family and each code the postings of that compound.
fn count_compounds(source: Source, counts: &[u32], heavy: &[u32]) -> Vec<u32> {
    if heavy.is_empty() {
        return Vec::new();
    }
    let least = least_heavy(heavy, counts);
    in_shares(source, |rows| {
        let mut compounds = vec![0_u32; heavy.len() * CODES];
        source.each(rows, |_, families| {
            for (at, family) in families.iter().enumerate() {
                if counts[*family as usize] < least {
                    continue;
                }
                let Ok(place) = heavy.binary_search(family) else { continue };
                for code in compound_codes(families, at).as_slice() {
                    compounds[place * CODES + usize::from(*code)] += 1;
                }
            }
        });
        compounds
    })
}

/// Families that fewer rows have are not heavy.
fn least_heavy(heavy: &[u32], counts: &[u32]) -> u32 {
    heavy.iter().map(|family| counts[*family as usize]).min().unwrap_or(u32::MAX)
}

/// Counts shares of the rows side by side and adds up.
fn in_shares(source: Source, count: impl Fn(std::ops::Range<u32>) -> Vec<u32> + Sync) -> Vec<u32> {
    let rows = source.rows.len() as u32;
    let share = rows.div_ceil(source.threads as u32).max(1);
    let ranges = (0..source.threads as u32)
        .map(|thread| (thread * share).min(rows)..(thread.saturating_add(1) * share).min(rows));
    std::thread::scope(|scope| {
        let running: Vec<_> = ranges.map(|range| scope.spawn(|| count(range))).collect();
        let mut done = running.into_iter().map(|thread| thread.join().expect("counting is total"));
        let mut sum = done.next().unwrap_or_default();
        for other in done {
            sum.iter_mut().zip(other).for_each(|(sum, more)| *sum += more);
        }
        sum
    })
}
