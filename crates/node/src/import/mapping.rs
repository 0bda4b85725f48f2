//! `MAP.toml`: how a country's own table becomes seizures. An officer reads and corrects it; it is
//! kept beside the file, and the next release of the same table is read by it too.

use std::collections::{BTreeMap, BTreeSet};

use record::codelist;
use record::evaluation::{Evaluation, Information, Nature, Source};
use record::handling::HandlingCode;
use record::{Draft, Handling, Kind, Level, Purpose, Unit};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::cell::Marks;
use super::field::Field;
use super::sheet::Layout;
use crate::Error;
use crate::author::plain_draft;

const SOURCE_CHARS_MAX: usize = 64;

/// What a row is: a seizure, or a line of statistics that adds several up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rows {
    #[default]
    Seizures,
    Totals,
}

/// How the file writes numbers, days, and nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Writing {
    pub decimal: char,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thousands: Option<char>,
    /// Forms of dates: `%d/%m/%Y`, `%Y-%m-%d`.
    pub dates: Vec<String>,
    /// Texts that mean that a cell is empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub empty: Vec<String>,
    /// The month a financial year begins with; it is called after the year it ends in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fiscal_year_starts: Option<i8>,
}

impl Default for Writing {
    fn default() -> Self {
        let dates = vec!["%Y-%m-%d".into()];
        Self { decimal: '.', thousands: None, dates, empty: Vec::new(), fiscal_year_starts: None }
    }
}

/// What every record of the file carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Carried {
    pub level: Level,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub codes: BTreeSet<HandlingCode>,
    pub purposes: Vec<Purpose>,
    pub source: Source,
    pub information: Information,
}

impl Default for Carried {
    fn default() -> Self {
        Self {
            level: Level::Restricted,
            codes: BTreeSet::new(),
            purposes: vec![Purpose::CriminalInvestigation, Purpose::CrimeAnalysis],
            source: Source::B,
            information: Information::FirstHand,
        }
    }
}

/// One column: its heading, the field it fills, and what its values mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub heading: String,
    pub field: Field,
    /// `amount` and `amount-of`: the unit of every number in the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// `amount-of`: the substance the column is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substance: Option<String>,
    /// The file's value → the code of the field's list. What is not here is looked up by label.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

/// Rows that are not read, and why: they add up other rows, or are notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    pub heading: String,
    pub values: Vec<String>,
    pub reason: String,
}

/// A mapping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Names the table, not the file: the next release has the same name and revises.
    pub source: String,
    #[serde(default)]
    pub rows: Rows,
    /// The headings that tell one row from another in every release. None: a row is its bytes, and
    /// a changed row is a new record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identity: Vec<String>,
    #[serde(default)]
    pub layout: Layout,
    #[serde(default)]
    pub writing: Writing,
    #[serde(default)]
    pub record: Carried,
    /// Fields that are the same in every row: `country = "US"`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constant: BTreeMap<Field, String>,
    #[serde(default, rename = "left_out", skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    #[serde(default, rename = "column")]
    pub columns: Vec<Column>,
}

fn wrong(text: impl Into<String>) -> Error {
    Error::Usage(format!("the mapping: {}", text.into()))
}

