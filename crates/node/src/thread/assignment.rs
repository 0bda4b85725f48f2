//! Who works on a thread. Assigning shares nothing: whoever is given a thread reads of it what his
//! role and purpose allow, and no more.

use record::policy::{Act, Role};
use record::{RecordId, Timestamp, Unit};
use serde::Serialize;

use crate::audit::{self, Deed, Event};
use crate::author::Author;
use crate::session::author_of;
use crate::store::assignment::{Assignment, Holder};
use crate::view::Session;
use crate::{Error, News, Node};

/// Who has a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Held {
    pub officer: Option<String>,
    /// The officer's unit, or the one in which nobody has taken it yet.
    pub unit: Option<String>,
}

impl Held {
    pub fn of(holder: Holder) -> Option<Self> {
        let Holder { officer, unit, .. } = holder;
        (officer.is_some() || unit.is_some()).then_some(Self { officer, unit })
    }
}

/// Something that was said about who has a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Said {
    /// `assigned`, `released`, `done`, `opened-again`, `undone`.
    pub deed: String,
    pub officer: Option<String>,
    pub unit: Option<String>,
    pub by: String,
    pub note: String,
    /// The number of the hand-over that it belongs to.
    pub hand_over: Option<i64>,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl From<Assignment> for Said {
    fn from(said: Assignment) -> Self {
        let Assignment { deed, officer, unit, by, note, hand_over, at, .. } = said;
        Self { deed, officer, unit, by, note, hand_over, at: Timestamp(at) }
    }
}

/// Who is to have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    Officer(String),
    Unit(Unit),
    Nobody,
}

impl std::fmt::Display for To {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Officer(code) => write!(f, "officer {code}"),
            Self::Unit(unit) => write!(f, "unit {unit}"),
            Self::Nobody => write!(f, "nobody"),
        }
    }
}

/// Gives a thread to an officer or a unit, or takes it from whoever has it.
pub fn assign(
    node: &mut Node,
    session: &Session,
    thread: &RecordId,
    (to, note): (&To, &str),
) -> Result<(), Error> {
    check_note(node, note)?;
    let newest = newest(node, session, thread)?;
    let holder = node.store.holder(thread)?.unwrap_or_default();
    may_take(&session.author, &holder)?;
    let (officer, unit) = receiver(node, &session.author, to)?;
    if let To::Officer(code) = to {
        may_list(node, code, thread)?;
    }
    let deed = if *to == To::Nobody { "released" } else { "assigned" };
    let said = Assignment {
        officer: officer.clone(),
        unit: unit.clone(),
        ..said(node, session, thread, (deed, note))
    };
    let assignment = node.store.insert_assignment(&said)?;
    // Whoever gets what somebody was done with is to do something about it again.
    node.store.set_holder(thread, &Holder { officer, unit, assignment, done: None })?;
    note_audit(node, session, &format!("thread {thread} to {to}"))?;
    node.announce_message(newest, News::Assigned)
}

/// Nothing is left to do with what came so far; or there is again.
pub fn set_done(
    node: &mut Node,
    session: &Session,
    thread: &RecordId,
    (done, note): (bool, &str),
) -> Result<(), Error> {
    check_note(node, note)?;
    let newest = newest(node, session, thread)?;
    let mut holder = node.store.holder(thread)?.unwrap_or_default();
    may_take(&session.author, &holder)?;
    let deed = if done { "done" } else { "opened-again" };
    let said = Assignment {
        officer: holder.officer.clone(),
        unit: holder.unit.clone(),
        ..said(node, session, thread, (deed, note))
    };
    let row = node.store.insert_assignment(&said)?;
    holder.done = done.then_some(newest);
    if holder.assignment == 0 {
        holder.assignment = row;
    }
    node.store.set_holder(thread, &holder)?;
    note_audit(node, session, &format!("thread {thread} {deed}"))?;
    node.announce_message(newest, News::Assigned)
}

pub(super) fn said(
    node: &Node,
    session: &Session,
    thread: &RecordId,
    (deed, note): (&str, &str),
) -> Assignment {
    Assignment {
        row: 0,
        thread: *thread,
        deed: deed.into(),
        officer: None,
        unit: None,
        by: session.author.officer.clone(),
        note: note.into(),
        hand_over: None,
        at: node.now().0,
    }
}

