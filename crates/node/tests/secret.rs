//! No secret and no content stands in a line of the node's own log, whatever is logged.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use node::delivery::{self, Answer};
use node::outward::UnderWay;
use node::session::{self, Scope};
use node::{due, flow, outward};
use record::draft::Lane;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::{Body, Unit};
use support::{Network, code, control, message};
use tracing_subscriber::fmt::MakeWriter;

const CANARY: &str = "the canary of the log";

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Everything that logs something: a delivery, a recall, a pouch from another's connection, a
/// record from the future, a log that contradicts itself, a token that is wrong.
fn live(network: &mut Network) -> String {
    let name = network.publish("XA", message(CANARY, &["XB"])).unwrap().name;
    network.settle();
    let statement = RecallStatement { id: name.id, reason: RecallReason::Mistaken };
    network.publish("XA", control(&Body::Recall(Box::new(Recall { statement })))).unwrap();
    network.settle();
    network.publish("XA", message(CANARY, &["XB"])).unwrap();
    let bytes = sealed(network);
    refused(network, "XC", &bytes);
    let hour = record::moment::HOUR_MS;
    network.clock.advance(-hour);
    network.at("XB").commit(|node| delivery::receive(node, &code("XA"), &bytes)).unwrap();
    network.clock.advance(hour);
    let mut twin = Network::new(&["XA", "XB", "XC"]);
    twin.publish("XA", message("another story", &["XB"])).unwrap();
    twin.settle();
    twin.publish("XA", message("another end", &["XB"])).unwrap();
    let told = sealed(&mut twin);
    network.at("XB").commit(|node| delivery::receive(node, &code("XA"), &told)).unwrap();
    let node = network.at("XA");
    let (role, unit) = (record::policy::Role::DeskOfficer, Unit::new("POLICE").unwrap());
    node.commit(|node| session::enrol(node, "desk-2", "A Person", role, &unit)).unwrap();
    let token = node.commit(|node| session::issue(node, "desk-2", &[Scope::Read], 1)).unwrap();
    let now = node.now();
    assert!(session::sign_in(&node.store, now, &format!("{token}0")).is_err());
    for node in &mut network.nodes {
        node.commit(due::round).unwrap();
    }
    token
}

fn sealed(network: &mut Network) -> Vec<u8> {
    let (peer, node) = (code("XB"), network.at("XA"));
    let send = |node: &mut node::Node| flow::send(node, &peer, Lane::Routine, UnderWay::default());
    let parcel = node.commit(send).unwrap().unwrap();
    let start = outward::acked_head_size(node, &peer).unwrap();
    delivery::seal(node, &parcel, start).unwrap()
}

fn refused(network: &mut Network, from: &str, bytes: &[u8]) {
    let answer = network.at("XB").commit(|node| delivery::receive(node, &code(from), bytes));
    assert!(matches!(answer.unwrap(), Answer::Refused { .. }));
}

/// A secret as it may be written: text, hexadecimal, or a list of numbers.
fn ways(secret: &[u8]) -> [String; 2] {
    let listed = secret.iter().take(8).map(u8::to_string).collect::<Vec<_>>().join(", ");
    [record::digest::hex_encode(&secret[..8]), listed]
}

#[test]
fn no_line_of_the_log_has_a_secret_or_a_content() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(lines.clone())
        .finish();
    let mut network = Network::new(&["XA", "XB", "XC"]);
    let token = tracing::subscriber::with_default(subscriber, || live(&mut network));
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("rejected a record"), "there is something to look at: {text}");
    let mut never = vec![CANARY.to_owned(), token.clone(), token[6..].to_owned()];
    for node in &network.nodes {
        never.extend(ways(node.identity.log.seeds().unwrap()));
        never.extend(node.identity.kem.all().iter().flat_map(|key| ways(key.seed())));
    }
    // The storage keys of these nodes, and what backups are locked with.
    never.extend([[1; 32], [2; 32], [3; 32], [99; 32]].iter().flat_map(|key| ways(key)));
    for secret in never {
        assert!(!text.contains(&secret), "{secret} stands in the log: {text}");
    }
}
