//! The second person: what one may not do alone, who may confirm, and every way in which one person
//! could act as two.
//!
//! It is long because it is one list: each measure, and each way around two people.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use axum::http::{Request, StatusCode};
use node::{due, session, sign_in};
use record::Unit;
use record::moment::HOUR_MS;
use record::policy::Role;
use serde_json::{Value, json};
use support::message;
use support::place::{Answer, Place};

const BROWSER: &str = "Mozilla/5.0 (an exercise)";

/// A node with two administrators and two desk officers, before several browsers.
struct House {
    place: Place,
}

impl House {
    async fn new() -> Self {
        let (place, _) = Place::by_hand();
        Self::in_place(place).await
    }

    async fn in_place(place: Place) -> Self {
        let unit = Unit::new("POLICE").unwrap();
        let enrol = move |node: &mut node::Node| {
            session::enrol(node, "admin-2", "admin-2", Role::Administrator, &unit)?;
            session::enrol(node, "desk-2", "desk-2", Role::DeskOfficer, &unit)?;
            session::enrol(node, "front-1", "front-1", Role::FrontlineOfficer, &unit)?;
            session::enrol(node, "desk-3", "desk-3", Role::DeskOfficer, &Unit::new("CUSTOMS")?)
        };
        place.desk.writer.write(enrol).await.unwrap();
        Self { place }
    }

    /// The cookie of an officer's browser, by a link that the machine made.
    async fn come_in(&self, officer: &str) -> String {
        let officer = officer.to_owned();
        let make = move |node: &mut node::Node| sign_in::issue_link(node, &officer);
        let link = self.place.desk.writer.write(make).await.unwrap();
        self.spend(&format!("/sign-in/{link}")).await
    }

    async fn spend(&self, link: &str) -> String {
        let answer = self.ask("POST", link, "", Value::Null).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let set = answer.headers["set-cookie"].to_str().unwrap();
        set.split(';').next().unwrap().to_owned()
    }

    async fn ask(&self, method: &str, path: &str, cookie: &str, body: Value) -> Answer {
        let request = Request::builder().method(method).uri(path).header("host", "localhost");
        let request = request.header("user-agent", BROWSER).header("cookie", cookie);
        let request = request.header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "application/json");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.place.ask(request.body(body.into()).unwrap()).await
    }

    async fn get(&self, path: &str, cookie: &str) -> Value {
        let answer = self.ask("GET", path, cookie, Value::Null).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.body
    }

    /// Proposes and answers number and digest.
    async fn propose(&self, cookie: &str, wanted: Value) -> (i64, String) {
        let body = json!({"wanted": wanted, "reason": "the exercise needs it"});
        let answer = self.ask("POST", "/api/v1/proposals", cookie, body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        let digest = answer.body["digest"].as_str().unwrap().to_owned();
        (answer.body["number"].as_i64().unwrap(), digest)
    }

    async fn confirm(&self, cookie: &str, (number, digest): &(i64, String)) -> Answer {
        let path = format!("/api/v1/proposals/{number}/confirmation");
        self.ask("POST", &path, cookie, json!({"digest": digest, "reason": "agreed"})).await
    }

    async fn limit(&self, cookie: &str, name: &str) -> i64 {
        let all = self.get("/api/v1/administration/limits", cookie).await;
        let found = all.as_array().unwrap().iter().find(|limit| limit["name"] == name);
        found.unwrap()["value"].as_i64().unwrap()
    }

    /// Deeds of the audit about proposals and administration, oldest first.
    async fn audit(&self) -> Vec<(String, String, String)> {
        let dpo = self.place.token("dpo-1");
        let audit = self.place.get("/api/v1/audit?limit=200", &dpo, "").await;
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let events = audit.body["events"].as_array().unwrap().iter().rev();
        let told = |entry: &Value| (text(entry, "deed"), text(entry, "by"), text(entry, "reason"));
        events.map(told).collect()
    }
}

fn looser() -> Value {
    json!({"measure": "limit", "limit": "page_entries_max", "value": 300})
}

fn refused(answer: &Answer, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert_eq!(answer.kind, "application/problem+json", "{}", answer.text);
}

