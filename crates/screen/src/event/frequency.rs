//! How often two reports agree by chance: counted among the reports that are compared. What is
//! common in its surroundings says little: a kilogram of herb beside another of the same town.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Event;

/// Reports whose worth a share over all of them has beside the share in a surrounding.
const PRIOR: f64 = 12.0;
/// Relative distance of amounts that are the same, near, about the same.
pub(super) const NEAR: [f64; 3] = [0.001, 0.01, 0.05];
/// Days apart that are the same, the next, close.
pub(super) const APART: [i32; 3] = [0, 1, 3];

/// Values of a set of events, by what they stand in.
#[derive(Clone, Debug, Default)]
pub struct Frequency {
    total: f64,
    count: HashMap<u64, u32>,
    /// Sorted amounts of a group of substances: in a country, and everywhere.
    amounts: HashMap<u64, Vec<f64>>,
    /// Sorted days of a country and substance, of a country and place, and of all.
    days: HashMap<u64, Vec<i32>>,
}

/// How often each value of one event is met by chance: looked up once, compared many times.
#[derive(Clone, Debug)]
pub(super) struct Rarity {
    pub country: f64,
    pub substance: f64,
    pub group: f64,
    pub place: f64,
    pub division: f64,
    pub point: f64,
    /// Same, next, close.
    pub day: [f64; 3],
    /// Same, near, about.
    pub amount: [f64; 3],
    /// Conveyance, hiding place, departure, destination.
    pub codes: [f64; 4],
}

fn key(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// What is counted of an event: each key with a name of its own.
struct Keys<'a>(&'a Event);

impl Keys<'_> {
    fn country(&self) -> u64 {
        key((1, &self.0.country))
    }

    fn group(&self) -> u64 {
        key((2, &self.0.country, &self.0.group))
    }

    /// The surroundings of most shares.
    fn substance(&self) -> u64 {
        key((3, &self.0.country, &self.0.substance))
    }

    fn place(&self) -> u64 {
        key((4, &self.0.country, &self.0.place))
    }

    fn place_of_substance(&self) -> u64 {
        key((5, &self.0.country, &self.0.substance, &self.0.place))
    }

    fn division(&self) -> u64 {
        key((6, &self.0.country, &self.0.division))
    }

    fn point(&self) -> u64 {
        key((7, &self.0.country, &self.0.unlocode, &self.0.geohash))
    }

    fn codes(&self) -> [u64; 4] {
        let event = self.0;
        let codes = [&event.transport, &event.hiding_place, &event.departure, &event.destination];
        std::array::from_fn(|at| key((8 + at, &event.country, &event.substance, codes[at])))
    }

    fn each(&self) -> impl Iterator<Item = u64> {
        let one = [self.country(), self.group(), self.substance(), self.place()];
        let two = [self.place_of_substance(), self.division(), self.point()];
        one.into_iter().chain(two).chain(self.codes())
    }

    /// Here and everywhere.
    fn amounts(&self) -> Option<[u64; 2]> {
        let dimension = &self.0.amount.as_ref()?.dimension;
        let group = &self.0.group;
        Some([key((20, &self.0.country, group, dimension)), key((21, group, dimension))])
    }
}

const ALL_DAYS: u64 = 0;

/// How many of a sorted list lie between two values.
fn between<T: PartialOrd>(sorted: &[T], from: T, to: T) -> f64 {
    let below = sorted.partition_point(|value| *value < from);
    (sorted.partition_point(|value| *value <= to) - below) as f64
}

impl Frequency {
    #[must_use]
    pub fn of(events: &[Event]) -> Self {
        let mut counted = Self { total: events.len().max(2) as f64, ..Self::default() };
        for event in events {
            let keys = Keys(event);
            keys.each().for_each(|key| *counted.count.entry(key).or_default() += 1);
            for key in [keys.substance(), keys.place(), ALL_DAYS] {
                counted.days.entry(key).or_default().push(event.day);
            }
            if let (Some(keys), Some(amount)) = (keys.amounts(), &event.amount) {
                for key in keys {
                    counted.amounts.entry(key).or_default().push(amount.value);
                }
            }
        }
        counted.amounts.values_mut().for_each(|list| list.sort_unstable_by(f64::total_cmp));
        counted.days.values_mut().for_each(|list| list.sort_unstable());
        counted
    }

    /// The odds that two of the events, taken by chance, are one: in bits, below zero.
    #[must_use]
    pub fn chance_bits(&self) -> f64 {
        -self.total.log2()
    }

    fn count(&self, key: u64) -> f64 {
        f64::from(self.count.get(&key).copied().unwrap_or(0))
    }

    /// A share among the reports of a surrounding; the two that are compared do not count for
    /// themselves, and nothing is certain from few.
    fn share(&self, key: u64, among: f64) -> f64 {
        ((self.count(key) - 2.0).max(0.0) + 1.0) / (among + 1.0)
    }

    pub(super) fn rarity(&self, event: &Event) -> Rarity {
        let keys = Keys(event);
        let (country, substance) = (self.count(keys.country()), self.count(keys.substance()));
        let of_country = |key: u64| self.share(key, country);
        let of_substance = |key: u64| self.share(key, substance);
        let by_country = of_country(keys.place());
        let here = (self.count(keys.place_of_substance()) - 2.0).max(0.0);
        Rarity {
            country: self.share(keys.country(), self.total),
            substance: of_country(keys.substance()),
            group: of_country(keys.group()),
            place: ((here + PRIOR * by_country) / (substance + PRIOR)).max(1.0 / (country + PRIOR)),
            division: of_country(keys.division()),
            point: of_country(keys.point()),
            day: self.days(&keys),
            amount: self.amounts(&keys),
            codes: keys.codes().map(of_substance),
        }
    }

    /// The share of reports about as much of such substances, here and everywhere.
    fn amounts(&self, keys: &Keys<'_>) -> [f64; 3] {
        let (Some([here, all]), Some(amount)) = (keys.amounts(), &keys.0.amount) else {
            return [1.0; 3];
        };
        let empty = Vec::new();
        let list = |key: u64| self.amounts.get(&key).unwrap_or(&empty);
        let value = amount.value;
        NEAR.map(|near| {
            let span = value.abs() * near * 1.01;
            let others = |list: &[f64]| (between(list, value - span, value + span) - 2.0).max(0.0);
            let everywhere = (others(list(all)) + 0.5) / (list(all).len() as f64 + 1.0);
            (others(list(here)) + PRIOR * everywhere) / (list(here).len() as f64 + PRIOR)
        })
    }

    /// The share of reports on such a day: of the same substance, or at the same place where that
    /// is more, because a register fills in bursts.
    fn days(&self, keys: &Keys<'_>) -> [f64; 3] {
        let day = keys.0.day;
        let empty = Vec::new();
        let list = |key: u64| self.days.get(&key).unwrap_or(&empty);
        let all = list(ALL_DAYS);
        APART.map(|apart| {
            let others = |list: &[i32]| (between(list, day - apart, day + apart) - 2.0).max(0.0);
            let everywhere = (others(all) + 1.0) / (all.len() as f64 + 1.0);
            let share =
                |list: &[i32]| (others(list) + PRIOR * everywhere) / (list.len() as f64 + PRIOR);
            let at_place = if keys.0.place.is_empty() { 0.0 } else { share(list(keys.place())) };
            share(list(keys.substance())).max(at_place)
        })
    }
}
