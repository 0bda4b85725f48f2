//! Releases of a foreign table: a row that is known and says something else becomes a revision of
//! its record; one that says the same adds nothing; a new one is a new record.
//!
//! Rows are read on one thread and published on another, a batch a transaction. Only the batches
//! between the two are in memory: what was met is in the store.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use record::{Digest, Draft, Header, Kind, NodeCode, Record};
use serde_json::Value;

pub use super::report::{Named, Report};
use super::sheet::Position;
use super::{AHEAD_MAX, BATCH, Fault, Progress, Unmapped, reading};
use crate::audit::{Deed, Event};
use crate::author::{self, Author};
use crate::store::foreign_row::{ForeignRow, Met};
use crate::{Error, Node, audit, flow};

/// Figures that differ by less than this share were only printed otherwise.
const ROUNDING: f64 = 1e-9;

/// A row that was read, ready for the writer.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    pub line: u64,
    /// Which row it is, in every release.
    pub key: Digest,
    /// What it says.
    pub content: Digest,
    pub kind: Kind,
    /// A checked body as JSON text.
    pub body: Vec<u8>,
    pub unmapped: Vec<Unmapped>,
}

/// What a reader makes of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Row(Box<Incoming>),
    LeftOut(String),
    Fault(Fault),
}

struct Batch {
    outcomes: Vec<Outcome>,
    position: Position,
}

/// What a table is called, and what its rows become.
pub struct Plan<'a> {
    pub source: &'a str,
    /// Whether a row says which row it is; otherwise it is its bytes and may come several times.
    pub keyed: bool,
    pub draft: &'a dyn Fn(Kind, Value) -> Draft,
}

/// Hands rows to the writer, a batch at a time; answers false when nobody listens any more.
pub struct Sender {
    send: SyncSender<Batch>,
    outcomes: Vec<Outcome>,
}

impl Sender {
    pub fn send(&mut self, outcome: Outcome, position: Position) -> bool {
        self.outcomes.push(outcome);
        self.outcomes.len() < BATCH || self.flush(position)
    }

    fn flush(&mut self, position: Position) -> bool {
        let outcomes = std::mem::replace(&mut self.outcomes, Vec::with_capacity(BATCH));
        self.send.send(Batch { outcomes, position }).is_ok()
    }
}

/// Imports what a reader sends, by an author.
#[expect(clippy::disallowed_methods, reason = "the report says how long the import took")]
pub fn run(
    node: &mut Node,
    plan: &Plan<'_>,
    author: &Author,
    read: impl FnOnce(&mut Sender) -> Result<Position, Error> + Send,
    progress: impl FnMut(Progress),
) -> Result<Report, Error> {
    let start = std::time::Instant::now();
    let (send, receive) = sync_channel(AHEAD_MAX);
    let run = node.store.next_run(plan.source)?;
    let mut writer = Writer { node, plan, author, run, report: Report::default() };
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut sender = Sender { send, outcomes: Vec::with_capacity(BATCH) };
            let end = read(&mut sender)?;
            sender.flush(end);
            Ok(())
        });
        let written = writer.write(receive, progress);
        let read = reader.join().expect("the reader does not panic");
        // What the writer met comes first: the reader only stops because of it.
        written.and(read)
    })?;
    let mut report = writer.report;
    report.absent = node.store.foreign_rows_absent(plan.source, run)?;
    report.seconds = start.elapsed().as_secs_f64();
    Ok(report)
}

struct Writer<'a> {
    node: &'a mut Node,
    plan: &'a Plan<'a>,
    author: &'a Author,
    run: i64,
    report: Report,
}

