//! How the words of each family sound, so that a dictionary can tell who only shares a key with a
//! part from who is like it. Most of those that share a key are strangers.

use super::bytes::{Reader, Writer};
use super::error::Error;
use crate::name::Part;
use crate::score::channel::UNITS_MAX;
use crate::score::ear::Voice;
use crate::script::Script;

/// Ways to say one family that are kept.
const VOICES_MAX: usize = 8;

/// The voices of all families, one after the other: script, length and units, then the length and
/// units of the Latin spelling.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voices {
    starts: Vec<u32>,
    bytes: Vec<u8>,
}

/// Where the voices of a family are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spoken {
    from: u32,
    to: u32,
    /// Read so that what follows it is near.
    first: u8,
}

/// The voices of one part, as they are kept. A part without sounds has none.
pub fn voices_of(part: &Part) -> impl Iterator<Item = Box<[u8]>> {
    let own = kept(part.script, &part.units, &part.latin_units);
    let second = part.second.as_ref().and_then(|units| kept(Script::Latin, units, units));
    [own, second].into_iter().flatten()
}

fn kept(script: Script, units: &[u8], latin: &[u8]) -> Option<Box<[u8]>> {
    let number = Script::ALL.iter().position(|known| *known == script)? as u8;
    let [units, latin] = [units, latin].map(|units| &units[..units.len().min(UNITS_MAX)]);
    let mut bytes = vec![number, units.len() as u8];
    bytes.extend_from_slice(units);
    if script != Script::Latin {
        bytes.push(latin.len() as u8);
        bytes.extend_from_slice(latin);
    }
    (!units.is_empty()).then(|| bytes.into())
}

/// The voice at the beginning of these bytes, and what follows it.
fn first(bytes: &[u8]) -> Option<(Voice<'_>, &[u8])> {
    let (script, rest) = bytes.split_first()?;
    let script = *Script::ALL.get(usize::from(*script))?;
    let (units, rest) = sized(rest)?;
    let (latin, rest) = if script == Script::Latin { (units, rest) } else { sized(rest)? };
    Some((Voice { script, units, latin }, rest))
}

fn sized(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first()?;
    rest.split_at_checked(usize::from(*length))
}

impl Voices {
    /// Of families and how their words sound, in any order. What is kept does not depend on it.
    #[must_use]
    pub fn build(mut told: Vec<(u32, &[u8])>, families: u32) -> Voices {
        told.sort_unstable();
        told.dedup();
        let mut voices = Voices::default();
        voices.starts.reserve_exact(families as usize + 1);
        let mut groups = told.chunk_by(|left, right| left.0 == right.0).peekable();
        for family in 0..families {
            voices.starts.push(voices.bytes.len() as u32);
            let Some(group) = groups.next_if(|group| group[0].0 == family) else { continue };
            // Of many ways to say it, some from everywhere in their order.
            let step = group.len().div_ceil(VOICES_MAX);
            group.iter().step_by(step).for_each(|(_, one)| voices.bytes.extend_from_slice(one));
        }
        voices.starts.push(voices.bytes.len() as u32);
        voices.bytes.shrink_to_fit();
        voices
    }

    /// Where the voices of a family are, and their first byte: asked for many families one after
    /// the other, the reads of memory do not wait for each other.
    #[must_use]
    pub fn place(&self, family: u32) -> Spoken {
        let [from, to] = [0, 1].map(|next| self.starts[family as usize + next]);
        Spoken { from, to, first: self.bytes.get(from as usize).copied().unwrap_or(0) }
    }

    /// How the words of a family sound. One that has no voice cannot be judged by it.
    pub fn of(&self, place: Spoken) -> impl Iterator<Item = Voice<'_>> {
        let mut left = &self.bytes[place.from as usize..place.to as usize];
        std::iter::from_fn(move || {
            let (voice, rest) = first(left)?;
            left = rest;
            Some(voice)
        })
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.u32s(&self.starts);
        out.text(&self.bytes);
    }

    pub(super) fn read(from: &mut Reader, families: u32) -> Result<Voices, Error> {
        let read = Voices { starts: from.u32s()?, bytes: from.text()? };
        let ordered = read.starts.windows(2).all(|pair| pair[0] <= pair[1]);
        let ends = read.starts.last().is_some_and(|end| *end as usize == read.bytes.len());
        let fits = read.starts.len() == families as usize + 1;
        if ordered && ends && fits { Ok(read) } else { Err(Error::Bytes("voices")) }
    }
}

#[cfg(test)]
mod tests {
    use super::{VOICES_MAX, Voices, voices_of};
    use crate::name::{Kind, parse};

    fn build(told: &[(u32, Box<[u8]>)], families: u32) -> Voices {
        let told = told.iter().map(|(family, voice)| (*family, &**voice));
        Voices::build(told.collect(), families)
    }

    #[test]
    fn a_family_keeps_how_its_words_sound_whatever_their_order() {
        let said = ["Muhammad", "محمد", "Mohammed", "Kovalenko", "Сергей"];
        let parts: Vec<_> = said.map(|text| parse(text, Kind::Person).parts.remove(0)).to_vec();
        let mut told: Vec<_> = [2, 2, 2, 0, 2]
            .into_iter()
            .zip(&parts)
            .flat_map(|(family, part)| voices_of(part).map(move |voice| (family, voice)))
            .collect();
        let voices = build(&told, 4);
        told.reverse();
        assert_eq!(build(&told, 4), voices);
        let of = |family| {
            voices.of(voices.place(family)).map(|voice| voice.units.to_vec()).collect::<Vec<_>>()
        };
        assert_eq!(of(0), [parts[3].units.to_vec()]);
        assert!(of(1).is_empty() && of(3).is_empty());
        for part in [&parts[0], &parts[1], &parts[2], &parts[4]] {
            let same = |voice: &super::Voice| {
                voice.script == part.script
                    && *voice.units == *part.units
                    && *voice.latin == *part.latin_units
            };
            assert!(voices.of(voices.place(2)).any(|voice| same(&voice)), "{}", part.text);
        }
    }

    #[test]
    fn a_family_of_many_words_keeps_a_few() {
        let told = (b'a'..=b'z').map(|letter| (0, vec![0, 1, letter].into()));
        let voices = build(&told.collect::<Vec<_>>(), 1);
        let kept = voices.of(voices.place(0)).count();
        assert!((2..=VOICES_MAX).contains(&kept), "{kept}");
    }
}
