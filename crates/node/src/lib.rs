//! The running node: store, log, delivery, index, views, web API, command line.
//!
//! `flow.rs` is the spine; every other file here is a room it passes through. It is long because it
//! names every room, and all that a node holds.

pub mod act;
pub mod ask;
pub mod attachment;
pub mod audit;
pub mod author;
pub mod backoff;
pub mod backup;
pub mod bench;
pub mod bundle;
pub mod carry;
pub mod case;
pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
pub mod contradiction;
pub mod copy;
pub mod decided;
pub mod delivery;
pub mod demo;
pub mod disclosed;
pub mod due;
pub mod duplicate;
pub mod epoch;
pub mod error;
pub mod exchange;
pub mod export;
pub mod fact;
pub mod find;
pub mod flow;
pub mod forward;
pub mod founding;
pub mod freeze;
pub mod fsck;
pub mod gate;
pub mod home;
pub mod identity;
pub mod import;
pub mod index;
pub mod inspection;
pub mod inward;
pub mod journal;
pub mod keep;
pub mod key;
pub mod limit;
pub mod line;
pub mod link;
pub mod list;
pub mod log;
pub mod marathon;
pub mod metrics;
pub mod notify;
pub mod officer;
pub mod outward;
pub mod passkey;
pub mod peer;
pub mod proposal;
pub mod provider;
pub mod quarantine;
pub mod recovery;
pub mod relay;
pub mod restore;
pub mod retention;
#[cfg(feature = "simulation")]
pub mod sabotage;
pub mod same;
pub mod serve;
pub mod session;
pub mod sign_in;
#[cfg(feature = "simulation")]
pub mod sim;
pub mod standing;
pub mod steward;
pub mod store;
pub mod table;
pub mod tally;
pub mod thread;
pub mod tls;
pub mod uses;
pub mod vault;
pub mod view;
pub mod web;
pub mod wire;
pub mod witness;
pub mod writer;
pub mod writing;

use std::collections::HashMap;
use std::sync::Arc;

use record::codelist::Registry;
use record::deadline::Clocks;
use record::policy::{Class, Tables};
use record::{Digest, Header, NodeCode, Timestamp};
use seal::directory::Directory;
use seal::entropy::Entropy;
use seal::log_key::LogSecret;

pub use clock::Clock;
pub use config::Config;
pub use error::Error;
use log::Log;
use store::Store;
use store::file::Files;
use vault::Vault;

/// Who this node is: its name and its secrets.
pub struct Identity {
    pub code: NodeCode,
    pub log: LogSecret,
    /// Cosigns heads of others; another key than the log's.
    pub witness: LogSecret,
    /// Decapsulation keys that may still open something.
    pub kem: key::ring::Keyring,
}

/// A record that was stored, told to whoever watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    pub row: i64,
    pub kind: record::Kind,
    pub owner: NodeCode,
    pub id: record::RecordId,
    pub news: News,
}

/// What is told of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    Stored,
    /// Nobody looked at the flash message in time: which step that is.
    Escalated(i64),
    /// Who has its thread is another one now.
    Assigned,
}

