//! What a device and its node say to each other at a contact.

use record::digest;
use record::policy::Role;
use record::{Digest, Timestamp, Unit};
use seal::kem::KemPublic;
use serde::{Deserialize, Serialize};

use super::carried::{Blob, Carried};
use crate::Error;

/// What a device gets when it is enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    #[serde(with = "digest::bytes32")]
    pub shared: [u8; 32],
    #[serde(with = "digest::bytes32")]
    pub question: [u8; 32],
    pub unit: Unit,
    pub role: Role,
    pub at: Timestamp,
}

/// What a device says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// By its clock.
    pub at: Timestamp,
    /// The key that the answer is sealed for; the one before it is destroyed.
    pub next: KemPublic,
    pub held: Held,
    /// Number of the first question that is handed over, and of the one after the last.
    pub from: u64,
    pub count: u64,
    pub questions: Vec<Blob>,
    pub closing: Digest,
}

/// What a device has: of each list the keys of its entries, of each record its row and a mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub lists: Vec<(i64, Blob)>,
    pub records: Vec<(i64, Blob)>,
}

/// What the node answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    pub at: Timestamp,
    /// What both share from now on.
    pub generation: u64,
    #[serde(with = "digest::bytes32")]
    pub shared: [u8; 32],
    /// Questions before this one are in the node's audit.
    pub taken: u64,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    Carry(Box<Difference>),
    /// There is no copy for the device, or none any more.
    Nothing,
    /// The device was revoked, or its questions did not fit together.
    Revoked,
}

/// What becomes of what the device has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub copy: u64,
    pub stale: Timestamp,
    pub expires: Timestamp,
    /// Entries and records that the device has afterwards.
    pub entries: u64,
    /// Removed first: recalled, expired, blocked, left out by their list.
    pub gone: Vec<(i64, Blob)>,
    pub gone_records: Vec<i64>,
    /// With entries and records that the device has not. A list that is not in it goes.
    pub carried: Carried,
}

/// Keys in rising order, as the differences between them: a byte or two each.
pub fn pack_keys(keys: impl Iterator<Item = i64>) -> Blob {
    let (mut bytes, mut before) = (Vec::new(), 0_i64);
    for key in keys {
        let mut rest = key.wrapping_sub(before).unsigned_abs();
        before = key;
        while rest >= 0x80 {
            bytes.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    Blob(bytes)
}

/// At most so many of them.
pub fn unpack_keys(packed: &Blob, max: u64) -> Result<Vec<i64>, Error> {
    let bad = || Error::Usage("the keys of a list cannot be read".into());
    let (mut keys, mut before, mut value, mut shift) = (Vec::new(), 0_i64, 0_u64, 0_u32);
    for byte in &packed.0 {
        if shift > 56 {
            return Err(bad());
        }
        value |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            let step = i64::try_from(value).map_err(|_| bad())?;
            if keys.len() as u64 >= max {
                return Err(Error::Usage("they are more than there may be".into()));
            }
            before = before.checked_add(step).ok_or_else(bad)?;
            keys.push(before);
            (value, shift) = (0, 0);
        }
    }
    if shift > 0 { Err(bad()) } else { Ok(keys) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_their_packing() {
        for keys in [vec![], vec![1], vec![1, 2, 3, 127, 300, 1 << 40], vec![i64::MAX >> 8]] {
            assert_eq!(unpack_keys(&pack_keys(keys.iter().copied()), 9).unwrap(), keys);
        }
        assert_eq!(pack_keys(1..=20_000).0.len(), 20_000);
    }

    #[test]
    fn what_is_no_packing_is_refused() {
        let refused = |bytes: Vec<u8>| assert!(unpack_keys(&Blob(bytes), 9).is_err());
        refused(vec![0x80]);
        refused(vec![0xff; 12]);
        refused([[0xff; 8].as_slice(), &[0x7f, 1]].concat());
        refused(vec![1; 10]);
    }
}
