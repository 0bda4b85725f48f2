//! What programs that watch a node are told: figures of a queue that waits for a member who is not
//! there, and whether the node does its work. No figure names a record, an officer or a unit.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use node::home::Home;
use node::serve::{self, Serving};
use support::line::{self, Pair};
use support::message;
use support::place::set;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Status and body of an answer at the door for programs.
async fn ask(home: &Home, path: &str) -> (u16, String) {
    let address = std::fs::read_to_string(home.path().join("metrics.addr")).unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: node\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

async fn started(pair: &Pair) -> Serving {
    set(pair.homes[0].path(), "metrics_listen", "\"127.0.0.1:0\"");
    serve::start(&pair.homes[0]).await.unwrap()
}

/// The value of a sample, by its name and labels as they stand in the text.
fn value(text: &str, sample: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '));
    line.map(|value| value.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_tell_what_waits_for_a_member_who_is_not_there() {
    let pair = line::pair().await;
    let serving = started(&pair).await;
    let waits = r#"amana_queue_entries{member="XB",lane="routine"}"#;
    let failures = r#"amana_lane_failures{member="XB",lane="routine"}"#;
    let desk = line::client(&pair.homes[0], &serving);
    let draft = serde_json::to_value(message("Seen at the gate", &["XB"])).unwrap();
    line::published(&desk, &draft).await;
    // The lane has to fail once before it can be told.
    let mut text = String::new();
    for _ in 0..200 {
        text = ask(&pair.homes[0], "/metrics").await.1;
        if value(&text, failures).is_some_and(|failures| failures > 0.0) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(value(&text, waits), Some(1.0), "{text}");
    assert!(value(&text, failures) > Some(0.0), "{text}");
    assert!(value(&text, "amana_log_entries") > Some(0.0), "{text}");
    assert_eq!(value(&text, "amana_log_witnessed_entries"), Some(0.0), "{text}");
    assert_eq!(value(&text, "amana_log_mirrored_entries"), Some(0.0), "{text}");
    assert_eq!(value(&text, "amana_conflicts"), Some(0.0), "{text}");
    assert!(value(&text, "amana_disk_free_bytes") > Some(0.0), "{text}");
    for said in ["POLICE", "desk-1", "Seen at the gate"] {
        assert!(!text.contains(said), "{said} is told to programs:\n{text}");
    }
    serving.stop(&pair.homes[0]).await;
}

/// Every line is a comment of a known form or a sample with a number, and a family is in one piece.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_text_has_the_form_that_programs_read() {
    let pair = line::pair().await;
    let serving = started(&pair).await;
    let (status, text) = ask(&pair.homes[0], "/metrics").await;
    assert_eq!(status, 200);
    let mut families: Vec<&str> = Vec::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let name = rest.split(' ').next().unwrap();
            assert!(!families.contains(&name), "{name} comes twice");
            families.push(name);
            continue;
        }
        let family = families.last().unwrap();
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let kind = rest.strip_prefix(family).unwrap();
            assert!([" gauge", " counter"].contains(&kind), "{line}");
            assert_eq!(kind == " counter", family.ends_with("_total"), "{line}");
            continue;
        }
        let (sample, number) = line.rsplit_once(' ').unwrap();
        assert!(sample.split('{').next() == Some(family), "{line} stands under {family}");
        number.parse::<f64>().unwrap();
    }
    assert!(families.len() > 10, "{families:?}");
    serving.stop(&pair.homes[0]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_is_ready_while_its_disk_has_room() {
    let pair = line::pair().await;
    let serving = started(&pair).await;
    assert_eq!(ask(&pair.homes[0], "/readyz").await, (200, "ready\n".into()));
    assert_eq!(ask(&pair.homes[0], "/healthz").await, (200, "ok\n".into()));
    // Nothing of people's interface is at this door.
    assert_eq!(ask(&pair.homes[0], "/api/v1/openapi.json").await.0, 404);
    serving.stop(&pair.homes[0]).await;
    set(pair.homes[0].path(), "disk_free_bytes_min", &i64::MAX.to_string());
    let serving = serve::start(&pair.homes[0]).await.unwrap();
    let (status, why) = ask(&pair.homes[0], "/readyz").await;
    assert!(status == 503 && why.contains("disk_free_bytes_min"), "{status} {why}");
    assert_eq!(ask(&pair.homes[0], "/healthz").await.0, 200);
    serving.stop(&pair.homes[0]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_door_for_programs_is_closed_unless_asked_for_and_never_open_to_others() {
    let pair = line::pair().await;
    let serving = serve::start(&pair.homes[0]).await.unwrap();
    assert!(!pair.homes[0].path().join("metrics.addr").exists());
    serving.stop(&pair.homes[0]).await;
    set(pair.homes[0].path(), "metrics_listen", "\"0.0.0.0:0\"");
    let refused = serve::start(&pair.homes[0]).await.map(drop).unwrap_err();
    assert!(refused.to_string().contains("loopback"), "{refused}");
}
