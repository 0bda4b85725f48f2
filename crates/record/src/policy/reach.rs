//! How far a record reaches: to whom, how closely handled, what for. A later revision may narrow
//! that alone; what widens it needs a second person.

use std::collections::BTreeSet;

use super::{PAP, TLP};
use crate::{Handling, HandlingCode, NodeCode, Purpose};

codes!(
    /// In what way a revision reaches further than the one before.
    Widening {
        Recipients = "recipients",
        Level = "level",
        Codes = "codes",
        Conditions = "conditions",
        Marking = "marking",
        Purposes = "purposes",
        Onward = "onward",
    }
);

/// What decides who may use a record, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach<'a> {
    pub recipients: &'a BTreeSet<NodeCode>,
    pub handling: &'a Handling,
    pub purposes: &'a [Purpose],
}

/// Every way in which `after` reaches further than `before`; none where it only narrows.
pub fn widened(before: &Reach<'_>, after: &Reach<'_>) -> Vec<Widening> {
    let (was, is) = (before.handling, after.handling);
    let found = |widening: &Widening| match widening {
        Widening::Recipients => !after.recipients.is_subset(before.recipients),
        Widening::Level => is.level < was.level,
        Widening::Codes => !binding(was).is_subset(&binding(is)),
        // No machine can tell whether other words bind more: they are another condition.
        Widening::Conditions => was.conditions.is_some() && is.conditions != was.conditions,
        Widening::Marking => opened(&was.tlp, &is.tlp, &TLP) || opened(&was.pap, &is.pap, &PAP),
        Widening::Onward => is.onward_transfer.as_ref().is_some_and(|wanted| {
            !was.onward_transfer.as_ref().is_some_and(|had| wanted.is_within(had))
        }),
        Widening::Purposes => after.purposes.iter().any(|each| !before.purposes.contains(each)),
    };
    Widening::ALL.iter().copied().filter(found).collect()
}

/// Codes that bind: `H0` grants what no code forbids.
fn binding(handling: &Handling) -> BTreeSet<HandlingCode> {
    handling.codes.iter().copied().filter(|code| *code != HandlingCode::H0).collect()
}

/// Whether a marking became more open; one that is on no scale cannot be compared.
fn opened(was: &Option<String>, is: &Option<String>, scale: &[&str]) -> bool {
    let rank = |mark: &String| scale.iter().position(|known| known == mark);
    match (was, is) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(was), Some(is)) if was == is => false,
        (Some(was), Some(is)) => match (rank(was), rank(is)) {
            (Some(was), Some(is)) => is < was,
            _ => true,
        },
    }
}
