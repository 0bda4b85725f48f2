//! Who is on duty, and which flash messages nobody has looked at.

use record::RecordId;
use rusqlite::{Row, params};

use super::Store;
use crate::Error;

/// A turn of duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    pub row: i64,
    pub unit: String,
    pub officer: String,
    pub since: i64,
    pub until: i64,
    pub by: String,
}

/// What holds for a unit's duty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DutyUnit {
    pub head: Option<String>,
    pub flash_unseen_min: Option<i64>,
}

/// A flash message that nobody has looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    pub record: i64,
    pub thread: RecordId,
    pub since: i64,
    pub step: i64,
    pub last: i64,
}

/// Whom an unseen message was taken to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escalation {
    pub record: i64,
    pub thread: RecordId,
    pub step: i64,
    pub unit: Option<String>,
    pub officer: Option<String>,
    pub at: i64,
}

/// A step as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub escalation: Escalation,
    pub number: i64,
    /// Nobody has looked at the message yet.
    pub open: bool,
    /// No further step was taken for it.
    pub last: bool,
}

const DUTY: &str = "row, unit, officer, since, until, by";
const UNSEEN: &str = "record, thread, since, step, last";
const ESCALATION: &str = "record, thread, step, unit, officer, at";

fn duty(row: &Row<'_>) -> rusqlite::Result<Duty> {
    Ok(Duty {
        row: row.get(0)?,
        unit: row.get(1)?,
        officer: row.get(2)?,
        since: row.get(3)?,
        until: row.get(4)?,
        by: row.get(5)?,
    })
}

fn unseen(row: &Row<'_>) -> rusqlite::Result<Unseen> {
    Ok(Unseen {
        record: row.get(0)?,
        thread: RecordId(row.get(1)?),
        since: row.get(2)?,
        step: row.get(3)?,
        last: row.get(4)?,
    })
}

fn escalation(row: &Row<'_>) -> rusqlite::Result<Escalation> {
    Ok(Escalation {
        record: row.get(0)?,
        thread: RecordId(row.get(1)?),
        step: row.get(2)?,
        unit: row.get(3)?,
        officer: row.get(4)?,
        at: row.get(5)?,
    })
}

/// Who is on duty.
impl Store {
    pub fn insert_duty(&self, entry: &Duty) -> Result<i64, Error> {
        self.insert(
            "INSERT INTO duty (unit, officer, since, until, by) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![entry.unit, entry.officer, entry.since, entry.until, entry.by],
        )
    }

    pub fn duty(&self, row: i64) -> Result<Option<Duty>, Error> {
        let sql = format!("SELECT {DUTY} FROM duty WHERE row = ?1");
        self.one(&sql, [row], duty)
    }

    pub fn delete_duty(&self, row: i64) -> Result<(), Error> {
        self.execute("DELETE FROM duty WHERE row = ?1", [row])?;
        Ok(())
    }

    /// A unit's turns that end after one moment and begin before another, in order. Those of
    /// officers whose service has ended are not among them.
    pub fn duties(
        &self,
        unit: &str,
        (from, until): (i64, i64),
        limit: u32,
    ) -> Result<Vec<Duty>, Error> {
        let sql = format!(
            "SELECT {DUTY} FROM duty AS d WHERE unit = ?1 AND until > ?2 AND since < ?3
             AND EXISTS (SELECT 1 FROM officer AS o WHERE o.code = d.officer AND o.ended IS NULL)
             ORDER BY since, row LIMIT ?4"
        );
        self.all(&sql, params![unit, from, until, limit], duty)
    }

    pub fn count_duties(&self, unit: &str, from: i64) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM duty WHERE unit = ?1 AND until > ?2";
        Ok(self.one(sql, params![unit, from], |row| row.get(0))?.unwrap_or(0))
    }

    /// Units with a roster, those with somebody on duty first.
    pub fn duty_units(&self, now: i64) -> Result<Vec<String>, Error> {
        self.all(
            "SELECT unit FROM duty WHERE until > ?1 GROUP BY unit ORDER BY min(since) > ?1, unit",
            [now],
            |row| row.get(0),
        )
    }

    pub fn duty_unit(&self, unit: &str) -> Result<DutyUnit, Error> {
        let sql = "SELECT head, flash_unseen_min FROM duty_unit WHERE unit = ?1";
        let found = self.one(sql, [unit], |row| {
            Ok(DutyUnit { head: row.get(0)?, flash_unseen_min: row.get(1)? })
        })?;
        Ok(found.unwrap_or_default())
    }

    pub fn set_duty_unit(&self, unit: &str, said: &DutyUnit) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO duty_unit (unit, head, flash_unseen_min) VALUES (?1, ?2, ?3)",
            params![unit, said.head, said.flash_unseen_min],
        )?;
        Ok(())
    }
}

