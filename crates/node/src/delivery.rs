//! Between two nodes: a parcel is proven and sealed after its commit; a pouch is opened, verified
//! and admitted; the answer says what was taken.

use std::sync::Arc;

use record::draft::Lane;
use record::{Digest, NodeCode, Timestamp};
use seal::Rule;
use seal::directory::{Directory, Member};
use seal::entropy::Entropy;
use seal::kem::KemPublic;
use seal::merkle;
use seal::pouch::{self, Enclosed, OpenedPouch, Payload};
use seal::shared_proof::SharedProof;
use seal::verify::{
    self, Consistency, Contradiction, Known, Proven, Refusal, Unread, Verdict, VerifiedPouch,
};
use serde::{Deserialize, Serialize};

use crate::audit::{self, Deed, Event};
use crate::outward::{self, Parcel};
use crate::store::evidence::Head;
use crate::{Clock, Error, Identity, Node, contradiction, flow, freeze};

/// What a receiver has of a lane, once it is durable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    pub lane: Lane,
    pub ranges: Vec<(u64, u64)>,
    /// Entries that may be under way.
    pub credit: u64,
    /// Numbers of a kind or format this receiver does not know yet.
    #[serde(default)]
    pub deferred: Vec<u64>,
    /// Size of the sender's head that was verified: the next proof starts here.
    pub head: u64,
}

/// A receiver's answer to one pouch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Acknowledged(Acknowledged),
    /// Nothing was consumed; the lane tries again.
    Refused {
        rule: String,
        text: String,
    },
    /// The next try proves consistency from this size.
    NeedConsistency(u64),
}

impl From<Rule> for Answer {
    fn from(rule: Rule) -> Self {
        Self::Refused { rule: rule.code().into(), text: rule.text().into() }
    }
}

/// A parcel that was proven and can be sealed beside the writer.
pub struct Sealing {
    payload: Payload,
    key: KemPublic,
    expires: Timestamp,
    /// Size of the head that proves it.
    pub head: u64,
}

impl Sealing {
    pub fn seal(&self, entropy: &mut dyn Entropy) -> Result<Vec<u8>, Error> {
        Ok(pouch::seal(&self.payload, &self.key, self.expires, entropy)?)
    }
}

/// Proves and seals a parcel. A retry gives other bytes, the same id.
pub fn seal(node: &mut Node, parcel: &Parcel, consistency_from: u64) -> Result<Vec<u8>, Error> {
    prove(node, parcel, consistency_from)?.seal(&mut *node.entropy)
}

/// Proves a parcel whose leaves are committed.
pub fn prove(node: &mut Node, parcel: &Parcel, consistency_from: u64) -> Result<Sealing, Error> {
    let expires = node.now().plus(node.config.pouch_ttl_s * record::moment::SECOND_MS);
    prove_until(node, parcel, consistency_from, expires)
}

/// As [`prove`], for what is longer on its way.
pub fn prove_until(
    node: &mut Node,
    parcel: &Parcel,
    consistency_from: u64,
    expires: Timestamp,
) -> Result<Sealing, Error> {
    let now = node.now();
    let checkpoint = node.log.checkpoint(&node.store, &node.identity.log, now)?;
    let mut indices = vec![parcel.manifest_leaf];
    let records = enclose(node, parcel, &mut indices)?;
    indices.extend(parcel.receipts.iter().map(|(leaf, _)| *leaf));
    indices.sort_unstable();
    indices.dedup();
    let size = node.log.size();
    let tree = node.log.nodes(&node.store);
    let from = consistency_from.min(size);
    let payload = Payload {
        manifest: parcel.manifest.clone(),
        manifest_salt: salt_of(node, parcel.manifest_leaf)?,
        manifest_leaf: parcel.manifest_leaf,
        checkpoint,
        consistency: Consistency { from, hashes: merkle::consistency(&tree, from, size)? },
        shared: SharedProof::prove(&tree, size, &indices)?.to_bytes(),
        records,
        receipts: parcel.receipts.iter().map(|(_, bytes)| bytes.clone()).collect(),
    };
    let recipient = member(node, &parcel.peer)?;
    let key = recipient.kem_at(now).ok_or_else(|| no_key(&parcel.peer))?.clone();
    Ok(Sealing { payload, key, expires, head: size })
}

