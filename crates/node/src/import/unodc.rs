//! UNODC's individual drug seizures: one row a seizure, `;`-separated.
//!
//! Codes stand beside the raw values they were read from. REGION and SUBREGION are not kept: the
//! export derives them from COUNTRY.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use record::codelist::{self, CodeList};
use record::evaluation::{Evaluation, Information, Nature, Source};
use record::kind::Declared;
use record::kind::seizure::{
    Coded, Concealment, Item, Place, Precision, Quantity, Route, RoutePoint, Seizure, SourceRow,
    Statement,
};
use record::policy::Role;
use record::{Draft, Handling, Kind, Level, Purpose, Unit};

use serde_json::Value;

use super::{Format, Identity, Made, Progress, Report, Unmapped, cell, table};
use crate::author::{Author, plain_draft};
use crate::home::Home;
use crate::{Error, Node};

const COLUMNS: [&str; 16] = [
    "REGION",
    "SUBREGION",
    "COUNTRY",
    "ADMINISTRATIVE_DIVISION",
    "PLACE",
    "SEIZURE_DATE",
    "DRUG_NAME",
    "AMOUNT",
    "DRUG_UNIT",
    "HIDING_PLACE",
    "INSTALLATION",
    "TRANSPORT",
    "PRODUCING_COUNTRY",
    "DEPARTURE_COUNTRY",
    "DESTINATION_COUNTRY",
    "ROUTING",
];
/// The code for what a list does not know.
const UNKNOWN: &str = "unknown";

/// Imports a file into the node of a folder.
pub fn run(
    home: &Home,
    file: &Path,
    only: Option<&str>,
    progress: impl FnMut(Progress),
) -> Result<Report, Error> {
    let mut node = home.open()?;
    let unit = super::unit_of(&node)?;
    into(&mut node, file, only, &unit, progress)
}

/// Imports a file into a node; with `only` just the rows that country reported.
pub fn into(
    node: &mut Node,
    file: &Path,
    only: Option<&str>,
    unit: &Unit,
    progress: impl FnMut(Progress),
) -> Result<Report, Error> {
    if let Some(code) = only {
        codelist::check("country", code)?;
    }
    let author = Author { officer: "importer".into(), role: Role::Importer, unit: unit.clone() };
    super::run(node, file, Seizures::new(only, unit), &author, progress)
}

/// The format, and whose rows are wanted.
pub struct Seizures {
    only: Option<String>,
    unit: Unit,
}

impl Seizures {
    pub fn new(only: Option<&str>, unit: &Unit) -> Self {
        Self { only: only.map(str::to_owned), unit: unit.clone() }
    }
}

impl Format for Seizures {
    const SOURCE: &'static str = "unodc-ids";

    fn check_columns(&self, columns: &[&str]) -> Result<(), String> {
        let same = columns == COLUMNS;
        same.then_some(()).ok_or_else(|| format!("the columns are not {}", COLUMNS.join(";")))
    }

    fn make(&self, row: &[u8], identity: Identity) -> Made {
        self.read(row, identity).unwrap_or_else(Made::Unreadable)
    }

    fn draft(&self, body: Value) -> Draft {
        Draft {
            handling: Handling::new(Level::Restricted, &[]),
            purposes: vec![Purpose::CriminalInvestigation, Purpose::CrimeAnalysis],
            evaluation: Some(Evaluation {
                source: Source::B,
                information: Information::FirstHand,
                nature: Nature::Fact,
                original: None,
            }),
            ..plain_draft(Kind::Seizure, &self.unit, body)
        }
    }
}

