//! Passkeys: made by a link, signed in with, decided with; and each way in which they are attacked.
//!
//! It is long because it is one list.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Method, Request, StatusCode};
use node::cli::address;
use node::decided::{self, Deed, Kept, Verdict};
use node::passkey::challenge::Use;
use node::passkey::{self, Answer, Made};
use node::{Error, fsck, session};
use record::policy::Role;
use record::{Digest, Unit};
use serde_json::{Value, json};
use support::authenticator::Authenticator;
use support::place::{Answer as Answered, Place};
use support::{Network, officer};

const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 (an exercise)";
const ASSERTION: &str = "amana-assertion";

/// A node to which browsers come.
struct Door(Place);

impl Door {
    fn new() -> Self {
        Self(Place::prepared(|path| support::place::set(path, "links_sign_in", "false")))
    }

    async fn ask(&self, request: Builder, cookie: &str, body: &Value) -> Answered {
        let request = request
            .header("host", "localhost")
            .header("user-agent", BROWSER)
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookie);
        let body = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let request = request.header("content-type", "application/json");
        self.0.ask(request.body(Body::from(body)).unwrap()).await
    }

    async fn post(&self, path: &str, cookie: &str, body: &Value) -> Answered {
        self.ask(Request::post(path), cookie, body).await
    }

    /// A change that is a decision: what the node asks is signed, and it is asked again.
    async fn decide(
        &self,
        method: Method,
        path: &str,
        cookie: &str,
        by: &Authenticator,
    ) -> Answered {
        self.decide_with(method, path, cookie, (by, &Value::Null)).await
    }

    async fn decide_with(
        &self,
        method: Method,
        path: &str,
        cookie: &str,
        (by, body): (&Authenticator, &Value),
    ) -> Answered {
        let request = || Request::builder().method(method.clone()).uri(path);
        let asked = self.ask(request(), cookie, body).await;
        assert_eq!(asked.status, StatusCode::PRECONDITION_REQUIRED, "{path}: {}", asked.text);
        let answer = by.answer(&asked.body["assertion"]).to_string();
        self.ask(request().header(ASSERTION, answer), cookie, body).await
    }

    /// The secret of a link that the first administrator makes.
    async fn link(&self, officer: &str) -> String {
        let token = self.0.token("admin-1");
        let path = format!("/api/v1/officers/{officer}/sign-in-links");
        let made = self.0.post(&path, &token, "").await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        made.body["path"].as_str().unwrap().trim_start_matches("/sign-in/").to_owned()
    }

    async fn enrol_with(&self, link: &str, with: &mut Authenticator) -> Answered {
        let asked = self.post("/api/v1/enrolment/challenge", "", &json!({"link": link})).await;
        let asked = &asked.body["asked"];
        let made = json!({"ticket": asked["ticket"], "name": "a laptop",
            "credential": with.make(&asked["options"])});
        self.post("/api/v1/enrolment", "", &json!({"link": link, "made": made})).await
    }

    /// An officer with a passkey, and the cookie of the session that making it opened.
    async fn enrolled(&self, officer: &str) -> (Authenticator, String) {
        let mut with = Authenticator::new();
        let answer = self.enrol_with(&self.link(officer).await, &mut with).await;
        (with, cookie(&answer))
    }

    /// An administrator more, whom the machine enrols: no administrator does it alone.
    async fn administrator(&self, code: &str) -> (Authenticator, String) {
        let (officer, unit) = (code.to_owned(), Unit::new("POLICE").unwrap());
        let enrol = move |node: &mut node::Node| {
            session::enrol(node, &officer, &officer, Role::Administrator, &unit)
        };
        self.0.desk.writer.write(enrol).await.unwrap();
        self.enrolled(code).await
    }

    async fn challenge(&self) -> Value {
        self.post("/api/v1/sign-in/challenge", "", &Value::Null).await.body
    }

    async fn sign_in(&self, with: &Authenticator) -> Answered {
        let answer = with.answer(&self.challenge().await);
        self.post("/api/v1/sign-in", "", &answer).await
    }

    async fn is_in(&self, cookie: &str) -> bool {
        self.ask(Request::get("/api/v1/me"), cookie, &Value::Null).await.status == StatusCode::OK
    }

    async fn sign_ins(&self, cookie: &str) -> Value {
        self.ask(Request::get("/api/v1/me/sign-ins"), cookie, &Value::Null).await.body
    }

    async fn audit(&self) -> Vec<Value> {
        let dpo = self.0.token("dpo-1");
        let audit = self.0.get("/api/v1/audit?limit=200", &dpo, "").await;
        audit.body["events"].as_array().unwrap().clone()
    }

    /// A record of this node, published by a program.
    async fn record(&self) -> String {
        let draft = serde_json::to_string(&support::message("a parcel", &[])).unwrap();
        let made = self.0.post("/api/v1/records", &self.0.token("desk-1"), draft).await;
        let name = made.body["name"].as_str().unwrap().to_owned();
        name.split('/').nth(1).unwrap().to_owned()
    }
}

