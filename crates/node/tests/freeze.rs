//! DLV-09: under a directory that nobody confirmed for seven days only what takes back goes, and
//! receipts. Nothing is lost by it, nothing comes twice.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use node::delivery::{self, Answer};
use node::outward::{self, UnderWay};
use node::{flow, freeze, fsck, standing};
use record::codelist::Language;
use record::draft::Lane;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::moment::{DAY_MS, MINUTE_MS};
use record::{Body, RecordId};
use support::{Network, code, control, message};

fn share(network: &mut Network, text: &str, lane: Lane) -> RecordId {
    let mut draft = message(text, &["XB"]);
    draft.lane = lane;
    network.publish("XA", draft).unwrap().name.id
}

fn recall(network: &mut Network, id: RecordId) {
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    network.publish("XA", control(&Body::Recall(Box::new(Recall { statement })))).unwrap();
}

/// How many revisions of a record of XA are at XB, and whether they are hidden there.
fn there(network: &mut Network, id: &RecordId) -> (usize, bool) {
    let store = &network.at("XB").store;
    let hidden = !store.hidings(&code("XA"), id).unwrap().is_empty();
    (store.revisions(&code("XA"), id).unwrap().len(), hidden)
}

fn state(network: &mut Network, id: &RecordId) -> &'static str {
    let node = network.at("XA");
    let found = standing::of(&node.store, &node.code, id).unwrap();
    found[0].state
}

/// Everything arrived once, without a hole, and is the same at both ends.
fn whole(network: &mut Network) {
    for lane in Lane::ALL {
        let received = network.at("XB").store.received("XA", lane as u8).unwrap();
        assert!(
            received.len() < 2 && received.iter().all(|(first, _)| *first == 1),
            "{received:?}"
        );
    }
    let (again, said) = network.compare_lanes("XA", "XB");
    assert!(again == 0 && said.len() < 2, "{said:#?}");
    for node in &mut network.nodes {
        assert_eq!(fsck::run(node, false, |_| ()).unwrap().faults, Vec::<String>::new());
    }
}

#[test]
fn under_an_old_directory_only_what_takes_back_goes() {
    let mut network = Network::new(&["XA", "XB"]);
    let (early, kept) =
        (share(&mut network, "early", Lane::Routine), share(&mut network, "kept", Lane::Flash));
    network.settle();
    network.clock.advance(7 * DAY_MS);
    let last = share(&mut network, "on the seventh day", Lane::Routine);
    network.settle();
    assert_eq!(there(&mut network, &last), (1, false));
    network.clock.advance(1);
    // Own work goes on; what is shared waits, in every lane.
    let waiting: Vec<RecordId> =
        Lane::ALL.iter().map(|lane| share(&mut network, "waits", *lane)).collect();
    network.settle();
    assert_eq!(there(&mut network, &waiting[0]).0, 0);
    // A recall passes what waits before it in its lane; its receipt comes back.
    recall(&mut network, early);
    let behind = share(&mut network, "behind the recall", Lane::Flash);
    network.settle();
    assert_eq!((there(&mut network, &early), there(&mut network, &kept)), ((1, true), (1, false)));
    assert_eq!(state(&mut network, &early), "hidden");
    for id in waiting.iter().chain([&behind]) {
        assert_eq!((there(&mut network, id).0, state(&mut network, id)), (0, "queued"));
    }
    for (language, says) in [
        (Language::English, "seven days"),
        (Language::French, "sept jours"),
        (Language::Spanish, "siete días"),
        (Language::Arabic, "سبعة أيام"),
    ] {
        let told = freeze::words::state(network.at("XA"), language).unwrap().unwrap();
        assert_eq!(told.since, Some(record::Timestamp(support::START + 7 * DAY_MS)));
        assert!(told.text[0].contains(says), "{told:?}");
    }
    network.confirm(&["XA", "XB"]);
    assert_eq!(freeze::words::state(network.at("XA"), Language::English).unwrap(), None);
    network.settle();
    for id in waiting.iter().chain([&behind]) {
        assert_eq!(there(&mut network, id), (1, false));
        assert_eq!(state(&mut network, id), "receipted");
    }
    whole(&mut network);
}

#[test]
fn a_frozen_recipient_takes_nothing_but_what_takes_back() {
    let mut network = Network::new(&["XA", "XB"]);
    let early = share(&mut network, "early", Lane::Routine);
    network.settle();
    network.clock.advance(7 * DAY_MS + 1);
    network.confirm(&["XA"]);
    let waits = share(&mut network, "waits", Lane::Flash);
    network.settle();
    assert_eq!(network.at("XB").store.received("XA", Lane::Flash as u8).unwrap(), []);
    let node = network.at("XA");
    assert!(freeze::said(&node.store, node.now(), &code("XB")).unwrap().is_some());
    let told = freeze::words::state(network.at("XA"), Language::English).unwrap().unwrap();
    assert_eq!((told.since, told.members), (None, vec!["XB".to_owned()]));
    recall(&mut network, early);
    network.settle();
    assert_eq!((there(&mut network, &early), there(&mut network, &waits)), ((1, true), (0, false)));
    // It is tried again from time to time, refused, and thus not lost.
    network.clock.advance(10 * MINUTE_MS);
    network.settle();
    assert_eq!(there(&mut network, &waits).0, 0);
    network.confirm(&["XA", "XB"]);
    network.clock.advance(10 * MINUTE_MS);
    network.settle();
    assert_eq!(there(&mut network, &waits), (1, false));
    whole(&mut network);
}

/// A pouch that was under way when the directory froze, taken or not, its answer lost.
#[test]
fn what_was_under_way_is_neither_lost_nor_told_twice() {
    for taken in [false, true] {
        let mut network = Network::new(&["XA", "XB"]);
        let early = share(&mut network, "early", Lane::Flash);
        network.settle();
        let ids: Vec<RecordId> =
            (0..3).map(|n| share(&mut network, &format!("{n}"), Lane::Flash)).collect();
        let (me, peer) = (code("XA"), code("XB"));
        let node = network.at("XA");
        let parcel = node
            .commit(|node| flow::send(node, &peer, Lane::Flash, UnderWay::default()))
            .unwrap()
            .unwrap();
        let from = outward::acked_head_size(node, &peer).unwrap();
        let bytes = delivery::seal(node, &parcel, from).unwrap();
        if taken {
            let answer = network.at("XB").commit(|node| delivery::receive(node, &me, &bytes));
            assert!(matches!(answer.unwrap(), Answer::Acknowledged(_)));
        }
        network.clock.advance(8 * DAY_MS);
        network.settle();
        let expect = usize::from(taken);
        assert_eq!(there(&mut network, &ids[0]).0, expect, "it waits for a fresh directory");
        recall(&mut network, early);
        network.settle();
        assert!(there(&mut network, &early).1, "a recall passes it");
        assert_eq!(there(&mut network, &ids[0]).0, expect);
        network.confirm(&["XA", "XB"]);
        network.settle();
        for id in &ids {
            assert_eq!(there(&mut network, id), (1, false), "taken: {taken}");
        }
        whole(&mut network);
    }
}
