//! The simulated network: it loses, repeats, reorders, delays, alters and misleads.

use record::draft::Lane;
use record::{Digest, Name, Timestamp};
use seal::checkpoint::Checkpoint;

use super::steward::is_frozen;
use super::world::{World, identity};
use crate::delivery::{self, Answer, Settled};
use crate::flow;
use crate::outward::{self, Parcel, UnderWay};
use crate::{Error, Node};

/// Steps after which a sender takes a pouch for lost.
const PATIENCE: u64 = 40;
const OLD_MAX: usize = 64;

/// A sealed pouch on the network.
#[derive(Clone)]
pub struct Pouch {
    pub place: usize,
    incarnation: u64,
    pub to: usize,
    pub bytes: Vec<u8>,
    parcel: Parcel,
    carried: Vec<(Name, Digest)>,
    head: (u64, Digest),
}

pub enum Flight {
    Pouch(Box<Pouch>),
    Answer(Box<(Pouch, Answer)>),
}

impl World {
    /// Sends what a place has for some peer.
    pub fn send_some(&mut self, place: usize) {
        let Some(node) = &self.places[place].node else { return };
        let waiting = node.store.lanes_waiting().unwrap_or_default();
        let chosen = self.rng.pick(&waiting).cloned();
        let (to, lane) = match chosen.filter(|_| !self.rng.chance(200)) {
            Some((peer, lane)) => (self.member(&peer), lane),
            None => (Some(self.rng.below(self.members)), self.rng.below(3) as u8),
        };
        let lane = Lane::ALL.into_iter().find(|known| *known as u8 == lane);
        if let (Some(to), Some(lane)) = (to, lane) {
            self.send(place, to, lane);
        }
    }

    /// Logs, commits, seals and releases the next pouch of a lane.
    pub fn send(&mut self, place: usize, to: usize, lane: Lane) {
        let from = &self.places[place];
        let late = from.waiting.get(&(to, lane as u8)).is_none_or(|until| *until < self.step);
        if from.member == to || !late {
            return;
        }
        if let Some(pouch) = self.seal(place, to, lane) {
            let until = self.step + PATIENCE;
            self.places[place].waiting.insert((to, lane as u8), until);
            self.keep_old(&pouch);
            self.wire.push(Flight::Pouch(Box::new(pouch)));
        }
    }

    fn keep_old(&mut self, pouch: &Pouch) {
        if self.old.len() == OLD_MAX {
            let gone = self.rng.below(OLD_MAX);
            self.old.swap_remove(gone);
        }
        self.old.push(pouch.clone());
    }

    /// The two transactions of sending: log as sent, then prove and seal. Each may be the last.
    pub fn seal(&mut self, place: usize, to: usize, lane: Lane) -> Option<Pouch> {
        // Nobody works for a lane to who has left.
        if self.knows_left(place, to) {
            return None;
        }
        let peer = self.codes[to].clone();
        let parcel = self
            .transact(place, |node| flow::send(node, &peer, lane, UnderWay::default()))
            .answered()?;
        let parcel = self.sound(place, "send", parcel)??;
        let sealed = self.transact(place, |node| {
            let from = outward::acked_head_size(node, &peer)?;
            let carried = names(node, &parcel)?;
            let ordinary = ordinary(node, &parcel)?;
            Ok((delivery::seal(node, &parcel, from)?, carried, (is_frozen(node), ordinary)))
        });
        let (bytes, carried, (frozen, ordinary)) = {
            let sealed = sealed.answered()?;
            self.sound(place, "seal", sealed)?
        };
        self.check_sealed(place, frozen, ordinary);
        let head = self.release(place, to, &bytes)?;
        let size = bytes.len();
        let (first, last) = (parcel.manifest.first, parcel.manifest.last);
        self.note(|| {
            format!("{place} seals {first}..={last} {lane:?} to {to}: {size} bytes, {head:?}")
        });
        let incarnation = self.places[place].incarnation;
        Some(Pouch { place, incarnation, to, bytes, parcel, carried, head })
    }

