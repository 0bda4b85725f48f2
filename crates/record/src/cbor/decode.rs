//! Deterministic CBOR to serde in one pass over the input; what is not the one encoding is refused
//! where it stands. Nothing is allocated here but messages of errors.

mod access;

use serde::de::{self, Visitor};

use super::{DEPTH_MAX, major, simple};
use crate::Error;
use access::{Entries, Items, Variant};

pub(super) struct Decoder<'de> {
    input: &'de [u8],
    /// Bytes read so far.
    at: usize,
    depth: usize,
}

/// A head: the initial byte's upper bits, its lower bits, and the argument.
#[derive(Clone, Copy)]
struct Head {
    major: u8,
    argument: u64,
}

impl<'de> Decoder<'de> {
    pub fn new(input: &'de [u8]) -> Self {
        Self { input, at: 0, depth: 0 }
    }

    /// Nothing may follow the value.
    pub fn finish(self) -> Result<(), Error> {
        if self.at == self.input.len() { Ok(()) } else { Err(self.refuse("bytes after the value")) }
    }

    #[cold]
    fn refuse(&self, reason: &str) -> Error {
        Error::Cbor(format!("{reason}, at byte {}", self.at))
    }

    #[cold]
    fn unexpected(&self, expected: &str) -> Error {
        self.refuse(&format!("expected {expected}"))
    }

    fn left(&self) -> usize {
        self.input.len() - self.at
    }

    fn peek(&self) -> Result<u8, Error> {
        self.input.get(self.at).copied().ok_or_else(|| self.refuse("the input ends"))
    }

    fn take(&mut self, length: u64) -> Result<&'de [u8], Error> {
        if length > self.left() as u64 {
            return Err(self.refuse("the input ends"));
        }
        let start = self.at;
        self.at += length as usize;
        Ok(&self.input[start..self.at])
    }

    /// Reads a head of majors 0 to 5 in its shortest form.
    fn head(&mut self) -> Result<Head, Error> {
        let first = self.peek()?;
        let (major, low) = (first >> 5, first & 31);
        if major > major::MAP {
            return Err(self.refuse("a tag, float or simple value that is not allowed"));
        }
        let (argument, floor) = match low {
            0..=23 => {
                self.at += 1;
                return Ok(Head { major, argument: low.into() });
            }
            24 => (self.argument::<1>()?, 24),
            25 => (self.argument::<2>()?, 1 << 8),
            26 => (self.argument::<4>()?, 1 << 16),
            27 => (self.argument::<8>()?, 1 << 32),
            _ => return Err(self.refuse("an indefinite length or a reserved head")),
        };
        if argument < floor {
            return Err(self.refuse("a head that is not in its shortest form"));
        }
        self.at += 1 + (1 << (low - 24));
        Ok(Head { major, argument })
    }

    /// The big-endian argument of `N` bytes after the initial byte, which is not yet consumed.
    fn argument<const N: usize>(&self) -> Result<u64, Error> {
        let bytes = self.input[self.at + 1..].first_chunk::<N>();
        let bytes = bytes.ok_or_else(|| self.refuse("the input ends"))?;
        Ok(bytes.iter().fold(0, |argument, byte| argument << 8 | u64::from(*byte)))
    }

    /// The argument of a head that must be of one major type.
    fn expect(&mut self, major: u8, what: &str) -> Result<u64, Error> {
        if self.peek()? >> 5 != major {
            return Err(self.unexpected(what));
        }
        Ok(self.head()?.argument)
    }

    fn text(&mut self) -> Result<&'de str, Error> {
        let length = self.expect(major::TEXT, "a text")?;
        self.text_of(length)
    }

    fn text_of(&mut self, length: u64) -> Result<&'de str, Error> {
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| self.refuse("a text that is not UTF-8"))
    }

    fn visit_integer<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let Head { major, argument } = match self.peek()? >> 5 {
            major::UNSIGNED | major::NEGATIVE => self.head()?,
            _ => return Err(self.unexpected("an integer")),
        };
        if major == major::UNSIGNED {
            return visitor.visit_u64(argument);
        }
        match i64::try_from(argument) {
            Ok(argument) => visitor.visit_i64(-1 - argument),
            Err(_) => visitor.visit_i128(-1 - i128::from(argument)),
        }
    }

    /// Reads `false`, `true` or `null` into `visitor`.
    fn visit_simple<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let byte = self.peek()?;
        let value = match byte {
            simple::FALSE => visitor.visit_bool(false),
            simple::TRUE => visitor.visit_bool(true),
            simple::NULL => visitor.visit_unit(),
            _ => return Err(self.refuse("a float or simple value that is not allowed")),
        };
        self.at += 1;
        value
    }

    /// Counts a level; `items` is the least number of bytes its content must have.
    fn enter(&mut self, items: u64) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.refuse("nested too deeply"));
        }
        if items > self.left() as u64 {
            return Err(self.refuse("more items than bytes"));
        }
        Ok(())
    }

    fn visit_array<V: Visitor<'de>>(&mut self, length: u64, visitor: V) -> Result<V::Value, Error> {
        self.enter(length)?;
        let mut items = Items { decoder: self, left: length as usize };
        let value = visitor.visit_seq(&mut items)?;
        items.finish()?;
        self.depth -= 1;
        Ok(value)
    }

    fn visit_entries<V: Visitor<'de>>(
        &mut self,
        length: u64,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.enter(length.saturating_mul(2))?;
        let mut entries = Entries { decoder: self, left: length as usize, previous: None };
        let value = visitor.visit_map(&mut entries)?;
        entries.finish()?;
        self.depth -= 1;
        Ok(value)
    }
}

