//! Offline copies, attacked: another device's, a changed, a cut, an old one; a clock that was
//! turned back; questions left out; a lost answer; what was taken back.
//!
//! It is long because a copy is followed from its making to its end.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use node::ask::Typed;
use node::audit::{self, Deed, Event};
use node::cli::address;
use node::copy::message::Reply;
use node::copy::opened::{Answered, Opened};
use node::copy::{Stopped, device, refresh, serve};
use node::store::device_folder::Folder as DeviceFolder;
use node::{Clock, Error};
use record::Purpose;
use record::codelist::Language;
use record::digest::hex_decode;
use record::moment::{DAY_MS, HOUR_MS, MINUTE_MS};
use seal::copy::Fault;
use serde_json::{Value, json};
use support::canary;
use support::folder::Folder;
use support::place::Place;
use support::{HandClock, START};
use tower::ServiceExt;

const CANARY: &str = "Zyxwquennevis";

fn about(name: &str, purposes: &[&str], level: &str) -> Value {
    json!({
        "name": name,
        "format": "ftm",
        "purposes": purposes,
        "owner": "Exercise unit",
        "licence": "invented",
        "review": "2099-01-31",
        "level": level,
        "contact": "+57 601 555 0100",
        "action": "locate",
    })
}

/// Invented people, one a line.
fn people(lines: &[(&str, &str, &str)]) -> String {
    let line = |(id, name, birth): &(&str, &str, &str)| {
        let properties =
            json!({"name": [name], "birthDate": [birth], "passportNumber": [format!("AX{id}")]});
        json!({"id": id, "schema": "Person", "properties": properties}).to_string() + "\n"
    };
    lines.iter().map(line).collect()
}

const THREE: [(&str, &str, &str); 3] = [
    ("100001", "Arlo Zyxwquennevis", "1961-05-27"),
    ("100002", "Beltran Oquendo Zarzuela", "1972-11-03"),
    ("100003", "Casilda Ferreyra", "1980"),
];

/// A node with a list, and a device that it has enrolled.
struct Scene {
    place: Place,
    clock: HandClock,
    folder: Folder,
}

impl Scene {
    async fn new() -> Self {
        Self::with(|_| ()).await
    }

    async fn with(prepare: impl FnOnce(&std::path::Path)) -> Self {
        let place = Place::prepared(prepare);
        let clock = HandClock::new();
        clock.advance(place.desk.clock.now().0 - START);
        let scene = Self { place, clock, folder: Folder::new("offline") };
        scene.add("people", &["border-control"], "restricted", &people(&THREE)).await;
        scene.enrol("tablet-1", "frontline-officer").await;
        scene
    }

