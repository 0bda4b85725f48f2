//! Asking: what is found by whom, what the audit and the owner learn of it, what comes out again,
//! what people decide, and what leaves with its source.
//!
//! It is long because a question is followed from the box to its owner.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use futures_util::future::join_all;
use node::ask::look::{Looked, Open};
use node::ask::tell::Words;
use node::ask::{self, Keep, Question, Typed, Written, hit, standing};
use node::audit::{self, Deed};
use node::author::Author;
use node::cli::address;
use node::uses::{self, Told};
use node::view::Session;
use node::{Error, Node};
use record::codelist::Language;
use record::evaluation::{Evaluation, Information, Nature, Source};
use record::kind::person::{BirthDate, Identity, NameKind, Person, PersonName, SubjectCategory};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::kind::travel_document::{DocumentStatus, Statement, TravelDocument};
use record::kind::{block, person};
use record::policy::Role;
use record::{Body as Matter, Draft, Handling, Kind, Level, Purpose, RecordId};
use serde_json::{Value, json};
use support::place::{Answer, Place};
use support::{Network, code, control, message, officer};

fn draft(body: &Matter, to: &[&str]) -> Draft {
    let evaluation = Evaluation {
        source: Source::A,
        information: Information::Certain,
        nature: Nature::Fact,
        original: None,
    };
    Draft {
        kind: body.kind(),
        body: body.to_json(),
        evaluation: Some(evaluation),
        purposes: vec![Purpose::BorderControl, Purpose::CriminalInvestigation],
        ..message("", to)
    }
}

fn stolen(number: &str) -> Matter {
    Matter::TravelDocument(Box::new(TravelDocument {
        statement: Statement {
            number: number.into(),
            document_type: "passport".into(),
            status: DocumentStatus::Stolen,
            since: None,
            expires: None,
            mrz: None,
        },
    }))
}

fn wanted(given: &str, family: &str, category: SubjectCategory) -> Matter {
    let name = PersonName {
        kind: NameKind::Birth,
        given: vec![given.into()],
        family: vec![family.into()],
        full: None,
        script: None,
        transliteration: None,
    };
    let identity = Identity {
        names: vec![name],
        birth_date: Some(BirthDate { year: 1961, month: Some(5), day: Some(27) }),
        birth_place: None,
        sex: Some(1),
        nationalities: Vec::new(),
        documents: Vec::new(),
        phones: Vec::new(),
        emails: Vec::new(),
        descriptors: Vec::new(),
        photos: Vec::new(),
    };
    let statement = person::Statement {
        subject_category: category,
        minor: false,
        offence: "drug-trafficking".into(),
        action_wanted: Some("locate-and-arrest".into()),
        warnings: Vec::new(),
        text: None,
    };
    Matter::Person(Box::new(Person { identity, statement }))
}

fn session(purpose: Purpose) -> Session {
    Session { author: officer(), purpose }
}

fn as_role(role: Role, purpose: Purpose) -> Session {
    Session { author: Author { role, ..officer() }, purpose }
}

fn question(text: &str) -> Question {
    Question::read(&Typed { text: text.into(), ..Typed::default() }, 2026).unwrap()
}

fn look(node: &mut Node, by: &Session, text: &str) -> Result<Looked, Error> {
    node.watched.read(&node.store)?;
    let sight = node.sight();
    match Open::of(&sight, by)? {
        Ok(open) => {
            open.look(sight.store, &node.watched, &question(text), node.config.ask_hits_max)
        }
        Err(rule) => Err(Error::Refused(rule)),
    }
}

fn names(node: &mut Node, text: &str) -> Vec<String> {
    let looked = look(node, &session(Purpose::BorderControl), text).unwrap();
    looked.hits.into_iter().map(|hit| hit.name).collect()
}

fn asked(node: &mut Node, by: &Session, text: &str) -> ask::Numbered {
    let looked = look(node, by, text).unwrap();
    let question = question(text);
    let written = Written::of(&question, &looked);
    node.commit(|node| ask::keep(node, by, (&written, &looked), Keep::ONE)).unwrap()
}

fn recall(network: &mut Network, at: &str, id: RecordId) {
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    let recall = control(&Matter::Recall(Box::new(Recall { statement })));
    network.publish(at, recall).unwrap();
}

