//! The interface for people and programs: who may ask, what for, page by page, and how it refuses.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use node::session::{self, Scope};
use record::codelist::Language;
use record::moment::DAY_MS;
use serde_json::{Value, json};
use support::place::{Answer, Place};
use support::{Network, message};
use tower::ServiceExt;

fn draft(text: &str) -> String {
    serde_json::to_string(&message(text, &[])).unwrap()
}

/// A problem document with this status and, where one refused, this rule.
fn check(answer: &Answer, status: u16, rule: Option<&str>) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    assert_eq!(answer.kind, "application/problem+json", "{}", answer.body);
    let body = &answer.body;
    assert_eq!(body["status"], json!(status));
    assert!(body["type"].as_str().unwrap().starts_with("urn:amana:problem:"), "{body}");
    assert!(!body["title"].as_str().unwrap().is_empty(), "{body}");
    assert!(!body["detail"].as_str().unwrap().is_empty(), "{body}");
    assert_eq!(body["rule"].as_str(), rule, "{body}");
}

#[tokio::test]
async fn every_refusal_is_a_problem_document() {
    let place = Place::new();
    let (desk, admin) = (place.token("desk-1"), place.token("admin-1"));
    let (list, for_work) = ("/api/v1/records", "criminal-investigation");
    check(&place.ask(Request::get(list).body(Body::empty()).unwrap()).await, 401, None);
    check(&place.get(list, "amana_00", for_work).await, 401, None);
    check(&place.get(list, &desk, "").await, 422, None);
    check(&place.get(list, &desk, "curiosity").await, 422, None);
    check(&place.get("/api/v1/records?limit=many", &desk, for_work).await, 400, None);
    check(&place.get("/api/v1/records?unknown=1", &desk, for_work).await, 400, None);
    check(&place.get("/api/v1/nothing", &desk, for_work).await, 404, None);
    let absent = "/api/v1/records/CO/01900000-0000-7000-8000-000000000000";
    check(&place.get(absent, &desk, for_work).await, 404, None);
    check(&place.post(list, &desk, "{").await, 400, None);
    check(&place.post(list, &desk, "{}").await, 422, None);
    check(&place.post("/healthz", &desk, "").await, 405, None);
    let published = place.post(list, &desk, draft("a parcel")).await;
    assert_eq!(published.status, StatusCode::CREATED, "{}", published.body);
    check(&place.post(list, &admin, draft("a parcel")).await, 403, None);
    let name = published.body["name"].as_str().unwrap();
    let path = format!("{list}/{}", name.rsplit_once('/').unwrap().0);
    assert_eq!(place.get(&path, &desk, for_work).await.status, StatusCode::OK);
    check(&place.get(&path, &desk, "border-control").await, 403, Some("PUR-01"));
}

#[tokio::test]
async fn a_list_is_read_page_by_page_and_each_page_is_audited() {
    let place = Place::new();
    let desk = place.token("desk-1");
    for number in 0..5 {
        place.post("/api/v1/records", &desk, draft(&format!("parcel {number}"))).await;
    }
    let (mut titles, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let path = format!("/api/v1/records?limit=2{cursor}");
        let page = place.get(&path, &desk, "criminal-investigation").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        pages += 1;
        for record in page.body["records"].as_array().unwrap() {
            titles.push(record["title"].as_str().unwrap().to_owned());
        }
        let Some(next) = page.body["next"].as_i64() else { break };
        cursor = format!("&cursor={next}");
    }
    let expect: Vec<String> = (0..5).rev().map(|number| format!("about parcel {number}")).collect();
    assert_eq!((titles, pages), (expect, 3));
    let audit = place.get("/api/v1/audit", &place.token("dpo-1"), "criminal-investigation").await;
    let text = audit.body.to_string();
    assert_eq!(text.matches("\"listed\"").count(), pages, "{text}");
}

