//! Recipients compare, and tell others, by themselves: over a line, through the hatch of a member
//! that accepts no connections, and without those that cannot yet. Real nodes, real TLS.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use hyper::StatusCode;
use hyper::body::Bytes;
use node::client::Client;
use node::clock::{SystemClock, SystemEntropy};
use node::contradiction::CONFLICT;
use node::disclosed::DISCLOSED;
use node::home::Home;
use node::peer::DELIVER;
use node::store::Store;
use node::tls::{self, Certificate, Pins};
use node::vault::Vault;
use node::wire::{self, Handler, Reply};
use node::{Clock, Config, Node, Parts, cli, delivery, founding, serve};
use record::draft::Lane;
use record::{Digest, NodeCode, cbor};
use rusqlite::Connection;
use seal::checkpoint::Checkpoint;
use seal::contradiction::Proof;
use serde_json::{Value, json};
use support::folder::Folder;
use support::line::{client, found, home, published, until};
use support::two_faced::{open_message, tell_proof, tell_two_stories};
use support::{HandClock, Network, code, message, plan};
use tokio::net::TcpListener;
use tokio::sync::watch;

fn network(nodes: Vec<Node>) -> Network {
    let (clock, signed) = (HandClock::new(), Vec::new());
    Network { nodes, clock, signed, stewards: Vec::new(), roots: Vec::new() }
}

