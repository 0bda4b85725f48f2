//! The words of a segment and the families their parts belong to.

use std::sync::Arc;

use super::bytes::{Reader, Writer};
use super::dictionary::{Dictionary, Pairs};
use super::error::Error;
use super::key::{FamilyKey, cut_apart, filed, filed_glued};
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

/// A part of a word.
struct Filed {
    word: u32,
    spelling: u32,
    key: FamilyKey,
    /// Where its keys end among all.
    end: u32,
    ties: bool,
}

/// The parts of words, as one thread has read them, column by column: a word with room of its own
/// takes several times what there is to say of it.
#[derive(Default)]
struct Read {
    parts: Vec<Filed>,
    /// The keys of one part after the other.
    keys: Vec<u64>,
    /// Keys of parts written as one, each with a part it stands for.
    glued: Vec<(u64, u32)>,
    /// How parts sound: the part, and where it ends in `sounds`.
    voices: Vec<(u32, u32)>,
    sounds: Vec<u8>,
    /// The family of each part, once all families have numbers.
    families: Vec<u32>,
}

impl Read {
    fn part(&mut self, word: u32, part: &Part) {
        let keyed = filed(part);
        let at = self.parts.len() as u32;
        for voice in voices_of(part) {
            self.sounds.extend_from_slice(&voice);
            self.voices.push((at, self.sounds.len() as u32));
        }
        self.keys.extend(keyed.probes.iter().map(|probe| probe.key));
        let (end, ties) = (self.keys.len() as u32, ties(part));
        let (spelling, key) = (keyed.spelling, keyed.family);
        self.parts.push(Filed { word, spelling, key, end, ties });
    }

    /// A word of several parts may be asked for as one.
    fn glue(&mut self, parts: &[&Part], first: usize) {
        let names: Vec<&Part> = parts.iter().copied().filter(|part| !ties(part)).collect();
        if !(2..=3).contains(&names.len()) {
            return;
        }
        let keys = filed_glued(&names);
        for (at, _) in (first..).zip(&self.parts[first..]).filter(|(_, part)| !part.ties) {
            self.glued.extend(keys.map(|key| (key, at as u32)));
        }
    }

    /// The families of its parts, ascending.
    fn keys(&self) -> Vec<FamilyKey> {
        let mut keys: Vec<FamilyKey> = self.parts.iter().map(|part| part.key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn number(&mut self, keys: &[FamilyKey]) {
        let place = |part: &Filed| keys.partition_point(|known| *known < part.key) as u32;
        self.families = self.parts.iter().map(place).collect();
    }

    /// The families and how they sound.
    fn told(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let mut from = 0;
        self.voices.iter().map(move |(part, end)| {
            let start = std::mem::replace(&mut from, *end as usize);
            (self.families[*part as usize], &self.sounds[start..*end as usize])
        })
    }
}

impl Pairs for Vec<Read> {
    fn count(&self) -> usize {
        self.iter().map(|read| read.keys.len() + read.glued.len()).sum()
    }

    fn each(&self, mut take: impl FnMut(u64, u32)) {
        for read in self {
            let mut from = 0;
            for (part, family) in read.parts.iter().zip(&read.families) {
                let start = std::mem::replace(&mut from, part.end as usize);
                read.keys[start..part.end as usize].iter().for_each(|key| take(*key, *family));
            }
            read.glued.iter().for_each(|(key, part)| take(*key, read.families[*part as usize]));
        }
    }
}

impl Lexicon {
    /// Reads every word once, on as many threads as are given.
    #[must_use]
    pub fn build(mut words: Vocabulary, threads: usize) -> Lexicon {
        words.seal();
        let (read, count) = numbered(read_all(&words, threads));
        let mut lexicon = Lexicon { words, count, ..Lexicon::default() };
        read.iter().for_each(|read| lexicon.place(read));
        lexicon.fill();
        let voices = || Voices::build(read.iter().flat_map(Read::told).collect(), count);
        std::thread::scope(|scope| {
            let aside = (threads > 1).then(|| scope.spawn(voices));
            lexicon.dictionary = Dictionary::build(&read, threads);
            lexicon.voices = aside.map_or_else(voices, |thread| {
                thread.join().expect("putting voices in their order does not panic")
            });
        });
        lexicon
    }

    /// Enters what one thread has read. Threads come in the order of their words.
    fn place(&mut self, read: &Read) {
        let mut families = &read.families[..];
        for group in read.parts.chunk_by(|left, right| left.word == right.word) {
            self.fill_to(group[0].word as usize);
            let (own, rest) = families.split_at(group.len());
            families = rest;
            let number = |(part, family): (&Filed, &u32)| {
                if part.ties { family | TIE } else { *family }
            };
            if let ([only], [family]) = (group, own) {
                self.told.push([number((only, family)), only.spelling]);
            } else {
                let mixed = |sum: u32, part: &Filed| sum.rotate_left(7) ^ part.spelling;
                let spelling = group.iter().fold(0, mixed);
                self.told.push([LIST | self.lists.len() as u32, spelling]);
                self.lists.push(group.len() as u32);
                self.lists.extend(group.iter().zip(own).map(number));
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

/// Gives the families their numbers, in their order. Answers how many there are.
fn numbered(mut read: Vec<Read>) -> (Vec<Read>, u32) {
    let each: Vec<Vec<FamilyKey>> = std::thread::scope(|scope| {
        let running: Vec<_> = read.iter().map(|read| scope.spawn(|| read.keys())).collect();
        let done = running.into_iter();
        done.map(|thread| thread.join().expect("sorting families does not panic")).collect()
    });
    let mut keys = each.concat();
    // Made of runs in order, which this sort sees.
    keys.sort();
    keys.dedup();
    std::thread::scope(|scope| {
        read.iter_mut().for_each(|read| {
            scope.spawn(|| read.number(&keys));
        });
    });
    (read, keys.len() as u32)
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
        heard.iter().for_each(|part| read.part(word, part));
        read.glue(&heard, first);
    }
    read
}
