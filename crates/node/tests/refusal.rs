//! Pouches a node refuses for who sends them, when and in what order: nothing is consumed.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use node::delivery::{self, Acknowledged, Answer};
use node::store::Store;
use node::{Config, flow};
use record::draft::Lane;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::{Body, RecordId};
use support::{Network, code, control, message};

/// XA's next pouch for XB, sealed and not delivered.
fn sealed(network: &mut Network, lane: Lane) -> Vec<u8> {
    let node = network.at("XA");
    let parcel = node
        .commit(|node| flow::send(node, &code("XB"), lane, node::outward::UnderWay::default()))
        .unwrap()
        .unwrap();
    let start = node::outward::acked_head_size(node, &code("XB")).unwrap();
    delivery::seal(node, &parcel, start).unwrap()
}

fn receive(network: &mut Network, from: &str, bytes: &[u8]) -> Answer {
    let from = code(from);
    network.at("XB").commit(|node| delivery::receive(node, &from, bytes)).unwrap()
}

/// Refused by this rule, and XB holds as many records as before.
fn check(network: &mut Network, from: &str, bytes: &[u8], expect: &str) {
    let before = network.at("XB").store.record_count().unwrap();
    match receive(network, from, bytes) {
        Answer::Refused { rule, .. } => assert_eq!(rule, expect),
        answer => panic!("{expect} expected, not {answer:?}"),
    }
    assert_eq!(network.at("XB").store.record_count().unwrap(), before);
}

fn recall(id: RecordId) -> Body {
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    Body::Recall(Box::new(Recall { statement }))
}

/// DLV-07: a pouch of XA on XC's connection.
#[test]
fn a_pouch_comes_from_its_sender() {
    let mut network = Network::new(&["XA", "XB", "XC"]);
    network.publish("XA", message("a parcel", &["XB"])).unwrap();
    let bytes = sealed(&mut network, Lane::Routine);
    check(&mut network, "XC", &bytes, "DLV-07");
    assert!(matches!(receive(&mut network, "XA", &bytes), Answer::Acknowledged(_)));
}

/// DLV-10: XB's directory says that XA is suspended.
#[test]
fn only_an_admitted_member_is_heard() {
    let mut network = Network::new(&["XA", "XB"]);
    network.publish("XA", message("a parcel", &["XB"])).unwrap();
    let bytes = sealed(&mut network, Lane::Routine);
    let node = network.at("XB");
    let admitted = node.directory.clone();
    let mut members = admitted.members().to_vec();
    members[0].status = seal::directory::MemberStatus::Suspended;
    node.directory = admitted.next(members, admitted.created).into();
    check(&mut network, "XA", &bytes, "DLV-10");
    network.at("XB").directory = admitted;
    assert!(matches!(receive(&mut network, "XA", &bytes), Answer::Acknowledged(_)));
}

/// DLV-08: pouches out of order are taken, but only so far ahead.
#[test]
fn a_pouch_out_of_order_lies_within_bounds() {
    let config = Config { pouch_entries_max: 1, range_gap_max: 2, ..Config::default() };
    let store = |_: &str| Store::in_memory().unwrap();
    let mut network = Network::with(&["XA", "XB"], store, config);
    let mut pouches = Vec::new();
    for number in 1..=4 {
        network.publish("XA", message(&format!("parcel {number}"), &["XB"])).unwrap();
        pouches.push(skipped(&mut network, number));
    }
    check(&mut network, "XA", &pouches[3], "DLV-08");
    check(&mut network, "XA", &pouches[2], "DLV-08");
    // The heads are older each time, which is ordinary: the sender proves them anew.
    assert!(matches!(receive(&mut network, "XA", &pouches[1]), Answer::Acknowledged(_)));
}

/// Seals the next pouch and believes it acknowledged, so that another one follows.
fn skipped(network: &mut Network, number: u64) -> Vec<u8> {
    let node = network.at("XA");
    let peer = code("XB");
    let parcel = node
        .commit(|node| flow::send(node, &peer, Lane::Routine, node::outward::UnderWay::default()))
        .unwrap()
        .unwrap();
    let bytes = delivery::seal(node, &parcel, 0).unwrap();
    let answer = Answer::Acknowledged(Acknowledged {
        lane: Lane::Routine,
        ranges: vec![(1, number)],
        credit: 100,
        deferred: Vec::new(),
        head: 0,
    });
    node.commit(|node| delivery::settle(node, &parcel, &answer)).unwrap();
    bytes
}

/// DLV-11: XA told two stories. Nothing but what takes back is taken from it.
#[test]
fn after_two_heads_only_recalls_are_taken() {
    let mut network = Network::new(&["XA", "XB"]);
    let published = network.publish("XA", message("one story", &["XB"])).unwrap();
    network.settle();
    // The same keys and entropy, another word: a log of the same size with another root.
    let mut twin = Network::new(&["XA", "XB"]);
    twin.publish("XA", message("a story", &["XB"])).unwrap();
    let told = sealed(&mut twin, Lane::Routine);
    check(&mut network, "XA", &told, "VER-06");
    network.publish("XA", message("and another thing", &["XB"])).unwrap();
    let more = sealed(&mut network, Lane::Routine);
    check(&mut network, "XA", &more, "DLV-11");
    network.publish("XA", control(&recall(published.name.id))).unwrap();
    let lane = Lane::ALL.into_iter().rev().find(|lane| has_next(&mut network, *lane)).unwrap();
    assert_ne!(lane, Lane::Routine, "a recall does not wait behind what is refused");
    let taken = sealed(&mut network, lane);
    assert!(matches!(receive(&mut network, "XA", &taken), Answer::Acknowledged(_)));
}

fn has_next(network: &mut Network, lane: Lane) -> bool {
    let node = network.at("XA");
    node.commit(|node| flow::send(node, &code("XB"), lane, node::outward::UnderWay::default()))
        .unwrap()
        .is_some()
}
