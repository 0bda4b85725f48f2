//! `fsck`: a sound node has no fault, damage is named, derived tables come out the same.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::cell::RefCell;

use node::audit::{self, Deed, Event};
use node::fsck::{self, Report};
use node::store::Store;
use node::{Config, due};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use record::kind::block::{Block, BlockAction, BlockStatement};
use record::kind::hold::{Hold, HoldStatement};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::moment::{HOUR_MS, MINUTE_MS};
use record::{Body, Draft, Kind, RecordId};
use rusqlite::Connection;
use support::folder::Folder;
use support::{Network, code, control, message, officer};

/// Three nodes on disk that have lived: every kind, a revision, a recall, an erasure, a block, a
/// hold, an audit of two minutes.
fn lived(folder: &Folder) -> Network {
    let store = |code: &str| Store::open(&folder.join(&format!("{code}.db"))).unwrap();
    let mut network = Network::with(&["XA", "XB", "XC"], store, Config::default());
    let erased = network.publish("XA", message("an erased parcel", &["XB", "XC"])).unwrap();
    let kept = network.publish("XA", message("a kept parcel", &["XB"])).unwrap();
    let blocked = network.publish("XA", message("a blocked parcel", &["XB", "XC"])).unwrap();
    let held = network.publish("XA", message("a held parcel", &["XB"])).unwrap();
    network.settle();
    network.publish("XB", control(&hold(&held.name))).unwrap();
    network.publish("XA", control(&recall(erased.name.id))).unwrap();
    network.publish("XA", control(&block(blocked.name.id, BlockAction::Set))).unwrap();
    let second = message("a kept parcel, corrected", &["XB"]);
    network.publish("XA", Draft { revises: Some(kept.name.id), ..second }).unwrap();
    for kind in Kind::ALL.iter().filter(|kind| !kind.is_control()) {
        for body in kind.examples() {
            let draft = node::author::plain_draft(*kind, &officer().unit, body.to_json());
            let recipients = vec![code("XB"), code("XC")];
            // A document's issuer must be the node that registers it; such examples stay at home.
            let recipients = if body.issuer().is_some() { Vec::new() } else { recipients };
            let evaluation = kind.asserts().then(evaluation_of_fact);
            network.publish("XA", Draft { recipients, evaluation, ..draft }).unwrap();
        }
    }
    network.settle();
    pass(&mut network, 73 * HOUR_MS);
    for node in &mut network.nodes {
        node.commit(|node| node::find::catch_up(node, i64::MAX)).unwrap();
    }
    network
}

fn evaluation_of_fact() -> record::Evaluation {
    serde_json::from_value(serde_json::json!({"source": "A", "information": "1",
        "nature": "fact"}))
    .unwrap()
}

/// Time passes, peers are heard again, and what falls due is done.
fn pass(network: &mut Network, ms: i64) {
    network.clock.advance(ms);
    round(network);
    for (from, to) in [("XA", ["XB", "XC"]), ("XB", ["XA", "XC"]), ("XC", ["XA", "XB"])] {
        network.publish(from, message("a greeting", &to)).unwrap();
    }
    network.settle();
    round(network);
    network.settle();
}

fn round(network: &mut Network) {
    for node in &mut network.nodes {
        node.commit(due::round).unwrap();
        node.empty_wal_after_erasure().unwrap();
    }
}

fn recall(id: RecordId) -> Body {
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    Body::Recall(Box::new(Recall { statement }))
}

fn block(id: RecordId, action: BlockAction) -> Body {
    let statement = BlockStatement { id, action, reference: "request 7".into() };
    Body::Block(Box::new(Block { statement }))
}

fn hold(name: &record::Name) -> Body {
    let statement = HoldStatement {
        name: name.clone(),
        authority: "Court of first instance".into(),
        reference: "2026/118".into(),
        until: "2026-12-01".parse().unwrap(),
    };
    Body::Hold(Box::new(Hold { statement }))
}

fn check_of(network: &mut Network, at: &str, rebuild: bool) -> Report {
    fsck::run(network.at(at), rebuild, |_| {}).unwrap()
}

