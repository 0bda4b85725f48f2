//! Selectors in free text, with their places.
//!
//! Three passes over the folded text look for what its form tells (`telling`, `zone`), and for what
//! a word beside it tells (`named`). Where two claims overlap the longer one stays; of two as long
//! the better founded. Every look-ahead is bounded, so that time grows with the text and no faster.

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

use std::cmp::Reverse;
use std::collections::BTreeMap;

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

/// The candidates without those that a better one that stays overlaps, in order. The best is
/// settled first: what overlaps only a candidate that goes, stays.
fn resolve(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.sort_by_key(|one| (Reverse(rank(one)), one.start));
    let mut kept: BTreeMap<usize, Candidate> = BTreeMap::new();
    for next in found {
        // Those that stay do not overlap: the last one that begins before the end is the only one
        // that can reach into it.
        let before = kept.range(..next.end).next_back();
        if before.is_none_or(|(_, before)| before.end <= next.start) {
            kept.insert(next.start, next);
        }
    }
    kept.into_values().collect()
}

/// Which of two claims stays: a longer value says more than a part of it; of two as long, a word
/// and a form together say more than a check digit of one in ten.
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
