//! How one name of a query is looked for in a segment: what its parts found, and which lists are
//! read for them.
//!
//! Weights are hundredths of a nat: a part that one row in a thousand has weighs about 690. They
//! bound the score from above and order the candidates; they are never shown to anybody.

use std::ops::Range;

use super::ask::Ask;
use super::cover::Answer;
use super::posting::{self, CODES, NONE, Need, code};
use super::search::{Look, Noted, Room};
use super::slot::{Known, Looked, Slot};

/// The weight of a part that no row has.
const UNKNOWN: i32 = 700;
/// In lists from this length on, rows too far in birth are passed over without a look.
const RANGES_FROM: usize = 2_048;
/// How far beyond a guess a row's place is looked for first: postings of four cache lines.
const FIRST_STEP: usize = 32;
/// Shares are at their strictest from a threshold of 0.31 on: below it a searcher wants to see
/// names with a slip more, and what they cost is a longer look.
const STRICT_SLOPE: f64 = 3.2;
/// More evidence than this promises no more.
const AGREE_MAX: i32 = 1_400;
/// What parts without a counterpart on both sides take from a promise.
const CONFLICT: i32 = 400;
/// … and those that only one side has.
const SPARE: i32 = 50;
/// What a nat of birth date and country adds to a promise.
pub const FACTS: f32 = 100.0;

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

/// What names promise that answer so much and leave so many parts open on either side.
#[must_use]
pub fn promise(weight: i32, missing: u32, extra: u32) -> i32 {
    let conflicts = missing.min(extra) as i32;
    let spare = missing.max(extra) as i32 - conflicts;
    weight.min(AGREE_MAX) - CONFLICT * conflicts - SPARE * spare
}

#[derive(Debug)]
pub struct Plan {
    pub slots: Vec<Slot>,
    /// Slots made of two neighbours, and of halves.
    more: Vec<Slot>,
    pub need: Need,
    /// The codes of all families found, one bit each.
    codes: [u64; CODES / 64],
}

impl Plan {
    pub fn of(look: Look, ask: &Ask, known: &mut Known) -> Plan {
        let looked: Vec<Looked> =
            ask.parts.iter().map(|wanted| known.look_up(look.segment, wanted)).collect();
        let mut slots: Vec<Slot> = looked
            .iter()
            .zip(&ask.parts)
            .map(|(looked, wanted)| looked.slot.clone().covering(wanted.covers))
            .collect();
        let sum: i32 = slots.iter().filter(|slot| slot.full > 0).map(|slot| slot.full).sum();
        let count = slots.iter().filter(|slot| slot.full > 0).count() as i32;
        for slot in slots.iter_mut().filter(|slot| slot.full == 0) {
            slot.full = if count == 0 { UNKNOWN } else { UNKNOWN.min(sum / count) };
        }
        let full: i32 = slots.iter().map(|slot| slot.full).sum();
        let need = Shares::of(look.aim.threshold).need(full);
        let mut plan = Plan { slots, more: Vec::new(), need, codes: [0; CODES / 64] };
        plan.glue(look, ask, known);
        for (at, looked) in looked.iter().enumerate() {
            plan.split(at, looked);
        }
        plan.note_codes();
        plan
    }

    fn glue(&mut self, look: Look, ask: &Ask, known: &mut Known) {
        for wanted in &ask.glued {
            let Looked { slot, .. } = known.look_up(look.segment, wanted);
            if slot.is_empty() {
                continue;
            }
            let at = wanted.covers.trailing_zeros() as usize;
            let both = self.slots[at].full + self.slots[at + 1].full;
            // Its own rarity may be small; together the two parts say what both would have said.
            let full = slot.full.max(1);
            self.more.push(slot.covering(wanted.covers).sharing(both, full));
        }
    }

    /// The ways to read a part as two words.
    fn split(&mut self, at: usize, looked: &Looked) {
        let weight = self.slots[at].full / 2;
        for half in looked.ways.iter().flatten() {
            self.more.push(half.clone().each(weight));
        }
    }

    fn all(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().chain(&self.more)
    }

    fn note_codes(&mut self) {
        let mut codes = [0; CODES / 64];
        for (found, _) in self.all().flat_map(Slot::found) {
            let code = usize::from(code(found.family));
            codes[code / 64] |= 1 << (code % 64);
        }
        self.codes = codes;
    }

    /// What the families of a row could answer.
    pub fn answers(&self, families: &[u32], mut take: impl FnMut(Answer)) {
        for (at, family) in families.iter().enumerate() {
            let code = usize::from(code(*family));
            if self.codes[code / 64] & (1 << (code % 64)) == 0 {
                continue;
            }
            for (number, slot) in self.all().enumerate() {
                if let Some(weight) = slot.adds(*family) {
                    let own = if slot.covers == 0 { 1 << number.min(15) } else { slot.covers };
                    take((weight, own, at));
                }
            }
        }
    }

    /// Reads the lists of the rarest parts, until what is left could not reach what is needed.
    pub fn read(&self, look: Look, room: &mut Room) {
        let mut order: Vec<&Slot> = self.slots.iter().filter(|slot| slot.read).collect();
        order.sort_by_key(|slot| slot.rows);
        let mut left: i32 = order.iter().map(|slot| slot.best).sum();
        for slot in order {
            if left < self.need.least() {
                break;
            }
            left -= slot.best;
            self.read_slot(slot, look, room);
        }
        for slot in self.more.iter().filter(|slot| !slot.spared) {
            self.read_slot(slot, look, room);
        }
    }

