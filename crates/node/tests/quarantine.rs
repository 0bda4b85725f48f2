//! Records of kinds that a node does not know yet: kept, not shown, taken back, admitted once.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use std::path::PathBuf;
use std::sync::Arc;

use node::act::{self, What};
use node::store::Store;
use node::store::hide::Cause;
use node::{Config, Node, due, fsck, outward, quarantine};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::moment::{DAY_MS, Date};
use record::{Body, Kind, RecordId};
use seal::receipt::Status;
use support::folder::Folder;
use support::{Network, canary, code, control, message};

const CANARY: &str = "canary-of-a-later-kind";

/// XB is of an earlier version, which does not know messages.
fn earlier(mut network: Network) -> Network {
    network.at("XB").unread = [Kind::Message].into();
    network
}

fn upgrade(network: &mut Network) {
    let node = network.at("XB");
    node.unread = Arc::default();
    quarantine::complete(node).unwrap();
}

fn publish(network: &mut Network) -> RecordId {
    let id = network.publish("XA", message(CANARY, &["XB"])).unwrap().name.id;
    network.settle();
    id
}

/// The owner's daily round.
fn send_again(network: &mut Network) -> u64 {
    let again = network.at("XA").commit(outward::requeue_deferred).unwrap();
    network.settle();
    again
}

fn waiting(network: &mut Network) -> u64 {
    network.at("XB").store.quarantined_of("XA").unwrap()
}

fn held(node: &Node, id: &RecordId) -> usize {
    node.store.revisions(&code("XA"), id).unwrap().len()
}

/// Receipts of a status that XA has of the record.
fn receipts(network: &mut Network, id: &RecordId, status: Status) -> usize {
    let all = network.at("XA").store.all_receipts().unwrap();
    all.iter().filter(|one| one.name.id == *id && one.status == status as u8).count()
}

fn recall(network: &mut Network, id: RecordId) {
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    network.publish("XA", control(&Body::Recall(Box::new(Recall { statement })))).unwrap();
    network.settle();
}

fn is_sound(network: &mut Network) {
    for node in &mut network.nodes {
        let report = fsck::run(node, false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "{}", node.code);
    }
}

#[test]
fn a_record_of_an_unknown_kind_waits_and_is_admitted_once() {
    let mut network = earlier(Network::new(&["XA", "XB"]));
    let id = publish(&mut network);
    assert_eq!(waiting(&mut network), 1);
    assert_eq!(held(network.at("XB"), &id), 0, "it is no record here");
    assert_eq!(receipts(&mut network, &id, Status::Accepted), 0, "and nobody is told that it is");
    // The next day, and the next: it is not kept twice, and the lane goes on.
    for day in 0..2 {
        assert_eq!(send_again(&mut network), 1, "{day}");
        assert_eq!(waiting(&mut network), 1);
    }
    // A start of the same version changes nothing.
    quarantine::complete(network.at("XB")).unwrap();
    assert_eq!((waiting(&mut network), held(network.at("XB"), &id)), (1, 0));
    is_sound(&mut network);
    upgrade(&mut network);
    assert_eq!((waiting(&mut network), held(network.at("XB"), &id)), (0, 1));
    network.settle();
    assert_eq!(receipts(&mut network, &id, Status::Accepted), 1);
    // What was under way comes too, and is a duplicate.
    send_again(&mut network);
    assert_eq!(send_again(&mut network), 0);
    assert_eq!(held(network.at("XB"), &id), 1);
    assert_eq!(receipts(&mut network, &id, Status::Accepted), 1);
    is_sound(&mut network);
}

