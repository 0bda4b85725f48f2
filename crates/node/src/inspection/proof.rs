//! Lines of the audit to take out: each with its path to the root of its minute, each minute with
//! its proof that it stands in the log, one signed checkpoint, and the directory that has the key.
//!
//! Whoever checks the file needs no node, and trusts nothing in it: the directory is pinned by the
//! digest of its head, learnt elsewhere. The form is written in docs/audit.md.

use std::collections::BTreeMap;

use record::{Digest, NodeCode, Timestamp};
use seal::Rule;
use seal::directory::Directory;
use seal::evidence::{Evidence, Standing};
use seal::leaf::Subject;
use seal::merkle;
use serde::{Deserialize, Serialize};

use crate::audit::{self, Event};
use crate::store::audit::MinuteRoot;
use crate::store::inspection::Entry;
use crate::{Error, Node, witness};

const FORMAT: &str = "amana/1/audit-lines";

/// Lines of one node's audit with all that proves them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditFile {
    pub format: String,
    pub network: Digest,
    pub node: NodeCode,
    pub checkpoint: String,
    /// The signed head of the directory: whose key the checkpoint is signed with.
    #[serde(with = "record::digest::bytes")]
    pub directory: Vec<u8>,
    pub minutes: Vec<MinuteProof>,
    pub lines: Vec<LineProof>,
}

/// That the root of a minute's tree stands in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinuteProof {
    pub minute: i64,
    pub root: Digest,
    #[serde(with = "record::digest::bytes32")]
    pub salt: [u8; 32],
    pub index: u64,
    pub inclusion: Vec<Digest>,
}

/// That an entry stands in the tree of its minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineProof {
    #[serde(with = "record::digest::bytes")]
    pub entry: Vec<u8>,
    pub minute: i64,
    pub index: u64,
    pub path: Vec<Digest>,
}

/// What a checked line says, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProvenLine {
    #[serde(flatten)]
    pub event: Event,
    /// The leaf of the log that holds its minute.
    pub leaf: u64,
    pub log_size: u64,
    pub signed_at: Timestamp,
}

/// A line as it stands here: still open, or proven by the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum LineState {
    /// Its minute's root is not in the log yet: ask again in a minute.
    Open,
    Proven {
        /// `signed`; `witnessed` when others have cosigned the head; `conflicting` when two heads
        /// of this node's log contradict each other.
        #[schema(value_type = String)]
        standing: Standing,
        /// Its place among the entries of its minute, from 1.
        place: u64,
        entries: u64,
        leaf: u64,
        log_size: u64,
        #[schema(value_type = String, format = DateTime)]
        signed_at: Timestamp,
        #[schema(value_type = String)]
        root: Digest,
    },
}

/// The minute's root, once a checkpoint may be signed over it.
fn closed(node: &Node, minute: i64) -> Result<Option<MinuteRoot>, Error> {
    let root = node.store.minute_root(minute)?;
    Ok(root.filter(|root| root.leaf < node.log.size()))
}

fn wanted(node: &Node, row: i64) -> Result<Entry, Error> {
    let entry = node.store.audit_entry(row)?;
    entry.ok_or_else(|| Error::NotFound(format!("audit line {row}")))
}

/// Proves lines; refused while the minute of one of them is open.
pub fn prove(node: &mut Node, rows: &[i64], directory: &[u8]) -> Result<AuditFile, Error> {
    let mut by_minute: BTreeMap<i64, Vec<Entry>> = BTreeMap::new();
    for row in rows {
        let entry = wanted(node, *row)?;
        by_minute.entry(entry.1).or_default().push(entry);
    }
    let now = node.now();
    let checkpoint = node.log.checkpoint(&node.store, &node.identity.log, now)?;
    let (mut minutes, mut lines) = (Vec::new(), Vec::new());
    for (minute, entries) in by_minute {
        let open = || Error::Usage("a line's minute is not closed yet: ask in a minute".into());
        let root = closed(node, minute)?.ok_or_else(open)?;
        minutes.push(prove_minute(node, &root)?);
        lines.extend(prove_lines(node, minute, entries)?);
    }
    let (network, code) = (node.network, node.code.clone());
    let directory = directory.to_vec();
    Ok(AuditFile {
        format: FORMAT.into(),
        network,
        node: code,
        checkpoint,
        directory,
        minutes,
        lines,
    })
}

