//! Letters that are written several ways are made one: case, width, marks, letters that only look
//! alike, forms of Arabic letters. What cannot be seen is taken out.

use super::Script;

/// Marks that carry no difference between names, and characters nobody sees.
#[must_use]
pub fn is_ignored(letter: char) -> bool {
    matches!(
        u32::from(letter),
        0x00ad | 0x0300..=0x036f | 0x0483..=0x0489 | 0x0591..=0x05c7 | 0x0610..=0x061a
            | 0x061c | 0x0640 | 0x064b..=0x065f | 0x0670 | 0x06d6..=0x06dc | 0x06df..=0x06e8
            | 0x06ea..=0x06ed | 0x180b..=0x180f | 0x200b..=0x200f | 0x202a..=0x202e
            | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0xfff9..=0xfffb | 0xe0000..=0xe01ef
    )
}

/// Apostrophes and the half rings that stand for hamza and ayin in Latin letters.
#[must_use]
pub fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '\u{2018}'
            | '\u{2019}'
            | '\u{201b}'
            | '`'
            | '\u{00b4}'
            | '\u{02bb}'
            | '\u{02bc}'
            | '\u{02bd}'
            | '\u{02be}'
            | '\u{02bf}'
            | '\u{02b9}'
            | '\u{02ba}'
            | '\u{02c8}'
            | '\u{2032}'
            | '\u{05f3}'
            | '\u{05f4}'
            | '\u{ff07}'
            | '"'
    )
}

/// One letter for the several that a keyboard of another country gives.
#[must_use]
pub fn unify(letter: char) -> char {
    match letter {
        'ک' | 'ڪ' => 'ك',
        'ی' | 'ێ' => 'ي',
        'ە' | 'ہ' | 'ۀ' | 'ھ' | 'ۂ' => 'ه',
        'ۃ' => 'ة',
        'ҝ' => 'к',
        'ѐ' => 'е',
        'ѝ' => 'и',
        'ぁ'..='ゖ' => char::from_u32(u32::from(letter) + 0x60).unwrap_or(letter),
        'ı' => 'i',
        other => other,
    }
}

/// What a letter is called once accents no longer count.
#[must_use]
pub fn bare(letter: char) -> char {
    match letter {
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        'ؤ' => 'و',
        'ئ' => 'ي',
        'ё' => 'е',
        'ך' => 'כ',
        'ם' => 'מ',
        'ן' => 'נ',
        'ף' => 'פ',
        'ץ' => 'צ',
        other => {
            let mut first = None;
            unicode_normalization::char::decompose_canonical(other, |part| {
                first = first.or(Some(part));
            });
            match (Script::of(other), first) {
                (Script::Latin | Script::Greek, Some(first)) => first,
                _ => other,
            }
        }
    }
}

const LATIN_LOOKS: &str = "aabcehikmoptxysjdgqw";
const CYRILLIC_LOOKS: &str = "аӑвсеһікмортхуѕјԁԍԛԝ";

/// The letter of `script` that looks like this one, where a word mixes alphabets.
#[must_use]
pub fn look_alike(letter: char, script: Script) -> char {
    let (from, to) = match (Script::of(letter), script) {
        (Script::Cyrillic, Script::Latin) => (CYRILLIC_LOOKS, LATIN_LOOKS),
        (Script::Latin, Script::Cyrillic) => (LATIN_LOOKS, CYRILLIC_LOOKS),
        (Script::Greek, Script::Latin) => ("αβεηικμνορτυχ", "abehikmvoptyx"),
        _ => return letter,
    };
    match from.chars().position(|known| known == letter) {
        Some(at) => to.chars().nth(at).unwrap_or(letter),
        None => letter,
    }
}

/// A digit of any script as a digit of ours.
#[must_use]
pub fn digit(letter: char) -> Option<u32> {
    const ZEROS: [u32; 14] = [
        0x0030, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0e50,
        0x0ed0, 0x0f20, 0x17e0,
    ];
    let code = u32::from(letter);
    ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)).map(|zero| code - zero)
}
