//! The same event reported twice: what is proposed, to whom, and why.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use axum::response::IntoResponse;
use node::Error;
use node::audit;
use node::author::Author;
use node::duplicate::search::{self, Ask, Duplicates, Search};
use node::view::Session;
use record::decimal::Decimal;
use record::evaluation::{Evaluation, Information, Nature, Source};
use record::kind::recall::{RecallReason, RecallStatement};
use record::kind::same_as::{self, SameAs, SameAsState};
use record::kind::seizure::{Coded, EventReference, Item, Quantity, Total};
use record::kind::{Recall, Seizure};
use record::policy::Role;
use record::{Body, Draft, Kind, Level, Purpose, RecordId};
use screen::event::{Band, Feature};
use screen::sentence::Language;
use support::{Network, code, message, officer};

fn example() -> Seizure {
    match Kind::Seizure.examples()[0].clone() {
        Body::Seizure(seizure) => *seizure,
        other => panic!("{other:?}"),
    }
}

/// A seizure at a town on a day of May 2026.
fn seizure(town: &str, day: u8, kilograms: &str) -> Seizure {
    let mut made = example();
    let said = &mut made.statement;
    said.date = format!("2026-05-{day:02}").parse().unwrap();
    said.place.name = Some(town.into());
    said.place.unlocode = None;
    let amount = Decimal::parse(kilograms).unwrap();
    let quantity = Quantity::new(amount, Coded::new("kilogram"));
    said.items = vec![Item::of(Coded::new("cocaine"), Some(quantity))];
    made
}

fn draft(seizure: Seizure, to: &[&str]) -> Draft {
    let body = Body::Seizure(Box::new(seizure)).to_json();
    let evaluation = Evaluation {
        source: Source::B,
        information: Information::FirstHand,
        nature: Nature::Fact,
        original: None,
    };
    Draft { kind: Kind::Seizure, body, evaluation: Some(evaluation), ..message("", to) }
}

/// Thirty seizures at XA that have nothing to do with one another, and one more.
fn network() -> (Network, RecordId) {
    let mut network = Network::new(&["XA", "XB"]);
    let towns = ["Puerto Verde", "Rio Seco", "Monte Alto", "Cabo Norte", "Laguna Azul"];
    for at in 0..30_u8 {
        let town = towns[usize::from(at) % towns.len()];
        let amount = format!("{}.{}", 3 + u32::from(at) * 7, at % 9);
        network.publish("XA", draft(seizure(town, 1 + at % 28, &amount), &[])).unwrap();
    }
    let known = network.publish("XA", draft(seizure("Puerto Verde", 14, "412.5"), &[]));
    let id = known.unwrap().name.id;
    (network, id)
}

fn session(role: Role, purpose: Purpose) -> Session {
    Session { author: Author { role, ..officer() }, purpose }
}

fn desk() -> Session {
    session(Role::DeskOfficer, Purpose::CriminalInvestigation)
}

fn ask() -> Ask {
    Ask {
        owner: None,
        from: None,
        until: None,
        band: Band::Possible,
        language: Language::English,
        after: 0,
        limit: 50,
        records_max: 1_000,
        limits: node::link::Limits::of(&node::Config::default()),
    }
}

fn proposed(network: &mut Network, session: &Session, ask: &Ask) -> Duplicates {
    let node = network.at("XA");
    let guarded = node.duplicates(session, ask).unwrap();
    node.commit(|node| audit::record(node, guarded)).unwrap()
}