#[test]
fn a_node_that_has_lived_has_no_fault() {
    let folder = Folder::new("fsck");
    let mut network = lived(&folder);
    for at in ["XA", "XB", "XC"] {
        let report = check_of(&mut network, at, false);
        assert_eq!(report.faults, Vec::<String>::new(), "{at}");
        assert!(report.records > 5 && report.leaves > 10 && report.receipts > 0, "{report:?}");
        assert!(report.erased >= 1 && report.hidings >= 2 && report.heads > 0, "{report:?}");
        assert!(report.audit_minutes > 0 && report.proofs > 0 && !report.rebuilt, "{report:?}");
        assert_eq!(report.holds, u64::from(at == "XB"));
    }
}

/// Each row: what somebody does to a node's file behind its back, and what `fsck` says of it.
#[test]
fn every_kind_of_damage_is_named() {
    let folder = Folder::new("damage");
    let mut network = lived(&folder);
    let path = folder.join("XB.db");
    let mut check = |sql: &str, expect: &str| {
        let image = network.at("XB").store.image().unwrap();
        let db = Connection::open(&path).unwrap();
        assert!(db.execute(sql, []).unwrap() > 0, "{sql} changes nothing");
        network.at("XB").abandon().unwrap();
        let report = check_of(&mut network, "XB", false);
        let named = report.faults.iter().any(|fault| fault.contains(expect));
        assert!(named, "{sql}: {:?}", report.faults);
        restore(&db, &image);
        // The log's edge is read anew, as on every start.
        network.at("XB").abandon().unwrap();
        let again = check_of(&mut network, "XB", false);
        assert_eq!(again.faults, Vec::<String>::new(), "after {sql} was undone");
    };
    let first = "(SELECT min(row) FROM record WHERE content IS NOT NULL)";
    let flip = format!("UPDATE record SET content = zeroblob(length(content)) WHERE row = {first}");
    check(&flip, "derived tables cannot be made anew");
    check("DELETE FROM content_key WHERE record = (SELECT max(record) FROM content_key)", "erased");
    check("UPDATE record SET content = NULL WHERE row = 2", "gone without an erasure");
    check("UPDATE record SET leaf_salt = zeroblob(32) WHERE proof IS NULL", "does not prove it");
    check("UPDATE record SET leaf = leaf + 1 WHERE proof IS NOT NULL", "does not prove it");
    check("UPDATE record SET proof = NULL WHERE proof IS NOT NULL", "not of its owner's kind");
    check("DELETE FROM record WHERE row = 2", "its record is gone");
    check("UPDATE leaf SET type = 1 WHERE type = 2", "cannot be read");
    check("UPDATE leaf SET salt = zeroblob(32) WHERE idx = 3", "the head that was signed");
    check("UPDATE receipt SET status = 5 WHERE status = 1", "is not proven");
    check("UPDATE receipt SET peer = 'XC' WHERE peer = 'XA'", "is not proven");
    check("UPDATE head SET size = size + 1000 WHERE owner = 'XC'", "what it signed");
    check("DELETE FROM released", "without a decision of policy");
    check("UPDATE held SET authority = 'nobody'", "held for nobody is not sound");
    check("UPDATE held SET copy = zeroblob(200)", "is not sound");
    check("UPDATE hide SET erased = NULL WHERE erased IS NOT NULL", "gone without an erasure");
    check("UPDATE hide SET erased = at + 1 WHERE cause = 'blocked'", "its content is still there");
    check("DELETE FROM audit WHERE row = 1", "was changed");
    check("UPDATE audit SET bytes = zeroblob(40) WHERE row = 1", "was changed");
    check("DELETE FROM audit_root WHERE count > 0", "are not in the log");
    check("DELETE FROM audit_record", "not found under the records");
    check("UPDATE entry SET title = 'another' WHERE record = 2", "derived tables differ");
    check("DELETE FROM selector", "derived tables differ");
    check("DELETE FROM posting WHERE field = 'w'", "derived tables differ");
    check("UPDATE indexed SET mark = 1", "derived tables differ");
}

/// Puts an image back into an open database.
fn restore(db: &Connection, image: &[u8]) {
    let before = Folder::new("image");
    let path = before.join("image.db");
    std::fs::write(&path, image).unwrap();
    db.execute("ATTACH ?1 AS image", [path.to_str().unwrap()]).unwrap();
    let sql = "SELECT name FROM main.sqlite_schema WHERE type = 'table'";
    let mut names = db.prepare(sql).unwrap();
    let names: Vec<String> =
        names.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    for name in names {
        let sql =
            format!("DELETE FROM main.{name}; INSERT INTO main.{name} SELECT * FROM image.{name}");
        db.execute_batch(&sql).unwrap();
    }
    db.execute("DETACH image", []).unwrap();
}

