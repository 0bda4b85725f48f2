//! Witnesses: heads are cosigned only where they continue, counted only where they hold, told to
//! whoever holds what they prove, and an owner with two logs is found.
//! It is long because every way in which an owner or a witness may lie is tried on one network.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use node::store::Store;
use node::witness::offer::{self, Round, Settled};
use node::witness::{cosign, tell};
use node::{Config, Node, due, export, fsck, witness};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::{Body, NodeCode, RecordId, cbor};
use seal::checkpoint::Checkpoint;
use seal::directory::Member;
use seal::evidence::{Evidence, Standing, Upgrade};
use support::{Network, code, control, message};

/// XA in the north, XB and XC in the south, XD in the north: XA's witnesses are the other three.
const CODES: [&str; 4] = ["XA", "XB", "XC", "XD"];

fn network() -> Network {
    let config = Config { erase_grace_h: 0, ..Config::default() };
    let mut network = Network::with(&CODES, |_| Store::in_memory().unwrap(), config);
    let place = |members: &mut Vec<Member>| {
        for member in members {
            let south = ["XB", "XC"].contains(&member.code.as_str());
            member.region = if south { "south" } else { "north" }.into();
        }
    };
    change(&mut network, &place);
    network
}

/// Everybody's directory is another one.
fn change(network: &mut Network, change: &dyn Fn(&mut Vec<Member>)) {
    let directory = network.nodes[0].directory.clone();
    let mut members = directory.members().to_vec();
    change(&mut members);
    let next = std::sync::Arc::new(directory.next(members, directory.created));
    network.nodes.iter_mut().for_each(|node| node.directory = next.clone());
}

fn round(node: &mut Node) -> Option<Round> {
    node.commit(|node| offer::next(node, None)).unwrap()
}

/// What a witness answers to an offer, as its handler does it.
fn ask(node: &mut Node, from: &NodeCode, bytes: &[u8]) -> cosign::Answer {
    let (directory, identity) = (node.directory.clone(), node.identity.clone());
    let offered = cosign::open(&directory, &identity, from, bytes);
    let decided = node.commit(|node| cosign::decide(node, from, offered)).unwrap();
    cosign::sign(&identity, decided, node.now()).unwrap()
}

/// Offers a round's head to one witness, a second time where it says from where.
fn offer_to(network: &mut Network, owner: &str, witness: &str, round: &Round) -> Option<Settled> {
    let (me, peer) = (code(owner), code(witness));
    let mut offered = offer::offer(network.at(owner), &peer, round).unwrap()?;
    for _ in 0..2 {
        let answer = ask(network.at(witness), &me, &cbor::to_bytes(&offered));
        let node = network.at(owner);
        let settled = node.commit(|node| offer::settle(node, &peer, round, &answer)).unwrap();
        let Settled::AgainFrom(from) = settled else { return Some(settled) };
        offered = offer::from_size(network.at(owner), round, from).unwrap();
    }
    None
}

fn told(node: &mut Node, from: &NodeCode, bytes: &[u8]) -> tell::Answer {
    let opened = tell::open(&node.directory.clone(), from, bytes);
    node.commit(|node| tell::receive(node, from, opened)).unwrap()
}

/// Tells a member the owner's witnessed head, where it should hear of it.
fn tell_to(network: &mut Network, owner: &str, member: &str) -> Option<tell::Answer> {
    let (me, peer) = (code(owner), code(member));
    let mut next = tell::next(network.at(owner), &peer).unwrap()?;
    for _ in 0..2 {
        let answer = told(network.at(member), &me, &cbor::to_bytes(&next));
        let node = network.at(owner);
        let settled = node.commit(|node| tell::settle(node, &peer, &answer)).unwrap();
        let tell::Settled::AgainFrom(has) = settled else { return Some(answer) };
        next = tell::joined(network.at(owner), has).unwrap().unwrap();
    }
    None
}

/// All witnesses cosign an owner's newest head, and all members hear of it.
fn attest(network: &mut Network, owner: &str) {
    if let Some(round) = round(network.at(owner)) {
        for witness in CODES.iter().filter(|code| **code != owner) {
            offer_to(network, owner, witness, &round);
        }
    }
    for member in CODES.iter().filter(|code| **code != owner) {
        tell_to(network, owner, member);
    }
}