    /// A checkpoint leaves a node: from here on it must never be contradicted.
    pub(super) fn release(
        &mut self,
        place: usize,
        to: usize,
        bytes: &[u8],
    ) -> Option<(u64, Digest)> {
        self.counts.pouches += 1;
        let keys = identity(self.seed, to, self.real).ok()?.kem;
        let network = self.directory.network();
        let opened =
            seal::pouch::open(bytes, &keys.all(), (&self.codes[to], &network), Timestamp(0));
        let member = self.places[place].member;
        let log = self.directory.member(&self.codes[member])?.log()?;
        let opened = opened.and_then(|opened| Checkpoint::verify(opened.checkpoint(), log));
        let head = match opened {
            Ok((head, _)) => (head.size, head.root),
            Err(rule) => {
                self.fault(format!("{place} sealed what cannot be opened: {}", rule.code()));
                return None;
            }
        };
        let known = *self.ledger.heads.entry((place, head.0)).or_insert(head.1);
        if known != head.1 {
            self.fault(format!("{place} signed two heads of size {}", head.0));
        }
        Some(head)
    }

    /// Something on the wire arrives, in any order, or not.
    pub fn deliver_some(&mut self) {
        if self.wire.is_empty() {
            return;
        }
        let at = self.rng.below(self.wire.len());
        match self.wire.swap_remove(at) {
            Flight::Pouch(pouch) => self.deliver(*pouch),
            Flight::Answer(answered) => {
                let (pouch, answer) = *answered;
                let from = self.places[pouch.place].member;
                let cut = self.groups[from] != self.groups[pouch.to];
                if !cut && !self.rng.chance(60) {
                    self.settle(&pouch, &answer);
                }
            }
        }
    }

    fn deliver(&mut self, pouch: Pouch) {
        let from = self.places[pouch.place].member;
        if self.groups[from] != self.groups[pouch.to] || self.rng.chance(60) {
            return self.note(|| format!("{} to {} is lost", pouch.place, pouch.to));
        }
        if self.rng.chance(80) {
            self.wire.push(Flight::Pouch(Box::new(pouch.clone())));
        }
        match self.rng.below(1_000) {
            0..40 => self.tamper(&pouch),
            40..60 => self.misaddress(&pouch),
            _ => {
                if let Some(answer) = self.arrive(&pouch) {
                    self.wire.push(Flight::Answer(Box::new((pouch, answer))));
                }
            }
        }
    }

    /// A pouch at its recipient; the answer, if it is given.
    pub fn arrive(&mut self, pouch: &Pouch) -> Option<Answer> {
        let from = self.places[pouch.place].member;
        let answer = self.receive(from, pouch.to, &pouch.bytes, Some(pouch.head))?;
        if let (Answer::Acknowledged(_), true) = (&answer, self.is_honest(from)) {
            let known = pouch.carried.iter().cloned();
            self.ledger.acknowledged.extend(known.map(|(name, id)| (pouch.to, name, id)));
        }
        Some(answer)
    }

    /// Bytes arrive at a member that believes they come from another.
    pub fn receive(
        &mut self,
        from: usize,
        to: usize,
        bytes: &[u8],
        head: Option<(u64, Digest)>,
    ) -> Option<Answer> {
        if !self.is_up(to) {
            return None;
        }
        let peer = self.codes[from].clone();
        let known = self.places[to].node.as_ref()?.store.last_head(peer.as_str()).ok()?;
        self.counts.messages += 1;
        let outcome = self.transact(to, |node| delivery::receive(node, &peer, bytes));
        let answer = outcome.answered()?;
        let answer = self.sound(to, "receive", answer)?;
        self.note(|| format!("{to} answers {from}: {answer:?}"));
        if matches!(answer, Answer::Acknowledged(_)) && self.knows_left(to, from) {
            self.fault(format!("{to} took from {from}, which has left"));
        }
        if let (Some(known), Some(head)) = (known, head)
            && known.size == head.0
            && known.root != head.1
            && !matches!(&answer, Answer::Refused { rule, .. } if is_early(rule))
        {
            self.expect_conflict(from, to);
        }
        Some(answer)
    }