const TABLES: [&str; 6] = ["entry", "selector", "class", "posting", "audit_line", "audit_hour"];

/// What is derived can be lost in any way; made anew, its dump is byte for byte what it was.
#[test]
fn derived_tables_come_out_the_same_after_random_deletions() {
    let folder = Folder::new("derived");
    let network = RefCell::new(lived(&folder));
    let db = Connection::open(folder.join("XB.db")).unwrap();
    let dump =
        |network: &RefCell<Network>| network.borrow_mut().at("XB").store.dump_derived().unwrap();
    let sound = dump(&network);
    let (damaged, untouched) = (RefCell::new(0), RefCell::new(0));
    let step = (prop::sample::select(TABLES.to_vec()), 1..9_i64, 0..9_i64);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(64));
    let held = runner.run(&prop::collection::vec(step, 1..5), |steps| {
        for (table, every, rest) in steps {
            let key = match table {
                "class" => "class",
                "posting" => "length(term)",
                "audit_line" => "audit",
                "audit_hour" => "hour",
                _ => "record",
            };
            let sql = format!("DELETE FROM {table} WHERE {key} % {every} = {rest}");
            db.execute(&sql, []).unwrap();
        }
        let changed = dump(&network) != sound;
        *if changed { &damaged } else { &untouched }.borrow_mut() += 1;
        let found = check_of(&mut network.borrow_mut(), "XB", false);
        prop_assert_eq!(found.fault_count > 0, changed);
        let report = check_of(&mut network.borrow_mut(), "XB", true);
        prop_assert!(report.rebuilt && report.faults.is_empty(), "{:?}", report.faults);
        prop_assert_eq!(dump(&network), sound.clone());
        Ok(())
    });
    held.unwrap();
    let (damaged, untouched) = (damaged.into_inner(), untouched.into_inner());
    assert!(damaged > 10 && untouched > 0, "{damaged} damaged, {untouched} untouched");
}

#[test]
fn an_earlier_revision_that_comes_later_is_not_the_latest() {
    let mut network = Network::new(&["XA", "XB"]);
    let first = network.publish("XA", message("the first story", &["XB"])).unwrap();
    let second = Draft {
        revises: Some(first.name.id),
        lane: record::draft::Lane::Flash,
        ..message("the corrected story", &["XB"])
    };
    network.publish("XA", second).unwrap();
    let (from, peer) = (0, code("XB"));
    network.deliver(from, &peer, record::draft::Lane::Flash).unwrap();
    network.deliver(from, &peer, record::draft::Lane::Routine).unwrap();
    let node = network.at("XB");
    let latest = |revision: &node::store::record::Stored| {
        node.store.entry(revision.row).unwrap().is_some_and(|entry| entry.latest)
    };
    let held = node.store.revisions(&code("XA"), &first.name.id).unwrap();
    assert_eq!(held.iter().map(latest).collect::<Vec<_>>(), [false, true]);
    let report = fsck::run(node, false, |_| {}).unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
}

#[test]
fn no_minute_is_left_out_however_long_a_node_stood_still_or_its_clock_went_back() {
    let mut network = Network::new(&["XA"]);
    let note = |network: &mut Network| {
        let event = Event::new(Deed::Administered, &officer(), node::Clock::now(&network.clock));
        network.at("XA").commit(|node| audit::note(node, &event)).unwrap();
    };
    note(&mut network);
    network.clock.advance(90 * 24 * HOUR_MS);
    round(&mut network);
    note(&mut network);
    network.clock.advance(-10 * MINUTE_MS);
    note(&mut network);
    network.clock.advance(30 * MINUTE_MS);
    round(&mut network);
    let report = check_of(&mut network, "XA", false);
    assert_eq!(report.faults, Vec::<String>::new());
    let roots = network.at("XA").store.minute_roots().unwrap();
    assert_eq!(roots.iter().map(|root| root.count).sum::<u64>(), 3);
}
