//! Where a request stands: what its messages say, in order, against its clock.

use std::collections::BTreeSet;

use serde::Serialize;

use super::calendar::Calendar;
use super::due::{self, Pause};
use super::term::Term;
use crate::Timestamp;
use crate::kind::message::MessageType;

/// The pause that the asking side ends by writing.
const CLARIFICATION: &str = "clarification-awaited";

/// A request, as one of its recipients has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// When the asked member received it; none while it is under way.
    pub received: Option<Timestamp>,
    /// Set by hand.
    pub deadline: Option<Timestamp>,
    /// How many questions it numbers; none asks for one thing.
    pub questions: u16,
}

/// A later message about the request, by the asked or by the asking member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub at: Timestamp,
    /// By the member that was asked.
    pub by_asked: bool,
    pub message_type: MessageType,
    /// A code of `pause-reason`.
    pub pause: Option<String>,
    /// Numbers of the questions it settles; none is all.
    pub concerns: Vec<u16>,
}

/// The clock a request runs by.
#[derive(Clone, Copy, Debug)]
pub struct Running<'a> {
    pub term: Term,
    /// Of the answering member.
    pub calendar: &'a Calendar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Under way to the asked member: its clock has not begun.
    NotReceived,
    Running,
    Paused,
    Overdue,
    Answered,
    Refused,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            Self::NotReceived => "not-received",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Overdue => "overdue",
            Self::Answered => "answered",
            Self::Refused => "refused",
        }
    }

    /// Whether somebody still waits.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Answered | Self::Refused)
    }
}

/// Where a request stands at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub state: State,
    /// The last moment in time; none while it is under way or the clock stands.
    pub due: Option<Timestamp>,
    /// The deadline set by hand is earlier than the clock's, and holds.
    pub by_hand: bool,
    /// Not settled, or settled after it was due.
    pub late: bool,
    pub pauses: Vec<Pause>,
    /// Why the clock stands, where it does: a code of `pause-reason`.
    pub paused_for: Option<String>,
    /// When the last part was answered or refused.
    pub settled: Option<Timestamp>,
    /// Numbers of the questions nobody answered or refused yet.
    pub open_questions: Vec<u16>,
}

impl Request {
    /// Where the request stands at `now`, by the replies a reader may see, in any order.
    pub fn standing(&self, clock: Running<'_>, replies: &[Reply], now: Timestamp) -> Standing {
        let mut sorted: Vec<&Reply> = replies.iter().filter(|reply| reply.at <= now).collect();
        sorted.sort_by_key(|reply| (reply.at, reply.by_asked, reply.message_type));
        let read = Reading::of(self.questions, &sorted);
        let (due, by_hand) = self.due(clock, &read.pauses);
        let late = due.is_some_and(|due| read.settled.unwrap_or(now) > due);
        let state = match (self.received, &read.settled) {
            (_, Some(_)) if read.refused => State::Refused,
            (_, Some(_)) => State::Answered,
            (None, None) => State::NotReceived,
            _ if late => State::Overdue,
            _ if read.paused_for.is_some() => State::Paused,
            _ => State::Running,
        };
        Standing {
            state,
            due,
            by_hand,
            late,
            pauses: read.pauses,
            paused_for: read.paused_for,
            settled: read.settled,
            open_questions: read.open_questions,
        }
    }

    /// The earlier of the clock's deadline and the one set by hand, which pauses move as well.
    fn due(&self, clock: Running<'_>, pauses: &[Pause]) -> (Option<Timestamp>, bool) {
        let Some(received) = self.received else { return (None, false) };
        let by_clock = due::due(clock.term, received, pauses, clock.calendar);
        let by_hand = self.deadline.and_then(|deadline| {
            due::after(received, deadline.0.saturating_sub(received.0).max(0), pauses)
        });
        match (by_clock, by_hand) {
            (Some(clock), Some(hand)) if hand < clock => (Some(hand), true),
            (None, Some(hand)) => (Some(hand), true),
            (clock, _) => (clock, false),
        }
    }
}

/// What the replies say, read in order.
#[derive(Default)]
struct Reading {
    pauses: Vec<Pause>,
    paused_for: Option<String>,
    settled: Option<Timestamp>,
    refused: bool,
    open_questions: Vec<u16>,
}

impl Reading {
    fn of(questions: u16, replies: &[&Reply]) -> Self {
        let mut read = Self::default();
        let mut open: BTreeSet<u16> = (1..=questions).collect();
        let mut only_refused = true;
        for reply in replies {
            read.turn_clock(reply);
            if !reply.by_asked || !settles(reply, &mut open) {
                continue;
            }
            only_refused &= reply.message_type == MessageType::Refusal;
            if open.is_empty() {
                read.settled = Some(reply.at);
                read.refused = only_refused;
                break;
            }
        }
        read.open_questions = open.into_iter().collect();
        read
    }

    /// A pause lasts until the asked member writes again without stating it, or, where it waits
    /// for the asking member, until that one writes.
    fn turn_clock(&mut self, reply: &Reply) {
        let awaited = self.paused_for.as_deref() == Some(CLARIFICATION);
        if (reply.by_asked || awaited)
            && self.paused_for.take().is_some()
            && let Some(last) = self.pauses.last_mut()
        {
            last.until = Some(reply.at);
        }
        if reply.by_asked && reply.pause.is_some() {
            self.pauses.push(Pause { from: reply.at, until: None });
            self.paused_for.clone_from(&reply.pause);
        }
    }
}

/// Takes the questions that a reply settles out of those that are open; whether it settles any.
fn settles(reply: &Reply, open: &mut BTreeSet<u16>) -> bool {
    let whole = match reply.message_type {
        // Where the request numbers no questions, there is only the whole to answer or refuse.
        MessageType::Answer | MessageType::Refusal => reply.concerns.is_empty() || open.is_empty(),
        MessageType::PartialAnswer => false,
        _ => return false,
    };
    let before = open.len();
    open.retain(|number| !whole && !reply.concerns.contains(number));
    whole || open.len() < before
}

#[cfg(test)]
#[path = "standing/tests.rs"]
mod tests;