#[tokio::test]
async fn one_administrator_proposes_another_confirms_and_alone_he_cannot() {
    let house = House::new().await;
    let (first, second) = (house.come_in("admin-1").await, house.come_in("admin-2").await);
    let path = "/api/v1/administration/limits/page_entries_max";
    let alone = house.ask("PUT", path, &first, json!({"value": 300})).await;
    refused(&alone, 403);
    assert_eq!(alone.body["type"], "urn:amana:problem:second-person");
    let proposal = house.propose(&first, looser()).await;
    assert_eq!(house.limit(&first, "page_entries_max").await, 200, "nothing has changed yet");
    refused(&house.confirm(&first, &proposal).await, 403);
    let waiting = async |cookie: &str| {
        house.get("/api/v1/proposals/waiting", cookie).await["count"].as_u64().unwrap()
    };
    assert_eq!((waiting(&first).await, waiting(&second).await), (0, 1));
    let shown = house.get(&format!("/api/v1/proposals/{}", proposal.0), &second).await;
    assert_eq!(shown["wanted"]["value"], 300);
    assert_eq!((&shown["officer"], &shown["yours"]), (&json!("admin-1"), &json!(true)));
    let wrong = (proposal.0, "00".repeat(32));
    refused(&house.confirm(&second, &wrong).await, 422);
    let done = house.confirm(&second, &proposal).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    assert_eq!(
        (&done.body["state"], &done.body["second"]),
        (&json!("confirmed"), &json!("admin-2"))
    );
    assert_eq!(house.limit(&first, "page_entries_max").await, 300);
    refused(&house.confirm(&second, &proposal).await, 422);
    let told = house.audit().await;
    let of = |deed: &str, by: &str| told.iter().filter(|one| one.0 == deed && one.1 == by).count();
    assert_eq!((of("proposed", "admin-1"), of("confirmed", "admin-2")), (1, 1), "{told:?}");
}

/// Each way in which one person could be two.
#[tokio::test]
async fn neither_tokens_nor_links_that_the_proposer_made_are_a_second_person() {
    let house = House::new().await;
    let first = house.come_in("admin-1").await;
    let proposal = house.propose(&first, looser()).await;
    // A token of the other administrator, which only he himself could issue.
    let scopes = json!({"scopes": ["read", "admin"], "days": 1});
    refused(&house.ask("POST", "/api/v1/officers/admin-2/tokens", &first, scopes).await, 403);
    // His own token: a program is no person.
    let issue = |node: &mut node::Node| {
        session::issue(node, "admin-2", &[session::Scope::Read, session::Scope::Admin], 1)
    };
    let token = house.place.desk.writer.write(issue).await.unwrap();
    let body = json!({"digest": proposal.1, "reason": "agreed"}).to_string();
    let path = format!("/api/v1/proposals/{}/confirmation", proposal.0);
    refused(&house.place.post(&path, &token, body).await, 403);
    // A sign-in link for the other one, made and opened by the proposer.
    let made =
        house.ask("POST", "/api/v1/officers/admin-2/sign-in-links", &first, Value::Null).await;
    let disguised = house.spend(made.body["path"].as_str().unwrap()).await;
    refused(&house.confirm(&disguised, &proposal).await, 403);
    // A new administrator of the proposer's own making, and a colleague made one.
    let puppet = json!({"code": "admin-9", "name": "x", "role": "administrator", "unit": "POLICE"});
    refused(&house.ask("POST", "/api/v1/officers", &first, puppet).await, 403);
    let promoted = json!({"role": "administrator"});
    refused(&house.ask("PATCH", "/api/v1/officers/desk-2", &first, promoted).await, 403);
    // Somebody with an administrator's scope and another role.
    let issue = |node: &mut node::Node| {
        session::issue(node, "desk-2", &[session::Scope::Read, session::Scope::Admin], 1)
    };
    let token = house.place.desk.writer.write(issue).await.unwrap();
    refused(&house.place.get("/api/v1/officers", &token, "").await, 403);
    let desk = house.come_in("desk-2").await;
    refused(&house.confirm(&desk, &proposal).await, 404);
    assert_eq!(house.limit(&first, "page_entries_max").await, 200);
    // Oversight may be the second person.
    let oversight = house.come_in("dpo-1").await;
    assert_eq!(house.confirm(&oversight, &proposal).await.status, StatusCode::OK);
    assert_eq!(house.limit(&first, "page_entries_max").await, 300);
}