#[test]
fn a_stolen_passport_is_found_where_it_was_received_until_it_is_recalled() {
    let mut network = Network::new(&["CO", "SN"]);
    let document = stolen("COL:AX123456");
    let id = network.publish("CO", draft(&document, &["SN"])).unwrap().name.id;
    // Somebody asks before it arrives: what comes later is found all the same.
    assert!(names(network.at("SN"), "AX 123456").is_empty());
    network.settle();
    let name = format!("CO/{id}/1");
    for text in ["AX 123456", "COL:AX123456", "ax123456"] {
        assert_eq!(names(network.at("SN"), text), std::slice::from_ref(&name), "{text}");
        assert_eq!(names(network.at("CO"), text), std::slice::from_ref(&name), "{text}");
    }
    assert!(names(network.at("SN"), "AX123457").is_empty());
    recall(&mut network, "CO", id);
    assert!(names(network.at("CO"), "AX123456").is_empty(), "in the same transaction");
    network.settle();
    assert!(names(network.at("SN"), "AX123456").is_empty());
    assert_eq!(network.at("SN").store.listed_count().unwrap(), 0);
}

#[test]
fn a_wanted_person_is_found_by_name_and_a_protected_one_never() {
    let mut network = Network::new(&["CO", "SN"]);
    let id = network
        .publish("CO", draft(&wanted("Arlo", "Quennevis", SubjectCategory::Suspect), &["SN"]))
        .unwrap()
        .name
        .id;
    let victim = draft(&wanted("Beltran", "Oquendo", SubjectCategory::Victim), &[]);
    network.publish("CO", victim).unwrap();
    network.settle();
    let name = format!("CO/{id}/1");
    assert_eq!(names(network.at("SN"), "QUENNEVIS, Arlo 1961-05-27"), std::slice::from_ref(&name));
    assert!(names(network.at("CO"), "Beltran Oquendo").is_empty());
    assert_eq!(network.at("CO").store.listed_count().unwrap(), 1);
    let block = block::Block {
        statement: block::BlockStatement {
            id,
            action: block::BlockAction::Set,
            reference: "EX-7".into(),
        },
    };
    network.publish("CO", control(&Matter::Block(Box::new(block)))).unwrap();
    network.settle();
    assert!(names(network.at("SN"), "Arlo Quennevis").is_empty(), "blocked");
    let lift = block::Block {
        statement: block::BlockStatement {
            id,
            action: block::BlockAction::Lift,
            reference: "EX-7".into(),
        },
    };
    network.publish("CO", control(&Matter::Block(Box::new(lift)))).unwrap();
    network.settle();
    assert_eq!(names(network.at("SN"), "Arlo Quennevis"), [name], "lifted again");
}

#[test]
fn a_revision_takes_the_place_of_what_was_said_before() {
    let mut network = Network::new(&["CO"]);
    let first = draft(&wanted("Arlo", "Quennevis", SubjectCategory::Suspect), &[]);
    let id = network.publish("CO", first).unwrap().name.id;
    let second = draft(&wanted("Casilda", "Ferreyra", SubjectCategory::Suspect), &[]);
    let second = Draft { revises: Some(id), ..second };
    network.publish("CO", second).unwrap();
    assert!(names(network.at("CO"), "Arlo Quennevis").is_empty());
    assert_eq!(names(network.at("CO"), "Casilda Ferreyra"), [format!("CO/{id}/2")]);
}

#[test]
fn a_transaction_that_fails_leaves_nothing_to_be_found() {
    let mut network = Network::new(&["CO"]);
    let node = network.at("CO");
    node.watched.read(&node.store).unwrap();
    let body = wanted("Arlo", "Quennevis", SubjectCategory::Suspect);
    let failed: Result<(), Error> = node.commit(|node| {
        node::flow::publish(node, node::author::read(draft(&body, &[]))?, &officer())?;
        Err(Error::Usage("a job that fails".into()))
    });
    assert!(failed.is_err());
    assert!(names(network.at("CO"), "Arlo Quennevis").is_empty());
    let id = network.publish("CO", draft(&body, &[])).unwrap().name.id;
    assert_eq!(names(network.at("CO"), "Arlo Quennevis"), [format!("CO/{id}/1")]);
}

