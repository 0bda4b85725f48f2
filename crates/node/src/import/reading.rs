//! A row of a country's table, read by its mapping into a seizure.

mod item;
mod time;

use std::collections::BTreeMap;

use record::codelist::Registry;
use record::decimal::Decimal;
use record::kind::Declared;
use record::kind::message::Text;
use record::kind::seizure::{
    Coded, Concealment, Place, Precision, Route, RoutePoint, Seizure, SourceRow, Statement, Total,
};
use record::moment::Date;
use record::selector::geohash;
use record::{Digest, Error as RecordError};

use super::field::Field;
use super::mapping::{Column, LeftOut, Mapping, Rows};
use super::release::Incoming;
use super::sheet::{Cell, Row};
use super::{Unmapped, cell, word};
use crate::Error;

/// The code for what a list does not know.
const UNKNOWN: &str = "unknown";
/// About 150 metres: as exact as a place in a table is.
const GEOHASH_LENGTH: usize = 7;
const CONTENT: &[u8] = b"amana/1/foreign-content";
const KEY: &[u8] = b"amana/1/foreign-key";

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Read {
    Row(Box<Incoming>),
    LeftOut(String),
    Unreadable(String),
}

/// A mapping laid over the headings of a file.
pub struct Reader<'m> {
    mapping: &'m Mapping,
    lists: &'m Registry,
    columns: BTreeMap<Field, Vec<(usize, &'m Column)>>,
    identity: Vec<usize>,
    left_out: Vec<(usize, &'m LeftOut)>,
    headings: Vec<String>,
    unread: Vec<String>,
}

/// Headings as a mapping names them: the second of the same is ` (2)`.
pub fn headings(row: &Row) -> Vec<String> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut all = Vec::with_capacity(row.cells.len());
    for cell in &row.cells {
        let count = seen.entry(cell.text.as_str()).or_default();
        *count += 1;
        let again = *count > 1;
        all.push(if again { format!("{} ({count})", cell.text) } else { cell.text.clone() });
    }
    all
}

impl<'m> Reader<'m> {
    /// # Errors
    /// Where the mapping names a heading that the file has not.
    pub fn new(
        mapping: &'m Mapping,
        headings: Vec<String>,
        lists: &'m Registry,
    ) -> Result<Self, Error> {
        let at = |heading: &str| headings.iter().position(|known| known == heading);
        let named = |heading: &str| {
            let said = || Error::Usage(format!("the file has no column `{heading}`"));
            at(heading).ok_or_else(said)
        };
        let mut columns: BTreeMap<Field, Vec<(usize, &Column)>> = BTreeMap::new();
        for column in &mapping.columns {
            columns.entry(column.field).or_default().push((named(&column.heading)?, column));
        }
        let identity = mapping.identity.iter().map(|heading| named(heading));
        let identity = identity.collect::<Result<_, _>>()?;
        let left_out = mapping.left_out.iter().map(|one| Ok((named(&one.heading)?, one)));
        let left_out = left_out.collect::<Result<_, Error>>()?;
        let known = |heading: &String| mapping.columns.iter().any(|one| one.heading == *heading);
        let unread = headings.iter().filter(|heading| !known(heading)).cloned().collect();
        Ok(Self { mapping, lists, columns, identity, left_out, headings, unread })
    }

    /// Headings that the mapping does not mention.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    pub fn read(&self, row: &Row) -> Read {
        if row.cells.len() > self.headings.len() {
            let (cells, wanted) = (row.cells.len(), self.headings.len());
            return Read::Unreadable(format!("{cells} cells, not {wanted}"));
        }
        for (at, left_out) in &self.left_out {
            let text = row.cells.get(*at).map_or("", |cell| &cell.text);
            if left_out.values.iter().any(|value| value == text) {
                return Read::LeftOut(left_out.reason.clone());
            }
        }
        let mut values = Values { reader: self, row, unmapped: Vec::new(), raw: BTreeMap::new() };
        match values.seizure() {
            Ok(seizure) => match self.incoming(row, seizure, values.unmapped) {
                Ok(incoming) => Read::Row(Box::new(incoming)),
                Err(error) => Read::Unreadable(error.to_string()),
            },
            Err(reason) => Read::Unreadable(reason),
        }
    }

    fn incoming(
        &self,
        row: &Row,
        mut seizure: Seizure,
        unmapped: Vec<Unmapped>,
    ) -> Result<Incoming, RecordError> {
        seizure.check()?;
        let json = |seizure: &Seizure| serde_json::to_vec(seizure).expect("bodies are plain data");
        // What the row says, whatever its other bytes are.
        let content = content_of(&json(&seizure));
        if let Some(source) = &mut seizure.statement.source_row {
            source.row = row.digest;
        }
        let body = json(&seizure);
        let kind = record::Kind::Seizure;
        Ok(Incoming { line: row.line, key: self.key(row), content, kind, body, unmapped })
    }

    fn key(&self, row: &Row) -> Digest {
        if self.identity.is_empty() {
            return row.digest;
        }
        let mut bytes = Vec::new();
        for at in &self.identity {
            bytes.extend_from_slice(row.cells.get(*at).map_or("", |cell| &cell.text).as_bytes());
            bytes.push(0);
        }
        Digest::of(&[KEY, &bytes])
    }
}

