//! publish, inbox, show, recall, hold, forward, uses: an officer's commands.

use std::io::Read;
use std::path::PathBuf;

use ::record::codelist::Language;
use ::record::word::catalogue;
use clap::Args;
use serde_json::{Value, json};

use super::{Call, Failure, attachment};
use crate::Error;
use crate::client::Client;

/// Drafts in one request.
const BATCH: usize = 256;

#[derive(Args)]
pub struct PublishArgs {
    /// A file with one draft, or one a line; `-` reads standard input.
    file: PathBuf,
    /// A file to put beside the one record; several with one `--attach` each.
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
    /// What each of them shows, in their order.
    #[arg(long, value_name = "TEXT", requires = "attach")]
    caption: Vec<String>,
    /// Why they are shared with all they say beside their content, places among it.
    #[arg(long, value_name = "REASON", requires = "attach")]
    keep_metadata: Option<String>,
}

#[derive(Args)]
pub struct InboxArgs {
    #[arg(long)]
    kind: Option<String>,
    #[arg(long)]
    owner: Option<String>,
    #[arg(long, default_value_t = 20)]
    limit: u32,
    /// Continues a page.
    #[arg(long)]
    cursor: Option<i64>,
}

#[derive(Args)]
pub struct WhichArgs {
    /// OWNER/ID, or OWNER/ID/REVISION.
    pub record: String,
}

#[derive(Args)]
pub struct ShowArgs {
    #[command(flatten)]
    which: WhichArgs,
    /// Show where it went instead of what it says.
    #[arg(long)]
    delivery: bool,
    /// Tell it in sentences, in this language: ar, en, fr, es.
    #[arg(long, conflicts_with = "delivery")]
    language: Option<String>,
    /// Show what it links to, what links to it, and where else what it mentions is mentioned.
    #[arg(long, conflicts_with = "delivery")]
    links: bool,
    /// Show which records are one with it, and who says so.
    #[arg(long, conflicts_with_all = ["delivery", "links"])]
    same: bool,
}

#[derive(Args)]
pub struct RecallArgs {
    /// The id of one of our records, or OWNER/ID.
    record: String,
    /// mistaken, outdated, unlawful, subject-request, case-closed
    #[arg(long, default_value = "mistaken")]
    reason: String,
}

#[derive(Args)]
pub struct HoldArgs {
    /// OWNER/ID/REVISION.
    name: String,
    #[arg(long)]
    authority: String,
    #[arg(long)]
    reference: String,
    /// YYYY-MM-DD, at most a year ahead.
    #[arg(long)]
    until: String,
}

#[derive(Args)]
pub struct ForwardArgs {
    /// OWNER/ID/REVISION of a record that is another's.
    name: String,
    /// A new recipient; several with one `--to` each. The owner is told in any case.
    #[arg(long, value_name = "CODE", required = true)]
    to: Vec<String>,
    /// Why.
    #[arg(long)]
    reason: String,
}

impl WhichArgs {
    /// The path of a record's address, and the revision where one was given.
    pub fn address(&self) -> Result<(String, Option<String>), Failure> {
        let mut pieces = self.record.split('/');
        match (pieces.next(), pieces.next(), pieces.next(), pieces.next()) {
            (Some(owner), Some(id), revision, None) => {
                Ok((format!("/api/v1/records/{owner}/{id}"), revision.map(str::to_owned)))
            }
            _ => Err(Error::Usage("expected OWNER/ID or OWNER/ID/REVISION".into()).into()),
        }
    }
}

pub async fn publish(call: &Call, args: PublishArgs) -> Result<(), Failure> {
    let text = read_text(&args.file)?;
    let mut drafts = drafts(&text)?;
    let client = call.client().await?;
    if !args.attach.is_empty() {
        let [draft] = &mut drafts[..] else {
            return Err(Error::Usage("files are put beside one record".into()).into());
        };
        draft["attachments"] = attached(call, &client, &args).await?;
    }
    if let [draft] = &drafts[..] {
        let answered = client.post("/api/v1/records", draft).await?;
        return call.print(&answered, |value| text_of(value, "name"));
    }
    let bar = call.bar(drafts.len() as u64, "published");
    let (mut outcomes, mut refused) = (Vec::new(), 0);
    for batch in drafts.chunks(BATCH) {
        let answered = client.post("/api/v1/records/batch", &json!(batch)).await?;
        if !answered.status.is_success() {
            return Err(Failure::problem(&answered.body));
        }
        let batch = answered.body.as_array().cloned().unwrap_or_default();
        refused += batch.iter().filter(|one| one.get("refused").is_some()).count();
        bar.inc(batch.len() as u64);
        outcomes.extend(batch);
    }
    bar.finish_and_clear();
    let lines = |value: &Value| {
        let each = value.as_array().into_iter().flatten().map(|one| match one.get("refused") {
            Some(problem) => format!("refused: {}", text_of(problem, "detail")),
            None => text_of(&one["published"], "name"),
        });
        each.collect::<Vec<_>>().join("\n")
    };
    call.say(&Value::Array(outcomes), lines);
    match refused {
        0 => Ok(()),
        some => Err(Failure { text: format!("{some} drafts were refused"), code: 3 }),
    }
}

