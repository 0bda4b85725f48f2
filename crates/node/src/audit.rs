//! Audit: every read, listing, query, export, decision and refusal, one log leaf a minute.

use record::policy::Rule;
use record::{Digest, NodeCode, Purpose, RecordId, Timestamp, cbor};
use seal::leaf::Subject;
use serde::{Deserialize, Serialize};

use crate::author::Author;
use crate::clock::draw;
use crate::store::audit::MinuteRoot;
use crate::{Error, Node, case, journal};

/// A minute's tree has this depth, full or empty: a proof does not tell how busy a node was.
pub const TREE_DEPTH: usize = 20;
/// Minutes of an idle or stopped node that are entered at once.
const MINUTES_MAX: i64 = 1_440;

const ENTRY_LABEL: &[u8] = b"amana/1/audit";
const NODE_LABEL: &[u8] = b"amana/1/audit-node";

/// What was done. `docs/audit.md` lists each with its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    Read,
    Listed,
    Queried,
    Exported,
    Published,
    Imported,
    Decided,
    Refused,
    Rejected,
    UsesAsked,
    UsesTold,
    AuditRead,
    Administered,
    Assigned,
    Escalated,
    SignedIn,
    SignedOut,
    Proposed,
    Confirmed,
    Declined,
    Lapsed,
}

impl Deed {
    /// As it stands in an entry and in an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Listed => "listed",
            Self::Queried => "queried",
            Self::Exported => "exported",
            Self::Published => "published",
            Self::Imported => "imported",
            Self::Decided => "decided",
            Self::Refused => "refused",
            Self::Rejected => "rejected",
            Self::UsesAsked => "uses-asked",
            Self::UsesTold => "uses-told",
            Self::AuditRead => "audit-read",
            Self::Administered => "administered",
            Self::Assigned => "assigned",
            Self::Escalated => "escalated",
            Self::SignedIn => "signed-in",
            Self::SignedOut => "signed-out",
            Self::Proposed => "proposed",
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
        }
    }
}

/// One audit entry: references, never content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub at: Timestamp,
    pub deed: Deed,
    /// The officer's pseudonym, or the peer's code.
    pub by: String,
    pub role: String,
    pub unit: String,
    pub purpose: Option<Purpose>,
    /// The case or file that the officer works on, in the officer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The rule that refused, or none.
    pub refused: Option<String>,
    /// Records it is about.
    pub about: Vec<(NodeCode, RecordId)>,
    /// How many records a list or query returned, and a digest of the set.
    pub count: u64,
    pub set: Option<Digest>,
    /// The officer's reason or the command's name.
    pub reason: Option<String>,
}

impl Event {
    pub fn new(deed: Deed, author: &Author, at: Timestamp) -> Self {
        let (by, role) = (author.officer.clone(), author.role.code().into());
        Self { by, role, unit: author.unit.to_string(), ..Self::of_nobody(deed, at) }
    }

    /// Something a peer caused, and the rule it met.
    pub fn of_peer(deed: Deed, peer: &str, at: Timestamp, rule: &str) -> Self {
        let (by, role, refused) = (peer.into(), "peer".into(), Some(rule.into()));
        Self { by, role, refused, ..Self::of_nobody(deed, at) }
    }

    /// Something that nobody did whom this node knows.
    pub fn of_nobody(deed: Deed, at: Timestamp) -> Self {
        Self {
            at,
            deed,
            by: String::new(),
            role: String::new(),
            unit: String::new(),
            purpose: None,
            case: None,
            refused: None,
            about: Vec::new(),
            count: 0,
            set: None,
            reason: None,
        }
    }

    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = Some(purpose);
        self
    }

    pub fn about(mut self, owner: &NodeCode, id: &RecordId) -> Self {
        self.about.push((owner.clone(), *id));
        self
    }

    pub fn refused(mut self, rule: Rule) -> Self {
        self.deed = Deed::Refused;
        self.refused = Some(rule.code().into());
        self
    }

    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Whether something was asked and not given.
    pub fn is_refusal(&self) -> bool {
        matches!(self.deed, Deed::Refused | Deed::Rejected) || self.refused.is_some()
    }

    /// A list audits how many it returned and a digest of which, not each of them.
    pub fn set<'a>(mut self, names: impl Iterator<Item = &'a str>) -> Self {
        let mut bytes = Vec::new();
        let mut count = 0;
        for name in names {
            bytes.extend_from_slice(name.as_bytes());
            bytes.push(b'\n');
            count += 1;
        }
        self.count = count;
        self.set = Some(Digest::of(&[b"amana/1/audit-set", &bytes]));
        self
    }
}

/// What was found, locked until its audit entry is in the store.
#[must_use]
pub struct Guarded<T> {
    value: T,
    event: Event,
}

impl<T> Guarded<T> {
    pub fn new(value: T, event: Event) -> Self {
        Self { value, event }
    }

    pub fn event(&self) -> &Event {
        &self.event
    }
}

/// Stores the entry and, with it, lets the value go. In a transaction.
pub fn record<T>(node: &mut Node, guarded: Guarded<T>) -> Result<T, Error> {
    note(node, &guarded.event)?;
    Ok(guarded.value)
}

