//! Mirrors that do not help, or help twice: too short a mirror, two heads that contradict, a node
//! killed while it fetches, one that is put back again, and the new epoch behind them all.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use node::outward::UnderWay;
use node::restore::fetch::{self, Next};
use node::restore::{ask, words};
use node::store::behind::{How, Tried};
use node::witness::mirror::{Answer, Ask};
use node::{Error, Node, delivery, flow, fsck};
use record::codelist::Language;
use record::draft::Lane;
use record::{Digest, RecordId};
use seal::Rule;
use seal::checkpoint::Checkpoint;
use support::back::{
    attest, compare_all, cosign_by, fetch_from, minutes, mirror_at, network, new_epoch, put_back,
    reopen, root, tiles,
};
use support::{Network, code, message};

fn share(network: &mut Network, text: &str) -> RecordId {
    let published = network.publish("XA", message(text, &["XB", "XC"])).unwrap();
    network.settle();
    published.name.id
}

/// Whether a record of XA is with XA, XB and XC, once at each.
fn is_everywhere(network: &mut Network, id: &RecordId) -> bool {
    ["XA", "XB", "XC"].into_iter().all(|at| {
        let revisions = network.at(at).store.revisions(&code("XA"), id).unwrap();
        revisions.iter().filter(|stored| stored.content.is_some()).count() == 1
    })
}

fn sound(network: &mut Network) {
    for node in &mut network.nodes {
        let report = fsck::run(node, false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "{}", node.code);
        assert_eq!(node.store.conflicts().unwrap(), []);
    }
}

/// What people read of XA, in one language.
fn told(network: &mut Network, language: Language) -> Vec<String> {
    words::state(&network.at("XA").store, language).unwrap().unwrap().text
}

/// The image of XA before a record is lost that its witnesses mirror.
fn lost_one(network: &mut Network) -> (Vec<u8>, RecordId) {
    share(network, "before the backup");
    let image = network.at("XA").store.image().unwrap();
    let lost = share(network, "lost");
    attest(network, "XA");
    (image, lost)
}

/// A witness that mirrors less than somebody has seen cannot help; the new epoch does, and people
/// read both.
#[test]
fn where_every_mirror_is_too_short_the_new_epoch_is_the_way() {
    let mut network = network();
    share(&mut network, "before the backup");
    let image = network.at("XA").store.image().unwrap();
    let lost = share(&mut network, "lost");
    let mirrored = attest(&mut network, "XA");
    let later = share(&mut network, "seen by its recipients alone");
    // Cosigned, and not mirrored any more.
    cosign_by(&mut network, "XA", &["XD"]);
    put_back(&mut network, "XA", &image);
    let own = network.publish("XA", message("written after", &["XB", "XC"])).unwrap().name.id;
    assert_eq!(fetch::wanted(network.at("XA")).unwrap(), None, "nobody was asked yet");
    compare_all(&mut network, "XA");
    let before = (network.at("XA").log.size(), root(network.at("XA")));
    for witness in ["XB", "XC", "XD"] {
        fetch_from(&mut network, "XA", witness).unwrap_err();
    }
    let tries = network.at("XA").store.fetch_tries().unwrap();
    assert_eq!(tries.len(), 3);
    assert!(tries.iter().all(|(_, tried)| *tried == Tried::Short(mirrored)), "{tries:?}");
    assert_eq!((network.at("XA").log.size(), root(network.at("XA"))), before);
    for language in Language::ALL {
        let text = told(&mut network, language);
        assert_eq!(text.len(), 6, "{text:?}");
        assert!(text[1].contains("amana key log"), "{text:?}");
        assert!(text[3..].iter().all(|line| !line.contains("restored-")), "{text:?}");
    }
    assert!(told(&mut network, Language::English)[3].contains("too few"));
    new_epoch(&mut network, "XA");
    network.settle();
    for id in [lost, later, own] {
        assert!(is_everywhere(&mut network, &id));
    }
    assert_eq!(network.at("XA").store.way_on().unwrap().unwrap().how, How::Epoch(2));
    assert!(network.at("XA").store.fetch_tries().unwrap().is_empty());
    sound(&mut network);
    // The old log is mirrored no more; the new one is.
    assert_eq!(network.at("XB").store.mirror_size("XA").unwrap(), 0);
    attest(&mut network, "XA");
    sound(&mut network);
}

