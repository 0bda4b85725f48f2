//! Words that say what the number beside them is, and words for the country that issued it.
//!
//! The words live in `data/extraction/`: one line a kind and language. A word is looked up folded
//! and in lower case; an Arabic one also without its article and the letters written to it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::folded::word;
use super::token::{Made, Token, tokens};
use crate::codelist;
use crate::selector::{SelectorKind, issuer};

const CUES: &str = include_str!("../../../data/extraction/cue.txt");
const DEMONYMS: &str = include_str!("../../../data/extraction/demonym.txt");
/// Signs that may stand between two words of one phrase.
const GAP_BYTES_MAX: usize = 2;
/// A longer word is none of ours.
const WORD_BYTES_MAX: usize = 32;

/// What a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// A selector of this kind stands near.
    Kind(SelectorKind, &'static Detail),
    /// A number stands near that is no selector.
    Other,
    /// A country: the ICAO code.
    Country(&'static str),
}

/// What else a line of the file says.
#[derive(Debug, PartialEq, Eq, Default)]
pub(super) struct Detail {
    /// Who may have issued the number; empty where the words do not say.
    pub issuers: Vec<&'static str>,
    /// The platform of an online handle.
    pub platform: Option<&'static str>,
}

/// A phrase found in a text: its first and last token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    pub first: usize,
    pub last: usize,
    pub says: Says,
}

struct Phrase {
    /// The words after the first.
    rest: Vec<String>,
    says: Says,
    /// Told by its capitals: `US`, not `us`.
    capitals: bool,
}

/// Phrases by their first word, the longest first.
static LEXICON: LazyLock<HashMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let mut lexicon = HashMap::new();
    for (head, phrases) in lines(CUES) {
        let says = says(head);
        phrases.for_each(|phrase| add(&mut lexicon, phrase, says));
    }
    for (code, phrases) in lines(DEMONYMS) {
        let code = issuer::resolve(code).expect("demonyms stand under ICAO codes");
        phrases.for_each(|phrase| add(&mut lexicon, phrase, Says::Country(code)));
    }
    add_countries(&mut lexicon);
    for phrases in lexicon.values_mut() {
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
    }
    lexicon
});

/// What stands before the colon, and the phrases after it.
fn lines(
    file: &'static str,
) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    let written = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    written.map(|line| {
        let (head, phrases) = line.split_once(':').expect("a line has a colon");
        (head, phrases.split(',').map(str::trim))
    })
}

fn says(head: &'static str) -> Says {
    if head == "other" {
        return Says::Other;
    }
    let (head, platform) = head.split_once('#').map_or((head, None), |(h, p)| (h, Some(p)));
    let (code, issuers) = head.split_once('@').unwrap_or((head, ""));
    let mut kinds = SelectorKind::ALL.iter().copied();
    let kind = kinds.find(|kind| kind.code() == code).expect("a line begins with a kind");
    let issuers = issuers.split(',').filter(|code| !code.is_empty()).collect();
    // Made once for a line of the file, and kept as long as the program runs.
    Says::Kind(kind, Box::leak(Box::new(Detail { issuers, platform })))
}

/// Names of countries in four languages, from the code list.
fn add_countries(lexicon: &mut HashMap<String, Vec<Phrase>>) {
    let list = codelist::list("country").expect("the list is there");
    for code in &list.codes {
        let Some(issuer) = issuer::resolve(&code.code) else { continue };
        for language in codelist::Language::ALL {
            add(lexicon, code.labels.get(language), Says::Country(issuer));
        }
        for synonym in &code.synonyms {
            add(lexicon, &synonym.text, Says::Country(issuer));
        }
    }
}

fn add(lexicon: &mut HashMap<String, Vec<Phrase>>, phrase: &str, says: Says) {
    let folded = word(phrase);
    let mut words =
        tokens(&folded).into_iter().map(|token| without_article(token.of(&folded)).to_owned());
    let Some(first) = words.next() else { return };
    let rest: Vec<String> = words.collect();
    let country = matches!(says, Says::Country(_));
    let capitals = country && rest.is_empty() && first.is_ascii() && first.len() <= 3;
    let known = lexicon.entry(first).or_default();
    // A phrase of several countries or kinds is the first one's that claims it.
    if !known.iter().any(|one| one.rest == rest) {
        known.push(Phrase { rest, says, capitals });
    }
}

/// An Arabic word without its article.
fn without_article(word: &str) -> &str {
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().count() >= 3 => rest,
        _ => word,
    }
}

/// An Arabic word without a conjunction or preposition that is written to it.
fn without_clitic(word: &str) -> Option<&str> {
    if let Some(rest) = word.strip_prefix("لل") {
        return Some(rest);
    }
    let rest = word.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك'])?;
    (rest.chars().count() >= 3).then_some(rest)
}

/// An Arabic word without the possessive that is written to it: `his card`.
fn without_owner(word: &str) -> Option<String> {
    let word = word.strip_suffix("ها").or_else(|| word.strip_suffix('ه'))?;
    Some(word.strip_suffix('ت').map_or_else(|| word.to_owned(), |stem| format!("{stem}ه")))
}

