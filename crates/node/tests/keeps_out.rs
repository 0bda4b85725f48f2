//! What an attacker tries at the interface for people: each kind of trick once, on a real door
//! where it is about the line. `docs/security-tests.md` lists them by requirement.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use node::Config;
use node::web::{self, door};
use record::selector::SelectorKind;
use serde_json::json;
use support::message;
use support::place::{Answer, Place};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

const FOR: &str = "criminal-investigation";

/// What is inside the house and is nobody's business outside.
const INSIDE: [&str; 12] = [
    "SELECT",
    "INSERT",
    "sqlite",
    "rusqlite",
    ".rs:",
    "panicked",
    "/tmp/",
    "/home/",
    "co.db",
    "amana.toml",
    "RUST_BACKTRACE",
    "axum::",
];

fn tells_nothing(what: &str, answer: &Answer) {
    for inside in INSIDE {
        let told = answer.text.to_lowercase().contains(&inside.to_lowercase());
        assert!(!told, "{what} tells `{inside}`: {}", answer.text);
    }
}

async fn published(place: &Place) -> String {
    let draft = serde_json::to_string(&message("a parcel", &[])).unwrap();
    let answer = place.post("/api/v1/records", &place.token("desk-1"), draft).await;
    answer.body["name"].as_str().unwrap().rsplit_once('/').unwrap().0.to_owned()
}

#[tokio::test]
async fn no_refusal_tells_anything_of_the_inside() {
    let place = Place::new();
    let path = published(&place).await;
    let (desk, dpo, admin) = (place.token("desk-1"), place.token("dpo-1"), place.token("admin-1"));
    place.index().await;
    for asked in [
        "/api/v1/records?cursor=9223372036854775808",
        "/api/v1/records?cursor=-9223372036854775808",
        "/api/v1/records?kind='",
        "/api/v1/records/CO/..%2f..%2fetc%2fpasswd",
        "/api/v1/records/CO/0192f0c1-0000-7000-8000-000000000000",
        &format!("/api/v1/records/{path}?revision=99999999999"),
        "/api/v1/search?words=%00%ff",
        "/api/v1/search?words=%22",
        "/api/v1/search?words='%20UNION%20SELECT%20*%20FROM%20officer--",
        "/api/v1/search?words=NEAR(a%20b)%20OR%20*",
        "/api/v1/search?filter=kind:a:b:c,,,:",
        "/api/v1/search?from=0000-00-00",
        "/api/v1/find?kind=phone&value=%F0%9F%92%A9",
        "/api/v1/views/%2e%2e%2f",
        "/api/v1/kinds/%27/schema",
        "/api/v1/code-lists/..%2f..%2fkeys%2fstorage",
        "/api/v1/threads/1;DROP%20TABLE%20record",
        "/api/v1/nothing",
        "/plain/record/CO/%00",
        "/plain/nothing/../..",
    ] {
        for token in [&desk, &dpo, &admin, "amana_wrong"] {
            let answer = place.get(asked, token, FOR).await;
            assert_ne!(answer.status.as_u16(), 500, "{asked}: {}", answer.text);
            tells_nothing(asked, &answer);
        }
    }
    for body in ["", "{", "null", "[]", "\"x\"", "{\"kind\": \"gossip\"}", "\u{feff}{}", "NaN"] {
        for path in ["/api/v1/records", "/api/v1/recalls", "/api/v1/holds", "/api/v1/audit/hints/1"]
        {
            let answer = place.post(path, &desk, body).await;
            assert!(answer.status.is_client_error(), "{path} {body}: {}", answer.text);
            tells_nothing(path, &answer);
        }
    }
}

