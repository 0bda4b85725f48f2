//! Words of a text as they are looked for: spelling set aside, in Arabic, English, French, Spanish.
//!
//! `record::codelist` folds letters: case, accents, vowel signs, hamza, alef and taa marbuta,
//! tatweel, the article, Arabic-Indic digits, a plural's last s. Here identifiers are kept whole as
//! well: `AB-12.34` is found as `ab1234`, and `+57 601 555 0100` as `576015550100`.

use record::codelist;

/// Longer words are cut: a word of the language is shorter, and an identifier too.
pub const WORD_CHARS_MAX: usize = 40;
/// An identifier is put together from at most so many pieces, and has so many letters at least.
pub const PIECES_MAX: usize = 8;
const IDENTIFIER_CHARS_MIN: usize = 5;
/// Signs that stand inside identifiers.
const JOINTS: [char; 6] = ['-', '.', '/', ':', '_', '+'];

/// The folded words of a text, in order, without cards' numbers.
pub fn words(text: &str) -> Vec<String> {
    let mut words = folded(text);
    words.retain(|word| !is_card(word));
    words
}

/// Whether a text asks for something that no record is found by: for a card's number, or for
/// letters of which folding leaves nothing.
pub fn is_kept_out(text: &str) -> bool {
    let words = folded(text);
    words.iter().any(|word| is_card(word))
        || words.is_empty() && text.contains(char::is_alphanumeric)
}

fn folded(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for raw in text.split(|c: char| !(c.is_alphanumeric() || is_mark(c))) {
        match raw.is_ascii() {
            true if !raw.is_empty() => words.push(cut(&stem(raw.to_ascii_lowercase()))),
            true => {}
            false => words.extend(codelist::words(raw).iter().map(|word| cut(word))),
        }
    }
    words
}

/// As `record::codelist` does it, without the way over composed letters that ASCII does not need.
fn stem(word: String) -> String {
    match word.strip_suffix('s') {
        Some(bare) if bare.len() >= 3 && !bare.ends_with('s') => bare.to_owned(),
        _ => word,
    }
}

/// Vowel signs and accents that follow their letter.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn cut(word: &str) -> String {
    word.chars().take(WORD_CHARS_MAX).collect()
}

/// A payment card's number has no place in the store, in clear least of all: 13 to 19 digits with
/// the industry digit and the check digit of ISO/IEC 7812-1. An IMEI has 15 and another industry;
/// 13 digits were issued with a 4 before them only, and the numbers of goods have as many.
fn is_card(word: &str) -> bool {
    let short = word.starts_with("34") || word.starts_with("37");
    let issued = match word.len() {
        13 => word.starts_with('4'),
        15 => short,
        16..=19 => !short && word.starts_with(['2', '3', '4', '5', '6']),
        _ => false,
    };
    let digits: Option<Vec<u32>> = word.chars().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|_| issued) else { return false };
    let doubled = digits.iter().rev().enumerate().map(|(at, digit)| match at % 2 {
        0 => *digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    });
    doubled.sum::<u32>().is_multiple_of(10)
}

/// The identifiers of a text that are written in pieces, each as one word.
pub fn identifiers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let chunks: Vec<&str> = text.split_whitespace().collect();
    for chunk in &chunks {
        found.extend(joined(chunk));
    }
    // Groups of digits apart by spaces, as telephone numbers are written.
    let mut group: Vec<String> = Vec::new();
    for chunk in chunks.iter().copied().chain([""]) {
        match digits(chunk) {
            Some(digits) if group.len() < PIECES_MAX => group.push(digits),
            _ => {
                let whole = group.concat();
                let long = whole.len() >= IDENTIFIER_CHARS_MIN;
                found.extend((group.len() > 1 && long).then_some(whole));
                group.clear();
                group.extend(digits(chunk));
            }
        }
    }
    found.retain(|word| !is_card(word));
    found
}

