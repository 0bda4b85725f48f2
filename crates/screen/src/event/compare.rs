//! Two reports, feature by feature. Each finding has its bits; their sum and the odds of chance are
//! the score, and the findings are its reasons.

use serde::Serialize;

use super::frequency::Rarity;
use super::weight::Weights;
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

/// Two events, and how rare what they say is.
pub(super) struct Comparison<'a> {
    left: &'a Event,
    right: &'a Event,
    rare: [&'a Rarity; 2],
    frequency: &'a Frequency,
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
        Self { left, right, rare, frequency, weights, tells: true }
    }

    pub fn score(mut self) -> f64 {
        self.tells = false;
        self.factors().map(|factor| factor.bits).sum()
    }

    pub fn told(self) -> Vec<Factor> {
        self.factors().collect()
    }

    fn factors(&self) -> impl Iterator<Item = Factor> {
        let chance =
            self.factor(Feature::Chance, Finding::Prior, self.frequency.chance_bits(), ["", ""]);
        let always = [chance, self.day(), self.substance()].into_iter();
        let sometimes = [self.country(), self.quantity(), self.place(), self.point(), self.table()];
        always.chain(sometimes.into_iter().flatten()).chain(self.codes())
    }

    fn factor(&self, feature: Feature, finding: Finding, bits: f64, sides: [&str; 2]) -> Factor {
        let told = |side: &str| if self.tells { side.to_owned() } else { String::new() };
        Factor { feature, finding, bits, left: told(sides[0]), right: told(sides[1]) }
    }

    /// How rare the less rare of two values is.
    fn rarity(&self, of: impl Fn(&Rarity) -> f64) -> f64 {
        of(self.rare[0]).max(of(self.rare[1]))
    }
}

/// Takes one text out of an event.
type Of = fn(&Event) -> &str;

/// Bits of agreeing: how much likelier than by chance.
fn agreeing(same: f64, by_chance: f64) -> f64 {
    (same / by_chance.min(same)).log2()
}

