//! Witnesses in the simulated network: heads are offered, cosigned and told, some get lost, old
//! ones come again, and a witness may lie.

use std::collections::{BTreeMap, BTreeSet};

use record::{Digest, Header, NodeCode, cbor};
use seal::checkpoint::Checkpoint;
use seal::evidence::Standing;

use super::check::{Found, Roots, roots};
use super::world::{Role, World};
use crate::witness::offer::{self, Round};
use crate::witness::{self, cosign, tell};
use crate::{Error, Node};

const OLD_MAX: usize = 32;

/// A head that was offered or told, which may come once more at any time.
#[derive(Clone)]
pub enum Old {
    Offer { from: usize, to: usize, bytes: Vec<u8> },
    Told { from: usize, to: usize, bytes: Vec<u8> },
}

/// Heads that witnesses cosigned: by witness and owner.
pub type Cosigned = BTreeMap<(usize, usize), BTreeSet<(u64, Digest)>>;

impl World {
    /// Offers a place's newest head to its witnesses and tells what was cosigned.
    pub fn attest(&mut self, place: usize) {
        let outcome = self.transact(place, |node| offer::next(node, None)).answered();
        let Some(round) = outcome.and_then(|answer| self.sound(place, "offer", answer)) else {
            return;
        };
        if let Some(round) = round {
            self.release_head(place, &round);
            for to in 0..self.members {
                if self.reaches(place, to) {
                    self.offer(place, to, &round);
                }
            }
        }
        for to in 0..self.members {
            if self.reaches(place, to) {
                self.tell(place, to);
            }
        }
    }

    /// An offer or a witnessed head comes once more.
    pub fn replay_head(&mut self) {
        match self.rng.pick(&self.old_heads).cloned() {
            Some(Old::Offer { from, to, bytes }) => drop(self.cosign(from, to, &bytes)),
            Some(Old::Told { from, to, bytes }) => drop(self.hear(from, to, &bytes)),
            None => {}
        }
    }

    fn reaches(&mut self, place: usize, to: usize) -> bool {
        let from = self.places[place].member;
        let lost = !self.calm && (self.rng.chance(200) || self.groups[from] != self.groups[to]);
        from != to && !lost && self.is_up(place) && self.is_up(to)
    }

    /// A head leaves its node: from here on it must never be contradicted.
    fn release_head(&mut self, place: usize, round: &Round) {
        let mut lines = round.note.lines().skip(2);
        let root = lines.next().and_then(seal::note::base64_decode);
        let Some(root) = root.and_then(|root| Digest::from_slice(&root)) else { return };
        let known = *self.ledger.heads.entry((place, round.size)).or_insert(root);
        if known != root {
            self.fault(format!("{place} signed two heads of size {}", round.size));
        }
    }

    fn keep_old_head(&mut self, old: Old) {
        if self.old_heads.len() == OLD_MAX {
            let gone = self.rng.below(OLD_MAX);
            self.old_heads.swap_remove(gone);
        }
        self.old_heads.push(old);
    }

    fn offer(&mut self, place: usize, to: usize, round: &Round) {
        let (from, peer) = (self.places[place].member, self.codes[to].clone());
        let Some(node) = self.places[place].node.as_ref() else { return };
        let mut next = offer::offer(node, &peer, round);
        for _ in 0..2 {
            let Some(Some(offered)) = self.sound(place, "offer its head", next) else { return };
            let bytes = cbor::to_bytes(&offered);
            self.keep_old_head(Old::Offer { from, to, bytes: bytes.clone() });
            let Some(answer) = self.cosign(from, to, &bytes) else { return };
            self.counts.messages += 1;
            let settle = |node: &mut Node| offer::settle(node, &peer, round, &answer);
            let Some(settled) = self.transact(place, settle).answered() else { return };
            let Some(settled) = self.sound(place, "settle an offer", settled) else { return };
            let offer::Settled::AgainFrom(size) = settled else { return };
            let Some(node) = self.places[place].node.as_ref() else { return };
            next = offer::from_size(node, round, size).map(Some);
        }
    }

    /// A witness's answer; what an honest one cosigned is remembered.
    fn cosign(&mut self, from: usize, to: usize, bytes: &[u8]) -> Option<cosign::Answer> {
        self.counts.messages += 1;
        if self.role == Role::LyingWitness && to == self.culprit && self.rng.chance(700) {
            self.counts.lies += 1;
            return self.lie(from, to, bytes);
        }
        let peer = self.codes[from].clone();
        let node = self.places[to].node.as_ref()?;
        let (directory, identity) = (node.directory.clone(), node.identity.clone());
        let offered = cosign::open(&directory, &identity, &peer, bytes);
        let decided = self.transact(to, |node| cosign::decide(node, &peer, offered)).answered()?;
        let decided = self.sound(to, "cosign", decided)?;
        if let cosign::Decided::Kept(head) = &decided {
            let all = self.cosigned.entry((to, from)).or_default();
            all.insert((head.size, head.root));
            self.counts.cosigned += 1;
        }
        let now = self.places[to].node.as_ref()?.now();
        let answer = cosign::sign(&identity, decided, now);
        let answer = self.sound(to, "sign", answer)?;
        self.counts.forks_found += u64::from(answer == cosign::Answer::Conflict);
        self.note(|| match &answer {
            cosign::Answer::Cosigned(_) => format!("{to} cosigns {from}"),
            answer => format!("{to} answers the head of {from}: {answer:?}"),
        });
        Some(answer)
    }

