//! What a pouch claims, entry by entry.

use record::{Body, Digest, Header, NodeCode, Record};

#[cfg(feature = "simulation")]
use crate::checkpoint::Checkpoint;
use crate::leaf::{Leaf, Subject};
use crate::manifest::{Entry, Manifest};
use crate::merkle;
use crate::pouch::{Enclosed, Payload};
use crate::receipt::Receipt;
use crate::rule::Rule;
use crate::shared_proof::SharedProof;
use crate::verify::{About, Known, Unread, Verdict, Verified, VerifiedReceipt};

/// Everything a pouch claims to be in the sender's log, in the order of its numbers.
pub(super) struct Claims {
    pub manifest: Manifest,
    pub checkpoint: String,
    pub shared: Vec<u8>,
    pub verdicts: Vec<Verdict>,
    pub receipts: Vec<VerifiedReceipt>,
    /// Leaves by index.
    claimed: Vec<(u64, Leaf)>,
}

impl Claims {
    pub fn read(payload: Payload, known: &Known<'_>) -> Result<Self, Rule> {
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
    ) -> Result<Verdict, Rule> {
        let (Entry::Record(named), Some(Enclosed(packed, salt, index))) = (entry, enclosed) else {
            return Ok(Verdict::Void);
        };
        let content_id = packed.content_id().map_err(|_| Rule::ContentId)?;
        if content_id != *named {
            return Err(Rule::ContentId);
        }
        self.claimed.push((index, Leaf::new(&Subject::published(&content_id), salt)));
        let unread = Unread { packed, content_id, leaf: index, leaf_salt: salt };
        Ok(read(unread, seq, &self.manifest.sender, known))
    }

    fn receipt(&mut self, bytes: Vec<u8>, known: &Known<'_>) -> Result<(), Rule> {
        let receipt = Receipt::from_bytes(&bytes).map_err(|_| Rule::ReceiptAbout)?;
        let (status, about) = receipt.subject.receipt().ok_or(Rule::ReceiptAbout)?;
        if about.name.owner != *known.me {
            return Err(Rule::ReceiptAbout);
        }
        let about = About { name: about.name.clone(), status, at: about.at };
        self.claimed.push((receipt.index, receipt.leaf()));
        self.receipts.push(VerifiedReceipt { receipt, bytes, about });
        Ok(())
    }

    /// Tree hashes of the claimed leaves, as the proof's indices order them.
    pub fn leaves(&self, shared: &SharedProof, known: &Known<'_>) -> Result<Vec<Digest>, Rule> {
        let indices = self.claimed.iter().map(|(index, _)| *index);
        if !indices.eq(shared.indices().iter().copied()) {
            return Err(Rule::SharedProof);
        }
        let origin = known.log.origin();
        let hash = |(_, leaf): &(u64, Leaf)| merkle::leaf_hash(&leaf.entry(&known.network, origin));
        Ok(self.claimed.iter().map(hash).collect())
    }
}

#[cfg(feature = "simulation")]
impl Claims {
    /// The planted fault `leaf-type-unchecked`: a published leaf may as well be a rejected one.
    pub fn leaves_of_any_type(
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

/// What becomes of a record that its sender's log proves.
pub(super) fn read(unread: Unread, seq: u64, sender: &NodeCode, known: &Known<'_>) -> Verdict {
    let content_id = unread.content_id;
    let form = |name| Verdict::Rejected { name, content_id, rule: Rule::RecordForm };
    let header = match Header::from_bytes(&unread.packed.header) {
        Ok(header) if !known.unread.contains(&header.kind) => header,
        Err(error) if !error.is_unknown() => return form(None),
        _ => return Verdict::Deferred { seq, unread: Box::new(unread) },
    };
    let Unread { packed, leaf, leaf_salt, .. } = unread;
    let Ok(record) = Record::unpack_under(header, packed) else { return form(None) };
    match judge(&record, sender, known) {
        Ok(body) => {
            Verdict::Verified(Box::new(Verified { record, body, content_id, leaf, leaf_salt }))
        }
        // A foreign name is nobody's to be told about: only the sender's own can be answered.
        Err(rule) => {
            let own = record.header.owner == *sender;
            Verdict::Rejected { name: own.then(|| record.name()), content_id, rule }
        }
    }
}

/// Checks that concern one record: it is consumed whatever they say.
fn judge(record: &Record, sender: &NodeCode, known: &Known<'_>) -> Result<Body, Rule> {
    let header = &record.header;
    if header.network != known.network {
        return Err(Rule::Network);
    }
    if header.owner != *sender && !takes_foreign(known) {
        return Err(Rule::ForeignOwner);
    }
    if header.created.0 > known.now.0.saturating_add(known.created_ahead_ms_max) {
        return Err(Rule::CreatedAhead);
    }
    record.body().map_err(|_| Rule::RecordForm)
}

#[cfg(feature = "simulation")]
fn takes_foreign(known: &Known<'_>) -> bool {
    known.sabotage == "id-of-another-owner"
}

#[cfg(not(feature = "simulation"))]
fn takes_foreign(_known: &Known<'_>) -> bool {
    false
}
