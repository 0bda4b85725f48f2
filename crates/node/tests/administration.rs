//! Units, limits, retention, keys, log and disk through the interface; how many requests a minute.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use node::{Config, web};
use serde_json::{Value, json};
use std::sync::Arc;
use support::message;
use support::place::{Answer, Place};

const BELOW: &str = "/api/v1/administration";
const WORK: &str = "criminal-investigation";

fn refused(answer: &Answer, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert_eq!(answer.kind, "application/problem+json", "{}", answer.text);
}

async fn patch(place: &Place, path: &str, body: Value) -> Answer {
    let request = Request::patch(path)
        .header("authorization", format!("Bearer {}", place.token("admin-1")))
        .header("content-type", "application/json");
    place.ask(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn told(place: &Place) -> Vec<String> {
    let audit = place.get("/api/v1/audit?limit=200", &place.token("dpo-1"), "").await;
    let events = audit.body["events"].as_array().unwrap().iter().rev();
    let done = events.filter(|event| event["deed"] == "administered");
    done.filter_map(|event| event["reason"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn only_those_who_administer_or_oversee_see_administration() {
    let place = Place::new();
    let parts = ["members", "limits", "keys", "log", "disk"].map(|part| format!("{BELOW}/{part}"));
    for path in parts.into_iter().chain(["/api/v1/officers".into()]) {
        for (officer, status) in [("admin-1", 200), ("dpo-1", 200), ("desk-1", 403)] {
            let answer = place.get(&path, &place.token(officer), "").await;
            assert_eq!(answer.status.as_u16(), status, "{path} {officer}: {}", answer.text);
        }
        refused(&place.ask(Request::get(&path).body(Body::empty()).unwrap()).await, 401);
    }
    let dpo = place.token("dpo-1");
    let limit = format!("{BELOW}/limits/page_entries_max");
    refused(&place.put(&limit, &dpo, json!({"value": 10}).to_string()).await, 403);
    let unit = json!({"code": "CUSTOMS", "name": "Customs"}).to_string();
    refused(&place.post(&format!("{BELOW}/units"), &dpo, unit).await, 403);
    let path = format!("{BELOW}/log/verification");
    refused(&place.post(&path, &dpo, "").await, 403);
    refused(&place.post(&format!("{BELOW}/members/SN/tries"), &dpo, "").await, 403);
    let enrol = json!({"code": "desk-9", "name": "N", "role": "inspector", "unit": "POLICE"});
    refused(&place.post("/api/v1/officers", &dpo, enrol.to_string()).await, 403);
    let link = "/api/v1/officers/desk-1/sign-in-links";
    refused(&place.post(link, &dpo, "").await, 403);
    refused(&place.delete("/api/v1/officers/desk-1", &dpo).await, 403);
    assert!(told(&place).await.contains(&"officers listed".to_owned()));
}

#[tokio::test]
async fn a_unit_is_created_renamed_ended_and_taken_up_again() {
    let place = Place::new();
    let admin = place.token("admin-1");
    let units = format!("{BELOW}/units");
    let new = json!({"code": "CUSTOMS", "name": "Customs"}).to_string();
    assert_eq!(place.post(&units, &admin, new.clone()).await.status, StatusCode::NO_CONTENT);
    refused(&place.post(&units, &admin, new).await, 422);
    let path = format!("{units}/CUSTOMS");
    let renamed = patch(&place, &path, json!({"name": "Customs, airport"})).await;
    assert_eq!(renamed.status, StatusCode::NO_CONTENT, "{}", renamed.text);
    refused(&patch(&place, &path, json!({"name": " "})).await, 422);
    refused(&patch(&place, &format!("{units}/NOBODY"), json!({"active": false})).await, 404);
    refused(&patch(&place, &format!("{units}/POLICE"), json!({"active": false})).await, 422);
    assert_eq!(patch(&place, &path, json!({"active": false})).await.status.as_u16(), 204);
    let officer = json!({"code": "c-1", "name": "c", "role": "analyst", "unit": "CUSTOMS"});
    refused(&place.post("/api/v1/officers", &admin, officer.to_string()).await, 422);
    assert_eq!(patch(&place, &path, json!({"active": true})).await.status.as_u16(), 204);
    let enrolled = place.post("/api/v1/officers", &admin, officer.to_string()).await;
    assert_eq!(enrolled.status, StatusCode::NO_CONTENT, "{}", enrolled.text);
    let listed = place.get(&units, &admin, "").await;
    let row = listed.body.as_array().unwrap().iter().find(|unit| unit["code"] == "CUSTOMS");
    let expect =
        json!({"code": "CUSTOMS", "name": "Customs, airport", "active": true, "officers": 1});
    assert_eq!(row.unwrap(), &expect);
    let told = told(&place).await;
    for what in
        ["created: Customs", "renamed: Customs → Customs, airport", "ended", "taken up again"]
    {
        let line = format!("unit CUSTOMS {what}");
        assert!(told.contains(&line), "{line}: {told:?}");
    }
}

/// A tighter limit counts at once, is in log and audit, and survives a restart; the file has the
/// last word.
#[tokio::test]
async fn a_limit_takes_effect_at_once_and_survives_a_restart() {
    let place = Place::new();
    let (admin, desk) = (place.token("admin-1"), place.token("desk-1"));
    for number in 0..3 {
        let draft = serde_json::to_string(&message(&format!("parcel {number}"), &[])).unwrap();
        place.post("/api/v1/records", &desk, draft).await;
    }
    let rows = async |place: &Place| {
        let page = place.get("/api/v1/records", &place.token("desk-1"), WORK).await;
        page.body["records"].as_array().unwrap().len()
    };
    assert_eq!(rows(&place).await, 3);
    let leaves = place.desk.writer.write(|node| Ok(node.log.size())).await.unwrap();
    let limit = format!("{BELOW}/limits/page_entries_max");
    for (value, status) in [(0, 422), (-1, 422), (300, 403), (2, 204)] {
        let answer = place.put(&limit, &admin, json!({"value": value}).to_string()).await;
        assert_eq!(answer.status.as_u16(), status, "{value}: {}", answer.text);
    }
    assert_eq!(rows(&place).await, 2);
    let subject = move |node: &mut node::Node| node.store.leaves(leaves, leaves + 1);
    let leaf = place.desk.writer.write(subject).await.unwrap();
    assert_eq!(leaf[0].leaf_type, seal::leaf::LeafType::Config as u8);
    assert!(told(&place).await.contains(&"limit page_entries_max: 200 → 2".to_owned()));
    let home = node::home::Home::new(place.folder.join("co"));
    let opened = home.open().unwrap();
    assert_eq!(opened.config.page_entries_max, 2, "it survives");
    drop(opened);
    let text = String::from_utf8(home.read("amana.toml").unwrap()).unwrap();
    let edited = text.replace("page_entries_max = 200", "page_entries_max = 50");
    home.write("amana.toml", edited.as_bytes(), 0o644).unwrap();
    assert_eq!(home.open().unwrap().config.page_entries_max, 50, "the file has the last word");
}

#[tokio::test]
async fn a_shorter_retention_counts_for_what_is_published_then_and_longer_needs_two() {
    let place = Place::new();
    let (admin, desk) = (place.token("admin-1"), place.token("desk-1"));
    let path = format!("{BELOW}/retention");
    let set = async |body: Value| place.put(&path, &admin, body.to_string()).await;
    let term = |days: Value| json!({"kind": "message", "level": "restricted", "days": days});
    assert_eq!(set(term(json!(30))).await.status, StatusCode::NO_CONTENT);
    refused(&set(term(json!(0))).await, 422);
    refused(&set(term(json!(9_999))).await, 422);
    refused(&set(json!({"kind": "gossip", "days": 3})).await, 422);
    for longer in [json!(31), Value::Null] {
        let alone = set(term(longer)).await;
        refused(&alone, 403);
        assert_eq!(alone.body["type"], "urn:amana:problem:second-person");
    }
    let draft = serde_json::to_string(&message("a parcel", &[])).unwrap();
    let shown = place.post("/api/v1/drafts/preview", &desk, draft).await;
    let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
    let review = day(shown.body["review"].as_str().unwrap());
    let now = jiff::Timestamp::from_millisecond(place.desk.clock.now().0).unwrap();
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let days = review.since(today).unwrap().get_days();
    assert!((29..=30).contains(&days), "{review}");
    let listed = place.get(&path, &desk, "").await;
    assert_eq!(listed.body["terms"], json!([term(json!(30))]));
}

#[tokio::test]
async fn the_log_is_verified_and_a_changed_leaf_is_found() {
    let place = Place::new();
    let admin = place.token("admin-1");
    for number in 0..5 {
        let draft = serde_json::to_string(&message(&format!("parcel {number}"), &[])).unwrap();
        place.post("/api/v1/records", &place.token("desk-1"), draft).await;
    }
    let path = format!("{BELOW}/log/verification");
    let found = place.post(&path, &admin, "").await;
    assert_eq!((&found.body["stands"], &found.body["leaves"]), (&json!(true), &json!(5)));
    let state = place.get(&format!("{BELOW}/log"), &admin, "").await;
    assert_eq!(state.body["signed_root"], state.body["root"]);
    assert!(state.body["checkpoint"].as_str().unwrap().contains("amana.invalid/log/CO"));
    let file = rusqlite::Connection::open(place.folder.join("co").join("node.db")).unwrap();
    file.execute("UPDATE leaf SET salt = zeroblob(32) WHERE idx = 2", []).unwrap();
    let found = place.post(&path, &admin, "").await;
    assert_eq!(found.body["stands"], json!(false), "{}", found.text);
}

#[tokio::test]
async fn keys_members_roles_and_the_disk_are_shown() {
    let (place, _clock) = Place::by_hand_in_network(&["CO", "SN"]);
    let admin = place.token("admin-1");
    let get = async |part: &str| place.get(&format!("{BELOW}/{part}"), &admin, "").await.body;
    let keys = get("keys").await;
    assert_eq!(keys["certificate_listed"], json!(true));
    assert_eq!(keys["certificate_until"], "4096-01-01T00:00:00.000Z");
    let members = get("members").await;
    let other = members.as_array().unwrap().iter().find(|one| one["code"] == "SN").unwrap();
    assert_eq!(other["lanes"].as_array().unwrap().len(), 3);
    let kinds: Vec<&str> =
        other["keys"].as_array().unwrap().iter().map(|key| key["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["log", "witness", "root", "sealing"]);
    // Both are of one region: nobody's heads can be witnessed here, and the page says so.
    let log = get("log").await;
    assert_eq!(log["witnesses"]["possible"], json!(false));
    assert_eq!(log["witnesses"]["key_listed"], json!(true));
    assert_eq!(log["witnesses"]["rows"][0]["node"], "SN");
    assert_eq!(
        (&log["cosigns"][0]["node"], &log["members"][0]["standing"]),
        (&json!("SN"), &json!("none"))
    );
    let draft = serde_json::to_string(&message("a parcel", &["SN"])).unwrap();
    place.post("/api/v1/records", &place.token("desk-1"), draft).await;
    let members = get("members").await;
    let other = members.as_array().unwrap().iter().find(|one| one["code"] == "SN").unwrap();
    assert_eq!(other["lanes"][0]["waiting"], json!(1));
    assert!(other["lanes"][0]["oldest"].is_string());
    assert_eq!(
        place.post(&format!("{BELOW}/members/SN/tries"), &admin, "").await.status.as_u16(),
        204
    );
    refused(&place.post(&format!("{BELOW}/members/XX/tries"), &admin, "").await, 404);
    let roles = get("roles").await;
    let desk = roles.as_array().unwrap().iter().find(|row| row["role"] == "desk-officer").unwrap();
    assert!(desk["acts"].to_string().contains("publish"));
    assert!(!desk["acts"].to_string().contains("administer"));
    let disk = get("disk").await;
    let sum: u64 =
        disk["parts"].as_array().unwrap().iter().map(|part| part["bytes"].as_u64().unwrap()).sum();
    let (database, free) = (disk["database"].as_u64().unwrap(), disk["free"].as_u64().unwrap());
    assert!(sum > 0 && sum <= database + 4_096 && free > 0, "{disk}");
}

/// The same house with few requests a minute.
fn slow(limits: impl FnOnce(&mut Config)) -> (Place, support::HandClock) {
    let (mut place, clock) = Place::by_hand();
    let mut config = Config::default();
    limits(&mut config);
    place.desk.config = Arc::new(config).into();
    place.router = web::router(place.desk.clone());
    (place, clock)
}

/// One officer is counted once, whatever the tokens; another one is not held up.
#[tokio::test]
async fn a_flood_of_one_officer_is_refused_and_nobody_else_is() {
    let (place, clock) = slow(|config| config.rate_rest_max = 20);
    let (desk, dpo) = (place.token("desk-1"), place.token("dpo-1"));
    let again = |node: &mut node::Node| {
        node::session::issue(node, "desk-1", &[node::session::Scope::Read], 1)
    };
    let second = place.desk.writer.write(again).await.unwrap();
    let mut refusals = 0;
    for number in 0..40 {
        let token = if number % 2 == 0 { &desk } else { &second };
        let answer = place.get("/api/v1/me", token, "").await;
        refusals += u32::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(refusals, 30);
    assert_eq!(place.get("/api/v1/me", &dpo, "").await.status, StatusCode::OK);
    let refused = place.get("/api/v1/me", &desk, "").await;
    assert_eq!(refused.headers["retry-after"], "3");
    clock.advance(3_000);
    assert_eq!(place.get("/api/v1/me", &desk, "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn searching_does_not_use_up_the_rest() {
    let (place, _clock) = slow(|config| config.rate_search_max = 2);
    let desk = place.token("desk-1");
    place.index().await;
    let search = async || place.get("/api/v1/search?words=cocaine", &desk, WORK).await;
    let first = search().await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    assert_eq!(search().await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(place.get("/api/v1/records", &desk, WORK).await.status, StatusCode::OK);
}

/// Guessing tokens and links is slowed before anything is looked up; each guess being another
/// changes nothing, and who is known meanwhile works on.
#[tokio::test]
async fn guessing_is_slowed_by_where_it_comes_from() {
    let (place, _clock) = slow(|config| {
        (config.rate_unknown_max, config.rate_sign_in_max) = (20, 10);
    });
    let desk = place.token("desk-1");
    assert_eq!(place.get("/api/v1/me", &desk, "").await.status, StatusCode::OK);
    let mut codes = Vec::new();
    for number in 0..15 {
        let answer = place.get("/api/v1/me", &format!("amana_{number:064}"), "").await;
        codes.push(answer.status.as_u16());
    }
    assert_eq!(codes, [[401; 9].as_slice(), [429; 6].as_slice()].concat());
    assert_eq!(place.get("/api/v1/me", &desk, "").await.status, StatusCode::OK);
    let guess = async |number: u32, language: &str| {
        let request = Request::get(format!("/sign-in/{number:064}"));
        let request = request.header("host", "localhost").header("accept-language", language);
        place.ask(request.body(Body::empty()).unwrap()).await
    };
    for number in 0..5 {
        assert_eq!(guess(number, "en").await.status, StatusCode::UNAUTHORIZED);
    }
    let page = guess(6, "ar").await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.text.contains("طلبات كثيرة جداً") && page.text.contains("dir=\"rtl\""));
    assert!(page.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn too_many_is_said_in_the_readers_language() {
    let (place, _clock) = slow(|config| config.rate_rest_max = 1);
    let desk = place.token("desk-1");
    place.get("/api/v1/me", &desk, "").await;
    for (language, title) in [
        ("ar", "طلبات كثيرة جداً"),
        ("en", "Too many requests"),
        ("fr", "Trop de requêtes"),
        ("es", "Demasiadas peticiones"),
    ] {
        let request = Request::get("/api/v1/me")
            .header("authorization", format!("Bearer {desk}"))
            .header("accept-language", language);
        let answer = place.ask(request.body(Body::empty()).unwrap()).await;
        refused(&answer, 429);
        assert_eq!(answer.body["title"], title);
        assert_eq!(answer.body["type"], "urn:amana:problem:too-many");
        assert_eq!(answer.headers["content-language"], language);
    }
}
