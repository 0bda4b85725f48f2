//! `fsck`: everything a node holds is verified again from its bytes; derived tables are remade.

use record::{Digest, Header, Name};
use seal::checkpoint::Checkpoint;
use seal::leaf::{Leaf, LeafType, Subject};
use seal::merkle;
use seal::receipt::Receipt;
use seal::shared_proof::SharedProof;
use serde::Serialize;

use crate::store::record::Stored;
use crate::{Error, Node, audit, index};

/// Faults named before the rest is only counted.
const FAULTS_MAX: usize = 1_000;

/// What was verified, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub records: u64,
    pub erased: u64,
    pub leaves: u64,
    pub proofs: u64,
    pub receipts: u64,
    pub audit_minutes: u64,
    pub rebuilt: bool,
    pub faults: Vec<String>,
}

impl Report {
    fn fault(&mut self, text: String) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(text);
        }
    }
}

/// Verifies the whole node; with `rebuild` the derived tables are made anew, without it they are
/// only compared. Nothing else is changed.
pub fn run(node: &mut Node, rebuild: bool, mut progress: impl FnMut(u64)) -> Result<Report, Error> {
    let mut report = Report::default();
    check_log(node, &mut report)?;
    let mut after = 0;
    loop {
        let batch = node.store.records_after(after, 1_000)?;
        let Some(last) = batch.last() else { break };
        after = last.row;
        for stored in &batch {
            check_record(node, stored, &mut report)?;
        }
        progress(report.records);
    }
    check_receipts(node, &mut report)?;
    check_audit(node, &mut report)?;
    check_derived(node, rebuild, &mut report)?;
    Ok(report)
}

/// Leaves, tiles and right edge agree, and the last head we let go is among our roots.
fn check_log(node: &Node, report: &mut Report) -> Result<(), Error> {
    let size = node.log.size();
    let tree = node.log.nodes(&node.store);
    for first in (0..size).step_by(1_024) {
        let leaves = node.store.leaves(first, size.min(first + 1_024))?;
        for (expected, leaf) in (first..).zip(&leaves) {
            report.leaves += 1;
            let hash = node.log.hash(leaf)?;
            if leaf.index != expected || merkle::Nodes::node(&tree, 0, expected) != Some(hash) {
                report.fault(format!("leaf {expected} does not agree with the log's tiles"));
            }
        }
    }
    if report.leaves != size {
        report.fault(format!("the log has {size} leaves, {} are stored", report.leaves));
    }
    if let Err(error) = node.log.root(&node.store) {
        report.fault(format!("the log's root cannot be computed: {error}"));
    }
    Ok(())
}

fn check_record(node: &Node, stored: &Stored, report: &mut Report) -> Result<(), Error> {
    report.records += 1;
    let header = match Header::from_bytes(&stored.header) {
        Ok(header) => header,
        Err(error) => {
            report.fault(format!("row {}: header: {error}", stored.row));
            return Ok(());
        }
    };
    let name = header.name();
    match stored.content.is_some() {
        true => {
            if let Err(error) = node.vault.open(&node.store, stored) {
                report.fault(format!("{name}: {error}"));
            }
        }
        false => {
            report.erased += 1;
            let left = node.store.wrapped_key(stored.row)?.is_some();
            let why = node.store.hidings(&name.owner, &name.id)?;
            if left || !why.iter().any(|hiding| hiding.erased.is_some()) {
                report.fault(format!("{name}: content is gone without an erasure"));
            }
        }
    }
    let proven = match stored.proof {
        None => own_leaf(node, stored)?,
        Some(proof) => foreign_leaf(node, proof, &name, stored)?,
    };
    if !proven {
        report.fault(format!("{name}: the owner's log does not prove it"));
    }
    Ok(())
}

fn own_leaf(node: &Node, stored: &Stored) -> Result<bool, Error> {
    let Some(leaf) = node.store.leaf(stored.leaf)? else { return Ok(false) };
    let expected = Subject::published(&stored.content_id).to_bytes();
    Ok(leaf.leaf_type == LeafType::Published as u8
        && leaf.salt == stored.leaf_salt
        && leaf.subject == expected)
}

fn foreign_leaf(node: &Node, proof: i64, name: &Name, stored: &Stored) -> Result<bool, Error> {
    let subject = Subject::published(&stored.content_id);
    proven(node, proof, name.owner.as_str(), &subject, stored.leaf_salt, stored.leaf)
}

/// Whether a stored proof leads from a leaf to a checkpoint that its owner signed.
fn proven(
    node: &Node,
    proof: i64,
    owner: &str,
    subject: &Subject,
    salt: [u8; 32],
    at: u64,
) -> Result<bool, Error> {
    let Some(proof) = node.store.proof(proof)? else { return Ok(false) };
    let member = node.directory.members().iter().find(|member| member.code.as_str() == owner);
    let Some(log) = member.and_then(|member| member.log()) else { return Ok(false) };
    let Ok((head, _)) = Checkpoint::verify(&proof.checkpoint, log) else { return Ok(false) };
    let Ok(shared) = SharedProof::from_bytes(&proof.shared) else { return Ok(false) };
    let leaves: Vec<Digest> =
        proof.leaves.chunks_exact(32).filter_map(Digest::from_slice).collect();
    let entry = Leaf::new(subject, salt).entry(&node.network, log.origin());
    let place = shared.indices().iter().position(|index| *index == at);
    let stands = place.is_some_and(|place| leaves.get(place) == Some(&merkle::leaf_hash(&entry)));
    Ok(stands && shared.root(&leaves).is_ok_and(|root| root == head.root))
}

fn check_receipts(node: &Node, report: &mut Report) -> Result<(), Error> {
    for stored in node.store.all_receipts()? {
        report.receipts += 1;
        let receipt = Receipt::from_bytes(&stored.bytes)?;
        let (salt, index) = (receipt.salt, receipt.index);
        if !proven(node, stored.proof, &stored.peer, &receipt.subject, salt, index)? {
            report.fault(format!("{}: a receipt of {} is not proven", stored.name, stored.peer));
        }
    }
    report.proofs = node.store.proof_count()?;
    Ok(())
}

/// Every closed minute's entries give the root that entered the log.
fn check_audit(node: &Node, report: &mut Report) -> Result<(), Error> {
    for minute in node.store.minute_roots()? {
        report.audit_minutes += 1;
        let entries = node.store.audit_of_minute(minute.minute)?;
        let root = audit::root(&audit::leaves(&entries));
        let leaf = node.store.leaf(minute.leaf)?;
        let subject = Subject::audit(minute.minute, &root).to_bytes();
        let logged = leaf.is_some_and(|leaf| leaf.subject == subject);
        if root != minute.root || !logged || entries.len() as u64 != minute.count {
            report.fault(format!("audit of minute {} was changed", minute.minute));
        }
    }
    Ok(())
}

fn check_derived(node: &mut Node, rebuild: bool, report: &mut Report) -> Result<(), Error> {
    let before = node.store.dump_derived()?;
    node.begin()?;
    index::rebuild(node, |_| {})?;
    let after = node.store.dump_derived()?;
    if rebuild {
        node.finish()?;
        report.rebuilt = true;
        return Ok(());
    }
    node.abandon()?;
    if before != after {
        report.fault("derived tables differ from their ground: run `amana fsck --rebuild`".into());
    }
    Ok(())
}
