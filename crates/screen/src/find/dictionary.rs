//! From a key (a spelling, a spelling with a letter missing, a skeleton, a class) to the families
//! of parts that have it. All keys live in one table of buckets: a look-up is two reads, and the
//! reads of a whole query do not wait for each other.

use super::bytes::{Reader, Writer};
use super::error::Error;

/// Entries that a bucket holds on average.
const FILL: usize = 4;

/// Keys and their families, unchangeable once built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dictionary {
    bits: u32,
    /// Where each bucket starts in `entries`.
    starts: Vec<u32>,
    /// The lower half of the key in the upper half, the family in the lower.
    entries: Vec<u64>,
}

impl Dictionary {
    /// A dictionary of these pairs; a pair said twice counts once.
    #[must_use]
    pub fn build(pairs: &[Vec<(u64, u32)>]) -> Dictionary {
        let total: usize = pairs.iter().map(Vec::len).sum();
        let bits = (total / FILL).max(1).ilog2();
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for (key, _) in pairs.iter().flatten() {
            starts[bucket(*key, bits) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![0_u64; total];
        for (key, family) in pairs.iter().flatten() {
            let place = &mut next[bucket(*key, bits)];
            entries[*place as usize] = (key << 32) | u64::from(*family);
            *place += 1;
        }
        drop(next);
        let mut built = Dictionary { bits, starts, entries };
        built.sort_buckets();
        built
    }

    fn sort_buckets(&mut self) {
        let mut kept = 0;
        for bucket in 0..self.starts.len() - 1 {
            let range = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
            self.entries[range.clone()].sort_unstable();
            self.starts[bucket] = kept as u32;
            for at in range {
                let entry = self.entries[at];
                if kept == self.starts[bucket] as usize || self.entries[kept - 1] != entry {
                    self.entries[kept] = entry;
                    kept += 1;
                }
            }
        }
        *self.starts.last_mut().expect("one more start than buckets") = kept as u32;
        self.entries.truncate(kept);
        self.entries.shrink_to_fit();
    }

    /// Where the entries of a key's bucket are.
    #[must_use]
    pub fn bucket(&self, key: u64) -> std::ops::Range<usize> {
        if self.entries.is_empty() {
            return 0..0;
        }
        let at = bucket(key, self.bits);
        self.starts[at] as usize..self.starts[at + 1] as usize
    }

    /// The families of a key, given its bucket.
    pub fn families(
        &self,
        key: u64,
        bucket: std::ops::Range<usize>,
    ) -> impl Iterator<Item = u32> + '_ {
        let tag = (key & 0xffff_ffff) as u32;
        self.entries[bucket]
            .iter()
            .filter(move |entry| (**entry >> 32) as u32 == tag)
            .map(|entry| *entry as u32)
    }

    /// The families that have a key.
    pub fn find(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        self.families(key, self.bucket(key))
    }

    /// One more than the highest family.
    #[must_use]
    pub fn highest(&self) -> u32 {
        self.entries.iter().map(|entry| (*entry as u32).saturating_add(1)).max().unwrap_or(0)
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.number(u64::from(self.bits));
        out.u32s(&self.starts);
        out.u64s(&self.entries);
    }

    pub(super) fn read(from: &mut Reader) -> Result<Dictionary, Error> {
        let bits = u32::try_from(from.number()?).map_err(|_| Error::Bytes("dictionary"))?;
        let read = Dictionary { bits, starts: from.u32s()?, entries: from.u64s()? };
        let fits = bits < 32 && read.starts.len() == (1 << bits) + 1
            || read.entries.is_empty() && read.starts.is_empty();
        let ordered = read.starts.windows(2).all(|pair| pair[0] <= pair[1]);
        let ends = read.starts.last().map_or(0, |last| *last as usize) == read.entries.len();
        if fits && ordered && ends { Ok(read) } else { Err(Error::Bytes("dictionary")) }
    }
}

fn bucket(key: u64, bits: u32) -> usize {
    // The upper half chooses the bucket, the lower half is compared.
    ((key >> 32) >> (32 - bits)) as usize
}

#[cfg(test)]
mod tests {
    use super::super::hash::spread;
    use super::Dictionary;

    #[test]
    fn every_key_finds_its_families_and_no_others() {
        let pairs: Vec<(u64, u32)> =
            (0..5_000_u32).map(|n| (spread(u64::from(n % 1_700)), n)).collect();
        let twice = [pairs.clone(), pairs];
        let dictionary = Dictionary::build(&twice);
        for key in 0..1_700_u32 {
            let found: Vec<u32> = dictionary.find(spread(u64::from(key))).collect();
            let expect: Vec<u32> = (0..5_000).filter(|n| n % 1_700 == key).collect();
            assert_eq!(found, expect, "key {key}");
        }
        assert_eq!(dictionary.find(spread(99_999)).count(), 0);
    }

    #[test]
    fn an_empty_dictionary_finds_nothing() {
        assert_eq!(Dictionary::build(&[]).find(7).count(), 0);
        assert_eq!(Dictionary::default().find(7).count(), 0);
    }
}
