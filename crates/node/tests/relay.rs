//! Relays: what goes to a member over another one that cannot open it, and what a relay that
//! changes, repeats, withholds or invents can do, which is nothing.
//! It is long because a relay has many ways to be false, and each is tried.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::sync::Arc;

use node::carry::{self, Brought};
use node::client::Client;
use node::delivery::{self, Opener};
use node::home::Home;
use node::relay::{self, Answer, HandedOver, Outgoing, Relayed, Sealed};
use node::serve::{self, Serving};
use node::store::Store;
use node::store::relayed::{Held, What};
use node::{Config, Node, demo, fsck};
use record::draft::Lane;
use record::moment::{HOUR_MS, MINUTE_MS};
use record::{Digest, Draft, Timestamp, cbor, digest};
use seal::bundle::Join;
use seal::directory::Member;
use seal::pouch;
use serde::{Deserialize, Serialize};
use serde_json::json;
use support::canary::files;
use support::folder::Folder;
use support::line::{WORK, client, found, home, published, reached_through, until};
use support::{Network, code, message};

const SECRET: &str = "serinus canaria";

async fn send(desk: &Client, to: &str, text: &str, lane: &str) -> String {
    let mut draft = serde_json::to_value(message(text, &[to])).unwrap();
    draft["lane"] = json!(lane);
    published(desk, &draft).await
}

async fn is_receipted(desk: &Client, path: &str) {
    let told = |told: &serde_json::Value| {
        told[0]["acknowledged"].is_string() && told[0]["receipts"].to_string().contains("accepted")
    };
    until(desk, &format!("{path}/delivery"), told).await;
}

async fn is_read(desk: &Client, path: &str) {
    until(desk, path, |view| view["body"].is_object()).await;
}

/// Stops a node; its proofs hold, it has so many records, and nothing that it holds for others.
async fn at_rest(node: Serving, home: &Home, records: u64) {
    node.stop(home).await;
    let mut node = home.open().unwrap();
    let report = fsck::run(&mut node, false, |_| ()).unwrap();
    assert_eq!((report.faults, report.records), (Vec::new(), records));
    for member in ["XA", "XB"] {
        assert_eq!(node.store.relayed_for(member).unwrap(), (0, 0), "{member}");
    }
}

/// Nothing is queued, owed, carried or held any more.
fn is_quiet(homes: &[Home]) -> bool {
    let [a, b, r] = [0, 1, 2].map(|at| Store::open_reader(&homes[at].database()).unwrap());
    let idle = |store: &Store, peer: &str| {
        store.lanes_waiting().unwrap().is_empty()
            && store.receipts_due(peer, 0, 1).unwrap().is_empty()
            && store.parcel_count(peer).unwrap() == 0
    };
    let held = |of: &str| r.relayed_for(of).unwrap();
    idle(&a, "XB") && idle(&b, "XA") && held("XA") == (0, 0) && held("XB") == (0, 0)
}

/// XA and XB accept no connections, so that no line joins them; XR carries for both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_go_over_a_relay_that_reads_none_of_them() {
    let folder = Folder::new("relay");
    let homes = [
        home(&folder, "XA", "north", ""),
        home(&folder, "XB", "south", ""),
        home(&folder, "XR", "north", &demo::free_address().unwrap()),
    ];
    reached_through(&homes[0], "XR");
    reached_through(&homes[1], "XR");
    found(&folder, &homes);
    let mut serving = Vec::new();
    for home in &homes {
        serving.push(serve::start(home).await.unwrap());
    }
    let (a, b) = (client(&homes[0], &serving[0]), client(&homes[1], &serving[1]));
    for lane in ["routine", "urgent", "flash"] {
        let there = send(&a, "XB", &format!("{SECRET} {lane}"), lane).await;
        let back = send(&b, "XA", &format!("{SECRET} {lane}"), lane).await;
        is_read(&b, &there).await;
        is_read(&a, &back).await;
        is_receipted(&a, &there).await;
        is_receipted(&b, &back).await;
    }
    // Receipts are acknowledged too, and answers taken: then nobody has anything left to say.
    for round in 0..600 {
        if is_quiet(&homes) {
            break;
        }
        assert!(round < 599, "it does not come to rest");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    for file in files(homes[2].path()) {
        let bytes = std::fs::read(&file).unwrap();
        let seen = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
        assert!(!seen, "the relay has it in {}", file.display());
    }
    for (at, node) in serving.into_iter().enumerate() {
        at_rest(node, &homes[at], [6, 6, 0][at]).await;
    }
    drop(folder);
}

