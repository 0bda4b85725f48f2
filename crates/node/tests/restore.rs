//! Restored: a node that lost what it said since its backup says nothing that contradicts it, is
//! told what it lacks, and goes on in a new epoch of its log.
//! It is long because each way in which something may be lost or said twice is tried on its own.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use std::sync::Arc;

use node::restore::tell::{Again, AskAgain, AskHeld, Known, Whose};
use node::restore::{self, ask, tell};
use node::store::Store;
use node::store::behind::Since;
use node::witness::offer;
use node::{Error, Node, Parts, delivery, epoch, export, flow, founding, fsck};
use record::codelist::Language;
use record::draft::Lane;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::{Body, Draft, NodeCode, Record, RecordId, Timestamp};
use seal::directory::LogEpoch;
use seal::log_key::LogSecret;
use support::{Network, code, control, message};

fn copy_of(key: &LogSecret) -> LogSecret {
    LogSecret::from_seeds(key.origin(), key.seeds().unwrap()).unwrap()
}

/// Opens a node of the network anew, from an image, with a log key and the directory it has.
fn reopen(network: &mut Network, at: &str, image: &[u8], log: LogSecret, number: u8) {
    let place = network.nodes.iter().position(|node| node.code.as_str() == at).unwrap();
    let before = &network.nodes[place];
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", image, image.len(), false).unwrap();
    let kem = before.identity.kem.all();
    let kem = kem.iter().map(|key| seal::kem::KemSecret::from_seed(*key.seed()).unwrap());
    let identity = node::Identity {
        code: before.code.clone(),
        log,
        witness: copy_of(&before.identity.witness),
        kem: kem.collect::<Vec<_>>().into(),
    };
    let opened = Node::open(Parts {
        identity,
        directory: (*before.directory).clone(),
        config: before.config.clone(),
        store: Store::prepare(db).unwrap(),
        vault: node::vault::Vault::new([place as u8 + 1; 32], [99; 32]),
        clock: before.clock.clone(),
        entropy: Box::new(support::Seeded((1 << 60) + (u64::from(number) << 50))),
    });
    network.nodes[place] = opened.unwrap();
}

/// What `amana restore` does to an image.
fn restore_from(network: &mut Network, at: &str, image: &[u8]) {
    let since =
        Since { at: network.clock.0.load(std::sync::atomic::Ordering::SeqCst), backup: None };
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", image, image.len(), false).unwrap();
    let store = Store::prepare(db).unwrap();
    store.hold_heads(since, &[]).unwrap();
    store.mark_lanes().unwrap();
    let image = store.image().unwrap();
    let log = copy_of(&network.at(at).identity.log);
    reopen(network, at, &image, log, 1);
    network.at(at).commit(|node| restore::begin(node, Some(Timestamp(since.at)))).unwrap();
    network.clock.advance(1_000);
}

/// What a comparer does with one member.
fn compare(network: &mut Network, at: &str, with: &str) -> Known {
    let (me, peer) = (code(at), code(with));
    let mine = network.at(at).commit(|node| tell::known(node, &peer)).unwrap();
    let known = network.at(with).commit(|node| ask::exchange(node, &me, &mine)).unwrap();
    let more = network.at(at).commit(|node| ask::take_known(node, &peer, &known)).unwrap();
    if !more {
        return known;
    }
    for whose in [Whose::Mine, Whose::Yours] {
        let asks = AskHeld { whose, after: None };
        let page = network.at(with).commit(|node| tell::held(node, &me, &asks)).unwrap();
        assert!(!page.more);
        let wanted =
            network.at(at).commit(|node| ask::compare(node, &peer, (whose, &page))).unwrap();
        again(network, at, with, &wanted);
    }
    network.at(at).commit(|node| ask::finish(node, &peer, &known)).unwrap();
    known
}

