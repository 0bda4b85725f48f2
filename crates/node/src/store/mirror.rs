//! Mirrors of other logs: full tiles of leaf hashes and the edge behind them.

use record::{Digest, NodeCode};
use rusqlite::params;
use seal::merkle::Peaks;

use super::Store;
use crate::Error;
use crate::log::TILE_WIDTH;

/// How much of a log is mirrored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mirror {
    pub peaks: Peaks,
    /// Hashes behind the last full tile.
    pub edge: Vec<Digest>,
}

/// Hashes as they are stored and sent: 32 bytes each.
pub fn joined(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

pub fn parted(bytes: &[u8]) -> Vec<Digest> {
    bytes.chunks_exact(32).filter_map(Digest::from_slice).collect()
}

impl Store {
    pub fn mirror(&self, owner: &str) -> Result<Mirror, Error> {
        let sql = "SELECT size, peaks, edge FROM mirror WHERE owner = ?1";
        let read = |row: &rusqlite::Row<'_>| {
            let (peaks, edge): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, parted(&peaks), parted(&edge)))
        };
        let Some((size, peaks, edge)) = self.one(sql, [owner], read)? else {
            return Ok(Mirror::default());
        };
        let damaged = || Error::Damaged(format!("the mirror of {owner}'s log is damaged"));
        let peaks = Peaks::from_parts(size, peaks).ok_or_else(damaged)?;
        Ok(Mirror { peaks, edge })
    }

    pub fn set_mirror(&self, owner: &str, mirror: &Mirror) -> Result<(), Error> {
        let Mirror { peaks, edge } = mirror;
        self.execute(
            "INSERT OR REPLACE INTO mirror (owner, size, peaks, edge) VALUES (?1, ?2, ?3, ?4)",
            params![owner, peaks.size(), joined(peaks.hashes()), joined(edge)],
        )?;
        Ok(())
    }

    pub fn insert_mirror_tile(&self, owner: &str, idx: u64, tile: &[Digest]) -> Result<(), Error> {
        self.execute(
            "INSERT INTO mirror_tile (owner, idx, hashes) VALUES (?1, ?2, ?3)",
            params![owner, idx, joined(tile)],
        )?;
        Ok(())
    }

    /// Mirrored leaf hashes from one on, a number of them at the most.
    pub fn mirrored(&self, owner: &str, from: u64, count: usize) -> Result<Vec<Digest>, Error> {
        let width = TILE_WIDTH as u64;
        let (size, end) = (self.mirror_size(owner)?, from.saturating_add(count as u64));
        let mut hashes = Vec::new();
        for idx in from / width..end.min(size).div_ceil(width) {
            let sql = "SELECT hashes FROM mirror_tile WHERE owner = ?1 AND idx = ?2";
            let full: Option<Vec<u8>> = self.one(sql, params![owner, idx], |row| row.get(0))?;
            let tile = match full {
                Some(bytes) => parted(&bytes),
                None => self.mirror(owner)?.edge,
            };
            let skipped = from.saturating_sub(idx * width) as usize;
            hashes.extend(tile.into_iter().skip(skipped));
        }
        hashes.truncate(count);
        Ok(hashes)
    }

    pub fn mirror_size(&self, owner: &str) -> Result<u64, Error> {
        let sql = "SELECT size FROM mirror WHERE owner = ?1";
        Ok(self.one(sql, [owner], |row| row.get(0))?.unwrap_or(0))
    }

    /// Whose logs are mirrored here.
    pub fn mirrored_logs(&self) -> Result<Vec<NodeCode>, Error> {
        let owners: Vec<String> =
            self.all("SELECT owner FROM mirror ORDER BY owner", [], |row| row.get(0))?;
        Ok(owners.iter().map(|code| NodeCode::new(code)).collect::<Result<_, _>>()?)
    }

    /// A log that is closed, or that we witness no more, is not kept for its owner.
    pub fn remove_mirror(&self, owner: &str) -> Result<(), Error> {
        self.execute("DELETE FROM mirror_tile WHERE owner = ?1", [owner])?;
        self.execute("DELETE FROM mirror WHERE owner = ?1", [owner])?;
        Ok(())
    }
}
