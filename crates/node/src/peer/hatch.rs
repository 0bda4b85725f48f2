//! For a member that accepts no connections: what it would be asked waits here until it asks us.
//!
//! Its requests are long polls, a few at a time, each in a slot of its own. A slot's next poll
//! brings the answer to what its last one was handed; one that does not had lost it, and whoever asked
//! tries again, as after a broken line.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::StatusCode;
use hyper::body::Bytes;
use record::draft::Lane;
use record::{NodeCode, Timestamp, digest};
use seal::Rule;
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, oneshot, watch};
use tokio::time::Instant;

use super::Gatekeeper;
use crate::clock::{Clock, SystemClock};
use crate::wire::{self, Reply};
use crate::{Config, Error};

/// A member that is between two polls is still there for so long.
const BETWEEN_POLLS: Duration = Duration::from_secs(10);
/// This slot takes nothing but flash pouches: they wait for nothing that is larger.
pub(super) const FLASH_SLOT: u8 = 0;

/// One long poll.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    pub slot: u8,
    /// How long it may wait for something.
    pub wait_ms: u64,
    /// To what the slot's last poll was handed.
    pub answer: Option<Answered>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    pub number: u64,
    pub status: u16,
    #[serde(with = "digest::bytes")]
    pub body: Vec<u8>,
}

/// What a poll is handed: a request as it would have come over a connection of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handed {
    pub number: u64,
    pub path: String,
    #[serde(with = "digest::bytes")]
    pub body: Vec<u8>,
}

/// What goes first where several wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Flash,
    Urgent,
    Question,
    Routine,
    File,
}

impl From<Lane> for Rank {
    fn from(lane: Lane) -> Self {
        match lane {
            Lane::Flash => Self::Flash,
            Lane::Urgent => Self::Urgent,
            Lane::Routine => Self::Routine,
        }
    }
}

struct Question {
    path: &'static str,
    body: Bytes,
    answer: oneshot::Sender<(StatusCode, Bytes)>,
}

#[derive(Default)]
struct State {
    waiting: BTreeMap<(Rank, u64), Question>,
    /// By slot: what it was handed, and who waits for the answer.
    handed: BTreeMap<u8, (u64, oneshot::Sender<(StatusCode, Bytes)>)>,
    /// By slot: its newest poll.
    polls: BTreeMap<u8, u64>,
    /// Numbers questions and polls.
    last: u64,
    /// Until then the member counts as there.
    there_until: Option<Instant>,
    asked: Option<Timestamp>,
    closed: bool,
}

/// One member's hatch. Clones share it.
#[derive(Clone, Default)]
pub struct Hatch(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    news: Notify,
}

impl Hatch {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the member asked last, since the start.
    pub fn asked(&self) -> Option<Timestamp> {
        self.state().asked
    }

    pub(super) fn is_there(&self) -> bool {
        let state = self.state();
        !state.closed && state.there_until.is_some_and(|until| Instant::now() < until)
    }

