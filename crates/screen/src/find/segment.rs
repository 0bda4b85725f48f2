//! A segment: many rows with everything needed to find and show them, unchangeable but for the
//! marks of the rows that were taken back.

use std::sync::atomic::{AtomicU64, Ordering};

use super::binding::Binding;
use super::bytes::{Reader, Writer};
use super::document::Documents;
use super::entry::{self, Entry, Row, joined};
use super::error::Error;
use super::index::{Index, Source};
use super::lexicon::Lexicon;
use super::posting::ROWS_MAX;
use super::row::{Maps, NewRow, Rows, births_fit};
use super::short::Short;
use super::value::Values;
use super::vocabulary::Vocabulary;
use crate::name::{Numbered, Words};
use crate::subject::Subject;

const COUNTRIES_MAX: usize = 1 << 16;
/// Bytes of different words that one segment can number.
const WORD_BYTES_MAX: usize = u32::MAX as usize - (1 << 16);
const ROW_WORDS_MAX: usize = u32::MAX as usize;

/// Collects entries for a segment.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    words: Vocabulary,
    births: Vocabulary,
    countries: Vocabulary,
    rows: Rows,
    documents: Vec<(u32, String)>,
    row_words: usize,
    binding: Binding,
    /// The numbers of births and countries.
    known: [Short; 2],
}

impl Builder {
    /// Adds an entry: one row for each of its names.
    pub fn push(&mut self, entry: &Entry) -> Result<(), Error> {
        let (births, countries) = (joined(&entry.births), joined(&entry.countries));
        let documents = joined(&entry.documents);
        let row = |name| Row {
            key: entry.key,
            kind: entry.kind,
            name,
            births: &births,
            countries: &countries,
            documents: &documents,
        };
        if entry.names.is_empty() {
            return self.push_row(row(""));
        }
        entry.names.iter().try_for_each(|name| self.push_row(row(name)))
    }

    /// Adds one row.
    pub fn push_row(&mut self, row: Row) -> Result<(), Error> {
        let number = self.rows.len() as u32;
        let mut words = [0_u32; super::row::WORDS_MAX];
        let count = self.binding.cut(row.name, &mut self.words, &mut words);
        self.row_words += count;
        let [births, countries] = &mut self.known;
        let birth = births.number(row.births, &mut self.births);
        let country = countries.number(row.countries, &mut self.countries);
        self.check()?;
        if !row.documents.is_empty() {
            self.documents.push((number, row.documents.to_owned()));
        }
        let (key, kind) = (row.key, row.kind);
        let words = &words[..count];
        self.rows.push(NewRow { key, kind, words, birth, country: country as u16 });
        Ok(())
    }

    fn check(&self) -> Result<(), Error> {
        let fits = self.rows.len() < ROWS_MAX
            && births_fit(self.births.len())
            && self.countries.len() < COUNTRIES_MAX
            && self.words.bytes() < WORD_BYTES_MAX
            && self.row_words < ROW_WORDS_MAX;
        if fits { Ok(()) } else { Err(Error::Full { rows_max: ROWS_MAX }) }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Takes over what another builder has collected, so that several can work side by side.
    pub fn absorb(&mut self, other: Builder) -> Result<(), Error> {
        if self.is_empty() {
            *self = other;
            return Ok(());
        }
        let first = self.rows.len() as u32;
        let numbers = |mine: &mut Vocabulary, theirs: &Vocabulary| -> Vec<u32> {
            (0..theirs.len() as u32).map(|number| mine.number(theirs.word(number))).collect()
        };
        let maps = Maps {
            words: numbers(&mut self.words, &other.words),
            births: numbers(&mut self.births, &other.births),
            countries: numbers(&mut self.countries, &other.countries),
        };
        self.row_words += other.row_words;
        self.check()?;
        if self.rows.len() + other.rows.len() > ROWS_MAX {
            return Err(Error::Full { rows_max: ROWS_MAX });
        }
        self.rows.append(&other.rows, &maps);
        let documents = other.documents.into_iter();
        self.documents.extend(documents.map(|(row, text)| (row + first, text)));
        Ok(())
    }

    /// The segment of everything added, made on so many threads.
    #[must_use]
    pub fn finish(mut self, threads: usize) -> Segment {
        let threads = threads.clamp(1, 64);
        // Nobody asks for a word's number again, and the rest needs the room.
        (self.binding, self.known) = Default::default();
        self.births.seal();
        self.countries.seal();
        let mut values = Values::read(&self.births, &self.countries);
        self.order_by_birth(&values, threads);
        values.note_days(&self.rows);
        let documents = Documents::build(self.documents);
        let lexicon = Lexicon::build(self.words, threads);
        let source = Source { rows: &self.rows, lexicon: &lexicon, threads };
        let index = Index::build(source);
        let gone = marks(self.rows.len());
        Segment {
            lexicon,
            births: self.births,
            countries: self.countries,
            values,
            rows: self.rows,
            documents,
            index,
            gone,
        }
    }
}

impl Builder {
    /// Rows that lie together in birth lie together in memory, and in every list.
    fn order_by_birth(&mut self, values: &Values, threads: usize) {
        let order = values.order(&self.rows);
        self.rows = std::mem::take(&mut self.rows).reordered(&order, threads);
        self.rows.seal();
        if self.documents.is_empty() {
            return;
        }
        let mut place = vec![0_u32; order.len()];
        order.iter().enumerate().for_each(|(at, row)| place[*row as usize] = at as u32);
        self.documents.iter_mut().for_each(|(row, _)| *row = place[*row as usize]);
        self.documents.sort_unstable_by_key(|(row, _)| *row);
    }
}

fn marks(rows: usize) -> Vec<AtomicU64> {
    (0..rows.div_ceil(64)).map(|_| AtomicU64::new(0)).collect()
}

/// Rows that are searched together.
#[derive(Debug, Default)]
pub struct Segment {
    pub(super) lexicon: Lexicon,
    pub(super) births: Vocabulary,
    pub(super) countries: Vocabulary,
    pub(super) values: Values,
    pub(super) rows: Rows,
    pub(super) documents: Documents,
    pub(super) index: Index,
    gone: Vec<AtomicU64>,
}

impl Segment {
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Marks every row of a key as gone, at once and for every search from now on.
    pub fn remove(&self, key: u64) -> usize {
        let rows = self.rows.rows_of(key);
        let taken = rows.iter().filter(|row| {
            let bit = 1 << (**row % 64);
            self.gone[(**row / 64) as usize].fetch_or(bit, Ordering::AcqRel) & bit == 0
        });
        taken.count()
    }

