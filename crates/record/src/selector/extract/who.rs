//! Who issued a document: what the words around its number say.

use std::ops::Range;

use super::cue::Says;
use super::named::Claim;
use crate::selector::issuer;

/// A country's name this many tokens away may still be the issuer's.
const NEAR_TOKENS: usize = 40;
/// So many countries are tried, the nearest first.
const TRIED_MAX: usize = 3;

/// Issuers to try, the likeliest first.
pub(super) struct Issuers {
    pub known: Vec<&'static str>,
    /// Whether the text names them; otherwise the word only says who it may have been.
    pub sure: bool,
}

pub(super) fn issuers(claim: &Claim<'_, '_>, value: &Range<usize>) -> Issuers {
    if let Some(code) = written(claim, value) {
        return Issuers { known: vec![code], sure: true };
    }
    let may = &claim.detail.issuers;
    let mut known = named(claim, value);
    if !may.is_empty() {
        known.retain(|code| may.contains(code));
        if known.is_empty() {
            return Issuers { known: may.clone(), sure: false };
        }
    }
    Issuers { known, sure: true }
}

/// A three-letter code beside the number: `COL:AB123456`, `AB123456 (COL)`.
fn written(claim: &Claim<'_, '_>, value: &Range<usize>) -> Option<&'static str> {
    let reading = claim.reading;
    let code = |at: usize| {
        let word = reading.token(at);
        let capitals = word.len() == 3 && word.bytes().all(|c| c.is_ascii_uppercase());
        capitals.then(|| issuer::resolve(word)).flatten()
    };
    let before = value.start.checked_sub(1).filter(|at| matches!(reading.gap(*at), ":" | ": "));
    let after = (value.end < reading.tokens.len() && reading.gap(value.end - 1) == " (")
        .then_some(value.end);
    before.and_then(code).or_else(|| after.and_then(code))
}

/// Countries that the text names near the word and its number, the nearest first.
fn named(claim: &Claim<'_, '_>, value: &Range<usize>) -> Vec<&'static str> {
    let cues = &claim.reading.cues;
    let (first, last) = (claim.cue.first.min(value.start), claim.cue.last.max(value.end - 1));
    let distance = |at: usize| {
        let cue = &cues[at];
        let far = if cue.last < first { first - cue.last } else { cue.first.saturating_sub(last) };
        let apart = claim.reading.is_apart(cue.last.min(first), cue.first.max(last));
        // What stands in another sentence counts as farther away.
        far + if apart { NEAR_TOKENS / 2 } else { 0 }
    };
    let country = |at: usize| match cues[at].says {
        Says::Country(code) => Some((distance(at), code)),
        _ => None,
    };
    let around = claim.index.saturating_sub(12)..(claim.index + 8).min(cues.len());
    let mut near: Vec<_> =
        around.filter_map(country).filter(|(far, _)| *far <= NEAR_TOKENS).collect();
    near.sort_by_key(|(far, _)| *far);
    let mut known = Vec::new();
    for (_, code) in near {
        if !known.contains(&code) && known.len() < TRIED_MAX {
            known.push(code);
        }
    }
    known
}
