//! Offline copies: a chosen extract of lists and records, sealed for one device, dated, bounded,
//! revocable. `docs/offline.md` tells how.
//!
//! The node's half is `enrol`, `extract`, `make` and `contact`; the device's `device`, `opened`,
//! `refresh` and `serve`. What both say to each other is in `message` and `chain`.

pub mod carried;
pub mod chain;
pub mod contact;
pub mod device;
pub mod enrol;
pub mod extract;
pub mod make;
pub mod message;
pub mod opened;
pub mod refresh;
pub mod serve;
pub mod status;
pub mod told;

use record::{Purpose, Timestamp};
use seal::copy::Fault;
use serde::{Deserialize, Serialize};

/// What of the node's a device is to carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CopyChosen)]
pub struct Chosen {
    /// Names of lists.
    #[serde(default)]
    pub lists: Vec<String>,
    /// Also own and received records that are looked for, as far as the device's role and whoever
    /// makes the copy may read and export them.
    #[serde(default)]
    pub records: bool,
    /// What it may be asked for; one at least.
    #[schema(value_type = Vec<String>)]
    pub purposes: Vec<Purpose>,
    /// How long it lasts, from each contact on; at most `copy_h_max`.
    pub hours: i64,
}

/// Why a device answers nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    #[error("{0}")]
    Fault(#[from] Fault),
    #[error("the folder holds no device: make one with `amana device init`")]
    NoDevice,
    #[error("the device has no credential yet: enrol it, then `amana device accept`")]
    NoCredential,
    #[error("the device's state is missing or was changed: enrol it anew, under another name")]
    State,
    #[error("another amana uses the device at this moment: try again")]
    Busy,
    #[error(
        "the clock says {now}, and it was {latest} already: set it right, or bring the copy up \
         to date"
    )]
    Clock { now: Timestamp, latest: Timestamp },
    #[error("the copy expired on {0}: bring it up to date with `amana copy refresh`")]
    Expired(Timestamp),
    #[error("the device keeps as many questions as it may: bring the copy up to date")]
    Full,
    #[error("the copy is not for this purpose")]
    Purpose,
    #[error("the node has ended this copy: it was deleted here")]
    Ended,
    #[error("the node has revoked this device: its keys and its copy were destroyed")]
    Revoked,
    #[error("the answer is to another contact: send the newest one")]
    OtherContact,
}

impl Stopped {
    /// As the words of pages know it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fault(Fault::Form) => "form",
            Self::Fault(Fault::OtherDevice) => "other-device",
            Self::Fault(Fault::Length) => "length",
            Self::Fault(Fault::Changed) => "changed",
            Self::NoDevice => "no-device",
            Self::NoCredential => "no-credential",
            Self::State => "state",
            Self::Busy => "busy",
            Self::Clock { .. } => "clock",
            Self::Expired(_) => "expired",
            Self::Full => "full",
            Self::Purpose => "purpose",
            Self::Ended => "ended",
            Self::Revoked => "revoked",
            Self::OtherContact => "other-contact",
        }
    }
}
