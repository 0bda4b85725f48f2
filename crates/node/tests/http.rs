//! The interface for people and programs: who may ask, what for, page by page, and how it refuses.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use node::session::{self, Scope};
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
    }
    check(&place.get(&format!("{path}?language=de"), &desk, purpose).await, 400, None);
    let form = place.get("/api/v1/kinds/notice/form?language=fr", "", "").await;
    assert_eq!(form.body["title"], "Notice", "{}", form.body);
    let colour = &form.body["$defs"]["Statement"]["properties"]["colour"];
    assert_eq!(colour["title"], "Couleur", "{}", form.body);
    check(&place.get("/api/v1/kinds/notice/form?language=de", "", "").await, 400, None);
    check(&place.get("/api/v1/kinds/nothing/form", "", "").await, 404, None);
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
