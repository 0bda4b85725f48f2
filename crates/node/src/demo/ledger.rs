//! The ledger: what was submitted, kept outside the nodes.

use std::collections::BTreeSet;

use serde_json::Value;

/// One submitted record.
#[derive(Clone, Debug)]
pub struct Line {
    pub name: String,
    pub owner: String,
    pub recipients: BTreeSet<String>,
    pub kind: String,
    pub body: Value,
    /// Taken back or blocked since: nobody may read it.
    pub gone: bool,
    /// Nodes it was withdrawn from.
    pub withdrawn: BTreeSet<String>,
    /// Nodes that keep a copy for a court.
    pub held_at: BTreeSet<String>,
}

impl Line {
    pub fn id(&self) -> &str {
        self.name.split('/').nth(1).unwrap_or_default()
    }

    /// `OWNER/ID`.
    pub fn address(&self) -> String {
        format!("{}/{}", self.owner, self.id())
    }

    /// Whether a node must show it, and may.
    pub fn readable_at(&self, node: &str) -> bool {
        let there = self.owner == node || self.recipients.contains(node);
        there && !self.gone && !self.withdrawn.contains(node)
    }
}

/// Everything submitted in one run.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pub lines: Vec<Line>,
    pub recalled: u64,
    pub held: u64,
}

impl Ledger {
    pub fn find(&mut self, name: &str) -> Option<&mut Line> {
        self.lines.iter_mut().find(|line| line.name == name)
    }

    /// Pairs (owner, recipient) between which something went.
    pub fn directions(&self) -> BTreeSet<(String, String)> {
        let pairs = self
            .lines
            .iter()
            .flat_map(|line| line.recipients.iter().map(|to| (line.owner.clone(), to.clone())));
        pairs.collect()
    }
}
