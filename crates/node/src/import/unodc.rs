//! UNODC's individual drug seizures: one row a seizure, `;`-separated, zipped or not.
//!
//! A row's identity is its bytes and how often they have occurred before: equal rows are still
//! rows, and a second run adds none.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::mpsc::sync_channel;

use record::codelist::{self, CodeList};
use record::decimal::Decimal;
use record::evaluation::{Evaluation, Information, Nature, Source};
use record::kind::seizure::{
    Coded, Concealment, Item, Place, Precision, Quantity, Route, RoutePoint, Seizure, SourceRow,
    Statement,
};
use record::policy::Role;
use record::{Body, Digest, Draft, Handling, Kind, Level, Purpose, Unit};
use serde_json::{Value, json};

use crate::author::{Author, plain_draft};
use crate::home::Home;
use crate::{Error, Node, flow};

/// The name of the source in code lists and records.
pub const SOURCE: &str = "unodc-ids";
const COLUMNS: usize = 16;
/// Rows in one transaction.
const BATCH: usize = 1_024;

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: u64,
    pub reason: String,
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
    pub seconds: f64,
}

impl Report {
    pub fn to_json(&self) -> Value {
        let faults = self.faults.iter().map(|f| json!({"line": f.line, "reason": f.reason}));
        json!({"rows": self.rows, "records": self.records, "known": self.known,
            "others": self.others, "unreadable": self.faults.len(),
            "faults": faults.collect::<Vec<_>>(), "seconds": self.seconds})
    }
}

/// A row ready to become a draft.
struct Row {
    digest: Digest,
    occurrence: u32,
    draft: Draft,
}

enum Read1 {
    Row(Box<Row>),
    Other,
    Fault(Fault),
}

/// Imports a file into the node of a folder.
pub fn run(
    home: &Home,
    file: &Path,
    only: Option<&str>,
    progress: impl FnMut(u64, u64),
) -> Result<Report, Error> {
    let mut node = home.open()?;
    let unit = node.directory.member(&node.code).and_then(|member| member.units.first().cloned());
    let unit = unit.map_or_else(|| Unit::new("POLICE"), Ok)?;
    into(&mut node, &text(file)?, only, &unit, progress)
}

/// The table's bytes, out of the zip where there is one.
pub fn text(file: &Path) -> Result<Vec<u8>, Error> {
    let failed = |error| Error::file(file, error);
    let mut bytes = Vec::new();
    let mut reader = BufReader::new(File::open(file).map_err(failed)?);
    reader.read_to_end(&mut bytes).map_err(failed)?;
    if !bytes.starts_with(b"PK") {
        return Ok(bytes);
    }
    let bad = |error: zip::result::ZipError| Error::Usage(format!("{}: {error}", file.display()));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(bad)?;
    let mut entry = archive.by_index(0).map_err(bad)?;
    let mut table = Vec::new();
    entry.read_to_end(&mut table).map_err(failed)?;
    Ok(table)
}

/// Imports a table into a node. Rows are read on one thread and published on another.
#[expect(clippy::disallowed_methods, reason = "the report says how long the import took")]
pub fn into(
    node: &mut Node,
    table: &[u8],
    only: Option<&str>,
    unit: &Unit,
    mut progress: impl FnMut(u64, u64),
) -> Result<Report, Error> {
    let start = std::time::Instant::now();
    let only = only.map(known_country).transpose()?;
    let total = table.iter().filter(|byte| **byte == b'\n').count() as u64;
    let author = Author { officer: "importer".into(), role: Role::Importer, unit: unit.clone() };
    let mut report = Report::default();
    let (send, receive) = sync_channel::<Vec<Read1>>(8);
    std::thread::scope(|scope| {
        scope.spawn(move || read_rows(table, only, unit, &send));
        for batch in receive {
            publish(node, batch, &author, &mut report)?;
            progress(report.rows, total);
        }
        Ok::<_, Error>(())
    })?;
    report.seconds = start.elapsed().as_secs_f64();
    Ok(report)
}

