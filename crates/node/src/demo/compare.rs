//! The comparison: what the ledger says each node must show, against what its interface shows.
//! Nothing here but JSON, apart from the verifier that anyone can run on exported evidence.

use std::collections::{BTreeMap, BTreeSet};

use seal::directory::Directory;
use seal::evidence::{Evidence, Upgrade};
use serde_json::{Value, json};

use super::Post;
use super::ledger::{Ledger, Line};
use crate::Error;

const PURPOSE: &str = "criminal-investigation";

/// The run's closing line.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    nodes: usize,
    published: usize,
    delivered: u64,
    receipts_verified: u64,
    /// Records that are shown, each at each node that shows it, whose evidence a quorum of
    /// witnesses has confirmed, checked against the directory.
    witnessed: u64,
    signed_only: u64,
    pulled: u64,
    relayed: u64,
    cut_and_healed: u64,
    recalled: u64,
    held: u64,
    passed_on: u64,
    lost: u64,
    duplicated: u64,
    /// Shown where it must not be.
    leaked: u64,
    changed: u64,
}

impl Summary {
    pub fn to_json(&self) -> Value {
        json!({"nodes": self.nodes, "published": self.published, "delivered": self.delivered,
            "receipts_verified": self.receipts_verified, "witnessed": self.witnessed,
            "signed_only": self.signed_only, "pulled": self.pulled, "relayed": self.relayed,
            "cut_and_healed": self.cut_and_healed, "recalled": self.recalled,
            "held": self.held, "passed_on": self.passed_on,
            "lost": self.lost, "duplicated": self.duplicated,
            "leaked": self.leaked, "changed": self.changed})
    }

    /// An error where anything was lost, doubled, leaked or changed.
    pub fn verdict(&self) -> Result<(), Error> {
        match self.lost + self.duplicated + self.leaked + self.changed + self.signed_only {
            0 if self.receipts_verified >= self.delivered => Ok(()),
            _ => Err(Error::Damaged("the ledger and the nodes disagree".into())),
        }
    }
}

pub async fn compare(
    posts: &[Post],
    ledger: &Ledger,
    say: &impl Fn(String),
) -> Result<Summary, Error> {
    let mut summary = Summary {
        nodes: posts.len(),
        published: ledger.lines.len(),
        pulled: ledger.pulled,
        relayed: ledger.relayed,
        cut_and_healed: ledger.cut_and_healed,
        recalled: ledger.recalled,
        passed_on: ledger.passed_on,
        ..Summary::default()
    };
    say(format!(
        "\nComparing {} records in {} directions …",
        ledger.lines.len(),
        ledger.directions().len()
    ));
    for post in posts {
        compare_node(post, ledger, &mut summary).await?;
    }
    check_held(posts, ledger, &mut summary).await?;
    for post in posts {
        verify_receipts(post, ledger, &mut summary).await?;
        verify_witnessed(post, ledger, &mut summary).await?;
    }
    Ok(summary)
}