/// Two heads of a log that contradict each other: whatever a witness mirrored, only a new epoch
/// helps.
#[test]
fn where_two_heads_contradict_only_the_new_epoch_helps() {
    let mut network = network();
    let (image, lost) = lost_one(&mut network);
    put_back(&mut network, "XA", &image);
    compare_all(&mut network, "XA");
    let node = network.at("XA");
    let wanted = fetch::wanted(node).unwrap().unwrap();
    let (origin, size) = (node.log.origin().to_owned(), wanted.head.size - 1);
    let other = Checkpoint::new(&origin, size, Digest([7; 32]));
    let note = other.sign(&node.identity.log, node.now()).unwrap();
    let known = node::restore::tell::Known { heads: vec![note], ..Default::default() };
    node.commit(|node| ask::take_known(node, &code("XC"), &known)).unwrap();
    for witness in ["XB", "XC", "XD"] {
        let refused = fetch_from(&mut network, "XA", witness);
        assert!(matches!(refused, Err(Error::Check(Rule::NewEpoch))), "{refused:?}");
    }
    let tries = network.at("XA").store.fetch_tries().unwrap();
    assert!(tries.iter().all(|(_, tried)| *tried == Tried::Contradicts), "{tries:?}");
    assert!(network.at("XA").log.is_held());
    assert!(told(&mut network, Language::English)[3].contains("contradicts another"));
    new_epoch(&mut network, "XA");
    network.settle();
    assert!(is_everywhere(&mut network, &lost));
}

/// A node that is killed while it fetches has the log it had, and begins anew.
#[test]
fn what_is_fetched_by_half_is_no_part_of_the_log() {
    let mut network = network();
    share(&mut network, "before the backup");
    let image = network.at("XA").store.image().unwrap();
    minutes(&mut network, "XA", 1_000);
    let lost = share(&mut network, "lost");
    attest(&mut network, "XA");
    put_back(&mut network, "XA", &image);
    compare_all(&mut network, "XA");
    let before = (network.at("XA").log.size(), root(network.at("XA")));
    let peer = code("XB");
    let wanted = network.at("XA").commit(|node| fetch::begin(node, &peer)).unwrap().unwrap();
    let given = tiles(&mut network, "XB", "XA", Ask::Give(wanted.from));
    let Answer::Given(mut given) = given else { panic!() };
    given.hashes.truncate(32 * 300);
    let job = |node: &mut Node| fetch::piece(node, &peer, (&wanted, wanted.from), &given);
    let next = network.at("XA").commit(job).unwrap();
    assert_eq!(next, Next::From(wanted.from + 300));
    let image = network.at("XA").store.image().unwrap();
    reopen(&mut network, "XA", &image, None);
    let node = network.at("XA");
    assert_eq!((node.log.size(), root(node)), before);
    assert!(node.log.is_held());
    // Taken by half is not taken.
    let early = node.commit(|node| fetch::take(node, &peer, &wanted));
    assert!(matches!(early, Err(Error::Check(Rule::Fetched))), "{early:?}");
    assert_eq!((node.log.size(), root(node)), before);
    sound(&mut network);
    fetch_from(&mut network, "XA", "XC").unwrap();
    network.settle();
    assert!(is_everywhere(&mut network, &lost));
    sound(&mut network);
}

/// Put back, caught up, and put back again: once to before the first time, once to after it.
#[test]
fn a_node_is_put_back_twice() {
    let mut network = network();
    let (image, lost) = lost_one(&mut network);
    put_back(&mut network, "XA", &image);
    let first = network.publish("XA", message("after one", &["XB", "XC"])).unwrap().name.id;
    compare_all(&mut network, "XA");
    fetch_from(&mut network, "XA", "XB").unwrap();
    network.settle();
    let second = share(&mut network, "after two");
    let later_image = network.at("XA").store.image().unwrap();
    let third = share(&mut network, "after three");
    attest(&mut network, "XA");
    put_back(&mut network, "XA", &image);
    compare_all(&mut network, "XA");
    fetch_from(&mut network, "XA", "XC").unwrap();
    network.settle();
    let fourth = share(&mut network, "after four");
    attest(&mut network, "XA");
    put_back(&mut network, "XA", &later_image);
    compare_all(&mut network, "XA");
    fetch_from(&mut network, "XA", "XD").unwrap();
    network.settle();
    for id in [lost, first, second, third, fourth] {
        assert!(is_everywhere(&mut network, &id));
    }
    sound(&mut network);
    assert_eq!(network.at("XA").store.epoch(&code("XA")).unwrap(), 1);
    // What was lost stays under the head of an epoch that is closed.
    new_epoch(&mut network, "XA");
    let fifth = share(&mut network, "in the next epoch");
    assert!(is_everywhere(&mut network, &fifth));
    sound(&mut network);
    let report = fsck::run(network.at("XA"), false, |_| ()).unwrap();
    assert!(report.leaves_lost > 0);
}