fn cookie(answer: &Answered) -> String {
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text);
    let set = answer.headers["set-cookie"].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

fn refused(answer: &Answered, status: u16, slug: &str) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert_eq!(answer.body["type"], format!("urn:amana:problem:{slug}"), "{}", answer.text);
}

#[tokio::test]
async fn a_link_makes_a_passkey_and_the_passkey_signs_in() {
    let door = Door::new();
    let link = door.link("desk-1").await;
    let by_itself = door.post(&format!("/sign-in/{link}"), "", &Value::Null).await;
    assert_eq!(by_itself.status, StatusCode::FORBIDDEN, "a link alone signs nobody in");
    let mut device = Authenticator::new();
    let first = cookie(&door.enrol_with(&link, &mut device).await);
    assert!(door.is_in(&first).await);
    let again = door.post("/api/v1/enrolment/challenge", "", &json!({"link": link})).await;
    refused(&again, 401, "unauthenticated");
    let second = cookie(&door.sign_in(&device).await);
    let own = door.sign_ins(&second).await;
    assert_eq!(own["passkeys"][0]["name"], "a laptop", "{own}");
    let sessions = own["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2, "{own}");
    assert!(sessions.iter().all(|one| one["browser"] == BROWSER && one["passkey"] == "a laptop"));
    assert_eq!(sessions.iter().filter(|one| one["this"] == true).count(), 1);
}

#[tokio::test]
async fn links_that_wait_end_when_a_passkey_is_made_and_no_other_is_given() {
    let door = Door::new();
    let waits = door.link("desk-1").await;
    door.enrolled("desk-1").await;
    let late = door.post("/api/v1/enrolment/challenge", "", &json!({"link": waits})).await;
    refused(&late, 401, "unauthenticated");
    let path = "/api/v1/officers/desk-1/sign-in-links";
    let another = door.0.post(path, &door.0.token("admin-1"), "").await;
    refused(&another, 409, "has-passkey");
}

#[tokio::test]
async fn a_passkey_that_did_not_sign_this_here_in_person_signs_nobody_in() {
    let door = Door::new();
    let (mut device, _) = door.enrolled("desk-1").await;
    type Change = fn(&mut Authenticator);
    let changes: [(&str, Change, Change); 4] = [
        (
            "another port",
            |d| d.origin = "http://localhost:9".into(),
            |d| {
                d.origin = "http://localhost:7480".into();
            },
        ),
        (
            "another site",
            |d| d.origin = "https://elsewhere.example".into(),
            |d| {
                d.origin = "http://localhost:7480".into();
            },
        ),
        (
            "another relying party",
            |d| d.rp_id = "elsewhere.example".into(),
            |d| {
                d.rp_id = "localhost".into();
            },
        ),
        ("no person", |d| d.verifies = false, |d| d.verifies = true),
    ];
    for (what, worse, mend) in changes {
        worse(&mut device);
        let answer = door.sign_in(&device).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what}: {}", answer.text);
        mend(&mut device);
    }
    let answer = device.answer(&door.challenge().await);
    cookie(&door.post("/api/v1/sign-in", "", &answer).await);
    refused(&door.post("/api/v1/sign-in", "", &answer).await, 401, "unauthenticated");
    let mut other_challenge = device.answer(&door.challenge().await);
    other_challenge["ticket"] = door.challenge().await["ticket"].clone();
    let swapped = door.post("/api/v1/sign-in", "", &other_challenge).await;
    refused(&swapped, 401, "unauthenticated");
    let mut forged = device.answer(&door.challenge().await);
    forged["ticket"] = json!("00".repeat(56));
    refused(&door.post("/api/v1/sign-in", "", &forged).await, 401, "unauthenticated");
    let stranger = Authenticator::new();
    refused(&door.sign_in(&stranger).await, 401, "unauthenticated");
    let told = door.audit().await;
    let why = |why: &str| told.iter().filter(|entry| entry["reason"] == why).count();
    assert_eq!((why("passkey-refused"), why("passkey-unknown")), (7, 1), "{told:?}");
    let whose = told.iter().find(|entry| entry["reason"] == "passkey-refused").unwrap();
    assert_eq!(whose["by"], "desk-1");
}

