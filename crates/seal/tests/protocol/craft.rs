//! A pouch made by hand, as docs/protocol.md writes it: what `seal` never makes can be offered.

use std::collections::BTreeMap;

use record::{Digest, cbor, digest};
use seal::at_rest;
use seal::kem::KemPublic;
use seal::pouch::{Outer, Payload, padme};
use serde::{Deserialize, Serialize};

use crate::world;

/// A byte string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bytes(#[serde(with = "digest::bytes")] pub Vec<u8>);

/// Header labels and algorithms of RFC 9052 and RFC 9053, and this profile's own.
pub const ALGORITHM: i64 = 1;
pub const KEY_ID: i64 = 4;
pub const IV: i64 = 5;
pub const CHACHA20_POLY1305: i64 = 24;
pub const HPKE_X_WING: i64 = -65_537;
pub const ENCAPSULATED: i64 = -65_538;

/// The payload with a manifest's bytes and anything else changed before.
pub fn payload(payload: &Payload, manifest: &[u8]) -> Vec<u8> {
    let receipts: Vec<Bytes> = payload.receipts.iter().cloned().map(Bytes).collect();
    cbor::to_bytes(&(
        Bytes(manifest.to_vec()),
        Digest(payload.manifest_salt),
        payload.manifest_leaf,
        &payload.checkpoint,
        (payload.consistency.from, &payload.consistency.hashes),
        Bytes(payload.shared.clone()),
        &payload.records,
        receipts,
    ))
}

pub fn outer(payload: &Payload, to: &KemPublic) -> Outer {
    let manifest = &payload.manifest;
    Outer {
        format: 1,
        network: manifest.network,
        sender: manifest.sender.clone(),
        recipient: manifest.recipient.clone(),
        lane: manifest.lane,
        expires: crate::pouch::EXPIRES,
        key_id: to.id().0.to_vec(),
        pouch_id: manifest.digest(),
        padded_bytes: 0,
    }
}

/// Length, payload, zeros.
pub fn padded(payload: &[u8]) -> Vec<u8> {
    let mut plain = u32::try_from(payload.len()).unwrap().to_be_bytes().to_vec();
    plain.extend_from_slice(payload);
    plain.resize(padme(plain.len()), 0);
    plain
}

fn map(pairs: &[(i64, Bytes)]) -> BTreeMap<i64, Bytes> {
    pairs.iter().cloned().collect()
}

fn protected(algorithm: i64) -> Bytes {
    Bytes(cbor::to_bytes(&BTreeMap::from([(ALGORITHM, algorithm)])))
}

/// COSE_Encrypt over a padded plaintext; `outer` says how long it is.
pub fn seal(mut outer: Outer, plain: &[u8], to: &KemPublic, word: &str) -> Vec<u8> {
    outer.padded_bytes = plain.len() as u64;
    let header = cbor::to_bytes(&outer);
    let cose = encrypt(&header, plain, to, word, HPKE_X_WING);
    cbor::to_bytes(&(Bytes(header), Bytes(cose)))
}

pub fn encrypt(header: &[u8], plain: &[u8], to: &KemPublic, word: &str, algorithm: i64) -> Vec<u8> {
    let mut entropy = world::entropy(word);
    let mut key = [0; 32];
    seal::entropy::Entropy::fill(&mut entropy, &mut key);
    let stanza = to.seal(header, &key, &mut entropy).unwrap();
    let content = protected(CHACHA20_POLY1305);
    let aad = cbor::to_bytes(&("Encrypt", &content, Bytes(header.to_vec())));
    let sealed = at_rest::encrypt_under(&key, [0; 12], &aad, plain).unwrap();
    let recipient = (
        protected(algorithm),
        map(&[(KEY_ID, Bytes(to.id().0.to_vec())), (ENCAPSULATED, Bytes(stanza.encapsulated))]),
        Bytes(stanza.sealed),
    );
    let iv = map(&[(IV, Bytes(vec![0; 12]))]);
    cbor::to_bytes(&(content, iv, Bytes(sealed[12..].to_vec()), [recipient]))
}