impl Comparison<'_> {
    fn sides<'s>(&'s self, of: impl Fn(&'s Event) -> &'s str) -> Option<[&'s str; 2]> {
        let sides = [of(self.left), of(self.right)];
        (!sides[0].is_empty() && !sides[1].is_empty()).then_some(sides)
    }

    fn country(&self) -> Option<Factor> {
        let sides = self.sides(|event| &event.country)?;
        let bits = self.weights.bits.country_other;
        (sides[0] != sides[1]).then(|| self.factor(Feature::Country, Finding::Other, bits, sides))
    }

    fn day(&self) -> Factor {
        let apart = (self.left.day - self.right.day).abs();
        let apart = (apart - self.left.day_tolerance.max(self.right.day_tolerance)).max(0);
        let same = agreeing(self.weights.same.day, self.frequency.day());
        let bits = &self.weights.bits;
        let (finding, bits) = match apart {
            0 => (Finding::Same, same),
            1 => (Finding::Near, same + bits.day_next),
            2 | 3 => (Finding::About, same + bits.day_close),
            _ => (Finding::Other, bits.day_other),
        };
        let day = |event: &Event| if self.tells { event.day.to_string() } else { String::new() };
        self.factor(Feature::Day, finding, bits, [&day(self.left), &day(self.right)])
    }

    fn substance(&self) -> Factor {
        let (left, right) = (self.left, self.right);
        let sides = [left.substance.as_str(), right.substance.as_str()];
        let (finding, bits) = if sides[0] == sides[1] {
            let rare = self.rarity(|rare| rare.substance);
            (Finding::Same, agreeing(self.weights.same.substance, rare))
        } else if !left.group.is_empty() && left.group == right.group {
            (Finding::SameGroup, self.weights.bits.group)
        } else {
            (Finding::Other, self.weights.bits.substance_other)
        };
        self.factor(Feature::Substance, finding, bits, sides)
    }

    fn quantity(&self) -> Option<Factor> {
        let (left, right) = (self.left.amount.as_ref()?, self.right.amount.as_ref()?);
        let bits = &self.weights.bits;
        let text = |value: f64| if self.tells { value.to_string() } else { String::new() };
        let sides = [text(left.value), text(right.value)];
        let told = |finding, bits| {
            Some(self.factor(Feature::Quantity, finding, bits, [&sides[0], &sides[1]]))
        };
        if left.dimension != right.dimension {
            return told(Finding::NotComparable, bits.dimension_other);
        }
        let same = agreeing(self.weights.same.quantity, self.rarity(|rare| rare.amount));
        let apart = (left.value - right.value).abs() / left.value.abs().max(right.value.abs());
        match apart {
            // Zero beside zero is nothing beside nothing.
            _ if left.value == 0.0 && right.value == 0.0 => None,
            ..=0.001 => told(Finding::Same, same),
            ..=0.01 => told(Finding::Near, same + bits.quantity_near),
            ..=0.05 => told(Finding::About, same + bits.quantity_about),
            _ => told(Finding::Other, bits.quantity_other),
        }
    }

    fn place(&self) -> Option<Factor> {
        let Some(sides) = self.sides(|event| &event.place) else { return self.division() };
        let likeness = place_likeness(sides[0], sides[1]);
        let same = agreeing(self.weights.same.place, self.rarity(|rare| rare.place));
        let (finding, bits) = match likeness {
            Likeness::Same => (Finding::Same, same),
            Likeness::Alike => (Finding::Alike, same + self.weights.bits.place_alike),
            Likeness::Other => (Finding::Other, self.weights.bits.place_other),
        };
        Some(self.factor(Feature::Place, finding, bits, sides))
    }

    /// Only where no place is named: a division says little more than that it is not another.
    fn division(&self) -> Option<Factor> {
        let sides = self.sides(|event| &event.division)?;
        let other = place_likeness(sides[0], sides[1]) == Likeness::Other;
        let bits = self.weights.bits.division_other;
        Some(match other {
            true => self.factor(Feature::Division, Finding::Other, bits, sides),
            false => self.factor(Feature::Division, Finding::Same, 1.0, sides),
        })
    }

    fn point(&self) -> Option<Factor> {
        let bits = &self.weights.bits;
        if let Some(sides) = self.sides(|event| &event.unlocode) {
            let same = sides[0] == sides[1];
            return Some(match same {
                true => self.factor(Feature::Point, Finding::Same, bits.point_same, sides),
                false => self.factor(Feature::Point, Finding::Other, bits.point_other, sides),
            });
        }
        let sides = self.sides(|event| &event.geohash)?;
        let shared = sides[0].bytes().zip(sides[1].bytes()).take_while(|(a, b)| a == b).count();
        match shared {
            5.. => Some(self.factor(Feature::Point, Finding::Same, bits.point_same, sides)),
            // Cells of about 150 km: neighbours may lie on either side of an edge.
            3 | 4 => None,
            _ => Some(self.factor(Feature::Point, Finding::Other, bits.point_other, sides)),
        }
    }

    fn codes(&self) -> impl Iterator<Item = Factor> {
        let each: [(Feature, Of); 4] = [
            (Feature::Transport, |event| &event.transport),
            (Feature::HidingPlace, |event| &event.hiding_place),
            (Feature::Departure, |event| &event.departure),
            (Feature::Destination, |event| &event.destination),
        ];
        each.into_iter().enumerate().filter_map(|(at, (feature, of))| {
            let sides = [of(self.left), of(self.right)];
            if sides[0].is_empty() || sides[1].is_empty() {
                return None;
            }
            Some(if sides[0] == sides[1] {
                // Weighed gently: conveyance, hiding place and route depend on one another.
                let bits = agreeing(self.weights.same.code, self.rarity(|rare| rare.codes[at]));
                self.factor(feature, Finding::Same, (bits / 4.0).max(0.0), sides)
            } else {
                self.factor(feature, Finding::Other, self.weights.bits.code_other, sides)
            })
        })
    }

    fn table(&self) -> Option<Factor> {
        let sides = self.sides(|event| &event.table)?;
        let bits = self.weights.bits.same_table;
        (sides[0] == sides[1]).then(|| self.factor(Feature::Table, Finding::Same, bits, sides))
    }
}
