//! Recipients compare, and tell others, by themselves: over a line, and through the hatch of a
//! member that accepts no connections. Real nodes, real TLS.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use node::client::Client;
use node::home::Home;
use node::serve;
use record::draft::Lane;
use rusqlite::Connection;
use serde_json::{Value, json};
use support::folder::Folder;
use support::line::{client, found, home, until};
use support::two_faced::tell_two_stories;
use support::{HandClock, Network, code};

/// The owner tells XB one story and XC another, and is gone; XD was named in both and has neither.
fn told(homes: &[Home]) {
    let nodes = homes.iter().map(|home| home.open().unwrap()).collect();
    let (clock, signed) = (HandClock::new(), Vec::new());
    let mut network = Network { nodes, clock, signed, stewards: Vec::new(), roots: Vec::new() };
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
