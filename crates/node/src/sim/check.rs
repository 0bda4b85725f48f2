//! The checkers. They know the outside ledger and every node's store, and no planted fault.

use std::collections::{BTreeMap, BTreeSet};

use record::policy::Act;
use record::{Digest, Header, Name, NodeCode, RecordId};
use seal::evidence::Evidence;
use seal::leaf::{LeafType, Subject};
use seal::merkle;

use super::work::session;
use super::world::{Role, World};
use crate::act::node_day;
use crate::audit::{self, Deed};
use crate::store::hide::Hiding;
use crate::store::record::Stored;
use crate::{Error, Node, due, export};

pub(super) type Found = Result<Vec<String>, Error>;
pub(super) type Roots = BTreeMap<u64, Digest>;

/// Roots of a log at some sizes, counted here and not by the product's tiles.
pub(super) fn roots(node: &Node, sizes: &BTreeSet<u64>) -> Result<Roots, Error> {
    let (mut found, mut peaks) = (Roots::new(), Vec::<(u64, Digest)>::new());
    let count = node.store.leaf_count()?;
    for stored in node.store.leaves(0, count)? {
        let mut top = (1, node.log.hash(&stored)?);
        while let Some((width, _)) = peaks.last()
            && *width == top.0
        {
            let (width, left) = peaks.pop().expect("it was just seen");
            top = (width * 2, merkle::node_hash(&left, &top.1));
        }
        peaks.push(top);
        let size = stored.index + 1;
        if sizes.contains(&size) {
            let mut right_first = peaks.iter().rev().map(|(_, hash)| *hash);
            let first = right_first.next().expect("a leaf was added");
            let root = right_first.fold(first, |right, left| merkle::node_hash(&left, &right));
            found.insert(size, root);
        }
    }
    Ok(found)
}

impl World {
    /// Everything that must hold of every store after the network has come to rest.
    pub fn check(&mut self) {
        let mut found = Vec::new();
        for checker in [
            Self::check_heads,
            Self::check_stores,
            Self::check_lost,
            Self::check_receipts,
            Self::check_logs,
            Self::check_hidings,
            Self::check_conflicts,
            Self::check_audit,
            Self::check_agreement,
            Self::check_files,
            Self::check_witnesses,
            Self::check_lanes,
        ] {
            match checker(self) {
                Ok(more) => found.extend(more),
                Err(error) => found.push(format!("a checker cannot read a store: {error}")),
            }
        }
        found.into_iter().for_each(|text| self.fault(text));
    }

    fn honest_members(&self) -> Vec<usize> {
        (0..self.members).filter(|at| self.is_honest(*at)).collect()
    }

    pub(super) fn node(&self, place: usize) -> Result<&Node, Error> {
        let node = self.places.get(place).and_then(|place| place.node.as_ref());
        node.ok_or_else(|| Error::Usage(format!("{place} does not run")))
    }

    fn owner(&self, header: &Header) -> usize {
        self.member(header.owner.as_str()).unwrap_or(usize::MAX)
    }

    /// Logs are append-only: every head that ever left a node, and every head anyone took, is a
    /// prefix of the one log of its place.
    fn check_heads(&mut self) -> Found {
        let mut faults = Vec::new();
        for place in 0..self.places.len() {
            let member = self.places[place].member;
            let released = self.ledger.heads.range((place, 0)..=(place, u64::MAX));
            let released: Roots = released.map(|((_, size), root)| (*size, *root)).collect();
            let real = roots(self.node(place)?, &released.keys().copied().collect())?;
            for (size, root) in &released {
                if real.get(size) != Some(root) {
                    faults.push(format!("{place} went back on its head of size {size}"));
                }
            }
            if place < self.members {
                self.check_taken(member, &mut faults)?;
            }
        }
        Ok(faults)
    }

