//! What an array, a map or a variant still holds, as serde asks for it.

use serde::de::{self, DeserializeSeed, Visitor};

use super::Decoder;
use crate::Error;

/// The items of an array that are left.
pub(super) struct Items<'a, 'de> {
    pub decoder: &'a mut Decoder<'de>,
    pub left: usize,
}

impl Items<'_, '_> {
    pub fn finish(&self) -> Result<(), Error> {
        match self.left {
            0 => Ok(()),
            _ => Err(self.decoder.refuse("more items than the type has")),
        }
    }
}

impl<'de> de::SeqAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.decoder).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The entries of a map that are left, and the key before them.
pub(super) struct Entries<'a, 'de> {
    pub decoder: &'a mut Decoder<'de>,
    pub left: usize,
    pub previous: Option<&'de [u8]>,
}

impl Entries<'_, '_> {
    pub fn finish(&self) -> Result<(), Error> {
        match self.left {
            0 => Ok(()),
            _ => Err(self.decoder.refuse("more entries than the type has")),
        }
    }
}

impl<'de> de::MapAccess<'de> for Entries<'_, 'de> {
    type Error = Error;

    fn next_key_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let start = self.decoder.at;
        let value = seed.deserialize(&mut *self.decoder)?;
        let key = &self.decoder.input[start..self.decoder.at];
        if self.previous.is_some_and(|previous| previous >= key) {
            return Err(self.decoder.refuse("a key twice or out of order"));
        }
        self.previous = Some(key);
        Ok(Some(value))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(&mut *self.decoder)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// An enum's variant: a text alone, or the key of a map of one entry.
pub(super) struct Variant<'a, 'de> {
    pub decoder: &'a mut Decoder<'de>,
    pub alone: bool,
}

impl<'de> de::EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Error> {
        let variant = seed.deserialize(&mut *self.decoder)?;
        Ok((variant, self))
    }
}

impl Variant<'_, '_> {
    fn with_content(&self) -> Result<(), Error> {
        if self.alone { Err(self.decoder.unexpected("a variant with content")) } else { Ok(()) }
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        if self.alone { Ok(()) } else { Err(self.decoder.unexpected("a variant without content")) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.with_content()?;
        seed.deserialize(self.decoder)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.with_content()?;
        de::Deserializer::deserialize_tuple(self.decoder, length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.with_content()?;
        de::Deserializer::deserialize_struct(self.decoder, "", fields, visitor)
    }
}