#[tokio::test]
async fn a_record_is_told_and_a_form_comes_in_the_language_asked_for() {
    let place = Place::new();
    let (desk, purpose) = (place.token("desk-1"), "criminal-investigation");
    let published = place.post("/api/v1/records", &desk, draft("a parcel")).await;
    let name = published.body["name"].as_str().unwrap();
    let path = format!("/api/v1/records/{}", name.rsplit_once('/').unwrap().0);
    for (asked, expect) in [
        ("", "Spontaneous information: “about a parcel”."),
        ("?language=es", "Información espontánea: «about a parcel»."),
        ("?language=ar", "معلومات مقدّمة تلقائياً: «\u{2068}about a parcel\u{2069}»."),
    ] {
        let view = place.get(&format!("{path}{asked}"), &desk, purpose).await;
        let told: Vec<&str> = view.body["text"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line.as_str().unwrap())
            .collect();
        assert_eq!(told.get(1), Some(&expect), "{told:?}");
        assert_eq!(view.body["title"], "about a parcel", "{}", view.body);
    }
    check(&place.get(&format!("{path}?language=de"), &desk, purpose).await, 400, None);
    let form = place.get("/api/v1/kinds/notice/form?language=fr", "", "").await;
    assert_eq!(form.body["title"], "Notice", "{}", form.body);
    let colour = &form.body["$defs"]["Statement"]["properties"]["colour"];
    assert_eq!(colour["title"], "Couleur", "{}", form.body);
    check(&place.get("/api/v1/kinds/notice/form?language=de", "", "").await, 400, None);
    check(&place.get("/api/v1/kinds/nothing/form", "", "").await, 404, None);
}

/// The titles of what is connected come in the reader's language, as in every list.
#[tokio::test]
async fn what_is_connected_is_told_in_the_language_asked_for() {
    let place = Place::new();
    let (desk, purpose) = (place.token("desk-1"), "criminal-investigation");
    let publish = async |draft: Value| {
        let published = place.post("/api/v1/records", &desk, draft.to_string()).await;
        assert_eq!(published.status, StatusCode::CREATED, "{}", published.body);
        let name = published.body["name"].as_str().unwrap();
        name.rsplit_once('/').unwrap().0.to_owned()
    };
    let [body, _] = record::Kind::Seizure.examples();
    let unit = record::Unit::new("POLICE").unwrap();
    let seizure = node::author::plain_draft(record::Kind::Seizure, &unit, body.to_json());
    let mut seizure = serde_json::to_value(seizure).unwrap();
    seizure["evaluation"] = json!({"source": "A", "information": "1", "nature": "fact"});
    let (first, second) = (publish(seizure.clone()).await, publish(seizure).await);
    let end = |path: &str| {
        let (owner, id) = path.split_once('/').unwrap();
        json!({"owner": owner, "id": id})
    };
    let mut said: Value = serde_json::from_str(&draft("")).unwrap();
    said["kind"] = json!("same-as");
    said["body"] = json!({"statement": {"what": "event", "first": end(&first),
        "second": end(&second), "state": "decided", "reasons": [{"basis": "quantity"}],
        "decided_by": "desk-officer"}});
    publish(said).await;
    let gist = |language| body.gist(&record::sentence::Sentences::new(language));
    for (asked, expect) in [
        ("", body.title()),
        ("?language=ar", gist(Language::Arabic)),
        ("?language=fr", gist(Language::French)),
    ] {
        let same = format!("/api/v1/records/{first}/same{asked}");
        let same = place.get(&same, &desk, purpose).await;
        let group = same.body["group"].as_array().unwrap();
        assert_eq!(group.len(), 2, "{}", same.body);
        assert!(group.iter().all(|one| one["record"]["title"] == expect), "{}", same.body);
        let links = format!("/api/v1/records/{first}/links{asked}");
        let links = place.get(&links, &desk, purpose).await;
        assert_eq!(links.body["mentions"][0]["record"]["title"], expect, "{}", links.body);
    }
    let unknown = format!("/api/v1/records/{first}/same?language=de");
    check(&place.get(&unknown, &desk, purpose).await, 400, None);
}

/// A table of what was found: as much of each record as its title and its facets tell.
#[tokio::test]
async fn a_search_answers_what_a_table_shows_where_it_is_asked_for() {
    let place = Place::new();
    let (desk, purpose) = (place.token("desk-1"), "criminal-investigation");
    let [body, _] = record::Kind::Seizure.examples();
    let unit = record::Unit::new("POLICE").unwrap();
    let seizure = node::author::plain_draft(record::Kind::Seizure, &unit, body.to_json());
    let mut seizure = serde_json::to_value(seizure).unwrap();
    seizure["evaluation"] = json!({"source": "A", "information": "1", "nature": "fact"});
    place.post("/api/v1/records", &desk, draft("a parcel")).await;
    place.post("/api/v1/records", &desk, seizure.to_string()).await;
    place.index().await;
    let found = place.get("/api/v1/search?facts=true", &desk, purpose).await;
    let facts = found.body["facts"].as_array().unwrap();
    assert_eq!(found.body["records"].as_array().unwrap().len(), 2, "{}", found.body);
    let statement = &body.to_json()["statement"];
    assert_eq!(facts[0]["day"], statement["date"], "{}", found.body);
    assert_eq!(facts[0]["place"], statement["place"]["name"], "{}", found.body);
    let (item, told) = (&statement["items"][0], &facts[0]["items"][0]);
    assert_eq!(told["substance"], item["substance"]["code"], "{}", found.body);
    assert_eq!(told["amount"], item["quantity"]["amount"], "{}", found.body);
    assert_eq!(facts[0]["values"]["country"], json!([statement["place"]["country"]]));
    assert_eq!((&facts[1]["day"], &facts[1]["items"]), (&Value::Null, &json!([])));
    let bare = place.get("/api/v1/search", &desk, purpose).await;
    assert_eq!(bare.body["facts"], Value::Null, "{}", bare.body);
}