/// `AB-12.34` as `ab1234`; nothing where there is no digit or nothing to join.
fn joined(chunk: &str) -> Option<String> {
    let inner = |c: char| c.is_alphanumeric() || JOINTS.contains(&c);
    let chunk = chunk.trim_matches(|c: char| !c.is_alphanumeric());
    let pieces = chunk.split(JOINTS).filter(|piece| !piece.is_empty()).count();
    let digit = chunk.chars().any(char::is_numeric);
    if !digit || !(2..=PIECES_MAX).contains(&pieces) || !chunk.chars().all(inner) {
        return None;
    }
    let whole: String = chunk.split(JOINTS).flat_map(codelist::words).collect();
    (whole.chars().count() >= IDENTIFIER_CHARS_MIN).then(|| cut(&whole))
}

/// A group of digits, with the signs that numbers are written with.
pub fn digits(chunk: &str) -> Option<String> {
    let bare = chunk.trim_matches(['+', '(', ')', ',', ';', '.', '-']);
    let ours = !bare.is_empty() && bare.chars().all(|c| c.is_numeric() || c == '-' || c == '.');
    ours.then(|| codelist::words(bare).concat()).filter(|digits| digits.len() <= 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_four_languages_fold() {
        let check = |text: &str, expect: &[&str]| assert_eq!(words(text), expect, "{text}");
        check("Two containers, SEIZED!", &["two", "container", "seized"]);
        check("Cocaïne saisie à l'aéroport", &["cocaine", "saisie", "a", "l", "aeroport"]);
        check("Contenedor con DOBLE fondo; niño", &["contenedor", "con", "doble", "fondo", "nino"]);
        check("الكوكايين في الحاويةِ", &["كوكايين", "في", "حاويه"]);
        check("أسلحة ومخـــدرات ٢٠٢٦", &["اسلحه", "ومخدرات", "2026"]);
        check("إسطنبول آب مؤسسة", &["اسطنبول", "اب", "موسسه"]);
        check("", &[]);
    }

    #[test]
    fn a_long_word_is_cut() {
        let words = words(&"0123456789abcdef".repeat(200));
        assert_eq!(words.iter().map(|word| word.len()).collect::<Vec<_>>(), [WORD_CHARS_MAX]);
    }

    #[test]
    fn a_cards_number_is_no_word() {
        let check = |text: &str, expect: &[&str]| {
            let found = [words(text), identifiers(text)].concat();
            assert_eq!(found, expect, "{text}");
        };
        check("4111111111111111", &[]);
        check("4111-1111-1111-1111 x", &["4111", "1111", "1111", "1111", "x"]);
        check("378282246310005", &[]);
        check("4111111111111112", &["4111111111111112"]);
        check("490154203237518", &["490154203237518"]);
        check("8944500102198304826", &["8944500102198304826"]);
        check("4222222222222", &[]);
        check("5901234123457", &["5901234123457"]);
        check("9780201379623", &["9780201379623"]);
        check("3400000000000000", &["3400000000000000"]);
    }

    #[test]
    fn what_is_kept_out_is_told_from_what_says_nothing() {
        let check = |text: &str, expect: bool| assert_eq!(is_kept_out(text), expect, "{text}");
        check("4111111111111111", true);
        check("seen 4222222222222 twice", true);
        check("\u{640}\u{640}", true);
        check("cocaine", false);
        check("", false);
        check("… - !", false);
    }

    #[test]
    fn identifiers_in_pieces_are_one_word() {
        let check = |text: &str, expect: &[&str]| assert_eq!(identifiers(text), expect, "{text}");
        check("call +57 601 555 0100 now", &["576015550100"]);
        check("passport COL:AX-123456.", &["colax123456"]);
        check("seal AB-12.34, seen", &["ab1234"]);
        check("رقم ٠١٢٣ ٤٥٦٧", &["01234567"]);
        check("doble-fondo y/o nada", &[]);
        check("AX123456", &[]);
        check("in 3 of 40 bags", &[]);
        check("2026-02-14", &["20260214"]);
    }
}
