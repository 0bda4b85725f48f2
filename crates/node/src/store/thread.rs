//! Derived: where each thread stands, so that lists and counts take it from indexes.

use record::RecordId;
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use super::Store;
use crate::Error;

/// A thread's row. Numbers of records and places of deadlines order it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadState {
    pub thread: RecordId,
    pub audience: i64,
    pub newest: i64,
    pub newest_in: Option<i64>,
    pub for_us: Option<i64>,
    pub for_them: Option<i64>,
    pub settled: bool,
    pub officer: Option<String>,
    pub unit: Option<String>,
    pub work: bool,
}

/// What a list is in the order of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Newest,
    NewestIn,
    ForUs,
    ForThem,
    Due,
}

impl Key {
    fn column(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::NewestIn => "newest_in",
            Self::ForUs => "for_us",
            Self::ForThem => "for_them",
            Self::Due => "due",
        }
    }

    /// The newest first, but the earliest deadline first.
    pub fn descends(self) -> bool {
        matches!(self, Self::Newest | Self::NewestIn)
    }
}

/// Who has the threads that are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    By(String),
    ByUnit(String),
    ByNobody,
}

/// What threads are not read: those of an officer, in which something came after a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    pub officer: String,
    /// What came before the officer did is read, unless it was marked.
    pub since: i64,
    /// Nothing older is looked at.
    pub floor: i64,
}

/// Conditions on a thread's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub key: Key,
    /// Only deadlines before this place.
    pub due_before: Option<i64>,
    pub unread: Option<Unread>,
    pub held: Option<Held>,
    /// `peer:…`, `asks:…`; all of them.
    pub terms: Vec<String>,
}

/// A statement and what stands for its question marks.
struct Question {
    sql: String,
    values: Vec<Value>,
}

impl Ask {
    /// Which index answers, and in which table the key is.
    fn source(&self) -> (&'static str, &'static str) {
        let by_term = !self.terms.is_empty();
        match (self.key, &self.held) {
            (Key::Newest, Some(Held::By(_))) => ("thread AS t INDEXED BY thread_officer", "t"),
            (Key::Newest, Some(Held::ByUnit(_))) => ("thread AS t INDEXED BY thread_unit", "t"),
            (Key::Newest, Some(Held::ByNobody)) => ("thread AS t INDEXED BY thread_free", "t"),
            (Key::Newest, None) if by_term => {
                ("thread_term AS g CROSS JOIN thread AS t ON t.thread = g.thread", "g")
            }
            (Key::Newest, None) => ("thread AS t INDEXED BY thread_newest", "t"),
            (Key::NewestIn, _) => ("thread AS t INDEXED BY thread_in", "t"),
            (Key::ForUs, _) => ("thread AS t INDEXED BY thread_for_us", "t"),
            (Key::ForThem, _) => ("thread AS t INDEXED BY thread_for_them", "t"),
            (Key::Due, _) => ("thread AS t INDEXED BY thread_due", "t"),
        }
    }

    /// Of one audience, from a place of the order on.
    fn question(&self, audience: i64, after: Option<i64>) -> Question {
        let (source, table) = self.source();
        let column = self.key.column();
        let mut values = Vec::new();
        let mut sql = source.to_owned();
        if let Some(unread) = &self.unread {
            sql.push_str(" LEFT JOIN thread_mark AS m ON m.thread = t.thread AND m.officer = ?");
            values.push(unread.officer.clone().into());
        }
        sql.push_str(&format!(" WHERE {table}.audience = ? AND {table}.{column} IS NOT NULL"));
        values.push(audience.into());
        if let Some(after) = after {
            let sign = if self.key.descends() { '<' } else { '>' };
            sql.push_str(&format!(" AND {table}.{column} {sign} ?"));
            values.push(after.into());
        }
        self.narrow(&mut sql, &mut values);
        Question { sql, values }
    }