#[tokio::test]
async fn another_sites_page_asks_for_no_passkey() {
    let door = Door::new();
    for path in ["/api/v1/sign-in/challenge", "/api/v1/sign-in", "/api/v1/enrolment"] {
        let request = Request::post(path).header("sec-fetch-site", "cross-site");
        let request = request.header("content-type", "application/json");
        let answer = door.0.ask(request.body(Body::from("{}")).unwrap()).await;
        refused(&answer, 403, "other-site");
    }
}

#[tokio::test]
async fn a_passkey_that_was_copied_is_refused() {
    let door = Door::new();
    let (mut device, _) = door.enrolled("desk-1").await;
    device.counter = 7;
    cookie(&door.sign_in(&device).await);
    device.counter = 6;
    refused(&door.sign_in(&device).await, 401, "unauthenticated");
    device.counter = 8;
    cookie(&door.sign_in(&device).await);
}

#[tokio::test]
async fn a_decision_is_signed_word_for_word_and_once() {
    let door = Door::new();
    let (mut device, session) = door.enrolled("desk-1").await;
    let (dpo, _) = door.enrolled("dpo-1").await;
    let (one, two) = (door.record().await, door.record().await);
    let recall = |id: &str| json!({"id": id, "reason": "mistaken"});
    let asked = door.post("/api/v1/recalls", &session, &recall(&one)).await;
    refused(&asked, 428, "needs-assertion");
    let asked = &asked.body["assertion"];
    let send = async |answer: &Value, body: &Value| {
        let request = Request::post("/api/v1/recalls").header(ASSERTION, answer.to_string());
        door.ask(request, &session, body).await
    };
    let answer = device.answer(asked);
    refused(&send(&answer, &recall(&two)).await, 403, "not-allowed");
    refused(&send(&dpo.answer(asked), &recall(&one)).await, 403, "not-allowed");
    let signed_in = device.answer(&door.challenge().await);
    refused(&send(&signed_in, &recall(&one)).await, 403, "not-allowed");
    device.verifies = false;
    refused(&send(&device.answer(asked), &recall(&one)).await, 403, "not-allowed");
    device.verifies = true;
    device.origin = "https://elsewhere.example".into();
    refused(&send(&device.answer(asked), &recall(&one)).await, 403, "not-allowed");
    let done = send(&answer, &recall(&one)).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    refused(&send(&answer, &recall(&one)).await, 403, "not-allowed");
    // A token is no person either.
    let token = door.0.token("desk-1");
    let program = door.0.post("/api/v1/recalls", &token, recall(&two).to_string()).await;
    refused(&program, 428, "needs-assertion");
}

