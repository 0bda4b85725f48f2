//! Of a node that accepts no connections: it asks every peer that has an address what there is for
//! it, and does what it is handed as if the peer had come.

use std::time::Duration;

use hyper::StatusCode;
use hyper::body::Bytes;
use record::{NodeCode, cbor};
use tokio::sync::watch;
use tokio::time::Instant;

use super::hatch::{Answered, Handed, Poll};
use super::{Gatekeeper, PULL};
use crate::backoff::Backoff;
use crate::wire::{Caller, Handler};
use crate::{Config, Error};

/// An empty answer that comes sooner than it was asked to is not asked for again before.
const PACE: Duration = Duration::from_secs(1);

/// One slot of polls at one peer: one poll after another, over one connection.
pub(super) struct Puller {
    peer: NodeCode,
    slot: u8,
    caller: Caller,
    gatekeeper: Gatekeeper,
    wait_ms: u64,
    backoff: Backoff,
}

impl Puller {
    pub(super) fn new(
        (peer, slot): (NodeCode, u8),
        caller: Caller,
        gatekeeper: Gatekeeper,
        config: &Config,
    ) -> Self {
        let backoff = Backoff::new(config.backoff_ms_min, config.backoff_ms_max);
        let wait_ms = config.pull_wait_s_max * 1_000;
        Self { peer, slot, caller, gatekeeper, wait_ms, backoff }
    }

    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut answer = None;
        loop {
            let begun = Instant::now();
            let handed = tokio::select! {
                handed = self.ask(answer.take()) => handed,
                _ = stop.changed() => return,
            };
            let pause = match handed {
                Ok(Some(handed)) => {
                    self.backoff.succeed();
                    answer = Some(self.answer(handed).await);
                    continue;
                }
                Ok(None) => {
                    self.backoff.succeed();
                    PACE.saturating_sub(begun.elapsed())
                }
                Err(error) => {
                    tracing::info!(peer = %self.peer, %error, "a peer could not be asked");
                    self.backoff.fail(super::worker::entropy())
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stop.changed() => return,
            }
        }
    }

    async fn ask(&mut self, answer: Option<Answered>) -> Result<Option<Handed>, Error> {
        let poll = Poll { slot: self.slot, wait_ms: self.wait_ms, answer };
        let (status, body) = self.caller.post(PULL, Bytes::from(cbor::to_bytes(&poll))).await?;
        if status != StatusCode::OK {
            return Err(Error::Unreachable(format!("{} ({status})", self.peer)));
        }
        Ok(cbor::from_bytes(&body)?)
    }

    /// Does what the peer would have asked over a connection of its own.
    async fn answer(&self, handed: Handed) -> Answered {
        let Handed { number, path, body } = handed;
        let reply = self.gatekeeper.handle(self.peer.clone(), path, Bytes::from(body)).await;
        Answered { number, status: reply.status.as_u16(), body: reply.body }
    }
}
