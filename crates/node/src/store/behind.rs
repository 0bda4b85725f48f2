//! What a restored node is still to compare, and with whom.

use record::{Digest, NodeCode, RecordId};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::Store;
use crate::Error;

const HELD: &str = "behind/held";
const HEAD: &str = "behind/head";
const AHEAD: &str = "behind/ahead";
const SHOWN: &str = "behind/shown";
const FETCH: &str = "behind/fetch";
const WAY: &str = "behind/way";
const LOG_MARK: &str = "behind/log-mark";

/// Since when no head leaves, and of when the backup is that was restored; none where a larger head
/// of ours was met without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    pub at: i64,
    pub backup: Option<i64>,
}

/// What came of asking a witness for the leaf hashes that are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tried {
    /// It mirrors so many leaves, which is too few.
    Short(u64),
    /// What it handed over does not give the root of the largest head.
    False,
    /// It gives the largest head and contradicts another one.
    Contradicts,
}

/// How a log went on that was behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayOn {
    pub at: i64,
    pub how: How,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// So many leaf hashes came from a witness.
    Fetched(String, u64),
    /// Its root opened this epoch.
    Epoch(u32),
}

/// A member that a restored node has yet to catch up with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    pub peer: String,
    /// When it last said what it has of us.
    pub asked: Option<i64>,
}

/// A record as a comparison names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    pub id: RecordId,
    pub revision: u32,
    pub content_id: Digest,
}

impl Store {
    pub fn holds_heads(&self) -> Result<bool, Error> {
        Ok(self.setting(HELD)?.is_some())
    }

    pub fn held_since(&self) -> Result<Option<Since>, Error> {
        let bytes = self.setting(HELD)?;
        Ok(bytes.map(|bytes| record::cbor::from_bytes(&bytes)).transpose()?)
    }

    /// From here on no head leaves, and nothing goes to these members before they were asked.
    pub fn hold_heads(&self, since: Since, peers: &[NodeCode]) -> Result<(), Error> {
        self.set_setting(HELD, &record::cbor::to_bytes(&since))?;
        for peer in peers {
            let sql = "INSERT OR IGNORE INTO behind (peer) VALUES (?1)";
            self.execute(sql, [peer.as_str()])?;
        }
        Ok(())
    }

    pub fn release_heads(&self) -> Result<(), Error> {
        self.remove_setting(HELD)?;
        for key in [AHEAD, HEAD, SHOWN, FETCH] {
            self.remove_setting(key)?;
        }
        self.take_come_back()?;
        self.forget_fetched()
    }

    /// A head of ours that somebody has, whether or not our log leads to it.
    pub fn note_shown(&self, size: u64, root: Digest) -> Result<(), Error> {
        let mut shown = self.shown()?;
        if !shown.contains(&(size, root)) {
            shown.push((size, root));
            self.set_setting(SHOWN, &record::cbor::to_bytes(&shown))?;
        }
        Ok(())
    }

    /// Every head of ours that was shown since no head leaves: (size, root).
    pub fn shown(&self) -> Result<Vec<(u64, Digest)>, Error> {
        let shown = self.setting(SHOWN)?;
        Ok(shown.map(|bytes| record::cbor::from_bytes(&bytes)).transpose()?.unwrap_or_default())
    }

    /// What came of asking witnesses for the leaf hashes that are missing, the last of each.
    pub fn fetch_tries(&self) -> Result<Vec<(String, Tried)>, Error> {
        let tries = self.setting(FETCH)?;
        Ok(tries.map(|bytes| record::cbor::from_bytes(&bytes)).transpose()?.unwrap_or_default())
    }

    pub fn note_fetch_try(&self, witness: &str, tried: Tried) -> Result<(), Error> {
        let mut tries = self.fetch_tries()?;
        tries.retain(|(code, _)| code != witness);
        tries.push((witness.to_owned(), tried));
        tries.sort();
        self.set_setting(FETCH, &record::cbor::to_bytes(&tries))
    }

    /// The way in which this log last went on after it was behind.
    pub fn way_on(&self) -> Result<Option<WayOn>, Error> {
        let way = self.setting(WAY)?;
        Ok(way.map(|bytes| record::cbor::from_bytes(&bytes)).transpose()?)
    }

