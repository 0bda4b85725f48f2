//! Deterministic CBOR (RFC 8949, section 4.2): the only bytes that are hashed or signed.

use ciborium::Value;
use serde::{Serialize, de::DeserializeOwned};

use crate::Error;

/// Nesting beyond this is refused before anything is allocated for it.
pub const DEPTH_MAX: usize = 24;

/// The one encoding of a value: shortest integers, definite lengths, keys in bytewise order.
pub fn to_bytes<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    let mut tree = Value::serialized(value).expect("our own types always serialise");
    sort_keys(&mut tree);
    write(&tree)
}

/// Decodes bytes that must be the one encoding of their value; anything else is refused.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let tree: Value = ciborium::de::from_reader_with_recursion_limit(bytes, DEPTH_MAX)
        .map_err(|error| Error::Cbor(error.to_string()))?;
    let mut sorted = tree.clone();
    sort_keys(&mut sorted);
    if write(&sorted) != bytes {
        return Err(Error::Cbor("another encoding of the same value".into()));
    }
    tree.deserialized().map_err(|error| Error::Cbor(error.to_string()))
}

fn write(tree: &Value) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    ciborium::into_writer(tree, &mut bytes).expect("a vector takes all bytes");
    bytes
}

fn sort_keys(tree: &mut Value) {
    match tree {
        Value::Array(items) => items.iter_mut().for_each(sort_keys),
        Value::Map(entries) => {
            entries.iter_mut().for_each(|(_, value)| sort_keys(value));
            entries.sort_by_cached_key(|(key, _)| write(key));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_and_other_encodings_are_refused() {
        let bytes = to_bytes(&serde_json::json!({"b": 1, "a": [true, null], "aa": -1}));
        let back: serde_json::Value = from_bytes(&bytes).unwrap();
        assert_eq!(to_bytes(&back), bytes);
        let long_int = [0x18, 0x01];
        assert!(from_bytes::<u8>(&long_int).is_err());
        let unsorted = [0xa2, 0x61, b'b', 0x01, 0x61, b'a', 0x02];
        assert!(from_bytes::<serde_json::Value>(&unsorted).is_err());
        let trailing = [0x01, 0x01];
        assert!(from_bytes::<u8>(&trailing).is_err());
    }
}
