//! One word of a name, with everything a comparison needs of it.

use super::skeleton;
use super::token::Token;
use crate::script::{Script, fold, table};

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
    Common,
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
    /// Consonant classes, for dictionaries.
    pub skeletons: Vec<Box<str>>,
    /// Sound units as the part's own script writes them.
    pub units: Box<[u8]>,
    /// Sound units of its Latin spelling.
    pub latin_units: Box<[u8]>,
    /// Nothing but a hyphen stands before it.
    pub joined: bool,
}

impl Part {
    /// A part of one word.
    #[must_use]
    pub fn of(token: &Token, role: Role) -> Part {
        let script = token.script.unwrap_or(Script::Latin);
        let text: String = token.letters.iter().copied().map(fold::bare).collect();
        let (units, latin) = sounds(script, &token.letters);
        let latin_units = match script {
            Script::Latin => units.clone(),
            _ => table::of(Script::Latin).sounds(&latin.chars().collect::<Vec<_>>()).units,
        };
        Part {
            text: text.into(),
            script,
            skeletons: skeleton::of(&latin),
            latin: latin.into(),
            role,
            units: units.into(),
            latin_units: latin_units.into(),
            joined: token.joined,
        }
    }

    /// The strings under which a dictionary files this part: its Latin spelling and its skeletons.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.latin).chain(self.skeletons.iter().map(|key| &**key))
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

fn pair(sounds: table::Sounds) -> (Vec<u8>, String) {
    (sounds.units, sounds.latin)
}

/// Letter for letter in a to z.
fn spelled(letters: &[char]) -> String {
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
