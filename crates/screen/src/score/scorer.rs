//! A scorer: fitted weights under a name that never changes its meaning. Old ones stay, so that an
//! old decision can be worked out again.

use super::addend::{Addend, Reason};
pub use super::align::SeenNames;
use super::align::{self, Alignment, Seen};
use super::feature::{self, Feature, Values};
use super::look;
use super::part::Way;
use crate::birth::{Birth, Dates};
use crate::document::Numbers;
use crate::name::Name;
use crate::script::Script;
use crate::subject::Subject;
use std::sync::LazyLock;

/// What a thing other than the name may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    Birth(Dates),
    SameSex,
    OtherSex,
    SameCountry,
    OtherCountry,
    Document(Numbers),
}

/// The weights of one scorer.
#[derive(Clone, Debug)]
pub struct Scorer {
    /// `name/1`, `name/2`, …: what a decision is recorded with.
    pub id: &'static str,
    weights: Values,
    facts: Vec<(Fact, f32)>,
}

static FIRST: LazyLock<Scorer> =
    LazyLock::new(|| Scorer::parse("name/1", include_str!("../../data/scorer/name-1.tsv")));

/// Every scorer there has been, the newest last.
#[must_use]
pub fn all() -> [&'static Scorer; 1] {
    [&FIRST]
}

/// The scorer in use.
#[must_use]
pub fn newest() -> &'static Scorer {
    all()[all().len() - 1]
}

/// The scorer of an old decision.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Scorer> {
    all().into_iter().find(|scorer| scorer.id == id)
}

/// Facts confirm only between names at least this alike (log-odds).
const LIKE_MIN: f32 = -2.0;
/// And no more than this altogether.
const CONFIRM_MAX: f32 = 5.0;
/// Birth date, sex and country select nobody: names below even odds stay this far below them.
const PERSONAL_BELOW: f32 = -0.1;

/// What facts add where they agree.
#[derive(Clone, Copy, Default)]
struct Confirmation {
    /// Birth date, sex and country: what many people share.
    personal: f32,
    /// The number of a document: what one person has.
    document: f32,
}

impl Scorer {
    fn parse(id: &'static str, text: &str) -> Scorer {
        let value = |key: &str| -> f32 {
            let line = text.lines().find(|line| line.split('\t').next() == Some(key));
            let value = line.and_then(|line| line.split('\t').nth(1)?.parse().ok());
            value.expect("a scorer's file in the source has every weight")
        };
        let mut weights = [0.0; Feature::ALL.len()];
        for feature in Feature::ALL {
            weights[feature as usize] = value(&format!("{feature:?}"));
        }
        let facts = FACTS.map(|(fact, key)| (fact, value(key)));
        Scorer { id, weights, facts: facts.to_vec() }
    }

    /// The log-odds that two names are one.
    #[must_use]
    pub fn names(&self, left: &Name, right: &Name) -> f32 {
        self.compare(left, right, &mut Seen::default()).odds()
    }

    fn compare<'a>(&self, left: &'a Name, right: &'a Name, seen: &mut Seen) -> Compared<'a> {
        let found = align::align_seen(left, right, seen);
        let values = feature::values(left, right, &found);
        let weighed = self.weigh(&values);
        Compared { left, right, found, values, weighed }
    }

    fn weigh(&self, values: &Values) -> f32 {
        self.weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
    }

