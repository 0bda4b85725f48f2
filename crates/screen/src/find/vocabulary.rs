//! Words, each kept once and known by a number.

use super::bytes::{Reader, Writer};
use super::error::Error;
use super::hash;

const WORD: u64 = 16;

/// Words in one run of bytes, with a table that finds the number of a word.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    text: Vec<u8>,
    ends: Vec<u32>,
    /// The upper half of the hash beside the number plus one; nought is free. Empty once sealed.
    table: Vec<u64>,
}

impl Vocabulary {
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The word of a number.
    #[must_use]
    pub fn word(&self, number: u32) -> &str {
        std::str::from_utf8(self.bytes_of(number))
            .expect("only whole words are added, and read words are checked")
    }

    fn bytes_of(&self, number: u32) -> &[u8] {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[start..self.ends[at] as usize]
    }

    /// The number of a word, new or known.
    pub fn number(&mut self, word: &str) -> u32 {
        if self.table.len() < 2 * (self.ends.len() + 1) {
            self.grow();
        }
        let hash = hash::of(WORD, word.as_bytes());
        let mask = self.table.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let entry = self.table[at];
            if entry == 0 {
                break;
            }
            let known = (entry as u32) - 1;
            if entry >> 32 == hash >> 32 && self.bytes_of(known) == word.as_bytes() {
                return known;
            }
            at = (at + 1) & mask;
        }
        let number = self.ends.len() as u32;
        self.text.extend_from_slice(word.as_bytes());
        self.ends.push(self.text.len() as u32);
        self.table[at] = (hash & !0xffff_ffff) | u64::from(number + 1);
        number
    }

    fn grow(&mut self) {
        let size = (4 * (self.ends.len() + 1)).next_power_of_two().max(64);
        let mut table = vec![0_u64; size];
        for number in 0..self.ends.len() as u32 {
            let hash = hash::of(WORD, self.bytes_of(number));
            let mut at = hash as usize & (size - 1);
            while table[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            table[at] = (hash & !0xffff_ffff) | u64::from(number + 1);
        }
        self.table = table;
    }

    /// Bytes of text, for whoever must not let them grow beyond 32 bits.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Drops the table: from now on words are only read.
    pub fn seal(&mut self) {
        self.table = Vec::new();
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.text(&self.text);
        out.u32s(&self.ends);
    }

    pub(super) fn read(from: &mut Reader) -> Result<Vocabulary, Error> {
        let (text, ends) = (from.text()?, from.u32s()?);
        let whole = std::str::from_utf8(&text).map_err(|_| Error::Bytes("words"))?;
        let ordered = ends.windows(2).all(|pair| pair[0] <= pair[1]);
        let last = ends.last().map_or(0, |end| *end as usize);
        let cut = |end: &u32| whole.is_char_boundary(*end as usize);
        if ordered && last == text.len() && ends.iter().all(cut) {
            return Ok(Vocabulary { text, ends, table: Vec::new() });
        }
        Err(Error::Bytes("words"))
    }
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;

    #[test]
    fn a_word_keeps_its_number_and_a_number_its_word() {
        let mut words = Vocabulary::default();
        let many: Vec<String> = (0..3_000).map(|n| format!("word{}", n % 1_000)).collect();
        let numbers: Vec<u32> = many.iter().map(|word| words.number(word)).collect();
        assert_eq!(words.len(), 1_000);
        for (word, number) in many.iter().zip(&numbers) {
            assert_eq!(words.word(*number), word);
        }
        words.number("");
        assert_eq!(words.word(1_000), "");
    }
}