/// A search is words and never a language of the store: what is injected is looked for.
#[tokio::test]
async fn what_is_injected_into_a_search_is_looked_for_as_words() {
    let place = Place::new();
    published(&place).await;
    place.index().await;
    let desk = place.token("desk-1");
    let search = async |words: &str| {
        let query = serde_urlencoded(&[("words", words)]);
        place.get(&format!("/api/v1/search?{query}"), &desk, FOR).await
    };
    assert_eq!(search("parcel").await.body["count"], 1);
    for words in ["nothing' OR '1'='1", "nothing\" OR \"1\"=\"1", "nothing); DROP TABLE record; --"]
    {
        let answer = search(words).await;
        assert!(answer.body["count"] == 0 || answer.status.is_client_error(), "{}", answer.text);
    }
    assert_eq!(search("parcel").await.body["count"], 1, "and everything is still there");
    for kind in SelectorKind::ALL {
        let query = serde_urlencoded(&[("kind", kind.code()), ("value", "' OR 1=1 --")]);
        let answer = place.get(&format!("/api/v1/find?{query}"), &desk, FOR).await;
        let none = answer.body["records"].as_array().is_some_and(Vec::is_empty);
        assert!(none || answer.status.is_client_error(), "{}: {}", kind.code(), answer.text);
    }
}

fn serde_urlencoded(pairs: &[(&str, &str)]) -> String {
    let encode =
        |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let pairs = pairs.iter().map(|(key, value)| format!("{key}={}", encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn no_address_leads_out_of_the_embedded_files_or_to_another_site() {
    let place = Place::new();
    for path in [
        "/../../etc/passwd",
        "/..%2f..%2f..%2fetc/passwd",
        "/assets/../index.html",
        "/assets/..%2f..%2famana.toml",
        "/assets/%2e%2e/%2e%2e/keys/storage",
        "/assets/....//....//etc/passwd",
        "/assets/index.js%00.css",
        "/.git/config",
        "/index.html.gz",
        "/c:/windows/win.ini",
        "//evil.example/plain",
        "/plain//evil.example",
        "/%5cevil.example",
        "/sign-in/https:%2f%2fevil.example",
    ] {
        let answer = place.ask(Request::get(path).body(Body::empty()).unwrap()).await;
        let text = &answer.text;
        assert!(!text.contains("root:") && !text.contains("[core]"), "{path}: {text}");
        if let Some(to) = answer.headers.get("location") {
            let to = to.to_str().unwrap();
            assert!(to.starts_with('/') && !to.starts_with("//"), "{path} leads to {to}");
            assert!(!to.contains("evil"), "{path} leads to {to}");
        }
    }
}

fn guarded(what: &str, headers: &HeaderMap) {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(said(name).as_deref(), Some(value), "{what}: {name}");
    }
    let policy = said("content-security-policy").unwrap_or_default();
    for part in ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "form-action "] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    let cache = said("cache-control").unwrap_or_default();
    assert!(cache == "no-store" || what.contains("asset"), "{what}: {cache}");
    for name in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert_eq!(said(name), None, "{what} says {name}");
    }
}

/// JSON, a problem, a page, a style, a stream, a table, a redirect, and what the framework refuses.
#[tokio::test]
async fn every_kind_of_answer_has_the_headers_that_guard_it() {
    let place = Place::new();
    let desk = place.token("desk-1");
    published(&place).await;
    place.index().await;
    for path in [
        "/api/v1/me",
        "/api/v1/nothing",
        "/api/v1/openapi.json",
        "/api/v1/events",
        "/api/v1/export?format=csv&use=own",
        "/plain?purpose=criminal-investigation",
        "/plain/style",
        "/plain/nothing",
        "/",
        "/audit/hints",
        "/missing.js",
        "/healthz",
    ] {
        let request = Request::get(path)
            .header("authorization", format!("Bearer {desk}"))
            .header("amana-purpose", FOR)
            .header("origin", "https://evil.example");
        let request = request.body(Body::empty()).unwrap();
        let answer = place.router.clone().oneshot(request).await.unwrap();
        guarded(path, answer.headers());
    }
    for (method, path) in [
        (Method::PUT, "/api/v1/records"),
        (Method::TRACE, "/"),
        (Method::OPTIONS, "/api/v1/records"),
        (Method::DELETE, "/plain"),
    ] {
        let request = Request::builder().method(method.clone()).uri(path);
        let answer = place.ask(request.body(Body::empty()).unwrap()).await;
        assert!(!answer.status.is_success(), "{method} {path}");
        guarded(&format!("{method} {path}"), &answer.headers);
    }
    let large = Body::from(vec![b' '; place.desk.config.request_bytes_max + 1]);
    let large = place.post("/api/v1/records", &desk, large).await;
    assert_eq!(large.status.as_u16(), 413);
    guarded("too large", &large.headers);
}

