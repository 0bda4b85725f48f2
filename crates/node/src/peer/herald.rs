//! Contradictions are told to every member that may know of them, each by itself: at once where it
//! can be reached, else when it can.

use std::time::Duration;

use hyper::StatusCode;
use hyper::body::Bytes;
use record::NodeCode;
use tokio::sync::watch;

use super::door::Door;
use super::worker::entropy;
use super::{Gatekeeper, beside};
use crate::backoff::Backoff;
use crate::contradiction::{self, Answer, CONFLICT};
use crate::wire::Reply;
use crate::writer::Writer;
use crate::{Config, Error, Node};

const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);
/// Who has no such address may have it after an upgrade, and who refused another directory.
const AGAIN: Duration = Duration::from_secs(3_600);

/// Tells one member.
pub(super) struct Herald {
    peer: NodeCode,
    door: Door,
    writer: Writer,
    backoff: Backoff,
}

impl Herald {
    pub(super) fn new((peer, door): (NodeCode, Door), writer: &Writer, config: &Config) -> Self {
        let backoff = Backoff::new(config.backoff_ms_min, config.backoff_ms_max);
        Self { peer, door, writer: writer.clone(), backoff }
    }

    pub(super) async fn run(
        mut self,
        mut news: watch::Receiver<u64>,
        mut stop: watch::Receiver<bool>,
    ) {
        loop {
            news.mark_unchanged();
            tokio::select! {
                () = self.door.opens() => {}
                _ = stop.changed() => return,
            }
            let pause = match self.tell().await {
                Ok(()) => {
                    self.backoff.succeed();
                    AGAIN
                }
                Err(error) => {
                    tracing::info!(peer = %self.peer, %error, "a contradiction was not told");
                    self.backoff.fail(entropy())
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                changed = news.changed() => if changed.is_err() { return },
                _ = stop.changed() => return,
            }
        }
    }

    /// Everything that the member was not told yet, one by one.
    async fn tell(&mut self) -> Result<(), Error> {
        loop {
            let peer = self.peer.clone();
            let next = move |node: &mut Node| contradiction::next(node, &peer);
            let Some((row, proof)) = self.writer.write(next).await? else { return Ok(()) };
            let told = self.door.ask_in(&self.peer, (CONFLICT, ANSWER_TIMEOUT), proof).await?;
            let Some(answer): Option<Answer> = told else { return Ok(()) };
            let peer = self.peer.clone();
            let settle = move |node: &mut Node| contradiction::settle(node, &peer, row, &answer);
            self.writer.write(settle).await?;
        }
    }
}

impl Gatekeeper {
    /// Verifies beside the writer what a peer tells of another member, and keeps it.
    pub(super) async fn conflict(&self, peer: NodeCode, body: Bytes) -> Result<Reply, Error> {
        let opener = self.opener.clone();
        let opened = beside(move || contradiction::open(&opener.directory, &body)).await?;
        let receive = move |node: &mut Node| contradiction::receive(node, &peer, opened);
        let answer = self.writer.write(receive).await?;
        Ok(Reply { status: StatusCode::OK, body: record::cbor::to_bytes(&answer) })
    }
}
