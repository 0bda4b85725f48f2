//! import: foreign files become records.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Call, Failure};
use crate::import::{Progress, Report, unodc};

#[derive(Subcommand)]
pub enum ImportCommand {
    /// Seizures from a foreign export. What was imported before is not imported again.
    ///
    /// Example: amana import seizures --format unodc-ids export.csv.zip --only CO
    Seizures {
        #[arg(long, value_enum)]
        format: SeizureFormat,
        file: PathBuf,
        /// Only rows this country reported, by ISO 3166-1 code; all without it.
        #[arg(long)]
        only: Option<String>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum SeizureFormat {
    /// UNODC's individual drug seizures, `;`-separated, zipped or not.
    UnodcIds,
}

pub async fn import(call: &Call, command: ImportCommand) -> Result<(), Failure> {
    let ImportCommand::Seizures { format: SeizureFormat::UnodcIds, file, only } = command;
    let _lock = call.home.lock()?;
    let bar = bar(call);
    let report = unodc::run(&call.home, &file, only.as_deref(), |progress| show(&bar, progress))?;
    bar.finish_and_clear();
    for fault in &report.faults {
        eprintln!("line {}: {}", fault.line, fault.reason);
    }
    call.say(&report.to_json(), |_| sentence(&report));
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