/// Internal work is told to nobody outside: the entry is about no record, so that no owner who asks
/// for the uses of its record learns who worked on what.
pub(super) fn note_audit(node: &mut Node, session: &Session, what: &str) -> Result<(), Error> {
    let event = Event::new(Deed::Assigned, &session.author, node.now());
    audit::note(node, &event.purpose(session.purpose).reason(what)).map(drop)
}

pub(super) fn check_note(node: &Node, note: &str) -> Result<(), Error> {
    let max = node.config.note_chars_max;
    match note.chars().count() > max {
        true => {
            let max = max as u64;
            Err(Error::Limit { what: "a note", limit: "note_chars_max", max })
        }
        false => Ok(()),
    }
}

/// The newest message that this session may list. A thread of which it may list nothing is not
/// there.
pub(super) fn newest(node: &Node, session: &Session, thread: &RecordId) -> Result<i64, Error> {
    let allowed = node.sight().allowed(session, Act::List)?;
    let newest = node.store.thread_part(&allowed, thread, None, 1)?.rows.pop();
    let newest = newest.ok_or_else(|| Error::NotFound(format!("no thread {thread}")))?;
    Ok(newest.record)
}

/// Whoever has it passes it on, or somebody of the same unit; what nobody has anybody may take.
pub(super) fn may_take(by: &Author, holder: &Holder) -> Result<(), Error> {
    let free = holder.officer.is_none() && holder.unit.is_none();
    let own = holder.officer.as_deref() == Some(by.officer.as_str());
    let ours = holder.unit.as_deref() == Some(by.unit.as_str());
    if free || own || ours || coordinates(by) {
        return Ok(());
    }
    let unit = holder.unit.as_deref().unwrap_or_default();
    Err(Error::NotAllowed(format!("unit {unit} has it: its officers pass it on")))
}

fn coordinates(by: &Author) -> bool {
    by.role == Role::OperationCoordinator
}

/// The officer and unit that are to have it, where this author may give it to them.
pub(super) fn receiver(
    node: &Node,
    by: &Author,
    to: &To,
) -> Result<(Option<String>, Option<String>), Error> {
    match to {
        To::Nobody => Ok((None, None)),
        To::Unit(unit) => {
            if !units(node)?.contains(unit) {
                return Err(Error::NotFound(format!("unit {unit}")));
            }
            Ok((None, Some(unit.to_string())))
        }
        To::Officer(code) => {
            let officer = worker(node, code)?;
            if officer.unit != by.unit && !coordinates(by) {
                let unit = officer.unit;
                let what = format!("{code} works in {unit}: give it to the unit, which assigns it");
                return Err(Error::NotAllowed(what));
            }
            Ok((Some(officer.officer), Some(officer.unit.to_string())))
        }
    }
}

/// An officer in service whose role works on threads: it reads and it writes.
fn worker(node: &Node, code: &str) -> Result<Author, Error> {
    let found = node.store.officer(code)?.filter(|officer| officer.ended.is_none());
    let found = found.ok_or_else(|| Error::NotFound(format!("officer {code}")))?;
    let author = author_of(found)?;
    match works(node, author.role) {
        true => Ok(author),
        false => Err(Error::NotAllowed(format!("the role of {code} does not work on threads"))),
    }
}

pub(super) fn works(node: &Node, role: Role) -> bool {
    let acts = node.tables.acts_of(role);
    [Act::List, Act::Read, Act::Publish].iter().all(|act| acts.contains(act))
}

/// Whether an officer may list some of a thread for one of his purposes: a thread that he cannot
/// see would be lost with him.
pub(super) fn may_list(node: &Node, code: &str, thread: &RecordId) -> Result<(), Error> {
    let author = worker(node, code)?;
    for purpose in node.tables.purposes_of(author.role) {
        let session = Session { author: author.clone(), purpose };
        if newest(node, &session, thread).is_ok() {
            return Ok(());
        }
    }
    Err(Error::NotAllowed(format!("the role of {code} may not list this thread")))
}

/// The units of this node: those the directory lists, and those that officers are of.
pub fn units(node: &Node) -> Result<std::collections::BTreeSet<Unit>, Error> {
    let listed = node.directory.member(&node.code);
    let mut units: std::collections::BTreeSet<Unit> =
        listed.into_iter().flat_map(|member| member.units.iter().cloned()).collect();
    for officer in node.store.officers()?.iter().filter(|officer| officer.ended.is_none()) {
        units.insert(Unit::new(&officer.unit)?);
    }
    Ok(units)
}
