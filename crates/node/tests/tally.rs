//! Once an hour both ends of a lane compare what was numbered in it: nothing that was acknowledged
//! is missing unnoticed, and nothing is another at its two ends.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use std::time::{Duration, Instant};

use node::client::Client;
use node::store::Store;
use node::store::tally::{Line, Tally, Way};
use node::tally::{Answer, Ask, Range};
use node::{Node, Parts, serve};
use record::draft::Lane;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::{Body, Digest, RecordId, cbor};
use rusqlite::{Connection, Row, params};
use seal::log_key::LogSecret;
use seal::tally::VOID;
use serde_json::Value;
use support::line::{Pair, client, published, pulling_pair, until};
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

/// The last transactions of a node were never written: a disk that lied, an image put back.
fn lose(network: &mut Network, at: &str, image: &[u8]) {
    let place = network.nodes.iter().position(|node| node.code.as_str() == at).unwrap();
    let before = &network.nodes[place];
    let mut db = Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", image, image.len(), false).unwrap();
    let copy = |key: &LogSecret| LogSecret::from_seeds(key.origin(), key.seeds().unwrap()).unwrap();
    let kem = before.identity.kem.all();
    let kem = kem.iter().map(|key| seal::kem::KemSecret::from_seed(*key.seed()).unwrap());
    let identity = node::Identity {
        code: before.code.clone(),
        log: copy(&before.identity.log),
        witness: copy(&before.identity.witness),
        kem: kem.collect::<Vec<_>>().into(),
    };
    let opened = Node::open(Parts {
        identity,
        directory: (*before.directory).clone(),
        config: before.config.clone(),
        store: Store::prepare(db).unwrap(),
        vault: node::vault::Vault::new([place as u8 + 1; 32], [99; 32]),
        clock: before.clock.clone(),
        entropy: Box::new(support::Seeded(1 << 60)),
    });
    network.nodes[place] = opened.unwrap();
}

/// What no node does to its own store.
fn edit(network: &mut Network, at: &str, edit: impl FnOnce(&Connection)) {
    let image = network.at(at).store.image().unwrap();
    let mut db = Connection::open_in_memory().unwrap();
    db.deserialize_read_exact("main", &image[..], image.len(), false).unwrap();
    edit(&db);
    let image = db.serialize("main").unwrap().to_vec();
    lose(network, at, &image);
}

/// The recipient has something else under a number.
fn put_another(network: &mut Network, number: u64, other: Digest) {
    edit(network, "XB", |db| {
        let sql = "SELECT row, first, entries FROM taken WHERE first <= ?1 ORDER BY first DESC";
        let read = |row: &Row<'_>| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, u64>(1)?, row.get::<_, Vec<u8>>(2)?))
        };
        let (row, first, mut entries) = db.query_row(sql, [number], read).unwrap();
        let from = (number - first) as usize * 32;
        entries[from..from + 32].copy_from_slice(&other.0);
        db.execute("UPDATE taken SET entries = ?2 WHERE row = ?1", params![row, entries]).unwrap();
    });
    let at = Line { peer: "XA", lane: 0, way: Way::In };
    network.at("XB").store.forget_tally(at, number).unwrap();
}

/// Audit entries by which a rule was met.
fn met(node: &Node, rule: &str) -> Vec<(String, u64)> {
    let all = node.store.audit_after(0, u32::MAX).unwrap();
    let events = all.iter().map(|(_, bytes)| node::audit::read(bytes).unwrap().1);
    let met = events.filter(|event| event.refused.as_deref() == Some(rule));
    met.map(|event| (event.reason.unwrap_or_default(), event.count)).collect()
}

fn differing(network: &mut Network, at: &str) -> u64 {
    network.at(at).store.compared().unwrap().iter().map(|one| one.differing).sum()
}

