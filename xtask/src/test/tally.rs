//! How many tests passed and failed, as each runner says it.

use std::fmt;
use std::ops::{Add, AddAssign};

use crate::shell::Done;

/// Tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Counts one check and says why where it failed.
    pub fn expect(&mut self, holds: bool, why: &str) {
        match holds {
            true => self.passed += 1,
            false => {
                eprintln!("failed: {why}");
                self.failed += 1;
            }
        }
    }

    /// A runner that failed without naming a test (a build that broke) is a failure too.
    pub fn settle(mut self, done: Done) -> Self {
        if let Err(why) = done {
            eprintln!("{why}");
            self.failed = self.failed.max(1);
        }
        self
    }
}

impl Add for Tally {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// `Summary [ 1.2s] 9 tests run: 7 passed (1 slow), 1 failed, 1 timed out, 0 skipped`
pub fn of_nextest(text: &str) -> Tally {
    let line = text.lines().rev().find(|line| line.trim_start().starts_with("Summary ["));
    let counts = line.and_then(|line| line.split_once("run:")).map_or("", |(_, counts)| counts);
    let failed = ["failed", "timed out", "exec failed", "leaky failed"];
    Tally {
        passed: before(counts, "passed"),
        failed: failed.iter().map(|word| before(counts, word)).sum(),
    }
}

/// `test result: ok. 7 passed; 1 failed; 0 ignored; …`, once a binary.
pub fn of_cargo(text: &str) -> Tally {
    let results = text.lines().filter_map(|line| line.trim().strip_prefix("test result:"));
    results.fold(Tally::default(), |sum, line| {
        let counts = line.split_once(". ").map_or("", |(_, counts)| counts);
        sum + Tally { passed: before(counts, "passed"), failed: before(counts, "failed") }
    })
}

/// `N passed, M failed` as the last line: how a stranger ends.
pub fn of_stranger(text: &str) -> Result<Tally, String> {
    let line = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("");
    let tally = Tally { passed: before(line, "passed"), failed: before(line, "failed") };
    match tally.to_string() == line.trim() && tally.passed > 0 {
        true => Ok(tally),
        false => Err(format!("ended with `{line}` instead of `N passed, 0 failed`")),
    }
}

/// The number in front of the word in a list of such pairs.
fn before(counts: &str, word: &str) -> u64 {
    let pairs = counts.split([',', ';']).map(|pair| pair.trim().split_once(' '));
    let found = pairs.flatten().find(|(_, rest)| {
        *rest == word || rest.strip_prefix(word).is_some_and(|more| more.starts_with(" ("))
    });
    found.and_then(|(number, _)| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Tally, passed: u64, failed: u64) {
        assert_eq!(found, Tally { passed, failed });
    }

    #[test]
    fn runners_are_read() {
        let line = "  Summary [   1.2s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, \
                    3 skipped";
        check(of_nextest(line), 9, 3);
        check(of_nextest("     Summary [   0.5s] 4 tests run: 4 passed, 0 skipped"), 4, 0);
        check(of_nextest("error: could not compile"), 0, 0);
        let two = "test result: ok. 7 passed; 0 failed; 1 ignored\n\
                   test result: FAILED. 3 passed; 2 failed; 0 ignored";
        check(of_cargo(two), 10, 2);
    }

    #[test]
    fn a_stranger_ends_in_its_count() {
        assert_eq!(of_stranger("x\n5 passed, 0 failed\n"), Ok(Tally { passed: 5, failed: 0 }));
        assert_eq!(of_stranger("5 passed, 2 failed"), Ok(Tally { passed: 5, failed: 2 }));
        assert!(of_stranger("0 passed, 0 failed").is_err());
        assert!(of_stranger("5 passed, 0 failed\nTraceback").is_err());
        assert!(of_stranger("").is_err());
    }

    #[test]
    fn a_build_that_breaks_is_a_failure() {
        check(Tally::default().settle(Err("no build".to_owned())), 0, 1);
        check(Tally { passed: 1, failed: 2 }.settle(Err("tests failed".to_owned())), 1, 2);
        check(Tally { passed: 1, failed: 0 }.settle(Ok(())), 1, 0);
    }
}
