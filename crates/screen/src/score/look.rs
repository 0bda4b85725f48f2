//! How alike two names look as a whole, letter by letter and whatever their parts: what a reader
//! who runs over a page would call similar. It orders names that contradict one another and makes
//! none of them one.

use crate::name::Name;

const LETTERS_MAX: usize = 48;
/// Words less similar than this count half.
const SIMILAR_MIN: f32 = 0.85;

/// From 0 to 1: the larger of how alike both look from left to right, and of how alike the words
/// of the shorter one look to any of the other.
#[must_use]
pub fn alike(left: &Name, right: &Name) -> f32 {
    let (left, right) = (&*left.written, &*right.written);
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let whole = similarity(left, right);
    let (mut sum, mut total) = (0.0, 0);
    for word in words(short) {
        let best = words(long).map(|other| similarity(word, other)).fold(0.0, f32::max);
        sum += length(word.len()) * if best < SIMILAR_MIN { best / 2.0 } else { best };
        total += word.len();
    }
    if total == 0 { 0.0 } else { whole.max(sum / length(total)) }
}

fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b' ').filter(|word| !word.is_empty())
}

fn length(letters: usize) -> f32 {
    f32::from(u16::try_from(letters).unwrap_or(u16::MAX))
}

/// Jaro's similarity, raised by a common beginning as Winkler has it.
#[must_use]
pub fn similarity(left: &[u8], right: &[u8]) -> f32 {
    let jaro = jaro(left, right);
    let prefix = left.iter().zip(right).take(4).take_while(|(one, two)| one == two).count();
    jaro + length(prefix) * 0.1 * (1.0 - jaro)
}

fn jaro(left: &[u8], right: &[u8]) -> f32 {
    let window = (left.len().max(right.len()) / 2).saturating_sub(1);
    let (mut used, mut common) = ([false; LETTERS_MAX], [0_u8; LETTERS_MAX]);
    let mut count = 0;
    for (at, letter) in left.iter().enumerate() {
        let from = at.saturating_sub(window);
        let to = (at + window + 1).min(right.len());
        let found = (from..to).find(|other| !used[*other] && right[*other] == *letter);
        if let Some(other) = found {
            used[other] = true;
            common[count] = *letter;
            count += 1;
        }
    }
    if count == 0 {
        return 0.0;
    }
    let in_right = right.iter().zip(used).filter(|(_, used)| *used).map(|(letter, _)| letter);
    let moved = common[..count].iter().zip(in_right).filter(|(one, two)| one != two).count();
    let matched = length(count);
    (matched / length(left.len())
        + matched / length(right.len())
        + (matched - length(moved) / 2.0) / matched)
        / 3.0
}

#[cfg(test)]
mod tests {
    use super::similarity;

    fn check(left: &str, right: &str, expect: f32) {
        let found = similarity(left.as_bytes(), right.as_bytes());
        assert!((found - expect).abs() < 0.001, "{left} {right}: {found}");
    }

    #[test]
    fn the_published_examples_come_out() {
        check("martha", "marhta", 0.961);
        check("dwayne", "duane", 0.840);
        check("dixon", "dicksonx", 0.813);
        check("abc", "xyz", 0.0);
    }
}
