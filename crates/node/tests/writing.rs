//! What officers are writing: kept, gone on with elsewhere, sent once, and nobody else's.
//!
//! It is long because one officer's writing is followed from its beginning to where it ends.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use axum::body::Body;
use axum::http::Request;
use node::session::{self, Scope};
use node::writing::{self, Key, Once, Written};
use node::{Error, due};
use record::Unit;
use record::moment::DAY_MS;
use record::policy::Role;
use serde_json::{Value, json};
use support::place::{Answer, Place};
use support::{Network, message, officer};

const KEY: &str = "0f0e0d0c0b0a09080706050403020100";
const FOR_WORK: &str = "criminal-investigation";

fn path(key: &str) -> String {
    format!("/api/v1/drafts/{key}")
}

fn change(base: u32, subject: &str) -> String {
    let written = json!({"kind": "message", "title": subject, "content": {"subject": subject}});
    json!({"base": base, "written": written}).to_string()
}

/// Status, and the version that is kept now.
fn told(answer: &Answer) -> (u16, Option<u64>) {
    (answer.status.as_u16(), answer.body["version"].as_u64())
}

async fn publish(place: &Place, token: &str, key: &str, text: &str) -> Answer {
    publish_for(place, token, key, text, None).await
}

/// Publishes a message, for a case where one is named.
async fn publish_for(
    place: &Place,
    token: &str,
    key: &str,
    text: &str,
    case: Option<&str>,
) -> Answer {
    let body = serde_json::to_string(&message(text, &[])).unwrap();
    let request = Request::post("/api/v1/records")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("idempotency-key", key);
    let request = case.into_iter().fold(request, |asked, case| asked.header("amana-case", case));
    place.ask(request.body(Body::from(body)).unwrap()).await
}

async fn records(place: &Place, token: &str) -> usize {
    let list = place.get("/api/v1/records", token, FOR_WORK).await;
    list.body["records"].as_array().unwrap().len()
}

/// Another officer, with a token that reads and writes.
async fn colleague(place: &Place, code: &str, unit: &str) -> String {
    let (code, unit) = (code.to_owned(), Unit::new(unit).unwrap());
    let enrol = move |node: &mut node::Node| {
        session::enrol(node, &code, &code, Role::DeskOfficer, &unit)?;
        session::issue(node, &code, &[Scope::Read, Scope::Write], 1)
    };
    place.desk.writer.write(enrol).await.unwrap()
}

async fn audit(place: &Place) -> String {
    place.get("/api/v1/audit?limit=200", &place.token("dpo-1"), FOR_WORK).await.text
}

#[tokio::test]
async fn a_draft_goes_on_elsewhere_and_overwrites_nothing_unseen() {
    let place = Place::new();
    let desk = place.token("desk-1");
    assert_eq!(told(&place.put(&path(KEY), &desk, change(0, "half")).await), (200, Some(1)));
    assert_eq!(told(&place.put(&path(KEY), &desk, change(1, "more")).await), (200, Some(2)));
    // Another desk that still has the first version, and one that believes it to be new.
    for base in [0, 1, 3] {
        let refused = place.put(&path(KEY), &desk, change(base, "other")).await;
        assert_eq!(refused.status.as_u16(), 409, "{}", refused.text);
        assert_eq!(refused.body["type"], "urn:amana:problem:conflict");
    }
    let shown = place.get(&path(KEY), &desk, "").await;
    assert_eq!(shown.body["written"]["content"]["subject"], "more", "{}", shown.text);
    assert_eq!((&shown.body["version"], &shown.body["sent"]), (&json!(2), &Value::Null));
    let listed = place.get("/api/v1/drafts", &desk, "").await;
    assert_eq!(listed.body[0]["title"], "more", "{}", listed.text);
    // Thrown away at one desk, it comes back with what another had written.
    assert_eq!(place.delete(&path(KEY), &desk).await.status.as_u16(), 204);
    assert_eq!(place.get(&path(KEY), &desk, "").await.body["written"], Value::Null);
    assert_eq!(told(&place.put(&path(KEY), &desk, change(2, "again")).await), (200, Some(3)));
    let audit = audit(&place).await;
    assert_eq!(audit.matches("draft-begun").count(), 2, "{audit}");
    assert_eq!(audit.matches("draft-discarded").count(), 1, "{audit}");
    assert!(!audit.contains("more"), "references, never content");
}

