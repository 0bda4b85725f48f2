//! The list of Specially Designated Nationals, as OFAC publishes it in tables without headings:
//! `sdn.csv`, and beside it `alt.csv` (other names) and `add.csv` (addresses).

use std::collections::HashMap;
use std::path::Path;

use record::moment::Date;
use record::selector::SelectorKind;
use record::selector::extract::extract;

use super::super::entity::{Entity, Sort};
use super::{Source, Take};
use crate::Error;
use crate::import::sheet::{self, Cell, Found, Layout};

const COLUMNS: usize = 12;
const ALT_COLUMNS: usize = 5;
const ADD_COLUMNS: usize = 6;
/// What stands where nothing is said.
const NOTHING: &str = "-0-";
/// Ends the file on some systems.
const END: char = '\u{1a}';

pub fn each(source: &Source, take: Take<'_>) -> Result<Option<Date>, Error> {
    let mut beside: HashMap<String, Beside> = HashMap::new();
    if let Some(path) = source.named("alt") {
        rows(path, ALT_COLUMNS, &mut |row| {
            let name = said(&row[3]).to_owned();
            beside.entry(said(&row[0]).to_owned()).or_default().names.push(name);
            Ok(())
        })?;
    }
    if let Some(path) = source.named("add") {
        rows(path, ADD_COLUMNS, &mut |row| {
            let country = said(&row[4]).to_owned();
            beside.entry(said(&row[0]).to_owned()).or_default().countries.push(country);
            Ok(())
        })?;
    }
    rows(source.main("sdn")?, COLUMNS, &mut |row| {
        let entity = entity(row, beside.remove(said(&row[0])).unwrap_or_default());
        take(entity)
    })?;
    Ok(None)
}

/// What the tables beside say of an entry.
#[derive(Default)]
struct Beside {
    names: Vec<String>,
    countries: Vec<String>,
}

fn said(cell: &Cell) -> &str {
    match cell.text.trim() {
        NOTHING => "",
        text => text,
    }
}

/// Rows of so many columns; a row of another number refuses the file.
fn rows(
    path: &Path,
    columns: usize,
    take: &mut dyn FnMut(&[Cell]) -> Result<(), Error>,
) -> Result<(), Error> {
    let encoding = encoding(path)?;
    let layout = Layout { separator: Some(','), encoding: Some(encoding), ..Layout::default() };
    let mut outcome = Ok(());
    sheet::each(path, &layout, &mut |found, _| {
        outcome = match found {
            Found::Fault(fault) => Err(bad(fault.line, &fault.reason)),
            Found::Row(row) if is_end(&row.cells) => Ok(()),
            Found::Row(row) if row.cells.len() != columns => {
                let text = format!("{} columns, {columns} are expected", row.cells.len());
                Err(bad(row.line, &text))
            }
            Found::Row(row) => take(&row.cells),
        };
        outcome.is_ok()
    })?;
    outcome
}

fn bad(line: u64, what: &str) -> Error {
    Error::Usage(format!("line {line}: {what}"))
}

fn is_end(cells: &[Cell]) -> bool {
    matches!(cells, [only] if only.text.chars().all(|c| c == END || c.is_whitespace()))
}

/// UTF-8 where it is, else what older releases are in.
fn encoding(path: &Path) -> Result<String, Error> {
    use std::io::{BufRead, BufReader};
    let file = std::fs::File::open(path).map_err(|error| Error::file(path, error))?;
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    loop {
        line.clear();
        // A line that never ends is refused when it is read as a row.
        let mut limited = std::io::Read::take(&mut reader, sheet_line_max());
        let read = limited.read_until(b'\n', &mut line);
        if read.map_err(|error| Error::file(path, error))? == 0 {
            return Ok("utf-8".into());
        }
        if std::str::from_utf8(&line).is_err() {
            return Ok("windows-1252".into());
        }
    }
}

fn sheet_line_max() -> u64 {
    crate::import::table::ROW_BYTES_MAX as u64
}

