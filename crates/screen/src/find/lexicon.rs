//! The words of a segment and the families their parts belong to.

use std::sync::Arc;

use super::bytes::{Reader, Writer};
use super::dictionary::Dictionary;
use super::error::Error;
use super::key::{FamilyKey, Keyed, cut_apart, filed, filed_glued};
use super::vocabulary::Vocabulary;
use super::voice::{Voices, voices_of};
use crate::name::{Kind, Part, Role, parse};

/// Parts of one row that are filed.
pub const PARTS_MAX: usize = 24;
/// Set on the family of a part that only ties others together.
const TIE: u32 = 1 << 31;
/// Set where a word has several parts (or none): the rest is a place in `lists`.
const LIST: u32 = 1 << 30;

/// Words, their families, and the keys by which families are found.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    pub words: Vocabulary,
    /// For each word its family, or where its families are listed, and beside it the hash of its
    /// Latin spelling: a row that is weighed needs both.
    told: Vec<[u32; 2]>,
    /// How many, then the families.
    lists: Vec<u32>,
    count: u32,
    pub voices: Voices,
    pub dictionary: Dictionary,
}

/// The families of one row.
#[derive(Debug, Clone, Copy)]
pub struct Families {
    all: [u32; PARTS_MAX],
    count: usize,
}

impl Families {
    #[must_use]
    pub fn as_slice(&self) -> &[u32] {
        &self.all[..self.count]
    }

    fn push(&mut self, family: u32) {
        if self.count < PARTS_MAX && !self.as_slice().contains(&family) {
            self.all[self.count] = family;
            self.count += 1;
        }
    }
}

/// Whether a part only ties others together, as far as its word alone shows.
#[must_use]
pub fn ties(part: &Part) -> bool {
    matches!(part.role, Role::Particle | Role::Initial)
}

/// The parts of words, as one thread has read them.
#[derive(Default)]
struct Read {
    parts: Vec<(u32, Keyed, bool)>,
    /// How the parts sound.
    voices: Vec<(FamilyKey, Box<[u8]>)>,
    /// Keys of parts written as one, each with a family it stands for.
    glued: Vec<(u64, FamilyKey)>,
}

impl Read {
    /// A word of several parts may be asked for as one.
    fn glue(&mut self, parts: &[&Part], first: usize) {
        let names: Vec<&Part> = parts.iter().copied().filter(|part| !ties(part)).collect();
        if !(2..=3).contains(&names.len()) {
            return;
        }
        let keys = filed_glued(&names);
        for (_, part, _) in self.parts[first..].iter().filter(|part| !part.2) {
            let family = part.family;
            self.glued.extend(keys.map(|key| (key, family)));
        }
    }
}

impl Lexicon {
    /// Reads every word once, on as many threads as are given.
    #[must_use]
    pub fn build(mut words: Vocabulary, threads: usize) -> Lexicon {
        words.seal();
        let read = read_all(&words, threads);
        let mut keys: Vec<FamilyKey> =
            read.iter().flat_map(|read| read.parts.iter().map(|part| part.1.family)).collect();
        keys.sort_unstable();
        keys.dedup();
        let (pairs, told): (Vec<_>, Vec<_>) = placed(&read, &keys).into_iter().unzip();
        let mut lexicon = Lexicon { words, count: keys.len() as u32, ..Lexicon::default() };
        lexicon.voices = Voices::build(told.concat(), lexicon.count);
        for parts in read {
            lexicon.place(&parts.parts, &keys);
        }
        lexicon.fill();
        lexicon.dictionary = Dictionary::build(&pairs);
        lexicon
    }

    /// Enters what one thread has read. Threads come in the order of their words.
    fn place(&mut self, parts: &[(u32, Keyed, bool)], keys: &[FamilyKey]) {
        for group in parts.chunk_by(|left, right| left.0 == right.0) {
            let word = group[0].0 as usize;
            self.fill_to(word);
            let number = |part: &(u32, Keyed, bool)| {
                let family = place(keys, part.1.family);
                if part.2 { family | TIE } else { family }
            };
            if let [only] = group {
                self.told.push([number(only), only.1.spelling]);
            } else {
                let mixed =
                    |sum: u32, part: &(u32, Keyed, bool)| sum.rotate_left(7) ^ part.1.spelling;
                let spelling = group.iter().fold(0, mixed);
                self.told.push([LIST | self.lists.len() as u32, spelling]);
                self.lists.push(group.len() as u32);
                self.lists.extend(group.iter().map(number));
            }
        }
    }

    /// Words without a letter have no family.
    fn fill_to(&mut self, word: usize) {
        while self.told.len() < word {
            self.told.push([LIST | self.lists.len() as u32, 0]);
            self.lists.push(0);
        }
    }

    fn fill(&mut self) {
        self.fill_to(self.words.len());
        self.told.shrink_to_fit();
        self.lists.shrink_to_fit();
    }

    /// How many families there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    #[must_use]
    pub fn spelling(&self, word: u32) -> u32 {
        self.told[word as usize][1]
    }

