//! A contradiction that one member can prove is told to all whom it concerns; each verifies it for
//! itself, and what proves nothing changes nothing.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use node::contradiction::{self, Answer};
use node::delivery;
use node::fsck;
use record::draft::Lane;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::{Body, Digest, RecordId, cbor};
use seal::checkpoint::Checkpoint;
use seal::contradiction::Proof;
use seal::directory::MemberStatus;
use support::two_faced::{
    another, compare, conflicts, met, open_message, spread, tell, tell_proof, two_stories,
};
use support::{Network, code, control, message};

const CODES: [&str; 4] = ["XA", "XB", "XC", "XD"];

/// XA shows XB one log and XC another; a pouch for XB from the other one, of the same size.
fn forked() -> (Network, Vec<u8>, RecordId) {
    let mut network = Network::new(&CODES);
    let mut twin = another(&mut network, &CODES, &["XB", "XC", "XD"]);
    let published = network.publish("XA", open_message("one story", &["XB", "XC", "XD"])).unwrap();
    network.deliver(0, &code("XB"), Lane::Routine).unwrap();
    let other = next_pouch(&mut twin, "XB");
    let bytes = next_pouch(&mut twin, "XC");
    let told = receive(&mut network, "XC", &bytes);
    assert!(matches!(told, delivery::Answer::Acknowledged(_)), "{told:?}");
    (network, other, published.name.id)
}

fn next_pouch(network: &mut Network, to: &str) -> Vec<u8> {
    let (node, peer) = (network.at("XA"), code(to));
    let under_way = node::outward::UnderWay::default();
    let sent = node.commit(|node| {
        for lane in Lane::ALL.into_iter().rev() {
            let parcel = node::flow::send(node, &peer, lane, under_way)?;
            if parcel.is_some() {
                return Ok(parcel);
            }
        }
        Ok(None)
    });
    delivery::seal(node, &sent.unwrap().unwrap(), 0).unwrap()
}

fn receive(network: &mut Network, at: &str, bytes: &[u8]) -> delivery::Answer {
    network.at(at).commit(|node| delivery::receive(node, &code("XA"), bytes)).unwrap()
}

fn rule_of(answer: &Answer) -> &str {
    match answer {
        Answer::Refused { rule, .. } => rule,
        Answer::Kept => "kept",
    }
}

/// XB meets both heads: XA's twin brings it the other one.
fn meet(network: &mut Network, other: &[u8]) {
    let answer = receive(network, "XB", other);
    assert!(matches!(answer, delivery::Answer::Refused { rule, .. } if rule == "VER-06"));
}

/// What XB can prove.
fn proof(network: &mut Network) -> Proof {
    let (_, bytes) = contradiction::next(network.at("XB"), &code("XD")).unwrap().unwrap();
    cbor::from_bytes(&bytes).unwrap()
}

/// WIT-02: XD took neither of the two, and takes nothing of XA any more but recalls.
#[test]
fn two_heads_are_told_to_every_member_once() {
    let (mut network, other, id) = forked();
    meet(&mut network, &other);
    assert_eq!(conflicts(&mut network, "XD"), []);
    let told = spread(&mut network);
    // XB tells all; each tells those that it does not know to know.
    assert!(["XA", "XC", "XD"].iter().all(|to| told.contains(&("XB".into(), (*to).into()))));
    let mut once = told.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), told.len(), "each is told once by each");
    for at in CODES {
        assert_eq!(conflicts(&mut network, at), [("XA".to_owned(), "head".to_owned())], "{at}");
        let report = fsck::run(network.at(at), false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new());
    }
    assert_eq!(met(&mut network, "XD", "WIT-02").len(), 1);
    let more = next_pouch(&mut network, "XD");
    let answer = receive(&mut network, "XD", &more);
    assert!(matches!(answer, delivery::Answer::Refused { rule, .. } if rule == "DLV-11"));
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    network.publish("XA", control(&Body::Recall(Box::new(Recall { statement })))).unwrap();
    let recall = next_pouch(&mut network, "XD");
    let answer = receive(&mut network, "XD", &recall);
    assert!(matches!(answer, delivery::Answer::Acknowledged(_)), "{answer:?}");
    // It ends: nobody has anything left to tell.
    assert_eq!(spread(&mut network), []);
}

/// What is still to be told is in the store.
#[test]
fn a_restart_forgets_nobody_who_is_to_be_told() {
    let (mut network, other, _) = forked();
    meet(&mut network, &other);
    support::edit::edit(&mut network, "XB", |_| ());
    let told = spread(&mut network);
    assert!(told.contains(&("XB".into(), "XD".into())), "{told:?}");
    assert_eq!(conflicts(&mut network, "XD").len(), 1);
}

