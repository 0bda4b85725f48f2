//! Made-up people with the name frequencies of real populations, for benchmarks: a list of a
//! hundred million, any of whom can be drawn again by number. The same seed gives the same people.

mod edit;
mod read;

pub use edit::{Edit, edit};
use read::{People, Spelled, Tail};

/// A stream of numbers that a seed and a place determine.
#[derive(Debug, Clone, Copy)]
pub struct Draw {
    state: u64,
}

impl Draw {
    #[must_use]
    pub fn new(seed: u64, place: u64) -> Draw {
        Draw {
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ place.wrapping_mul(0xd1b5_4a32_d192_ed03),
        }
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.number()) * end.max(1) as u128) >> 64) as usize
    }

    /// From nought to one.
    pub fn share(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A part of a drawn name and how else it is spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnPart {
    pub text: String,
    pub others: Vec<String>,
}

/// A made-up person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub parts: Vec<DrawnPart>,
    /// `1970-02-19`, `1970` or nothing.
    pub birth: String,
    pub country: String,
}

impl Person {
    #[must_use]
    pub fn name(&self) -> String {
        let texts: Vec<&str> = self.parts.iter().map(|part| part.text.as_str()).collect();
        texts.join(" ")
    }
}

/// All peoples.
#[derive(Debug, Clone)]
pub struct Population {
    peoples: Vec<People>,
    shares: Vec<u32>,
}

impl Default for Population {
    fn default() -> Population {
        Population::new()
    }
}

/// Persons in a hundred whose entry has no birth date, and whose entry has only the year.
const NO_BIRTH: usize = 8;
const YEAR_ONLY: usize = 8;

impl Population {
    #[must_use]
    pub fn new() -> Population {
        let peoples = read::peoples();
        let shares = read::sums(peoples.iter().map(|people| people.share));
        Population { peoples, shares }
    }

    /// The person of a number.
    #[must_use]
    pub fn person(&self, seed: u64, number: u64) -> Person {
        let mut draw = Draw::new(seed, number);
        let people = &self.peoples[pick(&self.shares, &mut draw)];
        let native = draw.below(100) < people.native;
        let pattern = &people.patterns[pick(&people.pattern_sums, &mut draw)];
        let parts = pattern.iter().map(|word| people.part(word, native, &mut draw)).collect();
        let birth = birth(&mut draw);
        let country = people.countries[draw.below(people.countries.len())].clone();
        Person { parts, birth, country }
    }
}

fn birth(draw: &mut Draw) -> String {
    // Most passengers and most entries are of working age.
    let year = 1935 + draw.below(36) + draw.below(38);
    match draw.below(100) {
        kind if kind < NO_BIRTH => String::new(),
        kind if kind < NO_BIRTH + YEAR_ONLY => format!("{year}"),
        _ => format!("{year}-{:02}-{:02}", 1 + draw.below(12), 1 + draw.below(28)),
    }
}

/// The place that a random number falls into, given the sums of the weights.
fn pick(sums: &[u32], draw: &mut Draw) -> usize {
    let total = sums.last().copied().unwrap_or(0);
    let number = draw.below(total as usize) as u32;
    sums.partition_point(|sum| *sum <= number).min(sums.len().saturating_sub(1))
}

impl People {
    fn part(&self, word: &str, native: bool, draw: &mut Draw) -> DrawnPart {
        if let Some((before, after)) = word.split_once('-') {
            let (left, right) = (self.part(before, native, draw), self.part(after, native, draw));
            return hyphened(&left, &right);
        }
        match word {
            "g" => {
                self.named(&self.given, &self.given_sums, self.given_tail.as_ref(), native, draw)
            }
            "f" => {
                let tail = self.family_tail.as_ref();
                self.named(&self.family, &self.family_sums, tail, native, draw)
            }
            "p" => self.named(&self.patronymic, &self.patronymic_sums, None, native, draw),
            "s" => {
                let first = self.named(&self.syllable, &self.syllable_sums, None, native, draw);
                if draw.below(10) < 3 {
                    return first;
                }
                let second = self.named(&self.syllable, &self.syllable_sums, None, native, draw);
                run_together(&first, &second)
            }
            fixed => DrawnPart { text: fixed.to_owned(), others: Vec::new() },
        }
    }