fn again(network: &mut Network, at: &str, with: &str, wanted: &AskAgain) {
    let (me, peer) = (code(at), code(with));
    let answer = network.at(with).commit(|node| tell::again(node, &me, wanted)).unwrap();
    network.at(at).commit(|node| ask::take_given(node, &peer, answer)).unwrap();
}

/// The root certifies a new log key, the stewards list it, everybody takes the head.
fn new_epoch(network: &mut Network, at: &str) {
    network.clock.advance(1_000);
    let place = network.nodes.iter().position(|node| node.code.as_str() == at).unwrap();
    let directory = network.nodes[0].directory.clone();
    let mut members = directory.members().to_vec();
    let member = members.iter_mut().find(|member| member.code.as_str() == at).unwrap();
    let number = member.epoch() + 1;
    let origin = founding::origin_at(&code(at), number);
    let key = LogSecret::from_seeds(&origin, &[number as u8; 64]).unwrap();
    let now = network.nodes[0].now();
    let listed = LogEpoch { epoch: number, key: key.public().clone(), from: now, revoked_at: None };
    member.logs.push(listed);
    member.certify(&network.roots[place], &directory.network(), now).unwrap();
    let signed = founding::sign(&directory.next(members, now), &network.stewards).unwrap();
    let next = Arc::new(directory.accept(&signed).unwrap());
    for node in &mut network.nodes {
        node.directory = next.clone();
        if node.code.as_str() != at {
            epoch::follow(node).unwrap();
        }
    }
    let image = network.at(at).store.image().unwrap();
    reopen(network, at, &image, key, 2);
}

fn recall(id: RecordId) -> Draft {
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    control(&Body::Recall(Box::new(Recall { statement })))
}

fn share(network: &mut Network, from: &str, text: &str, to: &[&str]) -> RecordId {
    let published = network.publish(from, message(text, to)).unwrap();
    network.settle();
    published.name.id
}

/// How many records of this id a node holds with their content.
fn held(network: &mut Network, at: &str, owner: &str, id: &RecordId) -> usize {
    let revisions = network.at(at).store.revisions(&code(owner), id).unwrap();
    revisions.iter().filter(|stored| stored.content.is_some()).count()
}

fn hidden(network: &mut Network, at: &str, owner: &str, id: &RecordId) -> bool {
    !network.at(at).store.hidings(&code(owner), id).unwrap().is_empty()
}

fn sound(network: &mut Network) {
    for node in &mut network.nodes {
        let report = fsck::run(node, false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "{}", node.code);
        assert_eq!(node.store.conflicts().unwrap(), []);
    }
    same_at_both_ends(network);
}

/// What was numbered in every lane is the same at its two ends.
fn same_at_both_ends(network: &mut Network) {
    let codes: Vec<String> = network.nodes.iter().map(|node| node.code.to_string()).collect();
    for from in &codes {
        for to in codes.iter().filter(|to| *to != from) {
            let (again, said) = network.compare_lanes(from, to);
            assert!(again == 0 && said.len() < 2, "{from} to {to}: {said:#?}");
        }
    }
}

/// Tries everything by which a head may leave; answers whether anything did.
fn anything_leaves(network: &mut Network, at: &str, own: &RecordId) -> bool {
    let mut peers: Vec<NodeCode> = network.nodes.iter().map(|node| node.code.clone()).collect();
    peers.retain(|peer| peer.as_str() != at);
    let node = network.at(at);
    let mut left = false;
    for peer in &peers {
        for lane in Lane::ALL {
            let under_way = node::outward::UnderWay::default();
            left |= node.commit(|node| flow::send(node, peer, lane, under_way)).unwrap().is_some();
        }
    }
    left |= node.commit(|node| offer::next(node, None)).unwrap().is_some();
    let me = node.code.clone();
    let evidence = export::evidence(node, &me, own, None);
    left |= !matches!(evidence, Err(Error::Behind));
    let (log, now) = (copy_of(&node.identity.log), node.now());
    left | node.log.checkpoint(&node.store, &log, now).is_ok()
}

