//! Words that are read the same wherever they stand in a person's name. Lists and files say most
//! words often, so each of these is read once and shared by the names that say it.

use std::collections::HashMap;
use std::sync::Arc;

use super::{
    FIELD_MIN, Kind, Name, Part, WRITTEN_MAX, is_full, parse, part, person, token, written,
};
use crate::find::hash;
use crate::script::fold;

/// Words remembered; beyond them all are forgotten.
const WORDS_KEPT_MAX: usize = 1 << 14;
/// The same for the words of a list, of which many are compared with each name asked for.
const NUMBERED_KEPT_MAX: usize = 1 << 16;
/// A longer word is not worth remembering.
const WORD_BYTES_MAX: usize = 64;
/// A longer name may be cut, and then what its words are depends on the cut.
const NAME_BYTES_MAX: usize = 300;

/// A word whose parts do not depend on the words around it.
#[derive(Debug)]
struct Plain {
    parts: Box<[Arc<Part>]>,
    written: Box<[u8]>,
    tokens: usize,
    bytes: usize,
    /// A field of a machine-readable zone could hold it.
    zoned: bool,
}

/// Reads names and remembers their words.
#[derive(Debug, Default)]
pub struct Words {
    known: HashMap<Box<str>, Option<Plain>>,
}

/// A name as it is put together.
struct Draft {
    parts: Vec<Arc<Part>>,
    written: [u8; WRITTEN_MAX],
    /// As much of it is written.
    length: usize,
    tokens: usize,
}

impl Words {
    /// Reads a name: the same as [`parse`], sooner.
    pub fn parse(&mut self, text: &str, kind: Kind) -> Name {
        let short = text.len() <= NAME_BYTES_MAX && !is_full(text);
        let whole = if kind == Kind::Person && short { self.put_together(text) } else { None };
        whole.unwrap_or_else(|| parse(text, kind))
    }

    fn put_together(&mut self, text: &str) -> Option<Name> {
        let mut draft = Draft::of(4);
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            if let Some(known) = self.known.get(word) {
                draft.push(known.as_ref()?);
                continue;
            }
            let read = Plain::read(word);
            let pushed = read.as_ref().map(|plain| draft.push(plain));
            self.keep(word, read);
            pushed?;
        }
        draft.finish()
    }

    fn keep(&mut self, word: &str, read: Option<Plain>) {
        if self.known.len() >= WORDS_KEPT_MAX {
            self.known.clear();
        }
        if word.len() <= WORD_BYTES_MAX {
            self.known.insert(word.into(), read);
        }
    }
}

impl Plain {
    fn read(word: &str) -> Option<Plain> {
        // A sign or a mark may say something about the word before.
        let begins = |first: char| {
            first.is_alphabetic() && !fold::is_apostrophe(first) && !fold::is_ignored(first)
        };
        if word.len() > WORD_BYTES_MAX || !word.starts_with(begins) {
            return None;
        }
        let tokens = token::cut(word);
        if tokens.iter().any(|token| part::spelled(&token.letters).is_empty()) {
            return None;
        }
        let (written, count) = (written(&tokens), tokens.len());
        let parts = person::plain(tokens)?.into_iter().map(Arc::new).collect();
        let zoned = word.is_ascii() && !word.bytes().any(|byte| byte.is_ascii_lowercase());
        Some(Plain { parts, written, tokens: count, bytes: word.len(), zoned })
    }
}

impl Draft {
    fn of(parts: usize) -> Draft {
        let parts = Vec::with_capacity(parts);
        Draft { parts, written: [0; WRITTEN_MAX], length: 0, tokens: 0 }
    }

    fn push(&mut self, plain: &Plain) {
        self.parts.extend(plain.parts.iter().cloned());
        if self.length > 0 {
            self.write(b" ");
        }
        self.write(&plain.written);
        self.tokens += plain.tokens;
    }

    /// As far as there is room.
    fn write(&mut self, bytes: &[u8]) {
        let room = &mut self.written[self.length..];
        let count = bytes.len().min(room.len());
        room[..count].copy_from_slice(&bytes[..count]);
        self.length += count;
    }

    fn finish(self) -> Option<Name> {
        let written = self.written[..self.length].into();
        let whole = self.tokens < token::WORDS_MAX;
        whole.then_some(Name { kind: Kind::Person, parts: self.parts, written })
    }
}

/// Words of one vocabulary, known by their numbers: a list's names are put together without a look
/// at their letters.
#[derive(Debug, Default)]
pub struct Numbered {
    known: hash::Table<Option<Plain>>,
}

