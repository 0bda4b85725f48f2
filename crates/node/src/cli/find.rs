//! find, view, export of a search: records by words or by an identifier.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::part::Part;
use super::record::{rows, text_of};
use super::{Call, Failure, stop_signal};
use crate::Error;
use crate::client::Client;

/// What is asked for.
#[derive(Args)]
pub struct Question {
    /// Words that all must be there; "…" in quotes is a phrase, begin* a beginning.
    words: Vec<String>,
    /// NAME:VALUE, several with commas: kind, owner, year, country, substance, transport, …
    #[arg(long, default_value = "")]
    filter: String,
    /// The first day the matter may be of, YYYY-MM-DD.
    #[arg(long)]
    from: Option<String>,
    /// The last day.
    #[arg(long)]
    until: Option<String>,
}

#[derive(Args)]
pub struct FindArgs {
    #[command(flatten)]
    question: Question,
    /// Say how what was found divides.
    #[arg(long)]
    facets: bool,
    /// An identifier's kind, for instance phone.
    #[arg(long, requires = "value")]
    #[arg(conflicts_with_all = ["words", "filter", "from", "until", "facets"])]
    kind: Option<String>,
    #[arg(long, requires = "kind")]
    value: Option<String>,
    #[arg(long, default_value_t = 20)]
    limit: u32,
    /// Continues a page.
    #[arg(long)]
    cursor: Option<i64>,
}

pub async fn find(call: &Call, args: FindArgs) -> Result<(), Failure> {
    if let (Some(kind), Some(value)) = (&args.kind, &args.value) {
        let mut query = vec![("kind", kind.clone()), ("value", value.clone())];
        query.push(("limit", args.limit.to_string()));
        query.extend(args.cursor.map(|cursor| ("cursor", cursor.to_string())));
        let path = address("/api/v1/find", &query)?;
        let answered = call.client().await?.get(&path, &call.purpose).await?;
        return call.print(&answered, mentions);
    }
    let mut query = args.question.query();
    query.push(("facets", args.facets.to_string()));
    query.push(("limit", args.limit.to_string()));
    query.extend(args.cursor.map(|cursor| ("cursor", cursor.to_string())));
    let path = address("/api/v1/search", &query)?;
    let client = call.client().await?;
    client.catch_up().await?;
    let answered = client.get(&path, &call.purpose).await?;
    call.print(&answered, text)
}

impl Question {
    pub fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = vec![("words", self.quoted()), ("filter", self.filter.clone())];
        query.extend(self.from.clone().map(|day| ("from", day)));
        query.extend(self.until.clone().map(|day| ("until", day)));
        query
    }

    /// A shell takes quotes away: an argument with a space in it was a phrase.
    fn quoted(&self) -> String {
        let each = self.words.iter().map(|word| match word.contains(' ') && !word.contains('"') {
            true => format!("\"{word}\""),
            false => word.clone(),
        });
        each.collect::<Vec<_>>().join(" ")
    }
}

#[derive(Subcommand)]
pub enum ViewCommand {
    /// Keep a query under a name, for the purpose given with --purpose.
    ///
    /// Example: amana view save ports cocaine --filter kind:seizure,country:CO
    Save {
        name: String,
        #[command(flatten)]
        question: Question,
    },
    /// Your views.
    ///
    /// Example: amana view list
    List,
    /// Ask one.
    ///
    /// Example: amana view run ports --facets
    Run {
        name: String,
        #[arg(long)]
        facets: bool,
        #[arg(long, default_value_t = 20)]
        limit: u32,
        /// Continues a page.
        #[arg(long)]
        cursor: Option<i64>,
    },
    /// Forget one.
    ///
    /// Example: amana view delete ports
    Delete { name: String },
}

