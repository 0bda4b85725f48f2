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
use crate::list::Entity;
use crate::store::hit::{NewHit, QuestionRow};
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

/// A question and what it found in the bytes in which they are kept: made where it was looked up,
/// so that the one writer has only to write.
#[derive(Clone, Debug)]
pub struct Written {
    asked: Vec<u8>,
    hits: Vec<NewHit>,
}

impl Written {
    pub fn of(asked: &Question, found: &Looked) -> Self {
        Self { asked: asked.to_bytes(), hits: found.hits.iter().map(new_hit).collect() }
    }
}

/// Keeps a question with what was found, and writes both into the audit. One that found nothing is
/// kept for whoever asked only where `keep` says so.
pub fn keep(
    node: &mut Node,
    session: &Session,
    (written, found): (&Written, &Looked),
    keep: Keep,
) -> Result<Numbered, Error> {
    let at = node.now();
    let mut numbered = Numbered::default();
    if keep.empty || !written.hits.is_empty() {
        let question = node.store.insert_question(&row_of(session, written, (at, keep)))?;
        numbered.hits = node.store.insert_hits(question, &written.hits)?;
        numbered.question = Some(question);
    }
    let event = event(&session.author, session.purpose, at, &found.hits);
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

fn row_of(session: &Session, written: &Written, (at, keep): (Timestamp, Keep)) -> QuestionRow {
    QuestionRow {
        question: 0,
        at: at.0,
        officer: session.author.officer.clone(),
        unit: session.author.unit.to_string(),
        purpose: session.purpose.code().into(),
        matter: crate::case::of_this_request(),
        asked: written.asked.clone(),
        hits: written.hits.len() as u64,
        standing: keep.standing,
    }
}

fn new_hit(found: &Found) -> NewHit {
    let body = found.entity.to_bytes();
    NewHit {
        from: found.from,
        name: found.name.clone(),
        digest: Entity::digest_of(&body),
        entity: Some(body),
        scorer: found.scored.scorer.clone(),
        score: found.scored.score.to_bits(),
        factors: found.scored.factors_text(),
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
