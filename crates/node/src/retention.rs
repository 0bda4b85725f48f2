//! How long records of ours are kept until they are reviewed: by kind and level, never longer than
//! the law allows. Shorter is one person's to set, longer again needs a second.

use record::{Kind, Level};

use crate::store::administration::RetentionRow;
use crate::{Error, Node, limit};

pub const LEVELS: [Level; 3] = [Level::ForOfficialUse, Level::Restricted, Level::Confidential];

/// A level's code, as records carry it.
pub fn level_code(level: Level) -> &'static str {
    match level {
        Level::ForOfficialUse => "for-official-use",
        Level::Restricted => "restricted",
        Level::Confidential => "confidential",
    }
}

/// The fewest days that a row sets for a record of this kind and level; none where none does.
pub fn days(rows: &[RetentionRow], kind: Kind, level: Level) -> Option<u32> {
    let meant = |said: &str, own: &str| said.is_empty() || said == own;
    let of = rows
        .iter()
        .filter(|row| meant(&row.kind, kind.code()) && meant(&row.level, level_code(level)));
    of.map(|row| row.days).min()
}

/// The row of exactly this kind and level.
pub fn row(node: &Node, kind: &str, level: &str) -> Result<Option<u32>, Error> {
    let rows = node.store.retention()?;
    let found = rows.into_iter().find(|row| row.kind == kind && row.level == level);
    Ok(found.map(|row| row.days))
}

/// Whether the codes are known and the days within the law.
pub fn check(node: &Node, kind: &str, level: &str, days: Option<u32>) -> Result<(), Error> {
    if !kind.is_empty() {
        Kind::parse(kind)?;
    }
    if !level.is_empty() && !LEVELS.iter().any(|known| level_code(*known) == level) {
        return Err(Error::Usage(format!("`{level}` is no level")));
    }
    let most = days_max(node);
    match days {
        Some(days) if !(1..=most).contains(&days) => {
            Err(Error::Usage(format!("days until review lie between 1 and {most}")))
        }
        _ => Ok(()),
    }
}

/// The law's own bound, in days.
pub fn days_max(node: &Node) -> u32 {
    u32::try_from(node.config.review_years_max).unwrap_or(0).saturating_mul(366)
}

/// Whether this keeps anything longer than now.
pub fn lengthens(was: Option<u32>, days: Option<u32>) -> bool {
    match (was, days) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(was), Some(days)) => days > was,
    }
}

/// Sets a row in this transaction, and tells the log.
pub fn set(node: &mut Node, kind: &str, level: &str, days: Option<u32>) -> Result<(), Error> {
    check(node, kind, level, days)?;
    node.store.set_retention(kind, level, days)?;
    limit::tell(node).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_term_that_is_meant_stands() {
        let row = |kind: &str, level: &str, days| RetentionRow {
            kind: kind.into(),
            level: level.into(),
            days,
        };
        let rows = [
            row("", "confidential", 700),
            row("message", "", 365),
            row("message", "restricted", 30),
        ];
        let check = |kind, level, expect| assert_eq!(days(&rows, kind, level), expect);
        check(Kind::Message, Level::Restricted, Some(30));
        check(Kind::Message, Level::Confidential, Some(365));
        check(Kind::Seizure, Level::Confidential, Some(700));
        check(Kind::Seizure, Level::Restricted, None);
    }

    #[test]
    fn longer_and_no_term_at_all_lengthen() {
        for (was, days, expect) in [
            (None, Some(30), false),
            (None, None, false),
            (Some(30), Some(10), false),
            (Some(30), Some(30), false),
            (Some(30), Some(31), true),
            (Some(30), None, true),
        ] {
            assert_eq!(lengthens(was, days), expect, "{was:?} {days:?}");
        }
    }
}