#[tokio::test]
async fn an_author_links_only_by_a_role_of_the_list() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let linked = |role: &str| {
        let mut draft: Value = serde_json::from_str(&draft("a parcel")).unwrap();
        draft["links"] = json!([{"role": role, "owner": "SN",
            "id": "0192f0c1-0000-7000-8000-000000000000", "confirmed": false}]);
        draft.to_string()
    };
    let known = place.post("/api/v1/records", &desk, linked("found-with")).await;
    assert_eq!(known.status, StatusCode::CREATED, "{}", known.body);
    check(&place.post("/api/v1/records", &desk, linked("no-such-role")).await, 422, None);
}

/// What was stored is told while the listener waits: kind and owner, nothing of the content.
#[tokio::test]
async fn an_event_says_that_something_was_stored_and_not_what() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let request = Request::get("/api/v1/events")
        .header("authorization", format!("Bearer {desk}"))
        .header("amana-purpose", "criminal-investigation");
    let request = request.body(Body::empty()).unwrap();
    let mut stream = place.router.clone().oneshot(request).await.unwrap().into_body();
    place.post("/api/v1/records", &desk, draft("a canary")).await;
    let frame = tokio::time::timeout(Duration::from_secs(20), stream.frame()).await.unwrap();
    let bytes = frame.unwrap().unwrap().into_data().unwrap();
    let told = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(told.contains("event: stored") && told.contains("\"message\""), "{told}");
    assert!(!told.contains("canary"), "{told}");
}

/// Without anything that is stored, and before anything that is.
#[tokio::test]
async fn a_stream_of_events_ends_with_the_token() {
    let place = Place::new();
    let (desk, admin) = (place.token("desk-1"), place.token("admin-1"));
    let request = Request::get("/api/v1/events")
        .header("authorization", format!("Bearer {desk}"))
        .header("amana-purpose", "criminal-investigation");
    let request = request.body(Body::empty()).unwrap();
    let mut stream = place.router.clone().oneshot(request).await.unwrap().into_body();
    let officer = json!({"code": "desk-2", "name": "x", "role": "desk-officer", "unit": "POLICE"});
    place.post("/api/v1/officers", &admin, officer.to_string()).await;
    let scopes = json!({"scopes": ["write"], "days": 1}).to_string();
    let issued = place.post("/api/v1/officers/desk-2/tokens", &admin, scopes).await;
    let writer = issued.body["token"].as_str().unwrap();
    assert_eq!(place.delete("/api/v1/officers/desk-1", &admin).await.status, 204);
    let stored = place.post("/api/v1/records", writer, draft("a parcel")).await;
    assert_eq!(stored.status, StatusCode::CREATED, "{}", stored.body);
    let frame = tokio::time::timeout(Duration::from_secs(20), stream.frame()).await.unwrap();
    assert!(frame.is_none(), "{frame:?}");
}

#[tokio::test]
async fn a_request_over_its_limit_is_refused() {
    let place = Place::new();
    let (desk, max) = (place.token("desk-1"), place.desk.config.request_bytes_max);
    let of = |bytes: usize| {
        let text = draft("a parcel");
        format!("{text}{}", " ".repeat(bytes - text.len()))
    };
    let fits = place.post("/api/v1/records", &desk, of(max)).await;
    assert_eq!(fits.status, StatusCode::CREATED, "{}", fits.body);
    check(&place.post("/api/v1/records", &desk, of(max + 1)).await, 413, None);
}

#[tokio::test]
async fn a_page_is_bounded_however_much_is_asked_for() {
    let mut place = Place::new();
    let mut config = (*place.desk.config).clone();
    config.page_entries_max = 2;
    place.desk.config = std::sync::Arc::new(config).into();
    place.router = node::web::router(place.desk.clone());
    let desk = place.token("desk-1");
    for number in 0..4 {
        place.post("/api/v1/records", &desk, draft(&format!("parcel {number}"))).await;
    }
    let page = place.get("/api/v1/records?limit=4000", &desk, "criminal-investigation").await;
    assert_eq!(page.body["records"].as_array().unwrap().len(), 2, "{}", page.body);
}

