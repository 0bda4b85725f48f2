//! How versions meet: what is said between members stays as it was said, byte for byte, and what a
//! member of another version does not know, it says.
//!
//! `tests/vectors/message.json` is frozen. The version before reads and says these bytes; a version
//! that cannot is not of this protocol.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use std::sync::Arc;

use axum::http::StatusCode;
use node::attachment::passing::{Piece, Question};
use node::home::Home;
use node::peer::{Answered, Handed, Poll};
use node::restore::tell::{Again, AskAgain, AskHeld, HeldPage, Known};
use node::serve;
use node::tls::{self, Pins};
use node::wire::Caller;
use node::witness::{cosign, tell};
use node::{delivery, relay};
use record::cbor;
use record::digest::hex_decode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use support::code;
use support::line::{Pair, pair};

fn cases() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/message.json");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    file["cases"].as_array().unwrap().clone()
}

fn bytes(case: &Value) -> Vec<u8> {
    hex_decode(case["bytes"].as_str().unwrap()).unwrap()
}

/// Read, and said again as it was.
fn stays<T: DeserializeOwned + Serialize>(case: &Value) {
    let bytes = bytes(case);
    let read: T = cbor::from_bytes(&bytes).unwrap_or_else(|error| panic!("{case}: {error}"));
    assert_eq!(cbor::to_bytes(&read), bytes, "{case}");
}

fn stays_json<T: DeserializeOwned + Serialize>(case: &Value) {
    let read: T = serde_json::from_value(case["json"].clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), case["json"]);
}

#[test]
fn what_members_say_stays_as_it_was_said() {
    for case in &cases() {
        match (case["path"].as_str().unwrap(), case["half"].as_str().unwrap()) {
            ("/x/v1/known", _) => stays::<Known>(case),
            ("/x/v1/held", "request") => stays::<AskHeld>(case),
            ("/x/v1/held", _) => stays::<HeldPage>(case),
            ("/x/v1/again", "request") => stays::<AskAgain>(case),
            ("/x/v1/again", _) => stays::<Again>(case),
            ("/x/v1/witness", "request") => stays::<cosign::Offer>(case),
            ("/x/v1/witness", _) => stays::<cosign::Answer>(case),
            ("/x/v1/head", "request") => stays::<tell::Told>(case),
            ("/x/v1/head", _) => stays::<tell::Answer>(case),
            ("/x/v1/attachment", "request") => stays::<Question>(case),
            ("/x/v1/attachment", _) => stays::<Piece>(case),
            ("/x/v1/pull", "request") => stays::<Poll>(case),
            ("/x/v1/pull", _) => stays::<Option<Handed>>(case),
            ("/x/v1/relay", _) => stays::<relay::Answer>(case),
            ("/x/v1/carried", _) => stays::<relay::HandedOver>(case),
            ("/x/v1/deliver", _) => stays_json::<delivery::Answer>(case),
            (path, _) => panic!("{path} is new: say how it was first said"),
        }
    }
}

/// The polls of an earlier version had answers of the same form.
#[test]
fn an_answer_that_is_carried_stays_as_it_was_said() {
    let poll = cases().into_iter().find(|case| case["name"] == "poll").unwrap();
    let read: Poll = cbor::from_bytes(&bytes(&poll)).unwrap();
    let body = vec![4; 5];
    assert_eq!(read.answer, Some(Answered { number: 8, status: 200, body }));
}

/// XB's line to XA, for what a member says by itself.
struct Asker(Caller);

impl Asker {
    fn new(serving: &serve::Serving, [to, from]: [&Home; 2]) -> Self {
        let pin = to.certificate().unwrap().pin().unwrap();
        let pins: Pins = Arc::new(move |seen| (*seen == pin).then(|| code("XA")));
        let client = tls::client(&from.certificate().unwrap(), pins).unwrap();
        Self(Caller::new(serving.peer.clone(), client, Arc::default()))
    }

    async fn ask(&mut self, path: &str, body: Vec<u8>) -> (StatusCode, Vec<u8>) {
        let (status, body) = self.0.post(path, body.into()).await.unwrap();
        (status, body.to_vec())
    }
}

/// Whether an answer is one that the version before reads.
fn is_read(path: &str, (status, body): (StatusCode, &[u8])) -> bool {
    let ok = status == StatusCode::OK;
    match path {
        "/x/v1/attachment" => status == StatusCode::NOT_FOUND,
        "/x/v1/pull" => (status, body) == (StatusCode::FORBIDDEN, &b"DLV-14"[..]),
        "/x/v1/held" => ok && cbor::from_bytes::<HeldPage>(body).is_ok(),
        "/x/v1/again" => ok && cbor::from_bytes::<Again>(body).is_ok(),
        "/x/v1/witness" => {
            ok && matches!(cbor::from_bytes(body), Ok(cosign::Answer::Refused { .. }))
        }
        "/x/v1/head" => ok && matches!(cbor::from_bytes(body), Ok(tell::Answer::Refused { .. })),
        _ => false,
    }
}

/// Every question of the version before, as it asks it, over a line.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_serving_node_answers_what_the_version_before_asks() {
    let Pair { folder, homes: [home_a, home_b], .. } = pair().await;
    let serving = serve::start(&home_a).await.unwrap();
    let mut asker = Asker::new(&serving, [&home_a, &home_b]);
    let mut asked = 0;
    for case in cases().iter().filter(|case| case["half"] == "request") {
        let path = case["path"].as_str().unwrap();
        let (status, body) = asker.ask(path, bytes(case)).await;
        assert!(is_read(path, (status, &body)), "{path}: {status} {body:?}");
        asked += 1;
    }
    assert_eq!(asked, 8);
    let (status, body) = asker.ask("/x/v1/known", cbor::to_bytes(&Known::default())).await;
    assert_eq!(status, StatusCode::OK);
    assert!(cbor::from_bytes::<Known>(&body).is_ok());
    let (status, body) = asker.ask("/x/v1/deliver", b"no pouch".to_vec()).await;
    assert_eq!(status, StatusCode::OK);
    let answer: delivery::Answer = serde_json::from_slice(&body).unwrap();
    assert!(matches!(answer, delivery::Answer::Refused { .. }), "{answer:?}");
    // What a later version asks: there is no such address, and the connection goes on.
    let (status, body) = asker.ask("/x/v1/of-a-later-version", vec![0xf6]).await;
    assert_eq!((status, body.len()), (StatusCode::NOT_FOUND, 0));
    let (status, _) = asker.ask("/x/v1/known", cbor::to_bytes(&Known::default())).await;
    assert_eq!(status, StatusCode::OK);
    serving.stop(&home_a).await;
    drop(folder);
}
