//! Epochs of logs: of our own, those that are closed, with their leaves; of others, which heads are
//! of the last one.
//!
//! Heads, cosignatures and contradictions of a log's last epoch stand under its owner's code, those
//! of the epochs before under `CODE/EPOCH`.

use record::{Digest, NodeCode};
use rusqlite::{Row, params};

use super::Store;
use super::leaf::StoredLeaf;
use super::lost::OPEN;
use crate::Error;

/// An epoch of our own log that is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedEpoch {
    pub epoch: u32,
    pub origin: String,
    /// The head by which its leaves are proven; those it had beyond were entered again.
    pub size: u64,
    pub root: Digest,
    pub note: String,
}

fn read_leaf(row: &Row<'_>) -> rusqlite::Result<StoredLeaf> {
    Ok(StoredLeaf {
        index: row.get(0)?,
        leaf_type: row.get(1)?,
        salt: row.get(2)?,
        subject: row.get(3)?,
    })
}

fn read_epoch(row: &Row<'_>) -> rusqlite::Result<ClosedEpoch> {
    Ok(ClosedEpoch {
        epoch: row.get(0)?,
        origin: row.get(1)?,
        size: row.get(2)?,
        root: Digest(row.get(3)?),
        note: row.get(4)?,
    })
}

fn epoch_key(owner: &NodeCode) -> String {
    format!("log-epoch/{owner}")
}

