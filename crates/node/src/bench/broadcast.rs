//! Many nodes on one machine, each a process of its own: a record goes from one to all others, and
//! what each process takes of memory while nothing happens.

use std::path::{Path, PathBuf};
use std::time::Duration;

use record::NodeCode;
use serde_json::{Value, json};

use super::{Site, WAIT_MAX, begin, draft, now};
use crate::home::Home;
use crate::{Config, Error, cli, demo};

/// Codes that no country has (ISO 3166-1, user-assigned): X and Q with a letter.
pub const NODES_MAX: usize = 40;
/// Everything has been said that a start says, and nothing is under way.
const IDLE: Duration = Duration::from_secs(20);
const TEXT_BYTES: usize = 1_024;

/// Founds a network of so many nodes in a folder of its own, and broadcasts so many records.
pub async fn run(nodes: usize, broadcasts: usize) -> Result<Value, Error> {
    if !(2..=NODES_MAX).contains(&nodes) || broadcasts == 0 {
        return Err(Error::Usage(format!("2 to {NODES_MAX} nodes, and a broadcast at least")));
    }
    let folder = std::env::temp_dir().join(format!("amana-broadcast-{}", std::process::id()));
    let figures = measure(&folder, nodes, broadcasts).await;
    let _ = std::fs::remove_dir_all(&folder);
    figures
}

async fn measure(folder: &Path, nodes: usize, broadcasts: usize) -> Result<Value, Error> {
    let mut sites = found(folder, nodes)?;
    let begun = now();
    for site in &mut sites {
        site.start().await?;
    }
    let started_s = begun.elapsed().as_secs_f64();
    // The first goes over lines that are not there yet.
    let first_s = broadcast(&sites, 0).await?;
    tokio::time::sleep(IDLE).await;
    let mut idle: Vec<f64> =
        sites.iter().map(|site| site.proc_value("status", "VmRSS:") as f64 / 1_024.0).collect();
    let mut seen = Vec::with_capacity(broadcasts);
    for number in 1..=broadcasts {
        seen.push(broadcast(&sites, number).await?);
    }
    for figures in [&mut idle, &mut seen] {
        figures.sort_by(f64::total_cmp);
    }
    let tenths = |value: f64| (value * 10.0).round() / 10.0;
    let hundredths = |value: f64| (value * 100.0).round() / 100.0;
    Ok(json!({
        "nodes": nodes,
        "broadcasts": broadcasts,
        "started_s": tenths(started_s),
        "first_seen_by_all_s": hundredths(first_s),
        "seen_by_all_s": hundredths(seen[seen.len() / 2]),
        "seen_by_all_s_max": hundredths(seen[seen.len() - 1]),
        "idle_rss_mib": tenths(idle[idle.len() / 2]),
        "idle_rss_mib_max": tenths(idle[idle.len() - 1]),
    }))
}

/// Publishes one record to all others, each time from another node; answers the seconds until the
/// last of them has it.
async fn broadcast(sites: &[Site], number: usize) -> Result<f64, Error> {
    let from = &sites[number % sites.len()];
    let mut others = Vec::with_capacity(sites.len() - 1);
    for site in sites {
        others.extend(Some(site.home.member()?.code).filter(|_| !std::ptr::eq(site, from)));
    }
    let begun = now();
    let record = json!(draft(number as u64, TEXT_BYTES, &others));
    let answered = from.client("desk-1")?.post("/api/v1/records", &record).await?;
    if !answered.status.is_success() {
        return Err(Error::Usage(format!("a broadcast was refused: {}", answered.body)));
    }
    // One is asked at a time: forty that are asked all the time would be what is measured.
    for site in sites {
        has(site, number as u64 + 1).await?;
    }
    Ok(begun.elapsed().as_secs_f64())
}

/// Waits until a node shows so many records.
async fn has(site: &Site, records: u64) -> Result<(), Error> {
    let begun = now();
    while site.count("records").await? < records {
        if begun.elapsed() > WAIT_MAX {
            let path = site.home.path().display();
            return Err(Error::Unreachable(format!("{path} has fewer than {records} records")));
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

fn codes(nodes: usize) -> Result<Vec<NodeCode>, Error> {
    let x = ('A'..='Z').map(|letter| format!("X{letter}"));
    let codes = x.chain(('M'..='Z').map(|letter| format!("Q{letter}")));
    codes.take(nodes).map(|code| Ok(NodeCode::new(&code)?)).collect()
}

fn found(folder: &Path, nodes: usize) -> Result<Vec<Site>, Error> {
    let mut sites = Vec::with_capacity(nodes);
    let mut members: Vec<PathBuf> = Vec::with_capacity(nodes);
    for code in codes(nodes)? {
        let home = Home::new(folder.join(code.as_str()));
        let (api_listen, peer_listen) = (demo::free_address()?, demo::free_address()?);
        begin(&home, code.as_str(), Config { api_listen, peer_listen, ..Config::default() })?;
        members.push(home.path().join("member.cbor"));
        sites.push(Site { home, process: None, start_ms: 0.0 });
    }
    let first = folder.join("directory.cbor");
    let head = cli::found("bench", true, &first, &folder.join("stewards"), &members)?;
    let signed = std::fs::read(&first).map_err(|error| Error::file(&first, error))?;
    for site in &sites {
        site.home.join(&signed, &head)?;
    }
    Ok(sites)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_codes_as_nodes() {
        let codes = codes(NODES_MAX).expect("all are codes");
        let different: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!((codes.len(), different.len()), (NODES_MAX, NODES_MAX));
    }
}