#[tokio::test]
async fn what_is_sent_again_is_published_once() {
    let place = Place::new();
    let desk = place.token("desk-1");
    place.put(&path(KEY), &desk, change(0, "half")).await;
    let (first, second) = tokio::join!(
        publish(&place, &desk, KEY, "a parcel"),
        publish(&place, &desk, KEY, "a parcel")
    );
    let third = publish(&place, &desk, &format!("{}-{}", &KEY[..8], &KEY[8..]), "a parcel").await;
    for answer in [&first, &second, &third] {
        assert_eq!(answer.status.as_u16(), 201, "{}", answer.text);
        assert_eq!(answer.body, first.body);
    }
    assert_eq!(records(&place, &desk).await, 1);
    // The draft became the record: nothing of it is left, and it is not begun anew.
    let shown = place.get(&path(KEY), &desk, "").await;
    assert_eq!((&shown.body["sent"], &shown.body["written"]), (&first.body["name"], &Value::Null));
    assert_eq!(place.put(&path(KEY), &desk, change(1, "more")).await.status.as_u16(), 409);
    // Without a key, and under another, it is another record.
    publish(&place, &desk, &KEY.replace('0', "1"), "a parcel").await;
    assert_eq!(records(&place, &desk).await, 2);
    assert_eq!(audit(&place).await.matches("sent-before").count(), 2);
}

#[tokio::test]
async fn what_is_published_for_a_case_is_audited_with_it_and_the_record_says_nothing_of_it() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let [first, second] = [KEY.to_owned(), KEY.replace('0', "1")];
    for (key, case) in [(&first, Some("CO-2026%2F17")), (&second, None), (&first, Some("other"))] {
        let answer = publish_for(&place, &desk, key, "a parcel", case).await;
        assert_eq!(answer.status.as_u16(), 201, "{}", answer.text);
        let (name, _) = answer.body["name"].as_str().unwrap().rsplit_once('/').unwrap();
        let record = place.get(&format!("/api/v1/records/{name}"), &desk, FOR_WORK).await;
        assert_eq!(record.status.as_u16(), 200, "{}", record.text);
        assert!(!record.text.contains("2026/17"), "{}", record.text);
    }
    let lines = place.get("/api/v1/audit?limit=200", &place.token("dpo-1"), FOR_WORK).await.body;
    let lines = lines["events"].as_array().unwrap().iter().rev();
    let published: Vec<_> = lines.filter(|line| line["deed"] == "published").collect();
    let cases: Vec<_> = published.iter().map(|line| line["case"].as_str()).collect();
    // The job after it is for no case, and what is sent again is asked for another one.
    assert_eq!(cases, [Some("CO-2026/17"), None, Some("other")], "{published:?}");
}

#[tokio::test]
async fn another_draft_under_a_used_key_is_refused() {
    let place = Place::new();
    let desk = place.token("desk-1");
    assert_eq!(publish(&place, &desk, KEY, "a parcel").await.status.as_u16(), 201);
    let refused = publish(&place, &desk, KEY, "another parcel").await;
    assert_eq!(refused.status.as_u16(), 409, "{}", refused.text);
    assert_eq!(records(&place, &desk).await, 1);
    assert_eq!(publish(&place, &desk, "not a key", "a parcel").await.status.as_u16(), 422);
    // A key is the officer's own: what a colleague sends under the same one is his.
    let other = colleague(&place, "desk-2", "POLICE").await;
    assert_eq!(publish(&place, &other, KEY, "another parcel").await.status.as_u16(), 201);
    assert_eq!(records(&place, &desk).await, 2);
}

