//! Made-up registers for tests and benchmarks, and what a second report makes of an event. The same
//! seed gives the same events. No place, nobody and nothing in them exists.

use std::collections::HashMap;

use super::{Amount, Band, Event, Likeness, Proposal, place_likeness};
use crate::population::Draw;

const TOWNS: [&str; 24] = [
    "Puerto Verde",
    "San Jacinto",
    "Villa Clara",
    "Monte Alto",
    "Rio Seco",
    "Las Palmas Altas",
    "Cabo Norte",
    "Santa Ines",
    "El Mirador",
    "Tres Cruces",
    "Laguna Azul",
    "Campo Real",
    "Ain Zarqa",
    "Wadi Salim",
    "Bir Hassan",
    "Dar Nour",
    "Port Saint-Luc",
    "Belleville-sur-Mer",
    "Mont Clair",
    "Grand Marais",
    "North Haven",
    "Ashford Quay",
    "Stonebridge",
    "Milltown",
];
const DRUGS: [(&str, &str); 10] = [
    ("cocaine", "cocaine-type"),
    ("cocaine-base", "cocaine-type"),
    ("crack", "cocaine-type"),
    ("cannabis-herb", "cannabis-type"),
    ("cannabis-resin", "cannabis-type"),
    ("heroin", "opioid"),
    ("methamphetamine", "ats"),
    ("captagon", "ats"),
    ("mdma", "ecstasy-type"),
    ("ketamine", "other"),
];
const TRANSPORT: [&str; 5] = ["commercial-air", "commercial-road", "private-road", "mail", ""];
const HIDING: [&str; 6] = ["baggage", "vehicle-part", "freight", "on-body", "postal-item", ""];

fn of<'a, T>(draw: &mut Draw, all: &'a [T]) -> &'a T {
    &all[draw.below(all.len())]
}

/// An event that never was. Half the amounts are round: registers are full of 1 and 5 and 10.
pub fn event(draw: &mut Draw) -> Event {
    let (substance, group) = *of(draw, &DRUGS);
    let exponent = draw.below(5) as i32;
    let value = match draw.below(2) {
        0 => *of(draw, &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0]) * 10_f64.powi(exponent - 1),
        _ => (draw.below(90_000) + 10_000) as f64 / 10_000.0 * 10_f64.powi(exponent),
    };
    Event {
        day: 16_000 + draw.below(700) as i32,
        country: (*of(draw, &["XA", "XB", "XC"])).into(),
        place: (*of(draw, &TOWNS)).into(),
        substance: substance.into(),
        group: group.into(),
        amount: Some(Amount { value, dimension: "mass".into() }),
        transport: (*of(draw, &TRANSPORT)).into(),
        hiding_place: (*of(draw, &HIDING)).into(),
        ..Event::default()
    }
}

/// A second report of an event, by somebody else: one or two of the slips that happen.
pub fn edited(event: &Event, draw: &mut Draw) -> Event {
    // Whoever reports it too does so in a register of their own.
    let mut other = Event { table: String::new(), ..event.clone() };
    for _ in 0..=draw.below(2) {
        match draw.below(4) {
            0 => respell(&mut other, draw, typed_wrong),
            1 => respell(&mut other, draw, spelt_otherwise),
            2 => other.day += if draw.below(2) == 0 { 1 } else { -1 },
            _ => other.amount = other.amount.map(|amount| other_unit(&amount, draw)),
        }
    }
    other
}

/// The place, or the division where no place is named.
fn respell(event: &mut Event, draw: &mut Draw, slip: fn(&str, &mut Draw) -> String) {
    let name = if event.place.is_empty() { &mut event.division } else { &mut event.place };
    if name.chars().count() > 3 {
        *name = slip(name, draw);
    }
}

fn typed_wrong(place: &str, draw: &mut Draw) -> String {
    let mut letters: Vec<char> = place.chars().collect();
    let at = 1 + draw.below(letters.len() - 2);
    match draw.below(3) {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        _ => letters[at] = 'x',
    }
    letters.into_iter().collect()
}

fn spelt_otherwise(place: &str, draw: &mut Draw) -> String {
    match draw.below(3) {
        0 => place.to_uppercase(),
        1 => place.replace(' ', "-"),
        _ => format!("{place} (puerto)"),
    }
}

/// Written in pounds, ounces or kilograms with three digits, and read back.
fn other_unit(amount: &Amount, draw: &mut Draw) -> Amount {
    let factor = *of(draw, &[453.592_37, 28.349_523_125, 1_000.0]);
    let written = format!("{:.2e}", amount.value / factor);
    let read: f64 = written.parse().unwrap_or_default();
    let value = if amount.dimension == "mass" { read * factor } else { amount.value };
    Amount { value, dimension: amount.dimension.clone() }
}

/// How proposals over a register meet a set of second reports that are known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    /// Second reports found beside their first.
    pub found: u64,
    pub planted: u64,
    /// Proposals that concern a second report.
    pub proposed: u64,
    /// Of these the right ones.
    pub right: u64,
}

