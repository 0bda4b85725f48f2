//! The directory of a node's folder: the next head takes the place of the one before. That one is
//! kept.

use std::fs;

use seal::directory::{Directory, Member};

use super::Home;
use crate::{Error, key};

/// Heads that were in force, by their number.
const EARLIER: &str = "directories";

impl Home {
    /// Takes the head after the one in force. A node that serves works by it from its next start.
    pub fn take_head(&self, signed: &[u8]) -> Result<Directory, Error> {
        let held = self.directory()?;
        let next = held.accept(signed)?;
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
        let folder = self.file(EARLIER);
        fs::create_dir_all(&folder).map_err(|error| Error::file(&folder, error))?;
        let before = self.signed_directory()?;
        self.write(&format!("{EARLIER}/{}.cbor", held.sequence), &before, 0o644)?;
        self.write("directory.cbor", signed, 0o644)?;
        Ok(next)
    }
}
