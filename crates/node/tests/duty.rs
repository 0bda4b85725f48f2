//! The duty roster, flash messages that nobody looks at, and the program that is told of them.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::Path;
use std::time::Duration;

use axum::http::StatusCode;
use node::audit::{self, Deed};
use node::author::Author;
use node::notify::{Notice, Notifier};
use node::store::Store;
use node::store::duty::DutyUnit;
use node::thread::assignment::{self, To};
use node::thread::duty::{self, NewTurn, Stretch};
use node::thread::{Limits, Wanted, escalation, reading};
use node::view::Session;
use node::{Config, News, Node, session};
use record::draft::Lane;
use record::kind::message::{Message, MessageType, Statement, Text};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::moment::{HOUR_MS, MINUTE_MS};
use record::policy::Role;
use record::{Body, Draft, Name, Purpose, Timestamp, Unit};
use serde_json::json;
use support::folder::Folder;
use support::place::Place;
use support::{Network, START, code, control, message};
use tokio::sync::watch;

const CANARY: &str = "ANACONDA-4711";
const WORK: &str = "criminal-investigation";

fn by(code: &str, role: Role) -> Author {
    Author { officer: code.into(), role, unit: Unit::new("POLICE").unwrap() }
}

fn enrol(node: &mut Node, author: &Author) {
    let Author { officer, role, unit } = author.clone();
    node.commit(|node| session::enrol(node, &officer, "R. Example", role, &unit)).unwrap();
}

fn flash(to: &str) -> Draft {
    let text = Text { language: "en".into(), text: format!("the {CANARY} matter") };
    let statement = Statement::new(MessageType::Request, "drug-trafficking", CANARY, text);
    let body = Body::Message(Box::new(Message { statement })).to_json();
    Draft { lane: Lane::Flash, body, ..message("", &[to]) }
}

/// XA with officers in service, desk-2 on duty now and desk-3 after him.
fn on_duty() -> Network {
    let mut network = Network::new(&["XA", "XB"]);
    let node = network.at("XA");
    for code in ["desk-2", "desk-3", "desk-4"] {
        enrol(node, &by(code, Role::DeskOfficer));
    }
    let admin = by("admin-2", Role::Administrator);
    enrol(node, &admin);
    for (code, from, until) in [("desk-2", -1, 7), ("desk-3", 7, 15)] {
        let at = |hours: i64| Timestamp(START + hours * HOUR_MS);
        let span = Stretch { from: at(from), until: at(until) };
        let new = NewTurn { unit: admin.unit.clone(), officer: code.into(), span };
        node.commit(|node| duty::add(node, &admin, &new)).unwrap();
    }
    network
}

fn arrived(network: &mut Network) -> Name {
    let name = network.publish("XB", flash("XA")).unwrap().name;
    network.settle();
    network.at("XA").take_announced();
    name
}

fn round(network: &mut Network) -> Vec<Notice> {
    network.at("XA").commit(escalation::round).unwrap()
}

/// The step that the inbox shows, and whom it reached.
fn shown(node: &Node) -> Option<(i64, Option<String>)> {
    let author = by("desk-2", Role::DeskOfficer);
    let session = Session { author, purpose: Purpose::CriminalInvestigation };
    let wanted = Wanted { unseen: true, limit: 9, ..Wanted::default() };
    let page = node.sight().threads(&session, &wanted, Limits::of(&Config::default())).unwrap();
    let row = audit::split(page).0.threads.pop()?;
    row.unseen.map(|unseen| (unseen.step, unseen.officer))
}

fn escalated(node: &mut Node) -> Vec<i64> {
    let step = |news| match news {
        News::Escalated(step) => Some(step),
        _ => None,
    };
    node.take_announced().into_iter().filter_map(|told| step(told.news)).collect()
}

