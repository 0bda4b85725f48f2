//! Files on their way between nodes, and where they end: over real lines that are cut, for those
//! alone whom the record was let out to, and gone everywhere with the record.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use node::attachment::passing::{self, Question};
use node::client::Client;
use node::home::{Home, Init};
use node::serve::{self, Serving};
use node::{Config, cli, demo, fsck};
use record::kind::hold::{Hold, HoldStatement};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::{Body, Digest, Draft, Name, NodeCode, RecordId, Unit};
use seal::directory::{Labels, MemberRole};
use serde_json::{Value, json};
use support::canary::{files, holding, network, pass_the_grace};
use support::file::text;
use support::folder::Folder;
use support::hand::{carry, upload, with_files};
use support::{Network, code, control, message};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const WORK: &str = "criminal-investigation";

/// A line to a node that carries so many bytes and is then cut.
async fn line(at: String, to: String, left: Arc<AtomicI64>) {
    let listener = TcpListener::bind(at).await.unwrap();
    loop {
        let (near, _) = listener.accept().await.unwrap();
        let Ok(far) = TcpStream::connect(&to).await else { continue };
        let left = left.clone();
        tokio::spawn(async move {
            let (mut near_in, mut near_out) = near.into_split();
            let (mut far_in, mut far_out) = far.into_split();
            let up = tokio::spawn(async move { tokio::io::copy(&mut near_in, &mut far_out).await });
            let mut buffer = vec![0; 4_096];
            while let Ok(count @ 1..) = far_in.read(&mut buffer).await {
                if left.fetch_sub(count as i64, Ordering::SeqCst) < count as i64
                    || near_out.write_all(&buffer[..count]).await.is_err()
                {
                    break;
                }
            }
            up.abort();
        });
    }
}

fn home(folder: &Folder, code: &str, door: &str) -> Home {
    let home = Home::new(folder.join(code));
    let name = code.to_owned();
    let config = Config {
        api_listen: "127.0.0.1:0".into(),
        peer_listen: door.into(),
        backoff_ms_min: 20,
        backoff_ms_max: 100,
        attachment_piece_bytes_max: 65_536,
        ..Config::default()
    };
    let init = Init {
        code: NodeCode::new(code).unwrap(),
        names: Labels { ar: name.clone(), en: name.clone(), fr: name.clone(), es: name },
        region: "exercise".into(),
        role: MemberRole::Country,
        config,
        units: vec![Unit::new("POLICE").unwrap()],
    };
    home.init(&init).unwrap();
    home
}

/// Two nodes; the line to the first one can be cut.
struct Pair {
    folder: Folder,
    homes: [Home; 2],
    left: Arc<AtomicI64>,
}

async fn pair() -> Pair {
    let folder = Folder::new("way");
    let [door, line_at, other] = [(); 3].map(|()| demo::free_address().unwrap());
    let homes = [home(&folder, "XA", &line_at), home(&folder, "XB", &other)];
    let members: Vec<PathBuf> = homes.iter().map(|home| home.path().join("member.cbor")).collect();
    let (first, stewards) = (folder.join("net.cbor"), folder.join("stewards"));
    let head = cli::found("exercise", true, &first, &stewards, &members).unwrap();
    let signed = std::fs::read(&first).unwrap();
    homes.iter().for_each(|home| drop(home.join(&signed, &head).unwrap()));
    // The directory says where the line begins; the node listens where it ends.
    let path = homes[0].path().join("amana.toml");
    let config = std::fs::read_to_string(&path).unwrap().replace(&line_at, &door);
    std::fs::write(&path, config).unwrap();
    let left = Arc::new(AtomicI64::new(i64::MAX));
    tokio::spawn(line(line_at, door, left.clone()));
    Pair { folder, homes, left }
}

fn client(home: &Home, serving: &Serving) -> Client {
    Client::at(&serving.api, &home.token("desk-1").unwrap())
}

