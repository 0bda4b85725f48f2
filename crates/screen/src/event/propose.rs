//! Proposals over a set of reports: equal ones by groups, the others by blocks and scores.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::block::pairs;
use super::compare::{Comparison, Factor, Feature, Finding};
use super::frequency::Rarity;
use super::weight::Weights;
use super::{Event, Frequency};

/// How sure a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    /// Equal in everything, and so common that this says little.
    Weak,
    Possible,
    Likely,
}

impl Band {
    pub const ALL: [Self; 3] = [Self::Weak, Self::Possible, Self::Likely];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Possible => "possible",
            Self::Likely => "likely",
        }
    }

    #[must_use]
    pub fn of(score: f64) -> Self {
        let threshold = &Weights::embedded().threshold;
        match score {
            _ if score >= threshold.likely => Self::Likely,
            _ if score >= threshold.possible => Self::Possible,
            _ => Self::Weak,
        }
    }
}

/// Two reports that may be of one event. A person decides.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Proposal {
    /// Places in the set, the lower first.
    pub left: u32,
    pub right: u32,
    /// Every compared value is the same.
    pub equal: bool,
    pub score: f64,
    pub band: Band,
    /// Bits that other reports of the same table take, because they fit as well; not above zero.
    pub rivals: f64,
}

/// What came out, and how much was looked at.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The surest first.
    pub proposals: Vec<Proposal>,
    /// Groups of reports that say the same in everything that is compared.
    pub equal_groups: u64,
    pub compared: u64,
    /// Blocks in which each report was compared with its nearest only.
    pub blocks_cut: u64,
    frequency: Frequency,
}

impl Outcome {
    /// The reasons of a proposal, from its two events; they add up to its score.
    #[must_use]
    pub fn reasons(&self, proposal: &Proposal, left: &Event, right: &Event) -> Vec<Factor> {
        let mut reasons = super::compare(left, right, &self.frequency);
        if proposal.rivals < 0.0 {
            let (left, right) = (String::new(), String::new());
            let (feature, finding) = (Feature::Rivals, Finding::Other);
            reasons.push(Factor { feature, finding, bits: proposal.rivals, left, right });
        }
        reasons
    }
}

/// Two places in the set and what their comparison came to.
type Scored = (u32, u32, f64);

/// Proposes pairs. In a group of equal reports each is proposed with the first.
#[must_use]
pub fn propose(events: &[Event]) -> Outcome {
    let frequency = Frequency::of(events);
    let rare: Vec<Rarity> = events.iter().map(|event| frequency.rarity(event)).collect();
    let score = |left: u32, right: u32| {
        let (l, r) = (left as usize, right as usize);
        Comparison::new(&events[l], &events[r], [&rare[l], &rare[r]], &frequency).score()
    };
    let mut outcome = Outcome::default();
    let (first, equal) = equal(events, &mut outcome.equal_groups);
    let mut proposals: Vec<Proposal> = equal
        .into_iter()
        .map(|(left, right)| proposal((left, right), true, score(left, right), 0.0))
        .collect();
    let (mut seen, mut scored) = (BTreeSet::new(), Vec::new());
    let threshold = Weights::embedded().threshold.possible;
    outcome.blocks_cut = pairs(events, &first, |left, right| {
        outcome.compared += 1;
        let score = score(left, right);
        if score >= threshold && seen.insert((left, right)) {
            scored.push((left, right, score));
        }
    });
    drop(seen);
    proposals.extend(against_rivals(events, &scored).filter(|one| one.score >= threshold));
    let order = |a: &Proposal, b: &Proposal| {
        b.score.total_cmp(&a.score).then((a.left, a.right).cmp(&(b.left, b.right)))
    };
    proposals.sort_by(order);
    Outcome { proposals, frequency, ..outcome }
}

/// A table lists two events as two: a report of another table is one of them at most. What fits
/// several of a table equally well is no proof of any.
fn against_rivals<'a>(
    events: &'a [Event],
    scored: &'a [Scored],
) -> impl Iterator<Item = Proposal> + 'a {
    let table = |at: u32| events[at as usize].table.as_str();
    let weight = |score: f64| score.min(60.0).exp2();
    let mut sums: HashMap<(u32, &str), f64> = HashMap::new();
    for (left, right, score) in scored {
        for (one, other) in [(*left, *right), (*right, *left)] {
            *sums.entry((one, table(other))).or_default() += weight(*score);
        }
    }
    scored.iter().map(move |(left, right, score)| {
        let rest = |one: u32, other: u32| {
            let apart = table(one) != table(other) && !table(other).is_empty();
            let sum = sums.get(&(one, table(other))).filter(|_| apart).copied();
            (sum.unwrap_or(0.0) - weight(*score)).max(0.0)
        };
        let rivals = -(1.0 + rest(*left, *right).max(rest(*right, *left))).log2();
        proposal((*left, *right), false, *score, rivals)
    })
}

/// The first of every group of equal reports, and each other one beside it.
fn equal(events: &[Event], groups_told: &mut u64) -> (Vec<u32>, Vec<(u32, u32)>) {
    let (mut first, mut others) = (Vec::new(), Vec::new());
    let mut groups: HashMap<String, (u32, bool)> = HashMap::new();
    for (at, event) in (0..).zip(events) {
        let (leader, told) = groups.entry(fingerprint(event)).or_insert((at, false));
        if *leader == at {
            first.push(at);
            continue;
        }
        *groups_told += u64::from(!std::mem::replace(told, true));
        others.push((*leader, at));
    }
    (first, others)
}

/// Everything that is compared, as one text.
fn fingerprint(event: &Event) -> String {
    format!("{event:?}")
}

fn proposal((left, right): (u32, u32), equal: bool, score: f64, rivals: f64) -> Proposal {
    let score = score + rivals;
    Proposal { left, right, equal, score, band: Band::of(score), rivals }
}
