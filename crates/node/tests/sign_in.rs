//! Coming in with a browser: links, sessions, cookies, other sites' pages, headers, plain pages.
//!
//! It is long because it is one list: each way in, and each way in which it is kept shut.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use node::{due, sign_in};
use record::Unit;
use record::moment::DAY_MS;
use serde_json::Value;
use support::place::{Answer, Place};
use support::{HandClock, Network};
use tower::ServiceExt;

const BROWSER: &str = "Mozilla/5.0 (an exercise)";
const COMER: sign_in::Comer = sign_in::Comer { browser: BROWSER, had: None };

/// A browser before a node.
struct Browser {
    place: Place,
    clock: HandClock,
}

impl Browser {
    fn new() -> Self {
        let (place, clock) = Place::by_hand();
        Self { place, clock }
    }

    async fn ask(&self, request: Builder, body: &str) -> Answer {
        let request = request.header("host", "localhost").header("user-agent", BROWSER);
        self.place.ask(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask(Request::get(path).header("cookie", cookie).header(SITE, OWN), "").await
    }

    /// A link of an officer, as an administrator makes it.
    async fn link(&self, officer: &str) -> String {
        let token = self.place.token("admin-1");
        let path = format!("/api/v1/officers/{officer}/sign-in-links");
        let answer = self.place.post(&path, &token, "").await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.body["path"].as_str().unwrap().to_owned()
    }

    async fn spend(&self, link: &str) -> Answer {
        self.spend_with(link, "").await
    }

    /// Spends a link where a session's cookie is there already.
    async fn spend_with(&self, link: &str, cookie: &str) -> Answer {
        self.ask(Request::post(link).header(SITE, OWN).header("cookie", cookie), "").await
    }

    /// Signs in and answers the cookie as a browser sends it back.
    async fn sign_in(&self, officer: &str) -> String {
        cookie(&self.spend(&self.link(officer).await).await)
    }

    async fn is_in(&self, cookie: &str) -> bool {
        self.get("/api/v1/me", cookie).await.status == StatusCode::OK
    }

    /// The newest entries of the audit.
    async fn audit(&self) -> Vec<Value> {
        let dpo = self.place.token("dpo-1");
        let audit = self.place.get("/api/v1/audit?limit=200", &dpo, "").await;
        audit.body["events"].as_array().unwrap().clone()
    }

    /// Who was refused a sign-in and why, oldest first.
    async fn refused(&self) -> Vec<(String, String)> {
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let audit = self.audit().await;
        let refused = audit.iter().rev().filter(|entry| entry["deed"] == "refused");
        refused.map(|entry| (text(entry, "by"), text(entry, "reason"))).collect()
    }
}

/// The cookie that an answer set, as a browser sends it back.
fn cookie(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let set = answer.headers["set-cookie"].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

const SITE: &str = "sec-fetch-site";
const OWN: &str = "same-origin";
const LIST: &str = "/api/v1/records";
const WORK: &str = "criminal-investigation";

#[tokio::test]
async fn a_link_signs_in_once_and_looking_at_it_spends_nothing() {
    let place = Browser::new();
    let link = place.link("desk-1").await;
    for _ in 0..2 {
        let shown = place.get(&format!("{link}?language=ar"), "").await;
        assert_eq!(shown.status, StatusCode::OK);
        for shows in ["عقدة CO", "dir=\"rtl\"", "desk-1"] {
            assert!(shown.text.contains(shows), "{shows}: {}", shown.text);
        }
    }
    assert_eq!(place.spend(&link).await.status, StatusCode::SEE_OTHER);
    assert_eq!(place.spend(&link).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(place.get(&link, "").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(place.spend("/sign-in/00").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_link_waits_a_day_and_a_session_lasts_a_shift() {
    let place = Browser::new();
    let (link, cookie) = (place.link("desk-1").await, place.sign_in("desk-1").await);
    assert_eq!(place.get("/api/v1/me", &cookie).await.status, StatusCode::OK);
    place.clock.advance(8 * 3_600_000 + 60_000);
    assert_eq!(place.get("/api/v1/me", &cookie).await.status, StatusCode::UNAUTHORIZED);
    place.clock.advance(DAY_MS);
    assert_eq!(place.get(&link, "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_cookie_is_for_this_host_and_no_script() {
    let place = Browser::new();
    let answer = place.spend(&place.link("desk-1").await).await;
    let set = answer.headers["set-cookie"].to_str().unwrap();
    assert!(set.starts_with("__Host-amana-co="), "{set}");
    for word in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=28800"] {
        assert!(set.split("; ").any(|part| part == word), "{word}: {set}");
    }
}

#[tokio::test]
async fn a_session_stays_with_its_browser_and_is_no_token() {
    let place = Browser::new();
    let cookie = place.sign_in("desk-1").await;
    let other = Request::get("/api/v1/me").header("cookie", &cookie).header(SITE, OWN);
    let other = other.header("host", "localhost").header("user-agent", "another");
    let answer =
        place.place.router.clone().oneshot(other.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let secret = cookie.split_once('=').unwrap().1;
    for bearer in [secret.to_owned(), format!("amana_{secret}")] {
        let asked = Request::get("/api/v1/me").header("authorization", format!("Bearer {bearer}"));
        assert_eq!(place.ask(asked, "").await.status, StatusCode::UNAUTHORIZED);
    }
    let token = place.place.token("desk-1");
    let as_cookie = format!("__Host-amana-co={token}");
    assert_eq!(place.get("/api/v1/me", &as_cookie).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_another_site_asks_with_the_cookie_is_refused() {
    let place = Browser::new();
    let cookie = place.sign_in("desk-1").await;
    for site in ["cross-site", "same-site"] {
        for request in [Request::get("/api/v1/me"), Request::delete("/api/v1/session")] {
            let request = request.header("cookie", &cookie).header(SITE, site);
            assert_eq!(place.ask(request, "").await.status, StatusCode::FORBIDDEN, "{site}");
        }
    }
    let bare = Request::delete("/api/v1/session").header("cookie", &cookie);
    assert_eq!(place.ask(bare, "").await.status, StatusCode::FORBIDDEN);
    let link = place.link("desk-1").await;
    let foreign = Request::post(&link).header("origin", "https://elsewhere.example");
    let refused = place.ask(foreign, "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text.contains("Another site's page asked this"), "{}", refused.text);
    assert!(place.is_in(&cookie).await);
    let told = Request::get("/api/v1/me").header("cookie", &cookie).header(SITE, "cross-site");
    let told = place.ask(told, "").await;
    assert_eq!(told.body["type"], "urn:amana:problem:other-site", "{}", told.text);
}

#[tokio::test]
async fn signing_out_ends_the_session_here_and_everywhere() {
    let place = Browser::new();
    let (one, two) = (place.sign_in("desk-1").await, place.sign_in("desk-1").await);
    let out = Request::delete("/api/v1/session").header("cookie", &one).header(SITE, OWN);
    let answer = place.ask(out, "").await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(place.get("/api/v1/me", &one).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(place.get("/api/v1/me", &two).await.status, StatusCode::OK);
    let link = place.link("desk-1").await;
    let everywhere = Request::delete("/api/v1/officers/desk-1/sessions");
    let everywhere = everywhere.header("cookie", &two).header(SITE, OWN);
    assert_eq!(place.ask(everywhere, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(place.get("/api/v1/me", &two).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(place.get(&link, "").await.status, StatusCode::UNAUTHORIZED);
    let other = place.sign_in("dpo-1").await;
    let foreign = Request::delete("/api/v1/officers/desk-1/sessions");
    let foreign = foreign.header("cookie", &other).header(SITE, OWN);
    assert_eq!(place.ask(foreign, "").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn only_an_administrator_makes_links() {
    let place = Browser::new();
    for (officer, expect) in [("desk-1", 403), ("dpo-1", 403), ("admin-1", 201)] {
        let cookie = place.sign_in(officer).await;
        let asked = Request::post("/api/v1/officers/desk-1/sign-in-links");
        let asked = asked.header("cookie", &cookie).header(SITE, OWN);
        assert_eq!(place.ask(asked, "").await.status.as_u16(), expect, "{officer}");
    }
}

#[tokio::test]
async fn signing_in_and_out_and_making_links_is_audited() {
    let place = Browser::new();
    let cookie = place.sign_in("desk-1").await;
    let out = Request::delete("/api/v1/session").header("cookie", &cookie).header(SITE, OWN);
    place.ask(out, "").await;
    let dpo = place.sign_in("dpo-1").await;
    let audit = place.get("/api/v1/audit", &dpo).await.text;
    for deed in ["\"signed-in\"", "\"signed-out\"", "sign-in link for desk-1"] {
        assert!(audit.contains(deed), "{deed}: {audit}");
    }
}

#[test]
fn links_and_sessions_are_stored_as_digests_and_end_with_the_officer() {
    let mut network = Network::new(&["XA"]);
    let node = network.at("XA");
    let (unit, role) = (Unit::new("POLICE").unwrap(), record::policy::Role::DeskOfficer);
    node.commit(|node| node::session::enrol(node, "desk-2", "A Person", role, &unit)).unwrap();
    assert!(node.commit(|node| sign_in::issue_link(node, "nobody")).is_err());
    let link = node.commit(|node| sign_in::issue_link(node, "desk-2")).unwrap();
    node.config.links_sign_in = true;
    let redeemed = node.commit(|node| sign_in::redeem(node, &link, COMER)).unwrap();
    let secret = redeemed.secret;
    let image = node.store.image().unwrap();
    for secret in [&link, &secret] {
        let raw = record::digest::hex_decode(secret).unwrap();
        assert!(!image.windows(secret.len()).any(|window| window == secret.as_bytes()));
        assert!(!image.windows(raw.len()).any(|window| window == raw));
    }
    let now = node.now();
    assert!(sign_in::recognise(&node.store, now, &secret, BROWSER).is_ok());
    node.commit(|node| node.store.end_officer("desk-2", now.0)).unwrap();
    assert!(sign_in::recognise(&node.store, now, &secret, BROWSER).is_err());
    assert!(node.commit(|node| sign_in::issue_link(node, "desk-2")).is_err());
}

#[tokio::test]
async fn every_answer_says_how_it_may_be_used() {
    let place = Browser::new();
    let cookie = place.sign_in("desk-1").await;
    for path in
        ["/", "/inbox", "/plain", "/api/v1/me", "/api/v1/nothing", "/sign-in/00", "/healthz"]
    {
        let answer = place.get(path, &cookie).await;
        let said = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
        assert_eq!(said("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(said("referrer-policy"), "same-origin", "{path}");
        assert_eq!(said("x-frame-options"), "DENY", "{path}");
        assert_eq!(said("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(said("cache-control"), "no-store", "{path}");
        let policy = said("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn plain_pages_ask_for_a_purpose_then_show_what_policy_shows() {
    let place = Browser::new();
    assert_eq!(place.get("/plain", "").await.status, StatusCode::UNAUTHORIZED);
    let cookie = place.sign_in("desk-1").await;
    let choice = place.get("/plain?language=fr", &cookie).await.text;
    assert!(choice.contains("purpose=criminal-investigation") && choice.contains("lang=\"fr\""));
    let draft = support::message("<script>parcel</script>", &[]);
    let token = place.place.token("desk-1");
    let asked = Request::post(LIST).header("authorization", format!("Bearer {token}"));
    let asked = asked.header("content-type", "application/json");
    let made = place.ask(asked, &serde_json::to_string(&draft).unwrap()).await;
    let made: Value = serde_json::from_str(&made.text).unwrap();
    let name = made["name"].as_str().unwrap();
    let (path, _) = name.rsplit_once('/').unwrap();
    let list = place.get("/plain?language=en&purpose=criminal-investigation", &cookie).await;
    assert!(list.text.contains(path), "{}", list.text);
    assert!(!list.text.contains("<script") && list.text.contains("&lt;script&gt;"));
    assert!(list.text.len() < 50_000);
    let record = format!("/plain/record/{path}?language=en&purpose=");
    let shown = place.get(&format!("{record}criminal-investigation"), &cookie).await;
    assert!(shown.text.contains("&lt;script&gt;parcel") && !shown.text.contains("<script"));
    let refused = place.get(&format!("{record}border-control"), &cookie).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text.contains("PUR-01") && !refused.text.contains("parcel"));
    let audit = place.get("/api/v1/audit", &place.sign_in("dpo-1").await).await.text;
    for deed in ["\"listed\"", "\"read\"", "\"PUR-01\""] {
        assert!(audit.contains(deed), "{deed}: {audit}");
    }
}

#[tokio::test]
async fn what_is_read_for_a_case_is_audited_with_it() {
    let place = Browser::new();
    let cookie = place.sign_in("desk-1").await;
    let list = |case: &str| {
        let asked = Request::get(LIST).header("cookie", &cookie).header(SITE, OWN);
        asked.header("amana-purpose", WORK).header("amana-case", case)
    };
    assert_eq!(place.ask(list("CO-2026%2F17"), "").await.status, StatusCode::OK);
    let odd = place.ask(list("a%0Ab"), "").await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    place.get("/api/v1/me/sign-ins", &cookie).await;
    let audit = place.audit().await;
    let listed: Vec<_> = audit.iter().filter(|entry| entry["deed"] == "listed").collect();
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert_eq!(listed[1]["case"], "CO-2026/17");
    assert!(listed[0].get("case").is_none(), "{}", listed[0]);
}

#[tokio::test]
async fn a_sign_in_ends_the_session_that_the_browser_had() {
    let place = Browser::new();
    let first = place.sign_in("desk-1").await;
    let link = place.link("dpo-1").await;
    let shown = place.get(&format!("{link}?language=en"), &first).await.text;
    assert!(shown.contains("desk-1 is signed in with this browser now"), "{shown}");
    assert!(shown.contains("dpo-1") && place.is_in(&first).await, "looking ends nothing");
    let second = cookie(&place.spend_with(&link, &first).await);
    assert!(!place.is_in(&first).await && place.is_in(&second).await);
    let audit = place.audit().await;
    let out = audit.iter().find(|entry| entry["deed"] == "signed-out").unwrap();
    assert_eq!((&out["by"], &out["reason"]), (&"desk-1".into(), &"replaced".into()), "{out}");
    let vain = place.spend_with("/sign-in/00", &second).await;
    assert_eq!(vain.status, StatusCode::UNAUTHORIZED);
    assert!(place.is_in(&second).await, "a link that signs nobody in ends nothing");
}

#[tokio::test]
async fn a_refused_sign_in_is_audited_by_whom_the_link_was_for() {
    let place = Browser::new();
    let link = place.link("desk-1").await;
    let foreign = Request::post(&link).header("origin", "https://elsewhere.example");
    place.ask(foreign, "").await;
    cookie(&place.spend(&link).await);
    place.spend(&link).await;
    place.spend("/sign-in/00").await;
    place.get(&link, "").await;
    let expect = [("desk-1", "other-site"), ("desk-1", "link-used"), ("", "link-unknown")];
    let expect = expect.map(|(by, why)| (by.to_owned(), why.to_owned()));
    assert_eq!(place.refused().await, expect);
}

#[test]
fn a_link_whose_time_or_officer_is_over_is_refused_by_name() {
    let mut network = Network::new(&["XA"]);
    let clock = network.clock.clone();
    let node = network.at("XA");
    let unit = Unit::new("POLICE").unwrap();
    for code in ["desk-2", "desk-3"] {
        let role = record::policy::Role::DeskOfficer;
        node.commit(|node| node::session::enrol(node, code, "A Person", role, &unit)).unwrap();
    }
    let [late, ended] = ["desk-2", "desk-3"]
        .map(|code| node.commit(|node| sign_in::issue_link(node, code)).unwrap());
    let now = node.now();
    node.commit(|node| node.store.end_officer("desk-3", now.0)).unwrap();
    clock.advance(DAY_MS);
    for link in [late, ended] {
        assert!(node.commit(|node| sign_in::redeem(node, &link, COMER)).is_err());
        node.commit(|node| sign_in::note_refused(node, &link, "")).unwrap();
    }
    let told = refusals(node);
    let expect = [("desk-3", "service-ended"), ("desk-2", "link-late")];
    assert_eq!(told, expect.map(|(by, why)| (by.to_owned(), why.to_owned())));
}

/// Newest first.
fn refusals(node: &node::Node) -> Vec<(String, String)> {
    let rows = node.store.audit_before(i64::MAX, 1_000).unwrap();
    let events = rows.iter().map(|(_, bytes)| node::audit::read(bytes).unwrap().1);
    let refused = events.filter(|event| event.deed == node::audit::Deed::Refused);
    refused.map(|event| (event.by, event.reason.unwrap_or_default())).collect()
}

#[test]
fn refused_sign_ins_are_kept_up_to_a_limit_a_minute() {
    let mut network = Network::new(&["XA"]);
    let clock = network.clock.clone();
    let node = network.at("XA");
    let max = node.config.refused_sign_ins_max as usize;
    for _ in 0..max + 20 {
        node.commit(|node| sign_in::note_refused(node, "00", "")).unwrap();
    }
    let told = refusals(node);
    assert_eq!(told.len(), max + 1);
    assert_eq!(told[0].1, "more-refused");
    assert_eq!(told[1].1, "link-unknown");
    clock.advance(record::moment::MINUTE_MS);
    node.commit(|node| sign_in::note_refused(node, "00", "")).unwrap();
    assert_eq!(refusals(node).len(), max + 2, "the next minute is told again");
}

#[test]
fn links_and_sessions_are_deleted_a_day_after_their_end() {
    let mut network = Network::new(&["XA"]);
    let clock = network.clock.clone();
    let node = network.at("XA");
    let (unit, role) = (Unit::new("POLICE").unwrap(), record::policy::Role::DeskOfficer);
    node.commit(|node| node::session::enrol(node, "desk-2", "A Person", role, &unit)).unwrap();
    let [spent, waits] =
        [(), ()].map(|()| node.commit(|node| sign_in::issue_link(node, "desk-2")).unwrap());
    node.config.links_sign_in = true;
    node.commit(|node| sign_in::redeem(node, &spent, COMER)).unwrap();
    let deleted = |node: &mut node::Node| node.commit(due::round).unwrap().sign_ins;
    assert_eq!(deleted(node), 0);
    // A session lasts eight hours, a link waits for a day.
    clock.advance(DAY_MS);
    assert_eq!(deleted(node), 0);
    clock.advance(8 * 3_600_000 + 1);
    assert_eq!(deleted(node), 1, "the session");
    clock.advance(DAY_MS);
    assert_eq!(deleted(node), 2, "both links");
    assert_eq!(deleted(node), 0);
    node.commit(|node| sign_in::note_refused(node, &waits, "")).unwrap();
    assert_eq!(refusals(node)[0].1, "link-unknown");
}

#[tokio::test]
async fn a_token_has_no_session_to_sign_out_of() {
    let place = Browser::new();
    let session = place.sign_in("dpo-1").await;
    let token = place.place.token("desk-1");
    // Whoever has a token must not end the session whose cookie comes with it.
    let out = Request::delete("/api/v1/session").header("cookie", &session).header(SITE, OWN);
    let out = out.header("authorization", format!("Bearer {token}"));
    assert_eq!(place.ask(out, "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(place.is_in(&session).await);
    let audit = place.audit().await;
    assert!(audit.iter().all(|entry| entry["deed"] != "signed-out"), "{audit:?}");
}

/// The next frame of a stream; none where it ended.
async fn next(stream: &mut Body) -> Option<String> {
    let wait = std::time::Duration::from_secs(20);
    let frame = tokio::time::timeout(wait, stream.frame()).await.unwrap()?;
    Some(String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap())
}

/// By signing out, with nothing stored meanwhile; and by its own time, before anything is told.
#[tokio::test]
async fn a_stream_of_events_ends_with_the_session() {
    let place = Browser::new();
    let open = async || {
        let cookie = place.sign_in("desk-1").await;
        let asked = Request::get("/api/v1/events").header("cookie", &cookie).header(SITE, OWN);
        let asked = asked.header("user-agent", BROWSER).header("amana-purpose", WORK);
        let asked = asked.body(Body::empty()).unwrap();
        (place.place.router.clone().oneshot(asked).await.unwrap().into_body(), cookie)
    };
    let (mut stream, cookie) = open().await;
    let out = Request::delete("/api/v1/session").header("cookie", &cookie).header(SITE, OWN);
    assert_eq!(place.ask(out, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(next(&mut stream).await, None);
    let (mut stream, _) = open().await;
    let token = place.place.token("desk-1");
    let draft = serde_json::to_string(&support::message("a parcel", &[])).unwrap();
    place.place.post(LIST, &token, draft.clone()).await;
    assert!(next(&mut stream).await.unwrap().contains("event: stored"));
    place.clock.advance(8 * 3_600_000 + 60_000);
    place.place.post(LIST, &token, draft).await;
    assert_eq!(next(&mut stream).await, None);
}

#[tokio::test]
async fn a_bad_address_of_a_plain_page_is_a_page() {
    let place = Browser::new();
    let cookie = place.sign_in("desk-1").await;
    for path in ["/plain/nothing", "/plain/record/CO/no-id", "/plain/record/%FF/x", "/plain/a/b"] {
        let answer = place.get(&format!("{path}?language=fr"), &cookie).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text.contains("lang=\"fr\"") && answer.text.contains("Introuvable"));
    }
    let spent = place.get("/sign-in/%FF?language=fr", "").await;
    assert_eq!(spent.status, StatusCode::UNAUTHORIZED);
    assert!(spent.text.contains("Ce lien ne fonctionne plus"), "{}", spent.text);
}

#[tokio::test]
async fn a_plain_page_comes_in_the_language_that_the_browser_wishes_most() {
    let place = Browser::new();
    let asked = Request::get("/plain").header("accept-language", "fr;q=0.3, de, es;q=0.9");
    let answer = place.ask(asked, "").await;
    assert!(answer.text.contains("lang=\"es\""), "{}", answer.text);
}

/// A preview says whom a draft would reach and by which rule not; nothing of it is stored.
#[tokio::test]
async fn a_preview_tells_what_would_become_of_a_draft_and_stores_nothing() {
    let place = Browser::new();
    let cookie = place.sign_in("desk-1").await;
    let preview = async |offence: &str| {
        let mut draft = serde_json::to_value(support::message("a parcel", &[])).unwrap();
        draft["body"]["statement"]["offence"] = offence.into();
        let asked = Request::post("/api/v1/drafts/preview?language=fr").header("cookie", &cookie);
        let asked = asked.header(SITE, OWN).header("content-type", "application/json");
        let answer = place.ask(asked, &draft.to_string()).await;
        serde_json::from_str::<Value>(&answer.text).unwrap()
    };
    let good = preview("drug-trafficking").await;
    assert_eq!(good["refused"], Value::Null, "{good}");
    assert!(good["text"].to_string().contains("a parcel"), "{good}");
    assert!(good["expiry"].as_str().unwrap() > "2026", "{good}");
    let listed = Request::get(LIST).header("cookie", &cookie).header(SITE, OWN);
    let listed = listed.header("amana-purpose", "criminal-investigation");
    let listed: Value = serde_json::from_str(&place.ask(listed, "").await.text).unwrap();
    assert_eq!(listed["records"].as_array().unwrap().len(), 0, "{listed}");
}