/// RST-01, RST-02, RST-03, RST-05: an old backup is put back. Nothing leaves, nobody sees a
/// contradiction; then all of it is there again, in a new epoch, once.
#[test]
fn a_backup_that_others_are_ahead_of_says_nothing_and_catches_up() {
    let mut network = Network::new(&["XA", "XB", "XC"]);
    let early = share(&mut network, "XA", "before the backup", &["XB", "XC"]);
    let theirs = share(&mut network, "XB", "theirs before", &["XA"]);
    let recalled_by_them = share(&mut network, "XB", "theirs, recalled later", &["XA"]);
    // Queued when the backup was taken, sent afterwards.
    let waiting = network.publish("XA", message("waits in the lane", &["XB"])).unwrap().name.id;
    // As every minute.
    network.at("XA").commit(node::journal::keep_head).unwrap();
    let image = network.at("XA").store.image().unwrap();
    network.settle();
    let lost: Vec<RecordId> =
        (0..5).map(|n| share(&mut network, "XA", &format!("lost {n}"), &["XB", "XC"])).collect();
    network.publish("XA", recall(early)).unwrap();
    network.publish("XB", recall(recalled_by_them)).unwrap();
    let later = share(&mut network, "XB", "theirs after", &["XA"]);
    network.settle();
    let head = network.at("XB").store.last_head("XA").unwrap().unwrap();

    restore_from(&mut network, "XA", &image);
    let own = network.publish("XA", message("written after", &["XB", "XC"])).unwrap().name.id;
    assert!(!anything_leaves(&mut network, "XA", &own));
    network.settle();
    assert_eq!(held(&mut network, "XB", "XA", &own), 0);
    for with in ["XB", "XC"] {
        compare(&mut network, "XA", with);
        assert!(!anything_leaves(&mut network, "XA", &own), "compared with {with}");
    }
    // Before a page is served: what was recalled is, whoever recalled it.
    assert!(hidden(&mut network, "XA", "XA", &early));
    assert!(hidden(&mut network, "XA", "XB", &recalled_by_them));
    for id in &lost {
        assert_eq!(held(&mut network, "XA", "XA", id), 1);
    }
    network.settle();
    assert!(!anything_leaves(&mut network, "XA", &own), "others are ahead, whatever was compared");
    assert_eq!(network.at("XB").store.last_head("XA").unwrap().unwrap(), head);
    told_in_words(&mut network, head.size);

    new_epoch(&mut network, "XA");
    all_is_there(&mut network, &lost);
    assert_eq!(restore::words::state(&network.at("XA").store, Language::English).unwrap(), None);
    for (at, owner, id) in [
        ("XB", "XA", own),
        ("XC", "XA", own),
        ("XB", "XA", waiting),
        ("XA", "XB", later),
        ("XA", "XB", theirs),
    ] {
        assert_eq!(held(&mut network, at, owner, &id), 1, "{at} {owner}");
    }
    let first = network.at("XA").store.leaf(0).unwrap().unwrap();
    let first = seal::leaf::Subject::from_bytes(&first.subject).unwrap();
    let seal::leaf::Subject::Epoch { epoch: 2, size, root, .. } = first else {
        panic!("{first:?}")
    };
    assert_eq!((size, root), (head.size, head.root), "the last head of the old is leaf 0");
    // A recall in the new epoch reaches those who got the record in the old one.
    network.publish("XA", recall(lost[0])).unwrap();
    network.settle();
    assert!(hidden(&mut network, "XC", "XA", &lost[0]));
    sound(&mut network);
    // Evidence of the old epoch stands, at the owner and at a holder.
    let directory = network.at("XA").directory.clone();
    for at in ["XA", "XB"] {
        let file = export::evidence(network.at(at), &code("XA"), &early, None).unwrap();
        let evidence: seal::evidence::Evidence =
            serde_json::from_value(file["evidence"].clone()).unwrap();
        assert_eq!(evidence.verify_in(&directory).unwrap().0, &code("XA"));
        assert!(evidence.checkpoint.starts_with("amana.invalid/log/XA\n"), "{at}");
    }
}

