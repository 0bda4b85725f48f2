//! Questions that a device keeps until its next contact.
//!
//! ```text
//! key 0      the credential's          key i+1 = SHA-256("amana/1/copy-question-next" ‖ key i)
//! question i = nonce ‖ ChaCha20-Poly1305(SHA-256("amana/1/copy-question" ‖ key i),
//!              AAD = "amana/1/copy-question" ‖ i ‖ device, det-CBOR) ‖ tag
//! closing n  = SHA-256("amana/1/copy-closing" ‖ key n ‖ n)
//! ```
//!
//! A key is overwritten once its question is written: nobody reads on the device what was asked on
//! it, and nobody who takes the device can write another question in a past one's place, leave one
//! out, or leave the last ones out. Whoever puts the whole device back to an earlier state can:
//! no software on it can tell.

use record::{Digest, NodeCode, Purpose, RecordId, Timestamp, cbor};
use seal::at_rest;
use seal::entropy::Entropy;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::carried::Blob;
use crate::Error;

const QUESTION: &[u8] = b"amana/1/copy-question";
const NEXT: &[u8] = b"amana/1/copy-question-next";
const CLOSING: &[u8] = b"amana/1/copy-closing";
/// Bytes of one kept question.
pub const QUESTION_BYTES_MAX: usize = 256 * 1024;

/// What was asked without a line, and what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// By the device's clock.
    pub at: Timestamp,
    pub purpose: Purpose,
    /// The copy that was asked.
    pub copy: u64,
    /// The question as the node keeps it; empty where it was refused.
    pub asked: Blob,
    pub hits: Vec<KeptHit>,
    /// Why nothing was answered.
    pub refused: Option<String>,
}

/// A hit, so that the node can work it out again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptHit {
    /// List, update and key of an entry, or the row of a record.
    pub from: KeptFrom,
    pub name: String,
    pub record: Option<(NodeCode, RecordId)>,
    /// Of what was compared.
    pub digest: Digest,
    pub scorer: String,
    pub score: u32,
    pub factors: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeptFrom {
    Entry(i64, i64, i64),
    Record(i64),
}

pub type Key = Zeroizing<[u8; 32]>;

pub fn next(key: &[u8; 32]) -> Key {
    Zeroizing::new(Digest::of(&[NEXT, key]).0)
}

fn question_key(key: &[u8; 32]) -> Key {
    Zeroizing::new(Digest::of(&[QUESTION, key]).0)
}

fn aad(device: &str, number: u64) -> Vec<u8> {
    [QUESTION, &number.to_be_bytes(), device.as_bytes()].concat()
}

/// Proves how many there are, for whoever has the key that follows the last.
pub fn closing(key: &[u8; 32], count: u64) -> Digest {
    Digest::of(&[CLOSING, key, &count.to_be_bytes()])
}

pub fn seal(
    kept: &Kept,
    key: &[u8; 32],
    (device, number): (&str, u64),
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, Error> {
    let plain = Zeroizing::new(cbor::to_bytes(kept));
    if plain.len() > QUESTION_BYTES_MAX {
        return Err(Error::Usage("the question says more than is kept of one".into()));
    }
    Ok(at_rest::encrypt(&question_key(key), &aad(device, number), &plain, entropy)?)
}

/// One question of a device, where it stands in its place.
pub fn open(sealed: &[u8], key: &[u8; 32], (device, number): (&str, u64)) -> Result<Kept, Broken> {
    let plain = at_rest::decrypt(&question_key(key), &aad(device, number), sealed);
    let plain = Zeroizing::new(plain.map_err(|_| Broken)?);
    cbor::from_bytes(&plain).map_err(|_| Broken)
}

/// The questions do not fit together: one was changed, moved or left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// Questions as they were handed over, from the one on that the node waits for.
pub fn read(
    sealed: &[Blob],
    first: &[u8; 32],
    (device, from): (&str, u64),
    (count, closes): (u64, &Digest),
) -> Result<(Vec<Kept>, Key), (Vec<Kept>, Broken)> {
    let (mut kept, mut key) = (Vec::new(), Zeroizing::new(*first));
    for (number, one) in (from..).zip(sealed) {
        match open(&one.0, &key, (device, number)) {
            Ok(question) => kept.push(question),
            Err(broken) => return Err((kept, broken)),
        }
        key = next(&key);
    }
    let whole = from.checked_add(sealed.len() as u64) == Some(count);
    if !whole || closing(&key, count) != *closes {
        return Err((kept, Broken));
    }
    Ok((kept, key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemEntropy;

    const FIRST: [u8; 32] = [9; 32];

    fn question(number: u8) -> Kept {
        Kept {
            at: Timestamp(i64::from(number)),
            purpose: Purpose::BorderControl,
            copy: 1,
            asked: Blob(vec![number]),
            hits: Vec::new(),
            refused: None,
        }
    }

    /// Five questions of a device, the key that follows them, and their closing.
    fn asked() -> (Vec<Blob>, Digest) {
        let (mut key, mut all) = (Zeroizing::new(FIRST), Vec::new());
        for number in 0..5 {
            let place = ("tablet-1", u64::from(number));
            all.push(Blob(seal(&question(number), &key, place, &mut SystemEntropy).unwrap()));
            key = next(&key);
        }
        (all, closing(&key, 5))
    }

    fn check(all: &[Blob], count: u64, closes: &Digest) -> Result<usize, usize> {
        let read = read(all, &FIRST, ("tablet-1", 0), (count, closes));
        read.map(|(kept, _)| kept.len()).map_err(|(kept, _)| kept.len())
    }

    #[test]
    fn questions_in_their_order_are_read_and_no_others() {
        let (all, closes) = asked();
        assert_eq!(check(&all, 5, &closes), Ok(5));
        let pick = |places: &[usize]| -> Vec<Blob> {
            places.iter().map(|place| all[*place].clone()).collect()
        };
        assert_eq!(check(&pick(&[0, 1, 3, 4]), 4, &closes), Err(2), "one was left out");
        assert_eq!(check(&pick(&[0, 1, 2, 3]), 4, &closes), Err(4), "the last was left out");
        assert_eq!(check(&pick(&[0, 1, 2, 3]), 5, &closes), Err(4), "and its number kept");
        assert_eq!(check(&[], 0, &closes), Err(0), "all were left out");
        assert_eq!(check(&pick(&[0, 2, 1, 3, 4]), 5, &closes), Err(1), "two changed places");
        assert_eq!(check(&pick(&[0, 1, 1, 3, 4]), 5, &closes), Err(2), "one stands twice");
        let mut changed = all.clone();
        changed[4].0[20] ^= 1;
        assert_eq!(check(&changed, 5, &closes), Err(4));
    }

    /// Whoever takes the device has the key that follows the last question: with it no earlier
    /// question is read, and no earlier closing is made.
    #[test]
    fn the_key_that_is_left_opens_nothing_before_it() {
        let (all, _) = asked();
        let left = (0..5).fold(Zeroizing::new(FIRST), |key, _| next(&key));
        for (number, sealed) in (0..).zip(&all) {
            assert_eq!(open(&sealed.0, &left, ("tablet-1", number)), Err(Broken));
        }
        let forged = closing(&left, 3);
        assert_eq!(check(&all[..3], 3, &forged), Err(3));
    }

    #[test]
    fn another_devices_questions_are_not_taken() {
        let (all, closes) = asked();
        let read = read(&all, &FIRST, ("tablet-2", 0), (5, &closes));
        assert!(read.is_err());
    }
}
