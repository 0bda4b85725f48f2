//! The outside ledger: what was submitted and durably answered, kept apart from every node.

use std::collections::{BTreeMap, BTreeSet};

use record::moment::Date;
use record::{Digest, Name, RecordId};

use super::file::Meant;

/// One revision as its author meant it.
#[derive(Clone, Debug)]
pub struct Revision {
    pub number: u32,
    pub content_id: Digest,
    /// Members it is for.
    pub to: BTreeSet<usize>,
    pub expiry: Option<Date>,
    /// The address of the file beside it.
    pub file: Option<Digest>,
}

/// What the owner has said about hiding a record until it is decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blocked {
    #[default]
    No,
    Set,
    Decided,
}

/// A record through its life.
#[derive(Clone, Debug, Default)]
pub struct Story {
    pub control: bool,
    pub revisions: Vec<Revision>,
    pub recalled: bool,
    pub blocked: Blocked,
    /// By member: revisions up to this one were withdrawn from it.
    pub withdrawn: BTreeMap<usize, u32>,
    /// Causes that its owner has given for hiding it, ever.
    pub causes: BTreeSet<&'static str>,
}

impl Story {
    /// Everyone any revision was for.
    pub fn holders(&self) -> BTreeSet<usize> {
        self.revisions.iter().flat_map(|one| one.to.iter().copied()).collect()
    }

    pub fn is_taken_back(&self) -> bool {
        self.recalled || self.blocked != Blocked::No
    }

    fn is_expired(&self, today: jiff::civil::Date) -> bool {
        self.revisions.iter().any(|one| one.expiry.is_some_and(|expiry| expiry.0 < today))
    }

    /// The revision a member should be able to read on a day, once everything has arrived.
    pub fn readable(&self, owner: usize, at: usize, today: jiff::civil::Date) -> Option<&Revision> {
        if self.is_taken_back() || self.is_expired(today) {
            return None;
        }
        let gone = self.withdrawn.get(&at).copied().unwrap_or(0);
        let mine = |one: &&Revision| at == owner || one.to.contains(&at) && one.number > gone;
        self.revisions.iter().filter(mine).max_by_key(|one| one.number)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pub stories: BTreeMap<(usize, RecordId), Story>,
    /// Members that answered for a record: (receiver, name, content).
    pub acknowledged: BTreeSet<(usize, Name, Digest)>,
    /// Heads that left a node: by the place they came from and size.
    pub heads: BTreeMap<(usize, u64), Digest>,
    /// Reads whose audit entry was committed, by member.
    pub reads: BTreeMap<usize, u64>,
    /// The same of files that were opened.
    pub opened: BTreeMap<usize, u64>,
    /// Files as their authors meant them, by the upload they came in with.
    pub uploads: BTreeMap<String, Meant>,
}

/// All names of one owner's records.
pub fn of(owner: usize) -> std::ops::RangeInclusive<(usize, RecordId)> {
    (owner, RecordId([0; 16]))..=(owner, RecordId([255; 16]))
}

impl Ledger {
    pub fn add(&mut self, owner: usize, name: &Name, control: bool, revision: Revision) {
        let story = self.stories.entry((owner, name.id)).or_default();
        story.control = control;
        story.revisions.push(revision);
    }

    /// Ids of one owner's records that can be revised or taken back.
    pub fn own(&self, owner: usize) -> Vec<RecordId> {
        let own = self.stories.range(of(owner));
        own.filter(|(_, story)| !story.control).map(|((_, id), _)| *id).collect()
    }
}
