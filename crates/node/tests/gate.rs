//! The gate: what policy refuses does not leave, nothing of it is logged, and the audit says so.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use node::audit::{self, Deed, Event};
use node::author::{self, Author};
use node::{Error, flow};
use record::kind::hold::{Hold, HoldStatement};
use record::policy::Role;
use record::{Body, Draft, Handling, Kind, Level, Purpose};
use support::{Network, control, message, officer};

type Outcome = Result<flow::Published, Error>;

fn publish(network: &mut Network, draft: Draft, by: &Author) -> Result<Outcome, Error> {
    network.at("XA").commit(|node| flow::publish_audited(node, author::read(draft)?, by))
}

fn events(network: &mut Network) -> Vec<Event> {
    let entries = network.at("XA").store.audit_after(0, 1_000).unwrap();
    entries.iter().map(|(_, bytes)| audit::read(bytes).unwrap().1).collect()
}

#[test]
fn a_refused_draft_leaves_nothing_but_its_refusal() {
    let check = |draft: Draft, by: &Author, expect: &str| {
        let mut network = Network::new(&["XA", "XB"]);
        let outcome = publish(&mut network, draft, by).unwrap();
        let Err(Error::Refused(rule)) = outcome else { panic!("{expect}: {outcome:?}") };
        assert_eq!(rule.code(), expect);
        assert_eq!(network.at("XA").store.record_count().unwrap(), 0);
        network.settle();
        assert_eq!(network.at("XB").store.record_count().unwrap(), 0);
        let told = events(&mut network);
        let [event] = &told[..] else { panic!("{told:?}") };
        assert_eq!((event.deed, event.refused.as_deref()), (Deed::Refused, Some(expect)));
        assert_eq!((&event.by, event.about.len()), (&by.officer, 0));
    };
    let mut political = message("a protest", &["XB"]);
    political.body["statement"]["offence"] = "political".into();
    check(political, &officer(), "REL-05");
    let frontline = Author { role: Role::FrontlineOfficer, ..officer() };
    check(message("a parcel", &["XB"]), &frontline, "PUR-02");
}

/// What became of a standing question that an officer puts on the record of a person, and what the
/// audit says of that record afterwards.
fn watch(
    which: usize,
    level: Level,
    by: &Author,
    purpose: Purpose,
) -> (Option<&'static str>, Vec<Event>) {
    let mut network = Network::new(&["XA", "XB"]);
    let person = Kind::Person.examples()[which].clone();
    let mut draft = author::plain_draft(Kind::Person, &officer().unit, person.to_json());
    draft.handling = Handling::new(level, &[]);
    draft.purposes = vec![purpose, Purpose::CriminalInvestigation];
    draft.evaluation = serde_json::from_value(serde_json::json!({"source": "A",
        "information": "1", "nature": "fact"}))
    .unwrap();
    let name = publish(&mut network, draft, &officer()).unwrap().unwrap().name;
    let before = events(&mut network).len();
    let mut question = Kind::StandingQuestion.examples()[1].to_json();
    question["statement"]["person"] = serde_json::json!({"owner": "XA", "id": name.id});
    question["statement"]["purpose"] = purpose.code().into();
    let mut draft = author::plain_draft(Kind::StandingQuestion, &by.unit, question);
    draft.recipients = vec![record::NodeCode::new("XB").unwrap()];
    draft.purposes = vec![purpose];
    let refused = match publish(&mut network, draft, by).unwrap() {
        Err(Error::Refused(rule)) => Some(rule.code()),
        other => other.map(|_| None).unwrap(),
    };
    let told = events(&mut network).split_off(before);
    let about = |event: &Event| event.about.contains(&(name.owner.clone(), name.id));
    (refused, told.into_iter().filter(about).collect())
}

const SUSPECT: usize = 0;
const WITNESS: usize = 1;

/// The question itself says "suspect"; the person's record says that she is a witness.
#[test]
fn no_standing_question_watches_a_person_whose_record_is_protected() {
    let check = |which: usize, expect: Option<&str>| {
        let purpose = Purpose::CriminalInvestigation;
        let (refused, told) = watch(which, Level::ForOfficialUse, &officer(), purpose);
        assert_eq!(refused, expect);
        let [read] = &told[..] else { panic!("{told:?}") };
        assert_eq!((read.deed, read.purpose), (Deed::Read, Some(purpose)));
        assert_eq!(read.reason.as_deref(), Some("standing-question"));
    };
    check(SUSPECT, None);
    check(WITNESS, Some("PUR-04"));
}

/// PUR-04 would tell who is a victim, a witness or a minor to an officer who may not know it.
#[test]
fn who_may_not_read_a_record_learns_nothing_by_watching_its_person() {
    let frontline = Author { role: Role::FrontlineOfficer, ..officer() };
    for which in [SUSPECT, WITNESS] {
        let purpose = Purpose::BorderControl;
        let (refused, told) = watch(which, Level::Confidential, &frontline, purpose);
        assert_eq!(refused, Some("HND-08"));
        let [event] = &told[..] else { panic!("{told:?}") };
        assert_eq!((event.deed, event.refused.as_deref()), (Deed::Refused, Some("HND-08")));
    }
}

#[test]
fn a_publication_is_audited_with_its_record_and_its_officer() {
    let mut network = Network::new(&["XA", "XB"]);
    let published = publish(&mut network, message("a parcel", &["XB"]), &officer());
    let name = published.unwrap().unwrap().name;
    let told = events(&mut network);
    let [event] = &told[..] else { panic!("{told:?}") };
    assert_eq!((event.deed, &event.refused), (Deed::Published, &None));
    assert_eq!(event.about, [(name.owner, name.id)]);
    assert_eq!(event.by, officer().officer);
}

/// What acts on a record that is not there is answered, and undone by itself.
#[test]
fn a_control_record_that_cannot_act_is_an_answer_and_no_record() {
    let mut network = Network::new(&["XA", "XB"]);
    let at_home = network.publish("XB", message("a note", &[])).unwrap().name;
    let statement = HoldStatement {
        name: at_home,
        authority: "Court of first instance".into(),
        reference: "2026/118".into(),
        until: "2026-12-01".parse().unwrap(),
    };
    let hold = control(&Body::Hold(Box::new(Hold { statement })));
    let outcome = publish(&mut network, hold, &officer());
    assert!(matches!(outcome, Ok(Err(Error::NotFound(_)))), "{outcome:?}");
    assert_eq!(network.at("XA").store.record_count().unwrap(), 0);
}