#[test]
fn another_countrys_report_of_one_event_is_proposed_with_reasons_and_nothing_is_merged() {
    let (mut network, id) = network();
    let before = network.at("XA").store.record_count().unwrap();
    assert_eq!(proposed(&mut network, &desk(), &ask()).duplicates, []);
    // A day later, another spelling, in pounds.
    let mut other = seizure("PUERTO VERDE (muelle)", 15, "909.4");
    let amount = Decimal::parse("909.4").unwrap();
    let pounds = Quantity::new(amount, Coded::new("pound"));
    other.statement.items = vec![Item::of(Coded::new("cocaine"), Some(pounds))];
    network.publish("XB", draft(other, &["XA"])).unwrap();
    network.settle();
    let found = proposed(&mut network, &desk(), &ask());
    assert_eq!((found.duplicates.len(), found.records, found.next), (1, 32, None));
    let one = &found.duplicates[0];
    assert!(one.left.name.starts_with(&format!("XA/{id}")) && one.right.name.starts_with("XB/"));
    assert_eq!((one.band, one.equal), (Band::Likely, false));
    let sum: f64 = one.reasons.iter().map(|reason| reason.bits).sum();
    assert!((sum - one.score).abs() < 0.6, "{sum} {}: rounded, they add up", one.score);
    let quantity = one.reasons.iter().find(|reason| reason.feature == Feature::Quantity).unwrap();
    assert_eq!(quantity.left, "412500 g");
    let spanish = Ask { language: Language::Spanish, ..ask() };
    let told = &proposed(&mut network, &desk(), &spanish).duplicates[0].reasons;
    let sentences: Vec<String> =
        told.iter().map(|one| one.sentence.replace(['\u{2068}', '\u{2069}'], "")).collect();
    let day = sentences.iter().find(|text| text.contains("2026-05-14")).unwrap();
    assert!(day.starts_with("un día de diferencia (2026-05-14, 2026-05-15)"), "{day}");
    assert!(sentences.iter().any(|text| text.starts_with("misma sustancia (Cocaína)")));
    let after = network.at("XA").store.record_count().unwrap();
    assert_eq!(after, before + 1, "only XB's own record came");
}

#[test]
fn what_a_reader_may_not_list_or_read_is_not_compared() {
    let (mut network, _) = network();
    let closed = |draft: Draft| {
        let handling = record::Handling::new(Level::Confidential, &[]);
        let purposes = vec![Purpose::CriminalInvestigation, Purpose::Identification];
        Draft { handling, purposes, ..draft }
    };
    let copy = closed(draft(seizure("Puerto Verde", 14, "412.5"), &[]));
    network.publish("XA", copy).unwrap();
    assert_eq!(proposed(&mut network, &desk(), &ask()).duplicates.len(), 1);
    let mut check = |role, purpose, expect: u64| {
        let found = proposed(&mut network, &session(role, purpose), &ask());
        assert_eq!((found.duplicates.len(), found.records), (0, expect), "{role:?} {purpose:?}");
    };
    check(Role::DeskOfficer, Purpose::BorderControl, 0);
    check(Role::DeskOfficer, Purpose::Identification, 1);
    check(Role::FrontlineOfficer, Purpose::Identification, 0);
    check(Role::Administrator, Purpose::CriminalInvestigation, 0);
    // An importer lists and does not read: reasons would tell it what records say.
    check(Role::Importer, Purpose::CriminalInvestigation, 0);
}

#[test]
fn what_was_recalled_since_the_comparison_is_on_no_later_page() {
    let (mut network, _) = network();
    let copy = network.publish("XA", draft(seizure("Puerto Verde", 14, "412.5"), &[])).unwrap();
    let search = Search::default();
    let look = |network: &mut Network| {
        let node = network.at("XA");
        let guarded = search::duplicates(&node.sight(), &search, &desk(), &ask()).unwrap();
        node.commit(|node| audit::record(node, guarded)).unwrap()
    };
    assert_eq!(look(&mut network).duplicates.len(), 1);
    let statement = RecallStatement { id: copy.name.id, reason: RecallReason::Mistaken };
    let recall = Body::Recall(Box::new(Recall { statement }));
    network.publish("XA", support::control(&recall)).unwrap();
    let after = look(&mut network);
    assert_eq!((after.duplicates.len(), after.records), (0, 31));
}

#[test]
fn statistics_and_what_a_record_says_itself_are_no_proposals() {
    let (mut network, id) = network();
    let mut total = seizure("Puerto Verde", 14, "412.5");
    let until = "2026-05-31".parse().unwrap();
    total.statement.total = Some(Total { until, events: Some(9) });
    network.publish("XA", draft(total, &[])).unwrap();
    let mut said = seizure("Puerto Verde", 14, "412.5");
    said.statement.same_event_as = vec![EventReference { owner: code("XA"), id }];
    network.publish("XA", draft(said, &[])).unwrap();
    let found = proposed(&mut network, &desk(), &ask());
    assert_eq!((found.duplicates, found.records), (vec![], 32));
}

