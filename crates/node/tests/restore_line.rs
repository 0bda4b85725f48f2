//! Restored between processes: folders, backups, keys and two doors, as an administrator has them.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use node::backup::{self, back};
use node::client::Client;
use node::home::Home;
use node::key::{self, Change};
use node::serve::{self, Serving};
use node::{Clock, founding, fsck};
use seal::log_key::LogSecret;
use serde_json::{Value, json};
use support::line::{Pair, WORK, client, pair, published, until};
use support::{control, message};

fn draft(text: &str, to: &str) -> Value {
    serde_json::to_value(message(text, &[to])).unwrap()
}

async fn is_there(desk: &Client, path: &str) {
    until(desk, path, |body| body["name"].is_string()).await;
}

async fn status(desk: &Client, path: &str) -> u16 {
    desk.get(path, WORK).await.unwrap().status.as_u16()
}

async fn restored(desk: &Client, language: &str) -> Value {
    let path = format!("/api/v1/node?language={language}");
    desk.get(&path, WORK).await.unwrap().body["restored"].clone()
}

/// The only key of a folder's backups.
fn backup_key(home: &Home) -> std::path::PathBuf {
    let mut keys = std::fs::read_dir(home.path().join("backup-keys")).unwrap();
    keys.next().unwrap().unwrap().path()
}

/// The store is lost, and a backup takes its place.
fn put_back(home: &Home, file: &std::path::Path) {
    let key = backup_key(home);
    assert!(back::put(home, file, &key).is_err(), "a store is there");
    for name in ["node.db", "node.db-wal", "node.db-shm"] {
        let _ = std::fs::remove_file(home.path().join(name));
    }
    let other = home.path().join("no-key");
    std::fs::write(&other, "00".repeat(32)).unwrap();
    assert!(back::put(home, file, &other).is_err(), "another key opens nothing");
    assert!(!home.database().exists());
    back::put(home, file, &key).unwrap();
}

/// The root of a member certifies what is changed, the stewards list it, both nodes take the head.
fn change(pair: &Pair, at: usize, change: &Change) {
    let home = &pair.homes[at];
    let (now, root) = (node::clock::SystemClock.now(), home.path().join("keys/root"));
    let mut entropy = node::clock::SystemEntropy;
    key::change(home, change, (&root, false), (now, &mut entropy)).unwrap();
    let (directory, member) = (home.directory().unwrap(), home.member().unwrap());
    let wish = node::steward::Wish::Update(Box::new(member));
    let mut draft = node::steward::next(&directory, vec![wish], now).unwrap();
    for number in 1..=founding::THRESHOLD {
        let file = pair.folder.join(&format!("stewards/steward-{number}"));
        let seeds = record::digest::hex_decode(std::fs::read_to_string(file).unwrap().trim());
        let seeds: [u8; 64] = seeds.unwrap().try_into().unwrap();
        let key = LogSecret::from_seeds("amana.invalid/steward", &seeds).unwrap();
        draft.sign(&key).unwrap().unwrap();
    }
    let signed = draft.to_bytes();
    pair.homes.iter().for_each(|home| drop(home.take_head(&signed).unwrap()));
}

async fn start(pair: &Pair) -> [Serving; 2] {
    let [first, second] = &pair.homes;
    [serve::start(first).await.unwrap(), serve::start(second).await.unwrap()]
}

async fn stop(pair: &Pair, serving: [Serving; 2]) {
    for (home, serving) in pair.homes.iter().zip(serving) {
        serving.stop(home).await;
        let report = fsck::run(&mut home.open().unwrap(), false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new());
    }
}

/// RST-01, RST-02, RST-05, over two doors and from a file: what is lost comes back before the first
/// page, nothing leaves until the root has opened a new epoch, and then everything does.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_machine_comes_back_from_its_backup() {
    let pair = pair().await;
    let [a, b] = start(&pair).await;
    let (desk_a, desk_b) = (client(&pair.homes[0], &a), client(&pair.homes[1], &b));
    let early = published(&desk_a, &draft("before the backup", "XB")).await;
    let theirs = published(&desk_b, &draft("theirs, recalled later", "XA")).await;
    is_there(&desk_b, &early).await;
    is_there(&desk_a, &theirs).await;
    let file = pair.folder.join("a.backup");
    backup::write(&pair.homes[0], &file).unwrap();
    let lost = published(&desk_a, &draft("lost with the machine", "XB")).await;
    is_there(&desk_b, &lost).await;
    let id = serde_json::from_value(json!(theirs.rsplit('/').next().unwrap())).unwrap();
    let statement = record::kind::recall::RecallStatement {
        id,
        reason: record::kind::recall::RecallReason::Mistaken,
    };
    let recall = record::kind::recall::Recall { statement };
    let recall = control(&record::Body::Recall(Box::new(recall)));
    published(&desk_b, &serde_json::to_value(recall).unwrap()).await;
    until(&desk_a, &theirs, |body| !body["name"].is_string()).await;
    a.stop(&pair.homes[0]).await;

    put_back(&pair.homes[0], &file);
    let a = serve::start(&pair.homes[0]).await.unwrap();
    let desk_a = client(&pair.homes[0], &a);
    // The first page already knows.
    assert_eq!(status(&desk_a, &lost).await, 200, "it came back");
    assert_ne!(status(&desk_a, &theirs).await, 200, "it was recalled meanwhile");
    let state = restored(&desk_a, "es").await;
    assert_eq!((&state["held"], &state["ahead"]), (&json!(true), &json!(["XB"])), "{state}");
    assert!(state["text"][1].as_str().unwrap().contains("época nueva"), "{state}");
    let own = published(&desk_a, &draft("written after", "XB")).await;
    let evidence = desk_a.get(&format!("{own}/evidence"), WORK).await.unwrap();
    assert_eq!((evidence.status.as_u16(), &evidence.body["rule"]), (409, &json!("RST-01")));
    // The other one still sends; what comes is taken, and its receipt waits.
    let meanwhile = published(&desk_b, &draft("meanwhile", "XA")).await;
    is_there(&desk_a, &meanwhile).await;
    assert_eq!(status(&desk_b, &own).await, 404);
    a.stop(&pair.homes[0]).await;
    b.stop(&pair.homes[1]).await;

    change(&pair, 0, &Change::Log);
    let [a, b] = start(&pair).await;
    let (desk_a, desk_b) = (client(&pair.homes[0], &a), client(&pair.homes[1], &b));
    is_there(&desk_b, &own).await;
    assert_eq!(restored(&desk_a, "en").await, Value::Null);
    let again = published(&desk_a, &draft("and it goes on", "XB")).await;
    is_there(&desk_b, &again).await;
    let conflicts = desk_b.get("/api/v1/conflicts", WORK).await.unwrap();
    assert_eq!(conflicts.body, json!([]));
    stop(&pair, [a, b]).await;
}
