//! A file that is written beside its place and takes it when it is whole.

use std::ffi::OsString;
use std::fs::{self, File};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::Error;

/// The part that is there, for its owner alone to read; gone where it is not kept.
pub struct Part {
    file: File,
    /// Where the part lies; none where the place is no file, as a pipe is none.
    beside: Option<PathBuf>,
    place: PathBuf,
}

impl Part {
    pub fn of(place: &Path) -> Result<Self, Error> {
        // A link stays a link: what it points to is written.
        let place = fs::canonicalize(place).unwrap_or_else(|_| place.to_owned());
        let device = fs::metadata(&place).is_ok_and(|place| !place.is_file());
        let beside = (!device).then(|| beside(&place));
        let path = beside.as_ref().unwrap_or(&place);
        let mut options = File::options();
        options.write(true);
        if beside.is_some() {
            // What a killed process left may be readable to others.
            let _ = fs::remove_file(path);
            options.create_new(true).mode(0o600);
        }
        let file = options.open(path).map_err(|error| Error::file(path, error))?;
        Ok(Self { file, beside, place })
    }

    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// It is whole.
    pub fn keep(mut self) -> Result<(), Error> {
        let Some(beside) = &self.beside else { return Ok(()) };
        let kept = self.file.sync_all().and_then(|()| fs::rename(beside, &self.place));
        kept.map_err(|error| Error::file(&self.place, error))?;
        self.beside = None;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            let _ = fs::remove_file(beside);
        }
    }
}

fn beside(place: &Path) -> PathBuf {
    let mut name = OsString::from(place);
    name.push(".part");
    name.into()
}
