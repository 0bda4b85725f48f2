//! Who works on which thread, what was handed over, and who has read what.

use record::RecordId;
use rusqlite::{Row, params};

use super::Store;
use crate::Error;

/// Something that was said about who has a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub row: i64,
    pub thread: RecordId,
    pub deed: String,
    pub officer: Option<String>,
    pub unit: Option<String>,
    pub by: String,
    pub note: String,
    pub hand_over: Option<i64>,
    pub at: i64,
}

/// Who has a thread now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    pub officer: Option<String>,
    pub unit: Option<String>,
    /// The row of the assignment that says so.
    pub assignment: i64,
    /// Nothing is left to do with what came up to this record.
    pub done: Option<i64>,
}

/// Threads given in one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    pub row: i64,
    pub by: String,
    pub officer: Option<String>,
    pub unit: Option<String>,
    pub note: String,
    pub at: i64,
    pub opened: Option<i64>,
    pub undone: Option<i64>,
}

const ASSIGNMENT: &str = "row, thread, deed, officer, unit, by, note, hand_over, at";
const HAND_OVER: &str = "row, by, officer, unit, note, at, opened, undone";

fn assignment(row: &Row<'_>) -> rusqlite::Result<Assignment> {
    Ok(Assignment {
        row: row.get(0)?,
        thread: RecordId(row.get(1)?),
        deed: row.get(2)?,
        officer: row.get(3)?,
        unit: row.get(4)?,
        by: row.get(5)?,
        note: row.get(6)?,
        hand_over: row.get(7)?,
        at: row.get(8)?,
    })
}

fn hand_over(row: &Row<'_>) -> rusqlite::Result<HandOver> {
    Ok(HandOver {
        row: row.get(0)?,
        by: row.get(1)?,
        officer: row.get(2)?,
        unit: row.get(3)?,
        note: row.get(4)?,
        at: row.get(5)?,
        opened: row.get(6)?,
        undone: row.get(7)?,
    })
}

