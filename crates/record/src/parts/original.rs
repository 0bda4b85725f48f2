//! What a `forward` carries: another's record, and where its owner's log proves it.

use serde::{Deserialize, Serialize};

use super::Packed;
use crate::{Digest, digest};

/// Another's record as a `forward` carries it: as it came, and where its owner's log proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "OriginalWire", into = "OriginalWire")]
pub struct Original {
    pub record: Packed,
    pub leaf_salt: [u8; 32],
    /// Where its `published` leaf stands.
    pub leaf: u64,
    /// The signed note that the path leads to.
    pub checkpoint: String,
    /// Tree hashes from the leaf up, lowest first.
    pub inclusion: Vec<Digest>,
}

/// On the wire an array.
#[derive(Serialize, Deserialize)]
struct OriginalWire(Packed, #[serde(with = "digest::bytes32")] [u8; 32], u64, String, Vec<Digest>);

impl From<OriginalWire> for Original {
    fn from(wire: OriginalWire) -> Self {
        let OriginalWire(record, leaf_salt, leaf, checkpoint, inclusion) = wire;
        Self { record, leaf_salt, leaf, checkpoint, inclusion }
    }
}

impl From<Original> for OriginalWire {
    fn from(original: Original) -> Self {
        let Original { record, leaf_salt, leaf, checkpoint, inclusion } = original;
        Self(record, leaf_salt, leaf, checkpoint, inclusion)
    }
}
