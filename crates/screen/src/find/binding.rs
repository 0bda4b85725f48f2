//! Where a name is cut into the words that a segment numbers.
//!
//! Words are read apart from the names they stand in, each once. That is right as long as a word
//! means the same everywhere; 'Abd' and 'Al' do not, they belong to what follows. Such words are
//! numbered together with it.

use super::short::{Key, Short};
use super::vocabulary::Vocabulary;
use crate::name::{Kind, parse};

/// Letters kept of one word; a longer one is cut.
const LETTERS_MAX: usize = 400;
/// A word longer than this belongs to nobody but itself.
const BINDING_BYTES_MAX: usize = 12;
/// A word that no name has, to see what a word does to the one after it.
const AFTER: &str = "Rahmat";

/// What is told of a word that belongs to the one that follows. No word has this number.
const BINDS: u32 = u32::MAX;

/// Knows which words belong to the one that follows, and the numbers of the others.
#[derive(Debug, Clone, Default)]
pub struct Binding {
    known: Short,
}

impl Binding {
    /// Writes down the numbers of a name's words, those that belong together as one, as far as
    /// there is room. Answers how many.
    pub fn cut(&mut self, name: &str, words: &mut Vocabulary, into: &mut [u32]) -> usize {
        let mut count = 0;
        let mut open: Option<usize> = None;
        for word in name.split_whitespace() {
            let Some(place) = into.get_mut(count) else { return count };
            let word = shortened(word);
            let from = word.as_ptr() as usize - name.as_ptr() as usize;
            let start = open.unwrap_or(from);
            let whole = &name[start..from + word.len()];
            match self.told(word, whole, words) {
                BINDS => open = Some(start),
                number => {
                    (*place, open) = (number, None);
                    count += 1;
                }
            }
        }
        if let Some((start, place)) = open.zip(into.get_mut(count)) {
            *place = words.number(name[start..].trim_end());
            count += 1;
        }
        count
    }

    /// The number of a word with what belongs to it, or that it belongs to the next one.
    fn told(&mut self, word: &str, whole: &str, words: &mut Vocabulary) -> u32 {
        let Some(key) = Key::of(word) else { return words.number(whole) };
        match self.known.get(key) {
            Some(told) if told == BINDS || word.len() == whole.len() => told,
            Some(_) => words.number(whole),
            None if binds(word) => {
                self.known.insert(key, BINDS);
                BINDS
            }
            // Only what stands alone is a word of the list.
            None => {
                let number = words.number(whole);
                if word.len() == whole.len() {
                    self.known.insert(key, number);
                }
                number
            }
        }
    }
}

fn binds(word: &str) -> bool {
    let count = |text: &str| parse(text, Kind::Person).parts.len();
    word.len() <= BINDING_BYTES_MAX
        && count(word) > 0
        && count(&format!("{word} {AFTER}")) < count(word) + 1
}

fn shortened(word: &str) -> &str {
    match word.char_indices().nth(LETTERS_MAX) {
        Some((end, _)) => &word[..end],
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::Binding;
    use crate::find::vocabulary::Vocabulary;

    fn cut(name: &str) -> Vec<String> {
        let (mut binding, mut words, mut told) =
            (Binding::default(), Vocabulary::default(), [0; 4]);
        let counts = [0; 2].map(|_| binding.cut(name, &mut words, &mut told));
        assert_eq!(counts[0], counts[1]);
        assert!(counts[0] == told.len() || words.len() == counts[0], "no word but these");
        told[..counts[0]].iter().map(|number| words.word(*number).to_owned()).collect()
    }

    #[test]
    fn a_name_is_cut_at_spaces() {
        assert_eq!(cut("  Maria  del Carmen "), ["Maria", "del", "Carmen"]);
        assert_eq!(cut(""), [] as [&str; 0]);
        assert_eq!(cut("a b c d e"), ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_word_that_names_nobody_alone_stays_with_the_next() {
        assert_eq!(cut("Omar Abd al Rahman"), ["Omar", "Abd al Rahman"]);
        assert_eq!(cut("Abd al-Rahman Omar Abd "), ["Abd al-Rahman", "Omar", "Abd"]);
    }

    #[test]
    fn a_word_of_ten_thousand_letters_is_shortened() {
        assert_eq!(cut(&"x".repeat(10_000))[0].len(), 400);
    }
}
