//! Passing on: a record goes from a recipient to a further member, and stays its owner's.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use std::sync::Arc;

use node::audit::{self, Deed, split};
use node::author::Author;
use node::restore::tell::{self, AskAgain};
use node::store::behind::Named;
use node::view::Session;
use node::{outward, quarantine};
use record::codelist::Language;
use record::kind::block::BlockAction;
use record::policy::{Act, Role};
use record::{Kind, Name, Onward, Purpose};
use support::forward::{
    block, deliver, draft, held, is_sound, members, pass_on, passable, recall, refused, seen,
    standings,
};
use support::{Network, code, message, officer};

const TEXT: &str = "two pallets on Thursday";

/// XA's record at XB, which may pass it on.
fn shared(codes: &[&str], onward: Onward) -> (Network, Name) {
    let mut network = Network::new(codes);
    let name = network.publish("XA", passable(TEXT, &["XB"], onward)).unwrap().name;
    network.settle();
    (network, name)
}

/// And XB has passed it on to XC.
fn passed(codes: &[&str], onward: Onward) -> (Network, Name, Name) {
    let (mut network, name) = shared(codes, onward);
    let forward = pass_on(&mut network, "XB", &name, &["XC"]).unwrap().name;
    network.settle();
    (network, name, forward)
}

fn by(network: &mut Network, name: &Name, peer: &str) -> (Option<String>, &'static str) {
    let found = standings(network, name).into_iter().find(|one| one.node == peer).unwrap();
    (found.passed_on_by, found.state)
}

#[test]
fn a_record_that_is_passed_on_stays_its_owners() {
    let (mut network, name, forward) = passed(&["XA", "XB", "XC"], members(&["XC"]));
    let body = seen(&mut network, "XA", &name).unwrap().body;
    let view = seen(&mut network, "XC", &name).unwrap();
    assert_eq!((&view.name, &view.header.owner), (&name.to_string(), &code("XA")));
    assert_eq!((&view.passed_on_by, &view.body), (&vec![code("XB")], &body));
    let told = view.told(Language::English, &Arc::default());
    assert!(told.text.iter().any(|line| line.contains("passed on to us")), "{:?}", told.text);
    // Its owner knows where it went, by whom, and that it came there.
    assert_eq!(by(&mut network, &name, "XB"), (None, "receipted"));
    assert_eq!(by(&mut network, &name, "XC"), (Some("XB".into()), "receipted"));
    let told = standings(&mut network, &forward);
    let told: Vec<_> = told.iter().map(|one| (one.node.as_str(), one.state)).collect();
    assert_eq!(told, [("XA", "receipted"), ("XC", "receipted")]);
    // Of the forward itself nobody reads more than that it was.
    let view = seen(&mut network, "XC", &forward).unwrap();
    let said = serde_json::to_string(&view.told(Language::English, &Arc::default())).unwrap();
    assert!(said.contains("expected there") && !said.contains(TEXT), "{said}");
    is_sound(&mut network);
}

#[test]
fn passing_on_is_audited_as_a_taking_out_of_the_record() {
    let (mut network, name, _) = passed(&["XA", "XB", "XC"], Onward::Network);
    let entries = network.at("XB").store.audit_after(0, 1_000).unwrap();
    let events = entries.iter().map(|(_, bytes)| audit::read(bytes).unwrap().1);
    let about = (name.owner, name.id);
    let told: Vec<_> = events.filter(|event| event.about.contains(&about)).collect();
    let [event] = &told[..] else { panic!("{told:?}") };
    assert_eq!((event.deed, event.reason.as_deref()), (Deed::Exported, Some("forward")));
    assert_eq!((&event.by, event.purpose), (&officer().officer, Some(support::forward::PURPOSE)));
}