    fn read_slot(&self, slot: &Slot, look: Look, room: &mut Room) {
        let most = self.fill_table(slot, room);
        // A half asks for its other half by weight, and for every part but its own.
        let own = slot.covers.count_ones().max(1);
        let asked = self.slots.len() as u32 - own;
        let whole = slot.covers != 0;
        let mut codes = Vec::new();
        for (found, weight) in slot.found().filter(|(found, _)| found.read) {
            let need = Need { asked, ..self.need }.less(weight);
            if most < need.least() {
                continue;
            }
            let reading = Reading { look, need, own: weight, whole };
            let Some(lists) = look.segment.index.heavy(found.family) else {
                reading.scan(look.segment.index.postings(found.postings()), room);
                continue;
            };
            if codes.is_empty() {
                codes.extend(room.table.codes().iter().copied().chain([NONE]));
            }
            for code in &codes {
                if room.table.most(*code) + most >= need.least() {
                    reading.scan(lists.compound(*code), room);
                }
            }
        }
    }

    /// What the other slots could add, and the most that could be.
    fn fill_table(&self, slot: &Slot, room: &mut Room) -> i32 {
        room.table.clear();
        let others = self
            .all()
            .filter(|other| !std::ptr::eq(*other, slot) && (other.covers & slot.covers == 0));
        let mut bests = Vec::with_capacity(self.slots.len() + self.more.len());
        for other in others {
            // A half answers for its whole part: the other half is asked for by weight.
            let answers = other.covers.count_ones().max(1);
            for (found, weight) in other.found() {
                room.table.raise(code(found.family), weight as u16, answers);
            }
            bests.push(other.best);
        }
        bests.sort_unstable_by(|left, right| right.cmp(left));
        let several: i32 = bests.iter().take(2).sum();
        room.table.raise_several(several as u16);
        bests.iter().take(4).sum()
    }

    /// What the parts that are answered would have added had they been answered as they are.
    pub fn lost(&self, covered: u16, weight: i32) -> i32 {
        let answered = (0..self.slots.len()).filter(|at| covered & (1 << at) != 0);
        let full: i32 = answered.map(|at| self.slots[at].full).sum();
        (full - weight).max(0)
    }
}

/// The lists of one family being read.
struct Reading<'look> {
    look: Look<'look>,
    need: Need,
    own: i32,
    /// It answers whole parts, not a half of one.
    whole: bool,
}

impl Reading<'_> {
    /// Notes the rows of a list whose parts promise enough and whose facts leave it possible.
    fn scan(&self, list: &[u64], room: &mut Room) {
        if list.len() < RANGES_FROM {
            return self.note(list, room);
        }
        // Rows of a family lie about evenly among all rows, so a row's place can be guessed.
        let rows = self.look.segment.len().max(1) as u64;
        let even = |row: u32| (list.len() as u64 * u64::from(row) / rows) as usize;
        for range in 0..room.facts.ranges().len() {
            let Range { start, end } = room.facts.ranges()[range].clone();
            let from = place(list, even(start), start);
            let to = place(list, from + even(end - start), end);
            self.note(&list[from..to], room);
        }
    }

    fn note(&self, list: &[u64], room: &mut Room) {
        let Room { table, noted, facts, bar, .. } = room;
        let Look { segment, query, aim } = self.look;
        let most = (facts.birth_most() * FACTS) as i32;
        table.scan(list, self.need, |row, promised| {
            let missing = if self.whole { promised.missing(self.need.asked) } else { 0 };
            let promise = promise(self.own + promised.weight(), missing, promised.extra());
            if promise + most < *bar || !facts.is_near(row) {
                return;
            }
            if let Some(birth) = facts.allow_birth(aim.scorer, query, segment, row) {
                noted.push(Noted { row, promise: promise + (birth * FACTS) as i32, birth });
            }
        });
        room.narrow();
    }
}

/// The first place of a list whose row is not before this one, looked for from a guess outwards.
fn place(list: &[u64], guess: usize, row: u32) -> usize {
    let before = |posting: &u64| posting::row(*posting) < row;
    let (mut from, mut to) = (guess.min(list.len()), guess.min(list.len()));
    let mut step = FIRST_STEP;
    while from > 0 && !before(&list[from - 1]) {
        to = from;
        from = from.saturating_sub(step);
        step *= 2;
    }
    while to < list.len() && before(&list[to]) {
        from = to;
        to = (to + step).min(list.len());
        step *= 2;
    }
    from + list[from..to].partition_point(before)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_place_is_found_from_any_guess() {
        let list: Vec<u64> = [2, 3, 7, 7, 7, 9].into_iter().chain(20..400).collect();
        for row in 0..410_u32 {
            let expect = list.partition_point(|posting| *posting < u64::from(row));
            for guess in [0, 1, 5, 30, 200, 385, 386, 9_999] {
                assert_eq!(place(&list, guess, row), expect, "{row} from {guess}");
            }
        }
        assert_eq!(place(&[], 3, 1), 0);
    }
}