#[tokio::test]
async fn a_proposal_is_declined_or_taken_back_and_is_over_then() {
    let house = House::new().await;
    let (first, second) = (house.come_in("admin-1").await, house.come_in("admin-2").await);
    let decline = async |cookie: &str, number: i64, reason: &str| {
        let path = format!("/api/v1/proposals/{number}/refusal");
        house.ask("POST", &path, cookie, json!({"reason": reason})).await
    };
    let declined = house.propose(&first, looser()).await;
    refused(&decline(&second, declined.0, "  ").await, 422);
    assert_eq!(decline(&second, declined.0, "too loose").await.status, StatusCode::NO_CONTENT);
    let taken_back = house.propose(&first, looser()).await;
    assert_eq!(decline(&first, taken_back.0, "a slip").await.status, StatusCode::NO_CONTENT);
    for ended in [&declined, &taken_back] {
        refused(&house.confirm(&second, ended).await, 422);
        refused(&decline(&second, ended.0, "again").await, 422);
    }
    assert_eq!(house.limit(&first, "page_entries_max").await, 200);
    let all = house.get("/api/v1/proposals", &first).await;
    let states: Vec<&str> =
        all.as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["withdrawn", "declined"]);
}

#[tokio::test]
async fn what_one_may_do_alone_or_nobody_may_do_is_not_proposed() {
    let house = House::new().await;
    let (admin, desk) = (house.come_in("admin-1").await, house.come_in("desk-1").await);
    let check = async |cookie: &str, wanted: Value, status: u16| {
        let body = json!({"wanted": wanted, "reason": "why not"});
        refused(&house.ask("POST", "/api/v1/proposals", cookie, body).await, status);
    };
    let limit = |name: &str, value: i64| json!({"measure": "limit", "limit": name, "value": value});
    check(&admin, limit("page_entries_max", 100), 422).await;
    check(&admin, limit("review_years_max", 6), 422).await;
    check(&admin, limit("nothing_max", 6), 404).await;
    check(&desk, limit("page_entries_max", 300), 403).await;
    check(&admin, json!({"measure": "end-officer", "officer": "desk-1"}), 422).await;
    check(&admin, json!({"measure": "end-officer", "officer": "nobody"}), 404).await;
    let draft = serde_json::to_value(message("a parcel", &[])).unwrap();
    check(&desk, json!({"measure": "publish", "draft": draft}), 422).await;
    check(&admin, json!({"measure": "publish", "draft": draft}), 403).await;
    let no_reason = json!({"wanted": looser(), "reason": " "});
    refused(&house.ask("POST", "/api/v1/proposals", &admin, no_reason).await, 422);
}

#[tokio::test]
async fn what_it_rests_on_must_still_be_so() {
    let house = House::new().await;
    let (first, second) = (house.come_in("admin-1").await, house.come_in("admin-2").await);
    let proposal = house.propose(&first, looser()).await;
    let path = "/api/v1/administration/limits/page_entries_max";
    let tightened = house.ask("PUT", path, &first, json!({"value": 50})).await;
    assert_eq!(tightened.status, StatusCode::NO_CONTENT, "{}", tightened.text);
    let done = house.confirm(&second, &proposal).await;
    assert_eq!(done.body["state"], "failed", "{}", done.text);
    assert_eq!(house.limit(&first, "page_entries_max").await, 50);
}

