//! What a scanner may have read wrongly: letters and digits of OCR-B that look alike.
//!
//! `O/0`, `I/1`, `Z/2`, `S/5`, `B/8`: a document's number may hold either (ICAO Doc 9303 part 3). A
//! record keeps the number as its source gave it; a search for a scanned document asks for its
//! readings too.

/// At most this many readings of one number, fewest changes first.
pub const READINGS_MAX: usize = 64;
const PAIRS: [(char, char); 5] = [('O', '0'), ('I', '1'), ('Z', '2'), ('S', '5'), ('B', '8')];

/// The sign that looks like this one.
pub fn twin(c: char) -> Option<char> {
    let (letter, digit) = PAIRS.into_iter().find(|(letter, digit)| c == *letter || c == *digit)?;
    Some(if c == letter { digit } else { letter })
}

/// Readings of a document's number other than itself, fewest changes first, at most
/// [`READINGS_MAX`].
pub fn readings(number: &str) -> Vec<String> {
    let signs: Vec<char> = number.chars().collect();
    let places: Vec<usize> = (0..signs.len()).filter(|i| twin(signs[*i]).is_some()).collect();
    let mut out = Vec::new();
    let mut generation = vec![(signs, 0)];
    // Each generation changes one place more than the one before, to the right of the last change.
    while !generation.is_empty() && out.len() < READINGS_MAX {
        let mut next = Vec::new();
        for (signs, first) in generation {
            for (at, place) in places.iter().enumerate().skip(first) {
                if out.len() == READINGS_MAX {
                    return out;
                }
                let mut changed = signs.clone();
                changed[*place] = twin(changed[*place]).expect("places have twins");
                out.push(changed.iter().collect());
                next.push((changed, at + 1));
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
