//! Uses: what a holder did with a record of another's, told to its owner with proof.

use record::{Digest, NodeCode, RecordId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::audit::{self, Deed, Event};
use crate::{Error, Node};

/// Uses told in one answer.
pub const USES_MAX: usize = 1_000;

/// One use, as its holder tells it: who by role and unit, never by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// The audit entry as it stands in the minute's tree.
    #[serde(with = "record::digest::bytes")]
    pub entry: Vec<u8>,
    pub minute: i64,
    pub index: u64,
    pub path: Vec<Digest>,
    pub root: Digest,
    /// The log leaf of the minute; none while the minute is open.
    pub leaf: Option<u64>,
}

/// A holder's answer about one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uses {
    pub holder: NodeCode,
    pub owner: NodeCode,
    pub id: RecordId,
    pub at: Timestamp,
    /// How many uses there are; a smaller number later is a provable contradiction.
    pub counter: u64,
    pub uses: Vec<Use>,
}

/// What this node did with a record, for its owner.
pub fn tell(node: &mut Node, asker: &NodeCode, id: &RecordId) -> Result<Uses, Error> {
    let rows = node.store.audit_about(asker, id)?;
    let mut uses = Vec::new();
    for (row, minute, bytes) in rows.iter().take(USES_MAX) {
        uses.push(prove(node, *row, *minute, bytes)?);
    }
    let event = Event {
        at: node.now(),
        deed: Deed::UsesTold,
        by: asker.as_str().into(),
        role: "peer".into(),
        unit: String::new(),
        purpose: None,
        refused: None,
        about: Vec::new(),
        count: rows.len() as u64,
        set: None,
        reason: Some(id.to_string()),
    };
    audit::note(node, &event)?;
    Ok(Uses {
        holder: node.code.clone(),
        owner: asker.clone(),
        id: *id,
        at: node.now(),
        counter: rows.len() as u64,
        uses,
    })
}

fn prove(node: &Node, row: i64, minute: i64, bytes: &[u8]) -> Result<Use, Error> {
    let entries = node.store.audit_of_minute(minute)?;
    let index = entries.iter().position(|(other, _)| *other == row);
    let index = index.ok_or_else(|| Error::Damaged("an audit entry left its minute".into()))?;
    let leaves = audit::leaves(&entries);
    let leaf = node.store.minute_root(minute)?.map(|root| root.leaf);
    Ok(Use {
        entry: bytes.to_vec(),
        minute,
        index: index as u64,
        path: audit::path(&leaves, index),
        root: audit::root(&leaves),
        leaf,
    })
}

impl Use {
    /// What happened, once the entry is proven to stand under its minute's root.
    pub fn read(&self) -> Result<Event, Error> {
        let index = usize::try_from(self.index).unwrap_or(usize::MAX);
        if !audit::verify_path(&self.entry, index, &self.path, &self.root) {
            return Err(Error::Usage("a use that its minute's root does not prove".into()));
        }
        Ok(audit::read(&self.entry)?.1)
    }
}
