//! A member that asks a restored node before that one asks it is compared with all the same, name
//! by name: also one that accepts no connections, as here.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use node::restore::{ask, tell};
use record::RecordId;
use support::back::{compare, network, put_back};
use support::{Network, code, message};

fn share(network: &mut Network, from: &str, to: &str) -> RecordId {
    let id = network.publish(from, message("after the backup", &[to])).unwrap().name.id;
    network.settle();
    id
}

fn is_at(network: &mut Network, at: &str, owner: &str, id: &RecordId) -> bool {
    let revisions = network.at(at).store.revisions(&code(owner), id).unwrap();
    revisions.iter().any(|stored| stored.content.is_some())
}

#[test]
fn who_asked_first_still_gives_back_what_it_has() {
    let mut network = network();
    share(&mut network, "XA", "XB");
    let image = network.at("XA").store.image().unwrap();
    let (ours, theirs) = (share(&mut network, "XA", "XB"), share(&mut network, "XB", "XA"));
    put_back(&mut network, "XA", &image);
    assert!(!is_at(&mut network, "XA", "XA", &ours) && !is_at(&mut network, "XA", "XB", &theirs));
    assert!(network.at("XA").directory.member(&code("XB")).unwrap().address.is_none());
    let asked = network.at("XB").commit(|node| tell::known(node, &code("XA"))).unwrap();
    network.at("XA").commit(|node| ask::exchange(node, &code("XB"), &asked)).unwrap();
    assert!(network.at("XA").store.is_behind("XB").unwrap(), "nothing was compared yet");
    compare(&mut network, "XA", "XB");
    network.settle();
    assert!(is_at(&mut network, "XA", "XA", &ours), "what only it had of ours");
    assert!(is_at(&mut network, "XA", "XB", &theirs), "what it had sent");
    assert!(!network.at("XA").store.is_behind("XB").unwrap());
}
