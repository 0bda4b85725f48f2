//! list: lists of others that people and things are looked for in.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use hyper::Method;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use super::find::address;
use super::record::text_of;
use super::{Call, Failure};
use crate::Error;
use crate::list::map::Map;

/// What OFAC publishes beside its list, by what its file is called.
const BESIDE: [&str; 2] = ["alt", "add"];
const MAIN: &str = "sdn";

#[derive(Subcommand)]
pub enum ListCommand {
    /// Add a list: its file as published. Beside a file of OFAC's, `alt` and `add` are taken too.
    ///
    /// Example: amana list add ofac --format ofac-sdn sdn.csv --purpose border-control
    /// --owner "Sanctions unit" --licence "US government work" --review 2027-01-31
    Add(AddArgs),
    /// Take a newer file: what it adds, changes and leaves out.
    ///
    /// Example: amana list update ofac sdn.csv
    Update { name: String, file: PathBuf },
    /// Say something else of a list; all of it is said anew.
    ///
    /// Example: amana list describe ofac --format ofac-sdn --purpose border-control
    /// --owner "Sanctions unit" --licence "US government work" --review 2028-01-31
    Describe(AboutArgs),
    /// Remove a list: nobody is answered from it any more.
    Remove { name: String },
    /// Every list: entries, date, owner, review.
    Status,
    /// A list's updates, the newest first.
    Updates { name: String },
}

#[derive(Args)]
pub struct AddArgs {
    #[command(flatten)]
    about: AboutArgs,
    file: PathBuf,
}

#[derive(Args)]
pub struct AboutArgs {
    /// 2 to 48 of a–z, 0–9 and -.
    name: String,
    /// ofac-sdn, un-xml, eu-xml, ftm or csv.
    #[arg(long)]
    format: String,
    /// What it may be asked for; several with commas between them. Without it, what the call is
    /// for.
    #[arg(long, value_delimiter = ',')]
    purpose: Vec<String>,
    /// Who answers for it.
    #[arg(long)]
    owner: String,
    /// Under which terms it may be used.
    #[arg(long)]
    licence: String,
    /// From the day after, nobody is answered from it until it is reviewed: YYYY-MM-DD.
    #[arg(long)]
    review: String,
    /// for-official-use, restricted or confidential.
    #[arg(long, default_value = "restricted")]
    level: String,
    /// The share of its entries, in percent, that an update may leave out.
    #[arg(long, value_name = "PERCENT")]
    shrink: Option<u8>,
    /// Whom to call about a hit.
    #[arg(long, default_value = "")]
    contact: String,
    /// What the list as a whole asks for: a code of action-wanted.
    #[arg(long)]
    action: Option<String>,
    /// How a table's columns are read: MAP.toml.
    #[arg(long)]
    map: Option<PathBuf>,
}

impl AboutArgs {
    fn json(self, call: &Call) -> Result<Value, Error> {
        let map = self.map.as_deref().map(read_map).transpose()?;
        let purposes =
            if self.purpose.is_empty() { vec![call.purpose.clone()] } else { self.purpose };
        let mut about = json!({
            "name": self.name,
            "format": self.format,
            "purposes": purposes,
            "owner": self.owner,
            "licence": self.licence,
            "review": self.review,
            "level": self.level,
            "shrink_percent": self.shrink,
            "contact": self.contact,
            "action": self.action,
        });
        if let Some(map) = map {
            about["map"] = json!(map);
        }
        Ok(about)
    }
}

fn read_map(path: &Path) -> Result<Map, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::file(path, error))?;
    Map::parse(&text)
}

