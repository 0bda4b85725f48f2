//! Proposals over the seizures a reader may list and read. What was compared is kept as rows and
//! scores, never as words; each page reads its records anew, and leaves out what was hidden since.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, TryLockError};

use record::kind::Seizure;
use record::moment::Date;
use record::policy::Act;
use record::{Header, Kind, NodeCode, Purpose, RecordId};
use screen::event::{Band, Event, Outcome, Proposal, Weights, propose};
use screen::sentence::Language;
use serde::Serialize;

use super::event;
use super::reason::{self, Reason};
use crate::audit::{Deed, Event as AuditEvent, Guarded};
use crate::find::query;
use crate::find::rows::Rows;
use crate::link::Limits;
use crate::same::End;
use crate::store::Store;
use crate::store::posting::Window;
use crate::view::{Session, Sight, Title};
use crate::{Error, Node};

/// Rows looked at in one step.
const STEP: u32 = 4_096;
/// Proposals looked at for one page, for each that is asked for: the others are settled, or gone.
const LOOKED: usize = 8;

/// What a reader asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Pairs of which at least one is of this owner.
    pub owner: Option<NodeCode>,
    /// Days of the seizures that are compared, both included.
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub band: Band,
    pub language: Language,
    /// `next` of the page before: proposals to pass over, also those that were not shown.
    pub after: u32,
    pub limit: u32,
    /// Seizures compared at most.
    pub records_max: u64,
    /// Statements about a pair that are looked at.
    pub limits: Limits,
}

/// Two records that may be one event.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Duplicate {
    pub left: Title,
    pub right: Title,
    /// Both say the same in everything that is compared.
    pub equal: bool,
    /// Bits: each doubles the odds that it is one event.
    pub score: f64,
    /// `likely`, `possible`, or `weak`: equal, but so common that it says little.
    #[schema(value_type = String)]
    pub band: Band,
    /// They add up to the score.
    pub reasons: Vec<Reason>,
}

/// A page, the surest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Duplicates {
    pub duplicates: Vec<Duplicate>,
    /// Continues the list; absent on the last page.
    pub next: Option<u32>,
    /// Seizures that were compared.
    pub records: u64,
    /// Groups of seizures that say the same in everything.
    pub equal_groups: u64,
    /// Version of the weights.
    pub weights: u32,
}

/// Who compares what.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    officer: String,
    purpose: Purpose,
    from: Option<Date>,
    until: Option<Date>,
    rows: Vec<i64>,
}

impl Key {
    /// Whether a later page may go on with what was compared: the same reader asks the same, and
    /// may still see all of it. What came since is not on these pages.
    fn continues(&self, kept: &Self) -> bool {
        let asks = |key: &Self| (key.officer.clone(), key.purpose, key.from, key.until);
        let mut now = self.rows.iter();
        // Both are in order.
        asks(self) == asks(kept) && kept.rows.iter().all(|row| now.any(|other| other == row))
    }
}

/// What came out of the last comparison.
struct Kept {
    key: Key,
    /// The rows of what was compared, by their place in it.
    rows: Vec<i64>,
    ends: Vec<End>,
    outcome: Outcome,
}

/// The last comparison, for the pages that follow; one runs at a time.
#[derive(Default)]
pub struct Search {
    kept: Mutex<Option<Arc<Kept>>>,
}

impl Search {
    /// The comparison of these rows; for a later page the one that the first page was of.
    fn kept(&self, sight: &Sight<'_>, key: Key, first: bool) -> Result<Arc<Kept>, Error> {
        let mut slot = match self.kept.try_lock() {
            Ok(slot) => slot,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Busy("another comparison is under way"));
            }
        };
        let fits = |kept: &&Arc<Kept>| kept.key == key || !first && key.continues(&kept.key);
        if let Some(kept) = slot.as_ref().filter(fits) {
            return Ok(kept.clone());
        }
        let made = Arc::new(Kept::make(sight, key)?);
        *slot = Some(made.clone());
        Ok(made)
    }

    /// Runs something while a comparison is under way, for tests.
    pub fn while_busy<T>(&self, run: impl FnOnce() -> T) -> T {
        let _held = self.kept.lock();
        run()
    }
}