#[tokio::test]
async fn an_administrator_is_ended_and_changed_by_two_and_the_last_one_stays() {
    let house = House::new().await;
    let (first, second) = (house.come_in("admin-1").await, house.come_in("admin-2").await);
    refused(&house.ask("DELETE", "/api/v1/officers/admin-2", &first, Value::Null).await, 403);
    let role = json!({"role": "desk-officer"});
    refused(&house.ask("PATCH", "/api/v1/officers/admin-2", &first, role).await, 403);
    // Anybody else's role is one person's to change, and ends what the old one opened.
    let desk = house.come_in("desk-2").await;
    let analyst = json!({"role": "analyst", "unit": "CUSTOMS"});
    let changed = house.ask("PATCH", "/api/v1/officers/desk-2", &first, analyst).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT, "{}", changed.text);
    refused(&house.ask("GET", "/api/v1/me", &desk, Value::Null).await, 401);
    let end = json!({"measure": "end-officer", "officer": "admin-1"});
    let proposal = house.propose(&second, end).await;
    let done = house.confirm(&first, &proposal).await;
    assert_eq!(done.body["state"], "confirmed", "{}", done.text);
    refused(&house.ask("GET", "/api/v1/me", &first, Value::Null).await, 401);
    let body = json!({"wanted": {"measure": "end-officer", "officer": "admin-2"}, "reason": "x"});
    refused(&house.ask("POST", "/api/v1/proposals", &second, body).await, 422);
}

