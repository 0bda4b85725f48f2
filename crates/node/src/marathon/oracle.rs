//! The oracle: of every submission in the ledger, what each node shows of it and whether each
//! recipient's receipt verifies. It asks as any program does.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use record::Digest;
use serde_json::Value;

use super::ledger::{Entry, digest};
use super::net::Net;
use super::proof;
use super::site::Site;
use super::verdict::Verdict;
use crate::Error;

pub(super) const PURPOSE: &str = "criminal-investigation";
/// Questions at a time to each node.
pub(super) const ABREAST: usize = 4;

/// What one node shows.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// By name: how often it is listed, under which title, with which body.
    pub rows: BTreeMap<String, Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub times: u64,
    pub title: String,
    /// None where it is not shown when it is asked for.
    pub body: Option<Digest>,
}

/// Receipts may still come within `patience`.
pub async fn run(
    net: &Net,
    ledger: &BTreeMap<u64, Entry>,
    patience: Duration,
) -> Result<Verdict, Error> {
    let seen = net
        .sites
        .iter()
        .map(|site| async move { Ok::<_, Error>((site.code.to_string(), look(site).await?)) });
    let seen = stream::iter(seen).buffer_unordered(net.sites.len());
    let seen: BTreeMap<String, Shown> = seen.try_collect().await?;
    let mut verdict = judge(ledger, &seen);
    proof::check_receipts(net, ledger, patience, &mut verdict).await?;
    Ok(verdict)
}

async fn look(site: &Site) -> Result<Shown, Error> {
    let mut shown = list(site).await?;
    let names: Vec<String> = shown.rows.keys().cloned().collect();
    let bodies = names.into_iter().map(|name| async move {
        let body = body(site, &name).await?;
        Ok::<_, Error>((name, body))
    });
    let mut bodies = stream::iter(bodies).buffer_unordered(ABREAST);
    while let Some((name, body)) = bodies.try_next().await? {
        if let Some(row) = shown.rows.get_mut(&name) {
            row.body = body;
        }
    }
    Ok(shown)
}

async fn list(site: &Site) -> Result<Shown, Error> {
    let (desk, mut shown, mut next) = (site.desk()?, Shown::default(), None::<i64>);
    loop {
        let mut path = "/api/v1/records?limit=200".to_owned();
        path.extend(next.map(|next| format!("&cursor={next}")));
        let page = desk.get(&path, PURPOSE).await?.body;
        for row in page["records"].as_array().into_iter().flatten() {
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            let empty = || Row { times: 0, title: text("title"), body: None };
            shown.rows.entry(text("name")).or_insert_with(empty).times += 1;
        }
        match page["next"].as_i64() {
            Some(cursor) => next = Some(cursor),
            None => return Ok(shown),
        }
    }
}

async fn body(site: &Site, name: &str) -> Result<Option<Digest>, Error> {
    let path = format!("/api/v1/records/{}", address(name));
    let told = site.desk()?.get(&path, PURPOSE).await?;
    Ok(told.status.is_success().then(|| digest(&told.body["body"])))
}

/// `OWNER/ID` of a name.
pub(super) fn address(name: &str) -> String {
    let mut parts = name.split('/');
    let (owner, id) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    format!("{owner}/{id}")
}

