//! Bursts: an hour with far more look-ups than are usual, for the officer and for the unit.
//!
//! Usual is the median of the hours of work of the last weeks, and the spread is the median of
//! their distances from it (MAD). Neither moves when a few hours are extreme, so that nobody can
//! make a burst usual by one more burst. An hour is put before the inspector when its look-ups are
//! above `hint_look_ups_max`, and above median + `hint_spreads_max` × spread (at least 1) both of
//! the officer's own hours and of those of others in the unit, where enough hours are known.

use serde::{Deserialize, Serialize};

use super::Grounds;
use crate::{Config, Error, Node};

const WEEK_HOURS: i64 = 7 * 24;
/// With fewer hours of work nothing is called usual.
const HOURS_MIN: usize = 10;
/// Hours of a unit that are looked at, the newest.
const UNIT_HOURS_MAX: u32 = 20_000;

/// The middle of many hours, and how far they lie from it in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Usual {
    pub median: u32,
    pub spread: u32,
    /// Hours it was taken from.
    pub hours: u32,
}

impl Usual {
    /// None where the hours are too few to say.
    pub fn of(counts: &[u32]) -> Option<Self> {
        if counts.len() < HOURS_MIN {
            return None;
        }
        let middle = median(counts.to_vec());
        let spread = median(counts.iter().map(|count| count.abs_diff(middle)).collect());
        Some(Self { median: middle, spread, hours: counts.len() as u32 })
    }

    fn above(self, spreads: u32) -> u32 {
        self.median.saturating_add(spreads.saturating_mul(self.spread.max(1)))
    }
}

/// Of an even number, the larger of the two in the middle.
fn median(mut counts: Vec<u32>) -> u32 {
    let middle = counts.len() / 2;
    *counts.select_nth_unstable(middle).1
}

/// The number above which an hour is put before the inspector.
fn above(own: Option<Usual>, unit: Option<Usual>, config: &Config) -> u32 {
    let usual = [own, unit].into_iter().flatten();
    let above = usual.map(|usual| usual.above(config.hint_spreads_max)).max();
    above.unwrap_or(0).max(config.hint_look_ups_max)
}

/// Looks at one hour of one officer.
pub(super) fn look(node: &Node, officer: &str, hour: i64) -> Result<(), Error> {
    let Some((unit, count)) = node.store.hour_of(officer, hour)? else { return Ok(()) };
    if count <= node.config.hint_look_ups_max {
        return Ok(());
    }
    let span = (hour - node.config.hint_weeks * WEEK_HOURS, hour);
    let own = Usual::of(&node.store.own_hours(officer, span)?);
    let others = node.store.unit_hours((&unit, officer), span, UNIT_HOURS_MAX)?;
    let others = Usual::of(&others);
    let above = above(own, others, &node.config);
    if count <= above {
        return Ok(());
    }
    let facts = Grounds::Burst { count, own, others, above };
    super::hint(node, (officer, &unit, hour), &facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_is_the_middle_and_a_few_extreme_hours_do_not_move_it() {
        let usual = Usual::of(&[10, 12, 9, 11, 10, 13, 8, 10, 11, 12]);
        assert_eq!(usual, Some(Usual { median: 11, spread: 1, hours: 10 }));
        let extreme = Usual::of(&[10, 12, 9, 11, 10, 13, 8, 10, 11, 12, 900, 4_000]);
        assert_eq!(extreme, Some(Usual { median: 11, spread: 1, hours: 12 }));
        assert_eq!(Usual::of(&[10; 9]), None);
    }

    #[test]
    fn an_hour_must_be_above_the_floor_and_above_both_usuals() {
        let config = Config { hint_look_ups_max: 60, hint_spreads_max: 6, ..Config::default() };
        let of = |median, spread| Some(Usual { median, spread, hours: 40 });
        let check = |own, unit, expect| assert_eq!(above(own, unit, &config), expect);
        check(None, None, 60);
        check(of(4, 2), None, 60);
        check(of(80, 10), of(5, 1), 140);
        check(of(5, 1), of(80, 10), 140);
        check(of(80, 0), None, 86);
        check(of(u32::MAX, 9), None, u32::MAX);
    }
}
