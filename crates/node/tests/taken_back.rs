//! What takes a record back or keeps it sets a time, and the time is the one that is promised.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use node::store::hide::Cause;
use node::{Config, standing};
use record::kind::block::{Block, BlockAction, BlockStatement};
use record::kind::hold::{Hold, HoldStatement};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::kind::withdraw::{Withdraw, WithdrawStatement};
use record::moment::HOUR_MS;
use record::{Body, Draft, Name, RecordId};
use support::{Network, code, control, message};

/// A record of XA's that XB holds.
fn shared() -> (Network, Name) {
    let mut network = Network::new(&["XA", "XB"]);
    let name = network.publish("XA", message("a parcel", &["XB"])).unwrap().name;
    network.settle();
    (network, name)
}

fn recall(id: RecordId) -> Body {
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    Body::Recall(Box::new(Recall { statement }))
}

fn withdraw(id: RecordId) -> Body {
    let statement = WithdrawStatement { id, recipient: code("XB"), revision: 1 };
    Body::Withdraw(Box::new(Withdraw { statement }))
}

fn block(id: RecordId, action: BlockAction) -> Body {
    let statement = BlockStatement { id, action, reference: "request 7".into() };
    Body::Block(Box::new(Block { statement }))
}

fn hold(name: &Name, until: &str) -> Body {
    let statement = HoldStatement {
        name: name.clone(),
        authority: "Court of first instance".into(),
        reference: "2026/118".into(),
        until: until.parse().unwrap(),
    };
    Body::Hold(Box::new(Hold { statement }))
}

#[test]
fn what_is_taken_back_is_destroyed_when_the_grace_is_over() {
    let check = |say: fn(RecordId) -> Vec<Body>| {
        let (mut network, name) = shared();
        for body in say(name.id) {
            network.publish("XA", control(&body)).unwrap();
            network.settle();
        }
        let hidings = network.at("XB").store.hidings(&name.owner, &name.id).unwrap();
        let [hiding] = &hidings[..] else { panic!("{hidings:?}") };
        let grace = hiding.erase_after.unwrap() - hiding.at;
        let promised = Config::default().erase_grace_h * HOUR_MS;
        // A decided block was set a little before it was decided.
        assert!((promised..promised + HOUR_MS).contains(&grace), "{grace} for {promised}");
    };
    check(|id| vec![recall(id)]);
    check(|id| vec![withdraw(id)]);
    check(|id| vec![block(id, BlockAction::Decide)]);
    check(|id| vec![block(id, BlockAction::Set), block(id, BlockAction::Decide)]);
}

/// A receipt says that a revision is hidden; of one that stays it says nothing.
#[test]
fn a_withdrawal_hides_the_revisions_it_names() {
    let (mut network, name) = shared();
    let second = Draft { revises: Some(name.id), ..message("a parcel, weighed", &["XB"]) };
    network.publish("XA", second).unwrap();
    network.settle();
    network.publish("XA", control(&withdraw(name.id))).unwrap();
    network.settle();
    let standing = standing::of(&network.at("XA").store, &name.owner, &name.id).unwrap();
    let told = standing[0].receipts.iter().map(|told| (told.revision, told.status));
    let hidden: Vec<_> = told.filter(|(_, status)| *status == "hidden").collect();
    assert_eq!(hidden, [(1, "hidden")], "{standing:?}");
}

/// Whom a new revision leaves out may not keep the one before, without anybody's asking.
#[test]
fn a_recipient_that_a_revision_leaves_out_loses_the_one_before() {
    let (mut network, name) = shared();
    let second = Draft { revises: Some(name.id), ..message("a parcel, for us alone", &[]) };
    network.publish("XA", second).unwrap();
    network.settle();
    let hidings = network.at("XB").store.hidings(&name.owner, &name.id).unwrap();
    let causes: Vec<_> = hidings.iter().map(|hiding| (hiding.cause, hiding.revision)).collect();
    // Up to the revision that leaves it out.
    assert_eq!(causes, [(Cause::Withdrawn, 2)]);
    assert!(network.at("XA").store.hidings(&name.owner, &name.id).unwrap().is_empty());
}

#[test]
fn a_block_waits_for_its_decision_and_is_lifted_without_a_trace_in_view() {
    let (mut network, name) = shared();
    network.publish("XA", control(&block(name.id, BlockAction::Set))).unwrap();
    network.settle();
    let hidings = network.at("XB").store.hidings(&name.owner, &name.id).unwrap();
    assert_eq!(
        hidings.iter().map(|h| (h.erase_after, h.lifted)).collect::<Vec<_>>(),
        [(None, None)]
    );
    network.publish("XA", control(&block(name.id, BlockAction::Lift))).unwrap();
    network.settle();
    let hidings = network.at("XB").store.hidings(&name.owner, &name.id).unwrap();
    assert!(hidings.iter().all(|hiding| hiding.lifted.is_some()), "{hidings:?}");
}

#[test]
fn a_hold_keeps_a_copy_within_its_limit_and_only_of_what_is_there() {
    let (mut network, name) = shared();
    network.publish("XB", control(&hold(&name, "2026-12-01"))).unwrap();
    let holds = network.at("XB").store.holds(&name.owner, &name.id).unwrap();
    assert_eq!(holds.len(), 1);
    assert!(holds[0].copy.is_some() && holds[0].ended.is_none());
    assert_eq!(holds[0].until, "2026-12-01");
    assert!(network.at("XA").store.holds(&name.owner, &name.id).unwrap().is_empty());
    let far = network.publish("XB", control(&hold(&name, "2099-01-01"))).unwrap_err();
    assert!(far.to_string().contains("hold_days_max"), "{far}");
    let past = network.publish("XB", control(&hold(&name, "2020-01-01"))).unwrap_err();
    assert!(past.to_string().contains("hold_days_max"), "{past}");
    let never = Name { revision: 9, ..name };
    let missing = network.publish("XB", control(&hold(&never, "2026-12-01"))).unwrap_err();
    assert!(matches!(missing, node::Error::NotFound(_)), "{missing:?}");
}
