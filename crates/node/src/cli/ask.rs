//! ask, hit, standing: questions to lists and records, and what people decide about hits.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use record::Purpose;
use serde_json::{Value, json};

use super::find::address;
use super::record::text_of;
use super::{Call, Failure};
use crate::Error;
use crate::ask::Typed;
use crate::clock::SystemClock;
use crate::copy::opened::Opened;
use crate::copy::told;
use crate::store::device_folder::Folder;

/// Questions that are sent at once.
const BATCH: usize = 500;

#[derive(Args)]
pub struct AskArgs {
    /// A name, a number, machine-readable lines; - reads standard input.
    #[arg(required_unless_present_any = ["lines", "history"])]
    text: Option<String>,
    #[command(flatten)]
    said: SaidArgs,
    /// Ask every line of a file, - for standard input: one JSON answer a line.
    #[arg(long, conflicts_with = "text")]
    lines: Option<PathBuf>,
    /// Your own questions instead, the newest first.
    #[arg(long, conflicts_with_all = ["text", "lines"])]
    history: bool,
    /// Of the answer: ar, en, fr or es.
    #[arg(long, default_value = "en")]
    language: String,
    /// Ask an offline copy on its device instead of a node: the file.
    #[arg(long, conflicts_with = "history")]
    offline: Option<PathBuf>,
    /// The device's folder.
    #[arg(long, env = "AMANA_DEVICE", default_value = "amana-device")]
    device: PathBuf,
}

#[derive(Args)]
struct SaidArgs {
    /// What it is, where the reading is to be corrected: person, organisation, vessel, number, or
    /// the kind of an identifier.
    #[arg(long)]
    kind: Option<String>,
    /// A birth date: 1961-05-27, or 1961.
    #[arg(long)]
    birth: Vec<String>,
    /// A nationality or flag.
    #[arg(long)]
    country: Vec<String>,
    /// The number of a document.
    #[arg(long)]
    document: Vec<String>,
}

impl SaidArgs {
    fn words(&self, text: &str) -> Typed {
        Typed {
            text: text.to_owned(),
            kind: self.kind.clone(),
            births: self.birth.clone(),
            countries: self.country.clone(),
            documents: self.document.clone(),
        }
    }

    fn typed(&self, text: &str) -> Value {
        json!({
            "text": text,
            "kind": self.kind,
            "births": self.birth,
            "countries": self.country,
            "documents": self.document,
        })
    }
}

#[derive(Subcommand)]
pub enum HitCommand {
    /// Hits of your unit, the newest first.
    List {
        /// Only what nobody has decided on.
        #[arg(long)]
        open: bool,
        #[arg(long, default_value = "en")]
        language: String,
    },
    Show {
        number: i64,
        #[arg(long, default_value = "en")]
        language: String,
    },
    /// Work a hit out again and compare, bit for bit.
    Again { number: i64 },
    /// match, no-match or need-more, with a reason.
    Decide {
        number: i64,
        decision: String,
        #[arg(long)]
        reason: String,
    },
}

#[derive(Subcommand)]
pub enum StandingCommand {
    /// Your standing questions.
    List,
    /// Set one.
    Set(StandingArgs),
    /// End one.
    End { number: i64 },
}

#[derive(Args)]
pub struct StandingArgs {
    text: String,
    #[command(flatten)]
    said: SaidArgs,
    /// Why it stands.
    #[arg(long)]
    note: String,
    /// YYYY-MM-DD.
    #[arg(long)]
    expires: String,
    /// The day it is reviewed; that of its end without it.
    #[arg(long)]
    review: Option<String>,
}

