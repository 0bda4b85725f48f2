//! Relays in the simulation: pouches go over members that cannot open them, and one of these
//! changes, repeats, withholds or makes up what it carries.

use std::collections::BTreeMap;

use record::draft::Lane;
use record::{Digest, Name, NodeCode, cbor};
use seal::pouch;

use super::world::{Role, World};
use crate::delivery::Opener;
use crate::relay::{self, Answer, Brought, HandedOver, Relayed, Sealed};
use crate::store::record::Stored;
use crate::store::relayed::{Held, What};

/// Things that a lying relay remembers.
const OLD_MAX: usize = 16;

/// A pouch that went over a relay and was not answered yet.
struct Sent {
    place: usize,
    to: usize,
    lane: Lane,
    range: (u64, u64),
    names: Vec<(Name, Digest)>,
}

/// What the world knows of what relays carry.
#[derive(Default)]
pub(super) struct Relays {
    sent: BTreeMap<Digest, Sent>,
    old: Vec<Vec<u8>>,
}

/// The relays that the directory names for a member: every third has two.
pub(super) fn relays(member: usize, codes: &[NodeCode]) -> Vec<NodeCode> {
    let next = |by: usize| codes[(member + by) % codes.len()].clone();
    if member % 3 == 1 { vec![next(1), next(2)] } else { Vec::new() }
}

impl World {
    /// Sends over a relay what waits for a member that names one.
    pub fn relay_some(&mut self, place: usize) {
        let to = self.rng.below(self.members);
        let lane = *self.rng.pick(&Lane::ALL).expect("there are lanes");
        let named = !relays(to, &self.codes).is_empty();
        if place >= self.members || to == place || !named || !self.is_up(place) {
            return;
        }
        self.relay(place, to, lane);
    }

    fn relay(&mut self, place: usize, to: usize, lane: Lane) -> Option<()> {
        let peer = self.codes[to].clone();
        let incarnation = self.places[place].incarnation;
        let sent = self.transact(place, |node| relay::send(node, &peer, lane)).answered()?;
        let parcel = self.sound(place, "send over a relay", sent)??;
        let proven = self.transact(place, |node| {
            let names = super::wire::names(node, &parcel)?;
            let outgoing = relay::prove(node, parcel)?;
            let bytes = outgoing.sealing.seal(&mut *node.entropy)?;
            Ok((outgoing, names, bytes))
        });
        let proven = proven.answered()?;
        let (outgoing, names, bytes) = self.sound(place, "prove for a relay", proven)?;
        self.release(place, to, &bytes)?;
        let outer = pouch::outer(&bytes).ok()?;
        let again_min = self.places[place].node.as_ref()?.config.relay_again_min;
        let relays = relays(to, &self.codes);
        let turn = relay::in_turn(&relays, record::Timestamp(self.now()), again_min);
        let relay = self.member(turn.first()?.as_str())?;
        let body = cbor::to_bytes(&Relayed { what: What::Pouch, bytes, joins: outgoing.joins });
        self.note(|| format!("{place} brings {} to {relay} for {to}", outer.pouch_id));
        self.bring(place, relay, &body)?;
        let manifest = &outgoing.parcel.manifest;
        let range = (manifest.first, manifest.last);
        self.relays.sent.insert(outer.pouch_id, Sent { place, to, lane, range, names });
        // The relay's word may be lost, or come to a node that has forgotten what it asked.
        if self.places[place].incarnation == incarnation && !self.rng.chance(60) {
            let (parcel, head) = (&outgoing.parcel, outgoing.sealing.head);
            let noted = self.transact(place, |node| relay::sent(node, parcel, head));
            let noted = noted.answered()?;
            self.sound(place, "note what a relay holds", noted)?;
        }
        Some(())
    }

