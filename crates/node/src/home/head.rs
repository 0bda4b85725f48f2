//! The directory of a node's folder: the next head takes the place of the one before. That one is
//! kept.

use std::fs::{self, File};

use seal::directory::{Directory, Member};

use super::Home;
use crate::clock::SystemClock;
use crate::{Clock, Error, key};

/// Heads that were in force, by their number.
const EARLIER: &str = "directories";

impl Home {
    /// Takes the head after the one in force. A node that serves goes on by it within seconds.
    pub fn take_head(&self, signed: &[u8]) -> Result<Directory, Error> {
        // Members and an administrator may bring heads at one moment: one after the other, and none
        // takes the place of a later one.
        let _one = self.one_at_a_time()?;
        let held = self.directory()?;
        let next = held.accept_at(signed, SystemClock.now())?;
        if next.digest() == held.digest() {
            return Ok(next);
        }
        let code = self.member()?.code;
        if next.member(&code).is_none() {
            return Err(Error::Usage(format!("the directory does not list {code}")));
        }
        let epoch = next.member(&code).map_or(1, Member::epoch);
        if !self.file(&key::log_file(epoch)).exists() {
            let text = format!("the directory lists epoch {epoch}, whose key is not in the folder");
            return Err(Error::Usage(text));
        }
        let before = self.signed_directory()?;
        self.write(&format!("{EARLIER}/{}.cbor", held.sequence), &before, 0o644)?;
        self.write("directory.cbor", signed, 0o644)?;
        Ok(next)
    }

    /// Waits for whoever takes a head in this folder, in this process or another.
    fn one_at_a_time(&self) -> Result<File, Error> {
        let folder = self.file(EARLIER);
        fs::create_dir_all(&folder).map_err(|error| Error::file(&folder, error))?;
        let path = folder.join("lock");
        let locked = File::create(&path).and_then(|file| file.lock().map(|()| file));
        locked.map_err(|error| Error::file(&path, error))
    }

    /// The head that followed the one of this number, as it was signed; none where none did.
    pub fn head_after(&self, sequence: u64) -> Result<Option<Vec<u8>>, Error> {
        let newest = self.directory()?.sequence;
        match sequence.checked_add(1) {
            Some(next) if next == newest => self.signed_directory().map(Some),
            Some(next) if next < newest => {
                let name = format!("{EARLIER}/{next}.cbor");
                // A folder that joined late does not have those before.
                if self.file(&name).exists() { self.read(&name).map(Some) } else { Ok(None) }
            }
            _ => Ok(None),
        }
    }
}
