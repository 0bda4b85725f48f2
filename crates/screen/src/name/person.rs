//! The parts of a person's name.

use super::part::{Part, Role};
use super::token::Token;

/// Cuts a person's name into parts.
#[must_use]
pub fn parts(tokens: Vec<Token>) -> Vec<Part> {
    tokens.iter().map(|token| Part::of(token, role(token))).collect()
}

fn role(token: &Token) -> Role {
    match token.letters.as_slice() {
        [_] => Role::Initial,
        letters if letters.iter().all(char::is_ascii_digit) => Role::Number,
        _ => Role::Name,
    }
}
