//! Backup: one consistent image of the store, under a key of its own that never lies beside it.
//!
//! ```text
//! file  = "AMANA-BACKUP-1\n" ‖ chunk…        chunk = length (4) ‖ ChaCha20-Poly1305(≤ 1 MiB)
//! nonce = chunk number; AAD = number ‖ whether it is the last
//! ```
//!
//! The key stays in the node's `backup-keys` and is destroyed after `backup_days_max`: then nothing
//! in the file can be read by anyone, which is how erasure reaches backups.

use std::fs;
use std::io::Write;
use std::path::Path;

use record::digest::{hex_decode, hex_encode};
use record::moment::DAY_MS;
use record::{Digest, Timestamp};
use seal::at_rest;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::clock::{SystemClock, SystemEntropy, draw};
use crate::home::Home;
use crate::store::Store;
use crate::{Clock, Error};

const MAGIC: &[u8] = b"AMANA-BACKUP-1\n";
const CHUNK: usize = 1024 * 1024;
const KEYS: &str = "backup-keys";

/// Backs a node up while it serves.
pub fn write(home: &Home, file: &Path) -> Result<Value, Error> {
    destroy_expired(home, SystemClock.now())?;
    let store = Store::open_reader(&home.database())?;
    let image = Zeroizing::new(store.image()?);
    let key: Zeroizing<[u8; 32]> = Zeroizing::new(draw(&mut SystemEntropy));
    let sealed = seal_image(&image, &key)?;
    let id = Digest::of(&[&sealed]);
    let keys = home.path().join(KEYS);
    fs::create_dir_all(&keys).map_err(|error| Error::file(&keys, error))?;
    let name = format!("{KEYS}/{}.{}", SystemClock.now().0, &id.hex()[..16]);
    let text = Zeroizing::new(hex_encode(&key[..]));
    // The key first: a backup without a key is lost, a key without a backup is nothing.
    home.write(&name, text.as_bytes(), 0o600)?;
    write_file(file, &sealed)?;
    Ok(json!({"file": file.display().to_string(), "bytes": sealed.len(), "key": name,
        "digest": id}))
}

fn write_file(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let fresh = file.with_extension("new");
    let written = (|| {
        let mut out = fs::File::create(&fresh)?;
        out.write_all(bytes)?;
        out.sync_all()?;
        fs::rename(&fresh, file)
    })();
    written.map_err(|error| Error::file(file, error))
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

fn seal_image(image: &[u8], key: &[u8; 32]) -> Result<Vec<u8>, Error> {
    let mut sealed = MAGIC.to_vec();
    let count = image.len().div_ceil(CHUNK);
    for (number, chunk) in (0..).zip(image.chunks(CHUNK)) {
        let last = number as usize + 1 == count;
        let bytes = at_rest::encrypt_under(key, nonce(number), &aad(number, last), chunk)?;
        sealed.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
        sealed.extend_from_slice(&bytes);
    }
    Ok(sealed)
}

/// The image in a backup; an error where a chunk is missing, moved or changed.
pub fn open_image(sealed: &[u8], key: &[u8; 32]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let damaged = || Error::Damaged("the backup is cut or was changed".into());
    let mut rest = sealed.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let mut image = Zeroizing::new(Vec::new());
    for number in 0.. {
        let (length, after) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
        let length = u32::from_be_bytes(*length) as usize;
        let (chunk, after) = after.split_at_checked(length).ok_or_else(damaged)?;
        let last = after.is_empty();
        let plain = at_rest::decrypt(key, &aad(number, last), chunk).map_err(|_| damaged())?;
        image.extend_from_slice(&plain);
        if last {
            break;
        }
        rest = after;
    }
    Ok(image)
}

/// The key of a backup, while it is kept.
pub fn key_of(home: &Home, name: &str) -> Result<Zeroizing<[u8; 32]>, Error> {
    let text = Zeroizing::new(String::from_utf8_lossy(&home.read(name)?).into_owned());
    let bytes = hex_decode(text.trim()).map(Zeroizing::new);
    let key: Option<[u8; 32]> = bytes.and_then(|bytes| bytes[..].try_into().ok());
    key.map(Zeroizing::new).ok_or_else(|| Error::Config(format!("{name} is no backup key")))
}

/// Destroys keys older than `backup_days_max`; answers how many.
pub fn destroy_expired(home: &Home, now: Timestamp) -> Result<u64, Error> {
    let keys = home.path().join(KEYS);
    let Ok(entries) = fs::read_dir(&keys) else { return Ok(0) };
    let oldest = now.0 - home.config()?.backup_days_max * DAY_MS;
    let mut destroyed = 0;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let made = name.split('.').next().and_then(|text| text.parse::<i64>().ok());
        if made.is_some_and(|made| made < oldest) {
            overwrite(&entry.path()).map_err(|error| Error::file(&entry.path(), error))?;
            destroyed += 1;
        }
    }
    Ok(destroyed)
}

/// Overwrites before removing, so that the file's blocks do not keep the key.
fn overwrite(path: &Path) -> std::io::Result<()> {
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
    fn a_cut_or_reordered_backup_does_not_open() {
        let image: Vec<u8> = (0..3 * CHUNK as u32 / 2).map(|i| i as u8).collect();
        let sealed = seal_image(&image, &[5; 32]).unwrap();
        assert_eq!(open_image(&sealed, &[5; 32]).unwrap()[..], image[..]);
        assert!(open_image(&sealed, &[6; 32]).is_err());
        let first = MAGIC.len() + 4 + CHUNK + at_rest::OVERHEAD_BYTES;
        assert!(open_image(&sealed[..first], &[5; 32]).is_err());
        let turned = [MAGIC, &sealed[first..], &sealed[MAGIC.len()..first]].concat();
        assert!(open_image(&turned, &[5; 32]).is_err());
    }
}