#[test]
fn pages_owners_and_days_narrow_and_the_limit_names_itself() {
    let (mut network, _) = network();
    for (day, amount) in [(14, "412.5"), (3, "77.25"), (3, "77.25")] {
        network.publish("XA", draft(seizure("Puerto Verde", day, amount), &[])).unwrap();
    }
    let first = proposed(&mut network, &desk(), &Ask { limit: 1, ..ask() });
    assert_eq!((first.duplicates.len(), first.next), (1, Some(1)));
    let second = proposed(&mut network, &desk(), &Ask { limit: 1, after: 1, ..ask() });
    assert_eq!((second.duplicates.len(), second.next), (1, None));
    assert_ne!(first.duplicates, second.duplicates);
    let days = Ask { from: Some("2026-05-10".parse().unwrap()), ..ask() };
    assert_eq!(proposed(&mut network, &desk(), &days).duplicates.len(), 1);
    let stranger = Ask { owner: Some(code("XB")), ..ask() };
    assert_eq!(proposed(&mut network, &desk(), &stranger).duplicates, []);
    let narrow = Ask { records_max: 10, ..ask() };
    let refused = network.at("XA").duplicates(&desk(), &narrow).err().unwrap();
    assert!(matches!(refused, Error::Limit { limit: "duplicates_records_max", max: 10, .. }));
}

#[test]
fn a_look_at_proposals_is_audited_with_what_was_shown() {
    let (mut network, _) = network();
    network.publish("XA", draft(seizure("Puerto Verde", 14, "412.5"), &[])).unwrap();
    let guarded = network.at("XA").duplicates(&desk(), &ask()).unwrap();
    let event = guarded.event();
    assert_eq!((event.deed, event.count), (audit::Deed::Queried, 2));
    assert_eq!(event.reason.as_deref(), Some("duplicates"));
    assert_eq!(event.purpose, Some(Purpose::CriminalInvestigation));
}

#[test]
fn a_limit_counts_the_days_that_are_asked_for_and_what_is_not_indexed_yet() {
    let (mut network, _) = network();
    network.publish("XA", draft(seizure("Puerto Verde", 14, "412.5"), &[])).unwrap();
    let days = Ask {
        from: Some("2026-05-13".parse().unwrap()),
        until: Some("2026-05-15".parse().unwrap()),
        records_max: 10,
        ..ask()
    };
    let refused = network.at("XA").duplicates(&desk(), &days).err().unwrap();
    assert!(matches!(refused, Error::Limit { limit: "duplicates_records_max", .. }));
    let node = network.at("XA");
    let upto = node.store.last_entry().unwrap();
    node::find::catch_up(node, upto).unwrap();
    let found = proposed(&mut network, &desk(), &days);
    assert_eq!(found.duplicates.len(), 1);
    assert!((2..=10).contains(&found.records), "{}", found.records);
    // What comes after is compared before it is indexed.
    network.publish("XA", draft(seizure("Rio Seco", 14, "77.25"), &[])).unwrap();
    assert_eq!(proposed(&mut network, &desk(), &days).records, found.records + 1);
    let backwards = Ask { until: Some("2026-05-01".parse().unwrap()), ..days };
    assert!(matches!(network.at("XA").duplicates(&desk(), &backwards), Err(Error::Usage(_))));
}

#[test]
fn who_comes_while_a_comparison_is_under_way_is_told_to_come_again() {
    let (mut network, _) = network();
    let search = Search::default();
    let sight = network.at("XA").sight();
    let look = || search::duplicates(&sight, &search, &desk(), &ask());
    let refused = search.while_busy(look).err().unwrap();
    assert!(matches!(refused, Error::Busy(_)) && refused.is_passing(), "{refused}");
    assert_eq!(node::web::problem::Problem::of(&refused).status, 503);
    assert_eq!(refused.into_response().headers()["retry-after"], "60");
    assert!(look().is_ok());
}