fn read_all(path: &PathBuf) -> Result<String, Error> {
    let failed = |error| Error::file(path, error);
    if path.as_os_str() != "-" {
        return std::fs::read_to_string(path).map_err(failed);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

pub async fn ask(call: &Call, args: AskArgs) -> Result<(), Failure> {
    if args.history {
        let answered = call.client().await?.get("/api/v1/questions", &call.purpose).await?;
        return call.print(&answered, past);
    }
    let lines = args.lines.as_ref().map(read_all).transpose()?;
    if let (Some(text), None) = (&lines, &args.offline) {
        return ask_lines(call, &args, text).await;
    }
    let text = match args.text.as_deref() {
        Some("-") => read_all(&PathBuf::from("-"))?,
        text => text.unwrap_or_default().to_owned(),
    };
    if let Some(copy) = &args.offline {
        let lines: Vec<&str> = match &lines {
            Some(lines) => lines.lines().filter(|line| !line.trim().is_empty()).collect(),
            None => vec![&text],
        };
        return ask_copy(call, &args, (copy, &lines));
    }
    let mut body = args.said.typed(&text);
    body["language"] = json!(args.language);
    let answered = call.client().await?.post_for("/api/v1/ask", &body, &call.purpose).await?;
    call.print(&answered, answer)
}

/// Asks a copy on its device: the same reading, comparing and telling as at the node.
fn ask_copy(call: &Call, args: &AskArgs, (copy, lines): (&Path, &[&str])) -> Result<(), Failure> {
    let language = super::copy::tongue(&args.language)?;
    let purpose = Purpose::parse(&call.purpose);
    let purpose =
        purpose.ok_or_else(|| Error::Usage(format!("`{}` is no purpose", call.purpose)))?;
    let mut opened = Opened::new(copy, Folder::at(&args.device), Arc::new(SystemClock));
    for line in lines {
        let answered = opened.ask(&args.said.words(line), purpose, language);
        let answered = answered.map_err(|error| match error {
            Error::Copy(stopped) => Failure { text: told::stopped(stopped, language), code: 3 },
            other => other.into(),
        })?;
        // By way of its text: a score has as many digits as the node's.
        let said = serde_json::to_string(&answered).and_then(|text| serde_json::from_str(&text));
        let said: Value = said.expect("an answer is JSON");
        call.say(&said, |said| format!("{}\n{}", super::copy::age(&said["copy"]), answer(said)));
    }
    Ok(())
}

async fn ask_lines(call: &Call, args: &AskArgs, text: &str) -> Result<(), Failure> {
    let client = call.client().await?;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let bar = call.bar(lines.len() as u64, "questions");
    for some in lines.chunks(BATCH) {
        let questions: Vec<Value> = some.iter().map(|line| args.said.typed(line)).collect();
        let body = json!({"questions": questions, "language": args.language});
        let answered = client.post_for("/api/v1/ask/batch", &body, &call.purpose).await?;
        if !answered.status.is_success() {
            return Err(Failure::problem(&answered.body));
        }
        for one in answered.body.as_array().into_iter().flatten() {
            call.say(one, answer);
        }
        bar.inc(some.len() as u64);
    }
    bar.finish_and_clear();
    Ok(())
}

fn sentences(value: &Value, key: &str) -> Vec<String> {
    let each = value[key].as_array().into_iter().flatten();
    each.filter_map(Value::as_str).map(|text| format!("    {text}")).collect()
}

fn answer(value: &Value) -> String {
    if let Some(problem) = value["problem"].as_str() {
        return problem.to_owned();
    }
    let mut lines = vec![format!("{} ({})", text_of(value, "sentence"), text_of(value, "kind"))];
    lines.extend(sentences(value, "findings"));
    lines.extend(value["hits"].as_array().into_iter().flatten().map(one_hit));
    for one in value["not_asked"].as_array().into_iter().flatten() {
        lines.push(format!("not asked: {}: {}", text_of(one, "list"), text_of(one, "reason")));
    }
    lines.join("\n")
}

fn one_hit(value: &Value) -> String {
    let from = match value["list"].as_str() {
        Some(list) => format!("list {list}, {}", text_of(&value["entry"], "reference")),
        None => format!("record {}", text_of(value, "record")),
    };
    let names = value["entry"]["names"].as_array().into_iter().flatten();
    let names: Vec<&str> = names.filter_map(Value::as_str).take(3).collect();
    // One that was found on a device has its number once the node has it.
    let number = value["hit"].as_i64().map_or_else(String::new, |hit| format!(" {hit}"));
    let mut lines = vec![format!("hit{number}: {from}: {}", names.join("; "))];
    for key in ["evidence", "said", "do"] {
        lines.extend(sentences(value, key));
    }
    lines.push(format!("    {}", text_of(value, "call")));
    lines.push(format!(
        "    {:.3}  {}",
        value["score"].as_f64().unwrap_or(0.0),
        text_of(value, "scorer")
    ));
    if let Some(decision) = value["decision"]["decision"].as_str() {
        lines.push(format!("    decided: {decision}: {}", text_of(&value["decision"], "reason")));
    }
    lines.join("\n")
}

fn past(value: &Value) -> String {
    let lines = value.as_array().into_iter().flatten().map(|one| {
        let hits = one["hits"].as_array().map_or(0, Vec::len);
        let of = |key| text_of(one, key);
        format!("{}  {}  {}  {}  {hits} hits", one["question"], of("at"), of("kind"), of("text"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub async fn hit(call: &Call, command: HitCommand) -> Result<(), Failure> {
    let client = call.client().await?;
    let path = "/api/v1/hits";
    match command {
        HitCommand::List { open, language } => {
            let query = [("open", open.to_string()), ("language", language)];
            let answered = client.get(&address(path, &query)?, &call.purpose).await?;
            call.print(&answered, |value| {
                let hits = value.as_array().into_iter().flatten().map(one_hit);
                hits.collect::<Vec<_>>().join("\n")
            })
        }
        HitCommand::Show { number, language } => {
            let path = address(&format!("{path}/{number}"), &[("language", language)])?;
            call.print(&client.get(&path, &call.purpose).await?, one_hit)
        }
        HitCommand::Again { number } => {
            let answered = client.get(&format!("{path}/{number}/again"), &call.purpose).await?;
            call.print(&answered, |value| {
                match (value["same"] == true, value["missing"].as_str()) {
                    (true, _) => format!("the same, bit for bit ({})", text_of(value, "scorer")),
                    (false, Some(why)) => format!("it cannot be worked out: {why}"),
                    (false, None) => {
                        format!("not the same: kept {}, now {}", value["kept"], value["now"])
                    }
                }
            })
        }
        HitCommand::Decide { number, decision, reason } => {
            let body = json!({"decision": decision, "reason": reason});
            let path = format!("{path}/{number}/decision");
            let answered = client.post_for(&path, &body, &call.purpose).await?;
            call.print(&answered, |value| text_of(value, "decision"))
        }
    }
}

pub async fn standing(call: &Call, command: StandingCommand) -> Result<(), Failure> {
    let (client, path) = (call.client().await?, "/api/v1/standing-questions");
    match command {
        StandingCommand::List => call.print(&client.get(path, &call.purpose).await?, |value| {
            let lines = value.as_array().into_iter().flatten().map(|one| {
                let of = |key| text_of(one, key);
                let (text, note) = (of("text"), of("note"));
                format!("{}  {text}  until {}  {note}", one["standing"], of("expires"))
            });
            lines.collect::<Vec<_>>().join("\n")
        }),
        StandingCommand::Set(args) => {
            let StandingArgs { text, said, note, expires, review } = args;
            let review = review.unwrap_or_else(|| expires.clone());
            let ask = said.typed(&text);
            let body = json!({"ask": ask, "note": note, "expires": expires, "review": review});
            let answered = client.post_for(path, &body, &call.purpose).await?;
            call.print(&answered, |value| format!("standing question {}", value["standing"]))
        }
        StandingCommand::End { number } => {
            let answered = client.delete(&format!("{path}/{number}")).await?;
            call.print(&answered, |_| "ended".into())
        }
    }
}
