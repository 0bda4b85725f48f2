//! Lanes: numbered outbox entries to every peer, and the ranges received from it.

use rusqlite::params;

use super::Store;
use crate::Error;

/// One outbox entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub seq: u64,
    pub record: i64,
    pub void: Option<String>,
}

/// Where an entry stands with one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub peer: String,
    pub lane: u8,
    pub seq: u64,
    pub void: Option<String>,
    pub sent: Option<i64>,
    pub acked: Option<i64>,
    /// The peer does not know its kind or format yet.
    pub deferred: bool,
}

/// A pouch logged as sent and not acknowledged yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPouch {
    pub first: u64,
    pub last: u64,
    pub manifest: Vec<u8>,
    pub leaf: u64,
}

impl Store {
    /// Appends to a lane and answers the entry's number, the first being 1.
    pub fn enqueue(&self, peer: &str, lane: u8, record: i64) -> Result<u64, Error> {
        let seq: u64 = self
            .one(
                "INSERT INTO lane (peer, lane, next, sent) VALUES (?1, ?2, 2, 0)
                 ON CONFLICT (peer, lane) DO UPDATE SET next = next + 1 RETURNING next - 1",
                params![peer, lane],
                |row| row.get(0),
            )?
            .expect("an upsert returns its row");
        self.execute(
            "INSERT INTO outbox (peer, lane, seq, record) VALUES (?1, ?2, ?3, ?4)",
            params![peer, lane, seq, record],
        )?;
        Ok(seq)
    }

