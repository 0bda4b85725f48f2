//! key: the keys of this node that change, certified by its root for the stewards to list.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::storage::{StorageCommand, storage};
use super::{Call, Failure};
use crate::clock::{SystemClock, SystemEntropy};
use crate::{Clock, key};

#[derive(Subcommand)]
pub enum KeyCommand {
    /// Make the decapsulation keys of the coming months, a quarter ahead.
    ///
    /// Example: amana key month --root /media/root/co
    Month(RootArgs),
    /// Make a key for the next epoch of this node's log.
    ///
    /// Example: amana key log --root /media/root/co
    Log(RootArgs),
    /// Revoke the log's last key, and make one for its next epoch.
    ///
    /// Example: amana key revoke --at 2026-11-30T08:00:00Z --root /media/root/co
    Revoke {
        /// From when on the key was another's: only what was cosigned before stands.
        #[arg(long)]
        at: String,
        #[command(flatten)]
        root: RootArgs,
    },
    /// Make another root key: the old one hands over, or, where it is lost, the stewards list it.
    ///
    /// Example: amana key root --root /media/root/co --out /media/root/co-2
    Root {
        /// The root that hands over; without it the new one may count 14 days after it was listed.
        #[arg(long)]
        root: Option<PathBuf>,
        /// The new root's key; keep it offline.
        #[arg(long)]
        out: PathBuf,
        /// Say what would happen, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Destroy seeds of months that are over for 60 days; a serving node does it by itself.
    Retire,
    /// Which keys this folder has, and for when.
    Show,
    /// The storage key: into a token and back, renewed, copied for two, recovered.
    ///
    /// Example: amana key storage show
    #[command(subcommand)]
    Storage(StorageCommand),
}

#[derive(Args)]
pub struct RootArgs {
    /// The root's key, as `amana init` wrote it to keys/root; keep it offline.
    #[arg(long)]
    root: PathBuf,
    /// Say what would happen, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

pub fn key(call: &Call, command: KeyCommand) -> Result<(), Failure> {
    let (home, now) = (&call.home, SystemClock.now());
    let made = |args: &RootArgs, change: key::Change| {
        let _lock = home.lock()?;
        let dry = args.dry_run;
        key::change(home, &change, (&args.root, dry), (now, &mut SystemEntropy))
    };
    let said = match command {
        KeyCommand::Month(args) => made(&args, key::Change::Months)?,
        KeyCommand::Log(args) => made(&args, key::Change::Log)?,
        KeyCommand::Revoke { at, root } => made(&root, key::Change::Revoke(key::moment(&at)?))?,
        KeyCommand::Root { root, out, dry_run } => {
            let _lock = home.lock()?;
            key::next_root(home, (root.as_deref(), &out, dry_run), &mut SystemEntropy)?
        }
        KeyCommand::Retire => json!({"destroyed": key::retire(home, now)?}),
        KeyCommand::Show => key::show(home, now)?,
        KeyCommand::Storage(command) => return storage(call, command),
    };
    call.say(&said, super::record::pretty);
    Ok(())
}
