//! Audit entries and the minute roots that entered the log.

use record::{Digest, NodeCode, RecordId};
use rusqlite::params;

use super::Store;
use crate::Error;

/// A minute's tree, as logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinuteRoot {
    pub minute: i64,
    pub root: Digest,
    pub count: u64,
    pub leaf: u64,
}

impl Store {
    /// Appends an entry and notes which records it is about.
    pub fn insert_audit(
        &self,
        minute: i64,
        bytes: &[u8],
        about: &[(NodeCode, RecordId)],
    ) -> Result<i64, Error> {
        let row = self
            .insert("INSERT INTO audit (minute, bytes) VALUES (?1, ?2)", params![minute, bytes])?;
        for (owner, id) in about {
            self.execute(
                "INSERT OR IGNORE INTO audit_record (owner, id, audit) VALUES (?1, ?2, ?3)",
                params![owner.as_str(), id.0, row],
            )?;
        }
        Ok(row)
    }

    /// Entries of one minute, in order.
    pub fn audit_of_minute(&self, minute: i64) -> Result<Vec<(i64, Vec<u8>)>, Error> {
        self.all("SELECT row, bytes FROM audit WHERE minute = ?1 ORDER BY row", [minute], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    }

    /// Entries about one record, oldest first: (row, minute, bytes).
    pub fn audit_about(
        &self,
        owner: &NodeCode,
        id: &RecordId,
    ) -> Result<Vec<(i64, i64, Vec<u8>)>, Error> {
        self.all(
            "SELECT a.row, a.minute, a.bytes FROM audit_record AS x JOIN audit AS a
             ON a.row = x.audit WHERE x.owner = ?1 AND x.id = ?2 ORDER BY a.row",
            params![owner.as_str(), id.0],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }

    /// Entries before a row, newest first.
    pub fn audit_before(&self, before: i64, limit: u32) -> Result<Vec<(i64, Vec<u8>)>, Error> {
        self.all(
            "SELECT row, bytes FROM audit WHERE row < ?1 ORDER BY row DESC LIMIT ?2",
            params![before, limit],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Minutes with entries after one and before another.
    pub fn audit_minutes(&self, after: i64, before: i64) -> Result<Vec<i64>, Error> {
        let sql = "SELECT DISTINCT minute FROM audit WHERE minute > ?1 AND minute < ?2 ORDER BY 1";
        self.all(sql, [after, before], |row| row.get(0))
    }

    /// Entries of minutes that should be in the log and are not.
    pub fn audit_unrooted(&self) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM audit WHERE minute <= (SELECT max(minute) FROM audit_root)
                   AND minute NOT IN (SELECT minute FROM audit_root)";
        Ok(self.one(sql, [], |row| row.get(0))?.unwrap_or(0))
    }

    /// Entries after a row, oldest first.
    pub fn audit_after(&self, after: i64, limit: u32) -> Result<Vec<(i64, Vec<u8>)>, Error> {
        self.all(
            "SELECT row, bytes FROM audit WHERE row > ?1 ORDER BY row LIMIT ?2",
            params![after, limit],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Which records each entry is found under when an owner asks for uses, by entry.
    pub fn audit_index(&self) -> Result<Vec<(i64, String, RecordId)>, Error> {
        let sql = "SELECT audit, owner, id FROM audit_record ORDER BY audit, owner, id";
        self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?, RecordId(row.get(2)?))))
    }

    pub fn insert_minute_root(&self, root: &MinuteRoot) -> Result<(), Error> {
        self.insert(
            "INSERT INTO audit_root (minute, root, count, leaf) VALUES (?1, ?2, ?3, ?4)",
            params![root.minute, root.root.0, root.count, root.leaf],
        )?;
        Ok(())
    }

    pub fn minute_root(&self, minute: i64) -> Result<Option<MinuteRoot>, Error> {
        let sql = "SELECT minute, root, count, leaf FROM audit_root WHERE minute = ?1";
        self.one(sql, [minute], read_root)
    }

    pub fn last_minute_root(&self) -> Result<Option<MinuteRoot>, Error> {
        let sql = "SELECT minute, root, count, leaf FROM audit_root ORDER BY minute DESC LIMIT 1";
        self.one(sql, [], read_root)
    }

    pub fn minute_roots(&self) -> Result<Vec<MinuteRoot>, Error> {
        let sql = "SELECT minute, root, count, leaf FROM audit_root ORDER BY minute";
        self.all(sql, [], read_root)
    }

    pub fn audit_count(&self) -> Result<u64, Error> {
        let count = self.one("SELECT count(*) FROM audit", [], |row| row.get(0))?;
        Ok(count.unwrap_or(0))
    }
}

fn read_root(row: &rusqlite::Row<'_>) -> rusqlite::Result<MinuteRoot> {
    Ok(MinuteRoot {
        minute: row.get(0)?,
        root: Digest(row.get(1)?),
        count: row.get(2)?,
        leaf: row.get(3)?,
    })
}
