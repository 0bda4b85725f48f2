//! Derived: what lists and look-ups need of each record, and its audience class.

use std::collections::BTreeSet;

use record::selector::{Selector, SelectorKind};
use record::{Digest, NodeCode, RecordId};
use rusqlite::params;

use super::Store;
use crate::Error;

/// A record's row in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub record: i64,
    pub class: i64,
    pub kind: String,
    /// The highest revision held of its id.
    pub latest: bool,
    pub created: i64,
    pub expiry: String,
    pub review: String,
    pub title: String,
}

/// Which part of a list is asked for; rows are newest first and `before` continues a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub before: Option<i64>,
    pub limit: u32,
}

/// Records that mention an identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentioned {
    pub entries: Vec<Entry>,
    /// Continues the list.
    pub next: Option<i64>,
    /// How many were counted, on this page and after it.
    pub count: u64,
    /// Whether there are no others.
    pub whole: bool,
}

const COLUMNS: &str = "e.record, e.class, e.kind, e.latest, e.created, e.expiry, e.review, e.title";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        record: row.get(0)?,
        class: row.get(1)?,
        kind: row.get(2)?,
        latest: row.get(3)?,
        created: row.get(4)?,
        expiry: day_of(row.get(5)?),
        review: day_of(row.get(6)?),
        title: row.get(7)?,
    })
}

/// A day as it is kept: `2026-11-25` is 20261125.
fn number_of(day: &str) -> Option<i64> {
    day.replace('-', "").parse().ok()
}

fn day_of(number: i64) -> String {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    format!("{year:04}-{month:02}-{day:02}")
}

impl Store {
    /// Every kind of identifier has a number; kinds of a newer binary get theirs when it opens.
    pub(super) fn number_kinds(&self) -> Result<(), Error> {
        let codes: Vec<&str> = SelectorKind::ALL.iter().map(|kind| kind.code()).collect();
        let codes = serde_json::to_string(&codes).expect("texts are JSON");
        self.execute(
            "INSERT INTO selector_kind (code) SELECT value FROM json_each(?1)
             WHERE value NOT IN (SELECT code FROM selector_kind)",
            [codes],
        )?;
        Ok(())
    }

    /// The number of an audience class, given anew where it was not known.
    pub fn class(&self, digest: &Digest, bytes: &[u8]) -> Result<i64, Error> {
        let found =
            self.one("SELECT class FROM class WHERE digest = ?1", [digest.0], |r| r.get(0))?;
        match found {
            Some(class) => Ok(class),
            None => self.insert(
                "INSERT INTO class (digest, bytes) VALUES (?1, ?2)",
                params![digest.0, bytes],
            ),
        }
    }

    pub fn class_bytes(&self, class: i64) -> Result<Option<Vec<u8>>, Error> {
        self.one("SELECT bytes FROM class WHERE class = ?1", [class], |row| row.get(0))
    }

