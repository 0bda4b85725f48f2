//! Passkeys, and what was signed with them.

use record::Digest;
use rusqlite::params;

use super::Store;
use crate::Error;

/// A passkey as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    pub id: Vec<u8>,
    pub officer: String,
    pub name: String,
    /// JSON: the public key, its counter, whether it is backed up.
    pub credential: String,
    pub created: i64,
    pub used: i64,
}

const COLUMNS: &str = "SELECT id, officer, name, credential, created, used FROM passkey";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Passkey> {
    Ok(Passkey {
        id: row.get(0)?,
        officer: row.get(1)?,
        name: row.get(2)?,
        credential: row.get(3)?,
        created: row.get(4)?,
        used: row.get(5)?,
    })
}

impl Store {
    pub fn insert_passkey(&self, passkey: &Passkey) -> Result<(), Error> {
        let Passkey { id, officer, name, credential, created, used } = passkey;
        self.execute(
            "INSERT INTO passkey (id, officer, name, credential, created, used)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, officer, name, credential, created, used],
        )?;
        Ok(())
    }

    pub fn passkey(&self, id: &[u8]) -> Result<Option<Passkey>, Error> {
        self.one(&format!("{COLUMNS} WHERE id = ?1"), [id], read)
    }

    /// An officer's passkeys, oldest first.
    pub fn passkeys(&self, officer: &str) -> Result<Vec<Passkey>, Error> {
        self.all(&format!("{COLUMNS} WHERE officer = ?1 ORDER BY created, id"), [officer], read)
    }

    /// How many passkeys each officer has.
    pub fn passkey_counts(&self) -> Result<Vec<(String, u32)>, Error> {
        let sql = "SELECT officer, count(*) FROM passkey GROUP BY officer";
        self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// What a use of a passkey changed: its counter, whether it is backed up, when it was.
    pub fn use_passkey(&self, id: &[u8], credential: &str, at: i64) -> Result<(), Error> {
        self.execute(
            "UPDATE passkey SET credential = ?2, used = ?3 WHERE id = ?1",
            params![id, credential, at],
        )?;
        Ok(())
    }

    /// Ends a passkey, and the sessions that it opened.
    pub fn end_passkey(&self, id: &[u8], at: i64) -> Result<(), Error> {
        self.execute("DELETE FROM passkey WHERE id = ?1", [id])?;
        self.execute(
            "UPDATE browser_session SET ended = ?2 WHERE passkey = ?1 AND ended IS NULL",
            params![id, at],
        )?;
        Ok(())
    }

    /// Ends every passkey of an officer.
    pub fn end_passkeys(&self, officer: &str) -> Result<usize, Error> {
        self.execute("DELETE FROM passkey WHERE officer = ?1", [officer])
    }

    /// Keeps what was signed beside the audit's entry about it.
    pub fn insert_assertion(&self, audit: i64, deed: &Digest, kept: &str) -> Result<(), Error> {
        self.execute(
            "INSERT INTO assertion (audit, deed, kept) VALUES (?1, ?2, ?3)",
            params![audit, deed.0, kept],
        )?;
        Ok(())
    }

    /// What was signed over one deed, oldest first: the audit's row, and what is kept.
    pub fn assertions_of(&self, deed: &Digest, limit: u32) -> Result<Vec<(i64, String)>, Error> {
        self.all(
            "SELECT audit, kept FROM assertion WHERE deed = ?1 ORDER BY audit LIMIT ?2",
            params![deed.0, limit],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// What was signed, after an audit's row, with the audit's entry beside it.
    pub fn assertions_after(&self, after: i64, limit: u32) -> Result<Vec<Beside>, Error> {
        self.all(
            "SELECT s.audit, s.deed, s.kept, a.bytes FROM assertion AS s
             LEFT JOIN audit AS a ON a.row = s.audit WHERE s.audit > ?1
             ORDER BY s.audit LIMIT ?2",
            params![after, limit],
            |row| {
                Ok(Beside {
                    audit: row.get(0)?,
                    deed: Digest(row.get(1)?),
                    kept: row.get(2)?,
                    entry: row.get(3)?,
                })
            },
        )
    }
}

/// What was signed, and the audit's entry that says so.
pub struct Beside {
    pub audit: i64,
    pub deed: Digest,
    pub kept: String,
    pub entry: Option<Vec<u8>>,
}