/// A pouch that was lost on the line, receipts that are owed and minutes of the audit are entered
/// again behind what was fetched, and lanes go on.
#[test]
fn what_was_under_way_goes_on() {
    let mut network = network();
    share(&mut network, "before the backup");
    let image = network.at("XA").store.image().unwrap();
    let (me, peer) = (code("XA"), code("XB"));
    let gone = network.publish("XA", message("lost on the line", &["XB"])).unwrap().name.id;
    let send = |node: &mut Node, behind| {
        node.commit(|node| flow::send(node, &code("XB"), Lane::Routine, behind)).unwrap().unwrap()
    };
    let first = send(network.at("XA"), UnderWay::default());
    network.publish("XA", message("taken", &["XB"])).unwrap();
    let second = send(network.at("XA"), first.under_way());
    let from = node::outward::acked_head_size(network.at("XA"), &peer).unwrap();
    let bytes = delivery::seal(network.at("XA"), &second, from).unwrap();
    network.at("XB").commit(|node| delivery::receive(node, &me, &bytes)).unwrap();
    assert_eq!(network.at("XB").store.received("XA", Lane::Routine as u8).unwrap().len(), 2);
    attest(&mut network, "XA");

    put_back(&mut network, "XA", &image);
    let theirs = network.publish("XB", message("meanwhile", &["XA"])).unwrap().name;
    network.settle();
    minutes(&mut network, "XA", 2);
    assert_eq!(network.at("XB").store.receipts(&theirs.owner, &theirs.id).unwrap(), []);
    compare_all(&mut network, "XA");
    fetch_from(&mut network, "XA", "XC").unwrap();
    let open = network.at("XA").store.open_pouches().unwrap();
    assert!(!open.is_empty(), "the hole in the lane goes as a pouch of its own");
    network.settle();
    let received = network.at("XB").store.received("XA", Lane::Routine as u8).unwrap();
    assert_eq!(received.len(), 1, "no hole is left: {received:?}");
    let receipts = network.at("XB").store.receipts(&theirs.owner, &theirs.id).unwrap();
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    let nowhere = network.at("XB").store.revisions(&me, &gone).unwrap();
    assert!(nowhere.is_empty(), "nobody else ever had it");
    attest(&mut network, "XA");
    sound(&mut network);
}

/// An old state that nobody spoke of is met. Where it has signed a head of its own meanwhile, that
/// one is not contradicted.
#[test]
fn a_head_that_was_signed_before_anybody_was_asked_stands() {
    let mut network = network();
    let (image, _) = lost_one(&mut network);
    reopen(&mut network, "XA", &image, None);
    network.at("XA").commit(node::restore::started).unwrap();
    minutes(&mut network, "XA", 3);
    compare_all(&mut network, "XA");
    let refused = fetch_from(&mut network, "XA", "XD");
    assert!(matches!(refused, Err(Error::Check(Rule::NewEpoch))), "{refused:?}");
    assert!(network.at("XA").log.is_held());
    sound(&mut network);
}

/// An old state that nobody spoke of is met, and what was said meanwhile stands behind what others
/// have.
#[test]
fn an_old_state_that_nobody_spoke_of_catches_up() {
    let mut network = network();
    let (image, lost) = lost_one(&mut network);
    reopen(&mut network, "XA", &image, None);
    network.at("XA").commit(node::restore::started).unwrap();
    let own = network.publish("XA", message("written after", &["XB", "XC"])).unwrap().name.id;
    compare_all(&mut network, "XA");
    let size = network.at("XB").store.cosigned(&code("XA")).unwrap().unwrap().size;
    assert!(fetch::wanted(network.at("XA")).unwrap().is_some_and(|one| one.head.size == size));
    fetch_from(&mut network, "XA", "XD").unwrap();
    network.settle();
    for id in [lost, own] {
        assert!(is_everywhere(&mut network, &id));
    }
    let went = words::went_on(&network.at("XA").store, Language::French).unwrap().unwrap();
    assert!(went.text.contains("XD") && went.text.contains("même époque"), "{}", went.text);
    assert_eq!(words::state(&network.at("XA").store, Language::English).unwrap(), None);
    assert_eq!(mirror_at(&mut network, "XA", "XB"), size, "what is not cosigned is not mirrored");
    attest(&mut network, "XA");
    sound(&mut network);
}
