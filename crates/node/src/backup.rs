//! Backup: one consistent image of the store, under a key of its own that never lies beside it.
//!
//! ```text
//! file  = "AMANA-BACKUP-1\n" ‖ id (8) ‖ chunk…
//! chunk = length (4) ‖ nonce (12) ‖ ChaCha20-Poly1305(≤ 1 MiB)
//! nonce = chunk number; AAD = number ‖ whether it is the last
//! ```
//!
//! The key stays in the node's `backup-keys` and is destroyed after `backup_days_max`: then nothing
//! in the file can be read by anyone, which is how erasure reaches backups.

pub mod back;

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use record::Timestamp;
use record::digest::{hex_decode, hex_encode};
use record::moment::DAY_MS;
use seal::at_rest;
use seal::entropy::Entropy;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::clock::{SystemClock, SystemEntropy, draw};
use crate::home::Home;
use crate::store::Store;
use crate::{Clock, Error, limit};

const MAGIC: &[u8] = b"AMANA-BACKUP-1\n";
const CHUNK: usize = 1024 * 1024;
const KEYS: &str = "backup-keys";
/// What a file and its key know each other by.
const ID_BYTES: usize = 8;

/// Backs a node up while it serves.
pub fn write(home: &Home, file: &Path) -> Result<Value, Error> {
    write_at(home, file, SystemClock.now(), &mut SystemEntropy)
}

/// As [`fn@write`], at a moment and with entropy that are handed in.
pub fn write_at(
    home: &Home,
    file: &Path,
    now: Timestamp,
    entropy: &mut dyn Entropy,
) -> Result<Value, Error> {
    destroy_expired(home, now)?;
    let store = Store::open_reader(&home.database())?;
    let image = Zeroizing::new(store.image()?);
    drop(store);
    let key: Zeroizing<[u8; 32]> = Zeroizing::new(draw(entropy));
    let id: [u8; ID_BYTES] = draw(entropy);
    let keys = home.path().join(KEYS);
    fs::create_dir_all(&keys).map_err(|error| Error::file(&keys, error))?;
    let name = format!("{KEYS}/{}.{}", now.0, hex_encode(&id));
    let text = Zeroizing::new(hex_encode(&key[..]));
    // The key first: a backup without a key is lost, a key without a backup is nothing.
    home.write(&name, text.as_bytes(), 0o600)?;
    let bytes = write_file(file, &image, &id, &key)?;
    let files = copy_files(home, file)?;
    Ok(json!({"file": file.display().to_string(), "bytes": bytes, "key": name, "files": files}))
}

/// Files of records go beside the backup as they lie: sealed, under keys in the image alone. What
/// an earlier backup copied there stays; a name says what a file holds.
fn copy_files(home: &Home, file: &Path) -> Result<u64, Error> {
    let (files, mut copied) = (home.files(), 0);
    let mut folder = file.as_os_str().to_owned();
    folder.push(".files");
    let folder = PathBuf::from(folder);
    for address in files.addresses()? {
        let (from, to) = (files.path(&address)?, folder.join(address.hex()));
        if to.is_file() {
            continue;
        }
        let fresh = to.with_extension("new");
        let made = fs::create_dir_all(&folder)
            .and_then(|()| fs::copy(&from, &fresh))
            .and_then(|_| fs::File::open(&fresh)?.sync_all())
            .and_then(|()| fs::rename(&fresh, &to));
        match made {
            // Erased while it was copied.
            Err(_) if !from.exists() => continue,
            made => made.map_err(|error| Error::file(&to, error))?,
        }
        copied += 1;
    }
    Ok(copied)
}

/// Writes beside the file and takes its place when all of it is on the disk.
fn write_file(
    file: &Path,
    image: &[u8],
    id: &[u8; ID_BYTES],
    key: &[u8; 32],
) -> Result<u64, Error> {
    let failed = |error| Error::file(file, error);
    let fresh = file.with_extension("new");
    let mut out = BufWriter::new(fs::File::create(&fresh).map_err(failed)?);
    seal_image(&mut out, image, id, key)?;
    let out = out.into_inner().map_err(|error| failed(error.into_error()))?;
    out.sync_all().map_err(failed)?;
    let bytes = out.metadata().map_err(failed)?.len();
    fs::rename(&fresh, file).map_err(failed)?;
    Ok(bytes)
}

fn nonce(number: u64) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&number.to_be_bytes());
    nonce
}

fn aad(number: u64, last: bool) -> [u8; 9] {
    let mut aad = [u8::from(last); 9];
    aad[..8].copy_from_slice(&number.to_be_bytes());
    aad
}

fn seal_image(
    out: &mut impl Write,
    image: &[u8],
    id: &[u8; ID_BYTES],
    key: &[u8; 32],
) -> Result<(), Error> {
    let failed = |error| Error::file(Path::new("backup"), error);
    out.write_all(MAGIC).and_then(|()| out.write_all(id)).map_err(failed)?;
    let count = image.len().div_ceil(CHUNK);
    for (number, chunk) in (0..).zip(image.chunks(CHUNK)) {
        let last = number as usize + 1 == count;
        let bytes = at_rest::encrypt_under(key, nonce(number), &aad(number, last), chunk)?;
        let length = (bytes.len() as u32).to_be_bytes();
        out.write_all(&length).and_then(|()| out.write_all(&bytes)).map_err(failed)?;
    }
    Ok(())
}

