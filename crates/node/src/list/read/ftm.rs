//! Entities of FollowTheMoney, one JSON object a line. Papers stand in entities of their own and
//! name their holder; what is no person and no thing (addresses, payments, ties) is passed over.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use record::moment::Date;
use record::selector::SelectorKind;
use serde::Deserialize;

use super::super::entity::{Entity, Sort};
use super::Take;
use crate::Error;

const LINE_BYTES_MAX: usize = 4 << 20;
/// Papers that are kept until their holders are read.
const PAPERS_MAX: usize = 4 << 20;

#[derive(Deserialize)]
struct Line {
    id: String,
    schema: String,
    #[serde(default)]
    properties: HashMap<String, Vec<String>>,
}

impl Line {
    fn all(&self, names: &[&str]) -> impl Iterator<Item = &str> {
        let values: Vec<&str> = names
            .iter()
            .filter_map(|name| self.properties.get(*name))
            .flatten()
            .map(String::as_str)
            .collect();
        values.into_iter()
    }

    fn one(&self, name: &str) -> &str {
        self.all(&[name]).next().unwrap_or_default()
    }
}

struct Paper {
    number: String,
    country: String,
}

pub fn each(path: &Path, take: Take<'_>) -> Result<Option<Date>, Error> {
    let mut papers: HashMap<String, Vec<Paper>> = HashMap::new();
    let mut count = 0;
    lines(path, &mut |line| {
        if matches!(line.schema.as_str(), "Passport" | "Identification") {
            count += 1;
            if count > PAPERS_MAX {
                return Err(Error::Usage("more papers than are kept at once".into()));
            }
            let number = line.all(&["number", "passportNumber"]).next().unwrap_or_default();
            let paper = Paper { number: number.into(), country: line.one("country").into() };
            papers.entry(line.one("holder").to_owned()).or_default().push(paper);
        }
        Ok(())
    })?;
    lines(path, &mut |line| match entity(&line) {
        Some(mut entity) => {
            for paper in papers.get(&line.id).into_iter().flatten() {
                entity.document(&paper.number, &paper.country);
            }
            // Some entities are only the other end of a tie.
            match entity.check().is_err() && entity.names.is_empty() {
                true => Ok(()),
                false => take(entity),
            }
        }
        None => Ok(()),
    })?;
    Ok(None)
}

fn lines(path: &Path, take: &mut dyn FnMut(Line) -> Result<(), Error>) -> Result<(), Error> {
    let file = File::open(path).map_err(|error| Error::file(path, error))?;
    let (mut reader, mut number) = (BufReader::with_capacity(1 << 16, file), 0);
    loop {
        let mut bytes = Vec::new();
        let read = (&mut reader).take(LINE_BYTES_MAX as u64).read_until(b'\n', &mut bytes);
        if read.map_err(|error| Error::file(path, error))? == 0 {
            return Ok(());
        }
        number += 1;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        // Nesting is bounded by the reader itself.
        let line = serde_json::from_slice(&bytes);
        let line = line.map_err(|error| Error::Usage(format!("line {number}: {error}")))?;
        take(line)?;
    }
}

fn sort(schema: &str) -> Option<Sort> {
    Some(match schema {
        "Person" => Sort::Person,
        "Organization" | "Company" | "LegalEntity" | "PublicBody" => Sort::Organisation,
        "Vessel" => Sort::Vessel,
        "Airplane" => Sort::Aircraft,
        "Vehicle" => Sort::Vehicle,
        _ => return None,
    })
}

fn entity(line: &Line) -> Option<Entity> {
    let sort = sort(&line.schema)?;
    let mut entity = Entity::new(&line.id, sort);
    let names = ["name", "alias", "weakAlias", "previousName", "callSign"];
    line.all(&names).for_each(|text| entity.name(text));
    line.all(&["birthDate"]).for_each(|text| entity.birth(text));
    line.all(&["gender"]).for_each(|text| entity.sex(text));
    let countries = ["nationality", "citizenship", "jurisdiction", "country", "flag"];
    line.all(&countries).for_each(|text| entity.country(text));
    let issuer = line.all(&["nationality", "citizenship", "country"]).next().unwrap_or_default();
    line.all(&["passportNumber"]).for_each(|text| entity.document(text, issuer));
    let numbers = ["idNumber", "registrationNumber", "taxNumber", "innCode", "ogrnCode"];
    line.all(&numbers).for_each(|text| entity.document(text, ""));
    for (property, kind) in [
        ("imoNumber", SelectorKind::Imo),
        ("mmsi", SelectorKind::Mmsi),
        ("leiCode", SelectorKind::Lei),
        ("swiftBic", SelectorKind::Bic),
        ("phone", SelectorKind::Phone),
        ("email", SelectorKind::Email),
        ("vin", SelectorKind::Vin),
        ("registrationNumber", SelectorKind::AircraftRegistration),
    ] {
        if kind != SelectorKind::AircraftRegistration || sort == Sort::Aircraft {
            line.all(&[property]).for_each(|text| {
                entity.identify(kind, text);
            });
        }
    }
    line.all(&["programId", "program", "topics"]).for_each(|text| entity.programme(text));
    Some(entity)
}
