//! Against RFC 8949's own examples, another implementation, and all that is not the one encoding.

mod sample;

use proptest::prelude::*;
use sample::{Sample, Shape, Tree, sample, shape, tree};
use serde::Serialize;

use super::*;
use crate::digest::{hex_decode, hex_encode};

fn bytes(hex: &str) -> Vec<u8> {
    hex_decode(hex).unwrap()
}

/// RFC 8949, appendix A: all examples without floats, tags, indefinite lengths and simple values
/// other than three.
#[test]
fn the_rfcs_examples_are_read_and_written() {
    let check = |hex: &str, tree: Tree| {
        assert_eq!(hex_encode(&to_bytes(&tree)), hex);
        assert_eq!(from_bytes::<Tree>(&bytes(hex)), Ok(tree), "{hex}");
    };
    let integers: [(i128, &str); 17] = [
        (0, "00"),
        (1, "01"),
        (10, "0a"),
        (23, "17"),
        (24, "1818"),
        (25, "1819"),
        (100, "1864"),
        (1000, "1903e8"),
        (1_000_000, "1a000f4240"),
        (1_000_000_000_000, "1b000000e8d4a51000"),
        (18_446_744_073_709_551_615, "1bffffffffffffffff"),
        (-18_446_744_073_709_551_616, "3bffffffffffffffff"),
        (-1, "20"),
        (-10, "29"),
        (-100, "3863"),
        (-1000, "3903e7"),
        (i64::MIN as i128, "3b7fffffffffffffff"),
    ];
    integers.into_iter().for_each(|(value, hex)| check(hex, Tree::Integer(value)));
    check("f4", Tree::Bool(false));
    check("f5", Tree::Bool(true));
    check("f6", Tree::Null);
    check("40", Tree::Bytes(vec![]));
    check("4401020304", Tree::Bytes(vec![1, 2, 3, 4]));
    let text = |text: &str| Tree::Text(text.into());
    let texts = [("", "60"), ("a", "6161"), ("IETF", "6449455446"), ("\"\\", "62225c")];
    texts.into_iter().for_each(|(value, hex)| check(hex, text(value)));
    let texts = [("ü", "62c3bc"), ("水", "63e6b0b4"), ("𐅑", "64f0908591")];
    texts.into_iter().for_each(|(value, hex)| check(hex, text(value)));
    let integers = |range: std::ops::RangeInclusive<i128>| range.map(Tree::Integer).collect();
    let array = |hex: &str, items| check(hex, Tree::Array(items));
    array("80", vec![]);
    array("83010203", integers(1..=3));
    let nested = vec![Tree::Integer(1), Tree::Array(integers(2..=3)), Tree::Array(integers(4..=5))];
    array("8301820203820405", nested.clone());
    array("98190102030405060708090a0b0c0d0e0f101112131415161718181819", integers(1..=25));
    let map = |hex: &str, entries| check(hex, Tree::Map(entries));
    map("a0", vec![]);
    let numbers = |pairs: &[(i128, i128)]| {
        pairs.iter().map(|(k, v)| (Tree::Integer(*k), Tree::Integer(*v))).collect::<Vec<_>>()
    };
    map("a201020304", numbers(&[(1, 2), (3, 4)]));
    let two = Tree::Array(integers(2..=3));
    map("a26161016162820203", vec![(text("a"), Tree::Integer(1)), (text("b"), two)]);
    let pair = |k: &str, v: &str| (text(k), text(v));
    array("826161a161626163", vec![text("a"), Tree::Map(vec![pair("b", "c")])]);
    let letters = ["a", "b", "c", "d", "e"].map(|k| pair(k, &k.to_uppercase()));
    map("a56161614161626142616361436164614461656145", letters.to_vec());
}

