//! Words and numbers of a text, with their places.

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    Letters,
    Digits,
    Mixed,
}

/// A run of letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub made: Made,
}

impl Token {
    pub fn len(self) -> usize {
        self.end - self.start
    }

    pub fn has_digits(self) -> bool {
        self.made != Made::Letters
    }

    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// All tokens, in order. Where letters beyond ASCII meet digits one token ends and the next begins:
/// Arabic writes its `and` to the number that follows.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut open: Option<Open> = None;
    for (at, c) in text.char_indices() {
        let (digit, letter) = (c.is_ascii_digit(), is_letter(c));
        let splits = open.as_ref().is_some_and(|open| open.splits(c));
        if !(digit || letter) || splits {
            found.extend(open.take().map(|open| open.close(at)));
        }
        if digit || letter {
            let open = open.get_or_insert(Open { start: at, ..Open::default() });
            open.digits |= digit;
            open.letters |= letter;
            open.foreign |= !c.is_ascii();
        }
    }
    found.extend(open.map(|open| open.close(text.len())));
    found
}

/// A token that has not ended.
#[derive(Default)]
struct Open {
    start: usize,
    digits: bool,
    letters: bool,
    foreign: bool,
}

impl Open {
    /// Whether another token begins here: a digit after foreign letters, or they after it.
    fn splits(&self, c: char) -> bool {
        (self.foreign && c.is_ascii_digit()) || (self.digits && !c.is_ascii())
    }

    fn close(self, end: usize) -> Token {
        let made = match (self.digits, self.letters) {
            (true, false) => Made::Digits,
            (true, true) => Made::Mixed,
            _ => Made::Letters,
        };
        Token { start: self.start, end, made }
    }
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { c.is_alphanumeric() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_told_apart() {
        let text = "Tel. +57-300 AB12 رقم و12";
        let found: Vec<_> = tokens(text).iter().map(|t| (t.of(text), t.made)).collect();
        let expect = [
            ("Tel", Made::Letters),
            ("57", Made::Digits),
            ("300", Made::Digits),
            ("AB12", Made::Mixed),
            ("رقم", Made::Letters),
            ("و", Made::Letters),
            ("12", Made::Digits),
        ];
        assert_eq!(found, expect);
    }
}
