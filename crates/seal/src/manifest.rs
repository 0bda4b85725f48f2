//! The manifest: what a pouch holds, for whom, under which numbers. Its digest is the pouch's id.

use record::draft::Lane;
use record::{Digest, NodeCode, Timestamp, cbor};
use serde::{Deserialize, Serialize};

use crate::Rule;

pub const ENTRIES_MAX: usize = 256;
const LABEL: &[u8] = b"amana/1/manifest";

/// One numbered entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Record(Digest),
    /// Nothing goes under this number, and why.
    Void(String),
}

/// What a pouch holds. With receipts only it has no entries and `last` is `first - 1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    pub network: Digest,
    pub sender: NodeCode,
    pub recipient: NodeCode,
    pub lane: Lane,
    pub first: u64,
    pub last: u64,
    pub entries: Vec<Entry>,
    pub created: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Wire(
    Digest,
    (NodeCode, NodeCode, Lane),
    (u64, u64),
    Vec<Option<Digest>>,
    Vec<(u64, String)>,
    Timestamp,
);

impl Manifest {
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut ids = Vec::with_capacity(self.entries.len());
        let mut voids = Vec::new();
        for (place, entry) in self.entries.iter().enumerate() {
            match entry {
                Entry::Record(id) => ids.push(Some(*id)),
                Entry::Void(why) => {
                    ids.push(None);
                    voids.push((self.first.saturating_add(place as u64), why.clone()));
                }
            }
        }
        let route = (self.sender.clone(), self.recipient.clone(), self.lane);
        cbor::to_bytes(&Wire(
            self.network,
            route,
            (self.first, self.last),
            ids,
            voids,
            self.created,
        ))
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Rule> {
        let wire: Wire = cbor::from_bytes(bytes).map_err(|_| Rule::ManifestForm)?;
        let Wire(network, (sender, recipient, lane), (first, last), ids, voids, created) = wire;
        // The count first: a foreign range may end where numbers end.
        let count = last.checked_add(1).and_then(|end| end.checked_sub(first));
        if count != Some(ids.len() as u64) || ids.len() > ENTRIES_MAX || first == 0 {
            return Err(Rule::ManifestForm);
        }
        let mut voids = voids.into_iter();
        let mut entries = Vec::with_capacity(ids.len());
        for (seq, id) in (first..=last).zip(ids) {
            entries.push(match id {
                Some(id) => Entry::Record(id),
                None => match voids.next() {
                    Some((at, why)) if at == seq => Entry::Void(why),
                    _ => return Err(Rule::ManifestForm),
                },
            });
        }
        if voids.next().is_some() {
            return Err(Rule::ManifestForm);
        }
        Ok(Self { network, sender, recipient, lane, first, last, entries, created })
    }

    /// The pouch's id.
    pub fn digest(&self) -> Digest {
        Digest::of(&[LABEL, &self.to_bytes()])
    }
}