    /// The two names that are most alike, and their log-odds.
    fn best<'a>(
        &self,
        left: &'a Subject,
        right: &'a Subject,
        seen: &mut SeenNames,
    ) -> Option<(Compared<'a>, f32)> {
        let mut best: Option<(Compared, f32)> = None;
        for (at, one) in left.names.iter().enumerate() {
            for two in &right.names {
                let compared = self.compare(one, two, seen.of(at));
                let odds = compared.odds();
                if best.as_ref().is_none_or(|best| odds.total_cmp(&best.1).is_ge()) {
                    best = Some((compared, odds));
                }
            }
        }
        best
    }

    /// The probability that two subjects are one.
    #[must_use]
    pub fn score(&self, left: &Subject, right: &Subject) -> f32 {
        self.score_from(0.0, left, right, &mut SeenNames::default()).unwrap_or(0.0)
    }

    /// The same, or nothing where it is surely less than `threshold`. `seen` holds what was
    /// compared before with the same left subject.
    #[must_use]
    pub fn score_from(
        &self,
        threshold: f64,
        left: &Subject,
        right: &Subject,
        seen: &mut SeenNames,
    ) -> Option<f32> {
        let (lower, whole) = self.facts_between(left, right);
        let score = |names: f32| {
            let added = confirmed(names, whole);
            probability(names + lower + added.personal + added.document)
        };
        // Names that contradict one another end below this, so how they look need not be known.
        let looked_at = f64::from(score(LOOK_BELOW)) + ROUNDING >= threshold;
        let mut best: Option<f32> = None;
        for (at, one) in left.names.iter().enumerate() {
            for two in &right.names {
                let compared = self.compare(one, two, seen.of(at));
                if looked_at || compared.weighed >= LOOK_BELOW {
                    let odds = compared.odds();
                    best = Some(best.map_or(odds, |best| best.max(odds)));
                }
            }
        }
        best.map(score)
    }

    /// What lowers, and what would confirm.
    fn facts_between(&self, left: &Subject, right: &Subject) -> (f32, Confirmation) {
        let (mut lower, mut whole) = (0.0, Confirmation::default());
        for fact in facts(left, right) {
            let weight = self.weight(fact);
            lower += weight.min(0.0);
            match fact {
                Fact::Document(_) => whole.document += weight.max(0.0),
                _ => whole.personal += weight.max(0.0),
            }
        }
        (lower, whole)
    }

    /// What a fact adds.
    #[must_use]
    pub fn weight(&self, fact: Fact) -> f32 {
        self.facts.iter().find(|(known, _)| *known == fact).map_or(0.0, |(_, weight)| *weight)
    }

    /// The log-odds of names that agree in every part and in nothing else. Titles that resemble one
    /// another are all that can add to it.
    #[must_use]
    pub fn names_most(&self) -> f32 {
        let weight = |feature: Feature| self.weights[feature as usize].max(0.0);
        let start = self.weights[Feature::Start as usize];
        start + weight(Feature::Agree) * feature::AGREE_MAX + weight(Feature::Scripts)
    }

    /// What birth dates add or take away, whatever the names.
    #[must_use]
    pub fn births(&self, left: &[Birth], right: &[Birth]) -> f32 {
        births(left, right).map_or(0.0, |fact| self.weight(fact))
    }

    /// The most that birth dates add.
    #[must_use]
    pub fn births_most(&self) -> f32 {
        let births = self.facts.iter().filter(|(fact, _)| matches!(fact, Fact::Birth(_)));
        births.map(|(_, weight)| *weight).fold(0.0, f32::max)
    }

    /// What countries add or take away, whatever the names.
    #[must_use]
    pub fn countries(&self, left: &[&str], right: &[&str]) -> f32 {
        countries(left, right).map_or(0.0, |fact| self.weight(fact))
    }

    /// The probability with its reasons. The reasons' addends sum to its log-odds.
    #[must_use]
    pub fn explain(&self, left: &Subject, right: &Subject) -> (f32, Vec<Addend>) {
        self.explain_seen(left, right, &mut SeenNames::default())
    }

    /// The same, where `seen` holds what was compared before with the same left subject.
    pub fn explain_seen(
        &self,
        left: &Subject,
        right: &Subject,
        seen: &mut SeenNames,
    ) -> (f32, Vec<Addend>) {
        let Some((best, names)) = self.best(left, right, seen) else { return (0.0, Vec::new()) };
        let Compared { left: one, right: two, found, values, .. } = &best;
        let mut addends = self.pair_addends(one, two, found, values);
        addends.extend(self.feature_addends(one, two, found, values));
        addends.extend(Addend::look(best.look()));
        let (lower, whole) = self.facts_between(left, right);
        let added = confirmed(names, whole);
        let share = |added: f32, whole: f32| if whole > 0.0 { added / whole } else { 0.0 };
        for fact in facts(left, right) {
            let weight = self.weight(fact);
            let share = match fact {
                _ if weight <= 0.0 => 1.0,
                Fact::Document(_) => share(added.document, whole.document),
                _ => share(added.personal, whole.personal),
            };
            addends.push(Addend::fact(fact, left, right, weight * share));
        }
        (probability(names + lower + added.personal + added.document), addends)
    }

    /// One line for each pair of parts that are the same: its share of the evidence, and what its
    /// differences cost.
    fn pair_addends(&self, l: &Name, r: &Name, found: &Alignment, values: &Values) -> Vec<Addend> {
        let same: Vec<_> = found.pairs.iter().filter(|pair| pair.is_same()).collect();
        let gain: f32 = same.iter().map(|pair| pair.likeness.gain.max(0.0)).sum();
        let agree = self.weights[Feature::Agree as usize] * values[Feature::Agree as usize];
        same.into_iter()
            .map(|pair| {
                let share = if gain > 0.0 { pair.likeness.gain.max(0.0) / gain } else { 0.0 };
                let own = match pair.likeness.way {
                    Way::Equivalent => self.weights[Feature::Equivalent as usize],
                    Way::Initial => self.weights[Feature::Initial as usize],
                    _ => 0.0,
                };
                Addend::pair(pair, l, r, agree * share + own)
            })
            .collect()
    }

    /// One line for each other feature that shows.
    fn feature_addends(
        &self,
        l: &Name,
        r: &Name,
        found: &Alignment,
        values: &Values,
    ) -> Vec<Addend> {
        let by_pair = [Feature::Agree, Feature::Equivalent, Feature::Initial];
        let shown = Feature::ALL
            .into_iter()
            .filter(|feature| !by_pair.contains(feature) && values[*feature as usize] != 0.0);
        shown
            .map(|feature| {
                let adds = self.weights[feature as usize] * values[feature as usize];
                Addend::feature(Reason::Feature(feature), found, l, r, adds)
            })
            .collect()
    }
}

