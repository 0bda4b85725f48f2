//! Letters to sounds: one file a script, read once. A row says which letters, which sound units
//! they stand for, and how they are usually written in Latin letters; the longest row wins. `^`
//! before the letters means at the beginning of a word, `$` after them at its end.

use super::Script;
use std::sync::LazyLock;

/// What a word sounds like: its sound units, and a Latin spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sounds {
    pub units: Vec<u8>,
    pub latin: String,
}

struct Row {
    letters: Vec<char>,
    initial: bool,
    last: bool,
    units: Vec<u8>,
    latin: String,
}

/// The rows of one script, by their first letter.
pub struct Table {
    first: Vec<(char, Vec<Row>)>,
}

impl Table {
    fn parse(text: &str) -> Table {
        let mut first: Vec<(char, Vec<Row>)> = Vec::new();
        for row in text.lines().filter_map(row) {
            let letter = row.letters[0];
            match first.iter_mut().find(|(known, _)| *known == letter) {
                Some((_, rows)) => rows.push(row),
                None => first.push((letter, vec![row])),
            }
        }
        first.sort_by_key(|(letter, _)| *letter);
        for (_, rows) in &mut first {
            rows.sort_by_key(|row| std::cmp::Reverse((row.letters.len(), row.initial, row.last)));
        }
        Table { first }
    }

    /// The sounds of one word. A letter without a row is left out.
    #[must_use]
    pub fn sounds(&self, word: &[char]) -> Sounds {
        let mut sounds = Sounds::default();
        let mut at = 0;
        while at < word.len() {
            at += match self.best(word, at) {
                Some(row) => {
                    push(&mut sounds.units, &row.units);
                    sounds.latin.push_str(&row.latin);
                    row.letters.len()
                }
                None => 1,
            };
        }
        sounds
    }

    fn best(&self, word: &[char], at: usize) -> Option<&Row> {
        let place = self.first.binary_search_by_key(&word[at], |(letter, _)| *letter).ok()?;
        self.first[place].1.iter().find(|row| {
            word[at..].starts_with(&row.letters)
                && (!row.initial || at == 0)
                && (!row.last || at + row.letters.len() == word.len())
        })
    }
}

/// A sound said twice running is one sound.
fn push(units: &mut Vec<u8>, more: &[u8]) {
    for unit in more {
        if units.last() != Some(unit) {
            units.push(*unit);
        }
    }
}

fn row(line: &str) -> Option<Row> {
    if line.starts_with('#') || line.is_empty() {
        return None;
    }
    let mut columns = line.split('\t');
    let letters = columns.next()?;
    let (initial, letters) = match letters.strip_prefix('^') {
        Some(rest) => (true, rest),
        None => (false, letters),
    };
    let (last, letters) = match letters.strip_suffix('$') {
        Some(rest) => (true, rest),
        None => (false, letters),
    };
    let letters: Vec<char> = letters.chars().collect();
    (!letters.is_empty()).then(|| Row {
        letters,
        initial,
        last,
        units: columns.next().unwrap_or("").as_bytes().to_vec(),
        latin: columns.next().unwrap_or("").to_owned(),
    })
}

macro_rules! tables {
    ($($name:ident = $file:literal),* $(,)?) => {$(
        static $name: LazyLock<Table> =
            LazyLock::new(|| Table::parse(include_str!(concat!("../../data/script/", $file))));
    )*};
}

tables! {
    LATIN = "latin.tsv",
    ARABIC = "arabic.tsv",
    HEBREW = "hebrew.tsv",
    CYRILLIC = "cyrillic.tsv",
    GREEK = "greek.tsv",
    PINYIN = "pinyin.tsv",
    HANGUL = "hangul.tsv",
    KANA = "kana.tsv",
    DEVANAGARI = "devanagari.tsv",
    THAI = "thai.tsv",
}

/// The table of a script. Han is read through its pinyin, other scripts through a Latin form.
#[must_use]
pub fn of(script: Script) -> &'static Table {
    match script {
        Script::Latin | Script::Other => &LATIN,
        Script::Arabic => &ARABIC,
        Script::Hebrew => &HEBREW,
        Script::Cyrillic => &CYRILLIC,
        Script::Greek => &GREEK,
        Script::Han => &PINYIN,
        Script::Hangul => &HANGUL,
        Script::Kana => &KANA,
        Script::Devanagari => &DEVANAGARI,
        Script::Thai => &THAI,
    }
}