fn all_is_there(network: &mut Network, lost: &[RecordId]) {
    network.settle();
    for id in lost {
        for at in ["XA", "XB", "XC"] {
            assert_eq!(held(network, at, "XA", id), 1);
        }
        let receipts = network.at("XA").store.receipts(&code("XA"), id).unwrap();
        let peers: std::collections::BTreeSet<_> = receipts.iter().map(|one| &one.peer).collect();
        assert_eq!(peers.len(), 2, "who took it says so again");
    }
}

fn told_in_words(network: &mut Network, size: u64) {
    for language in Language::ALL {
        let state = restore::words::state(&network.at("XA").store, language).unwrap().unwrap();
        assert!(state.held && state.unasked.is_empty());
        assert_eq!((state.ahead_size, state.ahead.len()), (size, 2));
        assert_eq!(state.text.len(), 3, "{:?}", state.text);
        assert!(state.text[1].contains("amana key log"), "{:?}", state.text);
    }
}

/// A backup that nobody is ahead of goes on in the same epoch, once everyone was asked.
#[test]
fn a_backup_that_lacks_nothing_goes_on() {
    let mut network = Network::new(&["XA", "XB", "XC"]);
    share(&mut network, "XA", "before the backup", &["XB", "XC"]);
    let image = network.at("XA").store.image().unwrap();
    restore_from(&mut network, "XA", &image);
    let own = network.publish("XA", message("written after", &["XB", "XC"])).unwrap().name.id;
    compare(&mut network, "XA", "XB");
    assert!(!anything_leaves(&mut network, "XA", &own), "one of two was not asked");
    compare(&mut network, "XA", "XC");
    network.settle();
    for at in ["XB", "XC"] {
        assert_eq!(held(&mut network, at, "XA", &own), 1);
    }
    assert_eq!(network.at("XA").store.epoch(&code("XA")).unwrap(), 1);
    sound(&mut network);
}

/// Whoever copies the files of an old state back tells nobody: the first member that has more says
/// so, before anything is sent to it.
#[test]
fn an_old_state_that_nobody_spoke_of_is_met() {
    let mut network = Network::new(&["XA", "XB", "XC"]);
    share(&mut network, "XA", "before", &["XB"]);
    let image = network.at("XA").store.image().unwrap();
    let lost = share(&mut network, "XA", "lost", &["XB"]);
    let log = copy_of(&network.at("XA").identity.log);
    reopen(&mut network, "XA", &image, log, 3);
    network.at("XA").commit(restore::started).unwrap();
    let own = network.publish("XA", message("written after", &["XB"])).unwrap().name.id;
    compare(&mut network, "XA", "XB");
    assert!(!anything_leaves(&mut network, "XA", &own));
    assert_eq!(held(&mut network, "XA", "XA", &lost), 1);
    compare(&mut network, "XA", "XC");
    new_epoch(&mut network, "XA");
    network.settle();
    assert_eq!(held(&mut network, "XB", "XA", &own), 1);
    sound(&mut network);
}

