//! Our own log: leaves and full tiles in the store, the right edge in memory.

use record::{Digest, Timestamp};
use seal::checkpoint::Checkpoint;
use seal::leaf::{Leaf, Subject};
use seal::log_key::LogSecret;
use seal::merkle::{self, Nodes};

use crate::Error;
use crate::store::Store;
use crate::store::leaf::StoredLeaf;
use crate::store::lost::Place;
use crate::store::mirror::joined;

/// Tiles are 256 hashes wide and eight levels high (C2SP tlog-tiles).
pub const TILE_WIDTH: usize = 256;
const TILE_HEIGHT: u8 = 8;

/// The hashes of tiles that are not full yet, one list a tile level, and the size they make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    partial: Vec<Vec<Digest>>,
}

/// The log of this node. Leaves count as logged once their transaction has committed.
pub struct Log {
    network: Digest,
    origin: String,
    edge: Edge,
    committed: Edge,
    signed: Option<(u64, String)>,
    /// The node was restored and is not caught up: nothing is signed.
    held: bool,
}

impl Log {
    /// Rebuilds the right edge from the last leaves and tiles.
    pub fn open(store: &Store, network: Digest, origin: &str) -> Result<Self, Error> {
        let size = store.leaf_count()?;
        let mut log = Self {
            network,
            origin: origin.into(),
            edge: Edge { size, partial: Vec::new() },
            committed: Edge::default(),
            signed: None,
            held: store.holds_heads()?,
        };
        log.edge.partial = log.read_partial(store, size)?;
        log.committed = log.edge.clone();
        Ok(log)
    }

    fn read_partial(&self, store: &Store, size: u64) -> Result<Vec<Vec<Digest>>, Error> {
        let width = TILE_WIDTH as u64;
        let mut partial = Vec::new();
        let tail = store.places(size - size % width, size)?;
        let tail = tail.iter().map(|(_, place)| self.place_hash(place));
        partial.push(tail.collect::<Result<Vec<_>, _>>()?);
        let (mut level, mut full) = (1, size / width);
        while full > 0 {
            let first = full - full % width;
            let mut hashes = Vec::new();
            for index in first..full {
                hashes.push(tile_root(&read_tile(store, level - 1, index)?));
            }
            partial.push(hashes);
            (level, full) = (level + 1, full / width);
        }
        Ok(partial)
    }

    /// The tree hash of a stored leaf.
    pub fn hash(&self, stored: &StoredLeaf) -> Result<Digest, Error> {
        let leaf = Leaf::from_stored(stored.leaf_type, stored.salt, &stored.subject)?;
        Ok(merkle::leaf_hash(&leaf.entry(&self.network, &self.origin)))
    }

    /// The tree hash of what stands at a place, known or lost.
    pub fn place_hash(&self, place: &Place) -> Result<Digest, Error> {
        match place {
            Place::Known(stored) => self.hash(stored),
            Place::Lost(hash) => Ok(*hash),
        }
    }

    /// Whether no head may leave, because others may have a larger one.
    pub fn is_held(&self) -> bool {
        self.held
    }

