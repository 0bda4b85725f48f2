//! A flash message that nobody here looks at is taken further: first whoever is on duty is told,
//! then who is next on the roster, then who heads the unit or, without one, the administrators.
//! Each step is taken once, in a transaction, whatever happens to the process between.

use record::draft::Lane;
use record::{Body, RecordId, Timestamp};
use seal::verify::Verified;
use serde::Serialize;

use crate::audit::{self, Deed, Event};
use crate::notify::Notice;
use crate::store::duty::{self, Escalation, Taken};
use crate::store::message::MessageRow;
use crate::view::Sight;
use crate::{Error, News, Node};

/// Steps looked at in one round.
const BATCH: u32 = 256;
/// The roster is looked ahead so far for who comes next.
const AHEAD_MS: i64 = 7 * record::moment::DAY_MS;
const TURNS: u32 = 32;

/// Of a thread in a list: a flash message that nobody here has looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Unseen {
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// 0: whoever is on duty was told; 1: who is next; 2: the head or the administrators.
    pub step: i64,
    /// Whom the last step reached.
    pub officer: Option<String>,
    pub unit: Option<String>,
}

/// A step that was taken, without anything of the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Step {
    pub number: i64,
    pub step: i64,
    pub unit: Option<String>,
    pub officer: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Nobody here has looked at the message yet.
    pub open: bool,
    /// It is the last step that was taken for its message.
    pub last: bool,
}

/// A flash message from another node is watched from the moment on in which it is stored.
pub fn watch(node: &Node, row: i64, verified: &Verified) -> Result<(), Error> {
    let header = &verified.record().header;
    let Body::Message(message) = verified.body() else { return Ok(()) };
    let said = &message.statement;
    if header.owner == node.code || said.urgency != Some(Lane::Flash) {
        return Ok(());
    }
    node.store.watch_unseen(row, &said.thread.unwrap_or(header.id), node.now().0)
}

/// One round: every step that is due, and what is to be told outside of the pages.
pub fn round(node: &mut Node) -> Result<Vec<Notice>, Error> {
    let mut notices: Vec<Notice> = Vec::new();
    for unseen in node.store.unseen_due(BATCH)? {
        if !node.store.is_message(unseen.record)? {
            // It was taken back, or another revision is watched in its place.
            node.store.forget_unseen(unseen.record)?;
            continue;
        }
        let unit = unit_of(node, &unseen.thread)?;
        if !is_due(node, &unseen, unit.as_deref())? {
            continue;
        }
        take_step(node, &unseen, unit.as_deref())?;
        match notices.iter_mut().find(|notice| notice.unit == unit) {
            Some(notice) => notice.count += 1,
            None => notices.push(Notice::of_flash(&node.code, unit)),
        }
    }
    Ok(notices)
}

fn is_due(node: &Node, unseen: &duty::Unseen, unit: Option<&str>) -> Result<bool, Error> {
    if unseen.step < 0 {
        return Ok(true);
    }
    let said = unit.map(|unit| node.store.duty_unit(unit)).transpose()?.unwrap_or_default();
    let minutes = said.flash_unseen_min.unwrap_or(node.config.flash_unseen_min);
    Ok(node.now().0 >= unseen.last + minutes * record::moment::MINUTE_MS)
}

/// The unit that has the thread; what nobody has is looked at by a unit with somebody on duty.
fn unit_of(node: &Node, thread: &RecordId) -> Result<Option<String>, Error> {
    let held = node.store.holder(thread)?.and_then(|holder| holder.unit);
    match held {
        Some(unit) => Ok(Some(unit)),
        None => Ok(node.store.duty_units(node.now().0)?.into_iter().next()),
    }
}

fn take_step(node: &mut Node, unseen: &duty::Unseen, unit: Option<&str>) -> Result<(), Error> {
    let (step, at) = (unseen.step + 1, node.now().0);
    node.store.set_unseen_step(unseen.record, step, at)?;
    if step == 0 {
        return Ok(());
    }
    let (thread, record) = (unseen.thread, unseen.record);
    let officer = reached(node, step, unit)?;
    let taken = Escalation { record, thread, step, unit: unit.map(Into::into), officer, at };
    if !node.store.insert_escalation(&taken)? {
        return Ok(());
    }
    let to = match (&taken.officer, step) {
        (Some(officer), _) => format!("officer {officer}"),
        (None, 1) => "the unit".to_owned(),
        (None, _) => "the administrators".to_owned(),
    };
    let event = Event::of_nobody(Deed::Escalated, node.now());
    let event = Event { unit: taken.unit.clone().unwrap_or_default(), ..event };
    let what = format!("flash message unseen in thread {thread}: step {step} to {to}");
    audit::note(node, &event.reason(what))?;
    node.announce_message(record, News::Escalated(step))
}

/// Whom a step reaches: first who comes next on the roster, then who heads the unit.
fn reached(node: &Node, step: i64, unit: Option<&str>) -> Result<Option<String>, Error> {
    let Some(unit) = unit else { return Ok(None) };
    if step > 1 {
        let head = node.store.duty_unit(unit)?.head;
        let Some(head) = head else { return Ok(None) };
        let active = node.store.officer(&head)?.is_some_and(|officer| officer.ended.is_none());
        return Ok(Some(head).filter(|_| active));
    }
    let now = node.now().0;
    let turns = node.store.duties(unit, (now, now + AHEAD_MS), TURNS)?;
    let first = turns.first().filter(|turn| turn.since <= now).map(|turn| turn.officer.clone());
    let next = turns.into_iter().map(|turn| turn.officer).find(|code| Some(code) != first.as_ref());
    Ok(next.or(first))
}

impl Sight<'_> {
    /// What nobody looked at among the messages that a reader may list.
    pub(super) fn unseen_among(
        &self,
        thread: &RecordId,
        rows: &[MessageRow],
    ) -> Result<Option<Unseen>, Error> {
        let found = self.store.unseen_in(thread)?.into_iter();
        let mut listed = found.filter(|one| rows.iter().any(|row| row.record == one.record));
        let Some(first) = listed.next() else { return Ok(None) };
        let last = self.store.escalation_of(first.record)?;
        let (officer, unit) = last.map_or((None, None), |last| (last.officer, last.unit));
        let (since, step) = (Timestamp(first.since), first.step.max(0));
        Ok(Some(Unseen { since, step, officer, unit }))
    }

    /// Steps that were taken, the newest first: all, or those that reached an officer, or a unit
    /// that the officer heads or is on duty in.
    pub fn steps(
        &self,
        concerning: Option<&str>,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Step>, Error> {
        let span = (before.unwrap_or(i64::MAX), self.now.0);
        let found = self.store.escalations(concerning, span, limit)?.into_iter();
        let step = |Taken { escalation, number, open, last }: Taken| {
            let Escalation { step, unit, officer, at, .. } = escalation;
            Step { number, step, unit, officer, at: Timestamp(at), open, last }
        };
        Ok(found.map(step).collect())
    }
}
