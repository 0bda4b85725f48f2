//! The one writer: jobs queue here and share commits. Nobody is answered before the commit.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tokio::sync::{broadcast, oneshot};

use crate::audit::{self, Guarded};
use crate::case;
use crate::list::index::threads;
use crate::store::Store;
use crate::vault::Vault;
use crate::view::Sight;
use crate::{Announcement, Clock, Error, Node};

/// Reading connections kept for each core: more at once are opened, and closed again.
const READERS_A_CORE: usize = 4;

type Reply = Box<dyn FnOnce(Result<(), String>) + Send>;
/// Runs in the transaction, or learns why there is none.
type Job = Box<dyn FnOnce(Result<&mut Node, String>) -> Reply + Send>;

/// A handle to the node's writer; clones share it.
#[derive(Clone)]
pub struct Writer {
    jobs: SyncSender<Job>,
    queue_max: usize,
    announced: broadcast::Sender<Announcement>,
    /// Nanoseconds of work since the start.
    worked_ns: Arc<AtomicU64>,
}

/// The thread behind the handle; joining it gives the node back.
pub struct WriterThread(JoinHandle<Node>);

impl WriterThread {
    /// Waits until every handle is gone and everything queued is committed.
    pub fn join(self) -> Node {
        match self.0.join() {
            Ok(node) => node,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

/// Starts the writer's thread.
pub fn spawn(node: Node) -> (Writer, WriterThread) {
    let queue_max = node.config.queue_max;
    let (jobs, queue) = sync_channel(queue_max);
    let (announced, _) = broadcast::channel(node.config.events_buffer_max);
    let worked_ns = Arc::new(AtomicU64::new(0));
    let (tell, worked) = (announced.clone(), worked_ns.clone());
    let thread = std::thread::Builder::new().name("writer".into());
    let thread =
        thread.spawn(move || run(node, &queue, &tell, &worked)).expect("a thread can be started");
    (Writer { jobs, queue_max, announced, worked_ns }, WriterThread(thread))
}

#[expect(clippy::disallowed_methods, reason = "how busy the writer is, for what must wait for it")]
fn clock() -> std::time::Instant {
    std::time::Instant::now()
}

fn run(
    mut node: Node,
    queue: &Receiver<Job>,
    tell: &broadcast::Sender<Announcement>,
    worked: &AtomicU64,
) -> Node {
    while let Ok(first) = queue.recv() {
        let begun = clock();
        let replies = batch(&mut node, first, queue);
        let outcome = node.finish().map_err(|error| error.to_string());
        for announcement in node.take_announced() {
            let _ = tell.send(announcement);
        }
        replies.into_iter().for_each(|reply| reply(outcome.clone()));
        if let Err(error) = node.empty_wal_after_erasure() {
            tracing::error!(%error, "the write-ahead log still holds what was erased");
        }
        let spent = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        worked.fetch_add(spent, Ordering::Relaxed);
    }
    node
}

/// Runs what is queued, up to the limit, in one transaction. An idle node commits at once: while
/// one commit is on its way to the disk, the next batch gathers by itself.
fn batch(node: &mut Node, first: Job, queue: &Receiver<Job>) -> Vec<Reply> {
    if let Err(error) = node.begin() {
        return vec![first(Err(error.to_string()))];
    }
    let mut replies = vec![first(Ok(node))];
    while replies.len() < node.config.batch_rows_max {
        match queue.try_recv() {
            Ok(job) => replies.push(job(Ok(node))),
            Err(_) => break,
        }
    }
    replies
}

impl Writer {
    /// Runs a job in the next transaction and answers after its commit.
    pub async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Node) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (send, answer) = oneshot::channel();
        self.submit(job, move |outcome| drop(send.send(outcome)))?;
        answer.await.unwrap_or_else(|_| Err(stopped()))
    }

    /// As [`Self::write`], for threads that may wait.
    pub fn write_blocking<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Node) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (send, answer) = sync_channel(1);
        self.submit(job, move |outcome| drop(send.send(outcome)))?;
        answer.recv().unwrap_or_else(|_| Err(stopped()))
    }

    fn submit<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Node) -> Result<T, Error> + Send + 'static,
        reply: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Result<(), Error> {
        let case = case::of_this_request();
        let job: Job = Box::new(move |node| {
            let outcome = match node {
                Ok(node) => case::job(case, || node.job(job)),
                Err(said) => Err(Error::NotCommitted(said)),
            };
            Box::new(move |committed| {
                reply(match committed {
                    Ok(()) => outcome,
                    Err(said) => outcome.and_then(|_| Err(Error::NotCommitted(said))),
                });
            })
        });
        self.jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => {
                let max = self.queue_max as u64;
                Error::Limit { what: "the writer's queue", limit: "queue_max", max }
            }
            TrySendError::Disconnected(_) => stopped(),
        })
    }

    /// How long it has worked since the start, in nanoseconds.
    pub fn worked_ns(&self) -> u64 {
        self.worked_ns.load(Ordering::Relaxed)
    }

    /// What is stored from now on.
    pub fn watch(&self) -> broadcast::Receiver<Announcement> {
        self.announced.subscribe()
    }
}

