//! Foreign files become records: each format in its own file here, each row a draft.
//!
//! A row's identity is its bytes and how often they have occurred before: equal rows are still
//! rows, and a second run adds none. Rows are read on one thread and published on another, a batch
//! a transaction: what was interrupted goes on where it stopped.

pub mod cell;
pub mod field;
pub mod mapping;
pub mod proposal;
pub mod reading;
pub mod release;
pub mod report;
pub mod seizure;
pub mod sheet;
pub mod table;
pub mod unodc;
pub mod word;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use record::{Digest, Draft, Unit};
use serde_json::{Value, json};

use crate::audit::{Deed, Event};
use crate::author::{self, Author};
use crate::{Error, Node, audit, flow};

/// Rows in one transaction. Nobody waits for an import's commit, so it is larger than a serving
/// node's: measured, a fifth faster than 256.
const BATCH: usize = 1_024;
/// Batches read ahead of the writer.
const AHEAD_MAX: usize = 16;
/// Different unmapped values that are named; more are only counted.
const UNMAPPED_NAMED_MAX: usize = 1_000;

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: u64,
    pub reason: String,
}

/// A foreign value that no code of a list means; the record says `unknown` beside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmapped {
    pub list: &'static str,
    pub raw: String,
}

/// What a format makes of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    /// A checked body as JSON text: one allocation crosses to the writer's thread, not a tree.
    Body {
        json: Vec<u8>,
        unmapped: Vec<Unmapped>,
    },
    /// A row of another country than the one asked for.
    Other,
    Unreadable(String),
}

/// Where a row stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Over the row's bytes.
    pub digest: Digest,
    /// How often the same bytes came before.
    pub occurrence: u32,
}

/// A format of rows.
pub trait Format: Sync {
    /// Its name in code lists, records and the store.
    const SOURCE: &'static str;

    /// Checks the first row.
    ///
    /// # Errors
    /// In words, where these are not the format's columns.
    fn check_columns(&self, columns: &[&str]) -> Result<(), String>;

    /// Reads a row.
    fn make(&self, row: &[u8], identity: Identity) -> Made;

    /// The draft around a body.
    fn draft(&self, body: Value) -> Draft;
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub rows: u64,
    pub records: u64,
    /// Rows imported by an earlier run.
    pub known: u64,
    /// Rows of other countries than the one asked for.
    pub others: u64,
    pub faults: Vec<Fault>,
    /// Values of new records that are on no list, and how often.
    pub unmapped: BTreeMap<Unmapped, u64>,
    pub unmapped_total: u64,
    pub seconds: f64,
}

impl Report {
    pub fn to_json(&self) -> Value {
        let faults = self.faults.iter().map(|f| json!({"line": f.line, "reason": f.reason}));
        let unmapped = self.unmapped.iter().map(
            |(Unmapped { list, raw }, count)| json!({"list": list, "raw": raw, "count": count}),
        );
        json!({"rows": self.rows, "records": self.records, "known": self.known,
            "others": self.others, "unreadable": self.faults.len(),
            "faults": faults.collect::<Vec<_>>(), "unmapped": self.unmapped_total,
            "unmapped_values": unmapped.collect::<Vec<_>>(), "seconds": self.seconds})
    }

