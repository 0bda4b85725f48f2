//! Records: names, headers, sealed content, and where the owner's log proves them.

use record::{Digest, Name, NodeCode, RecordId, Timestamp};
use rusqlite::{Row, params};

use super::Store;
use crate::Error;

/// A record as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub row: i64,
    pub content_id: Digest,
    pub header: Vec<u8>,
    /// Ciphertext; absent once erased.
    pub content: Option<Vec<u8>>,
    pub leaf: u64,
    pub leaf_salt: [u8; 32],
    /// The epoch of its owner's log in which the leaf stands.
    pub epoch: u32,
    /// Row of the evidence it came with; none for our own.
    pub proof: Option<i64>,
    pub arrived: i64,
}

/// What is inserted: a stored record before it has a row.
pub struct NewRecord<'a> {
    pub name: &'a Name,
    pub content_id: &'a Digest,
    pub header: &'a [u8],
    pub content: &'a [u8],
    pub wrapped_key: &'a [u8],
    pub leaf: u64,
    pub leaf_salt: &'a [u8; 32],
    pub epoch: u32,
    pub proof: Option<i64>,
    pub arrived: i64,
}

const COLUMNS: &str = "row, content_id, header, content, leaf, leaf_salt, proof, arrived, epoch";

fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        row: row.get(0)?,
        content_id: Digest(row.get(1)?),
        header: row.get(2)?,
        content: row.get(3)?,
        leaf: row.get(4)?,
        leaf_salt: row.get(5)?,
        proof: row.get(6)?,
        arrived: row.get(7)?,
        epoch: row.get(8)?,
    })
}

impl Store {
    pub fn insert_record(&self, new: &NewRecord<'_>) -> Result<i64, Error> {
        let row = self.insert(
            "INSERT INTO record (owner, id, revision, content_id, header, content, leaf, leaf_salt,
             proof, arrived, epoch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                new.name.owner.as_str(),
                new.name.id.0,
                new.name.revision,
                new.content_id.0,
                new.header,
                new.content,
                new.leaf,
                new.leaf_salt,
                new.proof,
                new.arrived,
                new.epoch
            ],
        )?;
        self.insert(
            "INSERT INTO content_key (record, wrapped) VALUES (?1, ?2)",
            params![row, new.wrapped_key],
        )?;
        Ok(row)
    }

    /// All records of a name: one as a rule, more where the owner told two stories.
    pub fn records_named(&self, name: &Name) -> Result<Vec<Stored>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM record WHERE owner = ?1 AND id = ?2 AND revision = ?3 \
             ORDER BY row"
        );
        self.all(&sql, params![name.owner.as_str(), name.id.0, name.revision], read)
    }

    pub fn content_ids_named(&self, name: &Name) -> Result<Vec<Digest>, Error> {
        self.all(
            "SELECT content_id FROM record WHERE owner = ?1 AND id = ?2 AND revision = ?3",
            params![name.owner.as_str(), name.id.0, name.revision],
            |row| row.get(0).map(Digest),
        )
    }

    /// The highest revision held.
    pub fn latest_record(&self, owner: &NodeCode, id: &RecordId) -> Result<Option<Stored>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM record WHERE owner = ?1 AND id = ?2 ORDER BY revision DESC, row
             LIMIT 1"
        );
        self.one(&sql, params![owner.as_str(), id.0], read)
    }

    /// When the first revision of a record came.
    pub fn first_arrival(
        &self,
        owner: &NodeCode,
        id: &RecordId,
    ) -> Result<Option<Timestamp>, Error> {
        let sql = "SELECT min(arrived) FROM record WHERE owner = ?1 AND id = ?2";
        let found = self.one(sql, params![owner.as_str(), id.0], |row| row.get(0))?;
        Ok(found.flatten().map(Timestamp))
    }

    /// Every revision held, the first one first.
    pub fn revisions(&self, owner: &NodeCode, id: &RecordId) -> Result<Vec<Stored>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM record WHERE owner = ?1 AND id = ?2 ORDER BY revision, row"
        );
        self.all(&sql, params![owner.as_str(), id.0], read)
    }

    /// Whether other revisions, or another story of the same one, are held beside a row.
    pub fn is_beside_others(
        &self,
        row: i64,
        owner: &NodeCode,
        id: &RecordId,
    ) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM record WHERE owner = ?1 AND id = ?2 AND row <> ?3 LIMIT 1";
        Ok(self.one(sql, params![owner.as_str(), id.0, row], |_| Ok(()))?.is_some())
    }

    pub fn record_row(&self, row: i64) -> Result<Option<Stored>, Error> {
        self.one(&format!("SELECT {COLUMNS} FROM record WHERE row = ?1"), [row], read)
    }

    /// The header alone: lists need no content.
    pub fn header(&self, row: i64) -> Result<Option<Vec<u8>>, Error> {
        self.one("SELECT header FROM record WHERE row = ?1", [row], |found| found.get(0))
    }

    /// Rows in order, for `fsck`: at most `limit` after `after`.
    pub fn records_after(&self, after: i64, limit: u32) -> Result<Vec<Stored>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM record WHERE row > ?1 ORDER BY row LIMIT ?2");
        self.all(&sql, params![after, limit], read)
    }

    pub fn wrapped_key(&self, row: i64) -> Result<Option<Vec<u8>>, Error> {
        self.one("SELECT wrapped FROM content_key WHERE record = ?1", [row], |r| r.get(0))
    }

    /// Of the newest record that has one: its content id and its wrapped key.
    pub fn newest_wrapped(&self) -> Result<Option<(Digest, Vec<u8>)>, Error> {
        let sql = "SELECT r.content_id, k.wrapped FROM content_key AS k
             JOIN record AS r ON r.row = k.record ORDER BY k.record DESC LIMIT 1";
        self.one(sql, [], |row| Ok((Digest(row.get(0)?), row.get(1)?)))
    }

    /// Destroys key and ciphertext; the digest stays.
    pub fn erase_content(&self, row: i64) -> Result<(), Error> {
        self.execute("DELETE FROM content_key WHERE record = ?1", [row])?;
        self.execute("UPDATE record SET content = NULL WHERE row = ?1", [row])?;
        Ok(())
    }

    pub fn record_count(&self) -> Result<u64, Error> {
        let count = self.one("SELECT count(*) FROM record", [], |row| row.get(0))?;
        Ok(count.unwrap_or(0))
    }
}