/// The one writer of a node: everything that changes its state goes through here, in order.
pub struct Node {
    pub code: NodeCode,
    pub network: Digest,
    pub identity: Arc<Identity>,
    pub directory: Arc<Directory>,
    pub tables: Arc<Tables>,
    /// How long members have to answer each other: `clocks.toml`, else the embedded terms.
    pub clocks: Arc<Clocks>,
    /// The code lists with what nodes have added: `code-lists/`, else the common ones.
    pub lists: Arc<Registry>,
    pub config: Config,
    /// What `amana.toml` says; `config` has what was set over it.
    pub file_config: Config,
    /// The limits of now, for whoever works beside the writer.
    pub live: config::Live,
    pub store: Store,
    /// Where sealed files lie; a node without a folder keeps none.
    pub files: Arc<Files>,
    pub log: Log,
    pub vault: Arc<Vault>,
    pub clock: Arc<dyn Clock>,
    pub entropy: Box<dyn Entropy>,
    pub peer_clocks: due::PeerClocks,
    pub refused_sign_ins: sign_in::Refusals,
    pub challenges: passkey::challenge::Challenges,
    /// What proposes entries of lists, and records that are looked for, for a name.
    pub watched: Arc<list::Lists>,
    classes: HashMap<Digest, i64>,
    /// A limit was set in the open transaction.
    pub(crate) limits_changed: bool,
    /// Kinds that are declared and not read: none. A test plays an earlier version by it.
    pub unread: Arc<[::record::Kind]>,
    /// Something was erased whose bytes are still in the write-ahead log.
    pub(crate) wal_dirty: bool,
    /// How many contradictions became known since the start: who tells them watches it.
    pub(crate) contradicted: tokio::sync::watch::Sender<u64>,
    /// Announced when the transaction that stored them has committed.
    announced: Vec<Announcement>,
    /// What the open transaction changes of whom and what is looked for.
    watching: Vec<list::index::Change>,
    /// Why the open transaction is lost: a full disk takes it whole, not only the job that met it.
    lost: Option<String>,
    #[cfg(feature = "simulation")]
    pub sabotage: sabotage::Sabotage,
}

/// What a node is opened from.
pub struct Parts {
    pub identity: Identity,
    pub directory: Directory,
    pub config: Config,
    pub store: Store,
    pub vault: Vault,
    pub clock: Arc<dyn Clock>,
    pub entropy: Box<dyn Entropy>,
}

impl Node {
    pub fn open(parts: Parts) -> Result<Self, Error> {
        let config = limit::effective(&parts.config, &parts.store)?;
        find::renew(&parts.store, &config)?;
        let network = parts.directory.network();
        let code = parts.identity.code.clone();
        let origin = epoch::origin_of(&parts.store, parts.directory.member(&code))?;
        let origin = origin.unwrap_or_else(|| parts.identity.log.origin().to_owned());
        let log = Log::open(&parts.store, network, &origin)?;
        let mut node = Self {
            code,
            network,
            identity: Arc::new(parts.identity),
            directory: Arc::new(parts.directory),
            tables: Arc::new(Tables::embedded().clone()),
            clocks: Arc::new(Clocks::embedded().clone()),
            lists: Arc::default(),
            live: config::Live::new(config.clone()),
            config,
            file_config: parts.config,
            store: parts.store,
            files: Arc::default(),
            log,
            vault: Arc::new(parts.vault),
            clock: parts.clock,
            entropy: parts.entropy,
            peer_clocks: due::PeerClocks::default(),
            refused_sign_ins: sign_in::Refusals::default(),
            challenges: passkey::challenge::Challenges::default(),
            watched: Arc::default(),
            classes: HashMap::new(),
            limits_changed: false,
            unread: Arc::default(),
            wal_dirty: false,
            contradicted: tokio::sync::watch::Sender::new(0),
            announced: Vec::new(),
            watching: Vec::new(),
            lost: None,
            #[cfg(feature = "simulation")]
            sabotage: sabotage::Sabotage::default(),
        };
        epoch::follow(&mut node)?;
        witness::mirror::follow(&mut node)?;
        key::void::follow(&mut node)?;
        index::complete(&mut node)?;
        thread::complete(&mut node)?;
        list::record::complete(&mut node)?;
        inspection::complete(&mut node)?;
        quarantine::complete(&mut node)?;
        Ok(node)
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Runs a job in a transaction of its own and commits. Where both fail, the job's error is the
    /// cause.
    pub fn commit<T>(
        &mut self,
        job: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.begin()?;
        let answer = self.job(job);
        let finished = self.finish();
        let answer = answer?;
        finished.map(|()| answer)
    }

    pub fn begin(&mut self) -> Result<(), Error> {
        self.store.begin()
    }

    /// One job of a group commit: on an error nothing of it stays.
    pub fn job<T>(&mut self, job: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        if let Some(why) = &self.lost {
            return Err(Error::NotCommitted(why.clone()));
        }
        self.store.mark()?;
        let (edge, announced) = (self.log.edge(), self.announced.len());
        let watching = self.watching.len();
        let answer = job(self);
        if !self.store.in_transaction() {
            return Err(self.lose(answer.err()));
        }
        let answer = answer.and_then(|answer| thread::settle(self).map(|()| answer));
        match answer {
            Ok(answer) => {
                self.store.keep()?;
                Ok(answer)
            }
            Err(error) => {
                self.log.restore(edge);
                self.announced.truncate(announced);
                self.watching.truncate(watching);
                self.classes.clear();
                self.store.take_touched();
                self.store.undo()?;
                Err(error)
            }
        }
    }

    /// The store rolled everything back by itself: no later job may run as if it had not.
    fn lose(&mut self, cause: Option<Error>) -> Error {
        let cause = cause
            .unwrap_or_else(|| Error::NotCommitted("the store gave the transaction up".to_owned()));
        self.lost.get_or_insert_with(|| cause.to_string());
        cause
    }

    /// Commits and, only then, lets leaves count as logged.
    pub fn finish(&mut self) -> Result<(), Error> {
        if let Some(why) = self.lost.take() {
            self.abandon()?;
            return Err(Error::NotCommitted(why));
        }
        match self.store.commit() {
            Ok(()) => {
                self.log.committed();
                self.watched.apply(std::mem::take(&mut self.watching));
                self.take_up_limits()
            }
            Err(error) => {
                self.abandon()?;
                Err(error)
            }
        }
    }

    /// Limits that were set stand from the commit on, for jobs and requests that begin later.
    fn take_up_limits(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.limits_changed) {
            self.config = limit::effective(&self.file_config, &self.store)?;
            self.live.set(self.config.clone());
        }
        Ok(())
    }

