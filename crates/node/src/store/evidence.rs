//! Evidence that came from others: proofs, heads, receipts, contradictions.

use record::{Digest, Name, NodeCode, RecordId};
use rusqlite::{Row, params};

use super::Store;
use crate::Error;

/// The evidence of one pouch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub owner: String,
    pub checkpoint: String,
    /// The shared inclusion proof's bytes.
    pub shared: Vec<u8>,
    /// Tree hashes of the proven leaves, 32 bytes each, in ascending order of index.
    pub leaves: Vec<u8>,
}

/// The head of a log as last verified, or as we signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub size: u64,
    pub root: Digest,
    pub note: String,
    pub at: i64,
}

/// A receipt as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReceipt {
    pub peer: String,
    pub name: Name,
    pub status: u8,
    pub at: i64,
    pub leaf: u64,
    pub bytes: Vec<u8>,
    pub proof: i64,
}

fn read_head(row: &Row<'_>) -> rusqlite::Result<Head> {
    Ok(Head { size: row.get(0)?, root: Digest(row.get(1)?), note: row.get(2)?, at: row.get(3)? })
}

fn read_receipt(row: &Row<'_>) -> rusqlite::Result<StoredReceipt> {
    let owner: String = row.get(1)?;
    let owner = NodeCode::new(&owner).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, error.into())
    })?;
    Ok(StoredReceipt {
        peer: row.get(0)?,
        name: Name { owner, id: RecordId(row.get(2)?), revision: row.get(3)? },
        status: row.get(4)?,
        at: row.get(5)?,
        leaf: row.get(6)?,
        bytes: row.get(7)?,
        proof: row.get(8)?,
    })
}

impl Store {
    pub fn insert_proof(&self, proof: &Proof) -> Result<i64, Error> {
        self.insert(
            "INSERT INTO proof (owner, checkpoint, shared, leaves) VALUES (?1, ?2, ?3, ?4)",
            params![proof.owner, proof.checkpoint, proof.shared, proof.leaves],
        )
    }

    pub fn proof(&self, row: i64) -> Result<Option<Proof>, Error> {
        self.one(
            "SELECT owner, checkpoint, shared, leaves FROM proof WHERE row = ?1",
            [row],
            |row| {
                Ok(Proof {
                    owner: row.get(0)?,
                    checkpoint: row.get(1)?,
                    shared: row.get(2)?,
                    leaves: row.get(3)?,
                })
            },
        )
    }

    /// The largest head known of a log.
    pub fn last_head(&self, owner: &str) -> Result<Option<Head>, Error> {
        self.one(
            "SELECT size, root, note, at FROM head WHERE owner = ?1 ORDER BY size DESC LIMIT 1",
            [owner],
            read_head,
        )
    }

    pub fn head_at(&self, owner: &str, size: u64) -> Result<Option<Head>, Error> {
        self.one(
            "SELECT size, root, note, at FROM head WHERE owner = ?1 AND size = ?2",
            params![owner, size],
            read_head,
        )
    }

    /// Every head we keep: (owner, head).
    pub fn heads(&self) -> Result<Vec<(String, Head)>, Error> {
        let sql = "SELECT size, root, note, at, owner FROM head ORDER BY owner, size";
        self.all(sql, [], |row| Ok((row.get(4)?, read_head(row)?)))
    }

    pub fn insert_head(&self, owner: &str, head: &Head) -> Result<(), Error> {
        self.execute(
            "INSERT OR IGNORE INTO head (owner, size, root, note, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![owner, head.size, head.root.0, head.note, head.at],
        )?;
        Ok(())
    }

    /// Keeps two things that contradict each other, once; answers whether that is news.
    pub fn insert_conflict(
        &self,
        owner: &str,
        what: &str,
        first: &[u8],
        other: &[u8],
        at: i64,
    ) -> Result<bool, Error> {
        let count = self.execute(
            "INSERT INTO conflict (owner, what, first, other, at) SELECT ?1, ?2, ?3, ?4, ?5
             WHERE NOT EXISTS (SELECT 1 FROM conflict WHERE owner = ?1 AND what = ?2
             AND ((first = ?3 AND other = ?4) OR (first = ?4 AND other = ?3)))",
            params![owner, what, first, other, at],
        )?;
        Ok(count > 0)
    }

    /// Whether this owner showed two heads that contradict each other.
    pub fn head_conflict(&self, owner: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM conflict WHERE owner = ?1 AND what = 'head' LIMIT 1";
        Ok(self.one(sql, [owner], |_| Ok(()))?.is_some())
    }

    pub fn conflicts(&self) -> Result<Vec<(String, String, i64)>, Error> {
        self.all("SELECT owner, what, at FROM conflict ORDER BY row", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
    }

    /// Keeps a receipt; answers whether it was new.
    pub fn insert_receipt(&self, receipt: &StoredReceipt) -> Result<bool, Error> {
        let name = &receipt.name;
        let count = self.execute(
            "INSERT OR IGNORE INTO receipt
             (peer, owner, id, revision, status, at, leaf, bytes, proof)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                receipt.peer,
                name.owner.as_str(),
                name.id.0,
                name.revision,
                receipt.status,
                receipt.at,
                receipt.leaf,
                receipt.bytes,
                receipt.proof
            ],
        )?;
        Ok(count == 1)
    }

    /// Receipts for every revision of one record, the first one first.
    pub fn receipts(&self, owner: &NodeCode, id: &RecordId) -> Result<Vec<StoredReceipt>, Error> {
        self.all(
            "SELECT peer, owner, id, revision, status, at, leaf, bytes, proof FROM receipt
             WHERE id = ?2 AND owner = ?1 ORDER BY row",
            params![owner.as_str(), id.0],
            read_receipt,
        )
    }

    /// Every receipt we hold, for `fsck`.
    pub fn all_receipts(&self) -> Result<Vec<StoredReceipt>, Error> {
        self.all(
            "SELECT peer, owner, id, revision, status, at, leaf, bytes, proof FROM receipt
             ORDER BY row",
            [],
            read_receipt,
        )
    }

    pub fn proof_count(&self) -> Result<u64, Error> {
        let count = self.one("SELECT count(*) FROM proof", [], |row| row.get(0))?;
        Ok(count.unwrap_or(0))
    }

    pub fn receipt_count(&self) -> Result<u64, Error> {
        let count = self.one("SELECT count(*) FROM receipt", [], |row| row.get(0))?;
        Ok(count.unwrap_or(0))
    }

    pub fn queue_receipt(&self, peer: &str, leaf: u64, bytes: &[u8]) -> Result<(), Error> {
        self.insert(
            "INSERT INTO receipt_due (peer, leaf, bytes) VALUES (?1, ?2, ?3)",
            params![peer, leaf, bytes],
        )?;
        Ok(())
    }

    /// Receipts owed to a peer from a leaf on, oldest first: (leaf, bytes).
    pub fn receipts_due(
        &self,
        peer: &str,
        from: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, Error> {
        self.all(
            "SELECT leaf, bytes FROM receipt_due WHERE peer = ?1 AND leaf >= ?2
             ORDER BY leaf LIMIT ?3",
            params![peer, from, limit],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// The peer acknowledged these leaves' receipts.
    pub fn receipts_acked(&self, peer: &str, leaves: &[u64]) -> Result<(), Error> {
        for leaf in leaves {
            self.execute(
                "DELETE FROM receipt_due WHERE peer = ?1 AND leaf = ?2",
                params![peer, leaf],
            )?;
        }
        Ok(())
    }
}
