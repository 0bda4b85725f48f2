//! Verification: the one way from an opened pouch to records that may be stored.
//!
//! Refused concerns the pouch: nothing is consumed and the lane tries again. Rejected concerns one
//! record: it is consumed and the owner gets a receipt that names the rule.

use record::draft::Lane;
use record::{Digest, Name, NodeCode, Record, Timestamp};

use crate::checkpoint::Checkpoint;
use crate::leaf::{Leaf, Subject};
use crate::log_key::LogPublic;
use crate::manifest::{Entry, Manifest};
use crate::merkle;
use crate::pouch::{Enclosed, OpenedPouch, Payload};
use crate::receipt::{Receipt, Status};
use crate::rule::Rule;
use crate::shared_proof::SharedProof;

/// Proven to have been said by its owner: only this can be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    record: Record,
    content_id: Digest,
    leaf: u64,
    leaf_salt: [u8; 32],
}

impl Verified {
    pub fn record(&self) -> &Record {
        &self.record
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

/// A record of our own, entered in our own log as `leaf`.
pub fn own(record: Record, leaf: &Leaf, index: u64) -> Result<Verified, Rule> {
    let content_id = record.content_id();
    let expected = Leaf::new(&Subject::published(&content_id), *leaf.salt());
    if expected != *leaf {
        return Err(Rule::LeafType);
    }
    Ok(Verified { record, content_id, leaf: index, leaf_salt: *leaf.salt() })
}

/// What the receiver knows of the sender before it looks.
pub struct Known<'a> {
    pub network: Digest,
    pub me: &'a NodeCode,
    pub log: &'a LogPublic,
    /// The largest head of the sender's log verified so far: size and root.
    pub head: Option<(u64, Digest)>,
    pub now: Timestamp,
    pub created_ahead_ms_max: i64,
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
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedPouch {
    manifest: Manifest,
    verdicts: Vec<Verdict>,
    receipts: Vec<VerifiedReceipt>,
    head: Checkpoint,
    signed_at: Timestamp,
    note: String,
    shared: Vec<u8>,
    leaves: Vec<Digest>,
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
}

/// The consistency proof a pouch carries, from a size the receiver is believed to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consistency {
    pub from: u64,
    pub hashes: Vec<Digest>,
}

/// Checks everything an opened pouch claims. Nothing of it is read before.
pub fn verify(opened: OpenedPouch, known: &Known<'_>) -> Result<VerifiedPouch, Refusal> {
    let manifest = &opened.payload.manifest;
    if manifest.network != known.network || manifest.recipient != *known.me {
        return Err(Rule::PouchRecipient.into());
    }
    let (head, signed_at) = Checkpoint::verify(&opened.payload.checkpoint, known.log)?;
    check_consistency(&opened, &head, known)?;
    let shared = SharedProof::from_bytes(&opened.payload.shared).map_err(|_| Rule::SharedProof)?;
    let claims = Claims::read(opened.payload, known)?;
    let leaves = claims.leaves(&shared, known)?;
    let root = shared.root(&leaves).map_err(|_| Rule::SharedProof)?;
    #[cfg(feature = "simulation")]
    let (leaves, root) = claims.leaves_of_any_type(&shared, known, (leaves, root), &head);
    if shared.size() != head.size || root != head.root {
        return Err(Rule::SharedProof.into());
    }
    let Claims { manifest, checkpoint, shared: shared_bytes, verdicts, receipts, .. } = claims;
    Ok(VerifiedPouch {
        manifest,
        verdicts,
        receipts,
        head,
        signed_at,
        note: checkpoint,
        shared: shared_bytes,
        leaves,
    })
}

/// A head smaller than the last verified one is ordinary: another lane, an old bundle. It needs
/// its own proof up to the larger one.
fn check_consistency(
    opened: &OpenedPouch,
    head: &Checkpoint,
    known: &Known<'_>,
) -> Result<(), Refusal> {
    let Some((size, root)) = known.head else { return Ok(()) };
    #[cfg(feature = "simulation")]
    if known.sabotage == "consistency-unchecked" {
        return Ok(());
    }
    let contradiction = || {
        let note = opened.payload.checkpoint.clone();
        let contradiction =
            Contradiction { known: (size, root), note, size: head.size, root: head.root };
        Refusal::Conflict(Box::new(contradiction))
    };
    #[cfg(feature = "simulation")]
    if known.sabotage == "smaller-head-alarm" && head.size < size {
        return Err(contradiction());
    }
    if head.size == size {
        return if head.root == root { Ok(()) } else { Err(contradiction()) };
    }
    let Consistency { from, hashes } = &opened.payload.consistency;
    let (old, new) = match head.size > size {
        true => ((size, &root), (head.size, &head.root)),
        false => ((head.size, &head.root), (size, &root)),
    };
    // The proof is between these two heads or it says nothing about them.
    if *from != size {
        return Err(Refusal::NeedConsistency(size));
    }
    match merkle::is_consistent(old, new, hashes) {
        true => Ok(()),
        false => Err(Refusal::NeedConsistency(size)),
    }
}

/// Everything a pouch claims to be in the sender's log, in the order of its numbers.
struct Claims {
    manifest: Manifest,
    checkpoint: String,
    shared: Vec<u8>,
    verdicts: Vec<Verdict>,
    receipts: Vec<VerifiedReceipt>,
    /// Leaves by index.
    claimed: Vec<(u64, Leaf)>,
}

impl Claims {
    fn read(payload: Payload, known: &Known<'_>) -> Result<Self, Refusal> {
        let mut claims = Self {
            manifest: payload.manifest,
            checkpoint: payload.checkpoint,
            shared: payload.shared,
            verdicts: Vec::with_capacity(payload.records.len()),
            receipts: Vec::with_capacity(payload.receipts.len()),
            claimed: Vec::with_capacity(payload.records.len() + payload.receipts.len() + 1),
        };
        let sent = Subject::sent(&claims.manifest.digest());
        let sent = Leaf::new(&sent, payload.manifest_salt);
        claims.claimed.push((payload.manifest_leaf, sent));
        let entries = std::mem::take(&mut claims.manifest.entries);
        for (place, enclosed) in payload.records.into_iter().enumerate() {
            let seq = claims.manifest.first + place as u64;
            let verdict = claims.record(seq, &entries[place], enclosed, known)?;
            claims.verdicts.push(verdict);
        }
        claims.manifest.entries = entries;
        for bytes in payload.receipts {
            claims.receipt(bytes, known)?;
        }
        claims.claimed.sort_by_key(|(index, _)| *index);
        claims.claimed.dedup();
        Ok(claims)
    }

