//! Numbers of short words, each looked up by one read of memory: the letters lie in the table
//! itself. Whoever builds a list asks for the same words a hundred million times.

use super::hash;
use super::vocabulary::Vocabulary;

/// Bytes of a word that fits; the byte after them says how many there are.
const BYTES_MAX: usize = 15;

/// A short word: its bytes and its length. No word is nought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key([u64; 2]);

impl Key {
    /// The key of a word that is short enough.
    #[must_use]
    pub fn of(word: &str) -> Option<Key> {
        if word.is_empty() || word.len() > BYTES_MAX {
            return None;
        }
        let mut bytes = [0_u8; BYTES_MAX + 1];
        bytes[..word.len()].copy_from_slice(word.as_bytes());
        bytes[BYTES_MAX] = word.len() as u8;
        let (halves, _) = bytes.as_chunks::<8>();
        Some(Key([u64::from_le_bytes(halves[0]), u64::from_le_bytes(halves[1])]))
    }

    fn hash(self) -> u64 {
        hash::spread(self.0[0] ^ hash::spread(self.0[1]))
    }
}

/// Half of a line of the cache, so that none lies in two.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Slot {
    key: [u64; 2],
    told: u32,
}

const FREE: Slot = Slot { key: [0; 2], told: 0 };

/// What is known of short words.
#[derive(Debug, Clone, Default)]
pub struct Short {
    slots: Vec<Slot>,
    count: usize,
}

impl Short {
    #[must_use]
    pub fn get(&self, key: Key) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = key.hash() as usize & mask;
        loop {
            let slot = &self.slots[at];
            if slot.key == key.0 {
                return Some(slot.told);
            }
            if slot.key == FREE.key {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    /// Enters a word that is not known yet.
    pub fn insert(&mut self, key: Key, told: u32) {
        if self.slots.len() < 2 * (self.count + 1) {
            let size = (4 * (self.count + 1)).next_power_of_two().max(64);
            let old = std::mem::replace(&mut self.slots, vec![FREE; size]);
            old.into_iter().filter(|slot| slot.key != FREE.key).for_each(|slot| self.put(slot));
        }
        self.put(Slot { key: key.0, told });
        self.count += 1;
    }

    fn put(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = Key(slot.key).hash() as usize & mask;
        while self.slots[at].key != FREE.key {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }

    /// The number of a word in its vocabulary, new or known.
    pub fn number(&mut self, word: &str, words: &mut Vocabulary) -> u32 {
        let Some(key) = Key::of(word) else { return words.number(word) };
        self.get(key).unwrap_or_else(|| {
            let number = words.number(word);
            self.insert(key, number);
            number
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Short};
    use crate::find::vocabulary::Vocabulary;

    #[test]
    fn a_short_word_has_the_number_of_its_vocabulary() {
        let (mut short, mut words) = (Short::default(), Vocabulary::default());
        let mut many: Vec<String> =
            (0..3_000).map(|n| "w".repeat(n % 17) + &n.to_string()).collect();
        many.extend(["a\0".into(), "a".into(), "محمد".into(), String::new()]);
        let numbers: Vec<u32> = many.iter().map(|word| short.number(word, &mut words)).collect();
        assert_eq!(words.len(), many.len());
        for (word, number) in many.iter().zip(&numbers) {
            assert_eq!(short.number(word, &mut words), *number);
            assert_eq!(words.word(*number), word);
        }
        assert_eq!(short.get(Key::of("never").unwrap()), None);
    }
}