    fn narrow(&self, sql: &mut String, values: &mut Vec<Value>) {
        if let Some(before) = self.due_before {
            sql.push_str(&format!(" AND t.{} < ?", self.key.column()));
            values.push(before.into());
        }
        if let Some(unread) = &self.unread {
            sql.push_str(
                " AND t.newest_in > ? AND iif(m.record IS NULL, t.newest_in > ?,
                 m.record < t.newest_in)",
            );
            values.extend([unread.floor.into(), unread.since.into()]);
        }
        match &self.held {
            None => {}
            Some(Held::By(officer)) => {
                sql.push_str(" AND t.officer = ? AND t.work");
                values.push(officer.clone().into());
            }
            Some(Held::ByUnit(unit)) => {
                sql.push_str(" AND t.unit = ? AND t.work");
                values.push(unit.clone().into());
            }
            Some(Held::ByNobody) => sql.push_str(
                " AND t.officer IS NULL AND t.unit IS NULL AND t.newest_in IS NOT NULL AND t.work",
            ),
        }
        let by_term = self.source().1 == "g";
        for (at, term) in self.terms.iter().enumerate() {
            sql.push_str(match by_term && at == 0 {
                true => " AND g.term = ?",
                false => {
                    " AND EXISTS (SELECT 1 FROM thread_term AS x
                     WHERE x.thread = t.thread AND x.term = ?)"
                }
            });
            values.push(term.clone().into());
        }
    }
}

impl Store {
    /// The threads of an audience that fit, in the order of the key: each with its place in it.
    pub fn threads_of(
        &self,
        ask: &Ask,
        audience: i64,
        after: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(RecordId, i64)>, Error> {
        let Question { sql, mut values } = ask.question(audience, after);
        let (column, table) = (ask.key.column(), ask.source().1);
        let order = if ask.key.descends() { "DESC" } else { "ASC" };
        let sql = format!(
            "SELECT t.thread, {table}.{column} FROM {sql} ORDER BY {table}.{column} {order} LIMIT ?"
        );
        values.push(limit.into());
        self.all(&sql, params_from_iter(values), |row| Ok((RecordId(row.get(0)?), row.get(1)?)))
    }

    /// How many of an audience fit, at most `limit`.
    pub fn count_threads(&self, ask: &Ask, audience: i64, limit: u64) -> Result<u64, Error> {
        let Question { sql, mut values } = ask.question(audience, None);
        values.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {sql} LIMIT ?)");
        Ok(self.one(&sql, params_from_iter(values), |row| row.get(0))?.unwrap_or(0))
    }

    /// Threads of some audiences, whatever they say.
    pub fn threads_among(&self, audiences: &[i64], limit: u32) -> Result<Vec<RecordId>, Error> {
        let audiences = serde_json::to_string(audiences).expect("numbers are JSON");
        self.all(
            "SELECT thread FROM thread WHERE audience IN (SELECT value FROM json_each(?1))
             LIMIT ?2",
            params![audiences, limit],
            |row| Ok(RecordId(row.get(0)?)),
        )
    }

    /// Every audience with its classes.
    pub fn thread_audiences(&self) -> Result<Vec<(i64, Vec<i64>)>, Error> {
        let bad = |_| rusqlite::Error::InvalidQuery;
        self.all("SELECT number, classes FROM thread_audience ORDER BY number", [], |row| {
            let classes: String = row.get(1)?;
            Ok((row.get(0)?, serde_json::from_str(&classes).map_err(bad)?))
        })
    }

    /// The number of a set of classes, given anew where it was not known.
    pub fn thread_audience(&self, classes: &[i64]) -> Result<i64, Error> {
        let classes = serde_json::to_string(classes).expect("numbers are JSON");
        let known = "SELECT number FROM thread_audience WHERE classes = ?1";
        match self.one(known, [&classes], |row| row.get(0))? {
            Some(number) => Ok(number),
            None => self.insert("INSERT INTO thread_audience (classes) VALUES (?1)", [classes]),
        }
    }

    /// The classes of a thread's messages, ascending.
    pub fn thread_classes(&self, thread: &RecordId) -> Result<Vec<i64>, Error> {
        self.all(
            "SELECT DISTINCT e.class FROM message AS m JOIN entry AS e ON e.record = m.record
             WHERE m.thread = ?1 AND e.latest ORDER BY 1",
            [thread.0],
            |row| row.get(0),
        )
    }