    /// What a witness that lies answers: nothing, an old cosignature, one of another root, a size
    /// that nobody has, or that it holds a contradiction.
    fn lie(&mut self, from: usize, to: usize, bytes: &[u8]) -> Option<cosign::Answer> {
        let asked: cosign::Offer = cbor::from_bytes(bytes).ok()?;
        let log = self.directory.member(&self.codes[from])?.log()?;
        let (head, at) = Checkpoint::verify(&asked.checkpoint, log).ok()?;
        let node = self.places[to].node.as_ref()?;
        let old = node.store.cosigned(&self.codes[from]).ok()?;
        let identity = node.identity.clone();
        let lines = |head: &Checkpoint| head.cosign(&identity.witness, at).ok();
        Some(match self.rng.below(6) {
            0 => return None,
            1 => {
                let old = old.map(|old| Checkpoint::new(&head.origin, old.size, old.root));
                cosign::Answer::Cosigned(lines(&old?)?)
            }
            2 => {
                let other = Checkpoint { root: Digest::of(&[&head.root.0]), ..head };
                cosign::Answer::Cosigned(lines(&other)?)
            }
            3 => cosign::Answer::NeedConsistency(u64::MAX),
            4 => cosign::Answer::Cosigned(String::new()),
            _ => cosign::Answer::Conflict,
        })
    }

    fn tell(&mut self, place: usize, to: usize) {
        let (from, peer) = (self.places[place].member, self.codes[to].clone());
        let Some(node) = self.places[place].node.as_ref() else { return };
        let mut next = tell::next(node, &peer);
        for _ in 0..2 {
            if next.is_err() && !self.is_honest(from) {
                // The second log of a forker meets members that know more of its first: it stops.
                return self.note(|| format!("{place} is told of a log that it has not"));
            }
            let Some(Some(told)) = self.sound(place, "tell its head", next) else { return };
            let bytes = cbor::to_bytes(&told);
            self.keep_old_head(Old::Told { from, to, bytes: bytes.clone() });
            let Some(answer) = self.hear(from, to, &bytes) else { return };
            self.counts.messages += 1;
            let settle = |node: &mut Node| tell::settle(node, &peer, &answer);
            let Some(settled) = self.transact(place, settle).answered() else { return };
            let Some(settled) = self.sound(place, "settle a head", settled) else { return };
            let tell::Settled::AgainFrom(has) = settled else { return };
            let Some(node) = self.places[place].node.as_ref() else { return };
            next = tell::joined(node, has);
        }
    }

    fn hear(&mut self, from: usize, to: usize, bytes: &[u8]) -> Option<tell::Answer> {
        self.counts.messages += 1;
        let peer = self.codes[from].clone();
        let directory = self.places[to].node.as_ref()?.directory.clone();
        let opened = tell::open(&directory, &peer, bytes);
        let answer = self.transact(to, |node| tell::receive(node, &peer, opened)).answered()?;
        let answer = self.sound(to, "take a witnessed head", answer)?;
        self.counts.forks_found += u64::from(answer == tell::Answer::Conflict);
        self.note(|| format!("{to} hears of {from}: {answer:?}"));
        Some(answer)
    }

    /// An honest witness cosigns one log of an owner and no other, and all heads that honest
    /// members hold as witnessed are of one log.
    pub(super) fn check_witnesses(&mut self) -> Found {
        let mut faults = Vec::new();
        for ((at, owner), heads) in &self.cosigned {
            if self.is_honest(*at) && !self.are_of_one_log(*owner, heads)? {
                faults.push(format!("{at} cosigned heads of {owner} that contradict each other"));
            }
        }
        for owner in 0..self.members {
            let mut all = BTreeSet::new();
            for at in (0..self.members).filter(|at| self.is_honest(*at)) {
                all.extend(self.witnessed_at(at, &self.codes[owner])?);
            }
            if !self.are_of_one_log(owner, &all)? {
                faults.push(format!("heads of {owner} were witnessed that contradict each other"));
            }
        }
        if self.role == Role::Honest {
            faults.extend(self.check_standing()?);
        }
        Ok(faults)
    }

    fn witnessed_at(&self, at: usize, owner: &NodeCode) -> Result<Vec<(u64, Digest)>, Error> {
        let all = self.node(at)?.store.all_witnessed()?;
        let of_owner = all.into_iter().filter(|(code, _)| code == owner.as_str());
        Ok(of_owner.map(|(_, one)| (one.head.size, one.head.root)).collect())
    }

    fn are_of_one_log(&self, owner: usize, heads: &BTreeSet<(u64, Digest)>) -> Result<bool, Error> {
        let sizes = heads.iter().map(|(size, _)| *size).collect();
        for place in (0..self.places.len()).filter(|place| self.places[*place].member == owner) {
            let real: Roots = roots(self.node(place)?, &sizes)?;
            if heads.iter().all(|(size, root)| real.get(size) == Some(root)) {
                return Ok(true);
            }
        }
        Ok(heads.is_empty())
    }

    /// Where nobody does what it should not, everything is witnessed in the end, and can be shown.
    fn check_standing(&mut self) -> Found {
        let mut faults = Vec::new();
        for at in 0..self.members {
            for stored in self.node(at)?.store.records_after(0, u32::MAX)? {
                let header = Header::from_bytes(&stored.header)?;
                let store = &self.node(at)?.store;
                let seen = witness::standing(store, &header.owner, (stored.epoch, stored.leaf))?;
                if seen != Standing::Witnessed {
                    faults.push(format!("{at} has {} as {seen:?} only", header.name()));
                }
            }
        }
        Ok(faults)
    }
}
