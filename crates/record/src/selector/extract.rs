//! Selectors in free text, with their places.
//!
//! Three passes over the folded text look for what its form tells (`telling`, `zone`), and for what
//! a word beside it tells (`named`). Where two claims overlap the better founded one stays, then
//! the longer one. Every look-ahead is bounded, so that time grows with the text and no faster.

mod cue;
mod domain;
mod folded;
mod named;
mod national;
mod reading;
mod shape;
mod telling;
mod token;
mod value;
mod who;
mod zone;

use super::Selector;
use super::card::CardKey;
use reading::Reading;

/// What follows is not searched.
pub const BYTES_MAX: usize = 64 << 20;

/// Why a part of a text is taken for a selector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Its check digits fit.
    Check,
    /// Nothing else is written so.
    Form,
    /// A word says so; its place in bytes.
    Word { start: usize, end: usize },
}

/// A selector that a text mentions, and where: bytes of the text as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub selector: Selector,
    pub start: usize,
    pub end: usize,
    pub basis: Basis,
}

/// A part of the searched text that may be a selector; without one it is a card's number.
#[derive(Clone, Debug)]
struct Candidate {
    selector: Option<Selector>,
    start: usize,
    end: usize,
    basis: Basis,
}

/// All selectors that a text mentions, in order, none overlapping another.
///
/// Numbers of payment cards are passed over: see [`extract_with`].
pub fn extract(text: &str) -> Vec<Mention> {
    search(text, None)
}

/// As [`extract`], and numbers of payment cards as digests under `key`.
pub fn extract_with(text: &str, key: &CardKey) -> Vec<Mention> {
    search(text, Some(key))
}

fn search(text: &str, key: Option<&CardKey>) -> Vec<Mention> {
    let text = &text[..text.floor_char_boundary(BYTES_MAX)];
    let reading = Reading::of(text);
    let mut found = Vec::new();
    telling::find(&reading, &mut found);
    zone::find(&reading, &mut found);
    named::find(&reading, &mut found);
    let best = resolve(found).into_iter();
    best.filter_map(|candidate| mention(text, &reading, candidate, key)).collect()
}

/// The candidates without those that a better one overlaps, in order.
fn resolve(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.sort_by_key(|one| (one.start, std::cmp::Reverse(one.end)));
    let mut kept: Vec<Candidate> = Vec::with_capacity(found.len());
    for next in found {
        match kept.last() {
            Some(last) if next.start < last.end => {
                if rank(&next) > rank(last) {
                    kept.pop();
                    kept.push(next);
                }
            }
            _ => kept.push(next),
        }
    }
    kept
}

/// How well founded a claim is: a word and a form together say more than a check digit of one in
/// ten, and a longer value more than a part of it.
fn rank(candidate: &Candidate) -> (usize, u8) {
    let founded = match candidate.basis {
        Basis::Word { .. } => 2,
        Basis::Check => 1,
        Basis::Form => 0,
    };
    (candidate.end - candidate.start, founded)
}

fn mention(
    text: &str,
    reading: &Reading<'_>,
    candidate: Candidate,
    key: Option<&CardKey>,
) -> Option<Mention> {
    let (start, end) = reading.folded.original(candidate.start, candidate.end);
    let selector = match candidate.selector {
        Some(selector) => selector,
        None => key?.selector(&text[start..end]).ok()?,
    };
    let basis = match candidate.basis {
        Basis::Word { start, end } => {
            let (start, end) = reading.folded.original(start, end);
            Basis::Word { start, end }
        }
        other => other,
    };
    Some(Mention { selector, start, end, basis })
}

#[cfg(test)]
mod tests;