#[test]
fn whatever_is_not_the_one_encoding_is_refused() {
    let check = |hex: &str, reason: &str| {
        let found = from_bytes::<Tree>(&bytes(hex));
        let Err(Error::Cbor(message)) = &found else { panic!("{hex}: {found:?}") };
        assert!(message.contains(reason), "{hex}: {message}");
        assert_eq!(from_bytes::<de::IgnoredAny>(&bytes(hex)).err(), found.err(), "{hex}");
    };
    for hex in ["1817", "190017", "1900ff", "1a0000ffff", "1b00000000ffffffff", "3800", "5800"] {
        check(hex, "shortest form");
    }
    for hex in ["780161", "9800", "b800", "59000101", "7a0000000161"] {
        check(hex, "shortest form");
    }
    for hex in
        ["5f42010243030405ff", "7f657374726561646d696e67ff", "9fff", "bfff", "9f018202039fff"]
    {
        check(hex, "indefinite");
    }
    for hex in ["1c", "1d", "1e", "1f", "3c", "5d", "7e", "9c", "bd", "3f"] {
        check(hex, "reserved");
    }
    for hex in ["c074323031332d30332d32315432303a30343a30305a", "c11a514b67b0", "d818456449455446"]
    {
        check(hex, "tag");
    }
    check("c249010000000000000000", "tag"); // a bignum
    for hex in ["f90000", "fa47c35000", "fb3ff199999999999a", "f97c00", "f97e00"] {
        check(hex, "float");
    }
    for hex in ["f7", "f0", "f818", "f8ff", "ff", "e0", "fc"] {
        check(hex, "simple value");
    }
    check("a2616201616102", "out of order");
    check("a2616101616102", "twice");
    check("a262616101616202", "out of order"); // longer keys come later
    check("a22001000 1".replace(' ', "").as_str(), "out of order"); // negative after positive
    check("8281a26162016161028 0".replace(' ', "").as_str(), "out of order");
    check("0000", "after the value");
    check("8100f6", "after the value");
    for hex in ["", "18", "1903", "1a000f42", "1b000000e8d4a510", "44010203", "6261", "8301"] {
        let Err(Error::Cbor(message)) = from_bytes::<Tree>(&bytes(hex)) else { panic!("{hex}") };
        assert!(message.contains("ends") || message.contains("more items"), "{hex}: {message}");
    }
    check("a101", "more items");
    for hex in ["9bffffffffffffffff", "bbffffffffffffffff", "bb7fffffffffffffff", "9affffffff"] {
        check(hex, "more items than bytes");
    }
    for hex in ["5bffffffffffffffff", "7bffffffffffffffff"] {
        check(hex, "ends");
    }
    assert!(from_bytes::<Tree>(&bytes("62c328")).is_err(), "not UTF-8");
    assert!(from_bytes::<Tree>(&bytes("63eda080")).is_err(), "a surrogate");
}

#[test]
fn depth_is_limited_both_ways() {
    let nested = |depth: usize, open: u8, inner: &[u8]| [&vec![open; depth][..], inner].concat();
    for (open, inner) in [(0x81, [0x80].as_slice()), (0x81, &[0xa0])] {
        assert!(from_bytes::<Tree>(&nested(DEPTH_MAX - 1, open, inner)).is_ok());
        assert!(from_bytes::<Tree>(&nested(DEPTH_MAX, open, inner)).is_err());
    }
    assert!(from_bytes::<Tree>(&vec![0x81; 1 << 20]).is_err());
    let deep = |depth| (1..depth).fold(Tree::Array(vec![]), |tree, _| Tree::Array(vec![tree]));
    assert!(try_to_bytes(&deep(DEPTH_MAX)).is_ok());
    let too_deep = Error::TooLarge { what: "nesting", max: DEPTH_MAX };
    assert_eq!(try_to_bytes(&deep(DEPTH_MAX + 1)), Err(too_deep));
    // Siblings do not add up.
    let wide = Tree::Array(vec![deep(DEPTH_MAX - 1); 30]);
    assert_eq!(from_bytes::<Tree>(&to_bytes(&wide)), Ok(wide));
}

#[test]
fn what_cannot_be_encoded_is_said() {
    assert!(try_to_bytes(&1.0).is_err() && try_to_bytes(&1.0f32).is_err());
    assert!(try_to_bytes(&(1i128 << 64)).is_err() && try_to_bytes(&u128::MAX).is_err());
    assert!(try_to_bytes(&(-(1i128 << 64) - 1)).is_err());
    let twice = Tree::Map(vec![(Tree::Null, Tree::Null), (Tree::Null, Tree::Null)]);
    assert_eq!(try_to_bytes(&twice), Err(Error::Cbor("a key is twice in a map".into())));
    assert_eq!(to_bytes(&format_args!("{:024}", 7)), to_bytes("000000000000000000000007"));
}

