//! What one script's sound units become in another: for each pair of units how much more often they
//! stand for one another in names that are the same than chance would have it, in nats. The tables
//! in `data/channel/` are fitted; their first lines say how and from what.

use crate::script::Script;
use std::sync::LazyLock;

/// Longer words are compared by their first so many units.
pub const UNITS_MAX: usize = 40;
pub(super) const CODES: usize = 128;

/// The fitted numbers of one channel.
pub struct Channel {
    pub(super) both: Vec<[f32; CODES]>,
    /// The same, by the right unit.
    pub(super) turned: Vec<[f32; CODES]>,
    pub(super) left_alone: [f32; CODES],
    pub(super) right_alone: [f32; CODES],
    pub(super) left_best: [f32; CODES],
    pub(super) right_best: [f32; CODES],
    swap: f32,
    /// No right unit is more readily left without a counterpart than this.
    right_alone_most: f32,
}

/// What a comparison through a channel gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard {
    /// The evidence that both are one word.
    pub gain: f32,
    /// How much of the evidence that a perfect pair would give is missing.
    pub loss: f32,
}

const UNKNOWN: f32 = -4.0;
/// More than the rounding of a sum of so few numbers.
pub(super) const ROUNDING: f32 = 0.01;

impl Channel {
    fn parse(text: &str) -> Channel {
        let mut channel = Channel {
            both: vec![[UNKNOWN; CODES]; CODES],
            turned: vec![[UNKNOWN; CODES]; CODES],
            left_alone: [UNKNOWN; CODES],
            right_alone: [UNKNOWN; CODES],
            left_best: [0.0; CODES],
            right_best: [0.0; CODES],
            swap: -6.0,
            right_alone_most: 0.0,
        };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            channel.read(line);
        }
        for left in 0..CODES {
            for right in 0..CODES {
                let value = channel.both[left][right];
                channel.turned[right][left] = value;
                channel.left_best[left] = channel.left_best[left].max(value);
                channel.right_best[right] = channel.right_best[right].max(value);
            }
        }
        let alone = channel.right_alone.iter().copied();
        channel.right_alone_most = alone.fold(f32::NEG_INFINITY, f32::max);
        channel
    }

    /// `left<TAB>right<TAB>nats`; `_` stands for nothing, `swap` for two units exchanged.
    fn read(&mut self, line: &str) {
        let mut columns = line.split('\t');
        let (Some(left), Some(right)) = (columns.next(), columns.next()) else { return };
        let Some(nats) = columns.next().and_then(|nats| nats.parse().ok()) else { return };
        let code = |unit: &str| usize::from(unit.as_bytes()[0] & 0x7f);
        match (left, right) {
            ("swap", _) => self.swap = nats,
            ("_", right) => self.right_alone[code(right)] = nats,
            (left, "_") => self.left_alone[code(left)] = nats,
            (left, right) => self.both[code(left)][code(right)] = nats,
        }
    }

    /// The best way to lay two words' units side by side.
    #[must_use]
    pub fn hear(&self, left: &[u8], right: &[u8]) -> Heard {
        let [left, right] = [left, right].map(|units| &units[..units.len().min(UNITS_MAX)]);
        let (ideal, gain) = (self.ideal(left, right), self.best(left, right));
        Heard { gain, loss: (ideal - gain).max(0.0) }
    }

    /// What two words gain on average that are the same as themselves.
    fn ideal(&self, left: &[u8], right: &[u8]) -> f32 {
        let left: f32 = left.iter().map(|unit| self.left_best[code(*unit)]).sum();
        let right: f32 = right.iter().map(|unit| self.right_best[code(*unit)]).sum();
        (left + right) / 2.0
    }

    /// The same, or nothing where gain less loss is surely no more than `least`: then most of the
    /// units have no counterpart, which shows without laying them side by side.
    #[must_use]
    pub fn hear_above(&self, left: &[u8], right: &[u8], least: f32) -> Option<Heard> {
        let [left, right] = [left, right].map(|units| &units[..units.len().min(UNITS_MAX)]);
        let ideal = self.ideal(left, right);
        let enough = |gain: f32| 2.0 * gain - ideal + ROUNDING > least;
        if !enough(self.most(left, right)) {
            return None;
        }
        let gain = self.best(left, right);
        Some(Heard { gain, loss: (ideal - gain).max(0.0) })
    }

    /// No way to lay the units side by side gains more: each left unit is given the likeliest
    /// of all right ones, and what is too many on one side stays alone.
    fn most(&self, left: &[u8], right: &[u8]) -> f32 {
        let likeliest = |unit: &u8| {
            let (both, alone) = (&self.both[code(*unit)], self.left_alone[code(*unit)]);
            let better = |best: f32, other: &u8| {
                let value = both[code(*other)];
                if value > best { value } else { best }
            };
            right.iter().fold(alone, better)
        };
        let sum: f32 = left.iter().map(likeliest).sum();
        let over = float(right.len().saturating_sub(left.len())) * self.right_alone_most.min(0.0);
        // More right units stay alone where left ones do, too: that only takes away.
        let free = float(right.len()) * self.right_alone_most.max(0.0);
        sum + over + free
    }

    fn best(&self, left: &[u8], right: &[u8]) -> f32 {
        let mut rows = [[0.0_f32; UNITS_MAX + 1]; 3];
        let mut alone = [0.0_f32; UNITS_MAX];
        for (at, unit) in right.iter().enumerate() {
            alone[at] = self.right_alone[code(*unit)];
            rows[0][at + 1] = rows[0][at] + alone[at];
        }
        let bit = |unit: u8| 1_u128 << code(unit);
        let there = right.iter().fold(0, |all, unit| all | bit(*unit));
        for i in 0..left.len() {
            let [before, above, row] = &mut rows_at(&mut rows, i);
            self.fill(row, above, left[i], (right, &alone));
            if i > 0 && left[i] != left[i - 1] && !there & (bit(left[i]) | bit(left[i - 1])) == 0 {
                self.swap(row, before, [left[i - 1], left[i]], (right, &alone));
            }
        }
        rows[left.len() % 3][right.len()]
    }

    fn fill(
        &self,
        row: &mut [f32; UNITS_MAX + 1],
        above: &[f32; UNITS_MAX + 1],
        unit: u8,
        (right, right_alone): (&[u8], &[f32; UNITS_MAX]),
    ) {
        let alone = self.left_alone[code(unit)];
        let both = &self.both[code(unit)];
        let mut last = above[0] + alone;
        row[0] = last;
        let columns = right.iter().zip(above.iter().zip(&above[1..])).zip(right_alone);
        for (place, ((other, (before, over)), right_alone)) in row[1..].iter_mut().zip(columns) {
            let best = larger(before + both[code(*other)], over + alone);
            last = larger(best, last + right_alone);
            *place = last;
        }
    }

    /// Where the right word has two neighbours of the left one exchanged.
    fn swap(
        &self,
        row: &mut [f32; UNITS_MAX + 1],
        before: &[f32; UNITS_MAX + 1],
        [first, second]: [u8; 2],
        (right, right_alone): (&[u8], &[f32; UNITS_MAX]),
    ) {
        for j in 1..right.len() {
            if right[j - 1] != second || right[j] != first {
                continue;
            }
            let (unit, other) = (code(second), code(first));
            let swapped = self.both[unit][unit] + self.both[other][other] + self.swap;
            let mut last = before[j - 1] + swapped;
            // What follows may gain by it, too.
            for (at, place) in row.iter_mut().enumerate().take(right.len() + 1).skip(j + 1) {
                if last <= *place {
                    break;
                }
                *place = last;
                last += right_alone.get(at).copied().unwrap_or(f32::NEG_INFINITY);
            }
        }
    }
}