/// XB's line is dead while XA is there, and XA is gone when it comes back: only XR sees both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_carries_between_members_that_are_never_there_together() {
    let folder = Folder::new("relay-apart");
    let [at_b, at_r] = [(); 2].map(|()| demo::free_address().unwrap());
    let homes = [
        home(&folder, "XA", "north", ""),
        home(&folder, "XB", "south", &at_b),
        home(&folder, "XR", "north", &at_r),
    ];
    reached_through(&homes[0], "XR");
    reached_through(&homes[1], "XR");
    found(&folder, &homes);
    let r = serve::start(&homes[2]).await.unwrap();
    let a = serve::start(&homes[0]).await.unwrap();
    let path = send(&client(&homes[0], &a), "XB", SECRET, "urgent").await;
    let held =
        |of: &str| Store::open_reader(&homes[2].database()).unwrap().relayed_for(of).unwrap();
    let waits = async |of: &str| {
        for _ in 0..600 {
            if held(of).0 > 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the relay holds nothing for {of}");
    };
    waits("XB").await;
    a.stop(&homes[0]).await;
    let b = serve::start(&homes[1]).await.unwrap();
    is_read(&client(&homes[1], &b), &path).await;
    waits("XA").await;
    b.stop(&homes[1]).await;
    let a = serve::start(&homes[0]).await.unwrap();
    let told = |told: &serde_json::Value| told[0]["acknowledged"].is_string();
    until(&client(&homes[0], &a), &format!("{path}/delivery"), told).await;
    let desk = client(&homes[0], &a);
    assert_eq!(desk.get(&path, WORK).await.unwrap().status, 200);
    a.stop(&homes[0]).await;
    r.stop(&homes[2]).await;
    drop(folder);
}

/// Three in memory; XB is reached through XR and XS.
fn network() -> Network {
    let config =
        Config { relay_bytes_max: 40_000, relay_sender_bytes_max: 24_000, ..Config::default() };
    let codes = ["XA", "XB", "XC", "XR", "XS"];
    let mut network = Network::with(&codes, |_| Store::in_memory().unwrap(), config);
    let directory = network.nodes[0].directory.clone();
    let mut members: Vec<Member> = directory.members().to_vec();
    for member in &mut members {
        if member.code == code("XB") {
            member.relays = vec![code("XR"), code("XS")];
        }
    }
    let next = Arc::new(directory.next(members, directory.created));
    network.nodes.iter_mut().for_each(|node| node.directory = next.clone());
    network
}

fn publish(network: &mut Network, at: &str, text: &str, lane: Lane) {
    network.publish(at, Draft { lane, ..message(text, &["XB"]) }).unwrap();
}

/// What a sender brings to a relay next, noted as brought.
fn outgoing(network: &mut Network, at: &str, lane: Lane) -> Option<Relayed> {
    let (node, to) = (network.at(at), code("XB"));
    let parcel = node.commit(|node| relay::send(node, &to, lane)).unwrap()?;
    let Outgoing { parcel, sealing, joins } = relay::prove(node, parcel).unwrap();
    let bytes = sealing.seal(&mut *node.entropy).unwrap();
    let head = sealing.head;
    node.commit(|node| relay::sent(node, &parcel, head)).unwrap();
    Some(Relayed { what: What::Pouch, bytes, joins })
}

/// The same with another pouch in it.
fn with(pouch: &Relayed, bytes: &[u8]) -> Relayed {
    Relayed { bytes: bytes.to_vec(), ..pouch.clone() }
}