/// Uploads the files of a publication.
async fn attached(call: &Call, client: &Client, args: &PublishArgs) -> Result<Value, Failure> {
    let mut attachments = Vec::with_capacity(args.attach.len());
    let mut captions = args.caption.iter();
    for path in &args.attach {
        let mut one = attachment::upload(call, client, path).await?;
        if let Some(caption) = captions.next() {
            one["caption"] = json!(caption);
        }
        if let Some(reason) = &args.keep_metadata {
            one["keep_metadata"] = json!(reason);
        }
        attachments.push(one);
    }
    Ok(Value::Array(attachments))
}

fn read_text(file: &PathBuf) -> Result<String, Error> {
    if file.as_os_str() == "-" {
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        return read.map(|_| text).map_err(|error| Error::file(file, error));
    }
    std::fs::read_to_string(file).map_err(|error| Error::file(file, error))
}

fn drafts(text: &str) -> Result<Vec<Value>, Error> {
    let stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let drafts: Result<Vec<Value>, _> = stream.collect();
    let drafts = drafts.map_err(|error| Error::Usage(format!("not JSON: {error}")))?;
    match &drafts[..] {
        [] => Err(Error::Usage("no draft in the file".into())),
        [Value::Array(list)] => Ok(list.clone()),
        _ => Ok(drafts),
    }
}

pub async fn inbox(call: &Call, args: InboxArgs) -> Result<(), Failure> {
    let mut query = format!("/api/v1/records?limit={}", args.limit);
    for (key, value) in [("kind", args.kind), ("owner", args.owner)] {
        query.extend(value.map(|value| format!("&{key}={value}")));
    }
    query.extend(args.cursor.map(|cursor| format!("&cursor={cursor}")));
    let answered = call.client().await?.get(&query, &call.purpose).await?;
    call.print(&answered, rows)
}

/// A list, one record a line.
pub fn rows(value: &Value) -> String {
    let rows = value["records"].as_array().into_iter().flatten();
    let line = |row: &Value| {
        let (name, kind, title) =
            (text_of(row, "name"), text_of(row, "kind"), text_of(row, "title"));
        format!("{name}  {kind:<12} {title}")
    };
    rows.map(line).collect::<Vec<_>>().join("\n")
}

pub async fn show(call: &Call, args: ShowArgs) -> Result<(), Failure> {
    let (mut path, revision) = args.which.address()?;
    if args.same {
        let answered = call.client().await?.get(&format!("{path}/same"), &call.purpose).await?;
        return call.print(&answered, super::thread::same);
    }
    if args.links {
        let answered = call.client().await?.get(&format!("{path}/links"), &call.purpose).await?;
        return call.print(&answered, super::thread::links);
    }
    if args.delivery {
        path.push_str("/delivery");
    } else {
        path.push_str(&format!("?language={}", args.language.as_deref().unwrap_or("en")));
        path.extend(revision.map(|revision| format!("&revision={revision}")));
    }
    let answered = call.client().await?.get(&path, &call.purpose).await?;
    call.print(&answered, |value| match &args.language {
        Some(language) => sentences(value, language),
        None => pretty(value),
    })
}

/// What it says, and how well that is attested.
fn sentences(view: &Value, language: &str) -> String {
    let text = view["text"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut lines: Vec<String> = text.map(str::to_owned).collect();
    let language = Language::parse(language);
    if let (Some(language), Some(standing)) = (language, view["evidence"].as_str()) {
        let words = catalogue(language);
        let standing = words.word(&format!("page-standing-{standing}"));
        lines.push(format!("{}: {standing}", words.word("page-standing")));
    }
    lines.join("\n")
}

pub async fn recall(call: &Call, args: RecallArgs) -> Result<(), Failure> {
    let id = args.record.split('/').nth(1).unwrap_or(&args.record);
    let body = json!({"id": id, "reason": args.reason});
    let answered = call.client().await?.post("/api/v1/recalls", &body).await?;
    call.print(&answered, |value| {
        format!("recalled by {} at {}", text_of(value, "name"), value["recipients"])
    })
}

pub async fn hold(call: &Call, args: HoldArgs) -> Result<(), Failure> {
    let body = json!({"name": args.name, "authority": args.authority,
        "reference": args.reference, "until": args.until});
    let answered = call.client().await?.post("/api/v1/holds", &body).await?;
    call.print(&answered, |value| format!("held under {}", text_of(value, "name")))
}

pub async fn forward(call: &Call, args: ForwardArgs) -> Result<(), Failure> {
    let body = json!({"name": args.name, "to": args.to, "purpose": call.purpose,
        "reason": args.reason});
    let answered = call.client().await?.post("/api/v1/forwards", &body).await?;
    call.print(&answered, |value| {
        format!("passed on by {} to {}", text_of(value, "name"), value["recipients"])
    })
}

pub async fn uses(call: &Call, args: WhichArgs) -> Result<(), Failure> {
    let (path, _) = args.address()?;
    let answered = call.client().await?.get(&format!("{path}/uses"), &call.purpose).await?;
    call.print(&answered, pretty)
}

pub fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}

pub fn text_of(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}
