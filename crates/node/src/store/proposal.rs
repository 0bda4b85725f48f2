//! Proposals that wait for a second person, and whose links people came in by.

use record::Digest;
use rusqlite::{Row, params};

use super::Store;
use crate::Error;

/// A proposal as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub number: i64,
    /// The measure's code.
    pub measure: String,
    /// What it is about, in JSON, without content.
    pub about: String,
    pub sealed: Option<Vec<u8>>,
    pub digest: Digest,
    pub class: Option<Vec<u8>>,
    pub officer: String,
    pub unit: String,
    pub role: String,
    pub reason: String,
    pub at: i64,
    pub until: i64,
    pub state: String,
    pub second: Option<String>,
    pub answer: Option<String>,
    pub decided: Option<i64>,
    pub outcome: Option<String>,
}

/// How a proposal ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending<'a> {
    pub state: &'a str,
    pub second: Option<&'a str>,
    pub answer: &'a str,
    pub at: i64,
    pub outcome: Option<&'a str>,
}

const COLUMNS: &str =
    "number, measure, about, sealed, digest, class, officer, unit, role, reason, at,
    until, state, second, answer, decided, outcome";

/// As `COLUMNS`, for lists: without what is sealed, which may be a whole draft.
const LISTED: &str = "number, measure, about, NULL, digest, class, officer, unit, role, reason, at,
    until, state, second, answer, decided, outcome";

fn read(row: &Row<'_>) -> rusqlite::Result<Proposal> {
    Ok(Proposal {
        number: row.get(0)?,
        measure: row.get(1)?,
        about: row.get(2)?,
        sealed: row.get(3)?,
        digest: Digest(row.get(4)?),
        class: row.get(5)?,
        officer: row.get(6)?,
        unit: row.get(7)?,
        role: row.get(8)?,
        reason: row.get(9)?,
        at: row.get(10)?,
        until: row.get(11)?,
        state: row.get(12)?,
        second: row.get(13)?,
        answer: row.get(14)?,
        decided: row.get(15)?,
        outcome: row.get(16)?,
    })
}

impl Store {
    /// Keeps a proposal and answers its number.
    pub fn insert_proposal(&self, new: &Proposal) -> Result<i64, Error> {
        self.insert(
            "INSERT INTO proposal (measure, about, sealed, digest, class, officer, unit, role,
             reason, at, until, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open')",
            params![
                new.measure,
                new.about,
                new.sealed,
                new.digest.0,
                new.class,
                new.officer,
                new.unit,
                new.role,
                new.reason,
                new.at,
                new.until
            ],
        )
    }

    pub fn proposal(&self, number: i64) -> Result<Option<Proposal>, Error> {
        self.one(&format!("SELECT {COLUMNS} FROM proposal WHERE number = ?1"), [number], read)
    }

    /// What still waits, the oldest first.
    pub fn open_proposals(&self) -> Result<Vec<Proposal>, Error> {
        let sql = format!("SELECT {LISTED} FROM proposal WHERE state = 'open' ORDER BY number");
        self.all(&sql, [], read)
    }

    /// What is over, the newest first.
    pub fn past_proposals(&self, limit: u32) -> Result<Vec<Proposal>, Error> {
        let sql = format!(
            "SELECT {LISTED} FROM proposal WHERE state <> 'open' ORDER BY number DESC LIMIT ?1"
        );
        self.all(&sql, [limit], read)
    }

    pub fn open_proposal_count(&self) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM proposal WHERE state = 'open'";
        Ok(self.one(sql, [], |row| row.get(0))?.unwrap_or(0))
    }

    /// Ends a proposal; answers whether it was open until now, so that it ends once. What was
    /// sealed goes with its end.
    pub fn end_proposal(&self, number: i64, ending: &Ending<'_>) -> Result<bool, Error> {
        let changed = self.execute(
            "UPDATE proposal SET state = ?2, second = ?3, answer = ?4, decided = ?5, outcome = ?6,
             sealed = NULL WHERE number = ?1 AND state = 'open'",
            params![number, ending.state, ending.second, ending.answer, ending.at, ending.outcome],
        )?;
        Ok(changed == 1)
    }

    /// Numbers of proposals whose time is over.
    pub fn late_proposals(&self, now: i64) -> Result<Vec<i64>, Error> {
        let sql = "SELECT number FROM proposal WHERE state = 'open' AND until <= ?1";
        self.all(sql, [now], |row| row.get(0))
    }

    /// Deletes what has been over since before a moment, and whose ways in are as old.
    pub fn delete_proposals(&self, before: i64) -> Result<u64, Error> {
        let ended = self.execute("DELETE FROM proposal WHERE decided < ?1", [before])?;
        Ok(ended as u64)
    }

    /// Notes who made the link behind a digest.
    pub fn note_way_in(&self, digest: &Digest, maker: &str, at: i64) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO way_in (digest, maker, at) VALUES (?1, ?2, ?3)",
            params![digest.0, maker, at],
        )?;
        Ok(())
    }

    /// Who made the link that this digest, or the session that it became, came from.
    pub fn way_in(&self, digest: &Digest) -> Result<Option<String>, Error> {
        self.one("SELECT maker FROM way_in WHERE digest = ?1", [digest.0], |row| row.get(0))
    }

    pub fn delete_ways_in(&self, before: i64) -> Result<(), Error> {
        self.execute("DELETE FROM way_in WHERE at < ?1", [before])?;
        Ok(())
    }
}
