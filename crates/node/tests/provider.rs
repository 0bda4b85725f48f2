//! Signing in through a national identity provider, and each way in which it is attacked.
//!
//! It is long because it is one list.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, StatusCode};
use node::home::Home;
use node::{fsck, serve, web};
use serde_json::{Value, json};
use support::HandClock;
use support::START;
use support::authenticator::Authenticator;
use support::identity_provider::{CLIENT, Mock, Mood, Signed};
use support::place::{Answer, Place};

const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 (an exercise)";
const OWN: &str = "same-origin";
const FORM: &str = "application/x-www-form-urlencoded";

/// What is changed in a token, by name.
type Named = (&'static str, fn(&mut Value));

/// A node that knows one provider, or more.
struct Door {
    place: Place,
    mock: Mock,
}

/// What a browser holds after it was sent to a provider.
#[derive(Clone)]
struct Sent {
    to: String,
    cookie: String,
}

fn configure(folder: &Path, issuer: &str, more: &str) {
    support::place::set(folder, "links_sign_in", "false");
    support::place::set(folder, "provider_ms_max", "1500");
    let file = folder.join("amana.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let provider = format!(
        "{text}\n[[identity_provider]]\ncode = \"national\"\nname = \"National sign-in\"\n\
         issuer = \"{issuer}\"\nclient_id = \"{CLIENT}\"\n{more}\n"
    );
    std::fs::write(&file, provider).unwrap();
}

fn held(answer: &Answer, name: &str) -> Option<String> {
    let set = answer.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap());
    let pairs = set.filter_map(|all| all.split(';').next()).map(str::to_owned);
    pairs.into_iter().find(|pair| pair.starts_with(&format!("{name}=")))
}

fn form(answer: &[(String, String)]) -> String {
    serde_urlencoded::to_string(answer).unwrap()
}

impl Door {
    async fn new() -> Self {
        Self::with("").await
    }

    /// With further lines about the provider.
    async fn with(more: &str) -> Self {
        let mock = Mock::start().await;
        let place = Place::prepared(|path| configure(path, &mock.issuer, more));
        Self { place, mock }
    }

    /// By whose clock requests are judged only when it is moved on by hand.
    fn by_hand(&mut self) -> HandClock {
        let clock = HandClock::new();
        clock.advance(self.place.desk.clock.now().0 - START);
        self.place.desk.clock = Arc::new(clock.clone());
        self.place.router = web::router(self.place.desk.clone());
        clock
    }

