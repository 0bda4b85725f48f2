//! init, serve, backup, fsck, bench: an administrator's commands.

use std::path::PathBuf;

use ::record::{NodeCode, Unit};
use clap::{Args, Subcommand};
use seal::directory::{Labels, MemberRole};
use serde_json::{Value, json};

use super::record::pretty;
use super::{Call, Failure};
use crate::home::Init;
use crate::key::token::Which;
use crate::serve::{self, Doors};
use crate::{Config, Error, backup, bench, fsck};

#[derive(Args)]
pub struct InitArgs {
    /// A country's ISO 3166-1 code or a regional body's.
    #[arg(long)]
    node: NodeCode,
    /// The node's name.
    #[arg(long)]
    name: Option<String>,
    #[arg(long, default_value = "")]
    region: String,
    /// A regional body instead of a country.
    #[arg(long)]
    regional_body: bool,
    #[arg(long, default_value = "127.0.0.1:7480")]
    api_listen: String,
    /// Where peers call; empty where no connections are accepted: then it asks its peers.
    #[arg(long, default_value = "127.0.0.1:7481")]
    peer_listen: String,
    /// A member that carries for this node what no line brings; several may be named.
    #[arg(long = "relay")]
    relays: Vec<NodeCode>,
    /// A token (PKCS#11) that guards the storage key, by its name; its PIN comes from the file that
    /// AMANA_TOKEN_PIN_FILE names.
    #[arg(long, requires = "token_module")]
    token: Option<String>,
    /// The library of the token's maker.
    #[arg(long, requires = "token")]
    token_module: Option<PathBuf>,
    /// Agencies inside the node.
    #[arg(long, default_values = ["POLICE"])]
    unit: Vec<Unit>,
}

#[derive(Args)]
pub struct BackupArgs {
    /// The file to write; its key stays in the folder's backup-keys.
    file: PathBuf,
}

#[derive(Args)]
pub struct FsckArgs {
    /// Remake the derived tables.
    #[arg(long)]
    rebuild: bool,
}

