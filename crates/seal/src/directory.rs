//! The directory: who is a node, with which keys, signed by one steward set (k of n).
//!
//! Its first head's digest is the network: an exercise has another first head, so nothing of it can
//! enter a real network. Stewards change under the signatures of those before (DIR-05). Log epochs
//! and witness keys are added and revoked, never changed (DIR-06, DIR-07); members are suspended,
//! leave and are succeeded (DIR-08); what a member receives and signs with changes only under its
//! root's signature (DIR-09), and that root under its own, or publicly and late (DIR-10).

mod certificate;

mod change;
mod check;
mod draft;
mod epoch;
mod relay;
mod root;
mod steward;

use record::moment::{DAY_MS, MINUTE_MS};
use record::{Digest, NodeCode, Timestamp, Unit, cbor, digest};
use serde::{Deserialize, Serialize};

use crate::kem::KemPublic;
use crate::log_key::{LogPublic, LogSecret};
use crate::{Error, Rule};
pub use certificate::Certificate;
pub use change::Change;
pub use draft::Draft;
pub use root::{Handover, NextRoot, ROOT_PUBLIC_DAYS};

/// Older than this, only recalls, erasures and receipts go.
pub const FRESH_DAYS: i64 = 7;
/// Clocks differ by no more.
pub const AHEAD_MINUTES_MAX: i64 = 10;
pub const MEMBERS_MAX: usize = 1_024;
pub const STEWARDS_MAX: usize = 16;
/// Witness keys of one member, those of years past among them.
pub const WITNESS_KEYS_MAX: usize = 64;
/// Relays of one member.
pub const RELAYS_MAX: usize = 4;
/// Epochs of one member's log.
pub const LOG_EPOCHS_MAX: usize = 64;
pub const DIRECTORY_BYTES_MAX: usize = 16 * 1024 * 1024;

const LABEL: &[u8] = b"amana/1/directory";
const SIGN_LABEL: &[u8] = b"amana/1/directory-signature";

/// A node's name in the four languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    pub ar: String,
    pub en: String,
    pub fr: String,
    pub es: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberRole {
    Country,
    RegionalBody,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberStatus {
    Admitted,
    Suspended,
    Left,
    Succeeded,
    Unreachable,
}

/// A log's key for one epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEpoch {
    pub epoch: u32,
    pub key: LogPublic,
    pub from: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// A key under which a member cosigns heads of others, for one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WitnessKey {
    pub key: LogPublic,
    pub from: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// A decapsulation key for one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KemMonth {
    /// `YYYY-MM`.
    pub month: String,
    pub key: KemPublic,
}

/// A node of the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    pub code: NodeCode,
    pub names: Labels,
    pub region: String,
    pub role: MemberRole,
    pub status: MemberStatus,
    /// The root key, offline; it certifies every change of the others.
    pub root: LogPublic,
    pub logs: Vec<LogEpoch>,
    pub kem: Vec<KemMonth>,
    /// SHA-256 of the public keys of its TLS certificates.
    pub pins: Vec<Digest>,
    /// `host:port` for deliveries; none where it cannot accept connections.
    pub address: Option<String>,
    pub units: Vec<Unit>,
    /// Left out where there is none, as heads before there were witnesses have it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witness: Vec<WitnessKey>,
    /// Members that carry for it what no line brings; left out where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relays: Vec<NodeCode>,
    /// The root's word for log, decapsulation and TLS keys, since they first changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// The root that is to come where the one in force cannot sign for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_root: Option<NextRoot>,
    /// The word of the root before for the one in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<Handover>,
    /// Who carries on for a member that was succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<NodeCode>,
}

impl Member {
    pub fn is_active(&self) -> bool {
        matches!(self.status, MemberStatus::Admitted | MemberStatus::Unreachable)
    }

    /// The log key in force: that of the last epoch.
    pub fn log(&self) -> Option<&LogPublic> {
        self.logs.last().filter(|epoch| epoch.revoked_at.is_none()).map(|epoch| &epoch.key)
    }

    /// The key it cosigns with: the newest that is not revoked.
    pub fn witness_key(&self) -> Option<&LogPublic> {
        let mut keys = self.witness.iter().rev().filter(|key| key.revoked_at.is_none());
        keys.next().map(|key| &key.key)
    }

    /// The decapsulation key to seal to: the newest month that is not in the future.
    pub fn kem_at(&self, now: Timestamp) -> Option<&KemPublic> {
        let month = now.to_string();
        let month = month.get(..7)?;
        let open = self.kem.iter().filter(|key| key.month.as_str() <= month);
        let newest = open.max_by(|a, b| a.month.cmp(&b.month)).or_else(|| self.kem.first());
        newest.map(|key| &key.key)
    }
}

/// A steward: signs the directory, is no node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steward {
    pub name: String,
    pub key: LogPublic,
}

/// What stewards sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    pub name: String,
    /// Invented data only.
    pub exercise: bool,
    pub sequence: u64,
    /// Digest of the first head; none in the first itself.
    first: Option<Digest>,
    previous: Option<Digest>,
    pub created: Timestamp,
    stewards: Vec<Steward>,
    threshold: u8,
    members: Vec<Member>,
    /// Version and digest of the policy tables all members share.
    pub policy: (u32, Digest),
}

/// One steward's two signatures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Signature(
    u8,
    #[serde(with = "digest::bytes")] Vec<u8>,
    #[serde(with = "digest::bytes")] Vec<u8>,
);