    /// Whoever saw two heads of one size keeps both.
    fn expect_conflict(&mut self, owner: usize, at: usize) {
        let code = self.codes[owner].as_str().to_owned();
        let Some(node) = &self.places[at].node else { return };
        if !node.store.head_conflict(&code).unwrap_or(false) {
            self.fault(format!("{at} saw two heads of {owner} and kept no proof of it"));
        }
    }

    /// One bit of a pouch is another one.
    fn tamper(&mut self, pouch: &Pouch) {
        self.counts.tampered += 1;
        let mut bytes = pouch.bytes.clone();
        let at = self.rng.below(bytes.len());
        bytes[at] ^= 1 << self.rng.below(8);
        let from = self.places[pouch.place].member;
        let answer = self.receive(from, pouch.to, &bytes, None);
        if let Some(Answer::Acknowledged(_)) = answer {
            let length = bytes.len();
            self.fault(format!("{} took a pouch with byte {at} of {length} changed", pouch.to));
        }
    }

    fn misaddress(&mut self, pouch: &Pouch) {
        let other = self.rng.below(self.members);
        let from = self.places[pouch.place].member;
        let (from, to) = if self.rng.chance(500) { (from, other) } else { (other, pouch.to) };
        if (from, to) == (self.places[pouch.place].member, pouch.to) || from == to {
            return;
        }
        if let Some(Answer::Acknowledged(_)) = self.receive(from, to, &pouch.bytes, None) {
            self.fault(format!("{to} took from {from} what was not for it or not from it"));
        }
    }

    /// An old pouch comes once more.
    pub fn replay(&mut self) {
        let Some(pouch) = self.rng.pick(&self.old).cloned() else { return };
        let from = self.places[pouch.place].member;
        self.receive(from, pouch.to, &pouch.bytes, Some(pouch.head));
    }

    /// The answer reaches the sender, unless it has forgotten what it asked.
    pub fn settle(&mut self, pouch: &Pouch, answer: &Answer) -> Option<Settled> {
        let place = &mut self.places[pouch.place];
        if place.node.is_none() || place.incarnation != pouch.incarnation {
            return None;
        }
        place.waiting.remove(&(pouch.to, pouch.parcel.lane as u8));
        self.counts.messages += 1;
        let parcel = &pouch.parcel;
        let outcome = self.transact(pouch.place, |node| delivery::settle(node, parcel, answer));
        let settled = outcome.answered()?;
        self.sound(pouch.place, "settle", settled)
    }
}

/// The records that a parcel carries.
pub(super) fn names(node: &Node, parcel: &Parcel) -> Result<Vec<(Name, Digest)>, Error> {
    let mut names = Vec::new();
    for row in parcel.rows.iter().flatten() {
        if let Some(stored) = node.store.record_row(*row)? {
            let header = record::Header::from_bytes(&stored.header)?;
            names.push((header.name(), stored.content_id));
        }
    }
    Ok(names)
}

/// How many records of a parcel wait while a directory is frozen.
fn ordinary(node: &Node, parcel: &Parcel) -> Result<usize, Error> {
    let mut ordinary = 0;
    for row in parcel.rows.iter().flatten() {
        if let Some(stored) = node.store.record_row(*row)? {
            let header = record::Header::from_bytes(&stored.header)?;
            ordinary += usize::from(!takes_back(header.kind));
        }
    }
    Ok(ordinary)
}

/// Rules that are met before any head is looked at.
fn is_early(rule: &str) -> bool {
    use seal::Rule;
    let early = [Rule::PouchExpired, Rule::PouchRecipient, Rule::NotMember, Rule::PouchForm];
    early.iter().any(|known| known.code() == rule)
}

fn takes_back(kind: record::Kind) -> bool {
    use record::Kind::{Block, Recall, Withdraw};
    matches!(kind, Recall | Withdraw | Block)
}