/// WIT-01: heads that do not contradict each other, or that XA did not sign.
#[test]
fn what_proves_nothing_is_refused_and_changes_nothing() {
    let (mut network, other, _) = forked();
    meet(&mut network, &other);
    let Proof::Heads(one, other) = proof(&mut network) else { panic!() };
    let now = network.at("XA").now();
    let (head, _) = Checkpoint::verify(&one, network.at("XA").identity.log.public()).unwrap();
    let sign = |network: &mut Network, at: &str, head: &Checkpoint| {
        head.sign(&network.at(at).identity.log, now).unwrap()
    };
    // The same root signed anew, another size, another key under XA's name, XC's own two heads.
    let again = sign(&mut network, "XA", &head);
    let larger = Checkpoint::new(&head.origin, head.size + 1, Digest([7; 32]));
    let larger = sign(&mut network, "XA", &larger);
    let forged = Checkpoint::new(&head.origin, head.size, Digest([7; 32]));
    let forged = {
        let seeds = network.at("XC").identity.log.seeds().unwrap();
        let thief = seal::log_key::LogSecret::from_seeds(&head.origin, seeds).unwrap();
        forged.sign(&thief, now).unwrap()
    };
    let torn = other.replacen(char::is_numeric, "9", 1);
    let halves = |note: &str| note.split_inclusive('\n').take(5).collect::<String>();
    for (first, second) in [
        (one.clone(), one.clone()),
        (one.clone(), again),
        (one.clone(), larger),
        (one.clone(), forged.clone()),
        (forged, other.clone()),
        (one.clone(), torn),
        (halves(&one), halves(&other)),
        (one.clone(), String::new()),
        (String::new(), String::new()),
    ] {
        let told = tell_proof(&mut network, "XD", "XB", &Proof::Heads(first, second));
        assert_eq!(rule_of(&told), "WIT-01");
    }
    assert_eq!(rule_of(&tell(&mut network, "XD", "XB", b"no proof")), "WIT-01");
    let noted = met(&mut network, "XD", "WIT-01");
    assert_eq!(noted.len(), 10);
    assert!(noted.iter().all(|one| *one == ("XB".into(), "conflict-unproven".into())));
    assert_eq!(conflicts(&mut network, "XD"), []);
    assert!(network.deliver(0, &code("XD"), Lane::Routine).is_some(), "XA is heard");
    // The good one in either order is one.
    for proof in [Proof::Heads(other.clone(), one.clone()), Proof::Heads(one, other)] {
        assert_eq!(tell_proof(&mut network, "XD", "XC", &proof), Answer::Kept);
        assert_eq!(conflicts(&mut network, "XD").len(), 1);
    }
    assert_eq!(met(&mut network, "XD", "WIT-02").len(), 1, "a replay is no news");
}

/// WIT-01: a key that was revoked may be anybody's.
#[test]
fn heads_under_a_revoked_key_accuse_nobody() {
    let (mut network, other, _) = forked();
    meet(&mut network, &other);
    let proof = proof(&mut network);
    let directory = network.at("XD").directory.clone();
    let mut members = directory.members().to_vec();
    members[0].logs[0].revoked_at = Some(network.at("XD").now());
    network.at("XD").directory = directory.next(members, directory.created).into();
    assert_eq!(rule_of(&tell_proof(&mut network, "XD", "XB", &proof)), "WIT-01");
    assert_eq!(conflicts(&mut network, "XD"), []);
}

/// Who refused it may have had an older directory: it is told again, a day later.
#[test]
fn who_refused_is_told_again_another_day() {
    let (mut network, other, _) = forked();
    meet(&mut network, &other);
    let (xd, refused) = (code("XD"), Answer::Refused { rule: "WIT-01".into(), text: "".into() });
    let node = network.at("XB");
    let (row, _) = contradiction::next(node, &xd).unwrap().unwrap();
    node.commit(|node| contradiction::settle(node, &xd, row, &refused)).unwrap();
    assert_eq!(contradiction::next(node, &xd).unwrap(), None);
    network.clock.advance(record::moment::DAY_MS + 1);
    assert_eq!(contradiction::next(network.at("XB"), &xd).unwrap().map(|one| one.0), Some(row));
}

/// Two recipients who compare find two logs as well: their records lie in one place of the two.
#[test]
fn two_leaves_in_one_place_are_told_to_all() {
    let (mut network, _, _) = forked();
    compare(&mut network, "XB", "XC");
    let kinds = |network: &mut Network, at: &str| {
        let all = conflicts(network, at).into_iter();
        let mut kinds: Vec<String> = all.map(|(_, what)| what).collect();
        kinds.sort();
        kinds
    };
    for at in ["XB", "XC"] {
        assert_eq!(kinds(&mut network, at), ["head", "record"]);
    }
    spread(&mut network);
    assert_eq!(kinds(&mut network, "XD"), ["head", "record"]);
    assert_eq!(kinds(&mut network, "XA"), ["head"], "headers are shown to who was named");
    let more = next_pouch(&mut network, "XD");
    let answer = receive(&mut network, "XD", &more);
    assert!(matches!(answer, delivery::Answer::Refused { rule, .. } if rule == "DLV-11"));
}