#[tokio::test]
async fn a_hit_becomes_a_match_by_its_deciders_passkey_alone() {
    let door = Door::new();
    let (device, session) = door.enrolled("desk-1").await;
    let about = json!({"name": "people", "format": "ftm", "purposes": ["border-control"],
        "owner": "Exercise unit", "licence": "invented", "review": "2099-01-31"});
    let entry = json!({"id": "a", "schema": "Person",
        "properties": {"name": ["Arlo Quennevis"], "birthDate": ["1961-05-27"]}});
    let path = address("/api/v1/lists", &[("about", about.to_string())]).unwrap();
    let added = door.0.post(&path, &door.0.token("admin-1"), entry.to_string()).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text);
    let work = |path: &str| Request::post(path).header("amana-purpose", "border-control");
    let question = json!({"text": "Arlo Quennevis 1961-05-27"});
    let asked = door.ask(work("/api/v1/ask"), &session, &question).await;
    let path = format!("/api/v1/hits/{}/decision", asked.body["hits"][0]["hit"]);
    let decision = |code: &str| json!({"decision": code, "reason": "the picture agrees"});
    let bare = door.ask(work(&path), &session, &decision("match")).await;
    refused(&bare, 428, "needs-assertion");
    let answer = device.answer(&bare.body["assertion"]).to_string();
    let send = async |code: &str| {
        let request = work(&path).header(ASSERTION, answer.clone());
        door.ask(request, &session, &decision(code)).await
    };
    refused(&send("no-match").await, 403, "not-allowed");
    let done = send("match").await;
    assert_eq!(done.body["decision"], "match", "{}", done.text);
    refused(&send("match").await, 403, "not-allowed");
}

#[tokio::test]
async fn what_was_signed_is_kept_and_anyone_can_verify_it() {
    let door = Door::new();
    let (mut device, session) = door.enrolled("desk-1").await;
    device.counter = 3;
    let body = json!({"id": door.record().await, "reason": "mistaken"});
    let done = door.decide_with(Method::POST, "/api/v1/recalls", &session, (&device, &body)).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    let told = door.audit().await;
    let entry = told.iter().find(|entry| entry["deed"] == "decided").unwrap();
    assert_eq!(
        (&entry["by"], &entry["reason"]),
        (&json!("desk-1"), &json!("POST /api/v1/recalls"))
    );
    let path = format!("/api/v1/decisions/{}", entry["set"].as_str().unwrap());
    let kept = door.0.get(&path, &door.0.token("dpo-1"), "").await;
    let kept = Kept::read(&kept.body[0].to_string()).unwrap();
    let key = kept.verify().unwrap();
    let made = told.iter().find(|entry| entry["reason"] == "passkey made for desk-1").unwrap();
    assert_eq!(made["set"], key.hex(), "the audit says whose the key is");
    let node = record::NodeCode::new("CO").unwrap();
    let whole =
        Deed::new(&node, "desk-1", ("POST", "/api/v1/recalls"), body.to_string().as_bytes());
    assert_eq!(kept.deed, whole, "who has the body can show that it was this one");
    let check = |change: fn(&mut Kept)| {
        let mut other = kept.clone();
        change(&mut other);
        assert!(other.verify().is_err(), "{other:?}");
    };
    check(|kept| kept.deed.body = Digest::default());
    check(|kept| kept.deed.officer = "desk-2".into());
    check(|kept| kept.deed.path = "/api/v1/blocks".into());
    check(|kept| kept.fresh.nonce = [0; 16]);
    check(|kept| kept.party.origin = "https://elsewhere.example".into());
    let hidden = door.0.get(&path, &door.0.token("desk-1"), "").await;
    refused(&hidden, 403, "not-allowed");
}

