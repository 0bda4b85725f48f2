//! directory, join: founding an exercise network and entering one.

use std::fs;
use std::path::{Path, PathBuf};

use ::record::{Digest, cbor};
use clap::{Args, Subcommand};
use seal::directory::{Directory, Member};
use seal::log_key::LogSecret;
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
    /// Sign the next head: with changed and new members, or the same ones confirmed anew.
    ///
    /// Example: amana directory next net.cbor --directory-head 3f… --stewards keys --out net-2.cbor
    /// co/member.cbor
    Next(NextArgs),
    /// Take the heads that follow the one in this node's folder; the next start goes by them.
    Take {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Show the directory of this node.
    Show,
}

#[derive(Args)]
pub struct NextArgs {
    /// The head that is followed.
    head: PathBuf,
    /// Its digest, learnt from somebody you trust.
    #[arg(long)]
    directory_head: String,
    /// The folder of the stewards' keys.
    #[arg(long)]
    stewards: PathBuf,
    #[arg(long)]
    out: PathBuf,
    /// Say what would happen, and sign nothing.
    #[arg(long)]
    dry_run: bool,
    /// `member.cbor` of each member that changes or is new.
    members: Vec<PathBuf>,
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
        DirectoryCommand::Next(args) => {
            let (before, stewards) = (digest(&args.directory_head)?, &args.stewards);
            let said = match args.dry_run {
                true => sign_next(&args.head, &before, stewards, &args.members)?.0,
                false => next_directory(&args.head, &before, stewards, &args.out, &args.members)?,
            };
            call.say(&said, pretty);
        }
        DirectoryCommand::Take { files } => {
            let _lock = call.home.lock()?;
            for file in files {
                call.home.take(&read(&file)?)?;
            }
            call.say(&summary(&call.home.directory()?), pretty);
        }
        DirectoryCommand::Show => call.say(&summary(&call.home.directory()?), pretty),
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::file(path, error))
}

fn digest(text: &str) -> Result<Digest, Error> {
    let head = Digest::from_hex(text);
    head.ok_or_else(|| Error::Usage("a head is 64 hexadecimal digits".into()))
}

/// Signs the next head and writes it.
pub fn next_directory(
    head: &Path,
    before: &Digest,
    stewards: &Path,
    out: &Path,
    members: &[PathBuf],
) -> Result<Value, Error> {
    let (said, signed) = sign_next(head, before, stewards, members)?;
    fs::write(out, &signed).map_err(|error| Error::file(out, error))?;
    Ok(said)
}

/// Signs with as many stewards as are needed, and holds the outcome against the rules that every
/// node will hold it against.
fn sign_next(
    head: &Path,
    before: &Digest,
    folder: &Path,
    changed: &[PathBuf],
) -> Result<(Value, Vec<u8>), Error> {
    let before = Directory::pinned(&read(head)?, before)?;
    let (mut members, mut will) = (before.members().to_vec(), Vec::new());
    for path in changed {
        let member: Member = cbor::from_bytes(&read(path)?)?;
        will.extend(told(before.member(&member.code), &member));
        members.retain(|listed| listed.code != member.code);
        members.push(member);
    }
    members.sort_by(|a, b| a.code.cmp(&b.code));
    let after = before.next(members, SystemClock.now());
    let keys = crate::home::Home::new(folder);
    let mut stewards = Vec::new();
    for number in 1..=founding::THRESHOLD {
        let seeds = keys.read_secret::<64>(&format!("steward-{number}"))?;
        let name = format!("amana.invalid/steward/{number}");
        stewards.push(LogSecret::from_seeds(&name, &seeds)?);
    }
    let signed = founding::sign(&after, &stewards)?;
    before.accept(&signed)?;
    let said = json!({"directory_head": after.digest(), "sequence": after.sequence, "will": will});
    Ok((said, signed))
}

/// What of a member becomes another.
fn told(before: Option<&Member>, after: &Member) -> Vec<String> {
    let code = &after.code;
    let Some(before) = before else { return vec![format!("{code} becomes a member")] };
    let mut will = Vec::new();
    for (old, new) in before.logs.iter().zip(&after.logs) {
        if let (None, Some(at)) = (old.revoked_at, new.revoked_at) {
            will.push(format!(
                "{code}: the log key of epoch {} counts as another's from {at}: of that epoch only \
                 what was cosigned before stands",
                old.epoch
            ));
        }
    }
    for new in after.logs.iter().skip(before.logs.len()) {
        will.push(format!("{code}: its log goes on in epoch {}, {}", new.epoch, new.key.origin()));
    }
    for month in after.kem.iter().filter(|month| !before.kem.contains(month)) {
        will.push(format!("{code}: is sealed to with a key of its own in {}", month.month));
    }
    if before.pins != after.pins {
        will.push(format!("{code}: is known by another TLS certificate"));
    }
    if before.status != after.status {
        will.push(format!("{code}: becomes {:?}", after.status).to_lowercase());
    }
    will
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
    let directory = call.home.join(&read(&args.file)?, &digest(&args.directory_head)?)?;
    call.say(&summary(&directory), |_| format!("joined {}", directory.name));
    Ok(())
}
