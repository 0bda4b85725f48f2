//! What each officer has read. A thread is unread where something came from another node since the
//! officer opened it; what was there before the officer came is not.

use record::{NodeCode, RecordId};

use super::assignment;
use crate::audit::{self, Deed, Event};
use crate::store::thread::Unread;
use crate::view::{Session, Sight};
use crate::{Error, Node};

impl Sight<'_> {
    pub(super) fn is_unread(
        &self,
        unread: &Unread,
        thread: &RecordId,
        newest_in: Option<i64>,
    ) -> Result<bool, Error> {
        let Some(newest) = newest_in.filter(|newest| *newest > unread.floor) else {
            return Ok(false);
        };
        let mark = self.store.thread_mark(&unread.officer, thread)?;
        Ok(mark.map_or(newest > unread.since, |mark| mark < newest))
    }
}

/// An officer opened a thread up to a record. What was handed over to him is opened with it.
pub fn note_opened(
    node: &mut Node,
    (officer, unit): (&str, &str),
    thread: &RecordId,
    record: i64,
) -> Result<(), Error> {
    let mark = node.store.thread_mark(officer, thread)?;
    if mark.is_none_or(|mark| mark < record) {
        node.store.set_thread_mark(officer, thread, record)?;
        node.store.see(thread, record)?;
    }
    let holder = node.store.holder(thread)?.unwrap_or_default();
    let given = match holder.assignment {
        0 => None,
        row => node.store.assignment(row)?,
    };
    let Some(given) = given else { return Ok(()) };
    let to_him = match &given.officer {
        Some(receiver) => receiver == officer,
        None => given.unit.as_deref() == Some(unit) && given.by != officer,
    };
    match given.hand_over.filter(|_| to_him) {
        Some(row) => node.store.set_hand_over_opened(row, node.now().0),
        None => Ok(()),
    }
}

/// The same where a message was opened by its own address.
pub fn note_opened_record(
    node: &mut Node,
    by: (&str, &str),
    owner: &NodeCode,
    id: &RecordId,
) -> Result<(), Error> {
    let Some((thread, record)) = node.store.message_named(owner, id)? else { return Ok(()) };
    note_opened(node, by, &thread, record)
}

/// Undoes the reading of a thread that this session may list.
pub fn mark_unread(node: &mut Node, session: &Session, thread: &RecordId) -> Result<(), Error> {
    assignment::newest(node, session, thread)?;
    node.store.set_thread_mark(&session.author.officer, thread, 0)?;
    let event = Event::new(Deed::Listed, &session.author, node.now()).purpose(session.purpose);
    audit::note(node, &event.reason("thread-unread")).map(drop)
}