    /// One receiver never takes heads of two different logs of one owner.
    fn check_taken(&self, owner: usize, faults: &mut Vec<String>) -> Result<(), Error> {
        let places = (0..self.places.len()).filter(|place| self.places[*place].member == owner);
        for at in (0..self.members).filter(|at| *at != owner && self.is_honest(*at)) {
            let taken = self.heads_of(at, &self.codes[owner])?;
            let sizes: BTreeSet<u64> = taken.keys().copied().collect();
            let mut possible = false;
            for place in places.clone() {
                let real = roots(self.node(place)?, &sizes)?;
                possible |= taken.iter().all(|(size, root)| real.get(size) == Some(root));
            }
            if !possible {
                faults.push(format!("{at} took heads of {owner} that contradict each other"));
            }
        }
        Ok(())
    }

    fn heads_of(&self, at: usize, owner: &NodeCode) -> Result<Roots, Error> {
        let sql = "SELECT size, root FROM head WHERE owner = ?1 ORDER BY size";
        let heads = self
            .node(at)?
            .store
            .all(sql, [owner.as_str()], |row| Ok((row.get::<_, u64>(0)?, Digest(row.get(1)?))))?;
        Ok(heads.into_iter().collect())
    }

    /// Only recipients hold a record; each was said by its owner, fits its digest, is there once
    /// and has evidence that stands by itself.
    fn check_stores(&mut self) -> Found {
        let mut faults = Vec::new();
        for at in self.honest_members() {
            let mut names = BTreeMap::<Name, u64>::new();
            for stored in self.node(at)?.store.records_after(0, u32::MAX)? {
                let header = Header::from_bytes(&stored.header)?;
                let owner = self.owner(&header);
                *names.entry(header.name()).or_default() += 1;
                if !self.is_meant(at, owner, &header, &stored.content_id) {
                    let name = header.name();
                    faults.push(format!("{at} holds {name}, which is not for it or not true"));
                }
                faults.extend(self.check_record(at, owner, &header, &stored)?);
            }
            for (name, count) in names {
                let owner = self.member(name.owner.as_str());
                if count > 1 && owner.is_some_and(|owner| self.is_honest(owner)) {
                    self.counts.duplicated += 1;
                    faults.push(format!("{at} holds {name} {count} times"));
                }
            }
        }
        Ok(faults)
    }

    fn is_meant(&self, at: usize, owner: usize, header: &Header, content_id: &Digest) -> bool {
        let Some(story) = self.ledger.stories.get(&(owner, header.id)) else { return false };
        let mut said = story.revisions.iter();
        said.any(|one| {
            let same = one.content_id == *content_id && one.number == header.revision;
            same && (at == owner || one.to.contains(&at))
        })
    }

    fn check_record(&mut self, at: usize, owner: usize, header: &Header, stored: &Stored) -> Found {
        let name = header.name();
        let mut faults = Vec::new();
        let node = self.node(at)?;
        if stored.content.is_some() && node.vault.open(&node.store, stored).is_err() {
            faults.push(format!("{at} cannot open {name}"));
        }
        let node = self.places[at].node.as_mut().expect("it was just read");
        let told = export::evidence(node, &header.owner, &header.id, Some(header.revision))?;
        let mut all = vec![(self.codes.get(owner).cloned(), told["evidence"].clone())];
        for receipt in told["receipts"].as_array().into_iter().flatten() {
            let peer = receipt["node"].as_str().and_then(|code| NodeCode::new(code).ok());
            all.push((peer, receipt["evidence"].clone()));
        }
        for (said_by, json) in all {
            let evidence: Result<Evidence, _> = serde_json::from_value(json);
            let proven = evidence.ok().and_then(|evidence| {
                let (code, _) = evidence.verify_in(&self.directory).ok()?;
                Some(code.clone())
            });
            if proven.is_none() || proven != said_by {
                faults.push(format!("{at} has no valid evidence for {name} or its receipts"));
            }
        }
        Ok(faults)
    }