/// The owner tells XB one story and XC another, and is gone; XD was named in both and has neither.
fn told(homes: &[Home]) {
    let mut network = network(homes.iter().map(|home| home.open().unwrap()).collect());
    let owner = homes[0].database();
    tell_two_stories(&mut network, &["XB", "XC", "XD"], |_, change| {
        change(&Connection::open(owner).unwrap());
    });
    network.deliver(0, &code("XC"), Lane::Routine).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_two_recipients_find_the_third_is_told() {
    let folder = Folder::new("disclosed");
    let [door_b, door_c] = [(); 2].map(|()| node::demo::free_address().unwrap());
    let doors = [("XA", ""), ("XB", door_b.as_str()), ("XC", door_c.as_str()), ("XD", "")];
    let homes = doors.map(|(code, door)| home(&folder, code, "north", door));
    found(&folder, &homes);
    told(&homes);
    let mut serving = Vec::new();
    for home in &homes[1..] {
        serving.push((serve::start(home).await.unwrap(), home));
    }
    let (b, home_b) = &serving[0];
    let admin = Client::at(&b.api, &home_b.token("admin-1").unwrap());
    let tries = "/api/v1/administration/members/XC/tries";
    let is_found = |all: &Value| {
        all.as_array().is_some_and(|all| {
            all.iter().any(|one| (&one["owner"], &one["what"]) == (&json!("XA"), &json!("record")))
        })
    };
    // It is compared once both have said what they have of each other.
    for _ in 0..100 {
        admin.post(tries, &Value::Null).await.unwrap();
        let all = admin.get("/api/v1/conflicts", "").await.unwrap().body;
        if is_found(&all) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    for (node, home) in &serving {
        until(&client(home, node), "/api/v1/conflicts", is_found).await;
    }
    for (node, home) in serving {
        node.stop(home).await;
    }
    drop(folder);
}

/// A member of the version before: it takes pouches, and has no other address.
#[derive(Clone)]
struct Older(Arc<Mutex<Node>>, Arc<Mutex<BTreeSet<String>>>);

impl Handler for Older {
    async fn handle(&self, peer: NodeCode, path: String, body: Bytes) -> Reply {
        self.1.lock().unwrap().insert(path.clone());
        if path != DELIVER {
            return Reply { status: StatusCode::NOT_FOUND, body: Vec::new() };
        }
        let mut node = self.0.lock().unwrap();
        let answer = node.commit(|node| delivery::receive(node, &peer, &body)).unwrap();
        Reply { status: StatusCode::OK, body: serde_json::to_vec(&answer).unwrap() }
    }
}

/// XB has something to compare with XC, and two heads of XA to tell it.
fn has_much_to_say(homes: [&Home; 2]) {
    let mut network = network(homes.map(|home| home.open().unwrap()).into());
    network.publish("XA", open_message("one story", &["XB", "XC"])).unwrap();
    network.deliver(0, &code("XB"), Lane::Routine).unwrap();
    let now = network.at("XA").now();
    let log = &network.at("XA").identity.clone().log;
    let [one, other] = [&b"one"[..], b"other"].map(|word| {
        Checkpoint::new(log.origin(), 900, Digest::of(&[word])).sign(log, now).unwrap()
    });
    let told = tell_proof(&mut network, "XB", "XA", &Proof::Heads(one, other));
    assert_eq!(told, node::contradiction::Answer::Kept);
}

/// Makes XC, and founds a network of it and these.
fn with_older(folder: &Folder, homes: [&Home; 2], at: String) -> (founding::Keys, Certificate) {
    let keys = founding::keys(&code("XC"), &mut SystemEntropy).unwrap();
    let certificate = Certificate::generate().unwrap();
    let pins = vec![certificate.pin().unwrap()];
    let plan = founding::Plan { address: Some(at), pins, ..plan("XC") };
    let member = founding::member(&plan, &keys, SystemClock.now());
    std::fs::write(folder.join("older"), cbor::to_bytes(&member)).unwrap();
    let [a, b] = homes.map(|home| home.path().join("member.cbor"));
    let (first, stewards) = (folder.join("net.cbor"), folder.join("stewards"));
    let members = [a, b, folder.join("older")];
    let head = cli::found("exercise", true, &first, &stewards, &members).unwrap();
    let signed = std::fs::read(&first).unwrap();
    homes.iter().for_each(|home| drop(home.join(&signed, &head).unwrap()));
    (keys, certificate)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_of_the_version_before_is_sent_to_all_the_same() {
    let folder = Folder::new("older");
    let door = node::demo::free_address().unwrap();
    let [home_a, home_b] =
        [("XA", ""), ("XB", &door)].map(|(code, door)| home(&folder, code, "north", door));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap().to_string();
    let (keys, certificate) = with_older(&folder, [&home_a, &home_b], at);
    has_much_to_say([&home_a, &home_b]);
    let opened = Node::open(Parts {
        identity: keys.identity,
        directory: home_b.directory().unwrap(),
        config: Config::default(),
        store: Store::in_memory().unwrap(),
        vault: Vault::new([1; 32], [2; 32]),
        clock: Arc::new(SystemClock),
        entropy: Box::new(SystemEntropy),
    });
    let older = Older(Arc::new(Mutex::new(opened.unwrap())), Arc::default());
    let pin = home_b.certificate().unwrap().pin().unwrap();
    let pins: Pins = Arc::new(move |seen| (*seen == pin).then(|| code("XB")));
    let (stop, stopped) = watch::channel(false);
    let server = tls::server(&certificate, pins.clone()).unwrap();
    tokio::spawn(wire::serve(listener, server, pins, older.clone(), stopped, 8 << 20));
    let b = serve::start(&home_b).await.unwrap();
    let admin = Client::at(&b.api, &home_b.token("admin-1").unwrap());
    for _ in 0..100 {
        admin.post("/api/v1/administration/members/XC/tries", &Value::Null).await.unwrap();
        let asked = older.1.lock().unwrap().clone();
        if asked.contains(DISCLOSED) && asked.contains(CONFLICT) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let asked = older.1.lock().unwrap().clone();
    assert!(asked.contains(DISCLOSED) && asked.contains(CONFLICT), "{asked:?}");
    let desk = client(&home_b, &b);
    let draft = serde_json::to_value(message("as before", &["XC"])).unwrap();
    let path = published(&desk, &draft).await;
    let told = |told: &Value| told[0]["acknowledged"].is_string();
    until(&desk, &format!("{path}/delivery"), told).await;
    b.stop(&home_b).await;
    // Neither is forgotten: after an upgrade it is compared and told.
    let node = home_b.open().unwrap();
    assert!(node::contradiction::next(&node, &code("XC")).unwrap().is_some());
    assert_eq!(node.store.disclosed_mark(&code("XC")).unwrap(), 0);
    let _ = stop.send(true);
}