impl Measure {
    #[must_use]
    pub fn recall(&self) -> f64 {
        self.found as f64 / self.planted.max(1) as f64
    }

    #[must_use]
    pub fn precision(&self) -> f64 {
        self.right as f64 / self.proposed.max(1) as f64
    }
}

/// Second reports that were put beside a register.
#[derive(Clone, Copy, Debug)]
pub struct Planted<'a> {
    /// Their places in the register's numbering begin here.
    pub first_second: u32,
    /// What each is a second report of.
    pub origin: &'a [u32],
    /// Which of them are measured.
    pub counted: &'a [bool],
    /// In a register that was made up nothing else is a duplicate, and a proposal between two
    /// others is wrong. In a real one nobody knows, and such proposals are not counted.
    pub real: bool,
    /// The least band that counts.
    pub band: Band,
}

/// Measures proposals over `events`, whose last ones are second reports.
#[must_use]
pub fn measure(events: &[Event], proposals: &[Proposal], planted: &Planted<'_>) -> Measure {
    let first = planted.first_second;
    let mut found = vec![false; planted.origin.len()];
    let counted = planted.counted.iter().filter(|counted| **counted).count();
    let mut measure = Measure { planted: counted as u64, ..Measure::default() };
    for proposal in proposals.iter().filter(|one| one.band >= planted.band) {
        let (left, right) = (proposal.left, proposal.right);
        if right < first {
            measure.proposed += u64::from(!planted.real);
            continue;
        }
        let at = (right - first) as usize;
        if !planted.counted[at] {
            continue;
        }
        // Beside the first of several equal reports it stands beside each of them.
        let of = |one: u32| events[one as usize] == events[planted.origin[at] as usize];
        let right = left < first && of(left);
        measure.proposed += 1;
        measure.right += u64::from(right);
        found[at] |= right;
    }
    measure.found = found.iter().filter(|one| **one).count() as u64;
    measure
}

/// Of which events a register tells no other that looks the same: of that substance, a day apart at
/// most, the amount within a hundredth and the place alike. Of the others nobody could say from the
/// reports alone which one a second report is about.
#[must_use]
pub fn told_apart(register: &[Event], which: &[u32]) -> Vec<bool> {
    let mut by_day: HashMap<(&str, &str, i32), Vec<&Event>> = HashMap::new();
    for event in register {
        let key = (event.country.as_str(), event.substance.as_str(), event.day);
        by_day.entry(key).or_default().push(event);
    }
    let alone = |event: &Event| {
        (event.day - 1..=event.day + 1).all(|day| {
            let near = by_day.get(&(event.country.as_str(), event.substance.as_str(), day));
            near.is_none_or(|near| {
                near.iter().all(|other| *other == event || !look_same(event, other))
            })
        })
    };
    which.iter().map(|at| alone(&register[*at as usize])).collect()
}

fn look_same(one: &Event, other: &Event) -> bool {
    let near = match (&one.amount, &other.amount) {
        (Some(a), Some(b)) => (a.value - b.value).abs() <= 0.01 * a.value.abs().max(b.value.abs()),
        _ => true,
    };
    near && place_likeness(&one.place, &other.place) != Likeness::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_cannot_be_told_apart() {
        let mut draw = Draw::new(3, 0);
        let one = event(&mut draw).ready();
        let check = |change: fn(&mut Event), expect: bool| {
            let mut other = one.clone();
            change(&mut other);
            assert_eq!(told_apart(&[one.clone(), other], &[0]), [expect]);
        };
        check(|other| other.day += 1, false);
        check(|other| other.day += 2, true);
        check(|other| other.place.push('x'), false);
        check(|other| other.place = "elsewhere by the sea".into(), true);
        check(|other| other.amount.as_mut().expect("it has one").value *= 1.5, true);
        check(|other| other.substance = "khat".into(), true);
    }

    #[test]
    fn a_measure_counts_what_was_found_and_what_was_wrong() {
        let mut draw = Draw::new(4, 0);
        let register: Vec<Event> = (0..3).map(|_| event(&mut draw).ready()).collect();
        let events = [register.clone(), register].concat();
        let proposal = |left: u32, right: u32, band: Band| Proposal {
            left,
            right,
            equal: false,
            score: 0.0,
            band,
            rivals: 0.0,
        };
        let proposals = [
            proposal(0, 3, Band::Likely),
            proposal(1, 5, Band::Possible),
            proposal(0, 1, Band::Possible),
        ];
        let check = |real: bool, band: Band, expect: [u64; 4]| {
            let origin = [0, 1, 2];
            let counted = [true; 3];
            let planted =
                Planted { first_second: 3, origin: &origin, counted: &counted, real, band };
            let found = measure(&events, &proposals, &planted);
            assert_eq!([found.found, found.planted, found.proposed, found.right], expect);
        };
        check(true, Band::Possible, [1, 3, 2, 1]);
        check(false, Band::Possible, [1, 3, 3, 1]);
        check(true, Band::Likely, [1, 3, 1, 1]);
    }
}
