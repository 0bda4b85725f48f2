//! What a part of a query finds in the dictionary of a segment. Few parts make up most names, so
//! what was found for one is kept for the queries that follow.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use super::ask::Wanted;
use super::hash;
use super::segment::Segment;
use super::voice::Spoken;
use crate::score::channel::Heard;

/// Families looked at for one part; the closest are kept.
const FAMILIES_MAX: usize = 4_096;
const WEIGHT_MIN: i32 = 100;
const WEIGHT_MAX: i32 = 900;
/// From this closeness on (in percent) a family's list is read.
const STRONG: u8 = 80;
/// So many rows of less close families are read for one part, the closest first.
const WEAK_ROWS_MAX: u64 = 4_096;
/// From this closeness on a family's list may be read.
const WEAK: u8 = 65;
/// From this closeness on a family is what was looked for, whatever its sound.
const SURE: u8 = 95;
/// Gain less loss of a family that is like what was looked for: the scorer lays some parts side by
/// side that are less alike, but they bring nobody over even odds.
const LIKE_MIN: f32 = -8.0;
/// What a family that only shares a key loses of its closeness where nothing of it is heard.
const MISSING_COST: f32 = 0.6;
/// What is not told by its sound may be the same.
const UNHEARD: Heard = Heard { gain: 8.0, loss: 0.0 };
/// Ways to read one part as two words.
const WAYS_MAX: usize = 2;
/// Families remembered of earlier look-ups (about 16 MiB); beyond them all are forgotten.
const FAMILIES_KEPT_MAX: usize = 1 << 20;
/// A look-up that finds nothing takes room, too.
const LOOK_UP_COST: usize = 8;

/// A family and the most it adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub family: u32,
    /// Where its postings are.
    from: u32,
    to: u32,
    weight: i16,
    /// Close enough for its list to be read; the others only answer for parts of rows read anyway.
    pub read: bool,
}

impl Found {
    fn weight(&self) -> i32 {
        i32::from(self.weight)
    }

    #[must_use]
    pub fn postings(&self) -> Range<usize> {
        self.from as usize..self.to as usize
    }

    fn weighing(self, weight: i32) -> Found {
        Found { weight: weight.clamp(0, i32::from(i16::MAX)) as i16, ..self }
    }
}

/// How the weights that were found for something count where it stands for something else.
#[derive(Debug, Clone, Copy, Default)]
enum Scale {
    #[default]
    Own,
    /// So many for each so many.
    Share(i32, i32),
    /// All the same.
    Each(i32),
}

impl Scale {
    fn of(self, weight: i32) -> i32 {
        let scaled = match self {
            Scale::Own => return weight,
            Scale::Share(whole, full) => whole * weight / full,
            Scale::Each(weight) => weight,
        };
        scaled.clamp(0, i32::from(i16::MAX))
    }
}

/// What became of something wanted.
#[derive(Debug, Clone, Default)]
pub struct Slot {
    pub covers: u16,
    /// Ascending by family, shared by all who want the same.
    found: Arc<[Found]>,
    scale: Scale,
    /// The weight of a perfect match.
    pub full: i32,
    /// The most that a family adds.
    pub best: i32,
    /// Rows of the lists that are read.
    pub rows: u64,
    /// Some list is read.
    pub read: bool,
    /// The other half is rarer, so reading that one is enough.
    pub spared: bool,
}

impl Slot {
    /// Whether no family is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The families, each with the most it adds.
    pub fn found(&self) -> impl Iterator<Item = (&Found, i32)> {
        self.found.iter().map(|found| (found, self.scale.of(found.weight())))
    }

    /// The same families for these slots of the query.
    #[must_use]
    pub fn covering(self, covers: u16) -> Slot {
        Slot { covers, ..self }
    }

    /// The same families, where `whole` stands for what `full` would be.
    #[must_use]
    pub fn sharing(self, whole: i32, full: i32) -> Slot {
        self.scaled(Scale::Share(whole, full))
    }

    /// The same families, all of one weight.
    #[must_use]
    pub fn each(self, weight: i32) -> Slot {
        Slot { full: weight, ..self.scaled(Scale::Each(weight)) }
    }

    fn scaled(self, scale: Scale) -> Slot {
        // A larger weight stays the larger one.
        let best = if self.found.is_empty() { 0 } else { scale.of(self.best) };
        Slot { best, scale, ..self }
    }

    /// What a family adds, if it is one of these.
    #[must_use]
    pub fn adds(&self, family: u32) -> Option<i32> {
        let at = self.found.binary_search_by_key(&family, |found| found.family).ok()?;
        Some(self.scale.of(self.found[at].weight()))
    }
}

