//! Derived: what a record says about others, to be found from either end.

use record::{NodeCode, RecordId};
use rusqlite::{Row, params};

use super::Store;
use crate::Error;

/// One link, as the record says it that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    pub role: String,
    pub owner: NodeCode,
    pub id: RecordId,
    pub confirmed: bool,
    /// 4×4, for instance `B2`; of the link, else of the record that holds it.
    pub evaluation: Option<String>,
}

fn read(row: &Row<'_>) -> rusqlite::Result<LinkRow> {
    let owner: String = row.get(1)?;
    Ok(LinkRow {
        role: row.get(0)?,
        owner: NodeCode::new(&owner).map_err(|_| rusqlite::Error::InvalidQuery)?,
        id: RecordId(row.get(2)?),
        confirmed: row.get(3)?,
        evaluation: row.get(4)?,
    })
}

impl Store {
    pub fn insert_links(&self, record: i64, links: &[LinkRow]) -> Result<(), Error> {
        for (number, link) in links.iter().enumerate() {
            self.execute(
                "INSERT OR REPLACE INTO link
                 (record, number, role, owner, id, confirmed, evaluation)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    record,
                    number as i64,
                    link.role,
                    link.owner.as_str(),
                    link.id.0,
                    link.confirmed,
                    link.evaluation
                ],
            )?;
        }
        Ok(())
    }

    /// What a record links to, as it says it.
    pub fn links_of(&self, record: i64, limit: u32) -> Result<Vec<LinkRow>, Error> {
        self.all(
            "SELECT role, owner, id, confirmed, evaluation FROM link WHERE record = ?1
             ORDER BY number LIMIT ?2",
            params![record, limit],
            read,
        )
    }

    /// Statements of kind `same-as` about a record, of the allowed classes, in the order in which
    /// they came.
    pub fn same_as(
        &self,
        allowed: &[i64],
        (owner, id): (&NodeCode, &RecordId),
        limit: u32,
    ) -> Result<Vec<i64>, Error> {
        let allowed = serde_json::to_string(allowed).expect("numbers are JSON");
        self.all(
            "SELECT DISTINCT l.record FROM link AS l JOIN entry AS e ON e.record = l.record
             WHERE l.owner = ?2 AND l.id = ?3 AND e.kind = 'same-as' AND e.latest
             AND e.class IN (SELECT value FROM json_each(?1)) ORDER BY l.record LIMIT ?4",
            params![allowed, owner.as_str(), id.0, limit],
            |row| row.get(0),
        )
    }

    /// What links to a record, of the allowed classes: the row that says it and the link.
    /// Statements of kind `same-as` have a view of their own.
    pub fn links_to(
        &self,
        allowed: &[i64],
        (owner, id): (&NodeCode, &RecordId),
        limit: u32,
    ) -> Result<Vec<(i64, LinkRow)>, Error> {
        let allowed = serde_json::to_string(allowed).expect("numbers are JSON");
        self.all(
            "SELECT l.role, r.owner, r.id, l.confirmed, l.evaluation, l.record FROM link AS l
             JOIN entry AS e ON e.record = l.record JOIN record AS r ON r.row = l.record
             WHERE l.owner = ?2 AND l.id = ?3 AND e.latest AND e.kind <> 'same-as'
             AND e.class IN (SELECT value FROM json_each(?1))
             ORDER BY l.record DESC, l.number LIMIT ?4",
            params![allowed, owner.as_str(), id.0, limit],
            |row| Ok((row.get(5)?, read(row)?)),
        )
    }

    /// The row of a record's readable revision, of the allowed classes.
    pub fn row_of(
        &self,
        allowed: &[i64],
        owner: &NodeCode,
        id: &RecordId,
    ) -> Result<Option<i64>, Error> {
        let allowed = serde_json::to_string(allowed).expect("numbers are JSON");
        self.one(
            "SELECT r.row FROM record AS r JOIN entry AS e ON e.record = r.row
             WHERE r.owner = ?2 AND r.id = ?3 AND e.latest
             AND e.class IN (SELECT value FROM json_each(?1)) ORDER BY r.row LIMIT 1",
            params![allowed, owner.as_str(), id.0],
            |row| row.get(0),
        )
    }

    /// The identifiers that a record mentions: kind and value.
    pub fn selectors_of(&self, record: i64) -> Result<Vec<(String, String)>, Error> {
        self.all(
            "SELECT k.code, s.value FROM selector AS s
             JOIN selector_kind AS k ON k.number = s.kind WHERE s.record = ?1 ORDER BY 1, 2",
            [record],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Other records of the allowed classes that mention an identifier, the newest first. Mentions
    /// of other classes are passed over however many they are: a bound on them would tell that
    /// they are there.
    pub fn mentions(
        &self,
        allowed: &[i64],
        (kind, value): (&str, &str),
        but: (&NodeCode, &RecordId),
        limit: u32,
    ) -> Result<Vec<i64>, Error> {
        let allowed = serde_json::to_string(allowed).expect("numbers are JSON");
        self.all(
            "SELECT s.record FROM selector AS s CROSS JOIN entry AS e ON e.record = s.record
             JOIN record AS r ON r.row = s.record
             WHERE s.kind = (SELECT number FROM selector_kind WHERE code = ?2)
             AND s.value = ?3 AND e.latest AND NOT (r.owner = ?4 AND r.id = ?5)
             AND +e.class IN (SELECT value FROM json_each(?1)) ORDER BY s.record DESC LIMIT ?6",
            params![allowed, kind, value, but.0.as_str(), but.1.0, limit],
            |row| row.get(0),
        )
    }
}
