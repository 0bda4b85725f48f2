//! A text becomes words: cut at spaces, signs and changes of script.

use crate::script::{Script, fold};
use unicode_normalization::UnicodeNormalization;

/// Longer texts are cut: no name is longer, and every step after this one is bounded by it.
pub const LETTERS_MAX: usize = 400;
pub const WORDS_MAX: usize = 32;

/// One word as it was cut out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    pub letters: Vec<char>,
    pub script: Option<Script>,
    /// Nothing but a hyphen, an apostrophe or a change of case stood before it.
    pub joined: bool,
    /// A full stop follows: 'J.' is an initial, 'Dr.' a title.
    pub stopped: bool,
    /// A comma follows: what stands before it is the family name.
    pub comma: bool,
    /// Written in capitals only.
    pub capitals: bool,
    /// An article was taken off it.
    pub article: bool,
    /// It begins with 'servant of'.
    pub servant: bool,
}

impl Token {
    /// Its letters as text.
    #[must_use]
    pub fn spelling(&self) -> Spelling {
        Spelling::of(self.letters.iter().copied())
    }
}

/// Letters as text. Words are asked for their text often, so a short one is kept on the stack.
#[derive(Debug)]
pub struct Spelling {
    short: [u8; SHORT_BYTES],
    length: usize,
    /// The whole text of a word that is too long for `short`.
    long: String,
}

const SHORT_BYTES: usize = 48;

impl Spelling {
    pub fn of(letters: impl Iterator<Item = char>) -> Spelling {
        let mut spelling = Spelling { short: [0; SHORT_BYTES], length: 0, long: String::new() };
        letters.for_each(|letter| spelling.push(letter));
        spelling
    }

    fn push(&mut self, letter: char) {
        let end = self.length + letter.len_utf8();
        if self.long.is_empty() && end <= SHORT_BYTES {
            letter.encode_utf8(&mut self.short[self.length..]);
            self.length = end;
            return;
        }
        if self.long.is_empty() {
            self.long = self.to_string();
        }
        self.long.push(letter);
    }
}

impl std::ops::Deref for Spelling {
    type Target = str;

    fn deref(&self) -> &str {
        if !self.long.is_empty() {
            return &self.long;
        }
        std::str::from_utf8(&self.short[..self.length]).expect("whole letters were written")
    }
}

/// The words of a text, at most [`WORDS_MAX`].
#[must_use]
pub fn cut(text: &str) -> Vec<Token> {
    let letters = text.chars().take(LETTERS_MAX);
    // ASCII is its own compatibility form.
    if text.is_ascii() {
        Cutter::default().cut(letters)
    } else {
        Cutter::default().cut(letters.nfkc())
    }
}

#[derive(Default)]
struct Cutter {
    tokens: Vec<Token>,
    open: Token,
    lower: bool,
    upper: usize,
}

impl Cutter {
    fn cut(mut self, letters: impl Iterator<Item = char>) -> Vec<Token> {
        for letter in letters {
            self.take(letter);
            if self.tokens.len() >= WORDS_MAX {
                break;
            }
        }
        self.end(false);
        self.tokens
    }

    fn take(&mut self, letter: char) {
        if fold::is_ignored(letter) {
            return;
        }
        if fold::is_apostrophe(letter) {
            return self.apostrophe();
        }
        if let Some(digit) = fold::digit(letter) {
            let digit = char::from_digit(digit, 10).unwrap_or('0');
            return self.push(digit, self.open.script.unwrap_or(Script::Latin));
        }
        if letter == '・' || !(letter.is_alphanumeric() || is_sign(letter)) {
            return self.sign(letter);
        }
        let script = Script::of(letter);
        if letter.is_uppercase() && self.lower && self.open.letters.len() > 1 {
            self.end(true);
        }
        if self.open.script.is_some_and(|open| parts(open, script)) {
            self.end(false);
        }
        self.lower = letter.is_lowercase();
        self.upper += usize::from(letter.is_uppercase());
        for lower in letter.to_lowercase() {
            if !fold::is_ignored(lower) {
                self.push(fold::unify(lower), script);
            }
        }
    }

    fn push(&mut self, letter: char, script: Script) {
        self.open.script.get_or_insert(script);
        self.open.letters.push(letter);
    }

    /// In Hebrew it changes the letter before it; elsewhere it is left out.
    fn apostrophe(&mut self) {
        if self.open.script == Some(Script::Hebrew) {
            self.open.letters.push('\'');
        }
    }

    fn sign(&mut self, letter: char) {
        let hyphen = matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{05be}');
        let ended = self.end(hyphen);
        let Some(last) = self.tokens.last_mut().filter(|_| ended) else { return };
        match letter {
            '.' => last.stopped = true,
            ',' | '،' | '、' => last.comma = true,
            '<' if last.script == Some(Script::Latin) => last.capitals = true,
            _ => {}
        }
        if letter == '&' {
            self.tokens.push(Token {
                letters: vec!['a', 'n', 'd'],
                script: Some(Script::Latin),
                ..Token::default()
            });
        }
    }

    /// Closes the open word; the next one is joined to it or not.
    fn end(&mut self, joins: bool) -> bool {
        let mut token = std::mem::take(&mut self.open);
        self.open.joined = joins && !token.letters.is_empty();
        self.lower = false;
        let upper = std::mem::take(&mut self.upper);
        if token.letters.is_empty() {
            return !self.tokens.is_empty();
        }
        token.capitals = upper == token.letters.len();
        token.script = Some(one_script(&mut token.letters, token.script));
        self.tokens.push(token);
        true
    }
}

/// Vowel signs of scripts whose marks are letters.
fn is_sign(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0900..=0x0963 | 0x0e31..=0x0e4e | 0x0980..=0x0dff | 0x1000..=0x109f | 0x1780..=0x17d3
        | 0x3099..=0x309c | 0x30fc)
}

/// Whether a change of script ends the word. Alphabets that look alike are mixed by mistake or on
/// purpose inside one word, so they do not.
fn parts(open: Script, next: Script) -> bool {
    let alike = |script| matches!(script, Script::Latin | Script::Cyrillic | Script::Greek);
    open != next && !(alike(open) && alike(next))
}

/// The script most letters of the word belong to; the others are replaced by what they look like.
fn one_script(letters: &mut [char], first: Option<Script>) -> Script {
    let first = first.unwrap_or(Script::Latin);
    let count = |script| letters.iter().filter(|letter| Script::of(**letter) == script).count();
    if letters.iter().all(|letter| letter.is_ascii_digit() || Script::of(*letter) == first) {
        return first;
    }
    let three = [Script::Latin, Script::Cyrillic, Script::Greek];
    let Some(most) = three.into_iter().max_by_key(|script| count(*script)) else { return first };
    if matches!(first, Script::Latin | Script::Cyrillic | Script::Greek) {
        for letter in letters.iter_mut() {
            *letter = fold::look_alike(*letter, most);
        }
        return most;
    }
    first
}
