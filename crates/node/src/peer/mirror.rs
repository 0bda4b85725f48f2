//! Mirrors at work. Each witness of our log has a task and a connection of its own by which it is
//! handed leaf hashes: no offer, no lane and no other witness waits for them. A restored node asks
//! its witnesses for what it lacks, once everybody was asked what it has.

use std::time::Duration;

use hyper::StatusCode;
use record::NodeCode;
use tokio::sync::watch;
use tokio::time::Instant;

use super::attest::Ear;
use super::door::{Door, unreachable};
use super::hatch::Rank;
use super::worker::entropy;
use super::{Gatekeeper, Peers, beside};
use crate::backoff::Backoff;
use crate::restore::fetch::{self, Next, Wanted};
use crate::wire::Reply;
use crate::witness::mirror::{self, Answer, Ask, Given, Has, Received, TILES};
use crate::writer::Writer;
use crate::{Config, Error, Node};

/// Pieces follow each other at least so far apart: what is logged meanwhile goes together.
const PACE: Duration = Duration::from_secs(1);
/// With nothing to hand over it looks again after this long.
const IDLE: Duration = Duration::from_secs(60);
/// Whoever takes longer is asked again later.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(70);

/// Hands the leaf hashes of our log to one member, where it is a witness of it.
pub(super) struct Mirrorer {
    peer: NodeCode,
    door: Door,
    writer: Writer,
    ear: Ear,
    backoff: Backoff,
    has: Option<Has>,
}

impl Mirrorer {
    pub(super) fn new(
        (peer, door, ear): (NodeCode, Door, Ear),
        writer: &Writer,
        config: &Config,
    ) -> Self {
        let backoff = Backoff::new(config.backoff_ms_min, config.backoff_ms_max);
        Self { peer, door, writer: writer.clone(), ear, backoff, has: None }
    }

    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.door.opens() => {}
                _ = stop.changed() => return,
            }
            let begun = Instant::now();
            let (pause, waits) = match self.turn().await {
                Ok(true) => (Duration::ZERO, false),
                Ok(false) => (IDLE, true),
                Err(error) => {
                    tracing::info!(peer = %self.peer, %error, "leaf hashes were not mirrored");
                    self.has = None;
                    (self.backoff.fail(entropy()), false)
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.ear.cosigned.notified(), if waits => {}
                _ = stop.changed() => return,
            }
            tokio::select! {
                () = tokio::time::sleep_until(begun + PACE) => {}
                _ = stop.changed() => return,
            }
        }
    }

    /// Hands over one piece; answers whether more may follow.
    async fn turn(&mut self) -> Result<bool, Error> {
        let (peer, has) = (self.peer.clone(), self.has);
        let next = self.writer.write(move |node| mirror::next(node, &peer, has)).await?;
        let Some(ask) = next else { return Ok(false) };
        let answer = self.door.ask(&self.peer, (TILES, ANSWER_TIMEOUT), &ask).await?;
        let has = match answer {
            Some(Answer::Has(has)) => has,
            Some(Answer::Refused { rule, text }) => {
                return Err(Error::Unreachable(format!("{}: {rule}: {text}", self.peer)));
            }
            Some(Answer::Given(_)) => return Err(unreachable(&self.peer, "no answer")),
            None => return Err(unreachable(&self.peer, "an older version")),
        };
        if self.has == Some(has) {
            return Err(unreachable(&self.peer, "it mirrors no more"));
        }
        self.backoff.succeed();
        self.ear.note_mirrored(has.mirrored);
        self.has = Some(has);
        Ok(true)
    }
}

/// Asks witnesses, one after another, for what our log lacks.
pub(super) struct Recoverer {
    peers: Peers,
    writer: Writer,
    backoff: Backoff,
}

impl Recoverer {
    pub(super) fn new(peers: &Peers, writer: &Writer, config: &Config) -> Self {
        let backoff = Backoff::new(config.backoff_ms_min, config.backoff_ms_max);
        Self { peers: peers.clone(), writer: writer.clone(), backoff }
    }

