//! Marks on packages: `ALGORITHM:HASH`, a perceptual hash of the picture in hexadecimal.
//!
//! Hashes of two algorithms cannot be compared, so the name is part of the value: `dhash` and
//! `phash` with 64 bits, `pdq` with 256 (Meta, 'The TMK+PDQF Video-Hashing Algorithm and the PDQ
//! Image-Hashing Algorithm', 2019). Equal values are one picture; near ones are compared by their
//! distance ([`distance`]), which is no selector's matter.

use super::rule::{Check, Rule, always};
use crate::{Error, digest::hex_decode};

pub(super) const RULE: Rule = Rule {
    standard: "dHash, pHash, PDQ",
    example: "phash:c3d9a41e5b7f0826",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: always,
};

/// Algorithm and bytes of its hash.
const ALGORITHMS: [(&str, usize); 3] = [("dhash", 8), ("pdq", 32), ("phash", 8)];

fn canonical(text: &str) -> Result<String, Error> {
    let text = text.to_ascii_lowercase();
    let split = text.split_once(':');
    let (name, hash) = split.ok_or_else(|| wrong("expected ALGORITHM:HASH, as phash:…"))?;
    let (name, hash) = (name.trim(), hash.trim());
    let known = ALGORITHMS.iter().find(|(known, _)| *known == name);
    let (_, size) = known.ok_or_else(|| wrong("the algorithm is dhash, phash or pdq"))?;
    let good = hex_decode(hash).is_some_and(|bytes| bytes.len() == *size);
    good.then(|| format!("{name}:{hash}"))
        .ok_or_else(|| wrong("the hash has 16 hexadecimal digits, or 64 for pdq"))
}

/// The bits in which two marks of one algorithm differ; none for marks of two.
pub fn distance(one: &str, other: &str) -> Option<u32> {
    let ((name, one), (same, other)) = (one.split_once(':')?, other.split_once(':')?);
    let (one, other) = (hex_decode(one)?, hex_decode(other)?);
    let differ = one.iter().zip(&other).map(|(a, b)| (a ^ b).count_ones()).sum();
    (name == same && one.len() == other.len()).then_some(differ)
}

fn wrong(reason: &str) -> Error {
    Error::field("package-mark", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("PHASH: C3D9A41E5B7F0826", Some("phash:c3d9a41e5b7f0826"));
        let pdq = format!("pdq:{}", "0f".repeat(32));
        check(&pdq, Some(&pdq));
        check("phash:c3d9a41e5b7f082", None);
        check("pdq:c3d9a41e5b7f0826", None);
        check("ahash:c3d9a41e5b7f0826", None);
        check("c3d9a41e5b7f0826", None);
        check("phash:c3d9a41e5b7f082g", None);
    }

    #[test]
    fn distance_counts_bits() {
        assert_eq!(distance("phash:00000000000000ff", "phash:0000000000000000"), Some(8));
        assert_eq!(distance("phash:00000000000000ff", "dhash:00000000000000ff"), None);
    }
}
