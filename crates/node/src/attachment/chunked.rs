//! Sealed bytes on disk: read from any place, written a chunk at a time, never held whole.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;

use aws_lc_rs::digest::{Context, SHA256};
use record::Digest;
use record::attachment::FileKey;
use seal::entropy::Entropy;
use seal::{at_rest, stream};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Error;
use crate::clock::draw;
use crate::store::file::Files;

/// How chunks lie in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Final: what travels. A chunk's nonce is its place.
    Sealed,
    /// Growing under an upload. A chunk that was torn by a crash is written again, perhaps with
    /// other bytes: its nonce is drawn.
    Growing,
}

impl Form {
    /// Bytes a full chunk takes.
    pub fn chunk_bytes(self) -> usize {
        stream::CHUNK_BYTES + self.overhead()
    }

    fn overhead(self) -> usize {
        match self {
            Self::Sealed => stream::TAG_BYTES,
            Self::Growing => at_rest::OVERHEAD_BYTES,
        }
    }

    /// Bytes a whole file takes.
    pub fn length(self, size: u64) -> u64 {
        size + stream::chunks(size) * self.overhead() as u64
    }

    fn open(self, key: &[u8; 32], index: u64, last: bool, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let opened = match self {
            Self::Sealed => stream::open(key, index, last, bytes),
            Self::Growing => at_rest::decrypt(key, &stream::aad(index, last), bytes),
        };
        let damaged = |_| io::Error::new(io::ErrorKind::InvalidData, "a chunk does not open");
        opened.map_err(damaged)
    }
}

/// A file of chunks and the key to it.
pub struct Chunks {
    file: File,
    key: FileKey,
    pub size: u64,
    form: Form,
}

impl Chunks {
    pub fn new(file: File, key: FileKey, size: u64, form: Form) -> Self {
        Self { file, key, size, form }
    }

    /// One chunk, opened.
    pub fn chunk(&self, index: u64) -> io::Result<Zeroizing<Vec<u8>>> {
        let start = index * stream::CHUNK_BYTES as u64;
        let plain = usize::try_from(self.size.saturating_sub(start)).unwrap_or(usize::MAX);
        let plain = plain.min(stream::CHUNK_BYTES);
        let last = index + 1 == stream::chunks(self.size);
        let mut bytes = vec![0; plain + self.form.overhead()];
        self.file.read_exact_at(&mut bytes, index * self.form.chunk_bytes() as u64)?;
        self.form.open(&self.key.0, index, last, &bytes).map(Zeroizing::new)
    }

    /// The plain bytes, from the beginning.
    pub fn reader(&self) -> Plain<'_> {
        Plain { chunks: self, at: 0, held: None }
    }
}

/// Plain bytes of a file of chunks; one chunk is held.
pub struct Plain<'a> {
    chunks: &'a Chunks,
    at: u64,
    held: Option<(u64, Zeroizing<Vec<u8>>)>,
}

impl Read for Plain<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.chunks.size || out.is_empty() {
            return Ok(0);
        }
        let chunk = stream::CHUNK_BYTES as u64;
        let index = self.at / chunk;
        if self.held.as_ref().is_none_or(|(held, _)| *held != index) {
            self.held = Some((index, self.chunks.chunk(index)?));
        }
        let Some((_, bytes)) = &self.held else { return Ok(0) };
        let from = (self.at % chunk) as usize;
        let count = out.len().min(bytes.len() - from);
        out[..count].copy_from_slice(&bytes[from..from + count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Plain<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.chunks.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let outside = || io::Error::new(io::ErrorKind::InvalidInput, "before the beginning");
        self.at = at.ok_or_else(outside)?;
        Ok(self.at)
    }
}

/// A sealed file in its place: all that is needed to read it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    pub size: u64,
    pub digest: Digest,
    pub address: Digest,
    pub key: FileKey,
}

impl Sealed {
    pub fn open(&self, files: &Files) -> Result<Chunks, Error> {
        let file = files.open(&self.address)?;
        Ok(Chunks::new(file, self.key.clone(), self.size, Form::Sealed))
    }
}

/// SHA-256, piece by piece.
pub struct Sum(Context);

impl Default for Sum {
    fn default() -> Self {
        Self(Context::new(&SHA256))
    }
}

impl Sum {
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn digest(self) -> Digest {
        let mut out = [0; 32];
        out.copy_from_slice(self.0.finish().as_ref());
        Digest(out)
    }
}

/// Seals `size` bytes under a fresh key and puts them in their place.
pub fn seal(
    files: &Files,
    source: &mut impl Read,
    size: u64,
    entropy: &mut dyn Entropy,
) -> Result<Sealed, Error> {
    let key = FileKey(draw(entropy));
    let (path, mut file) = files.fresh()?;
    let written = write(&mut file, source, size, &key);
    let (digest, address) = match written {
        Ok(digests) => digests,
        Err(error) => {
            drop(std::fs::remove_file(&path));
            return Err(error);
        }
    };
    files.place(&path, &file, &address)?;
    Ok(Sealed { size, digest, address, key })
}

fn write(
    out: &mut File,
    source: &mut impl Read,
    size: u64,
    key: &FileKey,
) -> Result<(Digest, Digest), Error> {
    let failed = |error| Error::file(std::path::Path::new("attachment"), error);
    let (mut plain, mut sealed) = (Sum::default(), Sum::default());
    let mut buffer = Zeroizing::new(vec![0; stream::CHUNK_BYTES]);
    let count = stream::chunks(size);
    for index in 0..count {
        let rest = size - index * stream::CHUNK_BYTES as u64;
        let length = buffer.len().min(usize::try_from(rest).unwrap_or(usize::MAX));
        let chunk = &mut buffer[..length];
        source.read_exact(chunk).map_err(failed)?;
        plain.update(chunk);
        let bytes = stream::seal(&key.0, index, index + 1 == count, chunk)?;
        sealed.update(&bytes);
        out.write_all(&bytes).map_err(failed)?;
    }
    Ok((plain.digest(), sealed.digest()))
}

/// SHA-256 of a file's bytes as they lie.
pub fn address_of(file: &mut File) -> io::Result<Digest> {
    let (mut sum, mut buffer) = (Sum::default(), vec![0; 256 * 1024]);
    file.seek(SeekFrom::Start(0))?;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(sum.digest()),
            count => sum.update(&buffer[..count]),
        }
    }
}
