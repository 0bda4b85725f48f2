//! export, verify: evidence leaves the node and is checked anywhere.

use std::path::{Path, PathBuf};

use ::record::Digest;
use ::record::digest::hex_decode;
use clap::{Args, Subcommand};
use seal::directory::Directory;
use seal::evidence::{Evidence, Upgrade};
use serde_json::{Value, json};

use super::record::{WhichArgs, pretty};
use super::{Call, Failure};
use crate::Error;
use crate::decided::{Deed, Kept};
use crate::inspection::proof::AuditFile;

#[derive(Subcommand)]
pub enum ExportCommand {
    /// What a search finds, as CSV or JSON lines; without words, a list.
    ///
    /// Example: amana export search cocaine --filter country:CO --format csv --out seizures.csv
    Search(super::find::TableArgs),
    /// Persons and seizures as FollowTheMoney, MISP or STIX 2.1; what was not carried is told.
    ///
    /// Example: amana export entities --format stix --out bundle.json CO/0192f0c1-… SN/0192f0c2-…
    Entities(super::exchange::ExportArgs),
    /// The proof that a record was published, and every receipt for it. It holds no content.
    Evidence {
        #[command(flatten)]
        which: WhichArgs,
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// The record itself, checked and audited as an export.
    Record {
        #[command(flatten)]
        which: WhichArgs,
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

#[derive(Args)]
pub struct VerifyArgs {
    /// What `amana export evidence` or `amana audit export` wrote.
    file: PathBuf,
    /// A head of the network's directory; a file of audit lines has it in itself.
    #[arg(long)]
    directory: Option<PathBuf>,
    /// The digest of the directory's head, learnt from somebody you trust: evidence that brings its
    /// own keys proves nothing.
    #[arg(long)]
    directory_head: String,
}

#[derive(Args)]
pub struct VerifyDecisionArgs {
    /// What `GET /api/v1/decisions/{deed}` answered, or one of it.
    file: PathBuf,
    /// The body of the request that was decided, to show that it was this one.
    #[arg(long)]
    body: Option<PathBuf>,
}

/// Checks what officers signed, offline: nothing but the file is asked.
pub fn verify_decision(call: &Call, args: &VerifyDecisionArgs) -> Result<(), Failure> {
    let file: Value = serde_json::from_slice(&read(&args.file)?)
        .map_err(|error| Error::Usage(format!("not JSON: {error}")))?;
    let body = args.body.as_deref().map(read).transpose()?;
    let one = std::slice::from_ref(&file);
    let each = file.as_array().map_or(one, Vec::as_slice);
    let found: Result<Vec<Value>, Failure> =
        each.iter().map(|kept| signed(kept, body.as_deref())).collect();
    let found = found?;
    if found.is_empty() {
        return Err(Failure::unverified("nothing was signed"));
    }
    call.say(&Value::Array(found), super::record::pretty);
    Ok(())
}

fn signed(kept: &Value, body: Option<&[u8]>) -> Result<Value, Failure> {
    let kept = Kept::read(&kept.to_string())?;
    let key = kept.verify().map_err(|error| Failure::unverified(error.to_string()))?;
    let Deed { node, officer, method, path, .. } = &kept.deed;
    let asked = (method.as_str(), path.as_str());
    let whole = body.map(|body| Deed::new(node, officer, asked, body));
    if whole.is_some_and(|whole| whole != kept.deed) {
        return Err(Failure::unverified("another body was signed"));
    }
    Ok(json!({"verified": true, "node": node, "officer": officer, "method": method,
        "path": path, "deed": kept.deed.digest(), "at": kept.at, "passkey": key,
        "origin": kept.party.origin}))
}

pub async fn export(call: &Call, command: ExportCommand) -> Result<(), Failure> {
    let (which, out, tail) = match command {
        ExportCommand::Search(args) => return super::find::table(call, args).await,
        ExportCommand::Entities(args) => return super::exchange::export(call, args).await,
        ExportCommand::Evidence { which, out } => (which, out, "/evidence"),
        ExportCommand::Record { which, out } => (which, out, "/export"),
    };
    let (path, revision) = which.address()?;
    let mut path = format!("{path}{tail}");
    path.extend(revision.map(|revision| format!("?revision={revision}")));
    let answered = call.client().await?.get(&path, &call.purpose).await?;
    let Some(out) = out else { return call.print(&answered, pretty) };
    if !answered.status.is_success() {
        return Err(Failure::problem(&answered.body));
    }
    std::fs::write(&out, pretty(&answered.body)).map_err(|error| Error::file(&out, error))?;
    call.say(&json!({"file": out.display().to_string()}), |_| out.display().to_string());
    Ok(())
}

pub fn verify(call: &Call, args: &VerifyArgs) -> Result<(), Failure> {
    let head = Digest::from_hex(&args.directory_head);
    let head = head.ok_or_else(|| Error::Usage("a head is 64 hexadecimal digits".into()))?;
    let file: Value = serde_json::from_slice(&read(&args.file)?)
        .map_err(|error| Error::Usage(format!("not JSON: {error}")))?;
    let bytes = match (&args.directory, file["directory"].as_str().and_then(hex_decode)) {
        (Some(path), _) => read(path)?,
        (None, Some(bytes)) => bytes,
        (None, None) => return Err(Error::Usage("name the directory's file".into()).into()),
    };
    let directory = Directory::pinned(&bytes, &head).map_err(refused)?;
    if file.get("lines").is_some() {
        return verify_lines(call, file, &directory);
    }
    let mut found = Vec::new();
    if file.get("evidence").is_some() {
        found.push(check(&file, &directory)?);
    }
    for receipt in file.get("receipts").and_then(Value::as_array).into_iter().flatten() {
        found.push(check(receipt, &directory)?);
    }
    if found.is_empty() {
        return Err(Failure::unverified("no evidence in the file"));
    }
    let lines = |value: &Value| {
        let each = value.as_array().into_iter().flatten().map(Value::to_string);
        each.collect::<Vec<_>>().join("\n")
    };
    call.say(&Value::Array(found), lines);
    Ok(())
}

fn refused(rule: seal::Rule) -> Failure {
    Failure::unverified(format!("{}: {}", rule.code(), rule.text()))
}

/// Lines of an audit: each is told as its entry says it, which nobody can have changed.
fn verify_lines(call: &Call, file: Value, directory: &Directory) -> Result<(), Failure> {
    let file: AuditFile = serde_json::from_value(file)
        .map_err(|error| Failure::unverified(format!("not lines of an audit: {error}")))?;
    let lines = file.check(directory).map_err(refused)?;
    let lines: Vec<Value> = lines.iter().map(|line| json!(line)).collect();
    let all = json!({"verified": true, "audit_of": file.node, "lines": lines});
    call.say(&all, |all| {
        let each = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
        format!("{each}\n{} lines of the audit of {} verified", lines.len(), all["audit_of"])
    });
    Ok(())
}

/// Says `witnessed` where the file shows it, whatever it claims; what it shows and does not hold is
/// refused.
fn check(attested: &Value, directory: &Directory) -> Result<Value, Failure> {
    let evidence: Evidence = serde_json::from_value(attested["evidence"].clone())
        .map_err(|error| Failure::unverified(format!("not evidence: {error}")))?;
    let (owner, proven) = match attested.get("witnessed") {
        // Of a revoked key, what is shown below decides.
        Some(_) => evidence.proven_in(directory).map(|(owner, _, proven)| (owner, proven)),
        None => evidence.verify_in(directory),
    }
    .map_err(refused)?;
    let mut told = json!({"verified": true, "log_of": owner, "subject": evidence.subject,
        "leaf": evidence.index, "log_size": proven.checkpoint.size,
        "signed_at": proven.signed_at, "standing": "signed"});
    if let Some(upgrade) = attested.get("witnessed") {
        let upgrade: Upgrade = serde_json::from_value(upgrade.clone())
            .map_err(|error| Failure::unverified(format!("not a witnessed head: {error}")))?;
        let attested = evidence.verify_upgrade(&upgrade, directory).map_err(refused)?;
        told["standing"] = json!(attested.standing);
        told["witnessed_size"] = json!(attested.checkpoint.size);
        told["witnesses"] = json!(attested.by);
    }
    // A contradiction is known to whoever holds both heads; a file can only say so.
    if attested["standing"] == "conflicting" {
        told["standing"] = json!("conflicting");
    }
    Ok(told)
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|error| Error::file(path, error))
}
