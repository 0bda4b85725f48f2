//! A disk that takes no line of the log any more costs the lines, and nothing else.

#![allow(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::fs::File;
use std::process::Stdio;
use std::time::Duration;

use node::client::Client;
use node::serve;
use support::line::{pair, published, until};
use support::message;
use support::process::Process;

/// Whoever cannot say that a member is not reached must still reach it later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_cannot_write_its_log_goes_on() {
    let pair = pair().await;
    let [own, other] = &pair.homes;
    let full = File::options().write(true).open("/dev/full").unwrap();
    let (_process, address) = Process::serving(own, Stdio::from(full)).await;
    let desk = Client::at(&address, &own.token("desk-1").unwrap());
    let draft = serde_json::to_value(message("said on a full disk", &["XB"])).unwrap();
    let path = published(&desk, &draft).await;
    // Long enough to find the other away, more than once.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let there = serve::start(other).await.unwrap();
    until(&desk, &format!("{path}/delivery"), |told| told.to_string().contains("receipted")).await;
    there.stop(other).await;
}
