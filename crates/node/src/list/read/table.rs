//! A country's own table, by the map of its columns.

use std::path::Path;

use record::moment::Date;

use super::super::entity::{Entity, Sort};
use super::super::map::{Map, Says};
use super::Take;
use crate::Error;
use crate::import::sheet::{self, Cell, Found};

pub fn each(path: &Path, map: &Map, take: Take<'_>) -> Result<Option<Date>, Error> {
    map.check()?;
    let mut columns: Option<Columns> = None;
    let mut outcome = Ok(());
    sheet::each(path, &map.layout, &mut |found, _| {
        let row = match found {
            Found::Row(row) => row,
            Found::Fault(fault) => {
                outcome = Err(bad(fault.line, &fault.reason));
                return false;
            }
        };
        let read = match &columns {
            None => Columns::of(map, &row.cells).map(|found| columns = Some(found)),
            Some(columns) => columns.entity(&row.cells).and_then(&mut *take),
        };
        outcome = read.map_err(|error| match error {
            Error::Usage(what) => bad(row.line, &what),
            other => other,
        });
        outcome.is_ok()
    })?;
    outcome.map(|()| None)
}

fn bad(line: u64, what: &str) -> Error {
    Error::Usage(format!("line {line}: {what}"))
}

struct Columns<'a> {
    map: &'a Map,
    says: Vec<Option<Says>>,
    width: usize,
}

impl<'a> Columns<'a> {
    fn of(map: &'a Map, headings: &[Cell]) -> Result<Self, Error> {
        let code = |cell: &Cell| map.columns.get(cell.text.trim());
        let says = headings.iter().map(|cell| code(cell).and_then(|code| Says::parse(code)));
        for heading in map.columns.keys() {
            if !headings.iter().any(|cell| cell.text.trim() == heading) {
                return Err(Error::Usage(format!("there is no column {heading:?}")));
            }
        }
        Ok(Self { map, says: says.collect(), width: headings.len() })
    }

    /// The values of the columns that say something.
    fn values<'b>(&'b self, cells: &'b [Cell], wanted: &'b Says) -> impl Iterator<Item = &'b str> {
        let cells = cells.iter().zip(&self.says);
        let cells = cells.filter(move |(_, says)| says.as_ref() == Some(wanted));
        let between = self.map.between;
        cells.flat_map(move |(cell, _)| {
            cell.text.split(move |c| Some(c) == between).map(str::trim).filter(|t| !t.is_empty())
        })
    }

    fn entity(&self, cells: &[Cell]) -> Result<Entity, Error> {
        if cells.len() > self.width {
            let text = format!("{} cells under {} headings", cells.len(), self.width);
            return Err(Error::Usage(text));
        }
        let reference = self.values(cells, &Says::Reference).next().unwrap_or_default();
        let mut entity = Entity::new(reference, self.sort(cells)?);
        self.values(cells, &Says::Name).for_each(|text| entity.name(text));
        let parts: Vec<&str> = self.values(cells, &Says::NamePart).collect();
        entity.name(&parts.join(" "));
        self.values(cells, &Says::Birth).for_each(|text| entity.birth(text));
        self.values(cells, &Says::Sex).for_each(|text| entity.sex(text));
        self.values(cells, &Says::Country).for_each(|text| entity.country(text));
        self.values(cells, &Says::Programme).for_each(|text| entity.programme(text));
        let issuer = self.values(cells, &Says::Issuer).next().unwrap_or_default();
        self.values(cells, &Says::Document).for_each(|text| entity.document(text, issuer));
        if let Some(action) = self.values(cells, &Says::Action).next() {
            let known = record::codelist::check("action-wanted", action);
            known.map_err(|error| Error::Usage(error.to_string()))?;
            entity.action = Some(action.to_owned());
        }
        for says in self.says.iter().flatten() {
            if let Says::Identifier(kind) = says {
                self.values(cells, says).for_each(|text| {
                    entity.identify(*kind, text);
                });
            }
        }
        Ok(entity)
    }

    fn sort(&self, cells: &[Cell]) -> Result<Sort, Error> {
        let Some(word) = self.values(cells, &Says::Sort).next() else { return Ok(self.map.kind) };
        let found = self.map.kinds.get(word).copied().or_else(|| Sort::parse(word));
        found.ok_or_else(|| Error::Usage(format!("`{word}` is no kind of entry")))
    }
}
