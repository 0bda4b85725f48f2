//! Seeded edits of made-up events: how many are found again, and how many proposals are wrong.

use proptest::prelude::*;
use screen::event::population::{Planted, edited, event, measure};
use screen::event::{Amount, Band, Event, Feature, Frequency, compare, propose};
use screen::population::Draw;

const EVENTS: u32 = 2_000;

fn measured(seed: u64) -> (f64, f64) {
    let mut draw = Draw::new(seed, 0);
    let mut events: Vec<Event> = (0..4 * EVENTS).map(|_| event(&mut draw)).collect();
    let second: Vec<Event> =
        events[..EVENTS as usize].iter().map(|one| edited(one, &mut draw)).collect();
    events.extend(second);
    let events: Vec<Event> = events.into_iter().map(Event::ready).collect();
    let origin: Vec<u32> = (0..EVENTS).collect();
    let (first_second, band) = (4 * EVENTS, Band::Possible);
    let counted = vec![true; origin.len()];
    let planted = Planted { first_second, origin: &origin, counted: &counted, real: false, band };
    let measure = measure(&events, &propose(&events).proposals, &planted);
    (measure.precision(), measure.recall())
}

#[test]
fn edited_reports_are_found_again_and_others_are_not() {
    for seed in [1, 2, 3] {
        let (precision, recall) = measured(seed);
        println!("seed {seed}: precision {precision:.4}, recall {recall:.4}");
        assert!(precision >= 0.95, "seed {seed}: precision {precision}");
        assert!(recall >= 0.95, "seed {seed}: recall {recall}");
    }
}

#[test]
fn the_work_grows_with_the_reports_and_not_with_their_square() {
    let mut draw = Draw::new(7, 0);
    let events: Vec<Event> = (0..6_000).map(|_| event(&mut draw).ready()).collect();
    assert!(propose(&events).compared as f64 <= 6_000.0 * 6_000.0 / 2.0 * 0.01);
    // Reports that share every key but the amount's: all with all would be four million.
    let mut crowd = |_| Event {
        day: 16_000,
        country: "XA".into(),
        place: "Puerto Verde".into(),
        substance: "cocaine".into(),
        group: "cocaine-type".into(),
        ..event(&mut draw)
    };
    let events: Vec<Event> = (0..3_000).map(|at| crowd(at).ready()).collect();
    let outcome = propose(&events);
    assert!(outcome.blocks_cut > 0 && outcome.compared < 3_000 * 10 * 24, "{}", outcome.compared);
}

#[test]
fn reasons_add_up_to_the_score_and_name_both_values() {
    let mut draw = Draw::new(5, 0);
    let mut events: Vec<Event> = (0..500).map(|_| event(&mut draw).ready()).collect();
    let mut twin = events[3].clone();
    twin.day += 1;
    events.push(twin);
    let outcome = propose(&events);
    let found = outcome.proposals.iter().find(|one| one.right == 500).expect("a proposal");
    assert_eq!((found.left, found.equal), (3, false));
    let reasons = outcome.reasons(found, &events[3], &events[500]);
    let sum: f64 = reasons.iter().map(|factor| factor.bits).sum();
    assert!((sum - found.score).abs() < 1e-9);
    let day = reasons.iter().find(|factor| factor.feature == Feature::Day);
    let day = day.expect("the day is compared");
    assert_ne!(day.left, day.right);
}

#[test]
fn equal_reports_are_one_group_whatever_their_number() {
    let mut draw = Draw::new(11, 0);
    let mut events: Vec<Event> = (0..1_000).map(|_| event(&mut draw).ready()).collect();
    let amount = Some(Amount { value: 123_456.7, dimension: "mass".into() });
    let rare = Event { amount, ..events[0].clone() };
    events.extend((0..5).map(|_| rare.clone()));
    let outcome = propose(&events);
    assert_eq!(outcome.equal_groups, 1);
    let equal: Vec<_> = outcome.proposals.iter().filter(|one| one.equal).collect();
    assert_eq!(equal.len(), 4);
    assert!(equal.iter().all(|one| one.left == 1_000 && one.band > Band::Weak));
}

#[test]
fn what_contradicts_weighs_against() {
    let mut draw = Draw::new(13, 0);
    let events: Vec<Event> = (0..500).map(|_| event(&mut draw).ready()).collect();
    let frequency = Frequency::of(&events);
    let score = |other: &Event| -> f64 {
        compare(&events[0], other, &frequency).iter().map(|factor| factor.bits).sum()
    };
    let same = score(&events[0]);
    let changed = |change: fn(&mut Event)| {
        let mut other = events[0].clone();
        change(&mut other);
        score(&other)
    };
    assert!(changed(|e| e.day += 30) < same - 9.0);
    assert!(changed(|e| e.country = "ZZ".into()) < same - 8.0);
    assert!(changed(|e| e.substance = "tramadol".into()) < same);
    assert!(changed(|e| e.place = "somewhere else".into()) < same - 6.0);
    assert!(changed(|e| e.table = "XA register".into()) == same, "a table counts beside itself");
    assert!(changed(|e| e.amount.as_mut().expect("it has one").value *= 3.0) < same - 9.0);
    assert!(changed(|e| e.amount = None) < same);
}

proptest! {
    /// The order of two reports does not matter, and nothing panics.
    #[test]
    fn a_score_is_the_same_both_ways(seed in any::<u64>()) {
        let mut draw = Draw::new(seed, 0);
        let events: Vec<Event> = (0..20).map(|_| event(&mut draw).ready()).collect();
        let frequency = Frequency::of(&events);
        let score = |a: &Event, b: &Event| -> f64 {
            compare(a, b, &frequency).iter().map(|factor| factor.bits).sum()
        };
        let (one, other) = (&events[0], &events[1]);
        prop_assert!((score(one, other) - score(other, one)).abs() < 1e-9);
    }
}

/// A table lists two events as two: a report that fits both is no proof of either.
#[test]
fn what_fits_several_rows_of_a_table_is_no_proof_of_one() {
    let mut draw = Draw::new(17, 0);
    let mut events: Vec<Event> = (0..400).map(|_| event(&mut draw).ready()).collect();
    let row = Event { table: "XA register".into(), ..events[0].clone() };
    let next = Event { day: row.day + 1, ..row.clone() };
    events.extend([row.clone(), next]);
    let best = |events: &[Event]| {
        let outcome = propose(events);
        let found = outcome.proposals.iter().filter(|one| (one.left, one.right) == (0, 400));
        found.map(|one| (one.score, one.rivals)).next().expect("a proposal")
    };
    let (with_rival, taken) = best(&events);
    events[401].table = "XB register".into();
    let (alone, nothing) = best(&events);
    assert!(taken < 0.0 && nothing == 0.0, "{taken} {nothing}");
    assert!(with_rival < alone);
}
