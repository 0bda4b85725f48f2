//! assign, hand-over, duty: who works on what, and when.

use ::record::RecordId;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::find::address;
use super::record::text_of;
use super::{Call, Failure};
use crate::Error;

#[derive(Args)]
#[group(id = "receiver", multiple = false)]
struct To {
    #[arg(long)]
    officer: Option<String>,
    #[arg(long)]
    unit: Option<String>,
}

#[derive(Args)]
pub struct AssignArgs {
    /// The id of the thread's first message.
    id: String,
    #[command(flatten)]
    to: To,
    #[arg(long, default_value = "")]
    note: String,
    /// Nothing is left to do.
    #[arg(long, conflicts_with = "receiver")]
    done: bool,
    /// Something is left to do again.
    #[arg(long, conflicts_with_all = ["receiver", "done"])]
    open_again: bool,
}

#[derive(Args)]
pub struct HandOverArgs {
    #[command(flatten)]
    to: To,
    #[arg(long, default_value = "")]
    note: String,
    /// These threads only; all of yours on which something is left to do without it.
    #[arg(long, value_delimiter = ',')]
    threads: Vec<String>,
    /// Undo the hand-over of this number.
    #[arg(long, conflicts_with_all = ["receiver", "threads"])]
    undo: Option<i64>,
}

#[derive(Subcommand)]
pub enum DutyCommand {
    /// Turns of a unit, who is on duty now, gaps and overlaps.
    ///
    /// Example: amana duty show --unit POLICE
    Show {
        /// Yours without it.
        #[arg(long)]
        unit: Option<String>,
        /// RFC 3339, with the offset of the place.
        #[arg(long)]
        from: Option<String>,
        #[arg(long)]
        until: Option<String>,
    },
    /// Put an officer on duty.
    Add {
        #[arg(long)]
        unit: String,
        #[arg(long)]
        officer: String,
        /// RFC 3339, with the offset of the place.
        #[arg(long)]
        from: String,
        #[arg(long)]
        until: String,
    },
    /// Take a turn off the roster.
    Remove { number: i64 },
    /// Say who heads a unit and when an unseen flash message is taken further there.
    Unit {
        unit: String,
        #[arg(long)]
        head: Option<String>,
        #[arg(long)]
        flash_unseen_min: Option<i64>,
    },
    /// Flash messages that were taken further because nobody looked at them.
    Steps,
}

pub async fn assign(call: &Call, args: AssignArgs) -> Result<(), Failure> {
    let id = RecordId::parse(&args.id).map_err(Error::from)?;
    let path = format!("/api/v1/threads/{id}");
    let AssignArgs { to, note, done, open_again, .. } = args;
    let (path, body) = match done || open_again {
        true => (format!("{path}/done"), json!({"done": done, "note": note})),
        false => {
            let body = json!({"officer": to.officer, "unit": to.unit, "note": note});
            (format!("{path}/assignment"), body)
        }
    };
    let answered = call.client().await?.post_for(&path, &body, &call.purpose).await?;
    call.print(&answered, |_| "done".into())
}

pub async fn hand_over(call: &Call, args: HandOverArgs) -> Result<(), Failure> {
    let (client, path) = (call.client().await?, "/api/v1/hand-overs");
    if let Some(number) = args.undo {
        let answered = client.delete_for(&format!("{path}/{number}"), &call.purpose).await?;
        return call.print(&answered, |_| "undone".into());
    }
    let HandOverArgs { to, note, threads, .. } = args;
    if to.officer.is_none() && to.unit.is_none() {
        return call.print(&client.get(path, &call.purpose).await?, hand_overs);
    }
    let threads = Some(threads).filter(|threads| !threads.is_empty());
    let body = json!({"officer": to.officer, "unit": to.unit, "note": note, "threads": threads});
    let answered = client.post_for(path, &body, &call.purpose).await?;
    call.print(&answered, |value| format!("hand-over {}", value["number"]))
}

fn hand_overs(value: &Value) -> String {
    let lines = value.as_array().into_iter().flatten().map(|one| {
        let to = one["officer"].as_str().or(one["unit"].as_str()).unwrap_or_default();
        let state = match (one["undone"].is_string(), one["opened"].is_string()) {
            (true, _) => "  undone",
            (_, true) => "  opened",
            _ => "",
        };
        let (at, by, note) = (text_of(one, "at"), text_of(one, "by"), text_of(one, "note"));
        format!("{}  {at}  {by} → {to}  {} threads{state}  {note}", one["number"], one["count"])
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub async fn duty(call: &Call, command: DutyCommand) -> Result<(), Failure> {
    let (client, path) = (call.client().await?, "/api/v1/duty");
    let answered = match command {
        DutyCommand::Show { unit, from, until } => {
            let asked = [("unit", unit), ("from", from), ("until", until)];
            let asked = asked.into_iter().filter_map(|(key, value)| Some((key, value?)));
            let path = address(path, &asked.collect::<Vec<_>>())?;
            return call.print(&client.get(&path, &call.purpose).await?, roster);
        }
        DutyCommand::Steps => client.get("/api/v1/duty/steps", &call.purpose).await?,
        DutyCommand::Add { unit, officer, from, until } => {
            let body = json!({"unit": unit, "officer": officer, "from": from, "until": until});
            client.post(path, &body).await?
        }
        DutyCommand::Remove { number } => client.delete(&format!("{path}/{number}")).await?,
        DutyCommand::Unit { unit, head, flash_unseen_min } => {
            let body = json!({"head": head, "flash_unseen_min": flash_unseen_min});
            client.put(&format!("{path}/units/{unit}"), &body).await?
        }
    };
    call.print(&answered, |value| match value.as_array() {
        Some(steps) => steps.iter().map(step).collect::<Vec<_>>().join("\n"),
        None => value["number"].as_i64().map_or("done".into(), |number| format!("turn {number}")),
    })
}

fn step(one: &Value) -> String {
    let to = one["officer"].as_str().or(one["unit"].as_str()).unwrap_or("administrators");
    format!("{}  step {} to {to}", text_of(one, "at"), one["step"])
}

fn roster(value: &Value) -> String {
    let each = |key: &str| value[key].as_array().cloned().unwrap_or_default();
    let span = |one: &Value| format!("{} – {}", text_of(one, "from"), text_of(one, "until"));
    let names: Vec<String> =
        each("on_duty").iter().filter_map(|one| one.as_str().map(str::to_owned)).collect();
    let mut lines = vec![format!("{}  on duty: {}", text_of(value, "unit"), names.join(", "))];
    lines.extend(each("turns").iter().map(|turn| {
        format!("{:>6}  {}  {}", turn["number"].to_string(), span(turn), text_of(turn, "officer"))
    }));
    lines.extend(each("gaps").iter().map(|one| format!("nobody: {}", span(one))));
    lines.extend(each("overlaps").iter().map(|one| format!("several: {}", span(one))));
    lines.join("\n")
}