    async fn add(&self, name: &str, purposes: &[&str], level: &str, file: &str) {
        let about = about(name, purposes, level).to_string();
        let path = address("/api/v1/lists", &[("about", about)]).unwrap();
        let (status, body) = self.send("POST", &path, file.as_bytes().to_vec()).await;
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&body));
    }

    async fn renew(&self, file: &str) {
        let path = "/api/v1/lists/people/file";
        let (status, body) = self.send("PUT", path, file.as_bytes().to_vec()).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
    }

    async fn send_as(
        &self,
        officer: Option<&str>,
        (method, path): (&str, &str),
        kind: &str,
        bytes: Vec<u8>,
    ) -> (StatusCode, Vec<u8>) {
        let mut request = Request::builder().method(method).uri(path).header("content-type", kind);
        if let Some(officer) = officer {
            let token = self.place.token(officer);
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(Body::from(bytes)).unwrap();
        let response = self.place.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        (status, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }

    async fn send(&self, method: &str, path: &str, bytes: Vec<u8>) -> (StatusCode, Vec<u8>) {
        self.send_as(Some("admin-1"), (method, path), "application/octet-stream", bytes).await
    }

    fn device(&self, name: &str) -> DeviceFolder {
        DeviceFolder::at(self.folder.join(name))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(&format!("{name}.amana-copy"))
    }

    /// Makes a device's key, enrols it, and has the device take its credential.
    async fn enrol(&self, name: &str, role: &str) {
        let key = device::init(&self.device(name)).unwrap();
        let body = json!({"name": name, "unit": "POLICE", "role": role, "key": key});
        let token = self.place.token("admin-1");
        let answer = self.place.post("/api/v1/devices", &token, body.to_string()).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let credential = hex_decode(answer.body["credential"].as_str().unwrap()).unwrap();
        device::accept(&self.device(name), &credential, self.clock.now()).unwrap();
    }

    async fn try_make(&self, by: &str, name: &str, chosen: &Value) -> (StatusCode, Vec<u8>) {
        let path = format!("/api/v1/devices/{name}/copy");
        let body = chosen.to_string().into_bytes();
        self.send_as(Some(by), ("POST", &path), "application/json", body).await
    }

    async fn make(&self, name: &str) {
        let chosen = json!({"lists": ["people"], "purposes": ["border-control"], "hours": 72});
        self.make_of("admin-1", name, &chosen).await;
    }

    async fn make_of(&self, by: &str, name: &str, chosen: &Value) {
        let (status, bytes) = self.try_make(by, name, chosen).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
        std::fs::write(self.file(name), bytes).unwrap();
    }

    fn request(&self, name: &str) -> Vec<u8> {
        refresh::request(&self.device(name), &self.file(name), self.clock.now()).unwrap()
    }

    async fn contact(&self, bytes: Vec<u8>) -> (StatusCode, Vec<u8>) {
        let path = ("POST", "/api/v1/copies/contact");
        self.send_as(None, path, "application/octet-stream", bytes).await
    }

    fn take(&self, name: &str, answer: &[u8]) -> Result<refresh::Done, Error> {
        refresh::take(&self.device(name), &self.file(name), answer)
    }

    async fn refresh(&self, name: &str) -> refresh::Done {
        let (status, answer) = self.contact(self.request(name)).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
        self.take(name, &answer).unwrap()
    }

    fn opened(&self, file: &str, device: &str) -> Opened {
        Opened::new(&self.file(file), self.device(device), Arc::new(self.clock.clone()))
    }

    fn ask(&self, name: &str, text: &str) -> Result<Answered, Error> {
        self.ask_for(name, text, Purpose::BorderControl)
    }

    fn ask_for(&self, name: &str, text: &str, purpose: Purpose) -> Result<Answered, Error> {
        let typed = Typed { text: text.into(), ..Typed::default() };
        self.opened(name, name).ask(&typed, purpose, Language::English)
    }

    fn hits(&self, name: &str, text: &str) -> usize {
        self.ask(name, text).unwrap().answer.hits.len()
    }

    fn stopped(&self, name: &str, text: &str) -> Stopped {
        stopped(self.ask(name, text))
    }

    fn events(&self) -> Vec<Event> {
        let read = self.place.desk.readers.read(|sight| {
            let mut found = Vec::new();
            for minute in sight.store.audit_minutes(i64::MIN, i64::MAX)? {
                for (_, bytes) in sight.store.audit_of_minute(minute)? {
                    found.push(audit::read(&bytes)?.1);
                }
            }
            Ok(found)
        });
        read.unwrap()
    }

    fn events_of(&self, reason: &str) -> Vec<Event> {
        let mut events = self.events();
        events.retain(|event| event.reason.as_deref().is_some_and(|one| one.starts_with(reason)));
        events
    }

    async fn standing(&self, name: &str) -> Value {
        let answer = self.place.get("/api/v1/devices", &self.place.token("admin-1"), "").await;
        let all = answer.body.as_array().unwrap().clone();
        all.into_iter().find(|one| one["name"] == name).unwrap()
    }
}

fn stopped<T>(outcome: Result<T, Error>) -> Stopped {
    match outcome.map(|_| ()) {
        Err(Error::Copy(stopped)) => stopped,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_copy_answers_as_the_node_does_and_says_how_old_it_is() {
    let scene = Scene::new().await;
    scene.make("tablet-1").await;
    scene.clock.advance(3 * HOUR_MS + 5 * MINUTE_MS);
    for text in ["QUENNEVIS, Arlo", "Arlo Zyxwquennevis 1961-05-27", "AX100002", "Nobody Atall"] {
        let request = Request::post("/api/v1/ask")
            .header("authorization", format!("Bearer {}", scene.place.token("desk-1")))
            .header("amana-purpose", "border-control")
            .header("content-type", "application/json")
            .body(Body::from(json!({"text": text}).to_string()))
            .unwrap();
        let online = scene.place.ask(request).await.body;
        let offline = serde_json::to_string(&scene.ask("tablet-1", text).unwrap()).unwrap();
        let offline: Value = serde_json::from_str(&offline).unwrap();
        for key in ["kind", "others", "read", "findings", "answer", "sentence", "more"] {
            assert_eq!(offline[key], online[key], "{text}: {key}");
        }
        let hits = |answer: &Value| -> Vec<Value> {
            let mut hits = answer["hits"].as_array().unwrap().clone();
            hits.iter_mut().for_each(|hit| hit["hit"] = Value::Null);
            hits
        };
        assert_eq!(hits(&offline), hits(&online), "{text}");
        let age = offline["copy"]["age"].as_str().unwrap();
        assert!(age.contains("3 hours old"), "{age}");
        assert_eq!(offline["copy"]["warning"], Value::Null);
    }
    assert_eq!(scene.hits("tablet-1", "Beltran Oquendo Zarzuela 1972-11-03"), 1);
}

#[tokio::test]
async fn another_device_a_changed_and_a_cut_copy_are_refused_with_a_word() {
    let scene = Scene::new().await;
    scene.enrol("tablet-2", "frontline-officer").await;
    scene.make("tablet-1").await;
    let whole = std::fs::read(scene.file("tablet-1")).unwrap();
    let typed = Typed { text: "Casilda Ferreyra".into(), ..Typed::default() };
    let ask = |device: &str, bytes: &[u8]| {
        std::fs::write(scene.file("tried"), bytes).unwrap();
        let mut opened = scene.opened("tried", device);
        opened.ask(&typed, Purpose::BorderControl, Language::English)
    };
    assert!(ask("tablet-1", &whole).is_ok());
    assert_eq!(stopped(ask("tablet-2", &whole)), Stopped::Fault(Fault::OtherDevice));
    for place in (0..whole.len()).step_by(97) {
        let mut changed = whole.clone();
        changed[place] ^= 4;
        assert!(ask("tablet-1", &changed).is_err(), "byte {place}");
    }
    let cut = stopped(ask("tablet-1", &whole[..whole.len() - 1]));
    assert_eq!(cut, Stopped::Fault(Fault::Length));
    let joined = [&whole[..], &whole[..]].concat();
    assert_eq!(stopped(ask("tablet-1", &joined)), Stopped::Fault(Fault::Length));
    assert_eq!(stopped(ask("tablet-1", b"a text")), Stopped::Fault(Fault::Form));
    // A credential and an answer are no copies.
    let (_, answer) = scene.contact(scene.request("tablet-1")).await;
    assert_eq!(stopped(ask("tablet-1", &answer)), Stopped::Fault(Fault::Form));
}

#[tokio::test]
async fn a_stale_copy_says_so_and_an_expired_one_stops_whatever_the_clock_says_then() {
    let scene = Scene::new().await;
    scene.make("tablet-1").await;
    assert!(scene.ask("tablet-1", "Casilda Ferreyra").unwrap().copy.warning.is_none());
    scene.clock.advance(37 * HOUR_MS);
    let said = scene.ask("tablet-1", "Casilda Ferreyra").unwrap().copy;
    assert!(said.warning.is_some_and(|warning| warning.contains("stale")));
    scene.clock.advance(36 * HOUR_MS);
    let late = scene.stopped("tablet-1", "Casilda Ferreyra");
    assert!(matches!(late, Stopped::Expired(_)), "{late:?}");
    scene.clock.advance(-2 * DAY_MS);
    let back = scene.stopped("tablet-1", "Casilda Ferreyra");
    assert!(matches!(back, Stopped::Clock { .. }), "{back:?}");
    scene.clock.advance(2 * DAY_MS - MINUTE_MS);
    let near = scene.stopped("tablet-1", "Casilda Ferreyra");
    assert!(matches!(near, Stopped::Expired(_)), "a clock is set by a little: {near:?}");
    let state = scene.folder.join("tablet-1").join("state");
    let kept = std::fs::read(&state).unwrap();
    let mut changed = kept.clone();
    changed[30] ^= 1;
    std::fs::write(&state, changed).unwrap();
    assert_eq!(scene.stopped("tablet-1", "Casilda Ferreyra"), Stopped::State);
    std::fs::remove_file(&state).unwrap();
    assert_eq!(scene.stopped("tablet-1", "Casilda Ferreyra"), Stopped::State);
    std::fs::write(&state, kept).unwrap();
    // A contact sets right what the clock has spoiled, and hands over that it was refused.
    scene.clock.advance(-3 * DAY_MS);
    scene.refresh("tablet-1").await;
    assert_eq!(scene.hits("tablet-1", "Casilda Ferreyra"), 1);
    let refused = scene.events_of("ask-offline expired");
    assert_eq!(refused.len(), 2);
    assert!(refused.iter().all(|event| event.deed == Deed::Refused));
}

#[tokio::test]
async fn what_is_taken_back_goes_with_the_next_contact_and_nothing_stands_in_clear() {
    let scene = Scene::new().await;
    scene.make("tablet-1").await;
    let clear = |what: &str| canary::holding(scene.folder.path(), what.as_bytes());
    assert_eq!(scene.hits("tablet-1", "Arlo Zyxwquennevis"), 1);
    assert!(clear(CANARY).is_empty() && clear("AX100001").is_empty() && clear("people").is_empty());
    let before = std::fs::read(scene.file("tablet-1")).unwrap();
    let four = [
        ("100002", "Beltran Oquendo Zarzuela", "1972-11-03"),
        ("100003", "Casilda Ferreyra Uno", "1980"),
        ("100004", "Drusila Montealegre", "1990-01-02"),
        ("100005", "Edelmiro Vasconcelos", "1991-02-03"),
        ("100006", "Fabricia Quintanar", "1992-03-04"),
    ];
    // One entry of three may go where the list says so.
    let path = "/api/v1/lists/people";
    let mut described = about("people", &["border-control"], "restricted");
    described["shrink_percent"] = json!(50);
    let token = scene.place.token("admin-1");
    assert_eq!(scene.place.put(path, &token, described.to_string()).await.status, 204);
    scene.renew(&people(&four)).await;
    assert_eq!(scene.hits("tablet-1", "Arlo Zyxwquennevis"), 1, "it has not heard of it");
    let done = scene.refresh("tablet-1").await;
    assert_eq!((done.removed, done.added, done.entries), (2, 4, 5));
    assert_eq!(done.handed_over, 2);
    assert_eq!(scene.hits("tablet-1", "Arlo Zyxwquennevis"), 0);
    assert_eq!(scene.hits("tablet-1", "Drusila Montealegre"), 1);
    assert!(clear(CANARY).is_empty() && clear("Drusila").is_empty());
    // The file as it was opens no more: its key is gone.
    std::fs::write(scene.file("tablet-1"), before).unwrap();
    let old = scene.stopped("tablet-1", "Arlo Zyxwquennevis");
    assert_eq!(old, Stopped::Fault(Fault::OtherDevice));
    let done = scene.refresh("tablet-1").await;
    assert_eq!((done.outcome.as_str(), done.entries), ("carried", 5), "it is given all anew");
    assert_eq!(scene.hits("tablet-1", "Drusila Montealegre"), 1);
}

#[tokio::test]
async fn a_removed_list_leaves_the_copy_and_an_ended_copy_is_deleted() {
    let scene = Scene::new().await;
    let more = people(&[("200001", "Gaspar Ilustrado", "1955-01-01")]);
    scene.add("more", &["border-control"], "restricted", &more).await;
    let chosen = json!({"lists": ["people", "more"], "purposes": ["border-control"], "hours": 72});
    scene.make_of("admin-1", "tablet-1", &chosen).await;
    assert_eq!(scene.hits("tablet-1", "Gaspar Ilustrado"), 1);
    let (status, _) = scene.send("DELETE", "/api/v1/lists/more", Vec::new()).await;
    assert_eq!(status, 204);
    let done = scene.refresh("tablet-1").await;
    assert_eq!((done.removed, done.entries), (1, 3));
    assert_eq!(scene.hits("tablet-1", "Gaspar Ilustrado"), 0);
    let (status, _) = scene.send("DELETE", "/api/v1/devices/tablet-1/copy", Vec::new()).await;
    assert_eq!(status, 204);
    assert_eq!(scene.refresh("tablet-1").await.outcome, "ended");
    assert!(!scene.file("tablet-1").exists());
    scene.make("tablet-1").await;
    assert_eq!(scene.hits("tablet-1", "Casilda Ferreyra"), 1, "it may have another");
}

#[tokio::test]
async fn a_revoked_device_destroys_its_keys_and_hands_its_questions_over_first() {
    let scene = Scene::new().await;
    scene.make("tablet-1").await;
    scene.ask("tablet-1", "Casilda Ferreyra").unwrap();
    let kept = std::fs::read(scene.file("tablet-1")).unwrap();
    let (status, _) = scene.send("DELETE", "/api/v1/devices/tablet-1", Vec::new()).await;
    assert_eq!(status, 204);
    let standing = scene.standing("tablet-1").await;
    assert_eq!((&standing["unaware"], &standing["copy"]), (&json!(true), &Value::Null));
    assert_eq!(scene.refresh("tablet-1").await.outcome, "revoked");
    assert_eq!(scene.events_of("ask-offline").len(), 1);
    assert_eq!(scene.standing("tablet-1").await["unaware"], false);
    assert!(!scene.file("tablet-1").exists());
    std::fs::write(scene.file("tablet-1"), kept).unwrap();
    assert_eq!(scene.stopped("tablet-1", "Casilda Ferreyra"), Stopped::NoDevice);
    for left in ["key", "state", "public", "asked-0"] {
        assert!(!scene.device("tablet-1").has(left), "{left}");
    }
    let key = device::init(&DeviceFolder::at(scene.folder.join("again"))).unwrap();
    let body = json!({"name": "tablet-1", "unit": "POLICE", "role": "desk-officer", "key": key});
    let token = scene.place.token("admin-1");
    let again = scene.place.post("/api/v1/devices", &token, body.to_string()).await;
    assert_eq!(again.status, 409, "a name is never given twice");
}

#[tokio::test]
async fn questions_enter_the_audit_with_their_time_and_device_and_their_hits_come_out_again() {
    let scene = Scene::new().await;
    scene.make("tablet-1").await;
    let asked_at = scene.clock.now();
    scene.ask("tablet-1", "Arlo Zyxwquennevis 1961-05-27").unwrap();
    scene.ask("tablet-1", "Nobody Atall").unwrap();
    assert!(scene.events_of("ask-offline").is_empty());
    assert_eq!(scene.refresh("tablet-1").await.handed_over, 2);
    let events = scene.events_of("ask-offline");
    let counts: Vec<u64> = events.iter().map(|event| event.count).collect();
    assert_eq!(counts, [1, 0]);
    for event in &events {
        assert_eq!((event.deed, event.by.as_str()), (Deed::Queried, "device:tablet-1"));
        assert_eq!(event.purpose, Some(Purpose::BorderControl));
        assert!(event.at.0 >= asked_at.0 && event.at.0 <= asked_at.0 + MINUTE_MS);
    }
    let (desk, purpose) = (scene.place.token("desk-1"), "border-control");
    let hits = scene.place.get("/api/v1/hits?open=true", &desk, purpose).await;
    let hit = &hits.body[0];
    assert_eq!(hit["entry"]["names"][0], "Arlo Zyxwquennevis", "{}", hits.text);
    let again = format!("/api/v1/hits/{}/again", hit["hit"]);
    let again = scene.place.get(&again, &desk, purpose).await;
    assert_eq!(again.body["same"], true, "{}", again.text);
    assert_eq!(scene.standing("tablet-1").await["questions"], 2);
}

/// What somebody makes of the questions that a device keeps.
type Spoil = fn(Vec<Vec<u8>>) -> Vec<Vec<u8>>;

#[tokio::test]
async fn a_question_that_is_left_out_changed_or_moved_is_noticed_at_the_next_contact() {
    let spoil: [(&str, Spoil); 4] = [
        ("the last", |mut all| {
            all.pop();
            all
        }),
        ("one between", |mut all| {
            all.remove(1);
            all
        }),
        ("moved", |mut all| {
            all.swap(0, 1);
            all
        }),
        ("changed", |mut all| {
            all[2][20] ^= 1;
            all
        }),
    ];
    let scene = Scene::new().await;
    for (number, (what, spoil)) in spoil.into_iter().enumerate() {
        let name = format!("spoilt-{number}");
        scene.enrol(&name, "frontline-officer").await;
        scene.make(&name).await;
        for text in ["Casilda Ferreyra", "Arlo Zyxwquennevis", "Beltran Oquendo"] {
            scene.ask(&name, text).unwrap();
        }
        let book = scene.folder.join(&name).join("asked-0");
        let mut rest = &std::fs::read(&book).unwrap()[..];
        let mut all = Vec::new();
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let (one, after) = after.split_at(u32::from_be_bytes(*length) as usize);
            all.push(one.to_vec());
            rest = after;
        }
        let framed = |one: Vec<u8>| {
            let length = u32::try_from(one.len()).unwrap();
            [&length.to_be_bytes()[..], &one].concat()
        };
        std::fs::write(&book, spoil(all).into_iter().flat_map(framed).collect::<Vec<u8>>())
            .unwrap();
        let done = scene.refresh(&name).await;
        assert_eq!(done.outcome, "revoked", "{what}");
        let broken = scene.events_of(&format!("copy-questions-broken {name}"));
        assert_eq!(broken.len(), 1, "{what}");
        assert!(scene.standing(&name).await["broken"].is_string(), "{what}");
        assert!(!scene.device(&name).has("key"), "{what}");
    }
}

#[tokio::test]
async fn a_lost_answer_is_given_again_and_nothing_is_handed_over_twice() {
    let scene = Scene::new().await;
    scene.make("tablet-1").await;
    scene.ask("tablet-1", "Casilda Ferreyra").unwrap();
    let (status, lost) = scene.contact(scene.request("tablet-1")).await;
    assert_eq!(status, 200);
    assert_eq!(scene.hits("tablet-1", "Casilda Ferreyra"), 1, "it works on meanwhile");
    let (_, answer) = scene.contact(scene.request("tablet-1")).await;
    let done = scene.take("tablet-1", &answer).unwrap();
    assert_eq!((done.outcome.as_str(), done.handed_over), ("carried", 2));
    assert_eq!(scene.events_of("ask-offline").len(), 2);
    assert_eq!(stopped(scene.take("tablet-1", &lost)), Stopped::Fault(Fault::Changed));
    // A question between the request and its answer stays for the next contact.
    let said = scene.request("tablet-1");
    scene.ask("tablet-1", "Beltran Oquendo").unwrap();
    let (_, answer) = scene.contact(said.clone()).await;
    assert_eq!(scene.take("tablet-1", &answer).unwrap().handed_over, 0);
    assert_eq!(scene.events_of("ask-offline").len(), 2);
    assert_eq!(scene.refresh("tablet-1").await.handed_over, 1);
    assert_eq!(scene.events_of("ask-offline").len(), 3);
    // What was said long ago is not heard again.
    let (status, _) = scene.contact(said).await;
    assert_eq!(status, 422);
    assert_eq!(scene.events_of("copy-contact").len(), 1);
}

#[tokio::test]
async fn who_is_no_device_of_this_node_is_refused_and_that_is_audited() {
    let scene = Scene::new().await;
    let other = Scene::new().await;
    other.make("tablet-1").await;
    for bytes in [other.request("tablet-1"), b"hello".to_vec(), Vec::new()] {
        let (status, _) = scene.contact(bytes).await;
        assert_eq!(status, 422);
    }
    assert_eq!(scene.events_of("copy-contact").len(), 3);
    // The other node's copy is not taken, though the file names the same device.
    std::fs::copy(other.file("tablet-1"), scene.file("tablet-1")).unwrap();
    let refused = scene.stopped("tablet-1", "Casilda Ferreyra");
    assert_eq!(refused, Stopped::Fault(Fault::OtherDevice));
}

#[tokio::test]
async fn policy_decides_what_goes_along_and_who_makes_a_copy() {
    let scene = Scene::new().await;
    let one = people(&[("300001", "Honorata Iglesias Roca", "1966-06-06")]);
    scene.add("secret", &["border-control"], "confidential", &one).await;
    scene.add("other", &["crime-analysis"], "restricted", &one).await;
    let check = async |by: &str, lists: &[&str], purpose: &str, expect: u16| {
        let chosen = json!({"lists": lists, "purposes": [purpose], "hours": 72});
        let (status, body) = scene.try_make(by, "tablet-1", &chosen).await;
        assert_eq!(status, expect, "{by} {lists:?} {}", String::from_utf8_lossy(&body));
    };
    check("admin-1", &["secret"], "border-control", 403).await;
    check("admin-1", &["other"], "border-control", 403).await;
    check("admin-1", &["people"], "crime-analysis", 403).await;
    check("admin-1", &["none"], "border-control", 404).await;
    check("admin-1", &["people"], "border-control", 200).await;
    check("desk-1", &["people"], "border-control", 200).await;
    // A data-protection officer takes nothing out; without a token nobody does.
    check("dpo-1", &["people"], "border-control", 403).await;
    let path = ("POST", "/api/v1/devices/tablet-1/copy");
    let (status, _) = scene.send_as(None, path, "application/json", b"{}".to_vec()).await;
    assert_eq!(status, 401);
    let chosen = json!({"lists": [], "records": true, "purposes": ["border-control"], "hours": 72});
    let (status, _) = scene.try_make("admin-1", "tablet-1", &chosen).await;
    assert_eq!(status, 403, "an administrator puts no records on a device");
    let long = json!({"lists": ["people"], "purposes": ["border-control"], "hours": 169});
    let (status, body) = scene.try_make("admin-1", "tablet-1", &long).await;
    assert_eq!(status, 422);
    assert!(String::from_utf8_lossy(&body).contains("copy_h_max"));
    assert!(!scene.events_of("copy-made").is_empty());
    let refused = scene.events_of("copy-made tablet-1");
    assert_eq!(refused.iter().filter(|event| event.is_refusal()).count(), 3);
}

/// A stolen passport as the desk publishes it.
fn stolen(number: &str, level: &str) -> Value {
    json!({
        "kind": "travel-document",
        "unit": "POLICE",
        "handling": {"level": level, "codes": []},
        "purposes": ["border-control", "criminal-investigation"],
        "evaluation": {"source": "A", "information": "1", "nature": "fact"},
        "body": {"statement": {"number": number, "document_type": "passport", "status": "stolen"}},
    })
}

#[tokio::test]
async fn records_go_along_as_far_as_both_may_and_leave_when_they_are_recalled() {
    let scene = Scene::new().await;
    let desk = scene.place.token("desk-1");
    let mut ids = Vec::new();
    for (number, level) in [("COL:AX700001", "restricted"), ("COL:AX700002", "confidential")] {
        let body = stolen(number, level).to_string();
        let answer = scene.place.post("/api/v1/records", &desk, body).await;
        assert!(answer.status.is_success(), "{}", answer.text);
        let name = answer.body["name"].as_str().unwrap();
        ids.push(name.split('/').nth(1).unwrap().to_owned());
    }
    let chosen =
        json!({"lists": ["people"], "records": true, "purposes": ["border-control"], "hours": 24});
    scene.make_of("desk-1", "tablet-1", &chosen).await;
    assert_eq!(scene.hits("tablet-1", "AX700002"), 0, "above a front-line officer's level");
    let answered = scene.ask("tablet-1", "AX700001").unwrap().answer;
    let hit = &answered.hits[0];
    assert!(hit.record.as_ref().is_some_and(|record| record.contains(&ids[0])), "{hit:?}");
    assert!(hit.call.contains("whose record it is"), "{}", hit.call);
    let given = scene.events_of("copy-made tablet-1");
    let about: Vec<String> = given[0].about.iter().map(|(_, id)| id.to_string()).collect();
    assert_eq!(about, [ids[0].as_str()], "the owner learns of it");
    let clear = |what: &str| canary::holding(scene.folder.path(), what.as_bytes());
    assert!(clear("AX700001").is_empty());
    let recall = json!({"id": ids[0], "reason": "mistaken"});
    let answer = scene.place.post("/api/v1/recalls", &desk, recall.to_string()).await;
    assert!(answer.status.is_success(), "{}", answer.text);
    let done = scene.refresh("tablet-1").await;
    assert_eq!((done.removed, done.entries), (1, 3));
    assert_eq!(scene.hits("tablet-1", "AX700001"), 0);
    let uses = scene.events_of("ask-offline");
    let named = uses.iter().filter(|event| !event.about.is_empty()).count();
    assert_eq!((uses.len(), named), (2, 1), "the hit on the record names it");
}

#[tokio::test]
async fn a_makers_new_role_takes_the_records_out_and_the_lists_stay() {
    let scene = Scene::new().await;
    let desk = scene.place.token("desk-1");
    let body = stolen("COL:AX700001", "restricted").to_string();
    assert!(scene.place.post("/api/v1/records", &desk, body).await.status.is_success());
    let chosen =
        json!({"lists": ["people"], "records": true, "purposes": ["border-control"], "hours": 24});
    scene.make_of("desk-1", "tablet-1", &chosen).await;
    assert_eq!(scene.hits("tablet-1", "AX700001"), 1);
    let writer = &scene.place.desk.writer;
    writer
        .write(|node| {
            let role = Some(record::policy::Role::FrontlineOfficer);
            node::officer::change(
                node,
                "desk-1",
                node::officer::Change { role, ..Default::default() },
            )
        })
        .await
        .unwrap();
    let done = scene.refresh("tablet-1").await;
    assert_eq!((done.removed, done.entries), (1, 3));
    assert_eq!(scene.hits("tablet-1", "AX700001"), 0);
    assert_eq!(scene.hits("tablet-1", "Casilda Ferreyra"), 1);
}

#[tokio::test]
async fn a_list_whose_review_is_overdue_answers_nobody_on_a_device_either() {
    let scene = Scene::new().await;
    let today = node::act::node_day(scene.clock.now());
    let mut described = about("people", &["border-control"], "restricted");
    described["review"] = json!(today.to_string());
    let token = scene.place.token("admin-1");
    let path = "/api/v1/lists/people";
    assert_eq!(scene.place.put(path, &token, described.to_string()).await.status, 204);
    scene.make("tablet-1").await;
    assert_eq!(scene.hits("tablet-1", "Casilda Ferreyra"), 1);
    scene.clock.advance(DAY_MS);
    let answer = scene.ask("tablet-1", "Casilda Ferreyra").unwrap().answer;
    assert_eq!((answer.hits.len(), answer.not_asked.len()), (0, 1));
    assert_eq!(answer.not_asked[0].list, "people");
    assert_eq!(
        stopped(scene.ask_for("tablet-1", "Casilda Ferreyra", Purpose::CrimeAnalysis)),
        Stopped::Purpose
    );
}

#[tokio::test]
async fn a_device_keeps_no_more_questions_than_it_may() {
    let few = |folder: &std::path::Path| support::place::set(folder, "copy_questions_max", "3");
    let scene = Scene::with(few).await;
    scene.make("tablet-1").await;
    for _ in 0..3 {
        assert_eq!(scene.hits("tablet-1", "Casilda Ferreyra"), 1);
    }
    assert_eq!(scene.stopped("tablet-1", "Casilda Ferreyra"), Stopped::Full);
    assert_eq!(scene.refresh("tablet-1").await.handed_over, 3);
    assert_eq!(scene.hits("tablet-1", "Casilda Ferreyra"), 1);
}

fn amana(args: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_amana")).args(args).output().unwrap()
}

/// The kernel refuses what goes beyond the limit, as a full disk does; nothing is half written.
#[tokio::test]
async fn on_a_full_disk_the_old_copy_stays() {
    let scene = Scene::new().await;
    let many: Vec<(String, String)> =
        (0..400).map(|n| (format!("4{n:05}"), format!("Ximeno Overbrook{n}"))).collect();
    let many: Vec<(&str, &str, &str)> =
        many.iter().map(|(id, name)| (id.as_str(), name.as_str(), "1970")).collect();
    scene.make("tablet-1").await;
    scene.renew(&people(&[&THREE[..], &many].concat())).await;
    let before = std::fs::read(scene.file("tablet-1")).unwrap();
    let said = scene.folder.join("answer");
    let (_, answer) = scene.contact(scene.request("tablet-1")).await;
    std::fs::write(&said, answer).unwrap();
    let (file, device) = (scene.file("tablet-1"), scene.folder.join("tablet-1"));
    let take = |limit: &str| {
        let line = format!(
            "trap '' XFSZ; ulimit -f {limit}; exec {} copy take {} {} --device {}",
            env!("CARGO_BIN_EXE_amana"),
            file.display(),
            said.display(),
            device.display()
        );
        Command::new("bash").args(["-c", &line]).output().unwrap()
    };
    // Blocks of 1,024 bytes: the state fits, the copy does not.
    let refused = take("8");
    assert!(!refused.status.success(), "{refused:?}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert!(!scene.folder.join("tablet-1.amana-copy.new").exists());
    assert_eq!(scene.hits("tablet-1", "Casilda Ferreyra"), 1);
    let taken = take("unlimited");
    assert!(taken.status.success(), "{taken:?}");
    assert_eq!(scene.hits("tablet-1", "Ximeno Overbrook17"), 20, "the most alike are shown");
}

/// The files of a device's folder.
fn files(folder: &std::path::Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn put_back(files: &[(PathBuf, Vec<u8>)], which: impl Fn(&str) -> bool) {
    for (path, bytes) in files {
        if which(path.file_name().unwrap().to_str().unwrap()) {
            std::fs::write(path, bytes).unwrap();
        }
    }
}

/// Wherever taking an answer is cut short, one whole copy opens, and the contact goes on.
#[tokio::test]
async fn wherever_a_contact_is_cut_short_one_whole_copy_opens() {
    let scene = Scene::new().await;
    scene.make("tablet-1").await;
    let folder = scene.folder.join("tablet-1");
    // 0: before anything; 1: it remembers what will be shared; 2: the new copy is in its place;
    // 3: the state is the new one, and the old key is still there.
    for cut in 0..4 {
        scene.ask("tablet-1", "Casilda Ferreyra").unwrap();
        let (_, answer) = scene.contact(scene.request("tablet-1")).await;
        let (before, old) = (files(&folder), std::fs::read(scene.file("tablet-1")).unwrap());
        let mut device = device::Device::open(&scene.device("tablet-1")).unwrap();
        let (_, plain) = device.open_file(&answer, seal::copy::What::Answer).unwrap();
        let reply: Reply = record::cbor::from_bytes(&plain).unwrap();
        device.expect(reply.generation, reply.shared).unwrap();
        drop(device);
        let expecting = files(&folder);
        scene.take("tablet-1", &answer).unwrap();
        match cut {
            0 => put_back(&before, |_| true),
            1 | 2 => put_back(&expecting, |_| true),
            _ => put_back(&before, |name| name == "key"),
        }
        if cut < 2 {
            std::fs::write(scene.file("tablet-1"), &old).unwrap();
        }
        assert_eq!(scene.hits("tablet-1", "Casilda Ferreyra"), 1, "cut at {cut}");
        let done = scene.refresh("tablet-1").await;
        assert_eq!((done.outcome.as_str(), done.entries), ("carried", 3), "cut at {cut}");
        assert_eq!(scene.hits("tablet-1", "Casilda Ferreyra"), 1, "cut at {cut}");
    }
    assert_eq!(scene.refresh("tablet-1").await.handed_over, 1);
    assert_eq!(scene.events_of("ask-offline").len(), 12);
}

#[tokio::test]
async fn the_page_of_a_copy_answers_without_scripts_and_to_this_machine_alone() {
    let scene = Scene::new().await;
    scene.make("tablet-1").await;
    scene.clock.advance(37 * HOUR_MS);
    let address = "127.0.0.1:7481".parse().unwrap();
    let router = serve::router(scene.opened("tablet-1", "tablet-1"), address);
    let ask = async |request: Request<Body>| {
        let response = router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, headers, String::from_utf8_lossy(&bytes).into_owned())
    };
    let get = |path: &str, host: &str| {
        Request::get(path).header("host", host).body(Body::empty()).unwrap()
    };
    let page = "/plain/ask?language=en&purpose=border-control";
    let (status, headers, text) = ask(get(page, "127.0.0.1:7481")).await;
    assert_eq!(status, 200, "{text}");
    assert!(text.contains("<form") && text.contains("stale"), "{text}");
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !text.contains("<script"));
    let (status, _, _) = ask(get(page, "evil.example:7481")).await;
    assert_eq!(status, 403, "a name that was made to lead here");
    let post = |origin: &str| {
        Request::post(page)
            .header("host", "127.0.0.1:7481")
            .header("origin", origin)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("text=Casilda+Ferreyra&kind=&birth=1980&country="))
            .unwrap()
    };
    let (status, _, _) = ask(post("http://evil.example")).await;
    assert_eq!(status, 403);
    let (status, headers, text) = ask(post("http://127.0.0.1:7481")).await;
    assert_eq!(status, 200, "{text}");
    assert!(text.contains("Casilda Ferreyra") && text.contains("old"), "{text}");
    assert!(!text.contains("/plain/record"), "there are no pages of records here");
    assert_eq!(headers["cache-control"], "no-store");
    for (language, word) in [("ar", "قديمة"), ("fr", "ancienne"), ("es", "antigua")] {
        let page = format!("/plain/ask?language={language}&purpose=border-control");
        let (_, _, text) = ask(get(&page, "localhost:7481")).await;
        assert!(text.contains(word), "{language}: {text}");
        assert!(!text.contains("⟦"), "{language}: {text}");
    }
    scene.clock.advance(40 * HOUR_MS);
    let (status, _, text) = ask(post("http://127.0.0.1:7481")).await;
    assert_eq!(status, 422);
    assert!(text.contains("expired") && !text.contains("Casilda"), "{text}");
}

#[tokio::test]
async fn the_command_line_goes_the_whole_way() {
    let scene = Scene::new().await;
    scene.make("tablet-1").await;
    let copy = scene.file("tablet-1").display().to_string();
    let device = scene.folder.join("tablet-1").display().to_string();
    let whole = ["--purpose", "border-control", "ask", "--offline", &copy, "--device", &device];
    let asked = amana(&[&whole[..], &["Casilda Ferreyra"]].concat());
    let text = String::from_utf8_lossy(&asked.stdout).into_owned();
    assert!(asked.status.success(), "{asked:?}");
    assert!(text.contains("old") && text.contains("Casilda Ferreyra"), "{text}");
    let evidence = text.find("same word").unwrap_or(usize::MAX);
    let score = text.find("name/1").unwrap();
    assert!(evidence < score, "evidence before the score: {text}");
    let asked = amana(&[&["--json"], &whole[..], &["AX100002"]].concat());
    let value: Value = serde_json::from_slice(&asked.stdout).unwrap();
    assert_eq!(value["hits"][0]["entry"]["reference"], "100002");
    assert_eq!(value["copy"]["device"], "tablet-1");
    let said = scene.folder.join("said").display().to_string();
    let carried = amana(&["copy", "request", &copy, "--out", &said, "--device", &device]);
    assert!(carried.status.success(), "{carried:?}");
    let (status, answer) = scene.contact(std::fs::read(&said).unwrap()).await;
    assert_eq!(status, 200);
    let back = scene.folder.join("back");
    std::fs::write(&back, answer).unwrap();
    let back = back.display().to_string();
    let taken = amana(&["copy", "take", &copy, &back, "--device", &device]);
    let text = String::from_utf8_lossy(&taken.stdout).into_owned();
    assert!(taken.status.success() && text.contains("2 questions handed over"), "{taken:?}");
    let shown = amana(&["copy", "show", &copy, "--device", &device, "--language", "fr"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("copie"), "{shown:?}");
    let other = amana(&["copy", "show", &copy, "--device", &said]);
    assert!(!other.status.success(), "a file is no device's folder");
}
