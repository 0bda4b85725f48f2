//! Derived: what a thread and its clocks need of each message.

use record::draft::Lane;
use record::kind::message::{MessageType, Statement};
use record::{Header, Name, NodeCode, RecordId, Timestamp};
use rusqlite::{Row, params};

use super::Store;
use crate::Error;

/// A message as threads show it, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    pub record: i64,
    pub class: i64,
    pub name: Name,
    /// When this revision was made.
    pub created: Timestamp,
    /// Since when it says what counts: see `SINCE`.
    pub since: Timestamp,
    pub title: String,
    pub thread: RecordId,
    pub message_type: MessageType,
    pub reply_to: Option<RecordId>,
    pub urgency: Lane,
    pub directly_accessible: bool,
    pub deadline: Option<Timestamp>,
    /// The code of each question.
    pub asks: Vec<String>,
    pub concerns: Vec<u16>,
    pub pause: Option<String>,
}

const COLUMNS: &str = "m.record, e.class, r.owner, r.id, r.revision, e.created, e.title, m.thread,
     m.type, m.reply_to, m.urgency, m.direct, m.deadline, m.asks, m.concerns, m.pause";
/// The moment of the first revision of the same type that settles at least what this one settles
/// and says the same of the clock. A word that is corrected makes no answer late, and what a
/// revision adds counts from that revision on.
const SINCE: &str = "(SELECT min(f.created) FROM record AS q JOIN message AS n ON n.record = q.row
     JOIN entry AS f ON f.record = q.row
     WHERE q.owner = r.owner AND q.id = r.id AND n.type = m.type AND n.pause IS m.pause
     AND (n.concerns = m.concerns OR (n.concerns = '[]' AND m.type IN ('answer', 'refusal'))
     OR (m.concerns <> '[]' AND NOT EXISTS (SELECT 1 FROM json_each(m.concerns) AS c
     WHERE c.value NOT IN (SELECT value FROM json_each(n.concerns))))))";
/// Messages of a thread that are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Messages {
    pub rows: Vec<MessageRow>,
    /// The thread has more of them.
    pub more: bool,
}

/// Rows that a reader of the classes `?1` may see.
const VISIBLE: &str = "message AS m JOIN entry AS e ON e.record = m.record
     JOIN record AS r ON r.row = m.record
     WHERE e.latest AND e.class IN (SELECT value FROM json_each(?1))";

fn read(row: &Row<'_>) -> rusqlite::Result<MessageRow> {
    let bad = || rusqlite::Error::InvalidQuery;
    let (owner, message_type): (String, String) = (row.get(2)?, row.get(8)?);
    let owner = NodeCode::new(&owner).map_err(|_| bad())?;
    let (asks, concerns): (String, String) = (row.get(13)?, row.get(14)?);
    let (reply_to, urgency): (Option<[u8; 16]>, usize) = (row.get(9)?, row.get(10)?);
    Ok(MessageRow {
        record: row.get(0)?,
        class: row.get(1)?,
        name: Name { owner, id: RecordId(row.get(3)?), revision: row.get(4)? },
        created: Timestamp(row.get(5)?),
        since: Timestamp(row.get(16)?),
        title: row.get(6)?,
        thread: RecordId(row.get(7)?),
        message_type: MessageType::parse(&message_type).ok_or_else(bad)?,
        reply_to: reply_to.map(RecordId),
        urgency: *Lane::ALL.get(urgency).ok_or_else(bad)?,
        directly_accessible: row.get(11)?,
        deadline: row.get::<_, Option<i64>>(12)?.map(Timestamp),
        asks: serde_json::from_str(&asks).map_err(|_| bad())?,
        concerns: serde_json::from_str(&concerns).map_err(|_| bad())?,
        pause: row.get(15)?,
    })
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("numbers and codes are JSON")
}

