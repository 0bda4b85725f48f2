//! What comes out of a marathon: one object of counts.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use serde::Serialize;

use super::Course;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    pub submitted: u64,
    /// Records at recipients, each once and as it was submitted.
    pub shown: u64,
    pub lost: u64,
    pub duplicated: u64,
    pub changed: u64,
    /// Shown where it must not be, or never submitted.
    pub leaked: u64,
    /// Recipients whose receipt is not there or does not verify.
    pub unverified: u64,
    /// Submissions without an answer.
    pub unanswered: u64,
    /// Two entries in one place of a log, or two roots of one size, in all evidence.
    pub contradictions: u64,
    /// Members that contradicted themselves, as other members say.
    pub conflicts: u64,
    /// What `amana fsck` finds at all nodes together.
    pub node_faults: u64,
    pub seed: u64,
    pub kills: u64,
    pub cuts: u64,
    /// Connections that the lines ended.
    pub broken: u64,
    pub full_disks: u64,
    pub restored: u64,
    /// Submissions that were made again because nothing was answered, or not yet.
    pub asked_again: u64,
    /// From the last trouble until nothing waited.
    pub healed_s: u64,
    pub seconds: u64,
}

impl Verdict {
    /// What happened, beside what came of it.
    pub(super) fn note(&mut self, course: &Course, healed: Duration) {
        let count = &course.count;
        self.seed = course.plan.seed;
        self.kills = count.kills.load(Relaxed);
        self.cuts = count.cuts.load(Relaxed);
        self.broken = course.net.pairs.iter().map(|pair| pair.line.broken()).sum();
        self.full_disks = count.disks.load(Relaxed);
        self.restored = count.restores.load(Relaxed);
        self.asked_again = count.again.load(Relaxed);
        (self.healed_s, self.seconds) = (healed.as_secs(), course.begun.elapsed().as_secs());
    }

    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        let wrong = [
            self.lost,
            self.duplicated,
            self.changed,
            self.leaked,
            self.unverified,
            self.unanswered,
            self.contradictions,
            self.conflicts,
            self.node_faults,
        ];
        wrong.iter().all(|count| *count == 0)
    }
}
