//! One query in one segment: from parts to families, from families to rows, from rows to the few
//! that are worth a proper comparison.
//!
//! Weights are hundredths of a nat: a part that one row in a thousand has weighs about 690. They
//! bound the score from above and order the candidates; they are never shown to anybody.

use super::ask::{Ask, Prepared, Wanted};
use super::cover::cover;
use super::posting::{Need, Table, code};
use super::segment::Segment;

/// Families looked at for one part; the closest are kept.
const FAMILIES_MAX: usize = 4_096;
/// Rows touched for one name in one segment.
const ROWS_MAX: usize = 1 << 18;
/// The weight of a part that no row has.
const UNKNOWN: i32 = 700;
const WEIGHT_MIN: i32 = 100;
const WEIGHT_MAX: i32 = 900;
/// Of the weight of all parts, the share (in percent) that must be found again.
const SHARE: i32 = 55;
/// … where the query and the row each have a part that the other lacks.
const SHARE_CONFLICT: i32 = 78;
/// … in rows of another birth year, in lists too long to touch every row.
const SHARE_OTHER_YEAR: i32 = 80;
/// Lists from this length on are cut by birth year.
const YEARS_FROM: usize = 1 << 14;
/// From this closeness on (in percent) a family's list is read.
const STRONG: u8 = 80;
/// Ways to read one part as two words.
const SPLITS_MAX: usize = 2;

/// A family and the most it adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found {
    family: u32,
    weight: i32,
    /// Close enough for its list to be read; the others only answer for parts of rows read anyway.
    strong: bool,
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
        self.found.iter().any(|found| found.strong)
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
    rows: Vec<u32>,
    hits: Vec<(u32, u8)>,
    buckets: Vec<std::ops::Range<usize>>,
    /// Family, slots covered, weight: ascending by family.
    weights: Vec<(u32, u16, i32)>,
}

/// Finds candidates for a query, the most promising first.
pub fn candidates(
    segment: &Segment,
    query: &Prepared,
    most: usize,
    room: &mut Room,
) -> Vec<Candidate> {
    let mut best: Vec<Candidate> = Vec::new();
    for ask in &query.asks {
        let mut plan = Plan::of(segment, ask, room);
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
    if best.len() > most {
        best.select_nth_unstable_by(most, |left, right| right.cmp(left));
        best.truncate(most);
    }
    best.sort_unstable_by(|left, right| right.cmp(left));
    best
}

struct Plan<'segment> {
    segment: &'segment Segment,
    slots: Vec<Slot>,
    /// Slots made of two neighbours, and of halves.
    more: Vec<Slot>,
    need: i32,
    full: i32,
}

