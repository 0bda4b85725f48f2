//! Leaves of our own log of which only the hash is known, those that are being fetched, and what
//! came back meanwhile.

use std::collections::BTreeMap;

use record::Digest;
use rusqlite::params;

use super::Store;
use super::leaf::StoredLeaf;
use super::mirror::{joined, parted};
use crate::Error;
use crate::log::TILE_WIDTH;

/// What stands at a place of our log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Known(StoredLeaf),
    /// Its subject was lost with a store that others were ahead of.
    Lost(Digest),
}

/// Under which the lost leaves of the epoch that is open stand.
pub const OPEN: u32 = 0;

/// A record of ours that came back, and the leaf that proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComeBack {
    pub row: i64,
    pub leaf: u64,
    pub salt: [u8; 32],
}

impl Store {
    /// What stands in the half-open range of our log, in order.
    pub fn places(&self, first: u64, end: u64) -> Result<Vec<(u64, Place)>, Error> {
        merged(self.leaves(first, end)?, self.lost_leaves(OPEN, (first, end))?)
    }

    /// The same of an epoch that is closed.
    pub fn closed_places(
        &self,
        epoch: u32,
        (first, end): (u64, u64),
    ) -> Result<Vec<(u64, Place)>, Error> {
        merged(self.closed_leaves(epoch, first, end)?, self.lost_leaves(epoch, (first, end))?)
    }

    /// Hashes of lost leaves in the half-open range.
    pub fn lost_leaves(
        &self,
        epoch: u32,
        (first, end): (u64, u64),
    ) -> Result<Vec<(u64, Digest)>, Error> {
        let least = first.saturating_sub(TILE_WIDTH as u64 - 1);
        let rows: Vec<(u64, Vec<u8>)> = self.all(
            "SELECT first, hashes FROM lost_leaf WHERE epoch = ?1 AND first >= ?2 AND first < ?3
             ORDER BY first",
            params![epoch, least, end],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let all = rows.iter().flat_map(|(at, bytes)| (*at..).zip(parted(bytes)));
        Ok(all.filter(|(at, _)| (first..end).contains(at)).collect())
    }

    /// One behind the last lost leaf of the epoch that is open; 0 where none is lost.
    pub fn lost_end(&self) -> Result<u64, Error> {
        let sql = "SELECT first + length(hashes) / 32 FROM lost_leaf WHERE epoch = ?1
                   ORDER BY first DESC LIMIT 1";
        Ok(self.one(sql, [OPEN], |row| row.get(0))?.unwrap_or(0))
    }

    /// Takes hashes from one on as those of lost leaves of our log.
    pub fn insert_lost_leaves(&self, first: u64, hashes: &[Digest]) -> Result<(), Error> {
        for (at, hashes) in by_tile(first, hashes) {
            self.execute(
                "INSERT INTO lost_leaf (epoch, first, hashes) VALUES (?1, ?2, ?3)",
                params![OPEN, at, joined(hashes)],
            )?;
        }
        Ok(())
    }

    /// Takes what stands in our log from a leaf on off it: leaves, and tiles that cover any of
    /// them.
    pub fn cut_log(&self, size: u64) -> Result<(), Error> {
        self.execute("DELETE FROM leaf WHERE idx >= ?1", [size])?;
        self.execute("DELETE FROM tile WHERE (idx + 1) << (8 * (level + 1)) > ?1", [size])?;
        Ok(())
    }

    /// What was handed over so far is forgotten.
    pub fn forget_fetched(&self) -> Result<(), Error> {
        self.execute("DELETE FROM fetched", [])?;
        Ok(())
    }

    pub fn insert_fetched(&self, first: u64, hashes: &[Digest]) -> Result<(), Error> {
        for (at, hashes) in by_tile(first, hashes) {
            self.execute(
                "INSERT OR REPLACE INTO fetched (first, hashes) VALUES (?1, ?2)",
                params![at, joined(hashes)],
            )?;
        }
        Ok(())
    }

    /// The hashes that were handed over from a leaf on, to the end of its tile; empty where there
    /// are none.
    pub fn fetched_at(&self, at: u64) -> Result<Vec<Digest>, Error> {
        let sql = "SELECT first, hashes FROM fetched WHERE first <= ?1 ORDER BY first DESC LIMIT 1";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, u64>(0)?, row.get(1)?));
        let found: Option<(u64, Vec<u8>)> = self.one(sql, [at], read)?;
        let Some((first, bytes)) = found else { return Ok(Vec::new()) };
        let skipped = usize::try_from(at - first).unwrap_or(usize::MAX);
        Ok(parted(&bytes).into_iter().skip(skipped).collect())
    }

    pub fn note_come_back(&self, one: &ComeBack) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO come_back (record, leaf, salt) VALUES (?1, ?2, ?3)",
            params![one.row, one.leaf, one.salt],
        )?;
        Ok(())
    }

    /// Takes what came back since heads are held.
    pub fn take_come_back(&self) -> Result<Vec<ComeBack>, Error> {
        let sql = "SELECT record, leaf, salt FROM come_back ORDER BY record";
        let found = self.all(sql, [], |row| {
            Ok(ComeBack { row: row.get(0)?, leaf: row.get(1)?, salt: row.get(2)? })
        })?;
        self.execute("DELETE FROM come_back", [])?;
        Ok(found)
    }
}

/// A leaf that is known again counts as known.
fn merged(leaves: Vec<StoredLeaf>, lost: Vec<(u64, Digest)>) -> Result<Vec<(u64, Place)>, Error> {
    if lost.is_empty() {
        return Ok(leaves.into_iter().map(|leaf| (leaf.index, Place::Known(leaf))).collect());
    }
    let mut all: BTreeMap<u64, Place> =
        lost.into_iter().map(|(at, hash)| (at, Place::Lost(hash))).collect();
    all.extend(leaves.into_iter().map(|leaf| (leaf.index, Place::Known(leaf))));
    Ok(all.into_iter().collect())
}

/// Cut where tiles are full.
fn by_tile(first: u64, mut hashes: &[Digest]) -> Vec<(u64, &[Digest])> {
    let (mut at, mut parts) = (first, Vec::new());
    while !hashes.is_empty() {
        let room = TILE_WIDTH - (at % TILE_WIDTH as u64) as usize;
        let (part, rest) = hashes.split_at(room.min(hashes.len()));
        parts.push((at, part));
        (at, hashes) = (at + part.len() as u64, rest);
    }
    parts
}
