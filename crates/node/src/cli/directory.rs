//! directory, join: founding a network, its later heads, and entering one.

use std::fs;
use std::path::{Path, PathBuf};

use ::record::digest::{hex_decode, hex_encode};
use ::record::{Digest, NodeCode, cbor};
use clap::{Args, Subcommand};
use seal::directory::{Directory, Draft, Member, MemberStatus, Steward};
use seal::log_key::LogSecret;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::record::pretty;
use super::{Call, Failure};
use crate::clock::{SystemClock, SystemEntropy};
use crate::home::Home;
use crate::steward::{self, Listed, Wish, tell};
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
    /// Prepare the next head, for stewards to sign, and say in words what it changes.
    ///
    /// Example: amana directory next --head net.cbor --out next.cbor --suspend SN
    Next(Box<NextArgs>),
    /// Sign a head with a steward's key, having read what it changes.
    ///
    /// Example: amana directory sign next.cbor --head net.cbor --key stewards/steward-1
    Sign(SignArgs),
    /// Make the key of a new steward, and what the others list him by.
    ///
    /// Example: amana directory steward amana.invalid/steward/6 --out steward-6
    Steward {
        /// What he is called in the directory; no other steward's name.
        name: String,
        /// His key; what is listed is written beside it, ending in .pub.
        #[arg(long)]
        out: PathBuf,
    },
    /// Take the next head over into this node.
    ///
    /// Example: amana --home co directory take next.cbor
    Take(TakeArgs),
}

#[derive(Args)]
pub struct NextArgs {
    /// The head that stands now.
    #[arg(long)]
    head: PathBuf,
    /// Where the next one is written, for the stewards.
    #[arg(long)]
    out: PathBuf,
    /// `member.cbor` of a new member.
    #[arg(long)]
    admit: Vec<PathBuf>,
    /// `member.cbor` of a member whose address, TLS keys, units, names or months change.
    #[arg(long)]
    update: Vec<PathBuf>,
    #[arg(long)]
    suspend: Vec<NodeCode>,
    /// A member that was suspended or unreachable works again.
    #[arg(long)]
    readmit: Vec<NodeCode>,
    #[arg(long)]
    unreachable: Vec<NodeCode>,
    /// A member leaves for good.
    #[arg(long)]
    left: Vec<NodeCode>,
    /// A member is no more and another carries on: OLD=NEW.
    #[arg(long, value_parser = succession)]
    succeed: Vec<(NodeCode, NodeCode)>,
    /// What `amana key root` wrote where the old root was lost: it may count 14 days later.
    #[arg(long)]
    root_lost: Vec<PathBuf>,
    /// The root that was listed for this member counts; one steward more must sign.
    #[arg(long)]
    root_counts: Vec<NodeCode>,
    /// The root that was listed for this member will not count.
    #[arg(long)]
    root_back: Vec<NodeCode>,
    /// What `amana directory steward` wrote for a new steward, ending in .pub.
    #[arg(long)]
    steward_in: Vec<PathBuf>,
    /// Name of a steward who signs no more.
    #[arg(long)]
    steward_out: Vec<String>,
    /// So many stewards must sign each head from then on.
    #[arg(long)]
    threshold: Option<u8>,
    #[command(flatten)]
    said: Saying,
}

#[derive(Args)]
pub struct SignArgs {
    file: PathBuf,
    /// The head before it.
    #[arg(long)]
    head: PathBuf,
    /// The steward's key, from when the network was founded.
    #[arg(long)]
    key: PathBuf,
    #[command(flatten)]
    said: Saying,
}

#[derive(Args)]
pub struct TakeArgs {
    file: PathBuf,
    #[command(flatten)]
    said: Saying,
}

/// How it is said what will happen.
#[derive(Args)]
struct Saying {
    /// Only say what would happen.
    #[arg(long)]
    dry_run: bool,
    /// ar, en, fr or es.
    #[arg(long, default_value = "en")]
    language: String,
}

