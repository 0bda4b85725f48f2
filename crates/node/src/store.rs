//! The store: SQLite in the process, one writer. Only this module and `log` touch the disk.

pub mod administration;
pub mod assignment;
pub mod attachment;
pub mod audit;
pub mod behind;
pub mod carried;
pub mod contradiction;
pub mod device;
pub mod device_folder;
pub mod disclosed;
pub mod draft;
pub mod duty;
pub mod entry;
pub mod epoch;
pub mod evidence;
pub mod file;
pub mod foreign_row;
pub mod fresh;
pub mod hide;
pub mod hit;
pub mod identity;
pub mod inspection;
pub mod lane;
pub mod leaf;
pub mod link;
pub mod list;
pub mod lost;
pub mod message;
pub mod mirror;
pub mod officer;
pub mod parcel;
pub mod passed;
pub mod passkey;
pub mod posting;
pub mod proposal;
pub mod quarantine;
pub mod record;
pub mod recovery;
pub mod relayed;
pub mod saved_view;
pub mod sealed;
pub mod segment;
pub mod setting;
pub mod sign_in;
pub mod tally;
pub mod template;
pub mod thread;
pub mod upload;
pub mod witness;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

use ::record::RecordId;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Params, Row};

use crate::Error;

/// The schema's version, in SQLite's `user_version`.
pub const SCHEMA: i64 = 24;
const PAGE_BYTES: i64 = 4096;

/// Migrations by the version they lead to; each keeps what is there.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("store/schema.sql")),
    (3, include_str!("store/foreign_row.sql")),
    (4, include_str!("store/find.sql")),
    (5, include_str!("store/thread.sql")),
    (6, include_str!("store/sign_in.sql")),
    (7, include_str!("store/short.sql")),
    (8, include_str!("store/passkey.sql")),
    (9, include_str!("store/duty.sql")),
    (10, include_str!("store/attachment.sql")),
    (11, include_str!("store/proposal.sql")),
    (12, include_str!("store/inspection.sql")),
    (13, include_str!("store/template.sql")),
    (14, include_str!("store/found_by.sql")),
    (15, include_str!("store/identity.sql")),
    (16, include_str!("store/list.sql")),
    (17, include_str!("store/copy.sql")),
    (18, include_str!("store/witness.sql")),
    (19, include_str!("store/hit.sql")),
    (20, include_str!("store/parcel.sql")),
    (21, include_str!("store/epoch.sql")),
    (22, include_str!("store/quarantine.sql")),
    (23, include_str!("store/tally.sql")),
    (
        24,
        concat!(
            include_str!("store/frozen.sql"),
            include_str!("store/forward.sql"),
            include_str!("store/disclosed.sql"),
            include_str!("store/mirror.sql"),
        ),
    ),
];

