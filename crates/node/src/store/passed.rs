//! Who has a record by another's forward.

use record::{Name, NodeCode, RecordId};
use rusqlite::params;

use super::Store;
use crate::Error;

/// One member to whom a record was passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    pub peer: String,
    /// Who passed it on.
    pub by: String,
    pub revision: u32,
    pub at: i64,
}

impl Store {
    /// Notes, once, that a forward gave a record to a member.
    pub fn note_passed(&self, of: &Name, by: &Name, peer: &str, at: i64) -> Result<bool, Error> {
        let count = self.execute(
            "INSERT OR IGNORE INTO passed (owner, id, revision, by_owner, by_id, peer, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![of.owner.as_str(), of.id.0, of.revision, by.owner.as_str(), by.id.0, peer, at],
        )?;
        Ok(count == 1)
    }

    /// To whom a record was passed on, as far as is known here.
    pub fn passed(&self, owner: &NodeCode, id: &RecordId) -> Result<Vec<Passed>, Error> {
        self.all(
            "SELECT peer, by_owner, revision, at FROM passed WHERE owner = ?1 AND id = ?2
             ORDER BY at, by_owner, peer",
            params![owner.as_str(), id.0],
            |row| {
                Ok(Passed {
                    peer: row.get(0)?,
                    by: row.get(1)?,
                    revision: row.get(2)?,
                    at: row.get(3)?,
                })
            },
        )
    }

    /// Forwards that carry a revision of a record up to one: owner and id of each.
    pub fn carrying(
        &self,
        owner: &str,
        id: &RecordId,
        revision: u32,
    ) -> Result<Vec<(String, RecordId)>, Error> {
        self.all(
            "SELECT DISTINCT by_owner, by_id FROM passed
             WHERE owner = ?1 AND id = ?2 AND revision <= ?3 ORDER BY by_owner, by_id",
            params![owner, id.0, revision],
            |row| Ok((row.get(0)?, RecordId(row.get(1)?))),
        )
    }
}
