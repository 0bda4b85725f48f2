//! One worker a peer and lane. It keeps a few pouches under way, so that the peer verifies one
//! while it commits another; answers are taken in order, and after any trouble it begins anew with
//! the first that was not acknowledged.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use hyper::body::Bytes;
use record::NodeCode;
use record::draft::Lane;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::door::Door;
use super::{DELIVER, Line};
use crate::backoff::Backoff;
use crate::clock::{Clock, SystemClock, SystemEntropy};
use crate::delivery::{self, Answer, Settled};
use crate::outward::{self, Parcel, UnderWay};
use crate::writer::Writer;
use crate::{Config, Error, flow};

/// Another lane's pouch may move the head that the peer knows while ours is under way: the proof
/// is then made anew at once, so often in a row. A peer that is never content waits like one that
/// fails.
const BOUNCES_MAX: u32 = 8;

/// A lane with nothing to do looks again after this long, in case a wake-up was missed.
const IDLE: Duration = Duration::from_secs(30);

/// A pouch under way, and its answer once there is one.
struct Flight {
    parcel: Parcel,
    /// Size of the head that proves it: the next one is proven from there.
    head: u64,
    answer: JoinHandle<(Door, Result<Answer, Error>)>,
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.answer.abort();
    }
}

pub struct Worker<C> {
    peer: NodeCode,
    lane: Lane,
    /// Opens one more door.
    door: C,
    idle: Vec<Door>,
    flights: VecDeque<Flight>,
    flights_max: usize,
    entries_max: u64,
    /// Entries the peer lets be under way.
    credit: u64,
    answered: bool,
    /// Answers in a row that asked for another consistency proof.
    bounces: u32,
    writer: Writer,
    backoff: Backoff,
}

