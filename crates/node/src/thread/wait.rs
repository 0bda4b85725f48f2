//! One wait for each request and member that was asked: its clock, and where it stands.

use record::codelist::Language;
use record::deadline::{self, Clock, Reply, Running, State, Term};
use record::draft::Lane;
use record::{NodeCode, Timestamp};
use serde::Serialize;

use super::Explained;
use super::trail::{self, Replied};
use crate::store::message::MessageRow;
use crate::view::Sight;
use crate::{Error, standing};

/// Who waits for whom, since when, until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wait {
    pub request: String,
    pub title: String,
    /// Codes of `request-type`.
    pub asks: Vec<String>,
    pub asked_by: NodeCode,
    pub asked: NodeCode,
    pub urgency: Lane,
    /// Which of the three clocks it runs by.
    pub clock: Clock,
    pub term: Term,
    pub state: State,
    /// Overdue, or settled after it was due: a breach of the clock.
    pub late: bool,
    pub received: Option<Timestamp>,
    pub due: Option<Timestamp>,
    /// The deadline was set by hand.
    pub by_hand: bool,
    /// Why the clock stands, where it does.
    pub paused_for: Option<String>,
    pub settled: Option<Timestamp>,
    /// Numbers of questions that nobody answered or refused yet.
    pub open_questions: Vec<u16>,
}

/// A wait with what its explanation needs.
pub struct ToldWait {
    pub wait: Wait,
    /// The request's record.
    pub record: i64,
    /// When the request was made, whatever was corrected in it since.
    pub made: Timestamp,
    request: deadline::Request,
    standing: deadline::Standing,
}

/// The clock in words, in the four languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    pub ar: String,
    pub en: String,
    pub fr: String,
    pub es: String,
}

/// The waits of a thread's requests, by the messages a reader may see.
pub fn of_thread(sight: &Sight<'_>, messages: &[MessageRow]) -> Result<Vec<ToldWait>, Error> {
    let mut replied = trail::replies(messages);
    let mut waits = Vec::new();
    for request in trail::requests(messages) {
        let about = replied.remove(&request.record).unwrap_or_default();
        for (asked, received) in asked(sight, request)? {
            let replies = replies(&about, &request.name.owner, &asked);
            waits.push(wait(sight, request, &asked, received, &replies));
        }
    }
    Ok(waits)
}

/// Whom a request was sent to and when each received it: by the receipt where it is ours, by its
/// arrival where we were asked. Whom else a foreign request went to is not ours to know.
fn asked(
    sight: &Sight<'_>,
    request: &MessageRow,
) -> Result<Vec<(NodeCode, Option<Timestamp>)>, Error> {
    let (owner, id) = (&request.name.owner, &request.name.id);
    if owner != sight.code {
        let arrived = sight.store.first_arrival(owner, id)?;
        return Ok(vec![(sight.code.clone(), arrived)]);
    }
    let mut asked = Vec::new();
    for recipient in standing::of(sight.store, owner, id)? {
        if recipient.void.is_none() {
            let accepted = recipient.receipts.iter().filter(|told| told.status == "accepted");
            asked.push((NodeCode::new(&recipient.node)?, accepted.map(|told| told.at).min()));
        }
    }
    Ok(asked)
}

/// What one asked member and the asking one wrote about a request. What the asking one wrote to
/// another member that it asked too does not concern this one.
fn replies(about: &[Replied<'_>], asking: &NodeCode, asked: &NodeCode) -> Vec<Reply> {
    let concerns = |one: &&Replied<'_>| {
        let mut others = one.between.iter().filter(|other| **other != asking).peekable();
        let with = others.peek().is_none() || others.any(|other| *other == asked);
        let by = &one.message.name.owner;
        by == asked || (by == asking && with)
    };
    let read = |Replied { message, .. }: &Replied<'_>| Reply {
        at: message.since,
        by_asked: message.name.owner == *asked,
        message_type: message.message_type,
        pause: message.pause.clone(),
        concerns: message.concerns.clone(),
    };
    about.iter().filter(concerns).map(read).collect()
}

fn wait(
    sight: &Sight<'_>,
    row: &MessageRow,
    asked: &NodeCode,
    received: Option<Timestamp>,
    replies: &[Reply],
) -> ToldWait {
    let terms = sight.clocks.terms(&row.name.owner, asked);
    let clock = Clock::of(row.urgency, row.directly_accessible);
    let term = terms.term(clock);
    let questions = u16::try_from(row.asks.len()).unwrap_or(u16::MAX);
    let request = deadline::Request { received, deadline: row.deadline, questions };
    let running = Running { term, calendar: sight.clocks.calendar(asked) };
    let standing = request.standing(running, replies, sight.now);
    let wait = Wait {
        request: row.name.to_string(),
        title: row.title.clone(),
        asks: row.asks.clone(),
        asked_by: row.name.owner.clone(),
        asked: asked.clone(),
        urgency: row.urgency,
        clock,
        term,
        state: standing.state,
        late: standing.late,
        received,
        due: standing.due,
        by_hand: standing.by_hand,
        paused_for: standing.paused_for.clone(),
        settled: standing.settled,
        open_questions: standing.open_questions.clone(),
    };
    ToldWait { wait, record: row.record, made: row.since, request, standing }
}

impl ToldWait {
    pub fn explained(self, sight: &Sight<'_>) -> Explained {
        let Self { wait, request, standing, .. } = self;
        let source = &sight.clocks.terms(&wait.asked_by, &wait.asked).source;
        let (clocks, applied) = (sight.clocks, (wait.term, source));
        let said = deadline::explain(clocks, &wait.asked, applied, &request, &standing);
        let explanation = Explanation {
            ar: said.get(Language::Arabic).to_owned(),
            en: said.get(Language::English).to_owned(),
            fr: said.get(Language::French).to_owned(),
            es: said.get(Language::Spanish).to_owned(),
        };
        Explained { wait, explanation }
    }
}