impl Seizures {
    fn read(&self, row: &[u8], identity: Identity) -> Result<Made, String> {
        let cells = table::cells(row)?;
        let count = cells.len();
        let cells = <[Cow<'_, str>; COLUMNS.len()]>::try_from(cells)
            .map_err(|_| format!("{count} cells, not {}", COLUMNS.len()))?;
        let cells = cells.each_ref().map(|cell| cell.trim());
        let mut codes = Codes::default();
        let country = codes.read("country", cells[2]).ok_or("no country")?;
        if self.only.as_ref().is_some_and(|only| *only != country.code) {
            return Ok(Made::Other);
        }
        let seizure = seizure(&cells, country.code, &mut codes, identity)?;
        seizure.check().map_err(|error| error.to_string())?;
        let json = serde_json::to_vec(&seizure).expect("bodies are plain data");
        Ok(Made::Body { json, unmapped: codes.unmapped })
    }
}

/// Looks raw values up and remembers which were on no list.
#[derive(Default)]
struct Codes {
    unmapped: Vec<Unmapped>,
}

impl Codes {
    /// The code of a raw value beside the value; none where the cell is empty.
    fn read(&mut self, name: &'static str, raw: &str) -> Option<Coded> {
        if raw.is_empty() {
            return None;
        }
        let code = codelist::list(name).and_then(|list: &CodeList| list.from_raw(SOURCE, raw));
        if code.is_none() {
            self.unmapped.push(Unmapped { list: name, raw: raw.into() });
        }
        let code = code.map_or(UNKNOWN, |code| code.code.as_str());
        Some(Coded { code: code.into(), raw: Some(raw.into()) })
    }

    /// The export does not say that a country is only suspected.
    fn point(&mut self, raw: &str) -> Option<RoutePoint> {
        let country = self.read("country", raw)?;
        let known = country.code != UNKNOWN;
        Some(RoutePoint { country, known })
    }
}

const SOURCE: &str = Seizures::SOURCE;

fn quantity(amount: &str, unit: Option<Coded>) -> Result<Option<Quantity>, String> {
    if amount.is_empty() {
        return Ok(None);
    }
    let read = cell::amount(amount).ok_or_else(|| format!("`{amount}` is no amount"))?;
    Ok(Some(Quantity::new(read, unit.unwrap_or_else(|| Coded::new(UNKNOWN)))))
}

/// What no field of the record says as the row did.
fn values(cells: &[&str; COLUMNS.len()]) -> BTreeMap<String, String> {
    let (country, amount, unit) = (cells[2], cells[7], cells[8]);
    let mut values = BTreeMap::from([(COLUMNS[2].into(), country.into())]);
    if amount.contains(['e', 'E']) {
        values.insert(COLUMNS[7].into(), amount.into());
    }
    if amount.is_empty() && !unit.is_empty() {
        values.insert(COLUMNS[8].into(), unit.into());
    }
    values
}

fn place(country: String, [division, name]: [&str; 2], place_type: Option<Coded>) -> Place {
    let text = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
    let precise = if name.is_empty() { Precision::RegionOnly } else { Precision::Approximate };
    Place {
        country,
        division: text(division),
        name: text(name),
        unlocode: None,
        geohash: None,
        precision: precise,
        place_type,
    }
}

fn seizure(
    cells: &[&str; COLUMNS.len()],
    country: String,
    codes: &mut Codes,
    Identity { digest, occurrence }: Identity,
) -> Result<Seizure, String> {
    let [_, _, _, division, name, date, drug, amount, unit, hidden, installation, ..] = *cells;
    let [.., transport, producing, departure, destination, routing] = *cells;
    let date = date.parse().map_err(|_| format!("`{date}` is no date"))?;
    let substance = codes.read("drug", drug).ok_or("no drug")?;
    let quantity = quantity(amount, codes.read("unit", unit))?;
    let place_type = codes.read("place-type", installation);
    let row = SourceRow { source: SOURCE.into(), row: digest, occurrence, values: values(cells) };
    let statement = Statement {
        date,
        date_precision: Precision::Exact,
        total: None,
        place: place(country.clone(), [division, name], place_type),
        reporting_country: Some(country),
        agency: None,
        offence: "drug-trafficking".into(),
        route: Route {
            origin: codes.point(producing),
            transit: Vec::new(),
            departure: codes.point(departure),
            destination: codes.point(destination),
            routing: codes.read("routing", routing),
            transport: codes.read("transport", transport),
            ..Route::default()
        },
        concealment: Concealment {
            hiding_place: codes.read("hiding-place", hidden),
            ..Concealment::default()
        },
        items: vec![Item::of(substance, quantity)],
        arrests: None,
        identifiers: Vec::new(),
        laboratory_reference: None,
        same_event_as: Vec::new(),
        source_row: Some(row),
    };
    Ok(Seizure { statement, persons: Vec::new(), photos: Vec::new(), free_text: None })
}
