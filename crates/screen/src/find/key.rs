//! The keys of a part: under which a list files it, and under which a query asks for it.
//!
//! Every key is about the part alone, so the work grows with the vocabulary, not with the list.

use std::sync::Arc;

use super::hash;
use super::sound::{self, Sound};
use crate::name::{Kind, Part, Role, parse, skeleton};
use crate::script::Script;

/// Letters of a part from which keys are made.
const LETTERS_MAX: usize = 32;
/// Shorter words are looked for as they are: with a letter taken out, they are everybody.
const DELETE_FROM: usize = 4;
/// In words shorter than this a letter makes more of a difference.
const LONG: usize = 6;
/// Between spellings of one script, shorter skeletons are everybody, too.
const SKELETON_FROM: usize = 4;
/// Between scripts they are often all there is.
const SKELETON_FOREIGN_FROM: usize = 2;

/// Whole words have channels of their own: 'Marin' is not 'Martin' with a letter missing.
const LATIN_WHOLE: u64 = 1;
const LATIN: u64 = 2;
const SOUND_WHOLE: u64 = 3;
const SOUND: u64 = 4;
const BONES: u64 = 5;
const BONES_UNVOWELLED: u64 = 6;
const SKELETON: u64 = 7;
const SKELETON_FOREIGN: u64 = 8;

/// How close parts are that share a key, in percent: the most the part may add to a score.
pub mod closeness {
    pub const SAME: u8 = 100;
    pub const READING: u8 = 95;
    pub const LETTER: u8 = 85;
    pub const LETTER_OF_FEW: u8 = 65;
    pub const SKELETON: u8 = 80;
    pub const SKELETON_OF_THREE: u8 = 70;
    pub const SKELETON_SHORT: u8 = 60;
    pub const SOUND_LETTER: u8 = 75;
    pub const BONES: u8 = 90;
    pub const BONES_LETTER: u8 = 65;
}

/// One key, and how close a part is that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    pub key: u64,
    pub closeness: u8,
}

/// A part as the dictionary sees it.
#[derive(Debug, Clone)]
pub struct Keyed {
    pub probes: Vec<Probe>,
    /// Parts that sound alike are one family: their postings lie together.
    pub family: FamilyKey,
    /// Equal for equal Latin spellings.
    pub spelling: u32,
}

/// Orders families so that similar ones lie side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FamilyKey {
    order: u64,
    identity: u64,
}

/// Scripts that leave vowels to the reader.
fn unvowelled(script: Script) -> bool {
    matches!(script, Script::Arabic | Script::Hebrew)
}

/// The keys under which a list files a part.
#[must_use]
pub fn filed(part: &Part) -> Keyed {
    let bones = if unvowelled(part.script) { &[BONES, BONES_UNVOWELLED][..] } else { &[BONES] };
    let mut keyed = keyed(&part.latin, bones);
    let channels: &[u64] = match part.script {
        Script::Latin => &[SKELETON],
        _ => &[SKELETON, SKELETON_FOREIGN],
    };
    for channel in channels {
        skeletons(&part.skeletons(), *channel, SKELETON_FOREIGN_FROM, &mut keyed.probes);
    }
    keyed
}

/// The keys under which a query asks for a part. A script without vowels asks everywhere by its
/// consonants; the others ask so only among the scripts that have nothing else.
#[must_use]
pub fn asked(part: &Part) -> Keyed {
    let bones = if unvowelled(part.script) { BONES } else { BONES_UNVOWELLED };
    let mut keyed = keyed(&part.latin, &[bones]);
    if part.script == Script::Latin {
        skeletons(&part.skeletons(), SKELETON, SKELETON_FROM, &mut keyed.probes);
        skeletons(&part.skeletons(), SKELETON_FOREIGN, SKELETON_FOREIGN_FROM, &mut keyed.probes);
    } else {
        skeletons(&part.skeletons(), SKELETON, SKELETON_FOREIGN_FROM, &mut keyed.probes);
    }
    keyed
}

/// The keys under which a query asks for parts written as one: by their letters, also with one
/// missing, by their sounds and consonants as they are, and by their skeleton.
#[must_use]
pub fn glued(parts: &[&Part]) -> Vec<Probe> {
    let latin: String = parts.iter().map(|part| &*part.latin).collect();
    let sound = sound::of(&latin);
    let mut probes = Vec::with_capacity(32);
    letters(&latin, &mut probes);
    probes.push(probe(SOUND_WHOLE, &sound.first, closeness::SAME));
    readings(&sound, &mut probes);
    let vowels_missing = parts.iter().any(|part| unvowelled(part.script));
    if sound.bones.len() > 1 {
        let bones = if vowels_missing { BONES } else { BONES_UNVOWELLED };
        probes.push(probe(bones, &sound.bones, closeness::BONES));
    }
    skeletons(&skeleton::of(&latin), SKELETON, SKELETON_FROM, &mut probes);
    probes
}

fn letters(latin: &str, probes: &mut Vec<Probe>) {
    let latin = cut(latin.as_bytes(), LETTERS_MAX);
    probes.push(probe(LATIN_WHOLE, latin, closeness::SAME));
    let letter = if latin.len() < LONG { closeness::LETTER_OF_FEW } else { closeness::LETTER };
    with_deletes(LATIN, latin, [letter; 2], probes);
}

fn readings(sound: &Sound, probes: &mut Vec<Probe>) {
    let others = sound.others.iter();
    probes.extend(others.map(|reading| probe(SOUND_WHOLE, reading, closeness::READING)));
}

