//! A query, cut into the parts that are looked for: its own, two neighbours written as one, and one
//! written as two.

use std::sync::Arc;

use super::document;
use super::key::{Keyed, Probe, asked, cut_apart, glued, whole};
use crate::name::{Kind, Name, Part, Role, Words};
use crate::subject::Subject;

/// Parts of a query that are looked for; what follows them is only compared.
pub const SLOTS_MAX: usize = 10;
/// Places of a part at which it is tried as two words.
const SPLIT_LETTERS: std::ops::RangeInclusive<usize> = 5..=20;

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

/// Something looked up in the dictionary.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub probes: Vec<Probe>,
    /// The slots of the query that it covers, one bit each.
    pub covers: u16,
    pub spelling: u32,
}

/// A part that may be two words: the keys of both, exactly as spelled.
#[derive(Debug, Clone, Copy)]
pub struct Halves {
    pub slot: usize,
    pub left: u64,
    pub right: u64,
}

/// One name of a query, ready for any segment.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// One for each slot.
    pub parts: Vec<Wanted>,
    pub glued: Vec<Wanted>,
    pub halves: Vec<Halves>,
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
            ask.parts.push(wanted(asked(part), 1 << slot));
            ask.split(slot, &part.latin);
        }
        for (slot, pair) in parts.windows(2).enumerate() {
            ask.glued.push(wanted(glued(&[&pair[0], &pair[1]]), 0b11 << slot));
        }
        ask
    }

    fn split(&mut self, slot: usize, latin: &str) {
        if !SPLIT_LETTERS.contains(&latin.len()) {
            return;
        }
        for at in 2..latin.len() - 1 {
            if let Some((left, right)) = latin.split_at_checked(at) {
                self.halves.push(Halves { slot, left: whole(left), right: whole(right) });
            }
        }
    }
}

fn is_sought(part: &Part) -> bool {
    !matches!(part.role, Role::Particle | Role::Initial | Role::Title)
}

fn wanted(keyed: Keyed, covers: u16) -> Wanted {
    Wanted { probes: keyed.probes, covers, spelling: keyed.spelling }
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
