//! One inclusion proof for many leaves: ascending indices, tree size, and the missing hashes.
//!
//! The tree over `[0, size)` is walked from the root as in RFC 6962. A subtree without any of the
//! leaves contributes its hash, and the walk does not enter it. Hashes are listed left to right,
//! bottom up: the order in which the walk, left before right and children before parents, needs
//! them. Not a C2SP format; frozen in `tests/vectors/shared_proof.json`.

use record::{Digest, digest};
use serde::{Deserialize, Serialize};

use crate::merkle::{self, Nodes, node_hash};
use crate::{Error, Rule};

/// A pouch has 256 records, its manifest and as many receipts.
pub const LEAVES_MAX: usize = 1_024;
/// A path a leaf at the most.
const HASHES_MAX: usize = LEAVES_MAX * merkle::PROOF_HASHES_MAX;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedProof {
    size: u64,
    indices: Vec<u64>,
    /// Hashes of 32 bytes, one after the other.
    #[serde(with = "digest::bytes")]
    hashes: Vec<u8>,
}

fn half_of(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

impl SharedProof {
    /// Proves the leaves at `indices`, which ascend, in the tree of `size`.
    pub fn prove(nodes: &dyn Nodes, size: u64, indices: &[u64]) -> Result<Self, Error> {
        let mut proof = Self { size, indices: indices.to_vec(), hashes: Vec::new() };
        proof.check()?;
        collect(nodes, 0, size, indices, &mut proof.hashes)?;
        Ok(proof)
    }

    /// The same of one leaf, from its ordinary inclusion proof, lowest hash first.
    pub fn of_path(size: u64, index: u64, path: &[Digest]) -> Result<Self, Error> {
        let (mut start, mut width) = (0, size);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for hash in path.iter().rev() {
            if width < 2 {
                return Err(Error::Refused(Rule::SharedProof));
            }
            let half = half_of(width);
            if index < start + half {
                right.push(hash.0);
                width = half;
            } else {
                left.push(hash.0);
                (start, width) = (start + half, width - half);
            }
        }
        right.reverse();
        let hashes = [left, right].concat().concat();
        let proof = Self { size, indices: vec![index], hashes };
        proof.check()?;
        Ok(proof)
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn indices(&self) -> &[u64] {
        &self.indices
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        record::cbor::to_bytes(self)
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let proof: Self = record::cbor::from_bytes(bytes)?;
        proof.check()?;
        Ok(proof)
    }

    fn check(&self) -> Result<(), Error> {
        let ascending = self.indices.windows(2).all(|pair| pair[0] < pair[1]);
        let inside = self.indices.last().is_some_and(|last| *last < self.size);
        let bounded = self.indices.len() <= LEAVES_MAX && self.hashes.len() <= HASHES_MAX * 32;
        let whole = self.hashes.len().is_multiple_of(32);
        let good = ascending && inside && bounded && whole;
        good.then_some(()).ok_or(Error::Refused(Rule::SharedProof))
    }

    /// The root that the leaves' tree hashes, in order of their indices, lead to.
    pub fn root(&self, leaves: &[Digest]) -> Result<Digest, Error> {
        self.climb(leaves, None).map(|(root, _)| root)
    }

    /// The ordinary inclusion proof of one of the leaves, lowest hash first.
    pub fn single(&self, leaves: &[Digest], index: u64) -> Result<Vec<Digest>, Error> {
        self.climb(leaves, Some(index)).map(|(_, path)| path)
    }

    fn climb(
        &self,
        leaves: &[Digest],
        wanted: Option<u64>,
    ) -> Result<(Digest, Vec<Digest>), Error> {
        if leaves.len() != self.indices.len() {
            return Err(Error::Refused(Rule::SharedProof));
        }
        let mut climb = Climb {
            indices: &self.indices,
            leaves,
            hashes: self.hashes.chunks_exact(32),
            wanted,
            path: Vec::new(),
        };
        let root = climb.subtree(0, self.size).ok_or(Error::Refused(Rule::SharedProof))?;
        let spent = climb.hashes.next().is_none() && climb.indices.is_empty();
        let path = climb.path;
        spent.then_some((root, path)).ok_or(Error::Refused(Rule::SharedProof))
    }
}

fn collect(
    nodes: &dyn Nodes,
    start: u64,
    size: u64,
    indices: &[u64],
    hashes: &mut Vec<u8>,
) -> Result<(), Error> {
    if indices.is_empty() {
        hashes.extend_from_slice(&merkle::subtree(nodes, start, size)?.0);
        return Ok(());
    }
    if size == 1 {
        return Ok(());
    }
    let half = half_of(size);
    let cut = indices.partition_point(|index| *index < start + half);
    collect(nodes, start, half, &indices[..cut], hashes)?;
    collect(nodes, start + half, size - half, &indices[cut..], hashes)
}

struct Climb<'a> {
    indices: &'a [u64],
    leaves: &'a [Digest],
    hashes: std::slice::ChunksExact<'a, u8>,
    wanted: Option<u64>,
    path: Vec<Digest>,
}

impl Climb<'_> {
    fn subtree(&mut self, start: u64, size: u64) -> Option<Digest> {
        let has_leaf = self.indices.first().is_some_and(|index| *index - start < size);
        if !has_leaf {
            return Digest::from_slice(self.hashes.next()?);
        }
        if size == 1 {
            let (leaf, rest) = self.leaves.split_first()?;
            (self.leaves, self.indices) = (rest, &self.indices[1..]);
            return Some(*leaf);
        }
        let half = half_of(size);
        let left = self.subtree(start, half)?;
        let right = self.subtree(start + half, size - half)?;
        if let Some(index) = self.wanted
            && (start..start + size).contains(&index)
        {
            self.path.push(if index < start + half { right } else { left });
        }
        Some(node_hash(&left, &right))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::merkle::Forest;

    fn forest(size: u64) -> Forest {
        Forest((0..size).map(|i| merkle::leaf_hash(&Digest::of(&[&i.to_be_bytes()]).0)).collect())
    }

    /// Each bound by itself, on both of its sides.
    #[test]
    fn what_a_proof_may_be_ends_where_it_says() {
        let leaves_max = LEAVES_MAX as u64;
        let bytes_max = LEAVES_MAX * merkle::PROOF_HASHES_MAX * 32;
        let check = |size: u64, indices: &[u64], bytes: usize, expect: bool| {
            let proof = SharedProof { size, indices: indices.to_vec(), hashes: vec![0; bytes] };
            assert_eq!(proof.check().is_ok(), expect, "{size} {} {bytes}", indices.len());
        };
        let many: Vec<u64> = (0..=leaves_max).collect();
        check(2_000, &many[..LEAVES_MAX], 0, true);
        check(2_000, &many, 0, false);
        check(3, &[0, 2], 32, true);
        check(2, &[0, 2], 32, false);
        check(3, &[0, 0], 32, false);
        check(3, &[2, 0], 32, false);
        check(3, &[], 32, false);
        check(3, &[0], bytes_max, true);
        check(3, &[0], bytes_max + 32, false);
        check(3, &[0], 33, false);
    }

    proptest! {
        #[test]
        fn a_shared_proof_says_what_single_proofs_say(
            size in 1u64..200,
            picks in proptest::collection::btree_set(0u64..200, 1..20),
        ) {
            let indices: Vec<u64> = picks.into_iter().map(|i| i % size).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
            let forest = forest(size);
            let root = merkle::root(&forest, size).unwrap();
            let proof = SharedProof::prove(&forest, size, &indices).unwrap();
            let proof = SharedProof::from_bytes(&proof.to_bytes()).unwrap();
            let leaves: Vec<Digest> = indices.iter().map(|i| forest.0[*i as usize]).collect();
            prop_assert_eq!(proof.root(&leaves).unwrap(), root);
            for index in &indices {
                let path = proof.single(&leaves, *index).unwrap();
                prop_assert_eq!(&path, &merkle::inclusion(&forest, size, *index).unwrap());
                let alone = SharedProof::prove(&forest, size, &[*index]).unwrap();
                prop_assert_eq!(SharedProof::of_path(size, *index, &path).unwrap(), alone);
            }
            let mut wrong = leaves.clone();
            wrong[0] = Digest::of(&[b"wrong"]);
            prop_assert_ne!(proof.root(&wrong).ok(), Some(root));
        }

        #[test]
        fn hostile_bytes_never_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            leaf in any::<[u8; 32]>(),
        ) {
            if let Ok(proof) = SharedProof::from_bytes(&bytes) {
                let _ = proof.root(&[Digest(leaf)]);
            }
        }
    }
}