fn no_key(peer: &NodeCode) -> Error {
    Error::Usage(format!("the directory has no key to seal to {peer}"))
}

fn member<'a>(node: &'a Node, code: &NodeCode) -> Result<&'a Member, Error> {
    let member = node.directory.member(code);
    member.ok_or_else(|| Error::Usage(format!("{code} is no member of this network")))
}

fn salt_of(node: &Node, index: u64) -> Result<[u8; 32], Error> {
    let leaf = node.store.leaf(index)?;
    Ok(leaf.ok_or_else(|| Error::Damaged(format!("leaf {index} is missing")))?.salt)
}

fn enclose(
    node: &Node,
    parcel: &Parcel,
    indices: &mut Vec<u64>,
) -> Result<Vec<Option<Enclosed>>, Error> {
    let mut records = Vec::with_capacity(parcel.rows.len());
    for row in &parcel.rows {
        let stored = match row {
            Some(row) => node.store.record_row(*row)?.filter(|stored| stored.content.is_some()),
            None => None,
        };
        let Some(stored) = stored else {
            records.push(None);
            continue;
        };
        let packed = node.vault.pack(&node.store, &stored)?;
        indices.push(stored.leaf);
        records.push(Some(Enclosed(packed, stored.leaf_salt, stored.leaf)));
    }
    Ok(records)
}

/// What opening a pouch needs of a node: none of it changes, so it is done beside the writer.
#[derive(Clone)]
pub struct Opener {
    network: Digest,
    pub(crate) identity: Arc<Identity>,
    pub(crate) directory: Arc<Directory>,
    pub(crate) clock: Arc<dyn Clock>,
    created_ahead_ms_max: i64,
    unread: Arc<[record::Kind]>,
    #[cfg(feature = "simulation")]
    pub(crate) sabotage: &'static str,
}

impl Opener {
    pub fn of(node: &Node) -> Self {
        Self {
            network: node.network,
            identity: node.identity.clone(),
            directory: node.directory.clone(),
            clock: node.clock.clone(),
            created_ahead_ms_max: node.config.created_ahead_ms_max,
            unread: node.unread.clone(),
            #[cfg(feature = "simulation")]
            sabotage: node.sabotage.name(),
        }
    }

    pub(crate) fn network(&self) -> Digest {
        self.network
    }

    /// Opens a pouch and checks everything but its head's place in the sender's history.
    pub fn open(&self, from: &NodeCode, bytes: &[u8]) -> Result<Proven, Rule> {
        let opened = self.disclose(bytes)?;
        if opened.sender() != from {
            return Err(Rule::ManifestSender);
        }
        self.prove(from, opened)
    }

    /// Decrypts a pouch, whoever brought it.
    pub(crate) fn disclose(&self, bytes: &[u8]) -> Result<OpenedPouch, Rule> {
        let whom = (&self.identity.code, &self.network);
        pouch::open(bytes, &self.identity.kem.all(), whom, self.clock.now())
    }

    pub(crate) fn prove(&self, from: &NodeCode, opened: OpenedPouch) -> Result<Proven, Rule> {
        verify::prove(opened, &self.known(from)?)
    }

    /// What is known of a sender that is heard.
    fn known(&self, from: &NodeCode) -> Result<Known<'_>, Rule> {
        let member = self.directory.member(from).filter(|member| member.is_active());
        Ok(Known {
            network: self.network,
            me: &self.identity.code,
            log: member.and_then(Member::log).ok_or(Rule::NotMember)?,
            now: self.clock.now(),
            created_ahead_ms_max: self.created_ahead_ms_max,
            unread: &self.unread,
            #[cfg(feature = "simulation")]
            sabotage: self.sabotage,
        })
    }

    /// Reads what was kept until this version; none where its owner is not heard any more.
    pub(crate) fn read_late(&self, owner: &NodeCode, unread: Unread) -> Option<Verdict> {
        self.known(owner).ok().map(|known| unread.read(owner, &known))
    }
}

