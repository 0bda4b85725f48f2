//! Made-up people with the name frequencies of real populations, for benchmarks: a list of a
//! hundred million, any of whom can be drawn again by number. The same seed gives the same people.

mod edit;
mod read;

use std::borrow::Cow;

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

/// A made-up person as a list has one: nothing but text, whose room is used again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    pub name: String,
    pub birth: String,
    pub country: String,
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
        let mut person = Person { parts: Vec::new(), birth: String::new(), country: String::new() };
        let take = |part: Picked| person.parts.push(part.told());
        let country = self.draw(seed, number, take, &mut person.birth);
        Person { country: country.to_owned(), ..person }
    }

    /// Writes down the person of a number without the other spellings of the name.
    pub fn write(&self, seed: u64, number: u64, into: &mut Written) {
        let Written { name, birth, country } = into;
        name.clear();
        country.clear();
        let take = |part: Picked| {
            if !name.is_empty() {
                name.push(' ');
            }
            part.write(name);
        };
        country.push_str(self.draw(seed, number, take, birth));
    }

    /// Hands out the parts of the name, writes the birth date and answers the country.
    fn draw(
        &self,
        seed: u64,
        number: u64,
        mut take: impl FnMut(Picked),
        birth: &mut String,
    ) -> &str {
        let mut draw = Draw::new(seed, number);
        let people = &self.peoples[pick(&self.shares, &mut draw)];
        let native = draw.below(100) < people.native;
        let pattern = &people.patterns[pick(&people.pattern_sums, &mut draw)];
        pattern.iter().for_each(|word| take(people.part(word, native, &mut draw)));
        write_birth(&mut draw, birth);
        &people.countries[draw.below(people.countries.len())]
    }
}

fn write_birth(draw: &mut Draw, into: &mut String) {
    into.clear();
    // Most passengers and most entries are of working age.
    let year = 1935 + draw.below(36) + draw.below(38);
    match draw.below(100) {
        kind if kind < NO_BIRTH => {}
        kind if kind < NO_BIRTH + YEAR_ONLY => digits(year, 4, into),
        _ => {
            let (month, day) = (1 + draw.below(12), 1 + draw.below(28));
            digits(year, 4, into);
            into.push('-');
            digits(month, 2, into);
            into.push('-');
            digits(day, 2, into);
        }
    }
}

fn digits(number: usize, count: u32, into: &mut String) {
    let digit = |place| b'0' + (number / 10_usize.pow(place) % 10) as u8;
    into.extend((0..count).rev().map(|place| char::from(digit(place))));
}

/// The place that a random number falls into, given the sums of the weights.
fn pick(sums: &[u32], draw: &mut Draw) -> usize {
    let total = sums.last().copied().unwrap_or(0);
    let number = draw.below(total as usize) as u32;
    sums.partition_point(|sum| *sum <= number).min(sums.len().saturating_sub(1))
}

/// A part as it is drawn: what is fixed of it, and what may be spelled otherwise.
struct Picked<'people> {
    before: String,
    text: Cow<'people, str>,
    /// All its spellings in Latin letters.
    spellings: &'people [String],
    /// It follows in small letters.
    lower: bool,
}

impl<'people> Picked<'people> {
    fn fixed(text: &'people str) -> Picked<'people> {
        let (before, spellings) = (String::new(), &[][..]);
        Picked { before, text: Cow::Borrowed(text), spellings, lower: false }
    }

    fn after(self, before: &Picked, between: &str) -> Picked<'people> {
        let mut whole = String::with_capacity(24);
        before.write(&mut whole);
        whole.push_str(between);
        whole.push_str(&self.before);
        Picked { before: whole, ..self }
    }

    fn write(&self, into: &mut String) {
        into.push_str(&self.before);
        match self.lower {
            true => into.push_str(&self.text.to_lowercase()),
            false => into.push_str(&self.text),
        }
    }

    fn told(&self) -> DrawnPart {
        let others = self.spellings.iter().filter(|other| **other != self.text);
        let spelled = |other: &String| match self.lower {
            true => format!("{}{}", self.before, other.to_lowercase()),
            false => format!("{}{other}", self.before),
        };
        let mut text = String::new();
        self.write(&mut text);
        DrawnPart { text, others: others.map(spelled).collect() }
    }
}

impl People {
    fn part<'people>(
        &'people self,
        word: &'people str,
        native: bool,
        draw: &mut Draw,
    ) -> Picked<'people> {
        if let Some((before, after)) = word.split_once('-') {
            let (left, right) = (self.part(before, native, draw), self.part(after, native, draw));
            return right.after(&left, "-");
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
                Picked { lower: true, ..second }.after(&first, "")
            }
            fixed => Picked::fixed(fixed),
        }
    }

    fn named<'people>(
        &self,
        names: &'people [Spelled],
        sums: &[u32],
        tail: Option<&Tail>,
        native: bool,
        draw: &mut Draw,
    ) -> Picked<'people> {
        if let Some(tail) = tail
            && draw.below(100) < tail.percent
        {
            return Picked { text: Cow::Owned(tail.draw(draw)), ..Picked::fixed("") };
        }
        names
            .get(pick(sums, draw))
            .map_or_else(|| Picked::fixed(""), |name| name.draw(native, draw))
    }
}

impl Spelled {
    /// The first spelling more often than the others; the native one where it is asked for.
    fn draw(&self, native: bool, draw: &mut Draw) -> Picked<'_> {
        let chosen = match (&self.native, native) {
            (Some(native), true) => native,
            _ if self.latin.len() > 1 && draw.below(10) >= 5 => {
                &self.latin[1 + draw.below(self.latin.len() - 1)]
            }
            _ => &self.latin[0],
        };
        Picked { spellings: &self.latin, ..Picked::fixed(chosen) }
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
        let mut name = String::with_capacity(16);
        let syllables = 1 + draw.below(3).min(1);
        for _ in 0..syllables {
            for kind in [&self.onsets, &self.nuclei, &self.codas] {
                name.push_str(&kind[draw.below(kind.len())]);
            }
        }
        name.push_str(&self.endings[draw.below(self.endings.len())]);
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
            return name;
        }
        let mut letters = name.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Population, Written};

    #[test]
    fn the_same_number_is_the_same_person() {
        let (population, mut written) = (Population::new(), Written::default());
        for number in 0..500 {
            let person = population.person(7, number);
            assert_eq!(person, population.person(7, number));
            assert!(!person.name().trim().is_empty());
            population.write(7, number, &mut written);
            let same = (&written.name, &written.birth, &written.country);
            assert_eq!(same, (&person.name(), &person.birth, &person.country));
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
