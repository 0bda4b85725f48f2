//! Uploads: begun with a size, grown from where they stand, judged when they are whole. What has
//! been taken is on disk under a key of its own: a process that is killed loses at most a chunk.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use record::attachment::{FileKey, Metadata, check_name};
use record::{cbor, digest};
use seal::entropy::Entropy;
use seal::{at_rest, stream};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::chunked::{self, Chunks, Form, Sealed};
use super::{Unfit, archive, cut, media};
use crate::author::Author;
use crate::clock::draw;
use crate::store::Store;
use crate::store::file::Files;
use crate::store::upload::Upload;
use crate::vault::Vault;
use crate::{Config, Error, Node};

pub type Id = [u8; 16];
/// Uploads that end in one round.
const BATCH: u32 = 256;

/// What an officer said of a file before its bytes came, and the key under which they grow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub name: String,
    pub declared: String,
    key: FileKey,
}

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    pub media_type: String,
    pub whole: Sealed,
    /// The same without what it says beside its content, and what was cut.
    pub copy: Option<(Sealed, Vec<Metadata>)>,
    /// What the whole says beside its content.
    pub holds: Vec<Metadata>,
}

/// Begins an upload. In a transaction.
pub fn begin(
    node: &mut Node,
    by: &Author,
    name: &str,
    declared: &str,
    size: u64,
) -> Result<Upload, Error> {
    check_name(name)?;
    if size == 0 || declared.len() > 255 {
        return Err(Error::Usage("a file has bytes, and a type of at most 255 letters".into()));
    }
    check_limits(node, by, size)?;
    let id: Id = draw(&mut *node.entropy);
    let asked = Asked {
        name: name.into(),
        declared: declared.into(),
        key: FileKey(draw(&mut *node.entropy)),
    };
    let plain = Zeroizing::new(cbor::to_bytes(&asked));
    let upload = Upload {
        id,
        officer: by.officer.clone(),
        size,
        created: node.now().0,
        expires: node.now().plus(node.config.upload_h_max * record::moment::HOUR_MS).0,
        asked: node.vault.wrap(&label(&id), &plain, &mut *node.entropy)?,
        ready: None,
    };
    node.store.insert_upload(&upload)?;
    Ok(upload)
}

fn check_limits(node: &Node, by: &Author, size: u64) -> Result<(), Error> {
    let config = &node.config;
    if size > config.attachment_bytes_max {
        let max = config.attachment_bytes_max;
        return Err(Error::Limit { what: "a file", limit: "attachment_bytes_max", max });
    }
    if node.store.uploads_of(&by.officer)?.len() >= config.uploads_max {
        let max = config.uploads_max as u64;
        return Err(Error::Limit { what: "uploads under way", limit: "uploads_max", max });
    }
    let max = config.uploads_disk_bytes_max;
    if node.store.upload_bytes()?.saturating_add(size) > max {
        return Err(Error::Limit { what: "all uploads", limit: "uploads_disk_bytes_max", max });
    }
    Ok(())
}

/// What binds an upload's sealed rows to it.
pub(crate) fn label(id: &Id) -> record::Digest {
    record::Digest::of(&[b"amana/1/upload", id])
}

pub fn hex(id: &Id) -> String {
    digest::hex_encode(id)
}

/// An upload of this officer; of another's it is not said that it is there.
pub fn find(store: &Store, id: &str, officer: &str) -> Result<Upload, Error> {
    let missing = || Error::NotFound(format!("upload {id}"));
    let bytes = digest::hex_decode(id).and_then(|bytes| Id::try_from(bytes).ok());
    let found = store.upload(&bytes.ok_or_else(missing)?)?;
    found.filter(|upload| upload.officer == officer).ok_or_else(missing)
}

pub fn asked(vault: &Vault, upload: &Upload) -> Result<Asked, Error> {
    Ok(cbor::from_bytes(&vault.unwrap(&label(&upload.id), &upload.asked)?)?)
}

pub fn ready(vault: &Vault, upload: &Upload) -> Result<Option<Ready>, Error> {
    let Some(sealed) = &upload.ready else { return Ok(None) };
    Ok(Some(cbor::from_bytes(&vault.unwrap(&label(&upload.id), sealed)?)?))
}

