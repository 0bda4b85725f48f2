//! What went without a line and is not answered yet; and proofs that came the same way.

use record::Digest;
use rusqlite::params;
use seal::bundle::Join;

use super::Store;
use crate::Error;

/// Joins of one owner that are kept; the oldest go first.
const JOINS_MAX: u64 = 256;

/// By what a parcel went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Bundle,
    Relay,
}

impl By {
    fn code(self) -> &'static str {
        match self {
            Self::Bundle => "bundle",
            Self::Relay => "relay",
        }
    }
}

/// A parcel that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub pouch_id: Digest,
    pub peer: String,
    pub lane: u8,
    pub last: u64,
    pub manifest: Vec<u8>,
    pub leaf: u64,
    pub receipts: Vec<u64>,
    pub head: u64,
    pub until: i64,
}

const COLUMNS: &str = "pouch_id, peer, lane, last, manifest, leaf, receipts, head, until";

fn waiting(row: &rusqlite::Row<'_>) -> rusqlite::Result<Waiting> {
    let receipts: Vec<u8> = row.get(6)?;
    let leaves = receipts.chunks_exact(8).filter_map(|leaf| leaf.try_into().ok());
    Ok(Waiting {
        pouch_id: Digest(row.get(0)?),
        peer: row.get(1)?,
        lane: row.get(2)?,
        last: row.get(3)?,
        manifest: row.get(4)?,
        leaf: row.get(5)?,
        receipts: leaves.map(u64::from_be_bytes).collect(),
        head: row.get(7)?,
        until: row.get(8)?,
    })
}

impl Store {
    /// Notes that a parcel went; one that went before goes until the later day.
    pub fn insert_parcel(&self, by: By, one: &Waiting) -> Result<(), Error> {
        let receipts: Vec<u8> = one.receipts.iter().flat_map(|leaf| leaf.to_be_bytes()).collect();
        self.execute(
            "INSERT INTO parcel (pouch_id, way, peer, lane, last, manifest, leaf, receipts, head,
             until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (pouch_id, way) DO UPDATE SET until = max(until, excluded.until),
             head = excluded.head, receipts = excluded.receipts",
            params![
                &one.pouch_id.0[..],
                by.code(),
                one.peer,
                one.lane,
                one.last,
                one.manifest,
                one.leaf,
                receipts,
                one.head,
                one.until
            ],
        )?;
        Ok(())
    }

    /// A parcel that waits for its answer, by whatever way it went.
    pub fn parcel(&self, pouch_id: &Digest) -> Result<Option<Waiting>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM parcel WHERE pouch_id = ?1 LIMIT 1");
        self.one(&sql, [&pouch_id.0[..]], waiting)
    }

    /// Parcels of a lane that went one way and still open at a moment, in order.
    pub fn parcels(
        &self,
        (peer, lane): (&str, u8),
        by: By,
        at: i64,
    ) -> Result<Vec<Waiting>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM parcel WHERE peer = ?1 AND lane = ?2 AND way = ?3 AND until > ?4
             ORDER BY last, leaf"
        );
        self.all(&sql, params![peer, lane, by.code(), at], waiting)
    }

    /// Heads of what went to a peer and is not answered, the newest first.
    pub fn parcel_heads(&self, peer: &str, limit: usize) -> Result<Vec<u64>, Error> {
        let sql = "SELECT DISTINCT head FROM parcel WHERE peer = ?1 ORDER BY head DESC LIMIT ?2";
        self.all(sql, params![peer, limit], |row| row.get(0))
    }

    /// It was answered, by whatever way.
    pub fn delete_parcel(&self, pouch_id: &Digest) -> Result<bool, Error> {
        let gone = self.execute("DELETE FROM parcel WHERE pouch_id = ?1", [&pouch_id.0[..]])?;
        Ok(gone > 0)
    }

    /// What opens no more since that moment is not waited for.
    pub fn delete_parcels_until(&self, moment: i64) -> Result<(), Error> {
        self.execute("DELETE FROM parcel WHERE until <= ?1", [moment])?;
        Ok(())
    }

    pub fn insert_join(&self, owner: &str, Join(old, new, hashes): &Join) -> Result<(), Error> {
        let hashes: Vec<u8> = hashes.iter().flat_map(|hash| hash.0).collect();
        self.execute(
            "INSERT OR REPLACE INTO head_join (owner, old, new, hashes) VALUES (?1, ?2, ?3, ?4)",
            params![owner, old, new, hashes],
        )?;
        self.execute(
            "DELETE FROM head_join WHERE owner = ?1 AND (old, new) IN (SELECT old, new
             FROM head_join WHERE owner = ?1 ORDER BY new DESC, old DESC LIMIT -1 OFFSET ?2)",
            params![owner, JOINS_MAX],
        )?;
        Ok(())
    }

    /// The hashes between two sizes of an owner's log, as somebody said.
    pub fn join(&self, owner: &str, old: u64, new: u64) -> Result<Option<Vec<Digest>>, Error> {
        let sql = "SELECT hashes FROM head_join WHERE owner = ?1 AND old = ?2 AND new = ?3";
        let hashes: Option<Vec<u8>> = self.one(sql, params![owner, old, new], |row| row.get(0))?;
        let each = |bytes: Vec<u8>| bytes.chunks_exact(32).filter_map(Digest::from_slice).collect();
        Ok(hashes.map(each))
    }
}
