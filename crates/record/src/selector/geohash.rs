//! Cells of the earth's surface: geohash (G. Niemeyer, 2008), 1 to 12 characters.
//!
//! Each character halves longitude and latitude five times in turn, longitude first. Degrees are
//! integers in 1e-7 degree here (about 1 cm), so that every machine computes the same cell.

use super::rule::{Check, Rule};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "G. Niemeyer, 2008",
    example: "d29ft4",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: is_likely,
};

pub const LENGTH_MAX: usize = 12;
const ALPHABET: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";
/// Half the range of latitude and of longitude in 1e-7 degree.
const HALVES_E7: [i64; 2] = [900_000_000, 1_800_000_000];
/// Bits of each axis at the full length.
const AXIS_BITS: u32 = 30;

/// A cell: south-west corner included, north-east corner excluded, in 1e-7 degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub south_e7: i32,
    pub north_e7: i32,
    pub west_e7: i32,
    pub east_e7: i32,
}

impl Cell {
    /// Latitude and longitude of the middle, in 1e-7 degree.
    pub fn middle_e7(&self) -> (i32, i32) {
        let middle = |a: i32, b: i32| ((i64::from(a) + i64::from(b)) / 2) as i32;
        (middle(self.south_e7, self.north_e7), middle(self.west_e7, self.east_e7))
    }
}

fn canonical(text: &str) -> Result<String, Error> {
    let text = text.to_ascii_lowercase();
    bits(&text)?;
    Ok(text)
}

/// Whether someone who pasted `text` meant a geohash: a digit in it, and no letter a capital.
fn is_likely(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.len() >= 4
        && (1..text.len()).contains(&digits)
        && !text.bytes().any(|c| c.is_ascii_uppercase())
}

/// The cell of `length` characters around a point in 1e-7 degree.
///
/// # Errors
/// A point off the globe, or a length outside 1 to 12.
pub fn encode(latitude_e7: i32, longitude_e7: i32, length: usize) -> Result<String, Error> {
    if !(1..=LENGTH_MAX).contains(&length) {
        return Err(wrong("has 1 to 12 characters"));
    }
    let latitude = quantise(latitude_e7, HALVES_E7[0]).ok_or_else(|| wrong("latitude"))?;
    let longitude = quantise(longitude_e7, HALVES_E7[1]).ok_or_else(|| wrong("longitude"))?;
    let woven = (0..AXIS_BITS)
        .rev()
        .fold(0u64, |woven, bit| woven << 2 | (longitude >> bit & 1) << 1 | latitude >> bit & 1);
    let sign = |i: usize| ALPHABET[(woven >> (55 - 5 * i) & 31) as usize] as char;
    Ok((0..length).map(sign).collect())
}

/// The cell that a geohash names.
///
/// # Errors
/// A character outside the alphabet, or not 1 to 12 of them.
pub fn decode(text: &str) -> Result<Cell, Error> {
    let woven = bits(&text.to_ascii_lowercase())?;
    let count = 5 * text.len() as u32;
    let (mut latitude, mut longitude) = (0u64, 0u64);
    for place in 0..count {
        let bit = woven >> (count - 1 - place) & 1;
        let axis = if place.is_multiple_of(2) { &mut longitude } else { &mut latitude };
        *axis = *axis << 1 | bit;
    }
    let (latitude_bits, longitude_bits) = (count / 2, count.div_ceil(2));
    Ok(Cell {
        south_e7: edge(latitude, latitude_bits, HALVES_E7[0]),
        north_e7: edge(latitude + 1, latitude_bits, HALVES_E7[0]),
        west_e7: edge(longitude, longitude_bits, HALVES_E7[1]),
        east_e7: edge(longitude + 1, longitude_bits, HALVES_E7[1]),
    })
}

/// Which of 2^30 equal steps of an axis a coordinate is in; the far pole is in the last one.
fn quantise(value_e7: i32, half_e7: i64) -> Option<u64> {
    let value = i64::from(value_e7);
    (-half_e7..=half_e7).contains(&value).then(|| {
        let step = ((value + half_e7) << AXIS_BITS) / (2 * half_e7);
        step.min((1 << AXIS_BITS) - 1) as u64
    })
}

/// Where a step starts: rounded up, so that the edge itself belongs to its cell.
fn edge(step: u64, bits: u32, half_e7: i64) -> i32 {
    let span = (step as i64 * 2 * half_e7 + (1 << bits) - 1) >> bits;
    (span - half_e7) as i32
}

fn bits(text: &str) -> Result<u64, Error> {
    if !(1..=LENGTH_MAX).contains(&text.len()) {
        return Err(wrong("has 1 to 12 characters"));
    }
    text.bytes().try_fold(0, |woven, c| {
        let value = ALPHABET.iter().position(|known| *known == c);
        let value = value.ok_or_else(|| wrong("has 0–9 and b–z without i, l and o"))?;
        Ok(woven << 5 | value as u64)
    })
}

fn wrong(reason: &str) -> Error {
    Error::field("geohash", reason)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_cells_encode_and_decode() {
        let check = |latitude_e7, longitude_e7, expect: &str| {
            assert_eq!(encode(latitude_e7, longitude_e7, expect.len()).unwrap(), expect);
        };
        check(426_050_000, -56_030_000, "ezs42"); // the example of geohash.org's description
        check(576_491_100, 104_074_400, "u4pruydqqvj"); // Jutland, likewise
        check(486_692_000, -43_291_000, "gbsuv");
        check(-900_000_000, -1_800_000_000, "000000000000");
        check(900_000_000, 1_800_000_000, "zzzzzzzzzzzz");
        let cell = decode("ezs42").unwrap();
        let (latitude, longitude) = cell.middle_e7();
        assert_eq!((latitude / 10_000, longitude / 10_000), (42_604, -5_603));
        assert_eq!((cell.south_e7, cell.north_e7), (425_830_079, 426_269_532));
        assert_eq!(decode("EZS42").unwrap(), cell);
        assert!(
            decode("ezs4a").is_err() && decode("").is_err() && decode("0000000000000").is_err()
        );
        assert!(encode(900_000_001, 0, 5).is_err() && encode(0, 0, 0).is_err());
    }

    proptest! {
        #[test]
        fn a_point_lies_in_its_cell(
            latitude in -900_000_000..900_000_000i32,
            longitude in -1_800_000_000..1_800_000_000i32,
            length in 1..=LENGTH_MAX,
        ) {
            let text = encode(latitude, longitude, length).unwrap();
            let cell = decode(&text).unwrap();
            prop_assert!((cell.south_e7..cell.north_e7).contains(&latitude));
            prop_assert!((cell.west_e7..cell.east_e7).contains(&longitude));
            let (south, west) = (cell.south_e7, cell.west_e7);
            prop_assert_eq!(encode(south, west, length).unwrap(), text);
        }
    }
}
