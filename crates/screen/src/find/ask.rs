//! A query, cut into the parts that are looked for: its own, two neighbours written as one, and one
//! written as two.

use std::sync::Arc;

use super::document;
use super::hash;
use super::key::{Probe, asked, cut_apart, glued, spelling, whole};
use crate::name::{Kind, Name, Part, Role, Words};
use crate::score::ear::Ear;
use crate::script::Script;
use crate::subject::Subject;

/// Parts of a query that are looked for; what follows them is only compared.
pub const SLOTS_MAX: usize = 10;
/// Places of a part at which it is tried as two words.
const SPLIT_LETTERS: std::ops::RangeInclusive<usize> = 5..=20;

/// Sets what is looked up apart from all else that is hashed.
const IDENTITY: u64 = 64;
/// More than there are.
const SCRIPTS: u64 = 64;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub kind: Kind,
    pub names: Vec<String>,
    pub births: Vec<String>,
    pub countries: Vec<String>,
    pub documents: Vec<String>,
}

impl Query {
    /// A person of this name, nothing else known.
    #[must_use]
    pub fn person(name: &str) -> Query {
        Query {
            kind: Kind::Person,
            names: vec![name.to_owned()],
            births: Vec::new(),
            countries: Vec::new(),
            documents: Vec::new(),
        }
    }
}

/// Something looked up in the dictionary: a part, or two neighbours written as one.
#[derive(Debug, Clone)]
pub struct Wanted {
    parts: Vec<Arc<Part>>,
    /// The slots of the query that it covers, one bit each.
    pub covers: u16,
    pub spelling: u32,
    /// Equal for what is looked up under the same keys.
    pub identity: u64,
}

impl Wanted {
    fn of(parts: &[Arc<Part>], covers: u16) -> Wanted {
        let latin: String = parts.iter().map(|part| &*part.latin).collect();
        let scripts = parts.iter().fold(0, |all, part| all * SCRIPTS + part.script as u64 + 1);
        let identity = hash::of(IDENTITY, latin.as_bytes()).wrapping_add(scripts);
        Wanted { parts: parts.to_vec(), covers, spelling: spelling(&latin), identity }
    }

    /// The keys under which it is looked up. They cost more than all else about a part, so they
    /// are made only where nobody has asked for the same before.
    #[must_use]
    pub fn probes(&self) -> Vec<Probe> {
        match &self.parts[..] {
            [part] => asked(part).probes,
            several => glued(&several.iter().map(|part| &**part).collect::<Vec<_>>()),
        }
    }

    /// Those it is heard by: its own sounds, and those of a second reading. None where its sounds
    /// do not decide what it is.
    #[must_use]
    pub fn ears(&self) -> Vec<Ear> {
        let heard = |part: &Arc<Part>| {
            part.script == self.parts[0].script
                && !part.units.is_empty()
                && !matches!(part.role, Role::Initial | Role::Number)
        };
        if !self.parts.iter().all(heard) {
            return Vec::new();
        }
        let script = self.parts[0].script;
        let units = |of: fn(&Part) -> &[u8]| joined(self.parts.iter().map(|part| of(part)));
        let own = Ear::of(script, units(|part| &part.units), units(|part| &part.latin_units));
        let second = match &self.parts[..] {
            [part] => part.second.as_ref(),
            _ => None,
        };
        let second = second.map(|units| Ear::of(Script::Latin, units.to_vec(), units.to_vec()));
        [Some(own), second].into_iter().flatten().collect()
    }

    /// The ways to read one part as two words: the keys of both, exactly as spelled.
    #[must_use]
    pub fn halves(&self) -> Vec<[u64; 2]> {
        match &self.parts[..] {
            [part] if SPLIT_LETTERS.contains(&part.latin.len()) => {
                let ways =
                    (2..part.latin.len() - 1).filter_map(|at| part.latin.split_at_checked(at));
                ways.map(|(left, right)| [whole(left), whole(right)]).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The units of words written as one: where two meet that are the same, one is heard.
fn joined<'part>(words: impl Iterator<Item = &'part [u8]>) -> Vec<u8> {
    let mut joined: Vec<u8> = Vec::with_capacity(16);
    for (at, unit) in words.enumerate().flat_map(|(at, units)| units.iter().map(move |u| (at, u))) {
        if at == 0 || joined.last() != Some(unit) {
            joined.push(*unit);
        }
    }
    joined
}

/// One name of a query, ready for any segment.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// One for each slot.
    pub parts: Vec<Wanted>,
    pub glued: Vec<Wanted>,
}

impl Ask {
    /// What to look for under this name.
    #[must_use]
    pub fn of(name: &Name) -> Ask {
        let heard = |part: &&Arc<Part>| !part.latin.is_empty();
        let mut whole: Vec<&Arc<Part>> = name.parts.iter().filter(heard).collect();
        if whole.iter().filter(|part| is_sought(part)).count() > 1 {
            whole.retain(|part| is_sought(part));
        }
        let mut parts: Vec<Arc<Part>> = whole.into_iter().flat_map(cut_apart).collect();
        // A row has each family once, so a part said twice is asked for once.
        let mut said: Vec<Box<str>> = Vec::with_capacity(parts.len());
        parts.retain(|part| {
            let new = !said.contains(&part.latin);
            said.push(part.latin.clone());
            new
        });
        parts.truncate(SLOTS_MAX);
        let mut ask = Ask::default();
        for (slot, part) in parts.iter().enumerate() {
            ask.parts.push(Wanted::of(std::slice::from_ref(part), 1 << slot));
        }
        for (slot, pair) in parts.windows(2).enumerate() {
            ask.glued.push(Wanted::of(pair, 0b11 << slot));
        }
        ask
    }
}

fn is_sought(part: &Part) -> bool {
    !matches!(part.role, Role::Particle | Role::Initial | Role::Title)
}

/// A query with everything that is the same for each segment.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub subject: Subject,
    pub asks: Vec<Ask>,
    pub documents: Vec<u64>,
}

impl Prepared {
    #[must_use]
    pub fn of(query: &Query, words: &mut Words) -> Prepared {
        let mut subject = Subject::default();
        query.names.iter().for_each(|name| subject.add_name_of(name, query.kind, words));
        query.births.iter().for_each(|text| subject.add_birth(text));
        query.countries.iter().for_each(|text| subject.add_country(text));
        query.documents.iter().for_each(|text| subject.add_document(text));
        Prepared {
            asks: subject.names.iter().map(Ask::of).collect(),
            subject,
            documents: query.documents.iter().filter_map(|text| document::key(text)).collect(),
        }
    }
}
