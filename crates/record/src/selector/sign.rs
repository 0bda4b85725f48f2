//! Signs that mean the same: digits of other scripts, full-width forms, marks that nobody sees.

use std::borrow::Cow;

/// The digit of ASCII that an Arabic-Indic, Persian or Devanagari digit means, the sign of ASCII
/// that a full-width form stands for.
pub(super) fn plain(c: char) -> Option<char> {
    let digit = |zero: u32| char::from_digit(u32::from(c) - zero, 10);
    match c {
        '\u{660}'..='\u{669}' => digit(0x660),
        '\u{6f0}'..='\u{6f9}' => digit(0x6f0),
        '\u{966}'..='\u{96f}' => digit(0x966),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + 0x21),
        '\u{2010}'..='\u{2013}' | '\u{2212}' => Some('-'),
        _ => None,
    }
}

/// Joiners, direction marks and other signs that hide in a pasted text.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}')
        || ('\u{200b}'..='\u{200f}').contains(&c)
        || ('\u{2028}'..='\u{202e}').contains(&c)
        || ('\u{2060}'..='\u{206f}').contains(&c)
}

/// The text in plain signs, nothing invisible in it.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(|c| plain(c).is_some() || is_invisible(c)) {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter(|c| !is_invisible(*c));
    Cow::Owned(seen.map(|c| plain(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_other_scripts_are_digits() {
        let check = |text: &str, expect: &str| assert_eq!(fold(text), expect);
        check("٠١٢٣٤٥٦٧٨٩", "0123456789");
        check("۰۹", "09");
        check("०९", "09");
        check("ＡＢ１２：－", "AB12:-");
        check("\u{202a}+57\u{202c}‑300", "+57-300");
        check("é", "é");
    }
}
