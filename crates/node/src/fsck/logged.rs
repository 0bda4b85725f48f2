//! Our own log: leaves, tiles and right edge agree, and each leaf has what it speaks of.

use std::collections::{HashMap, HashSet};

use record::Digest;
use seal::checkpoint::Checkpoint;
use seal::leaf::{Leaf, LeafType, Subject};
use seal::log_key::LogPublic;
use seal::merkle::{self, Peaks};

use super::Report;
use crate::store::Store;
use crate::store::epoch::ClosedEpoch;
use crate::store::leaf::StoredLeaf;
use crate::store::lost::Place;
use crate::store::record::Stored;
use crate::{Error, Node, export, journal};

/// Leaves read at once.
const BATCH: u64 = 1_024;

/// What our log says of records: content id → leaf types, and the holds it names.
#[derive(Default)]
pub(super) struct Told {
    about: HashMap<Digest, HashSet<LeafType>>,
    held: HashSet<(Digest, String, String)>,
}

impl Told {
    pub(super) fn says(&self, leaf_type: LeafType, content_id: &Digest) -> bool {
        self.about.get(content_id).is_some_and(|types| types.contains(&leaf_type))
    }

    pub(super) fn says_held(&self, content_id: &Digest, authority: &str, until: &str) -> bool {
        self.held.contains(&(*content_id, authority.to_owned(), until.to_owned()))
    }

    fn note(&mut self, subject: &Subject) {
        let (leaf_type, content_id) = match subject {
            Subject::Published { content_id } => (LeafType::Published, content_id),
            Subject::Admitted { about } => (LeafType::Admitted, &about.content_id),
            Subject::Hidden { about, .. } => (LeafType::Hidden, &about.content_id),
            Subject::Erased { about, .. } => (LeafType::Erased, &about.content_id),
            Subject::Held { about, authority, until } => {
                self.held.insert((about.content_id, authority.clone(), until.to_string()));
                return;
            }
            _ => return,
        };
        self.about.entry(*content_id).or_default().insert(leaf_type);
    }
}

/// Verifies the log and answers what it tells. The root is computed from the leaves alone and
/// compared with the one that tiles and edge give: that is the one we sign.
pub(super) fn check(node: &Node, report: &mut Report) -> Result<Told, Error> {
    let (size, mut told, mut peaks) = (node.log.size(), Told::default(), Peaks::default());
    for closed in node.store.closed_epochs()? {
        check_closed(node, &closed, &mut told, report)?;
    }
    let tree = node.log.nodes(&node.store);
    let head = signed_head(node)?;
    for first in (0..size).step_by(BATCH as usize) {
        let places = node.store.places(first, size.min(first + BATCH))?;
        for (expected, (index, place)) in (first..).zip(places) {
            report.leaves += 1;
            report.leaves_lost += u64::from(matches!(place, Place::Lost(_)));
            let Some(hash) = check_leaf(node, &place, &mut told) else {
                report.fault(format!("leaf {expected} cannot be read"));
                continue;
            };
            let stands = merkle::Nodes::node(&tree, 0, expected) == Some(hash);
            report.expect(index == expected && stands, || {
                format!("leaf {expected} does not agree with the log's tiles")
            });
            peaks.add(hash);
            if let Some((size, root)) = head.filter(|(size, _)| *size == report.leaves) {
                let stands = peaks.root() == root;
                report.expect(stands, || {
                    format!(
                        "the log's first {size} leaves are not those under the head that was signed"
                    )
                });
            }
        }
    }
    report.expect(head.is_none_or(|(at, _)| at <= size), || {
        "the log is shorter than the head that was signed".into()
    });
    let found = report.leaves;
    report.expect(found == size, || format!("the log has {size} leaves, {found} are stored"));
    match node.log.root(&node.store) {
        Ok(root) => report
            .expect(root == peaks.root(), || "the log's root is not the root of its leaves".into()),
        Err(error) => report.fault(format!("the log's root cannot be computed: {error}")),
    }
    Ok(told)
}

