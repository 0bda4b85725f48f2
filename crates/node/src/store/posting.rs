//! Derived: the rows of every term, by chunk, and up to which record they are made.

use record::Digest;
use rusqlite::params;

use super::Store;
use super::entry::Entry;
use crate::Error;
use crate::find::Term;
use crate::find::rows::{Chunk, Rows, place};

/// Records without words that are counted.
const WAITING_MAX: u32 = 10_000;

/// The rows of a term, chunk by chunk, as they lie in the store.
pub type Stored = Vec<(i64, Vec<u8>)>;

/// Chunks from one to another, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub first: i64,
    pub last: i64,
}

impl Window {
    pub const ALL: Self = Self { first: 0, last: i64::MAX };
}

/// What the index needs of a record beside its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub record: i64,
    pub class: i64,
    pub latest: bool,
}

impl Store {
    /// Records up to this row are found by words.
    pub fn indexed_mark(&self) -> Result<i64, Error> {
        Ok(self.one("SELECT mark FROM indexed", [], |row| row.get(0))?.unwrap_or(0))
    }

    pub fn set_indexed_mark(&self, mark: i64) -> Result<(), Error> {
        match self.execute("UPDATE indexed SET mark = ?1", [mark])? {
            1 => Ok(()),
            _ => Err(Error::Damaged("it is not known what is indexed".into())),
        }
    }

    /// How the postings were made.
    pub fn indexed_making(&self) -> Result<Option<Digest>, Error> {
        self.one("SELECT making FROM indexed", [], |row| row.get(0).map(Digest))
    }

    /// Drops all postings: they will be made another way.
    pub fn renew_postings(&self, making: &Digest) -> Result<(), Error> {
        self.execute("DELETE FROM posting", [])?;
        self.execute(
            "INSERT OR REPLACE INTO indexed (one, mark, making) VALUES (1, 0, ?1)",
            [making.0],
        )?;
        Ok(())
    }

    /// Entries after a row, oldest first.
    pub fn waiting(&self, after: i64, upto: i64, limit: usize) -> Result<Vec<Waiting>, Error> {
        let sql = "SELECT record, class, latest FROM entry WHERE record > ?1 AND record <= ?2
                   ORDER BY record LIMIT ?3";
        self.all(sql, params![after, upto, limit as i64], |row| {
            Ok(Waiting { record: row.get(0)?, class: row.get(1)?, latest: row.get(2)? })
        })
    }