/// Neither is ever anything but a number.
fn larger(one: f32, other: f32) -> f32 {
    if other > one { other } else { one }
}

/// The row before last, the last and the next, of three used in turn.
fn rows_at(rows: &mut [[f32; UNITS_MAX + 1]; 3], i: usize) -> [&mut [f32; UNITS_MAX + 1]; 3] {
    let [a, b, c] = rows;
    match i % 3 {
        0 => [c, a, b],
        1 => [a, b, c],
        _ => [b, c, a],
    }
}

pub(super) fn float(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

pub(super) fn code(unit: u8) -> usize {
    usize::from(unit & 0x7f)
}

macro_rules! channels {
    ($($name:ident = $file:literal),* $(,)?) => {$(
        static $name: LazyLock<Channel> =
            LazyLock::new(|| Channel::parse(include_str!(concat!("../../data/channel/", $file))));
    )*};
}

channels! {
    LATIN = "latin.tsv",
    LOOSE = "loose.tsv",
    ARABIC = "arabic.tsv",
    HEBREW = "hebrew.tsv",
    CYRILLIC = "cyrillic.tsv",
    GREEK = "greek.tsv",
    HAN = "han.tsv",
    HANGUL = "hangul.tsv",
    KANA = "kana.tsv",
}

/// The channel from a script to Latin letters.
#[must_use]
pub fn to_latin(script: Script) -> &'static Channel {
    match script {
        Script::Latin => &LATIN,
        Script::Arabic => &ARABIC,
        Script::Hebrew => &HEBREW,
        Script::Cyrillic => &CYRILLIC,
        Script::Greek => &GREEK,
        Script::Han => &HAN,
        Script::Hangul => &HANGUL,
        Script::Kana => &KANA,
        Script::Devanagari | Script::Thai | Script::Other => &LOOSE,
    }
}

/// The channel between the Latin spellings of words of two other scripts.
#[must_use]
pub fn loose() -> &'static Channel {
    &LOOSE
}

#[cfg(test)]
mod tests {
    use super::to_latin;
    use crate::script::Script;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn only_what_is_worth_no_more_is_left_out(
            left in "[a-z3DST]{0,12}", right in "[a-z]{0,20}", least in -15.0..10.0_f32,
        ) {
            for script in Script::ALL {
                let channel = to_latin(script);
                let heard = channel.hear(left.as_bytes(), right.as_bytes());
                match channel.hear_above(left.as_bytes(), right.as_bytes(), least) {
                    Some(above) => prop_assert_eq!(above, heard),
                    None => prop_assert!(heard.gain - heard.loss <= least, "{script:?} {heard:?}"),
                }
            }
        }
    }

    #[test]
    fn strangers_are_left_out() {
        let latin = to_latin(Script::Latin);
        assert_eq!(latin.hear_above(b"kovalenko", b"ali", 0.0), None);
        assert!(latin.hear_above(b"kovalenko", b"kovalemko", 0.0).is_some());
    }
}
