//! Evidence for anyone: one leaf of one log, checked without the node and without its content.

use record::{Digest, digest};
use serde::{Deserialize, Serialize};

use crate::checkpoint::Checkpoint;
use crate::directory::Directory;
use crate::leaf::{Leaf, Subject};
use crate::log_key::LogPublic;
use crate::{Rule, merkle, note};

/// How well a head is attested. Witnessing comes with 'Bad days'.
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

    /// Checks against a directory: whose log it is, and that the network is the same.
    pub fn verify_in<'a>(
        &self,
        directory: &'a Directory,
    ) -> Result<(&'a record::NodeCode, Proven), Rule> {
        if directory.network() != self.network {
            return Err(Rule::DirectoryHead);
        }
        let origin = self.checkpoint.lines().next().unwrap_or_default();
        let member = directory
            .members()
            .iter()
            .find(|member| member.log().is_some_and(|log| log.origin() == origin));
        let member = member.ok_or(Rule::DirectoryHead)?;
        let log = member.log().ok_or(Rule::DirectoryHead)?;
        Ok((&member.code, self.verify(log)?))
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
