//! A node on disk and its interface, without a door: requests go to the router.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use node::clock::{SystemClock, SystemEntropy};
use node::founding;
use node::home::Home;
use node::web::Desk;
use node::writer::WriterThread;
use node::{Clock, find, serve, web};
use serde_json::Value;
use tower::ServiceExt;

use super::folder::Folder;
use super::{HandClock, START, code, plan};

/// A node as `amana init` makes it, and its interface.
pub struct Place {
    pub folder: Folder,
    pub router: Router,
    pub desk: Desk,
    _thread: WriterThread,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub kind: String,
    pub body: Value,
    pub text: String,
}

/// Sets a line of a node's configuration, before the node is opened.
pub fn set(folder: &Path, key: &str, value: &str) {
    let file = folder.join("amana.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let start = format!("{key} = ");
    let changed = text.lines().map(|line| match line.starts_with(&start) {
        true => format!("{start}{value}\n"),
        false => format!("{line}\n"),
    });
    std::fs::write(&file, changed.collect::<String>()).unwrap();
}

impl Place {
    pub fn new() -> Self {
        Self::prepared(|_| ())
    }

    /// With something put into the node's folder before the node is opened.
    pub fn prepared(prepare: impl FnOnce(&Path)) -> Self {
        let folder = Folder::new("http");
        let path = folder.join("co");
        let made = Command::new(env!("CARGO_BIN_EXE_amana"))
            .args(["init", "--node", "CO", "--home"])
            .arg(&path)
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        // Tests come in by links, as exercises do; those of passkeys set it back.
        set(&path, "links_sign_in", "true");
        prepare(&path);
        let (desk, thread) = serve::open(&Home::new(path)).unwrap();
        let router = web::router(desk.clone());
        Self { folder, router, desk, _thread: thread }
    }

    /// The same, by whose clock requests are judged only when it is moved on by hand.
    pub fn by_hand() -> (Self, HandClock) {
        let mut place = Self::new();
        let clock = HandClock::new();
        clock.advance(place.desk.clock.now().0 - START);
        place.desk.clock = Arc::new(clock.clone());
        place.router = web::router(place.desk.clone());
        (place, clock)
    }

    /// The same, in a network with others that are not there: what is sent to them waits.
    pub fn by_hand_in_network(codes: &[&str]) -> (Self, HandClock) {
        let mut place = Self::prepared(|own| join(own, codes));
        let clock = HandClock::new();
        clock.advance(place.desk.clock.now().0 - START);
        place.desk.clock = Arc::new(clock.clone());
        place.router = web::router(place.desk.clone());
        (place, clock)
    }

    pub fn token(&self, officer: &str) -> String {
        Home::new(self.folder.join("co")).token(officer).unwrap()
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let kind = headers.get("content-type").map(|kind| kind.to_str().unwrap());
        let kind = kind.unwrap_or_default().to_owned();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, headers, kind, body, text }
    }

    pub async fn get(&self, path: &str, token: &str, purpose: &str) -> Answer {
        let mut request = Request::get(path).header("authorization", format!("Bearer {token}"));
        if !purpose.is_empty() {
            request = request.header("amana-purpose", purpose);
        }
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, token: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        self.ask(request.body(body.into()).unwrap()).await
    }

    pub async fn put(&self, path: &str, token: &str, body: impl Into<Body>) -> Answer {
        let request = Request::put(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        self.ask(request.body(body.into()).unwrap()).await
    }

    pub async fn delete(&self, path: &str, token: &str) -> Answer {
        let request = Request::delete(path).header("authorization", format!("Bearer {token}"));
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    /// What was stored gets its words now.
    pub async fn index(&self) {
        while find::behind::step(&self.desk).await.unwrap() {}
    }
}

fn join(own: &Path, codes: &[&str]) {
    let home = Home::new(own);
    let (mut entropy, now) = (SystemEntropy, SystemClock.now());
    let mut members = vec![home.member().unwrap()];
    for other in codes.iter().filter(|code| **code != "CO") {
        let keys = founding::keys(&code(other), &mut entropy).unwrap();
        members.push(founding::member(&plan(other), &keys, now));
    }
    let founded = founding::found("test", true, members, now, &mut entropy).unwrap();
    home.join(&founded.signed, &founded.directory.network()).unwrap();
}