fn succession(text: &str) -> Result<(NodeCode, NodeCode), String> {
    let (old, new) = text.split_once('=').ok_or("write OLD=NEW, as in YU=RS")?;
    let code = |text: &str| NodeCode::new(text).map_err(|error| error.to_string());
    Ok((code(old)?, code(new)?))
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
        DirectoryCommand::Next(args) => next(call, *args)?,
        DirectoryCommand::Steward { name, out } => {
            let listed = new_steward(&name, &out)?;
            let said = json!({"key": out.display().to_string(),
                "listed": listed.display().to_string()});
            call.say(&said, pretty);
        }
        DirectoryCommand::Sign(args) => sign(call, &args)?,
        DirectoryCommand::Take(args) => take(call, &args)?,
    }
    Ok(())
}

fn next(call: &Call, args: NextArgs) -> Result<(), Failure> {
    let head = standing(&args.head)?;
    let mut wishes = of_keepers(&args)?;
    for path in &args.admit {
        wishes.push(Wish::Admit(Box::new(listed(path)?)));
    }
    for path in &args.update {
        wishes.push(Wish::Update(Box::new(listed(path)?)));
    }
    let standings = [
        (args.suspend, MemberStatus::Suspended),
        (args.readmit, MemberStatus::Admitted),
        (args.unreachable, MemberStatus::Unreachable),
        (args.left, MemberStatus::Left),
    ];
    for (codes, status) in standings {
        wishes.extend(codes.into_iter().map(|code| Wish::Standing(code, status)));
    }
    wishes.extend(args.succeed.into_iter().map(|(code, by)| Wish::Succeed { code, by }));
    let draft = steward::next(&head, wishes, SystemClock.now())?;
    if !args.said.dry_run {
        write(&args.out, &draft.to_bytes())?;
    }
    say(call, &head, &draft, &args.said)
}

/// What concerns roots and the stewards themselves.
fn of_keepers(args: &NextArgs) -> Result<Vec<Wish>, Error> {
    let mut wishes = Vec::new();
    for path in &args.root_lost {
        let (code, key) = cbor::from_bytes(&read(path)?)?;
        wishes.push(Wish::ListRoot(code, key));
    }
    for (codes, listed) in
        [(&args.root_counts, Listed::Counts), (&args.root_back, Listed::TakenBack)]
    {
        wishes.extend(codes.iter().map(|code| Wish::Root(code.clone(), listed)));
    }
    for path in &args.steward_in {
        wishes.push(Wish::AddSteward(cbor::from_bytes(&read(path)?)?));
    }
    wishes.extend(args.steward_out.iter().cloned().map(Wish::RemoveSteward));
    wishes.extend(args.threshold.map(Wish::Threshold));
    Ok(wishes)
}

/// Writes a steward's key and, beside it, what he is listed by.
fn new_steward(name: &str, out: &Path) -> Result<PathBuf, Error> {
    let key = LogSecret::generate(name, &mut SystemEntropy)?;
    let steward = Steward { name: name.to_owned(), key: key.public().clone() };
    write_key(out, &key)?;
    let listed = out.with_extension("pub");
    write(&listed, &cbor::to_bytes(&steward))?;
    Ok(listed)
}

/// A key that stays with whoever made it.
fn write_key(path: &Path, key: &LogSecret) -> Result<(), Error> {
    let seeds = key.seeds().ok_or_else(|| Error::Config("a key without seeds".into()))?;
    let text = Zeroizing::new(hex_encode(seeds));
    let (folder, name) = (path.parent().unwrap_or(Path::new(".")), path.file_name());
    let name = name.and_then(|name| name.to_str());
    let name = name.ok_or_else(|| Error::Usage(format!("{}: no file", path.display())))?;
    if path.exists() {
        return Err(Error::Usage(format!("{} is there already", path.display())));
    }
    Home::new(folder).write(name, text.as_bytes(), 0o600)
}

fn sign(call: &Call, args: &SignArgs) -> Result<(), Failure> {
    let (head, draft) = (standing(&args.head)?, signed(args)?);
    head.check_next(&draft.directory).map_err(Error::from)?;
    if !args.said.dry_run {
        write(&args.file, &draft.to_bytes())?;
    }
    say(call, &head, &draft, &args.said)
}

