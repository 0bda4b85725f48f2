//! Proposals over a set of reports: equal ones by groups, the others by blocks and scores.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::block::pairs;
use super::compare::{Comparison, Factor, compare};
use super::frequency::Rarity;
use super::weight::Weights;
use super::{Event, Frequency};

/// How sure a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    Possible,
    Likely,
}

/// Two reports that may be of one event, and why. A person decides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proposal {
    /// Places in the set, the lower first.
    pub left: u32,
    pub right: u32,
    /// Every compared value is the same.
    pub equal: bool,
    pub score: f64,
    pub band: Band,
    pub factors: Vec<Factor>,
}

/// What came out, and how much was looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The surest first.
    pub proposals: Vec<Proposal>,
    /// Groups of reports that say the same in everything that is compared.
    pub equal_groups: u64,
    pub compared: u64,
    /// Blocks in which each report was compared with its nearest only.
    pub blocks_cut: u64,
}

/// Proposes pairs. In a group of equal reports each is proposed with the first.
#[must_use]
pub fn propose(events: &[Event]) -> Outcome {
    let frequency = Frequency::of(events);
    let mut outcome = Outcome::default();
    let (first, mut proposals) = equal(events, &frequency, &mut outcome);
    let rare: Vec<Rarity> = events.iter().map(|event| frequency.rarity(event)).collect();
    let side = |at: u32| (&events[at as usize], &rare[at as usize]);
    let comparison = |left: u32, right: u32| {
        let ((left, rare_left), (right, rare_right)) = (side(left), side(right));
        Comparison::new(left, right, [rare_left, rare_right], &frequency)
    };
    let mut seen = BTreeSet::new();
    let (mut compared, threshold) = (0, Weights::embedded().threshold.possible);
    outcome.blocks_cut = pairs(events, &first, |left, right| {
        compared += 1;
        if comparison(left, right).score() >= threshold {
            seen.insert((left, right));
        }
    });
    outcome.compared = compared;
    let told = seen.into_iter().map(|(l, r)| proposal(l, r, false, comparison(l, r).told()));
    proposals.extend(told);
    let order = |a: &Proposal, b: &Proposal| {
        b.score.total_cmp(&a.score).then((a.left, a.right).cmp(&(b.left, b.right)))
    };
    proposals.sort_by(order);
    outcome.proposals = proposals;
    outcome
}

/// The first of every group of equal reports, and proposals for the others of it.
fn equal(
    events: &[Event],
    frequency: &Frequency,
    outcome: &mut Outcome,
) -> (Vec<u32>, Vec<Proposal>) {
    let (mut first, mut proposals) = (Vec::new(), Vec::new());
    let mut groups: HashMap<String, (u32, bool)> = HashMap::new();
    for (at, event) in (0..).zip(events) {
        let (leader, told) = groups.entry(fingerprint(event)).or_insert((at, false));
        if *leader == at {
            first.push(at);
            continue;
        }
        outcome.equal_groups += u64::from(!std::mem::replace(told, true));
        let factors = compare(&events[*leader as usize], event, frequency);
        proposals.push(proposal(*leader, at, true, factors));
    }
    proposals.retain(|one| one.score >= Weights::embedded().threshold.possible);
    (first, proposals)
}

/// Everything that is compared, as one text.
fn fingerprint(event: &Event) -> String {
    format!("{event:?}")
}

fn proposal(left: u32, right: u32, equal: bool, factors: Vec<Factor>) -> Proposal {
    let score = factors.iter().map(|factor| factor.bits).sum::<f64>();
    let likely = score >= Weights::embedded().threshold.likely;
    let band = if likely { Band::Likely } else { Band::Possible };
    Proposal { left, right, equal, score, band, factors }
}
