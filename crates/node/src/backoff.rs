//! Full-jitter back-off: a dead peer costs a try every few minutes, a hundred do not try in step.

use std::time::Duration;

/// The pause after the next failure lies anywhere between nothing and a bound that doubles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backoff {
    min_ms: u64,
    max_ms: u64,
    failures: u32,
}

impl Backoff {
    pub fn new(min_ms: u64, max_ms: u64) -> Self {
        Self { min_ms, max_ms, failures: 0 }
    }

    pub fn succeed(&mut self) {
        self.failures = 0;
    }

    /// The pause before the next try; `entropy` is any random number.
    pub fn fail(&mut self, entropy: u64) -> Duration {
        let doubled = self.min_ms.saturating_mul(1 << self.failures.min(20));
        self.failures = self.failures.saturating_add(1);
        let bound = doubled.clamp(1, self.max_ms);
        Duration::from_millis(1 + entropy % bound)
    }

    /// Failures in a row.
    pub fn failures(&self) -> u32 {
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_the_bound_and_start_anew() {
        let mut backoff = Backoff::new(1_000, 300_000);
        let longest = |backoff: &mut Backoff| {
            let mut copy = backoff.clone();
            backoff.fail(0);
            (0..1_000).map(|i| copy.clone().fail(i * 7_919).as_millis()).max().unwrap_or(0)
                + u128::from(copy.fail(0).as_millis() > 1)
        };
        let bounds: Vec<u128> = (0..12).map(|_| longest(&mut backoff)).collect();
        assert!(bounds[0] <= 1_000 && bounds[1] > 1_000 && bounds[11] <= 300_000, "{bounds:?}");
        backoff.succeed();
        assert!(longest(&mut backoff) <= 1_000);
    }
}