/// Asks again until the answer is as it should be.
async fn until(client: &Client, path: &str, holds: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..600 {
        let answer = client.get(path, WORK).await.unwrap();
        if holds(&answer.body) {
            return answer.body;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path}: {}", client.get(path, WORK).await.unwrap().body);
}

fn arriving(home: &Home) -> u64 {
    let each = files(&home.path().join("attachments"));
    let growing = each.iter().filter(|path| path.parent().unwrap().ends_with("arriving"));
    growing.map(|path| path.metadata().unwrap().len()).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_goes_on_where_the_line_was_cut_and_the_recipient_stopped() {
    let Pair { folder, homes: [home_a, home_b], left } = pair().await;
    let (a, b) = (serve::start(&home_a).await.unwrap(), serve::start(&home_b).await.unwrap());
    let desk = client(&home_a, &a);
    let bytes = text(1_500_000);
    let asked = json!({"name": "list.txt", "size": bytes.len()});
    let begun = desk.post("/api/v1/uploads", &asked).await.unwrap().body;
    let id = begun["id"].as_str().unwrap();
    let whole = desk.send_piece(&format!("/api/v1/uploads/{id}"), 0, bytes.clone()).await.unwrap();
    assert_eq!(whole.status, 200, "{}", whole.body);
    left.store(700_000, Ordering::SeqCst);
    let mut draft = serde_json::to_value(message("with a file", &["XB"])).unwrap();
    draft["attachments"] = json!([{"upload": id, "caption": "What was found"}]);
    let published = desk.post("/api/v1/records", &draft).await.unwrap().body;
    let name = published["name"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/records/{}", name.rsplit_once('/').unwrap().0);
    let reader = client(&home_b, &b);
    // The record is there before its file, and says so.
    let view = until(&reader, &path, |view| view["attachments"][0]["arrived"] == false).await;
    assert_eq!(view["attachments"][0]["size"], json!(bytes.len()));
    let early = reader.get(&format!("{path}/attachments/0"), WORK).await.unwrap();
    assert_eq!(early.status, 404, "{}", early.body);
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if left.load(Ordering::SeqCst) < 0 && arriving(&home_b) > 0 {
            break;
        }
    }
    let came = arriving(&home_b);
    assert!(came > 100_000 && came < 1_400_000, "{came} bytes came before the cut");
    b.stop(&home_b).await;
    assert_eq!(arriving(&home_b), came, "what came is kept");
    let before = i64::MAX / 2;
    left.store(before, Ordering::SeqCst);
    let b = serve::start(&home_b).await.unwrap();
    let reader = client(&home_b, &b);
    until(&reader, &path, |view| view["attachments"][0]["arrived"] == true).await;
    let carried = u64::try_from(before - left.load(Ordering::SeqCst)).unwrap();
    assert!(carried < 1_500_000 - came + 200_000, "{carried} bytes again: it began anew");
    let mut got = Vec::new();
    reader.download(&format!("{path}/attachments/0"), WORK, &mut got).await.unwrap();
    assert!(got == bytes, "the same bytes");
    let delivery = format!("{path}/delivery");
    let told = until(&desk, &delivery, |told| told[0]["attachments_arrived"] == 1).await;
    assert_eq!(told[0]["attachments"], 1, "{told}");
    let delivered = |told: &Value| told[0]["receipts"].to_string().contains("delivered");
    until(&desk, &delivery, delivered).await;
    a.stop(&home_a).await;
    b.stop(&home_b).await;
    for home in [&home_a, &home_b] {
        let report = fsck::run(&mut home.open().unwrap(), false, |_| ()).unwrap();
        assert_eq!((report.faults, report.attachments), (Vec::new(), 1));
    }
    drop(folder);
}

fn published(network: &mut Network, to: &[&str], bytes: &[u8]) -> (RecordId, Digest) {
    let attach = upload(network.at("XA"), "list.txt", bytes);
    let draft = Draft { attachments: vec![attach], ..message("with a file", to) };
    let published = network.publish("XA", draft).unwrap();
    network.settle();
    let kept = network.at("XA").store.attachments(published.row).unwrap();
    (published.name.id, kept[0].address)
}

fn asks(address: Digest) -> Question {
    Question { address, from: 0, bytes_max: 1_000, whole: false }
}

/// DLV-12, in whatever way a recipient stops being one.
#[test]
fn only_those_a_record_was_let_out_to_have_its_files_and_only_while_it_stands() {
    let folder = Folder::new("released");
    let mut network = network(&folder, &["XA", "XB", "XC"]);
    with_files(&mut network, &folder);
    let (id, address) = published(&mut network, &["XB"], &text(200_000));
    let decide = |network: &mut Network, peer: &str| {
        let node = network.at("XA");
        node.commit(|node| passing::decide(node, &code(peer), &asks(address))).unwrap()
    };
    assert!(decide(&mut network, "XB"));
    assert!(!decide(&mut network, "XC"), "XC knows the address and is no recipient");
    let entries = network.at("XA").store.audit_after(0, 1_000).unwrap();
    let events = entries.iter().map(|(_, bytes)| node::audit::read(bytes).unwrap().1);
    let refused = |event: &node::audit::Event| event.refused.as_deref() == Some("DLV-12");
    assert!(events.filter(refused).any(|event| event.by == "XC"));
    assert_eq!(carry(&mut network, "XA", "XC", |_| ()), 0);
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("XA", recall).unwrap();
    assert!(!decide(&mut network, "XB"), "it was recalled");
    network.settle();
    assert_eq!(passing::next(network.at("XB"), &code("XA"), &[]).unwrap(), None);
    // A revision that leaves XB out withdraws the file from it.
    let (id, address) = published(&mut network, &["XB", "XC"], &text(1_000));
    let without = Draft { revises: Some(id), ..message("anew", &["XC"]) };
    network.publish("XA", without).unwrap();
    let node = network.at("XA");
    assert!(!node.commit(|node| passing::decide(node, &code("XB"), &asks(address))).unwrap());
}

#[test]
fn what_is_not_the_bytes_of_the_address_is_thrown_away() {
    let folder = Folder::new("spoilt");
    let mut network = network(&folder, &["XA", "XB"]);
    with_files(&mut network, &folder);
    let (_, address) = published(&mut network, &["XB"], &text(200_000));
    let spoil = |bytes: &mut Vec<u8>| bytes[7] ^= 1;
    assert_eq!(carry(&mut network, "XA", "XB", spoil), 0);
    assert!(!network.at("XB").files.has(&address));
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1);
    assert!(network.at("XB").files.has(&address));
}

#[test]
fn a_recipient_takes_no_more_than_it_has_room_for() {
    let folder = Folder::new("room");
    let mut network = network(&folder, &["XA", "XB"]);
    with_files(&mut network, &folder);
    network.at("XB").config.attachments_disk_bytes_max = 250_000;
    let (_, small) = published(&mut network, &["XB"], &text(150_000));
    let (_, large) = published(&mut network, &["XB"], &text(200_000));
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1, "the smaller one");
    let node = network.at("XB");
    assert!(node.files.has(&small) && !node.files.has(&large));
    node.config.attachments_disk_bytes_max = 1 << 30;
    node.config.attachment_bytes_max = 100_000;
    assert_eq!(passing::next(node, &code("XA"), &[]).unwrap(), None, "too large for this node");
}

