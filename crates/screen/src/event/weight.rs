//! The numbers of the comparison: they live in `data/event.toml`, versioned.

use std::sync::OnceLock;

use serde::Deserialize;

const EMBEDDED: &str = include_str!("../../data/event.toml");

/// Shares and bits; a score names the version it was made with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    pub version: u32,
    pub day: Day,
    pub quantity: Quantity,
    pub place: Name,
    pub division: Name,
    pub substance: Substance,
    pub code: Pair,
    pub point: Pair,
    pub country: Country,
    pub part: Part,
    pub bits: Bits,
    pub threshold: Threshold,
}

/// Shares of reports of one event, by how far apart the days are.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    pub same: f64,
    pub next: f64,
    pub close: f64,
    pub other: f64,
}

/// The same by how far apart the amounts are.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    pub same: f64,
    pub near: f64,
    pub about: f64,
    pub other: f64,
    pub dimension: f64,
}

/// The same for names of places.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    pub same: f64,
    pub alike: f64,
    pub resembling: f64,
    pub other: f64,
}

/// The same for substances.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Substance {
    pub same: f64,
    pub group: f64,
    pub other: f64,
}

/// The same for what is equal or not.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    pub same: f64,
    pub other: f64,
}

/// How often one event is told under two countries.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    pub other: f64,
}

/// What counts only in part.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub code: f64,
}

/// Bits of what no count gives.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bits {
    pub calibration: f64,
    pub same_table: f64,
}

/// Where a proposal begins.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    pub possible: f64,
    pub likely: f64,
}

impl Weights {
    /// The numbers this version ships with.
    ///
    /// # Panics
    /// Never: a test reads the file.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| toml::from_str(EMBEDDED).expect("a test reads the weights"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_is_the_likelier_and_shares_leave_nothing_over() {
        let weights = Weights::embedded();
        let check = |shares: &[f64]| {
            assert!(shares.windows(2).all(|pair| pair[0] > pair[1]), "{shares:?}");
            assert!(shares.iter().sum::<f64>() <= 1.0 + 1e-9, "{shares:?}");
        };
        let Weights { day, quantity, place, division, substance, .. } = weights;
        check(&[day.same, day.next, day.close, day.other]);
        check(&[quantity.same, quantity.near, quantity.about, quantity.other]);
        check(&[place.same, place.alike, place.resembling, place.other]);
        check(&[division.same, division.alike, division.resembling, division.other]);
        check(&[substance.same, substance.group, substance.other]);
        check(&[weights.code.same, weights.code.other]);
        check(&[weights.point.same, weights.point.other]);
        assert!(weights.threshold.possible < weights.threshold.likely);
        assert!(weights.bits.same_table < 0.0);
    }
}
