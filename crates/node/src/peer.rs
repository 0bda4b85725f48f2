//! Delivery at work: one worker a peer and lane sends what is queued; the handler takes what comes.

mod ask;
mod attest;
mod budget;
mod compare;
mod door;
mod fetch;
mod hatch;
mod mirror;
mod pull;
mod relay;
mod start;
mod tally;
mod turn;
mod worker;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use hyper::StatusCode;
use hyper::body::Bytes;
use record::draft::Lane;
use record::{Digest, NodeCode, RecordId, Timestamp};
use rustls::ClientConfig;
use seal::log_key::LogPublic;
use tokio::sync::Notify;

use crate::attachment::passing::{self, Question};
use crate::delivery::{self, Answer, Opener};
use crate::outward;
use crate::restore;
use crate::store::file::Files;
use crate::tls::{self, Certificate, Pins};
use crate::uses;
use crate::wire::{Caller, Handler, Reply, Traffic};
use crate::witness::{self, cosign, tell};
use crate::writer::Writer;
use crate::{Error, Node};
pub use attest::AttestState;
use attest::Ear;
use compare::Compared;
use door::Door;
use hatch::Hatch;
pub use hatch::{Answered, Handed, Poll, Polls, Rank};
pub use turn::Turns;

/// Where nodes deliver pouches.
pub const DELIVER: &str = "/x/v1/deliver";
/// Where recipients ask for pieces of files.
pub const ATTACHMENT: &str = "/x/v1/attachment";
/// Where members that accept no connections ask what there is for them.
pub const PULL: &str = "/x/v1/pull";
/// Where owners ask for uses.
pub const USES: &str = "/x/v1/uses";

/// Everyone we deliver to. Clones share it.
#[derive(Clone)]
pub struct Peers(Arc<Inner>);

struct Inner {
    network: Digest,
    peers: BTreeMap<NodeCode, Peer>,
    compared: Compared,
    pub traffic: Arc<Traffic>,
}

struct Peer {
    way: Way,
    active: bool,
    log: Option<LogPublic>,
    config: Arc<ClientConfig>,
    lines: [Line; 3],
    relays: Vec<NodeCode>,
    /// Something came whose files are still at the peer.
    fetch: Arc<Notify>,
    /// Something is held for it.
    bearer: Arc<Notify>,
    /// Ends the pause before it is asked again what it has of us.
    asked_now: Arc<Notify>,
    /// Ends the pause before its lanes are compared again.
    compared_now: Arc<Notify>,
    ear: Ear,
}

/// How a member is reached.
enum Way {
    Address(String),
    /// It accepts no connections and asks us.
    Hatch(Hatch),
}

impl Peer {
    fn door(&self, rank: Rank, traffic: Arc<Traffic>) -> Door {
        match &self.way {
            Way::Address(to) => Door::Line(Caller::new(to.clone(), self.config.clone(), traffic)),
            Way::Hatch(hatch) => Door::Hatch(hatch.clone(), rank),
        }
    }
}

/// What the worker of one lane hears, and what it lets others know. Clones share it.
#[derive(Clone, Default)]
struct Line {
    wake: Arc<Notify>,
    /// Ends the pause after a failure too.
    at_once: Arc<Notify>,
    /// The peer took more of our log.
    took: Arc<Notify>,
    state: Arc<Mutex<LaneState>>,
}

/// How a lane's worker stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LaneState {
    /// Tries that failed in a row.
    pub failures: u32,
    /// When it tries again by itself.
    pub again: Option<Timestamp>,
    /// Entries that the peer lets be under way.
    pub credit: Option<u64>,
    /// The software that the peer says it runs.
    pub version: Option<String>,
}

impl Line {
    fn note(&self, change: impl FnOnce(&mut LaneState)) {
        if let Ok(mut state) = self.state.lock() {
            change(&mut state);
        }
    }
}

/// What the directory says of other members, as delivery needs it.
pub struct Listed {
    pub code: NodeCode,
    pub address: Option<String>,
    pub active: bool,
    pub relays: Vec<NodeCode>,
    pub pins: Vec<Digest>,
    pub log: Option<LogPublic>,
    /// Whether it is a witness of our log.
    pub is_witness: bool,
}