#[test]
fn later_pages_go_on_with_what_the_first_was_of_and_a_first_page_compares_anew() {
    let (mut network, _) = network();
    for (day, amount) in [(14, "412.5"), (3, "77.25"), (3, "77.25")] {
        network.publish("XA", draft(seizure("Puerto Verde", day, amount), &[])).unwrap();
    }
    let search = Search::default();
    let look = |network: &mut Network, session: &Session, after: u32| {
        let sight = network.at("XA").sight();
        let one = Ask { limit: 1, after, ..ask() };
        audit::split(search::duplicates(&sight, &search, session, &one).unwrap()).0
    };
    let first = look(&mut network, &desk(), 0);
    assert_eq!((first.records, first.next), (34, Some(1)));
    network.publish("XA", draft(seizure("Rio Seco", 9, "900"), &[])).unwrap();
    let second = look(&mut network, &desk(), 1);
    assert_eq!((second.records, second.duplicates.len()), (34, 1));
    assert_ne!(second.duplicates, first.duplicates);
    // Another reader has pages of its own, and so has a first page.
    let colleague = Author { officer: "officer-2".into(), ..officer() };
    let other = Session { author: colleague, ..desk() };
    assert_eq!(look(&mut network, &other, 1).records, 35);
    assert_eq!(look(&mut network, &desk(), 0).records, 35);
}

/// What a person says of two records.
fn same_as(ends: [RecordId; 2], state: SameAsState) -> Draft {
    let [first, second] = ends.map(|id| EventReference { owner: code("XA"), id });
    let statement = same_as::Statement {
        what: "event".into(),
        first,
        second,
        state,
        reasons: vec![same_as::Reason { basis: "place-and-time".into(), text: None }],
        score: None,
        decided_by: (state != SameAsState::Proposed).then(|| "analyst".into()),
    };
    let body = Body::SameAs(Box::new(SameAs { statement })).to_json();
    Draft { kind: Kind::SameAs, body, ..message("", &[]) }
}

#[test]
fn a_pair_that_a_person_has_decided_on_is_not_proposed_again_until_that_is_undone() {
    let (mut network, id) = network();
    let copy = network.publish("XA", draft(seizure("Puerto Verde", 14, "412.5"), &[])).unwrap();
    let pair = [copy.name.id, id];
    let count = |network: &mut Network| proposed(network, &desk(), &ask()).duplicates.len();
    assert_eq!(count(&mut network), 1);
    for (state, expect) in [
        (SameAsState::Proposed, 1),
        (SameAsState::Decided, 0),
        (SameAsState::Undone, 1),
        (SameAsState::Rejected, 0),
        (SameAsState::Undone, 1),
    ] {
        let said = network.publish("XA", same_as(pair, SameAsState::Proposed)).unwrap();
        let revised = Draft { revises: Some(said.name.id), ..same_as(pair, state) };
        network.publish("XA", revised).unwrap();
        assert_eq!(count(&mut network), expect, "{state:?}");
        let undone = Draft { revises: Some(said.name.id), ..same_as(pair, SameAsState::Undone) };
        network.publish("XA", undone).unwrap();
    }
    // What this reader may not read settles nothing for it.
    let purposes = vec![Purpose::Identification];
    let decided = Draft { purposes, ..same_as(pair, SameAsState::Decided) };
    network.publish("XA", decided).unwrap();
    assert_eq!(count(&mut network), 1);
}

#[test]
fn records_that_are_one_by_way_of_a_third_are_not_proposed_and_pages_go_on_behind_them() {
    let (mut network, id) = network();
    let mut ids = vec![id];
    for _ in 0..2 {
        let copy = draft(seizure("Puerto Verde", 14, "412.5"), &[]);
        ids.push(network.publish("XA", copy).unwrap().name.id);
    }
    for amount in ["77.25", "77.25"] {
        network.publish("XA", draft(seizure("Puerto Verde", 3, amount), &[])).unwrap();
    }
    let all = proposed(&mut network, &desk(), &ask()).duplicates.len();
    network.publish("XA", same_as([ids[1], ids[2]], SameAsState::Decided)).unwrap();
    network.publish("XA", same_as([ids[2], ids[0]], SameAsState::Decided)).unwrap();
    let left = proposed(&mut network, &desk(), &ask()).duplicates;
    assert_eq!((all, left.len()), (3, 1), "{left:?}");
    let (mut seen, mut after) = (Vec::new(), Some(0));
    while let Some(at) = after {
        let page = proposed(&mut network, &desk(), &Ask { limit: 1, after: at, ..ask() });
        assert!(page.next.is_none_or(|next| next > at), "a page goes on");
        seen.extend(page.duplicates);
        after = page.next;
    }
    assert_eq!(seen, left);
}
