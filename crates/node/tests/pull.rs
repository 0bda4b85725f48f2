//! A member that accepts no connections: what is meant for it waits until it asks, and loses
//! nothing by that. Real nodes, real TLS.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::StatusCode;
use node::client::Client;
use node::home::Home;
use node::peer::{Answered, Handed, PULL, Poll};
use node::serve::{self, Serving};
use node::tls::{self, Certificate, Pins};
use node::wire::{Caller, Traffic};
use node::{author, flow, fsck};
use record::cbor;
use serde_json::{Value, json};
use support::file::text;
use support::folder::Folder;
use support::line::{
    Pair, client, found, home, pair, publish_file, published, pulling_pair, until,
};
use support::{code, message, officer};
use tokio::time::Instant;

const NO_MORE: i64 = i64::MAX / 2;

async fn send(desk: &Client, to: &str, text: &str, lane: &str) -> String {
    let mut draft = serde_json::to_value(message(text, &[to])).unwrap();
    draft["lane"] = json!(lane);
    published(desk, &draft).await
}

async fn is_read(reader: &Client, path: &str) {
    until(reader, path, |view| view["body"].is_object()).await;
}

/// The owner has the receipt, and nothing waits any more.
async fn is_receipted(desk: &Client, path: &str) {
    let told = |told: &Value| {
        told[0]["acknowledged"].is_string() && told[0]["receipts"].to_string().contains("accepted")
    };
    until(desk, &format!("{path}/delivery"), told).await;
}

