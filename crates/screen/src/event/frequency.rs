//! How often a value occurs among what is compared: agreeing on a rare one says more.

use std::collections::HashMap;

use super::Event;

/// Counts of values over a set of events.
#[derive(Clone, Debug, Default)]
pub struct Frequency {
    total: u32,
    days: u32,
    substance: HashMap<String, u32>,
    amount: HashMap<String, u32>,
    place: HashMap<String, u32>,
    code: HashMap<String, u32>,
}

/// How rare each value of one event is: looked up once, compared many times.
#[derive(Clone, Debug)]
pub(super) struct Rarity {
    pub substance: f64,
    pub amount: f64,
    pub place: f64,
    /// Conveyance, hiding place, departure, destination.
    pub codes: [f64; 4],
}

/// An amount to four digits, as one value among others.
fn amount_key(event: &Event) -> Option<String> {
    let amount = event.amount.as_ref()?;
    Some(format!("{}:{}:{:.3e}", event.group, amount.dimension, amount.value))
}

impl Frequency {
    #[must_use]
    pub fn of(events: &[Event]) -> Self {
        let mut counted = Self { total: events.len().max(1) as u32, ..Self::default() };
        let mut days = HashMap::new();
        for event in events {
            *days.entry(event.day).or_insert(0_u32) += 1;
            *counted.substance.entry(event.substance.clone()).or_default() += 1;
            if let Some(key) = amount_key(event) {
                *counted.amount.entry(key).or_default() += 1;
            }
            *counted.place.entry(event.place.clone()).or_default() += 1;
            let codes =
                [&event.transport, &event.hiding_place, &event.departure, &event.destination];
            for code in codes {
                *counted.code.entry(code.clone()).or_default() += 1;
            }
        }
        counted.days = days.len().max(1) as u32;
        counted
    }

    /// The odds that two of the events, taken by chance, are one: in bits, below zero.
    #[must_use]
    pub fn chance_bits(&self) -> f64 {
        -f64::from(self.total).log2()
    }

    fn share(&self, counts: &HashMap<String, u32>, key: &str) -> f64 {
        // A value seen once is no rarer than two would be: nothing is certain from one sighting.
        let count = counts.get(key).copied().unwrap_or(0).max(2);
        f64::from(count) / f64::from(self.total.max(2))
    }

    pub(super) fn rarity(&self, event: &Event) -> Rarity {
        let codes = [&event.transport, &event.hiding_place, &event.departure, &event.destination];
        Rarity {
            substance: self.share(&self.substance, &event.substance),
            amount: amount_key(event).map_or(1.0, |key| self.share(&self.amount, &key)),
            place: self.share(&self.place, &event.place),
            codes: codes.map(|code| self.share(&self.code, code).max(0.004)),
        }
    }

    pub(super) fn day(&self) -> f64 {
        1.0 / f64::from(self.days)
    }
}