fn prove_minute(node: &Node, of: &MinuteRoot) -> Result<MinuteProof, Error> {
    let leaf = node.store.leaf(of.leaf)?;
    let leaf = leaf.ok_or_else(|| Error::Damaged(format!("leaf {} is missing", of.leaf)))?;
    let tree = node.log.nodes(&node.store);
    let inclusion = merkle::inclusion(&tree, node.log.size(), of.leaf)?;
    let (minute, root, index) = (of.minute, of.root, of.leaf);
    Ok(MinuteProof { minute, root, salt: leaf.salt, index, inclusion })
}

fn prove_lines(node: &Node, minute: i64, wanted: Vec<Entry>) -> Result<Vec<LineProof>, Error> {
    let all = node.store.audit_of_minute(minute)?;
    let leaves = audit::leaves(&all);
    let line = |(row, _, entry): Entry| {
        let index = all.binary_search_by_key(&row, |(other, _)| *other);
        let index = index.map_err(|_| Error::Damaged("an audit entry left its minute".into()))?;
        let path = audit::path(&leaves, index);
        Ok(LineProof { entry, minute, index: index as u64, path })
    };
    wanted.into_iter().map(line).collect()
}

/// How one line stands: its own proof, made and checked under the directory's key as a stranger
/// would check it.
pub fn state(node: &mut Node, row: i64) -> Result<LineState, Error> {
    let (_, minute, _) = wanted(node, row)?;
    let Some(root) = closed(node, minute)? else { return Ok(LineState::Open) };
    let file = prove(node, &[row], &[])?;
    let proven = file.check(&node.directory)?;
    let line = proven.first().ok_or(Rule::Inclusion)?;
    let at = (node.store.epoch(&node.code)?, line.leaf);
    let standing = witness::standing(&node.store, &node.code, at)?;
    Ok(LineState::Proven {
        standing,
        place: file.lines.first().map_or(0, |line| line.index + 1),
        entries: root.count,
        leaf: line.leaf,
        log_size: line.log_size,
        signed_at: line.signed_at,
        root: root.root,
    })
}

impl AuditFile {
    /// Checks every line under the keys of a directory whose head the reader knows.
    pub fn check(&self, directory: &Directory) -> Result<Vec<ProvenLine>, Rule> {
        if self.format != FORMAT || self.lines.is_empty() {
            return Err(Rule::Inclusion);
        }
        let mut minutes = BTreeMap::new();
        for minute in &self.minutes {
            minutes.insert(minute.minute, self.check_minute(minute, directory)?);
        }
        let line = |line: &LineProof| {
            let (minute, log_size, signed_at) = minutes.get(&line.minute).ok_or(Rule::Inclusion)?;
            let index = usize::try_from(line.index).map_err(|_| Rule::Inclusion)?;
            let inside = index < 1 << audit::TREE_DEPTH;
            if !inside || !audit::verify_path(&line.entry, index, &line.path, &minute.root) {
                return Err(Rule::Inclusion);
            }
            let (_, event) = audit::read(&line.entry).map_err(|_| Rule::Inclusion)?;
            let (log_size, signed_at) = (*log_size, *signed_at);
            Ok(ProvenLine { event, leaf: minute.index, log_size, signed_at })
        };
        self.lines.iter().map(line).collect()
    }

    fn check_minute<'a>(
        &self,
        minute: &'a MinuteProof,
        directory: &Directory,
    ) -> Result<(&'a MinuteProof, u64, Timestamp), Rule> {
        let evidence = Evidence {
            network: self.network,
            subject: Subject::audit(minute.minute, &minute.root),
            salt: minute.salt,
            index: minute.index,
            checkpoint: self.checkpoint.clone(),
            inclusion: minute.inclusion.clone(),
        };
        let (owner, proven) = evidence.verify_in(directory)?;
        if *owner != self.node {
            return Err(Rule::DirectoryHead);
        }
        Ok((minute, proven.checkpoint.size, proven.signed_at))
    }
}