impl Numbered {
    /// The name of these words, if [`Words`] would put it together from the same parts. `word` is
    /// the word of a number.
    pub fn parse<'text>(
        &mut self,
        numbers: &[u32],
        kind: Kind,
        word: impl Fn(u32) -> &'text str,
    ) -> Option<Name> {
        if kind != Kind::Person {
            return None;
        }
        let (mut bytes, mut zoned) = (numbers.len().saturating_sub(1), true);
        let mut draft = Draft::of(numbers.len().max(1));
        for number in numbers {
            let plain = self.plain(*number, &word)?;
            bytes += plain.bytes;
            zoned &= plain.zoned;
            draft.push(plain);
        }
        if bytes > NAME_BYTES_MAX || (zoned && bytes >= FIELD_MIN) {
            return None;
        }
        draft.finish()
    }

    fn plain<'text>(&mut self, number: u32, word: impl Fn(u32) -> &'text str) -> Option<&Plain> {
        if self.known.len() >= NUMBERED_KEPT_MAX {
            self.known.clear();
        }
        let known = self.known.entry(u64::from(number));
        known.or_insert_with(|| Plain::read(word(number))).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Numbered, Words};
    use crate::name::{Kind, parse};
    use crate::population::{Draw, Edit, Population, edit};

    /// Twice, because the second time every word is known.
    fn check(words: &mut Words, text: &str) {
        let expect = parse(text, Kind::Person);
        assert_eq!(words.parse(text, Kind::Person), expect, "{text}");
        assert_eq!(words.parse(text, Kind::Person), expect, "{text}");
    }

    #[test]
    fn names_of_a_population_are_read_the_same() {
        let (population, mut words) = (Population::new(), Words::default());
        for number in 0..6_000 {
            let person = population.person(7, number);
            let kind = Edit::ALL[number as usize % Edit::ALL.len()];
            let edited = edit(&person, kind, &mut Draw::new(7, number));
            let name = edited.unwrap_or_else(|| person.name());
            check(&mut words, &name);
            check(&mut words, &name.to_uppercase());
        }
        let plain = words.known.values().filter(|word| word.is_some()).count();
        assert!(plain * 10 > words.known.len() * 8, "{plain} of {}", words.known.len());
    }

    #[test]
    fn names_whose_words_are_known_by_number_are_read_the_same() {
        let (population, mut known) = (Population::new(), Numbered::default());
        let mut vocabulary: Vec<String> = Vec::new();
        let mut put_together = 0;
        for number in 0..3_000 {
            let mut name = population.person(7, number).name();
            if number % 3 == 0 {
                name = name.to_uppercase();
            }
            let mut numbers = Vec::new();
            for word in name.split_whitespace() {
                let at = vocabulary.iter().position(|other| other == word);
                numbers.push(at.unwrap_or(vocabulary.len()) as u32);
                if at.is_none() {
                    vocabulary.push(word.to_owned());
                }
            }
            let word = |number: u32| vocabulary[number as usize].as_str();
            let Some(read) = known.parse(&numbers, Kind::Person, word) else { continue };
            let name: Vec<&str> = name.split_whitespace().collect();
            assert_eq!(read, parse(&name.join(" "), Kind::Person));
            put_together += 1;
        }
        assert!(put_together > 2_000, "{put_together}");
    }

    #[test]
    fn words_that_depend_on_others_are_read_with_them() {
        let mut words = Words::default();
        for text in [
            "Abd al Rahman Omar",
            "Omar Abd al-Rahman",
            "Al Omar Al-Ghamdi al",
            "John King III",
            "JC Smith",
            "JC SMITH",
            "Ben Ali Ben Salah",
            "Dr. Omar Haji",
            "Haji Dr.",
            "SMITH, John",
            "John , Smith",
            "Omar 'Ali",
            "KOVALENKO BORYSENKO ANASTASIIA",
            "Arlo Quennevis SA",
            "Arlo Quennevis LLC",
            "Abu  Bakr -Said",
            "عبد الرحمن محمد",
            "毛泽东 John",
            "田中太郎 山田",
            "X Æ A-12",
        ] {
            check(&mut words, text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_the_same(
            texts in proptest::collection::vec("\\PC{0,6}( \\PC{0,6}){0,5}", 1..4),
            mixed in "((Al|al|Abd|Abu|ben|bin|III|JC|SA|Dr|King|e|Omar|ash-Shami|Li,|O'Neil|-) ?){1,6}",
        ) {
            let mut words = Words::default();
            texts.iter().for_each(|text| check(&mut words, text));
            check(&mut words, &mixed);
        }
    }
}
