//! Identities of national providers that are bound to officers.

use rusqlite::params;

use super::Store;
use crate::Error;

/// An identity as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub id: Vec<u8>,
    pub officer: String,
    pub issuer: String,
    /// `sub`, or by whose value an administrator bound it.
    pub claim: String,
    pub value: String,
    /// Known from the first sign-in on.
    pub subject: Option<String>,
    /// By whose hand or link; none: the machine's.
    pub bound_by: Option<String>,
    pub created: i64,
    pub used: Option<i64>,
    /// When an administrator ended it.
    pub ended: Option<i64>,
}

const COLUMNS: &str = "SELECT id, officer, issuer, claim, value, subject, bound_by, created, used,
     ended FROM identity";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Identity> {
    Ok(Identity {
        id: row.get(0)?,
        officer: row.get(1)?,
        issuer: row.get(2)?,
        claim: row.get(3)?,
        value: row.get(4)?,
        subject: row.get(5)?,
        bound_by: row.get(6)?,
        created: row.get(7)?,
        used: row.get(8)?,
        ended: row.get(9)?,
    })
}

impl Store {
    pub fn insert_identity(&self, identity: &Identity) -> Result<(), Error> {
        let Identity { id, officer, issuer, claim, value, .. } = identity;
        let Identity { subject, bound_by, created, used, ended, .. } = identity;
        self.execute(
            "INSERT INTO identity
               (id, officer, issuer, claim, value, subject, bound_by, created, used, ended)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![id, officer, issuer, claim, value, subject, bound_by, created, used, ended],
        )?;
        Ok(())
    }

    /// One that has not ended.
    pub fn identity(&self, id: &[u8]) -> Result<Option<Identity>, Error> {
        self.one(&format!("{COLUMNS} WHERE id = ?1 AND ended IS NULL"), [id], read)
    }

    /// Whose a provider's subject is.
    pub fn identity_of_subject(
        &self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<Identity>, Error> {
        let sql = format!("{COLUMNS} WHERE issuer = ?1 AND subject = ?2 AND ended IS NULL");
        self.one(&sql, [issuer, subject], read)
    }

    /// Whose the value of a claim is.
    pub fn identity_of_value(
        &self,
        issuer: &str,
        claim: &str,
        value: &str,
    ) -> Result<Option<Identity>, Error> {
        let sql =
            format!("{COLUMNS} WHERE issuer = ?1 AND claim = ?2 AND value = ?3 AND ended IS NULL");
        self.one(&sql, [issuer, claim, value], read)
    }

    /// An officer's identities, oldest first, those that an administrator ended among them.
    pub fn identities(&self, officer: &str) -> Result<Vec<Identity>, Error> {
        self.all(&format!("{COLUMNS} WHERE officer = ?1 ORDER BY created, id"), [officer], read)
    }

    /// Every officer's identities.
    pub fn all_identities(&self) -> Result<Vec<Identity>, Error> {
        self.all(&format!("{COLUMNS} ORDER BY officer, created, id"), [], read)
    }

    /// Notes a sign-in, and whose subject it is from now on.
    pub fn use_identity(&self, id: &[u8], subject: &str, at: i64) -> Result<(), Error> {
        self.execute(
            "UPDATE identity SET subject = ?2, used = ?3 WHERE id = ?1",
            params![id, subject, at],
        )?;
        Ok(())
    }

    /// An administrator ends an identity: it stays, so that it is known that there was one.
    pub fn end_identity(&self, id: &[u8], at: i64) -> Result<(), Error> {
        self.execute(
            "UPDATE identity SET ended = ?2 WHERE id = ?1 AND ended IS NULL",
            params![id, at],
        )?;
        self.end_sessions_of_identity(id, at)
    }

    /// Its officer, who has another way in, lets go of an identity.
    pub fn delete_identity(&self, id: &[u8], at: i64) -> Result<(), Error> {
        self.execute("DELETE FROM identity WHERE id = ?1", [id])?;
        self.end_sessions_of_identity(id, at)
    }

    fn end_sessions_of_identity(&self, id: &[u8], at: i64) -> Result<(), Error> {
        self.execute(
            "UPDATE browser_session SET ended = ?2 WHERE identity = ?1 AND ended IS NULL",
            params![id, at],
        )?;
        Ok(())
    }

    /// Open sessions that an identity opened: the identity, and whose session it is.
    pub fn sessions_by_identity(&self, now: i64) -> Result<Vec<(Vec<u8>, String)>, Error> {
        self.all(
            "SELECT identity, officer FROM browser_session
             WHERE identity IS NOT NULL AND ended IS NULL AND expires > ?1",
            [now],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Nothing is left of an officer's identities.
    pub fn delete_identities(&self, officer: &str) -> Result<usize, Error> {
        self.execute("DELETE FROM identity WHERE officer = ?1", [officer])
    }
}