impl Store {
    pub fn insert_message(
        &self,
        record: i64,
        header: &Header,
        statement: &Statement,
    ) -> Result<(), Error> {
        let asks: Vec<&str> = statement.asks.iter().map(|one| one.what.as_str()).collect();
        let urgency = statement.urgency.unwrap_or_default();
        self.touch_thread(statement.thread.unwrap_or(header.id));
        self.execute(
            "INSERT OR REPLACE INTO message (record, thread, type, reply_to, urgency, direct,
             deadline, asks, concerns, pause) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                record,
                statement.thread.unwrap_or(header.id).0,
                statement.message_type.code(),
                statement.in_reply_to.map(|id| id.0),
                Lane::ALL.iter().position(|lane| *lane == urgency),
                statement.directly_accessible,
                statement.deadline.map(|deadline| deadline.0),
                json(&asks),
                json(&statement.concerns),
                statement.pause.as_ref().map(|pause| &pause.reason),
            ],
        )?;
        Ok(())
    }

    /// The urgency of the request a message says or belongs to; none where it is no message, or its
    /// thread has no request.
    pub fn message_urgency(&self, record: i64) -> Result<Option<Lane>, Error> {
        let found: Option<Option<usize>> = self.one(
            "SELECT max(q.urgency) FROM message AS m JOIN message AS q ON q.thread = m.thread
             WHERE m.record = ?1 AND q.type = 'request'",
            [record],
            |row| row.get(0),
        )?;
        Ok(found.flatten().and_then(|urgency| Lane::ALL.get(urgency)).copied())
    }

    /// Messages of a thread in the order in which they came; at most `limit`. Of a longer thread
    /// requests and other messages by turns, the newest of each first: what waits, and what was
    /// said last.
    pub fn thread(
        &self,
        allowed: &[i64],
        thread: &RecordId,
        limit: u32,
    ) -> Result<Messages, Error> {
        let all = format!(
            "SELECT {COLUMNS}, {SINCE} FROM {VISIBLE} AND m.thread = ?2 ORDER BY m.record LIMIT ?3"
        );
        let enough = params![json(&allowed), thread.0, limit.saturating_add(1)];
        let rows = self.all(&all, enough, read)?;
        if rows.len() <= limit as usize {
            return Ok(Messages { rows, more: false });
        }
        let sql = format!(
            "WITH ranked AS (SELECT m.record AS record, row_number() OVER
             (PARTITION BY m.type = 'request' ORDER BY m.record DESC) AS place
             FROM {VISIBLE} AND m.thread = ?2)
             SELECT {COLUMNS}, {SINCE} FROM {VISIBLE} AND m.thread = ?2 AND m.record IN
             (SELECT record FROM ranked ORDER BY place, record DESC LIMIT ?3) ORDER BY m.record"
        );
        let rows = self.all(&sql, params![json(&allowed), thread.0, limit], read)?;
        Ok(Messages { rows, more: true })
    }

    /// The title of the first message of a thread that may be seen.
    pub fn thread_title(
        &self,
        allowed: &[i64],
        thread: &RecordId,
    ) -> Result<Option<String>, Error> {
        let sql =
            format!("SELECT e.title FROM {VISIBLE} AND m.thread = ?2 ORDER BY m.record LIMIT 1");
        self.one(&sql, params![json(&allowed), thread.0], |row| row.get(0))
    }

    /// Messages of a thread in the order in which they came: the newest of those before a record.
    pub fn thread_part(
        &self,
        allowed: &[i64],
        thread: &RecordId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Messages, Error> {
        let sql = format!(
            "SELECT {COLUMNS}, {SINCE} FROM {VISIBLE} AND m.thread = ?2 AND m.record < ?3
             ORDER BY m.record DESC LIMIT ?4"
        );
        let before = before.unwrap_or(i64::MAX);
        let enough = i64::from(limit) + 1;
        let mut rows = self.all(&sql, params![json(&allowed), thread.0, before, enough], read)?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        rows.reverse();
        Ok(Messages { rows, more })
    }

    /// Threads by their newest visible message, newest first: its row and the thread.
    pub fn threads(
        &self,
        allowed: &[i64],
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, RecordId)>, Error> {
        let sql = format!(
            "SELECT m.record, m.thread FROM {VISIBLE} AND (?2 IS NULL OR m.record < ?2)
             AND NOT EXISTS (SELECT 1 FROM message AS n JOIN entry AS f ON f.record = n.record
             WHERE n.thread = m.thread AND n.record > m.record AND f.latest
             AND f.class IN (SELECT value FROM json_each(?1)))
             ORDER BY m.record DESC LIMIT ?3"
        );
        self.all(&sql, params![json(&allowed), before, limit], |row| {
            Ok((row.get(0)?, RecordId(row.get(1)?)))
        })
    }

    /// Threads of the requests made in a span of time, the newest request first. A request that was
    /// revised was made when it was first.
    pub fn asking_threads(
        &self,
        allowed: &[i64],
        (from, until): (i64, i64),
        limit: u32,
    ) -> Result<Vec<RecordId>, Error> {
        let sql = format!(
            "SELECT m.thread FROM {VISIBLE} AND m.type = 'request' AND e.created >= ?2
             AND {SINCE} BETWEEN ?2 AND ?3 - 1 ORDER BY m.record DESC LIMIT ?4"
        );
        let params = params![json(&allowed), from, until, limit];
        self.all(&sql, params, |row| Ok(RecordId(row.get(0)?)))
    }
}