/// HND-10 to HND-13 at the desk, and what is not another's record as it stands.
#[test]
fn what_its_owner_does_not_allow_is_not_passed_on() {
    let check = |change: fn(&mut record::Draft), to: &str, expect: &str| {
        let mut network = Network::new(&["XA", "XB", "XC", "XD"]);
        let mut draft = passable(TEXT, &["XB"], members(&["XC"]));
        change(&mut draft);
        let name = network.publish("XA", draft).unwrap().name;
        network.settle();
        let before = network.at("XB").store.record_count().unwrap();
        let outcome = pass_on(&mut network, "XB", &name, &[to]);
        match outcome {
            Err(node::Error::Refused(rule)) => assert_eq!(rule.code(), expect),
            other => panic!("{expect}: {other:?}"),
        }
        assert_eq!(network.at("XB").store.record_count().unwrap(), before);
    };
    use record::HandlingCode::{H2, H3};
    check(|_| {}, "XD", "HND-12");
    check(|draft| draft.handling.onward_transfer = None, "XC", "HND-12");
    check(|draft| draft.handling.codes = [H2].into(), "XC", "HND-10");
    let h3 = |draft: &mut record::Draft| {
        draft.handling.codes.insert(H3);
        draft.handling.conditions = Some("ask us".into());
    };
    check(h3, "XC", "HND-11");
    check(|draft| draft.purposes = vec![Purpose::BorderControl], "XC", "PUR-01");
    let witness = |draft: &mut record::Draft| {
        draft.kind = Kind::Person;
        draft.body = Kind::Person.examples()[1].to_json();
        let grade = serde_json::json!({"source": "A", "information": "1", "nature": "fact"});
        draft.evaluation = serde_json::from_value(grade).unwrap();
    };
    check(witness, "XC", "HND-13");
}

#[test]
fn who_may_not_take_a_record_out_does_not_pass_it_on() {
    let (mut network, name) = shared(&["XA", "XB", "XC"], Onward::Network);
    let frontline = Author { role: Role::FrontlineOfficer, ..officer() };
    let draft = node::author::read(draft(&name, &["XC"])).unwrap();
    let node = network.at("XB");
    let outcome = node.commit(|node| node::flow::publish_audited(node, draft, &frontline)).unwrap();
    assert!(matches!(outcome, Err(node::Error::Refused(rule)) if rule.code() == "HND-07"));
    let entries = node.store.audit_after(0, 1_000).unwrap();
    let events = entries.iter().map(|(_, bytes)| audit::read(bytes).unwrap().1);
    let about = (name.owner, name.id);
    let told: Vec<_> = events.filter(|event| event.about.contains(&about)).collect();
    assert_eq!(told[0].refused.as_deref(), Some("HND-07"), "{told:?}");
}

#[test]
fn only_the_revision_held_is_passed_on_and_only_to_others() {
    let (mut network, name) = shared(&["XA", "XB", "XC"], Onward::Network);
    let later = Name { revision: 2, ..name.clone() };
    for (at, of, to) in [
        ("XB", &later, vec!["XC"]),
        ("XB", &name, vec!["XA"]),
        ("XB", &name, vec!["XZ"]),
        ("XA", &name, vec!["XC"]),
    ] {
        let outcome = pass_on(&mut network, at, of, &to);
        assert!(matches!(outcome, Err(node::Error::Usage(_))), "{at} {to:?}: {outcome:?}");
    }
    let outcome = pass_on(&mut network, "XC", &name, &["XB"]);
    assert!(matches!(outcome, Err(node::Error::NotFound(_))), "{outcome:?}");
}

/// A recall before the forward has left: nothing goes.
#[test]
fn what_is_recalled_before_it_leaves_does_not_leave() {
    let (mut network, name) = shared(&["XA", "XB", "XC"], Onward::Network);
    let forward = pass_on(&mut network, "XB", &name, &["XC"]).unwrap().name;
    recall(&mut network, "XA", name.id);
    deliver(&mut network, "XA", "XB");
    network.settle();
    assert_eq!((held(&mut network, "XC", &name), held(&mut network, "XC", &forward)), (0, 0));
    let told = standings(&mut network, &forward);
    assert!(told.iter().all(|one| one.void.as_deref() == Some("recalled")), "{told:?}");
    is_sound(&mut network);
}