    pub fn hold(&mut self, held: bool) {
        self.held = held;
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Leaves of committed transactions.
    pub fn size(&self) -> u64 {
        self.committed.size
    }

    pub fn edge(&self) -> Edge {
        self.edge.clone()
    }

    pub fn restore(&mut self, edge: Edge) {
        self.edge = edge;
    }

    pub fn committed(&mut self) {
        // A log that was cut and grew again may have the size it had.
        if self.committed != self.edge {
            self.committed = self.edge.clone();
        }
    }

    /// Appends one leaf in the running transaction.
    pub fn append(&mut self, store: &Store, leaf: &Leaf, subject: &Subject) -> Result<u64, Error> {
        let index = self.edge.size;
        store.insert_leaf(&StoredLeaf {
            index,
            leaf_type: leaf.leaf_type() as u8,
            salt: *leaf.salt(),
            subject: subject.to_bytes(),
        })?;
        let hash = merkle::leaf_hash(&leaf.entry(&self.network, &self.origin));
        self.push(store, hash)?;
        Ok(index)
    }

    /// Takes the leaves from a size on off the log, in the running transaction: no head over any of
    /// them has left.
    pub fn cut(&mut self, store: &Store, size: u64) -> Result<(), Error> {
        store.cut_log(size)?;
        self.signed = None;
        self.edge = Edge { size, partial: self.read_partial(store, size)? };
        Ok(())
    }

    /// Appends leaves of which only the hashes are known, in the running transaction.
    pub fn append_lost(&mut self, store: &Store, hashes: &[Digest]) -> Result<(), Error> {
        store.insert_lost_leaves(self.edge.size, hashes)?;
        hashes.iter().try_for_each(|hash| self.push(store, *hash))
    }

    /// Tree hashes that count leaves of the running transaction too.
    pub fn uncommitted<'a>(&'a self, store: &'a Store) -> Tree<'a> {
        Tree { store, edge: &self.edge }
    }

    /// Hashes of committed leaves of the half-open range, in order.
    pub fn leaf_hashes(&self, store: &Store, first: u64, end: u64) -> Result<Vec<Digest>, Error> {
        let width = TILE_WIDTH as u64;
        let (full, end) = (self.committed.size / width, end.min(self.committed.size));
        let mut hashes = Vec::new();
        for tile in first / width..end.div_ceil(width) {
            let of_tile = match tile < full {
                true => read_tile(store, 0, tile)?,
                false => self.committed.partial.first().cloned().unwrap_or_default(),
            };
            let skipped = first.saturating_sub(tile * width) as usize;
            hashes.extend(of_tile.into_iter().skip(skipped));
        }
        hashes.truncate(usize::try_from(end.saturating_sub(first)).unwrap_or(0));
        Ok(hashes)
    }

    fn push(&mut self, store: &Store, leaf: Digest) -> Result<(), Error> {
        let (mut hash, mut level) = (leaf, 0);
        loop {
            if self.edge.partial.len() == level {
                self.edge.partial.push(Vec::with_capacity(TILE_WIDTH));
            }
            self.edge.partial[level].push(hash);
            if self.edge.partial[level].len() < TILE_WIDTH {
                break;
            }
            let full = std::mem::take(&mut self.edge.partial[level]);
            let index = self.edge.size >> (usize::from(TILE_HEIGHT) * (level + 1));
            store.insert_tile(level as u8, index, &joined(&full))?;
            (hash, level) = (tile_root(&full), level + 1);
        }
        self.edge.size += 1;
        Ok(())
    }

    /// Tree hashes over committed leaves.
    pub fn nodes<'a>(&'a self, store: &'a Store) -> Tree<'a> {
        Tree { store, edge: &self.committed }
    }

    /// Root over committed leaves.
    pub fn root(&self, store: &Store) -> Result<Digest, Error> {
        Ok(merkle::root(&self.nodes(store), self.committed.size)?)
    }

    /// A checkpoint over committed leaves only. Signed anew only when something was added.
    pub fn checkpoint(
        &mut self,
        store: &Store,
        secret: &LogSecret,
        now: Timestamp,
    ) -> Result<String, Error> {
        // The one place where heads are made: whatever lets one go ends here.
        if self.held {
            return Err(Error::Behind);
        }
        let size = self.committed.size;
        if let Some((signed, note)) = &self.signed
            && *signed == size
        {
            return Ok(note.clone());
        }
        let root = self.root(store)?;
        let note = Checkpoint::new(&self.origin, size, root).sign(secret, now)?;
        self.signed = Some((size, note.clone()));
        Ok(note)
    }
}

/// Tree hashes from tiles and the right edge.
pub struct Tree<'a> {
    store: &'a Store,
    edge: &'a Edge,
}

impl Nodes for Tree<'_> {
    fn node(&self, level: u8, index: u64) -> Option<Digest> {
        let (tile_level, inside) = (level / TILE_HEIGHT, level % TILE_HEIGHT);
        let first = index << inside;
        let tile = first / TILE_WIDTH as u64;
        let full = self.edge.size >> (TILE_HEIGHT * (tile_level + 1));
        let from = (first % TILE_WIDTH as u64) as usize;
        let wanted = from..from + (1 << inside);
        if tile < full {
            let hashes = read_tile(self.store, tile_level, tile).ok()?;
            return Some(tile_root(hashes.get(wanted)?));
        }
        let partial = self.edge.partial.get(usize::from(tile_level))?;
        Some(tile_root(partial.get(wanted)?))
    }
}

fn read_tile(store: &Store, level: u8, index: u64) -> Result<Vec<Digest>, Error> {
    let bytes = store.tile(level, index)?;
    let bytes = bytes.ok_or_else(|| Error::Damaged(format!("tile {level}/{index} is missing")))?;
    Ok(bytes.chunks_exact(32).filter_map(Digest::from_slice).collect())
}

/// The root over a power of two of hashes.
pub(crate) fn tile_root(hashes: &[Digest]) -> Digest {
    match hashes {
        [one] => *one,
        many => {
            let (left, right) = many.split_at(many.len() / 2);
            merkle::node_hash(&tile_root(left), &tile_root(right))
        }
    }
}
