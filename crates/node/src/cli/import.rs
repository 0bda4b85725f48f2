//! import: foreign files become records.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Call, Failure};
use crate::Error;
use crate::import::mapping::Mapping;
use crate::import::proposal::{self, Given};
use crate::import::sheet::Layout;
use crate::import::{Progress, Report, Unmapped, release, seizure, unodc};

#[derive(Subcommand)]
pub enum ImportCommand {
    /// Seizures from a foreign export. What was imported before is not imported again.
    ///
    /// Example: amana import seizures --format unodc-ids export.csv.zip --only CO
    ///
    /// Example: amana import seizures --map MAP.toml seizures-2018.xlsx
    Seizures {
        #[arg(long, value_enum, conflicts_with = "map", required_unless_present = "map")]
        format: Option<SeizureFormat>,
        /// A kept mapping of a country's own table; `amana import map` proposes one.
        #[arg(long)]
        map: Option<PathBuf>,
        file: PathBuf,
        /// Only rows this country reported, by ISO 3166-1 code; all without it.
        #[arg(long, conflicts_with = "map")]
        only: Option<String>,
    },
    /// Propose a mapping for a country's own table, CSV or XLSX, and say what was understood.
    ///
    /// Example: amana import map seizures-2018.xlsx --out MAP.toml
    Map(MapArgs),
    /// Persons of a FollowTheMoney or MISP file. What was not carried is told.
    ///
    /// Example: amana import entities --format ftm people.jsonl --unit POLICE --level restricted
    /// --for criminal-investigation --source X --information 4 --offence drug-trafficking
    Entities(super::exchange::EntitiesArgs),
}

#[derive(Args)]
pub struct MapArgs {
    file: PathBuf,
    /// The country of every row where no column says it; this node's own without it.
    #[arg(long)]
    country: Option<String>,
    /// What the table is called in every release; the file's name without it.
    #[arg(long)]
    source: Option<String>,
    /// The sheet of a workbook.
    #[arg(long)]
    sheet: Option<String>,
    /// The line of the headings, counted from 1.
    #[arg(long)]
    heading_line: Option<u64>,
    /// Where to write the mapping; standard output without it.
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum SeizureFormat {
    /// UNODC's individual drug seizures, `;`-separated, zipped or not.
    UnodcIds,
}

pub async fn import(call: &Call, command: ImportCommand) -> Result<(), Failure> {
    match command {
        ImportCommand::Seizures { map: Some(map), file, .. } => by_mapping(call, &map, &file),
        ImportCommand::Seizures { file, only, .. } => unodc(call, &file, only.as_deref()),
        ImportCommand::Map(args) => propose(call, args),
        ImportCommand::Entities(args) => super::exchange::import(call, args).await,
    }
}

fn unodc(call: &Call, file: &Path, only: Option<&str>) -> Result<(), Failure> {
    let _lock = call.home.lock()?;
    let bar = bar(call);
    let report = unodc::run(&call.home, file, only, |progress| show(&bar, progress))?;
    bar.finish_and_clear();
    for fault in &report.faults {
        eprintln!("line {}: {}", fault.line, fault.reason);
    }
    call.say(&report.to_json(), |_| sentence(&report));
    Ok(())
}

fn by_mapping(call: &Call, map: &Path, file: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(map).map_err(|error| Error::file(map, error))?;
    let mapping = Mapping::parse(&text)?;
    let _lock = call.home.lock()?;
    let mut node = call.home.open()?;
    let unit = crate::import::unit_of(&node)?;
    let bar = bar(call);
    let report = seizure::into(&mut node, file, &mapping, &unit, |progress| show(&bar, progress))?;
    bar.finish_and_clear();
    report_release(call, &report);
    Ok(())
}

/// The sentence on standard output, row by row on standard error.
fn report_release(call: &Call, report: &release::Report) {
    for fault in report.unreadable.first.iter().chain(&report.contested.first) {
        eprintln!("line {}: {}", fault.line, fault.reason);
    }
    for (Unmapped { list, raw }, count) in &report.unmapped {
        eprintln!("not on the list {list}: {raw:?}, {count} times");
    }
    for heading in &report.unread {
        eprintln!("not read: column {heading:?}");
    }
    call.say(&report.to_json(), |_| report.sentence());
}

fn propose(call: &Call, args: MapArgs) -> Result<(), Failure> {
    let MapArgs { file, country, source, sheet, heading_line, out } = args;
    // A country's own table is about the country: its node's code is the country's.
    let own = || call.home.open().ok().map(|node| node.code.to_string());
    let known = |code: &String| ::record::codelist::check("country", code).is_ok();
    let country = country.or_else(own).filter(known);
    let layout = Layout { sheet, heading_line, ..Layout::default() };
    // Without a node in the folder the common lists are looked up in.
    let lists = call.home.lists()?;
    let proposal = proposal::propose(&file, &Given { country, source, layout }, &lists)?;
    if !call.json {
        eprintln!("{}", proposal.sentences());
    }
    if let Some(out) = &out {
        std::fs::write(out, proposal.to_toml()).map_err(|error| Error::file(out, error))?;
    }
    call.say(&proposal.to_json(), |_| match &out {
        Some(out) => out.display().to_string(),
        None => proposal.to_toml(),
    });
    Ok(())
}

/// Rows are not known before they are read; bytes are.
fn bar(call: &Call) -> ProgressBar {
    let bar = call.bar(0, "");
    let template = "{msg} {bar:30} {percent}% {eta}";
    bar.set_style(ProgressStyle::with_template(template).expect("the template is a constant"));
    bar
}

fn show(bar: &ProgressBar, Progress { rows, bytes, bytes_total }: Progress) {
    bar.set_length(bytes_total);
    bar.set_position(bytes);
    bar.set_message(format!("{rows} rows"));
}

fn sentence(report: &Report) -> String {
    let Report { rows, records, known, others, seconds, .. } = report;
    let (unreadable, unmapped) = (report.faults.len(), report.unmapped_total);
    format!(
        "{rows} rows: {records} new records, {known} imported before, {others} of other \
         countries, {unreadable} unreadable; {unmapped} values on no list; {seconds:.1} s"
    )
}
