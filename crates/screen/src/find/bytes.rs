//! A segment as bytes: a heading with version and checksum, then the columns one after the other.
//! Reading one is copying the columns, so a node answers from a stored list within seconds.

use super::error::Error;
use super::hash::checksum;

const MARK: &[u8; 8] = b"amanaseg";
/// The version of the layout, and of every hash in it.
pub const VERSION: u32 = 3;
const HEADING: usize = 24;

/// Collects columns.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    #[must_use]
    pub fn new() -> Writer {
        Writer { bytes: vec![0; HEADING] }
    }

    pub fn number(&mut self, number: u64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    pub fn u64s(&mut self, column: &[u64]) {
        self.column(column, |number| number.to_le_bytes());
    }

    pub fn u32s(&mut self, column: &[u32]) {
        self.column(column, |number| number.to_le_bytes());
    }

    pub fn u16s(&mut self, column: &[u16]) {
        self.column(column, |number| number.to_le_bytes());
    }

    pub fn text(&mut self, text: &[u8]) {
        self.column(text, |byte| [byte]);
    }

    fn column<T: Copy, const N: usize>(&mut self, column: &[T], bytes: impl Fn(T) -> [u8; N]) {
        self.number(column.len() as u64);
        self.bytes.reserve(column.len() * N);
        for number in column {
            self.bytes.extend_from_slice(&bytes(*number));
        }
    }

    /// The bytes, with their heading.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let sum = checksum(&self.bytes[HEADING..]);
        self.bytes[..8].copy_from_slice(MARK);
        self.bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        self.bytes[16..HEADING].copy_from_slice(&sum.to_le_bytes());
        self.bytes
    }
}

/// Hands the columns out again, in the order they were written.
#[derive(Debug)]
pub struct Reader<'bytes> {
    left: &'bytes [u8],
}

impl<'bytes> Reader<'bytes> {
    /// Checks mark, version and checksum before anything is believed.
    pub fn open(bytes: &'bytes [u8]) -> Result<Reader<'bytes>, Error> {
        if bytes.len() < HEADING || &bytes[..8] != MARK {
            return Err(Error::Bytes("no heading"));
        }
        let mut left = &bytes[8..];
        let found = u32::from_le_bytes(take(&mut left)?);
        if found != VERSION {
            return Err(Error::Version { found, read: VERSION });
        }
        let reserved = u32::from_le_bytes(take(&mut left)?);
        let sum = u64::from_le_bytes(take(&mut left)?);
        if reserved != 0 || sum != checksum(left) {
            return Err(Error::Checksum);
        }
        Ok(Reader { left })
    }

    pub fn number(&mut self) -> Result<u64, Error> {
        take(&mut self.left).map(u64::from_le_bytes)
    }

    pub fn u64s(&mut self) -> Result<Vec<u64>, Error> {
        self.column(u64::from_le_bytes)
    }

    pub fn u32s(&mut self) -> Result<Vec<u32>, Error> {
        self.column(u32::from_le_bytes)
    }

    pub fn u16s(&mut self) -> Result<Vec<u16>, Error> {
        self.column(u16::from_le_bytes)
    }

    pub fn text(&mut self) -> Result<Vec<u8>, Error> {
        self.column(u8::from_le_bytes)
    }

    fn column<T, const N: usize>(
        &mut self,
        number: impl Fn([u8; N]) -> T,
    ) -> Result<Vec<T>, Error> {
        let length = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        let size = length.checked_mul(N).filter(|size| *size <= self.left.len());
        let (column, left) = self.left.split_at(size.ok_or(Error::Bytes("a column is cut off"))?);
        self.left = left;
        let (whole, _) = column.as_chunks::<N>();
        Ok(whole.iter().map(|bytes| number(*bytes)).collect())
    }

    /// Nothing may follow the last column.
    pub fn close(self) -> Result<(), Error> {
        if self.left.is_empty() { Ok(()) } else { Err(Error::Bytes("more than a segment")) }
    }
}

fn take<const N: usize>(left: &mut &[u8]) -> Result<[u8; N], Error> {
    let (head, rest) = left.split_first_chunk::<N>().ok_or(Error::Bytes("cut off"))?;
    *left = rest;
    Ok(*head)
}
