//! The same event reported twice: what is proposed, to whom, and why.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use node::Error;
use node::audit;
use node::author::Author;
use node::duplicate::search::{self, Ask, Duplicates, Search};
use node::view::Session;
use record::decimal::Decimal;
use record::evaluation::{Evaluation, Information, Nature, Source};
use record::kind::recall::{RecallReason, RecallStatement};
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
