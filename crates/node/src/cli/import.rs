//! import: foreign files become records.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Call, Failure};
use crate::import::unodc;

#[derive(Subcommand)]
pub enum ImportCommand {
    /// Seizures from a foreign export.
    Seizures {
        /// `unodc-ids`: UNODC's individual drug seizures, `;`-separated, zipped or not.
        #[arg(long)]
        format: String,
        file: PathBuf,
        /// Only rows this country reported, by ISO 3166-1 code.
        #[arg(long)]
        only: Option<String>,
    },
}

pub async fn import(call: &Call, command: ImportCommand) -> Result<(), Failure> {
    let ImportCommand::Seizures { format, file, only } = command;
    if format != "unodc-ids" {
        let text = format!("`{format}` is no known format: unodc-ids");
        return Err(crate::Error::Usage(text).into());
    }
    let _lock = call.home.lock()?;
    let bar = call.bar(0, "imported");
    let report = unodc::run(&call.home, &file, only.as_deref(), |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    for fault in &report.faults {
        eprintln!("line {}: {}", fault.line, fault.reason);
    }
    let said = report.to_json();
    call.say(&said, |_| {
        format!(
            "{} rows, {} records, {} unreadable, {:.1} s",
            report.rows,
            report.records,
            report.faults.len(),
            report.seconds
        )
    });
    Ok(())
}
