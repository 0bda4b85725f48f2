//! Forwards that a member should not have made: each is rejected by its rule, and nothing of it is
//! shown. And the canary: a copy inside a forward is nowhere once its record was erased.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use std::path::PathBuf;

use node::Node;
use record::kind::hold::{Hold, HoldStatement};
use record::kind::withdraw::{Withdraw, WithdrawStatement};
use record::parts::{Content, Original, PackedPart, Slot};
use record::{Body, Handling, Level, Name, Onward};
use seal::directory::MemberStatus;
use support::canary::{holding, home, network, pass_the_grace};
use support::folder::Folder;
use support::forward::{
    Forged, deliver, held, members, original, pass_on, passable, recall, refused, rejected_by,
    seen, smuggle, standings,
};
use support::{Network, code, control, message};

const CANARY: &str = "canary-4c81-serinus";
const CODES: [&str; 4] = ["XA", "XB", "XC", "XD"];

fn shared(onward: Option<Onward>) -> (Network, Name) {
    let mut network = Network::new(&CODES);
    let mut draft = message("a parcel", &["XB"]);
    draft.handling.onward_transfer = onward;
    let name = network.publish("XA", draft).unwrap().name;
    network.settle();
    (network, name)
}

/// As an honest node would make it, to XC and the owner.
fn honest(network: &mut Network, name: &Name) -> Forged {
    let recipients = vec![code("XA"), code("XC")];
    Forged {
        name: name.clone(),
        original: Some(original(network, "XB", name)),
        recipients: Some(recipients.clone()),
        to: recipients,
        handling: Handling::new(Level::Restricted, &[]),
    }
}

/// XB sends it; answers by which rule XC rejects it. Rejected, nothing of it is at XC.
fn judged(network: &mut Network, name: &Name, forged: Forged) -> Option<String> {
    let forward = smuggle(network, "XB", forged);
    network.settle();
    let rule = rejected_by(network, &forward, "XC");
    let here = (held(network, "XC", name), held(network, "XC", &forward));
    assert_eq!(here, if rule.is_some() { (0, 0) } else { (1, 1) }, "{rule:?}");
    rule
}

fn check(onward: Option<Onward>, forge: fn(&mut Network, &mut Forged), expect: Option<&str>) {
    let (mut network, name) = shared(onward);
    let mut forged = honest(&mut network, &name);
    forge(&mut network, &mut forged);
    assert_eq!(judged(&mut network, &name, forged).as_deref(), expect);
}

fn carried(forged: &mut Forged) -> &mut Original {
    forged.original.as_mut().unwrap()
}

#[test]
fn what_is_as_it_should_be_is_taken() {
    check(Some(Onward::Network), |_, _| {}, None);
}

/// HND-10, HND-12: the conditions are read from the record itself, wherever it goes.
#[test]
fn what_its_owner_does_not_allow_is_rejected() {
    check(None, |_, _| {}, Some("HND-12"));
    check(Some(members(&["XD"])), |_, _| {}, Some("HND-12"));
    check(Some(Onward::Region("elsewhere".into())), |_, _| {}, Some("HND-12"));
}

/// FWD-01: one record of another owner, whole, the one that is named.
#[test]
fn a_forward_that_does_not_carry_what_it_names_is_rejected() {
    let open = || Some(Onward::Network);
    check(open(), |_, forged| forged.original = None, Some("FWD-01"));
    check(open(), |_, forged| forged.name.revision = 2, Some("FWD-01"));
    check(open(), |_, forged| forged.name.owner = code("XD"), Some("FWD-01"));
    let masked = |network: &mut Network, forged: &mut Forged| {
        let node = network.at("XB");
        let stored = node.store.records_named(&forged.name).unwrap().remove(0);
        let record = node.vault.open(&node.store, &stored).unwrap();
        carried(forged).record = record.without(|_| false).pack();
    };
    check(open(), masked, Some("FWD-01"));
    let own = |network: &mut Network, forged: &mut Forged| {
        let draft = passable("of XB", &["XA"], Onward::Network);
        let name = network.publish("XB", draft).unwrap().name;
        network.settle();
        forged.original = Some(original(network, "XA", &name));
        forged.name = name;
        forged.recipients = Some(vec![code("XB"), code("XC")]);
    };
    check(open(), own, Some("FWD-01"));
}

