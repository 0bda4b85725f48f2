//! Lists of others: their updates, entries, and under what entries are looked up; and the records
//! that are looked for.

use record::Digest;
use rusqlite::params;

use super::Store;
use crate::Error;
use crate::list::{About, Entity};

/// A list as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    pub list: i64,
    pub about: About,
    pub added: i64,
    /// The newest update that stands; 0 while the first is under way.
    pub round: i64,
    pub entries: u64,
}

/// One update of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateRow {
    pub list: i64,
    pub round: i64,
    pub at: i64,
    pub officer: String,
    pub day: Option<String>,
    pub digest: Digest,
    pub entries: u64,
    pub added: u64,
    pub changed: u64,
    pub gone: u64,
    /// Key of its newest entry.
    pub last: i64,
    pub stamp: [u8; 16],
}

/// An entry of a list, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    pub key: i64,
    pub list: i64,
    pub body: Vec<u8>,
}

/// Enough to tell whether an entry changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub key: i64,
    pub reference: [u8; 16],
    pub digest: [u8; 16],
}

/// The first half of a digest.
pub fn half(digest: &Digest) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&digest.0[..16]);
    half
}

const LIST: &str = "list, about, added, round, entries";
const UPDATE: &str =
    "list, round, at, officer, day, digest, entries, added, changed, gone, last, stamp";
/// An entry that stands, `w` being its list.
const STANDS: &str = "e.since <= w.round AND (e.until IS NULL OR e.until > w.round)";

fn read_list(row: &rusqlite::Row<'_>) -> rusqlite::Result<ListRow> {
    let about: String = row.get(1)?;
    let about = serde_json::from_str(&about).map_err(|_| rusqlite::Error::InvalidQuery)?;
    let (list, added, round, entries) = (row.get(0)?, row.get(2)?, row.get(3)?, row.get(4)?);
    Ok(ListRow { list, about, added, round, entries })
}

fn read_update(row: &rusqlite::Row<'_>) -> rusqlite::Result<UpdateRow> {
    Ok(UpdateRow {
        list: row.get(0)?,
        round: row.get(1)?,
        at: row.get(2)?,
        officer: row.get(3)?,
        day: row.get(4)?,
        digest: Digest(row.get(5)?),
        entries: row.get(6)?,
        added: row.get(7)?,
        changed: row.get(8)?,
        gone: row.get(9)?,
        last: row.get(10)?,
        stamp: row.get(11)?,
    })
}

fn read_entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<EntryRow> {
    Ok(EntryRow { key: row.get(0)?, list: row.get(1)?, body: row.get(2)? })
}

impl Store {
    pub fn insert_list(&self, about: &About, at: i64) -> Result<i64, Error> {
        let text = serde_json::to_string(about).expect("what is said of a list is JSON");
        let sql = "INSERT INTO watch_list (name, about, added, round, entries)
                   VALUES (?1, ?2, ?3, 0, 0)";
        self.insert(sql, params![about.name, text, at])
    }

    pub fn set_list_about(&self, list: i64, about: &About) -> Result<(), Error> {
        let text = serde_json::to_string(about).expect("what is said of a list is JSON");
        self.execute("UPDATE watch_list SET about = ?2 WHERE list = ?1", params![list, text])?;
        Ok(())
    }

    /// Lists that are not removed, by name.
    pub fn lists(&self) -> Result<Vec<ListRow>, Error> {
        let sql = format!("SELECT {LIST} FROM watch_list WHERE removed IS NULL ORDER BY name");
        self.all(&sql, [], read_list)
    }

    pub fn list_named(&self, name: &str) -> Result<Option<ListRow>, Error> {
        let sql = format!("SELECT {LIST} FROM watch_list WHERE removed IS NULL AND name = ?1");
        self.one(&sql, [name], read_list)
    }

    /// A list by number, also one that was removed.
    pub fn list(&self, list: i64) -> Result<Option<ListRow>, Error> {
        let sql = format!("SELECT {LIST} FROM watch_list WHERE list = ?1");
        self.one(&sql, [list], read_list)
    }

    /// Lists that were removed and whose entries are not all deleted yet, or that never stood.
    pub fn lists_to_clear(&self) -> Result<Vec<i64>, Error> {
        let sql = "SELECT w.list FROM watch_list AS w WHERE removed IS NOT NULL
                   AND EXISTS (SELECT 1 FROM list_entry AS e WHERE e.list = w.list)";
        self.all(sql, [], |row| row.get(0))
    }

    pub fn remove_list(&self, list: i64, at: i64) -> Result<(), Error> {
        let sql = "UPDATE watch_list SET removed = ?2, entries = 0 WHERE list = ?1";
        self.execute(sql, params![list, at])?;
        Ok(())
    }

