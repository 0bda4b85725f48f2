//! Countries' own tables of seizures, read by a mapping.

use std::path::Path;

use record::policy::Role;
use record::{Kind, Unit};
use serde_json::Value;

use super::mapping::Mapping;
use super::reading::{Read, Reader, headings};
use super::release::{self, Outcome, Plan, Report};
use super::sheet::{self, Found, Position, Row};
use super::{Fault, Progress};
use crate::author::Author;
use crate::{Error, Node};

/// Imports a table into a node by its mapping.
pub fn into(
    node: &mut Node,
    file: &Path,
    mapping: &Mapping,
    unit: &Unit,
    progress: impl FnMut(Progress),
) -> Result<Report, Error> {
    mapping.check()?;
    record::kind::own::check(&mapping.own_codes(), &node.lists)?;
    let author = Author { officer: "importer".into(), role: Role::Importer, unit: unit.clone() };
    let draft = |_: Kind, body: Value| mapping.draft(unit, body);
    let keyed = !mapping.identity.is_empty();
    let plan = Plan { source: &mapping.source, keyed, draft: &draft };
    // The headings are read first: a mapping that does not fit the file changes nothing.
    let lists = node.lists.clone();
    let reader = Reader::new(mapping, headings(&head(file, mapping)?), &lists)?;
    let read = |sender: &mut release::Sender| {
        each_row(file, mapping, |found, position| sender.send(outcome(&reader, found), position))
    };
    let mut report = release::run(node, &plan, &author, read, progress)?;
    report.unread = reader.unread().to_vec();
    Ok(report)
}

/// What a row would become.
pub fn outcome(reader: &Reader<'_>, found: Found) -> Outcome {
    let row = match found {
        Found::Fault(fault) => return Outcome::Fault(fault),
        Found::Row(row) => row,
    };
    match reader.read(&row) {
        Read::Row(incoming) => Outcome::Row(incoming),
        Read::LeftOut(reason) => Outcome::LeftOut(reason),
        Read::Unreadable(reason) => Outcome::Fault(Fault { line: row.line, reason }),
    }
}

/// The row of headings.
pub fn head(file: &Path, mapping: &Mapping) -> Result<Row, Error> {
    let mut first = None;
    sheet::each(file, &mapping.layout, &mut |found, _| {
        first = Some(found);
        false
    })?;
    match first {
        Some(Found::Row(row)) => Ok(row),
        Some(Found::Fault(fault)) => {
            Err(Error::Usage(format!("{}: the headings: {}", file.display(), fault.reason)))
        }
        None => Err(Error::Usage(format!("{}: the file is empty", file.display()))),
    }
}

/// The rows below the headings.
pub fn each_row(
    file: &Path,
    mapping: &Mapping,
    mut take: impl FnMut(Found, Position) -> bool,
) -> Result<Position, Error> {
    let (mut first, mut end) = (true, Position { at: 0, of: 0 });
    sheet::each(file, &mapping.layout, &mut |found, position| {
        end = Position { at: position.of, of: position.of };
        std::mem::take(&mut first) || take(found, position)
    })?;
    Ok(end)
}