impl Mapping {
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mapping: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        mapping.check()?;
        Ok(mapping)
    }

    pub fn to_toml(&self) -> String {
        toml::to_string_pretty(self).expect("a mapping is plain text")
    }

    pub fn marks(&self) -> Marks {
        Marks { decimal: self.writing.decimal, thousands: self.writing.thousands }
    }

    /// The codes of nodes' own that it writes, each with its list.
    pub fn own_codes(&self) -> Vec<(&'static str, String)> {
        let values = self.columns.iter().flat_map(|column| {
            let values = column.values.values().map(|code| (column.field, code));
            values.chain(column.substance.iter().map(|code| (Field::Substance, code)))
        });
        let constant = self.constant.iter().map(|(field, code)| (*field, code));
        let listed = values.chain(constant).filter_map(|(field, code)| Some((field.list()?, code)));
        listed.filter(|(_, code)| code.contains('/')).map(|(l, code)| (l, code.clone())).collect()
    }

    /// What can be said before any row is read.
    pub fn check(&self) -> Result<(), Error> {
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let named = !self.source.is_empty() && self.source.chars().all(good);
        if !named || self.source.len() > SOURCE_CHARS_MAX {
            return Err(wrong("`source` is 1 to 64 of a–z, 0–9 and -"));
        }
        if self.writing.thousands == Some(self.writing.decimal) {
            return Err(wrong("`decimal` and `thousands` are the same sign"));
        }
        let starts = self.writing.fiscal_year_starts;
        if starts.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(wrong("`fiscal_year_starts` is a month, 1 to 12"));
        }
        self.columns.iter().try_for_each(Column::check)?;
        self.check_fields()?;
        for (field, value) in &self.constant {
            check_code(*field, value)?;
        }
        Ok(())
    }

    fn check_fields(&self) -> Result<(), Error> {
        let mut seen = BTreeSet::new();
        for column in &self.columns {
            if !column.field.is_repeated() && !seen.insert(column.field) {
                return Err(wrong(format!("two columns are `{}`", column.field.code())));
            }
        }
        let has = |field| seen.contains(&field) || self.constant.contains_key(&field);
        if !self.columns.iter().any(|column| column.field.is_time()) {
            return Err(wrong("no column says when it was"));
        }
        if !has(Field::Country) {
            return Err(wrong("no column and no constant is `country`"));
        }
        let wide = self.columns.iter().any(|column| column.field == Field::AmountOf);
        if !has(Field::Substance) && !wide {
            return Err(wrong("no column says what was seized"));
        }
        if has(Field::FiscalYear) && self.writing.fiscal_year_starts.is_none() {
            return Err(wrong("`writing.fiscal_year_starts` is not said: a month, 1 to 12"));
        }
        Ok(())
    }

    /// The draft around a body.
    pub fn draft(&self, unit: &Unit, body: Value) -> Draft {
        let codes: Vec<HandlingCode> = self.record.codes.iter().copied().collect();
        Draft {
            handling: Handling::new(self.record.level, &codes),
            purposes: self.record.purposes.clone(),
            evaluation: Some(Evaluation {
                source: self.record.source,
                information: self.record.information,
                nature: Nature::Fact,
                original: None,
            }),
            ..plain_draft(Kind::Seizure, unit, body)
        }
    }
}

impl Column {
    pub fn of(heading: &str, field: Field) -> Self {
        let values = BTreeMap::new();
        Self { heading: heading.into(), field, unit: None, substance: None, values }
    }

    fn check(&self) -> Result<(), Error> {
        let said = |text: &str| wrong(format!("column `{}`: {text}", self.heading));
        if self.unit.is_some() && !self.field.is_measured() {
            return Err(said("only amounts have a unit"));
        }
        if (self.field == Field::AmountOf) != self.substance.is_some() {
            return Err(said("`amount-of` has a substance, nothing else has"));
        }
        if self.field == Field::AmountOf && self.unit.is_none() {
            return Err(said("`amount-of` has a unit"));
        }
        self.unit.as_ref().map_or(Ok(()), |unit| check_code(Field::Unit, unit))?;
        self.substance.as_ref().map_or(Ok(()), |drug| check_code(Field::Substance, drug))?;
        if !self.values.is_empty() && self.field.list().is_none() {
            return Err(said("values are mapped where the field has a code list"));
        }
        self.values.values().try_for_each(|code| check_code(self.field, code))
    }
}

fn check_code(field: Field, code: &str) -> Result<(), Error> {
    let Some(list) = field.list() else { return Ok(()) };
    codelist::check(list, code).map_err(|error| wrong(format!("{}: {error}", field.code())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
source = "xa-seizures"
[constant]
country = "CO"
[[column]]
heading = "Fecha"
field = "date"
[[column]]
heading = "Droga"
field = "substance"
values = { "BASE" = "cocaine-base" }
"#;

    #[test]
    fn a_mapping_is_what_it_writes() {
        let read = Mapping::parse(SMALL).unwrap();
        assert_eq!(Mapping::parse(&read.to_toml()).unwrap(), read);
    }

    #[test]
    fn a_mapping_that_cannot_work_is_refused_before_any_row() {
        let check = |from: &str, to: &str, expect: &str| {
            let error = Mapping::parse(&SMALL.replace(from, to)).unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
        };
        check("xa-seizures", "XA seizures", "`source` is");
        check("country = \"CO\"", "", "`country`");
        check("\"date\"", "\"keep\"", "when it was");
        let twice = "[[column]]\nheading = \"Día\"\nfield = \"date\"\n[constant]";
        check(
            "[constant]\ncountry = \"CO\"",
            &format!("{twice}\ncountry = \"CO\""),
            "two columns are",
        );
        check("cocaine-base", "moon-dust", "not on the list");
        check("\"date\"", "\"fiscal-year\"", "fiscal_year_starts");
        check("field = \"date\"", "field = \"date\"\nunit = \"gram\"", "only amounts");
        check("field = \"date\"", "field = \"amount-of\"", "has a substance");
        check("[constant]", "colour = 1\n[constant]", "unknown field");
    }
}