/// RST-03: pouches were under way when the machine was lost; no number is used twice and none that
/// was lost holds up those behind it.
#[test]
fn a_lane_goes_on_behind_what_was_taken() {
    let mut network = Network::new(&["XA", "XB", "XC"]);
    share(&mut network, "XA", "one", &["XB"]);
    let image = network.at("XA").store.image().unwrap();
    // Two pouches of one record each leave; only the second arrives.
    let (me, peer) = (code("XA"), code("XB"));
    let lost = network.publish("XA", message("lost on the line", &["XB"])).unwrap().name.id;
    let send = |node: &mut Node, behind| {
        node.commit(|node| flow::send(node, &code("XB"), Lane::Routine, behind)).unwrap().unwrap()
    };
    let first = send(network.at("XA"), node::outward::UnderWay::default());
    let taken = network.publish("XA", message("taken", &["XB"])).unwrap().name.id;
    let second = send(network.at("XA"), first.under_way());
    let from = node::outward::acked_head_size(network.at("XA"), &peer).unwrap();
    let bytes = delivery::seal(network.at("XA"), &second, from).unwrap();
    let answer = network.at("XB").commit(|node| delivery::receive(node, &me, &bytes)).unwrap();
    assert!(matches!(answer, delivery::Answer::Acknowledged(_)), "{answer:?}");
    let before = network.at("XB").store.received("XA", Lane::Routine as u8).unwrap();
    assert_eq!(before.len(), 2, "{before:?}");

    restore_from(&mut network, "XA", &image);
    let own = network.publish("XA", message("written after", &["XB"])).unwrap().name.id;
    compare(&mut network, "XA", "XB");
    compare(&mut network, "XA", "XC");
    new_epoch(&mut network, "XA");
    network.settle();
    let after = network.at("XB").store.received("XA", Lane::Routine as u8).unwrap();
    assert_eq!(after.len(), 1, "no hole is left: {after:?}");
    assert_eq!(held(&mut network, "XB", "XA", &own), 1);
    assert_eq!(held(&mut network, "XB", "XA", &taken), 1);
    assert_eq!(held(&mut network, "XA", "XA", &taken), 1);
    assert_eq!(held(&mut network, "XB", "XA", &lost), 0, "nobody else ever had it");
    sound(&mut network);
}

/// RST-04: nobody is given what is another's, and nothing comes again that was not let out.
#[test]
fn only_ones_own_is_given_back() {
    let mut network = Network::new(&["XA", "XB", "XC"]);
    let id = share(&mut network, "XA", "for one only", &["XB"]);
    let stored = network.at("XB").store.revisions(&code("XA"), &id).unwrap().remove(0);
    let named = restore::Named { id, revision: 1, content_id: stored.content_id };
    let asks =
        AskAgain { mine: vec![named.clone()], yours: vec![named.clone()], receipts: vec![named] };
    let ask_of = |network: &mut Network, at: &str, by: &str| {
        let answer = network.at(at).commit(|node| tell::again(node, &code(by), &asks)).unwrap();
        (answer.given.len(), answer.queued, answer.receipts)
    };
    assert_eq!(ask_of(&mut network, "XB", "XA"), (1, 0, 1));
    assert_eq!(ask_of(&mut network, "XB", "XC"), (0, 0, 0));
    assert_eq!(ask_of(&mut network, "XA", "XC"), (0, 0, 0));
    assert_eq!(ask_of(&mut network, "XA", "XB"), (0, 1, 0));
    for (by, whose, expect) in
        [("XB", Whose::Yours, 1), ("XC", Whose::Yours, 0), ("XB", Whose::Mine, 0)]
    {
        let asks = AskHeld { whose, after: None };
        let page = network.at("XA").commit(|node| tell::held(node, &code(by), &asks)).unwrap();
        assert_eq!(page.entries.len(), expect, "{by} {whose:?}");
    }
    network.settle();
    assert_eq!(held(&mut network, "XB", "XA", &id), 1);
    sound(&mut network);
}

