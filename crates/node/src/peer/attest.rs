//! Witnessing at work: our newest head is offered to this log's witnesses, and what a quorum has
//! cosigned is told to every member. Each member has a task and a connection of its own beside its
//! lanes: one that does not answer holds up neither a pouch nor another witness.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use record::{NodeCode, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use super::Peers;
use super::door::{Door, unreachable};
use super::worker::entropy;
use crate::backoff::Backoff;
use crate::clock::{Clock, SystemClock};
use crate::witness::offer::{self, Round};
use crate::witness::{HEAD, WITNESS, cosign, tell};
use crate::writer::Writer;
use crate::{Config, Error, Node};

/// One head a second at the most: so many signatures does witnessing cost, however much is logged.
const PACE: Duration = Duration::from_secs(1);
/// A member that has nothing to hear of is looked at again after this long.
const IDLE: Duration = Duration::from_secs(60);
/// Whoever takes longer is asked again later.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// What a member's task hears, and what it lets others know. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Ear {
    /// It took more of our log, or a head of ours has its quorum.
    pub(super) news: Arc<Notify>,
    /// It cosigned a head of ours: there is more to mirror.
    pub(super) cosigned: Arc<Notify>,
    mirrored: Arc<AtomicU64>,
    state: Arc<Mutex<AttestState>>,
}

/// How a member stands as a witness of ours, beside what it has cosigned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttestState {
    /// Offers in a row that it did not cosign.
    pub failures: u32,
    /// When it is asked again.
    pub again: Option<Timestamp>,
    /// Why it did not cosign, as it or the line to it says.
    pub why: Option<String>,
}

impl Ear {
    pub(super) fn state(&self) -> AttestState {
        self.state.lock().map(|state| state.clone()).unwrap_or_default()
    }

    /// Leaves of our log that it said it mirrors.
    pub(super) fn mirrored(&self) -> u64 {
        self.mirrored.load(Ordering::Relaxed)
    }

    pub(super) fn note_mirrored(&self, leaves: u64) {
        self.mirrored.store(leaves, Ordering::Relaxed);
    }
}

/// Tries of one kind: after a failure none before its time.
struct Tries {
    backoff: Backoff,
    not_before: Option<Instant>,
}

impl Tries {
    fn new(config: &Config) -> Self {
        let backoff = Backoff::new(config.backoff_ms_min, config.backoff_ms_max);
        Self { backoff, not_before: None }
    }

    fn may(&self) -> bool {
        self.not_before.is_none_or(|at| Instant::now() >= at)
    }

    /// Notes how one went; answers how long it is to wait.
    fn note(&mut self, went_well: bool) -> Option<Duration> {
        let pause = match went_well {
            true => {
                self.backoff.succeed();
                None
            }
            false => Some(self.backoff.fail(entropy())),
        };
        self.not_before = pause.map(|pause| Instant::now() + pause);
        pause
    }
}

/// Decides once a second at the most which head is offered now.
pub(super) async fn rounds(
    writer: Writer,
    sender: watch::Sender<Option<Arc<Round>>>,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(PACE) => {}
            _ = stop.changed() => return,
        }
        let last = sender.borrow().clone();
        let job = move |node: &mut Node| offer::next(node, last.as_deref());
        match writer.write(job).await {
            Ok(Some(round)) => drop(sender.send_replace(Some(Arc::new(round)))),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "no head was offered to witnesses"),
        }
    }
}

/// The task of one member.
pub(super) struct Attester {
    peer: NodeCode,
    door: Door,
    peers: Peers,
    writer: Writer,
    rounds: watch::Receiver<Option<Arc<Round>>>,
    ear: Ear,
    offers: Tries,
    tells: Tries,
}

