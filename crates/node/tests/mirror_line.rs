//! Mirrors between processes: two witnesses mirror a node's log over their doors; its machine is
//! lost, and from its backup it goes on in the same epoch without anybody's doing.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use std::time::Duration;

use node::backup::{self, back};
use node::client::Client;
use node::home::Home;
use node::serve::{self, Serving};
use node::{Node, demo, fsck};
use serde_json::{Value, json};
use support::folder::Folder;
use support::line::{WORK, client, found, home, published, until};
use support::message;

fn draft(text: &str) -> Value {
    serde_json::to_value(message(text, &["XB"])).unwrap()
}

async fn is_there(desk: &Client, path: &str) {
    until(desk, path, |body| body["name"].is_string()).await;
}

/// The largest head of XA's log that a node has, and how much of that log it mirrors.
async fn seen(serving: &Serving) -> (u64, u64) {
    let job = |node: &mut Node| {
        let taken = node.store.last_head("XA")?.map_or(0, |head| head.size);
        let xa = support::code("XA");
        let cosigned = node.store.cosigned(&xa)?.map_or(0, |head| head.size);
        Ok((taken.max(cosigned), node.store.mirror_size("XA")?))
    };
    serving.desk.writer.write(job).await.unwrap()
}

/// Stops XA when a witness mirrors all that anybody has of its log.
async fn stop_mirrored(home: &Home, mut serving: Serving, others: [&Serving; 2]) {
    for _ in 0..60 {
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let told = serving.desk.peers.mirrored();
        serving.stop(home).await;
        let (one, two) = (seen(others[0]).await, seen(others[1]).await);
        if told > 0 && one.1.max(two.1) >= one.0.max(two.0) {
            return;
        }
        serving = serve::start(home).await.unwrap();
    }
    panic!("nothing is mirrored");
}

fn put_back(home: &Home, file: &std::path::Path) {
    let mut keys = std::fs::read_dir(home.path().join("backup-keys")).unwrap();
    let key = keys.next().unwrap().unwrap().path();
    for name in ["node.db", "node.db-wal", "node.db-shm"] {
        let _ = std::fs::remove_file(home.path().join(name));
    }
    back::put(home, file, &key).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_machine_goes_on_in_the_same_epoch() {
    let folder = Folder::new("mirror");
    let homes = [("XA", "north"), ("XB", "south"), ("XC", "north")]
        .map(|(code, region)| home(&folder, code, region, &demo::free_address().unwrap()));
    found(&folder, &homes);
    let b = serve::start(&homes[1]).await.unwrap();
    let c = serve::start(&homes[2]).await.unwrap();
    let a = serve::start(&homes[0]).await.unwrap();
    let (desk_a, desk_b) = (client(&homes[0], &a), client(&homes[1], &b));
    let early = published(&desk_a, &draft("before the backup")).await;
    is_there(&desk_b, &early).await;
    let file = folder.join("a.backup");
    backup::write(&homes[0], &file).unwrap();
    let lost = published(&desk_a, &draft("lost with the machine")).await;
    is_there(&desk_b, &lost).await;
    stop_mirrored(&homes[0], a, [&b, &c]).await;

    put_back(&homes[0], &file);
    let a = serve::start(&homes[0]).await.unwrap();
    let desk_a = client(&homes[0], &a);
    assert_eq!(desk_a.get(&lost, WORK).await.unwrap().status.as_u16(), 200, "it came back");
    let node = until(&desk_a, "/api/v1/node?language=es", |body| body["restored"].is_null()).await;
    let went = &node["went_on"];
    assert!(went["fetched"][1].as_u64().unwrap() > 0, "{went}");
    assert!(went["text"].as_str().unwrap().contains("misma época"), "{went}");
    let again = published(&desk_a, &draft("and it goes on")).await;
    is_there(&desk_b, &again).await;
    let conflicts = desk_b.get("/api/v1/conflicts", WORK).await.unwrap();
    assert_eq!(conflicts.body, json!([]));
    for (home, serving) in homes.iter().zip([a, b, c]) {
        serving.stop(home).await;
        let report = fsck::run(&mut home.open().unwrap(), false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new());
    }
    assert_eq!(homes[0].member().unwrap().logs.len(), 1);
}
