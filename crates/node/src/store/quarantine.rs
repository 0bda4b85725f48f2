//! Records of kinds that are not known yet, as they lie sealed.

use record::{Digest, NodeCode, RecordId};
use rusqlite::{Row, params};

use super::Store;
use crate::Error;

/// A record that waits for a version that knows its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    pub content_id: Digest,
    pub owner: String,
    /// Id and revision; none where the format itself is another one.
    pub named: Option<(RecordId, u32)>,
    /// As it calls itself.
    pub kind: Option<String>,
    pub expiry: Option<String>,
    pub sealed: Vec<u8>,
    pub leaf: u64,
    pub leaf_salt: [u8; 32],
    /// The epoch of its owner's log in which the leaf stands.
    pub epoch: u32,
    pub proof: i64,
    pub arrived: i64,
}

const COLUMNS: &str = "content_id, owner, id, revision, kind, expiry, sealed, leaf, leaf_salt,
    epoch, proof, arrived";

fn read(row: &Row<'_>) -> rusqlite::Result<Quarantined> {
    let (id, revision): (Option<[u8; 16]>, Option<u32>) = (row.get(2)?, row.get(3)?);
    Ok(Quarantined {
        content_id: Digest(row.get(0)?),
        owner: row.get(1)?,
        named: id.map(RecordId).zip(revision),
        kind: row.get(4)?,
        expiry: row.get(5)?,
        sealed: row.get(6)?,
        leaf: row.get(7)?,
        leaf_salt: row.get(8)?,
        epoch: row.get(9)?,
        proof: row.get(10)?,
        arrived: row.get(11)?,
    })
}

impl Store {
    /// Keeps it; what is here already stays as it came first.
    pub fn insert_quarantined(&self, one: &Quarantined) -> Result<(), Error> {
        let (id, revision) = one.named.map(|(id, revision)| (id.0, revision)).unzip();
        let sql = format!(
            "INSERT OR IGNORE INTO quarantine ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
        );
        let values = params![
            one.content_id.0,
            one.owner,
            id,
            revision,
            one.kind,
            one.expiry,
            one.sealed,
            one.leaf,
            one.leaf_salt,
            one.epoch,
            one.proof,
            one.arrived
        ];
        self.execute(&sql, values).map(drop)
    }

    pub fn is_quarantined(&self, content_id: &Digest) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM quarantine WHERE content_id = ?1";
        Ok(self.one(sql, [content_id.0], |_| Ok(()))?.is_some())
    }

    /// All of it, in the order in which it came.
    pub fn quarantined(&self) -> Result<Vec<Quarantined>, Error> {
        self.all(&format!("SELECT {COLUMNS} FROM quarantine ORDER BY row"), [], read)
    }

    /// How many records of an owner wait.
    pub fn quarantined_of(&self, owner: &str) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM quarantine WHERE owner = ?1";
        Ok(self.one(sql, [owner], |row| row.get(0))?.unwrap_or(0))
    }

    pub fn quarantine_bytes(&self) -> Result<u64, Error> {
        let sql = "SELECT coalesce(sum(length(sealed)), 0) FROM quarantine";
        Ok(self.one(sql, [], |row| row.get(0))?.unwrap_or(0))
    }

    pub fn forget_quarantined(&self, content_id: &Digest) -> Result<(), Error> {
        let sql = "DELETE FROM quarantine WHERE content_id = ?1";
        self.execute(sql, [content_id.0]).map(drop)
    }

    /// Forgets revisions of a record up to one; answers how many there were.
    pub fn forget_quarantined_named(
        &self,
        owner: &NodeCode,
        id: &RecordId,
        revision: u32,
    ) -> Result<usize, Error> {
        let sql = "DELETE FROM quarantine WHERE owner = ?1 AND id = ?2 AND revision <= ?3";
        self.execute(sql, params![owner.as_str(), id.0, revision])
    }

    /// Forgets what stands in an epoch of an owner's log.
    pub fn forget_quarantined_epoch(&self, owner: &NodeCode, epoch: u32) -> Result<usize, Error> {
        let sql = "DELETE FROM quarantine WHERE owner = ?1 AND epoch = ?2";
        self.execute(sql, params![owner.as_str(), epoch])
    }

    /// Forgets what expired by this day.
    pub fn forget_quarantined_expired(&self, day: &str) -> Result<usize, Error> {
        self.execute("DELETE FROM quarantine WHERE expiry <= ?1", [day])
    }
}
