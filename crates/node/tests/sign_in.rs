//! Coming in with a browser: links, sessions, cookies, other sites' pages, headers, plain pages.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use node::home::{Home, Init};
use node::writer::WriterThread;
use node::{Config, serve, sign_in, web};
use record::moment::DAY_MS;
use record::{NodeCode, Unit};
use seal::directory::{Labels, MemberRole};
use serde_json::Value;
use support::folder::Folder;
use support::{HandClock, Network};
use tower::ServiceExt;

const BROWSER: &str = "Mozilla/5.0 (an exercise)";

/// A node and a browser before it.
struct Place {
    home: Home,
    router: Router,
    clock: HandClock,
    _folder: Folder,
    _thread: WriterThread,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Place {
    fn new() -> Self {
        let folder = Folder::new("sign-in");
        let home = Home::new(folder.join("co"));
        let names = ["كولومبيا", "Colombia", "Colombie", "Colombia"].map(str::to_owned);
        let [ar, en, fr, es] = names;
        let init = Init {
            code: NodeCode::new("CO").unwrap(),
            names: Labels { ar, en, fr, es },
            region: "exercise".into(),
            role: MemberRole::Country,
            config: Config::default(),
            units: vec![Unit::new("POLICE").unwrap()],
        };
        home.init(&init).unwrap();
        let (mut desk, thread) = serve::open(&home).unwrap();
        let clock = HandClock::new();
        clock.advance(desk.clock.now().0 - support::START);
        desk.clock = Arc::new(clock.clone());
        Self { home, router: web::router(desk), clock, _folder: folder, _thread: thread }
    }

    async fn ask(&self, request: Builder, body: &str) -> Answer {
        let request = request.header("host", "localhost").header("user-agent", BROWSER);
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask(Request::get(path).header("cookie", cookie).header(SITE, OWN), "").await
    }

    /// A link of an officer, as an administrator makes it.
    async fn link(&self, officer: &str) -> String {
        let token = self.home.token("admin-1").unwrap();
        let path = format!("/api/v1/officers/{officer}/sign-in-links");
        let asked = Request::post(path).header("authorization", format!("Bearer {token}"));
        let answer = self.ask(asked, "").await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        let made: Value = serde_json::from_str(&answer.text).unwrap();
        made["path"].as_str().unwrap().to_owned()
    }

    async fn spend(&self, link: &str) -> Answer {
        self.ask(Request::post(link).header(SITE, OWN), "").await
    }

    /// Signs in and answers the cookie as a browser sends it back.
    async fn sign_in(&self, officer: &str) -> String {
        let answer = self.spend(&self.link(officer).await).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let set = answer.headers["set-cookie"].to_str().unwrap();
        set.split(';').next().unwrap().to_owned()
    }
}

const SITE: &str = "sec-fetch-site";
const OWN: &str = "same-origin";
const LIST: &str = "/api/v1/records";

#[tokio::test]
async fn a_link_signs_in_once_and_looking_at_it_spends_nothing() {
    let place = Place::new();
    let link = place.link("desk-1").await;
    for _ in 0..2 {
        let shown = place.get(&format!("{link}?language=ar"), "").await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.text.contains("كولومبيا") && shown.text.contains("dir=\"rtl\""));
    }
    assert_eq!(place.spend(&link).await.status, StatusCode::SEE_OTHER);
    assert_eq!(place.spend(&link).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(place.get(&link, "").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(place.spend("/sign-in/00").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_link_waits_a_day_and_a_session_lasts_a_shift() {
    let place = Place::new();
    let (link, cookie) = (place.link("desk-1").await, place.sign_in("desk-1").await);
    assert_eq!(place.get("/api/v1/me", &cookie).await.status, StatusCode::OK);
    place.clock.advance(8 * 3_600_000 + 60_000);
    assert_eq!(place.get("/api/v1/me", &cookie).await.status, StatusCode::UNAUTHORIZED);
    place.clock.advance(DAY_MS);
    assert_eq!(place.get(&link, "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_cookie_is_for_this_host_and_no_script() {
    let place = Place::new();
    let answer = place.spend(&place.link("desk-1").await).await;
    let set = answer.headers["set-cookie"].to_str().unwrap();
    assert!(set.starts_with("__Host-amana-co="), "{set}");
    for word in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=28800"] {
        assert!(set.split("; ").any(|part| part == word), "{word}: {set}");
    }
}

#[tokio::test]
async fn a_session_stays_with_its_browser_and_is_no_token() {
    let place = Place::new();
    let cookie = place.sign_in("desk-1").await;
    let other = Request::get("/api/v1/me").header("cookie", &cookie).header(SITE, OWN);
    let other = other.header("host", "localhost").header("user-agent", "another");
    let answer = place.router.clone().oneshot(other.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let secret = cookie.split_once('=').unwrap().1;
    for bearer in [secret.to_owned(), format!("amana_{secret}")] {
        let asked = Request::get("/api/v1/me").header("authorization", format!("Bearer {bearer}"));
        assert_eq!(place.ask(asked, "").await.status, StatusCode::UNAUTHORIZED);
    }
    let token = place.home.token("desk-1").unwrap();
    let as_cookie = format!("__Host-amana-co={token}");
    assert_eq!(place.get("/api/v1/me", &as_cookie).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_another_site_asks_with_the_cookie_is_refused() {
    let place = Place::new();
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
    assert_eq!(place.ask(foreign, "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(place.get("/api/v1/me", &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_ends_the_session_here_and_everywhere() {
    let place = Place::new();
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
    let place = Place::new();
    for (officer, expect) in [("desk-1", 403), ("dpo-1", 403), ("admin-1", 201)] {
        let cookie = place.sign_in(officer).await;
        let asked = Request::post("/api/v1/officers/desk-1/sign-in-links");
        let asked = asked.header("cookie", &cookie).header(SITE, OWN);
        assert_eq!(place.ask(asked, "").await.status.as_u16(), expect, "{officer}");
    }
}

#[tokio::test]
async fn signing_in_and_out_and_making_links_is_audited() {
    let place = Place::new();
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
    let (_, secret) = node.commit(|node| sign_in::redeem(node, &link, BROWSER)).unwrap();
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
    let place = Place::new();
    let cookie = place.sign_in("desk-1").await;
    for path in
        ["/", "/inbox", "/plain", "/api/v1/me", "/api/v1/nothing", "/sign-in/00", "/healthz"]
    {
        let answer = place.get(path, &cookie).await;
        let said = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
        assert_eq!(said("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(said("referrer-policy"), "no-referrer", "{path}");
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
async fn each_page_has_a_nonce_of_its_own() {
    let first = web::page::policy(&web::page::nonce());
    assert_ne!(first, web::page::policy(&web::page::nonce()));
}

#[tokio::test]
async fn plain_pages_ask_for_a_purpose_then_show_what_policy_shows() {
    let place = Place::new();
    assert_eq!(place.get("/plain", "").await.status, StatusCode::UNAUTHORIZED);
    let cookie = place.sign_in("desk-1").await;
    let choice = place.get("/plain?language=fr", &cookie).await.text;
    assert!(choice.contains("purpose=criminal-investigation") && choice.contains("lang=\"fr\""));
    let draft = support::message("<script>parcel</script>", &[]);
    let token = place.home.token("desk-1").unwrap();
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

/// A preview says whom a draft would reach and by which rule not; nothing of it is stored.
#[tokio::test]
async fn a_preview_tells_what_would_become_of_a_draft_and_stores_nothing() {
    let place = Place::new();
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
