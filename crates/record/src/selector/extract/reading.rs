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
}

impl<'a> Reading<'a> {
    pub fn of(original: &'a str) -> Self {
        let folded = Folded::of(original);
        let tokens = tokens(&folded.text);
        let cues = cue::find(&folded.text, &tokens);
        Self { folded, tokens, cues }
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

    /// Whether a new sentence or paragraph begins between a token and the next. A dot after a short
    /// word (`No.`, `Tel.`, `núm.`) ends none.
    pub fn ends_sentence(&self, at: usize) -> bool {
        let gap = self.gap(at);
        let short = self.tokens[at].made == Made::Letters && self.tokens[at].len() <= 5;
        let stop = gap.find(". ").or_else(|| gap.find(".\n"));
        let stops = stop.is_some_and(|place| place > 0 || !short);
        stops || gap.contains(['!', '?', '؟']) || gap.matches('\n').count() > 1
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