/// RST-07: who learnt a content id is let have nothing by it. Who shows the record has it, and what
/// takes it back reaches that member, though the backup does not know that it was let out there.
#[test]
fn only_who_shows_a_record_is_listed_as_its_holder() {
    let mut network = Network::new(&["XA", "XB", "XC"]);
    let id = share(&mut network, "XA", "for one only", &["XB"]);
    let stored = network.at("XB").store.revisions(&code("XA"), &id).unwrap().remove(0);
    let named = restore::Named { id, revision: 1, content_id: stored.content_id };
    let entry = tell::Entry { named: named.clone(), gone: None, told: Vec::new() };
    let page = tell::HeldPage { entries: vec![entry], more: false };
    let claims = |network: &mut Network, by: &str| {
        let claimed = (Whose::Mine, &page);
        network.at("XA").commit(|node| ask::compare(node, &code(by), claimed)).unwrap()
    };
    let listed = |network: &mut Network, peer: &str| {
        let node = network.at("XA");
        let row = node.store.named_row(&code("XA"), &named).unwrap().unwrap();
        node.store.standings(row).unwrap().iter().any(|one| one.peer == peer)
    };
    assert_eq!(claims(&mut network, "XB").mine, [], "it is listed");
    let claimed = claims(&mut network, "XC").mine;
    assert_eq!(claimed, std::slice::from_ref(&named), "it is asked to show it");
    network.settle();
    assert!(!listed(&mut network, "XC"));
    assert_eq!(held(&mut network, "XC", "XA", &id), 0);

    let asks = AskAgain { mine: vec![named.clone()], ..AskAgain::default() };
    let shown = network.at("XB").commit(|node| tell::again(node, &code("XA"), &asks)).unwrap();
    let show = |network: &mut Network, answer: Again| {
        network.at("XA").commit(|node| ask::take_given(node, &code("XC"), answer)).unwrap()
    };
    let mut hollow = shown.clone();
    let record = Record::unpack(hollow.given[0].record.clone()).unwrap();
    hollow.given[0].record = record.without(|_| false).pack();
    assert_eq!(hollow.given[0].record.content_id().unwrap(), named.content_id);
    assert_eq!(show(&mut network, hollow), 0);
    assert!(!listed(&mut network, "XC"), "digests of its parts are not the record");
    assert_eq!(show(&mut network, shown), 0, "it is here");
    assert!(listed(&mut network, "XC"));
    network.publish("XA", recall(id)).unwrap();
    network.settle();
    assert!(hidden(&mut network, "XC", "XA", &id));
    sound(&mut network);
}

/// What is given back is believed only where our own log proves it.
#[test]
fn nothing_is_given_back_that_was_never_ours() {
    let mut network = Network::new(&["XA", "XB", "XC"]);
    let image = network.at("XA").store.image().unwrap();
    let id = share(&mut network, "XA", "ours", &["XB"]);
    let theirs = share(&mut network, "XB", "theirs", &["XA", "XC"]);
    let give = |network: &mut Network, at: &str, owner: &str, id: RecordId| {
        let stored = network.at(at).store.revisions(&code(owner), &id).unwrap().remove(0);
        let named = restore::Named { id, revision: 1, content_id: stored.content_id };
        let asks = AskAgain { mine: vec![named], ..AskAgain::default() };
        network.at(at).commit(|node| tell::again(node, &code(owner), &asks)).unwrap()
    };
    let taken = |network: &mut Network, answer| {
        network.at("XA").commit(|node| ask::take_given(node, &code("XB"), answer)).unwrap()
    };
    let of_another = give(&mut network, "XC", "XB", theirs);
    assert_eq!(taken(&mut network, of_another), 0);
    let good = give(&mut network, "XB", "XA", id);
    assert_eq!(taken(&mut network, good.clone()), 0, "it is here");
    restore_from(&mut network, "XA", &image);
    let mut forged = good.clone();
    forged.given[0].evidence.salt = [7; 32];
    assert_eq!(taken(&mut network, forged), 0);
    let mut retold = good.clone();
    retold.given[0].evidence.subject = seal::leaf::Subject::published(&record::Digest([7; 32]));
    assert_eq!(taken(&mut network, retold), 0);
    assert_eq!(taken(&mut network, good), 1);
}

