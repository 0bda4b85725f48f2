//! Sealed files in the node's folder: by their address, and while they come in.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use record::Digest;

use crate::Error;
use crate::clock::{SystemEntropy, draw};

/// Where a node keeps files. The simulator's nodes and tests have no folder, and keep none.
#[derive(Clone, Debug, Default)]
pub struct Files(Option<PathBuf>);

impl Files {
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(Some(folder.into()))
    }

    fn folder(&self, name: &str) -> Result<PathBuf, Error> {
        let none = || Error::Usage("this node keeps no files".into());
        let folder = self.0.as_ref().ok_or_else(none)?.join(name);
        fs::create_dir_all(&folder).map_err(|error| Error::file(&folder, error))?;
        Ok(folder)
    }

    /// Where a whole file lies; 256 folders, so that none is too long to list.
    pub fn path(&self, address: &Digest) -> Result<PathBuf, Error> {
        let hex = address.hex();
        Ok(self.folder(&format!("sealed/{}", &hex[..2]))?.join(hex))
    }

    /// Where an upload grows.
    pub fn upload(&self, id: &str) -> Result<PathBuf, Error> {
        Ok(self.folder("uploads")?.join(id))
    }

    /// Where a file from its owner grows.
    pub fn arriving(&self, address: &Digest) -> Result<PathBuf, Error> {
        Ok(self.folder("arriving")?.join(address.hex()))
    }

    /// A file that has no address yet.
    pub fn fresh(&self) -> Result<(PathBuf, File), Error> {
        let name = record::digest::hex_encode(&draw::<16>(&mut SystemEntropy));
        let path = self.folder("fresh")?.join(name);
        let file = File::create_new(&path).map_err(|error| Error::file(&path, error))?;
        Ok((path, file))
    }

    pub fn has(&self, address: &Digest) -> bool {
        self.0.is_some() && self.path(address).is_ok_and(|path| path.is_file())
    }

    pub fn open(&self, address: &Digest) -> Result<File, Error> {
        let path = self.path(address)?;
        match File::open(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(Error::NotFound("the file is not here (yet)".into()))
            }
            opened => opened.map_err(|error| Error::file(&path, error)),
        }
    }

    /// A file that is whole takes its place, and stays there when the power goes.
    pub fn place(&self, from: &Path, file: &File, address: &Digest) -> Result<(), Error> {
        let to = self.path(address)?;
        let placed = (|| {
            file.sync_all()?;
            fs::rename(from, &to)?;
            match to.parent() {
                Some(folder) => File::open(folder)?.sync_all(),
                None => Ok(()),
            }
        })();
        placed.map_err(|error| Error::file(&to, error))
    }

    /// Deletes a whole file. Its bytes are sealed, and their key is gone before them.
    pub fn remove(&self, address: &Digest) -> Result<(), Error> {
        remove(&self.path(address)?)?;
        remove(&self.arriving(address)?)
    }

    pub fn remove_upload(&self, id: &str) -> Result<(), Error> {
        remove(&self.upload(id)?)
    }

    /// What began and was never placed: a process that was killed leaves it behind.
    pub fn clear_fresh(&self) -> Result<(), Error> {
        if self.0.is_none() {
            return Ok(());
        }
        names(&self.folder("fresh")?)?.iter().try_for_each(|path| remove(path))
    }

    /// Names of uploads that have bytes.
    pub fn uploads(&self) -> Result<Vec<String>, Error> {
        if self.0.is_none() {
            return Ok(Vec::new());
        }
        let paths = names(&self.folder("uploads")?)?;
        Ok(paths.iter().filter_map(|path| name(path).map(str::to_owned)).collect())
    }

    /// Addresses of every whole file.
    pub fn addresses(&self) -> Result<Vec<Digest>, Error> {
        let mut found = Vec::new();
        if self.0.is_none() {
            return Ok(found);
        }
        for folder in names(&self.folder("sealed")?)? {
            let each = names(&folder)?;
            found.extend(each.iter().filter_map(|path| Digest::from_hex(name(path)?)));
        }
        Ok(found)
    }
}

fn name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

fn names(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |error| Error::file(folder, error);
    let entries = fs::read_dir(folder).map_err(failed)?;
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(failed)).collect()
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file(path, error)),
        _ => Ok(()),
    }
}
