//! What the data-protection officer looks at: the audit by line, hints, and proofs for taking out.
//!
//! Entries are written on the path; their lines, an officer's look-ups an hour and the hints come
//! behind it. A hint asks a person to look. Nothing else ever follows from it.

pub mod burst;
pub mod outside;
pub mod proof;

use std::collections::BTreeSet;

use record::moment::HOUR_MS;
use record::{NodeCode, RecordId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::audit::{self, Deed, Event};
use crate::store::inspection::{Line, StoredHint};
use crate::{Error, Node, case};

/// Up to which entry there are lines.
const LINES: &str = "inspection/lines";
/// Set by the migration that added the case to lines.
const INCOMPLETE: &str = "inspection/no-case";

/// An officer's hour.
type OfficersHour = (String, i64);

/// What a hint's sentence names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub enum Grounds {
    /// Far more look-ups in an hour than are usual.
    Burst {
        count: u32,
        /// Of this officer's hours; none while there are too few of them.
        own: Option<burst::Usual>,
        /// Of the hours of others in the unit.
        others: Option<burst::Usual>,
        /// The number above which an hour is put before the inspector.
        above: u32,
    },
    /// Records that have nothing to do with the officer's work.
    Outside {
        count: u32,
        /// The first of them.
        records: Vec<Outsider>,
    },
}

/// A record that was opened without a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Outsider {
    #[schema(value_type = String)]
    pub owner: NodeCode,
    #[schema(value_type = String)]
    pub id: RecordId,
    pub kind: String,
}

impl Grounds {
    fn reason(&self) -> &'static str {
        match self {
            Self::Burst { .. } => "burst",
            Self::Outside { .. } => "outside",
        }
    }
}

pub fn hour(at: Timestamp) -> i64 {
    at.0.div_euclid(HOUR_MS)
}

/// Makes the lines of the next entries; answers whether there may be more of them.
pub fn catch_up(node: &mut Node) -> Result<bool, Error> {
    let rows_max = node.config.inspection_rows_max;
    let rows = node.store.audit_after(mark(node)?, rows_max)?;
    let mut touched = BTreeSet::new();
    for (row, bytes) in &rows {
        touched.extend(enter(node, *row, bytes)?);
    }
    if let Some((last, _)) = rows.last() {
        node.store.set_setting(LINES, &last.to_be_bytes())?;
    }
    for (officer, hour) in &touched {
        burst::look(node, officer, *hour)?;
    }
    let more = rows.len() as u64 == u64::from(rows_max);
    if !more {
        outside::look(node)?;
    }
    Ok(more)
}

/// Up to which entry there are lines.
fn mark(node: &Node) -> Result<i64, Error> {
    number(node, LINES).map(|mark| mark.unwrap_or(0))
}

fn number(node: &Node, key: &str) -> Result<Option<i64>, Error> {
    let stored = node.store.setting(key)?;
    Ok(stored.and_then(|bytes| Some(i64::from_be_bytes(bytes.try_into().ok()?))))
}

/// Makes the lines anew, up to where they were; hints are not made again.
pub fn rebuild(node: &Node) -> Result<(), Error> {
    let (upto, mut after) = (mark(node)?, 0);
    while after < upto {
        let rows = node.store.audit_after(after, node.config.inspection_rows_max)?;
        let Some((last, _)) = rows.last() else { return Ok(()) };
        after = *last;
        for (row, bytes) in rows.iter().filter(|(row, _)| *row <= upto) {
            enter(node, *row, bytes)?;
        }
    }
    Ok(())
}

/// Lines that were made before they had their case get it; nothing else of them changes.
pub fn complete(node: &mut Node) -> Result<(), Error> {
    if node.store.setting(INCOMPLETE)?.is_none() {
        return Ok(());
    }
    node.commit(|node| {
        let mut after = 0;
        loop {
            let rows = node.store.audit_after(after, node.config.inspection_rows_max)?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            for (row, bytes) in &rows {
                let case = audit::read(bytes)?.1.case;
                case.map_or(Ok(()), |case| node.store.set_line_case(*row, &case::fold(&case)))?;
            }
        }
        node.store.remove_setting(INCOMPLETE)
    })
}

/// One entry's line; answers the officer's hour where it was a look-up.
fn enter(node: &Node, row: i64, bytes: &[u8]) -> Result<Option<OfficersHour>, Error> {
    let (_, event) = audit::read(bytes)?;
    let kind = match event.about.first() {
        Some((owner, id)) => node.store.kind_of(owner, id)?,
        None => None,
    };
    node.store.insert_line(&Line {
        audit: row,
        at: event.at.0,
        deed: event.deed.code(),
        officer: &event.by,
        role: &event.role,
        unit: &event.unit,
        purpose: event.purpose.map(record::Purpose::code),
        refused: event.is_refusal(),
        rule: event.refused.as_deref(),
        kind,
        under: event.case.as_deref().map(case::fold),
    })?;
    if !is_look_up(&event) {
        return Ok(None);
    }
    let hour = hour(event.at);
    node.store.count_look_up(&event.by, &event.unit, hour)?;
    Ok(Some((event.by, hour)))
}

/// An officer's reading, searching, taking out, and being refused it. Lists are not look-ups: the
/// pages ask for them by themselves.
fn is_look_up(event: &Event) -> bool {
    let deed = matches!(event.deed, Deed::Read | Deed::Queried | Deed::Exported | Deed::Refused);
    deed && !event.unit.is_empty() && event.purpose.is_some()
}

/// Puts a hint before the inspector.
fn hint(
    node: &Node,
    (officer, unit, hour): (&str, &str, i64),
    facts: &Grounds,
) -> Result<(), Error> {
    let text = serde_json::to_string(facts).map_err(|e| Error::Damaged(e.to_string()))?;
    node.store.put_hint(&StoredHint {
        row: 0,
        reason: facts.reason().into(),
        officer: officer.into(),
        unit: unit.into(),
        hour,
        facts: text,
        found: node.now().0,
        seen: None,
        seen_by: None,
        note: None,
    })
}