pub async fn list(call: &Call, command: ListCommand) -> Result<(), Failure> {
    let client = call.client().await?;
    let answered = match command {
        ListCommand::Add(AddArgs { about, file }) => {
            let about = about.json(call)?;
            let ofac = about["format"] == "ofac-sdn";
            let path = address("/api/v1/lists", &[("about", about.to_string())])?;
            client.send_file(Method::POST, &path, open(&file, ofac)?).await?
        }
        ListCommand::Update { name, file } => {
            let path = format!("/api/v1/lists/{name}/file");
            client.send_file(Method::PUT, &path, open(&file, true)?).await?
        }
        ListCommand::Describe(about) => {
            let about = about.json(call)?;
            let path = format!("/api/v1/lists/{}", text_of(&about, "name"));
            let answered = client.put(&path, &about).await?;
            return call.print(&answered, |_| "done".into());
        }
        ListCommand::Remove { name } => {
            let answered = client.delete(&format!("/api/v1/lists/{name}")).await?;
            return call.print(&answered, |_| "removed".into());
        }
        ListCommand::Status => {
            let answered = client.get("/api/v1/lists", &call.purpose).await?;
            return call.print(&answered, standing);
        }
        ListCommand::Updates { name } => {
            let path = format!("/api/v1/lists/{name}/updates");
            let answered = client.get(&path, &call.purpose).await?;
            return call.print(&answered, updates);
        }
    };
    call.print(&answered, done)
}

fn done(value: &Value) -> String {
    format!(
        "{}: {} entries; {} added, {} changed, {} removed",
        text_of(value, "name"),
        value["entries"],
        value["added"],
        value["changed"],
        value["removed"]
    )
}

fn standing(value: &Value) -> String {
    let lines = value.as_array().into_iter().flatten().map(|one| {
        let overdue = if one["overdue"] == true { "  review overdue" } else { "" };
        let of = |key| text_of(one, key);
        let (name, entries, date) = (of("name"), &one["entries"], of("date"));
        format!(
            "{name}  {entries} entries  {date}  {}  review {}{overdue}",
            of("owner"),
            of("review")
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn updates(value: &Value) -> String {
    let lines = value.as_array().into_iter().flatten().map(|one| {
        let of = |key| text_of(one, key);
        format!("{}  {}  {}", one["round"], of("at"), done(one).trim_start_matches(": "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The file as it is sent: itself, or an archive of it and what stands beside it.
fn open(path: &Path, ofac: bool) -> Result<File, Error> {
    let beside = if ofac { beside(path) } else { Vec::new() };
    if beside.is_empty() {
        return File::open(path).map_err(|error| Error::file(path, error));
    }
    let passing = std::env::temp_dir().join(format!("amana-list-{}.zip", std::process::id()));
    let failed = |error| Error::file(&passing, error);
    let mut options = std::fs::OpenOptions::new();
    let out = options.read(true).write(true).create_new(true).open(&passing).map_err(failed)?;
    // It is read through its handle alone.
    std::fs::remove_file(&passing).map_err(failed)?;
    let mut archive = zip::ZipWriter::new(out);
    let bad = |error: zip::result::ZipError| Error::Usage(error.to_string());
    let main = [(MAIN, path.to_owned())];
    for (name, from) in main.into_iter().chain(beside) {
        archive.start_file(format!("{name}.csv"), SimpleFileOptions::default()).map_err(bad)?;
        let mut file = File::open(&from).map_err(|error| Error::file(&from, error))?;
        std::io::copy(&mut file, &mut archive).map_err(|error| Error::file(&from, error))?;
    }
    let mut out = archive.finish().map_err(bad)?;
    out.flush().and_then(|()| out.rewind()).map_err(failed)?;
    Ok(out)
}

/// Files of the same name but for what they are: `sdn-2021.csv`, `alt-2021.csv`.
fn beside(path: &Path) -> Vec<(&'static str, PathBuf)> {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return Vec::new() };
    if !name.contains(MAIN) {
        return Vec::new();
    }
    let other = |kind: &'static str| (kind, path.with_file_name(name.replacen(MAIN, kind, 1)));
    BESIDE.map(other).into_iter().filter(|(_, path)| path.is_file()).collect()
}
