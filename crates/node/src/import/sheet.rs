//! Rows of cells out of a country's own file: text between separators, or an Excel workbook.
//!
//! Both are read as a stream; nothing but the row at hand is in memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use calamine::{DataRef, Reader, Xlsx};
use record::Digest;
use serde::{Deserialize, Serialize};

use super::{Fault, table};
use crate::Error;

/// More columns than any table of seizures has.
pub const COLUMNS_MAX: usize = record::kind::seizure::VALUES_MAX;
const WORKBOOK: &str = "xl/workbook.xml";

/// How a file is laid out. What is not said is found out from its first line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Layout {
    /// Name of the sheet of a workbook; the first where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// A label of the WHATWG standard: `utf-8`, `windows-1252`, `windows-1256`, `utf-16le`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Line of the headings, counted from 1; what stands above is not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading_line: Option<u64>,
}

/// A cell as text. A number or date of a workbook is exact: no comma or order of days to guess.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub exact: bool,
}

impl Cell {
    fn of(text: &str) -> Self {
        Self { text: text.trim().into(), exact: false }
    }

    fn exact(text: String) -> Self {
        Self { text, exact: true }
    }
}

/// A row, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    pub digest: Digest,
    pub cells: Vec<Cell>,
}

/// What comes out of a sheet, in order; the first row is the headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Row(Row),
    Fault(Fault),
}

/// How far the reading is, in bytes or in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub at: u64,
    pub of: u64,
}

/// Hands every row that is not empty to `take`, until it answers false.
pub fn each(
    file: &Path,
    layout: &Layout,
    take: &mut dyn FnMut(Found, Position) -> bool,
) -> Result<(), Error> {
    if is_workbook(file) { workbook(file, layout, take) } else { text(file, layout, take) }
}

/// A workbook is a zip too: what tells it is the part every workbook has.
pub fn is_workbook(file: &Path) -> bool {
    let archive = File::open(file).ok().and_then(|file| zip::ZipArchive::new(file).ok());
    archive.is_some_and(|archive| archive.index_for_name(WORKBOOK).is_some())
}

fn text(
    file: &Path,
    layout: &Layout,
    take: &mut dyn FnMut(Found, Position) -> bool,
) -> Result<(), Error> {
    let separator = match layout.separator {
        Some(separator) => byte_of(separator)?,
        None => separator_of(file, layout)?,
    };
    table::open(file, |bytes, of| {
        let mut decoded = BufReader::new(Decoded::new(bytes, encoding(layout)?));
        let mut rows = table::Rows::separated(&mut decoded, separator);
        while let Some(found) = rows.read().map_err(|error| Error::file(file, error))? {
            // A line is counted in the text it became; the file's bytes may be fewer or more.
            let at = rows.read_bytes().min(of);
            let found = match found {
                table::Found::Fault(fault) => Found::Fault(fault),
                table::Found::Row { line, bytes } => row_of(line, &bytes, separator),
            };
            let above = matches!(&found, Found::Row(row) if is_above(row.line, layout));
            if !above && !take(found, Position { at, of }) {
                break;
            }
        }
        Ok(())
    })
}

fn is_above(line: u64, layout: &Layout) -> bool {
    line < layout.heading_line.unwrap_or(1)
}

fn row_of(line: u64, bytes: &[u8], separator: u8) -> Found {
    let digest = Digest::of(&[b"amana/1/foreign-row", bytes]);
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match table::cells_between(bytes, separator) {
        Ok(cells) if cells.len() > COLUMNS_MAX => too_wide(line),
        Ok(cells) => {
            let cells = cells.iter().map(|cell| Cell::of(cell)).collect();
            Found::Row(Row { line, digest, cells })
        }
        Err(reason) => Found::Fault(Fault { line, reason }),
    }
}

fn too_wide(line: u64) -> Found {
    Found::Fault(Fault { line, reason: format!("more than {COLUMNS_MAX} cells") })
}

fn byte_of(separator: char) -> Result<u8, Error> {
    let byte = u8::try_from(separator).ok().filter(u8::is_ascii);
    byte.ok_or_else(|| Error::Usage(format!("`{separator}` separates no cells")))
}

/// The separator that the line of headings has most of.
pub fn separator_of(file: &Path, layout: &Layout) -> Result<u8, Error> {
    let wanted = layout.heading_line.unwrap_or(1);
    table::open(file, |bytes, _| {
        let decoded = BufReader::new(Decoded::new(bytes, encoding(layout)?));
        let mut line = String::new();
        for read in decoded.take(table::ROW_BYTES_MAX as u64).lines().take(wanted as usize) {
            line = read.map_err(|error| Error::file(file, error))?;
        }
        let count = |byte: u8| line.bytes().filter(|one| *one == byte).count();
        // Among equals the first of these: a heading may hold a comma, hardly a tab.
        Ok([b'\t', b';', b',', b'|'].into_iter().rev().max_by_key(|byte| count(*byte)))
            .map(|found| found.unwrap_or(b','))
    })
}

fn encoding(layout: &Layout) -> Result<&'static encoding_rs::Encoding, Error> {
    let label = layout.encoding.as_deref().unwrap_or("utf-8");
    let found = encoding_rs::Encoding::for_label(label.as_bytes());
    found.ok_or_else(|| Error::Usage(format!("`{label}` is no encoding")))
}

