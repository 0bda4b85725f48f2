//! bundle: what waits for a member, in a file that a person carries.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use ::record::NodeCode;
use ::record::moment::Date;
use clap::Subcommand;
use seal::note::base64_decode;
use serde_json::{Value, json};

use super::{Call, Failure};
use crate::Error;

#[derive(Subcommand)]
pub enum BundleCommand {
    /// Pack what waits for a member into a file. It stays queued until it is acknowledged.
    Out {
        /// The member.
        #[arg(long)]
        to: NodeCode,
        file: PathBuf,
        /// The last day on which it can be taken in, in UTC; without it the last that may be.
        #[arg(long)]
        until: Option<Date>,
        /// Only what is not in earlier bundles that can still arrive.
        #[arg(long)]
        next: bool,
    },
    /// Take in a file that was carried here; answers go into a file to be carried back.
    In {
        file: PathBuf,
        /// Where answers go; without it FILE.answer.
        #[arg(long)]
        answer: Option<PathBuf>,
    },
}

pub async fn bundle(call: &Call, command: BundleCommand) -> Result<(), Failure> {
    match command {
        BundleCommand::Out { to, file, until, next } => {
            let client = call.client().await?;
            let body = json!({"to": to, "last_day": until, "next": next});
            let answered = client.post("/api/v1/bundles", &body).await?;
            if !answered.status.is_success() {
                return Err(Failure::problem(&answered.body));
            }
            let packed = answered.body;
            write(&file, &packed["file"])?;
            call.say(&without_file(packed), |packed| packed_text(&file, packed));
            Ok(())
        }
        BundleCommand::In { file, answer } => take(call, &file, answer).await,
    }
}

async fn take(call: &Call, file: &Path, answer: Option<PathBuf>) -> Result<(), Failure> {
    let bytes = fs::read(file).map_err(|error| Error::file(file, error))?;
    let kind = "application/octet-stream";
    let client = call.client().await?;
    let answered = client.fetch("/api/v1/bundles/taken", (kind, bytes)).await?;
    let bytes = answered.map_err(|refused| Failure::problem(&refused.body))?;
    let mut taken: Value = serde_json::from_slice(&bytes)
        .map_err(|_| Error::Usage("the node's answer was cut off".into()))?;
    if taken["back"].is_object() {
        let out = answer.unwrap_or_else(|| {
            let mut name = file.as_os_str().to_owned();
            name.push(".answer");
            PathBuf::from(name)
        });
        write(&out, &taken["back"]["file"])?;
        taken["back"] = without_file(taken["back"].take());
        taken["back"]["path"] = json!(out.display().to_string());
    }
    call.say(&taken, taken_text);
    Ok(())
}

fn without_file(mut packed: Value) -> Value {
    if let Some(members) = packed.as_object_mut() {
        members.remove("file");
    }
    packed
}

/// Beside the old one, flushed, then in its place: a lost power leaves one of both.
fn write(path: &Path, file: &Value) -> Result<(), Error> {
    let bytes = file.as_str().and_then(base64_decode);
    let bytes = bytes.ok_or_else(|| Error::Usage("the node's answer was cut off".into()))?;
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let written = (|| {
        let mut out = fs::File::create(&fresh)?;
        out.write_all(&bytes)?;
        out.sync_all()?;
        fs::rename(&fresh, path)
    })();
    written.map_err(|error| Error::file(path, error))
}

fn packed_text(file: &Path, packed: &Value) -> String {
    let (file, pouches) = (file.display(), &packed["pouches"]);
    let until = packed["last_day"].as_str().unwrap_or_default();
    let more = match packed["more"] == true {
        true => "\nmore waits: carry this one, and pack the rest with --next",
        false => "",
    };
    format!("{file}: {pouches} pouches, to be taken in by the end of {until}{more}")
}

fn taken_text(taken: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![format!("from {}, made {}", text(&taken["from"]), text(&taken["made"]))];
    for pouch in taken["pouches"].as_array().into_iter().flatten() {
        let numbers = match (&pouch["first"], &pouch["last"]) {
            (Value::Null, _) | (_, Value::Null) => String::new(),
            (first, last) => format!(" {first} to {last}"),
        };
        let said = match text(&pouch["outcome"]).as_str() {
            "taken" => "taken".to_owned(),
            "known" => "was here already".to_owned(),
            "later" => "another bundle or the line must come first; nothing was taken".to_owned(),
            _ => format!("refused by {}: {}", text(&pouch["rule"]), text(&pouch["text"])),
        };
        lines.push(format!("pouch, {}{numbers}: {said}", text(&pouch["lane"])));
    }
    for answer in taken["answers"].as_array().into_iter().flatten() {
        lines.push(match text(&answer["outcome"]).as_str() {
            "settled" => "answer: the member has it".to_owned(),
            "again" => "answer: the member could not take it; it goes again".to_owned(),
            "known" => "answer: settled already".to_owned(),
            _ => format!("answer: refused by {}", text(&answer["rule"])),
        });
    }
    if taken["back"].is_object() {
        let until = text(&taken["back"]["last_day"]);
        lines.push(format!("carry {} back by {until}", text(&taken["back"]["path"])));
    }
    lines.join("\n")
}