fn hold(
    network: &mut Network,
    relay: &str,
    from: &str,
    pouch: &Relayed,
) -> Result<Timestamp, String> {
    let (from, body) = (code(from), cbor::to_bytes(pouch));
    let node = network.at(relay);
    match node.commit(|node| relay::hold(node, &from, &body)).unwrap().0 {
        Answer::Held(until) => Ok(until),
        Answer::Refused { rule, .. } => Err(rule),
    }
}

fn take(network: &mut Network, at: &str, from: &str, pouch: &Relayed) -> HandedOver {
    let node = network.at(at);
    let brought = relay::open(&Opener::of(node), &code(from), &cbor::to_bytes(pouch));
    node.commit(|node| relay::take(node, brought)).unwrap().1
}

fn next(network: &mut Network, relay: &str, to: &str) -> Option<(i64, Held)> {
    network.at(relay).commit(|node| relay::next(node, &code(to))).unwrap()
}

/// Hands over everything that a relay holds for a member; answers how much that was.
fn hand_over(network: &mut Network, relay: &str, to: &str) -> usize {
    let mut count = 0;
    while let Some((row, held)) = next(network, relay, to) {
        let told = take(network, to, relay, &cbor::from_bytes(&held.bytes).unwrap());
        let node = network.at(relay);
        node.commit(|node| relay::handed_over(node, (row, &held), told)).unwrap();
        count += 1;
    }
    count
}

fn records(network: &mut Network, at: &str) -> u64 {
    network.at(at).store.record_count().unwrap()
}

fn unanswered(network: &mut Network, at: &str) -> usize {
    network.at(at).store.lanes_waiting().unwrap().len()
}