/// What nobody has looked at.
impl Store {
    pub fn watch_unseen(&self, record: i64, thread: &RecordId, since: i64) -> Result<(), Error> {
        self.execute(
            "INSERT OR IGNORE INTO unseen (record, thread, since, step, last)
             VALUES (?1, ?2, ?3, -1, ?3)",
            params![record, thread.0, since],
        )?;
        Ok(())
    }

    /// Those that may go a step further, what was looked at longest ago first.
    pub fn unseen_due(&self, limit: u32) -> Result<Vec<Unseen>, Error> {
        let sql =
            format!("SELECT {UNSEEN} FROM unseen WHERE step < 2 ORDER BY last, record LIMIT ?1");
        self.all(&sql, [limit], unseen)
    }

    /// Somebody opened the thread up to a record.
    pub fn see(&self, thread: &RecordId, record: i64) -> Result<(), Error> {
        self.execute(
            "DELETE FROM unseen WHERE thread = ?1 AND record <= ?2",
            params![thread.0, record],
        )?;
        Ok(())
    }

    pub fn unseen_in(&self, thread: &RecordId) -> Result<Vec<Unseen>, Error> {
        let sql = format!("SELECT {UNSEEN} FROM unseen WHERE thread = ?1 ORDER BY record");
        self.all(&sql, [thread.0], unseen)
    }

    /// Threads with something unseen, the newest first.
    pub fn unseen_threads(&self, limit: u32) -> Result<Vec<RecordId>, Error> {
        self.all(
            "SELECT thread FROM unseen GROUP BY thread ORDER BY max(record) DESC LIMIT ?1",
            [limit],
            |row| Ok(RecordId(row.get(0)?)),
        )
    }

    pub fn set_unseen_step(&self, record: i64, step: i64, at: i64) -> Result<(), Error> {
        let sql = "UPDATE unseen SET step = ?2, last = ?3 WHERE record = ?1";
        self.execute(sql, [record, step, at])?;
        Ok(())
    }

    pub fn forget_unseen(&self, record: i64) -> Result<(), Error> {
        self.execute("DELETE FROM unseen WHERE record = ?1", [record])?;
        Ok(())
    }

    /// Whether a message can still be read here.
    pub fn is_message(&self, record: i64) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM message AS m JOIN entry AS e ON e.record = m.record
                   WHERE m.record = ?1 AND e.latest";
        Ok(self.one(sql, [record], |_| Ok(()))?.is_some())
    }

    /// Answers whether the step was new: it is taken once, whatever happens between.
    pub fn insert_escalation(&self, taken: &Escalation) -> Result<bool, Error> {
        let count = self.execute(
            "INSERT OR IGNORE INTO escalation (record, thread, step, unit, officer, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![taken.record, taken.thread.0, taken.step, taken.unit, taken.officer, taken.at],
        )?;
        Ok(count == 1)
    }

    /// The last step that was taken for a message.
    pub fn escalation_of(&self, record: i64) -> Result<Option<Escalation>, Error> {
        let sql = format!(
            "SELECT {ESCALATION} FROM escalation WHERE record = ?1 ORDER BY step DESC LIMIT 1"
        );
        self.one(&sql, [record], escalation)
    }

    /// The newest steps: all, or those that concern an officer.
    pub fn escalations(
        &self,
        concerning: Option<&str>,
        (before, now): (i64, i64),
        limit: u32,
    ) -> Result<Vec<Taken>, Error> {
        let sql = format!(
            "SELECT {ESCALATION}, row, EXISTS (SELECT 1 FROM unseen AS u WHERE u.record = e.record),
             NOT EXISTS (SELECT 1 FROM escalation AS f
             WHERE f.record = e.record AND f.step > e.step)
             FROM escalation AS e WHERE row < ?1 AND (?2 IS NULL OR e.officer = ?2
             OR unit IN (SELECT unit FROM duty_unit WHERE head = ?2 UNION SELECT unit FROM duty
             WHERE officer = ?2 AND since <= ?3 AND until > ?3)) ORDER BY row DESC LIMIT ?4"
        );
        self.all(&sql, params![before, concerning, now, limit], |row| {
            let (number, open, last) = (row.get(6)?, row.get(7)?, row.get(8)?);
            Ok(Taken { escalation: escalation(row)?, number, open, last })
        })
    }
}
