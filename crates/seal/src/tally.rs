//! Count and digest of what was numbered in a lane, as both its ends sum it up.
//!
//! Numbers lie in fixed parts: 64 numbers are one of level 1, 64 of these one of level 2. A part's
//! digest is kept once it is whole, so that a sum over a million numbers reads a few hundred
//! digests, and two ends that differ find where by going down from part to part.

use record::draft::Lane;
use record::{Digest, NodeCode, cbor};
use serde::{Deserialize, Serialize};

/// Parts in a part of the next level.
pub const FAN: u64 = 64;
/// What stands under a number that went as void.
pub const VOID: Digest = Digest([0; 32]);
/// What stands under a number of which nothing is known.
pub const UNKNOWN: Digest = Digest([0xFF; 32]);

/// Parts beyond this level would hold more numbers than there are.
const LEVEL_MAX: u8 = 9;
const LABEL: &[u8] = b"amana/1/tally";
const LANE_LABEL: &[u8] = b"amana/1/tally-lane";

/// The numbers from `index × 64^level + 1` on, 64^level of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub level: u8,
    pub index: u64,
}

impl Part {
    /// The part of a level that holds a number.
    pub fn holding(level: u8, number: u64) -> Self {
        Self { level, index: number.saturating_sub(1) / width(level) }
    }

    pub fn first(self) -> u64 {
        self.index.saturating_mul(width(self.level)).saturating_add(1)
    }

    pub fn last(self) -> u64 {
        self.index.saturating_add(1).saturating_mul(width(self.level))
    }

    /// Its parts of the level below; none where it is one number.
    pub fn parts(self) -> Vec<Self> {
        let Some(level) = self.level.checked_sub(1) else { return Vec::new() };
        let from = self.index.saturating_mul(FAN);
        (0..FAN).map(|at| Self { level, index: from.saturating_add(at) }).collect()
    }
}

fn width(level: u8) -> u64 {
    FAN.pow(u32::from(level.min(LEVEL_MAX)))
}

/// The fewest parts that are the numbers from the first to the last, in order.
pub fn parts(first: u64, last: u64) -> Vec<Part> {
    let (mut parts, mut from, last) = (Vec::new(), first.max(1), last.min(u64::MAX / 2));
    while from <= last {
        let fits = |level: &u8| {
            let part = Part::holding(*level, from);
            part.first() == from && part.last() <= last
        };
        let level = (0..=LEVEL_MAX).rev().find(fits).unwrap_or(0);
        parts.push(Part::holding(level, from));
        from = from.saturating_add(width(level));
    }
    parts
}

/// Digest of a part from those of its parts; of level 0 it is what stands under the number.
pub fn join(level: u8, parts: &[Digest]) -> Digest {
    let parts: Vec<u8> = parts.iter().flat_map(|digest| digest.0).collect();
    Digest::of(&[LABEL, &[level], &parts])
}

/// Whose numbers are summed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub network: Digest,
    pub sender: NodeCode,
    pub recipient: NodeCode,
    pub lane: Lane,
}

/// Digest of a lane's numbers from the first to the last: `count` of them carry a record.
pub fn sum(route: &Route, (first, last): (u64, u64), count: u64, parts: &[Digest]) -> Digest {
    let Route { network, sender, recipient, lane } = route;
    let what = cbor::to_bytes(&(network, (sender, recipient, lane), (first, last), count));
    let parts: Vec<u8> = parts.iter().flat_map(|digest| digest.0).collect();
    Digest::of(&[LANE_LABEL, &what, &parts])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_numbers_once_and_in_order() {
        for (first, last) in [(1, 0), (1, 1), (1, 63), (1, 64), (2, 64), (60, 9_000), (65, 4_160)] {
            let mut next = first;
            for part in parts(first, last) {
                assert_eq!(part.first(), next, "{first}..={last}");
                next = part.last() + 1;
            }
            assert_eq!(next, last + 1);
        }
        assert_eq!(parts(1, 4_096), [Part { level: 2, index: 0 }]);
        assert!(parts(1, 1_000_000).len() < 200);
    }

    #[test]
    fn a_part_is_what_lies_in_it() {
        let part = Part { level: 2, index: 3 };
        let inside = part.parts();
        assert_eq!((inside.len(), inside[0].first()), (64, part.first()));
        assert_eq!(inside[63].last(), part.last());
        assert_eq!(Part { level: 0, index: 5 }.parts(), []);
        // What a peer may send does not overflow.
        let far = Part { level: 255, index: u64::MAX };
        assert_eq!((far.first(), far.last(), far.parts().len()), (u64::MAX, u64::MAX, 64));
    }
}