/// Takes a pouch in: opened, verified, admitted, answered. In a transaction; the answer is true
/// after its commit.
pub fn receive(node: &mut Node, from: &NodeCode, bytes: &[u8]) -> Result<Answer, Error> {
    let opened = Opener::of(node).open(from, bytes);
    receive_opened(node, from, opened)
}

/// The part of [`receive`] that is the writer's.
pub fn receive_opened(
    node: &mut Node,
    from: &NodeCode,
    opened: Result<Proven, Rule>,
) -> Result<Answer, Error> {
    let head = node.store.last_head(from.as_str())?.map(|head| (head.size, head.root));
    match opened.map_err(Refusal::from).and_then(|proven| proven.against(head)) {
        Ok(pouch) => take(node, &pouch),
        Err(refusal) => refuse(node, from, refusal),
    }
}

fn take(node: &mut Node, pouch: &VerifiedPouch) -> Result<Answer, Error> {
    if node.store.head_conflict(pouch.sender().as_str())? && !pouch.takes_back_only() {
        return refuse(node, &pouch.sender().clone(), Rule::HeadConflict.into());
    }
    if let Some(rule) = freeze::refuses(node, pouch)? {
        return refuse(node, &pouch.sender().clone(), rule.into());
    }
    #[cfg(feature = "simulation")]
    node.sabotage.skip_fsync_if("ack-before-fsync");
    match node.job(|node| flow::admit(node, pouch)) {
        Ok(acknowledged) => Ok(Answer::Acknowledged(acknowledged)),
        Err(Error::Limit { limit: "range_gap_max", .. }) => {
            refuse(node, &pouch.sender().clone(), Rule::PouchRange.into())
        }
        Err(error) => Err(error),
    }
}

/// Says why, keeps what proves a contradiction, and writes it into the audit.
pub fn refuse(node: &mut Node, from: &NodeCode, refusal: Refusal) -> Result<Answer, Error> {
    let (rule, answer) = match refusal {
        Refusal::Rule(rule) => (rule, Answer::from(rule)),
        Refusal::NeedConsistency(size) => (Rule::Consistency, Answer::NeedConsistency(size)),
        Refusal::Conflict(contradiction) => {
            let first = node.store.head_at(from.as_str(), contradiction.known.0)?;
            let first = first.map_or(Vec::new(), |head: Head| head.note.into_bytes());
            keep_contradiction(node, from, &first, &contradiction)?;
            (Rule::Consistency, Answer::from(Rule::Consistency))
        }
    };
    let event = Event::of_peer(Deed::Refused, from.as_str(), node.now(), rule.code());
    audit::note(node, &event)?;
    Ok(answer)
}

/// Keeps both notes: from here on the owner is disputed.
pub(crate) fn keep_contradiction(
    node: &mut Node,
    from: &NodeCode,
    first: &[u8],
    two: &Contradiction,
) -> Result<(), Error> {
    let at = node.now().0;
    node.store.insert_conflict(from.as_str(), "head", first, two.note.as_bytes(), at)?;
    tracing::error!(owner = %from, "a log contradicts itself: only recalls are taken from it");
    contradiction::found_heads(node, (from, first, &two.note))
}

/// Acts on a peer's answer to a parcel: closes what was acknowledged, or says where to start anew.
pub fn settle(node: &mut Node, parcel: &Parcel, answer: &Answer) -> Result<Settled, Error> {
    match answer {
        Answer::Acknowledged(acknowledged) => {
            flow::acknowledge(node, parcel, acknowledged)?;
            Ok(Settled::Closed)
        }
        Answer::NeedConsistency(size) => {
            outward::set_acked_head(node, &parcel.peer, *size)?;
            Ok(Settled::AgainAtOnce)
        }
        Answer::Refused { rule, .. } => {
            tracing::warn!(peer = %parcel.peer, rule, "a pouch was refused");
            if rule == Rule::Frozen.code() {
                freeze::note_said(node, &parcel.peer)?;
            }
            Ok(Settled::Later)
        }
    }
}

/// What to do with a lane after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    Closed,
    AgainAtOnce,
    Later,
}