    fn record(
        &mut self,
        seq: u64,
        entry: &Entry,
        enclosed: Option<Enclosed>,
        known: &Known<'_>,
    ) -> Result<Verdict, Refusal> {
        let (Entry::Record(named), Some(Enclosed(packed, salt, index))) = (entry, enclosed) else {
            return Ok(Verdict::Void);
        };
        let content_id = packed.content_id().map_err(|_| Rule::ContentId)?;
        if content_id != *named {
            return Err(Rule::ContentId.into());
        }
        self.claimed.push((index, Leaf::new(&Subject::published(&content_id), salt)));
        let record = match Record::unpack(packed) {
            Ok(record) => record,
            Err(error) if error.is_unknown() => return Ok(Verdict::Deferred { seq }),
            Err(_) => {
                let rule = Rule::RecordForm;
                return Ok(Verdict::Rejected { name: None, content_id, rule });
            }
        };
        let verified = Verified { record, content_id, leaf: index, leaf_salt: salt };
        Ok(judge(verified, &self.manifest.sender, known))
    }

    fn receipt(&mut self, bytes: Vec<u8>, known: &Known<'_>) -> Result<(), Refusal> {
        let receipt = Receipt::from_bytes(&bytes).map_err(|_| Rule::ReceiptAbout)?;
        let (status, about) = receipt.subject.receipt().ok_or(Rule::ReceiptAbout)?;
        if about.name.owner != *known.me {
            return Err(Rule::ReceiptAbout.into());
        }
        let about = About { name: about.name.clone(), status, at: about.at };
        self.claimed.push((receipt.index, receipt.leaf()));
        self.receipts.push(VerifiedReceipt { receipt, bytes, about });
        Ok(())
    }

    /// Tree hashes of the claimed leaves, as the proof's indices order them.
    fn leaves(&self, shared: &SharedProof, known: &Known<'_>) -> Result<Vec<Digest>, Refusal> {
        let indices = self.claimed.iter().map(|(index, _)| *index);
        if !indices.eq(shared.indices().iter().copied()) {
            return Err(Rule::SharedProof.into());
        }
        let origin = known.log.origin();
        let hash = |(_, leaf): &(u64, Leaf)| merkle::leaf_hash(&leaf.entry(&known.network, origin));
        Ok(self.claimed.iter().map(hash).collect())
    }
}

#[cfg(feature = "simulation")]
impl Claims {
    /// The planted fault `leaf-type-unchecked`: a published leaf may as well be a rejected one.
    fn leaves_of_any_type(
        &self,
        shared: &SharedProof,
        known: &Known<'_>,
        (leaves, root): (Vec<Digest>, Digest),
        head: &Checkpoint,
    ) -> (Vec<Digest>, Digest) {
        use crate::leaf::LeafType::{Published, Rejected};
        if known.sabotage != "leaf-type-unchecked" || root == head.root {
            return (leaves, root);
        }
        let origin = known.log.origin();
        let hash = |(_, leaf): &(u64, Leaf)| {
            let leaf =
                if leaf.leaf_type() == Published { leaf.typed(Rejected) } else { leaf.clone() };
            merkle::leaf_hash(&leaf.entry(&known.network, origin))
        };
        let other: Vec<Digest> = self.claimed.iter().map(hash).collect();
        match shared.root(&other) {
            Ok(found) if found == head.root => (other, found),
            _ => (leaves, root),
        }
    }
}

/// Checks that concern one record: it is consumed whatever they say.
fn judge(verified: Verified, sender: &NodeCode, known: &Known<'_>) -> Verdict {
    let rule = match first_fault(&verified, sender, known) {
        None => return Verdict::Verified(Box::new(verified)),
        Some(rule) => rule,
    };
    // A foreign name is nobody's to be told about: only the sender's own can be answered.
    let name = verified.record.name();
    let name = Some(name).filter(|name| name.owner == *sender);
    Verdict::Rejected { name, content_id: verified.content_id, rule }
}

fn first_fault(verified: &Verified, sender: &NodeCode, known: &Known<'_>) -> Option<Rule> {
    let header = &verified.record.header;
    if header.network != known.network {
        return Some(Rule::Network);
    }
    if header.owner != *sender {
        #[cfg(feature = "simulation")]
        if known.sabotage == "id-of-another-owner" {
            return None;
        }
        return Some(Rule::ForeignOwner);
    }
    if header.created.0 > known.now.0.saturating_add(known.created_ahead_ms_max) {
        return Some(Rule::CreatedAhead);
    }
    verified.record.body().is_err().then_some(Rule::RecordForm)
}
