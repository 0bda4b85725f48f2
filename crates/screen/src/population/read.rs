//! Reads the peoples of `data/population/people.txt`. The file is part of the program, so what is
//! wrong with it is found by the tests and left out otherwise.

const TEXT: &str = include_str!("../../data/population/people.txt");

/// A name and its spellings.
#[derive(Debug, Clone, Default)]
pub struct Spelled {
    pub latin: Vec<String>,
    pub native: Option<String>,
}

/// Names too rare to be listed, made of syllables.
#[derive(Debug, Clone, Default)]
pub struct Tail {
    pub percent: usize,
    pub count: usize,
    pub onsets: Vec<String>,
    pub nuclei: Vec<String>,
    pub codas: Vec<String>,
    pub endings: Vec<String>,
}

/// One people and its names.
#[derive(Debug, Clone, Default)]
pub struct People {
    pub share: u32,
    /// In a hundred, how many are written in the native script.
    pub native: usize,
    pub countries: Vec<String>,
    pub patterns: Vec<Vec<String>>,
    pub pattern_sums: Vec<u32>,
    pub given: Vec<Spelled>,
    pub given_sums: Vec<u32>,
    pub family: Vec<Spelled>,
    pub family_sums: Vec<u32>,
    pub patronymic: Vec<Spelled>,
    pub patronymic_sums: Vec<u32>,
    pub syllable: Vec<Spelled>,
    pub syllable_sums: Vec<u32>,
    pub given_tail: Option<Tail>,
    pub family_tail: Option<Tail>,
}

/// Running sums of weights.
pub fn sums(weights: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut sum = 0;
    let running = weights.map(|weight| {
        sum += weight;
        sum
    });
    running.collect()
}

/// All peoples of the file.
#[must_use]
pub fn peoples() -> Vec<People> {
    let mut peoples: Vec<People> = Vec::new();
    let mut weights: Vec<Vec<u32>> = Vec::new();
    for line in TEXT.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split(' ').collect();
        let Some((kind, rest)) = words.split_first() else { continue };
        if *kind == "people" {
            peoples.push(people(rest));
            weights.push(Vec::new());
        } else if let (Some(people), Some(weights)) = (peoples.last_mut(), weights.last_mut()) {
            line_of(people, weights, kind, rest);
        }
    }
    for (people, weights) in peoples.iter_mut().zip(weights) {
        people.pattern_sums = sums(weights.into_iter());
    }
    peoples
}

fn people(words: &[&str]) -> People {
    let number = |at: usize| words.get(at).and_then(|word| word.parse().ok()).unwrap_or(0);
    People {
        share: number(1),
        native: number(2) as usize,
        countries: words.get(3).map_or("", |word| word).split(',').map(str::to_owned).collect(),
        ..People::default()
    }
}

fn line_of(people: &mut People, patterns: &mut Vec<u32>, kind: &str, words: &[&str]) {
    match kind {
        "pattern" => {
            let weight = words.first().and_then(|word| word.parse().ok());
            patterns.push(weight.unwrap_or(1));
            people.patterns.push(words.iter().skip(1).map(|word| (*word).to_owned()).collect());
        }
        "given" => (people.given, people.given_sums) = names(words),
        "family" => (people.family, people.family_sums) = names(words),
        "patronymic" => (people.patronymic, people.patronymic_sums) = names(words),
        "syllable" => (people.syllable, people.syllable_sums) = names(words),
        "tail" if words.first() == Some(&"given") => people.given_tail = Some(tail(words)),
        "tail" => people.family_tail = Some(tail(words)),
        _ => {}
    }
}

fn names(words: &[&str]) -> (Vec<Spelled>, Vec<u32>) {
    let mut all = Vec::new();
    let mut weights = Vec::new();
    let mut least = f64::MAX;
    for (rank, word) in words.iter().enumerate() {
        let (spellings, weight) = word.split_once('*').unwrap_or((word, ""));
        let falling = 120.0 / (rank as f64 + 4.0).powf(0.9);
        let weight = weight.parse::<f64>().unwrap_or_else(|_| falling.min(least)).max(0.5);
        least = least.min(weight);
        weights.push((weight * 100.0) as u32);
        all.push(spelled(spellings));
    }
    (all, sums(weights.into_iter()))
}

fn spelled(spellings: &str) -> Spelled {
    let mut name = Spelled::default();
    for spelling in spellings.split('/') {
        if spelling.chars().any(|letter| u32::from(letter) >= 0x0370 && !is_latin(letter)) {
            name.native = Some(spelling.to_owned());
        } else {
            name.latin.push(spelling.to_owned());
        }
    }
    name
}

/// Vietnamese letters stand beyond the other alphabets.
fn is_latin(letter: char) -> bool {
    ('\u{1e00}'..='\u{1eff}').contains(&letter)
}

fn tail(words: &[&str]) -> Tail {
    let number = |at: usize| words.get(at).and_then(|word| word.parse().ok()).unwrap_or(1);
    let letters =
        |at: usize| words.get(at).map_or("", |word| word).split(',').map(str::to_owned).collect();
    Tail {
        percent: number(1),
        count: number(2),
        onsets: letters(3),
        nuclei: letters(4),
        codas: letters(5),
        endings: letters(6),
    }
}

#[cfg(test)]
mod tests {
    use super::peoples;

    #[test]
    fn every_people_can_write_all_its_patterns() {
        let peoples = peoples();
        assert_eq!(peoples.len(), 16);
        for people in &peoples {
            assert!(people.share > 0 && !people.patterns.is_empty());
            assert!(people.countries.iter().all(|country| country.len() == 2));
            for word in people.patterns.iter().flatten().flat_map(|word| word.split('-')) {
                let has = match word {
                    "g" => !people.given.is_empty(),
                    "f" => !people.family.is_empty(),
                    "p" => !people.patronymic.is_empty(),
                    "s" => !people.syllable.is_empty(),
                    _ => true,
                };
                assert!(has, "{word}");
            }
            for name in people.given.iter().chain(&people.family).chain(&people.syllable) {
                assert!(!name.latin.is_empty(), "{name:?}");
            }
            for tail in people.given_tail.iter().chain(&people.family_tail) {
                assert!(tail.percent < 100 && tail.count > 1_000, "{tail:?}");
            }
        }
    }
}