fn known_country(code: &str) -> Result<&str, Error> {
    codelist::check("country", code).map(|()| code).map_err(Error::from)
}

fn read_rows(
    table: &[u8],
    only: Option<&str>,
    unit: &Unit,
    send: &std::sync::mpsc::SyncSender<Vec<Read1>>,
) {
    let mut seen: HashMap<Digest, u32> = HashMap::new();
    let mut batch = Vec::with_capacity(BATCH);
    let lists = Lists::new();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_reader(table);
    let _ = reader.byte_headers();
    let mut cells = csv::ByteRecord::new();
    let mut start = reader.position().byte() as usize;
    while let Ok(true) = reader.read_byte_record(&mut cells) {
        let end = reader.position().byte() as usize;
        let bytes = table.get(start..end).unwrap_or_default().trim_ascii();
        let line = cells.position().map_or(0, csv::Position::line);
        start = end;
        batch.push(read_row((line, bytes, &cells), only, unit, &lists, &mut seen));
        if batch.len() == BATCH && send.send(std::mem::take(&mut batch)).is_err() {
            return;
        }
    }
    let _ = send.send(batch);
}

fn publish(
    node: &mut Node,
    batch: Vec<Read1>,
    author: &Author,
    report: &mut Report,
) -> Result<(), Error> {
    node.begin()?;
    for read in batch {
        report.rows += 1;
        match read {
            Read1::Other => report.others += 1,
            Read1::Fault(fault) => report.faults.push(fault),
            Read1::Row(row) => {
                if !node.store.mark_imported(SOURCE, &row.digest, row.occurrence)? {
                    report.known += 1;
                    continue;
                }
                if let Err(error) = flow::publish(node, row.draft, author) {
                    node.abandon()?;
                    return Err(error);
                }
                report.records += 1;
            }
        }
    }
    let event = crate::audit::Event::new(crate::audit::Deed::Imported, author, node.now());
    crate::audit::note(node, &event.reason(SOURCE))?;
    node.finish()
}

/// The lists a row needs, looked up once.
struct Lists {
    country: Option<&'static CodeList>,
    drug: Option<&'static CodeList>,
    unit: Option<&'static CodeList>,
    hiding_place: Option<&'static CodeList>,
    place_type: Option<&'static CodeList>,
    transport: Option<&'static CodeList>,
    routing: Option<&'static CodeList>,
}

impl Lists {
    fn new() -> Self {
        Self {
            country: codelist::list("country"),
            drug: codelist::list("drug"),
            unit: codelist::list("unit"),
            hiding_place: codelist::list("hiding-place"),
            place_type: codelist::list("place-type"),
            transport: codelist::list("transport"),
            routing: codelist::list("routing"),
        }
    }
}

/// The code of a raw value beside the value; none where the cell is empty.
fn coded(list: Option<&'static CodeList>, raw: &str) -> Option<Coded> {
    if raw.is_empty() {
        return None;
    }
    let code = list.and_then(|list| list.from_raw(SOURCE, raw));
    let code = code.map_or("unknown", |code| code.code.as_str());
    Some(Coded { code: code.into(), raw: Some(raw.into()) })
}

