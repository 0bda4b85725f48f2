//! Once an hour a node compares its lanes with each recipient, and what both have of others, at a
//! moment of its own for each: pairs do not coincide. Nothing waits for it.

use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use record::NodeCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{Notify, watch};

use super::door::Door;
use super::worker::entropy;
use super::{Gatekeeper, Peers};
use crate::backoff::Backoff;
use crate::disclosed::{self, DISCLOSED};
use crate::home::Home;
use crate::tally::ask::Comparing;
use crate::tally::{self, Ask, TALLY};
use crate::wire::Reply;
use crate::writer::Writer;
use crate::{Config, Error, Node};

/// Whoever takes longer is asked again later.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);
const MINUTE: Duration = Duration::from_secs(60);

/// Compares with one member.
pub(super) struct Teller {
    pub(super) peer: NodeCode,
    door: Door,
    peers: Peers,
    writer: Writer,
    pub(super) home: Home,
    every: Duration,
    backoff: Backoff,
}

impl Teller {
    pub(super) fn new(
        (peer, door): (NodeCode, Door),
        peers: &Peers,
        writer: &Writer,
        (home, config): (&Home, &Config),
    ) -> Self {
        let backoff = Backoff::new(config.backoff_ms_min, config.backoff_ms_max);
        let every = MINUTE * config.compare_interval_min;
        let (peers, writer, home) = (peers.clone(), writer.clone(), home.clone());
        Self { peer, door, peers, writer, home, every, backoff }
    }

    pub(super) async fn run(mut self, now: Arc<Notify>, mut stop: watch::Receiver<bool>) {
        // The first time anywhere in the interval; from then on about one apart.
        let mut pause = self.every.mul_f64(part_of_one());
        loop {
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = now.notified() => {}
                _ = stop.changed() => return,
            }
            tokio::select! {
                () = self.door.opens() => {}
                _ = stop.changed() => return,
            }
            pause = match self.meet().await {
                Ok(()) => {
                    self.backoff.succeed();
                    self.every.mul_f64(0.9 + part_of_one() / 5.0)
                }
                Err(error) => {
                    tracing::info!(peer = %self.peer, %error, "lanes and heads were not compared");
                    self.backoff.fail(entropy())
                }
            };
        }
    }

    async fn meet(&mut self) -> Result<(), Error> {
        // Lanes are compared also where a head cannot be taken, for want of a key that it lists.
        if let Err(error) = self.hear_of_heads().await {
            tracing::warn!(peer = %self.peer, %error, "no head of the directory was taken");
        }
        self.compare().await
    }

    async fn compare(&mut self) -> Result<(), Error> {
        let lanes = self.compare_lanes().await;
        lanes.and(self.compare_disclosed().await)
    }

    async fn compare_lanes(&mut self) -> Result<(), Error> {
        let mut comparing = Comparing::new(self.peer.clone());
        loop {
            let job = move |node: &mut Node| {
                let asks = comparing.next(node)?;
                Ok((comparing, asks))
            };
            let (asking, asks) = self.writer.write(job).await?;
            comparing = asking;
            let Some(asks) = asks else { break };
            let Some(answer) = self.post(TALLY, &asks).await? else { break };
            let job = move |node: &mut Node| {
                comparing.take(node, answer)?;
                Ok(comparing)
            };
            comparing = self.writer.write(job).await?;
        }
        if comparing.again > 0 {
            self.peers.wake(std::slice::from_ref(&self.peer));
        }
        Ok(())
    }

    /// DLV-26: what this node and the peer were told by others under one name.
    async fn compare_disclosed(&mut self) -> Result<(), Error> {
        let mut comparing = disclosed::ask::Comparing::new(self.peer.clone());
        loop {
            let job = move |node: &mut Node| {
                let asks = comparing.next(node)?;
                Ok((comparing, asks))
            };
            let (asking, asks) = self.writer.write(job).await?;
            comparing = asking;
            let Some(asks) = asks else { return Ok(()) };
            let answer = self.post::<disclosed::Answer>(DISCLOSED, &asks).await?;
            let Some(answer) = answer else { return Ok(()) };
            let job = move |node: &mut Node| {
                comparing.take(node, answer)?;
                Ok(comparing)
            };
            comparing = self.writer.write(job).await?;
        }
    }

    /// None where there is no such address: it runs an older version.
    pub(super) async fn post<A: DeserializeOwned>(
        &mut self,
        path: &'static str,
        asks: &impl Serialize,
    ) -> Result<Option<A>, Error> {
        self.door.ask(&self.peer, (path, ANSWER_TIMEOUT), asks).await
    }
}

/// From 0 to 1, drawn.
fn part_of_one() -> f64 {
    (entropy() % 1_000) as f64 / 1_000.0
}

impl Gatekeeper {
    /// What we have of a peer's lanes.
    pub(super) async fn tally(&self, peer: NodeCode, body: &[u8]) -> Result<Reply, Error> {
        let bad = Reply { status: StatusCode::BAD_REQUEST, body: Vec::new() };
        let Ok(asks) = record::cbor::from_bytes::<Ask>(body) else { return Ok(bad) };
        let answer = self.writer.write(move |node| tally::answer(node, &peer, &asks)).await?;
        let Some(answer) = answer else { return Ok(bad) };
        Ok(Reply { status: StatusCode::OK, body: record::cbor::to_bytes(&answer) })
    }

    /// What we were told by others that name the peer and us.
    pub(super) async fn disclosed(&self, peer: NodeCode, body: &[u8]) -> Result<Reply, Error> {
        let bad = Reply { status: StatusCode::BAD_REQUEST, body: Vec::new() };
        let Ok(asks) = record::cbor::from_bytes::<disclosed::Ask>(body) else { return Ok(bad) };
        let answer = self.writer.write(move |node| disclosed::answer(node, &peer, &asks)).await?;
        let Some(answer) = answer else { return Ok(bad) };
        Ok(Reply { status: StatusCode::OK, body: record::cbor::to_bytes(&answer) })
    }
}