    pub fn set_way_on(&self, way: &WayOn) -> Result<(), Error> {
        self.set_setting(WAY, &record::cbor::to_bytes(way))
    }

    /// The size of our log when it was last marked: what stands before is what others know.
    pub fn log_mark(&self) -> Result<u64, Error> {
        let mark = self.setting(LOG_MARK)?;
        Ok(mark.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes))
    }

    pub fn set_log_mark(&self, size: u64) -> Result<(), Error> {
        self.set_setting(LOG_MARK, &size.to_be_bytes())
    }

    /// The largest head of ours that somebody showed and our log does not lead to.
    pub fn largest_told(&self) -> Result<Option<String>, Error> {
        let note = self.setting(HEAD)?;
        Ok(note.map(|note| String::from_utf8_lossy(&note).into_owned()))
    }

    pub fn set_largest_told(&self, note: &str) -> Result<(), Error> {
        self.set_setting(HEAD, note.as_bytes())
    }

    pub fn behind(&self) -> Result<Vec<Behind>, Error> {
        self.all("SELECT peer, asked FROM behind ORDER BY peer", [], |row| {
            Ok(Behind { peer: row.get(0)?, asked: row.get(1)? })
        })
    }

    pub fn is_behind(&self, peer: &str) -> Result<bool, Error> {
        Ok(self.one("SELECT 1 FROM behind WHERE peer = ?1", [peer], |_| Ok(()))?.is_some())
    }

    pub fn note_asked(&self, peer: &str, at: i64) -> Result<(), Error> {
        self.execute("UPDATE behind SET asked = ?2 WHERE peer = ?1", params![peer, at])?;
        Ok(())
    }

    pub fn caught_up(&self, peer: &str) -> Result<(), Error> {
        self.execute("DELETE FROM behind WHERE peer = ?1", [peer])?;
        Ok(())
    }

    /// Members that showed a head of ours which our log does not lead to.
    pub fn ahead(&self) -> Result<Vec<String>, Error> {
        let codes = self.setting(AHEAD)?;
        Ok(codes.map(|bytes| record::cbor::from_bytes(&bytes)).transpose()?.unwrap_or_default())
    }

    pub fn note_ahead(&self, peer: &str) -> Result<(), Error> {
        let mut codes = self.ahead()?;
        if !codes.iter().any(|code| code == peer) {
            codes.push(peer.to_owned());
            codes.sort();
            self.set_setting(AHEAD, &record::cbor::to_bytes(&codes))?;
        }
        Ok(())
    }

    /// Browsers that were signed in when a backup was taken are not any more.
    pub fn end_all_browser_sessions(&self, at: i64) -> Result<(), Error> {
        self.execute("UPDATE browser_session SET ended = ?1 WHERE ended IS NULL", [at])?;
        Ok(())
    }

    /// Notes where every lane goes on, so that what is queued from here on can be numbered anew,
    /// and where the log does.
    pub fn mark_lanes(&self) -> Result<(), Error> {
        self.set_log_mark(self.leaf_count()?)?;
        self.execute("DELETE FROM behind_lane", [])?;
        self.execute(
            "INSERT INTO behind_lane (peer, lane, next) SELECT peer, lane, next FROM lane",
            [],
        )?;
        Ok(())
    }

    /// The next number of a lane when it was last marked.
    pub fn marked_next(&self, peer: &str, lane: u8) -> Result<u64, Error> {
        let sql = "SELECT next FROM behind_lane WHERE peer = ?1 AND lane = ?2";
        Ok(self.one(sql, params![peer, lane], |row| row.get(0))?.unwrap_or(1))
    }

    pub fn lane_next(&self, peer: &str, lane: u8) -> Result<u64, Error> {
        let sql = "SELECT next FROM lane WHERE peer = ?1 AND lane = ?2";
        Ok(self.one(sql, params![peer, lane], |row| row.get(0))?.unwrap_or(1))
    }

    pub fn set_lane(&self, peer: &str, lane: u8, next: u64, sent: u64) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO lane (peer, lane, next, sent) VALUES (?1, ?2, ?3, ?4)",
            params![peer, lane, next, sent],
        )?;
        Ok(())
    }

    /// Takes entries out of a lane from a number on that nobody was sent: their records, in order.
    pub fn take_unsent(&self, peer: &str, lane: u8, from: u64) -> Result<Vec<i64>, Error> {
        let at = params![peer, lane, from];
        let taken = self.all(
            "SELECT record FROM outbox WHERE peer = ?1 AND lane = ?2 AND seq >= ?3
             AND sent IS NULL ORDER BY seq",
            at,
            |row| row.get(0),
        )?;
        self.execute(
            "DELETE FROM outbox WHERE peer = ?1 AND lane = ?2 AND seq >= ?3 AND sent IS NULL",
            at,
        )?;
        Ok(taken)
    }

    /// Pouches of a lane that were logged as sent are forgotten: what they held is sent anew.
    pub fn drop_pouches(&self, peer: &str, lane: u8) -> Result<(), Error> {
        self.execute("DELETE FROM pouch WHERE peer = ?1 AND lane = ?2", params![peer, lane])?;
        Ok(())
    }

    /// A number under which nothing can be sent any more.
    pub fn insert_lost(&self, peer: &str, lane: u8, seq: u64) -> Result<(), Error> {
        self.execute(
            "INSERT OR IGNORE INTO outbox (peer, lane, seq, record, void)
             VALUES (?1, ?2, ?3, 0, 'lost')",
            params![peer, lane, seq],
        )?;
        Ok(())
    }

    /// Numbers of a lane that the peer acknowledged, as ranges; what lies beyond many open ones is
    /// left out.
    pub fn acked_ranges(&self, peer: &str, lane: u8) -> Result<Vec<(u64, u64)>, Error> {
        const OPEN_MAX: usize = 4_096;
        let open: Vec<u64> = self.all(
            "SELECT seq FROM outbox WHERE peer = ?1 AND lane = ?2 AND acked IS NULL
             ORDER BY seq LIMIT ?3",
            params![peer, lane, OPEN_MAX],
            |row| row.get(0),
        )?;
        let end = match open.len() {
            OPEN_MAX => None,
            _ => Some(self.lane_next(peer, lane)?),
        };
        let (mut ranges, mut from) = (Vec::new(), 1);
        for seq in open.into_iter().chain(end) {
            if seq > from {
                ranges.push((from, seq - 1));
            }
            from = seq + 1;
        }
        Ok(ranges)
    }

    /// Names of an owner's records after one, in order.
    pub fn named_after(
        &self,
        owner: &NodeCode,
        after: Option<&Named>,
        limit: usize,
    ) -> Result<Vec<(Named, i64)>, Error> {
        let (id, revision, content_id) = match after {
            Some(one) => (one.id.0, i64::from(one.revision), one.content_id.0.to_vec()),
            None => ([0; 16], -1, Vec::new()),
        };
        self.all(
            "SELECT id, revision, content_id, row FROM record WHERE owner = ?1
             AND (id, revision, content_id) > (?2, ?3, ?4)
             ORDER BY id, revision, content_id LIMIT ?5",
            params![owner.as_str(), id, revision, content_id, limit],
            |row| {
                let (id, content_id) = (RecordId(row.get(0)?), Digest(row.get(2)?));
                Ok((Named { id, revision: row.get(1)?, content_id }, row.get(3)?))
            },
        )
    }

    /// Whether a record was let out to a member.
    pub fn is_released(&self, record: i64, peer: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM released WHERE record = ?1 AND peer = ?2";
        Ok(self.one(sql, params![record, peer], |_| Ok(()))?.is_some())
    }

    /// The row of a record by its name and content id.
    pub fn named_row(&self, owner: &NodeCode, named: &Named) -> Result<Option<i64>, Error> {
        self.one(
            "SELECT row FROM record WHERE owner = ?1 AND id = ?2 AND revision = ?3
             AND content_id = ?4",
            params![owner.as_str(), named.id.0, named.revision, named.content_id.0],
            |row| row.get(0),
        )
    }
}