/// A seizure as it is held here.
struct Held {
    header: Header,
    seizure: Seizure,
}

fn open(sight: &Sight<'_>, row: i64) -> Result<Option<Held>, Error> {
    let Some(stored) = sight.store.record_row(row)? else { return Ok(None) };
    if stored.content.is_none() {
        return Ok(None);
    }
    let record = sight.vault.open(sight.store, &stored)?;
    // Masked parts leave nothing to compare.
    let seizure = serde_json::from_value(record.body_json()?).ok();
    Ok(seizure.map(|seizure| Held { header: record.header, seizure }))
}

impl Kept {
    fn make(sight: &Sight<'_>, key: Key) -> Result<Self, Error> {
        let (mut rows, mut ends, mut events) = (Vec::new(), Vec::new(), Vec::new());
        let mut places: HashMap<End, u32> = HashMap::new();
        let mut said: Vec<(u32, NodeCode, RecordId)> = Vec::new();
        for row in &key.rows {
            let Some(Held { header, seizure }) = open(sight, *row)? else { continue };
            let date = seizure.statement.date;
            let outside = key.from.is_some_and(|from| date < from)
                || key.until.is_some_and(|until| date > until);
            let Some(event) = event::of(&seizure, &header.owner).filter(|_| !outside) else {
                continue;
            };
            let place = rows.len() as u32;
            let end = (header.owner, header.id);
            places.insert(end.clone(), place);
            let same = seizure.statement.same_event_as.into_iter();
            said.extend(same.map(|same| (place, same.owner, same.id)));
            rows.push(*row);
            ends.push(end);
            events.push(event);
        }
        let mut outcome = propose(&events);
        leave_out_said(&mut outcome.proposals, &places, said);
        Ok(Self { key, rows, ends, outcome })
    }

    fn is_of(&self, proposal: &Proposal, owner: &NodeCode) -> bool {
        [proposal.left, proposal.right].iter().any(|at| self.ends[*at as usize].0 == *owner)
    }
}

/// What a record says itself (`same_event_as`) is no proposal.
fn leave_out_said(
    proposals: &mut Vec<Proposal>,
    places: &HashMap<End, u32>,
    said: Vec<(u32, NodeCode, RecordId)>,
) {
    let known: HashSet<(u32, u32)> = said
        .into_iter()
        .filter_map(|(one, owner, id)| {
            let other = *places.get(&(owner, id))?;
            Some((one.min(other), one.max(other)))
        })
        .collect();
    proposals.retain(|one| !known.contains(&(one.left, one.right)));
}

/// A page of proposals over what this session may list and read. The reasons quote what the records
/// say, and so listing alone is not enough.
pub fn duplicates(
    sight: &Sight<'_>,
    search: &Search,
    session: &Session,
    ask: &Ask,
) -> Result<Guarded<Duplicates>, Error> {
    let listed: HashSet<i64> = sight.allowed(session, Act::List)?.into_iter().collect();
    let mut allowed = sight.allowed(session, Act::Read)?;
    allowed.retain(|class| listed.contains(class));
    let key = Key {
        officer: session.author.officer.clone(),
        purpose: session.purpose,
        from: ask.from,
        until: ask.until,
        rows: candidates(sight.store, &allowed, ask)?,
    };
    let kept = search.kept(sight, key, ask.after == 0)?;
    let page = page(sight, &kept, &allowed, ask)?;
    let names = page.duplicates.iter().flat_map(|one| [&one.left.name, &one.right.name]);
    let event = AuditEvent::new(Deed::Queried, &session.author, sight.now)
        .purpose(session.purpose)
        .reason("duplicates")
        .set(names.map(String::as_str));
    Ok(Guarded::new(page, event))
}