    async fn ask(&self, request: Builder, cookie: &str, body: &str) -> Answer {
        let request = request.header("host", "localhost").header("user-agent", BROWSER);
        let request = request.header("sec-fetch-site", OWN).header("cookie", cookie);
        self.place.ask(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask(Request::get(path), cookie, "").await
    }

    async fn link(&self, officer: &str) -> Answer {
        let path = format!("/api/v1/officers/{officer}/sign-in-links");
        self.place.post(&path, &self.place.token("admin-1"), "").await
    }

    async fn link_secret(&self, officer: &str) -> String {
        let answer = self.link(officer).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.body["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    }

    async fn enrol(&self, officer: &str, role: &str) {
        let body = json!({"code": officer, "name": officer, "role": role, "unit": "POLICE"});
        let token = self.place.token("admin-1");
        let answer = self.place.post("/api/v1/officers", &token, body.to_string()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text);
    }

    /// The browser is sent to the provider.
    async fn begin(&self, path: &str) -> Sent {
        let answer = self.get(&format!("/sign-in/with/{path}"), "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let to = answer.headers["location"].to_str().unwrap().to_owned();
        Sent { to, cookie: held(&answer, "__Host-amana-co-way").unwrap() }
    }

    /// What the page of ours asks that the provider sent the browser back to.
    async fn end(&self, cookie: &str, form: &str) -> Answer {
        let request = Request::post("/sign-in/from/national").header("content-type", FORM);
        self.ask(request, cookie, form).await
    }

    async fn come(&self, path: &str) -> Answer {
        let sent = self.begin(path).await;
        self.end(&sent.cookie, &form(&self.mock.authorize(&sent.to))).await
    }

    /// Signs in and answers the session's cookie.
    async fn session(&self, path: &str) -> String {
        let answer = self.come(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        held(&answer, "__Host-amana-co").unwrap()
    }

    async fn bound(&self, officer: &str) -> String {
        self.session(&format!("national/{}", self.link_secret(officer).await)).await
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

    /// Who was refused last, and why.
    async fn refused(&self) -> (String, String) {
        let audit = self.audit().await;
        let last = audit.iter().find(|entry| entry["deed"] == "refused").unwrap();
        let text = |key: &str| last[key].as_str().unwrap_or_default().to_owned();
        (text("by"), text("reason"))
    }
}

/// Nobody came in, and the page says what to do and nothing of the inside.
fn is_refused(answer: &Answer, status: StatusCode, slug: &str) {
    let detail = format!("{slug}: {} {}", answer.status, answer.text);
    assert_eq!(answer.status, status, "{detail}");
    assert!(held(answer, "__Host-amana-co").is_none(), "{detail}");
    let word = record::word::catalogue(record::codelist::Language::English);
    let title = word.word(&format!("page-problem-{slug}")).replace('\'', "&#39;");
    let plain = title.replace("&#39;", "'");
    assert!(answer.text.contains(&title) || answer.text.contains(&plain), "{detail}");
    assert!(answer.text.contains("/plain/sign-in"), "the other ways: {detail}");
    for inside in ["127.0.0.1", "code-", "eyJ", "invalid_grant", "not you", "panicked"] {
        assert!(!answer.text.contains(inside), "{inside}: {detail}");
    }
}

#[tokio::test]
async fn a_link_binds_an_identity_and_from_then_on_it_signs_in() {
    let door = Door::new().await;
    let link = door.link_secret("desk-1").await;
    let shown = door.get(&format!("/sign-in/{link}"), "").await;
    assert!(shown.text.contains(&format!("/sign-in/with/national/{link}")), "{}", shown.text);
    let first = door.session(&format!("national/{link}")).await;
    assert_eq!(door.get("/api/v1/me", &first).await.body["officer"], "desk-1");
    let spent = door.get(&format!("/sign-in/{link}"), "").await;
    assert_eq!(spent.status, StatusCode::UNAUTHORIZED, "the link was spent");
    let second = door.session("national").await;
    assert_eq!(door.get("/api/v1/me", &second).await.body["officer"], "desk-1");
    let own = door.get("/api/v1/me/sign-ins", &second).await;
    assert_eq!(own.body["identities"][0]["provider"], "National sign-in", "{}", own.text);
    let sessions = own.body["sessions"].as_array().unwrap();
    assert!(sessions.iter().all(|one| one["provider"] == "National sign-in"), "{}", own.text);
    let audit = door.audit().await;
    let said = |deed: &str, reason: &str| {
        audit.iter().any(|one| {
            (&one["deed"], &one["reason"], &one["by"])
                == (&json!(deed), &json!(reason), &json!("desk-1"))
        })
    };
    assert!(said("signed-in", "identity-provider"), "{audit:?}");
    assert!(said("administered", "identity bound for desk-1"), "{audit:?}");
    let mut node = Home::new(door.place.folder.join("co")).open().unwrap();
    let report = fsck::run(&mut node, false, |_| {}).unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}

#[tokio::test]
async fn nothing_that_the_provider_gave_is_kept() {
    let door = Door::new().await;
    door.bound("desk-1").await;
    let folder = door.place.folder.join("co");
    let (tokens, issued) = door.mock.with(|inside| (inside.tokens.clone(), inside.brought.len()));
    assert_eq!((tokens.len(), issued), (1, 1));
    let signature = tokens[0].rsplit('.').next().unwrap();
    for file in ["node.db", "node.db-wal"] {
        let bytes = std::fs::read(folder.join(file)).unwrap_or_default();
        for secret in [signature, "access-to-nothing-here", "code-0"] {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} in {file}");
        }
    }
}

#[tokio::test]
async fn the_cookie_of_a_way_is_for_this_host_and_comes_from_our_pages_alone() {
    let door = Door::new().await;
    let answer = door.get("/sign-in/with/national", "").await;
    let set = answer.headers["set-cookie"].to_str().unwrap();
    for word in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=600"] {
        assert!(set.split("; ").any(|part| part == word), "{word}: {set}");
    }
    let to = answer.headers["location"].to_str().unwrap();
    let secret = set.split(['=', '.']).nth(1).unwrap();
    assert!(!to.contains(secret), "the provider learns nothing of the cookie");
    let back = "redirect_uri=http%3A%2F%2Flocalhost%3A7480%2Fsign-in%2Ffrom%2Fnational";
    assert!(to.contains(back), "{to}");
    assert!(to.contains("max_age=3600"), "{to}");
    for site in ["cross-site", "same-site"] {
        let request = Request::get("/sign-in/with/national").header("sec-fetch-site", site);
        let request = request.header("host", "localhost").body(Body::empty()).unwrap();
        let answer = door.place.ask(request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "begun by another site's page");
    }
}

#[tokio::test]
async fn what_the_provider_sends_back_is_put_into_a_form_and_changes_nothing() {
    let door = Door::new().await;
    let sent = door.begin("national").await;
    let query = form(&door.mock.authorize(&sent.to));
    let path = format!("/sign-in/from/national?{query}&x=%22%3E%3Cscript%3E&error=%22%3E%3Cb%3E");
    let request = Request::get(&path).header("sec-fetch-site", "cross-site");
    let request = request.header("host", "localhost").body(Body::empty()).unwrap();
    let page = door.place.ask(request).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.headers.get("set-cookie").is_none());
    assert!(!page.text.contains("<b>"), "{}", page.text);
    assert!(page.text.contains("action=\"/sign-in/from/national\""), "{}", page.text);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self';") && policy.contains("form-action 'self'"));
    assert_eq!(door.mock.with(|inside| inside.brought.len()), 0, "no code was brought");
    let script = door.get("/plain/go-on", "").await;
    assert_eq!(script.kind, "text/javascript; charset=utf-8");
}

/// Judges one token that is not as it should be.
async fn token_is_refused(door: &Door, slug: &str, what: &str) {
    let answer = door.come("national").await;
    println!("{what}: {}", answer.status);
    is_refused(&answer, StatusCode::UNAUTHORIZED, slug);
    let (by, reason) = door.refused().await;
    assert_eq!((by.as_str(), reason.as_str()), ("", slug), "{what}");
}

#[tokio::test]
async fn a_token_that_is_not_ours_here_and_now_signs_nobody_in() {
    let door = Door::new().await;
    door.bound("desk-1").await;
    let twists: [Named; 17] = [
        ("another issuer", |claims| claims["iss"] = json!("http://127.0.0.1:9")),
        ("no issuer", |claims| drop(claims.as_object_mut().unwrap().remove("iss"))),
        ("for another party", |claims| claims["aud"] = json!("another")),
        ("for others too", |claims| claims["aud"] = json!([CLIENT, "another"])),
        ("for nobody", |claims| drop(claims.as_object_mut().unwrap().remove("aud"))),
        ("given to another", |claims| claims["azp"] = json!("another")),
        ("another nonce", |claims| claims["nonce"] = json!("another")),
        ("no nonce", |claims| drop(claims.as_object_mut().unwrap().remove("nonce"))),
        ("over", |claims| claims["exp"] = json!(claims["iat"].as_i64().unwrap() - 61)),
        ("without an end", |claims| drop(claims.as_object_mut().unwrap().remove("exp"))),
        ("of tomorrow", |claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 86_400)),
        ("of before", |claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() - 120)),
        ("not yet", |claims| claims["nbf"] = json!(claims["iat"].as_i64().unwrap() + 120)),
        ("never", |claims| claims["nbf"] = json!("soon")),
        ("about nobody", |claims| claims["sub"] = json!("")),
        ("without a subject", |claims| drop(claims.as_object_mut().unwrap().remove("sub"))),
        ("about a crowd", |claims| claims["sub"] = json!("x".repeat(256))),
    ];
    for (what, twist) in twists {
        door.mock.twist(move |_, claims| twist(claims));
        token_is_refused(&door, "provider-token", what).await;
    }
    door.mock.twist(|_, _| ());
    assert!(door.is_in(&door.session("national").await).await, "and as it should be, it does");
}

#[tokio::test]
async fn a_token_that_the_provider_did_not_sign_signs_nobody_in() {
    let door = Door::new().await;
    door.bound("desk-1").await;
    for signed in [Signed::Stranger, Signed::None, Signed::PublicAsSecret, Signed::ClientSecret] {
        door.mock.with(|inside| inside.signed = signed);
        token_is_refused(&door, "provider-token", &format!("{signed:?}")).await;
    }
    door.mock.with(|inside| inside.signed = Signed::Well);
    let heads: [Named; 5] = [
        ("another key's name", |head| head["kid"] = json!("k9")),
        ("the other kind of key", |head| head["alg"] = json!("RS256")),
        ("an unknown signature", |head| head["alg"] = json!("XX256")),
        ("a key of its own", |head| head["kid"] = json!("rsa")),
        ("what must be understood", |head| head["crit"] = json!(["b64"])),
    ];
    for (what, twist) in heads {
        door.mock.twist(move |head, _| twist(head));
        token_is_refused(&door, "provider-token", what).await;
    }
    door.mock.twist(|_, _| ());
    door.mock.with(|inside| inside.signed = Signed::Rsa);
    assert!(door.is_in(&door.session("national").await).await, "RSA is good too");
}

#[tokio::test]
async fn who_authenticated_too_weakly_or_too_long_ago_does_not_come_in() {
    let door = Door::with("acr = [\"high\", \"higher\"]\namr = [\"hwk\", \"pin\"]").await;
    let good = |claims: &mut Value| {
        claims["acr"] = json!("higher");
        claims["amr"] = json!(["pin", "pwd", "hwk"]);
    };
    door.mock.twist(move |_, claims| good(claims));
    door.bound("desk-1").await;
    let sent = door.begin("national").await;
    assert!(sent.to.contains("acr_values=high+higher"), "{}", sent.to);
    let twists: [Named; 8] = [
        ("weakly", |claims| claims["acr"] = json!("low")),
        ("nobody knows how", |claims| drop(claims.as_object_mut().unwrap().remove("acr"))),
        ("by one of two", |claims| claims["amr"] = json!(["pin"])),
        ("by nothing", |claims| drop(claims.as_object_mut().unwrap().remove("amr"))),
        ("nobody knows when", |claims| drop(claims.as_object_mut().unwrap().remove("auth_time"))),
        ("yesterday", |claims| {
            claims["auth_time"] = json!(claims["auth_time"].as_i64().unwrap() - 86_400);
        }),
        ("an hour ago", |claims| {
            claims["auth_time"] = json!(claims["auth_time"].as_i64().unwrap() - 3_700);
        }),
        ("tomorrow", |claims| {
            claims["auth_time"] = json!(claims["auth_time"].as_i64().unwrap() + 86_400);
        }),
    ];
    for (what, twist) in twists {
        door.mock.twist(move |_, claims| {
            good(claims);
            twist(claims);
        });
        token_is_refused(&door, "provider-weak", what).await;
    }
}

#[tokio::test]
async fn a_way_is_ended_once_by_the_browser_that_began_it() {
    let door = Door::new().await;
    door.bound("desk-1").await;
    let (mine, other) = (door.begin("national").await, door.begin("national").await);
    let (my, others) = (door.mock.authorize(&mine.to), door.mock.authorize(&other.to));
    let brought = || door.mock.with(|inside| inside.brought.len());
    let before = brought();
    let refused = |answer: Answer| is_refused(&answer, StatusCode::UNAUTHORIZED, "provider-way");
    refused(door.end("", &form(&my)).await);
    refused(door.end(&mine.cookie, &form(&others)).await);
    refused(door.end(&mine.cookie, "code=code-0").await);
    refused(door.end(&mine.cookie, "code=code-0&state=").await);
    refused(door.end("__Host-amana-co-way=00.1.", &form(&my)).await);
    let request = Request::post("/sign-in/from/national").header("user-agent", "another");
    let request = request.header("cookie", &mine.cookie).header("sec-fetch-site", OWN);
    refused(door.place.ask(request.body(Body::from(form(&my))).unwrap()).await);
    assert_eq!(brought(), before, "no code was brought for any of them");
    let (by, reason) = door.refused().await;
    assert_eq!((by.as_str(), reason.as_str()), ("", "provider-way"));
    assert_eq!(door.end(&mine.cookie, &form(&my)).await.status, StatusCode::SEE_OTHER);
    refused(door.end(&mine.cookie, &form(&my)).await);
    assert_eq!(brought(), before + 1, "a code is brought once");
}

#[tokio::test]
async fn another_sites_page_ends_no_way() {
    let door = Door::new().await;
    door.bound("desk-1").await;
    let sent = door.begin("national").await;
    let answer = form(&door.mock.authorize(&sent.to));
    for site in ["cross-site", "same-site", "none"] {
        let request = Request::post("/sign-in/from/national")
            .header("user-agent", BROWSER)
            .header("cookie", &sent.cookie)
            .header("sec-fetch-site", site);
        let told = door.place.ask(request.body(Body::from(answer.clone())).unwrap()).await;
        assert_eq!(told.status, StatusCode::FORBIDDEN, "{site}");
    }
    assert_eq!(door.refused().await.1, "other-site");
    assert_eq!(door.end(&sent.cookie, &answer).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_way_waits_ten_minutes_and_no_longer() {
    let mut door = Door::new().await;
    door.bound("desk-1").await;
    let clock = door.by_hand();
    let sent = door.begin("national").await;
    clock.advance(600_000);
    let answer = door.end(&sent.cookie, &form(&door.mock.authorize(&sent.to))).await;
    is_refused(&answer, StatusCode::UNAUTHORIZED, "provider-way");
}

#[tokio::test]
async fn the_answer_of_another_provider_is_not_taken_for_ones_own() {
    let (mock, other) = (Mock::start().await, Mock::start().await);
    let second = format!(
        "[[identity_provider]]\ncode = \"other\"\nname = \"Other\"\nissuer = \"{}\"\n\
         client_id = \"{CLIENT}\"",
        other.issuer
    );
    mock.with(|inside| inside.names_itself = true);
    let place = Place::prepared(|path| configure(path, &mock.issuer, &second));
    let door = Door { place, mock };
    door.bound("desk-1").await;
    let from_other = |form: String, cookie: String| {
        let request = Request::post("/sign-in/from/other");
        let door = &door;
        async move { door.ask(request, &cookie, &form).await }
    };
    // Begun at one, sent back to the address of the other.
    let sent = door.begin("national").await;
    let answer = from_other(form(&door.mock.authorize(&sent.to)), sent.cookie).await;
    is_refused(&answer, StatusCode::UNAUTHORIZED, "provider-way");
    // The right address, and another name, or none where one was promised.
    for iss in [Some(other.issuer.clone()), Some(String::new()), None] {
        let sent = door.begin("national").await;
        let mut answer = door.mock.authorize(&sent.to);
        answer.retain(|(name, _)| name != "iss");
        answer.extend(iss.map(|iss| ("iss".to_owned(), iss)));
        let told = door.end(&sent.cookie, &form(&answer)).await;
        is_refused(&told, StatusCode::UNAUTHORIZED, "provider-token");
        assert_eq!(door.refused().await.1, "provider-mixed");
    }
    assert_eq!(other.with(|inside| inside.brought.len()), 0, "the other learnt no code");
    // The same subject at another issuer is another one.
    let sent = door.begin("other").await;
    let answer = from_other(form(&other.authorize(&sent.to)), sent.cookie).await;
    is_refused(&answer, StatusCode::UNAUTHORIZED, "provider-unbound");
}

#[tokio::test]
async fn a_provider_that_signs_nobody_in_is_told_so() {
    let door = Door::new().await;
    for answer in ["error=access_denied&error_description=%3Cb%3E", "", "code="] {
        let sent = door.begin("national").await;
        let state = door.mock.authorize(&sent.to).into_iter().find(|(name, _)| name == "state");
        let told = format!("{}&{answer}", form(&[state.unwrap()]));
        let told = door.end(&sent.cookie, told.trim_end_matches('&')).await;
        is_refused(&told, StatusCode::UNAUTHORIZED, "provider-denied");
    }
    let sent = door.begin("national").await;
    let mut answer = door.mock.authorize(&sent.to);
    answer[0].1 = "code-999".into();
    let told = door.end(&sent.cookie, &form(&answer)).await;
    is_refused(&told, StatusCode::UNAUTHORIZED, "provider-denied");
}

#[tokio::test]
async fn a_provider_that_does_not_answer_as_it_should_stops_nobody_else() {
    let moods = [Mood::Oversize, Mood::Slow, Mood::Redirects, Mood::Odd, Mood::Fails];
    for mood in moods {
        let door = Door::new().await;
        door.mock.with(|inside| inside.mood = mood);
        for again in [false, true] {
            let answer = door.get("/sign-in/with/national", "").await;
            is_refused(&answer, StatusCode::SERVICE_UNAVAILABLE, "provider-silent");
            assert!(answer.text.contains("passkeys still work"), "{mood:?}");
            let asked = door.mock.with(|inside| inside.documents);
            assert_eq!(asked, 1, "{mood:?} {again}: a silent one is left in peace");
        }
        assert_eq!(door.get("/healthz", "").await.status, StatusCode::OK);
        let passkeys = door.ask(Request::post("/api/v1/sign-in/challenge"), "", "").await;
        assert_eq!(passkeys.status, StatusCode::OK, "{mood:?}: passkeys still work");
    }
}

#[tokio::test]
async fn a_provider_that_falls_silent_on_the_way_lets_nobody_in() {
    let moods = [Mood::Oversize, Mood::Slow, Mood::Redirects, Mood::Odd, Mood::Fails];
    for mood in moods {
        let door = Door::new().await;
        door.bound("desk-1").await;
        let sent = door.begin("national").await;
        let answer = form(&door.mock.authorize(&sent.to));
        door.mock.with(|inside| inside.mood = mood);
        let told = door.end(&sent.cookie, &answer).await;
        assert!(!told.status.is_success() && !told.status.is_redirection(), "{mood:?}");
        assert!(held(&told, "__Host-amana-co").is_none(), "{mood:?}");
        assert!(door.refused().await.1.starts_with("provider-"), "{mood:?}");
    }
}

#[tokio::test]
async fn a_provider_whose_document_is_another_ones_is_not_asked() {
    let documents = [
        json!({"issuer": "https://another.example"}),
        json!({"authorization_endpoint": "http://another.example/authorize"}),
        json!({"authorization_endpoint": "javascript:alert(1)"}),
        json!({"token_endpoint": "http://another.example/token"}),
        json!({"jwks_uri": "http://another.example/jwks"}),
        json!({"code_challenge_methods_supported": ["plain"]}),
    ];
    for document in documents {
        let door = Door::new().await;
        door.mock.with(|inside| inside.document = document.clone());
        let answer = door.get("/sign-in/with/national", "").await;
        is_refused(&answer, StatusCode::SERVICE_UNAVAILABLE, "provider-silent");
        assert!(answer.headers.get("location").is_none(), "{document}");
    }
}

#[tokio::test]
async fn what_a_provider_publishes_is_kept_and_its_new_keys_are_found() {
    let mut door = Door::new().await;
    let clock = door.by_hand();
    door.bound("desk-1").await;
    door.session("national").await;
    assert_eq!(door.mock.with(|inside| inside.documents), 1);
    door.mock.rotate();
    token_is_refused(&door, "provider-token", "keys that were fetched a moment ago").await;
    assert_eq!(door.mock.with(|inside| inside.documents), 1, "a stranger's key fetches nothing");
    clock.advance(31_000);
    assert!(door.is_in(&door.session("national").await).await, "the new key");
    assert_eq!(door.mock.with(|inside| inside.documents), 2);
}

#[tokio::test]
async fn who_is_bound_to_nobody_does_not_come_in_and_becomes_nobody() {
    let door = Door::new().await;
    let officers = || async {
        let token = door.place.token("admin-1");
        door.place.get("/api/v1/officers", &token, "").await.body.as_array().unwrap().len()
    };
    let before = officers().await;
    door.mock.twist(|_, claims| {
        claims["email"] = json!("desk-1@police.example");
        claims["preferred_username"] = json!("desk-1");
    });
    token_is_refused(&door, "provider-unbound", "a stranger").await;
    assert_eq!(officers().await, before);
}

#[tokio::test]
async fn one_identity_is_one_officers() {
    let door = Door::new().await;
    door.enrol("desk-2", "desk-officer").await;
    door.bound("desk-1").await;
    let link = door.link_secret("desk-2").await;
    let answer = door.come(&format!("national/{link}")).await;
    is_refused(&answer, StatusCode::CONFLICT, "provider-taken");
    let (by, reason) = door.refused().await;
    assert_eq!((by.as_str(), reason.as_str()), ("desk-2", "provider-taken"));
    door.mock.with(|inside| inside.subject = "another".into());
    assert!(door.is_in(&door.session(&format!("national/{link}")).await).await, "it waits on");
}

#[tokio::test]
async fn an_administrator_binds_the_value_of_a_claim_and_the_first_subject_keeps_it() {
    let door = Door::with("claim = \"employee\"").await;
    let (admin, path) = (door.place.token("admin-1"), "/api/v1/officers/desk-1/identities");
    let body = json!({"provider": "national", "value": "4711"}).to_string();
    let bound = door.place.post(path, &admin, body.clone()).await;
    assert_eq!(bound.status, StatusCode::NO_CONTENT, "{}", bound.text);
    let again = door.place.post(path, &admin, body).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "who has a way in gets no other by one person");
    token_is_refused(&door, "provider-unbound", "without the claim").await;
    door.mock.twist(|_, claims| claims["employee"] = json!("4712"));
    token_is_refused(&door, "provider-unbound", "another value").await;
    door.mock.twist(|_, claims| claims["employee"] = json!("4711"));
    assert!(door.is_in(&door.session("national").await).await);
    door.mock.with(|inside| inside.subject = "somebody who has the number now".into());
    token_is_refused(&door, "provider-unbound", "the number of who left").await;
    let officers = door.place.get("/api/v1/officers", &admin, "").await;
    let of = officers.body.as_array().unwrap().iter().find(|one| one["code"] == "desk-1").unwrap();
    assert_eq!(of["identities"][0]["value"], "4711", "{}", officers.text);
}

#[tokio::test]
async fn only_administrators_bind_and_unbind_others() {
    let door = Door::new().await;
    let cookie = door.bound("desk-1").await;
    let path = "/api/v1/officers/dpo-1/identities";
    let body = json!({"provider": "national", "value": "1"}).to_string();
    let request = || Request::post(path).header("content-type", "application/json");
    assert_eq!(door.ask(request(), &cookie, &body).await.status, StatusCode::FORBIDDEN);
    let ended = door.ask(Request::delete(path), &cookie, "").await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_an_administrator_unbinds_lets_nobody_in_until_two_agree() {
    let door = Door::new().await;
    let cookie = door.bound("desk-1").await;
    let (admin, path) = (door.place.token("admin-1"), "/api/v1/officers/desk-1/identities");
    assert_eq!(door.link("desk-1").await.status, StatusCode::CONFLICT, "bound: no link");
    assert_eq!(door.place.delete(path, &admin).await.status, StatusCode::NO_CONTENT);
    assert!(!door.is_in(&cookie).await, "the session ended with what opened it");
    token_is_refused(&door, "provider-unbound", "unbound").await;
    assert_eq!(door.link("desk-1").await.status, StatusCode::CONFLICT, "and no link by one alone");
    let body = json!({"provider": "national", "value": "mine"}).to_string();
    let bound = door.place.post(path, &admin, body).await;
    assert_eq!(bound.status, StatusCode::CONFLICT, "nor another identity by one alone");
    let proposed = door.place.post("/api/v1/officers/desk-1/recovery", &admin, "").await;
    assert_eq!(proposed.status, StatusCode::ACCEPTED, "{}", proposed.text);
    assert_eq!(door.place.delete(path, &admin).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_identity_ends_with_its_officer() {
    let door = Door::new().await;
    let cookie = door.bound("desk-1").await;
    let sent = door.begin("national").await;
    let admin = door.place.token("admin-1");
    let ended = door.place.delete("/api/v1/officers/desk-1", &admin).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT, "{}", ended.text);
    assert!(!door.is_in(&cookie).await);
    let answer = door.end(&sent.cookie, &form(&door.mock.authorize(&sent.to))).await;
    is_refused(&answer, StatusCode::UNAUTHORIZED, "provider-unbound");
    let mut node = Home::new(door.place.folder.join("co")).open().unwrap();
    let report = fsck::run(&mut node, false, |_| {}).unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}

#[tokio::test]
async fn a_session_that_the_browser_had_ends() {
    let door = Door::new().await;
    let first = door.bound("desk-1").await;
    let sent = door.begin("national").await;
    let both = format!("{first}; {}", sent.cookie);
    let answer = door.end(&both, &form(&door.mock.authorize(&sent.to))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(!door.is_in(&first).await);
    assert!(door.is_in(&held(&answer, "__Host-amana-co").unwrap()).await);
}

#[tokio::test]
async fn who_comes_through_a_provider_decides_nothing_without_a_passkey() {
    let door = Door::new().await;
    let cookie = door.bound("desk-1").await;
    let request = || Request::post("/api/v1/recalls").header("content-type", "application/json");
    let body = json!({"id": "019ae000-0000-7000-8000-000000000000", "reason": "x"}).to_string();
    let told = door.ask(request(), &cookie, &body).await;
    assert_eq!(told.status, StatusCode::FORBIDDEN, "{}", told.text);
    assert_eq!(told.body["type"], "urn:amana:problem:needs-passkey", "{}", told.text);
    let own = door.get("/api/v1/me/sign-ins", &cookie).await;
    let path =
        format!("/api/v1/me/identities/{}", own.body["identities"][0]["id"].as_str().unwrap());
    let kept = door.ask(Request::delete(&path), &cookie, "").await;
    assert!(kept.status.is_client_error(), "the last way in stays: {}", kept.text);
    assert!(door.is_in(&cookie).await);
}

impl Door {
    async fn sends(&self, request: Builder, cookie: &str, body: &Value) -> Answer {
        let request = request.header("content-type", "application/json");
        self.ask(request, cookie, &body.to_string()).await
    }

    /// Adds a passkey in a session.
    async fn add_passkey(&self, cookie: &str, device: &mut Authenticator) -> Answer {
        let asked = Request::post("/api/v1/me/passkeys/challenge");
        let asked = self.sends(asked, cookie, &Value::Null).await.body;
        let made = json!({"ticket": asked["ticket"], "name": "a laptop",
            "credential": device.make(&asked["options"])});
        self.sends(Request::post("/api/v1/me/passkeys"), cookie, &made).await
    }
}

#[tokio::test]
async fn a_first_passkey_is_made_after_signing_in_and_then_signs_the_unbinding() {
    let mock = Mock::start().await;
    let place = Place::prepared(|path| {
        configure(path, &mock.issuer, "");
        support::place::set(path, "decisions_need_passkey", "true");
    });
    let door = Door { place, mock };
    let cookie = door.bound("desk-1").await;
    let mut device = Authenticator::new();
    let added = door.add_passkey(&cookie, &mut device).await;
    assert_eq!(added.status, StatusCode::NO_CONTENT, "{}", added.text);
    let own = door.get("/api/v1/me/sign-ins", &cookie).await.body;
    let path = format!("/api/v1/me/identities/{}", own["identities"][0]["id"].as_str().unwrap());
    let asked = door.sends(Request::delete(&path), &cookie, &Value::Null).await;
    assert_eq!(asked.status, StatusCode::PRECONDITION_REQUIRED, "{}", asked.text);
    let signed = device.answer(&asked.body["assertion"]).to_string();
    let request = Request::delete(&path).header("amana-assertion", signed);
    let gone = door.sends(request, &cookie, &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text);
    assert!(!door.is_in(&cookie).await, "the session ended with what opened it");
    token_is_refused(&door, "provider-unbound", "unbound").await;
    let bound = json!({"provider": "national", "value": "1"}).to_string();
    let (admin, path) = (door.place.token("admin-1"), "/api/v1/officers/desk-1/identities");
    let bound = door.place.post(path, &admin, bound).await;
    assert_eq!(bound.status, StatusCode::CONFLICT, "who has a passkey is bound by no one alone");
}

#[tokio::test]
async fn who_has_a_passkey_binds_an_identity_with_it_in_the_same_browser() {
    let door = Door::new().await;
    let cookie = door.bound("desk-1").await;
    let mut device = Authenticator::new();
    assert_eq!(door.add_passkey(&cookie, &mut device).await.status, StatusCode::NO_CONTENT);
    // Let go of the first one: what is bound now is another.
    let decide = |request: fn() -> Builder, cookie: String, path: String, body: Value| {
        let (door, device) = (&door, &device);
        async move {
            let asked = door.sends(request().uri(&path), &cookie, &body).await;
            assert_eq!(asked.status, StatusCode::PRECONDITION_REQUIRED, "{}", asked.text);
            let signed = device.answer(&asked.body["assertion"]).to_string();
            let again = request().uri(&path).header("amana-assertion", signed);
            door.sends(again, &cookie, &body).await
        }
    };
    let ask = || Request::builder().method("POST");
    let bind = |cookie: String| {
        let body = json!({"provider": "national"});
        decide(ask, cookie, "/api/v1/me/identities".to_owned(), body)
    };
    assert_eq!(bind(cookie.clone()).await.status, StatusCode::CONFLICT, "one an officer");
    let admin = door.place.token("admin-1");
    let unbound = door.place.delete("/api/v1/officers/desk-1/identities", &admin).await;
    assert_eq!(unbound.status, StatusCode::NO_CONTENT);
    let challenge = door.ask(Request::post("/api/v1/sign-in/challenge"), "", "").await.body;
    let come = door.sends(Request::post("/api/v1/sign-in"), "", &device.answer(&challenge)).await;
    let cookie = held(&come, "__Host-amana-co").unwrap();
    let way = bind(cookie.clone()).await;
    assert_eq!(way.status, StatusCode::OK, "{}", way.text);
    let path = way.body["path"].as_str().unwrap().strip_prefix("/sign-in/with/").unwrap();
    let sent = door.begin(path).await;
    let alone = door.end(&sent.cookie, &form(&door.mock.authorize(&sent.to))).await;
    is_refused(&alone, StatusCode::UNAUTHORIZED, "provider-way");
    let sent = door.begin(path).await;
    let both = format!("{}; {cookie}", sent.cookie);
    let ended = door.end(&both, &form(&door.mock.authorize(&sent.to))).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
    assert!(door.is_in(&door.session("national").await).await);
    let sent = door.begin(path).await;
    let session = held(&ended, "__Host-amana-co").unwrap();
    let both = format!("{}; {session}", sent.cookie);
    let again = door.end(&both, &form(&door.mock.authorize(&sent.to))).await;
    assert!(again.status.is_client_error(), "a ticket binds once: {}", again.text);
}

#[tokio::test]
async fn a_first_passkey_is_not_made_long_after_signing_in() {
    let mock = Mock::start().await;
    let place = Place::prepared(|path| {
        configure(path, &mock.issuer, "");
        support::place::set(path, "provider_wait_s_max", "3");
    });
    let door = Door { place, mock };
    let cookie = door.bound("desk-1").await;
    tokio::time::sleep(std::time::Duration::from_millis(3_100)).await;
    let late = door.add_passkey(&cookie, &mut Authenticator::new()).await;
    assert_eq!(late.body["type"], "urn:amana:problem:sign-in-anew", "{}", late.text);
    let anew = door.session("national").await;
    let added = door.add_passkey(&anew, &mut Authenticator::new()).await;
    assert_eq!(added.status, StatusCode::NO_CONTENT, "{}", added.text);
}

#[tokio::test]
async fn without_a_provider_nothing_is_there() {
    let place = Place::new();
    let get = |path: &'static str| {
        let request = Request::get(path).header("host", "localhost").body(Body::empty()).unwrap();
        place.ask(request)
    };
    assert_eq!(get("/api/v1/sign-in/providers").await.body, json!([]));
    assert_eq!(get("/sign-in/with/national").await.status, StatusCode::NOT_FOUND);
    let ways = get("/plain/sign-in").await;
    assert!(ways.status == StatusCode::OK && !ways.text.contains("/sign-in/with/"));
}

#[tokio::test]
async fn a_secret_goes_to_the_token_endpoint_alone_and_is_its_owners_to_read() {
    let mock = Mock::start().await;
    let secret = "a secret between two";
    let line = "client_secret_file = \"keys/provider\"";
    let place = Place::prepared(|path| {
        configure(path, &mock.issuer, line);
        let file = path.join("keys/provider");
        std::fs::write(&file, format!("{secret}\n")).unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
        let open = serve::open(&Home::new(path)).map(drop).unwrap_err().to_string();
        assert!(open.contains("others can read it"), "{open}");
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
    });
    let door = Door { place, mock };
    door.bound("desk-1").await;
    let sent = door.begin("national").await;
    assert!(!sent.to.contains("secret"), "{}", sent.to);
    let brought = door.mock.with(|inside| inside.brought.clone());
    assert!(brought[0].as_ref().unwrap().starts_with("Basic "), "{brought:?}");
    door.mock.with(|inside| inside.signed = Signed::ClientSecret);
    token_is_refused(&door, "provider-token", "signed with what both sides know").await;
}
