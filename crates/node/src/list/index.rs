//! What proposes entries for a name: a set of segments a list, and one of our records. They are
//! read from their files, or made from the store, when somebody first asks.

mod kept;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use screen::find::list::Search;
use screen::find::{Builder, Cut, Entry, Hit, Judge, List, Query, Segment};
use screen::name::Words;

use super::entity::Entity;
use crate::Error;
use crate::store::Store;
use crate::store::segment::{Segments, Span};
use kept::next;

/// The number under which our records stand beside lists.
pub const RECORDS: i64 = 0;
/// Searches with buffers that are kept for a list.
const SEARCHES_KEPT: usize = 8;
/// A list of so few entries is saved whole with every update.
const SMALL: usize = 200_000;
/// Rows read from the store at once.
const STEP: u32 = 10_000;

/// What changes an index.
#[derive(Clone, Debug)]
pub enum Change {
    /// None where it has no name: only its numbers find it.
    Add(i64, u64, Option<Entry>),
    Remove(i64, u64),
}

#[derive(Default)]
enum State {
    #[default]
    Unread,
    /// What changes meanwhile waits.
    Reading(Vec<Change>),
    Ready(HashMap<i64, Arc<Index>>),
}

/// Every index of a node.
#[derive(Default)]
pub struct Lists {
    pub files: Segments,
    state: RwLock<State>,
    reading: Mutex<()>,
    /// Lists that are being updated.
    busy: Mutex<Vec<i64>>,
    /// Something has arrived that standing questions were not asked of.
    arrived: AtomicBool,
    /// A list of so few entries is saved whole with every update.
    small: usize,
    /// Words of names that questions have met.
    words: Mutex<Vec<Words>>,
}

/// One list's segments, and searches that have their buffers.
#[derive(Default)]
pub struct Index {
    list: List,
    searches: Mutex<Vec<(View, Search)>>,
}

type View = Arc<Vec<Arc<Segment>>>;

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind the locks is exchanged whole, so a thread that died left nothing half done.
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A list that this update has to itself.
pub struct Hold<'a> {
    lists: &'a Lists,
    list: i64,
}

impl Drop for Hold<'_> {
    fn drop(&mut self) {
        held(&self.lists.busy).retain(|list| *list != self.list);
    }
}

impl Index {
    pub fn of(segments: Vec<Segment>) -> Self {
        Self { list: List::of(segments), searches: Mutex::default() }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What a name may be, the likeliest first.
    pub fn search(&self, query: &Query, cut: Cut, judge: &Judge) -> Vec<Hit> {
        let view = self.list.view();
        let kept = held(&self.searches).pop().filter(|(of, _)| Arc::ptr_eq(of, &view));
        let (view, mut search) = kept.unwrap_or_else(|| (view.clone(), Search::new(view)));
        let hits = search.hits(query, cut, judge);
        let mut searches = held(&self.searches);
        if searches.len() < SEARCHES_KEPT {
            searches.push((view, search));
        }
        hits
    }

    fn change(&self, change: Change) {
        let done = match change {
            Change::Add(_, key, entry) => {
                self.list.remove(key);
                entry.map_or(Ok(()), |entry| self.list.insert(std::slice::from_ref(&entry)))
            }
            Change::Remove(_, key) => {
                self.list.remove(key);
                Ok(())
            }
        };
        if let Err(error) = done {
            tracing::error!(%error, "an entry of a list is not found by name");
        }
    }
}

impl Lists {
    pub fn at(files: Segments) -> Self {
        Self::keeping(files, SMALL)
    }

    /// The same, where lists of other sizes are saved whole.
    pub fn keeping(files: Segments, small: usize) -> Self {
        // What arrived before the node stopped may not have been asked of.
        Self { files, small, arrived: AtomicBool::new(true), ..Self::default() }
    }

    /// Words that were read for other questions; whoever takes them gives them back.
    pub fn words(&self) -> Words {
        held(&self.words).pop().unwrap_or_default()
    }

    pub fn keep_words(&self, words: Words) {
        let mut kept = held(&self.words);
        if kept.len() < SEARCHES_KEPT {
            kept.push(words);
        }
    }

    pub fn arrived(&self) {
        self.arrived.store(true, Ordering::Release);
    }

    /// Whether something has arrived since this was last asked.
    pub fn take_arrived(&self) -> bool {
        self.arrived.swap(false, Ordering::AcqRel)
    }

    /// A list for one update at a time.
    pub fn hold(&self, list: i64) -> Result<Hold<'_>, Error> {
        let mut busy = held(&self.busy);
        if busy.contains(&list) {
            return Err(Error::Busy("the list is being updated"));
        }
        busy.push(list);
        Ok(Hold { lists: self, list })
    }

    /// A list's index, where it was read.
    pub fn index(&self, list: i64) -> Option<Arc<Index>> {
        match &*self.state.read().unwrap_or_else(PoisonError::into_inner) {
            State::Ready(all) => all.get(&list).cloned(),
            _ => None,
        }
    }

