//! Records of one person, thing or event: joined by what was decided, parted by what was undone.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use node::audit::{self, Deed};
use node::link::Limits;
use node::same::Same;
use node::view::Session;
use node::{Config, Error, fsck};
use record::draft::Lane;
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::kind::same_as::{Reason, SameAs, SameAsState, Statement};
use record::kind::seizure::EventReference;
use record::{Body, Draft, Kind, Name, Purpose};
use support::{Network, control, message, officer};

use SameAsState::{Decided, Proposed, Rejected, Undone};

fn session() -> Session {
    Session { author: officer(), purpose: Purpose::CriminalInvestigation }
}

fn same_as(first: &Name, second: &Name, state: SameAsState, to: &[&str]) -> Draft {
    let end = |name: &Name| EventReference { owner: name.owner.clone(), id: name.id };
    let statement = Statement {
        what: "event".into(),
        first: end(first),
        second: end(second),
        state,
        reasons: vec![Reason { basis: "place-and-time".into(), text: None }],
        score: None,
        decided_by: (state != Proposed).then(|| "analyst".into()),
    };
    let body = Body::SameAs(Box::new(SameAs { statement })).to_json();
    Draft { kind: Kind::SameAs, body, ..message("", to) }
}

fn send(network: &mut Network, at: &str, draft: Draft) -> Name {
    let published = network.publish(at, draft).unwrap();
    network.settle();
    published.name
}

/// Three records: two of XA's and one of XB's, held by both.
fn three(network: &mut Network) -> [Name; 3] {
    [("XA", "XB"), ("XB", "XA"), ("XA", "XB")]
        .map(|(at, to)| send(network, at, message("an event", &[to])))
}

fn same(network: &mut Network, at: &str, of: &Name) -> Same {
    let limits = Limits::of(&Config::default());
    let sight = network.at(at).sight();
    let found = sight.same(&session(), (&of.owner, &of.id), limits).unwrap();
    audit::split(found).0.unwrap()
}

/// Which of the three records are in the group of the first, at both ends.
fn check(network: &mut Network, records: &[Name; 3], expect: &[usize]) {
    for end in ["XA", "XB"] {
        let group = same(network, end, &records[0]).group;
        assert!(group.iter().all(|member| member.record.is_some()), "{group:?}");
        let place = |id| records.iter().position(|name| name.id == id).unwrap();
        let mut places: Vec<usize> = group.iter().map(|member| place(member.id)).collect();
        places.sort_unstable();
        assert_eq!(places, expect, "at {end}");
    }
}

#[test]
fn decided_statements_join_and_proposed_ones_are_shown_apart() {
    let mut network = Network::new(&["XA", "XB"]);
    let records = three(&mut network);
    let [first, second, third] = &records;
    check(&mut network, &records, &[0]);
    send(&mut network, "XA", same_as(first, second, Decided, &["XB"]));
    send(&mut network, "XB", same_as(second, third, Proposed, &["XA"]));
    check(&mut network, &records, &[0, 1]);
    let seen = same(&mut network, "XB", first);
    assert_eq!((seen.decided.len(), seen.proposed.len(), seen.parted.len()), (1, 1, 0));
    send(&mut network, "XB", same_as(third, second, Decided, &["XA"]));
    check(&mut network, &records, &[0, 1, 2]);
}

#[test]
fn undoing_by_a_revision_or_a_recall_parts_at_once_and_restores_what_was() {
    let undo_by = |undo: fn(&mut Network, &Name, &[Name; 3])| {
        let mut network = Network::new(&["XA", "XB"]);
        let records = three(&mut network);
        let [first, second, third] = &records;
        send(&mut network, "XA", same_as(first, second, Decided, &["XB"]));
        let before = ["XA", "XB"].map(|end| same(&mut network, end, first).group);
        let more = send(&mut network, "XB", same_as(second, third, Decided, &["XA"]));
        check(&mut network, &records, &[0, 1, 2]);
        undo(&mut network, &more, &records);
        network.settle();
        let after = ["XA", "XB"].map(|end| same(&mut network, end, first).group);
        assert_eq!(after, before);
        for end in ["XA", "XB"] {
            let report = fsck::run(network.at(end), false, |_| {}).unwrap();
            assert_eq!(report.faults, Vec::<String>::new());
        }
    };
    undo_by(|network, more, [_, second, third]| {
        let undone = same_as(second, third, Undone, &["XA"]);
        network.publish("XB", Draft { revises: Some(more.id), ..undone }).unwrap();
    });
    undo_by(|network, more, _| {
        let statement = RecallStatement { id: more.id, reason: RecallReason::Mistaken };
        network.publish("XB", control(&Body::Recall(Box::new(Recall { statement })))).unwrap();
    });
}

#[test]
fn statements_that_contradict_each_other_are_both_shown() {
    let mut network = Network::new(&["XA", "XB"]);
    let records = three(&mut network);
    let [first, second, _] = &records;
    send(&mut network, "XA", same_as(first, second, Decided, &["XB"]));
    send(&mut network, "XB", same_as(second, first, Rejected, &["XA"]));
    check(&mut network, &records, &[0, 1]);
    let seen = same(&mut network, "XA", second);
    assert!(seen.decided[0].disputed && seen.parted[0].disputed, "{seen:?}");
}

#[test]
fn the_lane_by_which_a_statement_comes_changes_nothing() {
    let ends = |lanes: [Lane; 2]| {
        let mut network = Network::new(&["XA", "XB"]);
        let records = three(&mut network);
        let [first, second, third] = &records;
        for ((one, other), lane) in [(first, second), (second, third)].into_iter().zip(lanes) {
            let draft = Draft { lane, ..same_as(one, other, Decided, &["XB"]) };
            network.publish("XA", draft).unwrap();
        }
        network.settle();
        let seen = same(&mut network, "XB", first);
        (seen.group, seen.decided.len())
    };
    assert_eq!(ends([Lane::Routine, Lane::Flash]), ends([Lane::Flash, Lane::Routine]));
}

#[test]
fn a_group_is_seen_through_statements_that_the_reader_may_read_and_that_is_audited() {
    let mut network = Network::new(&["XA", "XB"]);
    let records = three(&mut network);
    let [first, second, _] = &records;
    let kept = send(&mut network, "XA", same_as(first, second, Decided, &[]));
    assert_eq!(same(&mut network, "XB", first).group.len(), 1);
    let limits = Limits::of(&Config::default());
    let which = (&first.owner, &first.id);
    let sight = network.at("XA").sight();
    let (seen, event) = audit::split(sight.same(&session(), which, limits).unwrap());
    assert_eq!((seen.unwrap().group.len(), event.deed), (2, Deed::Read));
    let about: Vec<_> = event.about.iter().map(|(_, id)| *id).collect();
    assert_eq!(about, [first.id, kept.id]);
    let border = Session { purpose: Purpose::BorderControl, ..session() };
    let (refused, event) = audit::split(sight.same(&border, which, limits).unwrap());
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    assert_eq!(event.deed, Deed::Refused);
}

#[test]
fn statements_are_shown_as_such_and_not_among_the_links() {
    let mut network = Network::new(&["XA", "XB"]);
    let records = three(&mut network);
    let [first, second, _] = &records;
    send(&mut network, "XA", same_as(first, second, Decided, &["XB"]));
    let limits = Limits::of(&Config::default());
    let which = (&first.owner, &first.id);
    let sight = network.at("XA").sight();
    let links = audit::split(sight.links(&session(), which, limits).unwrap()).0.unwrap();
    assert_eq!(links.from, []);
}