#[tokio::test]
async fn drafts_that_decide_are_signed_and_others_are_not() {
    let door = Door::new();
    let (_, session) = door.enrolled("desk-1").await;
    let publish = async |draft: &Value| door.post("/api/v1/records", &session, draft).await;
    let plain = json!(support::message("a parcel", &[]));
    assert_eq!(publish(&plain).await.status, StatusCode::CREATED);
    let examples = record::Kind::SameAs.examples();
    let mut same = json!(node::author::plain_draft(
        record::Kind::SameAs,
        &Unit::new("POLICE").unwrap(),
        examples[0].to_json(),
    ));
    same["body"]["statement"]["state"] = json!("proposed");
    assert_ne!(publish(&same).await.status, StatusCode::PRECONDITION_REQUIRED);
    same["body"]["statement"]["state"] = json!("decided");
    refused(&publish(&same).await, 428, "needs-assertion");
    let batch = json!([plain, same]);
    let batch = door.post("/api/v1/records/batch", &session, &batch).await;
    refused(&batch, 428, "needs-assertion");
    for kind in [record::Kind::Decision, record::Kind::Recall, record::Kind::Block] {
        let (unit, body) = (Unit::new("POLICE").unwrap(), kind.examples()[0].to_json());
        let draft = json!(node::author::plain_draft(kind, &unit, body));
        refused(&publish(&draft).await, 428, "needs-assertion");
    }
}

#[tokio::test]
async fn who_has_no_passkey_decides_unless_the_node_says_otherwise() {
    let door = Door::new();
    let recall = json!({"id": door.record().await, "reason": "mistaken"}).to_string();
    let done = door.0.post("/api/v1/recalls", &door.0.token("desk-1"), recall.clone()).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    let strict = Door(Place::prepared(|path| {
        support::place::set(path, "decisions_need_passkey", "true");
    }));
    let recall = json!({"id": strict.record().await, "reason": "mistaken"}).to_string();
    let token = strict.0.token("desk-1");
    refused(&strict.0.post("/api/v1/recalls", &token, recall).await, 403, "needs-passkey");
}

#[tokio::test]
async fn passkeys_are_added_and_removed_with_one_and_the_last_one_stays() {
    let door = Door::new();
    let (first, session) = door.enrolled("desk-1").await;
    let only = format!("/api/v1/me/passkeys/{}", first.id());
    refused(&door.decide(Method::DELETE, &only, &session, &first).await, 422, "usage");
    let asked = door.post("/api/v1/me/passkeys/challenge", &session, &Value::Null).await.body;
    let mut second = Authenticator::new();
    let made = json!({"ticket": asked["ticket"], "name": "a phone",
        "credential": second.make(&asked["options"])});
    let add = "/api/v1/me/passkeys";
    let added = door.decide_with(Method::POST, add, &session, (&first, &made)).await;
    assert_eq!(added.status, StatusCode::NO_CONTENT, "{}", added.text);
    let other = cookie(&door.sign_in(&second).await);
    let bare = door.ask(Request::delete(&only), &other, &Value::Null).await;
    refused(&bare, 428, "needs-assertion");
    let gone = door.decide(Method::DELETE, &only, &other, &second).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text);
    assert!(!door.is_in(&session).await, "a session ends with the passkey that opened it");
    assert!(door.is_in(&other).await);
    refused(&door.sign_in(&first).await, 401, "unauthenticated");
    let (stranger, theirs) = door.enrolled("dpo-1").await;
    let path = format!("/api/v1/me/passkeys/{}", second.id());
    refused(&door.decide(Method::DELETE, &path, &theirs, &stranger).await, 404, "not-found");
}

#[tokio::test]
async fn one_signs_out_there_and_everywhere() {
    let door = Door::new();
    let (device, here) = door.enrolled("desk-1").await;
    let there = cookie(&door.sign_in(&device).await);
    let sessions = door.sign_ins(&here).await;
    let other = sessions["sessions"].as_array().unwrap().iter().find(|one| one["this"] == false);
    let path = format!("/api/v1/me/sessions/{}", other.unwrap()["id"].as_str().unwrap());
    let (_, strangers) = door.enrolled("dpo-1").await;
    let foreign = door.ask(Request::delete(&path), &strangers, &Value::Null).await;
    refused(&foreign, 404, "not-found");
    let ended = door.ask(Request::delete(&path), &here, &Value::Null).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT, "{}", ended.text);
    assert!(door.is_in(&here).await && !door.is_in(&there).await);
    let all = Request::delete("/api/v1/officers/desk-1/sessions");
    door.ask(all, &here, &Value::Null).await;
    assert!(!door.is_in(&here).await);
}

