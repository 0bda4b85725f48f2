//! key storage: where the storage key lies, another one in its place, a copy for two.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::Value;

use super::{Call, Failure};
use crate::clock::SystemEntropy;
use crate::key::copy::{self, Share};
use crate::key::storage::{self, Move};
use crate::key::token::Which;

#[derive(Subcommand)]
pub enum StorageCommand {
    /// Where the storage key is, and who has the codes of its copy.
    Show,
    /// Wrap the storage key in a token (PKCS#11); its PIN comes from the file that
    /// AMANA_TOKEN_PIN_FILE names.
    ///
    /// Example: amana key storage to-token --module /usr/lib/softhsm/libsofthsm2.so --token co
    ToToken {
        /// The library of the token's maker.
        #[arg(long)]
        module: PathBuf,
        /// The name the token was given.
        #[arg(long)]
        token: String,
        #[command(flatten)]
        dry: Dry,
    },
    /// Bring it from its token back into the folder.
    ToFile(Dry),
    /// Another storage key in its place: every secret of the store is put under it.
    Renew(Dry),
    /// Seal a copy of it for two administrators, outside this folder.
    ///
    /// Example: amana key storage copy /media/safe/co.copy --first admin-1=/media/a/code
    /// --second admin-2=/media/b/code
    Copy {
        /// The file to write.
        out: PathBuf,
        /// An administrator, and the file for the code.
        #[arg(long, value_parser = Share::parse, value_name = "OFFICER=FILE")]
        first: Share,
        /// Another administrator, and the file for the code.
        #[arg(long, value_parser = Share::parse, value_name = "OFFICER=FILE")]
        second: Share,
        #[command(flatten)]
        dry: Dry,
    },
    /// It is lost: two administrators bring it back from its copy.
    ///
    /// Example: amana key storage recover /media/safe/co.copy --first /media/a/code
    /// --second /media/b/code
    Recover {
        /// The sealed copy.
        copy: PathBuf,
        /// The file with the first one's code.
        #[arg(long)]
        first: PathBuf,
        /// The file with the second one's code.
        #[arg(long)]
        second: PathBuf,
        #[command(flatten)]
        dry: Dry,
    },
}

#[derive(Args)]
pub struct Dry {
    /// Say what would happen, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

pub fn storage(call: &Call, command: StorageCommand) -> Result<(), Failure> {
    let home = &call.home;
    let _lock = home.lock()?;
    let entropy = &mut SystemEntropy;
    let said = match command {
        StorageCommand::Show => storage::show(home)?,
        StorageCommand::ToToken { module, token, dry } => {
            let wanted = Move::ToToken(Which { module, token });
            storage::change(home, &wanted, dry.dry_run, entropy)?
        }
        StorageCommand::ToFile(dry) => storage::change(home, &Move::ToFile, dry.dry_run, entropy)?,
        StorageCommand::Renew(dry) => storage::change(home, &Move::Renew, dry.dry_run, entropy)?,
        StorageCommand::Copy { out, first, second, dry } => {
            copy::make(home, &out, [&first, &second], dry.dry_run, entropy)?
        }
        StorageCommand::Recover { copy, first, second, dry } => {
            copy::recover(home, &copy, [&first, &second], dry.dry_run)?
        }
    };
    call.say(&said, words);
    Ok(())
}

fn words(said: &Value) -> String {
    let lines = said["said"].as_array().into_iter().flatten();
    let lines: Vec<&str> = lines.filter_map(Value::as_str).collect();
    let dry = said["dry_run"].as_bool().unwrap_or(false);
    let end = if dry { "\nNothing was changed." } else { "" };
    lines.join("\n") + end
}