#[derive(Subcommand)]
pub enum BenchCommand {
    /// Publish, deliver and find records between two serving nodes over mutual TLS.
    Exchange {
        #[arg(long, default_value_t = 20_000)]
        records: u32,
        /// Bytes of each, header and all.
        #[arg(long, default_value_t = 4_096)]
        bytes: usize,
    },
    /// Load a list of invented people and ask it through the interface: how fast, audit and all.
    ///
    /// Example: amana bench ask --entries 1000000 --json
    Ask {
        #[arg(long, default_value_t = 1_000_000)]
        entries: u64,
        #[arg(long, default_value_t = 20_000)]
        questions: u64,
        /// Questions under way at once.
        #[arg(long, default_value_t = 16)]
        abreast: usize,
        /// Where the node is built, or found again.
        #[arg(long)]
        folder: Option<PathBuf>,
    },
    /// Search a list of invented people: how fast, and what is found.
    ///
    /// Example: amana bench screen --names 1000000 --json
    Screen(ScreenArgs),
    /// Propose duplicates over made-up seizures and, where a register is given, over that.
    ///
    /// Example: amana bench duplicates --register unodc-ids-2011-2016.csv.zip --json
    Duplicates {
        /// UNODC's individual drug seizures.
        #[arg(long)]
        register: Option<PathBuf>,
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Search, filter, count and list by officers of several roles, over many records.
    ///
    /// Example: amana bench find --rows unodc-ids-2011-2016.csv.zip --json
    Find {
        /// UNODC's individual drug seizures; without it only invented records are there.
        #[arg(long)]
        rows: Option<PathBuf>,
        /// Invented records of other kinds.
        #[arg(long, default_value_t = 50_000)]
        others: u64,
        #[arg(long, default_value_t = 4_000)]
        queries: u64,
        /// Where the store is built, or found again.
        #[arg(long)]
        folder: Option<PathBuf>,
    },
    /// List an inbox of many threads: the first page of every sort, and all counts.
    ///
    /// Example: amana bench threads --json
    Threads {
        #[arg(long, default_value_t = 100_000)]
        threads: u64,
        /// Of each question.
        #[arg(long, default_value_t = 200)]
        queries: u64,
        /// Serve them to a browser until Ctrl-C, and measure nothing.
        #[arg(long)]
        serve: bool,
    },
    /// Broadcast records among many serving nodes, each a process of its own.
    ///
    /// Example: amana bench broadcast --nodes 40 --json
    Broadcast {
        #[arg(long, default_value_t = 40)]
        nodes: usize,
        #[arg(long, default_value_t = 10)]
        broadcasts: usize,
    },
    /// Look identifiers up among many.
    ///
    /// Example: amana bench selectors --json
    Selectors {
        #[arg(long, default_value_t = 10_000_000)]
        selectors: u64,
        #[arg(long, default_value_t = 20_000)]
        queries: u64,
    },
}

#[derive(Args)]
pub struct ScreenArgs {
    /// People of the list, drawn with the frequencies of real names in several scripts.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    names: u64,
    /// Queries for people of the list, and as many for others.
    #[arg(long, default_value_t = 10_000)]
    queries: u64,
    /// The same seed draws the same people and queries.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads that build the list; queries are measured on one.
    #[arg(long)]
    threads: Option<usize>,
}

pub fn init(call: &Call, args: InitArgs) -> Result<(), Failure> {
    let name = args.name.unwrap_or_else(|| args.node.to_string());
    let member = call.home.init(&Init {
        code: args.node,
        names: Labels { ar: name.clone(), en: name.clone(), fr: name.clone(), es: name },
        region: args.region,
        role: if args.regional_body { MemberRole::RegionalBody } else { MemberRole::Country },
        config: Config {
            api_listen: args.api_listen,
            peer_listen: args.peer_listen,
            ..Config::default()
        },
        units: args.unit,
        relays: args.relays,
        token: args.token_module.zip(args.token).map(|(module, token)| Which { module, token }),
    })?;
    let folder = call.home.path().display().to_string();
    let said = json!({"node": member.code, "home": folder, "member": "member.cbor"});
    call.say(&said, |_| format!("{} is ready in {folder}; `amana serve` starts it", member.code));
    Ok(())
}

pub async fn serve(call: &Call) -> Result<(), Failure> {
    let _lock = call.home.lock()?;
    let doors = Doors::open(&call.home.config()?)?;
    let mut serving = serve::start_at(&call.home, &doors).await?;
    let said = json!({"api": format!("http://{}", serving.api), "peer": serving.peer});
    call.say(&said, |_| {
        format!("people and programs: http://{}\npeers: {}", serving.api, serving.peer)
    });
    loop {
        tokio::select! {
            () = stop_signal() => break,
            () = serving.newer_head(&call.home) => {}
        }
        tracing::info!("the directory has a newer head: the node starts again by it");
        serving.stop(&call.home).await;
        serving = serve::start_at(&call.home, &doors).await?;
    }
    serving.stop(&call.home).await;
    Ok(())
}

/// Waits for the signals that ask a process to end.
pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

pub fn backup(call: &Call, args: &BackupArgs) -> Result<(), Failure> {
    let made = backup::write(&call.home, &args.file)?;
    call.say(&made, pretty);
    Ok(())
}

pub fn fsck(call: &Call, args: &FsckArgs) -> Result<(), Failure> {
    let _lock = call.home.lock()?;
    let mut node = call.home.open()?;
    let total = node.store.record_count()?;
    let bar = call.bar(total, "verified");
    let report = fsck::run(&mut node, args.rebuild, |done| bar.set_position(done))?;
    bar.finish_and_clear();
    let said = serde_json::to_value(&report).unwrap_or(Value::Null);
    call.say(&said, pretty);
    match report.faults.is_empty() {
        true => Ok(()),
        false => Err(Error::Damaged(format!("{} faults", report.faults.len())).into()),
    }
}

pub async fn bench(call: &Call, command: BenchCommand) -> Result<(), Failure> {
    let figures = match command {
        BenchCommand::Exchange { records, bytes } => bench::exchange(records, bytes).await?,
        BenchCommand::Ask { entries, questions, abreast, folder } => {
            bench::ask::run(&bench::ask::Plan { entries, questions, abreast, folder }).await?
        }
        BenchCommand::Screen(ScreenArgs { names, queries, seed, threads }) => {
            bench::screen::run(names, queries, seed, threads)?
        }
        BenchCommand::Duplicates { register, seed } => {
            bench::duplicate::run(register.as_deref(), seed)?
        }
        BenchCommand::Find { rows, others, queries, folder } => {
            bench::find::run(&bench::find::Plan { rows, others, queries, folder }).await?
        }
        BenchCommand::Threads { threads, serve: true, .. } => {
            return Ok(bench::thread::serve(threads).await?);
        }
        BenchCommand::Threads { threads, queries, .. } => {
            bench::thread::run(threads, queries).await?
        }
        BenchCommand::Broadcast { nodes, broadcasts } => {
            bench::broadcast::run(nodes, broadcasts).await?
        }
        BenchCommand::Selectors { selectors, queries } => bench::selector::run(selectors, queries)?,
    };
    call.say(&figures, pretty);
    Ok(())
}
