//! Rows of a foreign table, read as a stream out of the file or the zip it came in.
//!
//! A row is its bytes without the line's end. Quoted cells may run over lines (RFC 4180).

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;

use super::Fault;
use crate::Error;

/// Longer than any row; what is longer is an unclosed quote or no table.
pub const ROW_BYTES_MAX: usize = 64 * 1024;
/// What stands between cells where a format does not say otherwise.
const SEPARATOR: u8 = b';';

/// What comes out of a table, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Row { line: u64, bytes: Vec<u8> },
    Fault(Fault),
}

/// Opens the table in a file, zipped or not, and hands its bytes and their number to `read`.
pub fn open<T>(
    file: &Path,
    read: impl FnOnce(&mut dyn BufRead, u64) -> Result<T, Error>,
) -> Result<T, Error> {
    let failed = |error| Error::file(file, error);
    let mut bytes = File::open(file).map_err(failed)?;
    let length = bytes.metadata().map_err(failed)?.len();
    let mut start = Vec::new();
    (&mut bytes).take(2).read_to_end(&mut start).map_err(failed)?;
    bytes.rewind().map_err(failed)?;
    if start != b"PK" {
        return read(&mut BufReader::with_capacity(ROW_BYTES_MAX, bytes), length);
    }
    let bad = |error: zip::result::ZipError| Error::Usage(format!("{}: {error}", file.display()));
    let mut archive = zip::ZipArchive::new(BufReader::new(bytes)).map_err(bad)?;
    if archive.len() != 1 {
        let count = archive.len();
        let text = format!("{}: one table is expected, there are {count}", file.display());
        return Err(Error::Usage(text));
    }
    let entry = archive.by_index(0).map_err(bad)?;
    let length = entry.size();
    read(&mut BufReader::with_capacity(ROW_BYTES_MAX, entry), length)
}

/// The rows of a table. An over-long row is a fault and reading goes on after its first line.
pub struct Rows<'a> {
    bytes: &'a mut dyn BufRead,
    /// Lines that were read for a row they did not belong to.
    ahead: VecDeque<Piece>,
    line: u64,
    read_bytes: u64,
    separator: u8,
}

/// A line with its end, or the start of one that is too long.
struct Piece {
    bytes: Vec<u8>,
    cut: bool,
}

impl<'a> Rows<'a> {
    pub fn new(bytes: &'a mut dyn BufRead) -> Self {
        Self::separated(bytes, SEPARATOR)
    }

    pub fn separated(bytes: &'a mut dyn BufRead, separator: u8) -> Self {
        Self { bytes, ahead: VecDeque::new(), line: 0, read_bytes: 0, separator }
    }

    /// Bytes read so far, for progress.
    pub fn read_bytes(&self) -> u64 {
        self.read_bytes
    }

    /// The next row that is not empty; none at the end.
    pub fn read(&mut self) -> io::Result<Option<Found>> {
        loop {
            let Some(first) = self.next_line()? else { return Ok(None) };
            self.line += 1;
            let line = self.line;
            let read = self.row(line, first)?;
            if read != (Found::Row { line, bytes: Vec::new() }) {
                return Ok(Some(read));
            }
        }
    }

    fn row(&mut self, line: u64, first: Piece) -> io::Result<Found> {
        let fault = |reason: &str| Found::Fault(Fault { line, reason: reason.into() });
        if first.cut {
            return Ok(fault("longer than any row"));
        }
        let mut state = Quoting::new(self.separator);
        state.take(&first.bytes);
        let mut taken = Vec::new();
        let mut length = first.bytes.len();
        while state.open {
            let next = self.next_line()?;
            length += next.as_ref().map_or(0, |next| next.bytes.len());
            let too_long = length > ROW_BYTES_MAX || next.as_ref().is_some_and(|next| next.cut);
            let ended = next.is_none();
            if let Some(next) = next {
                state.take(&next.bytes);
                taken.push(next);
            }
            if ended || too_long {
                self.give_back(taken);
                return Ok(fault("a quote is not closed"));
            }
        }
        self.line += taken.len() as u64;
        let mut bytes = first.bytes;
        taken.iter().for_each(|line| bytes.extend_from_slice(&line.bytes));
        bytes.truncate(without_end(&bytes).len());
        Ok(Found::Row { line, bytes })
    }

    fn give_back(&mut self, lines: Vec<Piece>) {
        for line in lines.into_iter().rev() {
            self.ahead.push_front(line);
        }
    }

    fn next_line(&mut self) -> io::Result<Option<Piece>> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::with_capacity(192);
        (&mut *self.bytes).take(ROW_BYTES_MAX as u64).read_until(b'\n', &mut bytes)?;
        self.read_bytes += bytes.len() as u64;
        let cut = bytes.len() == ROW_BYTES_MAX && !bytes.ends_with(b"\n");
        if cut {
            self.skip_line()?;
        }
        Ok((!bytes.is_empty()).then_some(Piece { bytes, cut }))
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.bytes.fill_buf()?;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(buffer.len(), |end| end + 1);
            let done = end.is_some() || buffer.is_empty();
            self.bytes.consume(length);
            self.read_bytes += length as u64;
            if done {
                return Ok(());
            }
        }
    }
}

fn without_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

/// Whether a quoted cell is open. A quote opens one only at the cell's start.
struct Quoting {
    separator: u8,
    open: bool,
    at_start: bool,
    /// A quote was met inside: it ends the cell, or is the first of two that mean one.
    closing: bool,
}

impl Quoting {
    fn new(separator: u8) -> Self {
        Self { separator, open: false, at_start: true, closing: false }
    }