    /// Entries of the allowed classes that have no words yet, at most so many as are counted. Each
    /// class is in the order of its rows: what waits of others is not looked at.
    pub fn waiting_of(&self, allowed: &[i64]) -> Result<u64, Error> {
        let (mark, mut count) = (self.indexed_mark()?, 0);
        if self.last_entry()? <= mark {
            return Ok(0);
        }
        let sql = "SELECT count(*) FROM (SELECT 1 FROM entry INDEXED BY entry_class
                   WHERE class = ?1 AND record > ?2 AND latest LIMIT ?3)";
        for class in allowed {
            if count >= WAITING_MAX {
                break;
            }
            let left = params![class, mark, WAITING_MAX - count];
            count += self.one(sql, left, |row| row.get::<_, u32>(0))?.unwrap_or(0);
        }
        Ok(count.into())
    }

    /// The highest row that has an entry.
    pub fn last_entry(&self) -> Result<i64, Error> {
        Ok(self
            .one("SELECT coalesce(max(record), 0) FROM entry", [], |row| row.get(0))?
            .unwrap_or(0))
    }

    pub fn posting(&self, term: &Term, window: Window) -> Result<Stored, Error> {
        self.all(
            "SELECT chunk, rows FROM posting WHERE field = ?1 AND term = ?2
             AND chunk BETWEEN ?3 AND ?4",
            params![term.field, term.text, window.first, window.last],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Adds the rows of a term to a set.
    pub fn add_posting(&self, term: &Term, window: Window, into: &mut Rows) -> Result<(), Error> {
        for (chunk, rows) in self.posting(term, window)? {
            into.add(chunk, &rows)?;
        }
        Ok(())
    }

    /// Adds the rows of the first so many terms that begin with a text; answers whether there are
    /// more that were left out.
    pub fn add_postings_from(
        &self,
        start: &Term,
        terms_max: usize,
        window: Window,
        into: &mut Rows,
    ) -> Result<bool, Error> {
        let mut statement = self.db.prepare_cached(
            "SELECT term, chunk, rows FROM posting WHERE field = ?1 AND term >= ?2
             ORDER BY term, chunk",
        )?;
        let mut found = statement.query(params![start.field, start.text])?;
        let (mut terms, mut last) = (0, String::new());
        while let Some(row) = found.next()? {
            let term = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if !term.starts_with(&start.text) {
                break;
            }
            if term != last {
                if terms == terms_max {
                    return Ok(true);
                }
                terms += 1;
                term.clone_into(&mut last);
            }
            let chunk: i64 = row.get(1)?;
            if (window.first..=window.last).contains(&chunk) {
                let rows = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
                into.add(chunk, rows)?;
            }
        }
        Ok(false)
    }

    /// Every term of a field with its rows, for counts: `each(term, chunk, rows)`.
    pub fn each_posting(
        &self,
        field: &str,
        window: Window,
        mut each: impl FnMut(&str, i64, &[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut statement = self.db.prepare_cached(
            "SELECT term, chunk, rows FROM posting WHERE field = ?1 ORDER BY 1, 2",
        )?;
        let mut found = statement.query([field])?;
        while let Some(row) = found.next()? {
            let chunk: i64 = row.get(1)?;
            if (window.first..=window.last).contains(&chunk) {
                let term = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
                let rows = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
                each(term, chunk, rows)?;
            }
        }
        Ok(())
    }

    /// What the postings say, without what the store needs to keep it.
    pub fn posting_bytes(&self) -> Result<u64, Error> {
        let sql = "SELECT sum(length(field) + length(term) + length(rows)) FROM posting";
        Ok(self.one(sql, [], |row| row.get::<_, Option<u64>>(0))?.flatten().unwrap_or(0))
    }

    /// Changes the rows of a term in one chunk; a chunk without rows leaves the store.
    pub fn change_posting(
        &self,
        term: &Term,
        chunk: i64,
        change: impl FnOnce(&mut Chunk),
    ) -> Result<(), Error> {
        let sql = "SELECT rows FROM posting WHERE field = ?1 AND term = ?2 AND chunk = ?3";
        let held: Option<Vec<u8>> =
            self.one(sql, params![term.field, term.text, chunk], |row| row.get(0))?;
        let mut rows = held.as_deref().map_or(Ok(Chunk::default()), Chunk::from_bytes)?;
        change(&mut rows);
        self.put_posting(term.field, &term.text, chunk, rows)
    }

    fn put_posting(&self, field: &str, term: &str, chunk: i64, rows: Chunk) -> Result<(), Error> {
        if rows.is_empty() {
            let sql = "DELETE FROM posting WHERE field = ?1 AND term = ?2 AND chunk = ?3";
            self.execute(sql, params![field, term, chunk])?;
            return Ok(());
        }
        self.execute(
            "INSERT INTO posting (field, term, chunk, rows) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (field, term, chunk) DO UPDATE SET rows = excluded.rows",
            params![field, term, chunk, rows.to_bytes()],
        )?;
        Ok(())
    }

    /// Takes a row out of every term, without knowing which it has.
    pub fn forget_row(&self, row: i64) -> Result<(), Error> {
        let (chunk, place) = place(row);
        let sql = "SELECT field, term, rows FROM posting WHERE chunk = ?1";
        let held: Vec<(String, String, Vec<u8>)> =
            self.all(sql, [chunk], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        for (field, term, rows) in held {
            let mut rows = Chunk::from_bytes(&rows)?;
            if rows.contains(place) {
                rows.remove(place);
                self.put_posting(&field, &term, chunk, rows)?;
            }
        }
        Ok(())
    }

    /// Entries by their rows, in the order asked for.
    pub fn entries_of(&self, rows: &[i64]) -> Result<Vec<Entry>, Error> {
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            entries.extend(self.entry(*row)?);
        }
        Ok(entries)
    }

    /// Of these, the latest ones in these classes, given in the order of their numbers.
    pub fn still_there(&self, rows: &[i64], classes: &[i64]) -> Result<Vec<Entry>, Error> {
        let mut entries = self.entries_of(rows)?;
        entries.retain(|entry| entry.latest && classes.binary_search(&entry.class).is_ok());
        Ok(entries)
    }
}