    /// Entries after `after`, in order, at most `limit`.
    pub fn outgoing(
        &self,
        peer: &str,
        lane: u8,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Outgoing>, Error> {
        self.all(
            "SELECT seq, record, void FROM outbox WHERE peer = ?1 AND lane = ?2 AND seq > ?3
             ORDER BY seq LIMIT ?4",
            params![peer, lane, after, limit],
            |row| Ok(Outgoing { seq: row.get(0)?, record: row.get(1)?, void: row.get(2)? }),
        )
    }

    pub fn void_outgoing(&self, peer: &str, lane: u8, seq: u64, why: &str) -> Result<(), Error> {
        self.execute(
            "UPDATE outbox SET void = ?4 WHERE peer = ?1 AND lane = ?2 AND seq = ?3",
            params![peer, lane, seq, why],
        )?;
        Ok(())
    }

    /// The last number behind `after` whose record takes something back and waits.
    pub fn taking_back_upto(&self, peer: &str, lane: u8, after: u64) -> Result<u64, Error> {
        let last: Option<Option<u64>> = self.one(
            "SELECT max(o.seq) FROM outbox AS o JOIN entry AS e ON e.record = o.record
             WHERE o.peer = ?1 AND o.lane = ?2 AND o.seq > ?3 AND o.acked IS NULL
             AND o.void IS NULL AND e.kind IN ('recall', 'withdraw', 'block')",
            params![peer, lane, after],
            |row| row.get(0),
        )?;
        Ok(last.flatten().unwrap_or(0))
    }

    /// Entries that went as void because a directory was frozen: number and record.
    pub fn frozen(&self, peer: &str, lane: u8) -> Result<Vec<(u64, i64)>, Error> {
        self.all(
            "SELECT seq, record FROM outbox INDEXED BY outbox_frozen
             WHERE peer = ?1 AND lane = ?2 AND void = 'frozen' ORDER BY seq",
            params![peer, lane],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// The peer does not know this kind or format yet.
    pub fn defer_outgoing(&self, peer: &str, lane: u8, seq: u64, at: i64) -> Result<(), Error> {
        self.execute(
            "UPDATE outbox SET deferred = ?4 WHERE peer = ?1 AND lane = ?2 AND seq = ?3",
            params![peer, lane, seq, at],
        )?;
        Ok(())
    }

    /// Takes what was deferred: (peer, lane, record).
    pub fn take_deferred(&self) -> Result<Vec<(String, u8, i64)>, Error> {
        let taken = self.all(
            "SELECT peer, lane, record FROM outbox WHERE deferred IS NOT NULL ORDER BY peer, seq",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        self.execute("UPDATE outbox SET deferred = NULL WHERE deferred IS NOT NULL", [])?;
        Ok(taken)
    }

    pub fn mark_sent(&self, peer: &str, lane: u8, range: (u64, u64), at: i64) -> Result<(), Error> {
        self.execute(
            "UPDATE outbox SET sent = coalesce(sent, ?5)
             WHERE peer = ?1 AND lane = ?2 AND seq BETWEEN ?3 AND ?4",
            params![peer, lane, range.0, range.1, at],
        )?;
        self.execute(
            "UPDATE lane SET sent = max(sent, ?3) WHERE peer = ?1 AND lane = ?2",
            params![peer, lane, range.1],
        )?;
        Ok(())
    }

    /// The peer acknowledged this range; its open pouch is closed.
    pub fn mark_acked(
        &self,
        peer: &str,
        lane: u8,
        range: (u64, u64),
        at: i64,
    ) -> Result<(), Error> {
        self.execute(
            "UPDATE outbox SET acked = coalesce(acked, ?5)
             WHERE peer = ?1 AND lane = ?2 AND seq BETWEEN ?3 AND ?4",
            params![peer, lane, range.0, range.1, at],
        )?;
        self.execute(
            "DELETE FROM pouch WHERE peer = ?1 AND lane = ?2 AND first >= ?3 AND last <= ?4",
            params![peer, lane, range.0, range.1],
        )?;
        Ok(())
    }

    /// The first pouch behind a number that is not acknowledged.
    pub fn open_pouch(&self, peer: &str, lane: u8, after: u64) -> Result<Option<OpenPouch>, Error> {
        self.one(
            "SELECT first, last, manifest, leaf FROM pouch WHERE peer = ?1 AND lane = ?2
             AND first > ?3 ORDER BY first LIMIT 1",
            params![peer, lane, after],
            |row| {
                Ok(OpenPouch {
                    first: row.get(0)?,
                    last: row.get(1)?,
                    manifest: row.get(2)?,
                    leaf: row.get(3)?,
                })
            },
        )
    }

    pub fn insert_pouch(&self, peer: &str, lane: u8, pouch: &OpenPouch) -> Result<(), Error> {
        self.execute(
            "INSERT INTO pouch (peer, lane, first, last, manifest, leaf)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![peer, lane, pouch.first, pouch.last, pouch.manifest, pouch.leaf],
        )?;
        Ok(())
    }

    /// Numbers after which nothing was logged as sent yet: entries beyond this are new.
    pub fn lane_sent(&self, peer: &str, lane: u8) -> Result<u64, Error> {
        let sql = "SELECT sent FROM lane WHERE peer = ?1 AND lane = ?2";
        Ok(self.one(sql, params![peer, lane], |row| row.get(0))?.unwrap_or(0))
    }

    /// (peer, lane) pairs that hold something not acknowledged.
    pub fn lanes_waiting(&self) -> Result<Vec<(String, u8)>, Error> {
        self.all(
            "SELECT peer, lane FROM lane AS l WHERE EXISTS (SELECT 1 FROM outbox AS o
             WHERE o.peer = l.peer AND o.lane = l.lane AND o.seq = l.next - 1 AND o.acked IS NULL)
             OR EXISTS (SELECT 1 FROM pouch AS p WHERE p.peer = l.peer AND p.lane = l.lane)
             ORDER BY lane DESC, peer",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// Where one record stands with each recipient.
    pub fn standings(&self, record: i64) -> Result<Vec<Standing>, Error> {
        self.all(
            "SELECT peer, lane, seq, void, sent, acked, deferred FROM outbox WHERE record = ?1
             ORDER BY peer, lane, seq",
            [record],
            |row| {
                Ok(Standing {
                    peer: row.get(0)?,
                    lane: row.get(1)?,
                    seq: row.get(2)?,
                    void: row.get(3)?,
                    sent: row.get(4)?,
                    acked: row.get(5)?,
                    deferred: row.get::<_, Option<i64>>(6)?.is_some(),
                })
            },
        )
    }

    /// Notes a range as received and merges it with its neighbours.
    pub fn note_received(&self, peer: &str, lane: u8, range: (u64, u64)) -> Result<(), Error> {
        let near = self.all(
            "SELECT first, last FROM received WHERE peer = ?1 AND lane = ?2
             AND first <= ?4 + 1 AND last + 1 >= ?3",
            params![peer, lane, range.0, range.1],
            |row| Ok((row.get::<_, u64>(0)?, row.get::<_, u64>(1)?)),
        )?;
        let first = near.iter().map(|r| r.0).chain([range.0]).min().unwrap_or(range.0);
        let last = near.iter().map(|r| r.1).chain([range.1]).max().unwrap_or(range.1);
        self.execute(
            "DELETE FROM received WHERE peer = ?1 AND lane = ?2 AND first <= ?4 AND last >= ?3",
            params![peer, lane, first, last],
        )?;
        self.execute(
            "INSERT INTO received (peer, lane, first, last) VALUES (?1, ?2, ?3, ?4)",
            params![peer, lane, first, last],
        )?;
        Ok(())
    }

    pub fn received(&self, peer: &str, lane: u8) -> Result<Vec<(u64, u64)>, Error> {
        self.all(
            "SELECT first, last FROM received WHERE peer = ?1 AND lane = ?2 ORDER BY first",
            params![peer, lane],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}
