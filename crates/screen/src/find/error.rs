//! What can go wrong in finding.

/// A list that cannot be made or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("not the bytes of a segment: {0}")]
    Bytes(&'static str),
    #[error("a segment of version {found}, this program reads {read}")]
    Version { found: u32, read: u32 },
    #[error("the checksum does not fit: the bytes were changed or cut off")]
    Checksum,
    #[error("more than {rows_max} names in one segment")]
    Full { rows_max: usize },
    #[error("line {line}: {reason}")]
    Line { line: usize, reason: String },
}