/// Rows of seizures whose day may lie in the span that was asked for, up to the limit. Those that
/// are not indexed yet are among them: what they say is read when they are compared.
fn candidates(store: &Store, allowed: &[i64], ask: &Ask) -> Result<Vec<i64>, Error> {
    let (within, mark) = (within(store, ask)?, store.indexed_mark()?);
    let may_be = |row: &i64| *row > mark || within.as_ref().is_none_or(|rows| rows.contains(*row));
    let (mut rows, mut after) = (Vec::new(), 0);
    loop {
        let step = store.rows_of_kind(allowed, Kind::Seizure.code(), after, STEP)?;
        rows.extend(step.iter().copied().filter(may_be));
        if rows.len() as u64 > ask.records_max {
            let (what, limit) = ("the seizures to compare", "duplicates_records_max");
            return Err(Error::Limit { what, limit, max: ask.records_max });
        }
        match step.last() {
            Some(last) if step.len() == STEP as usize => after = *last,
            _ => return Ok(rows),
        }
    }
}

/// Rows of whatever is of these days, where days were asked for.
fn within(store: &Store, ask: &Ask) -> Result<Option<Rows>, Error> {
    if ask.from.is_none() && ask.until.is_none() {
        return Ok(None);
    }
    let mut rows = Rows::default();
    for term in query::days(ask.from, ask.until)? {
        store.add_posting(&term, Window::ALL, &mut rows)?;
    }
    Ok(Some(rows))
}

/// The next proposals that nobody has decided on. A page may be short, and be followed by another.
fn page(sight: &Sight<'_>, kept: &Kept, allowed: &[i64], ask: &Ask) -> Result<Duplicates, Error> {
    let wanted = kept.outcome.proposals.iter().enumerate().skip(ask.after as usize);
    let mut wanted = wanted.filter(|(_, one)| {
        one.band >= ask.band && ask.owner.as_ref().is_none_or(|owner| kept.is_of(one, owner))
    });
    let mut duplicates = Vec::new();
    for (_, one) in wanted.by_ref().take(ask.limit as usize * LOOKED) {
        let ends = [one.left, one.right].map(|at| &kept.ends[at as usize]);
        if !sight.is_settled(allowed, (ends[0], ends[1]), ask.limits)? {
            duplicates.extend(told(sight, kept, one, ask.language)?);
        }
        if duplicates.len() == ask.limit as usize {
            break;
        }
    }
    Ok(Duplicates {
        duplicates,
        next: wanted.next().map(|(at, _)| at as u32),
        records: kept.rows.len() as u64,
        equal_groups: kept.outcome.equal_groups,
        weights: Weights::embedded().version,
    })
}

/// A proposal with its reasons; none where one of its records is gone since.
fn told(
    sight: &Sight<'_>,
    kept: &Kept,
    proposal: &Proposal,
    language: Language,
) -> Result<Option<Duplicate>, Error> {
    let side = |at: u32| -> Result<Option<(Title, Event)>, Error> {
        let row = kept.rows[at as usize];
        let (Some(held), Some(entry)) = (open(sight, row)?, sight.store.entry(row)?) else {
            return Ok(None);
        };
        let title = sight.titles(&[entry])?.pop();
        Ok(title.zip(event::of(&held.seizure, &held.header.owner)))
    };
    let (Some(left), Some(right)) = (side(proposal.left)?, side(proposal.right)?) else {
        return Ok(None);
    };
    let reasons = kept.outcome.reasons(proposal, &left.1, &right.1).into_iter();
    let events = [&left.1, &right.1];
    let reasons = reasons.map(|factor| reason::told(factor, events, language)).collect();
    Ok(Some(Duplicate {
        left: left.0,
        right: right.0,
        equal: proposal.equal,
        score: (proposal.score * 10.0).round() / 10.0,
        band: proposal.band,
        reasons,
    }))
}

impl Node {
    /// For tests and tools that hold the node itself.
    pub fn duplicates(&self, session: &Session, ask: &Ask) -> Result<Guarded<Duplicates>, Error> {
        duplicates(&self.sight(), &Search::default(), session, ask)
    }
}
