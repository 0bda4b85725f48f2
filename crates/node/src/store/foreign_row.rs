//! Rows of foreign tables, by the identity they have in every release.

use record::{Digest, RecordId};
use rusqlite::params;

use super::Store;
use crate::Error;

/// Half a digest names a row: two rows of one source are not made to collide.
const KEY_BYTES: usize = 16;

/// A row as the import before knew it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignRow {
    pub occurrence: u32,
    pub id: RecordId,
    pub content: Digest,
    pub run: i64,
    pub line: u64,
}

/// Which row, and where this import met it.
#[derive(Clone, Copy, Debug)]
pub struct Met<'a> {
    pub source: &'a str,
    pub key: &'a Digest,
    pub run: i64,
    pub line: u64,
}

impl Met<'_> {
    fn key(&self) -> &[u8] {
        &self.key.0[..KEY_BYTES]
    }
}

impl Store {
    /// The number of the next import of a source.
    pub fn next_run(&self, source: &str) -> Result<i64, Error> {
        let sql = "SELECT coalesce(max(run), 0) + 1 FROM foreign_row WHERE source = ?1";
        Ok(self.one(sql, [source], |row| row.get(0))?.unwrap_or(1))
    }

    /// The first row of a key that this import has not met yet; else the last it met.
    pub fn foreign_row(&self, met: &Met<'_>) -> Result<Option<ForeignRow>, Error> {
        self.one(
            "SELECT occurrence, id, content, run, line FROM foreign_row
             WHERE source = ?1 AND key = ?2
             ORDER BY run = ?3, CASE run WHEN ?3 THEN -occurrence ELSE occurrence END LIMIT 1",
            params![met.source, met.key(), met.run],
            |row| {
                Ok(ForeignRow {
                    occurrence: row.get(0)?,
                    id: RecordId(row.get(1)?),
                    content: Digest(row.get(2)?),
                    run: row.get(3)?,
                    line: row.get(4)?,
                })
            },
        )
    }

    /// Remembers what a row became.
    pub fn set_foreign_row(
        &self,
        met: &Met<'_>,
        occurrence: u32,
        id: &RecordId,
        content: &Digest,
    ) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO foreign_row (source, key, occurrence, id, content, run, line)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![met.source, met.key(), occurrence, id.0, content.0, met.run, met.line],
        )?;
        Ok(())
    }

    /// Rows of a source that an earlier import met and this one did not.
    pub fn foreign_rows_absent(&self, source: &str, run: i64) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM foreign_row WHERE source = ?1 AND run < ?2";
        Ok(self.one(sql, params![source, run], |row| row.get(0))?.unwrap_or(0))
    }
}