#[tokio::test]
async fn two_administrators_let_an_officer_back_in() {
    let door = Door::new();
    let (lost, session) = door.enrolled("desk-1").await;
    let (one, first) = door.enrolled("admin-1").await;
    let (two, second) = door.administrator("admin-2").await;
    let (path, none) = ("/api/v1/officers/desk-1/recovery", Value::Null);
    let confirmation = format!("{path}/confirmation");
    let early = door.decide(Method::POST, &confirmation, &second, &two).await;
    refused(&early, 404, "not-found");
    let proposed = door.post(path, &first, &none).await;
    assert_eq!(proposed.status, StatusCode::ACCEPTED, "{}", proposed.text);
    refused(&door.post(path, &second, &none).await, 422, "usage");
    let own = door.decide(Method::POST, &confirmation, &first, &one).await;
    refused(&own, 403, "not-allowed");
    refused(&door.post(&confirmation, &second, &none).await, 428, "needs-assertion");
    let (three, third) = door.administrator("admin-3").await;
    let late = door.decide(Method::POST, &confirmation, &third, &three).await;
    refused(&late, 403, "not-allowed");
    assert!(door.is_in(&session).await, "nothing has ended yet");
    let confirmed = door.decide(Method::POST, &confirmation, &second, &two).await;
    assert_eq!(confirmed.status, StatusCode::CREATED, "{}", confirmed.text);
    assert!(!door.is_in(&session).await);
    refused(&door.sign_in(&lost).await, 401, "unauthenticated");
    let link = confirmed.body["path"].as_str().unwrap().trim_start_matches("/sign-in/");
    let mut new = Authenticator::new();
    let back = cookie(&door.enrol_with(link, &mut new).await);
    assert!(door.is_in(&back).await);
    let told: Vec<_> = door.audit().await.iter().map(|entry| entry["reason"].clone()).collect();
    for what in [
        "recovery of desk-1 proposed",
        "recovery of desk-1 confirmed, proposed by admin-1",
        "passkey made for desk-1",
    ] {
        assert!(told.contains(&json!(what)), "{what}: {told:?}");
    }
}

#[tokio::test]
async fn nobody_recovers_alone_themselves_or_by_a_token() {
    let door = Door::new();
    let (one, first) = door.enrolled("admin-1").await;
    let (_, second) = door.administrator("admin-2").await;
    let (_, desk) = door.enrolled("desk-1").await;
    let none = Value::Null;
    refused(
        &door.post("/api/v1/officers/admin-1/recovery", &first, &none).await,
        403,
        "not-allowed",
    );
    refused(&door.post("/api/v1/officers/dpo-1/recovery", &first, &none).await, 422, "usage");
    refused(&door.post("/api/v1/officers/dpo-1/recovery", &desk, &none).await, 403, "not-allowed");
    let path = "/api/v1/officers/desk-1/recovery";
    door.post(path, &second, &none).await;
    // A token confirms nothing, not even with its officer's passkey.
    let confirmation = format!("{path}/confirmation");
    let token = door.0.token("admin-1");
    let asked = door.0.post(&confirmation, &token, "").await;
    refused(&asked, 428, "needs-assertion");
    let answer = one.answer(&asked.body["assertion"]).to_string();
    let signed = Request::post(&confirmation).header("authorization", format!("Bearer {token}"));
    let signed = signed.header(ASSERTION, answer);
    let answer = door.0.ask(signed.body(Body::empty()).unwrap()).await;
    refused(&answer, 403, "not-allowed");
}

/// Below the door: time, limits, and what is in the store.
struct Desk {
    network: Network,
    device: Authenticator,
}

impl Desk {
    fn new() -> Self {
        let mut network = Network::new(&["XA"]);
        let node = network.at("XA");
        let by = officer();
        let enrol = |node: &mut node::Node| {
            session::enrol(node, &by.officer, "A Person", Role::DeskOfficer, &by.unit)
        };
        node.commit(enrol).unwrap();
        let mut desk = Self { network, device: Authenticator::new() };
        let mut device = Authenticator::new();
        desk.add(&mut device).unwrap();
        desk.device = device;
        desk
    }

