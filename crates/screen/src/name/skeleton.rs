//! The consonants of a word, in classes that scripts and spellings confuse: the keys under which a
//! dictionary of name parts is searched. Two spellings of one name share a skeleton far more often
//! than they share their letters.

/// At most so many skeletons for one word.
pub const SKELETONS_MAX: usize = 4;

/// The skeletons of a Latin spelling, the likeliest first; ambiguous letters give several.
#[must_use]
pub fn of(latin: &str) -> Vec<Box<str>> {
    let mut all = vec![String::new()];
    let letters = latin.as_bytes();
    let mut at = 0;
    while at < letters.len() {
        let (classes, taken) = classes(letters, at);
        extend(&mut all, classes);
        at += taken;
    }
    let mut seen: Vec<Box<str>> = Vec::new();
    for skeleton in all {
        let skeleton = if skeleton.is_empty() { "0".to_owned() } else { skeleton };
        if !seen.iter().any(|known| **known == *skeleton) {
            seen.push(skeleton.into());
        }
    }
    seen
}

fn extend(all: &mut Vec<String>, classes: &[u8]) {
    let Some((main, others)) = classes.split_first() else { return };
    let before = all.len();
    for other in others {
        for at in 0..before {
            if all.len() < SKELETONS_MAX {
                let mut branch = all[at].clone();
                push(&mut branch, *other);
                all.push(branch);
            }
        }
    }
    for skeleton in &mut all[..before] {
        push(skeleton, *main);
    }
}

/// `.` is a letter that leaves nothing; a class twice running is one.
fn push(skeleton: &mut String, class: u8) {
    let class = char::from(class);
    if class != '.' && !skeleton.ends_with(class) {
        skeleton.push(class);
    }
}

fn is_vowel(letter: Option<&u8>) -> bool {
    letter.is_some_and(|letter| b"aeiouy".contains(letter))
}

/// The classes the letter at a place may belong to, and how many letters were read.
fn classes(letters: &[u8], at: usize) -> (&'static [u8], usize) {
    let next = letters.get(at + 1).copied().unwrap_or(b' ');
    match (letters[at], next) {
        (b's' | b'c' | b'z', b'h') if letters[at] == b'c' => (b"SK", 2),
        (b's' | b'z', b'h') => (b"S", 2),
        (b't', b'h') => (b"TS", 2),
        (b't', b's' | b'z') => (b"S", 2),
        (b'p', b'h') => (b"B", 2),
        (b'k' | b'g', b'h') => (b"K", 2),
        (b'd', b'j' | b'z') => (b"S", 2),
        (b'n', b'g') if !is_vowel(letters.get(at + 2)) => (b"N", 2),
        (b'c', b'e' | b'i' | b'y') => (b"SK", 1),
        (b'g', b'e' | b'i' | b'y') => (b"KS", 1),
        (b'j', _) => (b"SK", 1),
        (b'x', _) => (b"SK", 1),
        (b'w', _) => (b".B", 1),
        (b'b' | b'p' | b'v' | b'f', _) => (b"B", 1),
        (b'c' | b'k' | b'q' | b'g', _) => (b"K", 1),
        (b's' | b'z', _) => (b"S", 1),
        (b'd' | b't', _) => (b"T", 1),
        (b'l' | b'r', _) => (b"L", 1),
        (b'm', _) => (b"M", 1),
        (b'n', _) => (b"N", 1),
        (digit @ b'0'..=b'9', _) => (&b"0123456789"[usize::from(digit - b'0')..][..1], 1),
        _ => (b"", 1),
    }
}

#[cfg(test)]
mod tests {
    use crate::name::{Kind, parse};

    fn check(left: &str, right: &str, expect: bool) {
        let skeletons = |text| parse(text, Kind::Person).parts[0].skeletons();
        let (left_keys, right_keys) = (skeletons(left), skeletons(right));
        let shared = left_keys.iter().any(|key| right_keys.contains(key));
        assert_eq!(shared, expect, "{left} {left_keys:?}, {right} {right_keys:?}");
    }

    #[test]
    fn spellings_of_one_name_share_a_skeleton() {
        check("Mohammed", "محمد", true);
        check("Muhammad", "मोहम्मद", true);
        check("Владимир", "Wladimir", true);
        check("Qaddafi", "Gaddafi", true);
        check("Κυριάκος", "Kyriakos", true);
        check("שמעון", "Shimon", true);
        check("バラク", "Barack", true);
    }

    #[test]
    fn other_names_do_not() {
        check("Peter", "Paula", false);
        check("سلمان", "Rashid", false);
    }
}
