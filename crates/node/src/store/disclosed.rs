//! Records of others that name us and others as their recipients, and how far they were compared.

use record::{Digest, Name, NodeCode, RecordId};
use rusqlite::{Row, params};

use super::Store;
use super::entry::dump_row;
use crate::Error;

/// Of one tag so many records are looked at: an owner may choose names that share one.
const TAGGED_MAX: usize = 1_024;

/// A record that may be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosed {
    pub row: i64,
    pub name: Name,
    pub content_id: Digest,
}

/// Codes, each between two blanks, as they are looked for.
pub(super) fn codes<'a>(members: impl Iterator<Item = &'a NodeCode>) -> String {
    members.fold(" ".to_owned(), |all, member| all + member.as_str() + " ")
}

fn read(row: &Row<'_>) -> rusqlite::Result<Disclosed> {
    let owner: String = row.get(1)?;
    let owner = NodeCode::new(&owner).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, error.into())
    })?;
    let name = Name { owner, id: RecordId(row.get(2)?), revision: row.get(3)? };
    Ok(Disclosed { row: row.get(0)?, name, content_id: Digest(row.get(4)?) })
}

impl Store {
    pub fn insert_disclosed<'a>(
        &self,
        record: i64,
        tag: u16,
        others: impl Iterator<Item = &'a NodeCode>,
    ) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO disclosed (record, tag, named) VALUES (?1, ?2, ?3)",
            params![record, tag, codes(others)],
        )?;
        Ok(())
    }

    /// Records behind a row that name a member, in order.
    pub fn disclosed_after(
        &self,
        after: i64,
        member: &NodeCode,
        limit: usize,
    ) -> Result<Vec<Disclosed>, Error> {
        self.all(
            "SELECT r.row, r.owner, r.id, r.revision, r.content_id
             FROM disclosed AS d JOIN record AS r ON r.row = d.record
             WHERE d.record > ?1 AND instr(d.named, ?2) > 0 ORDER BY d.record LIMIT ?3",
            params![after, codes([member].into_iter()), limit],
            read,
        )
    }

    /// Records of one tag that name a member.
    pub fn disclosed_tagged(&self, tag: u16, member: &NodeCode) -> Result<Vec<Disclosed>, Error> {
        self.all(
            "SELECT r.row, r.owner, r.id, r.revision, r.content_id
             FROM disclosed AS d JOIN record AS r ON r.row = d.record
             WHERE d.tag = ?1 AND instr(d.named, ?2) > 0 LIMIT ?3",
            params![tag, codes([member].into_iter()), TAGGED_MAX],
            read,
        )
    }

    /// The last row that may be compared.
    pub fn last_disclosed(&self) -> Result<i64, Error> {
        let last: Option<Option<i64>> =
            self.one("SELECT max(record) FROM disclosed", [], |row| row.get(0))?;
        Ok(last.flatten().unwrap_or(0))
    }

    /// Up to which row everything was compared with a member.
    pub fn disclosed_mark(&self, peer: &NodeCode) -> Result<i64, Error> {
        let sql = "SELECT record FROM disclosed_mark WHERE peer = ?1";
        Ok(self.one(sql, [peer.as_str()], |row| row.get(0))?.unwrap_or(0))
    }

    pub fn set_disclosed_mark(&self, peer: &NodeCode, row: i64) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO disclosed_mark (peer, record) VALUES (?1, ?2)",
            params![peer.as_str(), row],
        )?;
        Ok(())
    }

    /// Derived rows as text, in order of what they say.
    pub(super) fn dump_disclosed(&self) -> Result<Vec<String>, Error> {
        self.all(
            "SELECT 'disclosed', r.owner, hex(r.id), r.revision, hex(r.content_id), d.tag, d.named
             FROM disclosed AS d JOIN record AS r ON r.row = d.record ORDER BY 2, 3, 4, 5",
            [],
            |row| dump_row(row, 7),
        )
    }
}
