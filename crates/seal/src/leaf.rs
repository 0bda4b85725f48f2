//! Leaves: the typed, salted 32 bytes by which a log remembers without telling.
//!
//! ```text
//! leaf = SHA-256("amana/1/leaf" ‖ network (32) ‖ len(origin) (1) ‖ origin ‖ type (1) ‖ salt (32)
//!                ‖ SHA-256(det-CBOR(subject)))
//! ```

use record::moment::Date;
use record::{Digest, Error, Name, Timestamp, cbor};
use serde::{Deserialize, Serialize};

use crate::receipt::Status;

const LABEL: &[u8] = b"amana/1/leaf";

/// What a leaf proves, and nothing else. Numbers 18 to 31 are reserved for the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum LeafType {
    Published = 1,
    Admitted = 2,
    Rejected = 3,
    Delivered = 4,
    Retrieved = 5,
    Hidden = 6,
    Erased = 7,
    Held = 8,
    Expired = 9,
    Sent = 10,
    Decided = 11,
    Asked = 12,
    Answered = 13,
    Audit = 14,
    Key = 15,
    Config = 16,
    Epoch = 17,
}

impl LeafType {
    pub const ALL: [Self; 17] = [
        Self::Published,
        Self::Admitted,
        Self::Rejected,
        Self::Delivered,
        Self::Retrieved,
        Self::Hidden,
        Self::Erased,
        Self::Held,
        Self::Expired,
        Self::Sent,
        Self::Decided,
        Self::Asked,
        Self::Answered,
        Self::Audit,
        Self::Key,
        Self::Config,
        Self::Epoch,
    ];

    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|leaf_type| *leaf_type as u8 == number)
    }
}

/// A record as logs refer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub name: Name,
    pub content_id: Digest,
    pub at: Timestamp,
}

/// The fields behind a leaf, by type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The content id binds header and name; the log binds the owner.
    Published {
        content_id: Digest,
    },
    Admitted {
        about: About,
    },
    Rejected {
        about: About,
        rule: String,
    },
    Delivered {
        about: About,
    },
    Retrieved {
        about: About,
    },
    Hidden {
        about: About,
        cause: String,
    },
    Erased {
        about: About,
        cause: String,
    },
    Held {
        about: About,
        authority: String,
        until: Date,
    },
    Expired {
        about: About,
    },
    Sent {
        manifest: Digest,
    },
    Decided {
        about: About,
        outcome: String,
    },
    Asked {
        commitment: Digest,
    },
    Answered {
        commitment: Digest,
    },
    /// Says nothing about how much happened.
    Audit {
        minute: i64,
        root: Digest,
    },
    Key {
        key: Digest,
        event: String,
    },
    Config {
        digest: Digest,
    },
    /// The first leaf of every log but the first: the head that closed the one before.
    Epoch {
        epoch: u32,
        origin: String,
        size: u64,
        root: Digest,
    },
}

impl Subject {
    pub fn published(content_id: &Digest) -> Self {
        Self::Published { content_id: *content_id }
    }

    pub fn admitted(name: &Name, content_id: &Digest, at: Timestamp) -> Self {
        Self::Admitted { about: about(name, content_id, at) }
    }

    pub fn rejected(name: &Name, content_id: &Digest, rule: &str, at: Timestamp) -> Self {
        Self::Rejected { about: about(name, content_id, at), rule: rule.into() }
    }

    pub fn delivered(name: &Name, content_id: &Digest, at: Timestamp) -> Self {
        Self::Delivered { about: about(name, content_id, at) }
    }

    pub fn retrieved(name: &Name, content_id: &Digest, at: Timestamp) -> Self {
        Self::Retrieved { about: about(name, content_id, at) }
    }

    pub fn hidden(name: &Name, content_id: &Digest, cause: &str, at: Timestamp) -> Self {
        Self::Hidden { about: about(name, content_id, at), cause: cause.into() }
    }

    pub fn erased(name: &Name, content_id: &Digest, cause: &str, at: Timestamp) -> Self {
        Self::Erased { about: about(name, content_id, at), cause: cause.into() }
    }

