//! long because a query in a segment is one way from parts to rows, read from top to bottom.
//!
//! One query in one segment: from parts to families, from families to rows, from rows to the few
//! that are worth a proper comparison.
//!
//! Weights are hundredths of a nat: a part that one row in a thousand has weighs about 690. They
//! bound the score from above and order the candidates; they are never shown to anybody.

use std::ops::Range;

use super::ask::{Ask, Prepared, Wanted};
use super::cover::{Cover, cover};
use super::fact::Facts;
use super::posting::{self, NONE, Need, Table, code};
use super::segment::Segment;
use crate::score::scorer::Scorer;

/// Families looked at for one part; the closest are kept.
const FAMILIES_MAX: usize = 4_096;
/// Rows touched for one name in one segment; the most promising are kept.
const TOUCHED_MAX: usize = 256;
/// Rows noted before the less promising ones are dropped.
const NOTED_MAX: usize = 1 << 16;
/// The weight of a part that no row has.
const UNKNOWN: i32 = 700;
const WEIGHT_MIN: i32 = 100;
const WEIGHT_MAX: i32 = 900;
/// In lists from this length on, rows too far in birth are passed over without a look.
const RANGES_FROM: usize = 4_096;
/// From this closeness on (in percent) a family's list is read.
const STRONG: u8 = 80;
/// So many rows of less close families are read for one part, the closest first.
const WEAK_ROWS_MAX: u64 = 4_096;
/// From this closeness on a family's list may be read.
const WEAK: u8 = 65;
/// Ways to read one part as two words.
const SPLITS_MAX: usize = 2;

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Aim {
    pub scorer: &'static Scorer,
    /// The least score of a hit.
    pub threshold: f64,
    /// So many candidates are wanted.
    pub most: usize,
}

/// Shares are at their strictest from a threshold of 0.31 on: below it a searcher wants to see
/// names with a slip more, and what they cost is a longer look.
const STRICT_SLOPE: f64 = 3.2;

/// Of the weight of all parts, the share (in percent) that must be found again. A low threshold
/// asks for more, so less is needed.
#[derive(Debug, Clone, Copy)]
struct Shares {
    whole_row: i32,
    whole_query: i32,
    conflict: i32,
}

impl Shares {
    fn of(threshold: f64) -> Shares {
        let part = (threshold * STRICT_SLOPE).clamp(0.0, 1.0);
        let between = |low: f64, high: f64| (low + (high - low) * part) as i32;
        Shares {
            whole_row: between(10.0, 50.0),
            whole_query: between(15.0, 55.0),
            conflict: between(20.0, 78.0),
        }
    }

    fn need(self, full: i32) -> Need {
        let share = |share| full * share / 100;
        Need {
            whole_row: share(self.whole_row),
            whole_query: share(self.whole_query),
            conflict: share(self.conflict),
            asked: 0,
        }
    }
}

/// A family and the most it adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found {
    family: u32,
    weight: i32,
    /// Close enough for its list to be read; the others only answer for parts of rows read anyway.
    read: bool,
}

/// What became of something wanted.
#[derive(Debug, Clone, Default)]
struct Slot {
    covers: u16,
    found: Vec<Found>,
    /// The weight of a perfect match.
    full: i32,
    rows: u64,
    /// The other half is rarer, so reading that one is enough.
    spared: bool,
}

impl Slot {
    fn best(&self) -> i32 {
        self.found.iter().map(|found| found.weight).max().unwrap_or(0)
    }

    fn is_read(&self) -> bool {
        self.found.iter().any(|found| found.read)
    }
}

/// A row worth comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    pub promise: i32,
    pub row: u32,
}

/// What a search needs room for, kept from one search to the next.
#[derive(Debug, Default)]
pub struct Room {
    table: Table,
    /// Rows noted, each with what its postings promise at most.
    noted: Vec<(u32, i32)>,
    facts: Facts,
    hits: Vec<(u32, u8)>,
    buckets: Vec<std::ops::Range<usize>>,
    /// Family, slots covered, weight: ascending by family.
    weights: Vec<(u32, u16, i32)>,
}

/// Finds candidates for a query, the most promising first.
pub fn candidates(
    segment: &Segment,
    query: &Prepared,
    aim: Aim,
    room: &mut Room,
) -> Vec<Candidate> {
    let mut best: Vec<Candidate> = Vec::new();
    room.facts.begin(aim.scorer, query, aim.threshold, segment);
    for ask in &query.asks {
        let mut plan = Plan::of(segment, ask, aim, room);
        plan.read(query, room);
        plan.weigh(query, ask, room, &mut best);
    }
    for key in &query.documents {
        let rows = segment.documents.find(*key).iter().filter(|row| !segment.is_gone(**row));
        best.extend(rows.map(|row| Candidate { promise: i32::MAX, row: *row }));
    }
    if query.asks.len() > 1 || !query.documents.is_empty() {
        best.sort_unstable_by_key(|candidate| {
            (candidate.row, std::cmp::Reverse(candidate.promise))
        });
        best.dedup_by_key(|candidate| candidate.row);
    }
    if best.len() > aim.most {
        best.select_nth_unstable_by(aim.most, |left, right| right.cmp(left));
        best.truncate(aim.most);
    }
    best.sort_unstable_by(|left, right| right.cmp(left));
    best
}