#[test]
fn a_flash_message_that_nobody_opens_is_taken_further_step_by_step_and_each_once() {
    let mut network = on_duty();
    arrived(&mut network);
    let expect = Notice::of_flash(&code("XA"), Some("POLICE".into()));
    assert_eq!(round(&mut network), std::slice::from_ref(&expect), "whoever is on duty is told");
    assert_eq!(round(&mut network), [], "and once");
    assert_eq!(shown(network.at("XA")), Some((0, None)));
    network.clock.advance(15 * MINUTE_MS - 1);
    assert_eq!(round(&mut network), []);
    network.clock.advance(1);
    assert_eq!(round(&mut network), std::slice::from_ref(&expect));
    assert_eq!(shown(network.at("XA")), Some((1, Some("desk-3".into()))), "who comes next");
    assert_eq!(escalated(network.at("XA")), [1]);
    assert_eq!(round(&mut network), []);
    // However long the node stood still, the next step leaves time to look.
    network.clock.advance(60 * MINUTE_MS);
    assert_eq!(round(&mut network).len(), 1);
    assert_eq!(shown(network.at("XA")), Some((2, None)), "the administrators: nobody heads it");
    assert_eq!(escalated(network.at("XA")), [2]);
    network.clock.advance(60 * MINUTE_MS);
    assert_eq!(round(&mut network), [], "there is no further step");
    let entries = network.at("XA").store.audit_after(0, 1_000).unwrap();
    let events = entries.iter().map(|(_, bytes)| audit::read(bytes).unwrap().1);
    let taken: Vec<_> = events.filter(|event| event.deed == Deed::Escalated).collect();
    assert_eq!(taken.len(), 2);
    for event in taken {
        assert!(event.about.is_empty() && !format!("{event:?}").contains(CANARY), "{event:?}");
    }
}

/// The node stops before each step, and after it: none is left out, and none is taken twice.
#[test]
fn a_step_that_was_due_while_the_node_stood_still_is_taken_after_it_and_once() {
    let folder = Folder::new("duty-restart");
    let path = folder.join("node.db");
    let store = |at: &str| match at {
        "XA" => Store::open(&path).unwrap(),
        _ => Store::in_memory().unwrap(),
    };
    let mut passed = 0;
    // Stopped for so many minutes: what a round does then, and the step that the inbox shows.
    let mut after = |stopped: i64, first: bool| {
        let mut network = Network::with(&["XA", "XB"], store, Config::default());
        passed += stopped;
        network.clock.advance(passed * MINUTE_MS);
        if first {
            enrol(network.at("XA"), &by("desk-2", Role::DeskOfficer));
            arrived(&mut network);
            return (0, None);
        }
        let taken = round(&mut network).len();
        assert_eq!(round(&mut network), [], "once");
        (taken, shown(network.at("XA")).map(|(step, _)| step))
    };
    assert_eq!(after(0, true), (0, None), "it stops before anybody is told");
    assert_eq!(after(1, false), (1, Some(0)));
    assert_eq!(after(14, false), (0, Some(0)), "not yet");
    assert_eq!(after(1, false), (1, Some(1)));
    assert_eq!(after(0, false), (0, Some(1)), "stopped right after it");
    assert_eq!(after(600, false), (1, Some(2)), "however long, one step at a time");
    assert_eq!(after(600, false), (0, Some(2)));
    let mut network = Network::with(&["XA", "XB"], store, Config::default());
    network.clock.advance(passed * MINUTE_MS);
    let steps = network.at("XA").sight().steps(None, None, 9).unwrap();
    assert_eq!(steps.iter().map(|step| step.step).collect::<Vec<_>>(), [2, 1]);
    let entries = network.at("XA").store.audit_after(0, 1_000).unwrap();
    let events = entries.iter().map(|(_, bytes)| audit::read(bytes).unwrap().1);
    assert_eq!(events.filter(|event| event.deed == Deed::Escalated).count(), 2);
}

/// A step that was not committed when the process was killed is taken by the next one.
#[test]
fn a_step_that_the_disk_does_not_hold_is_taken_again() {
    let mut network = on_duty();
    arrived(&mut network);
    round(&mut network);
    network.clock.advance(15 * MINUTE_MS);
    let node = network.at("XA");
    let killed = node.commit(|node| {
        escalation::round(node)?;
        Err::<(), _>(node::Error::Usage("killed".into()))
    });
    assert!(killed.is_err());
    assert_eq!((node.sight().steps(None, None, 9).unwrap().len(), shown(node).unwrap().0), (0, 0));
    node.take_announced();
    assert_eq!(round(&mut network).len(), 1);
    assert_eq!(escalated(network.at("XA")), [1]);
}