fn standing(network: &mut Network, at: &str, owner: &str, leaf: u64) -> Standing {
    witness::standing(&network.at(at).store, &code(owner), (1, leaf)).unwrap()
}

fn sound(network: &mut Network) {
    for node in &mut network.nodes {
        let report = fsck::run(node, false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "{}", node.code);
    }
}

/// Publishes to these and delivers; the record's id and leaf.
fn share(network: &mut Network, text: &str, to: &[&str]) -> (RecordId, u64) {
    let published = network.publish("XA", message(text, to)).unwrap();
    network.settle();
    (published.name.id, published.leaf)
}

#[test]
fn a_record_becomes_witnessed_where_it_was_sent() {
    let mut network = network();
    let (id, leaf) = share(&mut network, "a parcel", &["XB", "XD"]);
    for at in ["XA", "XB"] {
        assert_eq!(standing(&mut network, at, "XA", leaf), Standing::Signed);
    }
    let round = round(network.at("XA")).unwrap();
    assert_eq!(offer_to(&mut network, "XA", "XB", &round), Some(Settled::Kept(false)));
    // Two of three, but both from the south: none of them is in the owner's place.
    assert_eq!(offer_to(&mut network, "XA", "XC", &round), Some(Settled::Kept(false)));
    assert_eq!(standing(&mut network, "XA", "XA", leaf), Standing::Signed);
    assert_eq!(tell_to(&mut network, "XA", "XB"), None);
    assert_eq!(offer_to(&mut network, "XA", "XD", &round), Some(Settled::Kept(true)));
    assert_eq!(standing(&mut network, "XA", "XA", leaf), Standing::Witnessed);
    assert_eq!(standing(&mut network, "XB", "XA", leaf), Standing::Signed);
    assert!(matches!(tell_to(&mut network, "XA", "XB"), Some(tell::Answer::Kept(_))));
    assert_eq!(standing(&mut network, "XB", "XA", leaf), Standing::Witnessed);
    // Nothing new: nothing is told, nothing is signed.
    assert_eq!(tell_to(&mut network, "XA", "XB"), None);
    assert_eq!(self::round(network.at("XA")), None);
    let evidence = export::evidence(network.at("XB"), &code("XA"), &id, None).unwrap();
    assert_eq!(evidence["standing"], "witnessed");
    check_file(&mut network, &evidence);
    sound(&mut network);
}

/// What a file says holds against the directory and nothing else.
fn check_file(network: &mut Network, file: &serde_json::Value) {
    let evidence: Evidence = serde_json::from_value(file["evidence"].clone()).unwrap();
    let upgrade: Upgrade = serde_json::from_value(file["witnessed"].clone()).unwrap();
    let directory = network.nodes[0].directory.clone();
    let attested = evidence.verify_upgrade(&upgrade, &directory).unwrap();
    assert_eq!(attested.standing, Standing::Witnessed);
}

/// Pouches come before, between and after heads that are witnessed; each record is led to one.
#[test]
fn evidence_is_led_over_many_heads() {
    let mut network = network();
    let mut ids = Vec::new();
    for number in 0..12 {
        ids.push(share(&mut network, &format!("parcel {number}"), &["XB", "XC"]));
        if number % 4 == 2 {
            attest(&mut network, "XA");
        }
        if number == 9 {
            attest(&mut network, "XB");
        }
    }
    let before = standing(&mut network, "XB", "XA", ids[11].1);
    assert_eq!(before, Standing::Signed, "it came after the last witnessed head");
    for owner in CODES {
        attest(&mut network, owner);
    }
    for (id, leaf) in ids {
        for at in ["XA", "XB", "XC"] {
            assert_eq!(standing(&mut network, at, "XA", leaf), Standing::Witnessed);
            let file = export::evidence(network.at(at), &code("XA"), &id, None).unwrap();
            assert_eq!(file["standing"], "witnessed", "{at}");
            check_file(&mut network, &file);
            for receipt in file["receipts"].as_array().unwrap() {
                assert_eq!(receipt["standing"], "witnessed");
                check_file(&mut network, receipt);
            }
        }
    }
    sound(&mut network);
}

