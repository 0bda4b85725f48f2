//! A hit after it was found: seen again, worked out again, and decided on by a person.

use record::policy::{self, Role};
use record::{NodeCode, Purpose, Timestamp};
use serde::Serialize;

use super::look::Open;
use super::question::Question;
use super::score::{self, Scored};
use super::tell::{Hit, Told, Words, owner_of};
use crate::audit::{self, Deed, Event, Guarded};
use crate::list::Entity;
use crate::store::hit::{Decided, From, HitRow};
use crate::view::{Session, Sight};
use crate::{Error, Node};

const REASON_CHARS_MAX: usize = 1_000;
/// What a person may decide; the first makes the hit a match.
pub const DECISIONS: [&str; 3] = ["match", "no-match", "need-more"];

/// What a person decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = HitDecision)]
pub struct Decision {
    /// `match`, `no-match` or `need-more`.
    pub decision: String,
    pub reason: String,
    pub by: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl std::convert::From<&Decided> for Decision {
    fn from(decided: &Decided) -> Self {
        let Decided { decision, reason, by, at } = decided.clone();
        Self { decision, reason, by, at: Timestamp(at) }
    }
}

/// Whether a hit comes out as it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = HitAgain)]
pub struct Again {
    /// Score and factors are the same, bit for bit.
    pub same: bool,
    pub scorer: String,
    /// The bits of the score, as hexadecimal digits: as it was kept, and as it comes out now.
    pub kept: String,
    pub now: Option<String>,
    pub factors_same: bool,
    /// SHA-256 of what was compared.
    #[schema(value_type = String)]
    pub digest: record::Digest,
    /// Why it cannot be worked out: its source is gone, or its scorer is not known here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}

/// A hit that this session may see: of its own unit, and of a source that policy opens to it now.
fn visible(
    sight: &Sight<'_>,
    session: &Session,
    number: i64,
) -> Result<Result<(HitRow, Open), Error>, Error> {
    let missing = || Error::NotFound(format!("the hit {number}"));
    let open = match Open::of(sight, session)? {
        Ok(open) => open,
        Err(rule) => return Ok(Err(Error::Refused(rule))),
    };
    let row = sight.store.hit(number)?;
    let row = row.filter(|row| row.unit == session.author.unit.to_string());
    Ok(match row {
        Some(row) if open.opens(sight, &row)? => Ok((row, open)),
        _ => Err(missing()),
    })
}

/// The event of whatever is done with a hit.
fn event(session: &Session, row: Option<&HitRow>, at: Timestamp, sight: &Sight<'_>) -> Event {
    let event = Event::new(Deed::Read, &session.author, at).purpose(session.purpose);
    let mut event = event.set(row.iter().map(|row| row.name.as_str()));
    if let Some(From::Record(record)) = row.map(|row| row.from)
        && let Ok(Some((owner, id))) = sight.store.name_of_row(record)
        && let Ok(owner) = NodeCode::new(&owner)
    {
        event.about.push((owner, id));
    }
    event
}

type Shown<T> = Guarded<Result<T, Error>>;

fn guard<T>(
    sight: &Sight<'_>,
    session: &Session,
    found: Result<(T, Option<HitRow>), Error>,
    reason: &str,
) -> Shown<T> {
    let row = found.as_ref().ok().and_then(|(_, row)| row.clone());
    let event = event(session, row.as_ref(), sight.now, sight).reason(reason);
    match found {
        Ok((value, _)) => Guarded::new(Ok(value), event),
        Err(Error::Refused(rule)) => Guarded::new(Err(Error::Refused(rule)), event.refused(rule)),
        Err(error) => Guarded::new(Err(error), event),
    }
}

/// A hit in the reader's words, worked out from what was kept.
pub fn show(
    sight: &Sight<'_>,
    session: &Session,
    number: i64,
    words: &Words,
) -> Result<Shown<Hit>, Error> {
    let found = match visible(sight, session, number)? {
        Ok((row, _)) => told(sight, &row, words)?.map(|hit| (hit, Some(row))),
        Err(error) => Err(error),
    };
    Ok(guard(sight, session, found, "hit"))
}

/// A kept hit in words.
pub fn told(sight: &Sight<'_>, row: &HitRow, words: &Words) -> Result<Result<Hit, Error>, Error> {
    let Some((_, entity, scored)) = worked_out(row)? else {
        return Ok(Err(Error::NotFound(format!("what the hit {} was of: it is gone", row.hit))));
    };
    let list = match row.from {
        From::List { list, .. } => sight.store.list(list)?,
        From::Record(_) => None,
    };
    let about = list.as_ref().map(|list| &list.about);
    let owner = owner_of(&row.name);
    let told = Told {
        list: about.map(|about| about.name.as_str()),
        owner: about.map_or(owner.as_str(), |about| about.owner.as_str()),
        contact: about.map_or("", |about| about.contact.as_str()),
        action: about.and_then(|about| about.action.as_deref()),
        record: matches!(row.from, From::Record(_)).then_some(row.name.as_str()),
        entity: &entity,
        scored: &scored,
    };
    let hit = words.hit(&told);
    let decision = row.decision.as_ref().map(Decision::from);
    Ok(Ok(Hit { hit: Some(row.hit), decision, ..hit }))
}

/// What was compared, and what comes out of it now; none once its source is gone.
fn worked_out(row: &HitRow) -> Result<Option<(Question, Entity, Scored)>, Error> {
    let Some(body) = &row.entity else { return Ok(None) };
    let (question, entity) = (Question::from_bytes(&row.asked)?, Entity::from_bytes(body)?);
    let scored = score::again(&question, &entity, &row.scorer);
    Ok(scored.map(|scored| (question, entity, scored)))
}

/// Works a hit out again from what was kept of it. Whoever reads the audit may see whether it comes
/// out, and nothing of what was compared.
pub fn again(sight: &Sight<'_>, session: &Session, number: i64) -> Result<Shown<Again>, Error> {
    let overseer = matches!(session.author.role, Role::DataProtectionOfficer | Role::Inspector);
    let found = match (overseer, sight.store.hit(number)?) {
        (true, Some(row)) => Ok(row),
        _ => visible(sight, session, number)?.map(|(row, _)| row),
    };
    let found = match found {
        Ok(row) => Ok((compare(&row)?, Some(row))),
        Err(error) => Err(error),
    };
    Ok(guard(sight, session, found, "hit-again"))
}

/// Whether what was kept comes out the same.
pub fn compare(row: &HitRow) -> Result<Again, Error> {
    let kept = format!("{:08x}", row.score);
    let out = Again {
        same: false,
        scorer: row.scorer.clone(),
        kept,
        now: None,
        factors_same: false,
        digest: row.digest,
        missing: None,
    };
    let missing = |why: &str| Again { missing: Some(why.to_owned()), ..out.clone() };
    let Some(body) = &row.entity else { return Ok(missing("its source is gone")) };
    let (question, entity) = (Question::from_bytes(&row.asked)?, Entity::from_bytes(body)?);
    if entity.digest() != row.digest {
        return Ok(missing("what was compared was changed"));
    }
    let Some(scored) = score::again(&question, &entity, &row.scorer) else {
        return Ok(missing("its scorer is not known here"));
    };
    let factors_same = scored.factors_text() == row.factors;
    let same = factors_same && scored.score.to_bits() == row.score;
    let now = Some(format!("{:08x}", scored.score.to_bits()));
    Ok(Again { same, now, factors_same, ..out })
}

/// A person decides on a hit and says why. It may be decided on anew: each decision is audited.
pub fn decide(
    node: &mut Node,
    session: &Session,
    number: i64,
    (decision, reason): (&str, &str),
) -> Result<Result<Decision, Error>, Error> {
    if !DECISIONS.contains(&decision) {
        let codes = DECISIONS.join(", ");
        return Err(Error::Usage(format!("`{decision}` is no decision: {codes}")));
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        return Err(Error::Usage("a decision says why, in 1 to 1,000 letters".into()));
    }
    let sight = node.sight();
    let (row, open) = match visible(&sight, session, number)? {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    let event = event(session, Some(&row), sight.now, &sight);
    let event = Event { deed: Deed::Decided, ..event.reason(format!("hit-{decision}")) };
    if let policy::Decision::Refused(rule) = open.decides(&sight, session, &row)? {
        audit::note(node, &event.refused(rule))?;
        return Ok(Err(Error::Refused(rule)));
    }
    let decided = Decided {
        decision: decision.to_owned(),
        reason: reason.to_owned(),
        by: session.author.officer.clone(),
        at: node.now().0,
    };
    node.store.decide_hit(number, &decided)?;
    audit::note(node, &event)?;
    Ok(Ok(Decision::from(&decided)))
}

/// One's own question, as a row of one's history.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = PastQuestion)]
pub struct Past {
    pub question: i64,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub purpose: String,
    pub case: Option<String>,
    pub kind: String,
    pub text: String,
    /// Numbers of its hits.
    pub hits: Vec<i64>,
    /// The standing question that it answered.
    pub standing: Option<i64>,
}

/// One's own questions, the newest first.
pub fn history(
    sight: &Sight<'_>,
    session: &Session,
    (before, limit): (i64, u32),
) -> Result<Guarded<Vec<Past>>, Error> {
    let mut past = Vec::new();
    for row in sight.store.questions_of(&session.author.officer, before, limit)? {
        let question = Question::from_bytes(&row.asked)?;
        let hits = sight.store.hits_of_question(row.question)?;
        past.push(Past {
            question: row.question,
            at: Timestamp(row.at),
            purpose: row.purpose,
            case: row.matter,
            kind: question.asked.code().into(),
            text: question.text,
            hits: hits.iter().map(|hit| hit.hit).collect(),
            standing: row.standing,
        });
    }
    let event = Event::new(Deed::Listed, &session.author, sight.now).purpose(session.purpose);
    Ok(Guarded::new(past, event.reason("own-questions")))
}

/// Hits of one's unit that policy opens to this session, the newest first.
pub fn of_unit(
    sight: &Sight<'_>,
    session: &Session,
    (open, before, limit): (bool, i64, u32),
    words: &Words,
) -> Result<Guarded<Result<Vec<Hit>, Error>>, Error> {
    let event = Event::new(Deed::Listed, &session.author, sight.now).purpose(session.purpose);
    let event = event.reason("hits");
    let opened = match Open::of(sight, session)? {
        Ok(opened) => opened,
        Err(rule) => return Ok(Guarded::new(Err(Error::Refused(rule)), event.refused(rule))),
    };
    let unit = session.author.unit.to_string();
    let mut hits = Vec::new();
    let mut names = Vec::new();
    for row in sight.store.hits_of_unit(&unit, open, before, limit)? {
        if opened.opens(sight, &row)?
            && let Ok(hit) = told(sight, &row, words)?
        {
            names.push(row.name);
            hits.push(hit);
        }
    }
    let mut event = event.set(names.iter().map(String::as_str));
    event.reason = Some("hits".into());
    Ok(Guarded::new(Ok(hits), event))
}

/// The purpose a kept code stands for.
pub fn purpose_of(code: &str) -> Result<Purpose, Error> {
    Purpose::parse(code).ok_or_else(|| Error::Damaged(format!("`{code}` is no purpose")))
}