    fn add(&mut self, device: &mut Authenticator) -> Result<(), Error> {
        let node = self.network.at("XA");
        let known = node.store.officer(&officer().officer).unwrap().unwrap();
        let bound = Digest::default();
        let asked = node.commit(|node| passkey::ask_to_make(node, &known, Use::Add, &bound))?;
        let credential = serde_json::from_value(device.make(&asked.options)).unwrap();
        let made = Made { ticket: asked.ticket, name: "a key".into(), credential };
        node.commit(|node| passkey::keep(node, &known, (Use::Add, &bound), &made)).map(drop)
    }

    fn deed(&mut self, body: &[u8]) -> Deed {
        Deed::new(&self.network.at("XA").code, &officer().officer, ("POST", "/x"), body)
    }

    fn judge(&mut self, deed: Deed, answer: Option<&Answer>) -> Result<Verdict, Error> {
        let node = self.network.at("XA");
        node.commit(|node| decided::judge(node, &officer(), deed, answer))
    }

    fn answer(&mut self, deed: &Deed) -> Answer {
        let Verdict::Asked(asked) = self.judge(deed.clone(), None).unwrap() else { panic!() };
        serde_json::from_value(self.device.answer(&json!(asked))).unwrap()
    }
}

#[test]
fn a_challenge_waits_two_minutes_and_no_longer() {
    let mut desk = Desk::new();
    let deed = desk.deed(b"a");
    let (early, late) = (desk.answer(&deed), desk.answer(&deed));
    desk.network.clock.advance(119_999);
    assert_eq!(desk.judge(deed.clone(), Some(&early)).unwrap(), Verdict::Goes);
    desk.network.clock.advance(1);
    assert!(matches!(desk.judge(deed, Some(&late)), Err(Error::Unauthenticated(_))));
}

#[test]
fn fsck_verifies_what_was_signed() {
    let mut desk = Desk::new();
    let deed = desk.deed(b"a");
    let answer = desk.answer(&deed);
    desk.judge(deed, Some(&answer)).unwrap();
    let check = |desk: &mut Desk| fsck::run(desk.network.at("XA"), false, |_| {}).unwrap();
    let found = check(&mut desk);
    assert_eq!((found.decisions, found.faults), (1, Vec::<String>::new()));
    let node = desk.network.at("XA");
    let kept = node.store.assertions_after(0, 9).unwrap().remove(0);
    let other = kept.kept.replace("\"path\":\"/x\"", "\"path\":\"/y\"");
    let image = node.store.image().unwrap();
    assert!(!image.is_empty() && other != kept.kept);
    node.commit(|node| node.store.insert_assertion(kept.audit + 1, &kept.deed, &other)).unwrap();
    let faults = check(&mut desk).faults;
    assert_eq!(faults.len(), 1, "{faults:?}");
}

#[test]
fn an_officer_has_so_many_passkeys_and_no_more() {
    let mut desk = Desk::new();
    desk.network.at("XA").config.passkeys_max = 2;
    desk.add(&mut Authenticator::new()).unwrap();
    assert!(matches!(desk.add(&mut Authenticator::new()), Err(Error::Limit { .. })));
    let again = node::store::passkey::Passkey {
        id: vec![1],
        officer: "x".into(),
        name: "x".into(),
        credential: "{}".into(),
        created: 0,
        used: 0,
    };
    let store = &desk.network.at("XA").store;
    store.insert_passkey(&again).unwrap();
    assert!(store.insert_passkey(&again).is_err(), "one passkey is one officer's");
}

#[test]
fn passkeys_end_with_their_officer() {
    let mut desk = Desk::new();
    let node = desk.network.at("XA");
    node.commit(|node| node.store.end_officer(&officer().officer, 1)).unwrap();
    assert!(node.store.passkeys(&officer().officer).unwrap().is_empty());
}