/// Something looked up: its families, and the likeliest ways to read it as two words.
#[derive(Debug, Clone, Default)]
pub struct Looked {
    pub slot: Slot,
    /// Left and right halves, not yet weighed.
    pub ways: Arc<[[Slot; 2]]>,
}

/// A family that shares a key with what is looked for.
#[derive(Debug, Clone, Copy)]
struct Met {
    family: u32,
    closeness: u8,
    heard: Heard,
    spoken: Spoken,
}

/// What was looked up in one segment, and room for more.
#[derive(Debug, Default)]
pub struct Known {
    looked: hash::Table<Looked>,
    families: usize,
    hits: Vec<Met>,
    buckets: Vec<Range<usize>>,
    found: Vec<Found>,
    weak: Vec<usize>,
}

impl Known {
    /// The families of something wanted, each with the most it adds.
    pub fn look_up(&mut self, segment: &Segment, wanted: &Wanted) -> Looked {
        if let Some(known) = self.looked.get(&wanted.identity) {
            return known.clone();
        }
        let slot = self.find(segment, wanted);
        let looked = Looked { ways: ways(segment, wanted), slot };
        if self.families > FAMILIES_KEPT_MAX {
            self.looked.clear();
            self.families = 0;
        }
        self.families += LOOK_UP_COST + looked.slot.found.len();
        self.looked.insert(wanted.identity, looked.clone());
        looked
    }

    fn find(&mut self, segment: &Segment, wanted: &Wanted) -> Slot {
        let dictionary = &segment.lexicon.dictionary;
        self.buckets.clear();
        let probes = wanted.probes();
        self.buckets.extend(probes.iter().map(|probe| dictionary.bucket(probe.key)));
        self.hits.clear();
        for (probe, bucket) in probes.iter().zip(&self.buckets) {
            let families = dictionary.families(probe.key, bucket.clone());
            let (closeness, heard, spoken) = (probe.closeness, UNHEARD, Spoken::default());
            self.hits.extend(families.map(|family| Met { family, closeness, heard, spoken }));
        }
        self.hits.sort_unstable_by_key(|met| (met.family, Reverse(met.closeness)));
        self.hits.dedup_by_key(|met| met.family);
        self.leave_strangers(segment, wanted);
        if self.hits.len() > FAMILIES_MAX {
            self.hits.sort_by_key(|met| Reverse(met.closeness));
            self.hits.truncate(FAMILIES_MAX);
            self.hits.sort_unstable_by_key(|met| met.family);
        }
        Slot { covers: wanted.covers, ..self.weigh(segment) }
    }
    /// Leaves out the families that share a key with what is wanted and sound like something else.
    fn leave_strangers(&mut self, segment: &Segment, wanted: &Wanted) {
        let mut ears = wanted.ears();
        if ears.is_empty() {
            return;
        }
        let voices = &segment.lexicon.voices;
        self.hits.iter_mut().for_each(|met| met.spoken = voices.place(met.family));
        self.hits.retain_mut(|met| {
            if met.closeness >= SURE {
                return true;
            }
            let (mut best, mut silent) = (None::<Heard>, true);
            for voice in voices.of(met.spoken) {
                silent = false;
                for ear in &mut ears {
                    let least = best.map_or(LIKE_MIN, worth);
                    let heard = ear.hear(voice, least).filter(|heard| worth(*heard) > least);
                    best = heard.or(best);
                }
            }
            met.heard = best.unwrap_or(UNHEARD);
            best.is_some() || silent
        });
    }

    /// The families met, each with the most it adds.
    fn weigh(&mut self, segment: &Segment) -> Slot {
        let total = segment.len() as f32 + 1_000.0;
        let Known { hits, found, weak, .. } = self;
        found.clear();
        let mut slot = Slot::default();
        let rows = |family: u32| u64::from(segment.index.rows(family));
        let mut same = 0_u64;
        let mut rarest = 0;
        for met in &*hits {
            let rows = rows(met.family);
            let strong = met.closeness >= STRONG;
            slot.rows += if strong { rows } else { 0 };
            same += if met.closeness == 100 { rows } else { 0 };
            let weight = weight(rows, total);
            rarest = rarest.max(weight);
            let weight = weight * met.closeness() / 100;
            found.push(family(segment, met.family, weight, strong));
        }
        slot.full = if same > 0 { weight(same, total) } else { rarest };
        for found in &mut *found {
            *found = found.weighing(found.weight().min(slot.full));
        }
        // A part with nothing close is looked for among all that is less close.
        let most = if found.iter().any(|found| found.read) { WEAK_ROWS_MAX } else { u64::MAX };
        let less_close = |at: &usize| !found[*at].read && hits[*at].closeness >= WEAK;
        weak.clear();
        weak.extend((0..hits.len()).filter(less_close));
        weak.sort_unstable_by_key(|at| Reverse(hits[*at].closeness));
        slot.rows += read_weak(found, weak, most, rows);
        slot.best = found.iter().map(Found::weight).max().unwrap_or(0);
        slot.read = found.iter().any(|found| found.read);
        slot.found = found.as_slice().into();
        slot
    }
}

