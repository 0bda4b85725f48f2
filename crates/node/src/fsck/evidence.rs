//! What others proved to us: records, receipts and heads verify again from stored bytes.

use record::{Digest, Name, NodeCode};
use seal::checkpoint::Checkpoint;
use seal::leaf::{Leaf, Subject};
use seal::log_key::LogPublic;
use seal::merkle;
use seal::receipt::Receipt;
use seal::shared_proof::SharedProof;

use super::Report;
use crate::store::evidence::StoredReceipt;
use crate::store::record::Stored;
use crate::{Error, Node};

pub(super) fn check(node: &Node, report: &mut Report) -> Result<(), Error> {
    for stored in node.store.all_receipts()? {
        report.receipts += 1;
        let proven = check_receipt(node, &stored)?;
        report.expect(proven, || {
            format!("{}: a receipt of {} is not proven", stored.name, stored.peer)
        });
    }
    for (owner, head) in node.store.heads()? {
        report.heads += 1;
        let signed = log_of(node, &owner).and_then(|log| Checkpoint::verify(&head.note, log).ok());
        let stands = signed.is_some_and(|(said, at)| {
            (said.size, said.root, at.0) == (head.size, head.root, head.at)
        });
        report.expect(stands, || format!("head {} of {owner} is not what it signed", head.size));
    }
    for (record, peer) in node.store.unreleased()? {
        report.fault(format!("row {record} went to {peer} without a decision of policy"));
    }
    report.proofs = node.store.proof_count()?;
    Ok(())
}

/// Whether a foreign record's proof leads to its owner's log.
pub(super) fn foreign(
    node: &Node,
    proof: i64,
    name: &Name,
    stored: &Stored,
) -> Result<bool, Error> {
    let subject = Subject::published(&stored.content_id);
    let claim = Claim { subject: &subject, salt: stored.leaf_salt, index: stored.leaf };
    proven(node, proof, name.owner.as_str(), &claim)
}

/// A receipt says what its row says, and its peer's log proves it.
fn check_receipt(node: &Node, stored: &StoredReceipt) -> Result<bool, Error> {
    let Ok(receipt) = Receipt::from_bytes(&stored.bytes) else { return Ok(false) };
    let Some((status, about)) = receipt.subject.receipt() else { return Ok(false) };
    let said = (status as u8, &about.name, about.at.0, receipt.index);
    if said != (stored.status, &stored.name, stored.at, stored.leaf) {
        return Ok(false);
    }
    let claim = Claim { subject: &receipt.subject, salt: receipt.salt, index: receipt.index };
    proven(node, stored.proof, &stored.peer, &claim)
}

/// What is said to stand in another's log.
struct Claim<'a> {
    subject: &'a Subject,
    salt: [u8; 32],
    index: u64,
}

pub(super) fn log_of<'a>(node: &'a Node, owner: &str) -> Option<&'a LogPublic> {
    let (code, epoch) = match owner.split_once('/') {
        Some((code, epoch)) => (code, epoch.parse::<u32>().ok()),
        None => (owner, None),
    };
    let member = node.directory.members().iter().find(|member| member.code.as_str() == code)?;
    let at = epoch.unwrap_or(member.epoch());
    member.logs.iter().find(|one| one.epoch == at).map(|one| &one.key)
}

/// Whether a stored proof leads from a leaf to a checkpoint that its owner signed.
fn proven(node: &Node, proof: i64, owner: &str, claim: &Claim<'_>) -> Result<bool, Error> {
    let Some(proof) = node.store.proof(proof)? else { return Ok(false) };
    let owner = NodeCode::new(owner).ok().and_then(|code| node.directory.member(&code));
    let origin = proof.checkpoint.lines().next().unwrap_or_default();
    let log = owner.and_then(|owner| owner.epoch_of(origin)).map(|epoch| &epoch.key);
    let Some(log) = log else { return Ok(false) };
    let Ok((head, _)) = Checkpoint::verify(&proof.checkpoint, log) else { return Ok(false) };
    let Ok(shared) = SharedProof::from_bytes(&proof.shared) else { return Ok(false) };
    let leaves: Vec<Digest> =
        proof.leaves.chunks_exact(32).filter_map(Digest::from_slice).collect();
    let entry = Leaf::new(claim.subject, claim.salt).entry(&node.network, log.origin());
    let place = shared.indices().iter().position(|index| *index == claim.index);
    let stands = place.is_some_and(|place| leaves.get(place) == Some(&merkle::leaf_hash(&entry)));
    Ok(stands && shared.root(&leaves).is_ok_and(|root| root == head.root))
}
