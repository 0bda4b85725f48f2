//! What officers begin with: saved forms of their own and of their unit, sealed.

use rusqlite::params;

use super::Store;
use crate::Error;

/// A template as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub id: [u8; 16],
    pub officer: String,
    /// The unit that has it besides who made it.
    pub unit: Option<String>,
    pub kind: String,
    pub changed: i64,
    pub sealed: Vec<u8>,
}

const COLUMNS: &str = "id, officer, unit, kind, changed, sealed";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Template> {
    Ok(Template {
        id: row.get(0)?,
        officer: row.get(1)?,
        unit: row.get(2)?,
        kind: row.get(3)?,
        changed: row.get(4)?,
        sealed: row.get(5)?,
    })
}

impl Store {
    /// Keeps a template in the place of what it was before.
    pub fn set_template(&self, template: &Template) -> Result<(), Error> {
        let Template { id, officer, unit, kind, changed, sealed } = template;
        self.execute(
            "INSERT OR REPLACE INTO template (id, officer, unit, kind, changed, sealed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, officer, unit, kind, changed, sealed],
        )?;
        Ok(())
    }

    pub fn template(&self, id: &[u8; 16]) -> Result<Option<Template>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM template WHERE id = ?1");
        self.one(&sql, params![id], read)
    }

    /// An officer's templates and the unit's, the latest first.
    pub fn templates(&self, officer: &str, unit: &str) -> Result<Vec<Template>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM template WHERE officer = ?1 OR unit = ?2
             ORDER BY changed DESC, id"
        );
        self.all(&sql, [officer, unit], read)
    }

    /// How many templates an officer has made.
    pub fn template_count(&self, officer: &str) -> Result<usize, Error> {
        let sql = "SELECT count(*) FROM template WHERE officer = ?1";
        Ok(self.one(sql, [officer], |row| row.get(0))?.unwrap_or_default())
    }

    pub fn delete_template(&self, id: &[u8; 16]) -> Result<(), Error> {
        self.execute("DELETE FROM template WHERE id = ?1", params![id])?;
        Ok(())
    }

    /// Deletes templates that nobody has saved anew for long.
    pub fn delete_old_templates(&self, changed: i64) -> Result<usize, Error> {
        self.execute("DELETE FROM template WHERE changed < ?1", [changed])
    }
}