/// All phrases of a text, in order, none inside another.
pub(super) fn find(text: &str, tokens: &[Token]) -> Vec<Cue> {
    let mut found = Vec::new();
    let mut lower = String::new();
    let mut at = 0;
    while at < tokens.len() {
        let cue = match tokens[at].made {
            Made::Letters if tokens[at].len() <= WORD_BYTES_MAX && !is_code(text, tokens, at) => {
                look_up(text, tokens, at, &mut lower)
            }
            _ => None,
        };
        at = cue.map_or(at, |cue| cue.last) + 1;
        found.extend(cue);
    }
    found
}

/// Whether capitals are joined to digits: `BL-0204` is no bill of lading.
fn is_code(text: &str, tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1).filter(|next| next.has_digits());
    next.is_some_and(|next| matches!(&text[tokens[at].end..next.start], "-" | "/"))
        && tokens[at].of(text).bytes().all(|c| c.is_ascii_uppercase())
}

fn look_up(text: &str, tokens: &[Token], at: usize, lower: &mut String) -> Option<Cue> {
    let written = tokens[at].of(text);
    lower.clear();
    if written.is_ascii() {
        lower.push_str(written);
        lower.make_ascii_lowercase();
    } else {
        lower.push_str(&written.to_lowercase());
    }
    let whole = match_at(text, tokens, at, lower.as_str());
    let arabic = || {
        let bare = without_article(lower);
        let plain = (bare != lower).then(|| match_at(text, tokens, at, bare)).flatten();
        let bared = |word: &str| match_at(text, tokens, at, without_article(word));
        let once = without_clitic(lower);
        let short = || bared(once?).or_else(|| bared(without_clitic(once?)?));
        let owned = |word| bared(&without_owner(word)?);
        plain.or_else(short).or_else(|| owned(lower)).or_else(|| owned(once?))
    };
    if whole.is_some() || written.is_ascii() { whole } else { arabic() }
}

/// The longest phrase that begins with `first`, the word at `at`.
fn match_at(text: &str, tokens: &[Token], at: usize, first: &str) -> Option<Cue> {
    let phrases = LEXICON.get(first)?;
    let fits = |phrase: &&Phrase| {
        let small = phrase.capitals && !tokens[at].of(text).bytes().all(|c| c.is_ascii_uppercase());
        !small
            && phrase.rest.iter().enumerate().all(|(i, word)| goes_on(text, tokens, at + i, word))
    };
    let phrase = phrases.iter().find(fits)?;
    Some(Cue { first: at, last: at + phrase.rest.len(), says: phrase.says })
}

/// Whether the token after `at` is `expect`, and hardly anything stands between.
fn goes_on(text: &str, tokens: &[Token], at: usize, expect: &str) -> bool {
    let Some(next) = tokens.get(at + 1) else { return false };
    let gap = next.start - tokens[at].end;
    let written = next.of(text);
    gap <= GAP_BYTES_MAX && is_word(written, expect)
}

fn is_word(written: &str, expect: &str) -> bool {
    if written.is_ascii() || expect.is_ascii() {
        return written.eq_ignore_ascii_case(expect);
    }
    let lower = written.to_lowercase();
    let bare = without_article(&lower);
    bare == expect || without_owner(bare).is_some_and(|word| word == expect)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Says)> {
        let folded = super::super::folded::Folded::of(text);
        let tokens = tokens(&folded.text);
        let words =
            |cue: &Cue| folded.text[tokens[cue.first].start..tokens[cue.last].end].to_owned();
        find(&folded.text, &tokens).iter().map(|cue| (words(cue), cue.says)).collect()
    }

    #[test]
    fn phrases_are_found_in_four_languages() {
        let check = |text: &str, expect: &[(&str, &str)]| {
            let code = |says: &Says| match says {
                Says::Kind(kind, _) => kind.code(),
                Says::Country(code) => code,
                Says::Other => "other",
            };
            let found = found(text);
            let found: Vec<_> =
                found.iter().map(|(words, says)| (words.as_str(), code(says))).collect();
            assert_eq!(found, expect, "{text}");
        };
        check("His PASSPORT", &[("PASSPORT", "travel-document")]);
        check("cédula de ciudadanía", &[("cedula de ciudadania", "national-identity")]);
        check("pasaporte colombiano", &[("pasaporte", "travel-document"), ("colombiano", "COL")]);
        check("وبجواز السفر", &[("وبجواز السفر", "travel-document")]);
        check("بجواز السفر", &[("بجواز السفر", "travel-document")]);
        check("والهاتف", &[("والهاتف", "phone")]);
        check("told us", &[]);
        check("the US case no. 5", &[("US", "USA"), ("case no", "other")]);
        check("B/L and Côte d’Ivoire", &[("B/L", "bill-of-lading"), ("Cote d'Ivoire", "CIV")]);
    }
}
