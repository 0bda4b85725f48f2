//! marathon: five nodes as real processes through bad days, and an outside ledger.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::record::pretty;
use super::{Call, Failure};
use crate::Error;
use crate::marathon::{self, Plan};

#[derive(Args)]
pub struct MarathonArgs {
    /// Records that are published.
    #[arg(long, default_value_t = 20_000)]
    records: u64,
    /// How often a node is killed.
    #[arg(long, default_value_t = 100)]
    kills: u64,
    /// How often a line is cut.
    #[arg(long, default_value_t = 50)]
    cuts: u64,
    /// How often a disk is full.
    #[arg(long, default_value_t = 5)]
    full_disks: u64,
    /// No machine is lost and comes back from its backup.
    #[arg(long)]
    no_restore: bool,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A new folder; it is removed where nothing is wrong.
    #[arg(long)]
    folder: Option<PathBuf>,
}

pub async fn marathon(call: &Call, args: MarathonArgs) -> Result<(), Failure> {
    let temporary = || std::env::temp_dir().join(format!("amana-marathon-{}", std::process::id()));
    let folder = args.folder.unwrap_or_else(temporary);
    let binary = std::env::current_exe().map_err(|error| Error::file(&folder, error))?;
    std::fs::create_dir_all(&folder).map_err(|error| Error::file(&folder, error))?;
    let plan = Plan {
        binary,
        folder: folder.clone(),
        records: args.records,
        kills: args.kills,
        cuts: args.cuts,
        disks: args.full_disks,
        restore: !args.no_restore,
        seed: args.seed,
    };
    let quiet = call.json;
    let say = Arc::new(move |line: String| {
        if !quiet {
            println!("{line}");
        }
    });
    let verdict = marathon::run(plan, say).await?;
    call.say(&json!(verdict), pretty);
    match verdict.is_good() {
        true => Ok(()),
        false => Err(Failure { text: format!("see {}", folder.display()), code: 1 }),
    }
}
