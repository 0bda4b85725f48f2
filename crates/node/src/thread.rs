//! Threads: who waits for whom, by which clock. Derived from messages when it is asked for, so that
//! what was taken back leaves at once and nothing goes stale with time.

pub mod assignment;
pub mod duty;
pub mod escalation;
pub mod hand_over;
mod list;
mod merge;
mod open;
mod place;
pub mod reading;
pub mod reply;
mod state;
mod statistics;
mod trail;
mod wait;

pub use escalation::watch;
pub use list::{Count, Counts};
pub use open::{Explained, Opened, Part, ThreadView};
pub use state::{complete, renew, settle};
pub use statistics::{Span, Statistics, Tally};
pub use wait::{Explanation, Wait};

use std::collections::BTreeSet;

use record::kind::message::MessageType;
use record::{Body, Header, NodeCode, RecordId, Timestamp};
use serde::Serialize;

use crate::store::message::{MessageRow, Messages};
use crate::store::thread::Unread;
use crate::view::{Session, Sight};
use crate::{Config, Error, Node};
use assignment::Held;
use escalation::Unseen;
use state::Facts;

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
    pub mixed: u32,
    pub counted: u32,
    pub unread: u32,
}

impl Limits {
    pub fn of(config: &Config) -> Self {
        Self {
            messages: config.thread_messages_max,
            scanned: config.threads_scan_max,
            requests: config.statistics_requests_max,
            mixed: config.threads_mixed_max,
            counted: config.threads_count_max,
            unread: config.unread_messages_max,
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

/// Who has a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// This officer, and something is left to do.
    Mine,
    /// This officer's unit or somebody in it, and something is left to do.
    Unit,
    /// Nobody; something came from another node, and something is left to do.
    Unassigned,
}

/// Which threads a list asks for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub waiting: Option<Waiting>,
    pub overdue: bool,
    pub peer: Option<NodeCode>,
    /// A code of `request-type`.
    pub asks: Option<String>,
    /// Only what this officer has not read.
    pub unread: bool,
    pub whose: Option<Whose>,
    /// Only with a flash message that nobody here has looked at.
    pub unseen: bool,
    /// Continues a list after this place of its order.
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
    /// This officer has not read it, or not since something came.
    pub unread: bool,
    /// Who works on it.
    pub holder: Option<Held>,
    /// Something is left to do: it is not settled, and nobody said that he is done.
    pub work: bool,
    /// A flash message in it that nobody here has looked at.
    pub unseen: Option<Unseen>,
    #[serde(skip)]
    pub(crate) facts: Facts,
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

impl Wanted {
    fn takes(&self, own: &NodeCode, session: &Session, thread: &ThreadRow) -> bool {
        let kept = (!self.unread || thread.unread)
            && (!self.unseen || thread.unseen.is_some())
            && self.whose.is_none_or(|whose| whose.is_of(session, thread));
        kept && self.waits_fit(own, thread)
    }

    fn waits_fit(&self, own: &NodeCode, thread: &ThreadRow) -> bool {
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

/// What a reader's look at threads is bounded by.
struct Look {
    allowed: Vec<i64>,
    limits: Limits,
    unread: Unread,
}

impl Whose {
    fn is_of(self, session: &Session, thread: &ThreadRow) -> bool {
        let author = &session.author;
        let (officer, unit) = match &thread.holder {
            Some(held) => (held.officer.as_deref(), held.unit.as_deref()),
            None => (None, None),
        };
        thread.work
            && match self {
                Self::Mine => officer == Some(author.officer.as_str()),
                Self::Unit => unit == Some(author.unit.as_str()),
                Self::Unassigned => {
                    (officer, unit) == (None, None) && thread.facts.newest_in.is_some()
                }
            }
    }
}

impl Sight<'_> {
    /// A thread in a list, by the messages of the allowed classes.
    fn thread_row(&self, look: &Look, thread: &RecordId) -> Result<Option<ThreadRow>, Error> {
        let Look { allowed, limits, unread } = look;
        let Messages { rows, more } = self.store.thread(allowed, thread, limits.messages)?;
        let Some(newest) = rows.last() else { return Ok(None) };
        let waits = wait::of_thread(self, &rows)?;
        let facts = Facts::of(self.code, &rows, &waits);
        let holder = self.store.holder(thread)?;
        Ok(Some(ThreadRow {
            thread: *thread,
            title: title(&rows),
            participants: participants(&rows),
            messages: rows.len(),
            more,
            newest: newest.into(),
            waits: waits.into_iter().map(|told| told.wait).collect(),
            unread: self.is_unread(unread, thread, facts.newest_in)?,
            work: facts.is_work(holder.as_ref()),
            holder: holder.and_then(Held::of),
            unseen: self.unseen_among(thread, &rows)?,
            facts,
        }))
    }
}
