//! A list that is searched while it changes: segments that never change, the newest of them small,
//! exchanged as a whole. A search works on the segments it began with; a row taken back is gone for
//! that search, too.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::ask::{Prepared, Query};
use super::entry::Entry;
use super::error::Error;
use super::judge::Judge;
use super::search::{Aim, Candidate, Look, Room};
use super::segment::{Builder, Segment};
use crate::name::{Numbered, Words};
use crate::score::scorer::SeenNames;
use crate::subject::Subject;

/// Rows of the newest segment.
const HEAD_ROWS: usize = 64;
/// A segment is melted into the one before it once it has this share of its rows.
const MELT_SHARE: usize = 8;
/// An insertion melts no more rows than this; beyond it only [`List::compact`] does.
const MELT_ROWS_MAX: usize = 1 << 18;
/// Rows compared properly for one query.
pub const COMPARED_MAX: usize = 40;
/// Rows compared one after another without a hit, then the less promising ones are left alone.
const IN_VAIN_MAX: usize = 12;

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

    /// Adds a segment made elsewhere, of entries that are too many to insert. They are found by
    /// every search that begins afterwards.
    pub fn add(&self, segment: Segment) {
        let _making = held(&self.making);
        let mut segments = self.view().to_vec();
        segments.push(Arc::new(segment));
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.len()));
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(segments);
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
    pub fn search(&self, query: &Query, cut: Cut, judge: &Judge) -> Vec<Hit> {
        Search::new(self.view()).hits(query, cut, judge)
    }

    /// The same for many queries, a flight's passengers for instance, with one set of buffers.
    #[must_use]
    pub fn search_all(&self, queries: &[Query], cut: Cut, judge: &Judge) -> Vec<Vec<Hit>> {
        let mut search = Search::new(self.view());
        queries.iter().map(|query| search.hits(query, cut, judge)).collect()
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
    /// One for each segment.
    rooms: Vec<Room>,
    /// What each segment would hand out next.
    next: Vec<Option<Candidate>>,
    words: Words,
    numbered: Vec<Numbered>,
    seen: SeenNames,
}

/// A hit before it is told.
struct Found {
    score: f64,
    key: u64,
    subject: Subject,
}

impl Search {
    #[must_use]
    pub fn new(view: View) -> Search {
        let rooms = view.iter().map(|_| Room::default()).collect();
        let numbered = view.iter().map(|_| Numbered::default()).collect();
        let (words, seen) = (Words::default(), SeenNames::default());
        Search { view, rooms, next: Vec::new(), words, numbered, seen }
    }

    /// Candidates of one prepared query: promise, segment and row, the most promising first.
    pub fn candidates(&mut self, query: &Prepared, aim: Aim) -> Vec<(i32, usize, u32)> {
        self.begin(query, aim);
        std::iter::from_fn(|| self.next(query, aim)).take(aim.most).collect()
    }

    fn begin(&mut self, query: &Prepared, aim: Aim) {
        self.next.clear();
        for (segment, room) in self.view.iter().zip(&mut self.rooms) {
            let look = Look { segment, query, aim };
            room.begin(look);
            self.next.push(room.next(look));
        }
    }

    fn next(&mut self, query: &Prepared, aim: Aim) -> Option<(i32, usize, u32)> {
        let waiting = self.next.iter().enumerate();
        let (promise, at, row) =
            waiting.filter_map(|(at, next)| next.map(|next| (next.promise, at, next.row))).max()?;
        let look = Look { segment: &self.view[at], query, aim };
        self.next[at] = self.rooms[at].next(look);
        Some((promise, at, row))
    }

    /// The hits of one query.
    pub fn hits(&mut self, query: &Query, cut: Cut, judge: &Judge) -> Vec<Hit> {
        let prepared = Prepared::of(query, &mut self.words);
        let aim = Aim { scorer: judge.scorer, threshold: cut.threshold, most: COMPARED_MAX };
        let mut best: Vec<Found> = Vec::new();
        let mut seen = std::mem::take(&mut self.seen);
        let mut in_vain = 0;
        self.begin(&prepared, aim);
        // The most promising come first: a few hits more than are told, and the best are there.
        let enough = cut.hits_max + cut.hits_max / 2 + 1;
        for _ in 0..aim.most {
            if best.len() >= enough {
                break;
            }
            let Some((_, at, row)) = self.next(&prepared, aim) else { break };
            let segment = &self.view[at];
            let subject = segment.subject(row, &mut self.numbered[at], &mut self.words);
            let score = judge.score(&prepared, &subject, cut.threshold, &mut seen);
            let Some(score) = score.filter(|score| *score >= cut.threshold) else {
                in_vain += 1;
                if in_vain >= IN_VAIN_MAX {
                    break;
                }
                continue;
            };
            in_vain = 0;
            let found = Found { score, key: segment.rows.key(row), subject };
            match best.iter_mut().find(|known| known.key == found.key) {
                Some(known) if known.score >= score => {}
                Some(known) => *known = found,
                None => best.push(found),
            }
        }
        best.sort_by(|left, right| {
            right.score.total_cmp(&left.score).then(left.key.cmp(&right.key))
        });
        best.truncate(cut.hits_max);
        let told = best.into_iter().map(|Found { score, key, subject }| Hit {
            entry: key,
            score,
            why: judge.why(&prepared, &subject, &mut seen),
        });
        let told = told.collect();
        seen.clear();
        self.seen = seen;
        told
    }
}
