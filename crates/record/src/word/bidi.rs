//! Isolation of what runs the other way (Unicode UAX #9): a bare `+961 …` or `COL:AX123456` comes
//! out reversed inside Arabic, an Arabic name pulls an English sentence apart.

use crate::codelist::Language;

const LEFT_TO_RIGHT: char = '\u{2066}';
const FIRST_STRONG: char = '\u{2068}';
const POP: char = '\u{2069}';

/// An identifier reads left to right in every language.
pub fn identifier(text: &str, language: Language) -> String {
    match language {
        Language::Arabic => isolated(LEFT_TO_RIGHT, text),
        _ => text.to_owned(),
    }
}

/// A text in its own words keeps its own direction.
pub fn free(text: &str, language: Language) -> String {
    let foreign = language == Language::Arabic || text.chars().any(runs_right_to_left);
    if foreign { isolated(FIRST_STRONG, text) } else { text.to_owned() }
}

/// Without isolation marks: for files, comparison and search.
pub fn bare(text: &str) -> String {
    text.chars().filter(|letter| !('\u{2066}'..=POP).contains(letter)).collect()
}

/// Marks inside the text would close the isolation early: they are left out.
fn isolated(mark: char, text: &str) -> String {
    let mut isolated = String::with_capacity(text.len() + 6);
    isolated.push(mark);
    isolated.push_str(&bare(text));
    isolated.push(POP);
    isolated
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms.
fn runs_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}
