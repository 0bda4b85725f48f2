//! Segments of lists in files: saved beside the store, made anew from it where one is missing, was
//! changed or is of another store's past.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use record::Digest;

use super::fresh::Fresh;
use crate::Error;

const MARK: &[u8; 8] = b"amanals1";
const HEAD: usize = 64;

/// Where a node keeps them. The simulator's nodes and tests have no folder, and keep none.
#[derive(Clone, Debug, Default)]
pub struct Segments(Option<PathBuf>);

/// Which entries a file holds: those of a list after `from` up to `last`, as of the update that
/// drew the stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub list: i64,
    pub from: i64,
    pub last: i64,
    pub stamp: [u8; 16],
}

impl Span {
    fn head(&self) -> [u8; HEAD] {
        let mut head = [0; HEAD];
        head[..8].copy_from_slice(MARK);
        head[8..16].copy_from_slice(&self.list.to_le_bytes());
        head[16..24].copy_from_slice(&self.from.to_le_bytes());
        head[24..32].copy_from_slice(&self.last.to_le_bytes());
        head[32..48].copy_from_slice(&self.stamp);
        let sum = Digest::of(&[&head[..48]]);
        head[48..].copy_from_slice(&sum.0[..HEAD - 48]);
        head
    }

    fn read(head: &[u8; HEAD]) -> Option<Self> {
        let number = |at: usize| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&head[at..at + 8]);
            i64::from_le_bytes(bytes)
        };
        let mut stamp = [0; 16];
        stamp.copy_from_slice(&head[32..48]);
        let span = Self { list: number(8), from: number(16), last: number(24), stamp };
        (span.head() == *head).then_some(span)
    }

    fn name(&self) -> String {
        format!("{}-{}-{}.segment", self.list, self.from, self.last)
    }
}

impl Segments {
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(Some(folder.into()))
    }

    /// Whether there is a folder at all.
    pub fn are_kept(&self) -> bool {
        self.0.is_some()
    }

    /// Folder for files on their way in.
    pub fn fresh(&self, name: &str) -> Result<Fresh, Error> {
        let passing = || std::env::temp_dir().join("amana-lists");
        Fresh::at(self.0.clone().unwrap_or_else(passing).join("fresh").join(name))
    }

    /// What was on its way in when the node stopped.
    pub fn clear_fresh(&self) {
        if let Some(folder) = &self.0 {
            let _ = fs::remove_dir_all(folder.join("fresh"));
        }
    }

    /// The files there are, whatever they hold.
    pub fn spans(&self) -> Result<Vec<Span>, Error> {
        let Some(folder) = &self.0 else { return Ok(Vec::new()) };
        let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
        let mut spans = Vec::new();
        for entry in entries.flatten() {
            let path = entry.path();
            if path.extension().is_none_or(|extension| extension != "segment") {
                continue;
            }
            match head_of(&path) {
                Some(span) if path.ends_with(span.name()) => spans.push(span),
                _ => {
                    tracing::warn!(file = %path.display(), "no segment of a list: made anew");
                    let _ = fs::remove_file(&path);
                }
            }
        }
        Ok(spans)
    }

    /// The bytes behind the head.
    pub fn read(&self, span: &Span) -> Result<Vec<u8>, Error> {
        let Some(folder) = &self.0 else { return Ok(Vec::new()) };
        let path = folder.join(span.name());
        let failed = |error| Error::file(&path, error);
        let mut file = File::open(&path).map_err(failed)?;
        let mut head = [0; HEAD];
        file.read_exact(&mut head).map_err(failed)?;
        let size = file.metadata().map_or(0, |about| about.len());
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        file.read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }

    /// Writes beside, flushes, and takes the place.
    pub fn write(&self, span: &Span, bytes: &[u8]) -> Result<(), Error> {
        let Some(folder) = &self.0 else { return Ok(()) };
        let written = (|| {
            fs::create_dir_all(folder)?;
            let (path, fresh) = (folder.join(span.name()), folder.join(span.name() + ".new"));
            let mut file = File::create(&fresh)?;
            file.write_all(&span.head())?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&fresh, &path)?;
            File::open(folder)?.sync_all()
        })();
        written.map_err(|error| Error::file(folder, error))
    }

    pub fn remove(&self, span: &Span) {
        if let Some(folder) = &self.0 {
            let _ = fs::remove_file(folder.join(span.name()));
        }
    }
}

fn head_of(path: &Path) -> Option<Span> {
    let mut head = [0; HEAD];
    File::open(path).ok()?.read_exact(&mut head).ok()?;
    Span::read(&head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_back_and_no_changed_one() {
        let span = Span { list: 3, from: 0, last: 99, stamp: [7; 16] };
        let head = span.head();
        assert_eq!(Span::read(&head), Some(span));
        for at in 0..HEAD {
            let mut changed = head;
            changed[at] ^= 1;
            assert_eq!(Span::read(&changed), None, "byte {at}");
        }
    }
}