    /// Nothing of the transaction stays, on disk or in memory.
    pub fn abandon(&mut self) -> Result<(), Error> {
        if self.store.in_transaction() {
            self.store.rollback()?;
        }
        self.lost = None;
        self.classes.clear();
        self.announced.clear();
        self.watching.clear();
        self.store.take_touched();
        self.log = Log::open(&self.store, self.network, self.identity.log.origin())?;
        Ok(())
    }

    /// After an erasure has committed: what was erased leaves the write-ahead log too.
    pub fn empty_wal_after_erasure(&mut self) -> Result<(), Error> {
        if self.wal_dirty {
            // Held up by a reader, it is tried again after the next transaction.
            self.wal_dirty = !self.store.truncate_wal()?;
        }
        Ok(())
    }

    /// What has been stored since this was last asked.
    pub fn take_announced(&mut self) -> Vec<Announcement> {
        std::mem::take(&mut self.announced)
    }

    pub(crate) fn announce(&mut self, row: i64, header: &Header) {
        let (kind, owner, id) = (header.kind, header.owner.clone(), header.id);
        self.announced.push(Announcement { row, kind, owner, id, news: News::Stored });
    }

    /// From the commit on, a record is found by name, or is not any more.
    pub(crate) fn listed(&mut self, row: i64, entity: Option<list::Entity>) {
        self.watching.push(list::update::change_of(row, entity));
    }

    /// Something about a message that is stored already.
    pub(crate) fn announce_message(&mut self, row: i64, news: News) -> Result<(), Error> {
        let Some(header) = self.store.header(row)? else { return Ok(()) };
        let Header { kind, owner, id, .. } = Header::from_bytes(&header)?;
        self.announced.push(Announcement { row, kind, owner, id, news });
        Ok(())
    }

    /// How long members have to answer. What was derived by other terms is made anew.
    pub fn set_clocks(&mut self, clocks: Clocks) -> Result<(), Error> {
        self.clocks = Arc::new(clocks);
        thread::renew(self)
    }

    pub(crate) fn class_number(&mut self, class: &Class) -> Result<i64, Error> {
        let digest = class.digest();
        if let Some(number) = self.classes.get(&digest) {
            return Ok(*number);
        }
        let number = self.store.class(&digest, &record::cbor::to_bytes(class))?;
        self.classes.insert(digest, number);
        Ok(number)
    }

    pub(crate) fn forget_classes(&mut self) {
        self.classes.clear();
    }
}
