//! A store that an earlier version wrote is opened by this one, and goes on.
//!
//! `store/21.zip` is a node's folder as the binary of schema 21 left it: an exercise, with keys,
//! records of most kinds, what came from another member, and what its officers had begun.
//! `store/23.zip` is that folder as the binary of schema 23 left it, which had brought it up and
//! said one more thing. They are frozen: what a version has written is never made anew.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use std::io::{Cursor, Read};
use std::path::Path;

use node::home::Home;
use node::{Node, export, flow, fsck, writing};
use record::{Header, Kind, NodeCode};
use support::folder::Folder;
use support::{code, message, officer};

fn unpack(zip: &[u8], folder: &Path) {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let path = folder.join(file.name().unwrap().as_ref());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

fn schema(home: &Home) -> i64 {
    let db = rusqlite::Connection::open(home.database()).unwrap();
    db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

/// What is in it, by kind and owner.
fn told(node: &Node) -> Vec<(Kind, NodeCode)> {
    let records = node.store.records_after(0, 1_000).unwrap();
    let headers = records.iter().map(|stored| Header::from_bytes(&stored.header).unwrap());
    headers.map(|header| (header.kind, header.owner)).collect()
}

fn count(node: &Node, kind: Kind, owner: &str) -> usize {
    told(node).iter().filter(|one| **one == (kind, code(owner))).count()
}

/// Opens, verifies, shows, and goes on.
fn check(zip: &[u8], (version, records): (i64, u64)) {
    let folder = Folder::new("upgrade");
    unpack(zip, folder.path());
    let home = Home::new(folder.path());
    assert_eq!(schema(&home), version, "it is as it was left");
    let mut node = home.open().unwrap();
    assert_eq!(schema(&home), node::store::SCHEMA);
    let report = fsck::run(&mut node, false, |_| ()).unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
    assert_eq!((report.records, report.receipts), (records, RECEIPTS));
    // Every record opens but what was taken back, and is the one that was said.
    for stored in node.store.records_after(0, 1_000).unwrap() {
        let record = node.vault.open(&node.store, &stored).unwrap();
        assert_eq!(record.content_id(), stored.content_id);
        record.body().unwrap();
    }
    for kind in KINDS {
        assert_eq!((count(&node, kind, "CO"), count(&node, kind, "SN")), (1, 1), "{kind:?}");
    }
    let drafts = writing::drafts(&node.store, &node.vault, "desk-1").unwrap();
    assert_eq!(drafts[0].written.title, "begun");
    assert_eq!(node.store.all_holds().unwrap().len(), 1, "a court's");
    let draft = node::author::read(message("after the upgrade", &["SN"])).unwrap();
    let published = node.commit(|node| flow::publish_audited(node, draft, &officer())).unwrap();
    let name = published.unwrap().name;
    let before = node.store.records_after(0, 1).unwrap().remove(0);
    let before = Header::from_bytes(&before.header).unwrap().name();
    for id in [before.id, name.id] {
        let file = export::evidence(&mut node, &code("CO"), &id, None).unwrap();
        let evidence: seal::evidence::Evidence =
            serde_json::from_value(file["evidence"].clone()).unwrap();
        assert_eq!(evidence.verify_in(&node.directory).unwrap().0, &code("CO"));
    }
    drop(node);
    let mut node = home.open().unwrap();
    let report = fsck::run(&mut node, false, |_| ()).unwrap();
    assert_eq!((report.faults, report.records), (Vec::new(), records + 1));
}

const RECEIPTS: u64 = 21;
/// One of each by either member.
const KINDS: [Kind; 4] = [Kind::Seizure, Kind::Person, Kind::Vessel, Kind::Notice];

#[test]
fn a_store_of_schema_21_opens_and_goes_on() {
    check(include_bytes!("store/21.zip"), (21, 36));
}

#[test]
fn a_store_of_the_version_before_opens_and_goes_on() {
    check(include_bytes!("store/23.zip"), (23, 37));
}
