//! What was asked, what was found, and what people decided about it.

use record::{Digest, RecordId};
use rusqlite::params;

use super::Store;
use crate::Error;

/// A question, as it is kept for whoever asked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionRow {
    pub question: i64,
    pub at: i64,
    pub officer: String,
    pub unit: String,
    pub purpose: String,
    pub matter: Option<String>,
    pub asked: Vec<u8>,
    pub hits: u64,
    pub standing: Option<i64>,
}

/// Where a hit was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// A list, the update that stood, and the entry's key.
    List { list: i64, round: i64, entry: i64 },
    /// The row of a record.
    Record(i64),
}

/// A hit that is to be kept with its question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHit {
    pub from: From,
    pub name: String,
    /// None where its source is gone.
    pub entity: Option<Vec<u8>>,
    pub digest: Digest,
    pub scorer: String,
    pub score: u32,
    pub factors: String,
}

/// A hit, as it is kept; who asked, when and what stands with its question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitRow {
    pub hit: i64,
    pub question: i64,
    pub at: i64,
    pub officer: String,
    pub unit: String,
    pub purpose: String,
    pub from: From,
    pub name: String,
    pub asked: Vec<u8>,
    /// None once its source is gone.
    pub entity: Option<Vec<u8>>,
    pub digest: Digest,
    pub scorer: String,
    pub score: u32,
    pub factors: String,
    pub decision: Option<Decided>,
}

/// What a person decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub decision: String,
    pub reason: String,
    pub by: String,
    pub at: i64,
}

/// A question that waits for what arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingRow {
    pub standing: i64,
    pub officer: String,
    pub unit: String,
    pub role: String,
    pub purpose: String,
    pub matter: Option<String>,
    pub asked: Vec<u8>,
    pub note: String,
    pub created: i64,
    pub expires: String,
    pub review: String,
    pub ended: Option<i64>,
}

const QUESTION: &str = "question, at, officer, unit, purpose, matter, asked, hits, standing";
const HIT: &str = "h.hit, h.question, q.at, q.officer, q.unit, q.purpose, h.list, h.round, h.entry,
                   h.record, h.name, q.asked, h.entity, h.digest, h.scorer, h.score, h.factors,
                   h.decision, h.reason, h.decided_by, h.decided_at
                   FROM hit AS h CROSS JOIN question AS q USING (question)";
const STANDING: &str = "standing, officer, unit, role, purpose, matter, asked, note, created,
                        expires, review, ended";

/// Hits that are inserted at once.
const HITS_A_STATEMENT: usize = 20;
/// Values of one of them.
const HIT_VALUES: usize = 11;

fn insert_hits(count: usize) -> String {
    let one = format!("({})", ["?"; HIT_VALUES].join(", "));
    let all = vec![one; count].join(", ");
    format!(
        "INSERT INTO hit (question, list, round, entry, record, name, entity, digest, scorer, score,
         factors) VALUES {all}"
    )
}

/// Hands over the values of a hit, after those of the hits before it.
fn bind(
    statement: &mut rusqlite::Statement<'_>,
    before: usize,
    question: i64,
    hit: &NewHit,
) -> rusqlite::Result<()> {
    let (list, round, entry, record) = match hit.from {
        From::List { list, round, entry } => (Some(list), Some(round), Some(entry), None),
        From::Record(record) => (None, None, None, Some(record)),
    };
    let values: [&dyn rusqlite::ToSql; HIT_VALUES] = [
        &question,
        &list,
        &round,
        &entry,
        &record,
        &hit.name,
        &hit.entity,
        &hit.digest.0,
        &hit.scorer,
        &hit.score,
        &hit.factors,
    ];
    for (at, value) in values.into_iter().enumerate() {
        statement.raw_bind_parameter(before + at + 1, value)?;
    }
    Ok(())
}

fn read_question(row: &rusqlite::Row<'_>) -> rusqlite::Result<QuestionRow> {
    Ok(QuestionRow {
        question: row.get(0)?,
        at: row.get(1)?,
        officer: row.get(2)?,
        unit: row.get(3)?,
        purpose: row.get(4)?,
        matter: row.get(5)?,
        asked: row.get(6)?,
        hits: row.get(7)?,
        standing: row.get(8)?,
    })
}

