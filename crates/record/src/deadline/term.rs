//! A term: how many hours or days, and whether every one of them counts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Error;

/// Longest term, in hours or days: longer is a mistake in a file.
const AMOUNT_MAX: u16 = 366;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    Hours,
    Days,
}

/// Which hours or days count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {
    /// All of them; a term in days still ends on a working day.
    Every,
    /// Working days, and of hours those in which the office is open.
    Working,
}

/// Written `8 hours`, `3 days`, `5 working days`, `16 working hours`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    pub amount: u16,
    pub unit: Unit,
    pub count: Count,
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let working = if self.count == Count::Working { "working " } else { "" };
        let unit = match (self.unit, self.amount) {
            (Unit::Hours, 1) => "hour",
            (Unit::Hours, _) => "hours",
            (Unit::Days, 1) => "day",
            (Unit::Days, _) => "days",
        };
        write!(f, "{} {working}{unit}", self.amount)
    }
}

impl FromStr for Term {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || Error::field("term", format!("`{text}`: expected for instance `3 days`"));
        let words: Vec<&str> = text.split_whitespace().collect();
        let (amount, count, unit) = match words[..] {
            [amount, unit] => (amount, Count::Every, unit),
            [amount, "working", unit] => (amount, Count::Working, unit),
            _ => return Err(bad()),
        };
        let unit = match unit {
            "hour" | "hours" => Unit::Hours,
            "day" | "days" => Unit::Days,
            _ => return Err(bad()),
        };
        let amount: u16 = amount.parse().map_err(|_| bad())?;
        let fits = (1..=AMOUNT_MAX).contains(&amount);
        fits.then_some(Self { amount, unit, count }).ok_or_else(bad)
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        let read = text.parse::<Term>().ok().map(|term| term.to_string());
        assert_eq!(read.as_deref(), expect, "{text}");
    }

    #[test]
    fn terms_are_read_as_they_are_written() {
        for text in ["8 hours", "1 hour", "3 days", "5 working days", "16 working hours"] {
            check(text, Some(text));
        }
        check("1 hours", Some("1 hour"));
        for text in ["", "8", "days", "0 days", "-1 days", "400 days", "3 weeks", "3 open days"] {
            check(text, None);
        }
    }
}