fn worth(heard: Heard) -> f32 {
    heard.gain - heard.loss
}

impl Met {
    /// How close it is, in percent: what shares a key is less close the more of it differs.
    fn closeness(&self) -> i32 {
        let missing = self.heard.loss / (self.heard.gain.max(0.0) + self.heard.loss).max(1.0);
        let less = if self.closeness >= SURE { 0.0 } else { MISSING_COST * missing };
        (f32::from(self.closeness) * (1.0 - less)) as i32
    }
}

fn family(segment: &Segment, family: u32, weight: i32, read: bool) -> Found {
    let Range { start: from, end: to } = segment.index.range(family);
    Found { family, from, to, weight: 0, read }.weighing(weight)
}

/// Marks families that are less close, the closest first, until they have too many rows. Answers
/// their rows.
fn read_weak(found: &mut [Found], weak: &[usize], most: u64, rows: impl Fn(u32) -> u64) -> u64 {
    let mut read = 0_u64;
    for at in weak {
        let rows = rows(found[*at].family);
        if read + rows > most {
            break;
        }
        read += rows;
        found[*at].read = true;
    }
    read
}

fn weight(rows: u64, total: f32) -> i32 {
    let nats = (total / (rows as f32 + 0.5)).ln();
    ((nats * 100.0) as i32).clamp(WEIGHT_MIN, WEIGHT_MAX)
}

/// The likeliest ways to read a part as two words that the list knows.
fn ways(segment: &Segment, wanted: &Wanted) -> Arc<[[Slot; 2]]> {
    let mut ways: Vec<(u64, [Slot; 2])> = Vec::new();
    for [left, right] in wanted.halves() {
        let left = half(segment, left);
        let likely = match left.rows {
            0 => continue,
            rows => half(segment, right).rows.saturating_mul(rows),
        };
        if likely > 0 {
            ways.push((likely, [left, half(segment, right)]));
        }
    }
    ways.sort_by_key(|way| std::cmp::Reverse(way.0));
    let likeliest = ways.into_iter().take(WAYS_MAX).map(|(_, [mut left, mut right])| {
        left.spared = left.rows > right.rows;
        right.spared = !left.spared;
        [left, right]
    });
    likeliest.collect()
}

/// Halves share their slot with each other, so they do not take its bit.
fn half(segment: &Segment, key: u64) -> Slot {
    let families = segment.lexicon.dictionary.find(key);
    let mut found: Vec<Found> = families.map(|number| family(segment, number, 0, true)).collect();
    found.sort_unstable_by_key(|found| found.family);
    let rows = found.iter().map(|found| u64::from(segment.index.rows(found.family))).sum();
    let read = !found.is_empty();
    Slot { found: found.into(), rows, read, ..Slot::default() }
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::find::ask::Ask;
    use crate::find::key::{asked, filed};
    use crate::find::{Builder, Entry};
    use crate::name::{Kind, parse};

    /// The words of a list that a part finds.
    fn found(list: &[&str], part: &str) -> Vec<String> {
        let mut builder = Builder::default();
        for (key, name) in list.iter().enumerate() {
            builder.push(&Entry::person(key as u64, name)).unwrap();
        }
        let segment = builder.finish(1);
        let ask = Ask::of(&parse(part, Kind::Person));
        let slot = Known::default().look_up(&segment, &ask.parts[0]).slot;
        let of = |word: &u32| slot.adds(segment.lexicon.of(&[*word]).as_slice()[0]).is_some();
        let words = (0..list.len() as u32).filter(of);
        words.map(|word| segment.lexicon.words.word(word).to_owned()).collect()
    }

    #[test]
    fn who_only_shares_a_key_is_a_stranger() {
        let list = ["Fernandes", "Brontis", "Fernández", "Ferandes"];
        let keys = |text: &str| parse(text, Kind::Person).parts.remove(0);
        let filed = filed(&keys("Brontis")).probes;
        let shared = asked(&keys("Fernandes")).probes;
        assert!(shared.iter().any(|probe| filed.iter().any(|other| other.key == probe.key)));
        assert_eq!(found(&list, "Fernandes"), ["Fernandes", "Fernández", "Ferandes"]);
    }
}