fn skeletons(all: &[Box<str>], channel: u64, from: usize, probes: &mut Vec<Probe>) {
    for skeleton in all.iter().filter(|skeleton| skeleton.len() >= from) {
        let closeness = match skeleton.len() {
            ..=2 => closeness::SKELETON_SHORT,
            3 => closeness::SKELETON_OF_THREE,
            _ => closeness::SKELETON,
        };
        probes.push(probe(channel, skeleton.as_bytes(), closeness));
    }
}

/// The keys under which a list files a word of several parts as one: as it is, letter for letter
/// and by its sound. With a letter missing it would be everybody.
#[must_use]
pub fn filed_glued(parts: &[&Part]) -> [u64; 2] {
    let latin: String = parts.iter().map(|part| &*part.latin).collect();
    [whole(&latin), hash::of(SOUND_WHOLE, &sound::of(&latin).first)]
}

/// The key of exactly this Latin spelling.
#[must_use]
pub fn whole(latin: &str) -> u64 {
    hash::of(LATIN_WHOLE, cut(latin.as_bytes(), LETTERS_MAX))
}

fn keyed(latin: &str, bones: &[u64]) -> Keyed {
    let (sound, spelling) = (sound::of(latin), spelling(latin));
    let mut probes = Vec::with_capacity(32);
    letters(latin, &mut probes);
    probes.push(probe(SOUND_WHOLE, &sound.first, closeness::SAME));
    with_deletes(SOUND, &sound.first, [closeness::SOUND_LETTER; 2], &mut probes);
    readings(&sound, &mut probes);
    for channel in bones.iter().filter(|_| sound.bones.len() > 1) {
        let steps = [closeness::BONES, closeness::BONES_LETTER];
        with_deletes(*channel, &sound.bones, steps, &mut probes);
    }
    Keyed { probes, family: family(&sound), spelling }
}

/// Equal for equal Latin spellings.
#[must_use]
pub fn spelling(latin: &str) -> u32 {
    whole(latin) as u32
}

fn family(sound: &Sound) -> FamilyKey {
    let mut order = [0_u8; 8];
    let shown = sound.first.len().min(8);
    order[..shown].copy_from_slice(&sound.first[..shown]);
    let identity = hash::of(SOUND, &sound.first) ^ hash::of(BONES, &sound.bones);
    FamilyKey { order: u64::from_be_bytes(order), identity }
}

fn cut(bytes: &[u8], length: usize) -> &[u8] {
    &bytes[..bytes.len().min(length)]
}

fn probe(channel: u64, bytes: &[u8], closeness: u8) -> Probe {
    Probe { key: hash::of(channel, bytes), closeness }
}

/// The word itself and, if it is long enough, each word with one symbol less.
fn with_deletes(channel: u64, word: &[u8], [same, less]: [u8; 2], probes: &mut Vec<Probe>) {
    if word.is_empty() {
        return;
    }
    probes.push(probe(channel, word, same));
    if word.len() < DELETE_FROM {
        return;
    }
    let mut shorter = [0_u8; LETTERS_MAX];
    for at in (0..word.len()).filter(|at| *at == 0 || word[*at] != word[*at - 1]) {
        shorter[..at].copy_from_slice(&word[..at]);
        shorter[at..word.len() - 1].copy_from_slice(&word[at + 1..]);
        probes.push(probe(channel, &shorter[..word.len() - 1], less));
    }
}

/// The parts by which a part is filed and asked for. A family name and a given name written in
/// characters without a space are two.
#[must_use]
pub fn cut_apart(part: &Arc<Part>) -> Vec<Arc<Part>> {
    let letters = part.text.chars().count();
    let characters = matches!(part.script, Script::Han | Script::Hangul);
    let whole = || vec![part.clone()];
    if !characters || !(2..=4).contains(&letters) || part.role != Role::Name {
        return whole();
    }
    let family = part.text.chars().next().map_or(0, char::len_utf8);
    let both = [&part.text[..family], &part.text[family..]].map(|text| parse(text, Kind::Person));
    let parts: Vec<Arc<Part>> = both.into_iter().flat_map(|name| name.parts).collect();
    if parts.len() == 2 { parts } else { whole() }
}

#[cfg(test)]
mod tests {
    use super::{asked, filed};
    use std::sync::Arc;

    use crate::name::{Kind, Part, parse};

    fn part(text: &str) -> Arc<Part> {
        parse(text, Kind::Person).parts.remove(0)
    }

    fn meet(query: &str, entry: &str) -> Option<u8> {
        let entry = filed(&part(entry));
        let query = asked(&part(query));
        let known = |key| entry.probes.iter().find(|probe| probe.key == key);
        let both = query
            .probes
            .iter()
            .filter_map(|asked| known(asked.key).map(|filed| filed.closeness.min(asked.closeness)));
        both.max()
    }

    #[test]
    fn a_part_meets_its_misspellings_and_its_other_spellings() {
        for (query, entry) in [
            ("Mohammed", "Mohammed"),
            ("Mohamed", "Muhammad"),
            ("Moahmmed", "Mohammed"),
            ("Kovalenko", "Kovalemko"),
            ("Коваленко", "Kovalenko"),
            ("Kovalenko", "Коваленко"),
            ("محمد", "Mohammed"),
            ("Mohammed", "محمد"),
            ("Santos", "Santoss"),
        ] {
            assert!(meet(query, entry).is_some(), "{query} {entry}");
        }
    }

    #[test]
    fn strangers_do_not_meet() {
        for (query, entry) in [("Ali", "Lee"), ("Kovalenko", "Fernandez"), ("Omar", "Maria")] {
            assert_eq!(meet(query, entry), None, "{query} {entry}");
        }
    }
}