/// Who is told of a step: whom it reached, who heads the unit or is on duty in it, and nobody else.
#[test]
fn steps_are_listed_to_whom_they_concern() {
    let mut network = on_duty();
    let node = network.at("XA");
    let (admin, unit) = (by("admin-2", Role::Administrator), Unit::new("POLICE").unwrap());
    enrol(node, &by("head-1", Role::DeskOfficer));
    let said = DutyUnit { head: Some("head-1".into()), flash_unseen_min: None };
    node.commit(|node| duty::set_unit(node, &admin, &unit, &said)).unwrap();
    let first = arrived(&mut network);
    round(&mut network);
    for _ in 0..2 {
        network.clock.advance(15 * MINUTE_MS);
        round(&mut network);
    }
    let listed = |network: &mut Network, who: Option<&str>| {
        let steps = network.at("XA").sight().steps(who, None, 9).unwrap();
        steps.iter().map(|step| (step.step, step.open)).collect::<Vec<_>>()
    };
    let both = [(2, true), (1, true)];
    for who in [None, Some("head-1"), Some("desk-2")] {
        assert_eq!(listed(&mut network, who), both, "{who:?}: all, its head, on duty in it");
    }
    assert_eq!(listed(&mut network, Some("desk-3")), [(1, true)], "it reached who comes next");
    for who in ["desk-4", "nobody", "", "%"] {
        assert_eq!(listed(&mut network, Some(who)), [], "{who}");
    }
    let node = network.at("XA");
    let open = |node: &mut Node| {
        reading::note_opened_record(node, ("desk-2", "POLICE"), &first.owner, &first.id)
    };
    node.commit(open).unwrap();
    assert_eq!(listed(&mut network, Some("head-1")), [(2, false), (1, false)]);
    network.clock.advance(7 * HOUR_MS);
    assert_eq!(listed(&mut network, Some("desk-2")), [], "the turn is over");
    assert_eq!(listed(&mut network, Some("desk-3")).len(), 2, "and another one's began");
}

#[test]
fn whoever_opens_it_or_takes_it_back_ends_it() {
    let mut network = on_duty();
    let first = arrived(&mut network);
    round(&mut network);
    let node = network.at("XA");
    let open = |node: &mut Node| {
        reading::note_opened_record(node, ("desk-4", "POLICE"), &first.owner, &first.id)
    };
    node.commit(open).unwrap();
    assert_eq!(shown(node), None);
    network.clock.advance(60 * MINUTE_MS);
    assert_eq!(round(&mut network), []);
    let second = arrived(&mut network);
    round(&mut network);
    let statement = RecallStatement { id: second.id, reason: RecallReason::Mistaken };
    network.publish("XB", control(&Body::Recall(Box::new(Recall { statement })))).unwrap();
    network.settle();
    network.clock.advance(60 * MINUTE_MS);
    assert_eq!((round(&mut network), shown(network.at("XA"))), (vec![], None));
}

#[test]
fn the_unit_that_has_the_thread_its_minutes_and_its_head_count() {
    let mut network = on_duty();
    let first = arrived(&mut network);
    let node = network.at("XA");
    let (admin, unit) = (by("admin-2", Role::Administrator), Unit::new("CUSTOMS").unwrap());
    let head = Author { unit: unit.clone(), ..by("head-1", Role::DeskOfficer) };
    enrol(node, &head);
    let said = DutyUnit { head: Some("head-1".into()), flash_unseen_min: Some(5) };
    node.commit(|node| duty::set_unit(node, &admin, &unit, &said)).unwrap();
    let author = by("desk-2", Role::DeskOfficer);
    let session = Session { author, purpose: Purpose::CriminalInvestigation };
    let to = To::Unit(unit);
    node.commit(|node| assignment::assign(node, &session, &first.id, (&to, ""))).unwrap();
    assert_eq!(round(&mut network)[0].unit.as_deref(), Some("CUSTOMS"));
    network.clock.advance(5 * MINUTE_MS);
    assert_eq!(round(&mut network).len(), 1);
    assert_eq!(shown(network.at("XA")), Some((1, None)), "the unit: it has no roster");
    network.clock.advance(5 * MINUTE_MS);
    assert_eq!(round(&mut network).len(), 1);
    assert_eq!(shown(network.at("XA")), Some((2, Some("head-1".into()))));
}

