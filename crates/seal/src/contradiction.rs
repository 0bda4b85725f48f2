//! What proves to anyone that a member told two stories: two heads of one log that it signed, two
//! leaves in one place of it, or two records under one name that its log says it published.
//!
//! A consistency proof that does not hold proves nothing to a third party: nobody signed it.

use record::parts::{Packed, RECIPIENTS, Slot};
use record::{Digest, Name, NodeCode, Record};
use serde::{Deserialize, Serialize};

use crate::Rule;
use crate::checkpoint::Checkpoint;
use crate::directory::Directory;
use crate::evidence::Evidence;
use crate::leaf::{Leaf, Subject};

/// That a record was published, and for whom: its header, the digests of its parts, and of these
/// the one that names its recipients. What the record says is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub record: Packed,
    pub evidence: Evidence,
}

/// What a statement proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub name: Name,
    pub content_id: Digest,
    /// Whom the record itself names.
    pub recipients: Vec<NodeCode>,
}

impl Said {
    pub fn names(&self, member: &NodeCode) -> bool {
        self.recipients.contains(member)
    }
}

impl Statement {
    pub fn of(record: Record, evidence: Evidence) -> Self {
        Self { record: record.without(|part| part == RECIPIENTS).pack(), evidence }
    }

    /// Checks it under the owner's keys in the directory. One that brings more of the record than
    /// its recipients is refused: nobody is to spread content in this form.
    pub fn verify(&self, directory: &Directory) -> Result<Said, Rule> {
        let content_id = self.record.content_id().map_err(|_| Rule::RecordForm)?;
        if self.evidence.subject != Subject::published(&content_id) {
            return Err(Rule::LeafType);
        }
        let (owner, _) = self.evidence.verify_in(directory)?;
        let record = Record::unpack(self.record.clone()).map_err(|_| Rule::RecordForm)?;
        let bare = |slot: &Slot| match slot {
            Slot::Present { name, .. } => name == RECIPIENTS,
            Slot::Absent(_) => true,
        };
        if !record.slots().iter().all(bare) {
            return Err(Rule::RecordForm);
        }
        if record.header.network != directory.network() {
            return Err(Rule::Network);
        }
        if record.header.owner != *owner {
            return Err(Rule::ForeignOwner);
        }
        let recipients = record.recipients().map_err(|_| Rule::RecordForm)?.unwrap_or_default();
        Ok(Said { name: record.name(), content_id, recipients })
    }
}

/// A contradiction with what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// Two checkpoints of one log and one size.
    Heads(String, String),
    /// Two leaves in one place of a log, whatever the sizes of the heads that prove them.
    Leaves(Box<(Evidence, Evidence)>),
    Records(Box<(Statement, Statement)>),
}

/// What a proof proves, and of whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    pub owner: NodeCode,
    pub about: About,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    Log { epoch: u32 },
    Record { name: Name, content_ids: (Digest, Digest), recipients: Vec<NodeCode> },
}

impl Proof {
    /// WIT-01: under the keys that the directory gives the owner, of an epoch that is not revoked:
    /// what a revoked key signs is anybody's.
    pub fn verify(&self, directory: &Directory) -> Result<Proven, Rule> {
        let proven = match self {
            Self::Heads(one, other) => two_heads(directory, one, other),
            Self::Leaves(both) => two_leaves(directory, &both.0, &both.1),
            Self::Records(both) => two_records(directory, &both.0, &both.1),
        };
        proven.ok_or(Rule::Contradiction)
    }
}

fn two_heads(directory: &Directory, one: &str, other: &str) -> Option<Proven> {
    let origin = one.lines().next()?;
    let mut members = directory.members().iter();
    let (owner, epoch) =
        members.find_map(|member| Some((&member.code, member.epoch_of(origin)?)))?;
    if epoch.revoked_at.is_some() {
        return None;
    }
    let (one, _) = Checkpoint::verify(one, &epoch.key).ok()?;
    let (other, _) = Checkpoint::verify(other, &epoch.key).ok()?;
    let contradict = one.size == other.size && one.root != other.root;
    contradict.then(|| Proven { owner: owner.clone(), about: About::Log { epoch: epoch.epoch } })
}

fn two_leaves(directory: &Directory, one: &Evidence, other: &Evidence) -> Option<Proven> {
    let (owner, epoch, _) = one.proven_in(directory).ok()?;
    let (_, same, _) = other.proven_in(directory).ok()?;
    let leaf = |one: &Evidence| Leaf::new(&one.subject, one.salt);
    let contradict = epoch.revoked_at.is_none()
        && epoch.key.origin() == same.key.origin()
        && one.index == other.index
        && leaf(one) != leaf(other);
    contradict.then(|| Proven { owner: owner.clone(), about: About::Log { epoch: epoch.epoch } })
}

fn two_records(directory: &Directory, one: &Statement, other: &Statement) -> Option<Proven> {
    let one = one.verify(directory).ok()?;
    let other = other.verify(directory).ok()?;
    if one.name != other.name || one.content_id == other.content_id {
        return None;
    }
    let content_ids = (one.content_id, other.content_id);
    let both = one.recipients.into_iter().filter(|member| other.recipients.contains(member));
    let owner = one.name.owner.clone();
    let about = About::Record { name: one.name, content_ids, recipients: both.collect() };
    Some(Proven { owner, about })
}