/// An epoch that is closed: its leaves give the root under the head that closed it.
fn check_closed(
    node: &Node,
    closed: &ClosedEpoch,
    told: &mut Told,
    report: &mut Report,
) -> Result<(), Error> {
    let mut peaks = Peaks::default();
    for first in (0..closed.size).step_by(BATCH as usize) {
        let end = closed.size.min(first + BATCH);
        for (_, place) in node.store.closed_places(closed.epoch, (first, end))? {
            let stored = match place {
                Place::Known(stored) => stored,
                Place::Lost(hash) => {
                    report.leaves_lost += 1;
                    peaks.add(hash);
                    continue;
                }
            };
            let Ok(subject) = Subject::from_bytes(&stored.subject) else { continue };
            told.note(&subject);
            let (network, origin) = (&node.network, closed.origin.as_str());
            peaks.add(export::leaf_hash(network, origin, &subject, stored.salt));
        }
    }
    report.leaves_closed += peaks.size();
    report.expect(peaks.size() == closed.size && peaks.root() == closed.root, || {
        format!("the leaves of epoch {} are not those under the head that closed it", closed.epoch)
    });
    Ok(())
}

/// The leaves under the head that was signed last, hashed anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderHead {
    pub leaves: u64,
    pub root: Digest,
    pub signed: Digest,
}

/// Hashes every leaf under the head that was signed last, with nothing but the store: it can be
/// done beside the writer. Leaves that are missing give another root.
pub fn under_head(
    store: &Store,
    (network, origin): (&Digest, &str),
    key: &LogPublic,
) -> Result<UnderHead, Error> {
    let none = || Error::NotFound("a head that was signed".into());
    let note = store.setting(journal::HEAD)?.ok_or_else(none)?;
    let (head, _) = Checkpoint::verify(&String::from_utf8_lossy(&note), key)?;
    let mut peaks = Peaks::default();
    for first in (0..head.size).step_by(BATCH as usize) {
        for (_, place) in store.places(first, head.size.min(first + BATCH))? {
            peaks.add(match place {
                Place::Lost(hash) => hash,
                Place::Known(stored) => {
                    let leaf = Leaf::from_stored(stored.leaf_type, stored.salt, &stored.subject)?;
                    merkle::leaf_hash(&leaf.entry(network, origin))
                }
            });
        }
    }
    Ok(UnderHead { leaves: peaks.size(), root: peaks.root(), signed: head.root })
}

/// The head this node signed last: leaves that were lost or changed since do not give its root.
fn signed_head(node: &Node) -> Result<Option<(u64, Digest)>, Error> {
    Ok(journal::kept_head(node)?.map(|head| (head.size, head.root)))
}

fn check_leaf(node: &Node, place: &Place, told: &mut Told) -> Option<Digest> {
    let stored: &StoredLeaf = match place {
        Place::Known(stored) => stored,
        Place::Lost(hash) => return Some(*hash),
    };
    let leaf = Leaf::from_stored(stored.leaf_type, stored.salt, &stored.subject).ok()?;
    let subject = Subject::from_bytes(&stored.subject).ok()?;
    // A leaf proves what its type says and nothing else.
    if subject.leaf_type() != leaf.leaf_type() {
        return None;
    }
    told.note(&subject);
    node.log.hash(stored).ok()
}

/// A record that was published or admitted is still there, if only as its digest.
pub(super) fn check_complete(told: &Told, held: &HashSet<Digest>, report: &mut Report) {
    for (content_id, types) in &told.about {
        let entered = types.contains(&LeafType::Published) || types.contains(&LeafType::Admitted);
        report.expect(!entered || held.contains(content_id), || {
            format!("the log tells of {content_id}, and its record is gone")
        });
    }
}

/// Whether a record of ours has its leaf.
pub(super) fn own(node: &Node, stored: &Stored) -> Result<bool, Error> {
    let leaf = match node.store.closed_epoch(stored.epoch)? {
        None => node.store.leaf(stored.leaf)?,
        Some(_) => node.store.closed_leaves(stored.epoch, stored.leaf, stored.leaf + 1)?.pop(),
    };
    let Some(leaf) = leaf else { return Ok(false) };
    let expected = Subject::published(&stored.content_id).to_bytes();
    Ok(leaf.leaf_type == LeafType::Published as u8
        && leaf.salt == stored.leaf_salt
        && leaf.subject == expected)
}
