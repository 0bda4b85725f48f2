//! Values of every shape, for the tests.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize, de};

use crate::cbor::to_bytes;

/// Any CBOR that is allowed, to and from every kind of serde call.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    Integer(i128),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Tree>),
    Map(Vec<(Tree, Tree)>),
}

impl Serialize for Tree {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i128(*value),
            Self::Bytes(value) => serializer.serialize_bytes(value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Map(entries) => serializer.collect_map(entries.iter().map(|(k, v)| (k, v))),
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> de::Visitor<'de> for Any {
            type Value = Tree;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("anything")
            }
            fn visit_unit<E>(self) -> Result<Tree, E> {
                Ok(Tree::Null)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
                Ok(Tree::Bool(value))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
                Ok(Tree::Integer(value.into()))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
                Ok(Tree::Integer(value.into()))
            }
            fn visit_i128<E>(self, value: i128) -> Result<Tree, E> {
                Ok(Tree::Integer(value))
            }
            fn visit_bytes<E>(self, value: &[u8]) -> Result<Tree, E> {
                Ok(Tree::Bytes(value.into()))
            }
            fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
                Ok(Tree::Text(value.into()))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
                let mut out = Vec::new();
                while let Some(item) = items.next_element()? {
                    out.push(item);
                }
                Ok(Tree::Array(out))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
                let mut out = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    out.push(entry);
                }
                Ok(Tree::Map(out))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    Unit,
    Newtype(Box<Sample>),
    Tuple(u8, String),
    Struct { zeta: i64, alpha: bool },
}

/// Serde buffers what it does not know the type of yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Tagged {
    Empty,
    Full { zeta: Option<i64>, alpha: Vec<u8> },
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marker;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wrapped(pub u32);

/// Fields in no order, of every shape that our kinds use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    zulu: Option<String>,
    #[serde(with = "crate::digest::bytes")]
    a: Vec<u8>,
    longest_name_of_all_that_are_here: i64,
    shapes: Vec<Shape>,
    tagged: Vec<Tagged>,
    map: BTreeMap<String, u16>,
    keyed: BTreeMap<i32, char>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    absent: Option<u64>,
    pair: (Wrapped, Marker, [u8; 3]),
    moment: crate::Timestamp,
    digest: crate::Digest,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

pub fn shape() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        Just(Shape::Unit),
        (any::<u8>(), "\\PC{0,30}").prop_map(|(a, b)| Shape::Tuple(a, b)),
        (any::<i64>(), any::<bool>()).prop_map(|(zeta, alpha)| Shape::Struct { zeta, alpha }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        sample(inner).prop_map(|sample| Shape::Newtype(Box::new(sample)))
    })
}

pub fn sample(shape: impl Strategy<Value = Shape>) -> impl Strategy<Value = Sample> {
    let values = prop_oneof![
        any::<i64>().prop_map(serde_json::Value::from),
        any::<bool>().prop_map(serde_json::Value::from),
        "\\PC{0,9}".prop_map(serde_json::Value::from),
        prop::collection::vec(any::<u32>(), 0..3).prop_map(serde_json::Value::from),
    ];
    let maps = (
        prop::collection::btree_map("[a-z]{0,30}", any::<u16>(), 0..5),
        prop::collection::btree_map(any::<i32>(), any::<char>(), 0..5),
        prop::collection::btree_map("[A-Z]{1,30}", values, 0..5),
    );
    let texts = (prop::option::of("\\PC{0,40}"), prop::collection::vec(any::<u8>(), 0..300));
    let numbers = (any::<i64>(), prop::option::of(any::<u64>()), any::<u32>(), any::<[u8; 3]>());
    let shapes = prop::collection::vec(shape, 0..4);
    (texts, numbers, maps, shapes).prop_map(|(texts, numbers, maps, shapes)| Sample {
        zulu: texts.0,
        a: texts.1,
        longest_name_of_all_that_are_here: numbers.0,
        shapes,
        tagged: match numbers.1 {
            None => vec![],
            zeta => vec![
                Tagged::Full { zeta: zeta.map(|n| n as i64), alpha: numbers.3.to_vec() },
                Tagged::Empty,
            ],
        },
        map: maps.0,
        keyed: maps.1,
        absent: numbers.1,
        pair: (Wrapped(numbers.2), Marker, numbers.3),
        moment: crate::Timestamp(numbers.0),
        digest: crate::Digest::of(&[&numbers.3]),
        rest: maps.2,
    })
}

pub fn tree() -> impl Strategy<Value = Tree> {
    let integers = prop_oneof![
        (-70_000..70_000i128),
        any::<u64>().prop_map(i128::from),
        any::<u64>().prop_map(|n| -1 - i128::from(n)),
    ];
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        integers.prop_map(Tree::Integer),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Tree::Bytes),
        "\\PC{0,30}".prop_map(Tree::Text),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        let entries = prop::collection::vec((inner.clone(), inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Tree::Array),
            entries.prop_map(|entries| Tree::Map(unique(entries))),
        ]
    })
}

/// Entries with different keys, in the encoding's order.
pub fn unique(mut entries: Vec<(Tree, Tree)>) -> Vec<(Tree, Tree)> {
    entries.sort_by_cached_key(|(key, _)| to_bytes(key));
    entries.dedup_by_key(|(key, _)| to_bytes(key));
    entries
}
