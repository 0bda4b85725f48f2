//! The audit by line: what it is narrowed by, look-ups an hour, and hints for the inspector.

use record::{NodeCode, RecordId};
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};

use super::Store;
use crate::Error;

/// What an entry is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    pub audit: i64,
    pub at: i64,
    pub deed: &'a str,
    pub officer: &'a str,
    pub role: &'a str,
    pub unit: &'a str,
    pub purpose: Option<&'a str>,
    pub refused: bool,
    pub rule: Option<&'a str>,
    pub kind: Option<String>,
    /// The case that it was done for, folded.
    pub under: Option<String>,
}

/// Which lines of the audit are wanted; what is none narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    pub officer: Option<String>,
    pub unit: Option<String>,
    pub role: Option<String>,
    pub deed: Option<String>,
    pub purpose: Option<String>,
    pub rule: Option<String>,
    pub kind: Option<String>,
    pub record: Option<(NodeCode, RecordId)>,
    pub case: Option<Case>,
    /// Whose record it is about, or which peer did it.
    pub node: Option<NodeCode>,
    pub refused: Option<bool>,
    pub from: Option<i64>,
    pub until: Option<i64>,
}

/// What was done for a case, and where the case is a record, what is about it or about a record one
/// link away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// As officers type it, folded.
    pub under: String,
    pub record: Option<(NodeCode, RecordId)>,
}

/// A stored entry: its row, its minute and its bytes.
pub type Entry = (i64, i64, Vec<u8>);

/// A hint as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredHint {
    pub row: i64,
    pub reason: String,
    pub officer: String,
    pub unit: String,
    pub hour: i64,
    pub facts: String,
    pub found: i64,
    pub seen: Option<i64>,
    pub seen_by: Option<String>,
    pub note: Option<String>,
}

/// An officer who opened a record in an hour, and what the record is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub officer: String,
    pub role: String,
    pub unit: String,
    pub purpose: Option<String>,
    pub owner: NodeCode,
    pub id: RecordId,
}

const HINT: &str = "row, reason, officer, unit, hour, facts, found, seen, seen_by, note";
const UNDER: &str = "l.under = ?";
/// Records that are one step from a case, and the case; and what was done for it.
const OF_CASE: &str = "l.audit IN (SELECT u.audit FROM audit_line AS u WHERE u.under = ?
     UNION SELECT x.audit FROM audit_record AS x JOIN (
     SELECT k.owner, k.id FROM link AS k JOIN record AS r ON r.row = k.record
       WHERE r.owner = ? AND r.id = ?
     UNION SELECT r.owner, r.id FROM link AS k JOIN record AS r ON r.row = k.record
       WHERE k.owner = ? AND k.id = ?
     UNION SELECT ?, ?) AS c ON c.owner = x.owner AND c.id = x.id)";
const OF_NODE: &str = "(l.officer = ? OR EXISTS (SELECT 1 FROM audit_record AS x
     WHERE x.audit = l.audit AND x.owner = ?))";
/// A record that somebody of this unit, or this officer, published.
const PUBLISHED: &str = "EXISTS (SELECT 1 FROM audit_record AS p JOIN audit_line AS l
     ON l.audit = p.audit WHERE p.owner = r.owner AND p.id = r.id AND l.deed = 'published'
     AND (l.officer = ?3 OR l.unit = ?4))";

/// Conditions and their values, in one order.
#[derive(Default)]
struct Conditions {
    text: Vec<&'static str>,
    values: Vec<Value>,
}

impl Conditions {
    fn add(&mut self, text: &'static str, values: impl IntoIterator<Item = Value>) {
        self.text.push(text);
        self.values.extend(values);
    }

    fn equal(&mut self, text: &'static str, value: Option<&String>) {
        if let Some(value) = value {
            self.add(text, [Value::Text(value.clone())]);
        }
    }
}

impl Narrow {
    fn conditions(&self) -> Conditions {
        let mut all = Conditions::default();
        all.equal("l.officer = ?", self.officer.as_ref());
        all.equal("l.unit = ?", self.unit.as_ref());
        all.equal("l.role = ?", self.role.as_ref());
        all.equal("l.deed = ?", self.deed.as_ref());
        all.equal("l.purpose = ?", self.purpose.as_ref());
        all.equal("l.rule = ?", self.rule.as_ref());
        all.equal("l.kind = ?", self.kind.as_ref());
        if let Some((owner, id)) = &self.record {
            let of = "l.audit IN (SELECT audit FROM audit_record WHERE owner = ? AND id = ?)";
            all.add(of, named(owner, id));
        }
        if let Some(Case { under, record }) = &self.case {
            let under = Value::Text(under.clone());
            let of = |(owner, id): &(NodeCode, RecordId)| {
                [named(owner, id), named(owner, id), named(owner, id)].concat()
            };
            match record {
                None => all.add(UNDER, [under]),
                Some(record) => all.add(OF_CASE, [vec![under], of(record)].concat()),
            }
        }
        if let Some(node) = &self.node {
            all.add(OF_NODE, [text(node), text(node)]);
        }
        match self.refused {
            Some(true) => all.add("l.refused = 1", []),
            Some(false) => all.add("l.refused = 0", []),
            None => {}
        }
        all.values.extend(self.from.map(Value::Integer));
        all.text.extend(self.from.map(|_| "l.at >= ?"));
        all.values.extend(self.until.map(Value::Integer));
        all.text.extend(self.until.map(|_| "l.at < ?"));
        all
    }
}

