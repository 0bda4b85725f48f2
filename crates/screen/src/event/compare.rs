//! Two reports, feature by feature. Each finding has its bits; their sum and the odds of chance are
//! the score, and the findings are its reasons.

use serde::Serialize;

use super::frequency::{APART, NEAR, Rarity};
use super::weight::{Name, Weights};
use super::{Event, Frequency, Likeness, place_likeness};

/// What was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    Chance,
    Country,
    Day,
    Substance,
    Quantity,
    Place,
    Division,
    Point,
    Transport,
    HidingPlace,
    Departure,
    Destination,
    Table,
    /// Other reports of the same table that fit as well.
    Rivals,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// The odds before anything was compared.
    Prior,
    Same,
    Near,
    About,
    Alike,
    Resembling,
    SameGroup,
    NotComparable,
    Other,
}

/// One reason: the feature, both values, what was found and what it weighs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Factor {
    pub feature: Feature,
    pub finding: Finding,
    pub bits: f64,
    pub left: String,
    pub right: String,
}

/// All reasons for and against.
#[must_use]
pub fn compare(left: &Event, right: &Event, frequency: &Frequency) -> Vec<Factor> {
    let rare = [&frequency.rarity(left), &frequency.rarity(right)];
    Comparison::new(left, right, rare, frequency).told()
}

/// Two events, and how often what they say is met by chance.
pub(super) struct Comparison<'a> {
    left: &'a Event,
    right: &'a Event,
    rare: [&'a Rarity; 2],
    chance: f64,
    weights: &'a Weights,
    /// Whether values are written out: a score alone needs none.
    tells: bool,
}

impl<'a> Comparison<'a> {
    pub fn new(
        left: &'a Event,
        right: &'a Event,
        rare: [&'a Rarity; 2],
        frequency: &'a Frequency,
    ) -> Self {
        let weights = Weights::embedded();
        let chance = frequency.chance_bits() + weights.bits.calibration;
        Self { left, right, rare, chance, weights, tells: true }
    }

    pub fn score(mut self) -> f64 {
        self.tells = false;
        self.factors().map(|factor| factor.bits).sum()
    }

    pub fn told(self) -> Vec<Factor> {
        self.factors().collect()
    }

    fn factors(&self) -> impl Iterator<Item = Factor> {
        let chance = self.factor(Feature::Chance, Finding::Prior, self.chance, ["", ""]);
        let always = [chance, self.country(), self.day(), self.substance()].into_iter();
        let place = [self.place(), self.division(), self.point()];
        let sometimes = [self.quantity(), self.table()].into_iter().chain(place);
        always.chain(sometimes.flatten()).chain(self.codes())
    }

    fn factor(&self, feature: Feature, finding: Finding, bits: f64, sides: [&str; 2]) -> Factor {
        let told = |side: &str| if self.tells { side.to_owned() } else { String::new() };
        Factor { feature, finding, bits, left: told(sides[0]), right: told(sides[1]) }
    }

    /// How often the commoner of two values is met.
    fn commonest(&self, of: impl Fn(&Rarity) -> f64) -> f64 {
        of(self.rare[0]).max(of(self.rare[1]))
    }
}

/// Takes one text out of an event.
type Of = fn(&Event) -> &str;

/// Bits of a finding: how much likelier it is between reports of one event than by chance.
fn bits(share: f64, by_chance: f64) -> f64 {
    (share / by_chance.min(1.0)).log2()
}

/// Names are alike by chance at least this often.
const ALIKE_MIN: f64 = 0.002;

/// How like two names are, and what that weighs.
fn named(shares: &Name, by_chance: f64, sides: [&str; 2]) -> (Finding, f64) {
    match place_likeness(sides[0], sides[1]) {
        Likeness::Same => (Finding::Same, bits(shares.same, by_chance)),
        // A slip of the pen makes a rare name out of a common one.
        Likeness::Alike => (Finding::Alike, bits(shares.alike, by_chance.max(ALIKE_MIN))),
        Likeness::Resembling => {
            // Names resemble one another more often than they are the same.
            let by_chance = by_chance.max(shares.resembling);
            (Finding::Resembling, bits(shares.resembling, by_chance))
        }
        Likeness::Other => (Finding::Other, bits(shares.other, 1.0)),
    }
}

impl Comparison<'_> {
    fn sides<'s>(&'s self, of: impl Fn(&'s Event) -> &'s str) -> Option<[&'s str; 2]> {
        let sides = [of(self.left), of(self.right)];
        (!sides[0].is_empty() && !sides[1].is_empty()).then_some(sides)
    }

    fn country(&self) -> Factor {
        let sides = [self.left.country.as_str(), self.right.country.as_str()];
        match sides[0] == sides[1] {
            true => {
                let by_chance = self.commonest(|rare| rare.country);
                let same = 1.0 - self.weights.country.other;
                self.factor(Feature::Country, Finding::Same, bits(same, by_chance), sides)
            }
            false => {
                let other = bits(self.weights.country.other, 1.0);
                self.factor(Feature::Country, Finding::Other, other, sides)
            }
        }
    }