fn sealed(folder: &Path) -> Vec<PathBuf> {
    if folder.exists() { files(folder) } else { Vec::new() }
}

#[test]
fn files_are_gone_everywhere_with_the_record() {
    const NODES: [&str; 3] = ["XA", "XB", "XC"];
    let folder = Folder::new("gone");
    let mut network = network(&folder, &NODES);
    with_files(&mut network, &folder);
    let picture = support::file::jpeg(true);
    let (id, address) = published(&mut network, &["XB", "XC"], &picture);
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1);
    let at = |code: &str| folder.join(code).join("attachments").join("sealed");
    assert_eq!(sealed(&at("XA")).len(), 2, "what is shared, and the original");
    assert_eq!(sealed(&at("XB")).len(), 1);
    let row = row(&mut network, "XA", &id);
    let original = network.at("XA").store.original(row, 0).unwrap();
    let wrapped = original.unwrap().wrapped;
    let database = folder.join("XA");
    assert!(!holding(&database, &wrapped).is_empty());
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("XA", recall).unwrap();
    network.settle();
    pass_the_grace(&mut network, &NODES);
    for node in &mut network.nodes {
        node.commit(node::due::round).unwrap();
        node.empty_wal_after_erasure().unwrap();
    }
    for code in NODES {
        assert_eq!(sealed(&at(code)), Vec::<PathBuf>::new(), "{code}");
        assert!(!network.at(code).store.is_named(&address).unwrap());
        assert_eq!(holding(&folder.join(code), &address.0), Vec::<PathBuf>::new(), "{code}");
    }
    assert_eq!(holding(&database, &wrapped), Vec::<PathBuf>::new(), "the original's key");
}