fn read_hit(row: &rusqlite::Row<'_>) -> rusqlite::Result<HitRow> {
    let (list, record): (Option<i64>, Option<i64>) = (row.get(6)?, row.get(9)?);
    let from = match (list, record) {
        (Some(list), _) => From::List { list, round: row.get(7)?, entry: row.get(8)? },
        (None, Some(record)) => From::Record(record),
        (None, None) => return Err(rusqlite::Error::InvalidQuery),
    };
    let decision: Option<String> = row.get(17)?;
    let decided = |decision| {
        let (reason, by, at) = (row.get(18)?, row.get(19)?, row.get(20)?);
        Ok::<_, rusqlite::Error>(Decided { decision, reason, by, at })
    };
    Ok(HitRow {
        hit: row.get(0)?,
        question: row.get(1)?,
        at: row.get(2)?,
        officer: row.get(3)?,
        unit: row.get(4)?,
        purpose: row.get(5)?,
        from,
        name: row.get(10)?,
        asked: row.get(11)?,
        entity: row.get(12)?,
        digest: Digest(row.get(13)?),
        scorer: row.get(14)?,
        score: row.get(15)?,
        factors: row.get(16)?,
        decision: decision.map(decided).transpose()?,
    })
}

fn read_standing(row: &rusqlite::Row<'_>) -> rusqlite::Result<StandingRow> {
    Ok(StandingRow {
        standing: row.get(0)?,
        officer: row.get(1)?,
        unit: row.get(2)?,
        role: row.get(3)?,
        purpose: row.get(4)?,
        matter: row.get(5)?,
        asked: row.get(6)?,
        note: row.get(7)?,
        created: row.get(8)?,
        expires: row.get(9)?,
        review: row.get(10)?,
        ended: row.get(11)?,
    })
}