impl Attester {
    pub(super) fn new(
        (peer, door, ear): (NodeCode, Door, Ear),
        peers: &Peers,
        writer: &Writer,
        config: &Config,
        rounds: watch::Receiver<Option<Arc<Round>>>,
    ) -> Self {
        let (offers, tells) = (Tries::new(config), Tries::new(config));
        let (peers, writer) = (peers.clone(), writer.clone());
        Self { peer, door, peers, writer, rounds, ear, offers, tells }
    }

    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.door.opens() => {}
                _ = stop.changed() => return,
            }
            let begun = Instant::now();
            let pauses = [self.offer_turn().await, self.tell_turn().await];
            let pause = pauses.into_iter().flatten().min().unwrap_or(IDLE);
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.ear.news.notified() => {}
                changed = self.rounds.changed() => if changed.is_err() { return },
                _ = stop.changed() => return,
            }
            tokio::select! {
                () = tokio::time::sleep_until(begun + PACE) => {}
                _ = stop.changed() => return,
            }
        }
    }

    /// Answers how long to wait where it failed.
    async fn offer_turn(&mut self) -> Option<Duration> {
        if !self.offers.may() {
            return self.offers.not_before.map(|at| at - Instant::now());
        }
        let why = match self.offer().await {
            Ok(why) => why,
            Err(error) => Some(error.to_string()),
        };
        if let Some(why) = &why {
            tracing::info!(peer = %self.peer, why, "a witness did not cosign");
        }
        let pause = self.offers.note(why.is_none());
        let again = pause.and_then(|pause| i64::try_from(pause.as_millis()).ok());
        let again = again.map(|pause| SystemClock.now().plus(pause));
        if let Ok(mut state) = self.ear.state.lock() {
            *state = AttestState { failures: self.offers.backoff.failures(), again, why };
        }
        pause
    }

    async fn tell_turn(&mut self) -> Option<Duration> {
        if !self.tells.may() {
            return self.tells.not_before.map(|at| at - Instant::now());
        }
        let told = self.tell().await;
        if let Err(error) = &told {
            tracing::info!(peer = %self.peer, %error, "a witnessed head was not taken");
        }
        self.tells.note(told.is_ok())
    }

    /// Offers the round's head; answers why it was not cosigned, where it was not.
    async fn offer(&mut self) -> Result<Option<String>, Error> {
        let Some(round) = self.rounds.borrow_and_update().clone() else { return Ok(None) };
        let (peer, about) = (self.peer.clone(), round.clone());
        let job = move |node: &mut Node| offer::offer(node, &peer, &about);
        let Some(mut offer) = self.writer.write(job).await? else { return Ok(None) };
        // Once more where the witness says from which head on.
        for _ in 0..2 {
            let answer: cosign::Answer = self.post(WITNESS, &offer).await?;
            let (peer, about) = (self.peer.clone(), round.clone());
            let job = move |node: &mut Node| offer::settle(node, &peer, &about, &answer);
            match self.writer.write(job).await? {
                offer::Settled::Kept(reached) => {
                    self.ear.cosigned.notify_one();
                    if reached {
                        self.peers.attested();
                    }
                    return Ok(None);
                }
                offer::Settled::Later(why) => return Ok(Some(why)),
                offer::Settled::AgainFrom(from) => {
                    let about = round.clone();
                    let job = move |node: &mut Node| offer::from_size(node, &about, from);
                    offer = self.writer.write(job).await?;
                }
            }
        }
        // It has cosigned a larger head meanwhile: the next round is about that one.
        Ok(None)
    }

    /// Tells the last head that a quorum cosigned, where that attests something more.
    async fn tell(&mut self) -> Result<(), Error> {
        let peer = self.peer.clone();
        let next = self.writer.write(move |node| tell::next(node, &peer)).await?;
        let Some(mut told) = next else { return Ok(()) };
        for _ in 0..2 {
            let answer: tell::Answer = self.post(HEAD, &told).await?;
            let peer = self.peer.clone();
            let job = move |node: &mut Node| tell::settle(node, &peer, &answer);
            match self.writer.write(job).await? {
                tell::Settled::Kept => return Ok(()),
                tell::Settled::Later(why) => return Err(Error::Unreachable(why)),
                tell::Settled::AgainFrom(has) => {
                    let next = self.writer.write(move |node| tell::joined(node, has)).await?;
                    let Some(next) = next else { return Ok(()) };
                    told = next;
                }
            }
        }
        // A pouch came between; what it brought is told next.
        self.ear.news.notify_one();
        Ok(())
    }

    async fn post<Q: Serialize, A: DeserializeOwned>(
        &mut self,
        path: &'static str,
        question: &Q,
    ) -> Result<A, Error> {
        let answer = self.door.ask(&self.peer, (path, ANSWER_TIMEOUT), question).await?;
        answer.ok_or_else(|| unreachable(&self.peer, "it has no such address"))
    }
}
