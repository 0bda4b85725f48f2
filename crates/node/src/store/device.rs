//! Devices that carry offline copies, and what was chosen for each.

use rusqlite::params;

use super::Store;
use crate::Error;
use crate::copy::Chosen;

/// A device, as it is enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    pub name: String,
    pub unit: String,
    pub role: String,
    pub key: Vec<u8>,
    pub generation: u64,
    /// What node and device share, under the storage key.
    pub secret: Vec<u8>,
    pub questions: u64,
    pub enrolled: i64,
    pub enrolled_by: String,
    pub contact: Option<i64>,
    /// When its questions did not fit together.
    pub broken: Option<i64>,
    pub ended: Option<i64>,
    pub ended_by: Option<String>,
}

/// A copy, as it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyRow {
    pub copy: i64,
    pub device: String,
    pub chosen: Chosen,
    pub made: i64,
    pub made_by: String,
    pub created: i64,
    pub stale: i64,
    pub expires: i64,
    pub entries: u64,
    pub ended: Option<i64>,
    pub ended_by: Option<String>,
}

const DEVICE: &str = "name, unit, role, key, generation, secret, questions, enrolled, enrolled_by,
                      contact, broken, ended, ended_by";
const COPY: &str = "copy, device, chosen, made, made_by, created, stale, expires, entries, ended,
                    ended_by";

fn read_device(row: &rusqlite::Row<'_>) -> rusqlite::Result<DeviceRow> {
    Ok(DeviceRow {
        name: row.get(0)?,
        unit: row.get(1)?,
        role: row.get(2)?,
        key: row.get(3)?,
        generation: row.get(4)?,
        secret: row.get(5)?,
        questions: row.get(6)?,
        enrolled: row.get(7)?,
        enrolled_by: row.get(8)?,
        contact: row.get(9)?,
        broken: row.get(10)?,
        ended: row.get(11)?,
        ended_by: row.get(12)?,
    })
}

fn read_copy(row: &rusqlite::Row<'_>) -> rusqlite::Result<CopyRow> {
    let chosen: String = row.get(2)?;
    Ok(CopyRow {
        copy: row.get(0)?,
        device: row.get(1)?,
        chosen: serde_json::from_str(&chosen).map_err(|_| rusqlite::Error::InvalidQuery)?,
        made: row.get(3)?,
        made_by: row.get(4)?,
        created: row.get(5)?,
        stale: row.get(6)?,
        expires: row.get(7)?,
        entries: row.get(8)?,
        ended: row.get(9)?,
        ended_by: row.get(10)?,
    })
}

impl Store {
    pub fn insert_device(&self, row: &DeviceRow) -> Result<(), Error> {
        let sql = "INSERT INTO device (name, unit, role, key, generation, secret, questions,
                   enrolled, enrolled_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        self.execute(
            sql,
            params![
                row.name,
                row.unit,
                row.role,
                row.key,
                row.generation,
                row.secret,
                row.questions,
                row.enrolled,
                row.enrolled_by
            ],
        )?;
        Ok(())
    }

    /// Every device, also those that ended, by name.
    pub fn devices(&self) -> Result<Vec<DeviceRow>, Error> {
        self.all(&format!("SELECT {DEVICE} FROM device ORDER BY name"), [], read_device)
    }

    pub fn device(&self, name: &str) -> Result<Option<DeviceRow>, Error> {
        self.one(&format!("SELECT {DEVICE} FROM device WHERE name = ?1"), [name], read_device)
    }

    /// How many devices have not ended.
    pub fn devices_count(&self) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM device WHERE ended IS NULL";
        Ok(self.one(sql, [], |row| row.get(0))?.unwrap_or(0))
    }

    /// What a contact changes: key, what is shared, questions, and when it was.
    pub fn set_device(&self, row: &DeviceRow) -> Result<(), Error> {
        let sql = "UPDATE device SET key = ?2, generation = ?3, secret = ?4, questions = ?5,
                   contact = ?6, broken = ?7 WHERE name = ?1";
        self.execute(
            sql,
            params![
                row.name,
                row.key,
                row.generation,
                row.secret,
                row.questions,
                row.contact,
                row.broken
            ],
        )?;
        Ok(())
    }

    pub fn end_device(&self, name: &str, at: i64, by: &str) -> Result<bool, Error> {
        let sql = "UPDATE device SET ended = ?2, ended_by = ?3 WHERE name = ?1 AND ended IS NULL";
        Ok(self.execute(sql, params![name, at, by])? > 0)
    }

    pub fn insert_copy(&self, row: &CopyRow) -> Result<i64, Error> {
        let chosen = serde_json::to_string(&row.chosen).expect("what was chosen is JSON");
        self.insert(
            "INSERT INTO copy (device, chosen, made, made_by, created, stale, expires, entries)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                row.device,
                chosen,
                row.made,
                row.made_by,
                row.created,
                row.stale,
                row.expires,
                row.entries
            ],
        )
    }

    /// A device's copy that has not ended.
    pub fn copy_of(&self, device: &str) -> Result<Option<CopyRow>, Error> {
        let sql = format!("SELECT {COPY} FROM copy WHERE device = ?1 AND ended IS NULL");
        self.one(&sql, [device], read_copy)
    }

    /// What a device has now is of this moment.
    pub fn set_copy_days(&self, row: &CopyRow) -> Result<(), Error> {
        let sql = "UPDATE copy SET created = ?2, stale = ?3, expires = ?4, entries = ?5
                   WHERE copy = ?1 AND ended IS NULL";
        self.execute(sql, params![row.copy, row.created, row.stale, row.expires, row.entries])?;
        Ok(())
    }

    pub fn end_copy(&self, device: &str, at: i64, by: &str) -> Result<bool, Error> {
        let sql = "UPDATE copy SET ended = ?2, ended_by = ?3 WHERE device = ?1 AND ended IS NULL";
        Ok(self.execute(sql, params![device, at, by])? > 0)
    }
}