impl Peers {
    pub fn new(own: &Certificate, network: Digest, listed: Vec<Listed>) -> Result<Self, Error> {
        let mut peers = BTreeMap::new();
        let called = listed.iter().filter(|member| member.address.is_some());
        let compared = Compared::new(called.map(|one| (one.code.clone(), one.is_witness)));
        for Listed { code, address, active, relays, pins, log, .. } in listed {
            let expected = code.clone();
            let pins: Pins = Arc::new(move |pin| pins.contains(pin).then(|| expected.clone()));
            let config = tls::client(own, pins)?;
            let ear = Ear::default();
            let line = || Line { took: ear.news.clone(), ..Line::default() };
            let lines = std::array::from_fn(|_| line());
            let way = address.map_or_else(|| Way::Hatch(Hatch::default()), Way::Address);
            let [fetch, bearer, asked_now, compared_now] = std::array::from_fn(|_| Arc::default());
            let peer = Peer {
                way,
                active,
                log,
                config,
                lines,
                relays,
                fetch,
                bearer,
                asked_now,
                compared_now,
                ear,
            };
            peers.insert(code, peer);
        }
        Ok(Self(Arc::new(Inner { network, peers, compared, traffic: Arc::default() })))
    }

    pub fn traffic(&self) -> Arc<Traffic> {
        self.0.traffic.clone()
    }

    /// Something was queued for these.
    pub fn wake(&self, codes: &[NodeCode]) {
        for peer in codes.iter().filter_map(|code| self.0.peers.get(code)) {
            peer.lines.iter().for_each(|line| line.wake.notify_one());
        }
    }

    /// What was admitted owes its owner receipts.
    fn wake_receipts(&self, code: &NodeCode) {
        if let Some(peer) = self.0.peers.get(code) {
            peer.lines[outward::RECEIPTS as usize].wake.notify_one();
        }
    }

    /// What was admitted may have files, which come behind it.
    fn wake_fetch(&self, code: &NodeCode) {
        if let Some(peer) = self.0.peers.get(code) {
            peer.fetch.notify_one();
        }
    }

    /// Something of this one was taken in, or settled, by another way than a line.
    pub fn wake_for(&self, code: &NodeCode) {
        self.wake(std::slice::from_ref(code));
        self.wake_fetch(code);
    }

    pub fn wake_all(&self) {
        let codes: Vec<NodeCode> = self.0.peers.keys().cloned().collect();
        self.wake(&codes);
    }

    /// Where what a member is asked waits for it, where it accepts no connections.
    fn hatch(&self, code: &NodeCode) -> Option<&Hatch> {
        match &self.0.peers.get(code)?.way {
            Way::Hatch(hatch) => Some(hatch),
            Way::Address(_) => None,
        }
    }

    fn door(&self, code: &NodeCode, rank: Rank) -> Option<Door> {
        Some(self.0.peers.get(code)?.door(rank, self.traffic()))
    }

    /// Something is held for this one.
    fn wake_bearer(&self, code: &NodeCode) {
        if let Some(peer) = self.0.peers.get(code) {
            peer.bearer.notify_one();
        }
    }

    /// When a member that accepts no connections asked last, since the start.
    pub fn asked(&self, code: &NodeCode) -> Option<Timestamp> {
        self.hatch(code)?.asked()
    }

    /// A head of ours has its quorum: every member may hear of it.
    fn attested(&self) {
        self.0.peers.values().for_each(|peer| peer.ear.news.notify_one());
    }

    /// How a member stands as a witness of ours.
    pub fn attest_state(&self, code: &NodeCode) -> AttestState {
        self.0.peers.get(code).map(|peer| peer.ear.state()).unwrap_or_default()
    }

    /// Leaves of our log that the witness mirrors that mirrors most, as they said since the start.
    pub fn mirrored(&self) -> u64 {
        self.0.peers.values().map(|peer| peer.ear.mirrored()).max().unwrap_or(0)
    }

    /// How a lane to a member stands, where there is one.
    pub fn lane(&self, code: &NodeCode, lane: Lane) -> Option<LaneState> {
        let line = &self.0.peers.get(code)?.lines[lane as usize];
        line.state.lock().ok().map(|state| state.clone())
    }

    /// The software that a member says it runs.
    pub fn version(&self, code: &NodeCode) -> Option<String> {
        Lane::ALL.into_iter().find_map(|lane| self.lane(code, lane)?.version)
    }

    /// Ends every pause of a member's lanes, and before they are compared; answers whether there is
    /// such a member.
    pub fn try_now(&self, code: &NodeCode) -> bool {
        let Some(peer) = self.0.peers.get(code) else { return false };
        peer.asked_now.notify_one();
        peer.compared_now.notify_one();
        peer.lines.iter().for_each(|line| line.at_once.notify_one());
        true
    }
}

/// Takes deliveries and questions of authenticated peers.
#[derive(Clone)]
pub struct Gatekeeper {
    pub opener: Opener,
    pub writer: Writer,
    pub peers: Peers,
    pub turns: Turns,
    pub files: Arc<Files>,
    pub piece_bytes_max: usize,
    pub polls: Polls,
}