/// Names a node lists, with how often.
async fn listed(post: &Post) -> Result<BTreeMap<String, u64>, Error> {
    let mut names = BTreeMap::new();
    let mut next = None::<i64>;
    loop {
        let mut path = "/api/v1/records?limit=200".to_owned();
        path.extend(next.map(|next| format!("&cursor={next}")));
        let page = post.desk.get(&path, PURPOSE).await?.body;
        for row in page["records"].as_array().into_iter().flatten() {
            *names.entry(row["name"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
        match page["next"].as_i64() {
            Some(cursor) => next = Some(cursor),
            None => return Ok(names),
        }
    }
}

async fn compare_node(post: &Post, ledger: &Ledger, summary: &mut Summary) -> Result<(), Error> {
    let node = post.code.as_str();
    let shown = listed(post).await?;
    let expected: BTreeSet<&str> = (ledger.lines.iter())
        .filter(|line| line.readable_at(node))
        .map(|line| line.name.as_str())
        .collect();
    summary.duplicated += shown.values().filter(|count| **count > 1).count() as u64;
    summary.leaked += shown.keys().filter(|name| !expected.contains(name.as_str())).count() as u64;
    summary.lost += expected.iter().filter(|name| !shown.contains_key(**name)).count() as u64;
    for line in &ledger.lines {
        let body = read(post, line).await?;
        match (line.readable_at(node), body) {
            (true, Some(body)) if line.body.is_null() || body == line.body => {}
            (true, Some(_)) => summary.changed += 1,
            (true, None) => summary.lost += 1,
            (false, Some(_)) => summary.leaked += 1,
            (false, None) => {}
        }
        summary.delivered += u64::from(line.is_at(node) && line.owner != node);
    }
    Ok(())
}

/// The body a node shows, or nothing where it refuses or does not have it.
async fn read(post: &Post, line: &Line) -> Result<Option<Value>, Error> {
    let path = format!("/api/v1/records/{}", line.address());
    let answered = post.desk.get(&path, PURPOSE).await?;
    Ok(answered.status.is_success().then(|| answered.body["body"].clone()))
}

async fn check_held(posts: &[Post], ledger: &Ledger, summary: &mut Summary) -> Result<(), Error> {
    for line in ledger.lines.iter().filter(|line| !line.held_at.is_empty()) {
        for post in posts.iter().filter(|post| line.held_at.contains(post.code.as_str())) {
            let holds = post.dpo.get("/api/v1/holds", PURPOSE).await?.body;
            let mut rows = holds.as_array().into_iter().flatten();
            let kept = rows.any(|row| row["name"] == line.name && row["kept"] == true);
            summary.held += u64::from(kept);
        }
    }
    Ok(())
}

/// Every recipient's receipt, exported and verified against the directory.
async fn verify_receipts(post: &Post, ledger: &Ledger, summary: &mut Summary) -> Result<(), Error> {
    let directory = post.home.directory()?;
    for line in ledger.lines.iter().filter(|line| line.owner == post.code.as_str()) {
        let path = format!("/api/v1/records/{}/evidence", line.address());
        let bundle = post.desk.get(&path, PURPOSE).await?.body;
        let receipts = bundle["receipts"].as_array().into_iter().flatten();
        let accepted: BTreeSet<String> =
            receipts.filter_map(|receipt| accepted_by(receipt, &directory)).collect();
        let expected = line.recipients.union(&line.passed_to);
        summary.receipts_verified += expected.filter(|one| accepted.contains(*one)).count() as u64;
    }
    Ok(())
}

/// What each node shows is led to a head that a quorum of witnesses cosigned.
async fn verify_witnessed(
    post: &Post,
    ledger: &Ledger,
    summary: &mut Summary,
) -> Result<(), Error> {
    let directory = post.home.directory()?;
    for line in ledger.lines.iter().filter(|line| line.is_witnessed_at(post.code.as_str())) {
        let path = format!("/api/v1/records/{}/evidence", line.address());
        let bundle = post.desk.get(&path, PURPOSE).await?.body;
        match is_witnessed(&bundle, &directory) {
            true => summary.witnessed += 1,
            false => summary.signed_only += 1,
        }
    }
    Ok(())
}

fn is_witnessed(bundle: &Value, directory: &Directory) -> bool {
    let evidence = serde_json::from_value::<Evidence>(bundle["evidence"].clone());
    let upgrade = serde_json::from_value::<Upgrade>(bundle["witnessed"].clone());
    match (evidence, upgrade) {
        (Ok(evidence), Ok(upgrade)) => evidence.verify_upgrade(&upgrade, directory).is_ok(),
        _ => false,
    }
}

/// The node that proves it admitted the record, or took note of it after it was hidden.
fn accepted_by(receipt: &Value, directory: &Directory) -> Option<String> {
    let evidence: Evidence = serde_json::from_value(receipt["evidence"].clone()).ok()?;
    let (node, _) = evidence.verify_in(directory).ok()?;
    let (status, _) = evidence.subject.receipt()?;
    let first = matches!(status, seal::receipt::Status::Accepted | seal::receipt::Status::Hidden);
    first.then(|| node.to_string())
}
