//! What officers are writing, sealed, and which record a draft became.

use rusqlite::params;

use super::Store;
use crate::Error;

/// A draft as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDraft {
    pub id: [u8; 16],
    pub version: u32,
    pub changed: i64,
    pub sealed: Vec<u8>,
}

/// A draft that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentDraft {
    /// Row of the record it became.
    pub record: i64,
    /// The digest of what was sent, sealed: a digest in the open would confirm a guess.
    pub sealed: Vec<u8>,
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<KeptDraft> {
    Ok(KeptDraft {
        id: row.get(0)?,
        version: row.get(1)?,
        changed: row.get(2)?,
        sealed: row.get(3)?,
    })
}

impl Store {
    /// Keeps a draft in the place of its version before.
    pub fn set_draft(&self, officer: &str, draft: &KeptDraft) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO draft (officer, id, version, changed, sealed)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![officer, draft.id, draft.version, draft.changed, draft.sealed],
        )?;
        Ok(())
    }

    pub fn draft(&self, officer: &str, id: &[u8; 16]) -> Result<Option<KeptDraft>, Error> {
        let sql = "SELECT id, version, changed, sealed FROM draft WHERE officer = ?1 AND id = ?2";
        self.one(sql, params![officer, id], read)
    }

    /// An officer's drafts, the latest first.
    pub fn drafts(&self, officer: &str) -> Result<Vec<KeptDraft>, Error> {
        let sql = "SELECT id, version, changed, sealed FROM draft WHERE officer = ?1
                   ORDER BY changed DESC, id";
        self.all(sql, [officer], read)
    }

    /// Answers whether there was one.
    pub fn delete_draft(&self, officer: &str, id: &[u8; 16]) -> Result<bool, Error> {
        let sql = "DELETE FROM draft WHERE officer = ?1 AND id = ?2";
        Ok(self.execute(sql, params![officer, id])? > 0)
    }

    pub fn insert_sent_draft(
        &self,
        (officer, id): (&str, &[u8; 16]),
        sent: &SentDraft,
        at: i64,
    ) -> Result<(), Error> {
        self.execute(
            "INSERT INTO sent_draft (officer, id, record, sent, sealed)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![officer, id, sent.record, at, sent.sealed],
        )?;
        Ok(())
    }

    pub fn sent_draft(&self, officer: &str, id: &[u8; 16]) -> Result<Option<SentDraft>, Error> {
        let sql = "SELECT record, sealed FROM sent_draft WHERE officer = ?1 AND id = ?2";
        self.one(sql, params![officer, id], |row| {
            Ok(SentDraft { record: row.get(0)?, sealed: row.get(1)? })
        })
    }

    /// Deletes drafts that nobody went on with, and what is known of those sent long ago.
    pub fn delete_old_drafts(&self, changed: i64, sent: i64) -> Result<usize, Error> {
        self.execute("DELETE FROM sent_draft WHERE sent < ?1", [sent])?;
        self.execute("DELETE FROM draft WHERE changed < ?1", [changed])
    }
}
