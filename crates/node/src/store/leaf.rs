//! Our own log on disk: what each leaf is about, and full tiles of tree hashes.

use rusqlite::params;

use super::Store;
use crate::Error;

/// A leaf as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLeaf {
    pub index: u64,
    pub leaf_type: u8,
    pub salt: [u8; 32],
    /// Deterministic CBOR of the subject.
    pub subject: Vec<u8>,
}

impl Store {
    pub fn insert_leaf(&self, leaf: &StoredLeaf) -> Result<(), Error> {
        self.insert(
            "INSERT INTO leaf (idx, type, salt, subject) VALUES (?1, ?2, ?3, ?4)",
            params![leaf.index, leaf.leaf_type, leaf.salt, leaf.subject],
        )?;
        Ok(())
    }

    pub fn leaf(&self, index: u64) -> Result<Option<StoredLeaf>, Error> {
        let mut found = self.leaves(index, index + 1)?;
        Ok(found.pop())
    }

    /// Leaves of the half-open range, in order.
    pub fn leaves(&self, first: u64, end: u64) -> Result<Vec<StoredLeaf>, Error> {
        self.all(
            "SELECT idx, type, salt, subject FROM leaf WHERE idx >= ?1 AND idx < ?2 ORDER BY idx",
            params![first, end],
            |row| {
                Ok(StoredLeaf {
                    index: row.get(0)?,
                    leaf_type: row.get(1)?,
                    salt: row.get(2)?,
                    subject: row.get(3)?,
                })
            },
        )
    }

    pub fn leaf_count(&self) -> Result<u64, Error> {
        let last: Option<Option<u64>> =
            self.one("SELECT max(idx) FROM leaf", [], |row| row.get(0))?;
        Ok(last.flatten().map_or(0, |last| last + 1).max(self.lost_end()?))
    }

    pub fn insert_tile(&self, level: u8, index: u64, bytes: &[u8]) -> Result<(), Error> {
        self.execute(
            "INSERT INTO tile (level, idx, bytes) VALUES (?1, ?2, ?3)",
            params![level, index, bytes],
        )?;
        Ok(())
    }

    pub fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<u8>>, Error> {
        self.one(
            "SELECT bytes FROM tile WHERE level = ?1 AND idx = ?2",
            params![level, index],
            |r| r.get(0),
        )
    }
}
