//! officer: enrolling people and issuing tokens.

use clap::Subcommand;
use serde_json::{Value, json};

use super::record::{pretty, text_of};
use super::{Call, Failure};
use crate::passkey::Party;
use crate::recovery;

#[derive(Subcommand)]
pub enum OfficerCommand {
    /// Enrol an officer.
    Add {
        /// The pseudonym peers may see: a–z, 0–9 and -.
        code: String,
        #[arg(long)]
        name: String,
        /// desk-officer, frontline-officer, analyst, data-protection-officer, administrator, …
        #[arg(long)]
        role: String,
        #[arg(long, default_value = "POLICE")]
        unit: String,
    },
    /// Officers of this node.
    List,
    /// Change an officer's name, role or unit.
    Change {
        code: String,
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        role: Option<String>,
        #[arg(long)]
        unit: Option<String>,
    },
    /// End an officer's service and every token with it.
    End { code: String },
    /// Make a link by which an officer without a passkey makes one, once.
    Link { code: String },
    /// Propose to let an officer back in who lost every passkey; another administrator confirms it
    /// in a browser. On the machine itself nobody else is needed while the node stands still: for a
    /// node whose only administrator lost every passkey.
    Recover {
        code: String,
        /// End the officer's passkeys and make the link here and now.
        #[arg(long)]
        on_this_machine: bool,
    },
    /// Bind an officer who has no way in yet to what an identity provider says of them.
    Bind {
        code: String,
        /// The provider's code in `amana.toml`.
        #[arg(long)]
        provider: String,
        /// What it says in the claim that is configured there.
        #[arg(long)]
        value: String,
    },
    /// End what an officer is bound to at identity providers. To let them in again takes two.
    Unbind { code: String },
    /// Sign an officer out of every browser and spend every link.
    SignOut { code: String },
    /// Issue a token; it is shown once.
    Token {
        code: String,
        #[arg(long, default_values = ["read"])]
        scope: Vec<String>,
        #[arg(long, default_value_t = 30)]
        days: i64,
    },
}

pub async fn officer(call: &Call, command: OfficerCommand) -> Result<(), Failure> {
    if let OfficerCommand::Recover { code, on_this_machine: true } = &command {
        return recover_here(call, code);
    }
    let client = call.client().await?;
    match command {
        OfficerCommand::Recover { code, .. } => {
            let path = format!("/api/v1/officers/{code}/recovery");
            let answered = client.post(&path, &Value::Null).await?;
            call.print(&answered, |value| format!("waits until {}", text_of(value, "expires")))
        }
        OfficerCommand::Add { code, name, role, unit } => {
            let body = json!({"code": code, "name": name, "role": role, "unit": unit});
            let answered = client.post("/api/v1/officers", &body).await?;
            call.print(&answered, |_| format!("enrolled {code}"))
        }
        OfficerCommand::List => {
            let answered = client.get("/api/v1/officers", &call.purpose).await?;
            call.print(&answered, pretty)
        }
        OfficerCommand::Change { code, name, role, unit } => {
            let body = json!({"name": name, "role": role, "unit": unit});
            let answered = client.patch(&format!("/api/v1/officers/{code}"), &body).await?;
            call.print(&answered, |_| format!("changed {code}"))
        }
        OfficerCommand::End { code } => {
            let answered = client.delete(&format!("/api/v1/officers/{code}")).await?;
            call.print(&answered, |_: &Value| format!("ended {code}"))
        }
        OfficerCommand::Link { code } => {
            let path = format!("/api/v1/officers/{code}/sign-in-links");
            let answered = client.post(&path, &Value::Null).await?;
            let origin = Party::of(&call.home.config()?)?.origin;
            call.print(&answered, |value| format!("{origin}{}", text_of(value, "path")))
        }
        OfficerCommand::Bind { code, provider, value } => {
            let body = json!({"provider": provider, "value": value});
            let path = format!("/api/v1/officers/{code}/identities");
            let answered = client.post(&path, &body).await?;
            call.print(&answered, |_| format!("bound {code}"))
        }
        OfficerCommand::Unbind { code } => {
            let answered = client.delete(&format!("/api/v1/officers/{code}/identities")).await?;
            call.print(&answered, |_: &Value| format!("unbound {code}"))
        }
        OfficerCommand::SignOut { code } => {
            let path = format!("/api/v1/officers/{code}/sessions");
            let answered = client.delete(&path).await?;
            call.print(&answered, |_: &Value| format!("signed {code} out"))
        }
        OfficerCommand::Token { code, scope, days } => {
            let body = json!({"scopes": scope, "days": days});
            let path = format!("/api/v1/officers/{code}/tokens");
            let answered = client.post(&path, &body).await?;
            call.print(&answered, |value| text_of(value, "token"))
        }
    }
}

fn recover_here(call: &Call, code: &str) -> Result<(), Failure> {
    let _lock = call.home.lock()?;
    let mut node = call.home.open()?;
    let secret = node.commit(|node| recovery::alone(node, code))?;
    let origin = Party::of(&node.config)?.origin;
    let path = format!("/sign-in/{secret}");
    call.say(&json!({ "path": path }), |_| format!("{origin}{path}"));
    Ok(())
}