impl Store {
    pub fn insert_question(&self, row: &QuestionRow) -> Result<i64, Error> {
        self.insert(
            "INSERT INTO question (at, officer, unit, purpose, matter, asked, hits, standing)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                row.at,
                row.officer,
                row.unit,
                row.purpose,
                row.matter,
                row.asked,
                row.hits,
                row.standing
            ],
        )
    }

    /// Keeps the hits of a question, in their order, and answers their numbers. One statement for
    /// all: the sequence of numbers is read and written once.
    pub fn insert_hits(&self, question: i64, hits: &[NewHit]) -> Result<Vec<i64>, Error> {
        let mut numbers = Vec::with_capacity(hits.len());
        for some in hits.chunks(HITS_A_STATEMENT) {
            let mut statement = self.db.prepare_cached(&insert_hits(some.len()))?;
            for (at, hit) in some.iter().enumerate() {
                bind(&mut statement, at * HIT_VALUES, question, hit)?;
            }
            let count = statement.raw_execute()? as i64;
            // They are given one after another: nobody else writes.
            let last = self.db.last_insert_rowid();
            numbers.extend(last - count + 1..=last);
        }
        Ok(numbers)
    }

    /// An officer's questions, the newest first.
    pub fn questions_of(
        &self,
        officer: &str,
        before: i64,
        limit: u32,
    ) -> Result<Vec<QuestionRow>, Error> {
        let sql = format!(
            "SELECT {QUESTION} FROM question WHERE officer = ?1 AND question < ?2
             ORDER BY question DESC LIMIT ?3"
        );
        self.all(&sql, params![officer, before, limit], read_question)
    }

    pub fn question(&self, question: i64) -> Result<Option<QuestionRow>, Error> {
        let sql = format!("SELECT {QUESTION} FROM question WHERE question = ?1");
        self.one(&sql, [question], read_question)
    }

    pub fn hit(&self, hit: i64) -> Result<Option<HitRow>, Error> {
        self.one(&format!("SELECT {HIT} WHERE h.hit = ?1"), [hit], read_hit)
    }

    pub fn hits_of_question(&self, question: i64) -> Result<Vec<HitRow>, Error> {
        let sql = format!("SELECT {HIT} WHERE h.question = ?1 ORDER BY h.hit");
        self.all(&sql, [question], read_hit)
    }

    /// Hits of a unit that nobody has decided on, or all of them; the newest first.
    pub fn hits_of_unit(
        &self,
        unit: &str,
        open: bool,
        before: i64,
        limit: u32,
    ) -> Result<Vec<HitRow>, Error> {
        let sql = format!(
            "SELECT {HIT} WHERE q.unit = ?1 AND h.hit < ?2 AND (?3 = 0 OR h.decision IS NULL
             OR h.decision = 'need-more') ORDER BY h.hit DESC LIMIT ?4"
        );
        self.all(&sql, params![unit, before, open, limit], read_hit)
    }

    /// The source of hits is gone: what was compared goes, its digest, reasons and weights stay.
    pub(super) fn forget_hits(&self, source: &str, number: i64) -> Result<(), Error> {
        let sql = format!("SELECT hit, factors FROM hit WHERE {source} = ?1 AND entity NOT NULL");
        let hits: Vec<(i64, String)> =
            self.all(&sql, [number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (hit, factors) in hits {
            let sql = "UPDATE hit SET entity = NULL, factors = ?2 WHERE hit = ?1";
            self.execute(sql, params![hit, crate::ask::score::without_values(&factors)])?;
        }
        Ok(())
    }

    pub fn decide_hit(&self, hit: i64, decided: &Decided) -> Result<(), Error> {
        self.execute(
            "UPDATE hit SET decision = ?2, reason = ?3, decided_by = ?4, decided_at = ?5
             WHERE hit = ?1",
            params![hit, decided.decision, decided.reason, decided.by, decided.at],
        )?;
        Ok(())
    }

    /// Questions and hits whose days are over. A match is kept as long as hits may be.
    pub fn delete_old_questions(
        &self,
        questions_before: i64,
        hits_before: i64,
        limit: u32,
    ) -> Result<u64, Error> {
        let sql =
            "DELETE FROM hit WHERE hit IN (SELECT h.hit FROM question AS q CROSS JOIN hit AS h
                   USING (question) WHERE q.at < ?1 ORDER BY q.at LIMIT ?2)";
        let hits = self.execute(sql, params![hits_before, limit])?;
        let sql = "DELETE FROM question WHERE question IN (SELECT q.question FROM question AS q
                   WHERE q.at < ?1 AND NOT EXISTS (SELECT 1 FROM hit AS h
                   WHERE h.question = q.question) ORDER BY q.at LIMIT ?2)";
        let questions = self.execute(sql, params![questions_before, limit])?;
        Ok((hits + questions) as u64)
    }

    /// Standing questions that ended, or whose day is over, so long ago.
    pub fn delete_old_standing(&self, before: i64, day: &str) -> Result<usize, Error> {
        let sql = "DELETE FROM standing_ask WHERE ended < ?1 OR expires < ?2";
        self.execute(sql, params![before, day])
    }

    pub fn insert_standing(&self, row: &StandingRow) -> Result<i64, Error> {
        self.insert(
            "INSERT INTO standing_ask (officer, unit, role, purpose, matter, asked, note, created,
             expires, review) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                row.officer,
                row.unit,
                row.role,
                row.purpose,
                row.matter,
                row.asked,
                row.note,
                row.created,
                row.expires,
                row.review
            ],
        )
    }

    pub fn standing_of(&self, officer: &str) -> Result<Vec<StandingRow>, Error> {
        let sql = format!(
            "SELECT {STANDING} FROM standing_ask WHERE officer = ?1 AND ended IS NULL
             ORDER BY standing DESC"
        );
        self.all(&sql, [officer], read_standing)
    }

    /// Standing questions whose day has not come.
    pub fn standing_open(&self, today: &str) -> Result<Vec<StandingRow>, Error> {
        let sql = format!(
            "SELECT {STANDING} FROM standing_ask WHERE ended IS NULL AND expires >= ?1
             AND review >= ?1 ORDER BY standing"
        );
        self.all(&sql, [today], read_standing)
    }

    pub fn end_standing(&self, officer: &str, standing: i64, at: i64) -> Result<bool, Error> {
        let sql = "UPDATE standing_ask SET ended = ?3 WHERE standing = ?2 AND officer = ?1
                   AND ended IS NULL";
        Ok(self.execute(sql, params![officer, standing, at])? > 0)
    }

    /// Whether a standing question was answered with a source before.
    pub fn has_standing_hit(&self, standing: i64, name: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM hit AS h JOIN question AS q USING (question)
                   WHERE q.standing = ?1 AND h.name = ?2";
        Ok(self.one(sql, params![standing, name], |_| Ok(()))?.is_some())
    }

    /// Whose record a row is, while it is held.
    pub fn name_of_row(&self, row: i64) -> Result<Option<(String, RecordId)>, Error> {
        let sql = "SELECT owner, id FROM record WHERE row = ?1";
        self.one(sql, [row], |row| Ok((row.get(0)?, RecordId(row.get(1)?))))
    }
}