/// FWD-02: its owner always learns where a record goes.
#[test]
fn a_forward_that_its_owner_does_not_get_is_rejected() {
    let open = || Some(Onward::Network);
    check(open(), |_, forged| forged.recipients = None, Some("FWD-02"));
    check(open(), |_, forged| forged.recipients = Some(vec![code("XC")]), Some("FWD-02"));
    check(open(), |_, forged| forged.recipients = Some(vec![code("XA")]), Some("FWD-02"));
}

/// FWD-03: every byte is the owner's, by the owner's log.
#[test]
fn a_forward_that_the_owners_log_does_not_prove_is_rejected() {
    let open = || Some(Onward::Network);
    let changed = |_: &mut Network, forged: &mut Forged| {
        let Content(parts, _) = &mut carried(forged).record.content;
        let PackedPart::P(bytes) = &mut parts[0] else { panic!("a part") };
        let at = bytes.windows(6).position(|some| some == b"parcel").unwrap();
        bytes[at] = b'P';
    };
    check(open(), changed, Some("FWD-03"));
    check(open(), |_, forged| carried(forged).leaf_salt[0] ^= 1, Some("FWD-03"));
    check(open(), |_, forged| carried(forged).inclusion[0].0[0] ^= 1, Some("FWD-03"));
    let others = |network: &mut Network, forged: &mut Forged| {
        let draft = passable("another", &["XB"], Onward::Network);
        let name = network.publish("XA", draft).unwrap().name;
        network.settle();
        let record = carried(forged).record.clone();
        forged.original = Some(Original { record, ..original(network, "XB", &name) });
    };
    check(open(), others, Some("FWD-03"));
    // XB's own log says that it published what it never did.
    let of_the_forger = |network: &mut Network, forged: &mut Forged| {
        let name = network.publish("XB", message("a note", &["XA"])).unwrap().name;
        network.settle();
        let record = carried(forged).record.clone();
        forged.original = Some(Original { record, ..original(network, "XA", &name) });
    };
    check(open(), of_the_forger, Some("FWD-03"));
}

/// FWD-04: of a suspended owner nothing is taken, by whatever way.
#[test]
fn a_record_of_a_suspended_owner_is_rejected() {
    let suspend = |network: &mut Network, _: &mut Forged| {
        let node = network.at("XC");
        let mut members = node.directory.members().to_vec();
        members[0].status = MemberStatus::Suspended;
        node.directory = node.directory.next(members, node.directory.created).into();
    };
    check(Some(Onward::Network), suspend, Some("FWD-04"));
}

/// FWD-04: what a log says that contradicts itself is not taken by a third hand either, and the
/// contradiction is kept.
#[test]
fn a_head_that_contradicts_a_known_one_is_rejected_and_kept() {
    let (mut network, name) = shared(Some(Onward::Network));
    let forged = honest(&mut network, &name);
    let size: u64 = carried_size(&forged);
    let other = node::store::evidence::Head {
        size,
        root: record::Digest([7; 32]),
        note: "another story".into(),
        at: 0,
    };
    network.at("XC").store.insert_head("XA", &other).unwrap();
    assert_eq!(judged(&mut network, &name, forged).as_deref(), Some("FWD-04"));
    assert!(network.at("XC").store.head_conflict("XA").unwrap());
}

fn carried_size(forged: &Forged) -> u64 {
    let note = &forged.original.as_ref().unwrap().checkpoint;
    note.lines().nth(1).unwrap().parse().unwrap()
}