    /// Brings something to a relay; whether it holds it now.
    fn bring(&mut self, place: usize, relay: usize, body: &[u8]) -> Option<()> {
        let from = self.places[place].member;
        if relay == from || self.groups[relay] != self.groups[from] || self.rng.chance(60) {
            return None;
        }
        let said = self.hold_for(relay, from, body)?;
        // Nobody else may bring it.
        let stranger = self.rng.below(self.members);
        if stranger != from && self.rng.chance(100) {
            let code = self.codes[stranger].clone();
            let taken = self.hold_for(relay, stranger, body);
            if matches!(taken, Some(Answer::Held(_))) {
                self.fault(format!("{relay} holds for {code} what is another's"));
            }
        }
        matches!(said, Answer::Held(_)).then_some(())
    }

    fn hold_for(&mut self, relay: usize, from: usize, body: &[u8]) -> Option<Answer> {
        let code = self.codes[from].clone();
        self.counts.messages += 1;
        let said = self.transact(relay, |node| relay::hold(node, &code, body)).answered()?;
        self.counts.messages += 1;
        Some(self.sound(relay, "hold for another", said)?.0)
    }

    /// A relay hands over what it holds next for somebody; whether it held anything.
    pub fn hand_over(&mut self, relay: usize, to: usize) -> bool {
        self.hand_over_next(relay, to).is_some()
    }

    /// At random, somewhere.
    pub fn hand_over_some(&mut self) {
        let (relay, to) = (self.rng.below(self.members), self.rng.below(self.members));
        if relay != to && self.is_up(relay) {
            self.hand_over(relay, to);
        }
    }

    /// Everything that is held anywhere; whether there was anything.
    pub fn hand_over_all(&mut self) -> bool {
        let mut moved = false;
        for relay in 0..self.members {
            for to in (0..self.members).filter(|to| *to != relay) {
                while self.faults.is_empty() && self.hand_over(relay, to) {
                    moved = true;
                }
            }
        }
        moved
    }

    fn hand_over_next(&mut self, relay: usize, to: usize) -> Option<()> {
        let code = self.codes[to].clone();
        let next = self.transact(relay, |node| relay::next(node, &code)).answered()?;
        let (row, held) = self.sound(relay, "look for what it holds", next)??;
        self.check_held(relay, to, &held);
        if self.groups[relay] != self.groups[to] || (!self.calm && self.rng.chance(60)) {
            return Some(());
        }
        let body = self.falsified(relay, &held)?;
        self.bring_astray(relay, to, &held);
        let told = self.carry(relay, to, &body)?;
        if held.what == What::Answer {
            self.note_answered(to);
        }
        if !self.calm && self.rng.chance(60) {
            return Some(());
        }
        self.counts.messages += 1;
        let told = self.made_up(relay, told);
        let noted = self.transact(relay, |node| relay::handed_over(node, (row, &held), told));
        let noted = noted.answered()?;
        self.sound(relay, "note what it handed over", noted)?;
        Some(())
    }

    /// Only what is for it, padded, and not for longer than it may be held.
    fn check_held(&mut self, relay: usize, to: usize, held: &Held) {
        let Some(node) = &self.places[relay].node else { return };
        if held.recipient != self.codes[to].as_str() {
            return self.fault(format!("{relay} gives {to} what is for {}", held.recipient));
        }
        if held.until <= node.now().0 {
            return self.fault(format!("{relay} holds something for {to} beyond its time"));
        }
        let Ok(relayed) = cbor::from_bytes::<Relayed>(&held.bytes) else { return };
        let padded = |outer| pouch::is_padded(&outer, relayed.bytes.len());
        if held.what == What::Pouch && !pouch::outer(&relayed.bytes).is_ok_and(padded) {
            self.fault(format!("{relay} holds a pouch whose length tells something"));
        }
    }

    /// What a relay brings; a lying one changes it, brings something else, or nothing.
    fn falsified(&mut self, relay: usize, held: &Held) -> Option<Vec<u8>> {
        let mut body = held.bytes.clone();
        if self.calm || (self.role, self.culprit) != (Role::LyingRelay, relay) {
            return Some(body);
        }
        if self.relays.old.len() < OLD_MAX || self.rng.chance(300) {
            self.relays.old.truncate(OLD_MAX - 1);
            self.relays.old.push(body.clone());
        }
        self.counts.lies += 1;
        match self.rng.below(4) {
            0 => None,
            1 => {
                let at = self.rng.below(body.len());
                body[at] ^= 1 << self.rng.below(8);
                Some(body)
            }
            2 => self.rng.pick(&self.relays.old).cloned(),
            _ => Some(body),
        }
    }

