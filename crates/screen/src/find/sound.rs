//! Coarser spellings of a part, made from its Latin letters: what it sounds like to somebody who
//! writes it down in another country. They are made for finding, not for judging: two parts that
//! share one are compared properly before anything is said about them.

/// Symbols kept of one part; longer words are cut.
pub const SYMBOLS_MAX: usize = 24;
/// Other readings of one part that are filed besides its first.
pub const READINGS_MAX: usize = 3;

/// A word in symbols: one byte a sound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sound {
    /// Consonants and three vowels.
    pub first: Vec<u8>,
    /// Other readings of letters that languages read differently.
    pub others: Vec<Vec<u8>>,
    /// Consonants alone, with the breath kept, for scripts that write no vowels.
    pub bones: Vec<u8>,
}

/// How the letters at a place may sound: the first reading, another one, and the letters read.
type Heard = (&'static [u8], Option<&'static [u8]>, usize);

/// The sound of a Latin spelling.
#[must_use]
pub fn of(latin: &str) -> Sound {
    let letters = latin.as_bytes();
    let mut sound = Sound::default();
    let mut at = 0;
    while at < letters.len() && sound.first.len() < SYMBOLS_MAX {
        let (first, other, taken) = heard(letters, at);
        branch(&mut sound, first, other);
        push(&mut sound.first, first);
        sound.others.iter_mut().for_each(|reading| {
            if !reading.ends_with(b"\0") {
                push(reading, first);
            } else {
                reading.pop();
            }
        });
        bone(&mut sound.bones, letters, at, first);
        at += taken;
    }
    let first = std::mem::take(&mut sound.first);
    sound.others.retain(|reading| *reading != first);
    sound.others.sort_unstable();
    sound.others.dedup();
    Sound { first, ..sound }
}

/// A new reading starts where the letters can be heard otherwise. The mark at its end says that it
/// has read this place already.
fn branch(sound: &mut Sound, first: &[u8], other: Option<&[u8]>) {
    let Some(other) = other.filter(|other| *other != first) else { return };
    if sound.others.len() < READINGS_MAX {
        let mut reading = sound.first.clone();
        push(&mut reading, other);
        reading.push(0);
        sound.others.push(reading);
    }
}

fn push(symbols: &mut Vec<u8>, heard: &[u8]) {
    for symbol in heard {
        if symbols.last() != Some(symbol) && symbols.len() < SYMBOLS_MAX {
            symbols.push(*symbol);
        }
    }
}

fn bone(bones: &mut Vec<u8>, letters: &[u8], at: usize, heard: &[u8]) {
    match letters[at] {
        b'h' => push(bones, b"H"),
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w' if at == 0 => push(bones, b"A"),
        _ => {
            for symbol in heard.iter().filter(|symbol| !b"AIU".contains(symbol)) {
                push(bones, &[*symbol]);
            }
        }
    }
}

fn heard(letters: &[u8], at: usize) -> Heard {
    let here = letters[at];
    let next = letters.get(at + 1).copied().unwrap_or(b' ');
    let third = letters.get(at + 2).copied().unwrap_or(b' ');
    match here {
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y' => vowel(here, next),
        b's' | b't' | b'c' | b'z' | b'd' | b'k' | b'g' | b'p' | b'h' => {
            cluster(here, next, third).unwrap_or_else(|| single(here, next))
        }
        _ => single(here, next),
    }
}

fn vowel(here: u8, next: u8) -> Heard {
    match (here, next) {
        (b'a' | b'e', b'i' | b'y' | b'e') => (b"I", None, 2),
        (b'a' | b'o', b'u' | b'o' | b'w') => (b"U", None, 2),
        (b'e', b'u' | b'o') => (b"U", Some(b"I"), 2),
        (b'a', _) => (b"A", None, 1),
        (b'o' | b'u', _) => (b"U", None, 1),
        _ => (b"I", None, 1),
    }
}

fn cluster(here: u8, next: u8, third: u8) -> Option<Heard> {
    Some(match (here, next, third) {
        (b's', b'c', b'h') | (b't', b'c', b'h') => (b"X", None, 3),
        (b't', b's', b'c') => (b"X", None, 3),
        (b's' | b'z', b'h', _) => (b"X", Some(b"S"), 2),
        (b'h', b's', b'i' | b'u') => (b"X", None, 2),
        (b'c', b'h', _) => (b"X", Some(b"K"), 2),
        (b'd', b'j' | b'z', _) | (b't', b's' | b'z', _) => (b"X", Some(b"S"), 2),
        (b'k', b'h', _) => (b"K", Some(b""), 2),
        (b'g', b'h', _) => (b"K", Some(b""), 2),
        (b'c', b'k', _) => (b"K", None, 2),
        (b't', b'h', _) => (b"T", Some(b"S"), 2),
        (b'd', b'h', _) => (b"T", Some(b"S"), 2),
        (b'p', b'h', _) => (b"F", None, 2),
        _ => return None,
    })
}

fn single(here: u8, next: u8) -> Heard {
    let soft = matches!(next, b'e' | b'i' | b'y');
    match here {
        b'b' | b'p' => (b"P", None, 1),
        b'f' => (b"F", Some(b"P"), 1),
        b'v' => (b"F", Some(b"P"), 1),
        b'w' => (b"U", Some(b"F"), 1),
        b'd' | b't' => (b"T", None, 1),
        b'c' if soft => (b"S", Some(b"K"), 1),
        b'g' if soft => (b"K", Some(b"X"), 1),
        b'q' => (b"K", Some(b"X"), 1),
        b'c' | b'k' | b'g' => (b"K", None, 1),
        b'j' => (b"X", Some(b"I"), 1),
        b'x' => (b"X", Some(b"KS"), 1),
        b's' | b'z' => (b"S", None, 1),
        b'l' => (b"L", None, 1),
        b'r' => (b"R", None, 1),
        b'm' => (b"M", None, 1),
        b'n' => (b"N", None, 1),
        b'0'..=b'9' => (digit(here), None, 1),
        _ => (b"", None, 1),
    }
}

fn digit(letter: u8) -> &'static [u8] {
    let at = usize::from(letter - b'0');
    &b"0123456789"[at..=at]
}

#[cfg(test)]
mod tests {
    use super::of;

    fn check(left: &str, right: &str) {
        let (one, other) = (of(left), of(right));
        let meet = one.first == other.first
            || one.others.contains(&other.first)
            || other.others.contains(&one.first);
        assert!(meet, "{left} {one:?} and {right} {other:?}");
    }

    #[test]
    fn spellings_of_one_name_in_several_countries_meet() {
        check("walid", "oualid");
        check("qadhafi", "gaddafi");
        check("hussein", "hossayn");
        check("youssef", "yusif");
        check("sayyid", "saeed");
        check("jamal", "djamal");
        check("xu", "hsu");
        check("mikhail", "mikail");
        check("viktor", "wiktor");
        check("sergej", "sergei");
    }

    #[test]
    fn bones_keep_the_breath_and_leave_out_the_vowels() {
        assert_eq!(of("mhmd").bones, of("mohammed").bones);
        assert_ne!(of("mahdi").bones, of("mohammed").bones);
    }
}