/// Notes what an upload turned out to be. In a transaction.
pub fn set_ready(node: &mut Node, id: &Id, ready: &Ready) -> Result<(), Error> {
    let plain = Zeroizing::new(cbor::to_bytes(ready));
    let sealed = node.vault.wrap(&label(id), &plain, &mut *node.entropy)?;
    let copy = ready.copy.as_ref().map(|(copy, _)| &copy.address);
    node.store.set_upload_ready(id, &sealed, &ready.whole.address, copy)
}

/// Where an upload stands: bytes that are on disk.
pub fn offset(files: &Files, upload: &Upload) -> Result<u64, Error> {
    if upload.ready.is_some() {
        return Ok(upload.size);
    }
    let path = files.upload(&hex(&upload.id))?;
    let length = std::fs::metadata(&path).map_or(0, |found| found.len());
    Ok(stands_at(length, upload.size))
}

fn stands_at(length: u64, size: u64) -> u64 {
    if length >= Form::Growing.length(size) {
        return size;
    }
    let whole = length / Form::Growing.chunk_bytes() as u64;
    whole.min(stream::chunks(size).saturating_sub(1)) * stream::CHUNK_BYTES as u64
}

/// An upload that takes bytes. One connection at a time has it.
pub struct Growing {
    path: PathBuf,
    file: File,
    key: FileKey,
    size: u64,
    /// Plain bytes of chunks on disk.
    on_disk: u64,
    /// The beginning of the next chunk.
    begun: Zeroizing<Vec<u8>>,
}

impl Growing {
    /// Takes it up where it stands: what is torn at the end is cut off.
    pub fn open(files: &Files, upload: &Upload, asked: &Asked) -> Result<Self, Error> {
        let path = files.upload(&hex(&upload.id))?;
        let failed = |error| Error::file(&path, error);
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let file = options.open(&path).map_err(failed)?;
        file.try_lock().map_err(|_| Error::Busy("another connection sends this file"))?;
        let on_disk = stands_at(file.metadata().map_err(failed)?.len(), upload.size);
        let (key, size) = (asked.key.clone(), upload.size);
        let begun = Zeroizing::new(Vec::with_capacity(stream::CHUNK_BYTES));
        let mut growing = Self { path, file, key, size, on_disk, begun };
        growing.drop_torn()?;
        Ok(growing)
    }

    /// A chunk that does not open was torn by a lost power: it comes again.
    fn drop_torn(&mut self) -> Result<(), Error> {
        let file = self.file.try_clone().map_err(|error| Error::file(&self.path, error))?;
        let chunks = Chunks::new(file, self.key.clone(), self.size, Form::Growing);
        while self.on_disk > 0 && chunks.chunk((self.on_disk - 1) / CHUNK).is_err() {
            self.on_disk = (self.on_disk - 1) / CHUNK * CHUNK;
        }
        self.cut_back()
    }

    /// The file ends where the last whole chunk ends.
    fn cut_back(&mut self) -> Result<(), Error> {
        use std::io::{Seek, SeekFrom};
        let end = Form::Growing.length(self.on_disk);
        let cut = (|| {
            if self.file.metadata()?.len() != end {
                self.file.set_len(end)?;
            }
            self.file.seek(SeekFrom::Start(end)).map(drop)
        })();
        cut.map_err(|error| Error::file(&self.path, error))
    }

    /// Where the next byte goes.
    pub fn offset(&self) -> u64 {
        self.on_disk + self.begun.len() as u64
    }

    pub fn is_whole(&self) -> bool {
        self.on_disk == self.size
    }

    /// Takes bytes; more than were announced are refused.
    pub fn push(&mut self, mut bytes: &[u8], entropy: &mut dyn Entropy) -> Result<(), Error> {
        if self.offset() + bytes.len() as u64 > self.size {
            return Err(Error::Usage("more bytes came than were announced".into()));
        }
        while !bytes.is_empty() {
            let room = stream::CHUNK_BYTES - self.begun.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.begun.extend_from_slice(now);
            bytes = later;
            if self.begun.len() == stream::CHUNK_BYTES || self.offset() == self.size {
                self.write(entropy)?;
            }
        }
        Ok(())
    }

    fn write(&mut self, entropy: &mut dyn Entropy) -> Result<(), Error> {
        let last = self.offset() == self.size;
        let aad = stream::aad(self.on_disk / CHUNK, last);
        let sealed = at_rest::encrypt(&self.key.0, &aad, &self.begun, entropy)?;
        if let Err(error) = self.file.write_all(&sealed) {
            // What was on disk before stays good, also on a full disk.
            drop(self.cut_back());
            return Err(Error::file(&self.path, error));
        }
        self.on_disk += self.begun.len() as u64;
        self.begun.clear();
        Ok(())
    }

