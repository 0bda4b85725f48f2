//! The demo: three nodes on loopback exchange invented data, take some of it back, and an outside
//! ledger compares what was submitted with what each node shows.

mod asking;
mod compare;
pub mod generator;
mod ledger;
mod scenario;
pub mod way_in;

use std::path::{Path, PathBuf};

use record::{Digest, NodeCode, Unit};
use seal::directory::{Labels, MemberRole};

use crate::client::Client;
use crate::home::{Home, Init};
use crate::serve::{self, Serving};
use crate::{Config, Error, cli};

/// One of the three.
struct Site {
    code: &'static str,
    labels: [&'static str; 4],
    region: &'static str,
}

const SITES: [Site; 3] = [
    Site {
        code: "CO",
        labels: ["كولومبيا", "Colombia", "Colombie", "Colombia"],
        region: "south-america",
    },
    Site {
        code: "SN",
        labels: ["السنغال", "Senegal", "Sénégal", "Senegal"],
        region: "west-africa",
    },
    Site {
        code: "ES", labels: ["إسبانيا", "Spain", "Espagne", "España"], region: "europe"
    },
];

/// A node of the demo at work.
pub struct Post {
    pub code: NodeCode,
    pub home: Home,
    pub serving: Serving,
    /// The desk officer's way in.
    pub desk: Client,
    /// The data-protection officer's.
    pub dpo: Client,
}

/// Starts the three nodes, runs the scenario, compares. With `once` it ends, otherwise it leaves
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
    let homes = found(folder)?;
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
        let api = &post.serving.api;
        say(format!("{}  people http://{api}  peers {}", post.code, post.serving.peer));
    }
    let ledger = scenario::play(&posts, seed, &say).await?;
    let summary = compare::compare(&posts, &ledger, &say).await?;
    println!("{}", summary.to_json());
    if !once {
        show_command_line(&posts)?;
        way_in::show(&posts).await?;
        cli::stop_signal().await;
    }
    for post in posts {
        let Post { home, serving, desk, dpo, .. } = post;
        drop((desk, dpo));
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

/// Makes the three folders and founds their network.
fn found(folder: &Path) -> Result<Vec<Home>, Error> {
    let mut homes = Vec::with_capacity(SITES.len());
    let mut members: Vec<PathBuf> = Vec::with_capacity(SITES.len());
    for site in &SITES {
        let home = Home::new(folder.join(site.code.to_lowercase()));
        home.init(&init(site)?)?;
        members.push(home.path().join("member.cbor"));
        homes.push(home);
    }
    let first = folder.join("directory.cbor");
    let stewards = folder.join("stewards");
    let head: Digest = cli::found("exercise", true, &first, &stewards, &members)?;
    let signed = std::fs::read(&first).map_err(|error| Error::file(&first, error))?;
    for home in &homes {
        home.join(&signed, &head)?;
    }
    Ok(homes)
}

fn init(site: &Site) -> Result<Init, Error> {
    let [ar, en, fr, es] = site.labels.map(str::to_owned);
    Ok(Init {
        code: NodeCode::new(site.code)?,
        names: Labels { ar, en, fr, es },
        region: site.region.into(),
        role: MemberRole::Country,
        config: Config {
            api_listen: free_address()?,
            peer_listen: free_address()?,
            // Nobody waits three days for a demonstration.
            erase_grace_h: 0,
            // One program asks for every record and its evidence again, to compare.
            rate_export_max: 1_000_000,
            rate_search_max: 1_000_000,
            rate_rest_max: 1_000_000,
            rate_stream_max: 1_000_000,
            // The links that it prints let whoever sits before it in at once.
            links_sign_in: true,
            ..Config::default()
        },
        units: vec![Unit::new("POLICE")?, Unit::new("CUSTOMS")?],
        relays: Vec::new(),
        token: None,
    })
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
    Ok(Post { code: home.member()?.code, home, serving, desk, dpo })
}
