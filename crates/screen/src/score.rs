//! How alike two names are, as a sum of what each thing that agrees or differs adds.

pub mod addend;
pub mod align;
pub mod channel;
pub mod ear;
pub mod feature;
pub mod few;
pub mod look;
pub mod part;
pub mod scorer;
