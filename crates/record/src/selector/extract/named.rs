//! Values that a word beside them tells: a bare nine-character word is no passport unless a word
//! like `pasaporte` stands near.
//!
//! A word claims the first value of its kind after it, within [`REACH_TOKENS`] and its sentence,
//! before another word makes a claim; the values that a list goes on with; or, where none follows,
//! the value directly before it.

use super::cue::{Cue, Detail, Says};
use super::reading::Reading;
use super::shape::Shape;
use super::value::{self, Value};
use super::{Basis, Candidate};
use crate::selector::SelectorKind;

/// How many tokens a word looks ahead.
const REACH_TOKENS: usize = 9;
/// How many tokens may stand between a value and a word after it.
const BACK_TOKENS: usize = 4;
/// No list is longer.
const LIST_MAX: usize = 32;
/// Words between the last two values of a list, folded as the text is.
pub(super) const AND: &[&str] = &["y", "e", "and", "et", "و", "or", "o", "u", "ou", "او"];

pub(super) fn find(reading: &Reading<'_>, out: &mut Vec<Candidate>) {
    for (i, cue) in reading.cues.iter().enumerate() {
        let Says::Kind(kind, detail) = cue.says else { continue };
        let Some(shape) = Shape::of(kind) else { continue };
        let claim = Claim { reading, index: i, cue, kind, detail, shape };
        let found = claim.forward(out);
        if !found {
            claim.backward(out);
        }
    }
}

/// One word that looks for its value.
pub(super) struct Claim<'r, 'a> {
    pub reading: &'r Reading<'a>,
    pub index: usize,
    pub cue: &'r Cue,
    pub kind: SelectorKind,
    pub detail: &'static Detail,
    pub shape: Shape,
}

impl Claim<'_, '_> {
    /// The value after the word, and those that a list goes on with.
    fn forward(&self, out: &mut Vec<Candidate>) -> bool {
        let first = self.cue.last + 1;
        let end = self.limit(first);
        let Some(mut value) = (first..end).find_map(|at| value::at(self, at, at - first)) else {
            return false;
        };
        for _ in 0..LIST_MAX {
            let next = self.next_of_list(value.last + 1);
            self.push(value, out);
            match next {
                Some(next) => value = next,
                None => break,
            }
        }
        true
    }

    /// Where the word's claim ends: at the sentence, at another claim, or out of reach.
    fn limit(&self, first: usize) -> usize {
        let end = (first + REACH_TOKENS).min(self.reading.tokens.len());
        let rest = self.reading.cues[self.index + 1..].iter().take_while(|cue| cue.first < end);
        let claimed = rest.filter(|cue| self.ends_claim(cue)).map(|cue| cue.first).next();
        let end = claimed.unwrap_or(end);
        (first..end).find(|at| self.reading.is_apart(self.cue.last, *at)).unwrap_or(end)
    }

    /// Whether a later word claims what stands after it: a country does not, nor the same kind's.
    fn ends_claim(&self, cue: &Cue) -> bool {
        match cue.says {
            Says::Country(_) => false,
            Says::Kind(kind, _) => kind != self.kind || cue.first > self.cue.last + 3,
            Says::Other => self.kind != SelectorKind::OnlineHandle,
        }
    }

    /// The value that follows `, `, ` y `, ` and ` or ` / ` directly.
    fn next_of_list(&self, at: usize) -> Option<Value> {
        let reading = self.reading;
        if at >= reading.tokens.len()
            || self.reading.cues.iter().skip(self.index + 1).take(4).any(|c| c.first == at)
        {
            return None;
        }
        let gap = reading.gap(at - 1);
        let comma = matches!(gap, ", " | "; " | " / " | "، " | ",");
        let and = AND.contains(&reading.token(at));
        match (comma, and) {
            (true, false) => value::at(self, at, 0),
            (_, true) if at + 1 < reading.tokens.len() && gap.len() <= 2 => {
                value::at(self, at + 1, 0)
            }
            _ => None,
        }
    }

    /// The value shortly before the word: `AB123456 (passport)`, `gave AB123456 as passport`.
    fn backward(&self, out: &mut Vec<Candidate>) {
        let first = self.cue.first;
        let start = first.saturating_sub(BACK_TOKENS + 4);
        let found = (start..first).find_map(|at| {
            let value = value::at(self, at, 0)?;
            let near = value.last < first && first - value.last <= BACK_TOKENS + 1;
            let apart = near && self.reading.is_apart(value.last, first);
            (near && !apart && !self.is_claimed(at)).then_some(value)
        });
        if let Some(value) = found {
            self.push(value, out);
        }
    }

    /// Whether another word stands directly before a value: it is that word's.
    fn is_claimed(&self, at: usize) -> bool {
        let before = self.reading.cues[..self.index].iter().rev().find(|cue| cue.last < at);
        before.is_some_and(|cue| {
            let close = at - cue.last <= 3 && !matches!(cue.says, Says::Country(_));
            close && !self.reading.is_apart(cue.last, at)
        })
    }

    fn push(&self, value: Value, out: &mut Vec<Candidate>) {
        let tokens = &self.reading.tokens;
        let (start, end) = (tokens[self.cue.first].start, tokens[self.cue.last].end);
        out.push(Candidate {
            selector: value.selector,
            start: value.start,
            end: tokens[value.last].end,
            basis: Basis::Word { start, end },
        });
    }
}