impl Writer<'_> {
    fn write(
        &mut self,
        receive: Receiver<Batch>,
        mut progress: impl FnMut(Progress),
    ) -> Result<(), Error> {
        for Batch { outcomes, position } in receive {
            self.node.begin()?;
            match self.batch(outcomes) {
                Ok(()) => self.node.finish()?,
                Err(error) => {
                    self.node.abandon()?;
                    return Err(error);
                }
            }
            // Nobody watches a node while it imports.
            self.node.take_announced();
            let (bytes, bytes_total) = (position.at, position.of);
            progress(Progress { rows: self.report.rows, bytes, bytes_total });
        }
        Ok(())
    }

    /// One batch in the running transaction, and its audit entry.
    fn batch(&mut self, outcomes: Vec<Outcome>) -> Result<(), Error> {
        let mut names = Vec::new();
        for outcome in outcomes {
            self.report.rows += 1;
            match outcome {
                Outcome::LeftOut(reason) => *self.report.left_out.entry(reason).or_default() += 1,
                Outcome::Fault(fault) => self.report.unreadable.add(fault),
                Outcome::Row(incoming) => names.extend(self.take(*incoming)?),
            }
        }
        if names.is_empty() {
            return Ok(());
        }
        let event = Event::new(Deed::Imported, self.author, self.node.now());
        let event = event.reason(self.plan.source).set(names.iter().map(String::as_str));
        audit::note(self.node, &event).map(drop)
    }

    /// The name of the record a row became, where it became one.
    fn take(&mut self, incoming: Incoming) -> Result<Option<String>, Error> {
        let (line, source, run) = (incoming.line, self.plan.source, self.run);
        let met = Met { source, key: &incoming.key, run, line };
        match self.node.store.foreign_row(&met)? {
            Some(known) if known.run == run && self.plan.keyed => {
                let reason = format!("line {} of this file says it is the same row", known.line);
                self.report.unreadable.add(Fault { line, reason });
                Ok(None)
            }
            Some(known) if known.run == run => self.enter(&met, known.occurrence + 1, &incoming),
            Some(known) if known.content == incoming.content => {
                self.report.unchanged += 1;
                let store = &self.node.store;
                store.set_foreign_row(&met, known.occurrence, &known.id, &known.content)?;
                Ok(None)
            }
            Some(known) => self.revise(&met, &known, &incoming),
            None => self.enter(&met, 0, &incoming),
        }
    }

    fn enter(
        &mut self,
        met: &Met<'_>,
        occurrence: u32,
        incoming: &Incoming,
    ) -> Result<Option<String>, Error> {
        let draft = (self.plan.draft)(incoming.kind, body(incoming, occurrence));
        let published = self.publish(met, draft, incoming, occurrence)?;
        self.report.records += u64::from(published.is_some());
        Ok(published)
    }

    /// A row says something else than its record does.
    fn revise(
        &mut self,
        met: &Met<'_>,
        known: &ForeignRow,
        incoming: &Incoming,
    ) -> Result<Option<String>, Error> {
        let owner = self.node.code.clone();
        let Some(before) = self.held(&owner, known)? else {
            self.contest(met, known, "its record was taken back here, or changed by an officer")?;
            return Ok(None);
        };
        let body = body(incoming, known.occurrence);
        let rounding = is_rounding(&before.body_json()?, &body);
        // What an officer decided about the record stays: who has it, and under which conditions.
        let Header { handling, purposes, evaluation, unit, .. } = before.header.clone();
        let recipients = author::holders(self.node, &known.id)?.into_iter().collect();
        let extras = before.extras()?;
        let draft = Draft {
            revises: Some(known.id),
            handling,
            purposes,
            evaluation,
            unit,
            recipients,
            disclose_recipients: extras.recipients.is_some(),
            links: extras.links,
            derived_from: extras.derived_from,
            ..(self.plan.draft)(incoming.kind, body)
        };
        let published = self.publish(met, draft, incoming, known.occurrence)?;
        self.report.revised += u64::from(published.is_some());
        self.report.rounding += u64::from(published.is_some() && rounding);
        Ok(published)
    }

    /// The record of a row, where it still says what the row said.
    fn held(&self, owner: &NodeCode, known: &ForeignRow) -> Result<Option<Record>, Error> {
        let store = &self.node.store;
        let latest = store.latest_record(owner, &known.id)?;
        let Some(stored) = latest.filter(|stored| stored.content.is_some()) else {
            return Ok(None);
        };
        if !store.hidings(owner, &known.id)?.is_empty() {
            return Ok(None);
        }
        let record = self.node.vault.open(store, &stored)?;
        Ok((said(&record)? == known.content).then_some(record))
    }

    fn contest(&mut self, met: &Met<'_>, known: &ForeignRow, reason: &str) -> Result<(), Error> {
        self.report.contested.add(Fault { line: met.line, reason: reason.into() });
        self.node.store.set_foreign_row(met, known.occurrence, &known.id, &known.content)
    }

    /// Publishes by itself: a row that a rule refuses is named, and the others go on.
    fn publish(
        &mut self,
        met: &Met<'_>,
        draft: Draft,
        incoming: &Incoming,
        occurrence: u32,
    ) -> Result<Option<String>, Error> {
        let author = self.author;
        let outcome = self.node.job(|node| {
            let published = flow::publish(node, author::read(draft)?, author)?;
            node.store.set_foreign_row(met, occurrence, &published.name.id, &incoming.content)?;
            Ok(published)
        });
        match outcome {
            Ok(published) => {
                self.report.count_unmapped(incoming.unmapped.clone());
                Ok(Some(published.name.to_string()))
            }
            Err(error @ (Error::Refused(_) | Error::Record(_) | Error::Usage(_))) => {
                let fault = Fault { line: met.line, reason: error.to_string() };
                self.report.unreadable.add(fault);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// The body, with how often the same bytes came before.
fn body(incoming: &Incoming, occurrence: u32) -> Value {
    let mut body: Value =
        serde_json::from_slice(&incoming.body).expect("it was written a moment ago");
    if let Some(place) = body.pointer_mut("/statement/source_row/occurrence") {
        *place = occurrence.into();
    }
    body
}

/// The digest of what a record says, whichever row it came from.
fn said(record: &Record) -> Result<Digest, Error> {
    let mut body = record.body()?;
    if let record::Body::Seizure(seizure) = &mut body
        && let Some(source) = &mut seizure.statement.source_row
    {
        (source.row, source.occurrence) = (Digest::default(), 0);
    }
    let text = match &body {
        record::Body::Seizure(seizure) => serde_json::to_vec(seizure),
        other => serde_json::to_vec(&other.to_json()),
    };
    Ok(reading::content_of(&text.expect("bodies are plain data")))
}

/// Whether two bodies differ in the last digits of figures and in nothing else.
fn is_rounding(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(a), Value::Object(b)) => {
            let members = |map: &serde_json::Map<String, Value>| {
                map.keys().filter(|key| *key != "source_row").count()
            };
            let same = |(key, value): (&String, &Value)| {
                key == "source_row" || b.get(key).is_some_and(|other| is_rounding(value, other))
            };
            members(a) == members(b) && a.iter().all(same)
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_rounding(a, b))
        }
        (Value::String(a), Value::String(b)) if a != b => {
            let near = |(a, b): (f64, f64)| (a - b).abs() <= ROUNDING * a.abs().max(b.abs());
            a.parse().ok().zip(b.parse().ok()).is_some_and(near)
        }
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_in_the_last_digits_is_told_from_a_change() {
        let check = |before: Value, after: Value, expect: bool| {
            assert_eq!(is_rounding(&before, &after), expect, "{before} {after}");
        };
        let amount = |text: &str| json!({"items": [{"amount": text}], "source_row": text});
        check(amount("8932.513143028094"), amount("8932.513143028102"), true);
        check(amount("8932.5"), amount("8932.6"), false);
        check(amount("1"), json!({"items": [{"amount": "1", "purity": "3"}]}), false);
        check(json!({"place": "A"}), json!({"place": "B"}), false);
        check(json!({"arrests": 1}), json!({"arrests": 2}), false);
    }
}
