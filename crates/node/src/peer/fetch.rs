//! One fetcher a peer: it asks an owner for files of records that are here already, one piece after
//! another, on a connection of its own. No lane waits for it.

use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use hyper::body::Bytes;
use record::{Digest, NodeCode, cbor};
use tokio::sync::{Notify, watch};

use super::door::Door;
use super::{ATTACHMENT, Peers};
use crate::attachment::passing::{self, Arriving, Piece, Question};
use crate::backoff::Backoff;
use crate::store::attachment::Kept;
use crate::store::file::Files;
use crate::writer::Writer;
use crate::{Config, Error};

/// With nothing to fetch it looks again after this long.
const IDLE: Duration = Duration::from_secs(30);
/// On a line on which a piece does not arrive in time, the next is half as long.
const PIECE_BYTES_MIN: usize = 16 * 1024;

pub struct Fetcher {
    owner: NodeCode,
    door: Door,
    peers: Peers,
    writer: Writer,
    files: Arc<Files>,
    backoff: Backoff,
    piece_bytes: usize,
    piece_bytes_max: usize,
    /// Files the owner does not give now; they are asked for again later.
    passed: Vec<Digest>,
}

impl Fetcher {
    pub fn new(
        owner: NodeCode,
        door: Door,
        peers: &Peers,
        writer: &Writer,
        files: Arc<Files>,
        config: &Config,
    ) -> Self {
        Self {
            owner,
            door,
            peers: peers.clone(),
            writer: writer.clone(),
            files,
            backoff: Backoff::new(config.backoff_ms_min, config.backoff_ms_max),
            piece_bytes: config.attachment_piece_bytes_max,
            piece_bytes_max: config.attachment_piece_bytes_max,
            passed: Vec::new(),
        }
    }

    pub async fn run(mut self, wake: Arc<Notify>, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.door.opens() => {}
                _ = stop.changed() => return,
            }
            let pause = match self.round().await {
                Ok(true) => {
                    self.backoff.succeed();
                    if *stop.borrow() {
                        return;
                    }
                    continue;
                }
                Ok(false) => {
                    self.passed.clear();
                    IDLE
                }
                Err(error) => {
                    tracing::info!(owner = %self.owner, %error, "files wait");
                    self.backoff.fail(super::worker::entropy())
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = wake.notified(), if pause == IDLE => {}
                _ = stop.changed() => return,
            }
        }
    }

    /// One piece of the smallest file that waits; false where none does.
    async fn round(&mut self) -> Result<bool, Error> {
        let (owner, passed) = (self.owner.clone(), self.passed.clone());
        let next = self.writer.write(move |node| passing::next(node, &owner, &passed)).await?;
        let Some(kept) = next else { return Ok(false) };
        if self.files.has(&kept.address) {
            self.arrived(&kept).await?;
            return Ok(true);
        }
        let (files, wanted) = (self.files.clone(), kept.clone());
        let arriving = apart(move || Arriving::open(&files, &wanted)).await?;
        let arriving = match arriving.is_whole() {
            true => arriving,
            false => match self.take(arriving, &kept).await? {
                Some(arriving) => arriving,
                None => return Ok(true),
            },
        };
        if arriving.is_whole() {
            self.finish(arriving, &kept).await?;
        }
        Ok(true)
    }

    /// Asks for the next piece; nothing where the owner does not give it.
    async fn take(&mut self, mut to: Arriving, kept: &Kept) -> Result<Option<Arriving>, Error> {
        let Some(piece) = self.ask(kept, to.at, false).await? else {
            self.passed.push(kept.address);
            return Ok(None);
        };
        apart(move || to.push(&piece).map(|()| to)).await.map(Some)
    }

    async fn ask(&mut self, kept: &Kept, from: u64, whole: bool) -> Result<Option<Piece>, Error> {
        let bytes_max = u32::try_from(self.piece_bytes).unwrap_or(u32::MAX);
        let asks = Question { address: kept.address, from, bytes_max, whole };
        let answer = self.door.post(ATTACHMENT, Bytes::from(cbor::to_bytes(&asks))).await;
        let (status, body) = match answer {
            Ok(answered) => answered,
            Err(error) => {
                self.piece_bytes = (self.piece_bytes / 2).max(PIECE_BYTES_MIN);
                return Err(error);
            }
        };
        match status {
            StatusCode::OK => {
                self.piece_bytes = (self.piece_bytes * 2).min(self.piece_bytes_max);
                Ok(Some(cbor::from_bytes(&body)?))
            }
            StatusCode::NOT_FOUND => Ok(None),
            _ => Err(Error::Unreachable(self.owner.to_string())),
        }
    }

    async fn finish(&mut self, arriving: Arriving, kept: &Kept) -> Result<(), Error> {
        let files = self.files.clone();
        if !apart(move || arriving.finish(&files)).await? {
            tracing::warn!(owner = %self.owner, address = %kept.address, "a file was another");
            self.passed.push(kept.address);
            return Ok(());
        }
        self.arrived(kept).await
    }

    /// Notes it, owes the receipt, and tells the owner at once how far its files have come.
    async fn arrived(&mut self, kept: &Kept) -> Result<(), Error> {
        let address = kept.address;
        self.writer.write(move |node| passing::arrived(node, &address)).await?;
        self.peers.wake_receipts(&self.owner);
        let told = self.ask(kept, kept.sealed, true).await;
        drop(told);
        Ok(())
    }
}

async fn apart<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(job).await;
    done.map_err(|_| Error::Usage("the node is stopping".into()))?
}