pub async fn view(call: &Call, command: ViewCommand) -> Result<(), Failure> {
    let client = call.client().await?;
    let answered = match command {
        ViewCommand::Save { name, question } => {
            let fields: serde_json::Map<String, Value> = (question.query().into_iter())
                .map(|(key, value)| (key.to_owned(), Value::String(value)))
                .collect();
            let body = json!({"purpose": call.purpose, "query": fields});
            client.put(&address_of(&name)?, &body).await?
        }
        ViewCommand::List => client.get("/api/v1/views", &call.purpose).await?,
        ViewCommand::Run { name, facets, limit, cursor } => {
            client.catch_up().await?;
            let mut query = vec![("facets", facets.to_string()), ("limit", limit.to_string())];
            query.extend(cursor.map(|cursor| ("cursor", cursor.to_string())));
            let path = address(&address_of(&name)?, &query)?;
            let answered = client.get(&path, &call.purpose).await?;
            return call.print(&answered, text);
        }
        ViewCommand::Delete { name } => client.delete(&address_of(&name)?).await?,
    };
    call.print(&answered, |value| {
        let rows = value.as_array().into_iter().flatten();
        let line = |row: &Value| format!("{}  {}", text_of(row, "name"), row["query"]);
        rows.map(line).collect::<Vec<_>>().join("\n")
    })
}

/// A view's address: its name may hold any letter.
fn address_of(name: &str) -> Result<String, Error> {
    // The encoding of a query, whose blanks are pluses; in a path they are not.
    let encoded = address("", &[("", name.to_owned())])?;
    let encoded = encoded.trim_start_matches(['?', '=']).replace('+', "%20");
    Ok(format!("/api/v1/views/{encoded}"))
}

#[derive(Args)]
pub struct TableArgs {
    #[command(flatten)]
    question: Question,
    /// csv or jsonl
    #[arg(long, default_value = "csv")]
    format: String,
    /// What it is taken out for: own, court or pass-on. The owner's handling codes may forbid it.
    #[arg(long = "use", default_value = "own", value_name = "USE")]
    used: String,
    /// The file to write, for you alone to read, once all of it is there; standard output without
    /// it.
    #[arg(long)]
    out: Option<PathBuf>,
}

pub async fn table(call: &Call, args: TableArgs) -> Result<(), Failure> {
    let mut query = args.question.query();
    query.extend([("format", args.format), ("use", args.used)]);
    let path = address("/api/v1/export", &query)?;
    let client = call.client().await?;
    client.catch_up().await?;
    let Some(out) = &args.out else {
        return download(call, &client, &path, &mut std::io::stdout()).await;
    };
    let mut part = Part::of(out)?;
    tokio::select! {
        done = download(call, &client, &path, part.file()) => done?,
        () = stop_signal() => return Err(Error::Usage("stopped under way".into()).into()),
    }
    Ok(part.keep()?)
}

async fn download(
    call: &Call,
    client: &Client,
    path: &str,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    match client.download(path, &call.purpose, out).await? {
        Some(refused) => Err(Failure::problem(&refused.body)),
        None => Ok(()),
    }
}

/// An address with its query, encoded.
pub fn address(path: &str, query: &[(&str, String)]) -> Result<String, Error> {
    let encoded = serde_urlencoded::to_string(query);
    encoded.map(|query| format!("{path}?{query}")).map_err(|error| Error::Usage(error.to_string()))
}

fn mentions(value: &Value) -> String {
    match (value["count"].as_u64(), value["common"].as_bool()) {
        (Some(_), Some(true)) => {
            format!("{}\ncommon: more records mention it than are counted", rows(value))
        }
        (Some(count), _) => {
            let least = if text_of(value, "counted") == "at-least" { "at least " } else { "" };
            format!("{}\n{least}{count} found", rows(value))
        }
        _ => rows(value),
    }
}

fn text(value: &Value) -> String {
    let mut text = rows(value);
    if let Some(count) = value["count"].as_u64() {
        let least = if text_of(value, "counted") == "at-least" { "at least " } else { "" };
        text.push_str(&format!("\n{least}{count} found"));
    }
    let facets = value["facets"].as_object();
    for (name, values) in facets.into_iter().flatten() {
        let values = values.as_array().into_iter().flatten();
        let values = values.map(|one| format!("{} {}", text_of(one, "value"), one["count"]));
        text.push_str(&format!("\n{name}: {}", values.collect::<Vec<_>>().join(", ")));
    }
    match value["waiting"].as_u64() {
        Some(waiting) if waiting > 0 => {
            format!("{text}\n{waiting} records are not found by words yet; ask again in a moment")
        }
        _ => text,
    }
}