/// Two logs of one owner from one moment on: `network` goes on with one, the other stands alone.
fn fork(network: &mut Network) -> Node {
    let image = network.at("XA").store.image().unwrap();
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", &image[..], image.len(), false).unwrap();
    let other = network.at("XA");
    let identity = node::Identity {
        code: other.code.clone(),
        log: seal::log_key::LogSecret::from_seeds(
            other.identity.log.origin(),
            other.identity.log.seeds().unwrap(),
        )
        .unwrap(),
        witness: seal::log_key::LogSecret::from_seeds(
            other.identity.witness.origin(),
            other.identity.witness.seeds().unwrap(),
        )
        .unwrap(),
        kem: Vec::new().into(),
    };
    Node::open(node::Parts {
        identity,
        directory: (*other.directory).clone(),
        config: other.config.clone(),
        store: Store::prepare(db).unwrap(),
        vault: node::vault::Vault::new([1; 32], [99; 32]),
        clock: other.clock.clone(),
        entropy: Box::new(support::Seeded(1 << 60)),
    })
    .unwrap()
}

fn publish_at(node: &mut Node, text: &str) {
    let draft = node::author::read(message(text, &["XB"])).unwrap();
    let by = support::officer();
    node.commit(|node| node::flow::publish_audited(node, draft, &by)).unwrap().unwrap();
}

/// VER-06: a witness that cosigned one story cosigns no other, of whatever size, keeps both heads,
/// and shows the owner as conflicting.
#[test]
fn two_heads_shown_to_one_witness_are_found() {
    for more in [0, 1, 3] {
        let mut network = network();
        let (_, leaf) = share(&mut network, "a parcel", &["XB"]);
        attest(&mut network, "XA");
        let mut other = fork(&mut network);
        publish_at(network.at("XA"), "one story");
        for number in 0..=more {
            publish_at(&mut other, &format!("another story {number}"));
        }
        let first = round(network.at("XA")).unwrap();
        assert_eq!(offer_to(&mut network, "XA", "XB", &first), Some(Settled::Kept(false)));
        let second = round(&mut other).unwrap();
        let last = network.at("XB").store.cosigned(&code("XA")).unwrap().unwrap();
        let mut answers = Vec::new();
        for from in [last.size, 0].into_iter().filter(|from| *from <= second.size) {
            let offered = offer::from_size(&other, &second, from).unwrap();
            answers.push(ask(network.at("XB"), &code("XA"), &cbor::to_bytes(&offered)));
        }
        assert_eq!(answers[0], cosign::Answer::Conflict, "{more} more leaves");
        assert_eq!(network.at("XB").store.cosigned(&code("XA")).unwrap(), Some(last));
        assert_eq!(network.at("XB").store.conflicts().unwrap().len(), 1);
        assert_eq!(standing(&mut network, "XB", "XA", leaf), Standing::Conflicting);
        // From here on it cosigns nothing of that log.
        publish_at(network.at("XA"), "it goes on");
        let third = round(network.at("XA")).unwrap();
        let refused = offer_to(&mut network, "XA", "XB", &third);
        assert!(matches!(refused, Some(Settled::Later(why)) if why.starts_with("DLV-11")));
    }
}

