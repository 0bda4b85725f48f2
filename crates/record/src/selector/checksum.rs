//! Check digits that several standards share.

/// The value of `0–9`, or of `A–Z` from ten up, as ISO 7064 and ISO 13616 count them.
pub(super) fn value(sign: u8) -> Option<u32> {
    char::from(sign).to_digit(36)
}

/// The digits of a text that has nothing else, exactly `N` of them.
pub(super) fn digits<const N: usize>(text: &str) -> Option<[u32; N]> {
    let found: Option<Vec<u32>> = text.bytes().map(|c| char::from(c).to_digit(10)).collect();
    found?.try_into().ok()
}

pub(super) fn is_digits(text: &str) -> bool {
    text.bytes().all(|c| c.is_ascii_digit())
}

pub(super) fn is_upper(text: &str) -> bool {
    text.bytes().all(|c| c.is_ascii_uppercase())
}

/// `A–Z` and `0–9` only, and at least one of the latter.
pub(super) fn is_code(text: &str) -> bool {
    let sign = |c: u8| c.is_ascii_digit() || c.is_ascii_uppercase();
    text.bytes().all(sign) && text.bytes().any(|c| c.is_ascii_digit())
}

/// Sum of digits times weights, as far as both go.
pub(super) fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// ISO/IEC 7812-1, annex B: every second digit from the right doubled. Catches every wrong digit
/// and every two that changed places but 0 and 9.
pub(super) fn luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| digit * 2 / 10 + digit * 2 % 10;
    let terms = digits.iter().rev().enumerate();
    let sum: u32 = terms.map(|(i, d)| if i % 2 == 1 { doubled(*d) } else { *d }).sum();
    sum.is_multiple_of(10)
}

/// Luhn over a text of digits.
pub(super) fn is_luhn(text: &str) -> bool {
    let found: Option<Vec<u32>> = text.bytes().map(|c| char::from(c).to_digit(10)).collect();
    found.is_some_and(|digits| luhn(&digits))
}

/// ISO/IEC 7064, MOD 97-10: the remainder of digits and letters read as one number.
pub(super) fn mod_97(signs: impl Iterator<Item = u8>) -> Option<u32> {
    signs.map(value).try_fold(0, |rest, value| {
        let value = value?;
        Some((rest * if value < 10 { 10 } else { 100 } + value) % 97)
    })
}

/// ISO/IEC 7064, MOD 11,10: a hybrid system that catches every wrong digit.
pub(super) fn mod_11_10(digits: &[u32]) -> bool {
    let Some((check, head)) = digits.split_last() else { return false };
    let product = head.iter().fold(10, |product, digit| {
        let sum = (product + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (product + check) % 10 == 1
}

/// J. Verhoeff (1969): the dihedral group of order ten. Catches every wrong digit and every two
/// neighbours that changed places.
pub(super) fn verhoeff(digits: &[u32]) -> bool {
    let first = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let permute = |digit: u32, times: usize| (0..times % 8).fold(digit, |d, _| first[d as usize]);
    let terms = digits.iter().rev().enumerate().map(|(i, digit)| permute(*digit, i));
    terms.fold(0, dihedral) == 0
}

/// Turns are 0–4 and reflections 5–9.
fn dihedral(a: u32, b: u32) -> u32 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b - 5) % 5 + 5,
        (false, true) => (a - 5 + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_fit() {
        assert!(is_luhn("79927398713")); // H. P. Luhn's patent as commonly worked out
        assert!(!is_luhn("79927398710"));
        assert!(verhoeff(&[2, 3, 6, 3])); // 236 and its check digit 3
        assert!(!verhoeff(&[2, 3, 6, 4]));
        assert!(mod_11_10(&[0, 7, 9, 4, 5])); // ISO/IEC 7064, MOD 11,10: 0794 and 5
        assert_eq!(mod_97(b"79444".iter().copied()), Some(1)); // ISO/IEC 7064, MOD 97-10: 794, 44
    }
}
