//! Rows of files beside records: whose they are, whether they are here, and what is to go.

use record::{Digest, NodeCode, RecordId};
use rusqlite::{Row, params};

use super::Store;
use crate::Error;

/// A file of a record as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub record: i64,
    pub n: u32,
    pub address: Digest,
    pub sealed: u64,
    pub arrived: Option<i64>,
}

/// What a shared copy was cut from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    pub address: Digest,
    pub size: u64,
    pub wrapped: Vec<u8>,
}

const COLUMNS: &str = "a.record, a.n, a.address, a.sealed, a.arrived";

fn read(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept {
        record: row.get(0)?,
        n: row.get(1)?,
        address: Digest(row.get(2)?),
        sealed: row.get(3)?,
        arrived: row.get(4)?,
    })
}

impl Store {
    pub fn insert_attachment(&self, kept: &Kept) -> Result<(), Error> {
        self.execute(
            "INSERT INTO attachment (record, n, address, sealed, arrived)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![kept.record, kept.n, kept.address.0, kept.sealed, kept.arrived],
        )?;
        Ok(())
    }

    /// Files of a record, in its order.
    pub fn attachments(&self, record: i64) -> Result<Vec<Kept>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM attachment AS a WHERE record = ?1 ORDER BY n");
        self.all(&sql, [record], read)
    }

    /// Records that name a file.
    pub fn attachments_at(&self, address: &Digest) -> Result<Vec<Kept>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM attachment AS a WHERE address = ?1 ORDER BY 1, 2");
        self.all(&sql, [address.0], read)
    }

    /// Whether a file is here for any record.
    pub fn has_arrived(&self, address: &Digest) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM attachment WHERE address = ?1 AND arrived IS NOT NULL LIMIT 1";
        Ok(self.one(sql, [address.0], |_| Ok(()))?.is_some())
    }

    /// A file came whole: for every record that names it. Answers those that waited for it.
    pub fn mark_arrived(&self, address: &Digest, at: i64) -> Result<Vec<Kept>, Error> {
        let mut waiting = self.attachments_at(address)?;
        waiting.retain(|kept| kept.arrived.is_none());
        self.execute(
            "UPDATE attachment SET arrived = ?2 WHERE address = ?1 AND arrived IS NULL",
            params![address.0, at],
        )?;
        Ok(waiting)
    }

    /// A file is not here after all: it will be asked for again.
    pub fn mark_missing(&self, address: &Digest) -> Result<(), Error> {
        self.execute("UPDATE attachment SET arrived = NULL WHERE address = ?1", [address.0])?;
        Ok(())
    }

    /// Files of an owner's records that are not here yet, the smallest first: what is large
    /// delays nothing that is small.
    pub fn missing_attachments(&self, owner: &str, limit: u32) -> Result<Vec<Kept>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM attachment AS a JOIN record AS r ON r.row = a.record
             WHERE a.arrived IS NULL AND r.owner = ?1 AND r.content IS NOT NULL
             ORDER BY a.sealed, a.record, a.n LIMIT ?2"
        );
        self.all(&sql, params![owner, limit], read)
    }

    /// Bytes of all files that are here.
    pub fn attachment_bytes(&self) -> Result<u64, Error> {
        let sql = "SELECT coalesce(sum(sealed), 0) FROM (SELECT DISTINCT address, sealed
                   FROM attachment WHERE arrived IS NOT NULL)";
        Ok(self.one(sql, [], |row| row.get(0))?.unwrap_or(0))
    }

    /// Records that were let out to a peer and name a file; what is erased is not among them.
    pub fn released_with(&self, peer: &str, address: &Digest) -> Result<Vec<Kept>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM attachment AS a
             JOIN released AS d ON d.record = a.record AND d.peer = ?1
             JOIN record AS r ON r.row = a.record AND r.content IS NOT NULL
             WHERE a.address = ?2 ORDER BY 1, 2"
        );
        self.all(&sql, params![peer, address.0], read)
    }

    pub fn insert_told(&self, record: i64, n: u32, peer: &str, at: i64) -> Result<(), Error> {
        self.execute(
            "INSERT OR IGNORE INTO attachment_told (record, n, peer, at) VALUES (?1, ?2, ?3, ?4)",
            params![record, n, peer, at],
        )?;
        Ok(())
    }

    /// How many files of a record a recipient said to hold.
    pub fn told_count(&self, record: i64, peer: &str) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM attachment_told WHERE record = ?1 AND peer = ?2";
        Ok(self.one(sql, params![record, peer], |row| row.get(0))?.unwrap_or(0))
    }

    pub fn insert_original(&self, record: i64, n: u32, original: &Original) -> Result<(), Error> {
        self.execute(
            "INSERT INTO original (record, n, address, size, wrapped) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![record, n, original.address.0, original.size, original.wrapped],
        )?;
        Ok(())
    }

    pub fn original(&self, record: i64, n: u32) -> Result<Option<Original>, Error> {
        let sql = "SELECT address, size, wrapped FROM original WHERE record = ?1 AND n = ?2";
        self.one(sql, params![record, n], |row| {
            Ok(Original { address: Digest(row.get(0)?), size: row.get(1)?, wrapped: row.get(2)? })
        })
    }

    /// Forgets a record's files and the keys of its originals; what nobody else names is doomed.
    pub fn erase_attachments(&self, record: i64) -> Result<(), Error> {
        self.execute(
            "INSERT OR IGNORE INTO doomed (address) SELECT address FROM attachment
             WHERE record = ?1 UNION SELECT address FROM original WHERE record = ?1",
            [record],
        )?;
        self.execute("DELETE FROM attachment WHERE record = ?1", [record])?;
        self.execute("DELETE FROM original WHERE record = ?1", [record])?;
        self.execute("DELETE FROM attachment_told WHERE record = ?1", [record])?;
        Ok(())
    }

    /// A copy for a court needs the files of a revision, though its record was erased.
    pub fn is_held(&self, owner: &NodeCode, id: &[u8; 16], revision: u32) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM held WHERE owner = ?1 AND id = ?2 AND revision = ?3
                   AND ended IS NULL LIMIT 1";
        Ok(self.one(sql, params![owner.as_str(), id, revision], |_| Ok(()))?.is_some())
    }

    /// One of our records was withdrawn from a peer, up to a revision.
    pub fn note_withdrawn(&self, id: &RecordId, peer: &str, revision: u32) -> Result<(), Error> {
        self.execute(
            "INSERT INTO withdrawn (id, peer, revision) VALUES (?1, ?2, ?3) ON CONFLICT (id, peer)
             DO UPDATE SET revision = max(revision, excluded.revision)",
            params![id.0, peer, revision],
        )?;
        Ok(())
    }

    pub fn is_withdrawn_from(
        &self,
        id: &RecordId,
        revision: u32,
        peer: &NodeCode,
    ) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM withdrawn WHERE id = ?1 AND peer = ?2 AND revision >= ?3";
        Ok(self.one(sql, params![id.0, peer.as_str(), revision], |_| Ok(()))?.is_some())
    }

    pub fn doom(&self, address: &Digest) -> Result<(), Error> {
        self.execute("INSERT OR IGNORE INTO doomed (address) VALUES (?1)", [address.0])?;
        Ok(())
    }

    pub fn doomed(&self, limit: u32) -> Result<Vec<Digest>, Error> {
        let sql = "SELECT address FROM doomed ORDER BY address LIMIT ?1";
        self.all(sql, [limit], |row| row.get(0).map(Digest))
    }

    pub fn forget_doomed(&self, address: &Digest) -> Result<(), Error> {
        self.execute("DELETE FROM doomed WHERE address = ?1", [address.0])?;
        Ok(())
    }

    /// Whether anything names a file: a record, an original, an upload.
    pub fn is_named(&self, address: &Digest) -> Result<bool, Error> {
        let sql = "SELECT 1 WHERE EXISTS (SELECT 1 FROM attachment WHERE address = ?1)
                   OR EXISTS (SELECT 1 FROM original WHERE address = ?1)
                   OR EXISTS (SELECT 1 FROM upload WHERE whole = ?1 OR copy = ?1)";
        Ok(self.one(sql, [address.0], |_| Ok(()))?.is_some())
    }
}
