//! Officers and their tokens. A token is stored as its digest only.

use record::Digest;
use rusqlite::params;

use super::Store;
use crate::Error;

/// A person who works at this node.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Officer {
    /// The pseudonym that peers may see.
    pub code: String,
    pub name: String,
    pub role: String,
    pub unit: String,
    pub created: i64,
    pub ended: Option<i64>,
}

/// A token as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub digest: Digest,
    pub officer: String,
    /// Space-separated scopes.
    pub scopes: String,
    pub created: i64,
    pub expires: i64,
    pub revoked: Option<i64>,
}

fn read_officer(row: &rusqlite::Row<'_>) -> rusqlite::Result<Officer> {
    Ok(Officer {
        code: row.get(0)?,
        name: row.get(1)?,
        role: row.get(2)?,
        unit: row.get(3)?,
        created: row.get(4)?,
        ended: row.get(5)?,
    })
}

impl Store {
    pub fn insert_officer(&self, officer: &Officer) -> Result<(), Error> {
        self.execute(
            "INSERT INTO officer (code, name, role, unit, created) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![officer.code, officer.name, officer.role, officer.unit, officer.created],
        )?;
        self.begin_reading(&officer.code)
    }

    pub fn officer(&self, code: &str) -> Result<Option<Officer>, Error> {
        self.one(
            "SELECT code, name, role, unit, created, ended FROM officer WHERE code = ?1",
            [code],
            read_officer,
        )
    }

    pub fn officers(&self) -> Result<Vec<Officer>, Error> {
        self.all(
            "SELECT code, name, role, unit, created, ended FROM officer ORDER BY code",
            [],
            read_officer,
        )
    }

    /// Ends an officer's service, and every token, session, passkey, identity, saved view and
    /// draft with it.
    pub fn end_officer(&self, code: &str, at: i64) -> Result<(), Error> {
        self.execute("DELETE FROM saved_view WHERE officer = ?1", [code])?;
        self.execute("DELETE FROM draft WHERE officer = ?1", [code])?;
        self.execute("DELETE FROM template WHERE officer = ?1 AND unit IS NULL", [code])?;
        self.execute("UPDATE officer SET ended = ?2 WHERE code = ?1", params![code, at])?;
        self.execute(
            "UPDATE token SET revoked = ?2 WHERE officer = ?1 AND revoked IS NULL",
            params![code, at],
        )?;
        self.end_browser_sessions(code, at)?;
        self.end_passkeys(code)?;
        self.delete_identities(code)?;
        self.delete_recovery(code)?;
        Ok(())
    }

    pub fn insert_token(&self, token: &Token) -> Result<(), Error> {
        self.execute(
            "INSERT INTO token (digest, officer, scopes, created, expires)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![token.digest.0, token.officer, token.scopes, token.created, token.expires],
        )?;
        Ok(())
    }

    pub fn token(&self, digest: &Digest) -> Result<Option<Token>, Error> {
        self.one(
            "SELECT digest, officer, scopes, created, expires, revoked FROM token
             WHERE digest = ?1",
            [digest.0],
            |row| {
                Ok(Token {
                    digest: Digest(row.get(0)?),
                    officer: row.get(1)?,
                    scopes: row.get(2)?,
                    created: row.get(3)?,
                    expires: row.get(4)?,
                    revoked: row.get(5)?,
                })
            },
        )
    }
}
