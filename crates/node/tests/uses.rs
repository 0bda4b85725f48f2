//! Uses: an owner learns who read its record and believes nothing that the holder's log does not
//! prove.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use node::Node;
use node::audit::{self, Deed};
use node::uses::{self, Told, Uses};
use node::view::Session;
use record::policy::Act;
use record::{Digest, Purpose, RecordId};
use seal::log_key::LogPublic;
use support::{Network, code, message, officer};

const MINUTE_MS: i64 = 60_000;

/// XA's record, read once at XB; the answer that XB gives after so many minutes.
fn told(network: &mut Network, minutes: i64) -> Uses {
    let id = network.publish("XA", message("a parcel", &["XB"])).unwrap().name.id;
    network.settle();
    read(network.at("XB"), &id);
    answer(network, &id, minutes)
}

fn read(node: &mut Node, id: &RecordId) {
    let session = Session { author: officer(), purpose: Purpose::CriminalInvestigation };
    let guarded = node.sight().show(&session, Act::Read, (&code("XA"), id, None)).unwrap();
    node.commit(|node| audit::record(node, guarded)).unwrap().unwrap();
}

fn answer(network: &mut Network, id: &RecordId, minutes: i64) -> Uses {
    network.clock.advance(minutes * MINUTE_MS);
    let node = network.at("XB");
    node.commit(audit::close_minutes).unwrap();
    node.commit(|node| uses::tell(node, &code("XA"), id)).unwrap()
}

fn log_of(network: &mut Network, at: &str) -> (Digest, LogPublic) {
    let node = network.at(at);
    (node.network, node.directory.member(&code(at)).unwrap().log().unwrap().clone())
}

#[test]
fn a_use_is_proven_by_the_log_of_its_holder_once_its_minute_is_closed() {
    let mut network = Network::new(&["XA", "XB"]);
    let open = told(&mut network, 0);
    let (id, (digest, log)) = (open.id, log_of(&mut network, "XB"));
    assert!(matches!(open.check(&digest, &log).unwrap()[..], [Told::Open(_)]));
    let closed = answer(&mut network, &id, 2);
    let believed = closed.check(&digest, &log).unwrap();
    let [Told::Proven { event, .. }] = &believed[..] else { panic!("{believed:?}") };
    assert_eq!((event.deed, event.role.as_str()), (Deed::Read, "desk-officer"));
    assert_eq!((closed.counter, event.purpose), (1, Some(Purpose::CriminalInvestigation)));
    read(network.at("XB"), &id);
    let later = answer(&mut network, &id, 2);
    assert_eq!((later.counter, later.check(&digest, &log).unwrap().len()), (2, 2));
}

#[test]
fn what_a_holder_changes_in_its_answer_is_not_believed() {
    let mut network = Network::new(&["XA", "XB"]);
    let good = told(&mut network, 2);
    let (digest, log) = log_of(&mut network, "XB");
    let (_, other) = log_of(&mut network, "XA");
    assert!(good.check(&digest, &log).is_ok());
    assert!(good.check(&digest, &other).is_err(), "another node's log");
    assert!(good.check(&Digest::default(), &log).is_err(), "another network");
    let attack = |what: &str, change: &dyn Fn(&mut Uses)| {
        let mut bad = good.clone();
        change(&mut bad);
        assert!(bad.check(&digest, &log).is_err(), "{what}");
    };
    attack("another entry", &|bad| {
        let last = bad.uses[0].entry.len() - 1;
        bad.uses[0].entry[last] ^= 1;
    });
    attack("another place", &|bad| bad.uses[0].index ^= 1);
    attack("another root", &|bad| bad.proof.as_mut().unwrap().minutes[0].root = Digest([7; 32]));
    attack("another leaf", &|bad| bad.proof.as_mut().unwrap().minutes[0].leaf += 1);
    attack("another salt", &|bad| bad.proof.as_mut().unwrap().minutes[0].salt = [0; 32]);
    attack("another minute", &|bad| bad.proof.as_mut().unwrap().minutes[0].minute -= 1);
    attack("another record", &|bad| bad.id = RecordId([9; 16]));
    attack("half a checkpoint", &|bad| {
        let note = &mut bad.proof.as_mut().unwrap().checkpoint;
        *note = note.lines().take(5).map(|line| format!("{line}\n")).collect();
    });
}