#[test]
fn lanes_are_the_same_at_both_ends_whatever_became_of_what_went_in_them() {
    let mut network = Network::new(&["XA", "XB"]);
    let mut ids = Vec::new();
    for number in 0..70 {
        let lane = Lane::ALL[number % 3];
        ids.push(share(&mut network, &format!("matter {number}"), lane));
        match number % 10 {
            // Taken back before it was sent, and after it.
            3 => recall(&mut network, ids[number]),
            7 => recall(&mut network, ids[number - 5]),
            _ => {}
        }
        if number % 4 == 0 {
            network.settle();
        }
    }
    network.settle();
    let (again, said) = network.compare_lanes("XA", "XB");
    assert_eq!((again, said.len()), (0, 1), "{said:#?}");
    let compared = network.at("XA").store.compared().unwrap();
    let count: u64 = compared.iter().map(|one| one.count).sum();
    let voids: usize = Lane::ALL
        .iter()
        .map(|lane| {
            let at = Line { peer: "XA", lane: *lane as u8, way: Way::In };
            let entries = network.at("XB").store.numbered(at, (1, 100)).unwrap();
            entries.iter().filter(|entry| **entry == VOID).count()
        })
        .sum();
    assert!(voids >= 3, "what was recalled before it was sent went as void");
    assert!(count as usize + voids >= 70, "{count} records and {voids} voids");
    assert!(compared.iter().all(|one| one.at.is_some() && one.differing == 0));
    // Nothing was sent in the other direction: nothing is asked.
    assert_eq!(network.compare_lanes("XB", "XA").1, []);
}

#[test]
fn what_was_acknowledged_and_is_not_there_goes_again() {
    let mut network = Network::new(&["XA", "XB"]);
    for number in 0..5 {
        share(&mut network, &format!("before {number}"), Lane::Routine);
    }
    network.settle();
    let image = network.at("XB").store.image().unwrap();
    let lost: Vec<RecordId> =
        (0..9).map(|n| share(&mut network, &format!("lost {n}"), Lane::Routine)).collect();
    network.settle();
    assert_eq!(network.compare_lanes("XA", "XB").0, 0);
    lose(&mut network, "XB", &image);
    assert!(network.at("XB").store.latest_record(&code("XA"), &lost[0]).unwrap().is_none());
    // What was taken back meanwhile does not go again, nor what is let out to it no more.
    recall(&mut network, lost[4]);
    let row = network.at("XA").store.latest_record(&code("XA"), &lost[5]).unwrap().unwrap().row;
    edit(&mut network, "XA", |db| {
        assert_eq!(db.execute("DELETE FROM released WHERE record = ?1", [row]).unwrap(), 1);
    });
    let (again, _) = network.compare_lanes("XA", "XB");
    assert_eq!(again, 9);
    assert_eq!(met(network.at("XA"), "DLV-24"), [("lane-lost".to_owned(), 9)]);
    network.settle();
    for (place, id) in lost.iter().enumerate() {
        let there = network.at("XB").store.revisions(&code("XA"), id).unwrap();
        assert_eq!(there.len(), usize::from(place != 4 && place != 5), "{place}");
    }
    let received = network.at("XB").store.received("XA", Lane::Routine as u8).unwrap();
    assert_eq!(received, [(1, 5 + 9 + 7)], "no hole is left");
    let (again, said) = network.compare_lanes("XA", "XB");
    assert_eq!((again, said.len()), (0, 1), "{said:#?}");
    assert_eq!(met(network.at("XA"), "DLV-24").len(), 1);
    let report = node::fsck::run(network.at("XB"), false, |_| ()).unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
}

