//! Which code does a text mean? The whole text first, then the longest names that stand in it.

use std::collections::HashMap;

use super::fold::{fold, words};
use super::{Code, CodeList, Language};

/// Longer texts are read this far: a heading or a cell, not a page.
pub const WORDS_MAX: usize = 32;
/// Codes that say that nothing is known: found only where they are the whole text.
const VOID: &[&str] = &["other", "unknown", "none"];

/// By what a text was understood, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    Code,
    Label(Language),
    Synonym,
    /// A value of a foreign source.
    Raw,
    /// A word of the street: a person should look at it.
    Slang,
}

/// A code that a text may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    pub code: &'a Code,
    pub how: How,
    /// The text is this name; otherwise the name stands in it among other words.
    pub whole: bool,
}

/// Folded names of a list's codes.
#[derive(Clone, Debug)]
pub(super) struct Names {
    by_name: HashMap<String, Vec<(usize, How)>>,
    words_max: usize,
}

impl Names {
    pub fn of(codes: &[Code]) -> Self {
        let mut made = Self { by_name: HashMap::new(), words_max: 0 };
        for (at, code) in codes.iter().enumerate() {
            for (name, how) in names(code) {
                made.add(&name, at, how);
            }
        }
        made
    }

    fn add(&mut self, name: &str, at: usize, how: How) {
        let name = fold(name);
        if name.is_empty() {
            return;
        }
        self.words_max = self.words_max.max(name.split(' ').count());
        let known = self.by_name.entry(name).or_default();
        match known.iter_mut().find(|(other, _)| *other == at) {
            Some((_, surest)) => *surest = how.min(*surest),
            None => known.push((at, how)),
        }
    }

    /// Names that mean more than one code, by what: a list's author should know of each.
    #[cfg(test)]
    pub fn shared(&self) -> impl Iterator<Item = (&str, &[(usize, How)])> {
        let shared = self.by_name.iter().filter(|(_, codes)| codes.len() > 1);
        shared.map(|(name, codes)| (name.as_str(), codes.as_slice()))
    }
}

/// Everything a code is called: a label counts also without its brackets.
fn names(code: &Code) -> Vec<(String, How)> {
    let last = code.code.rsplit(['/', ':']).next().unwrap_or_default();
    let mut names = vec![(last.to_owned(), How::Code)];
    for language in Language::ALL {
        let label = code.labels.get(language);
        names.push((label.to_owned(), How::Label(language)));
        names.push((bare(label).to_owned(), How::Label(language)));
    }
    for synonym in &code.synonyms {
        let how = if synonym.slang { How::Slang } else { How::Synonym };
        names.push((synonym.text.clone(), how));
    }
    names.extend(code.raw.values().flatten().map(|value| (value.clone(), How::Raw)));
    names
}

/// The label before its brackets.
fn bare(label: &str) -> &str {
    label.split_once(" (").map_or(label, |(bare, _)| bare)
}

pub(super) fn find<'a>(list: &'a CodeList, names: &'a Names, text: &str) -> Vec<Found<'a>> {
    let mut words = words(text);
    words.truncate(WORDS_MAX);
    let found =
        |(at, how): &(usize, How), whole| Found { code: &list.codes[*at], how: *how, whole };
    let whole = names.by_name.get(&words.join(" ")).into_iter().flatten();
    let mut all: Vec<Found<'a>> = whole.map(|one| found(one, true)).collect();
    if all.is_empty() {
        let sure = |one: &Found<'_>| one.how != How::Slang && !VOID.contains(&&*one.code.code);
        let parts = parts(names, &words);
        all.extend(parts.iter().flat_map(|part| *part).map(|one| found(one, false)).filter(sure));
    }
    // The longest names come first and stay first among equals: the sort is stable.
    all.sort_by_key(|one| one.how);
    let mut seen = Vec::new();
    all.retain(|one| {
        !seen.contains(&&one.code.code) && {
            seen.push(&one.code.code);
            true
        }
    });
    all
}

/// Names that stand in the text, the longest first; a word belongs to one name only.
fn parts<'a>(names: &'a Names, words: &[String]) -> Vec<&'a [(usize, How)]> {
    let mut taken = vec![false; words.len()];
    let mut found = Vec::new();
    for length in (1..=names.words_max.min(words.len())).rev() {
        for start in 0..=words.len() - length {
            let span = start..start + length;
            if taken[span.clone()].contains(&true) {
                continue;
            }
            let name = words[span.clone()].join(" ");
            let Some(codes) = names.by_name.get(&name) else { continue };
            if name.chars().count() >= 3 {
                found.push(codes.as_slice());
                taken[span].fill(true);
            }
        }
    }
    found
}