    /// Nothing that was answered is lost: not at its owner, not at whoever acknowledged it.
    fn check_lost(&mut self) -> Found {
        let mut faults = Vec::new();
        for ((owner, id), story) in &self.ledger.stories {
            for one in story.revisions.iter().filter(|_| self.is_honest(*owner)) {
                let owner_code = self.codes[*owner].clone();
                let name = Name { owner: owner_code, id: *id, revision: one.number };
                let held = self.node(*owner)?.store.content_ids_named(&name)?;
                if !held.contains(&one.content_id) {
                    faults.push(format!("{owner} lost its own {name}"));
                }
            }
        }
        for (at, name, content_id) in &self.ledger.acknowledged {
            let owner = self.member(name.owner.as_str()).unwrap_or(usize::MAX);
            if !self.is_regular(owner) || !self.is_honest(*at) {
                continue;
            }
            let store = &self.node(*at)?.store;
            let held = store.content_ids_named(name)?.contains(content_id);
            let hidden = store.hidings(&name.owner, &name.id)?;
            if !held && !hidden.iter().any(|hiding| hiding.revision >= name.revision) {
                faults.push(format!("{at} acknowledged {name} and does not have it"));
            }
        }
        self.counts.lost += faults.len() as u64;
        Ok(faults)
    }

    /// In the end its owner holds a receipt for everything that a recipient acknowledged.
    fn check_receipts(&mut self) -> Found {
        let mut faults = Vec::new();
        for (at, name, _) in &self.ledger.acknowledged {
            let owner = self.member(name.owner.as_str()).unwrap_or(usize::MAX);
            if !self.is_regular(owner) || !self.is_regular(*at) {
                continue;
            }
            let receipts = self.node(owner)?.store.receipts(&name.owner, &name.id)?;
            let peer = self.codes[*at].as_str();
            if !receipts.iter().any(|one| one.peer == peer && one.name == *name) {
                faults.push(format!("{owner} has no receipt of {at} for {name}"));
            }
        }
        Ok(faults)
    }

    /// A record is admitted once, whatever comes twice.
    fn check_logs(&mut self) -> Found {
        let mut faults = Vec::new();
        for at in self.honest_members() {
            let store = &self.node(at)?.store;
            let mut admitted = BTreeSet::new();
            for leaf in store.leaves(0, store.leaf_count()?)? {
                if leaf.leaf_type != LeafType::Admitted as u8 {
                    continue;
                }
                let Subject::Admitted { about } = Subject::from_bytes(&leaf.subject)? else {
                    faults.push(format!("{at} has a leaf of a type it is not"));
                    continue;
                };
                let name = about.name.to_string();
                if !admitted.insert((about.name, about.content_id)) {
                    self.counts.duplicated += 1;
                    faults.push(format!("{at} admitted {name} twice"));
                }
            }
        }
        Ok(faults)
    }

    /// Records are hidden only where their owner said so or their time is over, and erased only
    /// after the grace, by the time of the world.
    fn check_hidings(&mut self) -> Found {
        let mut faults = Vec::new();
        for at in (0..self.members).filter(|at| self.is_regular(*at)) {
            for hiding in self.node(at)?.store.all_hidings()? {
                if !self.is_said(&hiding) {
                    let (id, cause) = (hiding.id, hiding.cause.code());
                    faults.push(format!("{at} hid {}/{id} as {cause} unasked", hiding.owner));
                }
                let grace = self.node(at)?.config.erase_grace_h * record::moment::HOUR_MS;
                if hiding.erased.is_some_and(|erased| erased < hiding.at + grace) {
                    faults.push(format!("{at} erased {} before its grace", hiding.id));
                }
            }
            faults.extend(self.check_erased(at)?);
        }
        Ok(faults)
    }

    fn is_said(&self, hiding: &Hiding) -> bool {
        let owner = self.member(&hiding.owner).unwrap_or(usize::MAX);
        if owner < self.members && !self.is_regular(owner) {
            return true;
        }
        let Some(story) = self.ledger.stories.get(&(owner, hiding.id)) else { return false };
        let cause = hiding.cause.code();
        // Without an expiry of its own a record lives five years, longer than any simulation.
        let expires = story.revisions.iter().any(|one| one.expiry.is_some());
        story.causes.contains(cause) || cause == "expired" && expires
    }

