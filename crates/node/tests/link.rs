//! Links are found from either end, by those who may read the record that says them.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use node::audit::{self, Deed};
use node::link::{Limits, Links};
use node::view::Session;
use node::{Config, Error, fsck};
use record::evaluation::{Evaluation, Information, Nature, Source};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::parts::Link;
use record::{Body, Draft, Kind, Name, Purpose};
use support::{Network, control, message, officer};

fn session() -> Session {
    Session { author: officer(), purpose: Purpose::CriminalInvestigation }
}

fn graded() -> Evaluation {
    let (source, information) = (Source::B, Information::FirstHand);
    Evaluation { source, information, nature: Nature::Fact, original: None }
}

fn link(role: &str, to: &Name, confirmed: bool, evaluation: Option<Evaluation>) -> Link {
    Link { role: role.into(), owner: to.owner.clone(), id: to.id, confirmed, evaluation }
}

fn linking(text: &str, to: &[&str], links: Vec<Link>) -> Draft {
    Draft { links, ..message(text, to) }
}

/// The first example of a kind, as a draft.
fn example(kind: Kind, to: &[&str]) -> Draft {
    let body = kind.examples()[0].to_json();
    let evaluation = kind.asserts().then(graded);
    Draft { kind, evaluation, body, ..message("", to) }
}

fn send(network: &mut Network, at: &str, draft: Draft) -> Name {
    let published = network.publish(at, draft).unwrap();
    network.settle();
    published.name
}

fn limits() -> Limits {
    Limits::of(&Config::default())
}

fn links(network: &mut Network, at: &str, of: &Name) -> Links {
    let sight = network.at(at).sight();
    let found = sight.links(&session(), (&of.owner, &of.id), limits()).unwrap();
    audit::split(found).0.unwrap()
}

#[test]
fn a_link_is_seen_from_both_ends_with_its_grade_and_who_says_it() {
    let mut network = Network::new(&["XA", "XB"]);
    let target = send(&mut network, "XA", message("a container", &["XB"]));
    let said = vec![
        link("found-with", &target, true, Some(graded())),
        link("same-event", &target, false, None),
    ];
    let source = send(&mut network, "XB", linking("a seizure", &["XA"], said));
    for end in ["XA", "XB"] {
        let seen = links(&mut network, end, &target);
        assert_eq!((seen.to.len(), seen.from.len(), seen.more), (0, 2, false));
        let [first, second] = &seen.from[..] else { panic!("{seen:?}") };
        assert_eq!((first.role.as_str(), first.confirmed), ("found-with", true));
        assert_eq!(first.evaluation.as_deref(), Some("B2"));
        assert_eq!((second.role.as_str(), second.confirmed), ("same-event", false));
        assert_eq!((&first.owner, &first.id), (&source.owner, &source.id));
        assert_eq!(first.record.as_ref().unwrap().title, "about a seizure");
        let seen = links(&mut network, end, &source);
        assert_eq!((seen.to.len(), seen.from.len()), (2, 0));
        assert_eq!((&seen.to[0].owner, &seen.to[0].id), (&target.owner, &target.id));
        assert_eq!(seen.to[0].record.as_ref().unwrap().title, "about a container");
    }
}

#[test]
fn a_link_to_what_is_not_held_here_has_no_title() {
    let mut network = Network::new(&["XA", "XB"]);
    let target = send(&mut network, "XA", message("kept at home", &[]));
    let said = vec![link("about", &target, true, None)];
    let source = send(&mut network, "XA", linking("a pointer", &["XB"], said));
    assert!(links(&mut network, "XA", &source).to[0].record.is_some());
    assert_eq!(links(&mut network, "XB", &source).to[0].record, None);
}

#[test]
fn records_that_a_body_names_and_sources_are_links_too() {
    let mut network = Network::new(&["XA"]);
    let source = send(&mut network, "XA", message("the source", &[]));
    let derived = Draft { derived_from: vec![source.clone()], ..message("an extract", &[]) };
    send(&mut network, "XA", derived);
    let mut seizure = example(Kind::Seizure, &[]);
    let same = serde_json::json!([{"owner": source.owner, "id": source.id}]);
    seizure.body["statement"]["same_event_as"] = same;
    send(&mut network, "XA", seizure);
    let seen = links(&mut network, "XA", &source);
    let roles: Vec<(&str, Option<&str>)> =
        seen.from.iter().map(|one| (one.role.as_str(), one.evaluation.as_deref())).collect();
    assert_eq!(roles, [("same-event", Some("B2")), ("derived-from", None)]);
    let mut vehicle = example(Kind::Vehicle, &[]);
    let episode = serde_json::json!({"what": "sold", "record":
        {"owner": source.owner, "id": source.id}});
    vehicle.body["statement"]["history"] = serde_json::json!([episode]);
    send(&mut network, "XA", vehicle);
    assert_eq!(links(&mut network, "XA", &source).from[0].role, "evidence");
}