#[test]
fn another_content_under_a_number_is_found_and_kept_at_both_ends() {
    let mut network = Network::new(&["XA", "XB"]);
    for number in 0..200 {
        share(&mut network, &format!("matter {number}"), Lane::Routine);
    }
    network.settle();
    let at = Line { peer: "XA", lane: Lane::Routine as u8, way: Way::In };
    let ours = network.at("XB").store.numbered(at, (150, 150)).unwrap()[0];
    let other = Digest::of(&[b"another story"]);
    put_another(&mut network, 150, other);
    let (again, said) = network.compare_lanes("XA", "XB");
    assert_eq!(again, 0);
    // The sum, its parts, the part of 64 numbers, the number.
    assert_eq!(said.len(), 4, "{said:#?}");
    assert_eq!(said[3].0, Ask::Entries(Lane::Routine, vec![(150, ours)]));
    assert_eq!(said[3].1, Answer::Entries(vec![(150, other)]));
    for (at, way) in [("XA", Way::Out), ("XB", Way::In)] {
        assert_eq!(differing(&mut network, at), 1, "{way:?}");
        assert_eq!(met(network.at(at), "DLV-25"), [("lane-differs".to_owned(), 1)]);
    }
    // An hour later it is the same, and no news.
    network.compare_lanes("XA", "XB");
    for at in ["XA", "XB"] {
        assert_eq!((differing(&mut network, at), met(network.at(at), "DLV-25").len()), (1, 1));
    }
}

/// What a peer may ask that is not what a sender asks.
#[test]
fn a_question_that_cannot_be_is_not_answered() {
    let mut network = Network::new(&["XA", "XB"]);
    share(&mut network, "one", Lane::Routine);
    network.settle();
    network.compare_lanes("XA", "XB");
    let range = |first, last| Range { lane: Lane::Routine, first, last };
    let far = seal::tally::Part { level: 255, index: u64::MAX };
    let (xa, whole) = (code("XA"), seal::tally::Part { level: 9, index: 0 });
    for asks in [
        Ask::Sums(vec![range(1, 1); 4]),
        Ask::Parts(range(1, 2)),
        Ask::Parts(range(1, u64::MAX)),
        Ask::Part(Lane::Routine, whole),
        Ask::Part(Lane::Routine, far),
        Ask::Entries(Lane::Routine, vec![(1, VOID); 257]),
    ] {
        let told = network.at("XB").commit(|node| node::tally::answer(node, &xa, &asks)).unwrap();
        assert_eq!(told, None, "{asks:?}");
    }
    let far = Ask::Sums(vec![range(u64::MAX, u64::MAX), range(5, 2)]);
    let told = network.at("XB").commit(|node| node::tally::answer(node, &xa, &far)).unwrap();
    let Some(Answer::Sums(sums)) = told else { panic!("{told:?}") };
    assert!(sums.iter().all(|sum| sum.digest.is_none() && sum.missing.is_empty()), "{sums:?}");
}

const MANY: u64 = 300_000;

/// A lane of many entries, as both ends have it once it was sent and taken.
fn many(network: &mut Network) {
    share(network, "one", Lane::Routine);
    network.settle();
    let at = Line { peer: "XA", lane: 0, way: Way::In };
    let content_id = network.at("XB").store.numbered(at, (1, 1)).unwrap()[0];
    edit(network, "XA", |db| {
        let sql = "WITH RECURSIVE n(seq) AS
             (SELECT 2 UNION ALL SELECT seq + 1 FROM n WHERE seq < ?1)
             INSERT INTO outbox (peer, lane, seq, record, sent, acked)
             SELECT 'XB', 0, n.seq, o.record, 1, 1 FROM n, outbox AS o WHERE o.seq = 1";
        assert_eq!(db.execute(sql, [MANY]).unwrap() as u64, MANY - 1);
    });
    let node = network.at("XA");
    node.store.set_lane("XB", 0, MANY + 1, MANY).unwrap();
    let node = network.at("XB");
    node.commit(|node| {
        let entries = vec![content_id; 256];
        for first in (2..=MANY).step_by(256) {
            let count = 256.min(MANY + 1 - first) as usize;
            node.store.note_taken("XA", 0, first, &entries[..count])?;
        }
        node.store.note_received("XA", 0, (2, MANY))
    })
    .unwrap();
}

