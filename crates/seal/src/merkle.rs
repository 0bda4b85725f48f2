//! The tree of RFC 6962, section 2.1: hashes, roots, inclusion and consistency proofs.

use record::Digest;

use crate::Error;

/// No proof of a tree that fits in 64 bits is longer.
pub const PROOF_HASHES_MAX: usize = 64;

/// Tree hashes of complete subtrees: `node(level, index)` covers the leaves
/// `index << level .. (index + 1) << level`.
pub trait Nodes {
    fn node(&self, level: u8, index: u64) -> Option<Digest>;
}

pub fn leaf_hash(entry: &[u8; 32]) -> Digest {
    Digest::of(&[&[0], entry])
}

pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest::of(&[&[1], &left.0, &right.0])
}

/// Root of the empty tree: the hash of nothing.
pub fn empty_root() -> Digest {
    Digest::of(&[])
}

fn fetch(nodes: &dyn Nodes, level: u8, index: u64) -> Result<Digest, Error> {
    nodes.node(level, index).ok_or(Error::MissingNode { level, index })
}

/// The largest power of two smaller than `size`, as an exponent; `size` is at least 2.
fn split_level(size: u64) -> u8 {
    (63 - (size - 1).leading_zeros()) as u8
}

/// Hash of the subtree over `[start, start + size)`, where `start` is a multiple of the smallest
/// power of two that is at least `size`.
pub fn subtree(nodes: &dyn Nodes, start: u64, size: u64) -> Result<Digest, Error> {
    if size.is_power_of_two() {
        let level = size.trailing_zeros() as u8;
        return fetch(nodes, level, start >> level);
    }
    let level = split_level(size);
    let left = fetch(nodes, level, start >> level)?;
    let right = subtree(nodes, start + (1 << level), size - (1 << level))?;
    Ok(node_hash(&left, &right))
}

pub fn root(nodes: &dyn Nodes, size: u64) -> Result<Digest, Error> {
    if size == 0 { Ok(empty_root()) } else { subtree(nodes, 0, size) }
}

/// Inclusion proof of one leaf, lowest hash first.
pub fn inclusion(nodes: &dyn Nodes, size: u64, index: u64) -> Result<Vec<Digest>, Error> {
    let (mut start, mut left, mut path) = (0, size, Vec::new());
    while left > 1 {
        let half = 1 << split_level(left);
        if index - start < half {
            path.push(subtree(nodes, start + half, left - half)?);
            left = half;
        } else {
            path.push(subtree(nodes, start, half)?);
            (start, left) = (start + half, left - half);
        }
    }
    path.reverse();
    Ok(path)
}

