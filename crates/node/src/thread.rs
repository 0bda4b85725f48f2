//! Threads: who waits for whom, by which clock. Derived from messages when it is asked for, so that
//! what was taken back leaves at once and nothing goes stale with time.

pub mod reply;
mod statistics;
mod trail;
mod wait;

pub use statistics::{Span, Statistics, Tally};
pub use wait::{Explanation, Wait};

use std::collections::BTreeSet;

use record::kind::message::MessageType;
use record::policy::{self, Act, Decision};
use record::{Body, Header, NodeCode, RecordId, Timestamp};
use serde::Serialize;

use crate::audit::{Deed, Event, Guarded};
use crate::store::message::{MessageRow, Messages};
use crate::view::{Session, Sight, View};
use crate::{Config, Error, Node};

/// Threads looked at in one step of a list.
const STEP: u32 = 64;

/// The derived row of a message.
pub fn enter(node: &Node, row: i64, header: &Header, body: &Body) -> Result<(), Error> {
    match body {
        Body::Message(message) => node.store.insert_message(row, header, &message.statement),
        _ => Ok(()),
    }
}

/// What bounds a look at threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub messages: u32,
    pub scanned: u32,
    pub requests: u32,
}

impl Limits {
    pub fn of(config: &Config) -> Self {
        Self {
            messages: config.thread_messages_max,
            scanned: config.threads_scan_max,
            requests: config.statistics_requests_max,
        }
    }
}

/// Who is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Waiting {
    /// This node has to answer.
    ForUs,
    /// This node waits for an answer.
    ForThem,
}

/// Which threads a list asks for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub waiting: Option<Waiting>,
    pub overdue: bool,
    pub peer: Option<NodeCode>,
    /// A code of `request-type`.
    pub asks: Option<String>,
    /// Continues a list after this row.
    pub before: Option<i64>,
    pub limit: usize,
}

/// A thread in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThreadRow {
    pub thread: RecordId,
    /// Of the first message that may be seen.
    pub title: String,
    pub participants: BTreeSet<NodeCode>,
    pub messages: usize,
    /// The thread has more messages than are looked at.
    pub more: bool,
    pub newest: Brief,
    /// One for each request and member that was asked.
    pub waits: Vec<Wait>,
}

/// A message in a thread, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Brief {
    pub name: String,
    #[serde(rename = "type")]
    pub message_type: MessageType,
    pub created: Timestamp,
    pub title: String,
    pub in_reply_to: Option<RecordId>,
}

impl From<&MessageRow> for Brief {
    fn from(row: &MessageRow) -> Self {
        Self {
            name: row.name.to_string(),
            message_type: row.message_type,
            created: row.created,
            title: row.title.clone(),
            in_reply_to: row.reply_to,
        }
    }
}

/// A page of threads; `next` continues it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Threads {
    pub threads: Vec<ThreadRow>,
    pub next: Option<i64>,
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
    pub messages: Vec<Opened>,
    /// The thread has more messages than a node shows at once.
    pub more: bool,
}

/// A wait, and its clock in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explained {
    #[serde(flatten)]
    pub wait: Wait,
    pub explanation: Explanation,
}

impl Wanted {
    fn takes(&self, own: &NodeCode, thread: &ThreadRow) -> bool {
        let peer = self.peer.as_ref();
        let fits = |wait: &Wait| {
            let us = match self.waiting {
                None => true,
                Some(Waiting::ForUs) => wait.asked == *own && wait.state.is_open(),
                Some(Waiting::ForThem) => wait.asked_by == *own && wait.state.is_open(),
            };
            let whose = peer.is_none_or(|peer| wait.asked == *peer || wait.asked_by == *peer);
            let overdue = !self.overdue || (wait.state.is_open() && wait.late);
            us && whose && overdue && self.asks.as_ref().is_none_or(|what| wait.asks.contains(what))
        };
        if self.waiting.is_none() && !self.overdue && self.asks.is_none() {
            let writes = peer.is_none_or(|peer| thread.participants.contains(peer));
            return writes || thread.waits.iter().any(fits);
        }
        thread.waits.iter().any(fits)
    }
}