    fn take(&mut self, bytes: &[u8]) {
        if !self.open && !bytes.contains(&b'"') {
            return;
        }
        for byte in bytes {
            match byte {
                b'"' if self.open => (self.open, self.closing) = (false, true),
                b'"' if self.at_start || self.closing => (self.open, self.closing) = (true, false),
                _ => self.closing = false,
            }
            self.at_start = !self.open && *byte == self.separator;
        }
    }
}

/// The cells of a row.
///
/// # Errors
/// In words, where the row is not UTF-8.
pub fn cells(row: &[u8]) -> Result<Vec<Cow<'_, str>>, String> {
    cells_between(row, SEPARATOR)
}

/// The cells of a row between separators that are not `;`.
///
/// # Errors
/// In words, where the row is not UTF-8.
pub fn cells_between(row: &[u8], separator: u8) -> Result<Vec<Cow<'_, str>>, String> {
    let text = std::str::from_utf8(row).map_err(|_| "not UTF-8")?;
    if !text.contains('"') {
        return Ok(text.split(char::from(separator)).map(Cow::Borrowed).collect());
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(row.len().max(1))
        .from_reader(row);
    let mut cells = csv::StringRecord::new();
    reader.read_record(&mut cells).map_err(|error| error.to_string())?;
    Ok(cells.iter().map(|cell| Cow::Owned(cell.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(table: &[u8]) -> Vec<Found> {
        let mut bytes = table;
        let mut rows = Rows::new(&mut bytes);
        let mut found = Vec::new();
        while let Some(read) = rows.read().unwrap() {
            found.push(read);
        }
        assert_eq!(rows.read_bytes(), table.len() as u64, "every byte is accounted for");
        found
    }

    /// `line:row` each, `line!reason` for what is none.
    fn check(table: &str, expect: &[&str]) {
        let said = rows(table.as_bytes()).into_iter().map(|read| match read {
            Found::Row { line, bytes } => format!("{line}:{}", String::from_utf8_lossy(&bytes)),
            Found::Fault(Fault { line, reason }) => format!("{line}!{reason}"),
        });
        assert_eq!(said.collect::<Vec<_>>(), expect, "{table:?}");
    }

    #[test]
    fn rows_are_bytes_without_the_end_of_line() {
        check("", &[]);
        check("a;b\nc;d", &["1:a;b", "2:c;d"]);
        check("a;b\r\n\r\n c \n", &["1:a;b", "3: c "]);
        check("a;\"b\nc\";d\ne\n", &["1:a;\"b\nc\";d", "3:e"]);
        check("a;\"b \"\"x\"\" \n\"\"c\";d\ne\n", &["1:a;\"b \"\"x\"\" \n\"\"c\";d", "3:e"]);
        check("a;5\" pipe;b\nc\n", &["1:a;5\" pipe;b", "2:c"]);
        check("a;\"\";\"\nb\"\nc\n", &["1:a;\"\";\"\nb\"", "3:c"]);
    }

    #[test]
    fn an_unclosed_quote_costs_one_row_and_no_other() {
        check("a;\"b\nc\nd;e\n", &["1!a quote is not closed", "2:c", "3:d;e"]);
        let long = format!("a;\"b\n{}z\n", "c\n".repeat(ROW_BYTES_MAX));
        let found = rows(long.as_bytes());
        assert_eq!(found.len(), ROW_BYTES_MAX + 2);
        assert!(matches!(found[0], Found::Fault(_)));
        assert!(found[1..].iter().all(|read| matches!(read, Found::Row { .. })));
    }

    #[test]
    fn an_over_long_line_is_one_fault() {
        let long = format!("a\n{}\nb\n", "x".repeat(ROW_BYTES_MAX * 3));
        check(&long, &["1:a", "2!longer than any row", "3:b"]);
        let quoted = format!("a;\"\n{}\nb\n", "x".repeat(ROW_BYTES_MAX * 3));
        check(&quoted, &["1!a quote is not closed", "2!longer than any row", "3:b"]);
    }

    #[test]
    fn cells_are_unquoted() {
        let check = |row: &str, expect: &[&str]| assert_eq!(cells(row.as_bytes()).unwrap(), expect);
        check("a;;b;", &["a", "", "b", ""]);
        check("a;\"b;\nc\";\"say \"\"x\"\"\"", &["a", "b;\nc", "say \"x\""]);
        assert_eq!(cells(&[b'a', 0xff]), Err("not UTF-8".into()));
    }

    proptest! {
        /// What a writer of such tables writes is read back, row by row.
        #[test]
        fn what_is_written_is_read(
            table in prop::collection::vec(prop::collection::vec("[a;\"\n é]{0,6}", 2..5), 1..20)
        ) {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(SEPARATOR).flexible(true).from_writer(Vec::new());
            table.iter().for_each(|row| writer.write_record(row).unwrap());
            let read = rows(&writer.into_inner().unwrap()).into_iter().map(|read| match read {
                Found::Row { bytes, .. } => {
                    cells(&bytes).unwrap().into_iter().map(Cow::into_owned).collect::<Vec<_>>()
                }
                Found::Fault(fault) => panic!("{fault:?}"),
            });
            prop_assert_eq!(read.collect::<Vec<_>>(), table);
        }

        #[test]
        fn nothing_panics(table in prop::collection::vec(prop::sample::select(b"a\";\r\n\xff".to_vec()), 0..60)) {
            for read in rows(&table) {
                if let Found::Row { bytes, .. } = read {
                    let _ = cells(&bytes);
                }
            }
        }
    }
}
