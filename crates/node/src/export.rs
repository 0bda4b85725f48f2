//! Evidence for taking out: an ordinary proof for one leaf, checked by anyone with `amana verify`.

use record::{Digest, Header, NodeCode, RecordId};
use seal::evidence::{Evidence, Standing, Upgrade};
use seal::leaf::{Leaf, Subject};
use seal::merkle;
use seal::receipt::Receipt;
use seal::shared_proof::SharedProof;
use serde_json::{Value, json};

use crate::store::record::Stored;
use crate::witness::{self, way};
use crate::{Error, Node};

/// Evidence of a record and of every receipt we hold for it, as JSON. Each part says how well it is
/// attested, and where that is `witnessed` brings what shows it.
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
        None => own_attested(node, stored.leaf)?,
        Some(proof) => attested(node, owner, foreign(node, proof, &stored)?)?,
    };
    let mut receipts = Vec::new();
    for receipt in node.store.receipts(owner, id)? {
        let evidence = of_receipt(node, receipt.proof, &receipt.bytes)?;
        let peer = NodeCode::new(&receipt.peer)?;
        let mut told = attested(node, &peer, evidence)?.to_json();
        told["node"] = json!(receipt.peer);
        receipts.push(told);
    }
    let name = Header::from_bytes(&stored.header)?.name();
    let mut told = published.to_json();
    told["name"] = json!(name.to_string());
    told["receipts"] = json!(receipts);
    Ok(told)
}

/// Evidence, and how well its head is attested.
struct Attested {
    evidence: Evidence,
    standing: Standing,
    witnessed: Option<Upgrade>,
}

impl Attested {
    fn to_json(&self) -> Value {
        let mut told = json!({"evidence": self.evidence, "standing": self.standing});
        if let Some(upgrade) = &self.witnessed {
            told["witnessed"] = json!(upgrade);
        }
        told
    }
}

/// Of our own log: under the head that was witnessed last, else under the newest.
fn own_attested(node: &mut Node, index: u64) -> Result<Attested, Error> {
    let Some((checkpoint, size, upgrade)) = way::own(node, index)? else {
        let evidence = own(node, index)?;
        return Ok(Attested { evidence, standing: Standing::Signed, witnessed: None });
    };
    let evidence = under(node, index, checkpoint, size)?;
    Ok(Attested { evidence, standing: Standing::Witnessed, witnessed: Some(upgrade) })
}

/// Of another's log. What is shown as witnessed and came before proofs between heads were kept goes
/// out as signed: a file says only what it proves.
fn attested(node: &Node, owner: &NodeCode, evidence: Evidence) -> Result<Attested, Error> {
    let standing = witness::standing(&node.store, owner, evidence.index)?;
    let witnessed = match standing {
        Standing::Witnessed => way::upgrade(&node.store, owner, &evidence)?,
        _ => None,
    };
    let standing = match (standing, &witnessed) {
        (Standing::Witnessed, None) => Standing::Signed,
        (standing, _) => standing,
    };
    Ok(Attested { evidence, standing, witnessed })
}

/// Evidence of one leaf of our own log, over committed leaves.
pub fn own(node: &mut Node, index: u64) -> Result<Evidence, Error> {
    let now = node.now();
    let checkpoint = node.log.checkpoint(&node.store, &node.identity.log, now)?;
    under(node, index, checkpoint, node.log.size())
}

/// The same under a head of ours that is given.
fn under(node: &Node, index: u64, checkpoint: String, size: u64) -> Result<Evidence, Error> {
    let leaf = node.store.leaf(index)?;
    let leaf = leaf.ok_or_else(|| Error::Damaged(format!("leaf {index} is missing")))?;
    let inclusion = merkle::inclusion(&node.log.nodes(&node.store), size, index)?;
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
