//! Uses: what a holder did with a record of another's, told to its owner with proof.

use std::collections::{BTreeMap, BTreeSet};

use record::{Digest, NodeCode, RecordId, Timestamp};
use seal::checkpoint::Checkpoint;
use seal::leaf::{Leaf, Subject};
use seal::log_key::LogPublic;
use seal::merkle;
use seal::shared_proof::SharedProof;
use serde::{Deserialize, Serialize};

use crate::audit::{self, Deed, Event};
use crate::store::audit::MinuteRoot;
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
}

/// The root of a minute's audit tree and the leaf of the holder's log that holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minute {
    pub minute: i64,
    pub root: Digest,
    #[serde(with = "record::digest::bytes32")]
    pub salt: [u8; 32],
    pub leaf: u64,
}

/// What proves the minutes: a checkpoint of the holder's log and one shared inclusion proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub checkpoint: String,
    #[serde(with = "record::digest::bytes")]
    pub shared: Vec<u8>,
    /// Ascending by leaf, as in the shared proof.
    pub minutes: Vec<Minute>,
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
    /// None while every minute it would prove is still open.
    pub proof: Option<Proof>,
}

/// What this node did with a record, for its owner.
pub fn tell(node: &mut Node, asker: &NodeCode, id: &RecordId) -> Result<Uses, Error> {
    let rows = node.store.audit_about(asker, id)?;
    let mut uses = Vec::new();
    for (row, minute, bytes) in rows.iter().take(USES_MAX) {
        uses.push(place(node, *row, *minute, bytes)?);
    }
    let (at, counter) = (node.now(), rows.len() as u64);
    let event = Event { count: counter, ..Event::of_peer(Deed::UsesTold, asker.as_str(), at, "") };
    let event = Event { refused: None, reason: Some(id.to_string()), ..event };
    audit::note(node, &event)?;
    let proof = prove(node, &uses)?;
    let (holder, owner) = (node.code.clone(), asker.clone());
    Ok(Uses { holder, owner, id: *id, at, counter, uses, proof })
}

/// Where an entry stands in its minute.
fn place(node: &Node, row: i64, minute: i64, bytes: &[u8]) -> Result<Use, Error> {
    let entries = node.store.audit_of_minute(minute)?;
    let index = entries.iter().position(|(other, _)| *other == row);
    let index = index.ok_or_else(|| Error::Damaged("an audit entry left its minute".into()))?;
    let path = audit::path(&audit::leaves(&entries), index);
    Ok(Use { entry: bytes.to_vec(), minute, index: index as u64, path })
}

/// Proves every minute whose root is committed.
fn prove(node: &mut Node, uses: &[Use]) -> Result<Option<Proof>, Error> {
    let wanted: BTreeSet<i64> = uses.iter().map(|one| one.minute).collect();
    let mut minutes = Vec::with_capacity(wanted.len());
    for minute in wanted {
        let closed = node.store.minute_root(minute)?.filter(|root| root.leaf < node.log.size());
        let Some(MinuteRoot { root, leaf, .. }) = closed else { continue };
        let stored = node.store.leaf(leaf)?;
        let missing = || Error::Damaged(format!("leaf {leaf} is missing"));
        minutes.push(Minute { minute, root, leaf, salt: stored.ok_or_else(missing)?.salt });
    }
    if minutes.is_empty() || node.log.is_held() {
        return Ok(None);
    }
    minutes.sort_by_key(|minute| minute.leaf);
    let now = node.now();
    let checkpoint = node.log.checkpoint(&node.store, &node.identity.log, now)?;
    let indices: Vec<u64> = minutes.iter().map(|minute| minute.leaf).collect();
    let tree = node.log.nodes(&node.store);
    let shared = SharedProof::prove(&tree, node.log.size(), &indices)?.to_bytes();
    Ok(Some(Proof { checkpoint, shared, minutes }))
}

/// What an owner may believe of a use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It stands in the holder's log, under a head that the holder signed.
    Proven { event: Event, leaf: u64 },
    /// Its minute was still open when it was told: ask again.
    Open(Event),
}

impl Uses {
    /// Checks an answer under the log key that the directory gives the holder.
    pub fn check(&self, network: &Digest, log: &LogPublic) -> Result<Vec<Told>, Error> {
        let minutes = match &self.proof {
            Some(proof) => proof.check(network, log)?,
            None => BTreeMap::new(),
        };
        self.uses.iter().map(|one| self.check_one(one, &minutes)).collect()
    }

    fn check_one(&self, one: &Use, minutes: &BTreeMap<i64, &Minute>) -> Result<Told, Error> {
        let event = audit::read(&one.entry)?.1;
        if !event.about.iter().any(|about| *about == (self.owner.clone(), self.id)) {
            return Err(unproven("a use that is about another record"));
        }
        let Some(minute) = minutes.get(&one.minute) else { return Ok(Told::Open(event)) };
        let index = usize::try_from(one.index).unwrap_or(usize::MAX);
        if !audit::verify_path(&one.entry, index, &one.path, &minute.root) {
            return Err(unproven("a use that its minute's root does not prove"));
        }
        Ok(Told::Proven { event, leaf: minute.leaf })
    }
}

impl Proof {
    /// The minutes, once their roots are proven to stand in the log.
    fn check(&self, network: &Digest, log: &LogPublic) -> Result<BTreeMap<i64, &Minute>, Error> {
        let (head, _) = Checkpoint::verify(&self.checkpoint, log).map_err(seal::Error::Refused)?;
        let shared = SharedProof::from_bytes(&self.shared)?;
        let indices: Vec<u64> = self.minutes.iter().map(|minute| minute.leaf).collect();
        let hash = |minute: &Minute| {
            let subject = Subject::audit(minute.minute, &minute.root);
            merkle::leaf_hash(&Leaf::new(&subject, minute.salt).entry(network, log.origin()))
        };
        let leaves: Vec<Digest> = self.minutes.iter().map(hash).collect();
        let stands = shared.indices() == indices
            && shared.size() == head.size
            && shared.root(&leaves)? == head.root;
        if !stands {
            return Err(unproven("minutes that the holder's log does not prove"));
        }
        Ok(self.minutes.iter().map(|minute| (minute.minute, minute)).collect())
    }
}

fn unproven(what: &str) -> Error {
    Error::Usage(format!("the holder told {what}"))
}
