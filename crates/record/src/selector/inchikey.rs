//! Substances by structure: IUPAC International Chemical Identifier keys.
//!
//! Fourteen letters for the skeleton, ten for the rest, one for protonation. The tenth of the
//! second block is the version (`A`), the ninth says standard (`S`) or not (`N`). The hash is
//! written in triplets of 14 bits and doublets of 9 bits (InChI Technical Manual, 'InChIKey'): no
//! triplet starts with `E` or lies in `TAA–TTV`, no doublet lies beyond `TR`. There is no check
//! character.

use super::rule::{Check, Rule, always};
use super::strip;
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "IUPAC InChI Technical Manual",
    example: "ZPUCINDJVBIVPJ-LJISPDSOSA-N",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: always,
};

fn canonical(text: &str) -> Result<String, Error> {
    let text = strip(text, &[]).to_ascii_uppercase();
    let key = text.strip_prefix("INCHIKEY=").unwrap_or(&text);
    let bytes = key.as_bytes();
    if bytes.len() != 27 || bytes[14] != b'-' || bytes[25] != b'-' {
        return Err(wrong("expected 14, 10 and 1 letters with hyphens between them"));
    }
    let letters = bytes.iter().enumerate().filter(|(i, _)| ![14, 25].contains(i));
    if !letters.map(|(_, c)| c).all(u8::is_ascii_uppercase) {
        return Err(wrong("has letters and two hyphens only"));
    }
    if ![b'S', b'N'].contains(&bytes[23]) || bytes[24] != b'A' {
        return Err(wrong("the second block ends in SA or NA"));
    }
    if !is_hash(&bytes[..14]) || !is_hash(&bytes[15..23]) {
        return Err(wrong("no hash is written with these letters"));
    }
    Ok(key.to_owned())
}

/// Whether a block's letters, triplets and then one doublet, can be written for some hash.
fn is_hash(block: &[u8]) -> bool {
    let (triplets, doublet) = block.split_at(block.len() - 2);
    let good = |t: &[u8]| t[0] != b'E' && !(b"TAA".as_slice()..=b"TTV".as_slice()).contains(&t);
    triplets.chunks(3).all(good) && doublet <= b"TR".as_slice()
}

fn wrong(reason: &str) -> Error {
    Error::field("inchikey", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_their_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        let cocaine = "ZPUCINDJVBIVPJ-LJISPDSOSA-N";
        check(cocaine, Some(cocaine));
        check("InChIKey=zpucindjvbivpj-ljispdsosa-n", Some(cocaine));
        check("XLYOFNOQVPJJNP-UHFFFAOYSA-N", Some("XLYOFNOQVPJJNP-UHFFFAOYSA-N")); // water
        check("RYYVLZVUVIJVGH-UHFFFAOYSA-N", Some("RYYVLZVUVIJVGH-UHFFFAOYSA-N")); // caffeine
        check("ZPUCINDJVBIVPJ-LJISPDSOSB-N", None); // no such version
        check("ZPUCINDJVBIVPJ-LJISPDSOXA-N", None); // neither standard nor not
        check("ZPUCINDJVBIVPJ-LJISPDSOSA", None);
        check("ZPUCINDJVBIVP1-LJISPDSOSA-N", None);
        check("EPUCINDJVBIVPJ-LJISPDSOSA-N", None); // no triplet starts with E
        check("TPUCINDJVBIVPJ-LJISPDSOSA-N", None); // TAA–TTV are left out
        check("ZPUCINDJVBIVTS-LJISPDSOSA-N", None); // beyond 9 bits
        check("ZPUCINDJVBIVPJ_LJISPDSOSA-N", None);
    }
}
