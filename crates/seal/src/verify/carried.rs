//! What a `forward` carries: another's record, which its owner's own log proves.

use record::parts::Original;
use record::{Digest, Record, Timestamp};

use super::Verified;
use crate::checkpoint::Checkpoint;
use crate::directory::Directory;
use crate::evidence::{Evidence, Proven};
use crate::leaf::{Leaf, Subject};
use crate::merkle;
use crate::rule::Rule;
use crate::shared_proof::SharedProof;

/// A record that somebody else passed on, proven to be its owner's.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    verified: Verified,
    checkpoint: String,
    head: Checkpoint,
    shared: Vec<u8>,
    leaf_hash: Digest,
    epoch: u32,
}

impl Carried {
    pub fn verified(&self) -> &Verified {
        &self.verified
    }

    /// The note that proves it, and what it says.
    pub fn checkpoint(&self) -> (&str, &Checkpoint) {
        (&self.checkpoint, &self.head)
    }

    /// Its inclusion, in the form of a pouch's proof, and the tree hash of its leaf.
    pub fn inclusion(&self) -> (&[u8], &Digest) {
        (&self.shared, &self.leaf_hash)
    }

    /// The epoch of its owner's log in which it stands.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }
}

/// Checks what a forward carries, against the directory of this moment: whose word it is, whole and
/// without files. Whether it may be here is for policy to say.
pub fn carried(
    original: Original,
    directory: &Directory,
    latest: Timestamp,
) -> Result<Carried, Rule> {
    let content_id = original.record.content_id().map_err(|_| Rule::ForwardForm)?;
    let record = Record::unpack(original.record).map_err(|_| Rule::ForwardForm)?;
    let body = record.body().map_err(|_| Rule::ForwardForm)?;
    let extras = record.extras().map_err(|_| Rule::ForwardForm)?;
    if !record.is_whole() || !extras.attachments.is_empty() {
        return Err(Rule::ForwardForm);
    }
    if record.header.network != directory.network() {
        return Err(Rule::Network);
    }
    if record.header.created > latest {
        return Err(Rule::CreatedAhead);
    }
    let owner = directory.member(&record.header.owner);
    let owner = owner.filter(|owner| owner.is_active()).ok_or(Rule::ForwardStanding)?;
    let (leaf, leaf_salt) = (original.leaf, original.leaf_salt);
    let evidence = Evidence {
        network: directory.network(),
        subject: Subject::published(&content_id),
        salt: leaf_salt,
        index: leaf,
        checkpoint: original.checkpoint,
        inclusion: original.inclusion,
    };
    // Of a revoked key nothing is taken: its owner says it again in its next epoch.
    let proven = evidence.verify_in(directory).map_err(|_| Rule::ForwardProof)?;
    let (signer, Proven { checkpoint: head, .. }) = proven;
    if *signer != owner.code {
        return Err(Rule::ForwardProof);
    }
    let origin = evidence.checkpoint.lines().next().unwrap_or_default();
    let epoch = owner.epoch_of(origin).ok_or(Rule::ForwardProof)?;
    let entry = Leaf::new(&evidence.subject, leaf_salt).entry(&evidence.network, origin);
    let shared = SharedProof::of_path(head.size, leaf, &evidence.inclusion);
    let shared = shared.map_err(|_| Rule::ForwardProof)?.to_bytes();
    Ok(Carried {
        verified: Verified { record, body, content_id, leaf, leaf_salt },
        checkpoint: evidence.checkpoint,
        head,
        shared,
        leaf_hash: merkle::leaf_hash(&entry),
        epoch: epoch.epoch,
    })
}
