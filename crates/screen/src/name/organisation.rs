//! The parts of an organisation's or a vessel's name: legal forms and the words that most
//! organisations bear are told from what names.

use super::part::{Part, Role};
use super::person;
use super::token::Token;
use super::{Kind, number};
use crate::script::Script;
use crate::word;

/// Cuts an organisation's name into parts. A name that may be a person's and shows no sign of an
/// organisation is cut as a person's.
#[must_use]
pub fn parts(tokens: Vec<Token>, kind: Kind) -> Vec<Part> {
    let joined = acronyms(tokens.clone());
    let mut parts = Vec::with_capacity(joined.len());
    let mut at = 0;
    while at < joined.len() {
        let found = counted(&joined[at..]).or_else(|| phrase(&joined[at..]));
        let (part, taken) = found.unwrap_or_else(|| {
            let role = role(&joined[at], kind, at);
            (Part::of(&joined[at], role), 1)
        });
        parts.push(part);
        at += taken;
    }
    let organised =
        |part: &Part| matches!(part.role, Role::Form | Role::Usual) || part.symbol.is_some();
    if kind == Kind::Unknown && !parts.iter().any(organised) {
        return person::parts(tokens);
    }
    if !parts.iter().any(|part| matches!(part.role, Role::Name | Role::Number)) {
        for part in parts.iter_mut().filter(|part| part.role == Role::Usual) {
            part.role = Role::Name;
        }
    }
    parts
}

/// 'A.B.C.' and 'A B C' are 'ABC'.
fn acronyms(tokens: Vec<Token>) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut letters = false;
    for token in tokens {
        let single = token.letters.len() == 1 && token.letters[0].is_alphabetic();
        match all.last_mut().filter(|_| single && letters) {
            Some(last) => last.letters.extend(&token.letters),
            None => all.push(token),
        }
        letters = single;
    }
    all
}

/// 'Forty-four' is one number.
fn counted(tokens: &[Token]) -> Option<(Part, usize)> {
    let value = |token: &Token| number::word(&token.letters.iter().collect::<String>());
    let (tens, ones) = (value(tokens.first()?)?, value(tokens.get(1)?)?);
    if tens < 20 || tens % 10 != 0 || ones > 9 {
        return None;
    }
    let letters = (tens + ones).to_string().chars().collect();
    Some((Part::of(&Token { letters, ..tokens[0].clone() }, Role::Number), 2))
}

/// The longest legal form or symbol the words begin with.
fn phrase(tokens: &[Token]) -> Option<(Part, usize)> {
    let most = tokens.len().min(word::PHRASE_MAX);
    let mut text = String::new();
    let mut ends = Vec::with_capacity(most);
    for token in &tokens[..most] {
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend(&token.letters);
        ends.push(text.len());
    }
    (0..most).rev().find_map(|last| {
        let words = &text[..ends[last]];
        let part = if let Some(form) = word::form(words) {
            let mut part = whole(&tokens[..=last], Role::Form);
            part.symbol = Some(form.form);
            part.form_kind = form.kind;
            part
        } else {
            let symbol = word::symbol(words)?;
            let role = if symbol.field { Role::Name } else { Role::Usual };
            let mut part = whole(&tokens[..=last], role);
            part.symbol = Some(symbol.word);
            part
        };
        Some((part, last + 1))
    })
}

fn whole(tokens: &[Token], role: Role) -> Part {
    let mut token = tokens[0].clone();
    for more in &tokens[1..] {
        token.letters.extend(&more.letters);
    }
    Part::of(&token, role)
}

fn role(token: &Token, kind: Kind, at: usize) -> Role {
    const STOPS: [&str; 30] = [
        "the", "of", "and", "for", "in", "on", "to", "de", "la", "le", "les", "du", "des", "der",
        "die", "das", "und", "et", "y", "e", "el", "al", "di", "da", "do", "von", "del", "и", "i",
        "na",
    ];
    let word: String = token.letters.iter().collect();
    let vessel = kind == Kind::Vessel && at == 0;
    match word.as_str() {
        _ if token.letters.iter().all(char::is_ascii_digit) => Role::Number,
        _ if number::word(&word).is_some() => Role::Number,
        "mv" | "mt" | "ss" | "ms" if vessel => Role::Title,
        other if STOPS.contains(&other) => Role::Particle,
        _ if is_roman(token) => Role::Number,
        _ => Role::Name,
    }
}

/// 'VIII' tells one fund from the next.
fn is_roman(token: &Token) -> bool {
    token.script == Some(Script::Latin)
        && token.capitals
        && token.letters.len() > 1
        && number::roman(&token.letters.iter().collect::<String>()).is_some()
}
