//! What a scanner may have read wrongly: letters and digits that look alike.
//!
//! In a travel document's OCR-B these are `O/0`, `I/1`, `Z/2`, `S/5` and `B/8`: a number may hold
//! either (ICAO Doc 9303 part 3). Other print and paint add `D` and `Q` for `0`, `L` for `1`, `G`
//! for `6` and `T` for `7`. A record keeps the number as its source gave it; a search for a scanned
//! one asks for its readings too. Where a standard has a check digit, only readings that it
//! confirms are any use.

/// At most this many readings of one number, fewest changes first.
pub const READINGS_MAX: usize = 64;
/// At most this many are looked at where a check digit confirms few.
const TRIED_MAX: usize = 4096;

/// Letters and digits that are taken for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print(&'static [(char, char)]);

/// OCR-B, in which machine-readable documents are printed.
pub const OCR_B: Print = Print(&[('O', '0'), ('I', '1'), ('Z', '2'), ('S', '5'), ('B', '8')]);
/// Any other print, and paint on steel.
pub const ANY: Print = Print(&[
    ('O', '0'),
    ('D', '0'),
    ('Q', '0'),
    ('I', '1'),
    ('L', '1'),
    ('Z', '2'),
    ('S', '5'),
    ('G', '6'),
    ('T', '7'),
    ('B', '8'),
]);

impl Print {
    /// The signs that look like this one.
    pub fn twins(self, c: char) -> impl Iterator<Item = char> {
        self.0.iter().filter_map(move |(letter, digit)| match c {
            _ if c == *letter => Some(*digit),
            _ if c == *digit => Some(*letter),
            _ => None,
        })
    }

    /// The digit that looks like this sign, or the digit itself.
    pub fn digit(self, c: char) -> Option<char> {
        if c.is_ascii_digit() { Some(c) } else { self.twins(c).next() }
    }

    /// The letter that looks like this sign, or the letter itself.
    pub fn letter(self, c: char) -> Option<char> {
        if c.is_ascii_digit() { self.twins(c).next() } else { Some(c) }
    }
}

/// Readings of a document's number other than itself, fewest changes first, at most
/// [`READINGS_MAX`].
pub fn readings(number: &str) -> Vec<String> {
    accepted(OCR_B, number, |reading| Some(reading.to_owned()))
}

/// What `accept` makes of the readings of a text other than itself, fewest changes first, each
/// once.
pub fn accepted<T: PartialEq>(
    print: Print,
    text: &str,
    accept: impl Fn(&str) -> Option<T>,
) -> Vec<T> {
    let signs: Vec<char> = text.chars().collect();
    let mut out: Vec<T> = Vec::new();
    let mut tried = 0;
    let mut generation = vec![(signs, 0)];
    // Each generation changes one place more than the one before, to the right of the last change.
    while !generation.is_empty() {
        let mut next = Vec::new();
        for (signs, first) in generation {
            for place in first..signs.len() {
                for twin in print.twins(signs[place]) {
                    if out.len() == READINGS_MAX || tried == TRIED_MAX {
                        return out;
                    }
                    tried += 1;
                    let mut changed = signs.clone();
                    changed[place] = twin;
                    let found = accept(&changed.iter().collect::<String>());
                    out.extend(found.filter(|found| !out.contains(found)));
                    next.push((changed, place + 1));
                }
            }
        }
        generation = next;
    }
    out
}

/// The readings, and the number itself, that a zone's check digit confirms.
pub fn confirmed(number: &str, check: char) -> Vec<String> {
    let all = std::iter::once(number.to_owned()).chain(readings(number));
    all.filter(|reading| super::mrz::check_digit([reading.as_str()]) == Some(check)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_ordered_and_bounded() {
        let check =
            |number: &str, expect: &[&str]| assert_eq!(readings(number), expect, "{number}");
        check("A7", &[]);
        check("O7", &["07"]);
        check("B0", &["80", "BO", "8O"]);
        check("SI2", &["5I2", "S12", "SIZ", "512", "5IZ", "S1Z", "51Z"]);
        assert_eq!(readings("OIZSB0125").len(), READINGS_MAX);
    }

    #[test]
    fn a_check_digit_tells_readings_apart() {
        // The specimen of part 5 with the 8 read as a B and the 5 as an S.
        let found = confirmed("D2314SB90", '7');
        assert_eq!((readings("D2314SB90").len(), found.len()), (31, 3));
        assert!(found.contains(&"D23145890".to_owned()));
    }
}