fn participants(messages: &[MessageRow]) -> BTreeSet<NodeCode> {
    messages.iter().map(|message| message.name.owner.clone()).collect()
}

fn title(messages: &[MessageRow]) -> String {
    messages.first().map(|message| message.title.clone()).unwrap_or_default()
}

impl Sight<'_> {
    /// A page of threads, those with the newest message first.
    pub fn threads(
        &self,
        session: &Session,
        wanted: &Wanted,
        limits: Limits,
    ) -> Result<Guarded<Threads>, Error> {
        let allowed = self.allowed(session, Act::List)?;
        let page = self.page(&allowed, wanted, limits)?;
        let names: Vec<String> = page.threads.iter().map(|row| row.thread.to_string()).collect();
        let event = Event::new(Deed::Listed, &session.author, self.now).purpose(session.purpose);
        let event = event.reason("threads").set(names.iter().map(String::as_str));
        Ok(Guarded::new(page, event))
    }

    fn page(&self, allowed: &[i64], wanted: &Wanted, limits: Limits) -> Result<Threads, Error> {
        let (mut threads, mut before, mut scanned) = (Vec::new(), wanted.before, 0);
        loop {
            let step = self.store.threads(allowed, before, STEP)?;
            for (row, thread) in &step {
                before = Some(*row);
                scanned += 1;
                let found = self.thread_row(allowed, thread, limits)?;
                threads.extend(found.filter(|found| wanted.takes(self.code, found)));
                if threads.len() >= wanted.limit || scanned >= limits.scanned {
                    return Ok(Threads { threads, next: before });
                }
            }
            if step.len() < STEP as usize {
                return Ok(Threads { threads, next: None });
            }
        }
    }

    fn thread_row(
        &self,
        allowed: &[i64],
        thread: &RecordId,
        limits: Limits,
    ) -> Result<Option<ThreadRow>, Error> {
        let Messages { rows, more } = self.store.thread(allowed, thread, limits.messages)?;
        let Some(newest) = rows.last() else { return Ok(None) };
        let waits = wait::of_thread(self, &rows)?.into_iter().map(|told| told.wait);
        Ok(Some(ThreadRow {
            thread: *thread,
            title: title(&rows),
            participants: participants(&rows),
            messages: rows.len(),
            more,
            newest: newest.into(),
            waits: waits.collect(),
        }))
    }

    /// A thread with every message that this reader may see. Each that is opened is
    /// audited as read.
    pub fn open_thread(
        &self,
        session: &Session,
        thread: &RecordId,
        limits: Limits,
    ) -> Result<Guarded<Result<ThreadView, Error>>, Error> {
        let listed = self.allowed(session, Act::List)?;
        let Messages { rows, more } = self.store.thread(&listed, thread, limits.messages)?;
        let event = Event::new(Deed::Listed, &session.author, self.now).purpose(session.purpose);
        let mut event = event.reason("thread");
        if rows.is_empty() {
            let missing = Error::NotFound(format!("no thread {thread}"));
            return Ok(Guarded::new(Err(missing), event));
        }
        let readable = self.allowed(session, Act::Read)?;
        let mut messages = Vec::with_capacity(rows.len());
        for row in &rows {
            let opened = self.open_message(session, &readable, row)?;
            if opened.record.is_some() {
                event.deed = Deed::Read;
                event = event.about(&row.name.owner, &row.name.id);
            }
            messages.push(opened);
        }
        let event = event.set(messages.iter().map(|one| one.brief.name.as_str()));
        let waits = wait::of_thread(self, &rows)?.into_iter().map(|told| told.explained(self));
        let view = ThreadView {
            thread: *thread,
            title: title(&rows),
            participants: participants(&rows),
            waits: waits.collect(),
            messages,
            more,
        };
        Ok(Guarded::new(Ok(view), event))
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