/// The root an inclusion proof leads to (RFC 9162, section 2.1.3.2); none where it does not fit.
pub fn root_from_inclusion(
    leaf: &Digest,
    index: u64,
    size: u64,
    path: &[Digest],
) -> Option<Digest> {
    if index >= size || path.len() > PROOF_HASHES_MAX {
        return None;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    (last == 0).then_some(hash)
}

/// Consistency proof from `old` to `new` (RFC 6962, section 2.1.2).
pub fn consistency(nodes: &dyn Nodes, old: u64, new: u64) -> Result<Vec<Digest>, Error> {
    if old == 0 || old >= new {
        return Ok(Vec::new());
    }
    let mut path = Vec::new();
    subproof(nodes, old, 0, new, true, &mut path)?;
    Ok(path)
}

fn subproof(
    nodes: &dyn Nodes,
    old: u64,
    start: u64,
    size: u64,
    whole: bool,
    path: &mut Vec<Digest>,
) -> Result<(), Error> {
    if old == size {
        if !whole {
            path.push(subtree(nodes, start, size)?);
        }
        return Ok(());
    }
    let half = 1 << split_level(size);
    if old <= half {
        subproof(nodes, old, start, half, whole, path)?;
        path.push(subtree(nodes, start + half, size - half)?);
    } else {
        subproof(nodes, old - half, start + half, size - half, false, path)?;
        path.push(subtree(nodes, start, half)?);
    }
    Ok(())
}

/// Whether a proof leads from one root to the other (RFC 9162, section 2.1.4.2).
pub fn is_consistent(
    (old, old_root): (u64, &Digest),
    (new, new_root): (u64, &Digest),
    path: &[Digest],
) -> bool {
    if old > new || path.len() > PROOF_HASHES_MAX {
        return false;
    }
    if old == new {
        return path.is_empty() && old_root == new_root;
    }
    if old == 0 {
        return path.is_empty() && *old_root == empty_root();
    }
    let mut hashes = path.iter();
    let first = if old.is_power_of_two() { Some(old_root) } else { hashes.next() };
    let Some(first) = first else { return false };
    let (mut at, mut last) = (old - 1, new - 1);
    while at & 1 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    let (mut from, mut to) = (*first, *first);
    for hash in hashes {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            from = node_hash(hash, &from);
            to = node_hash(hash, &to);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            to = node_hash(&to, hash);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && from == *old_root && to == *new_root
}

/// A tree that grows leaf by leaf and keeps only the roots of its complete subtrees, the largest
/// first: so many as its size has ones in binary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peaks {
    size: u64,
    hashes: Vec<Digest>,
}

impl Peaks {
    /// As it was kept; none where there are not as many roots as a tree of this size has.
    pub fn from_parts(size: u64, hashes: Vec<Digest>) -> Option<Self> {
        (hashes.len() == size.count_ones() as usize).then_some(Self { size, hashes })
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn hashes(&self) -> &[Digest] {
        &self.hashes
    }

    /// Adds the tree hash of one leaf.
    pub fn add(&mut self, leaf: Digest) {
        let mut top = leaf;
        for _ in 0..self.size.trailing_ones() {
            let left = self.hashes.pop().expect("a complete subtree for each one of the size");
            top = node_hash(&left, &top);
        }
        self.hashes.push(top);
        self.size += 1;
    }

    pub fn root(&self) -> Digest {
        let hashes = self.hashes.iter().rev().copied();
        hashes.reduce(|right, left| node_hash(&left, &right)).unwrap_or(empty_root())
    }
}

/// A whole tree in memory, for tests and small logs such as the directory's.
#[derive(Clone, Debug, Default)]
pub struct Forest(pub Vec<Digest>);

impl Nodes for Forest {
    fn node(&self, level: u8, index: u64) -> Option<Digest> {
        let width = 1usize.checked_shl(level.into())?;
        let from = usize::try_from(index).ok()?.checked_mul(width)?;
        let leaves = self.0.get(from..from.checked_add(width)?)?;
        let mut hashes = leaves.to_vec();
        while hashes.len() > 1 {
            hashes = hashes.chunks(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
        }
        hashes.first().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forest(size: u64) -> Forest {
        Forest((0..size).map(|i| leaf_hash(&Digest::of(&[&i.to_be_bytes()]).0)).collect())
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_included_and_nothing_else() {
        for size in 1..40 {
            let forest = forest(size);
            let root = root(&forest, size).unwrap();
            for index in 0..size {
                let path = inclusion(&forest, size, index).unwrap();
                let leaf = forest.0[index as usize];
                assert_eq!(root_from_inclusion(&leaf, index, size, &path), Some(root));
                let other = leaf_hash(&[9; 32]);
                assert_ne!(root_from_inclusion(&other, index, size, &path), Some(root));
                if let Some((_, short)) = path.split_last() {
                    assert_ne!(root_from_inclusion(&leaf, index, size, short), Some(root));
                }
            }
        }
    }

    #[test]
    fn every_pair_of_small_trees_is_consistent_and_no_other_root_is() {
        let forest = forest(40);
        for new in 1..40 {
            let new_root = root(&forest, new).unwrap();
            for old in 1..=new {
                let old_root = root(&forest, old).unwrap();
                let path = consistency(&forest, old, new).unwrap();
                assert!(is_consistent((old, &old_root), (new, &new_root), &path), "{old} {new}");
                let wrong = Digest::of(&[b"wrong"]);
                assert!(!is_consistent((old, &wrong), (new, &new_root), &path));
                assert!(!is_consistent((old, &old_root), (new, &wrong), &path));
            }
        }
    }

    #[test]
    fn the_root_from_leaves_alone_is_the_trees_root() {
        let forest = forest(70);
        let mut peaks = Peaks::default();
        for size in 0..70 {
            assert_eq!(peaks.root(), root(&forest, size).unwrap(), "{size}");
            let kept = Peaks::from_parts(size, peaks.hashes().to_vec());
            assert_eq!(kept.as_ref(), Some(&peaks));
            assert_eq!(Peaks::from_parts(2 * size + 1, peaks.hashes().to_vec()), None);
            peaks.add(forest.0[size as usize]);
        }
    }

    /// Test vectors of RFC 9162's reference: the tree over eight known inputs is in the log's
    /// frozen vectors, which Go's `tlog` checks; here the empty tree.
    #[test]
    fn the_empty_tree_is_the_hash_of_nothing() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(root(&Forest::default(), 0).unwrap().hex(), empty);
    }
}
