//! Officers' named queries.

use rusqlite::params;

use super::Store;
use crate::Error;

/// A named query: what is asked is JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    pub officer: String,
    pub name: String,
    pub query: String,
    pub created: i64,
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<SavedView> {
    Ok(SavedView {
        officer: row.get(0)?,
        name: row.get(1)?,
        query: row.get(2)?,
        created: row.get(3)?,
    })
}

impl Store {
    /// Keeps a view in the place of one of the same name.
    pub fn set_saved_view(&self, view: &SavedView) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO saved_view (officer, name, query, created)
             VALUES (?1, ?2, ?3, ?4)",
            params![view.officer, view.name, view.query, view.created],
        )?;
        Ok(())
    }

    pub fn saved_view(&self, officer: &str, name: &str) -> Result<Option<SavedView>, Error> {
        let sql = "SELECT officer, name, query, created FROM saved_view
                   WHERE officer = ?1 AND name = ?2";
        self.one(sql, [officer, name], read)
    }

    /// An officer's views by name.
    pub fn saved_views(&self, officer: &str) -> Result<Vec<SavedView>, Error> {
        let sql = "SELECT officer, name, query, created FROM saved_view
                   WHERE officer = ?1 ORDER BY name";
        self.all(sql, [officer], read)
    }

    /// Answers whether there was one.
    pub fn delete_saved_view(&self, officer: &str, name: &str) -> Result<bool, Error> {
        let sql = "DELETE FROM saved_view WHERE officer = ?1 AND name = ?2";
        Ok(self.execute(sql, [officer, name])? > 0)
    }
}
