//! Evidence for taking out: an ordinary proof for one leaf, checked by anyone with `amana verify`.

use record::{Digest, Header, NodeCode, RecordId};
use seal::evidence::Evidence;
use seal::leaf::{Leaf, Subject};
use seal::merkle;
use seal::receipt::Receipt;
use seal::shared_proof::SharedProof;
use serde_json::{Value, json};

use crate::store::record::Stored;
use crate::{Error, Node};

/// Evidence of a record and of every receipt we hold for it, as JSON.
pub fn evidence(
    node: &mut Node,
    owner: &NodeCode,
    id: &RecordId,
    revision: Option<u32>,
) -> Result<Value, Error> {
    let stored = node.store.revisions(owner, id)?.into_iter().rev().find(|stored| {
        let header = Header::from_bytes(&stored.header);
        revision.is_none_or(|wanted| header.is_ok_and(|header| header.revision == wanted))
    });
    let stored = stored.ok_or_else(|| Error::NotFound(format!("{owner}/{id}")))?;
    let published = match stored.proof {
        None => own(node, stored.leaf)?,
        Some(proof) => foreign(node, proof, &stored)?,
    };
    let mut receipts = Vec::new();
    for receipt in node.store.receipts(owner, id)? {
        let evidence = of_receipt(node, receipt.proof, &receipt.bytes)?;
        receipts.push(json!({"node": receipt.peer, "evidence": evidence}));
    }
    let name = Header::from_bytes(&stored.header)?.name();
    Ok(json!({"name": name.to_string(), "evidence": published, "receipts": receipts,
        "standing": "signed"}))
}

/// Evidence of one leaf of our own log, over committed leaves.
pub fn own(node: &mut Node, index: u64) -> Result<Evidence, Error> {
    let leaf = node.store.leaf(index)?;
    let leaf = leaf.ok_or_else(|| Error::Damaged(format!("leaf {index} is missing")))?;
    let now = node.now();
    let checkpoint = node.log.checkpoint(&node.store, &node.identity.log, now)?;
    let tree = node.log.nodes(&node.store);
    let inclusion = merkle::inclusion(&tree, node.log.size(), index)?;
    let subject = Subject::from_bytes(&leaf.subject)?;
    Ok(Evidence { network: node.network, subject, salt: leaf.salt, index, checkpoint, inclusion })
}

fn foreign(node: &Node, proof: i64, stored: &Stored) -> Result<Evidence, Error> {
    let subject = Subject::published(&stored.content_id);
    single(node, proof, subject, stored.leaf_salt, stored.leaf)
}

fn of_receipt(node: &Node, proof: i64, bytes: &[u8]) -> Result<Evidence, Error> {
    let receipt = Receipt::from_bytes(bytes)?;
    single(node, proof, receipt.subject, receipt.salt, receipt.index)
}

/// Takes one leaf's ordinary proof out of the shared proof it came with.
fn single(
    node: &Node,
    proof: i64,
    subject: Subject,
    salt: [u8; 32],
    index: u64,
) -> Result<Evidence, Error> {
    let proof = node.store.proof(proof)?;
    let proof = proof.ok_or_else(|| Error::Damaged("a record without its proof".into()))?;
    let shared = SharedProof::from_bytes(&proof.shared)?;
    let leaves: Vec<Digest> =
        proof.leaves.chunks_exact(32).filter_map(Digest::from_slice).collect();
    let inclusion = shared.single(&leaves, index)?;
    let checkpoint = proof.checkpoint;
    Ok(Evidence { network: node.network, subject, salt, index, checkpoint, inclusion })
}

/// The tree hash a leaf has in a log, for `fsck`.
pub fn leaf_hash(network: &Digest, origin: &str, subject: &Subject, salt: [u8; 32]) -> Digest {
    merkle::leaf_hash(&Leaf::new(subject, salt).entry(network, origin))
}
