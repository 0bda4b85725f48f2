//! The parts of an organisation's or a vessel's name.

use super::Kind;
use super::part::{Part, Role};
use super::token::Token;

/// Cuts an organisation's name into parts.
#[must_use]
pub fn parts(tokens: Vec<Token>, _kind: Kind) -> Vec<Part> {
    tokens.iter().map(|token| Part::of(token, role(token))).collect()
}

fn role(token: &Token) -> Role {
    match token.letters.iter().all(char::is_ascii_digit) {
        true => Role::Number,
        false => Role::Name,
    }
}
