//! Mirrors: a node whose log was put back behind what others have of it goes on in the same epoch
//! with the leaf hashes that its witnesses mirrored, all of them or none.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use node::store::behind::How;
use node::witness::mirror::{Answer, Ask, Given, Has, Piece};
use node::witness::{mirror, offer};
use node::{Error, export, flow, fsck};
use record::draft::Lane;
use record::{Digest, RecordId};
use seal::Rule;
use seal::evidence::Evidence;
use support::back::{
    CODES, attest, compare_all, cosign_by, fetch_changed, fetch_from, first_piece, minutes,
    mirror_at, network, put_back, reopen, root, tiles,
};
use support::{Network, code, message};

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

fn sound(network: &mut Network) {
    for node in &mut network.nodes {
        let report = fsck::run(node, false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "{}", node.code);
        assert_eq!(node.store.conflicts().unwrap(), []);
    }
}

fn lost(network: &mut Network, at: &str) -> u64 {
    fsck::run(network.at(at), false, |_| ()).unwrap().leaves_lost
}

/// Whether any head of this node's log can leave.
fn anything_leaves(network: &mut Network, at: &str) -> bool {
    let node = network.at(at);
    let mut left = node.commit(|node| offer::next(node, None)).unwrap().is_some();
    for peer in CODES.iter().filter(|peer| **peer != at) {
        for lane in Lane::ALL {
            let (peer, under_way) = (code(peer), node::outward::UnderWay::default());
            left |= node.commit(|node| flow::send(node, &peer, lane, under_way)).unwrap().is_some();
        }
    }
    left
}

/// A backup that lacks two records of its own and one of XB, more than a tile of leaves later; it
/// was compared with everyone, and has one record of its own since. Answers the lost and the new.
fn behind(network: &mut Network) -> (Vec<RecordId>, RecordId) {
    share(network, "XA", "before the backup", &["XB", "XC"]);
    minutes(network, "XA", 300);
    network.settle();
    let image = network.at("XA").store.image().unwrap();
    let lost = vec![
        share(network, "XA", "lost with the machine", &["XB", "XC"]),
        share(network, "XB", "theirs after the backup", &["XA"]),
    ];
    minutes(network, "XA", 400);
    let late = share(network, "XA", "lost too", &["XB"]);
    attest(network, "XA");
    put_back(network, "XA", &image);
    minutes(network, "XA", 1);
    let own = network.publish("XA", message("written after", &["XB", "XC"])).unwrap().name.id;
    compare_all(network, "XA");
    assert!(!anything_leaves(network, "XA"), "others are ahead");
    (lost.into_iter().chain([late]).collect(), own)
}

fn goes_on(network: &mut Network, (lost, own): (&[RecordId], RecordId)) {
    assert!(!network.at("XA").log.is_held());
    network.settle();
    for (at, owner, id) in [
        ("XA", "XA", lost[0]),
        ("XA", "XB", lost[1]),
        ("XA", "XA", lost[2]),
        ("XB", "XA", own),
        ("XC", "XA", own),
    ] {
        assert_eq!(held(network, at, owner, &id), 1, "{at} {owner}");
    }
    sound(network);
}

/// RST-08, RST-01: what a witness mirrored leads to the largest head, and the log goes on in the
/// same epoch; a record that came back stands at the leaf by which others hold it.
#[test]
fn a_log_that_was_behind_goes_on_with_what_a_witness_mirrored() {
    let mut network = network();
    let (ids, own) = behind(&mut network);
    let head = network.at("XB").store.cosigned(&code("XA")).unwrap().unwrap();
    let count = fetch_from(&mut network, "XA", "XC").unwrap();
    assert!(count > 400, "{count}");
    goes_on(&mut network, (&ids, own));
    let node = network.at("XA");
    assert_eq!(node.store.epoch(&code("XA")).unwrap(), 1);
    let tree = node.log.nodes(&node.store);
    assert_eq!(seal::merkle::root(&tree, head.size).unwrap(), head.root);
    assert_eq!(node.store.way_on().unwrap().unwrap().how, How::Fetched("XC".into(), count));
    // Two of the lost leaves are known again: those of the records that came back.
    assert_eq!(lost(&mut network, "XA"), count - 2);
    let directory = network.at("XA").directory.clone();
    let evidence = |network: &mut Network, at: &str, id: &RecordId| {
        let file = export::evidence(network.at(at), &code("XA"), id, None).unwrap();
        let evidence: Evidence = serde_json::from_value(file["evidence"].clone()).unwrap();
        assert_eq!(evidence.verify_in(&directory).unwrap().0, &code("XA"));
        (evidence.index, evidence.salt)
    };
    for id in [&ids[0], &ids[2]] {
        let ours = evidence(&mut network, "XA", id);
        assert_eq!(ours, evidence(&mut network, "XB", id));
    }
    evidence(&mut network, "XA", &own);
    // Witnesses go on with it, and so does the mirror.
    assert!(attest(&mut network, "XA") > head.size);
    let image = network.at("XA").store.image().unwrap();
    let before = root(network.at("XA"));
    reopen(&mut network, "XA", &image, None);
    assert_eq!(root(network.at("XA")), before);
    sound(&mut network);
}