#[derive(Serialize, Deserialize)]
struct Bytes(#[serde(with = "digest::bytes")] Vec<u8>);

/// The same pouch with another length on its outside.
fn of_length(bytes: &[u8], padded: u64) -> Vec<u8> {
    let (_, cose): (Bytes, Bytes) = cbor::from_bytes(bytes).unwrap();
    let outer = pouch::Outer { padded_bytes: padded, ..pouch::outer(bytes).unwrap() };
    cbor::to_bytes(&(Bytes(cbor::to_bytes(&outer)), cose))
}

/// DLV-21, DLV-22, DLV-23: whose pouches, how long, how many.
#[test]
fn a_relay_holds_for_those_that_name_it_and_within_bounds() {
    let mut network = network();
    publish(&mut network, "XA", SECRET, Lane::Routine);
    let pouch = outgoing(&mut network, "XA", Lane::Routine).unwrap();
    let refused = |rule: &str| Err(rule.to_owned());
    assert_eq!(hold(&mut network, "XC", "XA", &pouch), refused("DLV-21"), "XB does not name it");
    assert_eq!(hold(&mut network, "XR", "XC", &pouch), refused("DLV-21"), "of another sender");
    assert_eq!(hold(&mut network, "XR", "XA", &with(&pouch, b"no pouch")), refused("DLV-01"));
    let nowhere = Relayed { joins: vec![Join(4, 4, Vec::new())], ..pouch.clone() };
    assert_eq!(hold(&mut network, "XR", "XA", &nowhere), refused("DLV-01"));
    let padded = pouch::outer(&pouch.bytes).unwrap().padded_bytes;
    for length in [padded + 1, padded - 1, padded * 4, 1] {
        let other = with(&pouch, &of_length(&pouch.bytes, length));
        assert_eq!(hold(&mut network, "XR", "XA", &other), refused("DLV-22"), "{length}");
    }
    let until = hold(&mut network, "XR", "XA", &pouch).unwrap();
    assert_eq!(until, Timestamp(support::START).plus(72 * HOUR_MS));
    // Brought once more it is still one.
    hold(&mut network, "XR", "XA", &pouch).unwrap();
    assert_eq!(
        network.at("XR").store.relayed_for("XB").unwrap(),
        (1, cbor::to_bytes(&pouch).len() as u64)
    );
    // Of one sender so much, and in all so much.
    let mut held = 0;
    loop {
        publish(&mut network, "XA", &format!("{SECRET} {held}"), Lane::Routine);
        let pouch = outgoing(&mut network, "XA", Lane::Routine).unwrap();
        match hold(&mut network, "XR", "XA", &pouch) {
            Ok(_) => held += pouch.bytes.len(),
            full => break assert_eq!(full, refused("DLV-23")),
        }
    }
    assert!(held < 24_000);
    let full = loop {
        publish(&mut network, "XC", SECRET, Lane::Routine);
        let pouch = outgoing(&mut network, "XC", Lane::Routine).unwrap();
        if let Err(rule) = hold(&mut network, "XR", "XC", &pouch) {
            break rule;
        }
    };
    assert_eq!(full, "DLV-23");
    let (_, bytes) = network.at("XR").store.relayed_for("XB").unwrap();
    assert!((24_000..=40_000).contains(&bytes), "{bytes}");
    // And so long.
    network.clock.advance(72 * HOUR_MS - 1);
    assert!(next(&mut network, "XR", "XB").is_some());
    network.clock.advance(1);
    assert_eq!(next(&mut network, "XR", "XB"), None);
    assert_eq!(network.at("XR").store.relayed_for("XB").unwrap(), (0, 0));
}

/// DLV-21 on the other side: nobody else may bring a member pouches of third parties.
#[test]
fn only_ones_own_relay_brings_pouches() {
    let mut network = network();
    publish(&mut network, "XA", SECRET, Lane::Routine);
    let pouch = outgoing(&mut network, "XA", Lane::Routine).unwrap();
    let told = take(&mut network, "XB", "XC", &pouch);
    assert_eq!((told, records(&mut network, "XB")), (HandedOver { answer: None }, 0));
    assert!(take(&mut network, "XB", "XS", &pouch).answer.is_some());
    assert_eq!(records(&mut network, "XB"), 1);
}

#[test]
fn what_a_relay_carries_is_admitted_and_answered_and_then_it_holds_nothing() {
    let mut network = network();
    for lane in Lane::ALL {
        publish(&mut network, "XA", lane.code(), lane);
        let pouch = outgoing(&mut network, "XA", lane).unwrap();
        hold(&mut network, "XR", "XA", &pouch).unwrap();
        assert_eq!(outgoing(&mut network, "XA", lane), None, "it is not brought again at once");
    }
    let lanes: Vec<u8> = [next(&mut network, "XR", "XB").unwrap().1.lane].into();
    assert_eq!(lanes, [Lane::Flash as u8], "flash goes first");
    assert_eq!(hand_over(&mut network, "XR", "XB"), 3);
    assert_eq!(records(&mut network, "XB"), 3);
    assert_eq!(unanswered(&mut network, "XA"), 3);
    assert_eq!(hand_over(&mut network, "XR", "XA"), 3, "the answers");
    assert_eq!(unanswered(&mut network, "XA"), 0);
    assert_eq!(network.at("XR").store.relayed_for("XA").unwrap(), (0, 0));
    assert_eq!(records(&mut network, "XR"), 0);
}

/// A relay that changes, repeats, swaps or invents.
#[test]
fn a_relay_that_tampers_or_repeats_changes_nothing() {
    let mut network = network();
    publish(&mut network, "XA", "first", Lane::Routine);
    let first = outgoing(&mut network, "XA", Lane::Routine).unwrap();
    publish(&mut network, "XA", "second", Lane::Routine);
    let second = outgoing(&mut network, "XA", Lane::Routine).unwrap();
    for at in (0..first.bytes.len()).step_by(37) {
        let mut changed = first.bytes.clone();
        changed[at] ^= 1;
        let told = take(&mut network, "XB", "XR", &with(&first, &changed));
        assert_eq!(told.answer, None, "byte {at}");
    }
    assert_eq!(records(&mut network, "XB"), 0);
    // Turned around: the second brings what joins its head to the first one's.
    let told = take(&mut network, "XB", "XR", &second);
    let of_second = told.answer.unwrap();
    let told = take(&mut network, "XB", "XR", &first);
    let of_first = told.answer.unwrap();
    for _ in 0..3 {
        take(&mut network, "XB", "XR", &first);
        take(&mut network, "XB", "XR", &second);
    }
    let settle = |network: &mut Network, bytes: &[u8]| {
        let node = network.at("XA");
        node.commit(|node| carry::settle(node, bytes)).unwrap()
    };
    for at in 0..of_first.0.len() {
        let mut changed = of_first.0.clone();
        changed[at] ^= 1;
        let seen = settle(&mut network, &changed);
        assert!(matches!(seen, Err(_) | Ok(Brought::Known)), "byte {at}: {seen:?}");
    }
    assert_eq!(unanswered(&mut network, "XA"), 1);
    for answer in [&of_second, &of_first] {
        let settled = settle(&mut network, &answer.0);
        let good = matches!(settled, Ok(Brought::Settled(_, delivery::Answer::Acknowledged(_))));
        assert!(good, "{settled:?}");
        assert_eq!(settle(&mut network, &answer.0), Ok(Brought::Known), "replayed");
    }
    assert_eq!((records(&mut network, "XB"), unanswered(&mut network, "XA")), (2, 0));
    let node = network.at("XB");
    let report = fsck::run(node, false, |_| ()).unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
}

/// An answer of another pouch, or of nobody, is not carried in the recipient's name.
#[test]
fn a_recipient_answers_the_pouch_it_was_handed() {
    let mut network = network();
    publish(&mut network, "XA", SECRET, Lane::Routine);
    let pouch = outgoing(&mut network, "XA", Lane::Routine).unwrap();
    hold(&mut network, "XR", "XA", &pouch).unwrap();
    let (row, held) = next(&mut network, "XR", "XB").unwrap();
    let told = HandedOver { answer: Some(Sealed(b"something else".to_vec())) };
    let node = network.at("XR");
    let to = node.commit(|node| relay::handed_over(node, (row, &held), told)).unwrap();
    assert_eq!((to, node.store.relayed_for("XA").unwrap()), (None, (0, 0)));
}

fn pouch_id(pouch: &Relayed) -> Digest {
    pouch::outer(&pouch.bytes).unwrap().pouch_id
}

/// A relay that withholds: after its time the pouch goes again, over the next one.
#[test]
fn what_a_relay_withholds_goes_over_the_next() {
    let mut network = network();
    publish(&mut network, "XA", SECRET, Lane::Routine);
    let relays = [code("XR"), code("XS")];
    let now = |node: &Node| node.now();
    let first = relay::in_turn(&relays, now(network.at("XA")), 30)[0].clone();
    let pouch = outgoing(&mut network, "XA", Lane::Routine).unwrap();
    hold(&mut network, first.as_str(), "XA", &pouch).unwrap();
    network.clock.advance(30 * MINUTE_MS);
    let second = relay::in_turn(&relays, now(network.at("XA")), 30)[0].clone();
    assert_ne!(first, second);
    let again = outgoing(&mut network, "XA", Lane::Routine).unwrap();
    assert_eq!(pouch_id(&again), pouch_id(&pouch));
    hold(&mut network, second.as_str(), "XA", &again).unwrap();
    assert_eq!(hand_over(&mut network, second.as_str(), "XB"), 1);
    assert_eq!(hand_over(&mut network, second.as_str(), "XA"), 1);
    assert_eq!((records(&mut network, "XB"), unanswered(&mut network, "XA")), (1, 0));
    // The first one thinks better of it: it is known, and its answer too.
    assert_eq!(hand_over(&mut network, first.as_str(), "XB"), 1);
    assert_eq!(hand_over(&mut network, first.as_str(), "XA"), 1);
    assert_eq!((records(&mut network, "XB"), unanswered(&mut network, "XA")), (1, 0));
}
