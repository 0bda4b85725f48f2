//! Where a name is cut into the words that a segment numbers.
//!
//! Words are read apart from the names they stand in, each once. That is right as long as a word
//! means the same everywhere; 'Abd' and 'Al' do not, they belong to what follows. Such words are
//! numbered together with it.

use super::hash;
use crate::name::{Kind, parse};

/// Letters kept of one word; a longer one is cut.
const LETTERS_MAX: usize = 400;
/// A word longer than this belongs to nobody but itself.
const BINDING_BYTES_MAX: usize = 12;
/// A word that no name has, to see what a word does to the one after it.
const AFTER: &str = "Rahmat";

/// Knows which words belong to the one that follows.
#[derive(Debug, Clone, Default)]
pub struct Binding {
    known: hash::TableBy<Box<str>, bool>,
}

impl Binding {
    /// The words of a name, those that belong together in one.
    pub fn cut<'name>(&mut self, name: &'name str) -> Vec<&'name str> {
        let mut words: Vec<&str> = Vec::with_capacity(4);
        let mut open: Option<usize> = None;
        for word in name.split_whitespace() {
            let word = shortened(word);
            let from = word.as_ptr() as usize - name.as_ptr() as usize;
            let start = open.take().unwrap_or(from);
            if self.binds(word) {
                open = Some(start);
                continue;
            }
            words.push(&name[start..from + word.len()]);
        }
        if let Some(start) = open {
            words.push(name[start..].trim_end());
        }
        words
    }

    fn binds(&mut self, word: &str) -> bool {
        if word.len() > BINDING_BYTES_MAX {
            return false;
        }
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        let count = |text: &str| parse(text, Kind::Person).parts.len();
        let binds = count(word) > 0 && count(&format!("{word} {AFTER}")) < count(word) + 1;
        self.known.insert(word.into(), binds);
        binds
    }
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

    #[test]
    fn a_name_is_cut_at_spaces() {
        let mut binding = Binding::default();
        assert_eq!(binding.cut("  Maria  del Carmen "), ["Maria", "del", "Carmen"]);
        assert_eq!(binding.cut(""), [] as [&str; 0]);
    }

    #[test]
    fn a_word_of_ten_thousand_letters_is_shortened() {
        let long = "x".repeat(10_000);
        let mut binding = Binding::default();
        assert_eq!(binding.cut(&long)[0].len(), 400);
    }
}
