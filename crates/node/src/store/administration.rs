//! Units, limits that were set, retention, and how large the store was day by day.

use rusqlite::params;

use super::Store;
use crate::Error;

/// A unit of this node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    pub code: String,
    pub name: String,
    pub created: i64,
    pub ended: Option<i64>,
    /// Officers who work in it now.
    pub officers: u64,
}

/// A limit that was set, and what the file said then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitSet {
    pub name: String,
    pub value: i64,
    pub over: i64,
}

/// What waits in one lane, and the moment of the oldest of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneQueue {
    pub peer: String,
    pub lane: u8,
    pub waiting: u64,
    pub oldest: Option<i64>,
}

/// Days until review at most; an empty kind or level stands for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionRow {
    pub kind: String,
    pub level: String,
    pub days: u32,
}

impl Store {
    pub fn units(&self) -> Result<Vec<UnitRow>, Error> {
        self.all(
            "SELECT u.code, u.name, u.created, u.ended, (SELECT count(*) FROM officer AS o
             WHERE o.unit = u.code AND o.ended IS NULL) FROM unit AS u ORDER BY u.code",
            [],
            |row| {
                Ok(UnitRow {
                    code: row.get(0)?,
                    name: row.get(1)?,
                    created: row.get(2)?,
                    ended: row.get(3)?,
                    officers: row.get(4)?,
                })
            },
        )
    }

    pub fn unit(&self, code: &str) -> Result<Option<UnitRow>, Error> {
        Ok(self.units()?.into_iter().find(|unit| unit.code == code))
    }

    /// Adds a unit; answers whether it was not there.
    pub fn insert_unit(&self, code: &str, name: &str, at: i64) -> Result<bool, Error> {
        let sql = "INSERT OR IGNORE INTO unit (code, name, created) VALUES (?1, ?2, ?3)";
        Ok(self.execute(sql, params![code, name, at])? == 1)
    }

    pub fn rename_unit(&self, code: &str, name: &str) -> Result<(), Error> {
        self.execute("UPDATE unit SET name = ?2 WHERE code = ?1", [code, name])?;
        Ok(())
    }

    /// Ends a unit, or takes it up again with no moment.
    pub fn end_unit(&self, code: &str, at: Option<i64>) -> Result<(), Error> {
        self.execute("UPDATE unit SET ended = ?2 WHERE code = ?1", params![code, at])?;
        Ok(())
    }

    pub fn limits_set(&self) -> Result<Vec<LimitSet>, Error> {
        self.all("SELECT name, value, over FROM limit_set ORDER BY name", [], |row| {
            Ok(LimitSet { name: row.get(0)?, value: row.get(1)?, over: row.get(2)? })
        })
    }

    pub fn set_limit(&self, set: &LimitSet, at: i64) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO limit_set (name, value, over, at) VALUES (?1, ?2, ?3, ?4)",
            params![set.name, set.value, set.over, at],
        )?;
        Ok(())
    }

    pub fn retention(&self) -> Result<Vec<RetentionRow>, Error> {
        self.all("SELECT kind, level, days FROM retention ORDER BY kind, level", [], |row| {
            Ok(RetentionRow { kind: row.get(0)?, level: row.get(1)?, days: row.get(2)? })
        })
    }

    /// Sets the days of a kind and level; with none the row goes.
    pub fn set_retention(&self, kind: &str, level: &str, days: Option<u32>) -> Result<(), Error> {
        match days {
            Some(days) => self.execute(
                "INSERT OR REPLACE INTO retention (kind, level, days) VALUES (?1, ?2, ?3)",
                params![kind, level, days],
            )?,
            None => {
                let sql = "DELETE FROM retention WHERE kind = ?1 AND level = ?2";
                self.execute(sql, [kind, level])?
            }
        };
        Ok(())
    }

    /// Notes how large the store is as a day begins, once, and forgets days before another.
    pub fn note_disk_day(&self, day: i64, bytes: u64, oldest: i64) -> Result<(), Error> {
        self.execute(
            "INSERT OR IGNORE INTO disk_day (day, bytes) VALUES (?1, ?2)",
            params![day, bytes],
        )?;
        self.execute("DELETE FROM disk_day WHERE day < ?1", [oldest])?;
        Ok(())
    }

    /// How large the store was, the oldest day first.
    pub fn disk_days(&self) -> Result<Vec<(i64, u64)>, Error> {
        self.all("SELECT day, bytes FROM disk_day ORDER BY day", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    }

    /// Bytes of each table with its indexes. It reads the whole file.
    pub fn table_bytes(&self) -> Result<Vec<(String, u64)>, Error> {
        self.all(
            "SELECT coalesce(m.tbl_name, s.name), sum(s.pgsize) FROM dbstat AS s
             LEFT JOIN sqlite_schema AS m ON m.name = s.name WHERE s.aggregate = 1 GROUP BY 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// What waits in each lane. Entries are acknowledged in order: what waits is all behind the
    /// last that was.
    pub fn lane_queues(&self) -> Result<Vec<LaneQueue>, Error> {
        self.all(
            "WITH done AS (SELECT l.peer, l.lane, l.next, coalesce((SELECT o.seq FROM outbox AS o
               WHERE o.peer = l.peer AND o.lane = l.lane AND o.acked IS NOT NULL
               ORDER BY o.seq DESC LIMIT 1), 0) AS last FROM lane AS l)
             SELECT d.peer, d.lane, d.next - 1 - d.last, (SELECT r.arrived FROM outbox AS o
               JOIN record AS r ON r.row = o.record WHERE o.peer = d.peer AND o.lane = d.lane
               AND o.seq = d.last + 1) FROM done AS d ORDER BY 1, 2",
            [],
            |row| {
                Ok(LaneQueue {
                    peer: row.get(0)?,
                    lane: row.get(1)?,
                    waiting: row.get(2)?,
                    oldest: row.get(3)?,
                })
            },
        )
    }

    /// What policy decided about a record and a peer.
    pub fn decision(&self, record: i64, peer: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT decision FROM released WHERE record = ?1 AND peer = ?2";
        self.one(sql, params![record, peer], |row| row.get(0))
    }

    /// Changes an officer's name, role and unit.
    pub fn change_officer(&self, code: &str, to: [&str; 3]) -> Result<(), Error> {
        self.execute(
            "UPDATE officer SET name = ?2, role = ?3, unit = ?4 WHERE code = ?1",
            [code, to[0], to[1], to[2]],
        )?;
        Ok(())
    }

    /// Ends every token of an officer.
    pub fn revoke_tokens(&self, code: &str, at: i64) -> Result<(), Error> {
        let sql = "UPDATE token SET revoked = ?2 WHERE officer = ?1 AND revoked IS NULL";
        self.execute(sql, params![code, at])?;
        Ok(())
    }

    /// Sessions and tokens of each officer that work now: (officer, sessions, tokens).
    pub fn officers_access(&self, now: i64) -> Result<Vec<(String, u64, u64)>, Error> {
        self.all(
            "SELECT o.code, (SELECT count(*) FROM browser_session AS s WHERE s.officer = o.code
             AND s.ended IS NULL AND s.expires > ?1), (SELECT count(*) FROM token AS t
             WHERE t.officer = o.code AND t.revoked IS NULL AND t.expires > ?1)
             FROM officer AS o ORDER BY o.code",
            [now],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }
}
