//! The demo: five nodes on loopback exchange invented data over lines of which two are cut for a
//! while, take some of it back, and an outside ledger compares what was submitted with what each
//! node shows.

mod asking;
mod compare;
mod cut;
mod far;
pub mod generator;
mod ledger;
mod onward;
mod scenario;
mod site;
pub mod way_in;

use std::path::Path;

use record::NodeCode;

use crate::client::Client;
use crate::home::Home;
use crate::serve::{self, Serving};
use crate::{Error, cli};

/// A node of the demo at work.
pub struct Post {
    pub code: NodeCode,
    pub home: Home,
    pub serving: Serving,
    /// The desk officer's way in.
    pub desk: Client,
    /// The data-protection officer's.
    pub dpo: Client,
    /// The administrator's.
    pub admin: Client,
}

/// Starts the five nodes, runs the scenario, compares. With `once` it ends, otherwise it leaves
/// the nodes running until it is told to stop.
pub async fn run(once: bool, seed: u64, quiet: bool) -> Result<(), Error> {
    let folder = std::env::temp_dir().join(format!("amana-demo-{}", std::process::id()));
    let outcome = play(&folder, once, seed, quiet).await;
    let removed = std::fs::remove_dir_all(&folder);
    if let (Ok(()), Err(error)) = (&outcome, removed) {
        return Err(Error::file(&folder, error));
    }
    outcome
}

async fn play(folder: &Path, once: bool, seed: u64, quiet: bool) -> Result<(), Error> {
    let (homes, lines) = site::found(folder).await?;
    let mut posts = Vec::with_capacity(homes.len());
    for home in homes {
        posts.push(open(home).await?);
    }
    let say = |line: String| {
        if !quiet {
            println!("{line}");
        }
    };
    say("An exercise: nothing here happened, nobody here ever lived.\n".into());
    for post in &posts {
        let Serving { api, peer, .. } = &post.serving;
        let door = if peer.is_empty() { "none: it asks the others" } else { peer.as_str() };
        say(format!("{}  people http://{api}  peers {door}", post.code));
    }
    let ledger = scenario::play((&posts, &lines), seed, &say).await?;
    let summary = compare::compare(&posts, &ledger, &say).await?;
    println!("{}", summary.to_json());
    if !once {
        show_command_line(&posts)?;
        way_in::show(&posts).await?;
        cli::stop_signal().await;
    }
    for post in posts {
        let Post { home, serving, desk, dpo, admin, .. } = post;
        drop((desk, dpo, admin));
        serving.stop(&home).await;
    }
    summary.verdict()
}

fn show_command_line(posts: &[Post]) -> Result<(), Error> {
    println!("\nThe nodes go on; Ctrl-C ends them. Try, for instance:");
    for post in posts {
        println!("  amana --home {} inbox", post.home.path().display());
    }
    println!("  curl -H 'Amana-Purpose: criminal-investigation' \\");
    for post in posts {
        let token = post.home.token("desk-1")?;
        println!(
            "    -H 'Authorization: Bearer {token}' http://{}/api/v1/records",
            post.serving.api
        );
    }
    Ok(())
}

/// An address nobody listens on now.
pub fn free_address() -> Result<String, Error> {
    let failed = |error: std::io::Error| Error::Config(error.to_string());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(failed)?;
    Ok(listener.local_addr().map_err(failed)?.to_string())
}

async fn open(home: Home) -> Result<Post, Error> {
    let serving = serve::start(&home).await?;
    let desk = Client::at(&serving.api, &home.token("desk-1")?);
    let dpo = Client::at(&serving.api, &home.token("dpo-1")?);
    let admin = Client::at(&serving.api, &home.token("admin-1")?);
    Ok(Post { code: home.member()?.code, home, serving, desk, dpo, admin })
}
