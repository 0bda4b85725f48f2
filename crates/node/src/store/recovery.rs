//! Proposals to let an officer back in who lost every passkey.

use rusqlite::params;

use super::Store;
use crate::Error;

/// A proposal that waits for a second administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    pub officer: String,
    pub proposed_by: String,
    pub proposed: i64,
    pub expires: i64,
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Recovery> {
    Ok(Recovery {
        officer: row.get(0)?,
        proposed_by: row.get(1)?,
        proposed: row.get(2)?,
        expires: row.get(3)?,
    })
}

impl Store {
    /// One proposal an officer: a later one takes the place of one whose time is over.
    pub fn set_recovery(&self, recovery: &Recovery) -> Result<(), Error> {
        let Recovery { officer, proposed_by, proposed, expires } = recovery;
        self.execute(
            "INSERT OR REPLACE INTO recovery (officer, proposed_by, proposed, expires)
             VALUES (?1, ?2, ?3, ?4)",
            params![officer, proposed_by, proposed, expires],
        )?;
        Ok(())
    }

    pub fn recovery(&self, officer: &str) -> Result<Option<Recovery>, Error> {
        let sql = "SELECT officer, proposed_by, proposed, expires FROM recovery WHERE officer = ?1";
        self.one(sql, [officer], read)
    }

    pub fn recoveries(&self) -> Result<Vec<Recovery>, Error> {
        let sql = "SELECT officer, proposed_by, proposed, expires FROM recovery ORDER BY officer";
        self.all(sql, [], read)
    }

    /// Answers whether there was one.
    pub fn delete_recovery(&self, officer: &str) -> Result<bool, Error> {
        Ok(self.execute("DELETE FROM recovery WHERE officer = ?1", [officer])? > 0)
    }

    /// Deletes those that waited too long.
    pub fn delete_recoveries(&self, before: i64) -> Result<u64, Error> {
        Ok(self.execute("DELETE FROM recovery WHERE expires < ?1", [before])? as u64)
    }
}
