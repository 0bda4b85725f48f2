//! What a device carries, as a store in memory: the same tables that a node's questions are
//! answered from, and nothing of it on any disk.

use rusqlite::params;

use super::Store;
use crate::Error;
use crate::copy::carried::{Carried, CarriedRecord};
use crate::list::Entity;
use crate::store::list::half;

impl Store {
    /// A store in memory that holds a copy, its numbers as they are at the node. Records whose day
    /// is over on `today` are left out.
    pub fn of_carried(carried: &Carried, today: &str) -> Result<Self, Error> {
        let store = Self::in_memory()?;
        // Nothing spills into a file.
        store.db.pragma_update(None, "temp_store", "MEMORY")?;
        store.begin()?;
        for list in &carried.lists {
            store.execute(
                "INSERT INTO watch_list (list, name, about, added, round, entries)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    list.list,
                    list.about()?.name,
                    list.about,
                    list.at,
                    list.round,
                    list.entries.len() as u64
                ],
            )?;
            for (key, body) in &list.entries {
                store.insert_carried_entry(list.list, *key, &body.0)?;
            }
        }
        for record in carried.records.iter().filter(|record| *record.expiry >= *today) {
            store.insert_carried_record(record)?;
        }
        store.commit()?;
        Ok(store)
    }

    fn insert_carried_entry(&self, list: i64, key: i64, body: &[u8]) -> Result<(), Error> {
        let entity = Entity::from_bytes(body)?;
        let digest = half(&entity.digest());
        self.execute(
            "INSERT INTO list_entry (key, list, reference, digest, body, since)
             VALUES (?1, ?2, ?3, ?4, ?5, 0)",
            params![key, list, digest, digest, body],
        )?;
        for token in entity.tokens() {
            let sql = "INSERT OR IGNORE INTO list_token (token, key) VALUES (?1, ?2)";
            self.execute(sql, params![token, key])?;
        }
        Ok(())
    }

    /// A record's row, what is said of it, and as its class for which purposes it may be found.
    fn insert_carried_record(&self, record: &CarriedRecord) -> Result<(), Error> {
        self.execute(
            "INSERT INTO record (row, owner, id, revision, content_id, header, leaf, leaf_salt,
             arrived) VALUES (?1, ?2, ?3, 1, x'', x'', 0, x'', 0)",
            params![record.row, record.owner.as_str(), record.id.0],
        )?;
        self.execute(
            "INSERT INTO entry (record, class, kind, latest, created, expiry, review, title)
             VALUES (?1, ?2, 'person', 1, 0, 0, 0, '')",
            params![record.row, record.class()],
        )?;
        self.insert_listed(record.row, &Entity::from_bytes(&record.body.0)?)
    }
}