/// Facts confirm the likeness of names. What many people share lifts no names over even odds that
/// are below them; the number of a document may.
fn confirmed(names: f32, whole: Confirmation) -> Confirmation {
    let alike = ((names - LIKE_MIN) / 2.0).clamp(0.0, 1.0);
    let sum = whole.personal + whole.document;
    let share = if sum > CONFIRM_MAX { alike * CONFIRM_MAX / sum } else { alike };
    let document = whole.document * share;
    let room = match names + document {
        odds if odds >= 0.0 => CONFIRM_MAX,
        odds => (PERSONAL_BELOW - odds).max(0.0),
    };
    Confirmation { personal: (whole.personal * share).min(room), document }
}

/// Two names laid side by side.
struct Compared<'a> {
    left: &'a Name,
    right: &'a Name,
    found: Alignment,
    values: Values,
    weighed: f32,
}

impl Compared<'_> {
    fn look(&self) -> f32 {
        look_between(self.left, self.right, self.weighed)
    }

    fn odds(&self) -> f32 {
        if self.left.parts.is_empty() || self.right.parts.is_empty() {
            return f32::NEG_INFINITY;
        }
        self.weighed + self.look()
    }
}

/// Sums are rounded.
const ROUNDING: f64 = 0.001;
/// Names less likely than this are ordered by their looks.
const LOOK_BELOW: f32 = -0.5;
/// The log-odds between names that look the same and names without a letter together.
const LOOK_SPAN: f32 = 6.0;

/// What is added to names of one script that contradict one another, so that those that look alike
/// come first. It lifts none above [`LOOK_BELOW`].
fn look_between(left: &Name, right: &Name, weighed: f32) -> f32 {
    let latin = |name: &Name| name.parts.iter().all(|part| part.script == Script::Latin);
    if weighed >= LOOK_BELOW || !latin(left) || !latin(right) {
        return 0.0;
    }
    LOOK_BELOW - LOOK_SPAN * (1.0 - look::alike(left, right)) - weighed
}

const FACTS: [(Fact, &str); 17] = [
    (Fact::Birth(Dates::Same), "birth.same"),
    (Fact::Birth(Dates::SameMonth), "birth.same_month"),
    (Fact::Birth(Dates::SameYear), "birth.same_year"),
    (Fact::Birth(Dates::Swapped), "birth.swapped"),
    (Fact::Birth(Dates::Digit), "birth.digit"),
    (Fact::Birth(Dates::NearYear), "birth.near_year"),
    (Fact::Birth(Dates::Calendar), "birth.calendar"),
    (Fact::Birth(Dates::OtherDay), "birth.other_day"),
    (Fact::Birth(Dates::FewYears), "birth.few_years"),
    (Fact::Birth(Dates::Differ), "birth.differ"),
    (Fact::SameSex, "sex.same"),
    (Fact::OtherSex, "sex.other"),
    (Fact::SameCountry, "country.same"),
    (Fact::OtherCountry, "country.other"),
    (Fact::Document(Numbers::Same), "document.same"),
    (Fact::Document(Numbers::LookAlike), "document.look_alike"),
    (Fact::Document(Numbers::Differ), "document.differ"),
];

/// Of several dates the nearest count.
fn births(left: &[Birth], right: &[Birth]) -> Option<Fact> {
    left.iter().flat_map(|one| right.iter().map(|two| one.compare(*two))).min().map(Fact::Birth)
}

fn countries(left: &[&str], right: &[&str]) -> Option<Fact> {
    let both = !left.is_empty() && !right.is_empty();
    let same = left.iter().any(|code| right.contains(code));
    both.then_some(if same { Fact::SameCountry } else { Fact::OtherCountry })
}

/// What both subjects say about the same thing. Of several numbers the nearest counts.
fn facts(left: &Subject, right: &Subject) -> impl Iterator<Item = Fact> {
    let papers =
        left.documents.iter().flat_map(|one| right.documents.iter().map(|two| one.compare(two)));
    let sex = left.sex.zip(right.sex).map(|(one, two)| match one == two {
        true => Fact::SameSex,
        false => Fact::OtherSex,
    });
    let birth = births(&left.births, &right.births);
    let country = countries(&left.countries, &right.countries);
    let paper = papers.min().map(Fact::Document);
    [birth, sex, country, paper].into_iter().flatten()
}

/// Log-odds as a probability: 0 is 0.5.
#[must_use]
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
