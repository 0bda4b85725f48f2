//! Arrays and maps while they are being written.

use serde::ser::{self, Serialize};

use super::{Encoder, Entry, head};
use crate::Error;

/// An array or map that is being written.
pub(in crate::cbor) struct Open<'a> {
    pub(super) encoder: &'a mut Encoder,
    pub(super) major: u8,
    /// Already written, where it was known.
    pub(super) length: Option<usize>,
    pub(super) count: usize,
    pub(super) start: usize,
    pub(super) base: usize,
    pub(super) sorted: bool,
    pub(super) depth: usize,
}

impl Open<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.count += 1;
        value.serialize(&mut *self.encoder)
    }

    /// Notes the key that has just been written from `key` on.
    #[inline]
    fn key_written(&mut self, key: usize) {
        let Encoder { out, entries, .. } = &mut *self.encoder;
        let value = out.len();
        let mut first = [0; 8];
        let length = (value - key).min(8);
        first[..length].copy_from_slice(&out[key..key + length]);
        let entry = Entry { prefix: u64::from_be_bytes(first), key, value, end: value };
        if self.sorted
            && let Some(last) = entries[self.base..].last()
        {
            self.sorted = last.order(&entry, out).is_lt();
        }
        entries.push(entry);
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)?;
        let end = self.encoder.out.len();
        let entry = self.encoder.entries.last_mut();
        entry.ok_or_else(|| Error::Cbor("a map's value without a key".into()))?.end = end;
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        let key = self.encoder.out.len();
        self.encoder.write_text(name);
        self.key_written(key);
        self.value(value)
    }

    fn close(self) -> Result<(), Error> {
        let Self { encoder, major, length, count, start, base, sorted, depth } = self;
        if !sorted {
            encoder.sort_entries(base, start)?;
        }
        encoder.entries.truncate(base);
        encoder.depth = depth;
        match length {
            None => {
                let (head, width) = head(major, count as u64);
                encoder.out.splice(start..start, head[..width].iter().copied());
            }
            Some(length) if length != count => {
                return Err(Error::Cbor("a type gave another length than it announced".into()));
            }
            Some(_) => {}
        }
        Ok(())
    }
}

macro_rules! items {
    ($($trait:ident :: $method:ident),+) => {
        $(impl ser::$trait for Open<'_> {
            type Ok = ();
            type Error = Error;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }
            fn end(self) -> Result<(), Error> {
                self.close()
            }
        })+
    };
}

macro_rules! fields {
    ($($trait:ident),+) => {
        $(impl ser::$trait for Open<'_> {
            type Ok = ();
            type Error = Error;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.field(name, value)
            }
            fn end(self) -> Result<(), Error> {
                self.close()
            }
        })+
    };
}

items!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);
fields!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let start = self.encoder.out.len();
        key.serialize(&mut *self.encoder)?;
        self.key_written(start);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}