/// A witnessed head that does not continue what came with pouches is a contradiction, also where
/// the sizes differ.
#[test]
fn a_witnessed_head_of_another_log_is_found() {
    let mut network = network();
    share(&mut network, "a parcel", &["XB"]);
    let mut other = fork(&mut network);
    let (_, leaf) = share(&mut network, "one story", &["XB"]);
    for number in 0..6 {
        publish_at(&mut other, &format!("another story {number}"));
    }
    let round = round(&mut other).unwrap();
    for witness in ["XC", "XD"] {
        let offered = offer::from_size(&other, &round, 0).unwrap();
        let answer = ask(network.at(witness), &code("XA"), &cbor::to_bytes(&offered));
        let peer = code(witness);
        other.commit(|node| offer::settle(node, &peer, &round, &answer)).unwrap();
    }
    let has = tell::Has::default();
    let told_first = tell::joined(&other, has).unwrap().unwrap();
    let answer = told(network.at("XB"), &code("XA"), &cbor::to_bytes(&told_first));
    let tell::Answer::NeedConsistency(has) = answer else { panic!("{answer:?}") };
    assert_eq!(standing(&mut network, "XB", "XA", leaf), Standing::Signed);
    let told_again = tell::joined(&other, has).unwrap().unwrap();
    let answer = told(network.at("XB"), &code("XA"), &cbor::to_bytes(&told_again));
    assert_eq!(answer, tell::Answer::Conflict);
    // DLV-11: it is kept once, however often it comes.
    let answer = told(network.at("XB"), &code("XA"), &cbor::to_bytes(&told_again));
    assert!(matches!(answer, tell::Answer::Refused { rule, .. } if rule == "DLV-11"));
    assert_eq!(network.at("XB").store.conflicts().unwrap().len(), 1);
    assert_eq!(standing(&mut network, "XB", "XA", leaf), Standing::Conflicting);
    assert_eq!(network.at("XB").store.all_witnessed().unwrap(), []);
}

/// An old head is late and not false; a proof that starts elsewhere is asked for.
#[test]
fn what_is_late_accuses_nobody() {
    let mut network = network();
    share(&mut network, "a parcel", &["XB"]);
    let old = round(network.at("XA")).unwrap();
    share(&mut network, "another", &["XB"]);
    attest(&mut network, "XA");
    let size = network.at("XB").store.cosigned(&code("XA")).unwrap().unwrap().size;
    for from in [0, 1] {
        let late = offer::from_size(network.at("XA"), &old, from).unwrap();
        let answer = ask(network.at("XB"), &code("XA"), &cbor::to_bytes(&late));
        assert_eq!(answer, cosign::Answer::NeedConsistency(size));
    }
    share(&mut network, "a third", &["XB"]);
    let new = round(network.at("XA")).unwrap();
    let elsewhere = offer::from_size(network.at("XA"), &new, 1).unwrap();
    let answer = ask(network.at("XB"), &code("XA"), &cbor::to_bytes(&elsewhere));
    assert_eq!(answer, cosign::Answer::NeedConsistency(size));
    assert_eq!(network.at("XB").store.conflicts().unwrap(), []);
    sound(&mut network);
}

/// DLV-13, VER-04, DLV-10: a node cosigns for whose witness it is, and each only its own log.
#[test]
fn a_node_cosigns_for_whose_witness_it_is() {
    let mut network = network();
    share(&mut network, "a parcel", &["XB"]);
    let round = round(network.at("XA")).unwrap();
    let offered = offer::from_size(network.at("XA"), &round, 0).unwrap();
    let bytes = cbor::to_bytes(&offered);
    let check = |network: &mut Network, at: &str, from: &str, expect: &str| {
        match ask(network.at(at), &code(from), &bytes) {
            cosign::Answer::Refused { rule, .. } => assert_eq!(rule, expect),
            answer => panic!("{expect} expected, not {answer:?}"),
        }
        assert_eq!(network.at(at).store.cosigned(&code(from)).unwrap(), None);
    };
    // Another's head on one's own connection; and its own log's owner is no witness of it.
    check(&mut network, "XB", "XC", "VER-04");
    check(&mut network, "XA", "XA", "DLV-13");
    let key = network.at("XC").identity.witness.public().clone();
    assert_eq!(network.at("XC").directory.member(&code("XC")).unwrap().witness[0].key, key);
    change(&mut network, &|members| members[1].witness.clear());
    check(&mut network, "XB", "XA", "DLV-13");
    change(&mut network, &|members| {
        members[0].status = seal::directory::MemberStatus::Suspended;
    });
    check(&mut network, "XC", "XA", "DLV-10");
}

