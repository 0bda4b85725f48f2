//! Receipts (after ETSI EN 319 522 REM evidence): what a receiver's log says it did with a record.

use record::{Error, cbor, digest};
use serde::{Deserialize, Serialize};

use crate::leaf::{Leaf, Subject};

/// What a receipt says; the numbers are on the wire and in stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Status {
    Accepted = 1,
    Delivered = 2,
    Retrieved = 3,
    Rejected = 4,
    Hidden = 5,
    Erased = 6,
    Held = 7,
    Expired = 8,
}

impl Status {
    pub const ALL: [Self; 8] = [
        Self::Accepted,
        Self::Delivered,
        Self::Retrieved,
        Self::Rejected,
        Self::Hidden,
        Self::Erased,
        Self::Held,
        Self::Expired,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Retrieved => "retrieved",
            Self::Rejected => "rejected",
            Self::Hidden => "hidden",
            Self::Erased => "erased",
            Self::Held => "held",
            Self::Expired => "expired",
        }
    }

    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|status| *status as u8 == number)
    }
}

/// A leaf of the receiver's log, opened for the record's owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub index: u64,
    #[serde(with = "digest::bytes32")]
    pub salt: [u8; 32],
    pub subject: Subject,
}

impl Receipt {
    pub fn new(subject: Subject, leaf: &Leaf, index: u64) -> Self {
        Self { index, salt: *leaf.salt(), subject }
    }

    pub fn leaf(&self) -> Leaf {
        Leaf::new(&self.subject, self.salt)
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        cbor::to_bytes(self)
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        cbor::from_bytes(bytes)
    }
}