fn read_row(
    (line, bytes, cells): (u64, &[u8], &csv::ByteRecord),
    only: Option<&str>,
    unit: &Unit,
    lists: &Lists,
    seen: &mut HashMap<Digest, u32>,
) -> Read1 {
    let digest = Digest::of(&[b"amana/1/foreign-row", bytes]);
    let count = seen.entry(digest).or_default();
    let occurrence = *count;
    *count += 1;
    let fault = |reason: String| Read1::Fault(Fault { line, reason });
    let cells: Result<Vec<&str>, _> = cells.iter().map(std::str::from_utf8).collect();
    let Ok(cells) = cells else { return fault("not UTF-8".into()) };
    let cells: Vec<&str> = cells.into_iter().map(str::trim).collect();
    let Ok(cells) = <[&str; COLUMNS]>::try_from(cells) else {
        return fault(format!("expected {COLUMNS} columns"));
    };
    let row = SourceRow { source: SOURCE.into(), row: digest, occurrence, values: BTreeMap::new() };
    match seizure(&cells, lists, row) {
        Err(reason) => fault(reason),
        Ok(seizure) => {
            let country = seizure.statement.reporting_country.as_deref();
            if only.is_some() && country != only {
                return Read1::Other;
            }
            let body = Body::Seizure(Box::new(seizure));
            if let Err(error) = body.check() {
                return fault(error.to_string());
            }
            Read1::Row(Box::new(Row { digest, occurrence, draft: draft(&body, unit) }))
        }
    }
}

fn draft(body: &Body, unit: &Unit) -> Draft {
    Draft {
        handling: Handling::new(Level::Restricted, &[]),
        purposes: vec![Purpose::CriminalInvestigation, Purpose::CrimeAnalysis],
        evaluation: Some(Evaluation {
            source: Source::B,
            information: Information::FirstHand,
            nature: Nature::Fact,
            original: None,
        }),
        ..plain_draft(Kind::Seizure, unit, body.to_json())
    }
}

/// The export writes very small and very large amounts as `1e-05`.
fn amount_of(text: &str) -> Option<Decimal> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return Decimal::parse(text).ok();
    };
    let exponent: i32 = exponent.parse().ok().filter(|e: &i32| e.abs() <= 20)?;
    let digits = "0".repeat(exponent.unsigned_abs() as usize);
    let factor = match exponent {
        ..0 => format!("0.{}1", &digits[1..]),
        _ => format!("1{digits}"),
    };
    Decimal::parse(mantissa).ok()?.times(Decimal::parse(&factor).ok()?)
}

fn seizure(cells: &[&str; COLUMNS], lists: &Lists, row: SourceRow) -> Result<Seizure, String> {
    let [_, _, country, division, place, date, drug, amount, unit, hidden, installation, ..] =
        *cells;
    let [.., transport, producing, departure, destination, routing] = *cells;
    let reporting = coded(lists.country, country).ok_or("no country")?;
    let date = date.parse().map_err(|_| format!("date `{date}` is not readable"))?;
    let substance = coded(lists.drug, drug).ok_or("no drug")?;
    let quantity = match amount {
        "" => None,
        text => {
            let amount = amount_of(text).ok_or_else(|| format!("amount `{text}`"))?;
            let unit = coded(lists.unit, unit).unwrap_or_else(|| Coded::new("unknown"));
            Some(Quantity::new(amount, unit))
        }
    };
    let point = |raw| coded(lists.country, raw).map(|country| RoutePoint { country, known: true });
    let text = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
    let statement = Statement {
        date,
        date_precision: Precision::Exact,
        place: Place {
            country: reporting.code.clone(),
            division: text(division),
            name: text(place),
            unlocode: None,
            geohash: None,
            precision: if place.is_empty() {
                Precision::RegionOnly
            } else {
                Precision::Approximate
            },
            place_type: coded(lists.place_type, installation),
        },
        reporting_country: Some(reporting.code),
        agency: None,
        offence: "drug-trafficking".into(),
        route: Route {
            origin: point(producing),
            transit: Vec::new(),
            departure: point(departure),
            destination: point(destination),
            routing: coded(lists.routing, routing),
            transport: coded(lists.transport, transport),
        },
        concealment: Concealment {
            hiding_place: coded(lists.hiding_place, hidden),
            ..Concealment::default()
        },
        items: vec![Item::of(substance, quantity)],
        arrests: None,
        laboratory_reference: None,
        same_event_as: Vec::new(),
        source_row: Some(row),
    };
    Ok(Seizure { statement, persons: Vec::new(), free_text: None })
}