/// FWD-05: an older revision after a recall, and what was withdrawn from this very node.
#[test]
fn what_was_taken_back_does_not_come_by_another_hand() {
    let mut network = Network::new(&CODES);
    let draft = passable("a parcel", &["XB", "XC"], Onward::Network);
    let name = network.publish("XA", draft).unwrap().name;
    network.settle();
    let mut next = passable("two parcels", &["XC"], Onward::Network);
    next.revises = Some(name.id);
    network.publish("XA", next).unwrap();
    deliver(&mut network, "XA", "XC");
    recall(&mut network, "XA", name.id);
    deliver(&mut network, "XA", "XC");
    // XB has heard of neither.
    let forged = honest(&mut network, &name);
    let forward = smuggle(&mut network, "XB", forged);
    deliver(&mut network, "XB", "XC");
    deliver(&mut network, "XC", "XB");
    assert_eq!(rejected_by(&mut network, &forward, "XC").as_deref(), Some("FWD-05"));
    assert_eq!(refused(&mut network, "XC", &name), "HND-01");

    let (mut network, name) = shared(Some(Onward::Network));
    let statement = WithdrawStatement { id: name.id, recipient: code("XC"), revision: 1 };
    let withdraw = Body::Withdraw(Box::new(Withdraw { statement }));
    network.publish("XA", control(&withdraw)).unwrap();
    network.settle();
    let forged = honest(&mut network, &name);
    assert_eq!(judged(&mut network, &name, forged).as_deref(), Some("FWD-05"));
}

/// FWD-05: what has expired under way, by the receiver's clock, is not taken from another.
#[test]
fn what_has_expired_is_rejected() {
    let mut network = Network::new(&CODES);
    let mut draft = passable("a parcel", &["XB"], Onward::Network);
    draft.expiry = Some("2026-03-03".parse().unwrap());
    let name = network.publish("XA", draft).unwrap().name;
    network.settle();
    let forged = honest(&mut network, &name);
    network.clock.advance(3 * record::moment::DAY_MS);
    assert_eq!(judged(&mut network, &name, forged).as_deref(), Some("FWD-05"));
}

/// A second story under a forward's name is kept as every other, and its copy goes with the record.
#[test]
fn a_copy_in_a_contradicting_forward_is_taken_back_too() {
    let (mut network, name) = shared(Some(Onward::Network));
    let first = honest(&mut network, &name);
    let forward = smuggle(&mut network, "XB", first);
    let mut other = honest(&mut network, &name);
    other.handling = Handling::new(Level::Confidential, &[]);
    assert_eq!(smuggle(&mut network, "XB", other), forward, "one name");
    network.settle();
    assert_eq!(held(&mut network, "XC", &forward), 2);
    assert_eq!(refused(&mut network, "XC", &forward), "HND-05");
    recall(&mut network, "XA", name.id);
    network.settle();
    assert_eq!(refused(&mut network, "XC", &forward), "HND-01");
    pass_the_grace(&mut network, &CODES);
    let left = network.at("XC").store.revisions(&forward.owner, &forward.id).unwrap();
    assert!(left.iter().all(|stored| stored.content.is_none()), "{left:?}");
}

/// A hold would keep what its owner never hears of.
#[test]
fn a_forward_is_not_held_for_a_court() {
    let (mut network, name) = shared(Some(Onward::Network));
    let forward = pass_on(&mut network, "XB", &name, &["XC"]).unwrap().name;
    network.settle();
    let hold = |name: &Name| {
        let statement = HoldStatement {
            name: name.clone(),
            authority: "Court".into(),
            reference: "7".into(),
            until: "2026-09-01".parse().unwrap(),
        };
        control(&Body::Hold(Box::new(Hold { statement })))
    };
    assert!(network.publish("XC", hold(&forward)).is_err());
    assert!(network.publish("XC", hold(&name)).is_ok());
    network.settle();
    let told = standings(&mut network, &name);
    assert!(told.iter().any(|one| one.node == "XC" && one.state == "held"), "{told:?}");
}