#[tokio::test]
async fn json_that_nests_without_end_and_wide_json_are_refused() {
    let place = Place::new();
    let desk = place.token("desk-1");
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        for path in ["/api/v1/records", "/api/v1/recalls", "/api/v1/drafts/preview"] {
            let answer = place.post(path, &desk, deep.clone()).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        }
    }
    let twice = "{\"id\": \"a\", \"id\": \"b\", \"reason\": \"mistaken\"}";
    assert!(place.post("/api/v1/recalls", &desk, twice).await.status.is_client_error());
}

/// Letters that look alike, run the other way or are not there: an officer's code has none.
#[tokio::test]
async fn codes_are_plain_letters_and_names_cannot_reorder_a_page() {
    let place = Place::new();
    let (admin, desk) = (place.token("admin-1"), place.token("desk-1"));
    for code in
        ["dеsk-1", "desk-１", "desk\u{200b}-1", "\u{202e}1-ksed", "DESK-1", "desk 1", "", "d"]
    {
        let officer = json!({"code": code, "name": "x", "role": "analyst", "unit": "POLICE"});
        let answer = place.post("/api/v1/officers", &admin, officer.to_string()).await;
        assert!(answer.status.is_client_error(), "{code:?}: {}", answer.text);
    }
    for id in ["0192F0C1-0000-7000-8000-00000000000G", "0192f0c1000070008000000000000000", "٠"] {
        let path = format!("/api/v1/records/CO/{}", serde_urlencoded(&[("", id)]).replace('=', ""));
        assert!(place.get(&path, &desk, FOR).await.status.is_client_error(), "{id}");
    }
    let draft = serde_json::to_string(&message("\u{202e}gpj.exe\u{2066}", &[])).unwrap();
    let made = place.post("/api/v1/records", &desk, draft).await;
    if made.status.is_success() {
        let list = place.get("/plain?language=en&purpose=criminal-investigation", &desk, "").await;
        assert!(list.text.contains("<bdi>"), "{}", list.text);
    }
}

#[tokio::test]
async fn an_officer_opens_so_many_streams_and_no_more() {
    let mut place = Place::new();
    let config = Config { event_streams_max: 3, ..(*place.desk.config).clone() };
    place.desk.config = Arc::new(config).into();
    place.router = web::router(place.desk.clone());
    let open = async |officer: &str| {
        let request = Request::get("/api/v1/events")
            .header("authorization", format!("Bearer {}", place.token(officer)))
            .header("amana-purpose", FOR);
        let request = request.body(Body::empty()).unwrap();
        place.router.clone().oneshot(request).await.unwrap()
    };
    let mut streams = Vec::new();
    for _ in 0..3 {
        let answer = open("desk-1").await;
        assert!(answer.status().is_success());
        streams.push(answer.into_body());
    }
    assert_eq!(open("desk-1").await.status().as_u16(), 422);
    assert!(open("dpo-1").await.status().is_success(), "another officer has streams too");
    streams.pop();
    assert!(open("desk-1").await.status().is_success(), "one that ended makes room");
}

