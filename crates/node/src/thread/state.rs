//! Where a thread stands, kept beside it: made anew at the end of every job in which one of its
//! messages came, changed or left, and never read where a reader may list only some of them.

use std::collections::BTreeSet;

use record::kind::message::MessageType;
use record::{Digest, NodeCode, RecordId, Timestamp};

use super::place::place;
use super::wait::{self, ToldWait};
use crate::store::assignment::Holder;
use crate::store::message::MessageRow;
use crate::store::thread::{Key, ThreadState};
use crate::view::Sight;
use crate::{Error, Node};

/// By which terms the deadlines of open requests were counted.
const COUNTED_BY: &str = "derived/threads";
/// Raised with every change of what a thread's row says.
const MAKING: u32 = 1;
/// Threads made anew in one step.
const STEP: u32 = 1_000;

/// What follows from the messages that somebody may list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub newest: i64,
    pub newest_in: Option<i64>,
    pub for_us: Option<i64>,
    pub for_them: Option<i64>,
    /// Something was asked, and nothing is open.
    pub settled: bool,
    pub terms: BTreeSet<String>,
}

impl Facts {
    pub fn of(own: &NodeCode, rows: &[MessageRow], waits: &[ToldWait]) -> Self {
        let mut facts = Self { newest: rows.last().map_or(0, |row| row.record), ..Self::default() };
        let foreign = rows.iter().rev().find(|row| row.name.owner != *own);
        facts.newest_in = foreign.map(|row| row.record);
        facts.settled = !waits.is_empty();
        for told in waits {
            facts.add(own, told);
        }
        facts.terms.extend(rows.iter().map(|row| peer_term(&row.name.owner)));
        facts
    }

    fn add(&mut self, own: &NodeCode, told: &ToldWait) {
        let wait = &told.wait;
        self.terms.extend([peer_term(&wait.asked), peer_term(&wait.asked_by)]);
        self.terms.extend(wait.asks.iter().map(|what| asks_term(what)));
        if !wait.state.is_open() {
            return;
        }
        self.settled = false;
        let place = Some(place(wait.due, told.record));
        let earlier = |known: Option<i64>| known.map_or(place, |known| place.map(|p| p.min(known)));
        if wait.asked == *own {
            self.for_us = earlier(self.for_us);
        } else {
            self.for_them = earlier(self.for_them);
        }
    }

    /// Its place in a list of this order; none where it is not in the list.
    pub fn key(&self, key: Key) -> Option<i64> {
        match key {
            Key::Newest => Some(self.newest),
            Key::NewestIn => self.newest_in,
            Key::ForUs => self.for_us,
            Key::ForThem => self.for_them,
            Key::Due => match (self.for_us, self.for_them) {
                (Some(us), Some(them)) => Some(us.min(them)),
                (us, them) => us.or(them),
            },
        }
    }

    /// Whether something is left to do: what was asked is not settled, and nobody said that he is
    /// done since something came.
    pub fn is_work(&self, holder: Option<&Holder>) -> bool {
        let done = holder.and_then(|holder| holder.done);
        !self.settled && done.is_none_or(|upto| self.newest_in.unwrap_or(0) > upto)
    }
}

pub fn peer_term(peer: &NodeCode) -> String {
    format!("peer:{peer}")
}

pub fn asks_term(what: &str) -> String {
    format!("asks:{what}")
}

/// Makes the rows of the touched threads anew, in the transaction that touched them.
pub fn settle(node: &mut Node) -> Result<(), Error> {
    for thread in node.store.take_touched() {
        make(node, &thread)?;
    }
    Ok(())
}

fn make(node: &Node, thread: &RecordId) -> Result<(), Error> {
    let classes = node.store.thread_classes(thread)?;
    let messages = node.store.thread(&classes, thread, node.config.thread_messages_max)?;
    if messages.rows.is_empty() {
        return node.store.delete_thread(thread);
    }
    // What is said does not depend on the moment: only whether it is late does.
    let sight = Sight { now: Timestamp(i64::MAX), ..node.sight() };
    let asks = messages.rows.iter().any(|row| row.message_type == MessageType::Request);
    let waits = if asks { wait::of_thread(&sight, &messages.rows)? } else { Vec::new() };
    let facts = Facts::of(&node.code, &messages.rows, &waits);
    let holder = node.store.holder(thread)?;
    let state = ThreadState {
        thread: *thread,
        audience: node.store.thread_audience(&classes)?,
        newest: facts.newest,
        newest_in: facts.newest_in,
        for_us: facts.for_us,
        for_them: facts.for_them,
        settled: facts.settled,
        work: facts.is_work(holder.as_ref()),
        officer: holder.as_ref().and_then(|holder| holder.officer.clone()),
        unit: holder.and_then(|holder| holder.unit),
    };
    node.store.set_thread(&state, &facts.terms.into_iter().collect::<Vec<_>>())
}

/// Rows that a new version added for threads that were there before it.
pub fn complete(node: &mut Node) -> Result<(), Error> {
    match node.store.setting(COUNTED_BY)? {
        Some(_) => Ok(()),
        None => make_all(node),
    }
}

/// After a change of the terms or of the calendars: deadlines of open requests are others.
pub fn renew(node: &mut Node) -> Result<(), Error> {
    match node.store.setting(COUNTED_BY)? {
        Some(by) if by == counted_by(node).0 => Ok(()),
        _ => make_all(node),
    }
}

/// The terms, the calendars, and the version with its own zones.
fn counted_by(node: &Node) -> Digest {
    let version = env!("CARGO_PKG_VERSION");
    Digest::of(&[format!("{MAKING} {version} {:?}", node.clocks).as_bytes()])
}

fn make_all(node: &mut Node) -> Result<(), Error> {
    node.commit(|node| {
        let mut after = RecordId([0; 16]);
        loop {
            let batch = node.store.all_threads(&after, STEP)?;
            let Some(last) = batch.last() else { break };
            after = *last;
            batch.iter().try_for_each(|thread| make(node, thread))?;
        }
        node.store.set_setting(COUNTED_BY, &counted_by(node).0)
    })
}
