//! Rows of uploads.

use record::Digest;
use rusqlite::{Row, params};

use super::Store;
use crate::Error;

/// An upload as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub id: [u8; 16],
    pub officer: String,
    pub size: u64,
    pub created: i64,
    pub expires: i64,
    pub asked: Vec<u8>,
    pub ready: Option<Vec<u8>>,
}

const COLUMNS: &str = "id, officer, size, created, expires, asked, ready";

fn read(row: &Row<'_>) -> rusqlite::Result<Upload> {
    Ok(Upload {
        id: row.get(0)?,
        officer: row.get(1)?,
        size: row.get(2)?,
        created: row.get(3)?,
        expires: row.get(4)?,
        asked: row.get(5)?,
        ready: row.get(6)?,
    })
}

impl Store {
    pub fn insert_upload(&self, upload: &Upload) -> Result<(), Error> {
        self.execute(
            "INSERT INTO upload (id, officer, size, created, expires, asked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                upload.id,
                upload.officer,
                upload.size,
                upload.created,
                upload.expires,
                upload.asked
            ],
        )?;
        Ok(())
    }

    pub fn upload(&self, id: &[u8; 16]) -> Result<Option<Upload>, Error> {
        self.one(&format!("SELECT {COLUMNS} FROM upload WHERE id = ?1"), [id], read)
    }

    /// An officer's uploads, the oldest first.
    pub fn uploads_of(&self, officer: &str) -> Result<Vec<Upload>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM upload WHERE officer = ?1 ORDER BY created, id");
        self.all(&sql, [officer], read)
    }

    /// Bytes that all uploads may come to.
    pub fn upload_bytes(&self) -> Result<u64, Error> {
        let sql = "SELECT coalesce(sum(size), 0) FROM upload";
        Ok(self.one(sql, [], |row| row.get(0))?.unwrap_or(0))
    }

    pub fn set_upload_ready(
        &self,
        id: &[u8; 16],
        ready: &[u8],
        whole: &Digest,
        copy: Option<&Digest>,
    ) -> Result<(), Error> {
        self.execute(
            "UPDATE upload SET ready = ?2, whole = ?3, copy = ?4 WHERE id = ?1",
            params![id, ready, whole.0, copy.map(|digest| digest.0)],
        )?;
        Ok(())
    }

    pub fn uploads_ended(&self, now: i64, limit: u32) -> Result<Vec<Upload>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM upload WHERE expires <= ?1 LIMIT ?2");
        self.all(&sql, params![now, limit], read)
    }

    /// Forgets an upload and its key; what was sealed of it goes unless a record took it.
    pub fn delete_upload(&self, id: &[u8; 16]) -> Result<(), Error> {
        self.execute(
            "INSERT OR IGNORE INTO doomed (address) SELECT whole FROM upload WHERE id = ?1
             AND whole IS NOT NULL UNION SELECT copy FROM upload WHERE id = ?1
             AND copy IS NOT NULL",
            [id],
        )?;
        self.execute("DELETE FROM upload WHERE id = ?1", [id])?;
        Ok(())
    }
}