fn text(node: &NodeCode) -> Value {
    Value::Text(node.to_string())
}

fn named(owner: &NodeCode, id: &RecordId) -> Vec<Value> {
    vec![text(owner), Value::Blob(id.0.to_vec())]
}

fn read_hint(row: &Row<'_>) -> rusqlite::Result<StoredHint> {
    Ok(StoredHint {
        row: row.get(0)?,
        reason: row.get(1)?,
        officer: row.get(2)?,
        unit: row.get(3)?,
        hour: row.get(4)?,
        facts: row.get(5)?,
        found: row.get(6)?,
        seen: row.get(7)?,
        seen_by: row.get(8)?,
        note: row.get(9)?,
    })
}

impl Store {
    pub fn insert_line(&self, line: &Line<'_>) -> Result<(), Error> {
        self.execute(
            "INSERT INTO audit_line
             (audit, at, deed, officer, role, unit, purpose, refused, rule, kind, under)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                line.audit,
                line.at,
                line.deed,
                line.officer,
                line.role,
                line.unit,
                line.purpose,
                line.refused,
                line.rule,
                line.kind,
                line.under
            ],
        )?;
        Ok(())
    }

    pub fn set_line_case(&self, audit: i64, under: &str) -> Result<(), Error> {
        let sql = "UPDATE audit_line SET under = ?2 WHERE audit = ?1";
        self.execute(sql, params![audit, under])?;
        Ok(())
    }

    /// The kind of a record of which anything is known here, also after its erasure.
    pub fn kind_of(&self, owner: &NodeCode, id: &RecordId) -> Result<Option<String>, Error> {
        self.one(
            "SELECT e.kind FROM record AS r JOIN entry AS e ON e.record = r.row
             WHERE r.owner = ?1 AND r.id = ?2 LIMIT 1",
            params![owner.as_str(), id.0],
            |row| row.get(0),
        )
    }

    /// Entries that are wanted, before a row, newest first.
    pub fn lines(&self, wanted: &Narrow, before: i64, limit: u32) -> Result<Vec<Entry>, Error> {
        let Conditions { mut text, mut values } = wanted.conditions();
        text.push("l.audit < ?");
        values.extend([Value::Integer(before), Value::Integer(limit.into())]);
        // The order of the tables is said: the lines are narrowed first, then entries are read.
        let sql = format!(
            "SELECT a.row, a.minute, a.bytes FROM audit_line AS l CROSS JOIN audit AS a
             ON a.row = l.audit WHERE {} ORDER BY l.audit DESC LIMIT ?",
            text.join(" AND ")
        );
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        self.all(&sql, params_from_iter(values), read)
    }

    pub fn audit_entry(&self, row: i64) -> Result<Option<Entry>, Error> {
        self.one("SELECT row, minute, bytes FROM audit WHERE row = ?1", [row], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
    }

    pub fn count_look_up(&self, officer: &str, unit: &str, hour: i64) -> Result<(), Error> {
        self.execute(
            "INSERT INTO audit_hour (officer, hour, unit, count) VALUES (?1, ?2, ?3, 1)
             ON CONFLICT (officer, hour) DO UPDATE SET count = count + 1",
            params![officer, hour, unit],
        )?;
        Ok(())
    }

    /// The unit of an officer's hour, and its look-ups.
    pub fn hour_of(&self, officer: &str, hour: i64) -> Result<Option<(String, u32)>, Error> {
        let sql = "SELECT unit, count FROM audit_hour WHERE officer = ?1 AND hour = ?2";
        self.one(sql, params![officer, hour], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Look-ups of an officer's hours of work, from one hour and before another.
    pub fn own_hours(&self, officer: &str, (from, until): (i64, i64)) -> Result<Vec<u32>, Error> {
        self.all(
            "SELECT count FROM audit_hour WHERE officer = ?1 AND hour >= ?2 AND hour < ?3",
            params![officer, from, until],
            |row| row.get(0),
        )
    }

    /// The same of the unit's other officers, the newest so many.
    pub fn unit_hours(
        &self,
        (unit, officer): (&str, &str),
        (from, until): (i64, i64),
        limit: u32,
    ) -> Result<Vec<u32>, Error> {
        self.all(
            "SELECT count FROM audit_hour WHERE unit = ?1 AND hour >= ?2 AND hour < ?3
             AND officer <> ?4 ORDER BY hour DESC LIMIT ?5",
            params![unit, from, until, officer, limit],
            |row| row.get(0),
        )
    }

    /// Records that officers of this node opened or took out in a span of time.
    pub fn opened(&self, (from, until): (i64, i64), limit: u32) -> Result<Vec<Opened>, Error> {
        self.all(
            "SELECT l.officer, l.role, l.unit, l.purpose, x.owner, x.id FROM audit_line AS l
             JOIN audit_record AS x ON x.audit = l.audit WHERE l.at >= ?1 AND l.at < ?2
             AND l.deed IN ('read', 'exported') AND NOT l.refused AND l.unit <> ''
             GROUP BY l.officer, x.owner, x.id ORDER BY l.officer, min(l.audit) LIMIT ?3",
            params![from, until, limit],
            |row| {
                let owner: String = row.get(4)?;
                let owner = NodeCode::new(&owner).map_err(|_| rusqlite::Error::InvalidQuery)?;
                Ok(Opened {
                    officer: row.get(0)?,
                    role: row.get(1)?,
                    unit: row.get(2)?,
                    purpose: row.get(3)?,
                    owner,
                    id: RecordId(row.get(5)?),
                })
            },
        )
    }

    /// Whether an officer, or anybody of the unit, published the record, a message of its thread,
    /// or a record that is linked with it in either direction, or was ever given its thread.
    pub fn is_work_of(&self, opened: &Opened) -> Result<bool, Error> {
        let itself = format!(
            "SELECT 1 FROM record AS r WHERE r.owner = ?1 AND r.id = ?2
             AND {PUBLISHED}"
        );
        let thread = format!(
            "SELECT 1 FROM record AS o JOIN message AS m ON m.record = o.row
             JOIN message AS n ON n.thread = m.thread JOIN record AS r ON r.row = n.record
             WHERE o.owner = ?1 AND o.id = ?2 AND {PUBLISHED}"
        );
        let to = format!(
            "SELECT 1 FROM record AS o JOIN link AS k ON k.record = o.row
             JOIN record AS r ON r.owner = k.owner AND r.id = k.id
             WHERE o.owner = ?1 AND o.id = ?2 AND {PUBLISHED}"
        );
        let from = format!(
            "SELECT 1 FROM link AS k JOIN record AS r ON r.row = k.record
             WHERE k.owner = ?1 AND k.id = ?2 AND {PUBLISHED}"
        );
        let assigned = "SELECT 1 FROM record AS o JOIN message AS m ON m.record = o.row
             JOIN assignment AS a ON a.thread = m.thread WHERE o.owner = ?1 AND o.id = ?2
             AND (a.officer = ?3 OR a.unit = ?4 OR a.by = ?3)";
        for sql in [itself, assigned.to_owned(), thread, to, from] {
            let values = params![opened.owner.as_str(), opened.id.0, opened.officer, opened.unit];
            if self.one(&format!("{sql} LIMIT 1"), values, |_| Ok(()))?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Keeps a hint; one that nobody has looked at yet gets the newer figures.
    pub fn put_hint(&self, hint: &StoredHint) -> Result<(), Error> {
        self.execute(
            "INSERT INTO hint (reason, officer, unit, hour, facts, found)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (reason, officer, hour) DO UPDATE SET facts = excluded.facts
             WHERE seen IS NULL",
            params![hint.reason, hint.officer, hint.unit, hint.hour, hint.facts, hint.found],
        )?;
        Ok(())
    }

    pub fn hint(&self, row: i64) -> Result<Option<StoredHint>, Error> {
        self.one(&format!("SELECT {HINT} FROM hint WHERE row = ?1"), [row], read_hint)
    }

    /// Hints before a row, newest first: those nobody has looked at, or all.
    pub fn hints(&self, all: bool, before: i64, limit: u32) -> Result<Vec<StoredHint>, Error> {
        let unseen = if all { "" } else { "AND seen IS NULL" };
        self.all(
            &format!("SELECT {HINT} FROM hint WHERE row < ?1 {unseen} ORDER BY row DESC LIMIT ?2"),
            params![before, limit],
            read_hint,
        )
    }

    /// Answers whether it was not marked before.
    pub fn mark_hint(&self, row: i64, by: &str, at: i64, note: &str) -> Result<bool, Error> {
        let changed = self.execute(
            "UPDATE hint SET seen = ?2, seen_by = ?3, note = ?4 WHERE row = ?1 AND seen IS NULL",
            params![row, at, by, note],
        )?;
        Ok(changed == 1)
    }
}
