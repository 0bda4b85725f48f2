//! Small facts of this node that live beside its records: directory bytes, import marks.

use record::Digest;
use rusqlite::params;

use super::Store;
use crate::Error;

impl Store {
    pub fn setting(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        self.one("SELECT value FROM setting WHERE key = ?1", [key], |row| row.get(0))
    }

    pub fn set_setting(&self, key: &str, value: &[u8]) -> Result<(), Error> {
        self.execute(
            "INSERT INTO setting (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            params![key, value],
        )?;
        Ok(())
    }

    pub fn remove_setting(&self, key: &str) -> Result<(), Error> {
        self.execute("DELETE FROM setting WHERE key = ?1", [key])?;
        Ok(())
    }

    /// Marks a foreign row as imported; answers whether it was new.
    pub fn mark_imported(
        &self,
        source: &str,
        row_digest: &Digest,
        occurrence: u32,
    ) -> Result<bool, Error> {
        let count = self.execute(
            "INSERT OR IGNORE INTO imported (source, row_digest, occurrence) VALUES (?1, ?2, ?3)",
            params![source, &row_digest.0[..16], occurrence],
        )?;
        Ok(count == 1)
    }

    /// Queued entries without the decision that let them out: (record, peer).
    pub fn unreleased(&self) -> Result<Vec<(i64, String)>, Error> {
        self.all(
            "SELECT o.record, o.peer FROM outbox AS o WHERE o.record > 0
             AND NOT EXISTS (SELECT 1 FROM released AS r
             WHERE r.record = o.record AND r.peer = o.peer) ORDER BY 1, 2",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Keeps what policy decided beside what it let out.
    pub fn insert_release(&self, record: i64, peer: &str, decision: &str) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO released (record, peer, decision) VALUES (?1, ?2, ?3)",
            params![record, peer, decision],
        )?;
        Ok(())
    }
}