impl Store {
    /// The last epoch of a member's log that this store knows of.
    pub fn epoch(&self, owner: &NodeCode) -> Result<u32, Error> {
        let bytes = self.setting(&epoch_key(owner))?;
        Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(1, u32::from_be_bytes))
    }

    pub fn set_epoch(&self, owner: &NodeCode, epoch: u32) -> Result<(), Error> {
        self.set_setting(&epoch_key(owner), &epoch.to_be_bytes())
    }

    /// What heads of an epoch of a member's log stand under.
    pub fn log_name(&self, owner: &NodeCode, epoch: u32) -> Result<String, Error> {
        Ok(match self.epoch(owner)? {
            last if last == epoch => owner.to_string(),
            _ => format!("{owner}/{epoch}"),
        })
    }

    /// Heads of a member's last epoch are from now on those of one before.
    pub fn close_heads(&self, owner: &NodeCode, epoch: u32) -> Result<(), Error> {
        let name = format!("{owner}/{epoch}");
        for table in ["head", "witnessed", "head_link", "cosigned", "conflict"] {
            let sql = format!("UPDATE {table} SET owner = ?2 WHERE owner = ?1");
            self.execute(&sql, params![owner.as_str(), name])?;
        }
        self.remove_mirror(owner.as_str())
    }

    /// Closes our own log: leaves under the head stay provable, those beyond are answered and gone.
    pub fn close_log(&self, closed: &ClosedEpoch) -> Result<Vec<StoredLeaf>, Error> {
        let ClosedEpoch { epoch, origin, size, root, note } = closed;
        let beyond = self.all(
            "SELECT idx, type, salt, subject FROM leaf WHERE idx >= ?1 ORDER BY idx",
            [size],
            read_leaf,
        )?;
        self.execute(
            "INSERT INTO log_epoch (epoch, origin, size, root, note) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![epoch, origin, size, root.0, note],
        )?;
        self.execute(
            "INSERT INTO closed_leaf (epoch, idx, type, salt, subject)
             SELECT ?1, idx, type, salt, subject FROM leaf WHERE idx < ?2 ORDER BY idx",
            params![epoch, size],
        )?;
        self.execute(
            "INSERT INTO closed_tile (epoch, level, idx, bytes)
             SELECT ?1, level, idx, bytes FROM tile ORDER BY level, idx",
            [epoch],
        )?;
        self.execute("UPDATE lost_leaf SET epoch = ?1 WHERE epoch = ?2", params![epoch, OPEN])?;
        self.execute("DELETE FROM leaf", [])?;
        self.execute("DELETE FROM tile", [])?;
        // Said of the log that is closed.
        self.execute("DELETE FROM cosignature", [])?;
        self.execute(
            "DELETE FROM setting WHERE key LIKE 'acked-head/%' OR key LIKE 'told-head/%'",
            [],
        )?;
        Ok(beyond)
    }

    pub fn closed_epochs(&self) -> Result<Vec<ClosedEpoch>, Error> {
        let sql = "SELECT epoch, origin, size, root, note FROM log_epoch ORDER BY epoch";
        self.all(sql, [], read_epoch)
    }

    pub fn closed_epoch(&self, epoch: u32) -> Result<Option<ClosedEpoch>, Error> {
        let sql = "SELECT epoch, origin, size, root, note FROM log_epoch WHERE epoch = ?1";
        self.one(sql, [epoch], read_epoch)
    }

    /// Leaves of a closed epoch in the half-open range, in order.
    pub fn closed_leaves(
        &self,
        epoch: u32,
        first: u64,
        end: u64,
    ) -> Result<Vec<StoredLeaf>, Error> {
        self.all(
            "SELECT idx, type, salt, subject FROM closed_leaf
             WHERE epoch = ?1 AND idx >= ?2 AND idx < ?3 ORDER BY idx",
            params![epoch, first, end],
            read_leaf,
        )
    }

    pub fn closed_tile(&self, epoch: u32, level: u8, index: u64) -> Result<Option<Vec<u8>>, Error> {
        self.one(
            "SELECT bytes FROM closed_tile WHERE epoch = ?1 AND level = ?2 AND idx = ?3",
            params![epoch, level, index],
            |row| row.get(0),
        )
    }

    /// Where a record of ours stands in the log now.
    pub fn set_record_leaf(
        &self,
        row: i64,
        epoch: u32,
        (leaf, salt): (u64, &[u8; 32]),
    ) -> Result<(), Error> {
        self.execute(
            "UPDATE record SET epoch = ?2, leaf = ?3, leaf_salt = ?4 WHERE row = ?1",
            params![row, epoch, leaf, salt],
        )?;
        Ok(())
    }

    /// Records of ours whose leaf of an epoch is this one or a later one: (row, leaf).
    pub fn own_records_from(
        &self,
        owner: &NodeCode,
        epoch: u32,
        leaf: u64,
    ) -> Result<Vec<(i64, u64)>, Error> {
        self.all(
            "SELECT row, leaf FROM record WHERE owner = ?1 AND epoch = ?2 AND leaf >= ?3
             AND proof IS NULL ORDER BY leaf",
            params![owner.as_str(), epoch, leaf],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Another's records whose leaf of an epoch is this one or a later one.
    pub fn records_from(&self, owner: &NodeCode, epoch: u32, leaf: u64) -> Result<Vec<i64>, Error> {
        self.all(
            "SELECT row FROM record WHERE owner = ?1 AND epoch = ?2 AND leaf >= ?3 ORDER BY row",
            params![owner.as_str(), epoch, leaf],
            |row| row.get(0),
        )
    }

    /// What a record is proven by now.
    pub fn set_record_proof(&self, row: i64, proof: i64) -> Result<(), Error> {
        self.execute("UPDATE record SET proof = ?2 WHERE row = ?1", params![row, proof])?;
        Ok(())
    }

    /// Every pouch that is logged as sent and not acknowledged: (peer, lane, first, leaf).
    pub fn open_pouches(&self) -> Result<Vec<(String, u8, u64, u64)>, Error> {
        self.all("SELECT peer, lane, first, leaf FROM pouch ORDER BY leaf", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
    }

    pub fn set_pouch_leaf(
        &self,
        (peer, lane, first): (&str, u8, u64),
        leaf: u64,
    ) -> Result<(), Error> {
        self.execute(
            "UPDATE pouch SET leaf = ?4 WHERE peer = ?1 AND lane = ?2 AND first = ?3",
            params![peer, lane, first, leaf],
        )?;
        Ok(())
    }

    /// Takes every receipt that is owed from a leaf on, in the order of the log: (peer, leaf,
    /// bytes).
    pub fn take_receipts_from(&self, leaf: u64) -> Result<Vec<(String, u64, Vec<u8>)>, Error> {
        let sql = "SELECT peer, leaf, bytes FROM receipt_due WHERE leaf >= ?1 ORDER BY leaf, peer";
        let owed = self.all(sql, [leaf], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        self.execute("DELETE FROM receipt_due WHERE leaf >= ?1", [leaf])?;
        Ok(owed)
    }

    pub fn set_minute_leaf(&self, minute: i64, leaf: u64) -> Result<(), Error> {
        self.execute("UPDATE audit_root SET leaf = ?2 WHERE minute = ?1", params![minute, leaf])?;
        Ok(())
    }
}