#[test]
fn a_comparison_with_nothing_new_reads_little_whatever_the_store_holds() {
    let mut network = Network::new(&["XA", "XB"]);
    many(&mut network);
    let (again, said) = network.compare_lanes("XA", "XB");
    assert_eq!(again, 0);
    assert_eq!(said.len() as u64, MANY / 16_384 + 1, "in pieces, the first time");
    let compared = network.at("XA").store.compared().unwrap();
    assert_eq!((compared[0].count, compared[0].differing), (MANY, 0));
    // The entries could be gone: they are not read again.
    for (at, sql) in [
        ("XA", "DELETE FROM outbox WHERE seq < 299000"),
        ("XB", "DELETE FROM taken WHERE first < 299000"),
    ] {
        edit(&mut network, at, |db| assert!(db.execute(sql, []).unwrap() > 1_000));
    }
    let mut least = Duration::MAX;
    for _ in 0..5 {
        let begun = now();
        let (again, said) = network.compare_lanes("XA", "XB");
        least = least.min(begun.elapsed());
        assert_eq!((again, said.len()), (0, 1), "{said:#?}");
        let bytes = cbor::to_bytes(&said[0].0).len() + cbor::to_bytes(&said[0].1).len();
        assert!(bytes < 4_096, "{bytes} bytes");
    }
    assert!(least < Duration::from_millis(100), "{least:?}");
    // Both ends still find the one number that is another.
    put_another(&mut network, 299_900, Digest::of(&[b"another"]));
    let (again, said) = network.compare_lanes("XA", "XB");
    assert_eq!((again, said.len(), differing(&mut network, "XA")), (0, 4, 1));
}

#[expect(clippy::disallowed_methods, reason = "what is measured is time")]
fn now() -> Instant {
    Instant::now()
}

/// What was there before both ends kept what they compare is not compared.
#[test]
fn a_store_from_before_is_compared_from_then_on() {
    let mut network = Network::new(&["XA", "XB"]);
    for number in 0..5 {
        share(&mut network, &format!("before {number}"), Lane::Routine);
    }
    network.settle();
    share(&mut network, "queued before", Lane::Routine);
    for at in ["XA", "XB"] {
        edit(&mut network, at, |db| {
            db.execute_batch(support::before::TWENTY_FOUR).unwrap();
            db.execute_batch(support::before::TWENTY_THREE).unwrap();
        });
    }
    let at = Line { peer: "XB", lane: 0, way: Way::Out };
    let expect = Tally { begins: 6, mark: 5, at: None, count: 0 };
    assert_eq!(network.at("XA").store.tally(at).unwrap(), expect);
    assert_eq!(network.compare_lanes("XA", "XB").1, []);
    network.settle();
    share(&mut network, "after", Lane::Routine);
    network.settle();
    let (again, said) = network.compare_lanes("XA", "XB");
    assert_eq!((again, said.len()), (0, 1), "{said:#?}");
    assert_eq!(network.at("XA").store.compared().unwrap()[0].count, 2);
}

/// Between nodes: over a line, and through the hatch of a member that accepts no connections.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_compare_their_lanes_by_themselves() {
    let Pair { folder, homes: [home_a, home_b], .. } = pulling_pair().await;
    let (a, b) = (serve::start(&home_a).await.unwrap(), serve::start(&home_b).await.unwrap());
    let (desk_a, desk_b) = (client(&home_a, &a), client(&home_b, &b));
    for (desk, reader, to) in [(&desk_a, &desk_b, "XB"), (&desk_b, &desk_a, "XA")] {
        let path = published(desk, &serde_json::to_value(message("one", &[to])).unwrap()).await;
        until(reader, &path, |view| view["body"].is_object()).await;
        let told = |told: &Value| told[0]["acknowledged"].is_string();
        until(desk, &format!("{path}/delivery"), told).await;
    }
    for (serving, home, other, place) in [(&a, &home_a, "XB", 1), (&b, &home_b, "XA", 0)] {
        let admin = Client::at(&serving.api, &home.token("admin-1").unwrap());
        let tries = format!("/api/v1/administration/members/{other}/tries");
        admin.post(&tries, &Value::Null).await.unwrap();
        let compared = |rows: &Value| {
            let lane = &rows[place]["lanes"][0];
            lane["compared"].is_string() && lane["compared_records"] == 1 && lane["differing"] == 0
        };
        until(&admin, "/api/v1/administration/members", compared).await;
    }
    a.stop(&home_a).await;
    b.stop(&home_b).await;
    drop(folder);
}
