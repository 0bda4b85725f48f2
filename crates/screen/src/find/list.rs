//! A list that is searched while it changes: segments that never change, the newest of them small,
//! exchanged as a whole. A search works on the segments it began with; a row taken back is gone for
//! that search, too.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::ask::{Prepared, Query};
use super::entry::{Entry, Row};
use super::error::Error;
use super::search::{Room, candidates};
use super::segment::{Builder, Segment};

/// Rows of the newest segment.
const HEAD_ROWS: usize = 64;
/// A segment is melted into the one before it once it has this share of its rows.
const MELT_SHARE: usize = 8;
/// An insertion melts no more rows than this; beyond it only [`List::compact`] does.
const MELT_ROWS_MAX: usize = 1 << 18;
/// Rows compared properly for one query.
pub const COMPARED_MAX: usize = 40;

/// Judges a candidate. The list finds; it does not judge.
pub trait Compare {
    /// Even odds are 0.5.
    fn score(&self, query: &Prepared, row: &Row) -> f64;
    /// Sentences, strongest first.
    fn why(&self, query: &Prepared, row: &Row) -> Vec<String>;
}

/// An entry that may be the one asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub entry: u64,
    pub score: f64,
    pub why: Vec<String>,
}

/// Which hits are wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cut {
    pub threshold: f64,
    pub hits_max: usize,
}

type View = Arc<Vec<Arc<Segment>>>;

/// Entries, searchable.
#[derive(Debug, Default)]
pub struct List {
    view: RwLock<View>,
    /// Keys taken back while segments are being made anew; also held by whoever makes them.
    making: Mutex<()>,
    taken: Mutex<Vec<u64>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind the locks is exchanged whole, so a thread that died left nothing half done.
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl List {
    /// A list of these entries.
    pub fn build(entries: impl IntoIterator<Item = Entry>) -> Result<List, Error> {
        let mut builder = Builder::default();
        for entry in entries {
            builder.push(&entry)?;
        }
        Ok(List::of(vec![builder.finish(1)]))
    }

    /// A list of segments made elsewhere, or read from bytes.
    #[must_use]
    pub fn of(segments: Vec<Segment>) -> List {
        let mut segments: Vec<Arc<Segment>> = segments.into_iter().map(Arc::new).collect();
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.len()));
        List { view: RwLock::new(Arc::new(segments)), ..List::default() }
    }

    /// The segments as they are now, the largest first.
    #[must_use]
    pub fn view(&self) -> View {
        self.view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Rows that are not gone.
    #[must_use]
    pub fn len(&self) -> usize {
        self.view().iter().map(|segment| segment.live()).sum()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds entries. They are found by every search that begins afterwards.
    pub fn insert(&self, entries: &[Entry]) -> Result<(), Error> {
        let _making = held(&self.making);
        let mut builder = Builder::default();
        for entry in entries {
            builder.push(entry)?;
        }
        let view = self.view();
        let mut kept = view.len();
        let mut rows = builder.len();
        while kept > 0 && melts(view[kept - 1].len(), rows) {
            kept -= 1;
            rows += view[kept].len();
        }
        self.remake(&view, kept, builder)
    }

    /// Makes one segment of all, without the rows that are gone. For the hours of little work: it
    /// takes as long as building the list.
    pub fn compact(&self) -> Result<(), Error> {
        let _making = held(&self.making);
        let view = self.view();
        self.remake(&view, 0, Builder::default())
    }

    /// Replaces the segments from `kept` on by one with their rows and the builder's.
    fn remake(&self, view: &[Arc<Segment>], kept: usize, added: Builder) -> Result<(), Error> {
        held(&self.taken).clear();
        let mut builder = Builder::default();
        for segment in &view[kept..] {
            segment.pour(&mut builder)?;
        }
        builder.absorb(added)?;
        let made = builder.finish(1);
        let taken = held(&self.taken);
        for key in taken.iter() {
            made.remove(*key);
        }
        let mut segments = view[..kept].to_vec();
        segments.push(Arc::new(made));
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.len()));
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(segments);
        Ok(())
    }

    /// Takes an entry back: no search finds it from now on. Says how many rows it had.
    pub fn remove(&self, key: u64) -> usize {
        let mut taken = held(&self.taken);
        let removed = self.view().iter().map(|segment| segment.remove(key)).sum();
        taken.push(key);
        removed
    }

    /// The entries that may be the one asked for, the likeliest first.
    #[must_use]
    pub fn search(&self, query: &Query, cut: Cut, compare: &impl Compare) -> Vec<Hit> {
        Search::new(self.view()).hits(query, cut, compare)
    }

    /// The same for many queries, a flight's passengers for instance, with one set of buffers.
    #[must_use]
    pub fn search_all(&self, queries: &[Query], cut: Cut, compare: &impl Compare) -> Vec<Vec<Hit>> {
        let mut search = Search::new(self.view());
        queries.iter().map(|query| search.hits(query, cut, compare)).collect()
    }
}

fn melts(older: usize, newer: usize) -> bool {
    let small = older + newer <= HEAD_ROWS;
    small || (older < newer * MELT_SHARE && older + newer <= MELT_ROWS_MAX)
}

/// Searches over one view of a list, by one thread.
#[derive(Debug)]
pub struct Search {
    view: View,
    room: Room,
}

impl Search {
    #[must_use]
    pub fn new(view: View) -> Search {
        Search { view, room: Room::default() }
    }

    /// Candidates of one prepared query: segment, row and promise, the most promising first.
    pub fn candidates(&mut self, query: &Prepared) -> Vec<(i32, usize, u32)> {
        let mut all = Vec::new();
        for (at, segment) in self.view.iter().enumerate() {
            let found = candidates(segment, query, COMPARED_MAX, &mut self.room);
            all.extend(found.iter().map(|candidate| (candidate.promise, at, candidate.row)));
        }
        all.sort_unstable_by(|left, right| right.cmp(left));
        all.truncate(COMPARED_MAX);
        all
    }

    /// The hits of one query.
    pub fn hits(&mut self, query: &Query, cut: Cut, compare: &impl Compare) -> Vec<Hit> {
        let prepared = Prepared::of(query);
        let mut best: Vec<(f64, u64, usize, u32)> = Vec::new();
        let mut name = String::new();
        for (_, at, row) in self.candidates(&prepared) {
            let shown = self.view[at].row(row, &mut name);
            let score = compare.score(&prepared, &shown);
            if score < cut.threshold {
                continue;
            }
            match best.iter_mut().find(|known| known.1 == shown.key) {
                Some(known) if known.0 >= score => {}
                Some(known) => *known = (score, shown.key, at, row),
                None => best.push((score, shown.key, at, row)),
            }
        }
        best.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
        best.truncate(cut.hits_max);
        let hit = |(score, entry, at, row): (f64, u64, usize, u32)| {
            let shown = self.view[at].row(row, &mut name);
            Hit { entry, score, why: compare.why(&prepared, &shown) }
        };
        best.into_iter().map(hit).collect()
    }
}
