//! What may be said on the network: kinds, handling, selectors, code lists, canonical bytes, rules.
//!
//! This crate does no I/O, reads no clock and draws no randomness: it is handed time and entropy.

pub mod attachment;
pub mod cbor;
pub mod codelist;
pub mod deadline;
pub mod decimal;
pub mod digest;
pub mod draft;
pub mod evaluation;
pub mod facet;
pub mod handling;
pub mod header;
pub mod kind;
pub mod moment;
pub mod name;
pub mod parts;
pub mod policy;
pub mod purpose;
pub mod selector;
pub mod sentence;
pub mod word;

pub use digest::Digest;
pub use draft::Draft;
pub use evaluation::Evaluation;
pub use handling::{Handling, HandlingCode, Level, Onward};
pub use header::{Header, Outline};
pub use kind::{Body, Kind};
pub use moment::Timestamp;
pub use name::{Name, NodeCode, RecordId, Unit};
pub use parts::{Record, Salts};
pub use purpose::Purpose;

/// What can be wrong with a record's bytes or fields.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("not deterministic CBOR: {0}")]
    Cbor(String),
    #[error("{field}: {reason}")]
    Field { field: String, reason: String },
    #[error("unknown kind `{0}`")]
    UnknownKind(String),
    #[error("part `{0}` is missing or does not fit its kind")]
    Part(String),
    #[error("{what} is larger than {max}")]
    TooLarge { what: &'static str, max: usize },
}

impl Error {
    /// A kind or format that a later version may know: worth sending again after an upgrade.
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::UnknownKind(_) => true,
            Self::Field { field, .. } => field == "format",
            _ => false,
        }
    }

    pub fn field(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Field { field: field.into(), reason: reason.into() }
    }
}
