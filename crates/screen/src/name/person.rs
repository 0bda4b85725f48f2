//! The parts of a person's name: what ties parts together is told from what names.

use super::number;
use super::part::{Part, Role};
use super::token::{Spelling, Token};
use crate::script::{Script, fold};
use crate::word;

/// Cuts a person's name into parts.
#[must_use]
pub fn parts(tokens: Vec<Token>) -> Vec<Part> {
    parts_of(&tied(tokens))
}

/// The parts of tokens that are tied already.
fn parts_of(tokens: &[Token]) -> Vec<Part> {
    let titles = titles(tokens);
    let mut parts = Vec::with_capacity(tokens.len());
    let mut article = false;
    for (at, token) in tokens.iter().enumerate() {
        let word = token.spelling();
        if is_article(&word) && at + 1 < tokens.len() {
            article = true;
            continue;
        }
        let mut part = Part::of(token, role(token, &word, at, titles[at]));
        part.article = std::mem::take(&mut article) || token.article;
        parts.push(part);
    }
    let forms = parts.iter().filter(|part| part.role == Role::Name).count() > 1;
    if let Some(last) = parts.last_mut()
        && forms
        && tokens.last().is_some_and(|token| token.capitals)
        && !tokens.iter().all(|token| token.capitals)
        && word::form(&last.text).is_some()
    {
        last.role = Role::Form;
    }
    parts
}

fn tied(tokens: Vec<Token>) -> Vec<Token> {
    compounds(initials(kanji(given_first(tokens))))
}

/// The parts of one word, if they are the same wherever the word stands in a name.
#[must_use]
pub fn plain(tokens: Vec<Token>) -> Option<Vec<Part>> {
    let last = tokens.last()?;
    let word = last.spelling();
    let open = opening(&word).is_some() || is_article(&word) || ASSIMILATED.contains(&&*word);
    if open || tokens.iter().any(depends) {
        return None;
    }
    let tied = tied(tokens);
    (!tied.iter().any(depends)).then(|| parts_of(&tied))
}

/// Whether what a word is depends on the words around it.
fn depends(token: &Token) -> bool {
    let word = token.spelling();
    let form = || {
        let bare = || Spelling::of(token.letters.iter().copied().map(fold::bare));
        token.capitals && word::form(&bare()).is_some()
    };
    token.comma
        || are_initials(token)
        || word::is_title(&word)
        || word::is_honorific(&word)
        || is_ordinal(token, &word)
        || is_late_particle(&word) && !word::is_particle(&word)
        || form()
}

/// Which words are titles: those before the name, and at its end what can only follow one.
/// Elsewhere the same word names: King, Sharif and Marshal are family names. Titles alone are a
/// name.
fn titles(tokens: &[Token]) -> Vec<bool> {
    let mut leading = true;
    let mut is_title = |token: &Token| {
        let word = token.spelling();
        leading &= word::is_title(&word);
        leading || word::is_honorific(&word)
    };
    let mut titles: Vec<bool> = tokens.iter().map(&mut is_title).collect();
    if titles.iter().all(|title| *title) {
        titles.fill(false);
    }
    titles
}

/// 'FAMILY, Given' is read as 'Given FAMILY'.
fn given_first(mut tokens: Vec<Token>) -> Vec<Token> {
    let comma = tokens.iter().position(|token| token.comma);
    if let Some(at) = comma
        && at + 1 < tokens.len()
    {
        tokens.rotate_left(at + 1);
    }
    tokens
}

/// A Japanese name without a space is cut where a known family name ends.
fn kanji(tokens: Vec<Token>) -> Vec<Token> {
    let mut all = Vec::with_capacity(tokens.len());
    for token in tokens {
        match family_end(&token) {
            Some(end) => {
                let (family, given) = token.letters.split_at(end);
                let part = |letters: &[char]| Token { letters: letters.to_vec(), ..token.clone() };
                all.extend([part(family), part(given)]);
            }
            None => all.push(token),
        }
    }
    all
}

/// Where the family name ends in a word of Han characters that begins with a known one.
fn family_end(token: &Token) -> Option<usize> {
    if token.script != Some(Script::Han) {
        return None;
    }
    let length = token.letters.len();
    let known = |letters: &[char]| word::kanji(&Spelling::of(letters.iter().copied())).is_some();
    (2..length.min(4)).rev().find(|end| {
        let (family, given) = token.letters.split_at(*end);
        known(family) && (known(given) || length >= 4)
    })
}

/// 'JC' beside words in small letters is 'J C'.
fn initials(tokens: Vec<Token>) -> Vec<Token> {
    let shouted = tokens.iter().all(|token| token.capitals);
    let mut all = Vec::with_capacity(tokens.len());
    for token in tokens {
        if !shouted && are_initials(&token) {
            all.extend(token.letters.iter().map(|letter| Token {
                letters: vec![*letter],
                stopped: true,
                ..token.clone()
            }));
        } else {
            all.push(token);
        }
    }
    all
}

