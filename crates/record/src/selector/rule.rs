//! What each kind of selector declares beside its code: everything else is derived from it.

use crate::Error;

/// What a kind's standard does against a slip of the pen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// No check digit: only the form is checked.
    Form,
    /// A check that misses some wrong digits.
    Partial(&'static str),
    /// A check that every single wrong digit fails.
    Digit(&'static str),
}

impl Check {
    /// How it is computed; nothing where there is none.
    pub fn method(self) -> Option<&'static str> {
        match self {
            Self::Form => None,
            Self::Partial(method) | Self::Digit(method) => Some(method),
        }
    }
}

/// The rule of one kind.
pub struct Rule {
    /// The standard or the publication that it follows.
    pub standard: &'static str,
    /// The canonical form, by an example.
    pub example: &'static str,
    pub check: Check,
    /// Whether it is read from paper or paint, so that letters and digits are confused.
    pub scanned: bool,
    /// Canonical form of a trimmed text that is not empty, or why it is none.
    pub(super) canonical: fn(&str) -> Result<String, Error>,
    /// Whether someone who pasted the text is likely to have meant this.
    pub(super) likely: fn(&str) -> bool,
}

/// For kinds whose form is telling.
pub(super) fn always(_: &str) -> bool {
    true
}

/// For kinds that nearly any word fits: they are asked for by name.
pub(super) fn never(_: &str) -> bool {
    false
}