fn entity(row: &[Cell], beside: Beside) -> Entity {
    let text = |at: usize| said(&row[at]);
    let sort = match text(2) {
        "individual" => Sort::Person,
        "vessel" => Sort::Vessel,
        "aircraft" => Sort::Aircraft,
        _ => Sort::Organisation,
    };
    let mut entity = Entity::new(text(0), sort);
    entity.name(text(1));
    beside.names.iter().for_each(|name| entity.name(name));
    for programme in text(3).split(['[', ']', ';']) {
        entity.programme(programme);
    }
    match sort {
        Sort::Vessel => {
            entity.identify(SelectorKind::CallSign, text(5));
            entity.country(text(9));
        }
        Sort::Aircraft => drop(entity.identify(SelectorKind::AircraftRegistration, text(1))),
        Sort::Organisation => beside.countries.iter().for_each(|text| entity.country(text)),
        _ => {}
    }
    remarks(&mut entity, text(11));
    entity
}

fn remarks(entity: &mut Entity, text: &str) {
    for part in text.split(';') {
        let part = part.trim().trim_end_matches('.');
        let part = part.strip_prefix("alt. ").unwrap_or(part);
        remark(entity, part);
    }
}

fn remark(entity: &mut Entity, part: &str) {
    let after = |word: &str| part.strip_prefix(word).map(str::trim);
    if let Some(day) = after("DOB ") {
        births(entity, day);
    } else if let Some(name) = after("a.k.a. ").or_else(|| after("f.k.a. ")) {
        entity.name(name.trim_matches('\''));
    } else if let Some(country) = after("nationality ").or_else(|| after("citizen ")) {
        entity.country(country);
    } else if let Some(sex) = after("Gender ") {
        entity.sex(sex);
    } else if let Some(rest) = after("Passport ") {
        let (number, issuer) = numbered(rest);
        entity.document(number, issuer);
    } else if let Some(rest) = paper(part) {
        let (number, _) = numbered(rest);
        entity.document(number, "");
    } else if part.starts_with("Linked To") || part.starts_with("POB") {
        // Other entries, and places: nothing that identifies this one.
    } else {
        extract(part).into_iter().for_each(|mention| {
            entity.identify(mention.selector.kind(), mention.selector.value());
        });
    }
}

/// The number of a paper that is no passport.
fn paper(part: &str) -> Option<&str> {
    const PAPERS: [&str; 8] = [
        "National ID No. ",
        "Identification Number ",
        "Cedula No. ",
        "Tax ID No. ",
        "SSN ",
        "C.U.R.P. ",
        "R.F.C. ",
        "NIT # ",
    ];
    PAPERS.iter().find_map(|name| part.strip_prefix(name))
}

/// `1084010 (Egypt) issued …`: the number, and the country in brackets.
fn numbered(text: &str) -> (&str, &str) {
    let number = text.split([' ', '(']).next().unwrap_or_default();
    let issuer = text.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    (number, issuer.map_or("", |(issuer, _)| issuer.trim()))
}

/// `19 Jun 1951`, `Jun 1951`, `1951`, `circa 1951`, `1951 to 1953`.
fn births(entity: &mut Entity, text: &str) {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = |word: &str| {
        let word = word.to_lowercase();
        MONTHS.iter().position(|name| word.starts_with(name)).map(|at| at + 1)
    };
    for one in text.split(" to ") {
        let words: Vec<&str> = one.trim_start_matches("circa").split_whitespace().collect();
        let day = match words[..] {
            [year] => year.to_owned(),
            [name, year] => match month(name) {
                Some(month) => format!("{year}-{month:02}"),
                None => continue,
            },
            [day, name, year] => match (month(name), day.parse::<u8>()) {
                (Some(month), Ok(day)) => format!("{year}-{month:02}-{day:02}"),
                _ => continue,
            },
            _ => continue,
        };
        entity.birth(&day);
    }
}
