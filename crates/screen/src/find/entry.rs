//! What goes into a list.

use crate::name::Kind;

/// One entry of a list, as its source wrote it. `key` is the caller's own number for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: u64,
    pub kind: Kind,
    pub names: Vec<String>,
    /// `1970-02-19`, `1970`; whatever stands there is kept.
    pub births: Vec<String>,
    pub countries: Vec<String>,
    pub documents: Vec<String>,
}

impl Entry {
    /// A person with one name and nothing else.
    #[must_use]
    pub fn person(key: u64, name: &str) -> Entry {
        Entry {
            key,
            kind: Kind::Person,
            names: vec![name.to_owned()],
            births: Vec::new(),
            countries: Vec::new(),
            documents: Vec::new(),
        }
    }
}

/// The same, borrowed: one name of an entry, with what the entry says besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'text> {
    pub key: u64,
    pub kind: Kind,
    pub name: &'text str,
    pub births: &'text str,
    pub countries: &'text str,
    pub documents: &'text str,
}

/// Stands between several values of one column.
pub const BETWEEN: char = '\u{1f}';

/// Several values in one text.
#[must_use]
pub fn joined(values: &[String]) -> String {
    values.join(&BETWEEN.to_string())
}

/// The values of a joined text.
pub fn values(joined: &str) -> impl Iterator<Item = &str> {
    joined.split(BETWEEN).filter(|value| !value.is_empty())
}

pub(super) fn kind_number(kind: Kind) -> u32 {
    match kind {
        Kind::Person => 0,
        Kind::Organisation => 1,
        Kind::Vessel => 2,
        Kind::Unknown => 3,
    }
}

pub(super) fn kind_of(number: u32) -> Kind {
    match number & 3 {
        0 => Kind::Person,
        1 => Kind::Organisation,
        2 => Kind::Vessel,
        _ => Kind::Unknown,
    }
}
