//! One member whose line accepts everything and says nothing, and a hundred that live: what goes to
//! these does not wait for that one.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::StatusCode;
use hyper::body::Bytes;
use node::clock::{SystemClock, SystemEntropy};
use node::founding::{self, Keys};
use node::home::Home;
use node::peer::DELIVER;
use node::store::Store;
use node::tls::{self, Certificate, Pins};
use node::vault::Vault;
use node::wire::{self, Handler, Reply};
use node::{Clock, Config, Node, Parts, cli, delivery, serve};
use record::{NodeCode, cbor};
use seal::directory::Directory;
use serde_json::{Value, json};
use support::folder::Folder;
use support::line::{WORK, client, home};
use support::{code, message, plan};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::Instant;

const LIVE: usize = 100;

/// A member that takes what comes.
#[derive(Clone)]
struct Live(Arc<Mutex<Node>>);

impl Handler for Live {
    async fn handle(&self, peer: NodeCode, path: String, body: Bytes) -> Reply {
        if path != DELIVER {
            return Reply { status: StatusCode::NOT_FOUND, body: Vec::new() };
        }
        let node = self.0.clone();
        let answer = tokio::task::spawn_blocking(move || {
            let mut node = node.lock().unwrap();
            node.commit(|node| delivery::receive(node, &peer, &body)).unwrap()
        });
        let body = serde_json::to_vec(&answer.await.unwrap()).unwrap();
        Reply { status: StatusCode::OK, body }
    }
}

struct Made {
    keys: Keys,
    certificate: Certificate,
    listener: TcpListener,
}

fn name(number: usize) -> String {
    format!("Z{number:03}")
}

/// Makes members and founds a network of them and one node with a folder.
async fn made(folder: &Folder, home: &Home) -> BTreeMap<String, Made> {
    let mut members = vec![home.path().join("member.cbor")];
    let mut all = BTreeMap::new();
    for number in 0..=LIVE {
        let code = name(number);
        let keys = founding::keys(&self::code(&code), &mut SystemEntropy).unwrap();
        let certificate = Certificate::generate().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let plan = founding::Plan {
            address: Some(listener.local_addr().unwrap().to_string()),
            pins: vec![certificate.pin().unwrap()],
            ..plan(&code)
        };
        let member = founding::member(&plan, &keys, SystemClock.now());
        let path = folder.join(&code);
        std::fs::write(&path, cbor::to_bytes(&member)).unwrap();
        members.push(path);
        all.insert(code, Made { keys, certificate, listener });
    }
    let (first, stewards) = (folder.join("net.cbor"), folder.join("stewards"));
    let head = cli::found("exercise", true, &first, &stewards, &members).unwrap();
    home.join(&std::fs::read(&first).unwrap(), &head).unwrap();
    all
}

async fn live(made: Made, directory: &Directory, pins: &Pins, stop: &watch::Receiver<bool>) {
    let Made { keys, certificate, listener } = made;
    let parts = Parts {
        identity: keys.identity,
        directory: directory.clone(),
        config: Config::default(),
        store: Store::in_memory().unwrap(),
        vault: Vault::new([1; 32], [2; 32]),
        clock: Arc::new(SystemClock),
        entropy: Box::new(SystemEntropy),
    };
    let handler = Live(Arc::new(Mutex::new(Node::open(parts).unwrap())));
    let server = tls::server(&certificate, pins.clone()).unwrap();
    let served = wire::serve(listener, server, pins.clone(), handler, stop.clone(), 8 << 20);
    tokio::spawn(served);
}

/// Takes every connection and never says a word.
async fn dead(listener: TcpListener) {
    let mut held = Vec::new();
    while let Ok((stream, _)) = listener.accept().await {
        held.push(stream);
    }
}

/// Publishes to all, and answers how long it took until the hundredth had acknowledged.
async fn broadcast(desk: &node::client::Client, to: &[String], lane: &str) -> Duration {
    let begun = Instant::now();
    let recipients: Vec<&str> = to.iter().map(String::as_str).collect();
    let mut draft = serde_json::to_value(message("to all", &recipients)).unwrap();
    draft["lane"] = json!(lane);
    let path = support::line::published(desk, &draft).await;
    let all = |told: &Value| {
        let rows = told.as_array().unwrap().iter();
        rows.filter(|row| row["acknowledged"].is_string()).count() >= LIVE
    };
    support::line::until(desk, &format!("{path}/delivery"), all).await;
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_members_do_not_notice_one_that_is_dead() {
    let folder = Folder::new("dead");
    // Nobody calls it: any door will do.
    let home = home(&folder, "XA", "north", "127.0.0.1:0");
    let mut all = made(&folder, &home).await;
    let (directory, pin) = (home.directory().unwrap(), home.certificate().unwrap().pin().unwrap());
    let pins: Pins = Arc::new(move |seen| (*seen == pin).then(|| code("XA")));
    let (stop, stopped) = watch::channel(false);
    let gone = all.remove(&name(LIVE)).unwrap().listener;
    let mut names: Vec<String> = all.keys().cloned().collect();
    for (_, made) in all {
        live(made, &directory, &pins, &stopped).await;
    }
    let silent = tokio::spawn(dead(gone));
    let serving = serve::start(&home).await.unwrap();
    let desk = client(&home, &serving);
    let alone = broadcast(&desk, &names, "urgent").await;
    // The dead one has a queue of its own by now, in every lane, and is being tried.
    names.push(name(LIVE));
    for lane in ["routine", "urgent", "flash"] {
        for _ in 0..20 {
            let mut draft = serde_json::to_value(message("for nobody", &[&name(LIVE)])).unwrap();
            draft["lane"] = json!(lane);
            support::line::published(&desk, &draft).await;
        }
    }
    let mut beside = Vec::new();
    for lane in ["urgent", "flash", "routine"] {
        beside.push(broadcast(&desk, &names, lane).await);
    }
    // The machine is shared: what is waited for is a matter of seconds, not of a dead one's minute.
    let most = alone.max(Duration::from_secs(2)) * 4;
    assert!(beside.iter().all(|took| *took < most), "{alone:?} alone, {beside:?} beside");
    let admin = node::client::Client::at(&serving.api, &home.token("admin-1").unwrap());
    let members = admin.get("/api/v1/administration/members", WORK).await.unwrap().body;
    let row = members.as_array().unwrap().iter().find(|row| row["code"] == name(LIVE)).unwrap();
    let waiting = row["lanes"].as_array().unwrap().iter().map(|lane| lane["waiting"].clone());
    assert_eq!(waiting.collect::<Vec<_>>(), [21, 21, 21], "{row}");
    stop.send(true).unwrap();
    silent.abort();
    serving.stop(&home).await;
    drop(folder);
}