    /// Puts an index in a list's place, or takes it away.
    pub fn set(&self, list: i64, index: Option<Arc<Index>>) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if let State::Ready(all) = &mut *state {
            match index {
                Some(index) => drop(all.insert(list, index)),
                None => drop(all.remove(&list)),
            }
        }
    }

    /// Adds and removes what a commit has changed.
    pub fn apply(&self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        self.arrived();
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let all = match &mut *state {
            // Whoever reads the store later finds it there.
            State::Unread => return,
            State::Reading(waiting) => return waiting.extend(changes),
            State::Ready(all) => all.clone(),
        };
        drop(state);
        apply_to(&all, changes);
    }

    /// Reads every index, unless that was done. Whoever comes meanwhile waits.
    pub fn read(&self, store: &Store) -> Result<(), Error> {
        if self.is_ready() {
            return Ok(());
        }
        let _reading = held(&self.reading);
        if self.is_ready() {
            return Ok(());
        }
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State::Reading(Vec::new());
        let made = self.read_all(store);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        match made {
            Ok(all) => {
                let before = std::mem::replace(&mut *state, State::Ready(all.clone()));
                if let State::Reading(waiting) = before {
                    apply_to(&all, waiting);
                }
                Ok(())
            }
            Err(error) => {
                *state = State::Unread;
                Err(error)
            }
        }
    }

    pub fn is_ready(&self) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        matches!(&*state, State::Ready(_))
    }

    fn read_all(&self, store: &Store) -> Result<HashMap<i64, Arc<Index>>, Error> {
        let mut all = HashMap::new();
        let spans = self.files.spans()?;
        let lists = store.lists()?;
        for span in spans.iter().filter(|span| lists.iter().all(|one| one.list != span.list)) {
            self.files.remove(span);
        }
        for list in lists {
            let own: Vec<Span> = spans.iter().filter(|s| s.list == list.list).copied().collect();
            let index = self.read_list(store, list.list, own)?;
            all.insert(list.list, Arc::new(index));
        }
        all.insert(RECORDS, Arc::new(read_records(store)?));
        Ok(all)
    }

    /// From its files as far as they fit the store, and from the store what they do not have.
    fn read_list(&self, store: &Store, list: i64, spans: Vec<Span>) -> Result<Index, Error> {
        let (mut segments, mut after) = (Vec::new(), 0);
        while let Some(span) = next(&spans, after) {
            let known = store.has_list_stamp(list, span.last, &span.stamp)?;
            let read = match known {
                true => self.files.read(&span),
                false => Err(Error::Usage("it is of another past".into())),
            };
            let read = read.and_then(|bytes| {
                Segment::from_bytes(&bytes).map_err(|error| Error::Usage(error.to_string()))
            });
            match read {
                Ok(segment) => segments.push(segment),
                Err(error) => {
                    tracing::warn!(list, %error, "a segment is made anew");
                    self.files.remove(&span);
                    break;
                }
            }
            after = span.last;
        }
        let kept = after;
        let mut builder = Builder::default();
        loop {
            let rows = store.list_entries(list, after, STEP)?;
            let Some(last) = rows.last() else { break };
            after = last.key;
            for row in &rows {
                push(&mut builder, row.key, &row.body)?;
            }
        }
        if !builder.is_empty() {
            let made = builder.finish(threads());
            self.save_made(store, (list, kept), &made)?;
            segments.push(made);
        }
        let index = Index::of(segments);
        for key in store.list_gone(list)?.into_iter().filter(|key| *key <= kept) {
            index.list.remove(key as u64);
        }
        Ok(index)
    }
}

pub fn push(builder: &mut Builder, key: i64, body: &[u8]) -> Result<(), Error> {
    match Entity::from_bytes(body)?.entry(key as u64) {
        Some(entry) => builder.push(&entry).map_err(|error| Error::Usage(error.to_string())),
        None => Ok(()),
    }
}

/// Threads that compute at once. Asked of the system once: it opens files to know.
pub fn threads() -> usize {
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| std::thread::available_parallelism().map_or(1, usize::from))
}

fn read_records(store: &Store) -> Result<Index, Error> {
    let (mut builder, mut after) = (Builder::default(), 0);
    loop {
        let rows = store.listed_after(after, STEP)?;
        let Some((last, _)) = rows.last() else { break };
        after = *last;
        for (row, body) in &rows {
            push(&mut builder, *row, body)?;
        }
    }
    let segments = if builder.is_empty() { vec![] } else { vec![builder.finish(threads())] };
    Ok(Index::of(segments))
}

fn apply_to(all: &HashMap<i64, Arc<Index>>, changes: Vec<Change>) {
    for change in changes {
        let list = match &change {
            Change::Add(list, ..) | Change::Remove(list, _) => *list,
        };
        if let Some(index) = all.get(&list) {
            index.change(change);
        }
    }
}

impl Index {
    /// Adds a segment of entries that an update has staged.
    pub fn add(&self, segment: Segment) {
        self.list.add(segment);
    }

    pub fn insert(&self, entries: &[Entry]) -> Result<(), Error> {
        self.list.insert(entries).map_err(|error| Error::Usage(error.to_string()))
    }

    pub fn remove(&self, key: i64) {
        self.list.remove(key as u64);
    }
}
