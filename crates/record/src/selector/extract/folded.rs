//! A text as it is searched: plain digits and signs, letters without accents, and the way back.

use std::borrow::Cow;

use unicode_normalization::char::decompose_canonical;

use crate::selector::sign;

/// The searched text and, where it differs from the original, whence each of its bytes comes.
pub(super) struct Folded<'a> {
    original: &'a str,
    pub text: Cow<'a, str>,
    /// Offset in the original of each byte; none where both texts are the same.
    offsets: Option<Vec<u32>>,
}

impl<'a> Folded<'a> {
    /// `original` has at most `u32::MAX` bytes.
    pub fn of(original: &'a str) -> Self {
        if original.is_ascii() {
            return Self { original, text: Cow::Borrowed(original), offsets: None };
        }
        let mut text = String::with_capacity(original.len());
        let mut offsets = Vec::with_capacity(original.len());
        for (at, c) in original.char_indices() {
            if c.is_ascii() {
                text.push(c);
            } else {
                push(&mut text, c);
            }
            offsets.resize(text.len(), at as u32);
        }
        Self { original, text: Cow::Owned(text), offsets: Some(offsets) }
    }

    /// Where in the original a part of the searched text begins and ends; it is not empty.
    pub fn original(&self, start: usize, end: usize) -> (usize, usize) {
        let Some(offsets) = self.offsets.as_ref().filter(|_| end > start) else {
            return (start, end);
        };
        let last = offsets[end - 1] as usize;
        let size = self.original[last..].chars().next().map_or(0, char::len_utf8);
        (offsets[start] as usize, last + size)
    }

    /// The original of a part of the searched text.
    pub fn part(&self, start: usize, end: usize) -> &'a str {
        let (start, end) = self.original(start, end);
        &self.original[start..end]
    }
}

/// Pushes what a sign beyond ASCII is searched as: one sign, or nothing.
fn push(text: &mut String, c: char) {
    if let Some(plain) = sign::plain(c) {
        text.push(plain);
    } else if c.is_whitespace() {
        text.push(' ');
    } else if !sign::is_invisible(c) && !is_mark(c) {
        text.push(bare(c));
    }
}

/// Accents, Arabic vowel signs and the stroke that lengthens Arabic words.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || ('\u{64b}'..='\u{652}').contains(&c) || c == '\u{640}'
}

/// A letter without its accent; Arabic letters that writers exchange are one.
fn bare(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        '’' | '‘' => '\'',
        'ø' => 'o',
        'Ø' => 'O',
        _ if ('\u{c0}'..='\u{24f}').contains(&c) => {
            let mut first = c;
            let mut seen = false;
            decompose_canonical(c, |part| {
                if !seen {
                    (first, seen) = (part, true);
                }
            });
            first
        }
        _ => c,
    }
}

/// A word as words are looked up: folded and in lower case.
pub(super) fn word(text: &str) -> String {
    Folded::of(text).text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_again_in_the_original() {
        let original = "Cédula ＡＢ\u{200f}١٢٣ إلى";
        let folded = Folded::of(original);
        assert_eq!(folded.text, "Cedula AB123 الي");
        let at = folded.text.find("AB123").unwrap();
        let (start, end) = folded.original(at, at + 5);
        assert_eq!(&original[start..end], "ＡＢ\u{200f}١٢٣");
        let at = folded.text.find("الي").expect("it is there");
        let (start, end) = folded.original(at, folded.text.len());
        assert_eq!(&original[start..end], "إلى");
        assert_eq!(word("Señal"), "senal");
    }
}