/// The digest of a body that names no row.
pub fn content_of(body: &[u8]) -> Digest {
    Digest::of(&[CONTENT, body])
}

/// A row's cells by field, and what was met while they were read.
struct Values<'a> {
    reader: &'a Reader<'a>,
    row: &'a Row,
    unmapped: Vec<Unmapped>,
    raw: BTreeMap<String, String>,
}

impl<'a> Values<'a> {
    fn cell_at(&self, at: usize) -> Option<&'a Cell> {
        let empty = &self.reader.mapping.writing.empty;
        let cell = self.row.cells.get(at)?;
        (!cell.text.is_empty() && !empty.contains(&cell.text)).then_some(cell)
    }

    fn columns(&self, field: Field) -> &'a [(usize, &'a Column)] {
        self.reader.columns.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The cell that fills a field, where it is not empty.
    fn cell(&self, field: Field) -> Option<(&'a Cell, &'a Column)> {
        self.columns(field).iter().find_map(|(at, column)| Some((self.cell_at(*at)?, *column)))
    }

    fn constant(&self, field: Field) -> Option<String> {
        self.reader.mapping.constant.get(&field).cloned()
    }

    fn text(&self, field: Field) -> Option<String> {
        self.cell(field).map(|(cell, _)| cell.text.clone()).or_else(|| self.constant(field))
    }

    /// Keeps a value as it was written, where the record writes it otherwise.
    fn keep(&mut self, column: &Column, cell: &Cell) {
        self.raw.insert(column.heading.clone(), cell.text.clone());
    }

    fn number(&mut self, field: Field) -> Result<Option<Decimal>, String> {
        let Some((cell, column)) = self.cell(field) else {
            let text = self.constant(field);
            return text.map(|text| Decimal::parse(&text).map_err(|e| e.to_string())).transpose();
        };
        self.number_in(cell, column).map(Some)
    }

    fn number_in(&mut self, cell: &Cell, column: &Column) -> Result<Decimal, String> {
        let read = cell::number(cell, self.reader.mapping.marks());
        let read = read.map_err(|reason| format!("{}: {reason}", column.heading))?;
        if read.to_string() != cell.text {
            self.keep(column, cell);
        }
        Ok(read)
    }

    fn count(&self, field: Field) -> Result<Option<u32>, String> {
        let Some((cell, column)) = self.cell(field) else { return Ok(None) };
        let read = cell::count(cell, self.reader.mapping.marks());
        read.map(Some).map_err(|reason| format!("{}: {reason}", column.heading))
    }

    /// The code of a cell's value, where the mapping or a list knows it.
    fn code(&mut self, field: Field) -> Option<(String, Option<&'a Cell>, &'a str)> {
        let list = field.list().expect("only fields with a list are asked");
        let Some((cell, column)) = self.cell(field) else {
            return self.constant(field).map(|code| (code, None, ""));
        };
        let mapped = column.values.get(&cell.text).map(String::as_str);
        let Reader { lists, mapping, .. } = self.reader;
        let own = || word::own(lists, list, &mapping.source, &cell.text);
        let code = mapped.or_else(|| word::code(list, &cell.text)).or_else(own);
        if code.is_none() {
            self.unmapped.push(Unmapped { list, raw: cell.text.clone() });
        }
        Some((code.unwrap_or(UNKNOWN).into(), Some(cell), &column.heading))
    }

    /// A code beside the value it was read from.
    fn coded(&mut self, field: Field) -> Option<Coded> {
        let (code, cell, _) = self.code(field)?;
        Some(Coded { code, raw: cell.map(|cell| cell.text.clone()) })
    }

    /// A code where the record has no room for the value: that is kept aside.
    fn plain(&mut self, field: Field) -> Option<String> {
        let (code, cell, heading) = self.code(field)?;
        if let Some(cell) = cell {
            self.raw.insert(heading.into(), cell.text.clone());
        }
        (code != UNKNOWN).then_some(code)
    }

    fn point(&mut self, field: Field) -> Option<RoutePoint> {
        let country = self.coded(field)?;
        let known = country.code != UNKNOWN;
        Some(RoutePoint { country, known })
    }

    fn seizure(&mut self) -> Result<Seizure, String> {
        let (from, until) = self.time()?;
        let totals = self.reader.mapping.rows == Rows::Totals;
        let events = self.count(Field::Events)?;
        let total = totals.then_some(Total { until: Date(until), events });
        let date_precision = if from == until { Precision::Exact } else { Precision::Approximate };
        let items = self.items()?;
        let place = self.place()?;
        let statement = Statement {
            date: Date(from),
            date_precision,
            total,
            place,
            reporting_country: self.plain(Field::ReportingCountry),
            agency: self.text(Field::Agency),
            offence: self.offence()?,
            route: self.route(),
            concealment: Concealment {
                method: self.coded(Field::Method),
                hiding_place: self.coded(Field::HidingPlace),
                text: self.text(Field::Concealment),
                detection: self.plain(Field::Detection),
                trigger: self.plain(Field::Trigger),
            },
            items,
            arrests: self.count(Field::Arrests)?,
            identifiers: Vec::new(),
            laboratory_reference: self.text(Field::LaboratoryReference),
            same_event_as: Vec::new(),
            source_row: Some(self.source_row(totals)),
        };
        Ok(Seizure {
            statement,
            persons: Vec::new(),
            photos: Vec::new(),
            free_text: self.free_text(),
        })
    }

    /// What no field says as the row did.
    fn source_row(&mut self, totals: bool) -> SourceRow {
        for (at, column) in self.columns(Field::Keep) {
            if let Some(cell) = self.cell_at(*at) {
                self.keep(column, cell);
            }
        }
        if !totals && let Some((cell, column)) = self.cell(Field::Events) {
            self.keep(column, cell);
        }
        let source = self.reader.mapping.source.clone();
        let values = std::mem::take(&mut self.raw);
        SourceRow { source, row: Digest::default(), occurrence: 0, values }
    }

    fn free_text(&self) -> Option<Text> {
        let cells = self.columns(Field::Text).iter().filter_map(|(at, _)| self.cell_at(*at));
        let texts: Vec<&str> = cells.map(|cell| cell.text.as_str()).collect();
        let text = texts.join("\n");
        (!text.is_empty()).then(|| Text { language: "und".into(), text })
    }

    fn offence(&mut self) -> Result<String, String> {
        if self.text(Field::Offence).is_none() {
            return Ok("drug-trafficking".into());
        }
        self.plain(Field::Offence).ok_or_else(|| "the offence is on no list".into())
    }

    fn route(&mut self) -> Route {
        let transit = self.point(Field::Transit);
        Route {
            origin: self.point(Field::Origin),
            transit: transit.into_iter().collect(),
            departure: self.point(Field::Departure),
            destination: self.point(Field::Destination),
            routing: self.coded(Field::Routing),
            transport: self.coded(Field::Transport),
            conveyance: self.coded(Field::Conveyance),
            direction: self.coded(Field::Direction),
        }
    }

    fn place(&mut self) -> Result<Place, String> {
        let country = self.plain(Field::Country).ok_or("no country that is known")?;
        let geohash = self.geohash()?;
        let (name, unlocode) = (self.text(Field::Place), self.text(Field::Unlocode));
        let precision = match (&geohash, &unlocode, &name) {
            (Some(_), ..) | (_, Some(_), _) => Precision::Exact,
            (_, _, Some(_)) => Precision::Approximate,
            _ => Precision::RegionOnly,
        };
        let division = self.text(Field::Division);
        let place_type = self.coded(Field::PlaceType);
        Ok(Place { country, division, name, unlocode, geohash, precision, place_type })
    }

    fn geohash(&mut self) -> Result<Option<String>, String> {
        let latitude = self.number(Field::Latitude)?;
        let Some((latitude, longitude)) = latitude.zip(self.number(Field::Longitude)?) else {
            return Ok(None);
        };
        let e7 = |degrees: Decimal| (degrees.approximate() * 1e7).round() as i32;
        let made = geohash::encode(e7(latitude), e7(longitude), GEOHASH_LENGTH);
        made.map(Some).map_err(|error| error.to_string())
    }
}
