//! Foreign files become records: each format in its own file here, each row a draft.

pub mod unodc;
