//! Evidence for anyone: one leaf of one log, checked without the node and without its content.

use record::{Digest, digest};
use serde::{Deserialize, Serialize};

use crate::checkpoint::Checkpoint;
use crate::cosignature::{self, Attested};
use crate::directory::{Directory, LogEpoch};
use crate::leaf::{Leaf, Subject};
use crate::log_key::LogPublic;
use crate::{Rule, merkle, note};

/// How well a head is attested: its log signed it, a quorum of witnesses cosigned it, or its log
/// has shown another that contradicts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Signed,
    Witnessed,
    Conflicting,
}

/// Proof that a statement stands in its owner's log. It brings no keys: they come from a directory
/// whose head the reader knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub network: Digest,
    pub subject: Subject,
    #[serde(with = "digest::bytes32")]
    pub salt: [u8; 32],
    pub index: u64,
    pub checkpoint: String,
    pub inclusion: Vec<Digest>,
}

/// Steps from one head to another: so many pouches do not come between two witnessed heads.
pub const STEPS_MAX: usize = 4_096;

/// The way from the head that proves a statement to one that a quorum cosigned, in steps that are
/// consistent one with the next. None where it is the same head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upgrade {
    /// The cosigned note.
    pub head: String,
    pub steps: Vec<Step>,
}

/// A head on the way; nobody need have signed it, because the proofs say what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub size: u64,
    pub root: Digest,
    /// Consistency of the smaller with the larger of this and the one before.
    pub consistency: Vec<Digest>,
}

/// What checked evidence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    pub checkpoint: Checkpoint,
    pub signed_at: record::Timestamp,
}

impl Evidence {
    /// Checks under the owner's log key.
    pub fn verify(&self, log: &LogPublic) -> Result<Proven, Rule> {
        let (checkpoint, signed_at) = Checkpoint::verify(&self.checkpoint, log)?;
        let leaf = Leaf::new(&self.subject, self.salt);
        let hash = merkle::leaf_hash(&leaf.entry(&self.network, log.origin()));
        let root = merkle::root_from_inclusion(&hash, self.index, checkpoint.size, &self.inclusion);
        if root != Some(checkpoint.root) {
            return Err(Rule::Inclusion);
        }
        Ok(Proven { checkpoint, signed_at })
    }

    /// Checks against a directory: whose log it is, of whichever epoch, and that the network is the
    /// same. Of a revoked key a signature alone says nothing: see [`Self::verify_upgrade`].
    pub fn verify_in<'a>(
        &self,
        directory: &'a Directory,
    ) -> Result<(&'a record::NodeCode, Proven), Rule> {
        let (owner, epoch, proven) = self.proven_in(directory)?;
        match epoch.revoked_at {
            None => Ok((owner, proven)),
            Some(_) => Err(Rule::LogRevoked),
        }
    }

    /// Under the key of whichever epoch, whatever became of it: no proof before that is looked at.
    pub fn proven_in<'a>(
        &self,
        directory: &'a Directory,
    ) -> Result<(&'a record::NodeCode, &'a LogEpoch, Proven), Rule> {
        if directory.network() != self.network {
            return Err(Rule::DirectoryHead);
        }
        let origin = self.checkpoint.lines().next().unwrap_or_default();
        let mut members = directory.members().iter();
        let found = members.find_map(|member| Some((&member.code, member.epoch_of(origin)?)));
        let (code, epoch) = found.ok_or(Rule::DirectoryHead)?;
        Ok((code, epoch, self.verify(&epoch.key)?))
    }

    /// Checks the way to a witnessed head: its leaf stands in the same place of a log of which a
    /// quorum has seen no other.
    pub fn verify_upgrade(
        &self,
        upgrade: &Upgrade,
        directory: &Directory,
    ) -> Result<Attested, Rule> {
        let (owner, epoch, Proven { checkpoint, .. }) = self.proven_in(directory)?;
        let owner = directory.member(owner).ok_or(Rule::DirectoryHead)?;
        let attested = cosignature::read(&upgrade.head, owner, directory)?;
        if attested.standing != Standing::Witnessed {
            let revoked = epoch.revoked_at.is_some();
            return Err(if revoked { Rule::LogRevoked } else { Rule::Quorum });
        }
        if upgrade.steps.len() > STEPS_MAX {
            return Err(Rule::Consistency);
        }
        let mut at = (checkpoint.size, checkpoint.root);
        for Step { size, root, consistency } in &upgrade.steps {
            let (old, new) = match *size >= at.0 {
                true => ((at.0, &at.1), (*size, root)),
                false => ((*size, root), (at.0, &at.1)),
            };
            // A prefix that ends before the leaf would say nothing of it.
            if self.index >= *size || !merkle::is_consistent(old, new, consistency) {
                return Err(Rule::Consistency);
            }
            at = (*size, *root);
        }
        match at == (attested.checkpoint.size, attested.checkpoint.root) {
            true => Ok(attested),
            false => Err(Rule::Consistency),
        }
    }

    /// The proof as C2SP tlog-proof text, which other tools of that family read.
    pub fn to_tlog_proof(&self) -> String {
        let mut text = format!("c2sp.org/tlog-proof@v1\nindex {}\n", self.index);
        for hash in &self.inclusion {
            text.push_str(&note::base64_encode(&hash.0));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.checkpoint);
        text
    }
}
