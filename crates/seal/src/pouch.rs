//! The pouch: up to 256 records for one recipient, sealed when it is sent.
//!
//! ```text
//! wire  = det-CBOR [outer header, COSE_Encrypt]
//! COSE_Encrypt (RFC 9052): ChaCha20-Poly1305 under a content key; one recipient whose stanza is
//! HPKE base X-Wing (private algorithm id, since HPKE in COSE is not final). The outer header,
//! with the pouch id, is the external AAD and HPKE's info.
//! plain = length (4) ‖ det-CBOR payload ‖ zeros up to a Padmé length
//! ```

use std::borrow::Borrow;

use coset::{
    Algorithm, CborSerializable, CoseEncrypt, CoseEncryptBuilder, CoseRecipientBuilder,
    EncryptionContext, Header, HeaderBuilder, ProtectedHeader, iana,
};
use record::draft::Lane;
use record::parts::Packed;
use record::{Digest, NodeCode, Timestamp, cbor, digest};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::answer::Between;
use crate::at_rest;
use crate::entropy::Entropy;
use crate::kem::{KemPublic, KemSecret, KeyId, Stanza};
use crate::manifest::{ENTRIES_MAX, Manifest};
use crate::verify::Consistency;
use crate::{Error, Rule};

pub const POUCH_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Receipts that ride in one pouch.
pub const RECEIPTS_MAX: usize = 512;
const FORMAT: u8 = 1;
/// HPKE base, X-Wing, HKDF-SHA256, ChaCha20-Poly1305; private use (RFC 9053, section 10).
const HPKE_X_WING: i64 = -65_537;
/// Header label of the encapsulation, private use.
const ENCAPSULATED: i64 = -65_538;
const NONCE: [u8; 12] = [0; 12];

/// One record of a pouch: its bytes and the salt of its `published` leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosed(
    pub Packed,
    #[serde(with = "digest::bytes32")] pub [u8; 32],
    /// Index of the leaf.
    pub u64,
);

/// What a pouch encloses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    pub manifest: Manifest,
    pub manifest_salt: [u8; 32],
    pub manifest_leaf: u64,
    pub checkpoint: String,
    pub consistency: Consistency,
    /// The shared proof's bytes.
    pub shared: Vec<u8>,
    /// One a manifest entry; none where it is void or was taken back after the manifest was made.
    pub records: Vec<Option<Enclosed>>,
    pub receipts: Vec<Vec<u8>>,
}

#[derive(Serialize, Deserialize)]
struct Bytes(#[serde(with = "digest::bytes")] Vec<u8>);

#[derive(Serialize, Deserialize)]
struct Wire(
    Bytes,
    Digest,
    u64,
    String,
    (u64, Vec<Digest>),
    Bytes,
    Vec<Option<Enclosed>>,
    Vec<Bytes>,
);

/// Routes, and binds the sealing: network, sender, recipient, lane, end of life, key, pouch id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outer {
    pub format: u8,
    pub network: Digest,
    pub sender: NodeCode,
    pub recipient: NodeCode,
    pub lane: Lane,
    pub expires: Timestamp,
    #[serde(with = "digest::bytes")]
    pub key_id: Vec<u8>,
    pub pouch_id: Digest,
    pub padded_bytes: u64,
}

/// A pouch as it was opened; nothing in it is believed before `verify`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedPouch {
    pub(crate) outer: Outer,
    pub(crate) payload: Payload,
}

impl OpenedPouch {
    pub fn sender(&self) -> &NodeCode {
        &self.outer.sender
    }

    /// What only its sender and whoever opened it know: an answer is sealed with it.
    pub fn between(&self) -> Between {
        let (network, pouch_id) = (self.outer.network, self.outer.pouch_id);
        Between { network, pouch_id, salt: self.payload.manifest_salt }
    }

    pub fn checkpoint(&self) -> &str {
        &self.payload.checkpoint
    }

    pub fn shared(&self) -> &[u8] {
        &self.payload.shared
    }
}

