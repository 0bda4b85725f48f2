//! Documents of rows. Few rows have one, and a number is looked up whole: letters that a scanner
//! confuses with digits count as those digits.

use super::bytes::{Reader, Writer};
use super::entry::values;
use super::error::Error;
use super::hash;
use super::vocabulary::Vocabulary;

const DOCUMENT: u64 = 32;
/// Shorter numbers are too many people's.
const LENGTH_MIN: usize = 4;

/// The documents of a segment.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// Rows that have documents, ascending.
    rows: Vec<u32>,
    texts: Vocabulary,
    /// For each of those rows, its text.
    text_of: Vec<u32>,
    /// Keys of numbers, ascending, beside the rows that have them.
    keys: Vec<u64>,
    key_rows: Vec<u32>,
}

/// The key of a document's number.
#[must_use]
pub fn key(document: &str) -> Option<u64> {
    let folded: Vec<u8> = document.bytes().filter_map(look_alike).take(64).collect();
    (folded.len() >= LENGTH_MIN).then(|| hash::of(DOCUMENT, &folded))
}

fn look_alike(byte: u8) -> Option<u8> {
    Some(match byte.to_ascii_uppercase() {
        b'O' | b'Q' | b'D' => b'0',
        b'I' | b'L' => b'1',
        b'Z' => b'2',
        b'S' => b'5',
        b'G' => b'6',
        b'B' => b'8',
        other if other.is_ascii_alphanumeric() => other,
        _ => return None,
    })
}

impl Documents {
    /// Of rows and their joined documents, rows ascending.
    #[must_use]
    pub fn build(given: Vec<(u32, String)>) -> Documents {
        let mut documents = Documents::default();
        let mut pairs = Vec::new();
        for (row, text) in given {
            pairs.extend(values(&text).filter_map(key).map(|key| (key, row)));
            documents.rows.push(row);
            let number = documents.texts.number(&text);
            documents.text_of.push(number);
        }
        documents.texts.seal();
        pairs.sort_unstable();
        documents.keys = pairs.iter().map(|pair| pair.0).collect();
        documents.key_rows = pairs.iter().map(|pair| pair.1).collect();
        documents
    }

    /// The joined documents of a row.
    #[must_use]
    pub fn of(&self, row: u32) -> &str {
        match self.rows.binary_search(&row) {
            Ok(at) => self.texts.word(self.text_of[at]),
            Err(_) => "",
        }
    }

    /// The rows that have a document of this key.
    #[must_use]
    pub fn find(&self, key: u64) -> &[u32] {
        let from = self.keys.partition_point(|known| *known < key);
        let count = self.keys[from..].iter().take_while(|known| **known == key).count();
        &self.key_rows[from..from + count]
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.u32s(&self.rows);
        self.texts.write(out);
        out.u32s(&self.text_of);
        out.u64s(&self.keys);
        out.u32s(&self.key_rows);
    }

    pub(super) fn read(from: &mut Reader, rows: usize) -> Result<Documents, Error> {
        let read = Documents {
            rows: from.u32s()?,
            texts: Vocabulary::read(from)?,
            text_of: from.u32s()?,
            keys: from.u64s()?,
            key_rows: from.u32s()?,
        };
        let sound = read.rows.is_sorted()
            && read.text_of.len() == read.rows.len()
            && read.text_of.iter().all(|text| (*text as usize) < read.texts.len())
            && read.keys.is_sorted()
            && read.keys.len() == read.key_rows.len()
            && read.key_rows.iter().all(|row| (*row as usize) < rows);
        if sound { Ok(read) } else { Err(Error::Bytes("documents")) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Documents, key};

    #[test]
    fn a_number_is_found_as_a_scanner_reads_it() {
        let documents =
            Documents::build(vec![(3, "AB-012345\u{1f}X1".into()), (9, "771O20".into())]);
        let find = |text: &str| documents.find(key(text).unwrap_or(0)).to_vec();
        assert_eq!(find("A8 O12345"), [3]);
        assert_eq!(find("771020"), [9]);
        assert_eq!(find("771021"), [] as [u32; 0]);
        assert_eq!(key("X1"), None);
        assert_eq!(documents.of(9), "771O20");
        assert_eq!(documents.of(4), "");
    }
}