    pub fn held(
        name: &Name,
        content_id: &Digest,
        authority: &str,
        until: Date,
        at: Timestamp,
    ) -> Self {
        Self::Held { about: about(name, content_id, at), authority: authority.into(), until }
    }

    pub fn sent(manifest: &Digest) -> Self {
        Self::Sent { manifest: *manifest }
    }

    pub fn audit(minute: i64, root: &Digest) -> Self {
        Self::Audit { minute, root: *root }
    }

    pub fn leaf_type(&self) -> LeafType {
        match self {
            Self::Published { .. } => LeafType::Published,
            Self::Admitted { .. } => LeafType::Admitted,
            Self::Rejected { .. } => LeafType::Rejected,
            Self::Delivered { .. } => LeafType::Delivered,
            Self::Retrieved { .. } => LeafType::Retrieved,
            Self::Hidden { .. } => LeafType::Hidden,
            Self::Erased { .. } => LeafType::Erased,
            Self::Held { .. } => LeafType::Held,
            Self::Expired { .. } => LeafType::Expired,
            Self::Sent { .. } => LeafType::Sent,
            Self::Decided { .. } => LeafType::Decided,
            Self::Asked { .. } => LeafType::Asked,
            Self::Answered { .. } => LeafType::Answered,
            Self::Audit { .. } => LeafType::Audit,
            Self::Key { .. } => LeafType::Key,
            Self::Config { .. } => LeafType::Config,
            Self::Epoch { .. } => LeafType::Epoch,
        }
    }

    /// What a receipt with this subject tells the owner; none where it is no receipt.
    pub fn receipt(&self) -> Option<(Status, &About)> {
        match self {
            Self::Admitted { about } => Some((Status::Accepted, about)),
            Self::Rejected { about, .. } => Some((Status::Rejected, about)),
            Self::Delivered { about } => Some((Status::Delivered, about)),
            Self::Retrieved { about } => Some((Status::Retrieved, about)),
            Self::Hidden { about, .. } => Some((Status::Hidden, about)),
            Self::Erased { about, .. } => Some((Status::Erased, about)),
            Self::Held { about, .. } => Some((Status::Held, about)),
            Self::Expired { about } => Some((Status::Expired, about)),
            _ => None,
        }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        cbor::to_bytes(self)
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        cbor::from_bytes(bytes)
    }
}

fn about(name: &Name, content_id: &Digest, at: Timestamp) -> About {
    About { name: name.clone(), content_id: *content_id, at }
}

/// A leaf before it is bound to a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    leaf_type: LeafType,
    salt: [u8; 32],
    subject: Digest,
}

impl Leaf {
    pub fn new(subject: &Subject, salt: [u8; 32]) -> Self {
        let digest = Digest::of(&[&subject.to_bytes()]);
        Self { leaf_type: subject.leaf_type(), salt, subject: digest }
    }

    /// From its parts; the type is taken as given, so a wrong one gives another leaf.
    pub fn from_stored(leaf_type: u8, salt: [u8; 32], subject: &[u8]) -> Result<Self, Error> {
        let leaf_type = LeafType::from_number(leaf_type);
        let leaf_type = leaf_type.ok_or_else(|| Error::field("leaf type", "is not known"))?;
        Ok(Self { leaf_type, salt, subject: Digest::of(&[subject]) })
    }

    /// The same leaf under another type, for the planted fault that does not look at types.
    #[cfg(feature = "simulation")]
    pub(crate) fn typed(&self, leaf_type: LeafType) -> Self {
        Self { leaf_type, ..self.clone() }
    }

    pub fn leaf_type(&self) -> LeafType {
        self.leaf_type
    }

    pub fn salt(&self) -> &[u8; 32] {
        &self.salt
    }

    /// The 32 bytes that enter a log.
    pub fn entry(&self, network: &Digest, origin: &str) -> [u8; 32] {
        let length = [u8::try_from(origin.len()).expect("an origin is shorter than 256 bytes")];
        let kind = [self.leaf_type as u8];
        Digest::of(&[
            LABEL,
            &network.0,
            &length,
            origin.as_bytes(),
            &kind,
            &self.salt,
            &self.subject.0,
        ])
        .0
    }
}
