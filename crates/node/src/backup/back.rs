//! A backup put back into its node's folder: the folder has keys, configuration and directory, and
//! no store. What the node is from then on is told in `restore`.

use std::fs;
use std::path::{Path, PathBuf};

use record::digest::hex_decode;
use record::{Digest, Timestamp};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::open_image;
use crate::clock::SystemClock;
use crate::home::Home;
use crate::store::Store;
use crate::store::behind::Since;
use crate::{Clock, Error, restore};

/// What a database leaves beside itself: of another one it would spoil this one.
const BESIDE: [&str; 3] = ["node.db", "node.db-wal", "node.db-shm"];

/// Puts a backup into a folder without a store, under the key it was made with.
pub fn put(home: &Home, file: &Path, key: &Path) -> Result<Value, Error> {
    home.config()?;
    for name in BESIDE {
        let path = home.path().join(name);
        if path.exists() {
            let text = "is there already: move it away first, or nothing is lost and nothing to do";
            return Err(Error::Usage(format!("{} {text}", path.display())));
        }
    }
    let sealed = fs::read(file).map_err(|error| Error::file(file, error))?;
    let image = open_image(&sealed, &*read_key(key)?)?;
    let now = SystemClock.now();
    let since = Since { at: now.0, backup: made_at(key) };
    write_store(home, &image, since)?;
    let files = copy_files(home, file)?;
    let mut node = home.open()?;
    node.commit(|node| restore::begin(node, since.backup.map(Timestamp)))?;
    let (records, log_size) = (node.store.record_count()?, node.log.size());
    Ok(json!({"home": home.path().display().to_string(), "node": node.code,
        "backup": since.backup.map(Timestamp), "records": records, "log_size": log_size,
        "files": files}))
}

/// The store takes its place only when it knows that it was restored: a start before that would let
/// heads leave.
fn write_store(home: &Home, image: &[u8], since: Since) -> Result<(), Error> {
    const FRESH: &str = "node.db.restored";
    home.write(FRESH, image, 0o600)?;
    let path = home.path().join(FRESH);
    let store = Store::open(&path)?;
    // A backup of another day's storage key takes no place: it could not be opened.
    home.vault(&store)?;
    store.hold_heads(since, &[])?;
    store.mark_lanes()?;
    store.end_all_browser_sessions(since.at)?;
    store.truncate_wal()?;
    drop(store);
    let place = home.database();
    let moved = fs::rename(&path, &place).and_then(|()| {
        let folder = place.parent().unwrap_or(home.path());
        fs::File::open(folder)?.sync_all()
    });
    moved.map_err(|error| Error::file(&place, error))?;
    for end in ["-wal", "-shm"] {
        let beside = home.path().join(format!("{FRESH}{end}"));
        if beside.exists() {
            fs::remove_file(&beside).map_err(|error| Error::file(&beside, error))?;
        }
    }
    Ok(())
}

/// The key as `backup-keys` has it: 32 bytes in hexadecimal.
fn read_key(path: &Path) -> Result<Zeroizing<[u8; 32]>, Error> {
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| Error::file(path, error))?);
    let bytes = hex_decode(text.trim()).map(Zeroizing::new);
    let key: Option<[u8; 32]> = bytes.and_then(|bytes| bytes[..].try_into().ok());
    let bad = || Error::Config(format!("{} is no backup key", path.display()));
    key.map(Zeroizing::new).ok_or_else(bad)
}

/// A key's name begins with the moment of its backup.
fn made_at(key: &Path) -> Option<i64> {
    key.file_name()?.to_str()?.split('.').next()?.parse().ok()
}

/// Files of records come back from beside the backup; what a name says of its bytes is checked when
/// they are read.
fn copy_files(home: &Home, file: &Path) -> Result<u64, Error> {
    let mut folder = file.as_os_str().to_owned();
    folder.push(".files");
    let folder = PathBuf::from(folder);
    let Ok(entries) = fs::read_dir(&folder) else { return Ok(0) };
    let mut copied = 0;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(address) = name.to_str().and_then(Digest::from_hex) else { continue };
        let to = home.files().path(&address)?;
        let parent = to.parent().unwrap_or(home.path());
        let made = fs::create_dir_all(parent).and_then(|()| fs::copy(entry.path(), &to));
        made.map_err(|error| Error::file(&to, error))?;
        copied += 1;
    }
    Ok(copied)
}