/// A witness that answers what it should not changes nothing: VER-18.
#[test]
fn a_lying_witness_harms_nobody() {
    let mut network = network();
    let (_, leaf) = share(&mut network, "a parcel", &["XB"]);
    attest(&mut network, "XA");
    let old = network.at("XA").store.cosignatures().unwrap();
    share(&mut network, "another", &["XB"]);
    let round = round(network.at("XA")).unwrap();
    let at = network.at("XA").now();
    let (head, _) =
        Checkpoint::verify(&round.note, network.at("XA").identity.log.public()).unwrap();
    let other_root = Checkpoint { root: record::Digest([7; 32]), ..head.clone() };
    let lie = |node: &Node, checkpoint: &Checkpoint| {
        checkpoint.cosign(&node.identity.witness, at).unwrap()
    };
    let (again, second) = (old[0].lines.clone(), lie(network.at("XB"), &other_root));
    let (of_another, nothing) = (lie(network.at("XC"), &head), String::new());
    for lines in [again, second, of_another, nothing, "— x AAAAAAAA\n".into()] {
        let answer = cosign::Answer::Cosigned(lines);
        let node = network.at("XA");
        let settled =
            node.commit(|node| offer::settle(node, &code("XB"), &round, &answer)).unwrap();
        assert!(matches!(settled, Settled::Later(_)), "{settled:?}");
    }
    assert_eq!(network.at("XA").store.cosignatures().unwrap(), old);
    // With the two that do not lie there is a quorum from two regions.
    for witness in ["XC", "XD"] {
        offer_to(&mut network, "XA", witness, &round);
    }
    let own = network.at("XA").store.last_witnessed("XA").unwrap().unwrap();
    assert!(own.covers() == round.size && leaf < round.size);
    sound(&mut network);
}

/// VER-19: a head without its quorum is not taken, whoever tells it.
#[test]
fn a_head_without_its_quorum_is_not_taken() {
    let mut network = network();
    share(&mut network, "a parcel", &["XB"]);
    let round = round(network.at("XA")).unwrap();
    let (head, _) =
        Checkpoint::verify(&round.note, network.at("XA").identity.log.public()).unwrap();
    let at = network.at("XA").now();
    let cosigned = |by: &[&str]| {
        let lines = by.iter().map(|code| {
            let node = network.nodes.iter().find(|node| node.code.as_str() == *code).unwrap();
            head.cosign(&node.identity.witness, at).unwrap()
        });
        let note = [round.note.clone()].into_iter().chain(lines).collect::<String>();
        let (witnessed, taken) = (witness::Proof::default(), witness::Proof::default());
        cbor::to_bytes(&tell::Told { note, witnessed, taken })
    };
    let few = [cosigned(&[]), cosigned(&["XB"]), cosigned(&["XB", "XC"]), cosigned(&["XA", "XD"])];
    for bytes in few {
        match told(network.at("XC"), &code("XA"), &bytes) {
            tell::Answer::Refused { rule, .. } => assert_eq!(rule, "VER-19"),
            answer => panic!("{answer:?}"),
        }
    }
    assert_eq!(network.at("XC").store.all_witnessed().unwrap(), []);
}

/// The eraser waits for witnesses where there are any: a recall under a head that nobody cosigned
/// hides at once and destroys nothing.
#[test]
fn the_eraser_waits_for_witnesses() {
    let mut network = network();
    let (id, _) = share(&mut network, "a parcel", &["XB", "XC"]);
    let round = |network: &mut Network| {
        let before = network.at("XB").commit(due::round).unwrap().erased;
        // The first round knows of no clock yet.
        network.publish("XA", message("a sign of life", &["XB"])).unwrap();
        network.publish("XC", message("a sign of life", &["XB"])).unwrap();
        network.settle();
        network.clock.advance(1_000);
        before + network.at("XB").commit(due::round).unwrap().erased
    };
    round(&mut network);
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    network.publish("XA", control(&Body::Recall(Box::new(Recall { statement })))).unwrap();
    network.settle();
    assert_eq!(round(&mut network), 0);
    attest(&mut network, "XA");
    assert_eq!(round(&mut network), 1);
}

