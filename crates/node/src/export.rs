//! Evidence for taking out: an ordinary proof for one leaf, checked by anyone with `amana verify`.

use record::{Digest, Header, NodeCode, RecordId};
use seal::evidence::{Evidence, Standing, Upgrade};
use seal::leaf::{Leaf, Subject};
use seal::merkle;
use seal::receipt::Receipt;
use seal::shared_proof::SharedProof;
use serde_json::{Value, json};

use crate::epoch::{self, ClosedTree};
use crate::store::epoch::ClosedEpoch;
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
        None => own_attested(node, &stored)?,
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
fn own_attested(node: &mut Node, stored: &Stored) -> Result<Attested, Error> {
    if let Some(closed) = node.store.closed_epoch(stored.epoch)? {
        return of_closed(node, &closed, stored.leaf);
    }
    let index = stored.leaf;
    let Some((checkpoint, size, upgrade)) = way::own(&node.store, node.code.as_str(), index)?
    else {
        let evidence = own(node, index)?;
        return Ok(Attested { evidence, standing: Standing::Signed, witnessed: None });
    };
    let evidence = under(node, index, checkpoint, size)?;
    Ok(Attested { evidence, standing: Standing::Witnessed, witnessed: Some(upgrade) })
}

/// Of an epoch of our own log that is closed: under a head of it that was witnessed, else under the
/// one that closed it.
fn of_closed(node: &Node, closed: &ClosedEpoch, index: u64) -> Result<Attested, Error> {
    let log = node.store.log_name(&node.code, closed.epoch)?;
    let (checkpoint, size, witnessed) = match way::own(&node.store, &log, index)? {
        Some((checkpoint, size, upgrade)) if size <= closed.size => {
            (checkpoint, size, Some(upgrade))
        }
        _ => (closed.note.clone(), closed.size, None),
    };
    let missing = || Error::Damaged(format!("leaf {index} of epoch {} is missing", closed.epoch));
    let leaf = node.store.closed_leaves(closed.epoch, index, index + 1)?.pop();
    let leaf = leaf.ok_or_else(missing)?;
    let tree = ClosedTree { store: &node.store, network: &node.network, closed };
    let inclusion = merkle::inclusion(&tree, size, index)?;
    let (network, subject) = (node.network, Subject::from_bytes(&leaf.subject)?);
    let checkpoint = checkpoint.split_inclusive('\n').take(6).collect();
    let evidence = Evidence { network, subject, salt: leaf.salt, index, checkpoint, inclusion };
    let standing = witness::standing(&node.store, &node.code, (closed.epoch, index))?;
    let standing = match &witnessed {
        None if standing == Standing::Witnessed => Standing::Signed,
        _ => standing,
    };
    Ok(Attested { evidence, standing, witnessed })
}

/// Of another's log. What is shown as witnessed and came before proofs between heads were kept goes
/// out as signed: a file says only what it proves.
fn attested(node: &Node, owner: &NodeCode, evidence: Evidence) -> Result<Attested, Error> {
    let member = node.directory.member(owner);
    let epoch = epoch::of_note(member, &evidence.checkpoint);
    let log = node.store.log_name(owner, epoch)?;
    let standing = witness::standing(&node.store, owner, (epoch, evidence.index))?;
    let witnessed = match standing {
        Standing::Witnessed => way::upgrade(&node.store, &log, &evidence)?,
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

pub(crate) fn foreign(node: &Node, proof: i64, stored: &Stored) -> Result<Evidence, Error> {
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
