//! Is it the same event? Two reports of a seizure are compared feature by feature; what each
//! finding weighs is added up and told. Nothing is ever merged here: the answer is a proposal.

mod block;
mod compare;
mod frequency;
pub mod population;
mod propose;
mod sentence;
mod weight;

use serde::Serialize;

pub use compare::{Factor, Feature, Finding, compare};
pub use frequency::Frequency;
pub use propose::{Band, Outcome, Proposal, propose};
pub use sentence::sentence;
pub use weight::Weights;

/// A quantity in its base unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    pub value: f64,
    /// `mass`, `volume`, `count`, …: only amounts of one dimension are compared.
    pub dimension: String,
}

/// What is compared of a report. Empty text is silence and weighs nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// Days since 1970-01-01.
    pub day: i32,
    /// Days by which `day` may be wrong.
    pub day_tolerance: i32,
    pub country: String,
    pub division: String,
    pub place: String,
    pub unlocode: String,
    pub geohash: String,
    pub substance: String,
    /// The group a substance belongs to: `cocaine-type`.
    pub group: String,
    pub amount: Option<Amount>,
    pub transport: String,
    pub hiding_place: String,
    pub departure: String,
    pub destination: String,
    /// The table it is a row of, and who keeps it; empty where it was written by itself.
    pub table: String,
}

/// Names of places as they are compared: without case, accents, signs and the words around a name.
#[must_use]
pub fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;

    use crate::script::fold;
    let bare = text
        .nfkd()
        .filter(|letter| !fold::is_ignored(*letter))
        .flat_map(char::to_lowercase)
        .map(|letter| fold::bare(fold::unify(letter)));
    let bare: String = bare.collect();
    let words = bare.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Event {
    /// With its words folded, ready to be compared.
    #[must_use]
    pub fn ready(mut self) -> Self {
        self.place = folded(&self.place);
        self.division = folded(&self.division);
        self
    }
}

/// How near two names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Likeness {
    Same,
    Alike,
    /// Too different for one slip of the pen, too like for two towns taken by chance.
    Resembling,
    Other,
}

/// How alike two folded names of places are.
#[must_use]
pub fn place_likeness(one: &str, other: &str) -> Likeness {
    if one == other {
        return Likeness::Same;
    }
    let within = |a: &str, b: &str| a.split(' ').all(|word| b.split(' ').any(|w| w == word));
    if within(one, other) || within(other, one) {
        return Likeness::Alike;
    }
    let sorted = |name: &str| {
        let mut words: Vec<&str> = name.split(' ').collect();
        words.sort_unstable();
        words.concat()
    };
    let (a, b) = (sorted(one), sorted(other));
    let longer = a.chars().count().max(b.chars().count());
    match strsim::osa_distance(&a, &b) {
        0 => Likeness::Alike,
        // One slip in five letters, two in ten: a typing error, not another town.
        slips if slips * 5 <= longer => Likeness::Alike,
        slips if slips * 3 <= longer => Likeness::Resembling,
        _ => Likeness::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_spelling_is_alike_and_another_town_is_not() {
        let check = |one: &str, other: &str, expect: Likeness| {
            assert_eq!(place_likeness(&folded(one), &folded(other)), expect, "{one} / {other}");
        };
        check("Cartagena", "CARTAGENA", Likeness::Same);
        check("San José", "San Jose", Likeness::Same);
        check("Cartagena", "Cartagena de Indias", Likeness::Alike);
        check("Cartagena", "Cartegena", Likeness::Alike);
        check("Medellín", "Medelin", Likeness::Alike);
        check("Puerto Buenaventura", "Buenaventura, puerto", Likeness::Alike);
        check("الدار البيضاء", "الدّار البيضاء", Likeness::Same);
        check("Cali", "Cadiz", Likeness::Other);
        check("Roma", "Rome", Likeness::Resembling);
        check("Cali", "Cail", Likeness::Resembling);
        check("Bogota", "Barranquilla", Likeness::Other);
    }
}
