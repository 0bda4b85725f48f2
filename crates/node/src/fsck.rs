//! `fsck`: everything a node holds is verified again from its bytes; derived tables are remade.

mod attached;
mod audited;
mod bound;
mod decided;
mod evidence;
mod logged;
mod taken_back;
mod witnessed;

use std::collections::HashSet;

use record::{Digest, Header};
use serde::Serialize;

use crate::store::record::Stored;
use crate::{Error, Node, contradiction, index};
use attached::Missing;
use logged::Told;
pub use logged::{UnderHead, under_head};

/// Faults named before the rest is only counted.
const FAULTS_MAX: usize = 1_000;

/// What was verified, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub records: u64,
    pub erased: u64,
    pub leaves: u64,
    /// Leaves of epochs that are closed.
    pub leaves_closed: u64,
    /// Leaves whose subjects were lost with a store; the log has their hashes.
    pub leaves_lost: u64,
    pub heads: u64,
    /// Heads that we cosigned, and heads that a quorum cosigned.
    pub cosigned: u64,
    pub witnessed: u64,
    /// Leaf hashes that are mirrored for other logs.
    pub mirrored: u64,
    pub proofs: u64,
    pub receipts: u64,
    pub hidings: u64,
    pub holds: u64,
    pub audit_minutes: u64,
    /// Decisions whose signatures are kept.
    pub decisions: u64,
    /// Files that should be here.
    pub attachments: u64,
    pub rebuilt: bool,
    /// Faults found, also those beyond the first thousand.
    pub fault_count: u64,
    pub faults: Vec<String>,
}

impl Report {
    fn fault(&mut self, text: String) {
        self.fault_count += 1;
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(text);
        }
    }

    fn expect(&mut self, stands: bool, text: impl FnOnce() -> String) {
        if !stands {
            self.fault(text());
        }
    }
}

/// Verifies the whole node; with `rebuild` the derived tables are made anew, without it they are
/// only compared. Nothing else is changed. An error means that the store could not be read at all.
pub fn run(node: &mut Node, rebuild: bool, progress: impl FnMut(u64)) -> Result<Report, Error> {
    let mut report = Report::default();
    let told = logged::check(node, &mut report)?;
    let mut missing = Vec::new();
    let held = check_records(node, &told, &mut report, &mut missing, progress)?;
    logged::check_complete(&told, &held, &mut report);
    taken_back::check(node, &told, &mut report)?;
    evidence::check(node, &mut report)?;
    witnessed::check(node, &mut report)?;
    contradiction::broken(node)?.into_iter().for_each(|text| report.fault(text));
    audited::check(node, &mut report)?;
    decided::check(node, &mut report)?;
    bound::check(node, &mut report)?;
    check_derived(node, rebuild, &mut report)?;
    if rebuild {
        attached::ask_again(node, &missing)?;
    }
    Ok(report)
}

/// Every record; answers the content ids that are held.
fn check_records(
    node: &Node,
    told: &Told,
    report: &mut Report,
    missing: &mut Missing,
    mut progress: impl FnMut(u64),
) -> Result<HashSet<Digest>, Error> {
    let (mut after, mut held) = (0, HashSet::new());
    loop {
        let batch = node.store.records_after(after, 1_000)?;
        let Some(last) = batch.last() else { return Ok(held) };
        after = last.row;
        for stored in &batch {
            held.insert(stored.content_id);
            check_record(node, told, stored, report, missing)?;
        }
        progress(report.records);
    }
}

fn check_record(
    node: &Node,
    told: &Told,
    stored: &Stored,
    report: &mut Report,
    missing: &mut Missing,
) -> Result<(), Error> {
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
        true => match node.vault.open(&node.store, stored) {
            Ok(record) => attached::check(node, stored, &record, report, missing)?,
            Err(error) => report.fault(format!("{name}: {error}")),
        },
        false => taken_back::check_erased(node, told, &name, stored, report)?,
    }
    let proven = match stored.proof {
        None => logged::own(node, stored)?,
        Some(proof) => evidence::foreign(node, proof, &name, stored)?,
    };
    report.expect(proven, || format!("{name}: the owner's log does not prove it"));
    let ours = (name.owner == node.code) == stored.proof.is_none();
    report.expect(ours, || format!("{name}: its evidence is not of its owner's kind"));
    Ok(())
}

/// Remakes the derived tables in a transaction that is kept only when it was asked for.
fn check_derived(node: &mut Node, rebuild: bool, report: &mut Report) -> Result<(), Error> {
    let before = node.store.dump_derived()?;
    let words_upto = if rebuild { i64::MAX } else { node.store.indexed_mark()? };
    node.begin()?;
    let made = index::rebuild(node, words_upto, |_| {}).and_then(|_| node.store.dump_derived());
    match made {
        Ok(_) if rebuild => {
            report.rebuilt = true;
            return node.finish();
        }
        Ok(after) => {
            let text = "derived tables differ from their ground: run `amana fsck --rebuild`";
            report.expect(before == after, || text.into());
        }
        // What they are made from is damaged, and is named above: what is there stays.
        Err(error) => report.fault(format!("derived tables cannot be made anew: {error}")),
    }
    node.abandon()
}
