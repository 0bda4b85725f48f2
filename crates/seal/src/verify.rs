//! Verification: the one way from an opened pouch to records that may be stored.
//!
//! Refused concerns the pouch: nothing is consumed and the lane tries again. Rejected concerns one
//! record: it is consumed and the owner gets a receipt that names the rule.
//!
//! It is long because what is proven of a pouch is said in one place, in the order of its proofs.

mod carried;
mod claims;

pub use carried::{Carried, carried};

use record::draft::Lane;
use record::parts::Packed;
use record::{Body, Digest, Kind, Name, NodeCode, Record, Timestamp};

use crate::checkpoint::Checkpoint;
use crate::leaf::{Leaf, Subject};
use crate::log_key::LogPublic;
use crate::manifest::{Entry, Manifest};
use crate::merkle;
use crate::pouch::OpenedPouch;
use crate::receipt::{Receipt, Status};
use crate::rule::Rule;
use crate::shared_proof::SharedProof;
use claims::Claims;

/// Proven to have been said by its owner: only this can be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    record: Record,
    body: Body,
    content_id: Digest,
    leaf: u64,
    leaf_salt: [u8; 32],
}

impl Verified {
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The record's body, read once.
    pub fn body(&self) -> &Body {
        &self.body
    }

    pub fn content_id(&self) -> &Digest {
        &self.content_id
    }

    pub fn leaf(&self) -> u64 {
        self.leaf
    }

    pub fn leaf_salt(&self) -> &[u8; 32] {
        &self.leaf_salt
    }
}

/// What its owner's log proves and this version cannot read: kept, it is read by a later one.
#[derive(Clone, Debug, PartialEq)]
pub struct Unread {
    packed: Packed,
    content_id: Digest,
    leaf: u64,
    leaf_salt: [u8; 32],
}

impl Unread {
    /// As it was kept.
    pub fn kept(packed: Packed, leaf: u64, leaf_salt: [u8; 32]) -> Result<Self, crate::Error> {
        let content_id = packed.content_id()?;
        Ok(Self { packed, content_id, leaf, leaf_salt })
    }

    pub fn packed(&self) -> &Packed {
        &self.packed
    }

    pub fn content_id(&self) -> &Digest {
        &self.content_id
    }

    pub fn leaf(&self) -> u64 {
        self.leaf
    }

    pub fn leaf_salt(&self) -> &[u8; 32] {
        &self.leaf_salt
    }

    /// Judges it as on the day it came, by what is known now. What proves it lies beside it.
    pub fn read(self, sender: &NodeCode, known: &Known<'_>) -> Verdict {
        claims::read(self, 0, sender, known)
    }
}

/// A record of our own, entered in our own log as `leaf`.
pub fn own(record: Record, body: Body, leaf: &Leaf, index: u64) -> Result<Verified, Rule> {
    let content_id = record.content_id();
    let expected = Leaf::new(&Subject::published(&content_id), *leaf.salt());
    if expected != *leaf {
        return Err(Rule::LeafType);
    }
    Ok(Verified { record, body, content_id, leaf: index, leaf_salt: *leaf.salt() })
}

/// What the receiver knows of the sender before it looks.
pub struct Known<'a> {
    pub network: Digest,
    pub me: &'a NodeCode,
    pub log: &'a LogPublic,
    pub now: Timestamp,
    pub created_ahead_ms_max: i64,
    /// Kinds that are declared here and not read: none, but where an earlier version is played.
    pub unread: &'a [Kind],
    #[cfg(feature = "simulation")]
    pub sabotage: &'a str,
}

/// Why a pouch is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Rule(Rule),
    /// A proof from this size on is wanted.
    NeedConsistency(u64),
    /// The sender's log contradicts itself.
    Conflict(Box<Contradiction>),
}

/// Two heads of one log that cannot both be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    pub known: (u64, Digest),
    pub note: String,
    pub size: u64,
    pub root: Digest,
}

impl From<Rule> for Refusal {
    fn from(rule: Rule) -> Self {
        Self::Rule(rule)
    }
}

/// What became of one entry of a pouch.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Verified(Box<Verified>),
    /// Said by the sender, but not acceptable: name where it can be read, content id, rule.
    Rejected {
        name: Option<Name>,
        content_id: Digest,
        rule: Rule,
    },
    /// A kind or format this version does not know; sent again after the upgrade.
    Deferred {
        seq: u64,
        unread: Box<Unread>,
    },
    Void,
}

/// A receipt proven by the sender's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedReceipt {
    receipt: Receipt,
    bytes: Vec<u8>,
    about: About,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct About {
    name: Name,
    status: Status,
    at: Timestamp,
}

impl VerifiedReceipt {
    pub fn name(&self) -> &Name {
        &self.about.name
    }

    pub fn status(&self) -> Status {
        self.about.status
    }

    pub fn at(&self) -> Timestamp {
        self.about.at
    }

    pub fn leaf(&self) -> u64 {
        self.receipt.index
    }

    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A pouch whose every statement is proven by the sender's log.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedPouch {
    manifest: Manifest,
    verdicts: Vec<Verdict>,
    receipts: Vec<VerifiedReceipt>,
    head: Checkpoint,
    signed_at: Timestamp,
    note: String,
    shared: Vec<u8>,
    leaves: Vec<Digest>,
    joined: Option<Consistency>,
}

impl VerifiedPouch {
    pub fn sender(&self) -> &NodeCode {
        &self.manifest.sender
    }

    pub fn lane(&self) -> Lane {
        self.manifest.lane
    }

    /// The numbers it fills in its lane; empty where it holds receipts only.
    pub fn range(&self) -> Option<(u64, u64)> {
        let Manifest { first, last, .. } = self.manifest;
        (last >= first).then_some((first, last))
    }

