//! audit: who did what here, proofs of lines, and hints for the inspector.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::find::address;
use super::record::{pretty, text_of};
use super::{Call, Failure};
use crate::Error;

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Entries, newest first.
    ///
    /// Example: amana --as dpo-1 audit list --officer desk-1 --deed read --from 2026-03-01
    List(Box<ListArgs>),
    /// How one line is proven by the log.
    ///
    /// Example: amana --as dpo-1 audit prove 4711
    Prove { row: i64 },
    /// Lines with all that proves them, for `amana verify` and strangers' programs.
    ///
    /// Example: amana --as dpo-1 audit export 4711,4712 --out lines.json
    Export {
        rows: String,
        #[arg(long)]
        out: PathBuf,
    },
    /// Bursts and look-ups outside one's work: for a person to look at.
    ///
    /// Example: amana --as dpo-1 audit hints
    Hints {
        /// Also what somebody has looked at already.
        #[arg(long)]
        all: bool,
    },
    /// Marks a hint as looked at.
    ///
    /// Example: amana --as dpo-1 audit looked-at 3 --note "An operation, asked the chief"
    LookedAt {
        row: i64,
        #[arg(long)]
        note: String,
    },
}

#[derive(Args)]
pub struct ListArgs {
    #[arg(long)]
    officer: Option<String>,
    #[arg(long)]
    unit: Option<String>,
    /// An officer's role, or peer.
    #[arg(long)]
    role: Option<String>,
    /// What was done, for instance read, queried, exported, refused.
    #[arg(long)]
    deed: Option<String>,
    /// OWNER/ID of a record.
    #[arg(long)]
    record: Option<String>,
    /// The kind of the record it is about.
    #[arg(long)]
    kind: Option<String>,
    /// The purpose that was stated.
    #[arg(long = "for", value_name = "PURPOSE")]
    purpose: Option<String>,
    /// OWNER/ID of a case: also what is linked with it.
    #[arg(long)]
    case: Option<String>,
    /// A node: its records, and what it did here.
    #[arg(long)]
    node: Option<String>,
    /// granted or refused
    #[arg(long)]
    outcome: Option<String>,
    /// The rule that refused.
    #[arg(long)]
    rule: Option<String>,
    /// The first day, YYYY-MM-DD, or moment.
    #[arg(long)]
    from: Option<String>,
    /// The last day, or the moment before which it was.
    #[arg(long)]
    until: Option<String>,
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// Continues a page.
    #[arg(long)]
    cursor: Option<i64>,
}

impl ListArgs {
    fn address(self) -> Result<String, Error> {
        let mut query = vec![("limit", self.limit.to_string())];
        let cursor = self.cursor.map(|cursor| cursor.to_string());
        for (key, value) in [
            ("officer", self.officer),
            ("unit", self.unit),
            ("role", self.role),
            ("deed", self.deed),
            ("record", self.record),
            ("kind", self.kind),
            ("purpose", self.purpose),
            ("case", self.case),
            ("node", self.node),
            ("outcome", self.outcome),
            ("rule", self.rule),
            ("from", self.from),
            ("until", self.until),
            ("cursor", cursor),
        ] {
            query.extend(value.map(|value| (key, value)));
        }
        address("/api/v1/audit", &query)
    }
}

pub async fn audit(call: &Call, command: AuditCommand) -> Result<(), Failure> {
    let client = call.client().await?;
    match command {
        AuditCommand::List(args) => {
            let answered = client.get(&args.address()?, &call.purpose).await?;
            call.print(&answered, entries)
        }
        AuditCommand::Prove { row } => {
            let answered = client.get(&format!("/api/v1/audit/lines/{row}"), &call.purpose).await?;
            call.print(&answered, pretty)
        }
        AuditCommand::Export { rows, out } => {
            let path = address("/api/v1/audit/file", &[("rows", rows)])?;
            let answered = client.get(&path, &call.purpose).await?;
            if !answered.status.is_success() {
                return Err(Failure::problem(&answered.body));
            }
            std::fs::write(&out, pretty(&answered.body)).map_err(|e| Error::file(&out, e))?;
            call.say(&json!({"file": out.display().to_string()}), |_| out.display().to_string());
            Ok(())
        }
        AuditCommand::Hints { all } => {
            let answered =
                client.get(&format!("/api/v1/audit/hints?all={all}"), &call.purpose).await?;
            call.print(&answered, hints)
        }
        AuditCommand::LookedAt { row, note } => {
            let path = format!("/api/v1/audit/hints/{row}");
            let answered = client.post(&path, &json!({"note": note})).await?;
            call.print(&answered, pretty)
        }
    }
}

fn each<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

fn entries(value: &Value) -> String {
    let mut lines: Vec<String> = each(value, "events").map(entry).collect();
    lines.extend(value["next"].as_i64().map(|next| format!("more: --cursor {next}")));
    lines.join("\n")
}

fn entry(event: &Value) -> String {
    let about = each(event, "about").map(|one| {
        let part = |at: usize| one[at].as_str().unwrap_or_default();
        format!("{}/{}", part(0), part(1))
    });
    let about: Vec<String> = about.collect();
    let words = ["at", "deed", "by", "role", "purpose", "refused", "reason"];
    let words = words.map(|key| text_of(event, key));
    let said: Vec<&str> =
        words.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    format!("{:>8}  {}  {}", event["row"], said.join("  "), about.join(" "))
}

fn hints(value: &Value) -> String {
    let lines: Vec<String> = each(value, "hints").map(hint).collect();
    if lines.is_empty() { "nothing to look at".into() } else { lines.join("\n") }
}

fn hint(hint: &Value) -> String {
    let what = match hint["reason"].as_str() {
        Some("burst") => format!(
            "{} look-ups in an hour; above {} is far more than usual (own {}, unit {})",
            hint["count"],
            hint["above"],
            usual(&hint["own"]),
            usual(&hint["others"]),
        ),
        _ => format!(
            "{} records opened that nothing connects with the officer or the unit",
            hint["count"]
        ),
    };
    let seen = match hint["seen_by"].as_str() {
        Some(by) => format!("; looked at by {by}: {}", text_of(hint, "note")),
        None => String::new(),
    };
    let (from, officer) = (text_of(hint, "from"), text_of(hint, "officer"));
    format!("{:>6}  {from}  {officer}: {what}{seen}", hint["row"])
}

fn usual(value: &Value) -> String {
    match value["median"].as_u64() {
        Some(median) => format!("median {median}, spread {}", value["spread"]),
        None => "not known yet".into(),
    }
}