    /// A member that is no relay of the recipient brings it: that is refused, whatever it is.
    fn bring_astray(&mut self, relay: usize, to: usize, held: &Held) {
        let other = self.rng.below(self.members);
        let named = relays(to, &self.codes);
        if other == relay || named.contains(&self.codes[other]) || held.what != What::Pouch {
            return;
        }
        let Some(node) = &self.places[to].node else { return };
        let brought = relay::open(&Opener::of(node), &self.codes[other], &held.bytes);
        if !matches!(brought, Brought::Refused(_)) {
            self.fault(format!("{to} takes from {other}, which is none of its relays"));
        }
    }

    fn carry(&mut self, relay: usize, to: usize, body: &[u8]) -> Option<HandedOver> {
        let code = self.codes[relay].clone();
        let opener = Opener::of(self.places[to].node.as_ref()?);
        self.counts.messages += 1;
        let brought = relay::open(&opener, &code, body);
        let taken = self.transact(to, |node| relay::take(node, brought)).answered()?;
        let (of, told) = self.sound(to, "take what a relay brings", taken)?;
        self.note(|| {
            let of = of.map_or("nobody".to_owned(), |of| of.to_string());
            format!("{to} takes from {relay} what is of {of}")
        });
        Some(told)
    }

    /// A lying relay says that a pouch was answered, and how.
    fn made_up(&mut self, relay: usize, told: HandedOver) -> HandedOver {
        if self.calm || (self.role, self.culprit) != (Role::LyingRelay, relay) {
            return told;
        }
        let Some(Sealed(mut bytes)) = told.answer.clone().filter(|_| self.rng.chance(400)) else {
            return told;
        };
        self.counts.lies += 1;
        let at = self.rng.below(bytes.len());
        bytes[at] ^= 1 << self.rng.below(8);
        HandedOver { answer: Some(Sealed(bytes)) }
    }

    /// What a sender holds for acknowledged must be at its recipient.
    fn note_answered(&mut self, sender: usize) {
        let answered = |world: &Self, sent: &Sent| {
            let peer = world.codes[sent.to].as_str();
            let store = &world.places[sender].node.as_ref()?.store;
            let ranges = store.acked_ranges(peer, sent.lane as u8).ok()?;
            let (first, last) = sent.range;
            ranges.iter().any(|(from, to)| *from <= first && last <= *to).then_some(())
        };
        let of_sender = self.relays.sent.iter().filter(|(_, sent)| sent.place == sender);
        let done = of_sender.filter(|(_, sent)| answered(self, sent).is_some());
        let done: Vec<Digest> = done.map(|(pouch_id, _)| *pouch_id).collect();
        for pouch_id in done {
            let Some(sent) = self.relays.sent.remove(&pouch_id) else { continue };
            if self.is_honest(sender) {
                let mut names = sent.names;
                names.retain(|(name, _)| self.went(sender, sent.to, name));
                let names = names.into_iter().map(|(name, id)| (sent.to, name, id));
                self.ledger.acknowledged.extend(names);
            }
            self.counts.relayed += 1;
        }
    }

    /// Whether a record that was on its way over a relay is what was acknowledged: it may have
    /// become void before it arrived by another way.
    fn went(&self, sender: usize, to: usize, name: &Name) -> bool {
        let Some(node) = &self.places[sender].node else { return false };
        let peer = self.codes[to].as_str();
        let standings = |stored: &Stored| node.store.standings(stored.row).unwrap_or_default();
        let named = node.store.records_named(name).unwrap_or_default();
        let mut all = named.iter().flat_map(standings);
        all.any(|one| one.peer == peer && one.void.is_none())
    }
}
