//! One word of a name, with everything a comparison needs of it.

use super::token::Token;
use super::{number, skeleton};
use crate::script::{Script, fold, table};
use crate::word;

/// What a part is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// It names.
    Name,
    /// One letter that stands for a name.
    Initial,
    /// Son of, father of, the, of: it ties parts together.
    Particle,
    /// Doctor, Haji, Mr: it may be there or not.
    Title,
    /// The legal form of an organisation.
    Form,
    /// A word most organisations could bear: company, group, trade.
    Usual,
    /// Digits or a numeral.
    Number,
}

/// A part. Equal sounds are not equal letters: both are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The letters as folded, in their own script.
    pub text: Box<str>,
    pub script: Script,
    /// A spelling in the letters a to z and digits.
    pub latin: Box<str>,
    pub role: Role,
    /// Sound units as the part's own script writes them.
    pub units: Box<[u8]>,
    /// Sound units of its Latin spelling.
    pub latin_units: Box<[u8]>,
    /// Sound units of a second reading, of its Latin spelling: Japanese for Han, pinyin for Wade
    /// and Giles.
    pub second: Option<Box<[u8]>>,
    /// It begins with 'servant of'.
    pub servant: bool,
    /// Nothing but a hyphen stands before it.
    pub joined: bool,
    /// It ends a field that is full, so its own end may be missing.
    pub may_be_cut: bool,
    /// The Arabic article stood before it.
    pub article: bool,
    /// The classes of names that are taken for one another.
    pub classes: &'static [u16],
    /// The one word for a legal form or a word of organisations in any language.
    pub symbol: Option<&'static str>,
    /// The kind of a legal form.
    pub form_kind: &'static str,
    /// How much it says to share this part.
    pub rarity: f32,
}

impl Part {
    /// A part of one word.
    #[must_use]
    pub fn of(token: &Token, role: Role) -> Part {
        let script = token.script.unwrap_or(Script::Latin);
        let text: String = token.letters.iter().copied().map(fold::bare).collect();
        let text = if role == Role::Number { number::digits(&text) } else { text };
        let (units, latin) = match role {
            Role::Number => (Vec::new(), text.clone()),
            _ => sounds(script, &token.letters),
        };
        let latin_units = match script {
            Script::Latin => units.clone(),
            _ => table::of(Script::Latin).sounds(&latin.chars().collect::<Vec<_>>()).units,
        };
        Part {
            text: text.into(),
            script,
            role,
            units: units.into(),
            latin_units: latin_units.into(),
            second: second(script, &text_of(token), &latin),
            servant: token.servant,
            joined: token.joined,
            may_be_cut: false,
            article: token.article,
            classes: word::classes(&latin),
            symbol: None,
            form_kind: "",
            rarity: word::rarity(&latin),
            latin: latin.into(),
        }
    }

    /// The strings under which a dictionary files this part: its Latin spelling and its skeletons.
    pub fn keys(&self) -> impl Iterator<Item = Box<str>> {
        std::iter::once(self.latin.clone()).chain(self.skeletons())
    }

    /// Consonant classes, for dictionaries: comparing needs none.
    #[must_use]
    pub fn skeletons(&self) -> Vec<Box<str>> {
        skeleton::of(&self.latin)
    }
}

/// The sound units of a word in its script, and its Latin spelling.
fn sounds(script: Script, letters: &[char]) -> (Vec<u8>, String) {
    match script {
        Script::Latin => {
            let sounds = table::of(Script::Latin).sounds(letters);
            (sounds.units, spelled(letters))
        }
        Script::Other => {
            let latin = spelled(letters);
            let units = table::of(Script::Latin).sounds(&latin.chars().collect::<Vec<_>>()).units;
            (units, latin)
        }
        Script::Han => han(letters),
        Script::Hangul => {
            use unicode_normalization::UnicodeNormalization;
            let jamo: Vec<char> = letters.iter().copied().nfd().collect();
            pair(table::of(script).sounds(&jamo))
        }
        _ => {
            let sounds = table::of(script).sounds(letters);
            match sounds.latin.is_empty() {
                true => (sounds.units, spelled(letters)),
                false => pair(sounds),
            }
        }
    }
}

fn text_of(token: &Token) -> String {
    token.letters.iter().collect()
}

/// Another way to read the word, where a table knows one.
fn second(script: Script, word: &str, latin: &str) -> Option<Box<[u8]>> {
    let reading = match script {
        Script::Han => word::kanji(word)?,
        Script::Latin => word::wade_giles(latin)?,
        _ => return None,
    };
    let letters: Vec<char> = reading.chars().collect();
    Some(table::of(Script::Latin).sounds(&letters).units.into())
}

fn pair(sounds: table::Sounds) -> (Vec<u8>, String) {
    (sounds.units, sounds.latin)
}

/// Letter for letter in a to z.
pub(super) fn spelled(letters: &[char]) -> String {
    let mut latin = String::with_capacity(letters.len());
    for letter in letters.iter().copied().map(fold::bare) {
        match letter {
            'a'..='z' | '0'..='9' => latin.push(letter),
            'þ' => latin.push_str("th"),
            other => latin.extend(
                any_ascii::any_ascii_char(other)
                    .bytes()
                    .filter(u8::is_ascii_alphanumeric)
                    .map(|byte| char::from(byte.to_ascii_lowercase())),
            ),
        }
    }
    latin
}

/// Each character has its own syllable, so each is read by itself.
fn han(letters: &[char]) -> (Vec<u8>, String) {
    let mut units = Vec::new();
    let mut latin = String::new();
    for letter in letters {
        let syllable: Vec<char> = spelled(&[*letter]).chars().collect();
        let sounds = table::of(Script::Han).sounds(&syllable);
        units.extend(sounds.units);
        latin.extend(syllable);
    }
    (units, latin)
}