/// RST-08: changed, too few, too many, another's: nothing is taken; another witness still helps.
#[test]
fn what_is_fetched_is_taken_whole_or_not_at_all() {
    let mut network = network();
    let (ids, own) = behind(&mut network);
    minutes(&mut network, "XB", 3_000);
    network.settle();
    let size = cosign_by(&mut network, "XB", &["XC", "XD"]);
    assert_eq!(mirror_at(&mut network, "XB", "XC"), size);
    let of_another = tiles(&mut network, "XC", "XB", Ask::Give(0));
    let Answer::Given(of_another) = of_another else { panic!() };
    let node = network.at("XA");
    let before = (node.log.size(), root(node), node.store.leaf_count().unwrap());
    let cut =
        |given: Given, bytes: usize| Given { hashes: given.hashes[..bytes].to_vec(), ..given };
    let changed = |mut given: Given| {
        *given.hashes.last_mut().unwrap() ^= 1;
        given
    };
    let swapped = |mut given: Given| {
        given.hashes.rotate_left(32);
        given
    };
    let few = |given: Given| cut(given, 0);
    let short = |given: Given| Given { size: given.size - 1, ..given };
    let many = |mut given: Given| {
        given.hashes.extend([7; 32]);
        given
    };
    let another = |given: Given| {
        let hashes = of_another.hashes[..given.hashes.len()].to_vec();
        Given { hashes, ..given }
    };
    type Change<'a> = &'a dyn Fn(Given) -> Given;
    let lies: [(Change<'_>, bool); 6] = [
        (&changed, true),
        (&swapped, true),
        (&another, true),
        (&few, false),
        (&short, false),
        (&many, false),
    ];
    for (number, (lie, reaches_the_root)) in lies.into_iter().enumerate() {
        let refused = fetch_changed(&mut network, ("XA", "XB"), lie).unwrap_err();
        let by_root = matches!(refused, Error::Check(Rule::Fetched));
        assert_eq!(by_root, reaches_the_root, "{number}: {refused:?}");
        let node = network.at("XA");
        let now = (node.log.size(), root(node), node.store.leaf_count().unwrap());
        assert_eq!(now, before, "{number}");
        assert!(node.log.is_held() && !anything_leaves(&mut network, "XA"), "{number}");
        let tries = network.at("XA").store.fetch_tries().unwrap();
        assert_eq!((tries.len(), tries[0].0.as_str()), (1, "XB"), "{number}");
    }
    sound(&mut network);
    fetch_from(&mut network, "XA", "XD").unwrap();
    goes_on(&mut network, (&ids, own));
}

/// RST-09: an owner that hands over what it did not log, or more than was cosigned, has nothing of
/// it mirrored; nor has who is no member whose log we witness.
#[test]
fn a_witness_mirrors_what_leads_to_the_head_it_cosigned() {
    let mut network = network();
    share(&mut network, "XA", "a parcel", &["XB"]);
    minutes(&mut network, "XA", 300);
    network.settle();
    cosign_by(&mut network, "XA", &["XB", "XD"]);
    let good = first_piece(&mut network, "XA", "XB");
    let changed = |at: usize| {
        let mut piece = good.clone();
        piece.hashes[at] ^= 1;
        piece
    };
    let lies = [
        changed(0),
        changed(good.hashes.len() - 1),
        Piece { hashes: good.hashes[32..].to_vec(), ..good.clone() },
        Piece { hashes: good.hashes[..good.hashes.len() - 1].to_vec(), ..good.clone() },
        Piece { hashes: [&good.hashes[..], &[7; 32]].concat(), ..good.clone() },
        Piece { consistency: vec![Digest([7; 32])], ..good.clone() },
        Piece { hashes: vec![7; 32 * (mirror::PIECE_MAX + 1)], ..good.clone() },
    ];
    let refused = |answer: &Answer, expect: &str| {
        assert!(matches!(answer, Answer::Refused { rule, .. } if rule == expect), "{answer:?}");
    };
    for lie in lies {
        let answer = tiles(&mut network, "XB", "XA", Ask::Keep(lie));
        refused(&answer, "RST-09");
        assert_eq!(network.at("XB").store.mirror_size("XA").unwrap(), 0);
    }
    // What begins elsewhere, or comes to who cosigned nothing, is not kept and not held against it.
    let late = Piece { from: 1, ..good.clone() };
    let cosigned = network.at("XB").store.cosigned(&code("XA")).unwrap().unwrap().size;
    let has = |cosigned| Answer::Has(Has { mirrored: 0, cosigned });
    assert_eq!(tiles(&mut network, "XB", "XA", Ask::Keep(late)), has(cosigned));
    let to_another = Piece { cosigned: cosigned - 1, ..good.clone() };
    assert_eq!(tiles(&mut network, "XB", "XA", Ask::Keep(to_another)), has(cosigned));
    assert_eq!(tiles(&mut network, "XC", "XA", Ask::Keep(good.clone())), has(0));
    network.at("XB").config.mirror_leaves_max = 10;
    assert_eq!(tiles(&mut network, "XB", "XA", Ask::Keep(good.clone())), has(cosigned));
    network.at("XB").config.mirror_leaves_max = 1_000;
    refused(&tiles(&mut network, "XA", "XA", Ask::Keep(good.clone())), "DLV-13");
    assert_eq!(mirror_at(&mut network, "XA", "XB"), cosigned);
    // Only the owner's own log is given to it.
    let given = tiles(&mut network, "XB", "XC", Ask::Give(0));
    assert_eq!(given, Answer::Given(Given::default()));
    sound(&mut network);
    let damaged = node::store::mirror::Mirror::default();
    network.at("XB").store.set_mirror("XA", &damaged).unwrap();
    network.at("XB").store.insert_mirror_tile("XA", 9, &[Digest([1; 32])]).unwrap();
    let mut kept = network.at("XB").store.mirror("XA").unwrap();
    kept.edge = vec![Digest([1; 32])];
    kept.peaks.add(Digest([2; 32]));
    network.at("XB").store.set_mirror("XA", &kept).unwrap();
    let faults = fsck::run(network.at("XB"), false, |_| ()).unwrap().faults;
    assert!(faults.iter().any(|fault| fault.contains("the mirror of XA")), "{faults:?}");
}