    /// All audience classes: number and bytes.
    pub fn classes(&self) -> Result<Vec<(i64, Vec<u8>)>, Error> {
        self.all("SELECT class, bytes FROM class ORDER BY class", [], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
    }

    pub fn insert_entry(&self, entry: &Entry) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO entry
             (record, class, kind, latest, created, expiry, review, title)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                entry.record,
                entry.class,
                entry.kind,
                entry.latest,
                entry.created,
                number_of(&entry.expiry),
                number_of(&entry.review),
                entry.title
            ],
        )?;
        Ok(())
    }

    pub fn insert_selectors(&self, record: i64, selectors: &[Selector]) -> Result<(), Error> {
        for selector in selectors {
            self.execute(
                "INSERT OR IGNORE INTO selector (kind, value, record)
                 SELECT number, ?2, ?3 FROM selector_kind WHERE code = ?1",
                params![selector.kind().code(), selector.value(), record],
            )?;
        }
        Ok(())
    }

    /// What a record said is gone from every derived table; the row in lists stays without words.
    pub fn clear_derived(&self, record: i64) -> Result<(), Error> {
        self.touch_thread_of(record)?;
        for table in ["selector", "message", "link", "disclosed"] {
            self.execute(&format!("DELETE FROM {table} WHERE record = ?1"), [record])?;
        }
        self.execute("UPDATE entry SET title = '' WHERE record = ?1", [record])?;
        Ok(())
    }

    pub fn set_class(&self, record: i64, class: i64) -> Result<(), Error> {
        self.execute("UPDATE entry SET class = ?2 WHERE record = ?1", params![record, class])?;
        Ok(())
    }

    pub fn set_latest(&self, record: i64, latest: bool) -> Result<(), Error> {
        self.execute("UPDATE entry SET latest = ?2 WHERE record = ?1", params![record, latest])?;
        Ok(())
    }

    pub fn entry(&self, record: i64) -> Result<Option<Entry>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM entry AS e WHERE e.record = ?1");
        self.one(&sql, [record], read)
    }

    /// Entries of the allowed classes, newest first. Every class is in the order of its rows, so a
    /// page costs a few rows a class, however many there are.
    pub fn entries(&self, allowed: &[i64], page: Page) -> Result<Vec<Entry>, Error> {
        let (before, limit) = (page.before.unwrap_or(i64::MAX), page.limit as usize);
        let mut newest: BTreeSet<i64> = BTreeSet::new();
        for class in allowed {
            // Older than everything on a full page: of no use.
            let oldest = newest.first().filter(|_| newest.len() == limit).copied();
            let rows: Vec<i64> = self.all(
                "SELECT record FROM entry WHERE class = ?1 AND record < ?2 AND record > ?3
                 AND latest ORDER BY record DESC LIMIT ?4",
                params![class, before, oldest.unwrap_or(i64::MIN), page.limit],
                |row| row.get(0),
            )?;
            newest.extend(rows);
            while newest.len() > limit {
                newest.pop_first();
            }
        }
        self.entries_of(&newest.into_iter().rev().collect::<Vec<_>>())
    }

    /// Rows of a kind in the allowed classes after a row, the oldest first.
    pub fn rows_of_kind(
        &self,
        allowed: &[i64],
        kind: &str,
        after: i64,
        limit: u32,
    ) -> Result<Vec<i64>, Error> {
        let allowed = serde_json::to_string(allowed).expect("numbers are JSON");
        self.all(
            "SELECT record FROM entry WHERE record > ?3 AND latest AND kind = ?1
             AND class IN (SELECT value FROM json_each(?2)) ORDER BY record LIMIT ?4",
            params![kind, allowed, after, limit],
            |row| row.get(0),
        )
    }

    /// Records of the allowed classes that mention an identifier, newest first. The first page also
    /// counts them, up to one more than `common_max`. Mentions of other classes are passed over
    /// however many they are: a bound on them would tell that they are there.
    pub fn with_selector(
        &self,
        allowed: &[i64],
        selector: &Selector,
        page: Page,
        common_max: usize,
    ) -> Result<Mentioned, Error> {
        // The join begins with the mentions, whatever is known of how the classes divide.
        let sql = format!(
            "SELECT {COLUMNS} FROM selector AS s CROSS JOIN entry AS e ON e.record = s.record
             WHERE s.kind = (SELECT number FROM selector_kind WHERE code = ?1)
             AND s.value = ?2 AND s.record < ?3 AND e.latest
             AND +e.class IN (SELECT value FROM json_each(?4)) ORDER BY s.record DESC LIMIT ?5"
        );
        let allowed = serde_json::to_string(allowed).expect("numbers are JSON");
        let limit = page.limit as usize;
        let counted = if page.before.is_none() { common_max.max(limit) } else { limit };
        let (kind, value) = (selector.kind().code(), selector.value());
        let before = page.before.unwrap_or(i64::MAX);
        // One more than is counted says that there are others.
        let asked = params![kind, value, before, allowed, counted as i64 + 1];
        let mut entries = self.all(&sql, asked, read)?;
        let (count, whole) = (entries.len() as u64, entries.len() <= counted);
        let more = entries.len() > limit;
        entries.truncate(limit);
        let next = entries.last().filter(|_| more).map(|entry| entry.record);
        Ok(Mentioned { entries, next, count, whole })
    }

    pub fn selector_count(&self) -> Result<u64, Error> {
        Ok(self.one("SELECT count(*) FROM selector", [], |row| row.get(0))?.unwrap_or(0))
    }

    /// Rows of records that expire on or before a day and are not hidden for it yet.
    pub fn expiring(
        &self,
        day: &str,
        limit: u32,
    ) -> Result<Vec<(i64, NodeCode, RecordId, u32)>, Error> {
        self.all(
            "SELECT r.row, r.owner, r.id, r.revision FROM entry AS e JOIN record AS r
             ON r.row = e.record WHERE e.expiry <= ?1 AND r.content IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM hide AS h WHERE h.owner = r.owner AND h.id = r.id
             AND h.revision >= r.revision AND h.cause = 'expired') ORDER BY r.row LIMIT ?2",
            params![number_of(day), limit],
            |row| {
                let owner: String = row.get(1)?;
                let owner = NodeCode::new(&owner).map_err(|_| rusqlite::Error::InvalidQuery)?;
                Ok((row.get(0)?, owner, RecordId(row.get(2)?), row.get(3)?))
            },
        )
    }

    /// Empties the derived tables.
    pub fn drop_derived(&self) -> Result<(), Error> {
        for table in DERIVED {
            self.execute(&format!("DELETE FROM {table}"), [])?;
        }
        Ok(())
    }

    /// The derived tables as text, the same for the same ground: rows in order of what they say.
    pub fn dump_derived(&self) -> Result<String, Error> {
        let entries = self.all(
            "SELECT r.owner, hex(r.id), r.revision, hex(r.content_id), hex(c.digest), e.kind,
             e.latest, e.created, e.expiry, e.review, e.title
             FROM entry AS e JOIN record AS r ON r.row = e.record JOIN class AS c USING (class)
             ORDER BY 1, 2, 3, 4",
            [],
            |row| dump_row(row, 11),
        )?;
        let selectors = self.all(
            "SELECT k.code, s.value, r.owner, hex(r.id), r.revision, hex(r.content_id)
             FROM selector AS s JOIN selector_kind AS k ON k.number = s.kind
             JOIN record AS r ON r.row = s.record ORDER BY 1, 2, 3, 4, 5, 6",
            [],
            |row| dump_row(row, 6),
        )?;
        let classes = self.all(
            "SELECT DISTINCT hex(c.digest), hex(c.bytes) FROM class AS c JOIN entry AS e
             USING (class) ORDER BY 1",
            [],
            |row| dump_row(row, 2),
        )?;
        // A class has its digest here: its number may be another when it is made anew.
        let postings = self.all(
            "SELECT p.field, iif(c.class IS NULL, p.term, hex(c.digest)), p.chunk, hex(p.rows)
             FROM posting AS p LEFT JOIN class AS c ON p.field = 'class'
             AND c.class = CAST(p.term AS INTEGER) ORDER BY 1, 2, 3",
            [],
            |row| dump_row(row, 4),
        )?;
        let mark = self.all("SELECT 'indexed', mark FROM indexed", [], |row| dump_row(row, 2))?;
        let messages = self.all(
            "SELECT r.owner, hex(r.id), r.revision, hex(r.content_id), hex(m.thread), m.type,
             hex(m.reply_to), m.urgency, m.direct, m.deadline, m.asks, m.concerns, m.pause
             FROM message AS m JOIN record AS r ON r.row = m.record ORDER BY 1, 2, 3, 4",
            [],
            |row| dump_row(row, 13),
        )?;
        let links = self.all(
            "SELECT r.owner, hex(r.id), r.revision, hex(r.content_id), l.number, l.role, l.owner,
             hex(l.id), l.confirmed, l.evaluation
             FROM link AS l JOIN record AS r ON r.row = l.record ORDER BY 1, 2, 3, 4, 5",
            [],
            |row| dump_row(row, 10),
        )?;
        // The kind is left out: it is what was known when the line was made.
        let lines = self.all(
            "SELECT 'line', audit, at, deed, officer, role, unit, purpose, refused, rule, under
             FROM audit_line ORDER BY audit",
            [],
            |row| dump_row(row, 11),
        )?;
        let hours = self.all(
            "SELECT 'hour', officer, hour, unit, count FROM audit_hour ORDER BY 2, 3",
            [],
            |row| dump_row(row, 5),
        )?;
        let listed = self.all(
            "SELECT 'listed', r.owner, hex(r.id), r.revision, hex(l.body), (SELECT
             group_concat(t.token, ' ' ORDER BY t.token) FROM listed_token AS t
             WHERE t.record = l.record) FROM listed AS l JOIN record AS r ON r.row = l.record
             ORDER BY 2, 3, 4",
            [],
            |row| dump_row(row, 6),
        )?;
        let disclosed = self.dump_disclosed()?;
        let threads = self.dump_threads()?;
        let records = [entries, selectors, classes, messages, links, disclosed].concat();
        let plain = [records, threads, lines, hours, listed].concat();
        Ok([plain, postings, mark].concat().join("\n"))
    }
}

/// Tables that `fsck --rebuild` makes anew.
pub const DERIVED: [&str; 15] = [
    "disclosed",
    "entry",
    "selector",
    "class",
    "posting",
    "indexed",
    "message",
    "link",
    "thread",
    "thread_audience",
    "thread_term",
    "audit_line",
    "audit_hour",
    "listed",
    "listed_token",
];

pub(super) fn dump_row(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<String> {
    use rusqlite::types::ValueRef;
    let mut cells = Vec::with_capacity(columns);
    for index in 0..columns {
        cells.push(match row.get_ref(index)? {
            ValueRef::Integer(number) => number.to_string(),
            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            _ => String::new(),
        });
    }
    Ok(cells.join("\t"))
}