/// Stops both; every proof of theirs holds, and each has so many records.
async fn at_rest(serving: Vec<(Serving, &Home)>, records: u64) {
    let mut homes = Vec::new();
    for (node, home) in serving {
        node.stop(home).await;
        homes.push(home);
    }
    for home in homes {
        let report = fsck::run(&mut home.open().unwrap(), false, |_| ()).unwrap();
        assert_eq!((report.faults, report.records), (Vec::new(), records));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_and_receipts_go_both_ways_though_one_accepts_no_connections() {
    let Pair { folder, homes: [home_a, home_b], .. } = pulling_pair().await;
    let (a, b) = (serve::start(&home_a).await.unwrap(), serve::start(&home_b).await.unwrap());
    assert_eq!(b.peer, "", "it has no door");
    let (desk_a, desk_b) = (client(&home_a, &a), client(&home_b, &b));
    for lane in ["routine", "urgent", "flash"] {
        let there = send(&desk_a, "XB", lane, lane).await;
        let back = send(&desk_b, "XA", lane, lane).await;
        is_read(&desk_b, &there).await;
        is_read(&desk_a, &back).await;
        is_receipted(&desk_a, &there).await;
        is_receipted(&desk_b, &back).await;
    }
    let admin = Client::at(&a.api, &home_a.token("admin-1").unwrap());
    let members = admin.get("/api/v1/administration/members", "").await.unwrap().body;
    assert_eq!(members[1]["address"], Value::Null);
    assert!(members[1]["asked"].is_string(), "{}", members[1]);
    assert_eq!(
        (&members[0]["asked"], &members[1]["lanes"][0]["waiting"]),
        (&Value::Null, &json!(0))
    );
    at_rest(vec![(a, &home_a), (b, &home_b)], 6).await;
    drop(folder);
}

/// What a member asks beside pouches goes the same way: files and uses.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_and_questions_about_uses_go_both_ways_too() {
    let Pair { folder, homes: [home_a, home_b], .. } = pulling_pair().await;
    let (a, b) = (serve::start(&home_a).await.unwrap(), serve::start(&home_b).await.unwrap());
    let (desk_a, desk_b) = (client(&home_a, &a), client(&home_b, &b));
    for (from, reader, to) in [(&desk_a, &desk_b, "XB"), (&desk_b, &desk_a, "XA")] {
        let path = publish_file(from, to, &text(300_000)).await;
        until(reader, &path, |view| view["attachments"][0]["arrived"] == true).await;
        let mut got = Vec::new();
        let file = format!("{path}/attachments/0");
        reader.download(&file, support::line::WORK, &mut got).await.unwrap();
        assert!(got == text(300_000), "the same bytes");
        let uses = from.get(&format!("{path}/uses"), "").await.unwrap().body;
        assert_eq!(uses[0]["node"], to, "{uses}");
        assert!(uses.to_string().contains("read"), "{uses}");
    }
    at_rest(vec![(a, &home_a), (b, &home_b)], 2).await;
    drop(folder);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poll_that_waits_ends_at_once_when_something_is_queued() {
    let Pair { folder, homes: [home_a, home_b], .. } = pulling_pair().await;
    let (a, b) = (serve::start(&home_a).await.unwrap(), serve::start(&home_b).await.unwrap());
    let (desk_a, desk_b) = (client(&home_a, &a), client(&home_b, &b));
    is_receipted(&desk_a, &send(&desk_a, "XB", "first", "routine").await).await;
    for lane in ["routine", "urgent", "flash"] {
        let begun = Instant::now();
        let path = send(&desk_a, "XB", lane, lane).await;
        is_receipted(&desk_a, &path).await;
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(1), "{lane}: there and receipted after {took:?}");
        is_read(&desk_b, &path).await;
    }
    at_rest(vec![(a, &home_a), (b, &home_b)], 4).await;
    drop(folder);
}

/// The line breaks in the middle of pouches, again and again, and the asking node is stopped once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_cut_while_a_pouch_is_pulled_loses_and_doubles_nothing() {
    let Pair { folder, homes: [home_a, home_b], line } = pulling_pair().await;
    let (a, mut b) = (serve::start(&home_a).await.unwrap(), serve::start(&home_b).await.unwrap());
    let desk_a = client(&home_a, &a);
    let mut paths = Vec::new();
    for round in 0..6 {
        // Each time it breaks elsewhere: in the handshake, before, within and behind a pouch.
        line.left.store(2_000 + 9_000 * round, Ordering::SeqCst);
        for number in 0..5 {
            let text = format!("{round}/{number} {}", "word ".repeat(800));
            paths.push(send(&desk_a, "XB", &text, "routine").await);
        }
        for _ in 0..200 {
            if line.left.load(Ordering::SeqCst) < 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if round == 3 {
            b.stop(&home_b).await;
            b = serve::start(&home_b).await.unwrap();
        }
        line.left.store(NO_MORE, Ordering::SeqCst);
        is_receipted(&desk_a, paths.last().unwrap()).await;
    }
    let desk_b = client(&home_b, &b);
    for path in &paths {
        is_receipted(&desk_a, path).await;
        is_read(&desk_b, path).await;
        let told = desk_a.get(&format!("{path}/delivery"), support::line::WORK).await.unwrap().body;
        let admitted = told[0]["receipts"].to_string().matches("accepted").count();
        assert_eq!(admitted, 1, "admitted once: {told}");
    }
    at_rest(vec![(a, &home_a), (b, &home_b)], 30).await;
    drop(folder);
}

/// A connection to a serving node by a certificate, counting what goes over it.
fn caller(own: &Certificate, to: (&Serving, &Home)) -> (Caller, Arc<Traffic>) {
    let pin = to.1.certificate().unwrap().pin().unwrap();
    let pins: Pins = Arc::new(move |seen| (*seen == pin).then(|| code("XA")));
    let traffic: Arc<Traffic> = Arc::default();
    let caller = Caller::new(to.0.peer.clone(), tls::client(own, pins).unwrap(), traffic.clone());
    (caller, traffic)
}

async fn poll(caller: &mut Caller, poll: &Poll) -> (StatusCode, Vec<u8>) {
    let (status, body) = caller.post(PULL, cbor::to_bytes(poll).into()).await.unwrap();
    (status, body.to_vec())
}

fn handed(body: &[u8]) -> Option<Handed> {
    cbor::from_bytes(body).unwrap()
}

/// DLV-14, DLV-15, and DLV-10 at the door: who may ask, and how often at a time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_member_without_address_asks_and_so_many_times_at_once() {
    let Pair { folder, homes: [home_a, home_b], .. } = pulling_pair().await;
    let a = serve::start(&home_a).await.unwrap();
    let asking = |slot, wait_ms| Poll { slot, wait_ms, answer: None };
    let stranger = Certificate::generate().unwrap();
    let mut strange = caller(&stranger, (&a, &home_a)).0;
    let refused = strange.post(PULL, cbor::to_bytes(&asking(0, 0)).into()).await;
    assert!(refused.is_err(), "a stranger has no answer at all");
    let own = home_b.certificate().unwrap();
    let (mut first, _) = caller(&own, (&a, &home_a));
    say_known(&mut first).await;
    for slot in [3, 16, 255] {
        let (status, body) = poll(&mut first, &asking(slot, 0)).await;
        assert_eq!((status, &body[..]), (StatusCode::FORBIDDEN, &b"DLV-15"[..]));
    }
    let (status, _) = poll(&mut first, &asking(2, 0)).await;
    assert_eq!(status, StatusCode::OK);
    let (status, body) = first.post(PULL, b"no poll".to_vec().into()).await.unwrap();
    assert_eq!((status, body.len()), (StatusCode::BAD_REQUEST, 0));
    // A second poll of a slot ends the first one, whose line may be dead.
    let begun = Instant::now();
    let older = tokio::spawn(async move { poll(&mut first, &asking(1, 30_000)).await });
    let desk = client(&home_a, &a);
    let (mut second, _) = caller(&own, (&a, &home_a));
    // The older one stands when the slot hands out nothing for a while.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let newer = tokio::spawn(async move { (poll(&mut second, &asking(1, 30_000)).await, second) });
    assert_eq!(handed(&older.await.unwrap().1), None);
    send(&desk, "XB", "waiting", "urgent").await;
    let ((_, body), mut second) = newer.await.unwrap();
    let pouch = handed(&body).unwrap();
    assert_eq!(pouch.path, "/x/v1/deliver");
    assert!(begun.elapsed() < Duration::from_secs(10), "nobody waited the poll's time out");
    // Lost on the way: the next poll of the slot has no answer, and the pouch is handed out anew.
    let (_, body) = poll(&mut second, &asking(1, 10_000)).await;
    let again = handed(&body).unwrap();
    assert_ne!(again.number, pouch.number);
    // An answer to what was never handed out settles nothing.
    let answer = Answered { number: pouch.number, status: 200, body: b"{}".to_vec() };
    let strange = Poll { slot: 1, wait_ms: 10_000, answer: Some(answer) };
    assert!(handed(&poll(&mut second, &strange).await.1).is_some(), "it goes once more");
    a.stop(&home_a).await;
    drop(folder);
}

