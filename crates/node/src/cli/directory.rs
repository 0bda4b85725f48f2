//! directory, join: founding an exercise network and entering one.

use std::fs;
use std::path::{Path, PathBuf};

use ::record::{Digest, cbor};
use clap::{Args, Subcommand};
use seal::directory::{Directory, Member};
use serde_json::{Value, json};

use super::record::pretty;
use super::{Call, Failure};
use crate::clock::{SystemClock, SystemEntropy};
use crate::{Clock, Error, founding};

#[derive(Subcommand)]
pub enum DirectoryCommand {
    /// Found a network of these members: makes stewards' keys and signs the first head.
    Found {
        #[arg(long)]
        name: String,
        /// Invented data only; nothing of it can enter a real network.
        #[arg(long)]
        exercise: bool,
        /// The first head, for `amana join`.
        #[arg(long)]
        out: PathBuf,
        /// A new folder for the stewards' keys.
        #[arg(long)]
        stewards: PathBuf,
        /// `member.cbor` of each member's folder.
        #[arg(required = true)]
        members: Vec<PathBuf>,
    },
    /// Show the directory of this node.
    Show,
}

#[derive(Args)]
pub struct JoinArgs {
    /// The network's first head.
    file: PathBuf,
    /// Its digest, learnt from somebody you trust.
    #[arg(long)]
    directory_head: String,
}

pub fn directory(call: &Call, command: DirectoryCommand) -> Result<(), Failure> {
    match command {
        DirectoryCommand::Found { name, exercise, out, stewards, members } => {
            let head = found(&name, exercise, &out, &stewards, &members)?;
            let said = json!({"directory_head": head, "file": out.display().to_string()});
            call.say(&said, |_| format!("directory head {head}"));
        }
        DirectoryCommand::Show => call.say(&summary(&call.home.directory()?), pretty),
    }
    Ok(())
}

fn summary(directory: &Directory) -> Value {
    let members = directory.members().iter().map(|member| {
        json!({"code": member.code, "name": member.names.en, "region": member.region,
            "status": member.status, "address": member.address})
    });
    json!({"name": directory.name, "exercise": directory.exercise,
        "network": directory.network(), "head": directory.digest(),
        "sequence": directory.sequence, "created": directory.created,
        "members": members.collect::<Vec<Value>>()})
}

pub fn found(
    name: &str,
    exercise: bool,
    out: &Path,
    stewards: &Path,
    members: &[PathBuf],
) -> Result<Digest, Error> {
    let mut listed = Vec::with_capacity(members.len());
    for path in members {
        let bytes = fs::read(path).map_err(|error| Error::file(path, error))?;
        listed.push(cbor::from_bytes::<Member>(&bytes)?);
    }
    let founded = founding::found(name, exercise, listed, SystemClock.now(), &mut SystemEntropy)?;
    let keys = crate::home::Home::new(stewards);
    fs::create_dir_all(stewards).map_err(|error| Error::file(stewards, error))?;
    for (number, key) in founded.stewards.iter().enumerate() {
        let seeds = key.seeds().ok_or_else(|| Error::Config("a key without seeds".into()))?;
        let text = zeroize::Zeroizing::new(::record::digest::hex_encode(seeds));
        keys.write(&format!("steward-{}", number + 1), text.as_bytes(), 0o600)?;
    }
    fs::write(out, &founded.signed).map_err(|error| Error::file(out, error))?;
    Ok(founded.directory.network())
}

pub fn join(call: &Call, args: &JoinArgs) -> Result<(), Failure> {
    let _lock = call.home.lock()?;
    let head = Digest::from_hex(&args.directory_head);
    let head = head.ok_or_else(|| Error::Usage("a head is 64 hexadecimal digits".into()))?;
    let bytes = fs::read(&args.file).map_err(|error| Error::file(&args.file, error))?;
    let directory = call.home.join(&bytes, &head)?;
    call.say(&summary(&directory), |_| format!("joined {}", directory.name));
    Ok(())
}