    /// Makes durable what has come; answers where it stands.
    pub fn rest(self) -> Result<u64, Error> {
        self.file.sync_all().map_err(|error| Error::file(&self.path, error))?;
        Ok(self.on_disk)
    }
}

const CHUNK: u64 = stream::CHUNK_BYTES as u64;

/// Judges a whole upload by its bytes and seals it: as it is, and for sharing.
pub fn finish(
    files: &Files,
    config: &Config,
    upload: &Upload,
    asked: &Asked,
    entropy: &mut dyn Entropy,
) -> Result<Ready, Error> {
    let path = files.upload(&hex(&upload.id))?;
    let file = File::open(&path).map_err(|error| Error::file(&path, error))?;
    let chunks = Chunks::new(file, asked.key.clone(), upload.size, Form::Growing);
    let media_type = judge(&chunks, config, asked)?;
    let copy = copy(files, config, media_type, &chunks, &path, entropy)?;
    let whole = chunked::seal(files, &mut chunks.reader(), upload.size, entropy)?;
    let document = media_type == media::PDF || archive::is_document(media_type);
    let holds = match &copy {
        Some((_, cut)) => cut.clone(),
        None if document => vec![Metadata::Document],
        None if is_opaque(media_type) => vec![Metadata::Unknown],
        None => Vec::new(),
    };
    Ok(Ready { media_type: media_type.into(), whole, copy, holds })
}

/// Pictures and films that carry places and devices where we cannot cut.
fn is_opaque(media_type: &str) -> bool {
    let shows = ["image/", "video/", "audio/"].iter().any(|kind| media_type.starts_with(kind));
    shows && !cut::can(media_type)
}

fn judge(chunks: &Chunks, config: &Config, asked: &Asked) -> Result<&'static str, Error> {
    let first = chunks.chunk(0).map_err(|error| Error::file(Path::new("upload"), error))?;
    let found = media::sniff(&first[..first.len().min(media::HEAD_BYTES)]);
    let found = match found {
        media::ZIP => archive::inspect(chunks.reader(), chunks.size, &config.archive_limits())?,
        other => other,
    };
    // An office document may be called an archive: it is one.
    let archived = found != media::OCTETS && archive::is_document(found);
    let agrees = media::agrees(&asked.declared, found)
        || (archived && media::agrees(&asked.declared, media::ZIP));
    if !agrees {
        return Err(Error::Unfit(Unfit::Mislabelled));
    }
    let settled = media::settled(&asked.declared, &asked.name, found);
    if !config.attachment_types.iter().any(|allowed| allowed == settled) {
        return Err(Error::Unfit(Unfit::Type));
    }
    Ok(settled)
}

/// A copy without metadata, where there is some.
fn copy(
    files: &Files,
    config: &Config,
    media_type: &str,
    chunks: &Chunks,
    path: &Path,
    entropy: &mut dyn Entropy,
) -> Result<Option<(Sealed, Vec<Metadata>)>, Error> {
    use std::io::Read;
    if !cut::can(media_type) {
        return Ok(None);
    }
    if chunks.size > config.picture_bytes_max {
        let max = config.picture_bytes_max;
        return Err(Error::Limit { what: "a picture", limit: "picture_bytes_max", max });
    }
    let mut bytes = Zeroizing::new(Vec::new());
    let read = chunks.reader().read_to_end(&mut bytes);
    read.map_err(|error| Error::file(path, error))?;
    let cut = cut::cut(media_type, &bytes)?;
    if cut.what.is_empty() {
        return Ok(None);
    }
    let size = cut.bytes.len() as u64;
    let sealed = chunked::seal(files, &mut &cut.bytes[..], size, entropy)?;
    Ok(Some((sealed, cut.what)))
}

/// Ends uploads that nobody finished or used in time. In a transaction.
pub fn end_abandoned(node: &Node) -> Result<u64, Error> {
    let ended = node.store.uploads_ended(node.now().0, BATCH)?;
    for upload in &ended {
        node.store.delete_upload(&upload.id)?;
        // Without its key, which the row held, what is left on disk opens to nobody.
        node.files.remove_upload(&hex(&upload.id))?;
    }
    Ok(ended.len() as u64)
}
