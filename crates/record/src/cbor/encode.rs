//! Serde to deterministic CBOR in one pass: values are written as they come, and a map whose keys
//! came in another order than the encoding's is put in order when it ends.

mod open;

use std::cmp::Ordering;
use std::fmt::{Display, Write};

use serde::ser::{self, Serialize};

use super::{DEPTH_MAX, major, simple};
use crate::Error;
use open::Open;

/// Most records' parts fit, so that the buffer seldom grows.
const BYTES_EXPECTED: usize = 512;
const ENTRIES_EXPECTED: usize = 32;

/// Where a map's entry stands in the output.
#[derive(Clone, Copy)]
struct Entry {
    /// The key's first bytes as a number that sorts as they do: most keys differ in them.
    prefix: u64,
    key: usize,
    value: usize,
    end: usize,
}

pub(super) struct Encoder {
    out: Vec<u8>,
    /// Entries of all maps that are open, innermost last.
    entries: Vec<Entry>,
    /// Where a map is put in order.
    scratch: Vec<u8>,
    depth: usize,
}

impl Entry {
    fn order(&self, other: &Self, out: &[u8]) -> Ordering {
        let key = |entry: &Self| &out[entry.key..entry.value];
        self.prefix.cmp(&other.prefix).then_with(|| key(self).cmp(key(other)))
    }
}

impl Encoder {
    pub fn new() -> Self {
        let out = Vec::with_capacity(BYTES_EXPECTED);
        Self { out, entries: Vec::new(), scratch: Vec::new(), depth: 0 }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    #[inline]
    fn write_head(&mut self, major: u8, argument: u64) {
        if argument < 24 {
            return self.out.push(major << 5 | argument as u8);
        }
        let (head, length) = head(major, argument);
        self.out.extend_from_slice(&head[..length]);
    }

    #[inline]
    fn write_text(&mut self, text: &str) {
        self.write_head(major::TEXT, text.len() as u64);
        self.out.extend_from_slice(text.as_bytes());
    }

    fn enter(&mut self) -> Result<(), Error> {
        self.depth += 1;
        let fits = self.depth <= DEPTH_MAX;
        fits.then_some(()).ok_or(Error::TooLarge { what: "nesting", max: DEPTH_MAX })
    }

    /// The map of one entry that names a variant.
    fn write_variant(&mut self, variant: &str) -> Result<(), Error> {
        self.enter()?;
        self.write_head(major::MAP, 1);
        self.write_text(variant);
        Ok(())
    }

    fn open(&mut self, major: u8, length: Option<usize>) -> Result<Open<'_>, Error> {
        let depth = self.depth;
        self.open_at(major, length, depth)
    }

    /// Opens an array or map; when it ends the depth is `depth` again.
    fn open_at(
        &mut self,
        major: u8,
        length: Option<usize>,
        depth: usize,
    ) -> Result<Open<'_>, Error> {
        self.enter()?;
        if let Some(length) = length {
            self.write_head(major, length as u64);
        }
        if major == major::MAP && self.entries.capacity() == 0 {
            self.entries.reserve(ENTRIES_EXPECTED);
        }
        let (start, base) = (self.out.len(), self.entries.len());
        Ok(Open { encoder: self, major, length, count: 0, start, base, sorted: true, depth })
    }

    /// Puts the entries from `base` on, which fill the output from `start` on, in order.
    fn sort_entries(&mut self, base: usize, start: usize) -> Result<(), Error> {
        let out = &self.out;
        let entries = &mut self.entries[base..];
        entries.sort_unstable_by(|a, b| a.order(b, out));
        if entries.windows(2).any(|pair| pair[0].order(&pair[1], out).is_eq()) {
            return Err(Error::Cbor("a key is twice in a map".into()));
        }
        self.scratch.clear();
        self.scratch.reserve(out.len() - start);
        for entry in entries {
            self.scratch.extend_from_slice(&out[entry.key..entry.end]);
        }
        self.out[start..].copy_from_slice(&self.scratch);
        Ok(())
    }
}

/// A head in its shortest form: the bytes and how many of them there are.
fn head(major: u8, argument: u64) -> ([u8; 9], usize) {
    let mut head = [0; 9];
    let (code, width) = match argument {
        0..=23 => (argument as u8, 0),
        24..=0xff => (24, 1),
        0x100..=0xffff => (25, 2),
        0x1_0000..=0xffff_ffff => (26, 4),
        _ => (27, 8),
    };
    head[0] = major << 5 | code;
    head[1..=width].copy_from_slice(&argument.to_be_bytes()[8 - width..]);
    (head, width + 1)
}

impl<'a> ser::Serializer for &'a mut Encoder {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Open<'a>;
    type SerializeMap = Open<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Open<'a>;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.out.push(if value { simple::TRUE } else { simple::FALSE });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        // Minus one minus n, for two's complement.
        let major = if value < 0 { major::NEGATIVE } else { major::UNSIGNED };
        self.write_head(major, if value < 0 { !value } else { value } as u64);
        Ok(())
    }

    fn serialize_i128(self, value: i128) -> Result<(), Error> {
        let major = if value < 0 { major::NEGATIVE } else { major::UNSIGNED };
        let argument = u64::try_from(if value < 0 { !value } else { value });
        let argument = argument.map_err(|_| Error::Cbor("an integer beyond 64 bits".into()))?;
        self.write_head(major, argument);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        self.write_head(major::UNSIGNED, value);
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Result<(), Error> {
        let argument = u64::try_from(value);
        self.serialize_u64(argument.map_err(|_| Error::Cbor("an integer beyond 64 bits".into()))?)
    }

    fn serialize_f32(self, _: f32) -> Result<(), Error> {
        Err(Error::Cbor("a float".into()))
    }

    fn serialize_f64(self, _: f64) -> Result<(), Error> {
        Err(Error::Cbor("a float".into()))
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.write_text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.write_text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        self.write_head(major::BYTES, value.len() as u64);
        self.out.extend_from_slice(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.out.push(simple::NULL);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.write_variant(variant)?;
        value.serialize(&mut *self)?;
        self.depth -= 1;
        Ok(())
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Open<'a>, Error> {
        self.open(major::ARRAY, length)
    }

    fn serialize_tuple(self, length: usize) -> Result<Open<'a>, Error> {
        self.open(major::ARRAY, Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Open<'a>, Error> {
        self.open(major::ARRAY, Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Open<'a>, Error> {
        let depth = self.depth;
        self.write_variant(variant)?;
        self.open_at(major::ARRAY, Some(length), depth)
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Open<'a>, Error> {
        self.open(major::MAP, length)
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Open<'a>, Error> {
        self.open(major::MAP, Some(length))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Open<'a>, Error> {
        let depth = self.depth;
        self.write_variant(variant)?;
        self.open_at(major::MAP, Some(length), depth)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        struct Tail<'a>(&'a mut Vec<u8>);
        impl Write for Tail<'_> {
            fn write_str(&mut self, text: &str) -> std::fmt::Result {
                self.0.extend_from_slice(text.as_bytes());
                Ok(())
            }
        }
        let start = self.out.len();
        write!(Tail(&mut self.out), "{value}").map_err(ser::Error::custom)?;
        let (head, width) = head(major::TEXT, (self.out.len() - start) as u64);
        self.out.splice(start..start, head[..width].iter().copied());
        Ok(())
    }
}
