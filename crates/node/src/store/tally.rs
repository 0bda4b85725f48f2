//! What was numbered in every lane, and how far both ends have compared it.

use record::Digest;
use rusqlite::params;
use seal::tally::{Part, UNKNOWN, VOID};

use super::Store;
use crate::Error;

/// Whose numbers: ours to a peer, or the peer's to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Out = 0,
    In = 1,
}

/// One direction of one lane.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub peer: &'a str,
    pub lane: u8,
    pub way: Way,
}

/// How far a lane is summed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The first number that is compared.
    pub begins: u64,
    /// Up to here everything was acknowledged, or taken.
    pub mark: u64,
    /// When it was compared last.
    pub at: Option<i64>,
    /// How many of the numbers carried a record then.
    pub count: u64,
}

/// How a lane to a peer, or from it, was compared last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    pub peer: String,
    pub lane: u8,
    pub at: Option<i64>,
    pub count: u64,
    /// Numbers under which both ends have something else.
    pub differing: u64,
}

/// A row of `taken` holds a pouch's numbers at the most.
const ROW_NUMBERS_MAX: u64 = seal::manifest::ENTRIES_MAX as u64;

/// Of one lane so many differences are kept; who makes more of them proves nothing new.
const DIFFERING_MAX: usize = 1_000;

impl Store {
    /// Keeps what came under these numbers, but for those that are taken already.
    pub fn note_taken(
        &self,
        peer: &str,
        lane: u8,
        first: u64,
        entries: &[Digest],
    ) -> Result<(), Error> {
        let had = self.received(peer, lane)?;
        let is_new = |seq: u64| !had.iter().any(|(from, to)| (*from..=*to).contains(&seq));
        let numbered: Vec<(u64, &Digest)> =
            (first..).zip(entries).filter(|(seq, _)| is_new(*seq)).collect();
        for run in numbered.chunk_by(|one, next| one.0 + 1 == next.0) {
            let Some((first, _)) = run.first() else { continue };
            let bytes: Vec<u8> = run.iter().flat_map(|(_, digest)| digest.0).collect();
            self.execute(
                "INSERT OR IGNORE INTO taken (peer, lane, first, entries) VALUES (?1, ?2, ?3, ?4)",
                params![peer, lane, first, bytes],
            )?;
        }
        Ok(())
    }

    /// What stands under each number from the first to the last.
    pub fn numbered(
        &self,
        line: Line<'_>,
        (first, last): (u64, u64),
    ) -> Result<Vec<Digest>, Error> {
        let count = last.saturating_add(1).saturating_sub(first);
        let mut all = vec![UNKNOWN; usize::try_from(count).unwrap_or(0)];
        let found = match line.way {
            Way::Out => self.numbered_out(line, (first, last))?,
            Way::In => self.numbered_in(line, (first, last))?,
        };
        for (seq, digest) in found {
            let place = seq.checked_sub(first).and_then(|place| usize::try_from(place).ok());
            if let Some(one) = place.and_then(|place| all.get_mut(place)) {
                *one = digest;
            }
        }
        Ok(all)
    }

    fn numbered_out(
        &self,
        Line { peer, lane, .. }: Line<'_>,
        (first, last): (u64, u64),
    ) -> Result<Vec<(u64, Digest)>, Error> {
        self.all(
            "SELECT o.seq, o.gone, r.content_id FROM outbox AS o
             LEFT JOIN record AS r ON r.row = o.record
             WHERE o.peer = ?1 AND o.lane = ?2 AND o.seq BETWEEN ?3 AND ?4",
            params![peer, lane, first, last],
            |row| {
                let (gone, id): (bool, Option<[u8; 32]>) = (row.get(1)?, row.get(2)?);
                let named = id.map_or(UNKNOWN, Digest);
                Ok((row.get(0)?, if gone { VOID } else { named }))
            },
        )
    }