async fn reply(place: &Place, (token, key): (&str, &str), to: &str, body: &Value) -> Answer {
    let request = Request::post(format!("/api/v1/records/{to}/replies"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("amana-purpose", FOR_WORK)
        .header("idempotency-key", key);
    place.ask(request.body(Body::from(body.to_string())).unwrap()).await
}

fn says(message_type: &str, text: &str) -> Value {
    let mut body = json!({"type": message_type, "text": {"language": "en", "text": text}});
    if message_type == "refusal" {
        body["refusal"] = json!("national-security");
    }
    body
}

/// A request of our own: who asks may also write in its thread. Its address and its thread.
async fn asked(place: &Place, token: &str) -> (String, String) {
    let mut draft = serde_json::to_value(message("a container", &[])).unwrap();
    draft["body"]["statement"]["type"] = json!("request");
    let published = place.post("/api/v1/records", token, draft.to_string()).await;
    assert_eq!(published.status.as_u16(), 201, "{}", published.text);
    let name = published.body["name"].as_str().unwrap();
    let (path, id) = (name.rsplit_once('/').unwrap().0, name.split('/').nth(1).unwrap());
    (path.to_owned(), id.to_owned())
}

async fn messages(place: &Place, token: &str, thread: &str) -> usize {
    let opened = place.get(&format!("/api/v1/threads/{thread}"), token, FOR_WORK).await;
    opened.body["messages"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_reply_of_any_kind_that_is_sent_again_is_sent_once() {
    let place = Place::new();
    let desk = place.token("desk-1");
    for (number, kind) in
        ["answer", "partial-answer", "clarification", "refusal"].into_iter().enumerate()
    {
        let key = format!("{number:032x}");
        let (to, thread) = asked(&place, &desk).await;
        let said = says(kind, "No.");
        let (first, second) = tokio::join!(
            reply(&place, (&desk, &key), &to, &said),
            reply(&place, (&desk, &key), &to, &said)
        );
        let third = reply(&place, (&desk, &key), &to, &said).await;
        for answer in [&first, &second, &third] {
            assert_eq!(answer.status.as_u16(), 201, "{kind}: {}", answer.text);
            assert_eq!(answer.body, first.body, "{kind}");
        }
        assert_eq!(messages(&place, &desk, &thread).await, 2, "{kind}");
        // Without the key it is another reply.
        let plain = format!("/api/v1/records/{to}/replies");
        let request = Request::post(plain)
            .header("authorization", format!("Bearer {desk}"))
            .header("content-type", "application/json")
            .header("amana-purpose", FOR_WORK);
        let again = place.ask(request.body(Body::from(said.to_string())).unwrap()).await;
        assert_eq!(again.status.as_u16(), 201, "{kind}: {}", again.text);
        assert_eq!(messages(&place, &desk, &thread).await, 3, "{kind}");
    }
    assert_eq!(audit(&place).await.matches("sent-before").count(), 8);
}

/// Another reply, the same reply to another message, and a draft under the key of a reply: each is
/// something else, and nothing of it is sent.
#[tokio::test]
async fn something_else_under_the_key_of_a_reply_is_refused() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let (to, thread) = asked(&place, &desk).await;
    let (other, elsewhere) = asked(&place, &desk).await;
    let said = says("clarification", "Which one?");
    assert_eq!(reply(&place, (&desk, KEY), &to, &said).await.status.as_u16(), 201);
    let held = records(&place, &desk).await;
    let changed = says("clarification", "Which two?");
    assert_eq!(reply(&place, (&desk, KEY), &to, &changed).await.status.as_u16(), 409);
    assert_eq!(reply(&place, (&desk, KEY), &other, &said).await.status.as_u16(), 409);
    assert_eq!(publish(&place, &desk, KEY, "a parcel").await.status.as_u16(), 409);
    assert_eq!(reply(&place, (&desk, "no key"), &to, &said).await.status.as_u16(), 422);
    assert_eq!((messages(&place, &desk, &thread).await, records(&place, &desk).await), (2, held));
    assert_eq!(messages(&place, &desk, &elsewhere).await, 1);
    // A key is the officer's own, and a refused reply uses none up.
    let colleague = colleague(&place, "desk-2", "POLICE").await;
    let wrong = json!({"type": "refusal", "refusal": "no-time",
        "text": {"language": "en", "text": "No."}});
    assert_eq!(reply(&place, (&colleague, KEY), &to, &wrong).await.status.as_u16(), 422);
    assert_eq!(reply(&place, (&colleague, KEY), &to, &said).await.status.as_u16(), 201);
    assert_eq!(messages(&place, &desk, &thread).await, 3);
}

/// The message that was replied to was taken back meanwhile: the reply that went is still told, and
/// no second one goes.
#[tokio::test]
async fn a_reply_is_told_again_when_what_it_answers_is_gone() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let (to, _) = asked(&place, &desk).await;
    let said = says("clarification", "Which one?");
    let first = reply(&place, (&desk, KEY), &to, &said).await;
    let recall = json!({"id": to.split('/').nth(1).unwrap(), "reason": "mistaken"});
    let recalled = place.post("/api/v1/recalls", &desk, recall.to_string()).await;
    assert_eq!(recalled.status.as_u16(), 201, "{}", recalled.text);
    let again = reply(&place, (&desk, KEY), &to, &said).await;
    assert_eq!((again.status.as_u16(), &again.body), (201, &first.body), "{}", again.text);
    let fresh = reply(&place, (&desk, &KEY.replace('0', "1")), &to, &said).await;
    assert!(!fresh.status.is_success(), "{}", fresh.text);
}

/// A draft that a rule refuses stays a draft, and its key is free.
#[tokio::test]
async fn a_refused_draft_uses_up_no_key() {
    let mut network = Network::new(&["XA"]);
    let node = network.at("XA");
    let once = |draft: &record::Draft| Once::of(Key::parse(KEY).unwrap(), draft).unwrap();
    let mut wrong = message("a parcel", &[]);
    wrong.purposes = vec![record::Purpose::BorderControl, record::Purpose::Alert];
    let by = node::author::Author { role: record::policy::Role::Administrator, ..officer() };
    let read = node::author::read(wrong.clone()).unwrap();
    let outcome = node.commit(|node| writing::publish_once(node, &once(&wrong), read, &by));
    assert!(matches!(outcome.unwrap(), Err(Error::Refused(_))));
    let right = message("a parcel", &[]);
    let read = node::author::read(right.clone()).unwrap();
    let outcome = node.commit(|node| writing::publish_once(node, &once(&right), read, &officer()));
    outcome.unwrap().unwrap();
}

#[tokio::test]
async fn drafts_are_the_officers_own_and_sealed_on_the_disk() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let canary = "serinus canaria in a draft";
    place.put(&path(KEY), &desk, change(0, canary)).await;
    let other = colleague(&place, "desk-2", "POLICE").await;
    assert_eq!(place.get(&path(KEY), &other, "").await.body["written"], Value::Null);
    assert_eq!(place.get("/api/v1/drafts", &other, "").await.body, json!([]));
    place.delete(&path(KEY), &other).await;
    assert!(place.get(&path(KEY), &desk, "").await.text.contains(canary));
    // The same key is another draft of another officer.
    assert_eq!(told(&place.put(&path(KEY), &other, change(0, "theirs")).await), (200, Some(1)));
    for token in [place.token("dpo-1"), place.token("admin-1")] {
        assert!(!place.get("/api/v1/drafts", &token, "").await.text.contains(canary));
    }
    let image = place.desk.readers.read(|sight| sight.store.image()).unwrap();
    let holds = |needle: &[u8]| image.windows(needle.len()).any(|window| window == needle);
    assert!(holds(b"draft-begun"), "there is something to look at");
    assert!(!holds(canary.as_bytes()));
    // Whoever moves the row to another officer cannot open it there.
    let moved = place.desk.readers.read(|sight| {
        let kept = sight.store.draft("desk-1", &Key::parse(KEY)?.0)?.unwrap();
        let aad = [b"amana/1/draft\ndesk-2\n".as_slice(), &kept.id].concat();
        sight.vault.open_words(&aad, &kept.sealed).map(|_| ())
    });
    assert!(moved.is_err());
    let admin = place.token("admin-1");
    assert_eq!(place.delete("/api/v1/officers/desk-1", &admin).await.status.as_u16(), 204);
    let left = place.desk.readers.read(|sight| sight.store.drafts("desk-1")).unwrap();
    assert_eq!(left, []);
}

#[tokio::test]
async fn drafts_are_bounded() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let long = change(0, &"a".repeat(node::Config::default().draft_bytes_max));
    let refused = place.put(&path(KEY), &desk, long).await;
    assert!(refused.text.contains("draft_bytes_max"), "{}", refused.text);
    for body in [r#"{"base":0}"#, r#"{"base":0,"written":{"kind":"poem","content":{}}}"#] {
        assert_eq!(place.put(&path(KEY), &desk, body).await.status.as_u16(), 422, "{body}");
    }
    let max = node::Config::default().drafts_max;
    for number in 0..max {
        let kept = place.put(&path(&format!("{number:032x}")), &desk, change(0, "a")).await;
        assert_eq!(kept.status.as_u16(), 200, "{}", kept.text);
    }
    let refused = place.put(&path(KEY), &desk, change(0, "a")).await;
    assert!(refused.text.contains("drafts_max"), "{}", refused.text);
    let kept = place.put(&path(&format!("{:032x}", 0)), &desk, change(1, "b")).await;
    assert_eq!(told(&kept), (200, Some(2)), "one that is there is gone on with");
}

