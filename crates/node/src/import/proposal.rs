//! Proposes how a table becomes seizures, from its headings and values, and says column by column
//! and row by row what it understood and what not. An officer decides.

mod column;
mod survey;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use record::Digest;
use record::codelist::Registry;
use serde_json::{Value, json};

pub use column::{Unclear, Understood};
use survey::Survey;

use super::field::Field;
use super::mapping::{Carried, Column, LeftOut, Mapping, Rows, Writing};
use super::reading::Reader;
use super::release::{Named, Outcome};
use super::sheet::{self, Layout};
use super::{field, seizure, word};
use crate::Error;

/// Rows whose identity is compared; a larger table is told apart by its first rows.
const COMPARED_MAX: usize = 2_000_000;
/// Values of one column that the mapping spells out.
const SPELT_MAX: usize = 500;

/// What is known before the file is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The country of every row, where no column says it.
    pub country: Option<String>,
    /// The table's name; the file's without it.
    pub source: Option<String>,
    pub layout: Layout,
}

/// A mapping that may be right, and what is behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub mapping: Mapping,
    pub columns: Vec<Understood>,
    /// What an officer has to decide before the mapping works.
    pub open: Vec<String>,
    /// What the rows would become; none where something is open.
    pub trial: Option<Trial>,
}

/// What the mapping makes of the file, without a record being made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trial {
    pub rows: u64,
    pub readable: u64,
    pub left_out: BTreeMap<String, u64>,
    pub unreadable: Named,
}

/// A file, and the lists that its values are looked up in.
type Source<'a> = (&'a Path, &'a Registry);

/// Proposes a mapping for a file.
pub fn propose(file: &Path, given: &Given, lists: &Registry) -> Result<Proposal, Error> {
    let layout = laid_out(file, &given.layout)?;
    let mut mapping = Mapping {
        source: given.source.clone().unwrap_or_else(|| source_of(file)),
        rows: Rows::Seizures,
        identity: Vec::new(),
        layout,
        writing: Writing::default(),
        record: Carried::default(),
        constant: BTreeMap::new(),
        left_out: Vec::new(),
        columns: Vec::new(),
    };
    let survey = Survey::of(file, &mapping)?;
    survey.write_down(&mut mapping.writing);
    let columns = column::understand(&survey, &mapping, lists);
    fill(&mut mapping, &columns, given);
    let open = open_questions(&mapping);
    let mut proposal = Proposal { mapping, columns, open, trial: None };
    let assumed = assumed(&proposal.mapping);
    if assumed.check().is_ok() {
        proposal.mapping.identity = identity((file, lists), &assumed, &survey)?;
    }
    if proposal.open.is_empty() && proposal.mapping.check().is_ok() {
        proposal.trial = Some(trial((file, lists), &proposal.mapping)?);
    }
    Ok(proposal)
}

/// The mapping with an answer to what is open where any answer tells the same rows apart: whoever
/// answers the question has the identity already.
fn assumed(mapping: &Mapping) -> Mapping {
    let mut assumed = mapping.clone();
    assumed.writing.fiscal_year_starts.get_or_insert(1);
    assumed
}

fn laid_out(file: &Path, given: &Layout) -> Result<Layout, Error> {
    let mut layout = given.clone();
    if sheet::is_workbook(file) {
        return Ok(layout);
    }
    if layout.encoding.is_none() {
        layout.encoding = Some(sheet::encoding_of(file)?.to_ascii_lowercase());
    }
    if layout.separator.is_none() {
        layout.separator = Some(sheet::separator_of(file, &layout)?.into());
    }
    Ok(layout)
}

/// The file's name, as a table is called.
fn source_of(file: &Path) -> String {
    let name = file.file_stem().map(|name| name.to_string_lossy().into_owned());
    let words = word::words(&name.unwrap_or_default());
    let ascii = words.into_iter().filter(|word| word.is_ascii());
    let joined = ascii.collect::<Vec<_>>().join("-");
    if joined.is_empty() { "table".into() } else { joined.chars().take(64).collect() }
}

fn fill(mapping: &mut Mapping, columns: &[Understood], given: &Given) {
    for one in columns {
        let mut column = Column::of(&one.heading, one.field);
        (column.unit, column.substance) = (one.unit.clone(), one.substance.clone());
        column.values =
            one.values.iter().take(SPELT_MAX).map(|(k, v)| (k.clone(), v.clone())).collect();
        mapping.columns.push(column);
        if !one.totals.is_empty() {
            mapping.left_out.push(LeftOut {
                heading: one.heading.clone(),
                values: one.totals.clone(),
                reason: "adds up other rows".into(),
            });
        }
    }
    let has = |field| columns.iter().any(|one| one.field == field);
    if !has(Field::Country) {
        mapping.constant.extend(given.country.clone().map(|code| (Field::Country, code)));
    }
    let by_day = has(Field::Date) || has(Field::Day);
    if has(Field::Events) || !by_day {
        mapping.rows = Rows::Totals;
    }
}

/// What no heading and no value tells.
fn open_questions(mapping: &Mapping) -> Vec<String> {
    let mut open = Vec::new();
    let has = |field| mapping.columns.iter().any(|one| one.field == field);
    if !has(Field::Country) && !mapping.constant.contains_key(&Field::Country) {
        open.push("which country? say it with --country, or as constant.country".into());
    }
    if has(Field::FiscalYear) && mapping.writing.fiscal_year_starts.is_none() {
        open.push(
            "with which month does the financial year begin? writing.fiscal_year_starts".into(),
        );
    }
    if !mapping.columns.iter().any(|one| one.field.is_time()) {
        open.push("which column says when it was?".into());
    }
    if !has(Field::Substance) && !has(Field::AmountOf) {
        open.push("which column says what was seized?".into());
    }
    open
}