    fn day(&self) -> Factor {
        let apart = (self.left.day - self.right.day).abs();
        let apart = (apart - self.left.day_tolerance.max(self.right.day_tolerance)).max(0);
        let shares = &self.weights.day;
        let by_chance = |at: usize| self.commonest(|rare| rare.day[at]);
        let (finding, bits) = match APART.iter().position(|most| apart <= *most) {
            Some(0) => (Finding::Same, bits(shares.same, by_chance(0))),
            Some(1) => (Finding::Near, bits(shares.next, by_chance(1))),
            Some(_) => (Finding::About, bits(shares.close, by_chance(2))),
            None => (Finding::Other, bits(shares.other, 1.0)),
        };
        let day = |event: &Event| if self.tells { event.day.to_string() } else { String::new() };
        self.factor(Feature::Day, finding, bits, [&day(self.left), &day(self.right)])
    }

    fn substance(&self) -> Factor {
        let (left, right) = (self.left, self.right);
        let sides = [left.substance.as_str(), right.substance.as_str()];
        let shares = &self.weights.substance;
        let (finding, bits) = if sides[0] == sides[1] {
            (Finding::Same, bits(shares.same, self.commonest(|rare| rare.substance)))
        } else if !left.group.is_empty() && left.group == right.group {
            (Finding::SameGroup, bits(shares.group, self.commonest(|rare| rare.group)))
        } else {
            (Finding::Other, bits(shares.other, 1.0))
        };
        self.factor(Feature::Substance, finding, bits, sides)
    }

    fn quantity(&self) -> Option<Factor> {
        let (left, right) = (self.left.amount.as_ref()?, self.right.amount.as_ref()?);
        let shares = &self.weights.quantity;
        let text = |value: f64| if self.tells { value.to_string() } else { String::new() };
        let sides = [text(left.value), text(right.value)];
        let told = |finding, bits| {
            Some(self.factor(Feature::Quantity, finding, bits, [&sides[0], &sides[1]]))
        };
        if left.dimension != right.dimension {
            return told(Finding::NotComparable, bits(shares.dimension, 1.0));
        }
        // Zero beside zero is nothing beside nothing.
        if left.value == 0.0 && right.value == 0.0 {
            return None;
        }
        let apart = (left.value - right.value).abs() / left.value.abs().max(right.value.abs());
        let by_chance = |at: usize| self.commonest(|rare| rare.amount[at]);
        match NEAR.iter().position(|most| apart <= *most) {
            Some(0) => told(Finding::Same, bits(shares.same, by_chance(0))),
            Some(1) => told(Finding::Near, bits(shares.near, by_chance(1))),
            Some(_) => told(Finding::About, bits(shares.about, by_chance(2))),
            None => told(Finding::Other, bits(shares.other, 1.0)),
        }
    }

    fn place(&self) -> Option<Factor> {
        let sides = self.sides(|event| &event.place)?;
        let by_chance = self.commonest(|rare| rare.place);
        let (finding, bits) = named(&self.weights.place, by_chance, sides);
        Some(self.factor(Feature::Place, finding, bits, sides))
    }

    /// Nothing beside a place that is told the same: it lies in its division.
    fn division(&self) -> Option<Factor> {
        let sides = self.sides(|event| &event.division)?;
        if !self.left.place.is_empty() && self.left.place == self.right.place {
            return None;
        }
        let by_chance = self.commonest(|rare| rare.division);
        let (finding, bits) = named(&self.weights.division, by_chance, sides);
        Some(self.factor(Feature::Division, finding, bits, sides))
    }

    /// Where the place itself is named on both sides, a point that agrees adds nothing to it.
    fn point(&self) -> Option<Factor> {
        let shares = &self.weights.point;
        let named = self.sides(|event| &event.place).is_some();
        let told = |same: bool, sides| match same {
            true if named => None,
            true => {
                let same = bits(shares.same, self.commonest(|rare| rare.point));
                Some(self.factor(Feature::Point, Finding::Same, same, sides))
            }
            false => {
                Some(self.factor(Feature::Point, Finding::Other, bits(shares.other, 1.0), sides))
            }
        };
        if let Some(sides) = self.sides(|event| &event.unlocode) {
            return told(sides[0] == sides[1], sides);
        }
        let sides = self.sides(|event| &event.geohash)?;
        let shared = sides[0].bytes().zip(sides[1].bytes()).take_while(|(a, b)| a == b).count();
        match shared {
            5.. => told(true, sides),
            // Cells of about 150 km: neighbours may lie on either side of an edge.
            3 | 4 => None,
            _ => told(false, sides),
        }
    }

    fn codes(&self) -> impl Iterator<Item = Factor> {
        let each: [(Feature, Of); 4] = [
            (Feature::Transport, |event| &event.transport),
            (Feature::HidingPlace, |event| &event.hiding_place),
            (Feature::Departure, |event| &event.departure),
            (Feature::Destination, |event| &event.destination),
        ];
        let (shares, part) = (&self.weights.code, self.weights.part.code);
        each.into_iter().enumerate().filter_map(move |(at, (feature, of))| {
            let sides = [of(self.left), of(self.right)];
            if sides[0].is_empty() || sides[1].is_empty() {
                return None;
            }
            Some(match sides[0] == sides[1] {
                true => {
                    let same = bits(shares.same, self.commonest(|rare| rare.codes[at]));
                    self.factor(feature, Finding::Same, (same * part).max(0.0), sides)
                }
                false => {
                    self.factor(feature, Finding::Other, bits(shares.other, 1.0) * part, sides)
                }
            })
        })
    }

    fn table(&self) -> Option<Factor> {
        let sides = self.sides(|event| &event.table)?;
        let bits = self.weights.bits.same_table;
        (sides[0] == sides[1]).then(|| self.factor(Feature::Table, Finding::Same, bits, sides))
    }
}
