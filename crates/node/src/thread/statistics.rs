//! Breaches counted by peer and clock. No content: numbers of requests that the reader may list.

use std::collections::BTreeSet;

use record::deadline::{Clock, State};
use record::policy::Act;
use record::{NodeCode, Timestamp};
use serde::Serialize;

use super::{Limits, Wait, wait};
use crate::Error;
use crate::audit::{Deed, Event, Guarded};
use crate::view::{Session, Sight};

/// Requests made from a moment on and before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// What became of the requests between this node and one peer under one clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub peer: NodeCode,
    /// Whether the peer has to answer, or this node.
    pub peer_answers: bool,
    pub clock: Clock,
    pub requests: u64,
    pub answered: u64,
    pub refused: u64,
    /// Not settled yet, for whatever reason.
    pub open: u64,
    pub paused: u64,
    pub overdue: u64,
    /// Breaches of the clock: overdue, or settled late.
    pub late: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statistics {
    pub from: Timestamp,
    pub until: Timestamp,
    pub tallies: Vec<Tally>,
    /// Whether all requests of the span were counted by all their messages, or only the newest.
    pub complete: bool,
}

impl Sight<'_> {
    pub fn thread_statistics(
        &self,
        session: &Session,
        span: Span,
        limits: Limits,
    ) -> Result<Guarded<Statistics>, Error> {
        let allowed = self.allowed(session, Act::List)?;
        let within = (span.from.0, span.until.0);
        let asking = self.store.asking_threads(&allowed, within, limits.requests)?;
        let mut complete = asking.len() < limits.requests as usize;
        let threads: BTreeSet<_> = asking.into_iter().collect();
        let mut tallies: Vec<Tally> = Vec::new();
        for thread in &threads {
            let messages = self.store.thread(&allowed, thread, limits.messages)?;
            complete &= !messages.more;
            for told in wait::of_thread(self, &messages.rows)? {
                if (span.from..span.until).contains(&told.made) {
                    self.count(&mut tallies, &told.wait);
                }
            }
        }
        tallies.sort_by(|a, b| {
            (&a.peer, a.peer_answers, a.clock).cmp(&(&b.peer, b.peer_answers, b.clock))
        });
        let statistics = Statistics { from: span.from, until: span.until, tallies, complete };
        let event = Event::new(Deed::Listed, &session.author, self.now).purpose(session.purpose);
        let names: Vec<String> = threads.iter().map(ToString::to_string).collect();
        let event = event.reason("thread statistics").set(names.iter().map(String::as_str));
        Ok(Guarded::new(statistics, event))
    }

    fn count(&self, tallies: &mut Vec<Tally>, wait: &Wait) {
        let peer_answers = wait.asked != *self.code;
        let peer = if peer_answers { &wait.asked } else { &wait.asked_by };
        let same = |one: &Tally| {
            (&one.peer, one.peer_answers, one.clock) == (peer, peer_answers, wait.clock)
        };
        let at = tallies.iter().position(same).unwrap_or_else(|| {
            let peer = peer.clone();
            tallies.push(Tally::new(peer, peer_answers, wait.clock));
            tallies.len() - 1
        });
        tallies[at].add(wait);
    }
}

impl Tally {
    fn new(peer: NodeCode, peer_answers: bool, clock: Clock) -> Self {
        let (requests, answered, refused, open) = (0, 0, 0, 0);
        let (paused, overdue, late) = (0, 0, 0);
        Self { peer, peer_answers, clock, requests, answered, refused, open, paused, overdue, late }
    }

    fn add(&mut self, wait: &Wait) {
        let is = |state| u64::from(wait.state == state);
        self.requests += 1;
        self.answered += is(State::Answered);
        self.refused += is(State::Refused);
        self.open += u64::from(wait.state.is_open());
        self.paused += is(State::Paused);
        self.overdue += is(State::Overdue);
        self.late += u64::from(wait.late);
    }
}