/// Settings of every connection, whoever has it.
fn settle(db: &Connection) -> Result<(), Error> {
    db.busy_timeout(std::time::Duration::from_secs(5))?;
    db.set_prepared_statement_cache_capacity(128);
    // Or a statement with `LIMIT ?` is planned anew each time it runs, for the limit it is given.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// One connection: the writer's, or a reader's.
pub struct Store {
    pub(crate) db: Connection,
    /// Threads of which a message came, changed or left: their rows are made anew at the job's end.
    touched: RefCell<BTreeSet<RecordId>>,
}

impl Store {
    /// Opens or creates the file for its one writer.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let db = Connection::open(path)?;
        let store = Self::prepare(db)?;
        // A crash between an erasure and the emptying of the log must not keep what was erased.
        store.truncate_wal()?;
        Ok(store)
    }

    /// A store without a file, for tests and the simulator.
    pub fn in_memory() -> Result<Self, Error> {
        Self::prepare(Connection::open_in_memory()?)
    }

    /// A reader beside the writer: it sees what was committed when its statement began.
    pub fn open_reader(path: &Path) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags)?;
        settle(&db)?;
        Ok(Self { db, touched: RefCell::default() })
    }

    /// Settings every writer needs, whatever the database came from; then the migrations.
    pub fn prepare(db: Connection) -> Result<Self, Error> {
        db.pragma_update(None, "page_size", PAGE_BYTES)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        // What is deleted is overwritten: an erased key must not survive in a free page.
        db.pragma_update(None, "secure_delete", "ON")?;
        db.pragma_update(None, "cache_size", -24_000)?;
        db.pragma_update(None, "wal_autocheckpoint", 4_000)?;
        settle(&db)?;
        let store = Self { db, touched: RefCell::default() };
        store.migrate()?;
        store.number_kinds()?;
        Ok(store)
    }

    fn migrate(&self) -> Result<(), Error> {
        let at: i64 = self.db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if at > SCHEMA {
            return Err(Error::Newer { store: at, binary: SCHEMA });
        }
        for (version, sql) in MIGRATIONS.iter().filter(|(version, _)| *version > at) {
            self.db
                .execute_batch(&format!("BEGIN; {sql}; PRAGMA user_version = {version}; COMMIT"))?;
        }
        Ok(())
    }

    pub fn begin(&self) -> Result<(), Error> {
        self.run("BEGIN IMMEDIATE")
    }

    pub fn commit(&self) -> Result<(), Error> {
        self.run("COMMIT")
    }

    pub fn rollback(&self) -> Result<(), Error> {
        self.run("ROLLBACK")
    }

    /// Reads that see one state, whatever is committed meanwhile.
    pub fn at_once<T>(&self, read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        if self.in_transaction() {
            return read();
        }
        self.run("BEGIN")?;
        let answer = read();
        self.commit()?;
        answer
    }

    pub fn in_transaction(&self) -> bool {
        !self.db.is_autocommit()
    }

    /// A job inside a group commit that may fail by itself.
    pub fn mark(&self) -> Result<(), Error> {
        self.run("SAVEPOINT job")
    }

    pub fn keep(&self) -> Result<(), Error> {
        self.run("RELEASE job")
    }

    pub fn undo(&self) -> Result<(), Error> {
        self.run("ROLLBACK TO job")?;
        self.run("RELEASE job")
    }

    /// Moves the write-ahead log into the database and empties it: what was erased leaves the
    /// files. Answers whether it could: a reader that is still at work holds it up.
    pub fn truncate_wal(&self) -> Result<bool, Error> {
        let busy: i64 = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
        Ok(busy == 0)
    }

    /// How long this connection waits for another.
    pub fn set_busy_timeout_ms(&self, timeout_ms: u64) -> Result<(), Error> {
        Ok(self.db.busy_timeout(std::time::Duration::from_millis(timeout_ms))?)
    }

    /// A consistent image of the whole database, also while it is written to.
    pub fn image(&self) -> Result<Vec<u8>, Error> {
        Ok(self.db.serialize("main")?.to_vec())
    }

    /// Bytes of the database, without its write-ahead log.
    pub fn image_bytes(&self) -> Result<u64, Error> {
        let pages: u64 = self.db.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        Ok(pages * PAGE_BYTES.unsigned_abs())
    }

    pub fn touch_thread(&self, thread: RecordId) {
        self.touched.borrow_mut().insert(thread);
    }

    /// What was touched since this was last asked.
    pub fn take_touched(&self) -> BTreeSet<RecordId> {
        self.touched.take()
    }

    /// Touches the thread of a message that leaves it or changes.
    fn touch_thread_of(&self, record: i64) -> Result<(), Error> {
        let sql = "SELECT thread FROM message WHERE record = ?1";
        let thread = self.one(sql, [record], |row| Ok(RecordId(row.get(0)?)))?;
        thread.into_iter().for_each(|thread| self.touch_thread(thread));
        Ok(())
    }

    fn run(&self, sql: &str) -> Result<(), Error> {
        self.db.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    pub(crate) fn execute(&self, sql: &str, params: impl Params) -> Result<usize, Error> {
        Ok(self.db.prepare_cached(sql)?.execute(params)?)
    }

    pub(crate) fn insert(&self, sql: &str, params: impl Params) -> Result<i64, Error> {
        Ok(self.db.prepare_cached(sql)?.insert(params)?)
    }

    pub(crate) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        Ok(self.db.prepare_cached(sql)?.query_row(params, read).optional()?)
    }

    pub(crate) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(params, read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::Store;

    /// A limit is given with each run; the plan stays.
    #[test]
    fn a_statement_with_a_limit_is_planned_once() {
        let store = Store::in_memory().unwrap();
        let sql = "SELECT name FROM sqlite_schema LIMIT ?1";
        let mut statement = store.db.prepare(sql).unwrap();
        for limit in 1..=3 {
            assert_eq!(statement.query_map([limit], |_| Ok(())).unwrap().count(), limit);
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
