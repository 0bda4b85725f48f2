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

/// Keys and families, from which a dictionary is made.
pub trait Pairs: Sync {
    fn count(&self) -> usize;

    /// Hands all of them out.
    fn each(&self, take: impl FnMut(u64, u32));
}

impl Dictionary {
    /// A dictionary of these pairs, made on so many threads; a pair said twice counts once.
    #[must_use]
    pub fn build(pairs: &impl Pairs, threads: usize) -> Dictionary {
        let bits = (pairs.count() / FILL).max(1).ilog2();
        let buckets = 1_usize << bits;
        let share = buckets.div_ceil(threads.max(1));
        let shares = (0..buckets).step_by(share).map(|from| from..(from + share).min(buckets));
        let made: Vec<Buckets> = std::thread::scope(|scope| {
            let running: Vec<_> = shares
                .map(|range| scope.spawn(move || Buckets::build(pairs, bits, range)))
                .collect();
            let done = running.into_iter();
            done.map(|thread| thread.join().expect("filling buckets does not panic")).collect()
        });
        let total = made.iter().map(|made| made.entries.len()).sum();
        let (mut starts, mut entries) =
            (Vec::with_capacity(buckets + 1), Vec::<u64>::with_capacity(total));
        for made in made {
            let before = entries.len() as u32;
            starts.extend(made.starts[..made.starts.len() - 1].iter().map(|start| start + before));
            entries.extend_from_slice(&made.entries);
        }
        starts.push(entries.len() as u32);
        Dictionary { bits, starts, entries }
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

/// Some of the buckets, as one thread makes them.
struct Buckets {
    starts: Vec<u32>,
    entries: Vec<u64>,
}

impl Buckets {
    /// Looks at every pair and takes what belongs into these.
    fn build(pairs: &impl Pairs, bits: u32, range: std::ops::Range<usize>) -> Buckets {
        let mut starts = vec![0_u32; range.len() + 1];
        pairs.each(|key, _| {
            let at = bucket(key, bits).wrapping_sub(range.start);
            if at < range.len() {
                starts[at + 1] += 1;
            }
        });
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut entries = vec![0_u64; starts[range.len()] as usize];
        let mut next = starts.clone();
        pairs.each(|key, family| {
            let at = bucket(key, bits).wrapping_sub(range.start);
            if at < range.len() {
                let place = &mut next[at];
                entries[*place as usize] = (key << 32) | u64::from(family);
                *place += 1;
            }
        });
        let mut made = Buckets { starts, entries };
        made.sort();
        made
    }

    fn sort(&mut self) {
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
    }
}

fn bucket(key: u64, bits: u32) -> usize {
    // The upper half chooses the bucket, the lower half is compared.
    ((key >> 32) >> (32 - bits)) as usize
}

#[cfg(test)]
mod tests {
    use super::super::hash::spread;
    use super::{Dictionary, Pairs};

    impl Pairs for Vec<(u64, u32)> {
        fn count(&self) -> usize {
            self.len()
        }

        fn each(&self, mut take: impl FnMut(u64, u32)) {
            self.iter().for_each(|(key, family)| take(*key, *family));
        }
    }

    #[test]
    fn every_key_finds_its_families_and_no_others() {
        let pairs: Vec<(u64, u32)> =
            (0..5_000_u32).map(|n| (spread(u64::from(n % 1_700)), n)).collect();
        let twice = [pairs.clone(), pairs].concat();
        let dictionary = Dictionary::build(&twice, 3);
        assert!(dictionary == Dictionary::build(&twice, 1), "threads change what is kept");
        for key in 0..1_700_u32 {
            let found: Vec<u32> = dictionary.find(spread(u64::from(key))).collect();
            let expect: Vec<u32> = (0..5_000).filter(|n| n % 1_700 == key).collect();
            assert_eq!(found, expect, "key {key}");
        }
        assert_eq!(dictionary.find(spread(99_999)).count(), 0);
    }

    #[test]
    fn an_empty_dictionary_finds_nothing() {
        assert_eq!(Dictionary::build(&Vec::<(u64, u32)>::new(), 2).find(7).count(), 0);
        assert_eq!(Dictionary::default().find(7).count(), 0);
    }
}
