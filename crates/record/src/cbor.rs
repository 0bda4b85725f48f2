//! Deterministic CBOR (RFC 8949, section 4.2): the only bytes that are hashed or signed.
//!
//! One value has one encoding, and nothing else is read: shortest integers, definite lengths, map
//! keys in bytewise order of their encoding and none twice, no floats, no tags, no simple values
//! but `false`, `true` and `null`, nothing after the value. Serde's types map as in its external
//! tagging: a unit variant is its name, any other a map from its name to its content; `None` and
//! `()` are `null`; `serialize_bytes` is a byte string. A type is read from its own major type
//! only, so that a text is never taken from a byte string or a struct from an array.

mod decode;
mod encode;

use serde::{Deserialize, Serialize, de, ser};

use crate::Error;

/// Arrays and maps nested deeper than this are refused, before anything is allocated for them.
pub const DEPTH_MAX: usize = 24;

/// RFC 8949, section 3.1.
mod major {
    pub const UNSIGNED: u8 = 0;
    pub const NEGATIVE: u8 = 1;
    pub const BYTES: u8 = 2;
    pub const TEXT: u8 = 3;
    pub const ARRAY: u8 = 4;
    pub const MAP: u8 = 5;
    pub const SIMPLE: u8 = 7;
}

/// RFC 8949, section 3.3, as whole bytes.
mod simple {
    pub const FALSE: u8 = 0xf4;
    pub const TRUE: u8 = 0xf5;
    pub const NULL: u8 = 0xf6;
}

/// The one encoding of a value of our own types, which have no floats and are not deep.
pub fn to_bytes<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    try_to_bytes(value).expect("our own types always serialise")
}

/// The one encoding of a value of any type.
///
/// # Errors
/// A float, an integer beyond 64 bits, a key twice in one map, nesting beyond [`DEPTH_MAX`], or an
/// error of the type's own.
pub fn try_to_bytes<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut encoder = encode::Encoder::new();
    value.serialize(&mut encoder)?;
    Ok(encoder.into_bytes())
}

/// Decodes bytes that must be the one encoding of their value; anything else is refused. Texts and
/// byte strings may be borrowed from the input.
pub fn from_bytes<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Error> {
    let mut decoder = decode::Decoder::new(bytes);
    let value = T::deserialize(&mut decoder)?;
    decoder.finish()?;
    Ok(value)
}

impl ser::Error for Error {
    fn custom<M: std::fmt::Display>(message: M) -> Self {
        Self::Cbor(message.to_string())
    }
}

impl de::Error for Error {
    fn custom<M: std::fmt::Display>(message: M) -> Self {
        Self::Cbor(message.to_string())
    }
}

#[cfg(test)]
mod tests;
