//! Persons' numbers: `ISSUER:NUMBER`, the number a state gives a person or their identity card.
//!
//! Where a state publishes a rule, a number that breaks it is refused; elsewhere four to twenty of
//! `A–Z` and `0–9` are taken. Rules stand in one file a continent, each with its source. A number
//! keeps nothing that only groups it; where a state writes a number in two ways (with or without
//! leading zeros, with or without the century) the canonical form is one of them.

mod africa;
mod america;
mod asia;
mod europe;

use super::checksum::is_code;
use super::issued::Issued;
use super::rule::{Check, Rule, always};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "national rules",
    example: "ESP:12345678Z",
    check: Check::Partial("as the country's rule says"),
    scanned: true,
    canonical,
    likely: always,
};

/// One state's rule: the canonical number of one in capitals without separators, or nothing.
type National = fn(&str) -> Option<String>;

/// How well a state's rule guards its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Nothing but the form.
    Form,
    /// A check digit: hardly any wrong digit passes.
    Checked,
}

struct Entry {
    issuer: &'static str,
    guard: Guard,
    rule: National,
}

const fn checked(issuer: &'static str, rule: National) -> Entry {
    Entry { issuer, guard: Guard::Checked, rule }
}

const fn form(issuer: &'static str, rule: National) -> Entry {
    Entry { issuer, guard: Guard::Form, rule }
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    [africa::RULES, america::RULES, asia::RULES, europe::RULES].into_iter().flatten()
}

/// Issuers with a rule of their own, and how well it guards.
pub fn issuers() -> impl Iterator<Item = (&'static str, Guard)> {
    entries().map(|entry| (entry.issuer, entry.guard))
}

/// The rule of an issuer's numbers; none where it publishes none that is known here.
fn entry(issuer: &str) -> Option<&'static Entry> {
    entries().find(|entry| entry.issuer == issuer)
}

fn canonical(text: &str) -> Result<String, Error> {
    let issued = Issued::read("national-identity", "ISSUER:NUMBER, as ES:12345678Z", text)?;
    if issued.part.is_some() {
        return Err(wrong("a country issues it, not a part of one"));
    }
    let number = &issued.number;
    match entry(issued.issuer) {
        Some(entry) => {
            let broken = || wrong(format!("breaks the rule of {}", issued.issuer));
            (entry.rule)(number).map(|number| issued.join(&number)).ok_or_else(broken)
        }
        None if (4..=20).contains(&number.len()) && is_code(number) => Ok(issued.join(number)),
        None => Err(wrong("a number has 4 to 20 of A–Z and 0–9, one of them a digit")),
    }
}

fn wrong(reason: impl Into<String>) -> Error {
    Error::field("national-identity", reason)
}

/// A day that the calendar has, in a year of two digits: the 29th of February always passes.
fn is_day(month: u32, day: u32) -> bool {
    let last = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return false,
    };
    (1..=last).contains(&day)
}

/// Two digits as a number.
fn pair(digits: &[u32], at: usize) -> u32 {
    digits[at] * 10 + digits[at + 1]
}

#[cfg(test)]
mod tests;
