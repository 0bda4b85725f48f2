//! What a node seals for one device: its credential, an offline copy, the answer to a contact.
//!
//! ```text
//! file  = "amana-cp" ‖ length (4, big-endian) ‖ det-CBOR [outer header, COSE_Encrypt] ‖ chunks
//! COSE_Encrypt as a pouch has it (one X-Wing stanza), its content a seed of 32 bytes; the outer
//! header is the external AAD and HPKE's info.
//! chunks = STREAM under SHA-256("amana/1/copy-stream" ‖ seed ‖ shared secret ‖ SHA-256(outer))
//! ```
//!
//! HPKE in base mode tells nobody who sealed: whoever has the public key could. The shared secret,
//! which only the node and the device know, says that the node did. The header binds network, node,
//! device, generation, copy and every day of it: with one bit changed nothing opens.

use record::{Digest, NodeCode, Timestamp, cbor, digest};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::entropy::Entropy;
use crate::kem::{KemPublic, KemSecret};
use crate::{Error, at_rest, pouch, stream};

const MAGIC: &[u8; 8] = b"amana-cp";
const FORMAT: u8 = 1;
const STREAM_LABEL: &[u8] = b"amana/1/copy-stream";
const OUTER_LABEL: &[u8] = b"amana/1/copy-outer";
/// Bytes of the header and the stanza together.
const HEAD_BYTES_MAX: usize = 8_192;
/// A file that is longer is not read.
pub const COPY_BYTES_MAX: u64 = 1 << 30;
/// What a device knows of its node before it has its credential.
pub const NO_SECRET: [u8; 32] = [0; 32];

/// Why a file does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("this is no file that a node sealed for a device")]
    Form,
    #[error("it is sealed for another device, or for a key that this device has no more")]
    OtherDevice,
    #[error("the file was cut short, or something was added to it")]
    Length,
    #[error("the file was changed, or it is not of the node that this device was enrolled at")]
    Changed,
}

/// What is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    Credential,
    Copy,
    Answer,
}

/// Readable by anyone, and bound to what is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outer {
    pub format: u8,
    pub what: What,
    pub network: Digest,
    pub node: NodeCode,
    pub device: String,
    /// The copy's number at its node; 0 where there is none.
    pub copy: u64,
    /// Which of the secrets that node and device share.
    pub generation: u64,
    pub created: Timestamp,
    pub stale: Timestamp,
    pub expires: Timestamp,
    #[serde(with = "digest::bytes")]
    pub key_id: Vec<u8>,
    pub plain_bytes: u64,
}

