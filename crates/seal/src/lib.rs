//! Who said it and who may read it: keys, evidence, encryption, log proofs.
//!
//! This crate does no I/O, reads no clock and draws no randomness: time and entropy are handed in.

pub mod answer;
pub mod at_rest;
pub mod bundle;
pub mod checkpoint;
pub mod contradiction;
pub mod copy;
pub mod cosignature;
pub mod directory;
pub mod disclosed;
pub mod entropy;
pub mod evidence;
pub mod kem;
pub mod leaf;
pub mod log_key;
pub mod manifest;
pub mod merkle;
pub mod note;
pub mod pouch;
pub mod receipt;
pub mod rule;
pub mod shared_proof;
pub mod stream;
pub mod tally;
pub mod verify;

pub use rule::Rule;

/// What can go wrong here besides a check that refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("{}: {}", .0.code(), .0.text())]
    Refused(#[from] Rule),
    #[error("{0}")]
    Record(#[from] record::Error),
    #[error("a tree hash at level {level}, index {index} is missing")]
    MissingNode { level: u8, index: u64 },
    #[error("a key of {0} has the wrong length or form")]
    Key(&'static str),
    #[error("encryption failed")]
    Encrypt,
}
