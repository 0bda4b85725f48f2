//! A file on its way between two nodes: the owner gives pieces of the sealed bytes to those it let
//! the record out to; a recipient asks from where it stands and believes the address alone.

use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};

use record::digest;
use record::{Digest, Header, NodeCode};
use seal::leaf::Subject;
use serde::{Deserialize, Serialize};

use super::chunked::address_of;
use crate::audit::{self, Deed, Event};
use crate::store::attachment::Kept;
use crate::store::file::Files;
use crate::{Error, Node, journal};

/// What a recipient asks an owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub address: Digest,
    pub from: u64,
    /// Bytes of the answer at most: a slow line takes small pieces.
    pub bytes_max: u32,
    /// It has the file whole and found it to be what its address says.
    pub whole: bool,
}

/// What an owner answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Bytes of the whole sealed file.
    pub of: u64,
    #[serde(with = "digest::bytes")]
    pub bytes: Vec<u8>,
}

/// Whether a peer may have a file: a record that names it was let out to it and stands.
pub fn may_have(node: &Node, peer: &NodeCode, address: &Digest) -> Result<Vec<Kept>, Error> {
    let mut allowed = Vec::new();
    for kept in node.store.released_with(peer.as_str(), address)? {
        let Some(stored) = node.store.record_row(kept.record)? else { continue };
        let header = Header::from_bytes(&stored.header)?;
        let hidings = node.store.hidings(&header.owner, &header.id)?;
        let hidden = hidings.iter().any(|hiding| hiding.revision >= header.revision);
        if !hidden && !node.store.is_withdrawn_from(&header.id, header.revision, peer)? {
            allowed.push(kept);
        }
    }
    Ok(allowed)
}

/// The owner's decision, in a transaction: audited where a file begins to leave and where it is
/// refused. Answers whether the peer may have it.
pub fn decide(node: &mut Node, peer: &NodeCode, asks: &Question) -> Result<bool, Error> {
    let allowed = may_have(node, peer, &asks.address)?;
    #[cfg(feature = "simulation")]
    if node.sabotage.is("file-to-anyone") {
        return Ok(true);
    }
    if allowed.is_empty() {
        let rule = seal::Rule::FileNotReleased.code();
        let event = Event::of_peer(Deed::Refused, peer.as_str(), node.now(), rule);
        audit::note(node, &event.reason("attachment"))?;
        return Ok(false);
    }
    if asks.whole {
        for kept in &allowed {
            node.store.insert_told(kept.record, kept.n, peer.as_str(), node.now().0)?;
        }
    } else if asks.from == 0 {
        let mut event = Event::of_nobody(Deed::Exported, node.now()).reason("attachment");
        (event.by, event.role) = (peer.to_string(), "peer".into());
        for kept in &allowed {
            if let Some(header) = node.store.header(kept.record)? {
                let header = Header::from_bytes(&header)?;
                event = event.about(&header.owner, &header.id);
            }
        }
        audit::note(node, &event)?;
    }
    Ok(true)
}

/// Bytes of a whole file from a place on.
pub fn piece(files: &Files, asks: &Question, bytes_max: usize) -> Result<Piece, Error> {
    let bytes_max = bytes_max.min(asks.bytes_max as usize);
    let file = files.open(&asks.address)?;
    let failed = |error| Error::file(std::path::Path::new("attachment"), error);
    let of = file.metadata().map_err(failed)?.len();
    let rest = usize::try_from(of.saturating_sub(asks.from)).unwrap_or(usize::MAX);
    let mut bytes = vec![0; rest.min(bytes_max)];
    file.read_exact_at(&mut bytes, asks.from).map_err(failed)?;
    Ok(Piece { of, bytes })
}

/// A file that comes in.
pub struct Arriving {
    path: std::path::PathBuf,
    file: File,
    address: Digest,
    of: u64,
    pub at: u64,
}

impl Arriving {
    /// Takes it up where it stands.
    pub fn open(files: &Files, kept: &Kept) -> Result<Self, Error> {
        let path = files.arriving(&kept.address)?;
        let failed = |error| Error::file(&path, error);
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = options.open(&path).map_err(failed)?;
        let at = file.seek(SeekFrom::End(0)).map_err(failed)?;
        let mut arriving = Self { path, file, address: kept.address, of: kept.sealed, at };
        if arriving.at > arriving.of {
            arriving.restart()?;
        }
        Ok(arriving)
    }

    pub fn is_whole(&self) -> bool {
        self.at == self.of
    }

    pub fn restart(&mut self) -> Result<(), Error> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        emptied.map_err(|error| Error::file(&self.path, error))?;
        self.at = 0;
        Ok(())
    }

    /// Takes the next piece; one that does not fit what the record says is refused.
    pub fn push(&mut self, piece: &Piece) -> Result<(), Error> {
        let end = self.at + piece.bytes.len() as u64;
        if piece.of != self.of || piece.bytes.is_empty() || end > self.of {
            return Err(Error::Usage("a piece does not fit its file".into()));
        }
        if let Err(error) = self.file.write_all(&piece.bytes) {
            let back = self.file.set_len(self.at);
            drop(back.and_then(|()| self.file.seek(SeekFrom::Start(self.at))));
            return Err(Error::file(&self.path, error));
        }
        self.at = end;
        Ok(())
    }

    /// Believes the address alone: other bytes are thrown away and asked for again.
    pub fn finish(mut self, files: &Files) -> Result<bool, Error> {
        let found = address_of(&mut self.file).map_err(|error| Error::file(&self.path, error))?;
        if found != self.address {
            self.restart()?;
            return Ok(false);
        }
        files.place(&self.path, &self.file, &self.address)?;
        Ok(true)
    }
}

/// Notes that a file is here. A record whose files are all here is delivered: its owner is told.
pub fn arrived(node: &mut Node, address: &Digest) -> Result<(), Error> {
    for kept in node.store.mark_arrived(address, node.now().0)? {
        let rows = node.store.attachments(kept.record)?;
        let Some(stored) = node.store.record_row(kept.record)? else { continue };
        let header = Header::from_bytes(&stored.header)?;
        if rows.iter().all(|row| row.arrived.is_some()) {
            let name = header.name();
            let subject = Subject::delivered(&name, &stored.content_id, node.now());
            journal::tell(node, &subject, &name)?;
        }
        node.announce(kept.record, &header);
    }
    Ok(())
}

/// The next file of an owner to ask for, small ones first: none that is hidden, none beyond limits.
pub fn next(node: &Node, owner: &NodeCode, passed: &[Digest]) -> Result<Option<Kept>, Error> {
    let room = node.config.attachments_disk_bytes_max;
    let taken = node.store.attachment_bytes()?;
    for kept in node.store.missing_attachments(owner.as_str(), 256)? {
        let Some(header) = node.store.header(kept.record)? else { continue };
        let header = Header::from_bytes(&header)?;
        let hidings = node.store.hidings(&header.owner, &header.id)?;
        let hidden = hidings.iter().any(|hiding| hiding.revision >= header.revision);
        let large = kept.sealed > seal::stream::sealed_len(node.config.attachment_bytes_max)
            || taken.saturating_add(kept.sealed) > room;
        if !hidden && !large && !passed.contains(&kept.address) {
            return Ok(Some(kept));
        }
    }
    Ok(None)
}