#[derive(Serialize, Deserialize)]
struct Signed(#[serde(with = "digest::bytes")] Vec<u8>, Vec<Signature>);

/// How a new network is described.
pub struct Founding {
    pub name: String,
    pub exercise: bool,
    pub created: Timestamp,
    pub stewards: Vec<Steward>,
    pub threshold: u8,
    pub members: Vec<Member>,
    pub policy: (u32, Digest),
}

impl Directory {
    pub fn found(founding: Founding) -> Self {
        let Founding { name, exercise, created, stewards, threshold, members, policy } = founding;
        Self {
            name,
            exercise,
            sequence: 1,
            first: None,
            previous: None,
            created,
            stewards,
            threshold,
            members,
            policy,
        }
    }

    /// The next head, with other members.
    pub fn next(&self, members: Vec<Member>, created: Timestamp) -> Self {
        Self {
            sequence: self.sequence + 1,
            first: Some(self.network()),
            previous: Some(self.digest()),
            created,
            members,
            ..self.clone()
        }
    }

    pub fn digest(&self) -> Digest {
        Digest::of(&[LABEL, &cbor::to_bytes(self)])
    }

    /// The network: the first head's digest.
    pub fn network(&self) -> Digest {
        self.first.unwrap_or_else(|| self.digest())
    }

    pub fn members(&self) -> &[Member] {
        &self.members
    }

    pub fn member(&self, code: &NodeCode) -> Option<&Member> {
        self.members.iter().find(|member| member.code == *code)
    }

    /// The member whose TLS certificate has this pin.
    pub fn member_by_pin(&self, pin: &Digest) -> Option<&Member> {
        self.members.iter().find(|member| member.pins.contains(pin))
    }

    pub fn is_frozen(&self, now: Timestamp) -> bool {
        now > self.fresh_until()
    }

    /// Seven days after the stewards made it, by the clock of whoever reads it.
    pub fn fresh_until(&self) -> Timestamp {
        Timestamp(self.created.0.saturating_add(FRESH_DAYS * DAY_MS))
    }

    /// Signs with the given stewards' keys, by their place in the list.
    pub fn sign(&self, keys: &[(u8, &LogSecret)]) -> Result<Vec<u8>, Error> {
        let message = self.message();
        let mut signatures = Vec::with_capacity(keys.len());
        for (place, key) in keys {
            let second = key.sign_ml_dsa_44(&message)?;
            signatures.push(Signature(*place, key.sign_ed25519(&message), second));
        }
        Ok(cbor::to_bytes(&Signed(cbor::to_bytes(self), signatures)))
    }

    fn message(&self) -> Vec<u8> {
        [SIGN_LABEL, &self.digest().0].concat()
    }

    /// Reads the first head of a network the reader was given by digest.
    pub fn first(bytes: &[u8], network: &Digest) -> Result<Self, Rule> {
        let directory = Self::read(bytes)?;
        if directory.sequence != 1 || directory.digest() != *network {
            return Err(Rule::DirectoryNetwork);
        }
        Ok(directory)
    }

    /// Reads the head the reader was given by its own digest, whichever of its network it is.
    pub fn pinned(bytes: &[u8], digest: &Digest) -> Result<Self, Rule> {
        let directory = Self::read(bytes)?;
        if directory.digest() != *digest {
            return Err(Rule::DirectoryNetwork);
        }
        Ok(directory)
    }

    /// Reads a head that was accepted before, from one's own files. A stranger can name any network
    /// and sign with stewards of his own: what others bring is read with [`Self::first`],
    /// [`Self::pinned`] or [`Self::accept`].
    pub fn head(bytes: &[u8], network: &Digest) -> Result<Self, Rule> {
        let directory = Self::read(bytes)?;
        if directory.network() != *network {
            return Err(Rule::DirectoryNetwork);
        }
        Ok(directory)
    }

    /// Reads the head after this one. The same head again is accepted.
    pub fn accept(&self, bytes: &[u8]) -> Result<Self, Rule> {
        let next = Self::head(bytes, &self.network())?;
        if next.digest() == self.digest() {
            return Ok(next);
        }
        self.check_next(&next)?;
        let missing = Draft::from_bytes(bytes)?.missing_after(self);
        (missing == 0).then_some(next).ok_or(Rule::DirectoryThreshold)
    }

    /// Reads the head after this one, as it comes. One that is dated ahead would shorten what a
    /// date promises: that a lost root is followed only 14 days after it was listed.
    pub fn accept_at(&self, bytes: &[u8], now: Timestamp) -> Result<Self, Rule> {
        let next = self.accept(bytes)?;
        let ahead = next.created.0 > now.0.saturating_add(AHEAD_MINUTES_MAX * MINUTE_MS);
        (!ahead).then_some(next).ok_or(Rule::DirectoryAhead)
    }

    fn read(bytes: &[u8]) -> Result<Self, Rule> {
        let draft = Draft::from_bytes(bytes)?;
        (draft.missing() == 0).then_some(draft.directory).ok_or(Rule::DirectoryThreshold)
    }

    /// One signature that does not verify, or comes twice, spoils all.
    fn check_signatures(&self, signatures: &[Signature]) -> Result<(), Rule> {
        let message = self.message();
        let mut signers: Vec<u8> = Vec::new();
        for Signature(place, first, second) in signatures {
            let steward = self.stewards.get(usize::from(*place));
            let key = &steward.ok_or(Rule::DirectoryThreshold)?.key;
            let good =
                key.verify_ed25519(&message, first) && key.verify_ml_dsa_44(&message, second);
            if !good || signers.contains(place) {
                return Err(Rule::DirectoryThreshold);
            }
            signers.push(*place);
        }
        Ok(())
    }
}