/// A recall reaches whom the owner never sent it to, even before it knows of him.
#[test]
fn a_recall_reaches_those_to_whom_the_record_was_passed_on() {
    for knows in [true, false] {
        let (mut network, name) = shared(&["XA", "XB", "XC"], Onward::Network);
        let forward = pass_on(&mut network, "XB", &name, &["XC"]).unwrap().name;
        deliver(&mut network, "XB", "XC");
        if knows {
            deliver(&mut network, "XB", "XA");
        }
        recall(&mut network, "XA", name.id);
        deliver(&mut network, "XB", "XA");
        network.settle();
        assert_eq!(refused(&mut network, "XC", &name), "HND-01", "{knows}");
        assert_eq!(refused(&mut network, "XC", &forward), "HND-01", "and the copy in the forward");
        assert_eq!(refused(&mut network, "XB", &forward), "HND-01");
        assert_eq!(by(&mut network, &name, "XC"), (Some("XB".into()), "hidden"));
        is_sound(&mut network);
    }
}

#[test]
fn a_block_reaches_them_and_so_does_its_lifting() {
    let (mut network, name, forward) = passed(&["XA", "XB", "XC"], Onward::Network);
    block(&mut network, "XA", name.id, BlockAction::Set);
    network.settle();
    for which in [&name, &forward] {
        assert_eq!(refused(&mut network, "XC", which), "HND-03");
    }
    block(&mut network, "XA", name.id, BlockAction::Lift);
    network.settle();
    for (at, which) in [("XB", &name), ("XC", &name), ("XC", &forward), ("XB", &forward)] {
        assert!(seen(&mut network, at, which).is_ok(), "{at} {which}");
    }
    is_sound(&mut network);
}

/// A new revision goes to those whom its owner names; from others the one before is withdrawn.
#[test]
fn a_new_revision_is_not_owed_to_those_to_whom_one_was_passed_on() {
    let (mut network, name, _) = passed(&["XA", "XB", "XC"], Onward::Network);
    let mut next = passable("three pallets", &["XB"], Onward::Network);
    next.revises = Some(name.id);
    network.publish("XA", next).unwrap();
    network.settle();
    assert_eq!(refused(&mut network, "XC", &name), "HND-02");
    assert_eq!(held(&mut network, "XC", &name), 1, "nothing new went there");
    assert_eq!(held(&mut network, "XB", &name), 2);
}

/// A record passed on is passed on further under the same conditions, and alone.
#[test]
fn a_chain_carries_the_original_and_its_owner_sees_every_link() {
    let codes = ["XA", "XB", "XC", "XD"];
    let (mut network, name, _) = passed(&codes, members(&["XC"]));
    let outcome = pass_on(&mut network, "XC", &name, &["XD"]);
    assert!(matches!(outcome, Err(node::Error::Refused(rule)) if rule.code() == "HND-12"));
    let (mut network, name, first) = passed(&codes, Onward::Region("exercise".into()));
    let second = pass_on(&mut network, "XC", &name, &["XD"]).unwrap();
    assert_eq!(second.recipients, [code("XA"), code("XD")]);
    network.settle();
    assert_eq!(seen(&mut network, "XD", &name).unwrap().passed_on_by, [code("XC")]);
    assert_eq!(held(&mut network, "XD", &first), 0);
    assert_eq!(by(&mut network, &name, "XD"), (Some("XC".into()), "receipted"));
    assert!(pass_on(&mut network, "XC", &first, &["XD"]).is_err(), "a forward is not passed on");
    recall(&mut network, "XA", name.id);
    network.settle();
    assert_eq!(refused(&mut network, "XD", &name), "HND-01");
    is_sound(&mut network);
}

#[test]
fn who_has_the_record_already_has_it_once() {
    let (mut network, name) = shared(&["XA", "XB", "XC", "XD"], Onward::Network);
    for to in [&["XC"][..], &["XC", "XD"]] {
        pass_on(&mut network, "XB", &name, to).unwrap();
        network.settle();
    }
    assert_eq!((held(&mut network, "XC", &name), held(&mut network, "XD", &name)), (1, 1));
    let node = network.at("XA");
    let receipts = node.store.receipts(&name.owner, &name.id).unwrap();
    assert_eq!(receipts.iter().filter(|one| one.peer == "XC").count(), 1);
    is_sound(&mut network);
}

