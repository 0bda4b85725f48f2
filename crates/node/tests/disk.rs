//! A full disk: whoever asked learns it, nothing is half stored, and with room again all goes on.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::{Path, PathBuf};

use node::delivery::{self, Answer};
use node::outward::{self, UnderWay};
use node::store::Store;
use node::{Config, Error, Node, flow, fsck};
use record::Draft;
use record::draft::Lane;
use rusqlite::Connection;
use support::folder::Folder;
use support::{Network, code, message, officer};

fn file(folder: &Folder, code: &str) -> PathBuf {
    folder.join(&format!("{code}.db"))
}

/// A store whose file may have so many pages: beyond, SQLite says what a full disk says.
fn store(path: &Path, pages: u32) -> Store {
    let db = Connection::open(path).unwrap();
    db.pragma_update(None, "max_page_count", pages).unwrap();
    Store::prepare(db).unwrap()
}

fn large() -> Draft {
    message(&"a parcel of some weight, ".repeat(100), &["XB"])
}

fn publish(node: &mut Node) -> Result<flow::Published, Error> {
    node.job(|node| {
        let draft = node::author::read(large())?;
        flow::publish_audited(node, draft, &officer())?
    })
}

/// How many records, leaves and audit entries there are, on disk.
fn counts(path: &Path) -> [i64; 3] {
    let db = Connection::open(path).unwrap();
    ["record", "leaf", "audit"].map(|table| {
        db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    })
}

/// XA's next pouch for XB as it arrives there.
fn arrive(network: &mut Network) -> Result<Answer, Error> {
    let peer = code("XB");
    let way = UnderWay::default();
    let send = |node: &mut Node| flow::send(node, &peer, Lane::Routine, way);
    let node = network.at("XA");
    let parcel = node.commit(send).unwrap().unwrap();
    let start = outward::acked_head_size(node, &peer).unwrap();
    let bytes = delivery::seal(node, &parcel, start).unwrap();
    network.at("XB").commit(|node| delivery::receive(node, &code("XA"), &bytes))
}

/// Nothing is acknowledged that was not stored; the sender tries again and nothing is lost.
#[test]
fn a_recipient_with_a_full_disk_takes_the_pouch_later() {
    let folder = Folder::new("disk");
    let open = |code: &str| store(&file(&folder, code), if code == "XB" { 260 } else { 100_000 });
    let mut network = Network::with(&["XA", "XB"], open, Config::default());
    for _ in 0..200 {
        network.publish("XA", large()).unwrap();
    }
    let before = counts(&file(&folder, "XB"));
    let error = arrive(&mut network).unwrap_err();
    assert!(error.is_passing(), "{error:?}");
    assert_eq!(counts(&file(&folder, "XB")), before);
    network.at("XB").store = store(&file(&folder, "XB"), 100_000);
    network.settle();
    assert_eq!(network.at("XB").store.record_count().unwrap(), 200);
    for at in ["XA", "XB"] {
        let report = fsck::run(network.at(at), false, |_| {}).unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "{at}");
    }
}

#[test]
fn a_full_disk_refuses_and_stores_nothing_half() {
    let folder = Folder::new("disk");
    let open = |code: &str| store(&file(&folder, code), if code == "XA" { 260 } else { 100_000 });
    let mut network = Network::with(&["XA", "XB"], open, Config::default());
    let mut stored = 0;
    let error = loop {
        match network.publish("XA", large()) {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 10_000, "the disk is never full");
    };
    assert!(stored > 3, "{stored}");
    assert!(error.is_passing(), "{error:?}");
    assert!(error.to_string().contains("make room and try again"), "{error}");
    let before = counts(&file(&folder, "XA"));
    assert_eq!(before[0], stored);
    // One job meets the full disk and the store gives up its whole transaction: neither those
    // before it nor those behind it may count as stored.
    let node = network.at("XA");
    node.begin().unwrap();
    node.job(|node| node.store.set_setting("before", b"1")).unwrap();
    assert!(publish(node).is_err());
    let behind = node.job(|node| node.store.set_setting("behind", b"1")).unwrap_err();
    assert!(matches!(behind, Error::NotCommitted(_)), "{behind:?}");
    assert!(matches!(node.finish(), Err(Error::NotCommitted(_))));
    for name in ["before", "behind"] {
        assert_eq!(node.store.setting(name).unwrap(), None, "{name}");
    }
    assert_eq!(counts(&file(&folder, "XA")), before);
    let report = fsck::run(network.at("XA"), false, |_| {}).unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
    // Room again: the same node goes on, and all of it verifies at the other one.
    network.at("XA").store = store(&file(&folder, "XA"), 100_000);
    network.publish("XA", large()).unwrap();
    network.settle();
    let held = network.at("XB").store.record_count().unwrap();
    assert_eq!(held, u64::try_from(stored + 1).unwrap());
    for at in ["XA", "XB"] {
        let report = fsck::run(network.at(at), false, |_| {}).unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "{at}");
    }
}