    fn each(&self, words: &[u32], mut take: impl FnMut(u32)) {
        for word in words {
            let [family, _] = self.told[*word as usize];
            if family & LIST == 0 {
                take(family);
                continue;
            }
            let at = (family & !(LIST | TIE)) as usize;
            let count = self.lists[at] as usize;
            self.lists[at + 1..=at + count].iter().for_each(|family| take(*family));
        }
    }

    /// The families of a row's words, each once. What only ties counts where nothing else is left.
    #[must_use]
    pub fn of(&self, words: &[u32]) -> Families {
        let mut found = Families { all: [0; PARTS_MAX], count: 0 };
        self.each(words, |family| {
            if family & TIE == 0 {
                found.push(family);
            }
        });
        if found.count < 2 {
            self.each(words, |family| {
                if family & TIE != 0 {
                    found.push(family & !TIE);
                }
            });
        }
        found
    }

    pub(super) fn write(&self, out: &mut Writer) {
        self.words.write(out);
        out.u32s(&self.told.concat());
        out.u32s(&self.lists);
        out.number(u64::from(self.count));
        self.voices.write(out);
        self.dictionary.write(out);
    }

    pub(super) fn read(from: &mut Reader) -> Result<Lexicon, Error> {
        let words = Vocabulary::read(from)?;
        let (told, lists) = (from.u32s()?, from.u32s()?);
        let (told, rest) = told.as_chunks();
        let (told, whole) = (told.to_vec(), rest.is_empty());
        let count = u32::try_from(from.number()?).map_err(|_| Error::Bytes("families"))?;
        let voices = Voices::read(from, count)?;
        let dictionary = Dictionary::read(from)?;
        let read = Lexicon { words, told, lists, count, voices, dictionary };
        if whole && read.told.len() == read.words.len() && read.is_sound() {
            Ok(read)
        } else {
            Err(Error::Bytes("families"))
        }
    }

    fn is_sound(&self) -> bool {
        let known = |family: &u32| family & !TIE < self.count;
        self.dictionary.highest() <= self.count
            && self.told.iter().all(|[family, _]| {
                if family & LIST == 0 {
                    return known(family);
                }
                let at = (family & !(LIST | TIE)) as usize;
                let listed = self.lists.get(at).and_then(|count| {
                    self.lists.get(at + 1..(at + 1).checked_add(*count as usize)?)
                });
                listed.is_some_and(|listed| listed.iter().all(known))
            })
    }
}

fn place(keys: &[FamilyKey], family: FamilyKey) -> u32 {
    keys.partition_point(|known| *known < family) as u32
}

/// Keys and families, and families and how they sound.
type Placed = (Vec<(u64, u32)>, Vec<(u32, Box<[u8]>)>);

/// What each thread has read, its families by their numbers.
fn placed(read: &[Read], keys: &[FamilyKey]) -> Vec<Placed> {
    let told = |read: &Read| -> Vec<(u32, Box<[u8]>)> {
        let voices = read.voices.iter();
        voices.map(|(family, voice)| (place(keys, *family), voice.clone())).collect()
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = read
            .iter()
            .map(|read| scope.spawn(move || (pairs_of(read, keys), told(read))))
            .collect();
        let done = running.into_iter();
        done.map(|thread| thread.join().expect("looking up a family does not panic")).collect()
    })
}

fn pairs_of(read: &Read, keys: &[FamilyKey]) -> Vec<(u64, u32)> {
    let mut pairs = Vec::with_capacity(read.parts.len() * 20 + read.glued.len());
    for (_, keyed, _) in &read.parts {
        let family = place(keys, keyed.family);
        pairs.extend(keyed.probes.iter().map(|probe| (probe.key, family)));
    }
    pairs.extend(read.glued.iter().map(|(key, family)| (*key, place(keys, *family))));
    pairs
}

fn read_all(words: &Vocabulary, threads: usize) -> Vec<Read> {
    let total = words.len();
    let share = total.div_ceil(threads.max(1)).max(1);
    let ranges = (0..total).step_by(share).map(|from| from..(from + share).min(total));
    std::thread::scope(|scope| {
        let running: Vec<_> =
            ranges.map(|range| scope.spawn(move || read_words(words, range))).collect();
        let done = running.into_iter();
        done.map(|thread| thread.join().expect("reading a word does not panic")).collect()
    })
}

fn read_words(words: &Vocabulary, range: std::ops::Range<usize>) -> Read {
    let mut read = Read::default();
    for word in range {
        let word = word as u32;
        let name = parse(words.word(word), Kind::Person);
        let parts: Vec<Arc<Part>> = name.parts.iter().flat_map(cut_apart).collect();
        let heard = parts.iter().map(|part| &**part).filter(|part| !part.latin.is_empty());
        let heard: Vec<&Part> = heard.take(PARTS_MAX).collect();
        let first = read.parts.len();
        for part in &heard {
            let keyed = filed(part);
            read.voices.extend(voices_of(part).map(|voice| (keyed.family, voice)));
            read.parts.push((word, keyed, ties(part)));
        }
        read.glue(&heard, first);
    }
    read
}