/// A member of the version before keeps it sealed, and admits both once it knows the kind.
#[test]
fn who_does_not_know_the_kind_takes_it_later() {
    let (mut network, name) = shared(&["XA", "XB", "XC"], Onward::Network);
    network.at("XC").unread = [Kind::Forward].into();
    let forward = pass_on(&mut network, "XB", &name, &["XC"]).unwrap().name;
    network.settle();
    assert_eq!((held(&mut network, "XC", &name), held(&mut network, "XC", &forward)), (0, 0));
    let node = network.at("XC");
    node.unread = Arc::default();
    quarantine::complete(node).unwrap();
    network.at("XB").commit(outward::requeue_deferred).unwrap();
    network.settle();
    assert_eq!((held(&mut network, "XC", &name), held(&mut network, "XC", &forward)), (1, 1));
    assert_eq!(by(&mut network, &name, "XC"), (Some("XB".into()), "receipted"));
    is_sound(&mut network);
}

/// RST-04, RST-07: of a holder by another's word nothing follows but that it is taken back from it.
#[test]
fn its_owner_gives_nothing_to_whom_it_did_not_let_it_out_itself() {
    let (mut network, name, _) = passed(&["XA", "XB", "XC"], Onward::Network);
    let node = network.at("XA");
    let content_id = node.store.content_ids_named(&name).unwrap()[0];
    let named = Named { id: name.id, revision: 1, content_id };
    let asks = AskAgain { yours: vec![named], ..AskAgain::default() };
    let ask = |network: &mut Network, asker: &str| {
        let asker = code(asker);
        network.at("XA").commit(|node| tell::again(node, &asker, &asks)).unwrap().queued
    };
    assert_eq!((ask(&mut network, "XB"), ask(&mut network, "XC")), (1, 0));
}

/// What each role may do, for each purpose, with a record from XA itself and with one by XB.
#[test]
fn a_forward_widens_nobodys_reading() {
    let (mut granted, mut denied) = (0, 0);
    for level in ["for-official-use", "restricted", "confidential"] {
        for codes in [&[][..], &["H1"]] {
            let mut network = Network::new(&["XA", "XB", "XC"]);
            let mut draft = passable(TEXT, &["XB"], Onward::Network);
            let handling = serde_json::json!({"level": level, "codes": codes,
                "onward_transfer": "network"});
            draft.handling = serde_json::from_value(handling).unwrap();
            draft.purposes = vec![Purpose::CriminalInvestigation, Purpose::BorderControl];
            let name = network.publish("XA", draft).unwrap().name;
            network.settle();
            pass_on(&mut network, "XB", &name, &["XC"]).unwrap();
            network.settle();
            for (role, purpose, act) in asking() {
                let answer = |network: &mut Network, at: &str| {
                    let author = Author { role, ..officer() };
                    let (session, which) =
                        (Session { author, purpose }, (&name.owner, &name.id, None));
                    let shown = network.at(at).sight().show(&session, act, which).unwrap();
                    split(shown).0.map(|_| ()).map_err(|error| error.to_string())
                };
                let (direct, by_another) = (answer(&mut network, "XB"), answer(&mut network, "XC"));
                assert_eq!(direct, by_another, "{level} {codes:?} {role:?} {purpose:?} {act:?}");
                if direct.is_ok() { granted += 1 } else { denied += 1 }
            }
        }
    }
    assert!(granted > 50 && denied > 50, "{granted} {denied}");
}

fn asking() -> impl Iterator<Item = (Role, Purpose, Act)> {
    let each = |role: &'static Role| Purpose::ALL.iter().map(move |purpose| (*role, *purpose));
    let acts = [Act::List, Act::Read, Act::Export, Act::CourtExport, Act::PassOn];
    let asked = Role::ALL.iter().flat_map(each);
    asked.flat_map(move |(role, purpose)| acts.map(|act| (role, purpose, act)))
}

/// A message that nobody lets be passed on is of the format that every version reads.
#[test]
fn what_says_nothing_of_passing_on_looks_as_it_did() {
    let mut network = Network::new(&["XA", "XB"]);
    let first = |network: &mut Network, draft| {
        let name = network.publish("XA", draft).unwrap().name;
        network.at("XA").store.records_named(&name).unwrap()[0].header[1]
    };
    assert_eq!(first(&mut network, message("a parcel", &["XB"])), record::header::FORMAT);
    let draft = passable("a parcel", &["XB"], Onward::Network);
    assert_eq!(first(&mut network, draft), record::header::FORMAT_ONWARD);
}