/// Holds what was submitted against what is shown.
pub fn judge(ledger: &BTreeMap<u64, Entry>, seen: &BTreeMap<String, Shown>) -> Verdict {
    let mut verdict = Verdict { submitted: ledger.len() as u64, ..Verdict::default() };
    let mut expected = BTreeMap::<&str, BTreeSet<&str>>::new();
    for entry in ledger.values() {
        let Some(name) = entry.name.as_deref() else {
            verdict.unanswered += 1;
            continue;
        };
        for at in entry.to.iter().chain([&entry.owner]) {
            expected.entry(at).or_default().insert(name);
            let row = seen.get(at).and_then(|shown| shown.rows.get(name));
            match row.map(|row| (row.times, row.body)) {
                None | Some((0, _)) | Some((_, None)) => verdict.lost += 1,
                Some((times, _)) if times > 1 => verdict.duplicated += 1,
                Some((_, Some(body))) if body != entry.body => verdict.changed += 1,
                Some(_) => verdict.shown += u64::from(*at != entry.owner),
            }
        }
    }
    for (at, shown) in seen {
        let expected = expected.get(at.as_str());
        let others = shown
            .rows
            .keys()
            .filter(|name| expected.is_none_or(|expected| !expected.contains(name.as_str())));
        verdict.leaked += others.count() as u64;
        // One submission under two names is two records.
        let titles: BTreeSet<&str> = shown.rows.values().map(|row| row.title.as_str()).collect();
        verdict.duplicated += (shown.rows.len() - titles.len()) as u64;
    }
    verdict
}

/// What the ledger says of receipts: name, and who must have given one.
pub(super) fn owed(entries: &BTreeMap<u64, Entry>, owner: &str) -> Vec<(String, Vec<String>)> {
    let own = entries.values().filter(|entry| entry.owner == owner);
    own.filter_map(|entry| Some((entry.name.clone()?, entry.to.clone()))).collect()
}

/// The receipts in what a node exports of its record.
pub(super) fn receipts(bundle: &Value) -> impl Iterator<Item = &Value> {
    bundle["receipts"].as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest_of(text: &str) -> Digest {
        Digest::of(&[text.as_bytes()])
    }

    /// Two submissions of XA to XB, shown as they should be.
    fn good() -> (BTreeMap<u64, Entry>, BTreeMap<String, Shown>) {
        let mut ledger = BTreeMap::new();
        let mut rows = BTreeMap::new();
        for serial in 0..2u64 {
            let (name, body) = (format!("XA/{serial}/1"), digest_of(&serial.to_string()));
            let to = vec!["XB".to_owned()];
            let entry = Entry { owner: "XA".into(), to, body, name: Some(name.clone()) };
            ledger.insert(serial, entry);
            let title = format!("Marathon {serial}");
            rows.insert(name, Row { times: 1, title, body: Some(body) });
        }
        let shown = Shown { rows };
        (ledger, [("XA".into(), shown.clone()), ("XB".into(), shown)].into())
    }

    /// What the oracle says when something was changed at XB.
    fn after(change: impl FnOnce(&mut BTreeMap<String, Row>)) -> Verdict {
        let (ledger, mut seen) = good();
        change(&mut seen.get_mut("XB").unwrap().rows);
        judge(&ledger, &seen)
    }

    #[test]
    fn the_oracle_notices_what_is_lost_doubled_changed_or_too_much() {
        let whole = after(|_| ());
        assert!(whole.is_good());
        assert_eq!((whole.submitted, whole.shown), (2, 2));
        let name = || "XA/1/1".to_owned();
        assert_eq!(after(|rows| drop(rows.remove(&name()))).lost, 1);
        let unread = |rows: &mut BTreeMap<String, Row>| rows.get_mut(&name()).unwrap().body = None;
        assert_eq!(after(unread).lost, 1);
        assert_eq!(after(|rows| rows.get_mut(&name()).unwrap().times = 2).duplicated, 1);
        let other = digest_of("another");
        let changed = after(|rows| rows.get_mut(&name()).unwrap().body = Some(other));
        assert_eq!((changed.changed, changed.is_good()), (1, false));
        let twice = after(|rows| {
            let row = rows[&name()].clone();
            rows.insert("XA/7/1".into(), row);
        });
        assert_eq!((twice.leaked, twice.duplicated), (1, 1));
        assert!(!twice.is_good());
        let (mut ledger, seen) = good();
        ledger.get_mut(&1).unwrap().name = None;
        assert_eq!(judge(&ledger, &seen).unanswered, 1);
    }
}