/// A secret that the browser brought is never made a session's.
#[tokio::test]
async fn a_session_that_was_fixed_beforehand_is_not_taken_over() {
    let place = Place::new();
    let admin = place.token("admin-1");
    let link = place.post("/api/v1/officers/desk-1/sign-in-links", &admin, "").await;
    let link = link.body["path"].as_str().unwrap().to_owned();
    let fixed = format!("__Host-amana-co={}", "ab".repeat(32));
    let request = |request: axum::http::request::Builder| {
        let request = request.header("cookie", &fixed).header("user-agent", "x");
        request.header("sec-fetch-site", "same-origin").body(Body::empty()).unwrap()
    };
    let spent = place.ask(request(Request::post(&link))).await;
    let given = spent.headers["set-cookie"].to_str().unwrap();
    assert!(!given.contains(&"ab".repeat(32)), "{given}");
    let me = place.ask(request(Request::get("/api/v1/me"))).await;
    assert_eq!(me.status.as_u16(), 401, "{}", me.text);
}

/// A door on loopback with short patience.
async fn door(change: impl FnOnce(&mut Config)) -> (Place, std::net::SocketAddr) {
    let mut place = Place::new();
    let mut config = (*place.desk.config).clone();
    change(&mut config);
    place.desk.config = Arc::new(config).into();
    place.router = web::router(place.desk.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let (router, config) = (place.router.clone(), place.desk.config.kept().clone());
    tokio::spawn(async move {
        let _stop = stop;
        door::serve(listener, router, config, stopped).await;
    });
    (place, address)
}

#[expect(clippy::disallowed_methods, reason = "what is measured is time")]
fn now() -> Instant {
    Instant::now()
}

/// What is answered to these bytes until the line is closed, and after how long.
async fn say(address: std::net::SocketAddr, bytes: &[u8]) -> (String, Duration) {
    let begun = now();
    let mut line = TcpStream::connect(address).await.unwrap();
    let _ = line.write_all(bytes).await;
    let mut heard = Vec::new();
    let reading = tokio::time::timeout(Duration::from_secs(20), line.read_to_end(&mut heard));
    assert!(reading.await.is_ok(), "the line was never closed");
    (String::from_utf8_lossy(&heard).into_owned(), begun.elapsed())
}

#[tokio::test]
async fn a_header_that_never_ends_is_cut_off() {
    let (_place, address) = door(|config| config.header_s_max = 1).await;
    let (heard, took) = say(address, b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ").await;
    assert!(!heard.contains("200 OK") && took < Duration::from_secs(10), "{took:?} {heard}");
    let whole = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    assert!(say(address, whole).await.0.contains("200 OK"));
}

#[tokio::test]
async fn a_body_that_stops_coming_is_cut_off() {
    let (place, address) = door(|config| config.body_pause_s_max = 1).await;
    let token = place.token("desk-1");
    let head = format!(
        "POST /api/v1/records HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: 1000\r\nconnection: close\r\n\r\n{{"
    );
    let (heard, took) = say(address, head.as_bytes()).await;
    assert!(heard.starts_with("HTTP/1.1 4") && took < Duration::from_secs(10), "{took:?} {heard}");
}

#[tokio::test]
async fn a_header_over_its_size_is_refused() {
    let (_place, address) = door(|_| ()).await;
    let long = "a".repeat(1_000_000);
    let head = format!("GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: {long}\r\n\r\n");
    let (heard, _) = say(address, head.as_bytes()).await;
    assert!(!heard.contains("200 OK"), "{heard}");
    let many = "x-many: a\r\n".repeat(1_000);
    let head = format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{many}\r\n");
    assert!(!say(address, head.as_bytes()).await.0.contains("200 OK"));
}

#[tokio::test]
async fn connections_beyond_the_limit_are_closed_at_once() {
    let (_place, address) = door(|config| config.connections_max = 2).await;
    let first = TcpStream::connect(address).await.unwrap();
    let second = TcpStream::connect(address).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let whole = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    assert!(!say(address, whole).await.0.contains("200 OK"));
    drop((first, second));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(say(address, whole).await.0.contains("200 OK"), "a place that is free again is used");
}