    pub fn set_thread(&self, state: &ThreadState, terms: &[String]) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO thread (thread, audience, newest, newest_in, for_us, for_them,
             due, settled, officer, unit, work) VALUES (?1, ?2, ?3, ?4, ?5, ?6,
             min(coalesce(?5, ?6), coalesce(?6, ?5)), ?7, ?8, ?9, ?10)",
            params![
                state.thread.0,
                state.audience,
                state.newest,
                state.newest_in,
                state.for_us,
                state.for_them,
                state.settled,
                state.officer,
                state.unit,
                state.work
            ],
        )?;
        self.execute("DELETE FROM thread_term WHERE thread = ?1", [state.thread.0])?;
        for term in terms {
            self.execute(
                "INSERT OR REPLACE INTO thread_term (term, audience, newest, thread)
                 VALUES (?1, ?2, ?3, ?4)",
                params![term, state.audience, state.newest, state.thread.0],
            )?;
        }
        Ok(())
    }

    pub fn delete_thread(&self, thread: &RecordId) -> Result<(), Error> {
        self.execute("DELETE FROM thread WHERE thread = ?1", [thread.0])?;
        self.execute("DELETE FROM thread_term WHERE thread = ?1", [thread.0])?;
        Ok(())
    }

    /// The threads of records that are messages, in the order of the records.
    pub fn threads_of_records(&self, records: &[i64]) -> Result<Vec<(i64, RecordId)>, Error> {
        let records = serde_json::to_string(records).expect("numbers are JSON");
        self.all(
            "SELECT m.record, m.thread FROM json_each(?1) AS j JOIN message AS m
             ON m.record = j.value ORDER BY j.key",
            [records],
            |row| Ok((row.get(0)?, RecordId(row.get(1)?))),
        )
    }

    /// The thread that a record of this name is in.
    pub fn thread_of(
        &self,
        owner: &record::NodeCode,
        id: &RecordId,
    ) -> Result<Option<RecordId>, Error> {
        let sql = "SELECT m.thread FROM record AS r JOIN message AS m ON m.record = r.row
                   WHERE r.owner = ?1 AND r.id = ?2 LIMIT 1";
        self.one(sql, params![owner.as_str(), id.0], |row| Ok(RecordId(row.get(0)?)))
    }

    /// The thread of a message by its name, and the newest record of it.
    pub fn message_named(
        &self,
        owner: &record::NodeCode,
        id: &RecordId,
    ) -> Result<Option<(RecordId, i64)>, Error> {
        let sql = "SELECT m.thread, m.record FROM record AS r JOIN message AS m
                   ON m.record = r.row WHERE r.owner = ?1 AND r.id = ?2
                   ORDER BY r.revision DESC LIMIT 1";
        self.one(sql, params![owner.as_str(), id.0], |row| Ok((RecordId(row.get(0)?), row.get(1)?)))
    }

    /// Threads of all messages, after one, in the order of their ids.
    pub fn all_threads(&self, after: &RecordId, limit: u32) -> Result<Vec<RecordId>, Error> {
        let sql = "SELECT DISTINCT thread FROM message WHERE thread > ?1 ORDER BY thread LIMIT ?2";
        self.all(sql, params![after.0, limit], |row| Ok(RecordId(row.get(0)?)))
    }

    /// The record before which a message counts as read whoever reads: there are so many newer.
    pub fn unread_floor(&self, messages: u32) -> Result<i64, Error> {
        let sql = "SELECT record FROM message ORDER BY record DESC LIMIT 1 OFFSET ?1";
        Ok(self.one(sql, [messages], |row| row.get(0))?.unwrap_or(0))
    }

    /// What was derived of threads, as text.
    pub(super) fn dump_threads(&self) -> Result<Vec<String>, Error> {
        let threads = self.all(
            "SELECT 'thread', hex(t.thread), (SELECT group_concat(digest) FROM
             (SELECT hex(c.digest) AS digest FROM json_each(a.classes) AS j
             JOIN class AS c ON c.class = j.value ORDER BY 1)), t.newest, t.newest_in, t.for_us,
             t.for_them, t.due, t.settled, t.officer, t.unit, t.work
             FROM thread AS t JOIN thread_audience AS a ON a.number = t.audience ORDER BY 2",
            [],
            |row| super::entry::dump_row(row, 12),
        )?;
        let terms = self.all(
            "SELECT 'thread_term', hex(g.thread), g.term, g.newest FROM thread_term AS g
             ORDER BY 2, 3",
            [],
            |row| super::entry::dump_row(row, 4),
        )?;
        Ok([threads, terms].concat())
    }
}
