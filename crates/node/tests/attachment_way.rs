//! Files on their way between nodes, and where they end: for those alone whom the record was let
//! out to, and gone everywhere with the record.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::{Path, PathBuf};

use node::attachment::passing::{self, Question};
use node::fsck;
use record::kind::hold::{Hold, HoldStatement};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::{Body, Digest, Draft, Name, RecordId};
use support::canary::{files, holding, network, pass_the_grace};
use support::file::text;
use support::folder::Folder;
use support::hand::{carry, upload, with_files};
use support::{Network, code, control, message};

fn published(network: &mut Network, to: &[&str], bytes: &[u8]) -> (RecordId, Digest) {
    let attach = upload(network.at("XA"), "list.txt", bytes);
    let draft = Draft { attachments: vec![attach], ..message("with a file", to) };
    let published = network.publish("XA", draft).unwrap();
    network.settle();
    let kept = network.at("XA").store.attachments(published.row).unwrap();
    (published.name.id, kept[0].address)
}

fn asks(address: Digest) -> Question {
    Question { address, from: 0, bytes_max: 1_000, whole: false }
}

/// DLV-12, in whatever way a recipient stops being one.
#[test]
fn only_those_a_record_was_let_out_to_have_its_files_and_only_while_it_stands() {
    let folder = Folder::new("released");
    let mut network = network(&folder, &["XA", "XB", "XC"]);
    with_files(&mut network, &folder);
    let (id, address) = published(&mut network, &["XB"], &text(200_000));
    let decide = |network: &mut Network, peer: &str| {
        let node = network.at("XA");
        node.commit(|node| passing::decide(node, &code(peer), &asks(address))).unwrap()
    };
    assert!(decide(&mut network, "XB"));
    assert!(!decide(&mut network, "XC"), "XC knows the address and is no recipient");
    let entries = network.at("XA").store.audit_after(0, 1_000).unwrap();
    let events = entries.iter().map(|(_, bytes)| node::audit::read(bytes).unwrap().1);
    let refused = |event: &node::audit::Event| event.refused.as_deref() == Some("DLV-12");
    assert!(events.filter(refused).any(|event| event.by == "XC"));
    assert_eq!(carry(&mut network, "XA", "XC", |_| ()), 0);
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("XA", recall).unwrap();
    assert!(!decide(&mut network, "XB"), "it was recalled");
    network.settle();
    assert_eq!(passing::next(network.at("XB"), &code("XA"), &[]).unwrap(), None);
    // A revision that leaves XB out withdraws the file from it.
    let (id, address) = published(&mut network, &["XB", "XC"], &text(1_000));
    let without = Draft { revises: Some(id), ..message("anew", &["XC"]) };
    network.publish("XA", without).unwrap();
    let node = network.at("XA");
    assert!(!node.commit(|node| passing::decide(node, &code("XB"), &asks(address))).unwrap());
}

#[test]
fn what_is_not_the_bytes_of_the_address_is_thrown_away() {
    let folder = Folder::new("spoilt");
    let mut network = network(&folder, &["XA", "XB"]);
    with_files(&mut network, &folder);
    let (_, address) = published(&mut network, &["XB"], &text(200_000));
    let spoil = |bytes: &mut Vec<u8>| bytes[7] ^= 1;
    assert_eq!(carry(&mut network, "XA", "XB", spoil), 0);
    assert!(!network.at("XB").files.has(&address));
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1);
    assert!(network.at("XB").files.has(&address));
}

#[test]
fn a_recipient_takes_no_more_than_it_has_room_for() {
    let folder = Folder::new("room");
    let mut network = network(&folder, &["XA", "XB"]);
    with_files(&mut network, &folder);
    network.at("XB").config.attachments_disk_bytes_max = 250_000;
    let (_, small) = published(&mut network, &["XB"], &text(150_000));
    let (_, large) = published(&mut network, &["XB"], &text(200_000));
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1, "the smaller one");
    let node = network.at("XB");
    assert!(node.files.has(&small) && !node.files.has(&large));
    node.config.attachments_disk_bytes_max = 1 << 30;
    node.config.attachment_bytes_max = 100_000;
    assert_eq!(passing::next(node, &code("XA"), &[]).unwrap(), None, "too large for this node");
}