/// RST-06: a revision waits until it is known which one others have.
#[test]
fn nothing_is_revised_before_it_was_compared() {
    let mut network = Network::new(&["XA", "XB"]);
    let id = share(&mut network, "XA", "first words", &["XB"]);
    let image = network.at("XA").store.image().unwrap();
    let revised = Draft { revises: Some(id), ..message("second words", &["XB"]) };
    network.publish("XA", revised.clone()).unwrap();
    network.settle();
    restore_from(&mut network, "XA", &image);
    let refused = network.publish("XA", revised.clone());
    assert!(matches!(refused, Err(Error::Check(seal::Rule::ReviseLater))), "{refused:?}");
    compare(&mut network, "XA", "XB");
    new_epoch(&mut network, "XA");
    network.settle();
    let published = network.publish("XA", revised).unwrap();
    assert_eq!(published.name.revision, 3, "the one that the backup lacks came back");
    network.settle();
    sound(&mut network);
}

/// A witness that was restored cosigns nothing before everyone was asked, and afterwards no head
/// smaller than what others have under its name.
#[test]
fn a_restored_witness_cosigns_nothing() {
    let mut network = Network::new(&["XA", "XB"]);
    share(&mut network, "XA", "a parcel", &["XB"]);
    let image = network.at("XB").store.image().unwrap();
    restore_from(&mut network, "XB", &image);
    let round = network.at("XA").commit(|node| {
        let now = node.now();
        let note = node.log.checkpoint(&node.store, &node.identity.log, now)?;
        Ok(offer::Round { note, size: node.log.size(), begun: now })
    });
    let offered = offer::from_size(network.at("XA"), &round.unwrap(), 0).unwrap();
    let bytes = record::cbor::to_bytes(&offered);
    let ask_witness = |network: &mut Network| {
        let (directory, identity) =
            (network.at("XB").directory.clone(), network.at("XB").identity.clone());
        let offered = node::witness::cosign::open(&directory, &identity, &code("XA"), &bytes);
        let node = network.at("XB");
        let decide = |node: &mut Node| node::witness::cosign::decide(node, &code("XA"), offered);
        let decided = node.commit(decide).unwrap();
        node::witness::cosign::sign(&identity, decided, node.now()).unwrap()
    };
    let refused = ask_witness(&mut network);
    assert!(
        matches!(&refused, node::witness::cosign::Answer::Refused { rule, .. } if rule == "RST-01"),
        "{refused:?}"
    );
    compare(&mut network, "XB", "XA");
    let cosigned = ask_witness(&mut network);
    assert!(matches!(cosigned, node::witness::cosign::Answer::Cosigned(_)), "{cosigned:?}");
}

/// What a store of before version 21 holds stands in the first epoch of every log.
#[test]
fn a_store_from_before_epochs_opens_in_the_first() {
    let mut network = Network::new(&["XA", "XB"]);
    let id = share(&mut network, "XA", "said before", &["XB"]);
    let image = network.at("XA").store.image().unwrap();
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", &image[..], image.len(), false).unwrap();
    db.execute_batch(support::before::TWENTY_FOUR).unwrap();
    db.execute_batch(support::before::TWENTY_THREE).unwrap();
    db.execute_batch(support::before::TWENTY_TWO).unwrap();
    db.execute_batch(support::before::TWENTY_ONE).unwrap();
    let store = Store::prepare(db).unwrap();
    let stored = store.revisions(&code("XA"), &id).unwrap();
    assert_eq!(stored.iter().map(|stored| stored.epoch).collect::<Vec<_>>(), [1]);
    assert_eq!(store.epoch(&code("XA")).unwrap(), 1);
    assert!(!store.holds_heads().unwrap() && store.behind().unwrap().is_empty());
    let (image, log) = (store.image().unwrap(), copy_of(&network.at("XA").identity.log));
    reopen(&mut network, "XA", &image, log, 4);
    share(&mut network, "XA", "said after", &["XB"]);
    sound(&mut network);
}
