//! Contradictions with what proves them, and which members were told.

use record::NodeCode;
use rusqlite::params;

use super::Store;
use super::disclosed::codes;
use crate::Error;

/// Of one member's records so many are kept with their proofs: more of them prove nothing new.
const RECORDS_MAX: usize = 1_000;

/// A contradiction as it is kept.
pub struct Contradiction<'a> {
    pub owner: &'a NodeCode,
    /// `head` or `record`.
    pub what: &'a str,
    /// The log's epoch, or the record's name.
    pub about: &'a [u8],
    pub proof: &'a [u8],
    /// Who may be told; none for everyone.
    pub named: Option<&'a [NodeCode]>,
    pub at: i64,
}

impl Store {
    /// Keeps a contradiction; none where one about the same is kept, or the owner has too many.
    pub fn insert_contradiction(&self, new: &Contradiction<'_>) -> Result<Option<i64>, Error> {
        let (owner, named) = (new.owner.as_str(), new.named.map(|named| codes(named.iter())));
        let count = self.execute(
            "INSERT OR IGNORE INTO contradiction (owner, what, about, proof, named, at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6
             WHERE ?2 = 'head' OR
             (SELECT count(*) FROM contradiction WHERE owner = ?1 AND what = 'record') < ?7",
            params![owner, new.what, new.about, new.proof, named, new.at, RECORDS_MAX],
        )?;
        match count {
            0 => Ok(None),
            _ => self.contradiction(new.owner, new.what, new.about),
        }
    }

    /// Every contradiction that is kept: whose, and its proof.
    pub fn contradictions(&self) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let sql = "SELECT owner, proof FROM contradiction ORDER BY row";
        self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The row of a contradiction, where one about this is kept.
    pub fn contradiction(
        &self,
        owner: &NodeCode,
        what: &str,
        about: &[u8],
    ) -> Result<Option<i64>, Error> {
        self.one(
            "SELECT row FROM contradiction WHERE owner = ?1 AND what = ?2 AND about = ?3",
            params![owner.as_str(), what, about],
            |row| row.get(0),
        )
    }

    /// The first contradiction that a member is to be told: its row and its proof. One that it
    /// refused is told again when that lies before `refused_before`.
    pub fn contradiction_to_tell(
        &self,
        peer: &NodeCode,
        refused_before: i64,
    ) -> Result<Option<(i64, Vec<u8>)>, Error> {
        self.one(
            "SELECT c.row, c.proof FROM contradiction AS c
             WHERE (c.named IS NULL OR instr(c.named, ?2) > 0) AND NOT EXISTS (
               SELECT 1 FROM contradiction_told AS t WHERE t.peer = ?1 AND t.contradiction = c.row
               AND (t.refused = 0 OR t.at >= ?3))
             ORDER BY c.row LIMIT 1",
            params![peer.as_str(), codes([peer].into_iter()), refused_before],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// A member knows of a contradiction, or refused to.
    pub fn note_contradiction_told(
        &self,
        peer: &NodeCode,
        contradiction: i64,
        (refused, at): (bool, i64),
    ) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO contradiction_told (peer, contradiction, at, refused)
             VALUES (?1, ?2, ?3, ?4)",
            params![peer.as_str(), contradiction, at, refused],
        )?;
        Ok(())
    }
}