    /// The node stops: nobody waits for an answer any more.
    pub fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.waiting.clear();
        state.handed.clear();
    }

    /// Waits until the member asks.
    pub async fn is_asked(&self) {
        loop {
            let news = self.0.news.notified();
            if self.is_there() {
                return;
            }
            news.await;
        }
    }

    /// Lays a request down and waits until the member has answered it.
    pub async fn post(
        &self,
        (rank, path): (Rank, &'static str),
        body: Bytes,
    ) -> Result<(StatusCode, Bytes), Error> {
        let unreachable = || Error::Unreachable("a member that does not ask now".into());
        if !self.is_there() {
            return Err(unreachable());
        }
        let patience = wire::patience(body.len());
        let (answer, answered) = oneshot::channel();
        {
            let mut state = self.state();
            state.last += 1;
            let place = (rank, state.last);
            state.waiting.insert(place, Question { path, body, answer });
        }
        self.0.news.notify_waiters();
        let answered = tokio::time::timeout(patience, answered).await;
        answered.map_err(|_| unreachable())?.map_err(|_| unreachable())
    }

    /// Takes the answer that a poll brings and hands over what waits, as soon as something does.
    pub async fn poll(&self, poll: Poll, wait: Duration) -> Option<Handed> {
        let Poll { slot, wait_ms, answer } = poll;
        let until = Instant::now() + wait.min(Duration::from_millis(wait_ms));
        let here = self.arrive(slot, answer, until);
        // An older poll of this slot, whose line may be dead, ends; who waits for the member wakes.
        self.0.news.notify_waiters();
        loop {
            let news = self.0.news.notified();
            let mut news = std::pin::pin!(news);
            news.as_mut().enable();
            match self.state().take(slot, here) {
                Taken::Handed(handed) => return Some(handed),
                Taken::Replaced => return None,
                Taken::Nothing => {}
            }
            tokio::select! {
                () = news => {}
                () = tokio::time::sleep_until(until) => return None,
            }
        }
    }

    fn arrive(&self, slot: u8, answer: Option<Answered>, until: Instant) -> u64 {
        let mut state = self.state();
        state.there_until = state.there_until.max(Some(until + BETWEEN_POLLS));
        state.asked = Some(SystemClock.now());
        if let Some((number, asks)) = state.handed.remove(&slot)
            && let Some(answer) = answer.filter(|answer| answer.number == number)
            && let Ok(status) = StatusCode::from_u16(answer.status)
        {
            let _ = asks.send((status, Bytes::from(answer.body)));
        }
        state.last += 1;
        let here = state.last;
        state.polls.insert(slot, here);
        here
    }
}

enum Taken {
    Handed(Handed),
    /// A newer poll stands in this slot.
    Replaced,
    Nothing,
}

impl State {
    fn take(&mut self, slot: u8, poll: u64) -> Taken {
        if self.polls.get(&slot) != Some(&poll) {
            return Taken::Replaced;
        }
        self.waiting.retain(|_, question| !question.answer.is_closed());
        let first = self.waiting.first_entry();
        let fit = first.filter(|first| slot != FLASH_SLOT || first.key().0 == Rank::Flash);
        let Some(first) = fit else { return Taken::Nothing };
        let number = first.key().1;
        let Question { path, body, answer } = first.remove();
        self.handed.insert(slot, (number, answer));
        Taken::Handed(Handed { number, path: path.into(), body: body.into() })
    }
}

impl Gatekeeper {
    /// What a member without address is handed. Nothing of the store is touched.
    pub(super) async fn pull(&self, peer: &NodeCode, body: &Bytes) -> Result<Reply, Error> {
        let Some(hatch) = self.peers.hatch(peer) else { return Ok(refused(Rule::NotPulled)) };
        let Ok(poll) = record::cbor::from_bytes::<Poll>(body) else {
            return Ok(Reply { status: StatusCode::BAD_REQUEST, body: Vec::new() });
        };
        if usize::from(poll.slot) >= self.polls.slots {
            return Ok(refused(Rule::Polls));
        }
        let mut stop = self.polls.stop.clone();
        let handed = tokio::select! {
            handed = hatch.poll(poll, self.polls.wait) => handed,
            _ = stop.changed() => None,
        };
        Ok(Reply { status: StatusCode::OK, body: record::cbor::to_bytes(&handed) })
    }
}

fn refused(rule: Rule) -> Reply {
    tracing::info!(rule = rule.code(), "a poll was refused");
    Reply { status: StatusCode::FORBIDDEN, body: rule.code().into() }
}

/// What polls of every member are held to.
#[derive(Clone)]
pub struct Polls {
    slots: usize,
    wait: Duration,
    /// A node that stops answers those that wait.
    stop: watch::Receiver<bool>,
}

impl Polls {
    pub fn new(config: &Config, stop: watch::Receiver<bool>) -> Self {
        let wait = Duration::from_secs(config.pull_wait_s_max);
        Self { slots: config.pull_polls_max, wait, stop }
    }
}