/// Stores an entry by itself.
pub fn note(node: &mut Node, event: &Event) -> Result<i64, Error> {
    let salt = Digest(draw(&mut *node.entropy));
    let case = event.case.clone().or_else(case::of_this_request);
    let bytes = cbor::to_bytes(&(salt, &Event { case, ..event.clone() }));
    // A clock set back must not write into a minute whose root is in the log.
    let closed = node.store.last_minute_root()?.map_or(i64::MIN, |root| root.minute + 1);
    node.store.insert_audit(minute(node.now()).max(closed), &bytes, &event.about)
}

/// An entry as stored: its salt and what happened.
pub fn read(bytes: &[u8]) -> Result<(Digest, Event), Error> {
    Ok(cbor::from_bytes(bytes)?)
}

/// Splits a guarded value when the entry is stored by another connection's writer.
pub fn split<T>(guarded: Guarded<T>) -> (T, Event) {
    (guarded.value, guarded.event)
}

pub fn minute(at: Timestamp) -> i64 {
    at.0.div_euclid(record::moment::MINUTE_MS)
}

/// Enters the root of every minute that has passed, one leaf each, busy or idle.
pub fn close_minutes(node: &mut Node) -> Result<u64, Error> {
    let now = minute(node.now());
    let last = node.store.last_minute_root()?.map(|root| root.minute);
    let mut closed = 0;
    let recent = last.map_or(now - 1, |last| last + 1).max(now - MINUTES_MAX);
    // However long the node stood still, no minute in which something happened is left out.
    for minute in node.store.audit_minutes(last.unwrap_or(i64::MIN), recent)? {
        close_minute(node, minute)?;
        closed += 1;
    }
    for minute in recent..now {
        close_minute(node, minute)?;
        closed += 1;
    }
    Ok(closed)
}

fn close_minute(node: &mut Node, minute: i64) -> Result<(), Error> {
    let entries = node.store.audit_of_minute(minute)?;
    let root = root(&leaves(&entries));
    let logged = journal::append(node, &Subject::audit(minute, &root))?;
    let count = entries.len() as u64;
    node.store.insert_minute_root(&MinuteRoot { minute, root, count, leaf: logged.index })
}

pub fn leaves(entries: &[(i64, Vec<u8>)]) -> Vec<Digest> {
    entries.iter().map(|(_, bytes)| Digest::of(&[ENTRY_LABEL, bytes])).collect()
}

fn join(left: &Digest, right: &Digest) -> Digest {
    Digest::of(&[NODE_LABEL, &left.0, &right.0])
}

/// Root of a tree of fixed depth; absent leaves are zero.
pub fn root(leaves: &[Digest]) -> Digest {
    climb(leaves, |_, _| {})
}

/// The path from one entry to its minute's root: one sibling a level, lowest first.
pub fn path(leaves: &[Digest], index: usize) -> Vec<Digest> {
    let mut path = Vec::with_capacity(TREE_DEPTH);
    let mut at = index;
    climb(leaves, |level, empty| {
        path.push(level.get(at ^ 1).copied().unwrap_or(*empty));
        at >>= 1;
    });
    path
}

/// Whether an entry's bytes stand at an index under a root.
pub fn verify_path(bytes: &[u8], index: usize, path: &[Digest], root: &Digest) -> bool {
    let mut hash = Digest::of(&[ENTRY_LABEL, bytes]);
    for (level, sibling) in path.iter().enumerate() {
        let right = index >> level & 1 == 1;
        hash = if right { join(sibling, &hash) } else { join(&hash, sibling) };
    }
    path.len() == TREE_DEPTH && hash == *root
}

fn climb(leaves: &[Digest], mut seen: impl FnMut(&[Digest], &Digest)) -> Digest {
    let mut level = leaves.to_vec();
    let mut empty = Digest::default();
    for _ in 0..TREE_DEPTH {
        seen(&level, &empty);
        let up = level.chunks(2).map(|pair| join(&pair[0], pair.get(1).unwrap_or(&empty)));
        level = up.collect();
        empty = join(&empty, &empty);
    }
    level.first().copied().unwrap_or(empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_proven_by_its_path_and_no_other() {
        let entries: Vec<(i64, Vec<u8>)> = (0..11).map(|i| (i, vec![i as u8; 5])).collect();
        let leaves = leaves(&entries);
        let root = root(&leaves);
        for (index, (_, bytes)) in entries.iter().enumerate() {
            let path = path(&leaves, index);
            assert!(verify_path(bytes, index, &path, &root));
            assert!(!verify_path(bytes, index ^ 1, &path, &root));
            assert!(!verify_path(b"other", index, &path, &root));
            assert!(!verify_path(bytes, index, &path[1..], &root));
        }
    }

    #[test]
    fn an_idle_minute_has_a_root_like_any_other() {
        assert_eq!(path(&[], 0).len(), TREE_DEPTH);
        assert_ne!(root(&[]), root(&[Digest::default(), Digest::of(&[b"x"])]));
    }
}