    /// What its manifest names under each number of the range.
    pub fn entries(&self) -> &[Entry] {
        &self.manifest.entries
    }

    pub fn verdicts(&self) -> &[Verdict] {
        &self.verdicts
    }

    pub fn receipts(&self) -> &[VerifiedReceipt] {
        &self.receipts
    }

    /// Only recalls, withdrawals and receipts: taken even from an owner whose log is disputed.
    pub fn takes_back_only(&self) -> bool {
        use record::Kind::{Block, Recall, Withdraw};
        self.verdicts.iter().all(|verdict| match verdict {
            Verdict::Verified(verified) => {
                matches!(verified.record.header.kind, Recall | Withdraw | Block)
            }
            _ => true,
        })
    }

    pub fn head(&self) -> &Checkpoint {
        &self.head
    }

    pub fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    pub fn note(&self) -> &str {
        &self.note
    }

    pub fn shared(&self) -> &[u8] {
        &self.shared
    }

    pub fn leaves(&self) -> &[Digest] {
        &self.leaves
    }

    /// The proof that joined its head to another that was known: whichever of the two is larger.
    pub fn joined(&self) -> Option<&Consistency> {
        self.joined.as_ref()
    }
}

/// The consistency proof a pouch carries, from a size the receiver is believed to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consistency {
    pub from: u64,
    pub hashes: Vec<Digest>,
}

/// A pouch whose claims hold by themselves; nothing of it is read before its head is held against
/// the last one known.
#[derive(Clone, Debug, PartialEq)]
pub struct Proven {
    pouch: VerifiedPouch,
    consistency: Consistency,
    #[cfg(feature = "simulation")]
    sabotage: String,
}

/// Checks everything an opened pouch claims.
pub fn verify(
    opened: OpenedPouch,
    known: &Known<'_>,
    head: Option<(u64, Digest)>,
) -> Result<VerifiedPouch, Refusal> {
    prove(opened, known)?.against(head)
}

/// Checks what an opened pouch claims, but for its head's place in the sender's history. Needs
/// nothing that changes while it works, so it is done beside the writer.
pub fn prove(opened: OpenedPouch, known: &Known<'_>) -> Result<Proven, Rule> {
    let manifest = &opened.payload.manifest;
    if manifest.network != known.network || manifest.recipient != *known.me {
        return Err(Rule::PouchRecipient);
    }
    let (head, signed_at) = Checkpoint::verify(&opened.payload.checkpoint, known.log)?;
    let shared = SharedProof::from_bytes(&opened.payload.shared).map_err(|_| Rule::SharedProof)?;
    let consistency = opened.payload.consistency.clone();
    let claims = Claims::read(opened.payload, known)?;
    let leaves = claims.leaves(&shared, known)?;
    let root = shared.root(&leaves).map_err(|_| Rule::SharedProof)?;
    #[cfg(feature = "simulation")]
    let (leaves, root) = claims.leaves_of_any_type(&shared, known, (leaves, root), &head);
    if shared.size() != head.size || root != head.root {
        return Err(Rule::SharedProof);
    }
    let Claims { manifest, checkpoint: note, shared, verdicts, receipts, .. } = claims;
    let joined = None;
    let pouch = VerifiedPouch {
        manifest,
        verdicts,
        receipts,
        head,
        signed_at,
        note,
        shared,
        leaves,
        joined,
    };
    Ok(Proven {
        pouch,
        consistency,
        #[cfg(feature = "simulation")]
        sabotage: known.sabotage.to_owned(),
    })
}

impl Proven {
    pub fn sender(&self) -> &NodeCode {
        self.pouch.sender()
    }

    pub fn lane(&self) -> Lane {
        self.pouch.lane()
    }

    pub fn range(&self) -> Option<(u64, u64)> {
        self.pouch.range()
    }

    /// Size of its head, and from where it is proven.
    pub fn reach(&self) -> (u64, u64) {
        (self.pouch.head.size, self.consistency.from)
    }

    /// With another proof than it came with: that of its bundle.
    pub fn joined_by(self, consistency: Consistency) -> Self {
        Self { consistency, ..self }
    }

    /// Holds the pouch's head against the largest one verified so far: size and root. A smaller
    /// head is ordinary (another lane, an old bundle) and needs its own proof up to the larger.
    pub fn against(self, known: Option<(u64, Digest)>) -> Result<VerifiedPouch, Refusal> {
        let Some((size, root)) = known else { return Ok(self.pouch) };
        #[cfg(feature = "simulation")]
        if self.sabotage == "consistency-unchecked" {
            return Ok(self.pouch);
        }
        #[cfg(feature = "simulation")]
        if self.sabotage == "smaller-head-alarm" && self.pouch.head.size < size {
            return Err(self.contradiction((size, root)));
        }
        let head = &self.pouch.head;
        if head.size == size {
            return if head.root == root {
                Ok(self.pouch)
            } else {
                Err(self.contradiction((size, root)))
            };
        }
        let (old, new) = match head.size > size {
            true => ((size, &root), (head.size, &head.root)),
            false => ((head.size, &head.root), (size, &root)),
        };
        // The proof is between these two heads or it says nothing about them.
        let Consistency { from, hashes } = &self.consistency;
        match *from == size && merkle::is_consistent(old, new, hashes) {
            true => Ok(VerifiedPouch { joined: Some(self.consistency), ..self.pouch }),
            false => Err(Refusal::NeedConsistency(size)),
        }
    }

    fn contradiction(self, known: (u64, Digest)) -> Refusal {
        let VerifiedPouch { head, note, .. } = self.pouch;
        let (size, root) = (head.size, head.root);
        Refusal::Conflict(Box::new(Contradiction { known, note, size, root }))
    }
}
