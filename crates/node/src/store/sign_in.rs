//! Sign-in links and browser sessions. Secrets are stored as their digests only.

use record::Digest;
use rusqlite::params;

use super::Store;
use crate::Error;

/// A link as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub digest: Digest,
    pub officer: String,
    pub created: i64,
    pub expires: i64,
    pub used: Option<i64>,
}

/// A session as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserSession {
    pub digest: Digest,
    pub officer: String,
    /// Digest of what the browser says it is.
    pub browser: Digest,
    /// What it says it is, for its officer to recognise.
    pub agent: String,
    /// The passkey that opened it; a link leaves none.
    pub passkey: Option<Vec<u8>>,
    /// The identity that opened it.
    pub identity: Option<Vec<u8>>,
    pub created: i64,
    pub used: i64,
    pub expires: i64,
    pub ended: Option<i64>,
}

const SESSION: &str =
    "SELECT digest, officer, browser, agent, passkey, created, used, expires, ended, identity
     FROM browser_session";

fn read_session(row: &rusqlite::Row<'_>) -> rusqlite::Result<BrowserSession> {
    Ok(BrowserSession {
        digest: Digest(row.get(0)?),
        officer: row.get(1)?,
        browser: Digest(row.get(2)?),
        agent: row.get(3)?,
        passkey: row.get(4)?,
        created: row.get(5)?,
        used: row.get(6)?,
        expires: row.get(7)?,
        ended: row.get(8)?,
        identity: row.get(9)?,
    })
}

impl Store {
    pub fn insert_link(&self, link: &Link) -> Result<(), Error> {
        self.execute(
            "INSERT INTO sign_in_link (digest, officer, created, expires) VALUES (?1, ?2, ?3, ?4)",
            params![link.digest.0, link.officer, link.created, link.expires],
        )?;
        Ok(())
    }

    pub fn link(&self, digest: &Digest) -> Result<Option<Link>, Error> {
        self.one(
            "SELECT digest, officer, created, expires, used FROM sign_in_link WHERE digest = ?1",
            [digest.0],
            |row| {
                Ok(Link {
                    digest: Digest(row.get(0)?),
                    officer: row.get(1)?,
                    created: row.get(2)?,
                    expires: row.get(3)?,
                    used: row.get(4)?,
                })
            },
        )
    }

    /// Marks a link as used; answers whether it was unused until now.
    pub fn use_link(&self, digest: &Digest, at: i64) -> Result<bool, Error> {
        let changed = self.execute(
            "UPDATE sign_in_link SET used = ?2 WHERE digest = ?1 AND used IS NULL",
            params![digest.0, at],
        )?;
        Ok(changed == 1)
    }

    pub fn insert_browser_session(&self, session: &BrowserSession) -> Result<(), Error> {
        self.execute(
            "INSERT INTO browser_session
               (digest, officer, browser, agent, passkey, created, used, expires, identity)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                session.digest.0,
                session.officer,
                session.browser.0,
                session.agent,
                session.passkey,
                session.created,
                session.used,
                session.expires,
                session.identity
            ],
        )?;
        Ok(())
    }

    pub fn browser_session(&self, digest: &Digest) -> Result<Option<BrowserSession>, Error> {
        self.one(&format!("{SESSION} WHERE digest = ?1"), [digest.0], read_session)
    }

    /// An officer's sessions that have not ended, newest first.
    pub fn open_browser_sessions(
        &self,
        officer: &str,
        now: i64,
    ) -> Result<Vec<BrowserSession>, Error> {
        let sql = format!(
            "{SESSION} WHERE officer = ?1 AND ended IS NULL AND expires > ?2
             ORDER BY created DESC, digest"
        );
        self.all(&sql, params![officer, now], read_session)
    }

    /// Notes a use where the last one is older.
    pub fn touch_browser_session(&self, digest: &Digest, at: i64, older: i64) -> Result<(), Error> {
        self.execute(
            "UPDATE browser_session SET used = ?2 WHERE digest = ?1 AND used <= ?3",
            params![digest.0, at, older],
        )?;
        Ok(())
    }

    /// Spends every link of an officer that was not used.
    pub fn end_links(&self, officer: &str, at: i64) -> Result<usize, Error> {
        self.execute(
            "UPDATE sign_in_link SET used = ?2 WHERE officer = ?1 AND used IS NULL",
            params![officer, at],
        )
    }

    /// Ends one session.
    pub fn end_browser_session(&self, digest: &Digest, at: i64) -> Result<(), Error> {
        self.execute(
            "UPDATE browser_session SET ended = ?2 WHERE digest = ?1 AND ended IS NULL",
            params![digest.0, at],
        )?;
        Ok(())
    }

    /// Deletes links and sessions that ended by themselves before a moment; answers how many.
    pub fn delete_sign_ins(&self, before: i64) -> Result<u64, Error> {
        let links = self.execute("DELETE FROM sign_in_link WHERE expires < ?1", [before])?;
        let sessions = self.execute("DELETE FROM browser_session WHERE expires < ?1", [before])?;
        Ok((links + sessions) as u64)
    }

    /// Ends every session of an officer and every link that was not used; answers how many.
    pub fn end_browser_sessions(&self, officer: &str, at: i64) -> Result<usize, Error> {
        self.end_links(officer, at)?;
        self.execute(
            "UPDATE browser_session SET ended = ?2 WHERE officer = ?1 AND ended IS NULL",
            params![officer, at],
        )
    }
}