/// Methods that all read the same major type.
macro_rules! same {
    ($read:ident: $($method:ident),+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.$read(visitor)
        })+
    };
}

impl<'de> de::Deserializer<'de> for &mut Decoder<'de> {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let major = self.peek()? >> 5;
        match major {
            major::UNSIGNED | major::NEGATIVE => return self.visit_integer(visitor),
            major::SIMPLE => return self.visit_simple(visitor),
            _ => {}
        }
        let Head { major, argument } = self.head()?;
        match major {
            major::BYTES => visitor.visit_borrowed_bytes(self.take(argument)?),
            major::TEXT => visitor.visit_borrowed_str(self.text_of(argument)?),
            major::ARRAY => self.visit_array(argument, visitor),
            _ => self.visit_entries(argument, visitor),
        }
    }

    same!(deserialize_any: deserialize_ignored_any);
    same!(visit_integer: deserialize_i8, deserialize_i16, deserialize_i32, deserialize_i64,
        deserialize_i128, deserialize_u8, deserialize_u16, deserialize_u32, deserialize_u64,
        deserialize_u128);
    same!(deserialize_str: deserialize_char, deserialize_string, deserialize_identifier);
    same!(deserialize_bytes: deserialize_byte_buf);

    fn deserialize_f32<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(self.refuse("a type with a float"))
    }

    fn deserialize_f64<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(self.refuse("a type with a float"))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.peek()? {
            simple::FALSE | simple::TRUE => self.visit_simple(visitor),
            _ => Err(self.unexpected("true or false")),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.peek()? {
            simple::NULL => self.visit_simple(visitor),
            _ => Err(self.unexpected("null")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let length = self.expect(major::BYTES, "a byte string")?;
        visitor.visit_borrowed_bytes(self.take(length)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.peek()? == simple::NULL {
            self.at += 1;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let length = self.expect(major::ARRAY, "an array")?;
        self.visit_array(length, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let length = self.expect(major::MAP, "a map")?;
        self.visit_entries(length, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.peek()? >> 5 {
            major::TEXT => visitor.visit_enum(Variant { decoder: self, alone: true }),
            major::MAP => {
                let length = self.head()?.argument;
                if length != 1 {
                    return Err(self.refuse("a variant is a map of one entry"));
                }
                self.enter(2)?;
                let value = visitor.visit_enum(Variant { decoder: self, alone: false })?;
                self.depth -= 1;
                Ok(value)
            }
            _ => Err(self.unexpected("a variant")),
        }
    }
}
