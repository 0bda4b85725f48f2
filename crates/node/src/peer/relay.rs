//! Relays at work. A sender whose line to a member fails takes the member's relays; a relay hands
//! over what it holds, to each recipient by a task of its own.

use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use hyper::body::Bytes;
use record::draft::Lane;
use record::{NodeCode, cbor};
use tokio::sync::{Notify, watch};

use super::door::Door;
use super::worker::entropy;
use super::{Gatekeeper, Peers, Way, beside};
use crate::backoff::Backoff;
use crate::clock::{Clock, SystemClock, SystemEntropy};
use crate::relay::{self, Answer, HandedOver, Outgoing, Relayed};
use crate::store::relayed::What;
use crate::wire::Reply;
use crate::writer::Writer;
use crate::{Config, Error, Node};

/// Where senders bring pouches for others.
pub const RELAY: &str = "/x/v1/relay";
/// Where relays bring what they hold.
pub const CARRIED: &str = "/x/v1/carried";

/// How often it is looked whether a line fails.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// With nothing to hand over a relay looks again after this long.
const IDLE: Duration = Duration::from_secs(60);

/// Sends to one member over its relays while no line leads to it.
pub(super) struct Relayer {
    peer: NodeCode,
    peers: Peers,
    writer: Writer,
    config: Arc<Config>,
    backoff: Backoff,
    /// Looks in a row at which the member did not ask.
    silent: u32,
}