impl Handler for Gatekeeper {
    async fn handle(&self, peer: NodeCode, path: String, body: Bytes) -> Reply {
        let answer = match path.as_str() {
            DELIVER => self.deliver(peer, body).await,
            USES => self.uses(peer, body).await,
            PULL => self.pull(&peer, &body).await,
            relay::RELAY => self.relay(peer, body).await,
            relay::CARRIED => self.carried(peer, body).await,
            ATTACHMENT => self.attachment(peer, body).await,
            witness::WITNESS => self.witness(peer, body).await,
            witness::HEAD => self.head(peer, body).await,
            witness::mirror::TILES => self.tiles(peer, &body).await,
            restore::KNOWN | restore::HELD | restore::AGAIN => {
                self.compared(peer, &path, &body).await
            }
            crate::tally::TALLY => self.tally(peer, &body).await,
            _ => return Reply { status: StatusCode::NOT_FOUND, body: Vec::new() },
        };
        answer.unwrap_or_else(|error| {
            tracing::error!(%error, "a peer's request failed");
            Reply { status: StatusCode::SERVICE_UNAVAILABLE, body: Vec::new() }
        })
    }
}

impl Gatekeeper {
    async fn deliver(&self, peer: NodeCode, body: Bytes) -> Result<Reply, Error> {
        let (from, opener) = (peer.clone(), self.opener.clone());
        let mut turn = self.turns.take(&peer);
        let answer = tokio::task::spawn_blocking(move || {
            let opened = opener.open(&from, &body);
            (from, opened)
        });
        let (from, opened) = answer.await.map_err(|_| Error::Usage("stopping".into()))?;
        turn.come().await;
        let receive = move |node: &mut Node| {
            // The next one may queue behind this one and share its commit.
            drop(turn);
            delivery::receive_opened(node, &from, opened)
        };
        let answer = self.writer.write(receive).await?;
        if matches!(answer, Answer::Acknowledged(_)) {
            self.peers.wake_receipts(&peer);
            self.peers.wake_fetch(&peer);
        }
        let body = serde_json::to_vec(&answer).expect("an answer is JSON");
        Ok(Reply { status: StatusCode::OK, body })
    }

    /// A piece of a file, for those its record was let out to; to others it is not there.
    async fn attachment(&self, peer: NodeCode, body: Bytes) -> Result<Reply, Error> {
        let absent = Reply { status: StatusCode::NOT_FOUND, body: Vec::new() };
        let Ok(asks) = record::cbor::from_bytes::<Question>(&body) else { return Ok(absent) };
        let asked = asks.clone();
        if !self.writer.write(move |node| passing::decide(node, &peer, &asked)).await? {
            return Ok(absent);
        }
        let (files, bytes_max) = (self.files.clone(), self.piece_bytes_max);
        let read = move || passing::piece(&files, &asks, bytes_max);
        match tokio::task::spawn_blocking(read).await {
            Ok(Err(Error::NotFound(_))) => Ok(absent),
            Ok(piece) => {
                let body = record::cbor::to_bytes(&piece?);
                Ok(Reply { status: StatusCode::OK, body })
            }
            Err(_) => Err(Error::Usage("stopping".into())),
        }
    }

    /// Cosigns a peer's head: opened beside the writer, kept by it, signed after its commit.
    async fn witness(&self, peer: NodeCode, body: Bytes) -> Result<Reply, Error> {
        let (from, opener) = (peer.clone(), self.opener.clone());
        let open = move || cosign::open(&opener.directory, &opener.identity, &from, &body);
        let offered = beside(open).await?;
        let decide = move |node: &mut Node| cosign::decide(node, &peer, offered);
        let decided = self.writer.write(decide).await?;
        let opener = self.opener.clone();
        let sign = move || cosign::sign(&opener.identity, decided, opener.clock.now());
        let answer = beside(sign).await??;
        Ok(Reply { status: StatusCode::OK, body: record::cbor::to_bytes(&answer) })
    }

    /// Keeps a peer's head that a quorum cosigned.
    async fn head(&self, peer: NodeCode, body: Bytes) -> Result<Reply, Error> {
        let (from, opener) = (peer.clone(), self.opener.clone());
        let opened = beside(move || tell::open(&opener.directory, &from, &body)).await?;
        let answer = self.writer.write(move |node| tell::receive(node, &peer, opened)).await?;
        Ok(Reply { status: StatusCode::OK, body: record::cbor::to_bytes(&answer) })
    }

    async fn uses(&self, peer: NodeCode, body: Bytes) -> Result<Reply, Error> {
        let id: RecordId = record::cbor::from_bytes(&body)?;
        let told = self.writer.write(move |node| uses::tell(node, &peer, &id)).await?;
        Ok(Reply { status: StatusCode::OK, body: record::cbor::to_bytes(&told) })
    }
}

/// Work that needs no state, off the threads that answer.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Error::Usage("stopping".into()))
}