    fn named(
        &self,
        names: &[Spelled],
        sums: &[u32],
        tail: Option<&Tail>,
        native: bool,
        draw: &mut Draw,
    ) -> DrawnPart {
        if let Some(tail) = tail
            && draw.below(100) < tail.percent
        {
            return DrawnPart { text: tail.draw(draw), others: Vec::new() };
        }
        names.get(pick(sums, draw)).map_or_else(
            || DrawnPart { text: String::new(), others: Vec::new() },
            |name| name.draw(native, draw),
        )
    }
}

fn hyphened(left: &DrawnPart, right: &DrawnPart) -> DrawnPart {
    let others = right.others.iter().map(|other| format!("{}-{other}", left.text));
    DrawnPart { text: format!("{}-{}", left.text, right.text), others: others.collect() }
}

fn run_together(first: &DrawnPart, second: &DrawnPart) -> DrawnPart {
    let together = |second: &str| format!("{}{}", first.text, second.to_lowercase());
    let others = second.others.iter().map(|other| together(other)).collect();
    DrawnPart { text: together(&second.text), others }
}

impl Spelled {
    /// The first spelling more often than the others; the native one where it is asked for.
    fn draw(&self, native: bool, draw: &mut Draw) -> DrawnPart {
        let chosen = match (&self.native, native) {
            (Some(native), true) => native,
            _ if self.latin.len() > 1 && draw.below(10) >= 5 => {
                &self.latin[1 + draw.below(self.latin.len() - 1)]
            }
            _ => &self.latin[0],
        };
        let others = self.latin.iter().filter(|other| *other != chosen).cloned().collect();
        DrawnPart { text: chosen.clone(), others }
    }
}

impl Tail {
    /// One of the rarer names: rank after rank falls off, none is common.
    fn draw(&self, draw: &mut Draw) -> String {
        const FLAT: f64 = 60.0;
        let ratio = (self.count as f64 + FLAT) / FLAT;
        let rank = (FLAT * ratio.powf(draw.share()) - FLAT) as u64;
        self.name(rank)
    }

    fn name(&self, rank: u64) -> String {
        let mut draw = Draw::new(self.count as u64, rank);
        let mut name = String::new();
        let syllables = 1 + draw.below(3).min(1);
        for _ in 0..syllables {
            for kind in [&self.onsets, &self.nuclei, &self.codas] {
                name.push_str(&kind[draw.below(kind.len())]);
            }
        }
        name.push_str(&self.endings[draw.below(self.endings.len())]);
        let mut letters = name.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Population;

    #[test]
    fn the_same_number_is_the_same_person() {
        let population = Population::new();
        for number in 0..500 {
            let person = population.person(7, number);
            assert_eq!(person, population.person(7, number));
            assert!(!person.name().trim().is_empty());
        }
    }

    #[test]
    fn names_are_skewed_as_real_ones_are() {
        let population = Population::new();
        let mut counts = std::collections::HashMap::<String, usize>::new();
        let mut total = 0;
        for number in 0..40_000 {
            for part in population.person(1, number).parts {
                *counts.entry(part.text).or_default() += 1;
                total += 1;
            }
        }
        let mut ranked: Vec<usize> = counts.values().copied().collect();
        ranked.sort_unstable_by(|left, right| right.cmp(left));
        assert!(ranked[0] * 200 > total, "the commonest part is one in two hundred or more");
        assert!(ranked.len() * 8 > total, "and there are many rare ones: {}", ranked.len());
    }
}
