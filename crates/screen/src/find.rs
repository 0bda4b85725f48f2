//! Finding the entries of a list that may be the one asked for.
//!
//! A list is words, families of words that sound alike, and for each family the rows that have it.
//! A query looks up its parts in the dictionary of words, reads the lists of its rarest parts from
//! front to back, and touches only the rows whose posting says that they could reach the threshold.
//! What remains is compared properly by [`crate::score`].

pub mod ask;
pub mod bench;
pub mod binding;
pub mod bytes;
pub mod cover;
pub mod dictionary;
pub mod document;
pub mod entry;
pub mod error;
pub mod fact;
pub mod hash;
pub mod index;
pub mod judge;
pub mod key;
pub mod lexicon;
pub mod line;
pub mod list;
pub mod plan;
pub mod posting;
pub mod row;
pub mod search;
pub mod segment;
pub mod short;
pub mod slot;
pub mod sound;
pub mod value;
pub mod vocabulary;
pub mod voice;

pub use ask::Query;
pub use entry::Entry;
pub use error::Error;
pub use judge::Judge;
pub use list::{Cut, Hit, List};
pub use segment::{Builder, Segment};

#[cfg(test)]
mod tests;
