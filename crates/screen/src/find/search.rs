//! One query in one segment: from parts to families, from families to rows, from rows to the few
//! that are worth a proper comparison, the most promising first and no further than asked.

use std::collections::BinaryHeap;

use super::ask::{Ask, Prepared};
use super::cover::{Answer, cover};
use super::fact::Facts;
use super::plan::{FACTS, Plan, promise};
use super::posting::Table;
use super::row::WORDS_MAX;
use super::segment::Segment;
use super::slot::Known;
use crate::score::scorer::Scorer;

/// Rows touched for one name in one segment; the most promising are kept.
const TOUCHED_MAX: usize = 256;
/// Rows noted before those are dropped that can no longer be among them.
const NARROW_FROM: usize = 2_048;
/// Rows noted before the less promising ones are dropped, whether or not they could be.
const NOTED_MAX: usize = 1 << 16;
/// What a part adds that is spelled the same.
const SAME: i32 = 20;
/// Ways in which the parts of one row may answer.
const ANSWERS_MAX: usize = 48;

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Aim {
    pub scorer: &'static Scorer,
    /// The least score of a hit.
    pub threshold: f64,
    /// So many candidates are wanted.
    pub most: usize,
}

/// A query in a segment.
#[derive(Clone, Copy)]
pub struct Look<'look> {
    pub segment: &'look Segment,
    pub query: &'look Prepared,
    pub aim: Aim,
}

/// A row worth comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    pub promise: i32,
    pub row: u32,
}

/// A row noted while lists are read, with what its posting and its birth promise at most.
#[derive(Debug, Clone, Copy)]
pub struct Noted {
    pub row: u32,
    pub promise: i32,
    pub birth: f32,
}

/// A row that waits for its turn. Of those that promise the same, the ones that are weighed come
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    promise: i32,
    weighed: bool,
    row: u32,
    /// The name of the query for which it was noted.
    ask: u16,
    /// What its birth adds, as bits.
    birth: u32,
}

/// What a search needs room for, kept from one search to the next.
#[derive(Debug, Default)]
pub struct Room {
    pub(super) table: Table,
    pub(super) noted: Vec<Noted>,
    pub(super) facts: Facts,
    /// Rows that promise less cannot be among those touched.
    pub(super) bar: i32,
    narrow_from: usize,
    known: Known,
    plans: Vec<Plan>,
    waiting: BinaryHeap<Waiting>,
    /// What was read of the rows that wait.
    touched: u32,
    /// Rows handed out.
    given: Vec<u32>,
}

impl Room {
    /// Reads the lists for a query.
    pub fn begin(&mut self, look: Look) {
        let Look { segment, query, aim } = look;
        self.facts.begin(aim.scorer, query, aim.threshold, segment);
        self.given.clear();
        self.plans.clear();
        let mut waiting = std::mem::take(&mut self.waiting).into_vec();
        waiting.clear();
        for (at, ask) in query.asks.iter().enumerate() {
            let plan = Plan::of(look, ask, &mut self.known);
            self.noted.clear();
            (self.bar, self.narrow_from) = (i32::MIN, NARROW_FROM);
            plan.read(look, self);
            let most = self.settle(look) + SAME * ask.parts.len() as i32;
            waiting.extend(self.noted.iter().map(|noted| Waiting {
                promise: noted.promise + most,
                weighed: false,
                row: noted.row,
                ask: at as u16,
                birth: noted.birth.to_bits(),
            }));
            self.plans.push(plan);
        }
        for key in &query.documents {
            let rows = segment.documents.find(*key).iter().filter(|row| !segment.is_gone(**row));
            waiting.extend(rows.map(|row| Waiting {
                promise: i32::MAX,
                weighed: true,
                row: *row,
                ask: 0,
                birth: 0,
            }));
        }
        // Read one after the other, their words are near when they are weighed.
        let first = |waiting: &Waiting| segment.rows.words(waiting.row).first().copied();
        self.touched = waiting.iter().filter_map(first).fold(0, u32::wrapping_add);
        self.waiting = BinaryHeap::from(waiting);
    }

    /// The next candidate, the most promising first.
    pub fn next(&mut self, look: Look) -> Option<Candidate> {
        while let Some(first) = self.waiting.pop() {
            if self.given.contains(&first.row) {
                continue;
            }
            if first.weighed {
                self.given.push(first.row);
                return Some(Candidate { promise: first.promise, row: first.row });
            }
            if let Some(promise) = self.weigh(first, look) {
                self.waiting.push(Waiting { promise, weighed: true, ..first });
            }
        }
        None
    }