    /// What is gone was hidden first and is gone on time.
    fn check_erased(&self, at: usize) -> Found {
        let node = self.node(at)?;
        let mut faults = Vec::new();
        for stored in node.store.records_after(0, u32::MAX)? {
            let header = Header::from_bytes(&stored.header)?;
            let hidings = node.store.hidings(&header.owner, &header.id)?;
            let erased = |one: &Hiding| one.erased.is_some() && one.revision >= header.revision;
            if stored.content.is_none() && !hidings.iter().any(erased) {
                faults.push(format!("{at} erased {} without a reason", header.name()));
            }
        }
        // The worse of the two middle clocks counts: one wrong clock stops the eraser of a node
        // that has only two peers, as it should.
        let confirmed = self.role == Role::Honest || self.members > 3;
        let due = node.store.erasures_due(node.now().0, u32::MAX)?;
        for hiding in due.into_iter().filter(|_| confirmed) {
            // Where a witness does what it should not, some heads may never have their quorum.
            let waits = self.role != Role::Honest && !due::is_attested(node, &hiding)?;
            if !waits && !node.store.head_conflict(&hiding.owner)? {
                faults.push(format!("{at} did not erase {}/{} in time", hiding.owner, hiding.id));
            }
        }
        Ok(faults)
    }

    /// Nobody honest is accused.
    fn check_conflicts(&mut self) -> Found {
        let mut faults = Vec::new();
        for at in self.honest_members() {
            for (owner, what, _) in self.node(at)?.store.conflicts()? {
                let honest = self.member(&owner).is_some_and(|owner| self.is_honest(owner));
                if honest {
                    faults.push(format!("{at} accuses the honest {owner} of two of one {what}"));
                }
            }
        }
        Ok(faults)
    }

    /// Every read that was let go has its entry.
    fn check_audit(&mut self) -> Found {
        let mut faults = Vec::new();
        for at in 0..self.members {
            let (mut entries, mut files) = (0, 0);
            for (_, bytes) in self.node(at)?.store.audit_before(i64::MAX, u32::MAX)? {
                let (_, event) = audit::read(&bytes)?;
                let read = event.by == "officer-sim" && event.reason.is_none();
                let deed = matches!(event.deed, Deed::Read | Deed::Refused);
                entries += u64::from(read && deed && !event.about.is_empty());
                files += u64::from(deed && event.reason.as_deref() == Some("attachment 0"));
            }
            let reads = self.ledger.reads.get(&at).copied().unwrap_or(0);
            if entries != reads {
                faults.push(format!("{at} audited {entries} of {reads} reads"));
            }
            let opened = self.ledger.opened.get(&at).copied().unwrap_or(0);
            if files != opened {
                faults.push(format!("{at} audited {files} of {opened} opened files"));
            }
        }
        Ok(faults)
    }

    /// In the end every recipient reads what the owner said last, and nothing that was taken back.
    fn check_agreement(&mut self) -> Found {
        let mut faults = Vec::new();
        let today = node_day(record::Timestamp(self.now()));
        for ((owner, id), story) in &self.ledger.stories {
            if !self.is_regular(*owner) || story.control {
                continue;
            }
            let holders = story.holders().into_iter().chain([*owner]);
            for at in holders.filter(|at| self.is_regular(*at)) {
                let expected = story.readable(*owner, at, today).map(|one| one.content_id);
                let seen = self.seen(at, *owner, id)?;
                if seen != expected {
                    let name = format!("{}/{id}", self.codes[*owner]);
                    let what = if expected.is_some() { "does not read" } else { "still reads" };
                    faults.push(format!("{at} {what} {name} as its owner said last"));
                }
            }
        }
        Ok(faults)
    }

    fn seen(&self, at: usize, owner: usize, id: &RecordId) -> Result<Option<Digest>, Error> {
        let wanted = (&self.codes[owner], id, None);
        let guarded = self.node(at)?.sight().show(&session(), Act::Read, wanted)?;
        Ok(audit::split(guarded).0.ok().map(|view| view.content_id))
    }
}
