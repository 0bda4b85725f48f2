//! A thread, opened: its messages page by page, every clock explained, and who has it.

use std::collections::BTreeSet;

use record::policy::{self, Act, Decision};
use record::{NodeCode, RecordId};
use serde::Serialize;

use super::assignment::{Held, Said};
use super::state::Facts;
use super::{Brief, Explanation, Limits, Wait, participants, title, wait};
use crate::Error;
use crate::audit::{Deed, Event, Guarded};
use crate::store::message::{MessageRow, Messages};
use crate::view::{Session, Sight, View};

/// What was said about who has it, so much of it as is shown.
const SAID_MAX: u32 = 100;

/// Which messages of a thread are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Older than this record; from the newest on without it.
    pub before: Option<i64>,
    pub limit: u32,
}

/// A message of an opened thread: whole where it may be read, else the rule that refused.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Opened {
    #[serde(flatten)]
    pub brief: Brief,
    pub record: Option<View>,
    pub refused: Option<&'static str>,
}

/// A thread, opened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThreadView {
    pub thread: RecordId,
    pub title: String,
    pub participants: BTreeSet<NodeCode>,
    pub waits: Vec<Explained>,
    /// In the order in which they came.
    pub messages: Vec<Opened>,
    /// Continues with older messages.
    pub next: Option<i64>,
    /// The thread has more messages than its clocks are counted by.
    pub more: bool,
    /// Who works on it, and everything that was said about that, the newest first.
    pub holder: Option<Held>,
    pub work: bool,
    pub said: Vec<Said>,
    /// The newest record that this reader may list.
    #[serde(skip)]
    pub newest: i64,
}

/// A wait, and its clock in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explained {
    #[serde(flatten)]
    pub wait: Wait,
    pub explanation: Explanation,
}

impl Sight<'_> {
    /// A thread with a page of the messages that this reader may see, the newest page first. Each
    /// that is opened is audited as read.
    pub fn open_thread(
        &self,
        session: &Session,
        thread: &RecordId,
        (part, limits): (Part, Limits),
    ) -> Result<Guarded<Result<ThreadView, Error>>, Error> {
        let listed = self.allowed(session, Act::List)?;
        let Messages { rows, more } = self.store.thread(&listed, thread, limits.messages)?;
        let event = Event::new(Deed::Listed, &session.author, self.now).purpose(session.purpose);
        let mut event = event.reason("thread");
        if rows.is_empty() {
            let missing = Error::NotFound(format!("no thread {thread}"));
            return Ok(Guarded::new(Err(missing), event));
        }
        let limit = part.limit.clamp(1, limits.messages.max(1));
        let shown = self.store.thread_part(&listed, thread, part.before, limit)?;
        let messages = self.open_messages(session, &shown.rows)?;
        for (row, opened) in shown.rows.iter().zip(&messages) {
            if opened.record.is_some() {
                event.deed = Deed::Read;
                event = event.about(&row.name.owner, &row.name.id);
            }
        }
        let event = event.set(messages.iter().map(|one| one.brief.name.as_str()));
        let next = shown.rows.first().filter(|_| shown.more).map(|row| row.record);
        let view = self.thread_view(thread, &rows, more, (messages, next))?;
        Ok(Guarded::new(Ok(view), event))
    }

    fn thread_view(
        &self,
        thread: &RecordId,
        rows: &[MessageRow],
        more: bool,
        (messages, next): (Vec<Opened>, Option<i64>),
    ) -> Result<ThreadView, Error> {
        let told = wait::of_thread(self, rows)?;
        let facts = Facts::of(self.code, rows, &told);
        let holder = self.store.holder(thread)?;
        let said = self.store.assignments(thread, SAID_MAX)?;
        Ok(ThreadView {
            thread: *thread,
            title: title(rows),
            participants: participants(rows),
            waits: told.into_iter().map(|told| told.explained(self)).collect(),
            messages,
            next,
            more,
            work: facts.is_work(holder.as_ref()),
            holder: holder.and_then(Held::of),
            said: said.into_iter().map(Said::from).collect(),
            newest: facts.newest,
        })
    }

    fn open_messages(&self, session: &Session, rows: &[MessageRow]) -> Result<Vec<Opened>, Error> {
        let readable = self.allowed(session, Act::Read)?;
        rows.iter().map(|row| self.open_message(session, &readable, row)).collect()
    }

    fn open_message(
        &self,
        session: &Session,
        readable: &[i64],
        row: &MessageRow,
    ) -> Result<Opened, Error> {
        let brief = Brief::from(row);
        if !readable.contains(&row.class) {
            let refused = self.refusal(session, row.record)?;
            return Ok(Opened { brief, record: None, refused });
        }
        let stored = self.store.record_row(row.record)?;
        let stored = stored.ok_or_else(|| Error::Damaged("a message without a record".into()))?;
        Ok(Opened { brief, record: Some(self.view(&stored)?), refused: None })
    }

    /// The rule by which a listed record may not be opened.
    fn refusal(&self, session: &Session, row: i64) -> Result<Option<&'static str>, Error> {
        let Some(entry) = self.store.entry(row)? else { return Ok(None) };
        let (reader, class) = (self.reader(session), self.class(&entry)?);
        let decision = policy::decide(self.tables, &reader, Act::Read, session.purpose, &class);
        Ok(match decision {
            Decision::Refused(rule) => Some(rule.code()),
            Decision::Granted => None,
        })
    }
}
