//! What is proven: every recipient's receipt against the directory, one entry a place of a log, one
//! root a size; no contradictions; and every store against its own proofs.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use record::Digest;
use seal::directory::Directory;
use seal::evidence::Evidence;
use seal::leaf::Leaf;
use seal::receipt::Status;
use serde_json::Value;
use tokio::time::Instant;

use super::ledger::Entry;
use super::net::Net;
use super::oracle::{ABREAST, address, owed, receipts};
use super::site::Site;
use super::verdict::Verdict;
use super::{Course, number};
use crate::Error;

/// What evidence says of logs.
#[derive(Default)]
pub(super) struct Logs {
    entries: HashMap<(String, u64), Digest>,
    roots: HashMap<(String, u64), Digest>,
    /// Two entries in one place, two roots of one size.
    pub(super) contradictions: u64,
}

impl Logs {
    /// Takes verified evidence.
    pub(super) fn take(&mut self, fact: Fact) {
        let Fact { origin, index, entry, size, root, .. } = fact;
        let known = self.entries.insert((origin.clone(), index), entry);
        let other = self.roots.insert((origin, size), root);
        self.contradictions += u64::from(known.is_some_and(|known| known != entry));
        self.contradictions += u64::from(other.is_some_and(|other| other != root));
    }
}

/// What one piece of evidence proves.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    node: String,
    pub(super) origin: String,
    pub(super) index: u64,
    pub(super) entry: Digest,
    pub(super) size: u64,
    pub(super) root: Digest,
    /// Whether it says that a record was taken.
    accepted: bool,
}

fn prove(told: &Value, directory: &Directory) -> Option<Fact> {
    let evidence: Evidence = serde_json::from_value(told["evidence"].clone()).ok()?;
    let (node, proven) = evidence.verify_in(directory).ok()?;
    let origin = proven.checkpoint.origin.clone();
    let leaf = Leaf::new(&evidence.subject, evidence.salt);
    let status = evidence.subject.receipt().map(|(status, _)| status);
    Some(Fact {
        node: node.to_string(),
        index: evidence.index,
        entry: Digest(leaf.entry(&evidence.network, &origin)),
        size: proven.checkpoint.size,
        root: proven.checkpoint.root,
        accepted: status == Some(Status::Accepted),
        origin,
    })
}

/// Asks every owner for its evidence of every record, with the receipts of its recipients.
pub(super) async fn check_receipts(
    net: &Net,
    ledger: &BTreeMap<u64, Entry>,
    patience: Duration,
    verdict: &mut Verdict,
) -> Result<(), Error> {
    let mut logs = Logs::default();
    let until = Instant::now() + patience;
    let each = net.sites.iter().map(|site| check_site(site, ledger, until));
    let mut each = stream::iter(each).buffer_unordered(net.sites.len());
    while let Some((facts, unverified, conflicts)) = each.try_next().await? {
        verdict.unverified += unverified;
        verdict.conflicts += conflicts;
        facts.into_iter().for_each(|fact| logs.take(fact));
    }
    verdict.contradictions = logs.contradictions;
    Ok(())
}

async fn check_site(
    site: &Site,
    ledger: &BTreeMap<u64, Entry>,
    until: Instant,
) -> Result<(Vec<Fact>, u64, u64), Error> {
    let directory = site.home.directory()?;
    let (mut facts, mut unverified) = (Vec::new(), 0);
    let owed = owed(ledger, site.code.as_str());
    let asked = owed.into_iter().map(|(name, to)| check(site, &directory, name, to, until));
    let mut asked = stream::iter(asked).buffer_unordered(ABREAST);
    while let Some((proven, missing)) = asked.try_next().await? {
        facts.extend(proven);
        unverified += missing;
    }
    let conflicts = site.desk()?.get("/api/v1/conflicts", "").await?.body;
    Ok((facts, unverified, conflicts.as_array().map_or(1, |all| all.len() as u64)))
}

/// The facts about one record, and how many of its recipients have proven nothing.
async fn check(
    site: &Site,
    directory: &Directory,
    name: String,
    to: Vec<String>,
    until: Instant,
) -> Result<(Vec<Fact>, u64), Error> {
    let path = format!("/api/v1/records/{}/evidence", address(&name));
    loop {
        let bundle = site.desk()?.get(&path, "").await?.body;
        let told = receipts(&bundle).filter_map(|told| prove(told, directory));
        let mut facts: Vec<Fact> = told.collect();
        let accepted = facts.iter().filter(|fact| fact.accepted);
        let by: BTreeSet<&str> = accepted.map(|fact| fact.node.as_str()).collect();
        let missing = to.iter().filter(|code| !by.contains(code.as_str())).count() as u64;
        let own = prove(&bundle, directory);
        let missing = missing + u64::from(own.is_none());
        if missing == 0 || Instant::now() > until {
            facts.extend(own);
            return Ok((facts, missing));
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// Stops every node and verifies its store; answers how many faults there are.
pub(super) async fn check_stores(course: &Course) -> Result<u64, Error> {
    let each = course.net.sites.iter().map(|site| async move {
        site.stop(&mut *site.process().await).await;
        let (good, report) = site.command(&["fsck"]).await?;
        let faults = number(&report, "fault_count");
        // One that says nothing has not verified anything.
        Ok::<_, Error>((site, if good { faults } else { faults.max(1) }, report))
    });
    let mut each = stream::iter(each).buffer_unordered(2);
    let mut faults = 0;
    while let Some((site, found, report)) = each.try_next().await? {
        let records = number(&report, "records");
        course.tell(&format!("{}: {records} records verified again, {found} faults", site.code));
        faults += found;
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_entries_in_one_place_and_two_roots_of_one_size_are_noticed() {
        let digest = |text: &str| Digest::of(&[text.as_bytes()]);
        let fact = |index, entry, size, root| Fact {
            node: "XA".into(),
            origin: "amana.invalid/log/XA".into(),
            index,
            entry: digest(entry),
            size,
            root: digest(root),
            accepted: false,
        };
        let count = |facts: &[Fact]| {
            let mut logs = Logs::default();
            facts.iter().cloned().for_each(|fact| logs.take(fact));
            logs.contradictions
        };
        let first = fact(3, "a", 9, "r");
        assert_eq!(count(&[first.clone(), first.clone(), fact(4, "b", 10, "s")]), 0);
        assert_eq!(count(&[first.clone(), fact(3, "b", 9, "r")]), 1);
        assert_eq!(count(&[first.clone(), fact(4, "a", 9, "s")]), 1);
        let next_epoch = Fact { origin: "amana.invalid/log/XA/2".into(), ..fact(3, "b", 9, "s") };
        assert_eq!(count(&[first, next_epoch]), 0, "an epoch is a tree of its own");
    }
}
