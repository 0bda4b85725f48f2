//! How a word begins when it is spoken: Spanish says `e` for `y` before the vowel i.

/// `i` where the first sound is the vowel i, otherwise `other`: the names of a message's variants.
pub fn sound(text: &str) -> &'static str {
    if begins_with_i(text) { "i" } else { "other" }
}

/// `Italia`, `historia`, `Ypacaraí`; not `hierro` or `Yemen`, where a vowel after it makes a
/// consonant of the i. In capitals alone (`IA`) each letter is spoken by itself.
fn begins_with_i(text: &str) -> bool {
    let mut letters = text.chars().skip_while(|sign| !sign.is_alphanumeric());
    let mut first = letters.next();
    if matches!(first, Some('h' | 'H')) {
        first = letters.next().filter(|letter| !matches!(letter, 'y' | 'Y'));
    }
    let next = letters.next();
    match first {
        Some('í' | 'Í') => true,
        Some('i' | 'I') => !next.is_some_and(|next| "aeouáéóú".contains(next)),
        Some('y' | 'Y') => !next.is_some_and(|next| "aeiouáéíóúAEIOU".contains(next)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vowel_i_is_told_from_what_only_looks_like_it() {
        let check = |text: &str, expect: bool| assert_eq!(begins_with_i(text), expect, "{text}");
        for with in ["Italia", "índice", "historial", "Híjar", "Ypacaraí", "«Irene»", "IE/01", "Y"]
        {
            check(with, true);
        }
        for without in ["España", "hierro", "hiato", "iones", "Yemen", "hotel", "", "12", "إيران"]
        {
            check(without, false);
        }
        check("\u{2068}Ibiza\u{2069}", true);
    }
}