/// Figures change between releases; what a row is about does not. Where that tells every row of
/// statistics from every other it is their identity. A seizure is told only by a number of its own:
/// that no two of a file are of one day and place may be chance.
fn identity(from: Source<'_>, mapping: &Mapping, survey: &Survey) -> Result<Vec<String>, Error> {
    let headings = |wanted: &dyn Fn(Field) -> bool| -> Vec<String> {
        let named = mapping.columns.iter().filter(|one| wanted(one.field));
        named.map(|one| one.heading.clone()).collect()
    };
    if mapping.rows == Rows::Seizures {
        let number = headings(&|field| matches!(field, Field::Keep | Field::LaboratoryReference));
        let tells = |heading: &String| survey.tells_rows_apart(heading);
        return Ok(number.into_iter().find(tells).into_iter().collect());
    }
    let about = |field: Field| {
        field.is_time()
            || matches!(
                field,
                Field::Country
                    | Field::Division
                    | Field::Place
                    | Field::PlaceType
                    | Field::Agency
                    | Field::Substance
                    | Field::Unit
                    | Field::Transport
                    | Field::Conveyance
                    | Field::Routing
                    | Field::Direction
            )
    };
    let known = headings(&about);
    if is_unique(from, mapping, &known)? {
        return Ok(known);
    }
    let more = headings(&|field| about(field) || field == Field::Keep);
    Ok(if is_unique(from, mapping, &more)? { more } else { Vec::new() })
}

fn is_unique(from: Source<'_>, mapping: &Mapping, identity: &[String]) -> Result<bool, Error> {
    let (file, lists) = from;
    let tried = Mapping { identity: identity.to_vec(), ..mapping.clone() };
    let headings = super::reading::headings(&seizure::head(file, &tried)?);
    let reader = Reader::new(&tried, headings, lists)?;
    let (mut seen, mut unique): (HashSet<Digest>, bool) = (HashSet::new(), true);
    seizure::each_row(file, &tried, |found, _| {
        if let Outcome::Row(incoming) = seizure::outcome(&reader, found) {
            unique = seen.insert(incoming.key);
        }
        unique && seen.len() < COMPARED_MAX
    })?;
    Ok(unique)
}

/// Reads the whole file by a mapping and makes nothing.
fn trial((file, lists): Source<'_>, mapping: &Mapping) -> Result<Trial, Error> {
    let headings = super::reading::headings(&seizure::head(file, mapping)?);
    let reader = Reader::new(mapping, headings, lists)?;
    let mut trial = Trial::default();
    seizure::each_row(file, mapping, |found, _| {
        trial.rows += 1;
        match seizure::outcome(&reader, found) {
            Outcome::Row(_) => trial.readable += 1,
            Outcome::LeftOut(reason) => *trial.left_out.entry(reason).or_default() += 1,
            Outcome::Fault(fault) => trial.unreadable.add(fault),
        }
        true
    })?;
    Ok(trial)
}

impl Proposal {
    /// The mapping with what was not understood as comments, for a person to go through.
    pub fn to_toml(&self) -> String {
        let mut text = String::from(
            "# How this table becomes seizures. Proposed from its headings and values: read it,\n\
             # correct it, keep it. Import with: amana import seizures --map MAP.toml FILE\n",
        );
        for question in &self.open {
            text.push_str(&format!("# OPEN: {question}\n"));
        }
        for column in &self.columns {
            for Unclear { raw, count, line } in &column.unclear {
                text.push_str(&format!(
                    "# `{}`: not understood: {raw:?}, {count} times, first in line {line}\n",
                    column.heading
                ));
            }
        }
        text + "\n" + &self.mapping.to_toml()
    }

    pub fn to_json(&self) -> Value {
        let trial = self.trial.as_ref().map(|trial| {
            let first = trial.unreadable.first.iter();
            let first = first.map(|f| json!({"line": f.line, "reason": f.reason}));
            json!({"rows": trial.rows, "readable": trial.readable, "left_out": trial.left_out,
                "unreadable": trial.unreadable.count, "first": first.collect::<Vec<_>>()})
        });
        let columns: Vec<Value> = self.columns.iter().map(Understood::to_json).collect();
        json!({"mapping": self.to_toml(), "columns": columns, "open": self.open, "rows": trial})
    }

    /// For a person: a line a column, then the rows.
    pub fn sentences(&self) -> String {
        let mut lines: Vec<String> = self.columns.iter().map(Understood::sentence).collect();
        lines.extend(self.open.iter().map(|question| format!("open: {question}")));
        lines.push(match self.mapping.identity.join(", ") {
            none if none.is_empty() => {
                "a row is known again by all it says: where a later release \
                changes it, it is a new record"
                    .into()
            }
            headings => format!("a row is known again in a later release by: {headings}"),
        });
        if let Some(trial) = &self.trial {
            let left_out: u64 = trial.left_out.values().sum();
            lines.push(format!(
                "{} rows: {} can be read, {left_out} are left out, {} cannot be read",
                trial.rows, trial.readable, trial.unreadable.count
            ));
            let first = trial.unreadable.first.iter().take(20);
            lines.extend(first.map(|fault| format!("line {}: {}", fault.line, fault.reason)));
        }
        lines.join("\n")
    }
}

/// Whether a text is named by the words of a lexicon entry.
fn is_named(text: &str, entry: &str) -> bool {
    field::likeness(&word::words(text), &field::headings()[entry]) > 0.0
}
