//! The numbers of the comparison: they live in `data/event.toml`, versioned.

use std::sync::OnceLock;

use serde::Deserialize;

const EMBEDDED: &str = include_str!("../../data/event.toml");

/// Shares and bits; a score names the version it was made with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    pub version: u32,
    pub same: Same,
    pub bits: Bits,
    pub threshold: Threshold,
}

/// Share of reports of one event in which a feature is told the same.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Same {
    pub substance: f64,
    pub quantity: f64,
    pub day: f64,
    pub place: f64,
    pub code: f64,
}

/// Bits of every other finding.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bits {
    pub group: f64,
    pub substance_other: f64,
    pub quantity_near: f64,
    pub quantity_about: f64,
    pub quantity_other: f64,
    pub dimension_other: f64,
    pub day_next: f64,
    pub day_close: f64,
    pub day_other: f64,
    pub place_alike: f64,
    pub place_other: f64,
    pub division_other: f64,
    pub point_same: f64,
    pub point_other: f64,
    pub country_other: f64,
    pub code_other: f64,
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
    fn the_numbers_are_in_order() {
        let weights = Weights::embedded();
        let same = &weights.same;
        for share in [same.substance, same.quantity, same.day, same.place, same.code] {
            assert!((0.5..1.0).contains(&share));
        }
        assert!(weights.threshold.possible < weights.threshold.likely);
        let bits = &weights.bits;
        assert!(
            bits.quantity_other < bits.quantity_about && bits.quantity_about < bits.quantity_near
        );
        assert!(bits.day_other < bits.day_close && bits.day_close < bits.day_next);
    }
}