/// An owner learns of a forbidden passing on too, and what it takes back goes there.
#[test]
fn an_owner_notes_whom_a_forbidden_forward_names() {
    let (mut network, name) = shared(None);
    let forged = honest(&mut network, &name);
    let forward = smuggle(&mut network, "XB", forged);
    network.settle();
    assert_eq!(rejected_by(&mut network, &forward, "XA").as_deref(), Some("HND-12"));
    let told = standings(&mut network, &name);
    let of = told.iter().find(|one| one.node == "XC").unwrap();
    assert_eq!((of.passed_on_by.as_deref(), of.state), (Some("XB"), "passed-on"));
    recall(&mut network, "XA", name.id);
    network.settle();
    let node = network.at("XC");
    assert_eq!(node.store.hidings(&name.owner, &name.id).unwrap().len(), 1);
}

/// Only a forward carries another's record: elsewhere nobody would look for it.
#[test]
fn no_other_kind_carries_anothers_record() {
    let (mut network, name) = shared(Some(Onward::Network));
    let carried = original(&mut network, "XB", &name);
    let node = network.at("XB");
    let stored = node.store.records_named(&name).unwrap().remove(0);
    let record = node.vault.open(&node.store, &stored).unwrap();
    let original = Some(Box::new(carried));
    let extras = record::parts::Extras { original, ..record.extras().unwrap() };
    let (header, body) = (record.header.clone(), record.body().unwrap());
    let made = record::Record::compose(header, &body, &extras, [1; 32]).unwrap();
    assert!(record::Record::unpack(made.pack()).is_err());
}

/// Whether a node's store and key give the text, also out of a record inside a record.
fn reads(node: &Node) -> bool {
    let stored = node.store.records_after(0, 10_000).unwrap();
    let opened = stored.iter().filter_map(|one| node.vault.open(&node.store, one).ok());
    let says = |slot: &Slot| match slot {
        Slot::Present { bytes, .. } => {
            bytes.windows(CANARY.len()).any(|it| it == CANARY.as_bytes())
        }
        Slot::Absent(_) => false,
    };
    opened.into_iter().any(|record| record.slots().iter().any(says))
}

fn secrets(node: &Node, name: &Name) -> [Vec<u8>; 2] {
    let stored = node.store.latest_record(&name.owner, &name.id).unwrap().unwrap();
    [node.store.wrapped_key(stored.row).unwrap().unwrap(), stored.content.unwrap()]
}

#[test]
fn the_copy_inside_a_forward_is_erased_with_its_record() {
    let codes = ["XA", "XB", "XC"];
    let folder = Folder::new("forward-canary");
    let mut network = network(&folder, &codes);
    let draft = passable(CANARY, &["XB"], Onward::Network);
    let name = network.publish("XA", draft).unwrap().name;
    network.settle();
    let forward = pass_on(&mut network, "XB", &name, &["XC"]).unwrap().name;
    network.settle();
    let mut needles = vec![CANARY.as_bytes().to_vec()];
    for node in &network.nodes {
        assert!(reads(node), "{}", node.code);
        needles.extend(secrets(node, &name).into_iter().chain(secrets(node, &forward)));
    }
    recall(&mut network, "XA", name.id);
    network.settle();
    for at in codes {
        assert_eq!(refused(&mut network, at, &forward), "HND-01", "hidden at once");
    }
    pass_the_grace(&mut network, &codes);
    for at in codes {
        let home = home(&folder, at);
        assert!(!reads(network.at(at)), "{at} still reads it");
        for needle in &needles {
            assert_eq!(holding(home.path(), needle), Vec::<PathBuf>::new(), "{at}");
        }
        assert!(seen(&mut network, at, &forward).is_err());
    }
    let told = standings(&mut network, &name);
    let of = told.iter().find(|one| one.node == "XC").unwrap();
    assert_eq!((of.passed_on_by.as_deref(), of.state), (Some("XB"), "erased"));
    support::forward::is_sound(&mut network);
}