struct Plan<'segment> {
    segment: &'segment Segment,
    aim: Aim,
    slots: Vec<Slot>,
    /// Slots made of two neighbours, and of halves.
    more: Vec<Slot>,
    need: Need,
}

impl<'segment> Plan<'segment> {
    fn of(segment: &'segment Segment, ask: &Ask, aim: Aim, room: &mut Room) -> Plan<'segment> {
        let mut slots: Vec<Slot> =
            ask.parts.iter().map(|wanted| look_up(segment, wanted, room)).collect();
        let known: i32 = slots.iter().filter(|slot| slot.full > 0).map(|slot| slot.full).sum();
        let count = slots.iter().filter(|slot| slot.full > 0).count() as i32;
        for slot in slots.iter_mut().filter(|slot| slot.full == 0) {
            slot.full = if count == 0 { UNKNOWN } else { UNKNOWN.min(known / count) };
        }
        let full: i32 = slots.iter().map(|slot| slot.full).sum();
        let need = Shares::of(aim.threshold).need(full);
        let mut plan = Plan { segment, aim, slots, more: Vec::new(), need };
        plan.glue(ask, room);
        plan.split(ask);
        plan.list_weights(room);
        plan
    }

    fn glue(&mut self, ask: &Ask, room: &mut Room) {
        for wanted in &ask.glued {
            let mut slot = look_up(self.segment, wanted, room);
            let at = wanted.covers.trailing_zeros() as usize;
            let both = self.slots[at].full + self.slots[at + 1].full;
            for found in &mut slot.found {
                // Its own rarity may be small; together the two parts say what both would have
                // said.
                found.weight = both * found.weight / slot.full.max(1);
            }
            if !slot.found.is_empty() {
                self.more.push(slot);
            }
        }
    }

    /// The likeliest ways to read a part as two words that the list knows.
    fn split(&mut self, ask: &Ask) {
        for at in 0..self.slots.len() {
            let mut ways: Vec<(u64, [Vec<u32>; 2])> = Vec::new();
            for halves in ask.halves.iter().filter(|halves| halves.slot == at) {
                let known = |key| self.segment.lexicon.dictionary.find(key);
                let rows = |key| self.rows(known(key));
                let likely = match rows(halves.left) {
                    0 => 0,
                    left => rows(halves.right).saturating_mul(left),
                };
                if likely > 0 {
                    let both = [halves.left, halves.right].map(|key| known(key).collect());
                    ways.push((likely, both));
                }
            }
            ways.sort_by_key(|way| std::cmp::Reverse(way.0));
            for (_, both) in ways.into_iter().take(SPLITS_MAX) {
                self.add_halves(at, both);
            }
        }
    }

    fn add_halves(&mut self, at: usize, both: [Vec<u32>; 2]) {
        let weight = self.slots[at].full / 2;
        let [mut left, mut right] = both.map(|half| {
            let rows = self.rows(half.iter().copied());
            let found =
                half.iter().map(|family| Found { family: *family, weight, read: true }).collect();
            // Halves share their slot with each other, so they do not take its bit.
            Slot { covers: 0, found, full: weight, rows, spared: false }
        });
        left.spared = left.rows > right.rows;
        right.spared = !left.spared;
        self.more.extend([left, right]);
    }

    fn rows(&self, families: impl Iterator<Item = u32>) -> u64 {
        families.map(|family| u64::from(self.segment.index.rows(family))).sum()
    }

    fn list_weights(&self, room: &mut Room) {
        room.weights.clear();
        for (at, slot) in self.slots.iter().chain(&self.more).enumerate() {
            let own = if slot.covers == 0 { 1 << at.min(15) } else { slot.covers };
            let all = slot.found.iter().map(|found| (found.family, own, found.weight));
            room.weights.extend(all);
        }
        room.weights.sort_unstable();
    }

    /// Reads the lists of the rarest parts, until what is left could not reach what is needed.
    fn read(&mut self, query: &Prepared, room: &mut Room) {
        room.noted.clear();
        let mut order: Vec<usize> =
            (0..self.slots.len()).filter(|at| self.slots[*at].is_read()).collect();
        order.sort_by_key(|at| self.slots[*at].rows);
        let mut left: i32 = order.iter().map(|at| self.slots[*at].best()).sum();
        for at in order {
            if left < self.need.least() {
                break;
            }
            left -= self.slots[at].best();
            self.read_slot(&self.slots[at], query, room);
        }
        for slot in self.more.iter().filter(|slot| !slot.spared) {
            self.read_slot(slot, query, room);
        }
        if room.noted.len() > TOUCHED_MAX {
            self.add_countries(query, room);
        }
        keep_best(&mut room.noted, TOUCHED_MAX);
        room.noted.sort_unstable_by(|left, right| (left.0, right.1).cmp(&(right.0, left.1)));
        room.noted.dedup_by_key(|noted| noted.0);
    }

    /// Countries are looked up only where they decide which rows are touched.
    fn add_countries(&self, query: &Prepared, room: &mut Room) {
        let Room { noted, facts, .. } = room;
        noted.retain_mut(|(row, promise)| {
            let allowed = facts.allow(self.aim.scorer, query, self.segment, *row);
            let country = facts.country(self.aim.scorer, query, self.segment, *row);
            *promise += (country * FACTS) as i32;
            allowed.is_some()
        });
    }

    fn read_slot(&self, slot: &Slot, query: &Prepared, room: &mut Room) {
        let most = self.fill_table(slot, room);
        let all = (1_u16 << self.slots.len()) - 1;
        // A half asks for its other half by weight, and for every part but its own.
        let own = slot.covers.count_ones().max(1);
        let asked = all.count_ones() - own;
        let mut codes = Vec::new();
        for found in slot.found.iter().filter(|found| found.read) {
            let need = Need { asked, ..self.need }.less(found.weight);
            if most < need.least() {
                continue;
            }
            let lists = self.segment.index.lists(found.family);
            if !lists.is_heavy() {
                self.scan(lists.all(), found.weight, need, query, room);
                continue;
            }
            if codes.is_empty() {
                codes.extend(room.table.codes().iter().copied().chain([NONE]));
            }
            for code in &codes {
                if room.table.most(*code) + most >= need.least() {
                    self.scan(lists.compound(*code), found.weight, need, query, room);
                }
            }
        }
    }

    /// What the other slots could add, and the most that could be.
    fn fill_table(&self, slot: &Slot, room: &mut Room) -> i32 {
        room.table.clear();
        let others = self
            .slots
            .iter()
            .chain(&self.more)
            .filter(|other| !std::ptr::eq(*other, slot) && (other.covers & slot.covers == 0));
        let mut bests = Vec::new();
        for other in others {
            // A half answers for its whole part: the other half is asked for by weight.
            let answers = other.covers.count_ones().max(1);
            for found in &other.found {
                room.table.raise(code(found.family), found.weight as u16, answers);
            }
            bests.push(other.best());
        }
        bests.sort_unstable_by(|left, right| right.cmp(left));
        let several: i32 = bests.iter().take(2).sum();
        room.table.raise_several(several as u16);
        bests.iter().take(4).sum()
    }

    /// Notes the rows of a list whose parts promise enough and whose facts leave it possible.
    fn scan(&self, list: &[u64], own: i32, need: Need, query: &Prepared, room: &mut Room) {
        if list.len() < RANGES_FROM {
            return self.note(list, own, need, query, room);
        }
        let at = |row: u32| list.partition_point(|posting| posting::row(*posting) < row);
        for range in 0..room.facts.ranges().len() {
            let Range { start, end } = room.facts.ranges()[range].clone();
            self.note(&list[at(start)..at(end)], own, need, query, room);
        }
    }

    fn note(&self, list: &[u64], own: i32, need: Need, query: &Prepared, room: &mut Room) {
        let Room { table, noted, facts, .. } = room;
        table.scan(list, need, |row, weight| {
            if facts.is_near(row)
                && let Some(adds) = facts.allow_birth(self.aim.scorer, query, self.segment, row)
            {
                noted.push((row, own + weight + (adds * FACTS) as i32));
            }
        });
        if noted.len() > NOTED_MAX {
            keep_best(noted, NOTED_MAX / 2);
        }
    }

    /// Touches the rows that remain and weighs what they really have.
    fn weigh(&self, query: &Prepared, ask: &Ask, room: &mut Room, best: &mut Vec<Candidate>) {
        let Room { noted, facts, weights, .. } = room;
        for (row, _) in noted.iter() {
            let allowed = facts.allow(self.aim.scorer, query, self.segment, *row);
            let Some(facts) = allowed else { continue };
            let words = self.segment.rows.words(*row);
            let families = self.segment.lexicon.of(words);
            let cover = cover(weights, families.as_slice());
            let missing = (self.slots.len() as u32).saturating_sub(cover.covered.count_ones());
            let extra = families.as_slice().len() as u32 - cover.used.count_ones();
            let need = match (missing, extra) {
                (_, 0) => self.need.whole_row,
                (0, _) => self.need.whole_query,
                _ => self.need.conflict,
            };
            if cover.weight < need || self.segment.is_gone(*row) {
                continue;
            }
            let same = ask.parts.iter().filter(|part| {
                words.iter().any(|word| self.segment.lexicon.spelling(*word) == part.spelling)
            });
            let conflicts = missing.min(extra) as i32;
            let promise = cover.weight.min(AGREE_MAX) - self.lost(&cover)
                + 20 * same.count() as i32
                - CONFLICT * conflicts
                - SPARE * (missing.max(extra) as i32 - conflicts)
                + (facts * FACTS) as i32;
            best.push(Candidate { promise, row: *row });
        }
    }

    /// What the parts that are answered would have added had they been answered as they are.
    fn lost(&self, cover: &Cover) -> i32 {
        let answered = (0..self.slots.len()).filter(|at| cover.covered & (1 << at) != 0);
        let full: i32 = answered.map(|at| self.slots[at].full).sum();
        (full - cover.weight).max(0)
    }
}

/// More evidence than this promises no more.
const AGREE_MAX: i32 = 1_400;
/// What parts without a counterpart on both sides take from a promise.
const CONFLICT: i32 = 400;
/// … and those that only one side has.
const SPARE: i32 = 50;
/// What a nat of birth date and country adds to a promise.
const FACTS: f32 = 100.0;

/// Keeps the rows that promise most.
fn keep_best(noted: &mut Vec<(u32, i32)>, most: usize) {
    if noted.len() > most {
        noted.select_nth_unstable_by_key(most, |noted| std::cmp::Reverse(noted.1));
        noted.truncate(most);
    }
}

/// The families of something wanted, each with the most it adds.
fn look_up(segment: &Segment, wanted: &Wanted, room: &mut Room) -> Slot {
    let dictionary = &segment.lexicon.dictionary;
    room.buckets.clear();
    room.buckets.extend(wanted.probes.iter().map(|probe| dictionary.bucket(probe.key)));
    room.hits.clear();
    for (probe, bucket) in wanted.probes.iter().zip(&room.buckets) {
        let families = dictionary.families(probe.key, bucket.clone());
        room.hits.extend(families.map(|family| (family, probe.closeness)));
    }
    room.hits.sort_unstable_by(|left, right| (left.0, right.1).cmp(&(right.0, left.1)));
    room.hits.dedup_by_key(|hit| hit.0);
    if room.hits.len() > FAMILIES_MAX {
        room.hits.sort_by_key(|hit| std::cmp::Reverse(hit.1));
        room.hits.truncate(FAMILIES_MAX);
        room.hits.sort_unstable();
    }
    weigh_families(segment, wanted.covers, &room.hits)
}

fn weigh_families(segment: &Segment, covers: u16, hits: &[(u32, u8)]) -> Slot {
    let total = segment.len() as f32 + 1_000.0;
    let found = Vec::with_capacity(hits.len());
    let mut slot = Slot { covers, found, ..Slot::default() };
    let rows = |family: u32| u64::from(segment.index.rows(family));
    let mut same = 0_u64;
    let mut rarest = 0;
    for (family, closeness) in hits {
        let rows = rows(*family);
        let strong = *closeness >= STRONG;
        slot.rows += if strong { rows } else { 0 };
        same += if *closeness == 100 { rows } else { 0 };
        let weight = weight(rows, total);
        rarest = rarest.max(weight);
        let weight = weight * i32::from(*closeness) / 100;
        slot.found.push(Found { family: *family, weight, read: strong });
    }
    slot.full = if same > 0 { weight(same, total) } else { rarest };
    for found in &mut slot.found {
        found.weight = found.weight.min(slot.full);
    }
    // A part with nothing close is looked for among all that is less close.
    let most = if slot.is_read() { WEAK_ROWS_MAX } else { u64::MAX };
    read_weak(&mut slot, hits, most, rows);
    slot
}

/// Reads families that are less close, the closest first, until they have too many rows.
fn read_weak(slot: &mut Slot, hits: &[(u32, u8)], most: u64, rows: impl Fn(u32) -> u64) {
    let mut weak: Vec<usize> =
        (0..hits.len()).filter(|at| !slot.found[*at].read && hits[*at].1 >= WEAK).collect();
    weak.sort_unstable_by_key(|at| std::cmp::Reverse(hits[*at].1));
    let mut read = 0_u64;
    for at in weak {
        read += rows(hits[at].0);
        if read > most {
            break;
        }
        slot.found[at].read = true;
        slot.rows += rows(hits[at].0);
    }
}

fn weight(rows: u64, total: f32) -> i32 {
    let nats = (total / (rows as f32 + 0.5)).ln();
    ((nats * 100.0) as i32).clamp(WEIGHT_MIN, WEIGHT_MAX)
}
