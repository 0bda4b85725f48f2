//! member, limit, unit, proposal: what administrators look at and change.

use clap::Subcommand;
use serde_json::{Value, json};

use super::record::pretty;
use super::{Call, Failure};

#[derive(Subcommand)]
pub enum MemberCommand {
    /// Members: keys, when they were heard of, lanes and queues.
    List,
    /// Try every lane to a member now, whatever it waits for.
    Try { code: String },
}

#[derive(Subcommand)]
pub enum LimitCommand {
    /// Every limit, with its default and what it may be.
    List,
    /// Set a limit. A looser one needs a second person: with a reason it is proposed.
    Set {
        name: String,
        value: i64,
        /// Why, for whoever confirms.
        #[arg(long)]
        reason: Option<String>,
    },
}

#[derive(Subcommand)]
pub enum UnitCommand {
    /// Units of this node.
    List,
    /// Create a unit.
    Add {
        code: String,
        #[arg(long)]
        name: String,
    },
    /// Give a unit another name; its code stays.
    Rename {
        code: String,
        #[arg(long)]
        name: String,
    },
    /// End a unit in which nobody works.
    End { code: String },
    /// Take an ended unit up again.
    Resume { code: String },
}

#[derive(Subcommand)]
pub enum ProposalCommand {
    /// What waits for a second person, and what is over.
    List,
    /// Exactly what would be done.
    Show { number: i64 },
    /// Decline a proposal, or take one's own back. Confirming is a person's, in a browser.
    Decline {
        number: i64,
        #[arg(long)]
        reason: String,
    },
}

const BELOW: &str = "/api/v1/administration";

pub async fn member(call: &Call, command: MemberCommand) -> Result<(), Failure> {
    let client = call.client().await?;
    match command {
        MemberCommand::List => {
            let answered = client.get(&format!("{BELOW}/members"), &call.purpose).await?;
            call.print(&answered, pretty)
        }
        MemberCommand::Try { code } => {
            let path = format!("{BELOW}/members/{code}/tries");
            let answered = client.post(&path, &Value::Null).await?;
            call.print(&answered, |_| format!("{code} is tried now"))
        }
    }
}

pub async fn limit(call: &Call, command: LimitCommand) -> Result<(), Failure> {
    let client = call.client().await?;
    match command {
        LimitCommand::List => {
            let answered = client.get(&format!("{BELOW}/limits"), &call.purpose).await?;
            call.print(&answered, limits)
        }
        LimitCommand::Set { name, value, reason: None } => {
            let path = format!("{BELOW}/limits/{name}");
            let answered = client.put(&path, &json!({"value": value})).await?;
            call.print(&answered, |_| format!("{name} is {value}"))
        }
        LimitCommand::Set { name, value, reason: Some(reason) } => {
            let wanted = json!({"measure": "limit", "limit": name, "value": value});
            let body = json!({"wanted": wanted, "reason": reason});
            let answered = client.post("/api/v1/proposals", &body).await?;
            call.print(&answered, |made| {
                format!("proposal {} waits for a second person", made["number"])
            })
        }
    }
}

fn limits(all: &Value) -> String {
    let line = |limit: &Value| {
        let of = |key: &str| limit[key].to_string();
        let name = limit["name"].as_str().unwrap_or_default();
        let set = if limit["set"] == true { "  set here" } else { "" };
        format!("{name:<28} {:>12}  default {}{set}", of("value"), of("default"))
    };
    let lines = all.as_array().into_iter().flatten().map(line);
    lines.collect::<Vec<String>>().join("\n")
}

pub async fn unit(call: &Call, command: UnitCommand) -> Result<(), Failure> {
    let client = call.client().await?;
    let (code, change, done) = match command {
        UnitCommand::List => {
            let answered = client.get(&format!("{BELOW}/units"), &call.purpose).await?;
            return call.print(&answered, pretty);
        }
        UnitCommand::Add { code, name } => {
            let body = json!({"code": code, "name": name});
            let answered = client.post(&format!("{BELOW}/units"), &body).await?;
            return call.print(&answered, |_| format!("created {code}"));
        }
        UnitCommand::Rename { code, name } => (code, json!({"name": name}), "renamed"),
        UnitCommand::End { code } => (code, json!({"active": false}), "ended"),
        UnitCommand::Resume { code } => (code, json!({"active": true}), "taken up again"),
    };
    let answered = client.patch(&format!("{BELOW}/units/{code}"), &change).await?;
    call.print(&answered, |_| format!("{code} {done}"))
}

pub async fn proposal(call: &Call, command: ProposalCommand) -> Result<(), Failure> {
    let client = call.client().await?;
    match command {
        ProposalCommand::List => {
            let answered = client.get("/api/v1/proposals", &call.purpose).await?;
            call.print(&answered, pretty)
        }
        ProposalCommand::Show { number } => {
            let path = format!("/api/v1/proposals/{number}");
            let answered = client.get(&path, &call.purpose).await?;
            call.print(&answered, pretty)
        }
        ProposalCommand::Decline { number, reason } => {
            let path = format!("/api/v1/proposals/{number}/refusal");
            let answered = client.post(&path, &json!({"reason": reason})).await?;
            call.print(&answered, |_| format!("proposal {number} is over"))
        }
    }
}
