//! What may not be read any more, what is erased, and what is kept for a court.

use record::{NodeCode, RecordId};
use rusqlite::{Row, params};

use super::Store;
use crate::Error;

/// Why a record is hidden; the strings are in the database and in receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    Recalled,
    Withdrawn,
    Blocked,
    Expired,
    /// Its owner's log key was another's when it was said.
    Revoked,
}

impl Cause {
    pub fn code(self) -> &'static str {
        match self {
            Self::Recalled => "recalled",
            Self::Withdrawn => "withdrawn",
            Self::Blocked => "blocked",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        let all = [Self::Recalled, Self::Withdrawn, Self::Blocked, Self::Expired, Self::Revoked];
        all.into_iter().find(|cause| cause.code() == code)
    }
}

/// One reason for which revisions up to `revision` of a record are hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hiding {
    pub row: i64,
    pub owner: String,
    pub id: RecordId,
    pub revision: u32,
    pub cause: Cause,
    pub by: Option<RecordId>,
    pub at: i64,
    pub erase_after: Option<i64>,
    pub lifted: Option<i64>,
    pub erased: Option<i64>,
}

/// A copy kept for a court.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldCopy {
    pub row: i64,
    pub owner: String,
    pub id: RecordId,
    pub revision: u32,
    pub authority: String,
    pub reference: String,
    pub until: String,
    pub by: RecordId,
    pub copy: Option<Vec<u8>>,
    pub ended: Option<i64>,
}

const COLUMNS: &str = "row, owner, id, revision, cause, by_id, at, erase_after, lifted, erased";
const HELD: &str = "row, owner, id, revision, authority, reference, until, by_id, copy, ended";

fn read(row: &Row<'_>) -> rusqlite::Result<Hiding> {
    let cause: String = row.get(4)?;
    let by: Option<[u8; 16]> = row.get(5)?;
    Ok(Hiding {
        row: row.get(0)?,
        owner: row.get(1)?,
        id: RecordId(row.get(2)?),
        revision: row.get(3)?,
        cause: Cause::parse(&cause).ok_or(rusqlite::Error::InvalidQuery)?,
        by: by.map(RecordId),
        at: row.get(6)?,
        erase_after: row.get(7)?,
        lifted: row.get(8)?,
        erased: row.get(9)?,
    })
}

fn read_held(row: &Row<'_>) -> rusqlite::Result<HeldCopy> {
    Ok(HeldCopy {
        row: row.get(0)?,
        owner: row.get(1)?,
        id: RecordId(row.get(2)?),
        revision: row.get(3)?,
        authority: row.get(4)?,
        reference: row.get(5)?,
        until: row.get(6)?,
        by: RecordId(row.get(7)?),
        copy: row.get(8)?,
        ended: row.get(9)?,
    })
}

impl Store {
    pub fn insert_hiding(&self, hiding: &Hiding) -> Result<i64, Error> {
        self.insert(
            "INSERT INTO hide (owner, id, revision, cause, by_id, at, erase_after)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                hiding.owner,
                hiding.id.0,
                hiding.revision,
                hiding.cause.code(),
                hiding.by.map(|id| id.0),
                hiding.at,
                hiding.erase_after
            ],
        )
    }

    /// Reasons in force, the gravest first.
    pub fn hidings(&self, owner: &NodeCode, id: &RecordId) -> Result<Vec<Hiding>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM hide WHERE owner = ?1 AND id = ?2 AND lifted IS NULL \
             ORDER BY row"
        );
        let mut found = self.all(&sql, params![owner.as_str(), id.0], read)?;
        found.sort_by_key(|hiding| hiding.cause);
        Ok(found)
    }

    pub fn all_hidings(&self) -> Result<Vec<Hiding>, Error> {
        self.all(&format!("SELECT {COLUMNS} FROM hide ORDER BY row"), [], read)
    }

    pub fn lift_hiding(&self, row: i64, at: i64) -> Result<(), Error> {
        self.execute("UPDATE hide SET lifted = ?2 WHERE row = ?1", params![row, at])?;
        Ok(())
    }

    pub fn schedule_erasure(&self, row: i64, after: i64) -> Result<(), Error> {
        self.execute("UPDATE hide SET erase_after = ?2 WHERE row = ?1", params![row, after])?;
        Ok(())
    }

    /// Hidings whose grace has passed.
    pub fn erasures_due(&self, now: i64, limit: u32) -> Result<Vec<Hiding>, Error> {
        self.erasures_due_behind(now, 0, limit)
    }

    /// The same behind so many that wait.
    pub fn erasures_due_behind(
        &self,
        now: i64,
        waiting: u32,
        limit: u32,
    ) -> Result<Vec<Hiding>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM hide WHERE erase_after <= ?1 AND erased IS NULL
             AND lifted IS NULL ORDER BY erase_after, row LIMIT ?2 OFFSET ?3"
        );
        self.all(&sql, params![now, limit, waiting], read)
    }

    pub fn mark_erased(&self, row: i64, at: i64) -> Result<(), Error> {
        self.execute("UPDATE hide SET erased = ?2 WHERE row = ?1", params![row, at])?;
        Ok(())
    }

    pub fn insert_held(&self, held: &HeldCopy) -> Result<i64, Error> {
        self.insert(
            "INSERT INTO held (owner, id, revision, authority, reference, until, by_id, copy)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                held.owner,
                held.id.0,
                held.revision,
                held.authority,
                held.reference,
                held.until,
                held.by.0,
                held.copy
            ],
        )
    }

    pub fn holds(&self, owner: &NodeCode, id: &RecordId) -> Result<Vec<HeldCopy>, Error> {
        let sql = format!("SELECT {HELD} FROM held WHERE owner = ?1 AND id = ?2 ORDER BY row");
        self.all(&sql, params![owner.as_str(), id.0], read_held)
    }

    pub fn all_holds(&self) -> Result<Vec<HeldCopy>, Error> {
        self.all(&format!("SELECT {HELD} FROM held ORDER BY row"), [], read_held)
    }

    /// Ends a hold: the copy goes, the fact that it was held stays.
    pub fn end_hold(&self, row: i64, at: i64) -> Result<(), Error> {
        self.execute("UPDATE held SET copy = NULL, ended = ?2 WHERE row = ?1", params![row, at])?;
        Ok(())
    }
}
