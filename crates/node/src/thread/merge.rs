//! Threads of several audiences in one order. Of each audience a few are read at a time, so that a
//! page reads little more than it shows however many audiences there are.

use std::collections::VecDeque;

use record::RecordId;

use crate::Error;
use crate::store::Store;
use crate::store::thread::Ask;

/// Read of an audience at first; whoever has the newest threads is read further in larger parts.
const FIRST: u32 = 4;
const PART_MAX: u32 = 64;

/// What is left of one audience.
struct Lane {
    audience: i64,
    read: VecDeque<(RecordId, i64)>,
    /// The place that was read last.
    after: Option<i64>,
    part: u32,
    ended: bool,
}

pub struct Merge<'a> {
    store: &'a Store,
    ask: &'a Ask,
    lanes: Vec<Lane>,
}

impl<'a> Merge<'a> {
    /// From a place of the order on.
    pub fn of(store: &'a Store, ask: &'a Ask, audiences: &[i64], after: Option<i64>) -> Self {
        let lane = |audience: &i64| Lane {
            audience: *audience,
            read: VecDeque::new(),
            after,
            part: FIRST,
            ended: false,
        };
        Self { store, ask, lanes: audiences.iter().map(lane).collect() }
    }

    /// The next thread and its place.
    pub fn next(&mut self) -> Result<Option<(RecordId, i64)>, Error> {
        for lane in &mut self.lanes {
            lane.fill(self.store, self.ask)?;
        }
        self.lanes.retain(|lane| !lane.read.is_empty());
        let order = |place: i64| if self.ask.key.descends() { -place } else { place };
        let first = |lane: &&mut Lane| lane.read.front().map(|(_, place)| order(*place));
        let lane = self.lanes.iter_mut().min_by_key(first);
        Ok(lane.and_then(|lane| lane.read.pop_front()))
    }
}

impl Lane {
    fn fill(&mut self, store: &Store, ask: &Ask) -> Result<(), Error> {
        if self.ended || !self.read.is_empty() {
            return Ok(());
        }
        let read = store.threads_of(ask, self.audience, self.after, self.part)?;
        self.ended = read.len() < self.part as usize;
        self.after = read.last().map(|(_, place)| *place).or(self.after);
        self.part = (self.part * 4).min(PART_MAX);
        self.read = read.into();
        Ok(())
    }
}