    /// Drops rows that can no longer be among those touched.
    pub(super) fn narrow(&mut self) {
        if self.noted.len() < self.narrow_from {
            return;
        }
        let [_, span] = self.facts.country_span();
        self.bar = self.bar.max(least(&mut self.noted, TOUCHED_MAX) - (span * FACTS) as i32 - 1);
        let bar = self.bar;
        self.noted.retain(|noted| noted.promise >= bar);
        if self.noted.len() > NOTED_MAX {
            keep_best(&mut self.noted, NOTED_MAX / 2);
        }
        self.narrow_from = NARROW_FROM.max(self.noted.len() * 2);
    }

    /// Keeps the rows to be touched, each once. Answers what their countries may still add.
    fn settle(&mut self, look: Look) -> i32 {
        let [most, _] = self.facts.country_span();
        if self.noted.len() > TOUCHED_MAX {
            self.narrow_from = 0;
            self.narrow();
            self.add_countries(look);
            keep_best(&mut self.noted, TOUCHED_MAX);
            self.noted.iter_mut().for_each(|noted| noted.promise -= (most * FACTS) as i32);
        }
        let noted = &mut self.noted;
        noted.sort_unstable_by_key(|noted| (noted.row, std::cmp::Reverse(noted.promise)));
        noted.dedup_by_key(|noted| noted.row);
        (most * FACTS) as i32 + 1
    }

    /// Countries are looked up only where they decide which rows are touched.
    fn add_countries(&mut self, look: Look) {
        let Look { segment, query, aim } = look;
        let facts = &mut self.facts;
        self.noted.retain_mut(|noted| {
            let country = facts.country(aim.scorer, query, segment, noted.row);
            noted.promise += (country * FACTS) as i32;
            facts.allows(noted.birth + country)
        });
    }

    /// Touches a row and weighs what it really has: what it promises, if it is worth comparing.
    fn weigh(&mut self, waiting: Waiting, look: Look) -> Option<i32> {
        let Look { segment, query, aim } = look;
        let country = self.facts.country(aim.scorer, query, segment, waiting.row);
        let facts = f32::from_bits(waiting.birth) + country;
        if !self.facts.allows(facts) || segment.is_gone(waiting.row) {
            return None;
        }
        let (plan, ask) =
            (&self.plans[usize::from(waiting.ask)], &query.asks[usize::from(waiting.ask)]);
        let words = segment.rows.words(waiting.row);
        let families = segment.lexicon.of(words);
        let mut answers: [Answer; ANSWERS_MAX] = [(0, 0, 0); ANSWERS_MAX];
        let mut count = 0;
        plan.answers(families.as_slice(), |answer| {
            if let Some(place) = answers.get_mut(count) {
                *place = answer;
                count += 1;
            }
        });
        let cover = cover(&mut answers[..count]);
        let missing = (plan.slots.len() as u32).saturating_sub(cover.covered.count_ones());
        let extra = families.as_slice().len() as u32 - cover.used.count_ones();
        let need = match (missing, extra) {
            (_, 0) => plan.need.whole_row,
            (0, _) => plan.need.whole_query,
            _ => plan.need.conflict,
        };
        (cover.weight >= need).then(|| {
            promise(cover.weight, missing, extra) - plan.lost(cover.covered, cover.weight)
                + SAME * spelled_the_same(segment, ask, words)
                + (facts * FACTS) as i32
        })
    }
}

/// Parts that some word of the row spells the same.
fn spelled_the_same(segment: &Segment, ask: &Ask, words: &[u32]) -> i32 {
    let mut spellings = [0; WORDS_MAX];
    for (spelling, word) in spellings.iter_mut().zip(words) {
        *spelling = segment.lexicon.spelling(*word);
    }
    let spellings = &spellings[..words.len().min(WORDS_MAX)];
    ask.parts.iter().filter(|part| spellings.contains(&part.spelling)).count() as i32
}

/// What the least promising of the best so many promises.
fn least(noted: &mut [Noted], most: usize) -> i32 {
    match most < noted.len() {
        true => {
            let by = |noted: &Noted| std::cmp::Reverse(noted.promise);
            noted.select_nth_unstable_by_key(most, by).1.promise
        }
        false => i32::MIN / 2,
    }
}

/// Keeps the rows that promise most.
fn keep_best(noted: &mut Vec<Noted>, most: usize) {
    if noted.len() > most {
        least(noted, most);
        noted.truncate(most);
    }
}