/// The encoding a file shows: its byte order mark, or valid UTF-8, or else Western Windows.
pub fn encoding_of(file: &Path) -> Result<&'static str, Error> {
    table::open(file, |bytes, _| {
        let mut start = Vec::new();
        let read = bytes.take(table::ROW_BYTES_MAX as u64).read_to_end(&mut start);
        read.map_err(|error| Error::file(file, error))?;
        if let Some((marked, _)) = encoding_rs::Encoding::for_bom(&start) {
            return Ok(marked.name());
        }
        // A letter may be cut in two by the end of what was read.
        let good = match std::str::from_utf8(&start) {
            Ok(_) => true,
            Err(error) => error.error_len().is_none(),
        };
        Ok(if good { "UTF-8" } else { "windows-1252" })
    })
}

/// Bytes of any encoding, read as UTF-8. UTF-8 itself passes as it is: a bad row is a fault of its
/// own, not a replaced letter.
struct Decoded<'a> {
    bytes: &'a mut dyn BufRead,
    decoder: Option<encoding_rs::Decoder>,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<'a> Decoded<'a> {
    fn new(bytes: &'a mut dyn BufRead, encoding: &'static encoding_rs::Encoding) -> Self {
        let plain = encoding == encoding_rs::UTF_8;
        let decoder = (!plain).then(|| encoding.new_decoder_with_bom_removal());
        Self { bytes, decoder, ready: Vec::new(), at: 0, ended: false }
    }

    fn refill(&mut self, decoder: &mut encoding_rs::Decoder) -> io::Result<()> {
        let read = self.bytes.fill_buf()?;
        let (length, last) = (read.len(), read.is_empty());
        let room = decoder.max_utf8_buffer_length(length).unwrap_or(4 * length + 16);
        self.ready.resize(room, 0);
        let (_, taken, written, _) = decoder.decode_to_utf8(read, &mut self.ready, last);
        self.ready.truncate(written);
        (self.at, self.ended) = (0, last);
        self.bytes.consume(taken);
        Ok(())
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(mut decoder) = self.decoder.take() else { return self.bytes.read(out) };
        let mut filled = Ok(());
        while filled.is_ok() && self.at == self.ready.len() && !self.ended {
            filled = self.refill(&mut decoder);
        }
        self.decoder = Some(decoder);
        filled?;
        let length = out.len().min(self.ready.len() - self.at);
        out[..length].copy_from_slice(&self.ready[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

fn workbook(
    file: &Path,
    layout: &Layout,
    take: &mut dyn FnMut(Found, Position) -> bool,
) -> Result<(), Error> {
    let bad = |error: calamine::XlsxError| Error::Usage(format!("{}: {error}", file.display()));
    let mut book: Xlsx<BufReader<File>> = calamine::open_workbook(file).map_err(bad)?;
    let first = book.sheet_names().first().cloned();
    let sheet = layout.sheet.clone().or(first);
    let sheet = sheet.ok_or_else(|| Error::Usage("the workbook has no sheet".into()))?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(bad)?;
    let of = u64::from(cells.dimensions().end.0) + 1;
    let (mut line, mut row) = (0, Vec::new());
    loop {
        let next = cells.next_cell().map_err(bad)?;
        let next_line = next.as_ref().map_or(u64::MAX, |cell| u64::from(cell.get_position().0) + 1);
        if next_line != line {
            let done = finish(std::mem::take(&mut row), line);
            let wanted = done.filter(|_| !is_above(line, layout));
            if wanted.is_some_and(|found| !take(found, Position { at: line, of })) {
                return Ok(());
            }
            line = next_line;
        }
        let Some(cell) = next else { return Ok(()) };
        let at = cell.get_position().1 as usize;
        if at < COLUMNS_MAX {
            row.resize(row.len().max(at + 1), Cell::default());
            row[at] = cell_of(cell.get_value());
        }
    }
}

/// A row of a workbook: its digest is over its cells, there are no other bytes.
fn finish(cells: Vec<Cell>, line: u64) -> Option<Found> {
    if cells.iter().all(|cell| cell.text.is_empty()) {
        return None;
    }
    let mut bytes = Vec::new();
    for cell in &cells {
        bytes.extend_from_slice(cell.text.as_bytes());
        bytes.push(0);
    }
    let digest = Digest::of(&[b"amana/1/foreign-cells", &bytes]);
    Some(Found::Row(Row { line, digest, cells }))
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::default(),
        DataRef::Int(number) => Cell::exact(number.to_string()),
        DataRef::Float(number) => Cell::exact(number.to_string()),
        DataRef::Bool(value) => Cell::exact(value.to_string()),
        DataRef::String(text) => Cell::of(text),
        DataRef::SharedString(text) => Cell::of(text),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Cell::exact(format!("{year:04}-{month:02}-{day:02}"))
        }
        DataRef::DateTime(span) => Cell::exact(span.as_f64().to_string()),
        DataRef::DateTimeIso(text) => Cell::exact(text.chars().take(10).collect()),
        DataRef::DurationIso(text) => Cell::of(text),
        DataRef::Error(error) => Cell::of(&format!("#{error:?}")),
    }
}