/// Who has what.
impl Store {
    /// Says it, and who has the thread from then on.
    pub fn insert_assignment(&self, said: &Assignment) -> Result<i64, Error> {
        self.insert(
            "INSERT INTO assignment (thread, deed, officer, unit, by, note, hand_over, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                said.thread.0,
                said.deed,
                said.officer,
                said.unit,
                said.by,
                said.note,
                said.hand_over,
                said.at
            ],
        )
    }

    pub fn assignments(&self, thread: &RecordId, limit: u32) -> Result<Vec<Assignment>, Error> {
        let sql = format!(
            "SELECT {ASSIGNMENT} FROM assignment WHERE thread = ?1 ORDER BY row DESC LIMIT ?2"
        );
        self.all(&sql, params![thread.0, limit], assignment)
    }

    pub fn assignment(&self, row: i64) -> Result<Option<Assignment>, Error> {
        let sql = format!("SELECT {ASSIGNMENT} FROM assignment WHERE row = ?1");
        self.one(&sql, [row], assignment)
    }

    /// What was said of a thread before a row, last.
    pub fn assignment_before(
        &self,
        thread: &RecordId,
        row: i64,
    ) -> Result<Option<Assignment>, Error> {
        let sql = format!(
            "SELECT {ASSIGNMENT} FROM assignment WHERE thread = ?1 AND row < ?2
             ORDER BY row DESC LIMIT 1"
        );
        self.one(&sql, params![thread.0, row], assignment)
    }

    pub fn set_holder(&self, thread: &RecordId, holder: &Holder) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO holder (thread, officer, unit, assignment, done)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![thread.0, holder.officer, holder.unit, holder.assignment, holder.done],
        )?;
        self.touch_thread(*thread);
        Ok(())
    }

    pub fn holder(&self, thread: &RecordId) -> Result<Option<Holder>, Error> {
        let sql = "SELECT officer, unit, assignment, done FROM holder WHERE thread = ?1";
        self.one(sql, [thread.0], |row| {
            let (officer, unit) = (row.get(0)?, row.get(1)?);
            Ok(Holder { officer, unit, assignment: row.get(2)?, done: row.get(3)? })
        })
    }

    pub fn insert_hand_over(&self, given: &HandOver) -> Result<i64, Error> {
        self.insert(
            "INSERT INTO hand_over (by, officer, unit, note, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![given.by, given.officer, given.unit, given.note, given.at],
        )
    }

    pub fn hand_over(&self, row: i64) -> Result<Option<HandOver>, Error> {
        let sql = format!("SELECT {HAND_OVER} FROM hand_over WHERE row = ?1");
        self.one(&sql, [row], hand_over)
    }

    /// Those that an officer gave, or was given, or its unit was; the newest first.
    pub fn hand_overs(
        &self,
        officer: &str,
        unit: &str,
        limit: u32,
    ) -> Result<Vec<HandOver>, Error> {
        let sql = format!(
            "SELECT {HAND_OVER} FROM (SELECT * FROM (SELECT * FROM hand_over WHERE by = ?1
             ORDER BY row DESC LIMIT ?3)
             UNION SELECT * FROM (SELECT * FROM hand_over WHERE officer = ?1
             ORDER BY row DESC LIMIT ?3)
             UNION SELECT * FROM (SELECT * FROM hand_over WHERE unit = ?2
             ORDER BY row DESC LIMIT ?3)) ORDER BY row DESC LIMIT ?3"
        );
        self.all(&sql, params![officer, unit, limit], hand_over)
    }

    pub fn handed_over(&self, row: i64) -> Result<Vec<Assignment>, Error> {
        let sql = format!("SELECT {ASSIGNMENT} FROM assignment WHERE hand_over = ?1 ORDER BY row");
        self.all(&sql, [row], assignment)
    }

    pub fn set_hand_over_undone(&self, row: i64, at: i64) -> Result<(), Error> {
        self.execute("UPDATE hand_over SET undone = ?2 WHERE row = ?1", [row, at])?;
        Ok(())
    }

    /// The receiver opened a thread that came by a hand-over.
    pub fn set_hand_over_opened(&self, row: i64, at: i64) -> Result<(), Error> {
        let sql = "UPDATE hand_over SET opened = coalesce(opened, ?2) WHERE row = ?1";
        self.execute(sql, [row, at])?;
        Ok(())
    }

    /// Threads that an officer has and has to work on, the newest first.
    pub fn threads_held(&self, officer: &str, limit: u32) -> Result<Vec<RecordId>, Error> {
        self.all(
            "SELECT thread FROM thread INDEXED BY thread_officer
             WHERE officer = ?1 AND work ORDER BY newest DESC LIMIT ?2",
            params![officer, limit],
            |row| Ok(RecordId(row.get(0)?)),
        )
    }
}

/// Who has read what.
impl Store {
    /// What is there now is not unread to an officer who begins now.
    pub fn begin_reading(&self, officer: &str) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO thread_reader (officer, record)
             SELECT ?1, coalesce(max(row), 0) FROM record",
            [officer],
        )?;
        Ok(())
    }

    pub fn reading_since(&self, officer: &str) -> Result<i64, Error> {
        let sql = "SELECT record FROM thread_reader WHERE officer = ?1";
        Ok(self.one(sql, [officer], |row| row.get(0))?.unwrap_or(0))
    }

    /// An officer has read a thread up to a record; 0 marks it unread.
    pub fn set_thread_mark(
        &self,
        officer: &str,
        thread: &RecordId,
        record: i64,
    ) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO thread_mark (officer, thread, record) VALUES (?1, ?2, ?3)",
            params![officer, thread.0, record],
        )?;
        Ok(())
    }

    /// Whether an officer has read a thread up to its newest message, whoever may list that one.
    pub fn is_read_whole(&self, officer: &str, thread: &RecordId) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM thread_mark AS m JOIN thread AS t ON t.thread = m.thread
                   WHERE m.officer = ?1 AND m.thread = ?2 AND m.record >= t.newest";
        Ok(self.one(sql, params![officer, thread.0], |_| Ok(()))?.is_some())
    }

    pub fn thread_mark(&self, officer: &str, thread: &RecordId) -> Result<Option<i64>, Error> {
        let sql = "SELECT record FROM thread_mark WHERE officer = ?1 AND thread = ?2";
        self.one(sql, params![officer, thread.0], |row| row.get(0))
    }
}
