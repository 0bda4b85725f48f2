//! A small marathon: real processes, killed and cut off, one restored; and an oracle that would say
//! so if anything were lost.

#![allow(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::process::Command;
use std::time::Duration;

use node::marathon::ledger::{Entry, digest};
use node::marathon::net::Net;
use node::marathon::{Plan, oracle};
use serde_json::{Value, json};
use support::folder::Folder;
use support::message;

fn plan(folder: &Folder, records: u64) -> Plan {
    Plan {
        binary: env!("CARGO_BIN_EXE_amana").into(),
        folder: folder.join("marathon"),
        records,
        kills: 3,
        cuts: 3,
        disks: 1,
        restore: true,
        seed: 1,
    }
}

#[test]
fn nothing_is_lost_or_doubled_though_nodes_are_killed_cut_off_and_restored() {
    let folder = Folder::new("marathon");
    let mut command = Command::new(env!("CARGO_BIN_EXE_amana"));
    command.args(["marathon", "--json", "--records", "300", "--kills", "3", "--cuts", "3"]);
    command.args(["--full-disks", "1", "--folder"]).arg(folder.join("marathon"));
    let heard = command.output().unwrap();
    let said = String::from_utf8(heard.stdout).unwrap();
    let why = String::from_utf8_lossy(&heard.stderr);
    let verdict: Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}{why}"));
    assert!(heard.status.success(), "{verdict} {why}");
    let counts = ["submitted", "lost", "duplicated", "unverified", "contradictions", "node_faults"];
    assert_eq!(
        counts.map(|name| &verdict[name]),
        [&json!(300), &json!(0), &json!(0), &json!(0), &json!(0), &json!(0)]
    );
    let counts = ["kills", "cuts", "full_disks", "restored"];
    assert_eq!(counts.map(|name| &verdict[name]), [&json!(3), &json!(3), &json!(1), &json!(1)]);
    assert!(verdict["shown"].as_u64().unwrap() > 300, "{verdict}");
    assert!(!folder.join("marathon").exists(), "it takes its folder with it");
}

/// XB never had one of the two records that the ledger says XA sent it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_oracle_notices_a_planted_loss() {
    let folder = Folder::new("marathon-loss");
    let net = Net::found(&plan(&folder, 0)).await.unwrap();
    for site in &net.sites {
        site.start(&mut *site.process().await).await.unwrap();
    }
    let site = net.site("XA").unwrap();
    let mut ledger = std::collections::BTreeMap::new();
    for (serial, to) in [&["XB"][..], &[]].into_iter().enumerate() {
        let draft = json!(message(&format!("planted {serial}"), to));
        let published = site.desk().unwrap().post("/api/v1/records", &draft).await.unwrap().body;
        let name = published["name"].as_str().map(str::to_owned);
        let (owner, to) = ("XA".to_owned(), vec!["XB".to_owned()]);
        ledger.insert(serial as u64, Entry { owner, to, body: digest(&draft["body"]), name });
    }
    while site.waiting().await.unwrap() > 0 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let verdict = oracle::run(&net, &ledger, Duration::from_secs(1)).await.unwrap();
    assert_eq!((verdict.submitted, verdict.shown), (2, 1), "{verdict:?}");
    assert_eq!((verdict.lost, verdict.unverified), (1, 1), "{verdict:?}");
    assert!(!verdict.is_good());
}