    /// From this statement's commit on, the update stands.
    pub fn set_list_round(&self, update: &UpdateRow) -> Result<(), Error> {
        let sql = "UPDATE watch_list SET round = ?2, entries = ?3 WHERE list = ?1";
        self.execute(sql, params![update.list, update.round, update.entries])?;
        self.execute(
            "INSERT INTO list_update (list, round, at, officer, day, digest, entries, added,
             changed, gone, last, stamp)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                update.list,
                update.round,
                update.at,
                update.officer,
                update.day,
                update.digest.0,
                update.entries,
                update.added,
                update.changed,
                update.gone,
                update.last,
                update.stamp
            ],
        )?;
        Ok(())
    }

    /// A list's updates, the newest first.
    pub fn list_updates(&self, list: i64, limit: u32) -> Result<Vec<UpdateRow>, Error> {
        let sql = format!(
            "SELECT {UPDATE} FROM list_update WHERE list = ?1 ORDER BY round DESC LIMIT ?2"
        );
        self.all(&sql, params![list, limit], read_update)
    }

    /// Whether a list had an update that was stamped so.
    pub fn has_list_stamp(&self, list: i64, last: i64, stamp: &[u8; 16]) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM list_update WHERE list = ?1 AND last = ?2 AND stamp = ?3";
        Ok(self.one(sql, params![list, last, stamp], |_| Ok(()))?.is_some())
    }

    /// Stages an entry for an update; it stands from that update on.
    pub fn insert_list_entry(
        &self,
        list: i64,
        since: i64,
        entity: &Entity,
        reference: &[u8; 16],
    ) -> Result<i64, Error> {
        let body = entity.to_bytes();
        let digest = half(&entity.digest());
        let key = self.insert(
            "INSERT INTO list_entry (list, reference, digest, body, since)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![list, reference, digest, body, since],
        )?;
        for token in entity.tokens() {
            let sql = "INSERT OR IGNORE INTO list_token (token, key) VALUES (?1, ?2)";
            self.execute(sql, params![token, key])?;
        }
        Ok(key)
    }

    /// From the update on, the entry stands no more.
    pub fn end_list_entry(&self, key: i64, until: i64) -> Result<(), Error> {
        let sql = "UPDATE list_entry SET until = ?2 WHERE key = ?1 AND until IS NULL";
        self.execute(sql, params![key, until])?;
        Ok(())
    }

    /// Takes back what an update that never stood has staged, so many rows at a time.
    pub fn unstage(&self, list: i64, round: i64, limit: u32) -> Result<u64, Error> {
        let sql = "UPDATE list_entry SET until = NULL WHERE key IN (SELECT key FROM list_entry
                   WHERE list = ?1 AND until > ?2 LIMIT ?3)";
        let kept = self.execute(sql, params![list, round, limit])?;
        // What is staged has later keys than all that stood.
        let sql = "SELECT key FROM list_entry WHERE list = ?1 AND since > ?2 AND key >
                   (SELECT coalesce(max(last), 0) FROM list_update WHERE list = ?1) LIMIT ?3";
        let staged: Vec<i64> = self.all(sql, params![list, round, limit], |row| row.get(0))?;
        self.delete_entries(list, &staged)?;
        Ok((kept + staged.len()) as u64)
    }

    /// Deletes what stands no more, so many rows at a time.
    pub fn clear_ended(&self, list: i64, round: i64, limit: u32) -> Result<Vec<i64>, Error> {
        let sql = "SELECT key FROM list_entry WHERE list = ?1 AND until <= ?2 LIMIT ?3";
        let ended: Vec<i64> = self.all(sql, params![list, round, limit], |row| row.get(0))?;
        self.delete_entries(list, &ended)?;
        Ok(ended)
    }

    /// Deletes entries of a list that was removed, so many at a time.
    pub fn clear_list(&self, list: i64, limit: u32) -> Result<usize, Error> {
        let sql = "SELECT key FROM list_entry WHERE list = ?1 LIMIT ?2";
        let rows: Vec<i64> = self.all(sql, params![list, limit], |row| row.get(0))?;
        self.forget_compared(&rows)?;
        self.delete_entries(list, &rows)?;
        if rows.is_empty() {
            self.execute("DELETE FROM list_gone WHERE list = ?1", [list])?;
        }
        Ok(rows.len())
    }

    /// What was compared with entries that a list has no more goes with them.
    pub fn forget_compared(&self, keys: &[i64]) -> Result<(), Error> {
        keys.iter().try_for_each(|key| self.forget_hits("entry", *key))
    }

    fn delete_entries(&self, list: i64, keys: &[i64]) -> Result<(), Error> {
        for key in keys {
            self.execute("DELETE FROM list_token WHERE key = ?1", [key])?;
            self.execute("DELETE FROM list_entry WHERE key = ?1", [key])?;
            let sql = "INSERT OR IGNORE INTO list_gone (list, key) VALUES (?1, ?2)";
            self.execute(sql, params![list, key])?;
        }
        Ok(())
    }

    /// Keys that a segment in a file may still have and the list has not.
    pub fn list_gone(&self, list: i64) -> Result<Vec<i64>, Error> {
        self.all("SELECT key FROM list_gone WHERE list = ?1", [list], |row| row.get(0))
    }

    /// No segment has them any more.
    pub fn forget_gone(&self, list: i64, keys: &[i64]) -> Result<(), Error> {
        for key in keys {
            let sql = "DELETE FROM list_gone WHERE list = ?1 AND key = ?2";
            self.execute(sql, params![list, key])?;
        }
        Ok(())
    }

    /// Entries of a list after a key that stand, in order.
    pub fn list_entries(&self, list: i64, after: i64, limit: u32) -> Result<Vec<EntryRow>, Error> {
        let sql = format!(
            "SELECT e.key, e.list, e.body FROM list_entry AS e JOIN watch_list AS w USING (list)
             WHERE e.list = ?1 AND e.key > ?2 AND {STANDS} ORDER BY e.key LIMIT ?3"
        );
        self.all(&sql, params![list, after, limit], read_entry)
    }

    /// What is known of a list's entries after a key, in order.
    pub fn list_known(&self, list: i64, after: i64, limit: u32) -> Result<Vec<Known>, Error> {
        let sql = format!(
            "SELECT e.key, e.reference, e.digest FROM list_entry AS e JOIN watch_list AS w
             USING (list) WHERE e.list = ?1 AND e.key > ?2 AND {STANDS} ORDER BY e.key LIMIT ?3"
        );
        self.all(&sql, params![list, after, limit], |row| {
            Ok(Known { key: row.get(0)?, reference: row.get(1)?, digest: row.get(2)? })
        })
    }

    /// An entry, where it stands and its list was not removed.
    pub fn list_entry(&self, key: i64) -> Result<Option<EntryRow>, Error> {
        let sql = format!(
            "SELECT e.key, e.list, e.body FROM list_entry AS e JOIN watch_list AS w USING (list)
             WHERE e.key = ?1 AND w.removed IS NULL AND {STANDS}"
        );
        self.one(&sql, [key], read_entry)
    }

    /// Entries of these lists that stand and are looked up under a token. Those of other lists are
    /// passed over however many they are: a bound on them would tell that they are there.
    pub fn list_tokens(
        &self,
        token: &str,
        lists: &[i64],
        limit: u32,
    ) -> Result<Vec<EntryRow>, Error> {
        let sql = format!(
            "SELECT e.key, e.list, e.body FROM list_token AS t CROSS JOIN list_entry AS e
             ON e.key = t.key CROSS JOIN watch_list AS w ON w.list = e.list
             WHERE t.token = ?1 AND w.removed IS NULL AND {STANDS}
             AND e.list IN (SELECT value FROM json_each(?2)) ORDER BY e.key LIMIT ?3"
        );
        let lists = serde_json::to_string(lists).expect("numbers are JSON");
        self.all(&sql, params![token, lists, limit], read_entry)
    }

    pub fn insert_listed(&self, record: i64, entity: &Entity) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO listed (record, body) VALUES (?1, ?2)";
        self.execute(sql, params![record, entity.to_bytes()])?;
        for token in entity.tokens() {
            let sql = "INSERT OR IGNORE INTO listed_token (token, record) VALUES (?1, ?2)";
            self.execute(sql, params![token, record])?;
        }
        Ok(())
    }

    /// A record that is looked for: what it says of whom or what.
    pub fn listed(&self, record: i64) -> Result<Option<Vec<u8>>, Error> {
        self.one("SELECT body FROM listed WHERE record = ?1", [record], |row| row.get(0))
    }

    pub fn listed_after(&self, after: i64, limit: u32) -> Result<Vec<(i64, Vec<u8>)>, Error> {
        let sql = "SELECT record, body FROM listed WHERE record > ?1 ORDER BY record LIMIT ?2";
        self.all(sql, params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    pub fn listed_count(&self) -> Result<u64, Error> {
        Ok(self.one("SELECT count(*) FROM listed", [], |row| row.get(0))?.unwrap_or(0))
    }

    /// Records of these classes that are looked for and are looked up under a token.
    pub fn listed_tokens(
        &self,
        token: &str,
        classes: &[i64],
        limit: u32,
    ) -> Result<Vec<i64>, Error> {
        let sql = "SELECT t.record FROM listed_token AS t CROSS JOIN entry AS e
                   ON e.record = t.record WHERE t.token = ?1 AND e.latest
                   AND +e.class IN (SELECT value FROM json_each(?2))
                   ORDER BY t.record LIMIT ?3";
        let classes = serde_json::to_string(classes).expect("numbers are JSON");
        self.all(sql, params![token, classes, limit], |row| row.get(0))
    }

    /// A record that leaves: nobody is answered from it, and what was compared with it goes too.
    pub fn clear_listed(&self, record: i64) -> Result<bool, Error> {
        self.execute("DELETE FROM listed_token WHERE record = ?1", [record])?;
        let there = self.execute("DELETE FROM listed WHERE record = ?1", [record])? > 0;
        if there {
            self.forget_hits("record", record)?;
        }
        Ok(there)
    }
}
