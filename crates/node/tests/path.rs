//! The path: publish → pouch → admit → receipt, and everything that takes a record back.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use node::standing;
use node::store::entry::Page;
use node::view::{Listing, Session};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::policy::Act;
use record::{Body, Purpose};
use support::{Network, code, control, message, officer};

fn session() -> Session {
    Session { author: officer(), purpose: Purpose::CriminalInvestigation }
}

fn listed(network: &mut Network, at: &str) -> Vec<String> {
    let node = network.at(at);
    let page = Page { before: None, limit: 100 };
    let listing = Listing { page, ..Listing::default() };
    let guarded = node.sight().list(&session(), &listing).unwrap();
    let titles = node.commit(|node| node::audit::record(node, guarded)).unwrap();
    titles.into_iter().map(|title| title.title).collect()
}

#[test]
fn a_record_arrives_and_its_receipt_comes_back() {
    let mut network = Network::new(&["XA", "XB", "XC"]);
    let published = network.publish("XA", message("a parcel", &["XB"])).unwrap();
    network.settle();
    assert_eq!(listed(&mut network, "XB"), ["about a parcel"]);
    assert_eq!(listed(&mut network, "XC"), Vec::<String>::new());
    let node = network.at("XA");
    let standing = standing::of(&node.store, &code("XA"), &published.name.id).unwrap();
    assert_eq!(standing.len(), 1);
    assert_eq!((standing[0].node.as_str(), standing[0].state), ("XB", "receipted"));
}

#[test]
fn a_recall_hides_at_every_recipient_and_is_receipted() {
    let mut network = Network::new(&["XA", "XB", "XC"]);
    let published = network.publish("XA", message("a mistake", &["XB", "XC"])).unwrap();
    network.settle();
    let id = published.name.id;
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("XA", recall).unwrap();
    network.settle();
    for place in ["XA", "XB", "XC"] {
        let node = network.at(place);
        let seen = node.sight().show(&session(), Act::Read, (&code("XA"), &id, None)).unwrap();
        let seen = node.commit(|node| node::audit::record(node, seen)).unwrap();
        assert_eq!(seen.unwrap_err().to_string().split(':').next(), Some("refused by HND-01"));
    }
    let node = network.at("XA");
    let standing = standing::of(&node.store, &code("XA"), &id).unwrap();
    assert!(standing.iter().all(|one| one.state == "hidden"), "{standing:?}");
}

#[test]
fn what_a_block_kept_back_goes_when_it_is_lifted() {
    use record::kind::block::{Block, BlockAction, BlockStatement};
    let mut network = Network::new(&["XA", "XB"]);
    let published = network.publish("XA", message("a doubt", &["XB"])).unwrap();
    let block = |network: &mut Network, action| {
        let statement = BlockStatement { id: published.name.id, action, reference: "SR-1".into() };
        let mut draft = control(&Body::Block(Box::new(Block { statement })));
        // Asked for another lane, the lifting would overtake the block.
        draft.lane = record::draft::Lane::Routine;
        network.publish("XA", draft).unwrap();
        network.settle();
        listed(network, "XB").contains(&"about a doubt".to_owned())
    };
    assert!(!block(&mut network, BlockAction::Set));
    assert!(block(&mut network, BlockAction::Lift));
}
