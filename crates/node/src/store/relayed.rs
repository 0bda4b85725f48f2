//! What this node holds for others as a relay, sealed, and for how long.

use record::Digest;
use rusqlite::params;

use super::Store;
use crate::Error;

/// What is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    Pouch,
    Answer,
}

/// Something that is held for a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub sender: String,
    pub recipient: String,
    pub what: What,
    pub pouch_id: Digest,
    pub lane: u8,
    pub bytes: Vec<u8>,
    pub until: i64,
}

impl Store {
    /// Holds something; another sealing of the same pouch takes the place of the one before.
    pub fn hold_relayed(&self, held: &Held) -> Result<(), Error> {
        self.execute(
            "INSERT INTO relayed (sender, recipient, what, pouch_id, lane, bytes, until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (sender, recipient, what, pouch_id)
             DO UPDATE SET bytes = excluded.bytes, until = excluded.until",
            params![
                held.sender,
                held.recipient,
                held.what as u8,
                &held.pouch_id.0[..],
                held.lane,
                held.bytes,
                held.until
            ],
        )?;
        Ok(())
    }

    /// The next thing for a recipient, flash first, each lane in the order in which it came.
    pub fn next_relayed(&self, recipient: &str, at: i64) -> Result<Option<(i64, Held)>, Error> {
        self.one(
            "SELECT row, sender, recipient, what, pouch_id, lane, bytes, until FROM relayed
             WHERE recipient = ?1 AND until > ?2 ORDER BY lane DESC, row LIMIT 1",
            params![recipient, at],
            |row| {
                let what: u8 = row.get(3)?;
                let held = Held {
                    sender: row.get(1)?,
                    recipient: row.get(2)?,
                    what: if what == What::Pouch as u8 { What::Pouch } else { What::Answer },
                    pouch_id: Digest(row.get(4)?),
                    lane: row.get(5)?,
                    bytes: row.get(6)?,
                    until: row.get(7)?,
                };
                Ok((row.get(0)?, held))
            },
        )
    }

    /// Lets go what was handed over, unless another sealing took its place meanwhile.
    pub fn release_relayed(&self, row: i64, bytes: &[u8]) -> Result<bool, Error> {
        let sql = "DELETE FROM relayed WHERE row = ?1 AND bytes = ?2";
        Ok(self.execute(sql, params![row, bytes])? > 0)
    }

    /// What has been held for too long is gone.
    pub fn expire_relayed(&self, at: i64) -> Result<usize, Error> {
        self.execute("DELETE FROM relayed WHERE until <= ?1", [at])
    }

    /// Bytes that are held in all, and of one sender.
    pub fn relayed_bytes(&self, sender: &str) -> Result<(u64, u64), Error> {
        let sql = "SELECT coalesce(sum(length(bytes)), 0),
                   coalesce(sum(length(bytes)) FILTER (WHERE sender = ?1), 0) FROM relayed";
        let sums = self.one(sql, [sender], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(sums.unwrap_or_default())
    }

    /// Pouches and bytes that are held, by recipient.
    pub fn relayed_for(&self, recipient: &str) -> Result<(u64, u64), Error> {
        let sql = "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM relayed
                   WHERE recipient = ?1";
        Ok(self.one(sql, [recipient], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default())
    }
}
