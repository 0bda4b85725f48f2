//! A name as it is compared: its parts, each with its script, its Latin spelling, what it sounds
//! like and the role it plays.

pub mod number;
pub mod organisation;
pub mod part;
pub mod person;
pub mod plain;
pub mod skeleton;
pub mod token;

pub use part::{Part, Role};
pub use plain::{Numbered, Words};

use std::sync::Arc;

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
    /// Names that say the same word may share it.
    pub parts: Vec<Arc<Part>>,
    /// The text as it was written, in small letters a to z and digits, one space between words.
    pub written: Box<[u8]>,
}

/// Reads a name. Whatever the text, the answer is bounded in size and time: what lies beyond
/// [`token::LETTERS_MAX`] letters is not read. A text without a letter is a name without parts.
#[must_use]
pub fn parse(text: &str, kind: Kind) -> Name {
    let tokens = token::cut(text);
    let written = written(&tokens);
    let mut parts = match kind {
        Kind::Person => person::parts(tokens),
        Kind::Organisation | Kind::Vessel | Kind::Unknown => organisation::parts(tokens, kind),
    };
    if let Some(last) = parts.last_mut() {
        last.may_be_cut = is_full(text);
    }
    Name { kind, parts: parts.into_iter().map(Arc::new).collect(), written }
}

/// The words in their order, spelled in a to z.
fn written(tokens: &[token::Token]) -> Box<[u8]> {
    let mut text = String::new();
    for token in tokens {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&part::spelled(&token.letters));
        if text.len() > WRITTEN_MAX {
            break;
        }
    }
    text.truncate(WRITTEN_MAX);
    text.into_bytes().into()
}

/// As much of a name as is looked at as a whole.
const WRITTEN_MAX: usize = 48;

/// The name fields of machine-readable zones hold 30, 31 or 39 characters.
const FIELD_MIN: usize = 29;

/// Whether a text fills the name field of a machine-readable zone, or nearly does.
fn is_full(text: &str) -> bool {
    text.len() >= FIELD_MIN
        && !text.bytes().any(|byte| byte.is_ascii_lowercase())
        && text.is_ascii()
}
