//! Readers of lists as their makers publish them. Whatever cannot be read refuses the whole file:
//! half a list is worse than yesterday's.

mod eu;
mod ftm;
mod ofac;
mod table;
mod un;
mod xml;

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

use record::Digest;
use record::moment::Date;
use serde::{Deserialize, Serialize};

use super::entity::Entity;
use super::map::Map;
use crate::Error;
use crate::store::fresh::Fresh;

/// Files in an archive: a list, and what its maker publishes beside it.
const PARTS_MAX: usize = 8;
const PIECE: usize = 1 << 16;
/// A digest is of as much.
const LABEL: &[u8] = b"amana/1/list-file";

/// In what a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    OfacSdn,
    UnXml,
    EuXml,
    Ftm,
    Csv,
}

impl Format {
    pub const ALL: [Self; 5] = [Self::OfacSdn, Self::UnXml, Self::EuXml, Self::Ftm, Self::Csv];

    pub fn code(self) -> &'static str {
        match self {
            Self::OfacSdn => "ofac-sdn",
            Self::UnXml => "un-xml",
            Self::EuXml => "eu-xml",
            Self::Ftm => "ftm",
            Self::Csv => "csv",
        }
    }

    pub fn parse(code: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|format| format.code() == code);
        let codes = || Self::ALL.map(Self::code).join(", ");
        found.ok_or_else(|| Error::Usage(format!("`{code}` is no format of a list: {}", codes())))
    }
}

/// A list's file, unpacked, and what is published beside it. Its folder goes with it.
#[derive(Debug)]
pub struct Source {
    folder: Fresh,
    files: Vec<(String, PathBuf)>,
    pub digest: Digest,
}

impl Source {
    /// A file that lies in a folder of its own, which is removed with it. An archive is unpacked,
    /// as far as the limit goes.
    pub fn open(folder: Fresh, file: &str, bytes_max: u64) -> Result<Self, Error> {
        let path = folder.path().join(file);
        let mut source = Self { folder, files: Vec::new(), digest: Digest::default() };
        source.digest = digest(&path)?;
        let mut start = Vec::new();
        let mut opened = File::open(&path).map_err(|error| Error::file(&path, error))?;
        (&mut opened).take(4).read_to_end(&mut start).map_err(|e| Error::file(&path, e))?;
        match start == b"PK\x03\x04" && !crate::import::sheet::is_workbook(&path) {
            true => source.unpack(&path, bytes_max)?,
            false => source.files.push((file.to_owned(), path)),
        }
        Ok(source)
    }

    fn unpack(&mut self, path: &Path, bytes_max: u64) -> Result<(), Error> {
        let bad = |error: zip::result::ZipError| Error::Usage(format!("the archive: {error}"));
        let file = File::open(path).map_err(|error| Error::file(path, error))?;
        let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(bad)?;
        if archive.is_empty() || archive.len() > PARTS_MAX {
            let text = format!("the archive holds {} files: 1 to {PARTS_MAX}", archive.len());
            return Err(Error::Usage(text));
        }
        let mut left = bytes_max;
        for at in 0..archive.len() {
            let mut entry = archive.by_index(at).map_err(bad)?;
            // Its own name is only a name: it is never a path of ours.
            let name = entry.name().map_err(bad)?.to_lowercase();
            let (to, mut out) = self.folder.create(&format!("part-{at}"))?;
            left = copy(&mut entry, &mut out, left).map_err(|error| Error::file(&to, error))?;
            if left == 0 {
                let (what, limit) = ("the list unpacked", "list_file_bytes_max");
                return Err(Error::Limit { what, limit, max: bytes_max });
            }
            self.files.push((name, to));
        }
        Ok(())
    }

    /// The file that is meant by a part of its name; the first where there is only one.
    fn main(&self, part: &str) -> Result<&Path, Error> {
        let named = self.named(part);
        let only = self.files.first().filter(|_| self.files.len() == 1);
        let found = named.or(only.map(|(_, path)| path.as_path()));
        found.ok_or_else(|| Error::Usage(format!("the archive holds no file named {part}…")))
    }

    fn named(&self, part: &str) -> Option<&Path> {
        let found = self.files.iter().find(|(name, _)| {
            let name = name.rsplit('/').next().unwrap_or(name);
            name.contains(part) && !name.contains("comments")
        });
        found.map(|(_, path)| path.as_path())
    }
}

/// What is left of the bytes that may be written.
fn copy(from: &mut dyn Read, to: &mut dyn Write, mut left: u64) -> std::io::Result<u64> {
    let mut piece = vec![0; PIECE];
    loop {
        let read = from.read(&mut piece)?;
        if read == 0 {
            return Ok(left.max(1));
        }
        left = left.saturating_sub(read as u64);
        if left == 0 {
            return Ok(0);
        }
        to.write_all(&piece[..read])?;
    }
}

/// A digest of a file, of its pieces' digests.
fn digest(path: &Path) -> Result<Digest, Error> {
    let mut file = File::open(path).map_err(|error| Error::file(path, error))?;
    let (mut piece, mut whole) = (vec![0; PIECE * 16], Digest::default());
    loop {
        let read = file.read(&mut piece).map_err(|error| Error::file(path, error))?;
        if read == 0 {
            return Ok(whole);
        }
        whole = Digest::of(&[LABEL, &whole.0, &piece[..read]]);
    }
}

/// What a reader needs beside the file.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub map: Option<&'a Map>,
    pub entries_max: u64,
}

/// Takes each entry, or ends the reading.
pub type Take<'a> = &'a mut dyn FnMut(Entity) -> Result<(), Error>;

/// Hands every entry to `take`. Answers the day that the file says it is of.
pub fn each(
    format: Format,
    source: &Source,
    given: Given<'_>,
    take: Take<'_>,
) -> Result<Option<Date>, Error> {
    let mut count = 0;
    let mut checked = |entity: Entity| {
        count += 1;
        if count > given.entries_max {
            let (what, limit) = ("a list's entries", "list_entries_max");
            return Err(Error::Limit { what, limit, max: given.entries_max });
        }
        entity.check()?;
        take(entity)
    };
    let read = match format {
        Format::OfacSdn => ofac::each(source, &mut checked),
        Format::UnXml => un::each(source.main(".xml")?, &mut checked),
        Format::EuXml => eu::each(source.main(".xml")?, &mut checked),
        Format::Ftm => ftm::each(source.main(".json")?, &mut checked),
        Format::Csv => {
            let map = given.map.ok_or_else(|| Error::Usage("a table needs a map".into()))?;
            table::each(source.main(".csv")?, map, &mut checked)
        }
    };
    match read {
        Ok(_) if count == 0 => Err(Error::Usage("the file holds no entry".into())),
        read => read,
    }
}
