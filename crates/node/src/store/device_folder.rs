//! A device's own folder, and copies beside it: what is written takes the old one's place whole,
//! or the old one stays.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::Error;
use crate::copy::Stopped;

const LOCK: &str = "lock";
const HEAD_BYTES: u64 = 12_288;

/// A folder that nobody but its owner reads.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

/// Held while one process works with a device.
pub struct Held(#[expect(dead_code, reason = "held, not read")] File);

/// A file that is not longer than `max`, whole.
pub fn read(path: &Path, max: u64) -> Result<Zeroizing<Vec<u8>>, Error> {
    let failed = |error| Error::file(path, error);
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(max.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > max {
        return Err(Error::Copy(seal::copy::Fault::Length.into()));
    }
    Ok(bytes)
}

/// Writes beside the old file, flushes, and takes its place. On a full disk, or when the power
/// goes, the old one stands as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let name = path.file_name().ok_or_else(|| Error::Usage("name a file".into()))?;
    let mut fresh = name.to_owned();
    fresh.push(".new");
    let fresh = path.with_file_name(fresh);
    let written = (|| {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&fresh, path)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    })();
    written.map_err(|error| {
        let _ = fs::remove_file(&fresh);
        Error::file(path, error)
    })
}

/// Overwrites a file and takes it away: whoever reads the disk block by block may still find it.
pub fn destroy(path: &Path) -> Result<(), Error> {
    let failed = |error| Error::file(path, error);
    let mut file = match OpenOptions::new().write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    let length = file.metadata().map_err(failed)?.len();
    let zeros = [0; 8_192];
    let mut left = length;
    while left > 0 {
        let some = left.min(zeros.len() as u64);
        let part = usize::try_from(some).unwrap_or(zeros.len());
        file.write_all(&zeros[..part]).map_err(failed)?;
        left -= some;
    }
    file.sync_all().map_err(failed)?;
    fs::remove_file(path).map_err(failed)
}

impl Folder {
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes it; one that holds a device already is left alone.
    pub fn create(&self) -> Result<(), Error> {
        let failed = |error| Error::file(&self.0, error);
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0).map_err(failed)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.join(name).exists()
    }

    pub fn read(&self, name: &str, max: u64) -> Result<Zeroizing<Vec<u8>>, Error> {
        read(&self.0.join(name), max)
    }

    pub fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        replace(&self.0.join(name), bytes)
    }

    pub fn destroy(&self, name: &str) -> Result<(), Error> {
        destroy(&self.0.join(name))
    }

    /// For one process at a time.
    pub fn hold(&self) -> Result<Held, Error> {
        if !self.0.is_dir() {
            return Err(Error::Copy(Stopped::NoDevice));
        }
        let path = self.0.join(LOCK);
        let file = File::create(&path).map_err(|error| Error::file(&path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Held(file)),
            Err(_) => Err(Error::Copy(Stopped::Busy)),
        }
    }

    /// Appends at a place, over whatever a write that was cut short has left there. What cannot be
    /// written whole is not there.
    pub fn append(&self, name: &str, at: u64, bytes: &[u8]) -> Result<(), Error> {
        let path = self.0.join(name);
        let failed = |error| Error::file(&path, error);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false).mode(0o600);
        let mut file = options.open(&path).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() < at {
            return Err(Error::Copy(Stopped::State));
        }
        let written = (|| {
            file.set_len(at)?;
            file.seek(SeekFrom::Start(at))?;
            file.write_all(bytes)?;
            file.sync_all()
        })();
        written.map_err(|error| {
            let _ = file.set_len(at);
            failed(error)
        })
    }
}

/// Enough of a file's beginning, and its length, to tell it from another one.
pub fn head(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |error| Error::file(path, error);
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let mut head = length.to_be_bytes().to_vec();
    file.take(HEAD_BYTES).read_to_end(&mut head).map_err(failed)?;
    Ok(head)
}