#[test]
fn derived_rows_of_who_is_looked_for_come_out_the_same() {
    let mut network = Network::new(&["CO"]);
    network.publish("CO", draft(&stolen("COL:AX123456"), &[])).unwrap();
    let body = wanted("Arlo", "Quennevis", SubjectCategory::Suspect);
    network.publish("CO", draft(&body, &[])).unwrap();
    let node = network.at("CO");
    let listed = |node: &Node| {
        let dump = node.store.dump_derived().unwrap();
        let lines = dump.lines().filter(|line| line.starts_with("listed\t"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let before = listed(node);
    assert_eq!(before.len(), 2);
    let report = node::fsck::run(node, false, |_| {}).unwrap();
    assert_eq!(report.fault_count, 0, "{:?}", report.faults);
    let report = node::fsck::run(node, true, |_| {}).unwrap();
    assert!(report.rebuilt && report.fault_count == 0, "{:?}", report.faults);
    assert_eq!(listed(node), before);
    assert_eq!(names(network.at("CO"), "Arlo Quennevis").len(), 1);
}

#[test]
fn who_may_not_read_a_record_does_not_learn_of_the_hit() {
    let mut network = Network::new(&["CO"]);
    let secret = Draft {
        handling: Handling::new(Level::Confidential, &[]),
        ..draft(&stolen("COL:AX123456"), &[])
    };
    network.publish("CO", secret).unwrap();
    let narrow = Draft {
        purposes: vec![Purpose::CriminalInvestigation],
        ..draft(&stolen("COL:BX123456"), &[])
    };
    network.publish("CO", narrow).unwrap();
    let node = network.at("CO");
    let count = |node: &mut Node, by: &Session, text: &str| {
        look(node, by, text).map(|looked| looked.hits.len())
    };
    let border = as_role(Role::FrontlineOfficer, Purpose::BorderControl);
    assert_eq!(count(node, &border, "AX123456").unwrap(), 0, "above the level");
    assert_eq!(count(node, &session(Purpose::BorderControl), "AX123456").unwrap(), 1);
    assert_eq!(count(node, &session(Purpose::BorderControl), "BX123456").unwrap(), 0, "purpose");
    assert_eq!(count(node, &session(Purpose::CriminalInvestigation), "BX123456").unwrap(), 1);
    for (role, purpose) in [
        (Role::Administrator, Purpose::BorderControl),
        (Role::FrontlineOfficer, Purpose::CriminalInvestigation),
        (Role::Analyst, Purpose::BorderControl),
    ] {
        let refused = count(node, &as_role(role, purpose), "AX123456");
        assert!(matches!(refused, Err(Error::Refused(_))), "{role:?} {purpose:?}: {refused:?}");
    }
}

#[test]
fn the_owner_is_told_of_the_use_with_its_purpose_and_proof() {
    let mut network = Network::new(&["CO", "SN"]);
    let id = network.publish("CO", draft(&stolen("COL:AX123456"), &["SN"])).unwrap().name.id;
    network.settle();
    let by = as_role(Role::FrontlineOfficer, Purpose::BorderControl);
    let numbered = asked(network.at("SN"), &by, "AX123456");
    assert_eq!(numbered.hits.len(), 1);
    network.clock.advance(120_000);
    let node = network.at("SN");
    node.commit(audit::close_minutes).unwrap();
    let told = node.commit(|node| uses::tell(node, &code("CO"), &id)).unwrap();
    let member = node.directory.member(&code("SN")).unwrap();
    let believed = told.check(&node.network, member.log().unwrap()).unwrap();
    let [Told::Proven { event, .. }] = &believed[..] else { panic!("{believed:?}") };
    assert_eq!((event.deed, event.purpose), (Deed::Queried, Some(Purpose::BorderControl)));
    assert_eq!((event.reason.as_deref(), event.count), (Some("ask"), 1));
}

#[test]
fn a_question_that_finds_nothing_is_in_the_audit_too() {
    let mut network = Network::new(&["CO"]);
    let node = network.at("CO");
    let numbered = asked(node, &session(Purpose::BorderControl), "Nobody Knows");
    assert!(numbered.question.is_some() && numbered.hits.is_empty());
    let minute = audit::minute(node.now());
    let entries = node.store.audit_of_minute(minute).unwrap();
    let event = audit::read(&entries.last().unwrap().1).unwrap().1;
    assert_eq!((event.deed, event.count), (Deed::Queried, 0));
    let text = format!("{event:?}");
    assert!(!text.contains("Nobody"), "references, never content: {text}");
}

#[test]
fn a_hit_comes_out_again_bit_for_bit_until_its_source_is_gone() {
    let mut network = Network::new(&["CO"]);
    let body = wanted("Arlo", "Quennevis", SubjectCategory::Suspect);
    let id = network.publish("CO", draft(&body, &[])).unwrap().name.id;
    let by = session(Purpose::BorderControl);
    let number = asked(network.at("CO"), &by, "QUENEVIS Arlo 1961").hits[0];
    let node = network.at("CO");
    let row = node.store.hit(number).unwrap().unwrap();
    let again = hit::compare(&row).unwrap();
    assert!(again.same && again.factors_same && again.missing.is_none(), "{again:?}");
    assert_eq!(again.now.as_deref(), Some(again.kept.as_str()));
    // What was kept is not believed where it was changed.
    let lower = node::store::hit::HitRow { score: row.score ^ 1, ..row.clone() };
    assert!(!hit::compare(&lower).unwrap().same);
    let factors = row.factors.replace("Arlo", "Otto").replace("arlo", "otto");
    assert!(!hit::compare(&node::store::hit::HitRow { factors, ..row.clone() }).unwrap().same);
    let entity = row.entity.clone().map(|mut body| {
        let at = body.len() / 2;
        body[at] ^= 1;
        body
    });
    let changed = hit::compare(&node::store::hit::HitRow { entity, ..row.clone() });
    assert!(changed.is_err() || !changed.unwrap().same);
    recall(&mut network, "CO", id);
    let row = network.at("CO").store.hit(number).unwrap().unwrap();
    assert_eq!(row.entity, None, "what was compared goes with its source");
    let again = hit::compare(&row).unwrap();
    assert!(!again.same && again.missing.is_some());
    assert!(
        row.factors.contains("adds") && !row.factors.to_lowercase().contains("arlo"),
        "{row:?}"
    );
}

#[test]
fn only_a_person_of_the_unit_who_may_see_it_decides_on_a_hit() {
    let mut network = Network::new(&["CO"]);
    let body = wanted("Arlo", "Quennevis", SubjectCategory::Suspect);
    let id = network.publish("CO", draft(&body, &[])).unwrap().name.id;
    let by = session(Purpose::BorderControl);
    let number = asked(network.at("CO"), &by, "Arlo Quennevis").hits[0];
    let node = network.at("CO");
    let mut decide = |by: &Session, decision: &str, reason: &str| {
        node.commit(|node| hit::decide(node, by, number, (decision, reason)))
    };
    assert!(decide(&by, "arrest", "because").is_err());
    assert!(decide(&by, "match", " ").is_err());
    let mut other = by.clone();
    other.author.unit = record::Unit::new("CUSTOMS").unwrap();
    assert!(matches!(decide(&other, "match", "it is"), Ok(Err(Error::NotFound(_)))));
    let narrow = session(Purpose::ForensicAnalysis);
    assert!(matches!(decide(&narrow, "match", "it is"), Ok(Err(Error::NotFound(_)))));
    let machine = as_role(Role::Importer, Purpose::CriminalInvestigation);
    assert!(matches!(decide(&machine, "match", "it is"), Ok(Err(_))));
    let keeper = as_role(Role::Administrator, Purpose::BorderControl);
    assert!(matches!(decide(&keeper, "match", "it is"), Ok(Err(Error::Refused(_)))));
    let decided = decide(&by, "need-more", "the picture is missing").unwrap().unwrap();
    assert_eq!(decided.decision, "need-more");
    let decided = decide(&by, "match", "number and picture agree").unwrap().unwrap();
    assert_eq!((decided.decision.as_str(), decided.by.as_str()), ("match", "officer-1"));
    let minute = audit::minute(node.now());
    let entries = node.store.audit_of_minute(minute).unwrap();
    let decisions = entries.iter().map(|(_, bytes)| audit::read(bytes).unwrap().1);
    let decisions: Vec<_> = decisions.filter(|event| event.deed == Deed::Decided).collect();
    assert_eq!(decisions.len(), 2, "each by itself");
    assert_eq!(decisions[1].about, [(code("CO"), id)]);
    let reasons: Vec<_> = decisions.iter().filter_map(|event| event.reason.as_deref()).collect();
    assert_eq!(reasons, ["hit-need-more", "hit-match"], "its owner is told what came of it");
    let words = Words::new(Language::French, Arc::default());
    let sight = node.sight();
    let shown = hit::show(&sight, &by, number, &words).unwrap();
    let shown = audit::split(shown).0.unwrap();
    assert_eq!(shown.decision.unwrap().reason, "number and picture agree");
    assert!(shown.act[0].starts_with("Demandé"), "{:?}", shown.act);
}

#[test]
fn old_questions_go_and_their_hits_after_them() {
    let mut network = Network::new(&["CO"]);
    network.publish("CO", draft(&stolen("COL:AX123456"), &[])).unwrap();
    let by = session(Purpose::BorderControl);
    asked(network.at("CO"), &by, "Nobody Knows");
    let kept = asked(network.at("CO"), &by, "AX123456");
    let days = |network: &mut Network, days: i64| {
        network.clock.advance(days * record::moment::DAY_MS);
        let node = network.at("CO");
        node.commit(node::due::round).unwrap();
        let past = hit::history(&node.sight(), &by, (i64::MAX, 50)).unwrap();
        (audit::split(past).0.len(), node.store.hit(kept.hits[0]).unwrap().is_some())
    };
    assert_eq!(days(&mut network, 0), (2, true));
    assert_eq!(days(&mut network, 31), (1, true));
    assert_eq!(days(&mut network, 340), (0, false));
}

async fn post(place: &Place, path: &str, officer: &str, body: Value) -> Answer {
    let request = Request::post(path)
        .header("authorization", format!("Bearer {}", place.token(officer)))
        .header("amana-purpose", "border-control")
        .header("amana-case", "EX-7")
        .header("content-type", "application/json");
    place.ask(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn add_list(place: &Place, name: &str, lines: &str) -> Answer {
    let about = json!({"name": name, "format": "ftm", "purposes": ["border-control"],
        "owner": "Exercise unit", "licence": "invented", "review": "2099-01-31",
        "action": "contact-owner"});
    let path = address("/api/v1/lists", &[("about", about.to_string())]).unwrap();
    let request =
        Request::post(path).header("authorization", format!("Bearer {}", place.token("admin-1")));
    place.ask(request.body(Body::from(lines.to_owned())).unwrap()).await
}

const LINES: &str = r#"{"id":"a","schema":"Person","properties":{"name":["Arlo Quennevis"],"birthDate":["1961-05-27"],"passportNumber":["AX123456"],"nationality":["no"]}}
{"id":"b","schema":"Vessel","properties":{"name":["Quennevis Star"],"imoNumber":["9074729"]}}
"#;

#[tokio::test]
async fn the_interface_answers_evidence_before_score_and_keeps_the_history() {
    let place = Place::new();
    assert_eq!(add_list(&place, "people", LINES).await.status, 201);
    let asked = json!({"text": "QUENNEVIS Arlo 1961-05-27", "language": "fr"});
    let answer = post(&place, "/api/v1/ask", "desk-1", asked).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let hit = &answer.body["hits"][0];
    assert!(answer.text.find("\"evidence\"") < answer.text.find("\"score\""));
    assert_eq!(answer.body["answer"], "hit");
    assert_eq!((&hit["list"], &hit["owner"]), (&json!("people"), &json!("Exercise unit")));
    assert!(hit["evidence"].as_array().unwrap().len() > 2);
    assert!(hit["call"].as_str().unwrap().contains("Exercise unit"));
    assert_eq!(hit["do"].as_array().unwrap().len(), 2);
    let none = post(&place, "/api/v1/ask", "desk-1", json!({"text": "Beltran Oquendo"})).await;
    assert_eq!((&none.body["answer"], &none.body["hits"]), (&json!("no-hit"), &json!([])));
    let token = place.token("desk-1");
    let past = place.get("/api/v1/questions", &token, "border-control").await;
    let past = past.body.as_array().unwrap();
    assert_eq!(past.len(), 2);
    assert_eq!((&past[1]["case"], &past[1]["kind"]), (&json!("EX-7"), &json!("person")));
    let number = past[1]["hits"][0].as_i64().unwrap();
    let again = place.get(&format!("/api/v1/hits/{number}/again"), &token, "border-control").await;
    assert_eq!(again.body["same"], true, "{}", again.text);
    let decision = json!({"decision": "match", "reason": "the picture agrees"});
    let path = format!("/api/v1/hits/{number}/decision");
    let decided = post(&place, &path, "desk-1", decision).await;
    assert_eq!(decided.body["decision"], "match", "{}", decided.text);
    let open = place.get("/api/v1/hits?open=true", &token, "border-control").await;
    assert_eq!(open.body.as_array().unwrap().len(), 0, "{}", open.text);
    let all = place.get("/api/v1/hits", &token, "border-control").await;
    assert_eq!(all.body[0]["decision"]["decision"], "match");
    let no_purpose = place.post("/api/v1/ask", &token, json!({"text": "x"}).to_string()).await;
    assert_eq!(no_purpose.status, 422, "a question has a purpose");
    let refused = post(&place, "/api/v1/ask", "admin-1", json!({"text": "Arlo"})).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    let other = place.get("/api/v1/questions", &place.token("dpo-1"), "border-control").await;
    assert_eq!(other.body, json!([]), "one's own and nobody else's");
}

/// Many commits are one: none of its questions is answered before it, and each has its line.
#[tokio::test]
async fn no_answer_leaves_before_its_line_in_the_audit_is_committed() {
    let place = Place::new();
    add_list(&place, "people", LINES).await;
    let before = audited(&place);
    let (go_on, held) = std::sync::mpsc::channel::<()>();
    let (begun, holds) = tokio::sync::oneshot::channel::<()>();
    let writer = place.desk.writer.clone();
    let holding = tokio::spawn(async move {
        let hold = move |_: &mut Node| {
            begun.send(()).unwrap();
            held.recv().unwrap();
            Ok(())
        };
        writer.write(hold).await
    });
    holds.await.unwrap();
    let asked = |n: usize| {
        let text =
            if n.is_multiple_of(2) { "AX123456".to_owned() } else { format!("Nobody Number{n}") };
        post(&place, "/api/v1/ask", "desk-1", json!({"text": text}))
    };
    let mut all = Box::pin(join_all((0..24).map(asked)));
    let mut first = Box::pin(post(&place, "/api/v1/ask", "desk-1", json!({"text": "AX123456"})));
    let soon = std::time::Duration::from_millis(400);
    assert!(tokio::time::timeout(soon, &mut first).await.is_err(), "it waits for its commit");
    assert!(tokio::time::timeout(soon, &mut all).await.is_err(), "they wait for their commit");
    assert_eq!(audited(&place), before, "nothing is committed yet");
    go_on.send(()).unwrap();
    assert_eq!(first.await.body["answer"], "hit");
    let answers = all.await;
    assert_eq!(audited(&place), before + 25, "a line each");
    let mut numbers: Vec<i64> =
        answers.iter().map(|answer| answer.body["question"].as_i64().unwrap()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 24);
    for answer in answers.iter().step_by(2) {
        let number = answer.body["hits"][0]["hit"].as_i64().unwrap();
        let path = format!("/api/v1/hits/{number}/again");
        let again = place.get(&path, &place.token("desk-1"), "border-control").await;
        assert_eq!(again.body["same"], true, "{}", again.text);
    }
    holding.await.unwrap().unwrap();
}

/// Lines of the audit that say that something was asked.
fn audited(place: &Place) -> usize {
    let count = place.desk.readers.read(|sight| {
        let mut count = 0;
        for (_, bytes) in sight.store.audit_after(0, u32::MAX)? {
            count += usize::from(audit::read(&bytes)?.1.reason.as_deref() == Some("ask"));
        }
        Ok(count)
    });
    count.unwrap()
}

#[tokio::test]
async fn a_list_is_asked_for_its_purposes_alone() {
    let place = Place::new();
    add_list(&place, "people", LINES).await;
    let request = Request::post("/api/v1/ask")
        .header("authorization", format!("Bearer {}", place.token("desk-1")))
        .header("amana-purpose", "criminal-investigation")
        .header("content-type", "application/json");
    let body = json!({"text": "Arlo Quennevis"}).to_string();
    let answer = place.ask(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.body["answer"], "no-hit");
    assert_eq!(answer.body["not_asked"][0]["list"], "people");
    assert!(answer.body["not_asked"][0]["rule"].as_str().unwrap().starts_with("PUR"));
}

#[tokio::test]
async fn a_batch_is_answered_in_its_order_and_each_question_is_audited() {
    let place = Place::new();
    add_list(&place, "people", LINES).await;
    let mut questions: Vec<Value> =
        (0..50).map(|n| json!({"text": format!("Nobody Number{n}")})).collect();
    questions[7] = json!({"text": "AX123456"});
    questions[33] = json!({"text": "IMO 9074729"});
    questions[40] = json!({"text": ""});
    let body = json!({"questions": questions, "language": "es"});
    let answer = post(&place, "/api/v1/ask/batch", "desk-1", body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let all = answer.body.as_array().unwrap();
    assert_eq!(all.len(), 50);
    let hits: Vec<usize> = (0..50).filter(|at| all[*at]["answer"] == "hit").collect();
    assert_eq!(hits, [7, 33]);
    assert!(all[40]["problem"].is_string());
    let count = place
        .desk
        .readers
        .read(|sight| {
            let mut count = 0;
            for minute in sight.store.audit_minutes(i64::MIN, i64::MAX)? {
                for (_, bytes) in sight.store.audit_of_minute(minute)? {
                    let event = audit::read(&bytes)?.1;
                    count += usize::from(event.reason.as_deref() == Some("ask-batch"));
                    assert!(event.case.is_none_or(|case| case == "EX-7"));
                }
            }
            Ok(count)
        })
        .unwrap();
    assert_eq!(count, 49);
    let past = place.get("/api/v1/questions", &place.token("desk-1"), "border-control").await;
    assert_eq!(past.body.as_array().unwrap().len(), 2, "what found nothing is not kept");
    let many = json!({"questions": vec![json!({"text": "x"}); 1_001]});
    let refused = post(&place, "/api/v1/ask/batch", "desk-1", many).await;
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn a_standing_question_is_answered_once_when_a_list_arrives() {
    let place = Place::new();
    let ask = json!({"text": "Arlo Quennevis"});
    let body =
        json!({"ask": ask, "note": "exercise", "expires": "2099-01-31", "review": "2099-01-01"});
    let path = "/api/v1/standing-questions";
    assert_eq!(post(&place, path, "desk-1", body).await.status, 422, "it ends within a year");
    let soon = node::act::node_day(place.desk.clock.now().plus(30 * 86_400_000)).to_string();
    let body = json!({"ask": ask, "note": "exercise", "expires": soon, "review": soon});
    let set = post(&place, path, "desk-1", body).await;
    assert_eq!(set.status, 201, "{}", set.text);
    let step = async || {
        let desk = place.desk.clone();
        tokio::task::spawn_blocking(move || standing::step(&desk)).await.unwrap().unwrap()
    };
    assert_eq!(step().await, 0);
    add_list(&place, "people", LINES).await;
    assert!(place.desk.lists.take_arrived());
    assert_eq!(step().await, 1);
    assert_eq!(step().await, 0, "told once");
    let token = place.token("desk-1");
    let past = place.get("/api/v1/questions", &token, "border-control").await;
    let number = set.body["standing"].as_i64().unwrap();
    assert_eq!(past.body[0]["standing"], number, "{}", past.text);
    assert_eq!(
        (&past.body[0]["case"], past.body[0]["hits"].as_array().unwrap().len()),
        (&json!("EX-7"), 1)
    );
    let own = place.get(path, &token, "border-control").await;
    assert_eq!(own.body[0]["text"], "Arlo Quennevis");
    assert_eq!(place.delete(&format!("{path}/{number}"), &place.token("dpo-1")).await.status, 404);
    assert_eq!(place.delete(&format!("{path}/{number}"), &token).await.status, 204);
    add_list(&place, "more", LINES).await;
    assert_eq!(step().await, 0, "ended");
}

/// What kinds of records are lists of their own; a new kind is thought about here.
#[test]
fn every_kind_that_says_who_or_what_is_looked_for_is_a_list() {
    let mut listed = Vec::new();
    for kind in Kind::ALL.iter().copied() {
        let mut network = Network::new(&["CO"]);
        for body in kind.examples() {
            if kind.is_control() {
                continue;
            }
            let draft = Draft { evaluation: kind.asserts().then(graded), ..draft(&body, &[]) };
            let _ = network.publish("CO", draft);
        }
        if network.at("CO").store.listed_count().unwrap() > 0 {
            listed.push(kind.code());
        }
    }
    let expect = [
        "person",
        "travel-document",
        "organisation",
        "vehicle",
        "vessel",
        "aircraft",
        "container",
        "postal-item",
        "online-identity",
    ];
    assert_eq!(listed, expect);
}

fn graded() -> Evaluation {
    Evaluation {
        source: Source::B,
        information: Information::FirstHand,
        nature: Nature::Fact,
        original: None,
    }
}
