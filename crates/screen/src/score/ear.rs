//! One word heard beside many others by its sound alone, as a dictionary needs it: most of them are
//! strangers, and that shows from a sum of a few numbers without laying units side by side.

use super::channel::{self, CODES, Channel, Heard, ROUNDING, UNITS_MAX, code, float};
use crate::script::Script;

/// How a word sounds: in the units of its own script, and in those of its Latin spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice<'word> {
    pub script: Script,
    pub units: &'word [u8],
    pub latin: &'word [u8],
}

/// A word that others are heard beside.
#[derive(Debug)]
pub struct Ear {
    script: Script,
    units: Vec<u8>,
    latin: Vec<u8>,
    /// How it is heard beside words of each script it met.
    sides: Vec<(Script, Side)>,
}

/// The word on its side of one channel.
struct Side {
    channel: &'static Channel,
    /// It stands on the left, which is that of the other script.
    left: bool,
    /// Both are heard by their Latin spellings.
    latin: bool,
    /// The most that each unit of another word gains beside this one, or alone.
    most: [f32; CODES],
    /// The most that a unit of this one gains alone.
    alone: f32,
    /// What the word would gain beside itself.
    ideal: f32,
    units: usize,
}

impl Ear {
    #[must_use]
    pub fn of(script: Script, units: Vec<u8>, latin: Vec<u8>) -> Ear {
        Ear { script, units, latin, sides: Vec::with_capacity(1) }
    }

    /// How alike both sound, or nothing where gain less loss is surely no more than `least`.
    pub fn hear(&mut self, voice: Voice, least: f32) -> Option<Heard> {
        let side = match self.sides.iter().position(|(script, _)| *script == voice.script) {
            Some(known) => known,
            None => {
                let side = Side::of(self.script, voice.script, &self.units, &self.latin);
                self.sides.push((voice.script, side));
                self.sides.len() - 1
            }
        };
        let side = &self.sides[side].1;
        let [own, other] = match side.latin {
            true => [&self.latin[..], voice.latin],
            false => [&self.units[..], voice.units],
        };
        if side.worth_most(other) <= least {
            return None;
        }
        match side.left {
            true => Some(side.channel.hear(own, other)),
            false => Some(side.channel.hear(other, own)),
        }
    }
}

impl Side {
    fn of(own: Script, other: Script, units: &[u8], latin: &[u8]) -> Side {
        let (channel, left, by_latin) = match (own, other) {
            (Script::Latin, other) => (channel::to_latin(other), other == Script::Latin, false),
            (own, Script::Latin) => (channel::to_latin(own), true, false),
            (own, other) if own == other => (channel::to_latin(Script::Latin), true, true),
            _ => (channel::loose(), true, true),
        };
        let word = if by_latin { latin } else { units };
        let word = &word[..word.len().min(UNITS_MAX)];
        let [own, theirs] = match left {
            true => [&channel.left_alone, &channel.right_alone],
            false => [&channel.right_alone, &channel.left_alone],
        };
        let mut most = *theirs;
        let beside = if left { &channel.both } else { &channel.turned };
        for unit in word {
            for (most, both) in most.iter_mut().zip(&beside[code(*unit)]) {
                *most = if *both > *most { *both } else { *most };
            }
        }
        let alone = word.iter().map(|unit| own[code(*unit)]).reduce(f32::max).unwrap_or(0.0);
        let best = if left { &channel.left_best } else { &channel.right_best };
        let ideal = word.iter().map(|unit| best[code(*unit)]).sum();
        Side { channel, left, latin: by_latin, most, alone, ideal, units: word.len() }
    }

    /// Gain less loss is no more than this: each unit of the other word is given the likeliest of
    /// this one, and what this one has too many stays alone.
    fn worth_most(&self, other: &[u8]) -> f32 {
        let other = &other[..other.len().min(UNITS_MAX)];
        let best = if self.left { &self.channel.right_best } else { &self.channel.left_best };
        let (mut gain, mut ideal) = (0.0, self.ideal);
        for unit in other.iter().map(|unit| code(*unit)) {
            gain += self.most[unit];
            ideal += best[unit];
        }
        let over = float(self.units.saturating_sub(other.len())) * self.alone.min(0.0);
        // More of its units stay alone where units of the other do, too: that only takes away.
        let free = if self.alone > 0.0 { float(self.units) * self.alone } else { 0.0 };
        2.0 * (gain + over + free) - ideal / 2.0 + ROUNDING
    }
}

impl std::fmt::Debug for Side {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        to.debug_struct("Side").field("left", &self.left).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{Ear, Voice};
    use crate::name::{Kind, Part, parse};
    use crate::population::Population;
    use crate::score::part;
    use std::sync::Arc;

    fn voice(part: &Part) -> Voice<'_> {
        Voice { script: part.script, units: &part.units, latin: &part.latin_units }
    }

    /// Parts that are compared by nothing but their sound.
    fn plain(part: &Part) -> bool {
        let bare = !part.article && !part.servant && part.second.is_none();
        bare && part.classes.is_empty() && !part.units.is_empty()
    }

    #[test]
    fn a_word_is_heard_as_the_scorer_hears_it() {
        let population = Population::new();
        let parts = |number| parse(&population.person(5, number).name(), Kind::Person).parts;
        let others: Vec<Arc<Part>> = (0..60).flat_map(parts).filter(|part| plain(part)).collect();
        let (mut heard, mut left_out) = (0, 0);
        for one in (100..130).flat_map(parts).filter(|part| plain(part)) {
            let mut ear = Ear::of(one.script, one.units.to_vec(), one.latin_units.to_vec());
            for other in others.iter().filter(|other| other.text != one.text) {
                let Some(expect) = part::compare(&one, other, f32::NEG_INFINITY) else { continue };
                if !matches!(expect.way, part::Way::Spelling | part::Way::Script) {
                    continue;
                }
                match ear.hear(voice(other), -8.0) {
                    Some(found) => {
                        assert_eq!(found.loss, expect.loss, "{} {}", one.text, other.text);
                        heard += 1;
                    }
                    None => {
                        assert!(expect.worth() <= -8.0, "{} {}", one.text, other.text);
                        left_out += 1;
                    }
                }
            }
        }
        assert!(heard > 30 && left_out > 3_000, "{heard} {left_out}");
    }
}
