//! import entities, export entities: other networks' formats. Exports go through each record's own
//! export, so that policy decides and the audit names every one; imports are drafts of an officer.

use std::io::Read;
use std::path::{Path, PathBuf};

use ::record::evaluation::{Information, Nature, Source};
use ::record::{Evaluation, Handling, HandlingCode, Level, NodeCode, Purpose, Unit, codelist};
use clap::Args;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::record::WhichArgs;
use super::{Call, Failure};
use crate::Error;
use crate::exchange::{self, Format, Given, Limits, Outgoing, Report};

/// Drafts in one request.
const BATCH: usize = 256;

#[derive(Args)]
pub struct EntitiesArgs {
    #[arg(long, value_enum)]
    format: Format,
    file: PathBuf,
    /// The unit whose records they become.
    #[arg(long)]
    unit: Unit,
    /// for-official-use, restricted or confidential.
    #[arg(long)]
    level: String,
    /// Handling codes: H0, H1, H2.
    #[arg(long = "code", value_name = "CODE")]
    codes: Vec<String>,
    /// What the records may be used for.
    #[arg(long = "for", value_name = "PURPOSE", required = true)]
    purposes: Vec<String>,
    /// How reliable the source is: A, B, C or X.
    #[arg(long)]
    source: String,
    /// How the source knows: 1, 2, 3 or 4.
    #[arg(long)]
    information: String,
    /// Why those in the file are in the network, by the list `offence`. A person's category is
    /// `unknown`.
    #[arg(long)]
    offence: String,
    /// Nodes that receive them; none keeps them at home.
    #[arg(long = "to", value_name = "NODE")]
    recipients: Vec<NodeCode>,
    /// Only say what would be carried.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Args)]
pub struct ExportArgs {
    #[arg(long, value_enum)]
    format: Format,
    #[arg(long)]
    out: PathBuf,
    /// OWNER/ID, or OWNER/ID/REVISION.
    #[arg(required = true)]
    records: Vec<String>,
}

/// A closed code of the record's header, by its text.
fn code<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, Error> {
    serde_json::from_value(Value::String(text.into()))
        .map_err(|_| Error::Usage(format!("`{text}` is no {what}")))
}

impl EntitiesArgs {
    fn given(&self) -> Result<Given, Error> {
        let codes: Vec<HandlingCode> =
            self.codes.iter().map(|text| code("handling code", text)).collect::<Result<_, _>>()?;
        let level: Level = code("level", &self.level)?;
        let purpose = |text: &String| {
            Purpose::parse(text).ok_or_else(|| Error::Usage(format!("`{text}` is no purpose")))
        };
        let unknown = |what: &str| Error::Usage(format!("--{what} is not of the 4×4 evaluation"));
        codelist::check("offence", &self.offence)?;
        Ok(Given {
            unit: self.unit.clone(),
            handling: Handling::new(level, &codes),
            purposes: self.purposes.iter().map(purpose).collect::<Result<_, _>>()?,
            evaluation: Evaluation {
                source: Source::parse(&self.source).ok_or_else(|| unknown("source"))?,
                information: Information::parse(&self.information)
                    .ok_or_else(|| unknown("information"))?,
                nature: Nature::Fact,
                original: None,
            },
            offence: self.offence.clone(),
            recipients: self.recipients.clone(),
        })
    }
}

/// A file up to its limit, whatever size it says it has: a pipe has none, and a file grows.
fn read(path: &Path, file_bytes_max: u64) -> Result<String, Error> {
    let wrong = |error| Error::file(path, error);
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(wrong)?;
    file.take(file_bytes_max.saturating_add(1)).read_to_end(&mut bytes).map_err(wrong)?;
    if bytes.len() as u64 > file_bytes_max {
        let (what, limit) = ("the file", "exchange_file_bytes_max");
        return Err(Error::Limit { what, limit, max: file_bytes_max });
    }
    String::from_utf8(bytes).map_err(|_| Error::Usage("the file is not UTF-8".into()))
}

/// Reads a file, publishes what it carries as the officer, and tells what it does not.
pub async fn import(call: &Call, args: EntitiesArgs) -> Result<(), Failure> {
    let given = args.given()?;
    let limits = Limits::of(&call.home.config()?);
    let text = read(&args.file, limits.file_bytes_max)?;
    let incoming = exchange::read(args.format, &text, &given, limits)?;
    let (mut published, mut refused) = (Vec::new(), Vec::new());
    if !args.dry_run {
        let client = call.client().await?;
        for batch in incoming.drafts.chunks(BATCH) {
            let answered = client.post("/api/v1/records/batch", &json!(batch)).await?;
            if !answered.status.is_success() {
                return Err(Failure::problem(&answered.body));
            }
            for one in answered.body.as_array().into_iter().flatten() {
                match one.get("refused") {
                    Some(problem) => refused.push(problem["detail"].clone()),
                    None => published.push(one["published"]["name"].clone()),
                }
            }
        }
    }
    tell(call, &incoming.report);
    let said = json!({"published": published, "refused": refused, "report": incoming.report});
    let count = published.len();
    call.say(&said, |_| format!("{count} records; {}", sentence(&incoming.report)));
    match refused.len() {
        0 => Ok(()),
        some => {
            Err(Failure { text: format!("{some} drafts were refused: {}", refused[0]), code: 3 })
        }
    }
}

/// Takes records out one by one, as `amana export record` does, and writes them into one file.
pub async fn export(call: &Call, args: ExportArgs) -> Result<(), Failure> {
    let max = Limits::of(&call.home.config()?).objects_max;
    if args.records.len() > max {
        let (what, limit, max) = ("the number of records", "exchange_objects_max", max as u64);
        return Err(Error::Limit { what, limit, max }.into());
    }
    let client = call.client().await?;
    let mut going = Vec::with_capacity(args.records.len());
    for record in args.records {
        let (path, revision) = WhichArgs { record }.address()?;
        let mut path = format!("{path}/export");
        path.extend(revision.map(|revision| format!("?revision={revision}")));
        let answered = client.get(&path, &call.purpose).await?;
        if !answered.status.is_success() {
            return Err(Failure::problem(&answered.body));
        }
        going.push(Outgoing::from_view(&answered.body)?);
    }
    let (text, report) = exchange::write(args.format, &going);
    std::fs::write(&args.out, text).map_err(|error| Error::file(&args.out, error))?;
    tell(call, &report);
    let file = args.out.display().to_string();
    let said = json!({"file": file, "report": report});
    call.say(&said, |_| format!("{file}: {}", sentence(&report)));
    Ok(())
}

/// One loss a line on standard error, for people; JSON holds them itself.
fn tell(call: &Call, report: &Report) {
    if call.json {
        return;
    }
    for loss in &report.losses {
        eprintln!("{}: {} not carried: {}", loss.record, loss.field, loss.why.text());
    }
}

fn sentence(report: &Report) -> String {
    let Report { read, carried, losses_total, .. } = report;
    let counts = report
        .counts
        .iter()
        .map(|((field, why), count)| format!("\n  {count} × {field}: {}", why.text()));
    let counts: String = counts.collect();
    format!("{read} looked at, {carried} carried, {losses_total} things not carried{counts}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_no_size_is_read_up_to_the_limit_and_no_further() {
        let endless = read(Path::new("/dev/zero"), 1_000);
        assert!(matches!(endless, Err(Error::Limit { limit: "exchange_file_bytes_max", .. })));
        assert_eq!(read(Path::new("/dev/null"), 1_000).unwrap(), "");
        let this = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let size = std::fs::metadata(&this).unwrap().len();
        assert_eq!(read(&this, size).unwrap().len() as u64, size);
        assert!(read(&this, size - 1).is_err());
    }
}