/// How another implementation, through a tree of values, encodes the same.
fn elsewhere<T: Serialize>(value: &T) -> Vec<u8> {
    fn sort(tree: &mut ciborium::Value) {
        match tree {
            ciborium::Value::Array(items) => items.iter_mut().for_each(sort),
            ciborium::Value::Map(entries) => {
                entries.iter_mut().for_each(|(key, value)| (sort(key), sort(value)).0);
                entries.sort_by_cached_key(|(key, _)| write(key));
            }
            _ => {}
        }
    }
    fn write(tree: &ciborium::Value) -> Vec<u8> {
        let mut bytes = Vec::new();
        ciborium::into_writer(tree, &mut bytes).unwrap();
        bytes
    }
    let mut tree = ciborium::Value::serialized(value).unwrap();
    sort(&mut tree);
    write(&tree)
}

#[test]
fn our_own_types_borrow_and_are_strict() {
    assert_eq!(from_bytes::<&str>(&bytes("6161")), Ok("a"));
    assert_eq!(from_bytes::<&[u8]>(&bytes("4101")), Ok([1].as_slice()));
    assert!(from_bytes::<String>(&bytes("4161")).is_err(), "a text from a byte string");
    assert!(from_bytes::<(u8, u8)>(&bytes("83010203")).is_err(), "more than the type has");
    assert!(from_bytes::<(u8, u8)>(&bytes("8101")).is_err());
    assert!(from_bytes::<u8>(&bytes("190100")).is_err());
    assert!(from_bytes::<f64>(&bytes("01")).is_err());
    assert_eq!(from_bytes::<Shape>(&to_bytes("Unit")), Ok(Shape::Unit));
    assert!(from_bytes::<Shape>(&bytes("a164556e6974f6")).is_err(), "a unit variant with content");
    assert!(from_bytes::<Shape>(&to_bytes("Tuple")).is_err());
    let variant = Shape::Struct { zeta: 1, alpha: true };
    assert!(
        from_bytes::<Shape>(&bytes("a16653747275637482f501")).is_err(),
        "an array for a struct"
    );
    assert_eq!(from_bytes::<Shape>(&to_bytes(&variant)), Ok(variant));
    assert_eq!(from_bytes::<Option<u8>>(&bytes("f6")), Ok(None));
    assert_eq!(from_bytes::<Option<u8>>(&bytes("05")), Ok(Some(5)));
}

proptest! {
    #[test]
    fn another_implementation_writes_the_same(sample in sample(shape()), tree in tree()) {
        prop_assert_eq!(to_bytes(&sample), elsewhere(&sample));
        prop_assert_eq!(to_bytes(&tree), elsewhere(&tree));
    }

    #[test]
    fn what_is_written_is_read(sample in sample(shape()), tree in tree()) {
        let written = to_bytes(&sample);
        prop_assert_eq!(from_bytes::<Sample>(&written), Ok(sample));
        let any: Tree = from_bytes(&written).unwrap();
        prop_assert_eq!(to_bytes(&any), written);
        prop_assert_eq!(from_bytes(&to_bytes(&tree)), Ok(tree));
    }

    #[test]
    fn arbitrary_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = (from_bytes::<Sample>(&bytes), from_bytes::<serde_json::Value>(&bytes));
        if let Ok(tree) = from_bytes::<Tree>(&bytes) {
            prop_assert_eq!(to_bytes(&tree), bytes);
        }
    }

    /// One flipped bit is refused, or is the one encoding of something else.
    #[test]
    fn damaged_bytes_are_never_misread(
        tree in tree(),
        at in any::<prop::sample::Index>(),
        bit in 0..8u32,
    ) {
        let mut bytes = to_bytes(&tree);
        let at = at.index(bytes.len());
        bytes[at] ^= 1u8 << bit;
        if let Ok(other) = from_bytes::<Tree>(&bytes) {
            prop_assert_ne!(&other, &tree);
            prop_assert_eq!(to_bytes(&other), bytes);
        }
    }
}