fn sealed(folder: &Path) -> Vec<PathBuf> {
    if folder.exists() { files(folder) } else { Vec::new() }
}

#[test]
fn files_are_gone_everywhere_with_the_record() {
    const NODES: [&str; 3] = ["XA", "XB", "XC"];
    let folder = Folder::new("gone");
    let mut network = network(&folder, &NODES);
    with_files(&mut network, &folder);
    let picture = support::file::jpeg(true);
    let (id, address) = published(&mut network, &["XB", "XC"], &picture);
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1);
    let at = |code: &str| folder.join(code).join("attachments").join("sealed");
    assert_eq!(sealed(&at("XA")).len(), 2, "what is shared, and the original");
    assert_eq!(sealed(&at("XB")).len(), 1);
    let row = row(&mut network, "XA", &id);
    let original = network.at("XA").store.original(row, 0).unwrap();
    let wrapped = original.unwrap().wrapped;
    let database = folder.join("XA");
    assert!(!holding(&database, &wrapped).is_empty());
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("XA", recall).unwrap();
    network.settle();
    pass_the_grace(&mut network, &NODES);
    for node in &mut network.nodes {
        node.commit(node::due::round).unwrap();
        node.empty_wal_after_erasure().unwrap();
    }
    for code in NODES {
        assert_eq!(sealed(&at(code)), Vec::<PathBuf>::new(), "{code}");
        assert!(!network.at(code).store.is_named(&address).unwrap());
        assert_eq!(holding(&folder.join(code), &address.0), Vec::<PathBuf>::new(), "{code}");
    }
    assert_eq!(holding(&database, &wrapped), Vec::<PathBuf>::new(), "the original's key");
}

fn row(network: &mut Network, at: &str, id: &RecordId) -> i64 {
    network.at(at).store.latest_record(&code("XA"), id).unwrap().unwrap().row
}

/// A copy for a court is of no use without its files: they stay until the hold ends.
#[test]
fn a_hold_keeps_the_files_until_it_ends() {
    const NODES: [&str; 3] = ["XA", "XB", "XC"];
    let folder = Folder::new("held");
    let mut network = network(&folder, &NODES);
    with_files(&mut network, &folder);
    let (id, address) = published(&mut network, &["XB"], &text(10_000));
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1);
    let statement = HoldStatement {
        name: Name { owner: code("XA"), id, revision: 1 },
        authority: "Court 7".into(),
        reference: "7/2026".into(),
        until: "2026-03-20".parse().unwrap(),
    };
    network.publish("XB", control(&Body::Hold(Box::new(Hold { statement })))).unwrap();
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("XA", recall).unwrap();
    network.settle();
    let rounds = |network: &mut Network| {
        pass_the_grace(network, &NODES);
        for node in &mut network.nodes {
            node.commit(node::due::round).unwrap();
        }
    };
    rounds(&mut network);
    assert!(!network.at("XA").files.has(&address));
    assert!(network.at("XB").files.has(&address), "held for a court");
    for _ in 0..6 {
        rounds(&mut network);
    }
    assert!(!network.at("XB").files.has(&address), "the hold ended");
}

/// What is damaged on a recipient's disk is found, and asked for again.
#[test]
fn a_damaged_file_is_found_and_comes_again() {
    let folder = Folder::new("damaged");
    let mut network = network(&folder, &["XA", "XB"]);
    with_files(&mut network, &folder);
    let (_, address) = published(&mut network, &["XB"], &text(100_000));
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1);
    let check = |network: &mut Network, rebuild: bool| {
        let report = fsck::run(network.at("XB"), rebuild, |_| ()).unwrap();
        (report.attachments, report.fault_count)
    };
    assert_eq!(check(&mut network, false), (1, 0));
    let path = network.at("XB").files.path(&address).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[70_000] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(check(&mut network, false), (1, 1));
    assert_eq!(check(&mut network, true), (1, 1));
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1);
    assert_eq!(check(&mut network, false), (1, 0));
    std::fs::remove_file(network.at("XA").files.path(&address).unwrap()).unwrap();
    let report = fsck::run(network.at("XA"), false, |_| ()).unwrap();
    assert!(report.faults[0].contains("missing or damaged"), "{:?}", report.faults);
}
