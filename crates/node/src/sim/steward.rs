//! Stewards of the simulated network: two of five never sign, and the three others are away now and
//! then. A directory that waits for them longer than seven days is frozen at whoever has no newer one.

use std::sync::Arc;

use record::Timestamp;
use record::moment::DAY_MS;

use super::world::World;
use crate::Node;

/// Of five; the two others refuse.
const WILLING: usize = 3;

/// When the directory was to be confirmed last, and until when each willing steward is away.
#[derive(Default)]
pub struct Stewards {
    tried: i64,
    away: [i64; WILLING],
}

impl World {
    /// Once a day the directory is confirmed, where all who would sign are there.
    pub(super) fn confirm(&mut self) {
        let now = self.now();
        if now - self.stewards.tried < DAY_MS {
            return;
        }
        self.stewards.tried = now;
        for steward in 0..WILLING {
            if self.rng.chance(120) {
                self.stewards.away[steward] = now + DAY_MS * (1 + self.rng.below(14) as i64);
            }
        }
        if self.stewards.away.iter().all(|until| *until <= now) {
            self.next_head();
        }
    }

    fn next_head(&mut self) {
        let members = self.directory.members().to_vec();
        let next = self.directory.next(members, Timestamp(self.now()));
        self.note(|| format!("stewards sign head {}", next.sequence));
        self.directory = next;
    }

    /// A node hears of the newest head.
    pub(super) fn take_head(&mut self, place: usize) {
        let newest = &self.directory;
        let Some(node) = self.places[place].node.as_mut() else { return };
        if node.directory.sequence < newest.sequence {
            node.directory = Arc::new(newest.clone());
            self.note(|| format!("{place} takes the newest head"));
        }
    }

    /// Everyone is there, and everybody hears of it.
    pub(super) fn confirm_for_all(&mut self) {
        self.next_head();
        for place in 0..self.places.len() {
            self.take_head(place);
        }
    }

    /// Counts who waits; whoever seals what does not take back under an old head is found out.
    pub(super) fn check_sealed(&mut self, place: usize, frozen: bool, ordinary: usize) {
        self.counts.frozen += u64::from(frozen);
        if frozen && ordinary > 0 && self.is_honest(self.places[place].member) {
            self.fault(format!("{place} sealed {ordinary} records under a frozen directory"));
        }
    }
}

/// Whether a node's directory is frozen, as the clock of the node has it: counted here.
pub(super) fn is_frozen(node: &Node) -> bool {
    node.now().0 - node.directory.created.0 > 7 * DAY_MS
}