/// At the start of the other one a member is asked what it has of it, and answers.
async fn say_known(asks: &mut Caller) {
    for slot in (0..3).cycle().take(300) {
        let (_, body) = poll(asks, &Poll { slot, wait_ms: 50, answer: None }).await;
        let Some(asked) = handed(&body) else { continue };
        assert_eq!(asked.path, node::restore::KNOWN);
        let body = cbor::to_bytes(&node::restore::tell::Known::default());
        let answer = Some(Answered { number: asked.number, status: 200, body });
        poll(asks, &Poll { slot, wait_ms: 0, answer }).await;
        return;
    }
    panic!("nobody asked what it has");
}

/// DLV-14: whoever can be called is called.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_with_an_address_is_handed_nothing() {
    let Pair { folder, homes: [home_a, home_b], .. } = pair().await;
    let a = serve::start(&home_a).await.unwrap();
    let (mut asks, _) = caller(&home_b.certificate().unwrap(), (&a, &home_a));
    let (status, body) = poll(&mut asks, &Poll::default()).await;
    assert_eq!((status, &body[..]), (StatusCode::FORBIDDEN, &b"DLV-14"[..]));
    a.stop(&home_a).await;
    drop(folder);
}

/// With thousands of records in the store, a poll that finds nothing costs what it says itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poll_with_nothing_to_do_costs_little_whatever_the_store_holds() {
    let Pair { folder, homes: [home_a, home_b], .. } = pulling_pair().await;
    let mut node = home_a.open().unwrap();
    for _ in 0..10 {
        let publish = |node: &mut node::Node| {
            (0..200).try_for_each(|number| {
                let draft = author::read(message(&format!("held {number}"), &[]))?;
                flow::publish(node, draft, &officer()).map(drop)
            })
        };
        node.commit(publish).unwrap();
    }
    drop(node);
    let a = serve::start(&home_a).await.unwrap();
    let (mut asks, traffic) = caller(&home_b.certificate().unwrap(), (&a, &home_a));
    let count = || traffic.sent.load(Ordering::SeqCst) + traffic.received.load(Ordering::SeqCst);
    say_known(&mut asks).await;
    let mut longest = Duration::ZERO;
    for slot in [0, 1, 2, 0, 1, 2] {
        let (before, begun) = (count(), Instant::now());
        let (_, body) = poll(&mut asks, &Poll { slot, ..Poll::default() }).await;
        assert_eq!(handed(&body), None);
        longest = longest.max(begun.elapsed());
        let bytes = count() - before;
        assert!(bytes < 4_096, "{bytes} bytes for nothing");
    }
    assert!(longest < Duration::from_millis(100), "{longest:?} for nothing");
    a.stop(&home_a).await;
    drop(folder);
}

/// Three regions, so that both others are needed: XB, which accepts no connections, is one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heads_are_witnessed_by_one_that_accepts_no_connections_and_its_own_are() {
    let folder = Folder::new("pull-witness");
    let [door_a, door_c] = [(); 2].map(|()| node::demo::free_address().unwrap());
    let homes = [
        home(&folder, "XA", "north", &door_a),
        home(&folder, "XB", "south", ""),
        home(&folder, "XC", "east", &door_c),
    ];
    found(&folder, &homes);
    let mut serving = Vec::new();
    for home in &homes {
        serving.push((serve::start(home).await.unwrap(), home));
    }
    let desks: Vec<Client> = serving.iter().map(|(node, home)| client(home, node)).collect();
    for (from, to) in [(0, 1), (1, 0)] {
        let path = send(&desks[from], ["XA", "XB"][to], "to witness", "routine").await;
        is_read(&desks[to], &path).await;
        let evidence = format!("{path}/evidence");
        for reader in [&desks[from], &desks[to]] {
            until(reader, &evidence, |file| file["standing"] == "witnessed").await;
        }
    }
    for (node, home) in serving {
        node.stop(home).await;
    }
    drop(folder);
}