    /// Looks whenever a member has said what it has, and again for as long as something is missing.
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let news = self.peers.0.compared.news();
        loop {
            let pause = match self.turn().await {
                Ok(false) => None,
                Ok(true) => Some(self.backoff.fail(entropy())),
                Err(error) => {
                    tracing::error!(%error, "what the log lacks was not fetched");
                    Some(self.backoff.fail(entropy()))
                }
            };
            tokio::select! {
                () = news.notified() => {}
                () = tokio::time::sleep(pause.unwrap_or_default()), if pause.is_some() => {}
                _ = stop.changed() => return,
            }
        }
    }

    /// Answers whether something is still missing.
    async fn turn(&mut self) -> Result<bool, Error> {
        let missing = |node: &mut Node| fetch::wanted(node);
        if self.writer.write(missing).await?.is_none() {
            return Ok(false);
        }
        for peer in self.peers.0.peers.keys().cloned().collect::<Vec<_>>() {
            match self.fetch(&peer).await {
                Ok(true) => {
                    self.peers.wake_all();
                    return Ok(false);
                }
                Ok(false) => {}
                Err(error) => tracing::info!(%peer, %error, "a witness gave no leaf hashes"),
            }
        }
        Ok(self.writer.write(missing).await?.is_some())
    }

    /// From one witness; answers whether our log has all of it now.
    async fn fetch(&self, peer: &NodeCode) -> Result<bool, Error> {
        let witness = peer.clone();
        let job = move |node: &mut Node| fetch::begin(node, &witness);
        let Some(wanted) = self.writer.write(job).await? else { return Ok(false) };
        let Some(mut door) = self.peers.door(peer, Rank::Question) else { return Ok(false) };
        let mut from = wanted.from;
        loop {
            let answer = door.ask(peer, (TILES, ANSWER_TIMEOUT), &Ask::Give(from)).await?;
            let Some(Answer::Given(given)) = answer else { return Ok(false) };
            match self.keep(peer, (&wanted, from), given).await? {
                Next::From(next) => from = next,
                Next::Other => return Ok(false),
                Next::Whole => break,
            }
        }
        let (witness, whole) = (peer.clone(), wanted.clone());
        let job = move |node: &mut Node| fetch::take(node, &witness, &whole);
        match self.writer.write(job).await {
            Ok(count) => {
                tracing::info!(%peer, count, "the log goes on: its leaf hashes were fetched");
                Ok(true)
            }
            Err(Error::Check(rule)) => {
                let witness = peer.clone();
                let job = move |node: &mut Node| fetch::failed(node, &witness, rule);
                self.writer.write(job).await.map(|()| false)
            }
            Err(error) => Err(error),
        }
    }

    async fn keep(
        &self,
        peer: &NodeCode,
        (wanted, from): (&Wanted, u64),
        given: Given,
    ) -> Result<Next, Error> {
        let (witness, wanted) = (peer.clone(), wanted.clone());
        let job = move |node: &mut Node| fetch::piece(node, &witness, (&wanted, from), &given);
        self.writer.write(job).await
    }
}

impl Gatekeeper {
    /// Keeps or gives leaf hashes of a peer's log: a piece is checked beside the writer.
    pub(super) async fn tiles(&self, peer: NodeCode, body: &[u8]) -> Result<Reply, Error> {
        let bad = Reply { status: StatusCode::BAD_REQUEST, body: Vec::new() };
        let Ok(ask) = record::cbor::from_bytes::<Ask>(body) else { return Ok(bad) };
        let owner = peer.clone();
        let job = move |node: &mut Node| mirror::receive(node, &owner, ask);
        let answer = match self.writer.write(job).await? {
            Received::Answer(answer) => answer,
            Received::Check(held) => {
                let checked = beside(move || mirror::check(*held)).await?;
                let job = move |node: &mut Node| mirror::keep(node, &peer, checked);
                self.writer.write(job).await?
            }
        };
        Ok(Reply { status: StatusCode::OK, body: record::cbor::to_bytes(&answer) })
    }
}