/// A record that others have, and what would widen its readers.
#[tokio::test]
async fn wider_readers_of_a_shared_record_wait_for_a_colleague_who_may_read_it() {
    let (place, _) = Place::by_hand_in_network(&["CO", "SN", "LB"]);
    let house = House::in_place(place).await;
    let (writer, colleague) = (house.come_in("desk-1").await, house.come_in("desk-2").await);
    let send = async |draft: Value| house.ask("POST", "/api/v1/records", &writer, draft).await;
    let first = send(serde_json::to_value(message("a parcel", &["SN"])).unwrap()).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let name = first.body["name"].as_str().unwrap().to_owned();
    let id = name.split('/').nth(1).unwrap().to_owned();
    let mut wider = serde_json::to_value(message("a parcel, weighed", &["SN", "LB"])).unwrap();
    wider["revises"] = json!(id);
    let alone = send(wider.clone()).await;
    refused(&alone, 403);
    assert_eq!(alone.body["rule"], "REL-07");
    let wanted = json!({"measure": "publish", "draft": wider});
    let proposal = house.propose(&writer, wanted).await;
    // Another unit, another role, the administrator: they do not even learn that it is there.
    for other in ["desk-3", "front-1", "admin-2"] {
        let cookie = house.come_in(other).await;
        refused(&house.confirm(&cookie, &proposal).await, 404);
        let listed = house.get("/api/v1/proposals", &cookie).await;
        assert_eq!(listed, json!([]), "{other}");
    }
    let shown =
        house.get(&format!("/api/v1/proposals/{}?language=es", proposal.0), &colleague).await;
    assert_eq!(shown["widened"], json!(["recipients"]));
    assert!(shown["text"].to_string().contains("a parcel, weighed"), "{shown}");
    let done = house.confirm(&colleague, &proposal).await;
    assert_eq!(done.body["state"], "confirmed", "{}", done.text);
    assert_eq!(done.body["outcome"], format!("CO/{id}/2"));
    let kept = |node: &mut node::Node| {
        let row = node.store.record_count()? as i64;
        Ok((node.store.proposal(1)?.unwrap().sealed, node.store.decision(row, "LB")?))
    };
    let (sealed, decision) = house.place.desk.writer.write(kept).await.unwrap();
    assert_eq!(sealed, None, "the draft does not stay behind");
    assert!(decision.unwrap().ends_with("second=desk-2"));
    // Narrower alone, as ever.
    let mut narrower = serde_json::to_value(message("a parcel, once more", &["LB"])).unwrap();
    narrower["revises"] = json!(id);
    assert_eq!(send(narrower).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_matter_of_neutrality_is_held_for_a_second_person() {
    let (place, _) = Place::by_hand_in_network(&["CO", "SN"]);
    let house = House::in_place(place).await;
    let (writer, oversight) = (house.come_in("desk-1").await, house.come_in("dpo-1").await);
    let mut draft = serde_json::to_value(message("a protest", &["SN"])).unwrap();
    draft["body"]["statement"]["offence"] = json!("political");
    let alone = house.ask("POST", "/api/v1/records", &writer, draft.clone()).await;
    assert_eq!(alone.body["rule"], "REL-05", "{}", alone.text);
    let proposal = house.propose(&writer, json!({"measure": "publish", "draft": draft})).await;
    let shown = house.get(&format!("/api/v1/proposals/{}", proposal.0), &oversight).await;
    assert_eq!(shown["rules"], json!(["REL-05"]));
    let done = house.confirm(&oversight, &proposal).await;
    assert_eq!(done.body["state"], "confirmed", "{}", done.text);
}

/// Two that confirm at the same moment: one of them does.
#[tokio::test]
async fn it_is_carried_out_once_however_many_confirm() {
    let (place, _) = Place::by_hand_in_network(&["CO", "SN"]);
    let house = House::in_place(place).await;
    let writer = house.come_in("desk-1").await;
    let (one, other) = (house.come_in("desk-2").await, house.come_in("dpo-1").await);
    let mut draft = serde_json::to_value(message("a protest", &["SN"])).unwrap();
    draft["body"]["statement"]["offence"] = json!("political");
    let proposal = house.propose(&writer, json!({"measure": "publish", "draft": draft})).await;
    let both = (house.confirm(&one, &proposal), house.confirm(&other, &proposal));
    let (a, b) = tokio::join!(both.0, both.1);
    let mut codes = [a.status.as_u16(), b.status.as_u16()];
    codes.sort_unstable();
    assert_eq!(codes, [200, 422], "{} {}", a.text, b.text);
    let count = house.place.desk.writer.write(|node| node.store.record_count()).await.unwrap();
    assert_eq!(count, 1);
}

/// A commit that fails leaves the proposal open and the record unsent: both or neither.
#[tokio::test]
async fn confirmation_and_deed_are_stored_together_or_not_at_all() {
    let house = House::new().await;
    let (first, second) = (house.come_in("admin-1").await, house.come_in("admin-2").await);
    let proposal = house.propose(&first, looser()).await;
    let (number, digest) = (proposal.0, record::Digest::from_hex(&proposal.1).unwrap());
    let lost = move |node: &mut node::Node| {
        let officer = node.store.officer("admin-2")?.unwrap();
        let author = session::author_of(officer)?;
        let scopes = vec![session::Scope::Read, session::Scope::Admin];
        let signed_in = session::SignedIn { author, scopes };
        let by = node::proposal::Second { signed_in: &signed_in, way_in: None };
        node::proposal::confirm(node, &by, number, (&digest, "agreed"))?;
        assert_eq!(node.store.proposal(number)?.unwrap().state, "confirmed");
        Err::<(), _>(node::Error::Busy("the power is cut here"))
    };
    assert!(house.place.desk.writer.write(lost).await.is_err());
    assert_eq!(house.limit(&first, "page_entries_max").await, 200);
    let shown = house.get(&format!("/api/v1/proposals/{number}"), &second).await;
    assert_eq!(shown["state"], "open");
    assert_eq!(house.confirm(&second, &proposal).await.body["state"], "confirmed");
    assert_eq!(house.limit(&first, "page_entries_max").await, 300);
}

#[tokio::test]
async fn a_round_ends_what_nobody_decided_and_says_so() {
    let mut network = support::Network::new(&["XA"]);
    let clock = network.clock.clone();
    let node = network.at("XA");
    let by = session::SignedIn {
        author: node::author::Author { role: Role::Administrator, ..support::officer() },
        scopes: vec![session::Scope::Admin],
    };
    let wanted = node::proposal::Wanted::Limit { limit: "page_entries_max".into(), value: 300 };
    node.commit(|node| node::proposal::propose(node, &by, wanted, "for the exercise")).unwrap();
    clock.advance(72 * HOUR_MS);
    let author = node::author::Author { officer: "admin-2".into(), ..by.author.clone() };
    let other = session::SignedIn { author, ..by.clone() };
    let second = node::proposal::Second { signed_in: &other, way_in: None };
    let digest = node.store.proposal(1).unwrap().unwrap().digest;
    let late = node.commit(|node| node::proposal::confirm(node, &second, 1, (&digest, "late")));
    assert!(late.is_err(), "its time is over before the round that ends it");
    assert_eq!(node.commit(due::round).unwrap().proposals, 1);
    assert_eq!(node.store.proposal(1).unwrap().unwrap().state, "lapsed");
    clock.advance(367 * 24 * HOUR_MS);
    node.commit(due::round).unwrap();
    assert_eq!(node.store.proposal(1).unwrap(), None, "what is long over is forgotten");
}
