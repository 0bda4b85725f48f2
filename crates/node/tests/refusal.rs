//! Pouches a node refuses for who sends them, when and in what order: nothing is consumed.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use node::delivery::{self, Acknowledged, Answer};
use node::outward::Parcel;
use node::store::Store;
use node::view::Session;
use node::{Config, audit, flow, standing};
use record::draft::Lane;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::policy::Act;
use record::{Body, Draft, Purpose, RecordId};
use support::{Network, code, control, message, officer};

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
        let parcel = skipped(&mut network, number);
        pouches.push(delivery::seal(network.at("XA"), &parcel, 0).unwrap());
    }
    check(&mut network, "XA", &pouches[3], "DLV-08");
    check(&mut network, "XA", &pouches[2], "DLV-08");
    // The heads are older each time, which is ordinary: the sender proves them anew.
    assert!(matches!(receive(&mut network, "XA", &pouches[1]), Answer::Acknowledged(_)));
}

/// DLV-08: what is behind is filled, and so many holes are kept open and no more.
#[test]
fn holes_in_a_lane_are_few_and_are_filled() {
    let check_order = |config: Config, order: &[(usize, bool)]| {
        let config = Config { pouch_entries_max: 1, ..config };
        let store = |_: &str| Store::in_memory().unwrap();
        let mut network = Network::with(&["XA", "XB"], store, config);
        let mut parcels = Vec::new();
        for number in 1..=6 {
            network.publish("XA", message(&format!("parcel {number}"), &["XB"])).unwrap();
            parcels.push(skipped(&mut network, number));
        }
        let mut give = |number: &usize, start| {
            let bytes = delivery::seal(network.at("XA"), &parcels[number - 1], start).unwrap();
            receive(&mut network, "XA", &bytes)
        };
        for (number, taken) in order {
            let answer = match give(number, 0) {
                Answer::NeedConsistency(size) => give(number, size),
                answer => answer,
            };
            let was = matches!(answer, Answer::Acknowledged(_));
            assert_eq!(was, *taken, "pouch {number} of {order:?}: {answer:?}");
        }
    };
    let near = Config { range_gap_max: 2, ..Config::default() };
    check_order(near.clone(), &[(1, true), (4, false), (3, true), (2, true), (5, true)]);
    let few = Config { range_gap_max: 9, ranges_max: 1, ..Config::default() };
    check_order(few, &[(2, true), (4, true), (6, false), (3, false)]);
}

/// HND-04: a record that expired under way is admitted and never shown; its owner learns both.
#[test]
fn a_record_that_comes_after_its_expiry_is_never_shown() {
    let mut network = Network::new(&["XA", "XB"]);
    // Half an hour before midnight; a pouch lives for an hour.
    let (day, half_hour) = (record::moment::DAY_MS, record::moment::HOUR_MS / 2);
    let late = day - network.at("XA").now().0 % day - half_hour;
    network.clock.advance(late);
    let today = node::act::node_day(network.at("XA").now()).to_string();
    let (review, expiry) = (today.parse().ok(), today.parse().ok());
    let draft = Draft { review, expiry, ..message("a parcel", &["XB"]) };
    let name = network.publish("XA", draft).unwrap().name;
    let bytes = sealed(&mut network, Lane::Routine);
    network.clock.advance(half_hour + 1);
    let answer = receive(&mut network, "XA", &bytes);
    assert!(matches!(answer, Answer::Acknowledged(_)), "{answer:?}");
    let session = Session { author: officer(), purpose: Purpose::CriminalInvestigation };
    let asked = (&code("XA"), &name.id, None);
    let seen = network.at("XB").sight().show(&session, Act::Read, asked).unwrap();
    let seen = network.at("XB").commit(|node| audit::record(node, seen)).unwrap();
    assert_eq!(seen.unwrap_err().to_string().split(':').next(), Some("refused by HND-04"));
    network.settle();
    let standing = standing::of(&network.at("XA").store, &name.owner, &name.id).unwrap();
    assert_eq!(standing[0].state, "hidden", "{standing:?}");
}

/// VER-13: a record from the future is rejected; its owner and the audit learn by which rule.
#[test]
fn a_record_from_the_future_is_rejected_by_its_rule() {
    let mut network = Network::new(&["XA", "XB"]);
    let hour = record::moment::HOUR_MS;
    network.clock.advance(hour);
    let name = network.publish("XA", message("a parcel", &["XB"])).unwrap().name;
    let bytes = sealed(&mut network, Lane::Routine);
    network.clock.advance(-hour);
    let answer = receive(&mut network, "XA", &bytes);
    assert!(matches!(answer, Answer::Acknowledged(_)), "{answer:?}");
    let node = network.at("XB");
    assert_eq!(node.store.record_count().unwrap(), 0);
    let entries = node.store.audit_after(0, 100).unwrap();
    let events = entries.iter().map(|(_, bytes)| audit::read(bytes).unwrap().1);
    let told: Vec<_> = events.map(|event| (event.deed, event.refused)).collect();
    assert_eq!(told, [(audit::Deed::Rejected, Some("VER-13".to_owned()))]);
    network.clock.advance(hour);
    network.settle();
    let standing = standing::of(&network.at("XA").store, &name.owner, &name.id).unwrap();
    assert_eq!(standing[0].state, "rejected", "{standing:?}");
}

/// The next parcel, believed acknowledged, so that another one follows.
fn skipped(network: &mut Network, number: u64) -> Parcel {
    let node = network.at("XA");
    let peer = code("XB");
    let parcel = node
        .commit(|node| flow::send(node, &peer, Lane::Routine, node::outward::UnderWay::default()))
        .unwrap()
        .unwrap();
    let answer = Answer::Acknowledged(Acknowledged {
        lane: Lane::Routine,
        ranges: vec![(1, number)],
        credit: 100,
        deferred: Vec::new(),
        head: 0,
    });
    node.commit(|node| delivery::settle(node, &parcel, &answer)).unwrap();
    parcel
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