/// WIT-01: one leaf under two heads, or two leaves in two places, is what every log has.
#[test]
fn leaves_of_an_honest_log_accuse_nobody() {
    let mut network = Network::new(&CODES);
    let mut evidence = Vec::new();
    for text in ["one", "two"] {
        let leaf = network.publish("XA", message(text, &["XB"])).unwrap().leaf;
        for index in [0, leaf] {
            let of = network.at("XA").commit(|node| node::export::own(node, index)).unwrap();
            evidence.push(of);
        }
    }
    let mut moved = evidence[3].clone();
    moved.index = 0;
    let pairs = [(0, 2), (0, 3), (2, 3)].map(|(a, b)| (evidence[a].clone(), evidence[b].clone()));
    for both in pairs.into_iter().chain([(evidence[0].clone(), moved)]) {
        let told = tell_proof(&mut network, "XD", "XB", &Proof::Leaves(Box::new(both)));
        assert_eq!(rule_of(&told), "WIT-01");
    }
    assert_eq!(conflicts(&mut network, "XD"), []);
}

/// WIT-02: what two records are, is shown to those alone whom both name.
#[test]
fn two_records_are_told_to_those_they_name() {
    let mut network = Network::new(&CODES);
    two_stories(&mut network, &["XB", "XC"]);
    compare(&mut network, "XB", "XC");
    let sql = "SELECT proof FROM contradiction WHERE what = 'record'";
    let image = network.at("XB").store.image().unwrap();
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", &image[..], image.len(), false).unwrap();
    let proof: Vec<u8> = db.query_row(sql, [], |row| row.get(0)).unwrap();
    let told = tell(&mut network, "XD", "XB", &proof);
    assert_eq!(rule_of(&told), "WIT-02", "nor is it taken by others");
    assert_eq!(conflicts(&mut network, "XD"), []);
    // Two records that are the same, or have two names, contradict nothing.
    let Proof::Records(both) = cbor::from_bytes(&proof).unwrap() else { panic!() };
    let same = Proof::Records(Box::new((both.0.clone(), both.0.clone())));
    assert_eq!(rule_of(&tell_proof(&mut network, "XC", "XB", &same)), "WIT-01");
}

/// Nothing goes to a member that is suspended: it is told when it is back. What a suspended owner
/// did is told all the same.
#[test]
fn a_suspended_member_is_told_when_it_is_back() {
    let (mut network, other, _) = forked();
    meet(&mut network, &other);
    let proof = proof(&mut network);
    let directory = network.at("XB").directory.clone();
    let suspend = |place: usize| {
        let mut members = directory.members().to_vec();
        members[place].status = MemberStatus::Suspended;
        std::sync::Arc::new(directory.next(members, directory.created))
    };
    network.at("XB").directory = suspend(3);
    assert_eq!(contradiction::next(network.at("XB"), &code("XD")).unwrap(), None);
    network.at("XB").directory = directory.clone();
    assert!(contradiction::next(network.at("XB"), &code("XD")).unwrap().is_some());
    network.at("XD").directory = suspend(0);
    assert_eq!(tell_proof(&mut network, "XD", "XB", &proof), Answer::Kept);
    assert_eq!(conflicts(&mut network, "XD").len(), 1);
}

/// Of an owner's records so many are kept; its log is found out all the same.
#[test]
fn many_contradictions_hide_none_of_the_log() {
    let (mut network, other, _) = forked();
    meet(&mut network, &other);
    let proof = proof(&mut network);
    let xa = code("XA");
    let node = network.at("XD");
    let mut kept = 0;
    for number in 0..1_010_u32 {
        let new = node::store::contradiction::Contradiction {
            owner: &xa,
            what: "record",
            about: &number.to_be_bytes(),
            proof: &[],
            named: Some(&[]),
            at: 0,
        };
        kept += u32::from(node.store.insert_contradiction(&new).unwrap().is_some());
    }
    assert_eq!(kept, 1_000);
    assert_eq!(tell_proof(&mut network, "XD", "XB", &proof), Answer::Kept);
    assert_eq!(conflicts(&mut network, "XD"), [("XA".to_owned(), "head".to_owned())]);
    // Bytes that prove nothing are found when the node is verified.
    let report = fsck::run(network.at("XD"), false, |_| ()).unwrap();
    assert_eq!(report.faults.len(), 1_000);
}