#[test]
fn a_token_is_kept_as_a_digest_bounded_and_ends() {
    let mut network = Network::new(&["XA"]);
    let node = network.at("XA");
    let unit = record::Unit::new("POLICE").unwrap();
    let role = record::policy::Role::DeskOfficer;
    node.commit(|node| session::enrol(node, "desk-2", "A Person", role, &unit)).unwrap();
    let too_long = node.config.token_days_max + 1;
    assert!(session::issue(node, "desk-2", &[Scope::Read], too_long).is_err());
    assert!(session::issue(node, "desk-2", &[Scope::Read], 0).is_err());
    assert!(session::issue(node, "nobody", &[Scope::Read], 1).is_err());
    let token = node.commit(|node| session::issue(node, "desk-2", &[Scope::Read], 1)).unwrap();
    let image = node.store.image().unwrap();
    let secret = token.strip_prefix("amana_").unwrap();
    assert!(!image.windows(secret.len()).any(|window| window == secret.as_bytes()));
    let raw = record::digest::hex_decode(secret).unwrap();
    assert!(!image.windows(raw.len()).any(|window| window == raw));
    let now = node.now();
    let signed = session::sign_in(&node.store, now, &token).unwrap();
    assert!(signed.require(Scope::Read).is_ok());
    assert!(signed.require(Scope::Write).is_err() && signed.require(Scope::Admin).is_err());
    assert!(session::sign_in(&node.store, now.plus(DAY_MS - 1), &token).is_ok());
    assert!(session::sign_in(&node.store, now.plus(DAY_MS), &token).is_err());
    assert!(session::sign_in(&node.store, now, &format!("{token}0")).is_err());
    node.commit(|node| node.store.end_officer("desk-2", now.0)).unwrap();
    assert!(session::sign_in(&node.store, now, &token).is_err());
}

/// A request, its thread, a refusal without and with a code of the list, and the count.
#[tokio::test]
async fn a_thread_is_listed_opened_answered_and_counted() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let for_work = "criminal-investigation";
    let mut asked: Value = serde_json::from_str(&draft("a container")).unwrap();
    asked["body"]["statement"]["type"] = json!("request");
    let published = place.post("/api/v1/records", &desk, asked.to_string()).await;
    assert_eq!(published.status, StatusCode::CREATED, "{}", published.body);
    let name = published.body["name"].as_str().unwrap();
    let (path, id) = (name.rsplit_once('/').unwrap().0, name.split('/').nth(1).unwrap());
    let listed = place.get("/api/v1/threads?limit=5", &desk, for_work).await;
    assert_eq!(listed.body["threads"][0]["thread"], json!(id), "{}", listed.body);
    let thread = format!("/api/v1/threads/{id}");
    let opened = place.get(&thread, &desk, for_work).await;
    let text = &opened.body["messages"][0]["record"]["body"]["statement"]["text"]["text"];
    assert_eq!(text, &json!("a container"), "{}", opened.body);
    let counted = place.get("/api/v1/threads/statistics", &desk, for_work).await;
    assert_eq!(counted.body["complete"], json!(true), "{}", counted.body);
    let clocks = place.get("/api/v1/clocks", &desk, "").await;
    assert_eq!(clocks.body["pairs"][0]["urgent_direct"], json!("8 hours"), "{}", clocks.body);
    let links = place.get(&format!("/api/v1/records/{path}/links"), &desk, for_work).await;
    assert_eq!(links.body["from"], json!([]), "{}", links.body);
    check(&place.get(&thread, &desk, "").await, 422, None);
    check(&place.get("/api/v1/threads?asks=gossip", &desk, for_work).await, 422, None);
    check(&place.get("/api/v1/threads/unknown", &desk, for_work).await, 400, None);
    let absent = "/api/v1/threads/01900000-0000-7000-8000-000000000000";
    check(&place.get(absent, &desk, for_work).await, 404, None);
    let reply = |code: &str| {
        let body = json!({"type": "refusal", "refusal": code,
            "text": {"language": "en", "text": "No."}});
        let request = Request::post(format!("/api/v1/records/{path}/replies"))
            .header("authorization", format!("Bearer {desk}"))
            .header("content-type", "application/json")
            .header("amana-purpose", for_work);
        request.body(Body::from(body.to_string())).unwrap()
    };
    check(&place.ask(reply("no-time")).await, 422, None);
    let refused = place.ask(reply("national-security")).await;
    assert_eq!(refused.status, StatusCode::CREATED, "{}", refused.body);
    let opened = place.get(&thread, &desk, for_work).await;
    assert_eq!(opened.body["messages"][1]["type"], json!("refusal"), "{}", opened.body);
}
