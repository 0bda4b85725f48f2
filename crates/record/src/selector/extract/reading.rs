//! A text made ready: folded, cut into tokens, its phrases found; and what may be a value.

use std::ops::Range;

use super::cue::{self, Cue};
use super::folded::Folded;
use super::token::{Made, Token, tokens};

/// No value has more tokens.
pub(super) const TOKENS_MAX: usize = 12;

pub(super) struct Reading<'a> {
    pub folded: Folded<'a>,
    pub tokens: Vec<Token>,
    pub cues: Vec<Cue>,
    /// Which sentence each token is in, counted once: cues ask for it again and again.
    sentences: Vec<u32>,
}

impl<'a> Reading<'a> {
    pub fn of(original: &'a str) -> Self {
        let folded = Folded::of(original);
        let tokens = tokens(&folded.text);
        let cues = cue::find(&folded.text, &tokens);
        let sentences = sentences(&folded.text, &tokens);
        Self { folded, tokens, cues, sentences }
    }

    pub fn text(&self) -> &str {
        &self.folded.text
    }

    /// The original of a part of the searched text: with its accents.
    pub fn original(&self, start: usize, end: usize) -> &'a str {
        self.folded.part(start, end)
    }

    pub fn token(&self, at: usize) -> &str {
        self.tokens[at].of(self.text())
    }

    /// What stands between a token and the next; empty after the last.
    pub fn gap(&self, at: usize) -> &str {
        let end = self.tokens[at].end;
        let next = self.tokens.get(at + 1);
        next.map_or("", |next| &self.text()[end..next.start])
    }

    /// What stands directly before a token, as one sign.
    pub fn before(&self, at: usize) -> Option<char> {
        self.text()[..self.tokens[at].start].chars().next_back()
    }

    /// The text of tokens and what stands between them.
    pub fn slice(&self, tokens: Range<usize>) -> &str {
        &self.text()[self.tokens[tokens.start].start..self.tokens[tokens.end - 1].end]
    }

    /// Whether a new sentence or paragraph begins between two tokens, the earlier one first.
    pub fn is_apart(&self, one: usize, other: usize) -> bool {
        self.sentences[one] != self.sentences[other]
    }

    /// The end of the run of tokens from `first` that hyphens, dots, slashes or single spaces join,
    /// [`TOKENS_MAX`] at most.
    pub fn run(&self, first: usize) -> usize {
        let mut end = first + 1;
        while end < self.tokens.len() && end - first < TOKENS_MAX && joins(self.gap(end - 1)) {
            end += 1;
        }
        end
    }
}

fn sentences(text: &str, tokens: &[Token]) -> Vec<u32> {
    let mut found = Vec::with_capacity(tokens.len());
    let mut count = 0;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| tokens[before]);
        let begins = |before: Token| begins_sentence(before, &text[before.end..token.start]);
        count += u32::from(before.is_some_and(begins));
        found.push(count);
    }
    found
}

/// Whether what stands after a token ends a sentence or paragraph. A dot after a short word (`No.`,
/// `Tel.`, `núm.`) ends none.
fn begins_sentence(before: Token, gap: &str) -> bool {
    let bytes = gap.as_bytes();
    if bytes.len() < 2 {
        return matches!(bytes, [b'!' | b'?']);
    }
    let short = before.made == Made::Letters && before.len() <= 5;
    let stop = bytes.windows(2).position(|pair| pair[0] == b'.' && pair[1].is_ascii_whitespace());
    stop.is_some_and(|place| place > 0 || !short)
        || bytes.iter().any(|c| matches!(c, b'!' | b'?'))
        || bytes.iter().filter(|c| **c == b'\n').count() > 1
        || (!gap.is_ascii() && gap.contains('؟'))
}

/// What may stand inside a value.
pub(super) fn joins(gap: &str) -> bool {
    matches!(gap, "" | " " | "-" | "." | "/" | " - " | "·" | "_")
}

/// `31/12/2025`, `2025-12-31`, `31.12.25`: three numbers that a calendar has.
pub(super) fn is_date(text: &str) -> bool {
    let mut parts = text.split(['/', '-', '.']);
    let (Some(a), Some(b), Some(c), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let number = |part: &str, max: u32| {
        part.len() <= 4 && part.parse::<u32>().is_ok_and(|number| (1..=max).contains(&number))
    };
    let year = |part: &str| {
        (part.len() == 4 && (part.starts_with("19") || part.starts_with("20"))) || part.len() == 2
    };
    let ends = |day: &str, month: &str, of: &str| {
        day.len() <= 2 && month.len() <= 2 && year(of) && number(day, 31) && number(month, 31)
    };
    ends(a, b, c) || (a.len() == 4 && ends(c, b, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_numbers() {
        let check = |text: &str, expect: bool| assert_eq!(is_date(text), expect, "{text}");
        check("31/12/2025", true);
        check("2025-12-31", true);
        check("1.2.25", true);
        check("50-36-2", false);
        check("12.345.678", false);
        check("12-34-5678", false);
    }
}