impl<C: Fn() -> Door + Send + 'static> Worker<C> {
    pub fn new(
        (peer, lane): (NodeCode, Lane),
        door: C,
        writer: &Writer,
        config: &Arc<Config>,
    ) -> Self {
        let first = door();
        // Those that are pulled come in no order: one waits for the other's answer.
        let flights_max = if first.is_hatch() { 1 } else { config.pouches_under_way_max };
        Self {
            peer,
            lane,
            door,
            idle: vec![first],
            flights: VecDeque::new(),
            flights_max,
            entries_max: config.pouch_entries_max as u64,
            credit: config.pouch_entries_max as u64,
            answered: false,
            bounces: 0,
            writer: writer.clone(),
            backoff: Backoff::new(config.backoff_ms_min, config.backoff_ms_max),
        }
    }

    pub(super) async fn run(mut self, line: Line, mut stop: watch::Receiver<bool>) {
        let door = (self.door)();
        loop {
            tokio::select! {
                () = door.opens() => {}
                _ = stop.changed() => return,
            }
            let outcome = self.round().await;
            let (pause, failed) = match outcome {
                Ok(true) => {
                    self.backoff.succeed();
                    line.took.notify_one();
                    self.tell(&line, None);
                    continue;
                }
                Ok(false) => (IDLE, false),
                Err(error) => {
                    tracing::info!(peer = %self.peer, %error, "delivery waits");
                    self.flights.clear();
                    (self.backoff.fail(entropy()), true)
                }
            };
            self.tell(&line, failed.then_some(pause));
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = line.wake.notified(), if !failed => {}
                () = line.at_once.notified() => {}
                _ = stop.changed() => return,
            }
        }
    }

    /// Lets others know how this lane stands.
    fn tell(&self, line: &Line, pause: Option<Duration>) {
        let pause = pause.and_then(|pause| i64::try_from(pause.as_millis()).ok());
        let again = pause.map(|pause| SystemClock.now().plus(pause));
        let version = self.idle.iter().find_map(Door::version);
        line.note(|state| {
            (state.failures, state.again) = (self.backoff.failures(), again);
            state.credit = self.answered.then_some(self.credit);
            state.version = version.or(state.version.take());
        });
    }

    /// Sends what may go and takes the first answer; false where nothing is under way.
    async fn round(&mut self) -> Result<bool, Error> {
        while let Some((behind, head)) = self.next() {
            match self.prepare(behind, head).await? {
                Some(sealed) => self.launch(sealed),
                None => break,
            }
        }
        let Some(mut flight) = self.flights.pop_front() else { return Ok(false) };
        let (door, answer) = (&mut flight.answer).await.map_err(|_| stopping())?;
        let answer = answer?;
        self.idle.push(door);
        if let Answer::Acknowledged(acknowledged) = &answer {
            (self.credit, self.answered) = (acknowledged.credit, true);
        }
        let (parcel, told) = (flight.parcel.clone(), answer.clone());
        let settled = self.writer.write(move |node| delivery::settle(node, &parcel, &told)).await?;
        self.go_on(settled, answer)
    }

    /// Behind what the next pouch would go: nothing where none may or need go yet.
    fn next(&self) -> Option<(UnderWay, Option<u64>)> {
        let Some(last) = self.flights.back() else { return Some((UnderWay::default(), None)) };
        let entries = self.flights.iter().map(|flight| flight.parcel.manifest.entries.len() as u64);
        let room = self.flights.len() < self.flights_max
            && entries.sum::<u64>() + self.entries_max <= self.credit;
        let receipts = self.flights.iter().filter_map(|flight| flight.parcel.under_way().receipt);
        let behind = UnderWay { receipt: receipts.max(), ..last.parcel.under_way() };
        // Behind one that took all there was, what comes meanwhile goes together.
        (room && last.parcel.more).then_some((behind, Some(last.head)))
    }

    /// Logs, commits, proves and seals the next parcel behind what is under way.
    async fn prepare(
        &self,
        behind: UnderWay,
        head: Option<u64>,
    ) -> Result<Option<(Parcel, u64, Bytes)>, Error> {
        let (to, lane) = (self.peer.clone(), self.lane);
        let parcel = self.writer.write(move |node| flow::send(node, &to, lane, behind)).await?;
        let Some(parcel) = parcel else { return Ok(None) };
        let (proven, to) = (parcel.clone(), self.peer.clone());
        // The parcel's leaves are committed: only now may a checkpoint cover them and leave.
        let sealing = self.writer.write(move |node| {
            let acknowledged = outward::acked_head_size(node, &to)?;
            delivery::prove(node, &proven, head.unwrap_or(acknowledged))
        });
        let sealing = sealing.await?;
        let head = sealing.head;
        let sealed = tokio::task::spawn_blocking(move || sealing.seal(&mut SystemEntropy)).await;
        let bytes = sealed.map_err(|_| stopping())??;
        Ok(Some((parcel, head, Bytes::from(bytes))))
    }

    fn launch(&mut self, (parcel, head, bytes): (Parcel, u64, Bytes)) {
        let mut door = self.idle.pop().unwrap_or_else(&self.door);
        let peer = self.peer.clone();
        let answer = tokio::spawn(async move {
            let answer = post(&mut door, &peer, bytes).await;
            (door, answer)
        });
        self.flights.push_back(Flight { parcel, head, answer });
    }

    fn go_on(&mut self, settled: Settled, answer: Answer) -> Result<bool, Error> {
        self.bounces = if settled == Settled::AgainAtOnce { self.bounces + 1 } else { 0 };
        if settled != Settled::Closed {
            // What is under way behind it was proven from a head that was not taken.
            self.flights.clear();
        }
        match (settled, answer) {
            (Settled::AgainAtOnce, _) if self.bounces > BOUNCES_MAX => {
                self.bounces = 0;
                let text = format!("{} does not accept our log's history", self.peer);
                Err(Error::Unreachable(text))
            }
            (Settled::Later, Answer::Refused { rule, text }) => {
                let text = format!("{} refused by {rule}: {text}", self.peer);
                Err(Error::Unreachable(text))
            }
            _ => Ok(true),
        }
    }
}

async fn post(door: &mut Door, peer: &NodeCode, bytes: Bytes) -> Result<Answer, Error> {
    let (status, answer) = door.post(DELIVER, bytes).await?;
    if status != StatusCode::OK {
        return Err(Error::Unreachable(format!("{peer} ({status})")));
    }
    serde_json::from_slice(&answer).map_err(|_| Error::Unreachable(format!("{peer} (no answer)")))
}

fn stopping() -> Error {
    Error::Usage("the node is stopping".into())
}

pub(super) fn entropy() -> u64 {
    let mut bytes = [0; 8];
    seal::entropy::Entropy::fill(&mut SystemEntropy, &mut bytes);
    u64::from_le_bytes(bytes)
}