#[test]
fn what_is_taken_back_leaves_the_quarantine_and_the_files() {
    let folder = Folder::new("quarantine");
    let mut network = earlier(canary::network(&folder, &["XA", "XB"]));
    let id = publish(&mut network);
    let kept = network.at("XB").store.quarantined().unwrap().remove(0);
    assert_eq!((kept.named, kept.kind.as_deref()), (Some((id, 1)), Some("message")));
    let home = folder.join("XB");
    let there = |bytes: &[u8]| canary::holding(&home, bytes);
    assert_eq!(there(CANARY.as_bytes()), Vec::<PathBuf>::new(), "it lies sealed");
    assert_ne!(there(&kept.sealed[..64]), Vec::<PathBuf>::new());
    recall(&mut network, id);
    network.at("XB").empty_wal_after_erasure().unwrap();
    assert_eq!(waiting(&mut network), 0);
    assert_eq!(there(&kept.sealed[..64]), Vec::<PathBuf>::new(), "gone from the files");
    // Its owner sends it again as void, and whoever kept the line sends it as it was.
    send_again(&mut network);
    upgrade(&mut network);
    network.settle();
    assert_eq!((waiting(&mut network), held(network.at("XB"), &id)), (0, 0));
    assert_eq!(receipts(&mut network, &id, Status::Accepted), 0);
    is_sound(&mut network);
}

/// The recall overtakes it: nothing of it is kept.
#[test]
fn what_was_taken_back_before_it_came_is_not_kept() {
    let mut network = earlier(Network::new(&["XA", "XB"]));
    let id = network.publish("XA", message(CANARY, &["XB"])).unwrap().name.id;
    let hide = |node: &mut Node| {
        let what = What { owner: code("XA"), id, revision: u32::MAX };
        act::hide(node, &what, Cause::Recalled, None, Some(i64::MAX))
    };
    network.at("XB").commit(hide).unwrap();
    network.settle();
    assert_eq!(waiting(&mut network), 0);
}

#[test]
fn what_finds_no_room_comes_again_after_the_upgrade() {
    let config = Config { quarantine_bytes_max: 100, ..Config::default() };
    let store = |_: &str| Store::in_memory().unwrap();
    let mut network = earlier(Network::with(&["XA", "XB"], store, config));
    let id = publish(&mut network);
    assert_eq!(waiting(&mut network), 0);
    upgrade(&mut network);
    assert_eq!(held(network.at("XB"), &id), 0);
    send_again(&mut network);
    assert_eq!(held(network.at("XB"), &id), 1);
    assert_eq!(receipts(&mut network, &id, Status::Accepted), 1);
}

#[test]
fn what_expires_meanwhile_leaves() {
    let mut network = earlier(Network::new(&["XA", "XB"]));
    let today = act::node_day(network.at("XA").now());
    let mut draft = message(CANARY, &["XB"]);
    draft.review = Some(Date(today.tomorrow().unwrap()));
    draft.expiry = draft.review;
    network.publish("XA", draft).unwrap();
    network.settle();
    network.clock.advance(DAY_MS);
    network.at("XB").commit(due::round).unwrap();
    assert_eq!(waiting(&mut network), 1, "its last day");
    network.clock.advance(DAY_MS);
    network.at("XB").commit(due::round).unwrap();
    assert_eq!(waiting(&mut network), 0);
}

/// From an owner whose log contradicts itself nothing is taken, late or not.
#[test]
fn nothing_is_admitted_late_from_a_disputed_owner() {
    let mut network = earlier(Network::new(&["XA", "XB"]));
    let id = publish(&mut network);
    network.at("XB").store.insert_conflict("XA", "head", b"one", b"another", 0).unwrap();
    upgrade(&mut network);
    assert_eq!((waiting(&mut network), held(network.at("XB"), &id)), (1, 0));
}

/// What was said under a key that was another's is said again in the next epoch, or was not said.
#[test]
fn what_stands_in_a_revoked_epoch_leaves() {
    let mut network = earlier(Network::new(&["XA", "XB"]));
    publish(&mut network);
    let node = network.at("XB");
    let forget = |epoch| move |node: &mut Node| quarantine::forget_epoch(node, &code("XA"), epoch);
    node.commit(forget(2)).unwrap();
    assert_eq!(node.store.quarantined_of("XA").unwrap(), 1, "another epoch");
    node.commit(forget(1)).unwrap();
    assert_eq!(node.store.quarantined_of("XA").unwrap(), 0);
}