    #[must_use]
    pub fn is_gone(&self, row: u32) -> bool {
        self.gone[(row / 64) as usize].load(Ordering::Acquire) & (1 << (row % 64)) != 0
    }

    /// Rows that are not gone.
    #[must_use]
    pub fn live(&self) -> usize {
        let gone: u32 =
            self.gone.iter().map(|mark| mark.load(Ordering::Acquire).count_ones()).sum();
        self.len() - gone as usize
    }

    /// The name of a row as it was given, with single spaces.
    pub fn name(&self, row: u32, into: &mut String) {
        into.clear();
        for word in self.rows.words(row) {
            if !into.is_empty() {
                into.push(' ');
            }
            into.push_str(self.lexicon.words.word(*word));
        }
    }

    /// A row, its name written into `name`.
    pub fn row<'text>(&'text self, row: u32, name: &'text mut String) -> Row<'text> {
        self.name(row, name);
        Row {
            key: self.rows.key(row),
            kind: self.rows.kind(row),
            name,
            births: self.births.word(self.rows.birth(row)),
            countries: self.countries.word(u32::from(self.rows.country(row))),
            documents: self.documents.of(row),
        }
    }

    /// A row as the scorer compares it.
    #[must_use]
    pub fn subject(&self, row: u32, known: &mut Numbered, words: &mut Words) -> Subject {
        let mut subject = Subject::default();
        let kind = self.rows.kind(row);
        let of = |number: u32| self.lexicon.words.word(number);
        match known.parse(self.rows.words(row), kind, of) {
            Some(name) => subject.add_read(name),
            None => {
                let mut name = String::new();
                self.name(row, &mut name);
                subject.add_name_of(&name, kind, words);
            }
        }
        subject.births.extend_from_slice(self.values.births(self.rows.birth(row)));
        subject.countries.extend_from_slice(self.values.countries(self.rows.country(row)));
        entry::values(self.documents.of(row)).for_each(|text| subject.add_document(text));
        subject
    }

    /// Adds all rows that are not gone to a builder.
    pub fn pour(&self, into: &mut Builder) -> Result<(), Error> {
        let mut name = String::new();
        for row in (0..self.len() as u32).filter(|row| !self.is_gone(*row)) {
            into.push_row(self.row(row, &mut name))?;
        }
        Ok(())
    }

    /// The segment as bytes, the marks of the rows taken back included.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::new();
        self.births.write(&mut out);
        self.countries.write(&mut out);
        self.rows.write(&mut out);
        self.documents.write(&mut out);
        self.lexicon.write(&mut out);
        self.index.write(&mut out);
        let gone: Vec<u64> = self.gone.iter().map(|mark| mark.load(Ordering::Acquire)).collect();
        out.u64s(&gone);
        out.finish()
    }

    /// The segment of these bytes. Changed, cut or foreign bytes are refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Segment, Error> {
        let mut from = Reader::open(bytes)?;
        let births = Vocabulary::read(&mut from)?;
        let countries = Vocabulary::read(&mut from)?;
        let rows = Rows::read(&mut from)?;
        let documents = Documents::read(&mut from, rows.len())?;
        let lexicon = Lexicon::read(&mut from)?;
        let index = Index::read(&mut from, lexicon.count(), rows.len())?;
        let gone = from.u64s()?;
        from.close()?;
        if !rows.within(&lexicon.words, births.len(), countries.len())
            || gone.len() != rows.len().div_ceil(64)
        {
            return Err(Error::Bytes("rows"));
        }
        let gone = gone.into_iter().map(AtomicU64::new).collect();
        let mut values = Values::read(&births, &countries);
        if !values.note_days(&rows) {
            return Err(Error::Bytes("days"));
        }
        Ok(Segment { lexicon, births, countries, values, rows, documents, index, gone })
    }
}
