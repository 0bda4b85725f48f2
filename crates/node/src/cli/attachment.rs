//! Files beside records: put there with a publication, and saved from there.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::part::Part;
use super::record::{WhichArgs, text_of};
use super::{Call, Failure};
use crate::Error;
use crate::client::{Answered, Client};

/// Bytes of one request.
const PIECE: usize = 4 * 1024 * 1024;
/// Lost lines in a row that an upload outlasts.
const TRIES: u32 = 5;

#[derive(Subcommand)]
pub enum AttachmentCommand {
    /// Save a file of a record.
    ///
    /// Example: amana attachment save SN/0192f0c1-… 0 --out panel.jpg
    Save(SaveArgs),
}

#[derive(Args)]
pub struct SaveArgs {
    #[command(flatten)]
    which: WhichArgs,
    /// Its place in the record's list, from 0.
    n: u32,
    #[arg(long)]
    out: PathBuf,
    /// What the shared copy was cut from; its owner alone has it.
    #[arg(long)]
    original: bool,
}

pub async fn attachment(call: &Call, command: AttachmentCommand) -> Result<(), Failure> {
    match command {
        AttachmentCommand::Save(args) => save(call, args).await,
    }
}

async fn save(call: &Call, args: SaveArgs) -> Result<(), Failure> {
    let (path, revision) = args.which.address()?;
    let mut path = format!("{path}/attachments/{}?original={}", args.n, args.original);
    if let Some(revision) = revision {
        path.push_str(&format!("&revision={revision}"));
    }
    let mut part = Part::of(&args.out)?;
    let client = call.client().await?;
    if let Some(refused) = client.download(&path, &call.purpose, part.file()).await? {
        return Err(Failure::problem(&refused.body));
    }
    part.keep()?;
    let said = json!({"file": args.out.display().to_string()});
    call.say(&said, |said| text_of(said, "file"));
    Ok(())
}

/// Uploads a file, going on where a lost line left it; answers what a draft says of it.
pub async fn upload(call: &Call, client: &Client, path: &Path) -> Result<Value, Failure> {
    let failed = |error| Error::file(path, error);
    let mut file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let asked = json!({"name": name.unwrap_or_default(), "size": size});
    let begun = good(client.post("/api/v1/uploads", &asked).await?)?;
    let (id, bar) = (text_of(&begun, "id"), call.bar(size, "uploaded"));
    let address = format!("/api/v1/uploads/{id}");
    let (mut at, mut lost) = (0, 0);
    loop {
        file.seek(SeekFrom::Start(at)).map_err(failed)?;
        let mut bytes = Vec::with_capacity(PIECE);
        (&mut file).take(PIECE as u64).read_to_end(&mut bytes).map_err(failed)?;
        let standing = match client.send_piece(&address, at, bytes).await {
            Ok(answered) => good(answered)?,
            Err(_) if lost < TRIES => {
                lost += 1;
                good(client.get(&address, "").await?)?
            }
            Err(error) => return Err(error.into()),
        };
        at = standing["offset"].as_u64().unwrap_or(at);
        bar.set_position(at);
        if standing.get("ready").is_some() {
            bar.finish_and_clear();
            return Ok(json!({"upload": id}));
        }
    }
}

fn good(answered: Answered) -> Result<Value, Failure> {
    match answered.status.is_success() {
        true => Ok(answered.body),
        false => Err(Failure::problem(&answered.body)),
    }
}
