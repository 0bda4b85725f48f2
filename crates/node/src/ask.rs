//! Asking: one box, a second, and an answer with its evidence. What was typed is read as what it
//! may be; lists and records are looked through as far as policy lets this reader; what is found is
//! kept with its factors, so that it can be worked out again. `docs/lists.md` tells how.

pub mod hit;
pub mod look;
pub mod question;
pub mod score;
pub mod standing;
pub mod tell;

use record::{Purpose, Timestamp};
use serde::Serialize;

use crate::audit::{self, Deed, Event};
use crate::author::Author;
use crate::store::hit::{HitRow, QuestionRow};
use crate::view::Session;
use crate::{Error, Node};

pub use look::{Found, Looked};
pub use question::{Asked, Question};

/// What an officer may say with a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AskTyped)]
pub struct Typed {
    /// What was typed, pasted or scanned: a name, a number, machine-readable lines.
    pub text: String,
    /// What it is, where the reading is to be corrected: `person`, `organisation`, `vessel`,
    /// `number`, or the kind of an identifier: `travel-document`, `phone`, `plate`, `container`, …
    #[serde(default)]
    pub kind: Option<String>,
    /// Birth dates, `1961-05-27` or `1961`.
    #[serde(default)]
    pub births: Vec<String>,
    /// Nationalities or flags, names or codes.
    #[serde(default)]
    pub countries: Vec<String>,
    #[serde(default)]
    pub documents: Vec<String>,
}

/// Questions and hits by their numbers, once they are in the store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Numbered {
    pub question: Option<i64>,
    pub hits: Vec<i64>,
}

/// Keeps a question with what was found, and writes both into the audit. One that found nothing is
/// kept for whoever asked only where `keep` says so.
pub fn keep(
    node: &mut Node,
    session: &Session,
    (asked, found): (&Question, &Looked),
    keep: Keep,
) -> Result<Numbered, Error> {
    let at = node.now();
    let hits = &found.hits;
    let mut numbered = Numbered::default();
    if keep.empty || !hits.is_empty() {
        let row = row_of(session, asked, hits.len(), (at, keep));
        let question = node.store.insert_question(&row)?;
        for found in hits {
            numbered
                .hits
                .push(node.store.insert_hit(&HitRow { question, ..hit_row(found, &row) })?);
        }
        numbered.question = Some(question);
    }
    let event = event(&session.author, session.purpose, at, hits);
    audit::note(node, &event.reason(keep.reason))?;
    Ok(numbered)
}

/// How a question is kept.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Also where nothing was found.
    pub empty: bool,
    pub standing: Option<i64>,
    /// The audit's reason.
    pub reason: &'static str,
}

impl Keep {
    pub const ONE: Self = Self { empty: true, standing: None, reason: "ask" };
    pub const BATCH: Self = Self { empty: false, standing: None, reason: "ask-batch" };
}

fn row_of(
    session: &Session,
    asked: &Question,
    hits: usize,
    (at, keep): (Timestamp, Keep),
) -> QuestionRow {
    QuestionRow {
        question: 0,
        at: at.0,
        officer: session.author.officer.clone(),
        unit: session.author.unit.to_string(),
        purpose: session.purpose.code().into(),
        matter: crate::case::of_this_request(),
        asked: asked.to_bytes(),
        hits: hits as u64,
        standing: keep.standing,
    }
}

fn hit_row(found: &Found, of: &QuestionRow) -> HitRow {
    HitRow {
        hit: 0,
        question: 0,
        at: of.at,
        officer: of.officer.clone(),
        unit: of.unit.clone(),
        purpose: of.purpose.clone(),
        from: found.from,
        name: found.name.clone(),
        asked: of.asked.clone(),
        entity: Some(found.entity.to_bytes()),
        digest: found.entity.digest(),
        scorer: found.scored.scorer.clone(),
        score: found.scored.score.to_bits(),
        factors: found.scored.factors_text(),
        decision: None,
    }
}

/// A question in the audit: what was found by a digest, and each record by its name, so that its
/// owner is told of the use.
pub fn event(by: &Author, purpose: Purpose, at: Timestamp, hits: &[Found]) -> Event {
    let event = Event::new(Deed::Queried, by, at).purpose(purpose);
    let mut event = event.set(hits.iter().map(|hit| hit.name.as_str()));
    event.about.extend(hits.iter().filter_map(|hit| hit.record.clone()));
    event
}