impl Relayer {
    pub(super) fn new(
        peer: NodeCode,
        peers: &Peers,
        writer: &Writer,
        config: &Arc<Config>,
    ) -> Self {
        let backoff = Backoff::new(config.backoff_ms_min, config.backoff_ms_max);
        let (peers, writer, config) = (peers.clone(), writer.clone(), config.clone());
        Self { peer, peers, writer, config, backoff, silent: 0 }
    }

    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            let outcome = match self.is_cut_off() {
                false => Ok(()),
                true => tokio::select! {
                    outcome = self.round() => outcome,
                    _ = stop.changed() => return,
                },
            };
            let pause = match outcome {
                Ok(()) => {
                    self.backoff.succeed();
                    LOOK_EVERY
                }
                Err(error) => {
                    tracing::info!(peer = %self.peer, %error, "no relay takes what waits");
                    self.backoff.fail(entropy())
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stop.changed() => return,
            }
        }
    }

    /// Whether the line has failed often enough, or the member that must ask does not.
    fn is_cut_off(&mut self) -> bool {
        let Some(peer) = self.peers.0.peers.get(&self.peer) else { return false };
        match &peer.way {
            Way::Hatch(hatch) => {
                self.silent = if hatch.is_there() { 0 } else { self.silent.saturating_add(1) };
                self.silent >= self.config.relay_failures_min
            }
            Way::Address(_) => Lane::ALL.into_iter().any(|lane| {
                let state = self.peers.lane(&self.peer, lane).unwrap_or_default();
                state.failures >= self.config.relay_failures_min
            }),
        }
    }

    /// Sends everything that waits, the flash lane first.
    async fn round(&self) -> Result<(), Error> {
        for lane in Lane::ALL.into_iter().rev() {
            loop {
                let to = self.peer.clone();
                let send = move |node: &mut Node| relay::send(node, &to, lane);
                let Some(parcel) = self.writer.write(send).await? else { break };
                let more = parcel.more;
                // The parcel's leaves are committed: only now may a checkpoint cover them.
                let prove = move |node: &mut Node| relay::prove(node, parcel);
                let Outgoing { parcel, sealing, joins } = self.writer.write(prove).await?;
                let head = sealing.head;
                let bytes = beside(move || sealing.seal(&mut SystemEntropy)).await??;
                self.bring(&Relayed { what: What::Pouch, bytes, joins }, lane).await?;
                let note = move |node: &mut Node| relay::sent(node, &parcel, head);
                self.writer.write(note).await?;
                if !more {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Brings a pouch to the first of the member's relays that takes it.
    async fn bring(&self, pouch: &Relayed, lane: Lane) -> Result<(), Error> {
        let body = Bytes::from(cbor::to_bytes(pouch));
        let mut why = Error::Unreachable(format!("{} by any relay", self.peer));
        for code in self.relays() {
            let Some(door) = self.peers.door(&code, lane.into()) else { continue };
            let said = ask(door, RELAY, body.clone()).await;
            match said.and_then(|said| Ok(cbor::from_bytes(&said)?)) {
                Ok(Answer::Held(_)) => return Ok(()),
                Ok(Answer::Refused { rule, text }) => {
                    why = Error::Unreachable(format!("{code} refused by {rule}: {text}"));
                }
                Err(error) => why = error,
            }
        }
        Err(why)
    }

    fn relays(&self) -> Vec<NodeCode> {
        let Some(peer) = self.peers.0.peers.get(&self.peer) else { return Vec::new() };
        relay::in_turn(&peer.relays, SystemClock.now(), self.config.relay_again_min)
    }
}

async fn ask(mut door: Door, path: &'static str, body: Bytes) -> Result<Bytes, Error> {
    let (status, answer) = door.post(path, body).await?;
    match status {
        StatusCode::OK => Ok(answer),
        status => Err(Error::Unreachable(format!("a relay ({status})"))),
    }
}

/// Hands over to one member what is held for it.
pub(super) struct Bearer {
    peer: NodeCode,
    door: Door,
    peers: Peers,
    writer: Writer,
    backoff: Backoff,
}

impl Bearer {
    pub(super) fn new(
        (peer, door): (NodeCode, Door),
        peers: &Peers,
        writer: &Writer,
        config: &Config,
    ) -> Self {
        let backoff = Backoff::new(config.backoff_ms_min, config.backoff_ms_max);
        Self { peer, door, peers: peers.clone(), writer: writer.clone(), backoff }
    }

    pub(super) async fn run(mut self, wake: Arc<Notify>, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.door.opens() => {}
                _ = stop.changed() => return,
            }
            let outcome = tokio::select! {
                outcome = self.round() => outcome,
                _ = stop.changed() => return,
            };
            let pause = match outcome {
                Ok(true) => {
                    self.backoff.succeed();
                    continue;
                }
                Ok(false) => IDLE,
                Err(error) => {
                    tracing::info!(peer = %self.peer, %error, "what is held waits");
                    self.backoff.fail(entropy())
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = wake.notified(), if pause == IDLE => {}
                _ = stop.changed() => return,
            }
        }
    }

    /// Hands one thing over; false where nothing is held.
    async fn round(&mut self) -> Result<bool, Error> {
        let to = self.peer.clone();
        let next = self.writer.write(move |node| relay::next(node, &to)).await?;
        let Some((row, held)) = next else { return Ok(false) };
        let body = Bytes::from(held.bytes.clone());
        let (status, said) = self.door.post(CARRIED, body).await?;
        if status != StatusCode::OK {
            return Err(Error::Unreachable(format!("{} ({status})", self.peer)));
        }
        let told: HandedOver = cbor::from_bytes(&said)?;
        let note = move |node: &mut Node| relay::handed_over(node, (row, &held), told);
        if let Some(sender) = self.writer.write(note).await? {
            self.peers.wake_bearer(&sender);
        }
        Ok(true)
    }
}

impl Gatekeeper {
    /// Holds a pouch for a member that names this node as its relay.
    pub(super) async fn relay(&self, from: NodeCode, body: Bytes) -> Result<Reply, Error> {
        let hold = move |node: &mut Node| relay::hold(node, &from, &body);
        let (answer, to) = self.writer.write(hold).await?;
        to.into_iter().for_each(|to| self.peers.wake_bearer(&to));
        Ok(Reply { status: StatusCode::OK, body: cbor::to_bytes(&answer) })
    }

    /// Takes what a relay held for this node.
    pub(super) async fn carried(&self, from: NodeCode, body: Bytes) -> Result<Reply, Error> {
        let opener = self.opener.clone();
        let brought = beside(move || relay::open(&opener, &from, &body)).await?;
        let (of, told) = self.writer.write(move |node| relay::take(node, brought)).await?;
        if let Some(of) = of {
            self.peers.wake_for(&of);
        }
        Ok(Reply { status: StatusCode::OK, body: cbor::to_bytes(&told) })
    }
}
