//! Is it the same one? Names in any script, dates, documents and lists are compared, and every
//! score comes with its reasons.
//!
//! Architecture invariant: this crate does no I/O, reads no clock and draws no randomness. Words of
//! languages and fitted numbers live in `data/`, not in code.

pub mod birth;
pub mod document;
pub mod event;
pub mod find;
pub mod name;
pub mod pair;
pub mod population;
pub mod score;
pub mod script;
pub mod sentence;
pub mod subject;
pub mod word;
