//! Archives and office documents are unpacked once, into nothing, before anybody is offered them:
//! what is too much, too deep, hidden or leads elsewhere is refused.

use std::io::{Cursor, Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::Unfit;
use super::media::{self, HEAD_BYTES};

/// How much an archive may turn out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub entries: u64,
    pub bytes: u64,
    pub ratio: u64,
    pub nesting: u32,
}

/// Below this, how well something packs does not matter.
const RATIO_FROM_BYTES: u64 = 16 * 1024 * 1024;
/// An archive inside another is held whole to be looked into.
const INNER_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// The end of a directory may have a comment behind it.
const TAIL_BYTES: u64 = 22 + 65_535;

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const SLIDES: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// What is left of the limits while an archive and those inside it are walked.
struct Walk<'a> {
    limits: &'a Limits,
    entries: u64,
    bytes: u64,
    /// Bytes of the outermost archive.
    packed: u64,
}

/// Unpacks into nothing; answers what kind of archive it is.
pub fn inspect(
    archive: impl Read + Seek,
    packed: u64,
    limits: &Limits,
) -> Result<&'static str, Unfit> {
    Walk { limits, entries: 0, bytes: 0, packed }.look(archive, 1)
}

impl Walk<'_> {
    fn look(&mut self, mut source: impl Read + Seek, depth: u32) -> Result<&'static str, Unfit> {
        if depth > self.limits.nesting {
            return Err(Unfit::Nested);
        }
        self.check_directory(&mut source)?;
        let mut archive = ZipArchive::new(source).map_err(|_| Unfit::Damaged)?;
        self.count(archive.len() as u64)?;
        let mut is = media::ZIP;
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).map_err(|_| Unfit::Closed)?;
            check_name(entry.name_raw(), entry.is_symlink())?;
            let name = entry.name().map_err(|_| Unfit::Path)?.into_owned();
            is = office(&name).unwrap_or(is);
            if name.ends_with("vbaProject.bin") {
                return Err(Unfit::Macros);
            }
            if name == "mimetype" {
                is = self.declared(&mut entry)?.unwrap_or(is);
                continue;
            }
            self.unpack(&mut entry, depth)?;
        }
        Ok(is)
    }

    /// The directory is read whole, so how long it says it is comes first. One of more than 65,535
    /// entries has an end of another form, which no archive that we take needs.
    fn check_directory(&mut self, source: &mut (impl Read + Seek)) -> Result<(), Unfit> {
        let damaged = |_| Unfit::Damaged;
        let length = source.seek(SeekFrom::End(0)).map_err(damaged)?;
        source.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES + 20))).map_err(damaged)?;
        let mut tail = Vec::new();
        source.take(TAIL_BYTES + 20).read_to_end(&mut tail).map_err(damaged)?;
        if tail.windows(4).any(|mark| mark == b"PK\x06\x07") {
            return Err(Unfit::TooMuch);
        }
        let ends = tail.windows(12).filter(|window| window.starts_with(b"PK\x05\x06"));
        let counts = ends.map(|end| u64::from(u16::from_le_bytes([end[10], end[11]])));
        match counts.max() {
            Some(most) if self.entries + most > self.limits.entries => Err(Unfit::TooMuch),
            Some(_) => Ok(()),
            None => Err(Unfit::Damaged),
        }
    }

    fn count(&mut self, entries: u64) -> Result<(), Unfit> {
        self.entries += entries;
        if self.entries > self.limits.entries { Err(Unfit::TooMuch) } else { Ok(()) }
    }

    /// Counts bytes as they come out, whatever the directory says of them.
    fn spend(&mut self, bytes: u64) -> Result<(), Unfit> {
        self.bytes += bytes;
        let dense =
            self.bytes > RATIO_FROM_BYTES && self.bytes / self.packed.max(1) > self.limits.ratio;
        if self.bytes > self.limits.bytes || dense { Err(Unfit::TooMuch) } else { Ok(()) }
    }

    fn unpack(&mut self, entry: &mut impl Read, depth: u32) -> Result<(), Unfit> {
        let mut head = Vec::with_capacity(HEAD_BYTES);
        entry.take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(|_| Unfit::Damaged)?;
        self.spend(head.len() as u64)?;
        match media::sniff(&head) {
            media::ZIP => {
                let mut inner = head;
                let mut rest = entry.take(INNER_BYTES_MAX + 1);
                self.drain(&mut rest, |bytes| inner.extend_from_slice(bytes))?;
                if inner.len() as u64 > INNER_BYTES_MAX {
                    return Err(Unfit::Nested);
                }
                self.look(Cursor::new(inner), depth + 1).map(drop)
            }
            "application/gzip"
            | "application/x-bzip2"
            | "application/x-xz"
            | "application/zstd"
            | "application/x-7z-compressed"
            | "application/vnd.rar" => Err(Unfit::Nested),
            _ => self.drain(entry, |_| ()),
        }
    }

    fn drain(&mut self, from: &mut impl Read, mut take: impl FnMut(&[u8])) -> Result<(), Unfit> {
        let mut buffer = [0; 16 * 1024];
        loop {
            let count = from.read(&mut buffer).map_err(|_| Unfit::Damaged)?;
            if count == 0 {
                return Ok(());
            }
            self.spend(count as u64)?;
            take(&buffer[..count]);
        }
    }

    /// An OpenDocument file says what it is in its first entry.
    fn declared(&mut self, entry: &mut impl Read) -> Result<Option<&'static str>, Unfit> {
        let mut text = String::new();
        entry.take(256).read_to_string(&mut text).map_err(|_| Unfit::Damaged)?;
        self.spend(text.len() as u64)?;
        let known = [
            "application/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.presentation",
        ];
        Ok(known.into_iter().find(|one| *one == text.trim()))
    }
}

fn office(name: &str) -> Option<&'static str> {
    match name {
        "word/document.xml" => Some(WORD),
        "xl/workbook.xml" => Some(SHEET),
        "ppt/presentation.xml" => Some(SLIDES),
        _ => None,
    }
}

/// Unpacked somewhere, every entry must stay below that folder, on any system.
fn check_name(raw: &[u8], is_link: bool) -> Result<(), Unfit> {
    let text = String::from_utf8_lossy(raw).replace('\\', "/");
    let drive = text.as_bytes().get(1) == Some(&b':');
    let climbs = text.split('/').any(|piece| piece == "..");
    if is_link || climbs || drive || text.starts_with('/') || text.contains('\0') {
        return Err(Unfit::Path);
    }
    Ok(())
}

/// Whether a document of this type has an author, a title and a program in it.
pub fn is_document(media_type: &str) -> bool {
    [WORD, SHEET, SLIDES].contains(&media_type) || media_type.starts_with("application/vnd.oasis")
}

#[cfg(test)]
mod tests;
