//! A name as it is compared: its parts, each with its script, its Latin spelling, what it sounds
//! like and the role it plays.

pub mod organisation;
pub mod part;
pub mod person;
pub mod skeleton;
pub mod token;

pub use part::{Part, Role};

/// What bears the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Person,
    Organisation,
    Vessel,
    /// A person or an organisation; the list does not say.
    Unknown,
}

/// A name cut into parts and ready to be compared any number of times.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub kind: Kind,
    pub parts: Vec<Part>,
}

/// Reads a name. Whatever the text, the answer is bounded in size and time: what lies beyond
/// [`token::LETTERS_MAX`] letters is not read. A text without a letter is a name without parts.
#[must_use]
pub fn parse(text: &str, kind: Kind) -> Name {
    let tokens = token::cut(text);
    let parts = match kind {
        Kind::Person => person::parts(tokens),
        Kind::Organisation | Kind::Vessel | Kind::Unknown => organisation::parts(tokens, kind),
    };
    Name { kind, parts }
}