impl<'segment> Plan<'segment> {
    fn of(segment: &'segment Segment, ask: &Ask, room: &mut Room) -> Plan<'segment> {
        let mut slots: Vec<Slot> =
            ask.parts.iter().map(|wanted| look_up(segment, wanted, room)).collect();
        let known: i32 = slots.iter().filter(|slot| slot.full > 0).map(|slot| slot.full).sum();
        let count = slots.iter().filter(|slot| slot.full > 0).count() as i32;
        for slot in slots.iter_mut().filter(|slot| slot.full == 0) {
            slot.full = if count == 0 { UNKNOWN } else { UNKNOWN.min(known / count) };
        }
        let full: i32 = slots.iter().map(|slot| slot.full).sum();
        let mut plan = Plan { segment, slots, more: Vec::new(), need: full * SHARE / 100, full };
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
                let both = [halves.left, halves.right]
                    .map(|key| self.segment.lexicon.dictionary.find(key).collect::<Vec<u32>>());
                let rows = |half: &Vec<u32>| self.rows(half.iter().copied());
                let likely = rows(&both[0]).saturating_mul(rows(&both[1]));
                if likely > 0 {
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
                half.iter().map(|family| Found { family: *family, weight, strong: true }).collect();
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
        room.rows.clear();
        let mut order: Vec<usize> =
            (0..self.slots.len()).filter(|at| self.slots[*at].is_read()).collect();
        order.sort_by_key(|at| self.slots[*at].rows);
        let mut left: i32 = order.iter().map(|at| self.slots[*at].best()).sum();
        for at in order {
            if left < self.need {
                break;
            }
            left -= self.slots[at].best();
            self.read_slot(&self.slots[at], query, room);
        }
        for slot in self.more.iter().filter(|slot| !slot.spared) {
            self.read_slot(slot, query, room);
        }
        room.rows.sort_unstable();
        room.rows.dedup();
    }

    fn read_slot(&self, slot: &Slot, query: &Prepared, room: &mut Room) {
        let most = self.fill_table(slot, room);
        let all = (1_u16 << self.slots.len()) - 1;
        // A half asks for its other half by weight, and for every part but its own.
        let own = slot.covers.count_ones().max(1);
        let asked = all.count_ones() - own;
        for found in slot.found.iter().filter(|found| found.strong) {
            let need = Need {
                weight: self.need - found.weight,
                conflict_weight: self.full * SHARE_CONFLICT / 100 - found.weight,
                asked,
            };
            if most < need.weight || room.rows.len() > ROWS_MAX {
                continue;
            }
            let lists = self.segment.index.lists(found.family);
            if !lists.is_heavy() || need.weight <= 0 {
                self.scan(lists.all(), need, query, room);
                continue;
            }
            for code in room.table.codes().to_vec() {
                if room.table.most(code) + most >= need.weight {
                    self.scan(lists.compound(code), need, query, room);
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

    fn scan(&self, list: &[u64], need: Need, query: &Prepared, room: &mut Room) {
        if list.len() < YEARS_FROM || query.years.is_empty() {
            return room.table.scan(list, need, &mut room.rows);
        }
        let more = self.full * (SHARE_OTHER_YEAR - SHARE) / 100;
        let far = Need { weight: need.weight + more, ..need };
        let year = |posting: &u64| {
            let row = super::posting::row(*posting);
            self.segment.years[self.segment.rows.birth(row) as usize]
        };
        let mut from = list.partition_point(|posting| year(posting) == 0);
        room.table.scan(&list[..from], need, &mut room.rows);
        let mut years = query.years.clone();
        years.sort_unstable();
        for wanted in years {
            let near = from + list[from..].partition_point(|posting| year(posting) + 1 < wanted);
            let after = near + list[near..].partition_point(|posting| year(posting) <= wanted + 1);
            room.table.scan(&list[from..near], far, &mut room.rows);
            room.table.scan(&list[near..after], need, &mut room.rows);
            from = after;
        }
        room.table.scan(&list[from..], far, &mut room.rows);
    }

    /// Touches the rows that remain and weighs what they really have.
    fn weigh(&self, query: &Prepared, ask: &Ask, room: &Room, best: &mut Vec<Candidate>) {
        for row in &room.rows {
            let words = self.segment.rows.words(*row);
            let families = self.segment.lexicon.of(words);
            let cover = cover(&room.weights, families.as_slice());
            let missing = (self.slots.len() as u32).saturating_sub(cover.covered.count_ones());
            let extra = families.as_slice().len() as u32 - cover.used.count_ones();
            let share = if missing.min(extra) > 0 { SHARE_CONFLICT } else { SHARE };
            if cover.weight * 100 < self.full * share || self.segment.is_gone(*row) {
                continue;
            }
            let same = ask.parts.iter().filter(|part| {
                words.iter().any(|word| self.segment.lexicon.spelling(*word) == part.spelling)
            });
            let promise = cover.weight * 1_000 / self.full.max(1) + 20 * same.count() as i32
                - 40 * (missing + extra) as i32
                + self.besides(query, *row);
            best.push(Candidate { promise, row: *row });
        }
    }

    /// What birth and country promise.
    fn besides(&self, query: &Prepared, row: u32) -> i32 {
        let birth = self.segment.rows.birth(row);
        let year = self.segment.years[birth as usize];
        let mut promise = 0;
        if year != 0 && !query.years.is_empty() {
            let apart = query.years.iter().map(|wanted| wanted.abs_diff(year)).min().unwrap_or(0);
            promise += match apart {
                0 if self.segment.births.word(birth) == query.births => 400,
                0 => 250,
                1 => 100,
                _ => -200,
            };
        }
        let country = u32::from(self.segment.rows.country(row));
        let country = self.segment.countries.word(country);
        if !country.is_empty() && country == query.countries {
            promise += 100;
        }
        promise
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
    let mut slot = Slot { covers, ..Slot::default() };
    let mut same = 0_u64;
    let mut rarest = 0;
    for (family, closeness) in hits {
        let rows = u64::from(segment.index.rows(*family));
        let strong = *closeness >= STRONG;
        slot.rows += if strong { rows } else { 0 };
        same += if *closeness == 100 { rows } else { 0 };
        let weight = weight(rows, total);
        rarest = rarest.max(weight);
        let weight = weight * i32::from(*closeness) / 100;
        slot.found.push(Found { family: *family, weight, strong });
    }
    slot.full = if same > 0 { weight(same, total) } else { rarest };
    let none_strong = !slot.is_read();
    if none_strong {
        slot.rows =
            slot.found.iter().map(|found| u64::from(segment.index.rows(found.family))).sum();
    }
    for found in &mut slot.found {
        found.weight = found.weight.min(slot.full);
        // A part with nothing close is looked for among what is less close.
        found.strong |= none_strong;
    }
    slot
}

fn weight(rows: u64, total: f32) -> i32 {
    let nats = (total / (rows as f32 + 0.5)).ln();
    ((nats * 100.0) as i32).clamp(WEIGHT_MIN, WEIGHT_MAX)
}