/// What somebody does to kept heads behind the node's back, and what `fsck` says of it.
#[test]
fn damage_to_what_was_cosigned_is_named() {
    let mut network = network();
    share(&mut network, "a parcel", &["XB", "XC"]);
    share(&mut network, "another", &["XB", "XC"]);
    attest(&mut network, "XA");
    sound(&mut network);
    let other = record::Digest([9; 32]);
    let check = |network: &mut Network, at: &str, expect: &str| {
        let faults = fsck::run(network.at(at), false, |_| ()).unwrap().faults;
        assert!(faults.iter().any(|fault| fault.contains(expect)), "{expect}: {faults:?}");
    };
    let kept = network.at("XB").store.last_witnessed("XA").unwrap().unwrap();
    let mut damaged = kept.clone();
    damaged.head.root = other;
    network.at("XB").store.insert_witnessed("XA", &damaged).unwrap();
    check(&mut network, "XB", "of XA is not witnessed by a quorum");
    damaged = kept.clone();
    // One of the two witnesses is taken out of the note.
    damaged.head.note = kept.head.note.split_inclusive('\n').take(8).collect();
    network.at("XB").store.insert_witnessed("XA", &damaged).unwrap();
    check(&mut network, "XB", "of XA is not witnessed by a quorum");
    damaged = node::store::witness::Witnessed { linked: kept.linked + 1, ..kept.clone() };
    network.at("XB").store.insert_witnessed("XA", &damaged).unwrap();
    check(&mut network, "XB", "does not continue what we took");
    network.at("XB").store.insert_witnessed("XA", &kept).unwrap();
    let mut head = network.at("XB").store.cosigned(&code("XA")).unwrap().unwrap();
    head.root = other;
    network.at("XB").store.set_cosigned(&code("XA"), &head).unwrap();
    check(&mut network, "XB", "that we cosigned is not what it signed");
    let mut cosignature = network.at("XA").store.cosignatures().unwrap().remove(0);
    cosignature.at += 1_000;
    network.at("XA").store.set_cosignature(&cosignature).unwrap();
    check(&mut network, "XA", "a cosignature of XB does not verify");
    cosignature.root = other;
    network.at("XA").store.set_cosignature(&cosignature).unwrap();
    check(&mut network, "XA", "XB cosigned a head that is not ours");
    let heads = network.at("XC").store.heads().unwrap();
    let [(_, old), .., (_, new)] = &heads[..] else { panic!("{heads:?}") };
    let link = node::store::witness::Link { old: old.size, new: new.size + 7, hashes: vec![other] };
    network.at("XC").store.insert_head_link("XA", &link).unwrap();
    check(&mut network, "XC", "of XA are not consistent");
}

/// A folder from before there were witnesses gets a key of its own at its next start, asks to be
/// listed with it, and keeps it.
#[test]
fn a_folder_from_before_gets_its_witness_key() {
    use std::os::unix::fs::PermissionsExt;
    let place = support::place::Place::prepared(|own| {
        std::fs::remove_file(own.join("keys/witness")).unwrap();
        let file = own.join("member.cbor");
        let mut member: Member = cbor::from_bytes(&std::fs::read(&file).unwrap()).unwrap();
        member.witness.clear();
        std::fs::write(&file, cbor::to_bytes(&member)).unwrap();
    });
    let home = node::home::Home::new(place.folder.join("co"));
    let text = String::from_utf8(home.read("keys/witness").unwrap()).unwrap();
    let seeds: [u8; 64] = record::digest::hex_decode(text.trim()).unwrap().try_into().unwrap();
    let key = seal::log_key::LogSecret::from_seeds("amana.invalid/witness/CO", &seeds).unwrap();
    let member = home.member().unwrap();
    assert_eq!(member.witness.len(), 1);
    assert_eq!(member.witness_key(), Some(key.public()));
    let mode = std::fs::metadata(home.path().join("keys/witness")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let (desk, _thread) = node::serve::open(&home).unwrap();
    drop(desk);
    assert_eq!(home.read("keys/witness").unwrap(), text.as_bytes());
    assert_eq!(home.member().unwrap(), member);
}