#[test]
fn drafts_that_nobody_goes_on_with_are_destroyed() {
    let mut network = Network::new(&["XA"]);
    let clock = network.clock.clone();
    let node = network.at("XA");
    let written =
        |title: &str| Written { kind: "message".into(), title: title.into(), content: json!({}) };
    let keep = |node: &mut node::Node, number: u8, base: u32| {
        let (by, key) = (officer(), Key([number; 16]));
        node.commit(|node| writing::keep(node, &by, &key, base, &written("a"))).unwrap();
    };
    for number in [1, 2] {
        keep(node, number, 0);
    }
    clock.advance(29 * DAY_MS);
    keep(node, 2, 1);
    clock.advance(2 * DAY_MS);
    node.commit(due::round).unwrap();
    let left = node.store.drafts(&officer().officer).unwrap();
    assert_eq!(left.iter().map(|kept| kept.id[0]).collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn a_template_is_its_officers_or_its_units() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let unit = place.get("/api/v1/me", &desk, "").await.body["unit"].as_str().unwrap().to_owned();
    let near = colleague(&place, "desk-2", &unit).await;
    let far = colleague(&place, "desk-3", "ELSEWHERE").await;
    let template = |shared: bool| {
        let content = json!({"body": {"statement": {"subject": "Container"}}});
        let written = json!({"kind": "message", "title": "Container", "content": content});
        json!({"shared": shared, "written": written}).to_string()
    };
    let path = format!("/api/v1/templates/{KEY}");
    let seen = async |token: &str| place.get(&path, token, "").await.status.as_u16();
    assert_eq!(place.put(&path, &desk, template(false)).await.status.as_u16(), 204);
    assert_eq!((seen(&desk).await, seen(&near).await, seen(&far).await), (200, 404, 404));
    assert_eq!(place.put(&path, &desk, template(true)).await.status.as_u16(), 204);
    assert_eq!((seen(&desk).await, seen(&near).await, seen(&far).await), (200, 200, 404));
    let listed = place.get("/api/v1/templates", &near, "").await;
    assert_eq!((&listed.body[0]["own"], &listed.body[0]["shared"]), (&json!(false), &json!(true)));
    assert_eq!(place.get("/api/v1/templates", &far, "").await.body, json!([]));
    // Only who made it changes or forgets it.
    assert_eq!(place.put(&path, &near, template(false)).await.status.as_u16(), 404);
    assert_eq!(place.delete(&path, &near).await.status.as_u16(), 404);
    assert_eq!(place.delete(&path, &desk).await.status.as_u16(), 204);
    assert_eq!(seen(&desk).await, 404);
    let max = node::Config::default().templates_max;
    for number in 0..=max {
        let path = format!("/api/v1/templates/{number:032x}");
        let kept = place.put(&path, &desk, template(false)).await;
        let expect = if number < max { 204 } else { 422 };
        assert_eq!(kept.status.as_u16(), expect, "{}", kept.text);
    }
}