impl Payload {
    fn to_bytes(&self) -> Vec<u8> {
        cbor::to_bytes(&Wire(
            Bytes(self.manifest.to_bytes()),
            Digest(self.manifest_salt),
            self.manifest_leaf,
            self.checkpoint.clone(),
            (self.consistency.from, self.consistency.hashes.clone()),
            Bytes(self.shared.clone()),
            self.records.clone(),
            self.receipts.iter().cloned().map(Bytes).collect(),
        ))
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Rule> {
        let wire: Wire = cbor::from_bytes(bytes).map_err(|_| Rule::PouchForm)?;
        let Wire(manifest, salt, leaf, checkpoint, (from, hashes), shared, records, receipts) =
            wire;
        let manifest = Manifest::from_bytes(&manifest.0)?;
        let fits = records.len() == manifest.entries.len()
            && records.len() <= ENTRIES_MAX
            && receipts.len() <= RECEIPTS_MAX;
        if !fits {
            return Err(Rule::PouchForm);
        }
        Ok(Self {
            manifest,
            manifest_salt: salt.0,
            manifest_leaf: leaf,
            checkpoint,
            consistency: Consistency { from, hashes },
            shared: shared.0,
            records,
            receipts: receipts.into_iter().map(|receipt| receipt.0).collect(),
        })
    }
}

/// Seals a payload to one key. A retry gives other bytes and the same pouch id.
pub fn seal(
    payload: &Payload,
    to: &KemPublic,
    expires: Timestamp,
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, Error> {
    let plain = pad(&payload.to_bytes());
    let manifest = &payload.manifest;
    let outer = cbor::to_bytes(&Outer {
        format: FORMAT,
        network: manifest.network,
        sender: manifest.sender.clone(),
        recipient: manifest.recipient.clone(),
        lane: manifest.lane,
        expires,
        key_id: to.id().0.to_vec(),
        pouch_id: manifest.digest(),
        padded_bytes: plain.len() as u64,
    });
    let mut key = Zeroizing::new([0; 32]);
    entropy.fill(&mut key[..]);
    let stanza = to.seal(&outer, &key, entropy)?;
    let cose = enclose(&outer, &key, &stanza, to.id(), &plain)?;
    let bytes = cbor::to_bytes(&(Bytes(outer), Bytes(cose)));
    if bytes.len() > POUCH_BYTES_MAX {
        return Err(record::Error::TooLarge { what: "pouch", max: POUCH_BYTES_MAX }.into());
    }
    Ok(bytes)
}

/// Encrypts under a content key that is used once, beside the stanza that carries the key.
pub(crate) fn enclose(
    outer: &[u8],
    key: &[u8; 32],
    stanza: &Stanza,
    id: KeyId,
    plain: &[u8],
) -> Result<Vec<u8>, Error> {
    let protected = ProtectedHeader { original_data: None, header: content_header() };
    let aad = coset::enc_structure_data(EncryptionContext::CoseEncrypt, protected, outer);
    // The content key is used once: a fixed nonce cannot repeat under it.
    let mut sealed = at_rest::encrypt_under(key, NONCE, &aad, plain)?;
    frame(stanza, id, sealed.split_off(NONCE.len()))
}

fn content_header() -> Header {
    HeaderBuilder::new().algorithm(iana::Algorithm::ChaCha20Poly1305).build()
}

/// The one form of a pouch's COSE_Encrypt.
fn frame(stanza: &Stanza, id: KeyId, ciphertext: Vec<u8>) -> Result<Vec<u8>, Error> {
    let encapsulated = coset::cbor::Value::Bytes(stanza.encapsulated.clone());
    let unprotected =
        HeaderBuilder::new().key_id(id.0.to_vec()).value(ENCAPSULATED, encapsulated).build();
    let algorithm = Some(Algorithm::PrivateUse(HPKE_X_WING));
    let recipient = CoseRecipientBuilder::new()
        .unprotected(unprotected)
        .protected(Header { alg: algorithm, ..Header::default() })
        .ciphertext(stanza.sealed.clone())
        .build();
    CoseEncryptBuilder::new()
        .protected(content_header())
        .unprotected(HeaderBuilder::new().iv(NONCE.to_vec()).build())
        .ciphertext(ciphertext)
        .add_recipient(recipient)
        .build()
        .to_vec()
        .map_err(|_| Error::Encrypt)
}

/// The outer header alone: what a relay can read.
pub fn outer(bytes: &[u8]) -> Result<Outer, Rule> {
    Ok(split(bytes)?.0)
}

fn split(bytes: &[u8]) -> Result<(Outer, Vec<u8>, Vec<u8>), Rule> {
    if bytes.len() > POUCH_BYTES_MAX {
        return Err(Rule::PouchForm);
    }
    let (outer, cose): (Bytes, Bytes) = cbor::from_bytes(bytes).map_err(|_| Rule::PouchForm)?;
    let parsed: Outer = cbor::from_bytes(&outer.0).map_err(|_| Rule::PouchForm)?;
    if parsed.format != FORMAT || parsed.padded_bytes > POUCH_BYTES_MAX as u64 {
        return Err(Rule::PouchForm);
    }
    Ok((parsed, outer.0, cose.0))
}

/// Opens a pouch meant for us. What it says is checked by `verify`.
pub fn open(
    bytes: &[u8],
    secrets: &[impl Borrow<KemSecret>],
    (me, network): (&NodeCode, &Digest),
    now: Timestamp,
) -> Result<OpenedPouch, Rule> {
    let (outer, outer_bytes, cose) = split(bytes)?;
    if outer.network != *network {
        return Err(Rule::Network);
    }
    if outer.recipient != *me {
        return Err(Rule::PouchRecipient);
    }
    if outer.expires < now {
        return Err(Rule::PouchExpired);
    }
    let secret = secrets.iter().map(Borrow::borrow);
    let secret =
        secret.into_iter().find(|secret: &&KemSecret| secret.id().0[..] == outer.key_id[..]);
    let plain = disclose(&outer_bytes, &cose, secret.ok_or(Rule::KeyRetired)?)?;
    if plain.len() as u64 != outer.padded_bytes {
        return Err(Rule::PouchForm);
    }
    let payload = Payload::from_bytes(unpad(&plain)?)?;
    let manifest = &payload.manifest;
    let same = manifest.network == outer.network
        && manifest.sender == outer.sender
        && manifest.recipient == outer.recipient
        && manifest.lane == outer.lane
        && manifest.digest() == outer.pouch_id;
    if !same {
        return Err(Rule::PouchRecipient);
    }
    Ok(OpenedPouch { outer, payload })
}

/// What [`enclose`] enclosed, for whoever has the recipient's key.
pub(crate) fn disclose(
    outer: &[u8],
    cose: &[u8],
    secret: &KemSecret,
) -> Result<Zeroizing<Vec<u8>>, Rule> {
    let encrypt = CoseEncrypt::from_slice(cose).map_err(|_| Rule::PouchForm)?;
    let [recipient] = &encrypt.recipients[..] else { return Err(Rule::PouchForm) };
    if recipient.protected.header.alg != Some(Algorithm::PrivateUse(HPKE_X_WING)) {
        return Err(Rule::PouchForm);
    }
    let encapsulated = recipient.unprotected.rest.iter().find_map(|(label, value)| {
        let wanted = *label == coset::Label::Int(ENCAPSULATED);
        value.as_bytes().filter(|_| wanted).cloned()
    });
    // Nothing authenticates this header but its agreement with the outer one.
    if recipient.unprotected.key_id != secret.id().0 || recipient.unprotected.rest.len() != 1 {
        return Err(Rule::PouchForm);
    }
    let stanza = Stanza {
        encapsulated: encapsulated.ok_or(Rule::PouchForm)?,
        sealed: recipient.ciphertext.clone().ok_or(Rule::PouchForm)?,
    };
    // Neither tag covers the frame: it has one form, and nothing is added to it on the way.
    let ciphertext = encrypt.ciphertext.clone().ok_or(Rule::PouchForm)?;
    if frame(&stanza, secret.id(), ciphertext).as_deref() != Ok(cose) {
        return Err(Rule::PouchForm);
    }
    let key = secret.open(outer, &stanza).map_err(|_| Rule::PouchSealed)?;
    let opened = encrypt.decrypt_ciphertext(
        outer,
        || Rule::PouchForm,
        |sealed, aad| {
            let sealed = [&NONCE[..], sealed].concat();
            at_rest::decrypt(&key, aad, &sealed).map_err(|_| Rule::PouchSealed)
        },
    )?;
    Ok(Zeroizing::new(opened))
}

/// Padmé: a length tells at most the position of its few highest bits.
pub fn padme(length: usize) -> usize {
    if length < 2 {
        return length;
    }
    let exponent = length.ilog2();
    let free = exponent - (exponent.ilog2() + 1).min(exponent);
    let mask = (1usize << free) - 1;
    (length + mask) & !mask
}

pub(crate) fn pad(payload: &[u8]) -> Zeroizing<Vec<u8>> {
    let length = u32::try_from(payload.len()).expect("a pouch is smaller than 4 GiB");
    let padded = padme(payload.len() + 4);
    let mut plain = Zeroizing::new(Vec::with_capacity(padded));
    plain.extend_from_slice(&length.to_be_bytes());
    plain.extend_from_slice(payload);
    plain.resize(padded, 0);
    plain
}

pub(crate) fn unpad(plain: &[u8]) -> Result<&[u8], Rule> {
    let (length, rest) = plain.split_first_chunk::<4>().ok_or(Rule::PouchForm)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Rule::PouchForm)?;
    let (payload, padding) = rest.split_at_checked(length).ok_or(Rule::PouchForm)?;
    let clean = padme(length + 4) == plain.len() && padding.iter().all(|byte| *byte == 0);
    clean.then_some(payload).ok_or(Rule::PouchForm)
}
