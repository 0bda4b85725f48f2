//! What an index keeps in files: whole where a list is small or much of it changed, else what an
//! update has added.

use screen::find::{Builder, Segment};

use super::Lists;
use crate::Error;
use crate::store::Store;
use crate::store::segment::Span;

/// Files of one list before they are made one.
const FILES_MAX: usize = 8;
/// Fewer rows are made from the store again as fast as they are read.
const MADE_MIN: usize = 10_000;
/// Once so many of a list's entries are gone, its files are made anew.
const MELT: usize = 8;

impl Lists {
    /// Keeps what had to be made from the store, so that the next start reads it.
    pub(super) fn save_made(
        &self,
        store: &Store,
        (list, from): (i64, i64),
        made: &Segment,
    ) -> Result<(), Error> {
        let newest = store.list_updates(list, 1)?.pop();
        match newest.filter(|_| made.len() > MADE_MIN && self.files.are_kept()) {
            Some(update) => {
                let span = Span { list, from, last: update.last, stamp: update.stamp };
                self.files.write(&span, &made.to_bytes())
            }
            None => Ok(()),
        }
    }

    /// Saves what an update has changed. `added` is the segment of its new entries, and its rows.
    pub fn save(
        &self,
        span: &Span,
        added: Option<&(Vec<u8>, usize)>,
        gone: usize,
    ) -> Result<bool, Error> {
        let Some(index) = self.index(span.list).filter(|_| self.files.are_kept()) else {
            return Ok(false);
        };
        let spans: Vec<Span> =
            self.files.spans()?.into_iter().filter(|one| one.list == span.list).collect();
        let reaches = reach(&spans);
        let rows = index.list.len();
        let new = added.map_or(0, |(_, rows)| *rows);
        let first = span.from == 0;
        let whole = first
            || rows <= self.small
            || spans.len() >= FILES_MAX
            || new > rows / 2
            || gone > rows / MELT
            || reaches != span.from;
        if !whole {
            // Entries without a name are in no segment: that, too, is said by a file.
            match added {
                Some((bytes, _)) => self.files.write(span, bytes)?,
                None if span.last > span.from => {
                    self.files.write(span, &Builder::default().finish(1).to_bytes())?;
                }
                None => {}
            }
            return Ok(false);
        }
        let view = index.list.view();
        if view.len() > 1 || view.iter().any(|segment| segment.live() < segment.len()) {
            let compacted = index.list.compact();
            compacted.map_err(|error| Error::Usage(error.to_string()))?;
        }
        let bytes = match index.list.view().first() {
            Some(segment) => segment.to_bytes(),
            None => Builder::default().finish(1).to_bytes(),
        };
        let base = Span { from: 0, ..*span };
        self.files.write(&base, &bytes)?;
        // A file of the same name was overwritten.
        let others = spans.iter().filter(|one| (one.from, one.last) != (base.from, base.last));
        others.for_each(|one| self.files.remove(one));
        Ok(true)
    }

    /// Nothing of a list is left in files.
    pub fn remove_files(&self, list: i64) -> Result<(), Error> {
        let spans = self.files.spans()?;
        spans.iter().filter(|one| one.list == list).for_each(|one| self.files.remove(one));
        Ok(())
    }
}

/// The file that goes on after a key; of several the one that reaches farthest.
pub(super) fn next(spans: &[Span], after: i64) -> Option<Span> {
    spans
        .iter()
        .filter(|span| span.from == after && span.last > after)
        .max_by_key(|s| s.last)
        .copied()
}

/// Up to which key files follow each other.
fn reach(spans: &[Span]) -> i64 {
    let mut after = 0;
    while let Some(span) = next(spans, after) {
        after = span.last;
    }
    after
}