    fn count_unmapped(&mut self, unmapped: Vec<Unmapped>) {
        for value in unmapped {
            self.unmapped_total += 1;
            if self.unmapped.len() < UNMAPPED_NAMED_MAX || self.unmapped.contains_key(&value) {
                *self.unmapped.entry(value).or_default() += 1;
            }
        }
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub rows: u64,
    pub bytes: u64,
    pub bytes_total: u64,
}

struct Row {
    identity: Identity,
    json: Vec<u8>,
    unmapped: Vec<Unmapped>,
}

enum Outcome {
    Row(Row),
    Other,
    Fault(Fault),
}

struct Batch {
    outcomes: Vec<Outcome>,
    bytes: u64,
    bytes_total: u64,
}

/// The unit whose records imported ones are: the node's first.
pub fn unit_of(node: &Node) -> Result<Unit, Error> {
    let unit = node.directory.member(&node.code).and_then(|member| member.units.first().cloned());
    Ok(unit.map_or_else(|| Unit::new("POLICE"), Ok)?)
}

/// Imports a file into a node, by an author.
#[expect(clippy::disallowed_methods, reason = "the report says how long the import took")]
pub fn run<F: Format>(
    node: &mut Node,
    file: &Path,
    format: F,
    author: &Author,
    progress: impl FnMut(Progress),
) -> Result<Report, Error> {
    let start = std::time::Instant::now();
    let (send, receive) = sync_channel(AHEAD_MAX);
    let mut report = std::thread::scope(|scope| {
        let reader = scope.spawn(|| read(file, &format, send));
        let report = publish_all(node, &format, receive, author, progress);
        let read = reader.join().expect("the reader does not panic");
        // What the writer met comes first: the reader only stops because of it.
        report.and_then(|report| read.map(|()| report))
    })?;
    report.seconds = start.elapsed().as_secs_f64();
    Ok(report)
}

/// Reads a file to its end, or until nobody listens.
fn read<F: Format>(file: &Path, format: &F, send: SyncSender<Batch>) -> Result<(), Error> {
    table::open(file, |bytes, bytes_total| {
        let mut rows = table::Rows::new(bytes);
        check_columns(file, format, &mut rows)?;
        let mut seen = HashMap::new();
        let mut outcomes = Vec::with_capacity(BATCH);
        let mut next = || rows.read().map(|read| (read, rows.read_bytes()));
        loop {
            let (read, bytes) = next().map_err(|error| Error::file(file, error))?;
            let ended = read.is_none();
            outcomes.extend(read.map(|read| outcome(format, read, &mut seen)));
            if ended || outcomes.len() == BATCH {
                let outcomes = std::mem::replace(&mut outcomes, Vec::with_capacity(BATCH));
                let gone = send.send(Batch { outcomes, bytes, bytes_total }).is_err();
                if ended || gone {
                    return Ok(());
                }
            }
        }
    })
}

fn check_columns<F: Format>(
    file: &Path,
    format: &F,
    rows: &mut table::Rows<'_>,
) -> Result<(), Error> {
    let first = rows.read().map_err(|error| Error::file(file, error))?;
    let checked = match &first {
        Some(table::Found::Row { bytes, .. }) => {
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
            table::cells(bytes).and_then(|cells| {
                format.check_columns(&cells.iter().map(AsRef::as_ref).collect::<Vec<_>>())
            })
        }
        Some(table::Found::Fault(fault)) => Err(fault.reason.clone()),
        None => Err("the file is empty".into()),
    };
    checked.map_err(|why| Error::Usage(format!("{} is not {}: {why}", file.display(), F::SOURCE)))
}

fn outcome<F: Format>(format: &F, read: table::Found, seen: &mut HashMap<Digest, u32>) -> Outcome {
    let (line, bytes) = match read {
        table::Found::Fault(fault) => return Outcome::Fault(fault),
        table::Found::Row { line, bytes } => (line, bytes),
    };
    let digest = Digest::of(&[b"amana/1/foreign-row", &bytes]);
    let count = seen.entry(digest).or_default();
    let identity = Identity { digest, occurrence: *count };
    *count += 1;
    match format.make(&bytes, identity) {
        Made::Body { json, unmapped } => Outcome::Row(Row { identity, json, unmapped }),
        Made::Other => Outcome::Other,
        Made::Unreadable(reason) => Outcome::Fault(Fault { line, reason }),
    }
}

fn publish_all<F: Format>(
    node: &mut Node,
    format: &F,
    receive: Receiver<Batch>,
    author: &Author,
    mut progress: impl FnMut(Progress),
) -> Result<Report, Error> {
    let mut report = Report::default();
    for Batch { outcomes, bytes, bytes_total } in receive {
        node.begin()?;
        match publish(node, format, (outcomes, author), &mut report) {
            Ok(()) => node.finish()?,
            Err(error) => {
                node.abandon()?;
                return Err(error);
            }
        }
        // Nobody watches a node while it imports.
        node.take_announced();
        progress(Progress { rows: report.rows, bytes, bytes_total });
    }
    Ok(report)
}

/// One batch in the running transaction, and its audit entry.
fn publish<F: Format>(
    node: &mut Node,
    format: &F,
    (outcomes, author): (Vec<Outcome>, &Author),
    report: &mut Report,
) -> Result<(), Error> {
    let mut names = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        report.rows += 1;
        match outcome {
            Outcome::Other => report.others += 1,
            Outcome::Fault(fault) => report.faults.push(fault),
            Outcome::Row(Row { identity: Identity { digest, occurrence }, json, unmapped }) => {
                if !node.store.mark_imported(F::SOURCE, &digest, occurrence)? {
                    report.known += 1;
                    continue;
                }
                let body = serde_json::from_slice(&json).expect("it was written a moment ago");
                let published = flow::publish(node, author::read(format.draft(body))?, author)?;
                names.push(published.name.to_string());
                report.records += 1;
                report.count_unmapped(unmapped);
            }
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    let event = Event::new(Deed::Imported, author, node.now()).reason(F::SOURCE);
    audit::note(node, &event.set(names.iter().map(String::as_str))).map(drop)
}
