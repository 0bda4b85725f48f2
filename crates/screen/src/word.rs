//! Words of languages that mean the same, say little, or stand for something: read once from
//! `data/word/`, where each file names its origin and licence.

use crate::find::hash;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// What is in these tables is in the source, so nobody can make their keys collide, and a quick
/// hash does.
type HashMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Quick>>;
type HashSet<K> = std::collections::HashSet<K, BuildHasherDefault<Quick>>;

#[derive(Debug, Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= hash::of(self.0, bytes);
    }

    fn write_u8(&mut self, _end: u8) {
        // It parts two texts in a row; a key is one text, whose length is hashed.
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The most words a legal form or a symbol is written with.
pub const PHRASE_MAX: usize = 8;

/// Which names are taken for one another: the number of each class a word belongs to.
static CLASSES: LazyLock<HashMap<&'static str, Vec<u16>>> = LazyLock::new(|| {
    let mut classes: HashMap<&str, Vec<u16>> = HashMap::default();
    let equivalent = lines(include_str!("../data/word/equivalent.tsv"));
    let nickname = lines(include_str!("../data/word/nickname.tsv"));
    for (number, line) in (1_u16..).zip(equivalent.chain(nickname)) {
        for word in line.split(['\t', ' ']) {
            classes.entry(word).or_default().push(number);
        }
    }
    classes
});

static FORMS: LazyLock<HashMap<&'static str, Form>> = LazyLock::new(|| {
    lines(include_str!("../data/word/org_form.tsv"))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (alias, form) = (columns.next()?, columns.next()?);
            Some((alias, Form { form, kind: columns.next().unwrap_or("") }))
        })
        .collect()
});

static SYMBOLS: LazyLock<HashMap<&'static str, Symbol>> = LazyLock::new(|| {
    lines(include_str!("../data/word/org_symbol.tsv"))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (alias, word) = (columns.next()?, columns.next()?);
            Some((alias, Symbol { word, field: columns.next() == Some("d") }))
        })
        .collect()
});

static TITLES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("../data/word/title.tsv")).collect());

static HONORIFICS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lines(include_str!("../data/word/honorific.tsv")).collect());

static RARITY: LazyLock<HashMap<&'static str, f32>> = LazyLock::new(|| {
    lines(include_str!("../data/word/rarity.tsv"))
        .filter_map(|line| {
            let (word, nats) = line.split_once('\t')?;
            Some((word, nats.parse().ok()?))
        })
        .collect()
});

static KANJI: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let surnames = lines(include_str!("../data/word/kanji_surname.tsv"));
    let given = lines(include_str!("../data/word/kanji_given.tsv"));
    surnames.chain(given).filter_map(|line| line.split_once('\t')).collect()
});

static WADE_GILES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    lines(include_str!("../data/word/wade_giles.tsv"))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// A legal form: what it is called, and which kind of form it is anywhere (`llc`, `jsc`, …).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    pub form: &'static str,
    pub kind: &'static str,
}

/// A word of organisations that has counterparts in other languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    pub word: &'static str,
    /// It names a field of work (bank, oil), and so tells organisations apart.
    pub field: bool,
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The classes of names a Latin spelling belongs to.
#[must_use]
pub fn classes(latin: &str) -> &'static [u16] {
    CLASSES.get(latin).map_or(&[], Vec::as_slice)
}

#[must_use]
pub fn form(phrase: &str) -> Option<Form> {
    FORMS.get(phrase).copied()
}

#[must_use]
pub fn symbol(phrase: &str) -> Option<Symbol> {
    SYMBOLS.get(phrase).copied()
}

#[must_use]
pub fn is_title(word: &str) -> bool {
    TITLES.contains(word)
}

/// A title that may follow the name.
#[must_use]
pub fn is_honorific(word: &str) -> bool {
    HONORIFICS.contains(word)
}

static PARTICLES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    HashSet::from_iter([
        "bin", "ibn", "bn", "bint", "binti", "ould", "wuld", "wald", "ult", "mint", "بن", "ابن",
        "بنت", "ولد", "ال", "бин", "ибн", "оглы", "оглу", "кызы", "ogly", "oglu", "kyzy", "qizi",
        "uulu", "de", "da", "do", "dos", "das", "di", "du", "del", "della", "des", "la", "le",
        "les", "von", "van", "der", "den", "ter", "zu", "zur", "und", "y", "av", "af", "ap", "בן",
        "of", "the", "and", "세", "世",
    ])
});

/// A word that ties the parts of a name together wherever it stands.
#[must_use]
pub fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// How a Japanese name is read.
#[must_use]
pub fn kanji(name: &str) -> Option<&'static str> {
    KANJI.get(name).copied()
}

/// A syllable of Wade and Giles in pinyin, where the two differ.
#[must_use]
pub fn wade_giles(syllable: &str) -> Option<&'static str> {
    WADE_GILES.get(syllable).copied()
}

/// How much it says that two names share this part: minus the logarithm of how often people bear
/// it. A part that no table knows is rare.
#[must_use]
pub fn rarity(latin: &str) -> f32 {
    RARITY.get(latin).copied().unwrap_or(RARE)
}

/// The rarity of a part that is not in the table.
pub const RARE: f32 = 11.0;

static COUNTRIES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    lines(include_str!("../data/word/country.tsv"))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// The code of a country, by its code or by a name of it.
#[must_use]
pub fn country(text: &str) -> Option<&'static str> {
    COUNTRIES.get(&*text.trim().to_lowercase().replace('.', "")).copied()
}