/// The file's head with the steward's signature under it.
fn signed(args: &SignArgs) -> Result<Draft, Error> {
    let mut draft = Draft::from_bytes(&read(&args.file)?)?;
    if draft.sign(&steward_key(&args.key)?)?.is_none() {
        let text = format!("{}: no steward of this network has that key", args.key.display());
        return Err(Error::Usage(text));
    }
    Ok(draft)
}

fn take(call: &Call, args: &TakeArgs) -> Result<(), Failure> {
    let (held, bytes) = (call.home.directory()?, read(&args.file)?);
    let language = super::copy::tongue(&args.said.language)?;
    let next = held.accept_at(&bytes, SystemClock.now()).map_err(Error::from)?;
    if !args.said.dry_run {
        call.home.take_head(&bytes)?;
    }
    let mut told = tell::changes(&held, &next, language);
    told.push(tell::written(!args.said.dry_run, language));
    let said = json!({"head": next.digest(), "sequence": next.sequence, "told": told,
        "written": !args.said.dry_run});
    call.say(&said, |_| told.join("\n"));
    Ok(())
}

/// What a draft changes, who has signed it, and how many must still.
fn say(call: &Call, head: &Directory, draft: &Draft, how: &Saying) -> Result<(), Failure> {
    let language = super::copy::tongue(&how.language)?;
    let mut told = tell::changes(head, &draft.directory, language);
    told.push(tell::missing((head, draft), language));
    if how.dry_run {
        told.push(tell::written(false, language));
    }
    let said = json!({"head": draft.directory.digest(), "sequence": draft.directory.sequence,
        "told": told, "signed_by": draft.signed_by(), "missing": draft.missing_after(head),
        "written": !how.dry_run});
    call.say(&said, |_| told.join("\n"));
    Ok(())
}

/// A head that enough stewards signed, from one's own files.
fn standing(path: &Path) -> Result<Directory, Error> {
    let draft = Draft::from_bytes(&read(path)?)?;
    match draft.missing() {
        0 => Ok(draft.directory),
        missing => {
            let text = format!("{}: {missing} stewards have not signed it", path.display());
            Err(Error::Usage(text))
        }
    }
}

fn steward_key(path: &Path) -> Result<LogSecret, Error> {
    let unreadable = || Error::Usage(format!("{}: this is no steward's key", path.display()));
    let text = Zeroizing::new(String::from_utf8(read(path)?).map_err(|_| unreadable())?);
    let seeds = hex_decode(text.trim()).map(Zeroizing::new).ok_or_else(unreadable)?;
    let seeds: &[u8; 64] = seeds.as_slice().try_into().map_err(|_| unreadable())?;
    Ok(LogSecret::from_seeds("amana.invalid/steward", seeds)?)
}

fn listed(path: &Path) -> Result<Member, Error> {
    Ok(cbor::from_bytes(&read(path)?)?)
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::file(path, error))
}

/// Beside the old file, which the new one then replaces.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let fresh = path.with_extension("new");
    let written = fs::write(&fresh, bytes).and_then(|()| fs::rename(&fresh, path));
    written.map_err(|error| Error::file(path, error))
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
        listed.push(self::listed(path)?);
    }
    let founded = founding::found(name, exercise, listed, SystemClock.now(), &mut SystemEntropy)?;
    let keys = Home::new(stewards);
    fs::create_dir_all(stewards).map_err(|error| Error::file(stewards, error))?;
    for (number, key) in founded.stewards.iter().enumerate() {
        write_key(&keys.path().join(format!("steward-{}", number + 1)), key)?;
    }
    fs::write(out, &founded.signed).map_err(|error| Error::file(out, error))?;
    Ok(founded.directory.network())
}

/// Founds an exercise among nodes of one folder, which all join it.
pub fn found_among(name: &str, folder: &Path, homes: &[&Home]) -> Result<(), Error> {
    let members: Vec<PathBuf> = homes.iter().map(|home| home.path().join("member.cbor")).collect();
    let first = folder.join("directory.cbor");
    let head = found(name, true, &first, &folder.join("stewards"), &members)?;
    let signed = fs::read(&first).map_err(|error| Error::file(&first, error))?;
    homes.iter().try_for_each(|home| home.join(&signed, &head).map(drop))
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
