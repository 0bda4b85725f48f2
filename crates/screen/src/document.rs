//! Numbers of documents, read the way a camera or a tired eye misreads them.

/// A number as it is compared: its letters and digits, and the form in which what looks alike is
/// one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    exact: String,
    seen: String,
}

/// How two numbers stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Numbers {
    /// Letter for letter.
    Same,
    /// But for characters that look alike: 0 and O, 1 and I, 5 and S, 8 and B.
    LookAlike,
    /// They are two numbers.
    Differ,
}

/// Shorter numbers identify nobody.
const LENGTH_MIN: usize = 5;
const LENGTH_MAX: usize = 40;

impl Document {
    /// Reads a number; too short a one is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Document> {
        let exact: String = text
            .chars()
            .filter_map(|letter| match crate::script::fold::digit(letter) {
                Some(digit) => char::from_digit(digit, 10),
                None => letter.is_alphanumeric().then(|| letter.to_ascii_uppercase()),
            })
            .take(LENGTH_MAX)
            .collect();
        let seen = exact.chars().map(looks).collect();
        (exact.chars().count() >= LENGTH_MIN).then_some(Document { exact, seen })
    }

    #[must_use]
    pub fn compare(&self, other: &Document) -> Numbers {
        if self.exact == other.exact {
            Numbers::Same
        } else if self.seen == other.seen {
            Numbers::LookAlike
        } else {
            Numbers::Differ
        }
    }

    /// As it was read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.exact
    }

    /// The form in which what looks alike is one.
    #[must_use]
    pub fn seen(&self) -> &str {
        &self.seen
    }
}

fn looks(letter: char) -> char {
    match letter {
        'O' | 'Q' | 'D' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'G' => '6',
        'B' => '8',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: &str, right: &str, expect: Numbers) {
        let read = |text| Document::parse(text).unwrap();
        assert_eq!(read(left).compare(&read(right)), expect, "{left} {right}");
    }

    #[test]
    fn look_alikes_are_told_from_others() {
        check("AB-123 456", "ab123456", Numbers::Same);
        check("A0123456", "AO123456", Numbers::LookAlike);
        check("S1234567", "5I234567", Numbers::LookAlike);
        check("A0123456", "A0123457", Numbers::Differ);
        check("١٢٣٤٥٦", "123456", Numbers::Same);
        assert_eq!(Document::parse("12-34"), None);
    }
}
