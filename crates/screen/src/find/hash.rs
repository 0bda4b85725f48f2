//! Hashes that never change: they are written into segments, so they belong to the format.

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const ODD: u64 = 0xd6e8_feb8_6659_fd93;

/// Spreads the bits of a number over all of it.
#[must_use]
pub fn spread(mut number: u64) -> u64 {
    number = (number ^ (number >> 32)).wrapping_mul(ODD);
    number = (number ^ (number >> 32)).wrapping_mul(ODD);
    number ^ (number >> 32)
}

/// The hash of bytes, apart for each `channel`, so that a skeleton never meets a spelling by
/// accident.
#[must_use]
pub fn of(channel: u64, bytes: &[u8]) -> u64 {
    let mut state = SEED ^ channel.wrapping_mul(ODD) ^ (bytes.len() as u64);
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        state = (state ^ word_of(word)).wrapping_mul(ODD).rotate_left(29);
    }
    spread(state ^ word_of(words.remainder()).wrapping_mul(SEED))
}

fn word_of(bytes: &[u8]) -> u64 {
    let mut word = [0_u8; 8];
    word[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(word)
}

/// For tables whose keys are hashes already, numbers that this crate gave out, or words that are
/// hashed in the same way wherever a segment is made.
#[derive(Debug, Default)]
pub struct Spreading(u64);

impl std::hash::Hasher for Spreading {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = of(self.0, bytes);
    }

    fn write_u8(&mut self, _end: u8) {
        // It parts two texts in a row; a key is one text, whose length is hashed.
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = spread(self.0 ^ number);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A table of such keys.
pub type TableBy<K, V> = std::collections::HashMap<K, V, std::hash::BuildHasherDefault<Spreading>>;
/// A table by numbers.
pub type Table<V> = TableBy<u64, V>;

/// The checksum of a section: four lanes, so that it reads as fast as memory gives.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u64 {
    let mut lanes = [SEED, ODD, !SEED, !ODD];
    let mut blocks = bytes.chunks_exact(32);
    for block in &mut blocks {
        for (lane, word) in lanes.iter_mut().zip(block.chunks_exact(8)) {
            *lane = (*lane ^ word_of(word)).wrapping_mul(ODD).rotate_left(31);
        }
    }
    let rest = of(1, blocks.remainder());
    lanes.iter().fold(rest ^ (bytes.len() as u64), |sum, lane| spread(sum ^ lane))
}

#[cfg(test)]
mod tests {
    use super::{checksum, of};

    #[test]
    fn a_hash_is_part_of_the_format_and_stays_as_it_is() {
        assert_eq!(of(1, b"muhammad"), of(1, b"muhammad"));
        assert_ne!(of(1, b"muhammad"), of(2, b"muhammad"));
        assert_ne!(of(1, b"abc"), of(1, b"abc\0"));
    }

    #[test]
    fn a_changed_bit_anywhere_changes_the_checksum() {
        let bytes: Vec<u8> = (0..100).collect();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_ne!(checksum(&bytes), checksum(&changed), "byte {at}");
        }
    }
}