fn split_header(sealed: &[u8]) -> Result<(&[u8; ID_BYTES], &[u8]), Error> {
    let header = sealed.strip_prefix(MAGIC).and_then(<[u8]>::split_first_chunk);
    header.ok_or_else(|| Error::Damaged("this is no backup".into()))
}

/// The image in a backup; an error where a chunk is missing, moved or changed.
pub fn open_image(sealed: &[u8], key: &[u8; 32]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let damaged = || Error::Damaged("the backup is cut or was changed".into());
    let (_, mut rest) = split_header(sealed)?;
    let mut image = Zeroizing::new(Vec::new());
    for number in 0.. {
        let (length, after) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
        let length = u32::from_be_bytes(*length) as usize;
        let (chunk, after) = after.split_at_checked(length).ok_or_else(damaged)?;
        let last = after.is_empty();
        // A chunk stands where its number says, or it does not open.
        let stands = chunk.starts_with(&nonce(number));
        let plain = at_rest::decrypt(key, &aad(number, last), chunk).ok().filter(|_| stands);
        image.extend_from_slice(&Zeroizing::new(plain.ok_or_else(damaged)?));
        if last {
            break;
        }
        rest = after;
    }
    Ok(image)
}

/// The key of a backup, while it is kept: the file names it.
pub fn key_of(home: &Home, sealed: &[u8]) -> Result<Zeroizing<[u8; 32]>, Error> {
    let (id, _) = split_header(sealed)?;
    let suffix = format!(".{}", hex_encode(id));
    let name = names(home).into_iter().find(|name| name.ends_with(&suffix));
    let gone = || Error::NotFound("the backup's key was destroyed, or is another node's".into());
    let name = format!("{KEYS}/{}", name.ok_or_else(gone)?);
    let text = Zeroizing::new(String::from_utf8_lossy(&home.read(&name)?).into_owned());
    let bytes = hex_decode(text.trim()).map(Zeroizing::new);
    let key: Option<[u8; 32]> = bytes.and_then(|bytes| bytes[..].try_into().ok());
    key.map(Zeroizing::new).ok_or_else(|| Error::Config(format!("{name} is no backup key")))
}

/// Names of the keys that are kept: `MOMENT.ID`.
fn names(home: &Home) -> Vec<String> {
    let Ok(entries) = fs::read_dir(home.path().join(KEYS)) else { return Vec::new() };
    entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// Destroys keys older than `backup_days_max`; answers how many.
pub fn destroy_expired(home: &Home, now: Timestamp) -> Result<u64, Error> {
    let file = home.config()?;
    let store = Store::open_reader(&home.database());
    let config = store.and_then(|store| limit::effective(&file, &store)).unwrap_or(file);
    let oldest = now.0 - config.backup_days_max * DAY_MS;
    let mut destroyed = 0;
    for name in names(home) {
        let made = name.split('.').next().and_then(|text| text.parse::<i64>().ok());
        if made.is_some_and(|made| made < oldest) {
            let path = home.path().join(KEYS).join(name);
            overwrite(&path).map_err(|error| Error::file(&path, error))?;
            destroyed += 1;
        }
    }
    Ok(destroyed)
}

/// Overwrites before removing, so that the file's blocks do not keep the key.
pub(crate) fn overwrite(path: &Path) -> std::io::Result<()> {
    let length = fs::metadata(path)?.len();
    let mut file = fs::OpenOptions::new().write(true).open(path)?;
    file.write_all(&vec![0; usize::try_from(length).unwrap_or(0)])?;
    file.sync_all()?;
    fs::remove_file(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_reordered_or_changed_backup_does_not_open() {
        let image: Vec<u8> = (0..3 * CHUNK as u32 / 2).map(|i| i as u8).collect();
        let mut sealed = Vec::new();
        seal_image(&mut sealed, &image, &[9; ID_BYTES], &[5; 32]).unwrap();
        assert_eq!(open_image(&sealed, &[5; 32]).unwrap()[..], image[..]);
        let check = |bytes: &[u8], key: u8| assert!(open_image(bytes, &[key; 32]).is_err());
        check(&sealed, 6);
        let header = MAGIC.len() + ID_BYTES;
        let first = header + 4 + CHUNK + at_rest::OVERHEAD_BYTES;
        check(&sealed[..first], 5);
        check(&sealed[..header], 5);
        check(&[&sealed[..header], &sealed[first..], &sealed[header..first]].concat(), 5);
        check(&[&sealed[..first], &sealed[header..]].concat(), 5);
        for place in [0, header + 2, header + 6, header + 40, first + 9, sealed.len() - 1] {
            let mut flipped = sealed.clone();
            flipped[place] ^= 1;
            check(&flipped, 5);
        }
    }
}