    fn numbered_in(
        &self,
        Line { peer, lane, .. }: Line<'_>,
        (first, last): (u64, u64),
    ) -> Result<Vec<(u64, Digest)>, Error> {
        let rows: Vec<(u64, Vec<u8>)> = self.all(
            "SELECT first, entries FROM taken WHERE peer = ?1 AND lane = ?2
             AND first > ?3 AND first <= ?4 ORDER BY first",
            params![peer, lane, signed(first) - signed(ROW_NUMBERS_MAX), last],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let each = |(first, entries): &(u64, Vec<u8>)| {
            let digests: Vec<Digest> =
                entries.chunks_exact(32).filter_map(Digest::from_slice).collect();
            (*first..).zip(digests).collect::<Vec<_>>()
        };
        Ok(rows.iter().flat_map(each).collect())
    }

    /// What came under this number is not known: it is taken anew.
    pub fn untake(&self, peer: &str, lane: u8, seq: u64) -> Result<(), Error> {
        let held = self.received(peer, lane)?;
        let Some((first, last)) = held.into_iter().find(|(from, to)| (*from..=*to).contains(&seq))
        else {
            return Ok(());
        };
        self.execute(
            "DELETE FROM received WHERE peer = ?1 AND lane = ?2 AND first = ?3",
            params![peer, lane, first],
        )?;
        for (first, last) in [(first, seq - 1), (seq + 1, last)] {
            if first <= last {
                self.note_received(peer, lane, (first, last))?;
            }
        }
        Ok(())
    }

    /// An entry of ours that its manifest named as void.
    pub fn mark_gone(&self, peer: &str, lane: u8, seq: u64) -> Result<(), Error> {
        let sql = "UPDATE outbox SET gone = 1 WHERE peer = ?1 AND lane = ?2 AND seq = ?3";
        self.execute(sql, params![peer, lane, seq])?;
        Ok(())
    }

    /// An entry of ours counts as not acknowledged any more.
    pub fn unacknowledge(&self, peer: &str, lane: u8, seq: u64) -> Result<(), Error> {
        let sql = "UPDATE outbox SET acked = NULL WHERE peer = ?1 AND lane = ?2 AND seq = ?3";
        self.execute(sql, params![peer, lane, seq])?;
        Ok(())
    }

    /// The last number, none beyond `most`, up to which everything behind `after` is acknowledged.
    pub fn acknowledged_upto(
        &self,
        peer: &str,
        lane: u8,
        (after, most): (u64, u64),
    ) -> Result<u64, Error> {
        let open = "SELECT seq FROM outbox WHERE peer = ?1 AND lane = ?2 AND seq > ?3
             AND seq <= ?4 AND acked IS NULL ORDER BY seq LIMIT 1";
        let open: Option<u64> =
            self.one(open, params![peer, lane, after, most], |row| row.get(0))?;
        if let Some(open) = open {
            return Ok(open - 1);
        }
        let last = "SELECT max(seq) FROM outbox WHERE peer = ?1 AND lane = ?2 AND seq <= ?3";
        let last: Option<Option<u64>> =
            self.one(last, params![peer, lane, most], |row| row.get(0))?;
        Ok(last.flatten().unwrap_or(0).max(after))
    }

    /// How far a lane is summed up; one that nothing is known of begins with its first number.
    pub fn tally(&self, line: Line<'_>) -> Result<Tally, Error> {
        let found = self.one(
            "SELECT begins, mark, at, count FROM tally WHERE peer = ?1 AND lane = ?2 AND way = ?3",
            params![line.peer, line.lane, line.way as u8],
            |row| {
                let (begins, mark) = (row.get(0)?, row.get(1)?);
                Ok(Tally { begins, mark, at: row.get(2)?, count: row.get(3)? })
            },
        )?;
        Ok(found.unwrap_or(Tally { begins: 1, mark: 0, at: None, count: 0 }))
    }

    pub fn set_tally(&self, line: Line<'_>, tally: Tally) -> Result<(), Error> {
        let Tally { begins, mark, at, count } = tally;
        self.execute(
            "INSERT OR REPLACE INTO tally (peer, lane, way, begins, mark, at, count)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![line.peer, line.lane, line.way as u8, begins, mark, at, count],
        )?;
        Ok(())
    }

    /// From here on a lane is compared anew: what lies before was lost with a machine.
    pub fn begin_tally(&self, line: Line<'_>, begins: u64) -> Result<(), Error> {
        let tally = self.tally(line)?;
        let begins = begins.max(tally.begins);
        self.set_tally(line, Tally { begins, mark: begins - 1, ..tally })
    }

    pub fn tally_part(&self, line: Line<'_>, part: Part) -> Result<Option<(Digest, u64)>, Error> {
        self.one(
            "SELECT digest, count FROM tally_part WHERE peer = ?1 AND lane = ?2 AND way = ?3
             AND level = ?4 AND idx = ?5",
            params![line.peer, line.lane, line.way as u8, part.level, part.index],
            |row| Ok((Digest(row.get(0)?), row.get(1)?)),
        )
    }

    pub fn set_tally_part(
        &self,
        line: Line<'_>,
        part: Part,
        (digest, count): (Digest, u64),
    ) -> Result<(), Error> {
        self.execute(
            "INSERT OR REPLACE INTO tally_part (peer, lane, way, level, idx, digest, count)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![line.peer, line.lane, line.way as u8, part.level, part.index, digest.0, count],
        )?;
        Ok(())
    }

    /// What stands under a number is another from now on.
    pub fn forget_tally(&self, line: Line<'_>, seq: u64) -> Result<(), Error> {
        for level in 1..=9 {
            let part = Part::holding(level, seq);
            self.execute(
                "DELETE FROM tally_part WHERE peer = ?1 AND lane = ?2 AND way = ?3
                 AND level = ?4 AND idx = ?5",
                params![line.peer, line.lane, line.way as u8, part.level, part.index],
            )?;
        }
        Ok(())
    }

    /// Keeps what both ends have under a number; answers whether that is news.
    pub fn note_differing(
        &self,
        line: Line<'_>,
        seq: u64,
        (ours, theirs): (Digest, Digest),
        at: i64,
    ) -> Result<bool, Error> {
        let count = self.execute(
            "INSERT OR IGNORE INTO differing (peer, lane, way, seq, ours, theirs, at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE (SELECT count(*) FROM differing
             WHERE peer = ?1 AND lane = ?2 AND way = ?3) < ?8",
            params![line.peer, line.lane, line.way as u8, seq, ours.0, theirs.0, at, DIFFERING_MAX],
        )?;
        Ok(count > 0)
    }

    /// How every lane stands that was compared, or differs.
    pub fn compared(&self) -> Result<Vec<Compared>, Error> {
        self.all(
            "SELECT peer, lane, max(CASE way WHEN 0 THEN at END),
             sum(CASE way WHEN 0 THEN count ELSE 0 END),
             (SELECT count(*) FROM differing AS d WHERE d.peer = t.peer AND d.lane = t.lane)
             FROM tally AS t GROUP BY peer, lane ORDER BY peer, lane",
            [],
            |row| {
                let (peer, lane, at) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(Compared { peer, lane, at, count: row.get(3)?, differing: row.get(4)? })
            },
        )
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
