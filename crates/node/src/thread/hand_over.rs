//! The end of a shift: in one step an officer gives his open threads to another or to a unit, with
//! one note. Until the receiver has opened one of them it can be undone.

use record::policy::Act;
use record::{RecordId, Timestamp};
use serde::Serialize;

use super::assignment::{self, To};
use crate::audit::{Deed, Event, Guarded};
use crate::store::assignment::{Assignment, HandOver, Holder};
use crate::view::{Session, Sight};
use crate::{Error, News, Node};

/// Hand-overs shown, the newest first, and threads named of each.
const SHOWN_MAX: u32 = 20;
const NAMED_MAX: usize = 50;

/// A thread that was handed over, where the reader may list it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Given {
    #[schema(value_type = String)]
    pub thread: RecordId,
    pub title: String,
}

/// A hand-over as its giver and its receiver see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HandOverRow {
    pub number: i64,
    pub by: String,
    pub officer: Option<String>,
    pub unit: Option<String>,
    pub note: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// When the receiver opened the first of them: from then on it is not undone.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opened: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub undone: Option<Timestamp>,
    /// How many threads it was of.
    pub count: usize,
    /// Those that this reader may list, at most 50.
    pub threads: Vec<Given>,
}

/// Gives threads that the session's officer has, or all that he has to work on.
pub fn give(
    node: &mut Node,
    session: &Session,
    chosen: Option<Vec<RecordId>>,
    (to, note): (&To, &str),
) -> Result<i64, Error> {
    assignment::check_note(node, note)?;
    let by = session.author.officer.clone();
    let (officer, unit) = assignment::receiver(node, &session.author, to)?;
    if *to == To::Nobody || officer.as_deref() == Some(by.as_str()) {
        return Err(Error::Usage("say to which other officer, or to which unit".into()));
    }
    let threads = which(node, &by, chosen)?;
    let (note, at) = (note.to_owned(), node.now().0);
    let given = HandOver { row: 0, by, officer, unit, note, at, opened: None, undone: None };
    let number = node.store.insert_hand_over(&given)?;
    for thread in &threads {
        give_one(node, session, thread, (number, &given))?;
    }
    let what = format!("handed over {} threads to {to}: number {number}", threads.len());
    assignment::note_audit(node, session, &what)?;
    Ok(number)
}

fn which(node: &Node, by: &str, chosen: Option<Vec<RecordId>>) -> Result<Vec<RecordId>, Error> {
    let max = node.config.hand_over_threads_max;
    let threads = match chosen {
        Some(mut chosen) => {
            chosen.sort();
            chosen.dedup();
            chosen
        }
        None => node.store.threads_held(by, max.saturating_add(1))?,
    };
    if threads.len() > max as usize {
        let limit = "hand_over_threads_max";
        return Err(Error::Limit { what: "threads handed over at once", limit, max: max.into() });
    }
    if threads.is_empty() {
        return Err(Error::Usage("there is no open thread of yours to hand over".into()));
    }
    Ok(threads)
}

fn give_one(
    node: &mut Node,
    session: &Session,
    thread: &RecordId,
    (number, given): (i64, &HandOver),
) -> Result<(), Error> {
    let holder = node.store.holder(thread)?.unwrap_or_default();
    if holder.officer.as_deref() != Some(given.by.as_str()) {
        return Err(Error::NotAllowed(format!("you do not have the thread {thread}")));
    }
    if let Some(code) = &given.officer {
        assignment::may_list(node, code, thread)?;
    }
    let said = Assignment {
        officer: given.officer.clone(),
        unit: given.unit.clone(),
        hand_over: Some(number),
        ..assignment::said(node, session, thread, ("assigned", &given.note))
    };
    let row = node.store.insert_assignment(&said)?;
    let (officer, unit) = (given.officer.clone(), given.unit.clone());
    node.store.set_holder(thread, &Holder { officer, unit, assignment: row, ..holder })?;
    announce(node, thread)
}

/// Takes a hand-over back: whoever gave it has its threads again, except those that have been
/// passed on since.
pub fn undo(node: &mut Node, session: &Session, number: i64) -> Result<(), Error> {
    let by = &session.author.officer;
    let given = node.store.hand_over(number)?.filter(|given| given.by == *by);
    let given = given.ok_or_else(|| Error::NotFound(format!("hand-over {number} of yours")))?;
    if given.opened.is_some() || given.undone.is_some() {
        return Err(Error::NotAllowed("it was opened or undone already: ask for it back".into()));
    }
    for given in node.store.handed_over(number)? {
        let holder = node.store.holder(&given.thread)?.unwrap_or_default();
        if holder.assignment == given.row {
            take_back(node, session, &given.thread, holder)?;
        }
    }
    node.store.set_hand_over_undone(number, node.now().0)?;
    assignment::note_audit(node, session, &format!("undid the hand-over {number}"))
}

fn take_back(
    node: &mut Node,
    session: &Session,
    thread: &RecordId,
    holder: Holder,
) -> Result<(), Error> {
    let officer = Some(session.author.officer.clone());
    let unit = Some(session.author.unit.to_string());
    let said = Assignment {
        officer: officer.clone(),
        unit: unit.clone(),
        ..assignment::said(node, session, thread, ("undone", ""))
    };
    let assignment = node.store.insert_assignment(&said)?;
    node.store.set_holder(thread, &Holder { officer, unit, assignment, ..holder })?;
    announce(node, thread)
}

fn announce(node: &mut Node, thread: &RecordId) -> Result<(), Error> {
    let classes = node.store.thread_classes(thread)?;
    let newest = node.store.thread_part(&classes, thread, None, 1)?.rows.pop();
    match newest {
        Some(newest) => node.announce_message(newest.record, News::Assigned),
        None => Ok(()),
    }
}

impl Sight<'_> {
    /// What this officer gave, and what was given to him or to his unit.
    pub fn hand_overs(&self, session: &Session) -> Result<Guarded<Vec<HandOverRow>>, Error> {
        let allowed = self.allowed(session, Act::List)?;
        let (officer, unit) = (&session.author.officer, session.author.unit.as_str());
        let mut rows = Vec::new();
        for given in self.store.hand_overs(officer, unit, SHOWN_MAX)? {
            rows.push(self.hand_over_row(&allowed, given)?);
        }
        let names: Vec<String> =
            rows.iter().flat_map(|row| &row.threads).map(|one| one.thread.to_string()).collect();
        let event = Event::new(Deed::Listed, &session.author, self.now).purpose(session.purpose);
        let event = event.reason("hand-overs").set(names.iter().map(String::as_str));
        Ok(Guarded::new(rows, event))
    }

    fn hand_over_row(&self, allowed: &[i64], given: HandOver) -> Result<HandOverRow, Error> {
        let assigned = self.store.handed_over(given.row)?;
        let mut threads = Vec::new();
        for one in assigned.iter().take(NAMED_MAX) {
            let title = self.store.thread_title(allowed, &one.thread)?;
            threads.extend(title.map(|title| Given { thread: one.thread, title }));
        }
        Ok(HandOverRow {
            number: given.row,
            by: given.by,
            officer: given.officer,
            unit: given.unit,
            note: given.note,
            at: Timestamp(given.at),
            opened: given.opened.map(Timestamp),
            undone: given.undone.map(Timestamp),
            count: assigned.len(),
            threads,
        })
    }
}