fn row(network: &mut Network, at: &str, id: &RecordId) -> i64 {
    network.at(at).store.latest_record(&code("XA"), id).unwrap().unwrap().row
}

/// A copy for a court is of no use without its files: they stay until the hold ends.
#[test]
fn a_hold_keeps_the_files_until_it_ends() {
    const NODES: [&str; 3] = ["XA", "XB", "XC"];
    let folder = Folder::new("held");
    let mut network = network(&folder, &NODES);
    with_files(&mut network, &folder);
    let (id, address) = published(&mut network, &["XB"], &text(10_000));
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1);
    let statement = HoldStatement {
        name: Name { owner: code("XA"), id, revision: 1 },
        authority: "Court 7".into(),
        reference: "7/2026".into(),
        until: "2026-03-20".parse().unwrap(),
    };
    network.publish("XB", control(&Body::Hold(Box::new(Hold { statement })))).unwrap();
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    let recall = control(&Body::Recall(Box::new(Recall { statement })));
    network.publish("XA", recall).unwrap();
    network.settle();
    let rounds = |network: &mut Network| {
        pass_the_grace(network, &NODES);
        for node in &mut network.nodes {
            node.commit(node::due::round).unwrap();
        }
    };
    rounds(&mut network);
    assert!(!network.at("XA").files.has(&address));
    assert!(network.at("XB").files.has(&address), "held for a court");
    for _ in 0..6 {
        rounds(&mut network);
    }
    assert!(!network.at("XB").files.has(&address), "the hold ended");
}

/// What is damaged on a recipient's disk is found, and asked for again.
#[test]
fn a_damaged_file_is_found_and_comes_again() {
    let folder = Folder::new("damaged");
    let mut network = network(&folder, &["XA", "XB"]);
    with_files(&mut network, &folder);
    let (_, address) = published(&mut network, &["XB"], &text(100_000));
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1);
    let check = |network: &mut Network, rebuild: bool| {
        let report = fsck::run(network.at("XB"), rebuild, |_| ()).unwrap();
        (report.attachments, report.fault_count)
    };
    assert_eq!(check(&mut network, false), (1, 0));
    let path = network.at("XB").files.path(&address).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[70_000] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(check(&mut network, false), (1, 1));
    assert_eq!(check(&mut network, true), (1, 1));
    assert_eq!(carry(&mut network, "XA", "XB", |_| ()), 1);
    assert_eq!(check(&mut network, false), (1, 0));
    std::fs::remove_file(network.at("XA").files.path(&address).unwrap()).unwrap();
    let report = fsck::run(network.at("XA"), false, |_| ()).unwrap();
    assert!(report.faults[0].contains("missing or damaged"), "{:?}", report.faults);
}