fn stopped() -> Error {
    Error::Usage("the node is stopping".into())
}

/// Connections for reading beside the writer.
#[derive(Clone)]
pub struct Readers {
    idle: Arc<Mutex<Vec<Store>>>,
    path: Arc<std::path::PathBuf>,
    vault: Arc<Vault>,
    tables: Arc<record::policy::Tables>,
    clocks: Arc<record::deadline::Clocks>,
    lists: Arc<record::codelist::Registry>,
    code: record::NodeCode,
    clock: Arc<dyn Clock>,
}

impl Readers {
    pub fn new(node: &Node, path: std::path::PathBuf) -> Self {
        Self {
            idle: Arc::default(),
            path: Arc::new(path),
            vault: node.vault.clone(),
            tables: node.tables.clone(),
            clocks: node.clocks.clone(),
            lists: node.lists.clone(),
            code: node.code.clone(),
            clock: node.clock.clone(),
        }
    }

    /// The code lists with what nodes have added.
    pub fn lists(&self) -> &Arc<record::codelist::Registry> {
        &self.lists
    }

    /// The node's folder.
    pub fn folder(&self) -> &std::path::Path {
        self.path.parent().unwrap_or_else(|| std::path::Path::new("."))
    }

    /// Reads on a connection of its own.
    pub fn read<T>(&self, job: impl FnOnce(Sight<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let store = self.take()?;
        let sight = Sight {
            code: &self.code,
            tables: &self.tables,
            clocks: &self.clocks,
            lists: &self.lists,
            store: &store,
            vault: &self.vault,
            now: self.clock.now(),
        };
        let answer = job(sight);
        self.give_back(store);
        answer
    }

    /// As [`Self::read`], away from the threads that answer: opening records takes its time.
    pub async fn read_apart<T: Send + 'static>(
        &self,
        job: impl FnOnce(Sight<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let readers = self.clone();
        let answer = tokio::task::spawn_blocking(move || readers.read(job)).await;
        answer.map_err(|_| stopped())?
    }

    fn take(&self) -> Result<Store, Error> {
        let idle = self.idle.lock().map_or(None, |mut idle| idle.pop());
        idle.map_or_else(|| Store::open_reader(&self.path), Ok)
    }

    fn give_back(&self, store: Store) {
        if let Ok(mut idle) = self.idle.lock()
            && idle.len() < READERS_A_CORE * threads()
        {
            idle.push(store);
        }
    }

    /// Reads, stores the audit entry through the writer, and only then answers.
    pub async fn read_audited<T: Send + 'static>(
        &self,
        writer: &Writer,
        job: impl FnOnce(Sight<'_>) -> Result<Guarded<T>, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (value, event) = audit::split(self.read_apart(job).await?);
        writer.write(move |node| audit::note(node, &event)).await?;
        Ok(value)
    }
}
