//! What we cosigned, what was cosigned for us, and heads that a quorum cosigned.

use record::{Digest, NodeCode};
use rusqlite::{Row, params};

use super::Store;
use super::evidence::Head;
use crate::Error;

/// A witness's two lines over a head of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosignature {
    pub witness: String,
    pub size: u64,
    pub root: Digest,
    pub lines: String,
    pub at: i64,
}

/// A head that a quorum cosigned. Its note has the cosignatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    pub head: Head,
    /// Size of the largest head of this log that we took when this one was proven consistent with
    /// it; of our own log, its size.
    pub linked: u64,
}

impl Witnessed {
    /// Leaves before this one stand under a head that a quorum cosigned.
    pub fn covers(&self) -> u64 {
        self.head.size.min(self.linked)
    }
}

/// A consistency proof between two heads of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub old: u64,
    pub new: u64,
    pub hashes: Vec<Digest>,
}

fn read_head(row: &Row<'_>) -> rusqlite::Result<Head> {
    Ok(Head { size: row.get(0)?, root: Digest(row.get(1)?), note: row.get(2)?, at: row.get(3)? })
}

fn read_witnessed(row: &Row<'_>) -> rusqlite::Result<Witnessed> {
    Ok(Witnessed { head: read_head(row)?, linked: row.get(4)? })
}

fn read_link(row: &Row<'_>) -> rusqlite::Result<Link> {
    let hashes: Vec<u8> = row.get(2)?;
    let hashes = hashes.chunks_exact(32).filter_map(Digest::from_slice).collect();
    Ok(Link { old: row.get(0)?, new: row.get(1)?, hashes })
}

impl Store {
    /// The last head of another log that we cosigned.
    pub fn cosigned(&self, owner: &NodeCode) -> Result<Option<Head>, Error> {
        let sql = "SELECT size, root, note, at FROM cosigned WHERE owner = ?1";
        self.one(sql, [owner.as_str()], read_head)
    }

    /// Every log that we cosigned, with its last head.
    pub fn all_cosigned(&self) -> Result<Vec<(String, Head)>, Error> {
        let sql = "SELECT size, root, note, at, owner FROM cosigned ORDER BY owner";
        self.all(sql, [], |row| Ok((row.get(4)?, read_head(row)?)))
    }

    pub fn set_cosigned(&self, owner: &NodeCode, head: &Head) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO cosigned (owner, size, root, note, at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![owner.as_str(), head.size, head.root.0, head.note, head.at],
        )?;
        Ok(())
    }

    /// What each witness last cosigned of our log.
    pub fn cosignatures(&self) -> Result<Vec<Cosignature>, Error> {
        let sql = "SELECT witness, size, root, lines, at FROM cosignature ORDER BY witness";
        self.all(sql, [], |row| {
            Ok(Cosignature {
                witness: row.get(0)?,
                size: row.get(1)?,
                root: Digest(row.get(2)?),
                lines: row.get(3)?,
                at: row.get(4)?,
            })
        })
    }

    pub fn set_cosignature(&self, one: &Cosignature) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO cosignature (witness, size, root, lines, at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![one.witness, one.size, one.root.0, one.lines, one.at],
        )?;
        Ok(())
    }

    /// The largest head of a log that a quorum cosigned.
    pub fn last_witnessed(&self, owner: &str) -> Result<Option<Witnessed>, Error> {
        self.one(
            "SELECT size, root, note, at, linked FROM witnessed WHERE owner = ?1
             ORDER BY size DESC LIMIT 1",
            [owner],
            read_witnessed,
        )
    }

    /// The witnessed head of this size, if there is one.
    pub fn witnessed_at(&self, owner: &str, size: u64) -> Result<Option<Witnessed>, Error> {
        self.one(
            "SELECT size, root, note, at, linked FROM witnessed WHERE owner = ?1 AND size = ?2",
            params![owner, size],
            read_witnessed,
        )
    }

    /// Every witnessed head we keep: (owner, head).
    pub fn all_witnessed(&self) -> Result<Vec<(String, Witnessed)>, Error> {
        self.all(
            "SELECT size, root, note, at, linked, owner FROM witnessed ORDER BY owner, size",
            [],
            |row| Ok((row.get(5)?, read_witnessed(row)?)),
        )
    }

    pub fn insert_witnessed(&self, owner: &str, witnessed: &Witnessed) -> Result<(), Error> {
        let Head { size, root, note, at } = &witnessed.head;
        self.execute(
            "INSERT OR REPLACE INTO witnessed (owner, size, root, note, at, linked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![owner, size, root.0, note, at, witnessed.linked],
        )?;
        Ok(())
    }

    /// A larger one says all that this one says. Its links go where no head of that size was taken.
    pub fn remove_witnessed(&self, owner: &str, size: u64) -> Result<(), Error> {
        let at = params![owner, size];
        self.execute("DELETE FROM witnessed WHERE owner = ?1 AND size = ?2", at)?;
        if self.head_at(owner, size)?.is_none() {
            self.execute("DELETE FROM head_link WHERE owner = ?1 AND (old = ?2 OR new = ?2)", at)?;
        }
        Ok(())
    }

    /// Keeps a proof between two heads of a log. Heads of one size need none.
    pub fn insert_head_link(&self, owner: &str, link: &Link) -> Result<(), Error> {
        if link.old == link.new {
            return Ok(());
        }
        let hashes: Vec<u8> = link.hashes.iter().flat_map(|hash| hash.0).collect();
        self.execute(
            "INSERT OR IGNORE INTO head_link (owner, old, new, hashes) VALUES (?1, ?2, ?3, ?4)",
            params![owner, link.old, link.new, hashes],
        )?;
        Ok(())
    }

    /// Proofs that lead from or to the head of this size.
    pub fn head_links_at(&self, owner: &str, size: u64) -> Result<Vec<Link>, Error> {
        self.all(
            "SELECT old, new, hashes FROM head_link WHERE owner = ?1 AND old = ?2
             UNION ALL
             SELECT old, new, hashes FROM head_link WHERE owner = ?1 AND new = ?2
             ORDER BY 2 DESC, 1 DESC",
            params![owner, size],
            read_link,
        )
    }

    /// Every proof between two heads that we keep: (owner, link), for `fsck`.
    pub fn all_head_links(&self) -> Result<Vec<(String, Link)>, Error> {
        self.all(
            "SELECT old, new, hashes, owner FROM head_link ORDER BY owner, old, new",
            [],
            |row| Ok((row.get(3)?, read_link(row)?)),
        )
    }
}