#[test]
fn a_link_leaves_with_the_record_that_says_it_and_with_a_revision_that_does_not() {
    let mut network = Network::new(&["XA", "XB"]);
    let target = send(&mut network, "XA", message("a container", &["XB"]));
    let said = || vec![link("found-with", &target, true, None)];
    let recalled = send(&mut network, "XB", linking("recalled", &["XA"], said()));
    let revised = send(&mut network, "XB", linking("revised", &["XA"], said()));
    assert_eq!(links(&mut network, "XA", &target).from.len(), 2);
    let statement = RecallStatement { id: recalled.id, reason: RecallReason::Mistaken };
    send(&mut network, "XB", control(&Body::Recall(Box::new(Recall { statement }))));
    assert_eq!(links(&mut network, "XA", &target).from.len(), 1);
    let without = Draft { revises: Some(revised.id), ..message("revised", &["XA"]) };
    send(&mut network, "XB", without);
    for end in ["XA", "XB"] {
        assert_eq!(links(&mut network, end, &target).from, []);
        let report = fsck::run(network.at(end), false, |_| {}).unwrap();
        assert_eq!(report.faults, Vec::<String>::new());
    }
}

#[test]
fn looking_at_links_is_audited_as_a_read_of_each_record_that_says_one() {
    let mut network = Network::new(&["XA"]);
    let target = send(&mut network, "XA", message("a container", &[]));
    let said = vec![link("found-with", &target, true, None)];
    let source = send(&mut network, "XA", linking("a seizure", &[], said));
    let which = (&target.owner, &target.id);
    let sight = network.at("XA").sight();
    let (_, event) = audit::split(sight.links(&session(), which, limits()).unwrap());
    assert_eq!(event.deed, Deed::Read);
    let about: Vec<_> = event.about.iter().map(|(_, id)| *id).collect();
    assert_eq!(about, [target.id, source.id]);
    let border = Session { purpose: Purpose::BorderControl, ..session() };
    let (refused, event) = audit::split(sight.links(&border, which, limits()).unwrap());
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    assert_eq!(event.deed, Deed::Refused);
}

#[test]
fn what_another_record_mentions_too_is_found_and_values_that_many_mention_are_held_apart() {
    let mut network = Network::new(&["XA"]);
    let document = example(Kind::TravelDocument, &[]);
    let first = send(&mut network, "XA", document.clone());
    let second = send(&mut network, "XA", document.clone());
    let seen = links(&mut network, "XA", &first);
    let [mention] = &seen.mentions[..] else { panic!("{seen:?}") };
    assert_eq!(mention.record.name, second.to_string());
    assert!(!mention.shares.is_empty());
    assert_eq!(seen.common, []);
    send(&mut network, "XA", document);
    let tight = Limits { common_mentions: 1, ..limits() };
    let sight = network.at("XA").sight();
    let found = sight.links(&session(), (&first.owner, &first.id), tight).unwrap();
    let seen = audit::split(found).0.unwrap();
    assert_eq!(seen.mentions, []);
    assert_eq!(seen.common.len(), mention.shares.len());
}

#[test]
fn more_links_than_are_shown_are_said_to_be_there() {
    let mut network = Network::new(&["XA"]);
    let target = send(&mut network, "XA", message("a container", &[]));
    let said = vec![link("about", &target, true, None); 3];
    let source = send(&mut network, "XA", linking("many", &[], said));
    let few = Limits { links: 2, ..limits() };
    for of in [&target, &source] {
        let sight = network.at("XA").sight();
        let found = sight.links(&session(), (&of.owner, &of.id), few).unwrap();
        let seen = audit::split(found).0.unwrap();
        assert!(seen.more && seen.to.len() + seen.from.len() == 2, "{seen:?}");
    }
}

#[test]
fn what_a_reader_may_not_list_is_passed_over_and_told_by_nothing() {
    let mut network = Network::new(&["XA"]);
    let document = example(Kind::TravelDocument, &[]);
    let first = send(&mut network, "XA", document.clone());
    let second = send(&mut network, "XA", document.clone());
    let tight = Limits { common_mentions: 1, ..limits() };
    let look = |network: &mut Network| {
        let sight = network.at("XA").sight();
        let found = sight.links(&session(), (&first.owner, &first.id), tight).unwrap();
        let seen = audit::split(found).0.unwrap();
        (seen.mentions.len(), seen.common.len(), seen.more)
    };
    assert_eq!(look(&mut network), (1, 0, false), "{second}");
    // Nine newer ones of another purpose.
    for _ in 0..9 {
        let purposes = vec![Purpose::BorderControl];
        send(&mut network, "XA", Draft { purposes, ..document.clone() });
    }
    assert_eq!(look(&mut network), (1, 0, false));
}
