//! Files on their way in: a folder of their own, which goes with whoever holds it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::Error;

/// Such a folder.
#[derive(Debug)]
pub struct Fresh(PathBuf);

impl Fresh {
    pub fn at(folder: impl Into<PathBuf>) -> Result<Self, Error> {
        let folder = folder.into();
        fs::create_dir_all(&folder).map_err(|error| Error::file(&folder, error))?;
        Ok(Self(folder))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A new file in it, and where it lies.
    pub fn create(&self, name: &str) -> Result<(PathBuf, File), Error> {
        let path = self.0.join(name);
        let file = File::create(&path).map_err(|error| Error::file(&path, error))?;
        Ok((path, file))
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