impl Outer {
    /// A header without key and length, which sealing says.
    pub fn new(what: What, network: Digest, node: NodeCode, device: &str) -> Self {
        let never = Timestamp(0);
        Self {
            format: FORMAT,
            what,
            network,
            node,
            device: device.to_owned(),
            copy: 0,
            generation: 0,
            created: never,
            stale: never,
            expires: never,
            key_id: Vec::new(),
            plain_bytes: 0,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Bytes(#[serde(with = "digest::bytes")] Vec<u8>);

/// Seals for one key, under what node and device share.
pub fn seal(
    outer: Outer,
    plain: &[u8],
    to: &KemPublic,
    shared: &[u8; 32],
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, Error> {
    to.check()?;
    if plain.is_empty() || plain.len() as u64 > COPY_BYTES_MAX {
        return Err(Error::Encrypt);
    }
    let key_id = to.id().0.to_vec();
    let outer = cbor::to_bytes(&Outer { key_id, plain_bytes: plain.len() as u64, ..outer });
    let (mut key, mut seed) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
    entropy.fill(&mut key[..]);
    entropy.fill(&mut seed[..]);
    let stanza = to.seal(&outer, &key, entropy)?;
    let cose = pouch::enclose(&outer, &key, &stanza, to.id(), &seed[..])?;
    let key = stream_key(&seed[..], shared, &outer);
    let head = cbor::to_bytes(&(Bytes(outer), Bytes(cose)));
    let length = u32::try_from(head.len()).map_err(|_| Error::Encrypt)?;
    let mut file = Vec::with_capacity(plain.len() + head.len() + plain.len() / 1_024 + 64);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&length.to_be_bytes());
    file.extend_from_slice(&head);
    let count = stream::chunks(plain.len() as u64);
    for (index, chunk) in (0..).zip(plain.chunks(stream::CHUNK_BYTES)) {
        file.extend_from_slice(&stream::seal(&key, index, index + 1 == count, chunk)?);
    }
    Ok(file)
}

fn stream_key(seed: &[u8], shared: &[u8; 32], outer: &[u8]) -> Zeroizing<[u8; 32]> {
    let bound = Digest::of(&[OUTER_LABEL, outer]);
    Zeroizing::new(Digest::of(&[STREAM_LABEL, seed, shared, &bound.0]).0)
}

struct Split<'a> {
    outer: Outer,
    outer_bytes: Vec<u8>,
    cose: Vec<u8>,
    chunks: &'a [u8],
}

fn split(file: &[u8]) -> Result<Split<'_>, Fault> {
    let rest = file.strip_prefix(MAGIC).ok_or(Fault::Form)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(Fault::Length)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Fault::Form)?;
    if length > HEAD_BYTES_MAX {
        return Err(Fault::Form);
    }
    let (head, chunks) = rest.split_at_checked(length).ok_or(Fault::Length)?;
    let (outer_bytes, cose): (Bytes, Bytes) = cbor::from_bytes(head).map_err(|_| Fault::Form)?;
    let outer: Outer = cbor::from_bytes(&outer_bytes.0).map_err(|_| Fault::Form)?;
    if outer.format != FORMAT || outer.plain_bytes > COPY_BYTES_MAX {
        return Err(Fault::Form);
    }
    Ok(Split { outer, outer_bytes: outer_bytes.0, cose: cose.0, chunks })
}

/// The header alone: nothing of it is to be believed before the file was opened.
pub fn outer(file: &[u8]) -> Result<Outer, Fault> {
    Ok(split(file)?.outer)
}

/// Opens a file; `shared` gives the secret of a generation, where this device has it.
pub fn open(
    file: &[u8],
    secrets: &[&KemSecret],
    shared: impl Fn(u64) -> Option<[u8; 32]>,
) -> Result<(Outer, Zeroizing<Vec<u8>>), Fault> {
    let Split { outer, outer_bytes, cose, chunks } = split(file)?;
    if chunks.len() as u64 != stream::sealed_len(outer.plain_bytes) || chunks.is_empty() {
        return Err(Fault::Length);
    }
    let secret = secrets.iter().find(|secret| secret.id().0[..] == outer.key_id[..]);
    let secret = secret.ok_or(Fault::OtherDevice)?;
    let shared = Zeroizing::new(shared(outer.generation).ok_or(Fault::Changed)?);
    let seed = pouch::disclose(&outer_bytes, &cose, secret).map_err(|_| Fault::Changed)?;
    let key = stream_key(&seed, &shared, &outer_bytes);
    let mut plain = Zeroizing::new(Vec::with_capacity(chunks.len()));
    let count = stream::chunks(outer.plain_bytes);
    for (index, chunk) in (0..).zip(chunks.chunks(stream::SEALED_BYTES)) {
        let opened = stream::open(&key, index, index + 1 == count, chunk);
        plain.extend_from_slice(&Zeroizing::new(opened.map_err(|_| Fault::Changed)?));
    }
    Ok((outer, plain))
}

/// What a device sends: readable is who it is, the rest is under what both share.
///
/// ```text
/// request = "amana-cr" ‖ det-CBOR [outer, sealed]
/// sealed  = ChaCha20-Poly1305 under SHA-256("amana/1/copy-request" ‖ shared secret), AAD the outer
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    pub format: u8,
    pub network: Digest,
    pub node: NodeCode,
    pub device: String,
    pub generation: u64,
}

const REQUEST_MAGIC: &[u8; 8] = b"amana-cr";
const REQUEST_LABEL: &[u8] = b"amana/1/copy-request";

impl Sender {
    pub fn of(outer: &Outer, generation: u64) -> Self {
        let Outer { network, node, device, .. } = outer.clone();
        Self { format: FORMAT, network, node, device, generation }
    }
}

fn request_key(shared: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(Digest::of(&[REQUEST_LABEL, shared]).0)
}

/// Seals what a device says to its node.
pub fn seal_request(
    sender: &Sender,
    plain: &[u8],
    shared: &[u8; 32],
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, Error> {
    let outer = cbor::to_bytes(sender);
    let sealed = at_rest::encrypt(&request_key(shared), &outer, plain, entropy)?;
    let body = cbor::to_bytes(&(Bytes(outer), Bytes(sealed)));
    Ok([&REQUEST_MAGIC[..], &body].concat())
}

fn split_request(bytes: &[u8]) -> Result<(Sender, Vec<u8>, Vec<u8>), Fault> {
    let body = bytes.strip_prefix(REQUEST_MAGIC).ok_or(Fault::Form)?;
    let (outer, sealed): (Bytes, Bytes) = cbor::from_bytes(body).map_err(|_| Fault::Form)?;
    let sender: Sender = cbor::from_bytes(&outer.0).map_err(|_| Fault::Form)?;
    if sender.format != FORMAT {
        return Err(Fault::Form);
    }
    Ok((sender, outer.0, sealed.0))
}

/// Who says that it speaks; believed once the request was opened.
pub fn sender(bytes: &[u8]) -> Result<Sender, Fault> {
    Ok(split_request(bytes)?.0)
}

/// What the device says, where it knows the secret.
pub fn open_request(bytes: &[u8], shared: &[u8; 32]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let (_, outer, sealed) = split_request(bytes)?;
    let plain = at_rest::decrypt(&request_key(shared), &outer, &sealed);
    plain.map(Zeroizing::new).map_err(|_| Fault::Changed)
}

#[cfg(test)]
mod tests;
