//! The ledger: what was submitted, kept outside the nodes.

use std::collections::BTreeSet;

use serde_json::Value;

/// One submitted record.
#[derive(Clone, Debug)]
pub struct Line {
    pub name: String,
    pub owner: String,
    pub recipients: BTreeSet<String>,
    /// Members to which a recipient passed it on.
    pub passed_to: BTreeSet<String>,
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

    pub fn is_at(&self, node: &str) -> bool {
        self.owner == node || self.recipients.contains(node) || self.passed_to.contains(node)
    }

    /// Whether a quorum's word for it comes to a node that shows it. What was passed on is proven
    /// by a head that its owner may not have shown there.
    pub fn is_witnessed_at(&self, node: &str) -> bool {
        self.readable_at(node) && !self.passed_to.contains(node)
    }

    /// Whether a node must show it, and may.
    pub fn readable_at(&self, node: &str) -> bool {
        self.is_at(node) && !self.gone && !self.withdrawn.contains(node)
    }
}

/// Everything submitted in one run.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pub lines: Vec<Line>,
    pub recalled: u64,
    pub held: u64,
    /// Records that a recipient passed on.
    pub passed_on: u64,
    /// Records that a node without address fetched.
    pub pulled: u64,
    /// Records that a relay brought while the line was cut.
    pub relayed: u64,
    /// Records that waited for a line that was cut.
    pub cut_and_healed: u64,
}

impl Ledger {
    /// What happened beside it.
    pub fn take(&mut self, other: Self) {
        self.lines.extend(other.lines);
        self.recalled += other.recalled;
        self.held += other.held;
        self.passed_on += other.passed_on;
        self.pulled += other.pulled;
        self.relayed += other.relayed;
        self.cut_and_healed += other.cut_and_healed;
    }

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