#[tokio::test]
async fn the_roster_is_kept_by_those_who_may_and_says_gaps_and_overlaps() {
    let place = Place::new();
    let (desk, admin) = (place.token("desk-1"), place.token("admin-1"));
    let turn = |from: &str, until: &str| {
        let day = "2199-03-28";
        json!({"unit": "POLICE", "officer": "desk-1", "from": format!("{day}T{from}"),
            "until": format!("{day}T{until}")})
        .to_string()
    };
    let path = "/api/v1/duty";
    let night = turn("06:00:00+01:00", "12:00:00+01:00");
    assert_eq!(place.post(path, &desk, night.clone()).await.status, StatusCode::FORBIDDEN);
    let added = place.post(path, &admin, night).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    for (from, until) in [("10:00:00Z", "14:00:00Z"), ("16:00:00Z", "20:00:00Z")] {
        let added = place.post(path, &admin, turn(from, until)).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    }
    for (from, until) in [("10:00:00Z", "10:00:00Z"), ("10:00:00Z", "09:00:00Z")] {
        let refused = place.post(path, &admin, turn(from, until)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let asked = "/api/v1/duty?from=2199-03-28T00:00:00Z&until=2199-03-29T00:00:00Z";
    let roster = place.get(asked, &desk, "").await.body;
    let day = |time: &str| format!("2199-03-28T{time}.000Z");
    let stretch = |from, until| json!({"from": day(from), "until": day(until)});
    assert_eq!(roster["turns"][0]["from"], day("05:00:00"), "{roster}");
    assert_eq!(roster["overlaps"], json!([stretch("10:00:00", "11:00:00")]));
    assert_eq!(roster["gaps"], json!([stretch("14:00:00", "16:00:00")]));
    assert_eq!(roster["on_duty"], json!([]));
    let number = added.body["number"].as_i64().unwrap();
    let path = format!("/api/v1/duty/{number}");
    assert_eq!(place.delete(&path, &desk).await.status, StatusCode::FORBIDDEN);
    let head = json!({"head": "desk-1", "flash_unseen_min": 3}).to_string();
    let unit = "/api/v1/duty/units/POLICE";
    assert_eq!(place.put(unit, &desk, head.clone()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(place.put(unit, &admin, head).await.status, StatusCode::NO_CONTENT);
    assert_eq!(place.delete(&path, &desk).await.status, StatusCode::NO_CONTENT, "its head");
    let colleagues = place.get("/api/v1/colleagues", &desk, "").await.body;
    assert_eq!(colleagues[0]["unit"], "POLICE", "{colleagues}");
    for token in [&desk, &admin] {
        let steps = place.get("/api/v1/duty/steps", token, WORK).await;
        assert_eq!((steps.status, steps.body), (StatusCode::OK, json!([])), "none was taken");
    }
    let stranger = place.get("/api/v1/duty/steps", "", WORK).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
}

fn hook(script: String, change: impl FnOnce(&mut Config)) -> (Notifier, watch::Sender<bool>) {
    let (stop, stopped) = watch::channel(false);
    let notify_command = vec!["/bin/sh".into(), "-c".into(), script];
    let mut config = Config { notify_command, ..Config::default() };
    change(&mut config);
    (Notifier::start(&config, stopped), stop)
}

async fn wait_for(path: &Path, lines: usize) -> String {
    for _ in 0..200 {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        if text.lines().count() >= lines {
            return text;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{} never had {lines} lines", path.display());
}

#[tokio::test]
async fn the_program_learns_that_something_waits_and_nothing_of_what() {
    let folder = Folder::new("hook");
    let told = folder.join("told");
    let (notifier, _stop) = hook(format!("cat >> {0}; env >> {0}.env", told.display()), |_| ());
    let mut network = on_duty();
    let first = arrived(&mut network);
    notifier.tell(round(&mut network));
    let text = wait_for(&told, 1).await;
    assert_eq!(text, "{\"urgency\":\"flash\",\"unit\":\"POLICE\",\"count\":1,\"node\":\"XA\"}\n");
    let environment = wait_for(&folder.join("told.env"), 1).await;
    for secret in [CANARY, &first.id.to_string(), "desk-2", "XB", "HOME="] {
        assert!(!text.contains(secret) && !environment.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_program_that_hangs_holds_up_nothing_and_is_killed() {
    let folder = Folder::new("hang");
    let begun = folder.join("begun");
    let script = format!("echo $$ >> {}; exec sleep 600", begun.display());
    let (notifier, _stop) = hook(script, |config| {
        config.notify_ms_max = 300;
        config.notify_queue_max = 2;
    });
    let mut network = on_duty();
    let notice = |unit: &str| Notice::of_flash(&code("XA"), Some(unit.into()));
    let asked = tokio::time::Instant::now();
    notifier.tell((0..500).map(|number| notice(&format!("U{number}"))).collect());
    arrived(&mut network);
    assert_eq!(round(&mut network).len(), 1, "the node goes on");
    assert!(asked.elapsed() < Duration::from_secs(60));
    let first = wait_for(&begun, 1).await.trim().to_owned();
    let second = wait_for(&begun, 2).await;
    assert_ne!(second.lines().next(), second.lines().nth(1));
    assert!(!Path::new(&format!("/proc/{first}/exe")).exists(), "the first is gone");
}

#[tokio::test]
async fn the_program_is_run_so_often_a_minute_and_what_waits_is_told_together() {
    let folder = Folder::new("rate");
    let told = folder.join("told");
    let (notifier, _stop) = hook(format!("cat >> {}", told.display()), |config| {
        config.notify_per_min_max = 2;
    });
    let notice = || Notice::of_flash(&code("XA"), None);
    for _ in 0..5 {
        notifier.tell(vec![notice()]);
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    let text = wait_for(&told, 2).await;
    assert_eq!(text.lines().count(), 2, "{text}");
}
