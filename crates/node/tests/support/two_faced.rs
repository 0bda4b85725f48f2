//! An owner that tells two recipients two stories under one name, and recipients that compare.

#![allow(dead_code, reason = "each test file uses its own part of the support")]
#![allow(clippy::unwrap_used, reason = "a test may panic, its steps too")]

use node::disclosed::ask::Comparing;
use node::disclosed::{self, Answer, Ask};
use node::{contradiction, flow};
use record::draft::Lane;
use record::{Body, Draft, Name, Record};
use rusqlite::Connection;
use seal::contradiction::Proof;

use super::edit::edit;
use super::{Network, code, message};

/// Its recipients know of each other.
pub fn open_message(text: &str, recipients: &[&str]) -> Draft {
    Draft { disclose_recipients: true, ..message(text, recipients) }
}

/// What a node has under a name.
pub fn held(network: &mut Network, at: &str, name: &Name) -> Record {
    let node = network.at(at);
    let stored = node.store.latest_record(&name.owner, &name.id).unwrap().unwrap();
    node.vault.open(&node.store, &stored).unwrap()
}

/// What a twin of XA, with the same keys and entropy, says instead of its next record.
pub fn another(network: &mut Network, codes: &[&str], to: &[&str]) -> Network {
    let mut twin = Network::new(codes);
    let since = network.clock.0.load(std::sync::atomic::Ordering::SeqCst) - super::START;
    twin.clock.advance(since);
    twin.publish("XA", open_message("another story", to)).unwrap();
    twin
}

/// The same record with another text.
pub fn retold(record: &Record) -> Record {
    let (header, extras) = (record.header.clone(), record.extras().unwrap());
    let body = Body::from_json(header.kind, message("another story", &[]).body).unwrap();
    Record::compose(header, &body, &extras, [7; 32]).unwrap()
}

/// XA's first record: one story for XB, and in the same log another one for everyone else; what is
/// queued is changed by `edit`.
pub fn tell_two_stories(
    network: &mut Network,
    to: &[&str],
    edit: impl FnOnce(&mut Network, &dyn Fn(&Connection)),
) -> Name {
    let name = network.publish("XA", open_message("one story", to)).unwrap().name;
    let other = retold(&held(network, "XA", &name));
    let xa = network.nodes.iter().position(|node| node.code.as_str() == "XA").unwrap();
    network.deliver(xa, &code("XB"), Lane::Routine).unwrap();
    let body = other.body().unwrap();
    let row = network.at("XA").commit(|node| flow::readmit(node, other, body)).unwrap();
    edit(network, &|db| {
        let released = "INSERT INTO released (record, peer, decision)
             SELECT ?1, peer, decision FROM released WHERE peer <> 'XB'";
        assert!(db.execute(released, [row]).unwrap() > 0);
        let queued = "UPDATE outbox SET record = ?1 WHERE peer <> 'XB'";
        assert!(db.execute(queued, [row]).unwrap() > 0);
    });
    name
}

pub fn two_stories(network: &mut Network, to: &[&str]) -> Name {
    let name =
        tell_two_stories(network, to, |network, change| edit(network, "XA", |db| change(db)));
    network.settle();
    name
}

/// One comparison; every question with its answer.
pub fn compare(network: &mut Network, from: &str, to: &str) -> Vec<(Ask, Answer)> {
    let (me, mut comparing) = (code(from), Comparing::new(code(to)));
    let mut said = Vec::new();
    while let Some(asks) = network.at(from).commit(|node| comparing.next(node)).unwrap() {
        let asked = asks.clone();
        let told = network.at(to).commit(|node| disclosed::answer(node, &me, &asked)).unwrap();
        let told = told.expect("an honest question is answered");
        said.push((asks, told.clone()));
        network.at(from).commit(|node| comparing.take(node, told)).unwrap();
    }
    said
}

/// As a peer's handler takes it.
pub fn tell(network: &mut Network, at: &str, from: &str, bytes: &[u8]) -> contradiction::Answer {
    let (node, from) = (network.at(at), code(from));
    let opened = contradiction::open(&node.directory.clone(), bytes);
    node.commit(|node| contradiction::receive(node, &from, opened)).unwrap()
}

pub fn tell_proof(
    network: &mut Network,
    at: &str,
    from: &str,
    proof: &Proof,
) -> contradiction::Answer {
    tell(network, at, from, &record::cbor::to_bytes(proof))
}

/// Everyone tells everyone what is to be told, until nothing is; who told whom, in order.
pub fn spread(network: &mut Network) -> Vec<(String, String)> {
    let codes: Vec<String> = network.nodes.iter().map(|node| node.code.to_string()).collect();
    let mut told = Vec::new();
    loop {
        let before = told.len();
        for (from, to) in codes.iter().flat_map(|from| codes.iter().map(move |to| (from, to))) {
            let next = contradiction::next(network.at(from), &code(to)).unwrap();
            let Some((row, proof)) = next.filter(|_| from != to) else { continue };
            let answer = tell(network, to, from, &proof);
            let (node, peer) = (network.at(from), code(to));
            node.commit(|node| contradiction::settle(node, &peer, row, &answer)).unwrap();
            told.push((from.clone(), to.clone()));
        }
        if told.len() == before {
            return told;
        }
        assert!(told.len() < 100, "it ends");
    }
}

/// Audit entries that met a rule: who caused it, and why.
pub fn met(network: &mut Network, at: &str, rule: &str) -> Vec<(String, String)> {
    let all = network.at(at).store.audit_after(0, u32::MAX).unwrap();
    let events = all.iter().map(|(_, bytes)| node::audit::read(bytes).unwrap().1);
    let met = events.filter(|event| event.refused.as_deref() == Some(rule));
    met.map(|event| (event.by, event.reason.unwrap_or_default())).collect()
}

/// Contradictions as people see them: whose, and of what.
pub fn conflicts(network: &mut Network, at: &str) -> Vec<(String, String)> {
    let all = network.at(at).store.conflicts().unwrap();
    all.into_iter().map(|(owner, what, _)| (owner, what)).collect()
}