/// Two or three capitals that no vowel makes a word of.
fn are_initials(token: &Token) -> bool {
    let two = token.capitals && (2..=3).contains(&token.letters.len());
    let consonants = token.letters.iter().all(|letter| !"aeiouy".contains(*letter));
    two && consonants && token.script == Some(Script::Latin)
}

const ARTICLES: [&str; 6] = ["al", "el", "ul", "ur", "ud", "ال"];
const ASSIMILATED: [&str; 14] =
    ["ar", "as", "ad", "az", "ash", "at", "an", "ur", "ud", "us", "uz", "ush", "ed", "es"];

fn is_article(word: &str) -> bool {
    ARTICLES.contains(&word)
}

/// 'Servant of' and 'father of' name nobody without the word that follows: they become one part
/// with it, however they are written. The Arabic article is taken off and remembered.
fn compounds(tokens: Vec<Token>) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut open: Option<Token> = None;
    for mut token in tokens {
        let word = token.spelling();
        let assimilated = ASSIMILATED.contains(&&*word) && token.joined;
        if (open.is_some() && (is_article(&word) || ASSIMILATED.contains(&&*word))) || assimilated {
            continue;
        }
        bare_article(&mut token);
        match open.take() {
            Some(mut first) => {
                first.servant = matches!(first.letters[0], 'a' | 'ع') && first.letters[1] != 'u';
                first.letters.extend(&token.letters);
                first.comma |= token.comma;
                all.push(first);
            }
            None => match opening(&word) {
                Some(opening) => {
                    token.letters = opening.chars().collect();
                    open = Some(token);
                }
                None => {
                    servant(&mut token);
                    all.push(token);
                }
            },
        }
    }
    all.extend(open);
    all
}

/// The words that need another, in the one form they are compared in.
fn opening(word: &str) -> Option<&'static str> {
    match word {
        "abd" | "abdul" | "abdel" | "abdal" | "abdur" | "abdus" | "abdou" | "abdol" | "abdu" => {
            Some("abd")
        }
        "عبد" => Some("عبد"),
        "abu" | "abou" | "abo" | "abul" | "abi" => Some("abu"),
        "ابو" | "أبو" | "ابي" | "أبي" => Some("ابو"),
        "umm" | "oum" => Some("umm"),
        "ام" | "أم" => Some("ام"),
        _ => None,
    }
}

/// 'Abdurrahman' is 'Abd' and 'Rahman', as عبدالرحمن is.
fn servant(token: &mut Token) {
    const PREFIXES: [&str; 16] = [
        "abdul",
        "abdel",
        "abdal",
        "abdol",
        "abdur",
        "abder",
        "abdar",
        "abdus",
        "abdes",
        "abdas",
        "abdou",
        "abdoul",
        "abdud",
        "abded",
        "عبدال",
        "abdil",
    ];
    if !token.letters.starts_with(&['a', 'b', 'd']) && !token.letters.starts_with(&['ع', 'ب', 'د'])
    {
        return;
    }
    let word = token.spelling();
    let longest =
        PREFIXES.iter().filter(|prefix| word.starts_with(**prefix)).max_by_key(|p| p.len());
    let Some(rest) = longest.and_then(|prefix| word.strip_prefix(prefix)) else { return };
    if rest.chars().count() < 2 {
        return;
    }
    let abd = if token.script == Some(Script::Arabic) { "عبد" } else { "abd" };
    token.letters = abd.chars().chain(rest.chars()).collect();
    token.servant = true;
}

/// Takes ال or 'al' off the word it is written together with.
fn bare_article(token: &mut Token) {
    let arabic = token.script == Some(Script::Arabic);
    let glued = arabic && token.letters.len() > 3 && token.letters.starts_with(&['ا', 'ل']);
    if glued || token.letters == ['a', 'l', 'l', 'a', 'h'] {
        token.letters.drain(..2);
        token.article = true;
    }
}

/// Words between the parts of a name. 'Ben' at the beginning is Benjamin.
fn is_particle(word: &str, at: usize) -> bool {
    word::is_particle(word) || (at > 0 && is_late_particle(word))
}

/// Words that tie parts together unless they are the first.
fn is_late_particle(word: &str) -> bool {
    matches!(word, "ben" | "bat" | "ze" | "i" | "e")
}

fn role(token: &Token, word: &str, at: usize, title: bool) -> Role {
    match token.letters.as_slice() {
        letters if letters.iter().all(char::is_ascii_digit) => Role::Number,
        _ if at > 0 && is_ordinal(token, word) => Role::Number,
        _ if is_particle(word, at) => Role::Particle,
        [letter] if is_alphabet(*letter) => Role::Initial,
        _ if title => Role::Title,
        _ => Role::Name,
    }
}

/// 'II', 'IV': but 'Xi', 'Vi' and 'Li' are names.
fn is_ordinal(token: &Token, word: &str) -> bool {
    token.capitals && !matches!(word, "xi" | "vi" | "li") && number::roman(word).is_some()
}

/// One letter of an alphabet is an initial; one character of Han may be a whole name.
fn is_alphabet(letter: char) -> bool {
    !matches!(Script::of(letter), Script::Han | Script::Hangul | Script::Kana)
}
