//! The simulated disk: what a database was when its last transaction reached it.

use rusqlite::Connection;

use crate::Error;
use crate::store::Store;

/// The last durable state of a database and the one before.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    before: Vec<u8>,
    last: Vec<u8>,
}

impl Disk {
    /// A transaction reached the disk.
    pub fn fsync(&mut self, store: &Store) -> Result<(), Error> {
        let image = store.db.serialize("main")?.to_vec();
        self.before = std::mem::replace(&mut self.last, image);
        Ok(())
    }

    /// The last write was torn: what was there before is there again.
    pub fn tear(&mut self) {
        self.last = self.before.clone();
    }

    pub fn open(&self) -> Result<Store, Error> {
        open(&self.last)
    }

    /// The database cut off after some of its bytes, as an interrupted copy leaves it.
    pub fn open_cut(&self, bytes: usize) -> Result<Store, Error> {
        open(&self.last[..bytes.min(self.last.len())])
    }

    pub fn bytes(&self) -> usize {
        self.last.len()
    }
}

fn open(image: &[u8]) -> Result<Store, Error> {
    let mut db = Connection::open_in_memory()?;
    db.deserialize_read_exact("main", image, image.len(), false)?;
    Store::prepare(db)
}

/// Whether SQLite finds every page of a database in order.
pub fn is_sound(store: &Store) -> bool {
    let answer = store.db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    answer.is_ok_and(|text| text == "ok")
}
