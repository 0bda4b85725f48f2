//! What leaves in a lane: parcels of a size, one behind the other, made again as they were.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use node::delivery::{Acknowledged, Answer};
use node::outward::{Parcel, UnderWay};
use node::store::Store;
use node::{Config, delivery, flow, outward};
use record::draft::Lane;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::{Body, RecordId};
use seal::manifest::Entry;
use support::{Network, code, control, message};

/// XA with so many parcels queued for XB, two a pouch.
fn queued(records: usize, config: Config) -> Network {
    let store = |_: &str| Store::in_memory().unwrap();
    let mut network = Network::with(&["XA", "XB"], store, config);
    for number in 0..records {
        network.publish("XA", message(&format!("parcel {number}"), &["XB"])).unwrap();
    }
    network
}

fn two_a_pouch() -> Config {
    Config { pouch_entries_max: 2, ..Config::default() }
}

fn next(network: &mut Network, at: &str, lane: Lane, behind: UnderWay) -> Option<Parcel> {
    let peer = code(if at == "XA" { "XB" } else { "XA" });
    network.at(at).commit(|node| flow::send(node, &peer, lane, behind)).unwrap()
}

fn answer(parcel: &Parcel, ranges: &[(u64, u64)], head: u64) -> Answer {
    let (lane, ranges) = (parcel.lane, ranges.to_vec());
    Answer::Acknowledged(Acknowledged { lane, ranges, credit: 9, deferred: Vec::new(), head })
}

#[test]
fn parcels_follow_each_other_and_are_made_again_as_they_were() {
    let mut network = queued(5, two_a_pouch());
    let (mut behind, mut seen) = (UnderWay::default(), Vec::new());
    while let Some(parcel) = next(&mut network, "XA", Lane::Routine, behind) {
        behind = parcel.under_way();
        seen.push(parcel);
    }
    let ranges = seen.iter().map(|parcel| (parcel.manifest.first, parcel.manifest.last));
    assert_eq!(ranges.collect::<Vec<_>>(), [(1, 2), (3, 4), (5, 5)]);
    assert_eq!(seen.iter().map(|parcel| parcel.more).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!(behind, UnderWay { seq: 5, receipt: None });
    let again = next(&mut network, "XA", Lane::Routine, UnderWay::default()).unwrap();
    assert_eq!(again.manifest, seen[0].manifest);
    assert_eq!((again.manifest_leaf, again.rows), (seen[0].manifest_leaf, seen[0].rows.clone()));
}

#[test]
fn a_parcel_is_closed_by_an_answer_that_covers_it() {
    let mut network = queued(3, two_a_pouch());
    let parcel = next(&mut network, "XA", Lane::Routine, UnderWay::default()).unwrap();
    let first = |network: &mut Network| {
        let open = next(network, "XA", Lane::Routine, UnderWay::default()).unwrap();
        open.manifest.first
    };
    let settle = |network: &mut Network, ranges: &[(u64, u64)]| {
        let said = answer(&parcel, ranges, 7);
        network.at("XA").commit(|node| delivery::settle(node, &parcel, &said)).unwrap();
        first(network)
    };
    assert_eq!(settle(&mut network, &[(1, 1), (3, 9)]), 1, "not all of it");
    assert_eq!(settle(&mut network, &[(2, 9)]), 1, "not its beginning");
    assert_eq!(settle(&mut network, &[(1, 2)]), 3);
    assert_eq!(outward::acked_head_size(network.at("XA"), &code("XB")).unwrap(), 7);
}

#[test]
fn receipts_go_in_one_lane_and_once() {
    let mut network = queued(3, Config::default());
    for lane in Lane::ALL {
        network.deliver(0, &code("XB"), lane);
    }
    assert!(next(&mut network, "XB", Lane::Routine, UnderWay::default()).is_none());
    let parcel = next(&mut network, "XB", Lane::Flash, UnderWay::default()).unwrap();
    assert_eq!((parcel.receipts.len(), parcel.manifest.entries.len()), (3, 0));
    let behind = parcel.under_way();
    assert_eq!(behind.receipt, parcel.receipts.last().map(|(leaf, _)| *leaf));
    assert!(next(&mut network, "XB", Lane::Flash, behind).is_none());
    let said = answer(&parcel, &[], 9);
    network.at("XB").commit(|node| delivery::settle(node, &parcel, &said)).unwrap();
    assert!(next(&mut network, "XB", Lane::Flash, UnderWay::default()).is_none());
}

/// What was taken back while it waited goes as void, under the number it had.
#[test]
fn what_was_taken_back_in_time_goes_without_its_parts() {
    let mut network = queued(2, Config::default());
    let name = network.publish("XA", message("a mistake", &["XB"])).unwrap().name;
    let statement = RecallStatement { id: name.id, reason: RecallReason::Mistaken };
    let sent = next(&mut network, "XA", Lane::Routine, UnderWay::default()).unwrap();
    assert_eq!(sent.rows.iter().filter(|row| row.is_some()).count(), 3);
    network.publish("XA", control(&Body::Recall(Box::new(Recall { statement })))).unwrap();
    let again = next(&mut network, "XA", Lane::Routine, UnderWay::default()).unwrap();
    assert_eq!(again.manifest, sent.manifest);
    assert_eq!(again.rows[2], None);
    network.settle();
    let held = network.at("XB").store.latest_record(&name.owner, &name.id).unwrap();
    assert!(held.is_none(), "it never arrived");
}

#[test]
fn a_recalled_record_that_was_never_sent_is_a_void_entry() {
    let mut network = queued(1, Config::default());
    let name = network.publish("XA", message("a mistake", &["XB"])).unwrap().name;
    let recall = |id: RecordId| {
        let statement = RecallStatement { id, reason: RecallReason::Mistaken };
        control(&Body::Recall(Box::new(Recall { statement })))
    };
    network.publish("XA", recall(name.id)).unwrap();
    let sent = next(&mut network, "XA", Lane::Routine, UnderWay::default()).unwrap();
    assert!(matches!(sent.manifest.entries[..], [Entry::Record(_), Entry::Void(_)]), "{sent:?}");
    assert_eq!(sent.rows.iter().filter(|row| row.is_some()).count(), 1);
}

/// Receipts and framing have an eighth of a pouch; its records fill the rest to the last byte, and
/// one that is larger goes alone.
#[test]
fn a_parcel_is_no_larger_than_a_pouch_may_be() {
    let first = |bytes: usize| {
        let mut network = queued(3, Config { pouch_bytes_max: bytes, ..Config::default() });
        let sent = next(&mut network, "XA", Lane::Routine, UnderWay::default()).unwrap();
        let row = sent.rows[0].unwrap();
        let stored = network.at("XA").store.record_row(row).unwrap().unwrap();
        // Content, header, and what frames them.
        let size = stored.content.unwrap().len() + stored.header.len() + 128;
        (sent.rows.len(), sent.more, size)
    };
    let (all, more, size) = first(Config::default().pouch_bytes_max);
    assert_eq!((all, more), (3, false));
    let room_for = |room: usize| (room..2 * room).find(|max| max * 7 / 8 == room).unwrap();
    assert_eq!(first(room_for(2 * size)).0, 2);
    assert_eq!(first(room_for(2 * size - 1)).0, 1);
    assert_eq!(first(room_for(3 * size)), (3, false, size));
    assert_eq!(first(room_for(3 * size - 1)), (2, true, size));
    assert_eq!(first(600), (1, true, size), "larger than the room");
}
