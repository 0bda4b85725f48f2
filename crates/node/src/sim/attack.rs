//! What a member does that it should not: each attack is one a check has to meet.

use std::collections::BTreeSet;

use record::parts::Extras;
use record::{Body, Header, Name, Record, RecordId};
use seal::leaf::{Leaf, LeafType, Subject};

use super::ledger::Revision;
use super::work::{message, officer, recall};
use super::world::{Role, World};
use crate::clock::draw;
use crate::store::record::NewRecord;
use crate::{Error, Node, flow};

/// A record as its forger wants it.
struct Forged {
    owner: usize,
    id: Option<RecordId>,
    body: Body,
    leaf_type: LeafType,
}

impl World {
    /// Something the culprit does now and then.
    pub fn attack(&mut self) {
        let culprit = self.culprit;
        if !self.is_up(culprit) {
            return;
        }
        match self.role {
            // What a lying witness or relay does, it does when it is asked.
            Role::Honest | Role::LyingWitness | Role::LyingRelay | Role::Leaver => {}
            Role::Forker => self.fork(),
            Role::Impostor => self.impersonate(),
            Role::TwoNames => self.tell_two_stories(),
            Role::WrongLeaf => self.offer_wrong_leaf(),
            Role::Clock => {
                if !self.has_jumped(culprit) {
                    self.jump_clock();
                    self.note(|| format!("the clock of {culprit} jumps six years ahead"));
                }
                self.round(culprit);
            }
        }
    }

    /// From one disk two logs go on: each peer is shown one, one peer both.
    fn fork(&mut self) {
        let (culprit, members) = (self.culprit, self.members);
        if self.places.len() == members {
            self.write_down(culprit);
            let disk = self.places[culprit].disk.clone();
            if self.add_place(culprit, Some(disk)).is_err() {
                return;
            }
        }
        let to = self.some_members(culprit);
        for place in [culprit, members] {
            if self.is_up(place) {
                let draft = message(&format!("story of {place}"));
                let expiry = None;
                if place == culprit {
                    self.submit(place, draft, to.clone(), expiry);
                } else {
                    self.publish_untold(place, draft, &to);
                }
                for peer in &to {
                    self.send(place, *peer, record::draft::Lane::Routine);
                }
            }
        }
    }

    /// A publication that no ledger knows: it is nobody's loss.
    fn publish_untold(&mut self, place: usize, mut draft: record::Draft, to: &BTreeSet<usize>) {
        draft.recipients = to.iter().map(|member| self.codes[*member].clone()).collect();
        let by = officer();
        let outcome = self
            .transact(place, |node| flow::publish_audited(node, crate::author::read(draft)?, &by)?);
        if let Some(published) = outcome.durable() {
            let (number, content_id) = (published.name.revision, published.content_id);
            let revision =
                Revision { number, content_id, to: to.clone(), expiry: None, file: None };
            let owner = self.culprit;
            self.ledger.add(owner, &published.name, false, revision);
        }
    }

    fn impersonate(&mut self) {
        let victim = self.rng.below(self.members);
        if victim == self.culprit {
            return;
        }
        let ids = self.ledger.own(victim);
        let Some(id) = self.rng.pick(&ids).copied() else { return };
        let to = self.ledger.stories[&(victim, id)].holders();
        let to: BTreeSet<usize> = to.into_iter().filter(|member| *member != self.culprit).collect();
        // In its own name, which is idle; or in the victim's, which must be refused.
        let (owner, body) = match self.rng.below(3) {
            0 => (self.culprit, recall(id)),
            1 => (victim, recall(id)),
            _ => (victim, statement("a forged statement")),
        };
        let forged = Forged { owner, id: None, body, leaf_type: LeafType::Published };
        if let Some((name, content_id)) = self.forge(forged, &to)
            && owner == self.culprit
        {
            let revision = Revision { number: 1, content_id, to, expiry: None, file: None };
            self.ledger.add(owner, &name, true, revision);
        }
    }

    fn tell_two_stories(&mut self) {
        let owner = self.culprit;
        let id = RecordId::new(record::Timestamp(self.now()), [self.rng.below(256) as u8; 10]);
        for number in 0..2 {
            let to = self.some_members(owner);
            let body = statement(&format!("story {number}"));
            let forged = Forged { owner, id: Some(id), body, leaf_type: LeafType::Published };
            if let Some((name, content_id)) = self.forge(forged, &to) {
                let revision = Revision { number: 1, content_id, to, expiry: None, file: None };
                self.ledger.add(owner, &name, false, revision);
            }
        }
    }

    fn offer_wrong_leaf(&mut self) {
        let owner = self.culprit;
        let to = self.some_members(owner);
        let body = statement("never published");
        let forged = Forged { owner, id: None, body, leaf_type: LeafType::Rejected };
        if let Some((name, content_id)) = self.forge(forged, &to) {
            let revision = Revision { number: 1, content_id, to, expiry: None, file: None };
            self.ledger.add(owner, &name, false, revision);
        }
    }

    /// Stores and queues a record that the product would not compose.
    fn forge(&mut self, forged: Forged, to: &BTreeSet<usize>) -> Option<(Name, record::Digest)> {
        let culprit = self.culprit;
        let owner = self.codes[forged.owner].clone();
        let peers: Vec<String> = to.iter().map(|member| self.codes[*member].to_string()).collect();
        let outcome = self.transact(culprit, |node| {
            let record = compose(node, owner, &forged)?;
            let (row, content_id) = enter(node, &record, forged.leaf_type)?;
            for peer in &peers {
                node.store.enqueue(peer, record::draft::Lane::Routine as u8, row)?;
            }
            Ok((record.name(), content_id))
        });
        let made = outcome.durable()?;
        self.note(|| format!("{culprit} forges {} for {to:?}", made.0));
        Some(made)
    }
}

fn statement(text: &str) -> Body {
    let draft = message(text);
    Body::from_json(draft.kind, draft.body).expect("a message made here")
}

fn compose(node: &mut Node, owner: record::NodeCode, forged: &Forged) -> Result<Record, Error> {
    let now = node.now();
    let draft = message("");
    let day = record::moment::Date(crate::act::node_day(now.plus(record::moment::DAY_MS * 90)));
    let header = Header {
        network: node.network,
        owner,
        id: forged.id.unwrap_or_else(|| RecordId::new(now, draw(&mut *node.entropy))),
        revision: 1,
        previous: None,
        unit: draft.unit,
        kind: forged.body.kind(),
        handling: draft.handling,
        evaluation: None,
        purposes: draft.purposes,
        created: now,
        review: day,
        expiry: day,
    };
    let seed = draw(&mut *node.entropy);
    Ok(Record::compose(header, &forged.body, &Extras::default(), seed)?)
}

/// Enters a leaf of the wanted type for it and keeps it as if it were the node's own.
fn enter(
    node: &mut Node,
    record: &Record,
    leaf_type: LeafType,
) -> Result<(i64, record::Digest), Error> {
    let content_id = record.content_id();
    let subject = Subject::published(&content_id);
    let salt = draw(&mut *node.entropy);
    let leaf = Leaf::from_stored(leaf_type as u8, salt, &subject.to_bytes())?;
    let index = node.log.append(&node.store, &leaf, &subject)?;
    let closed = node.vault.close(record, &content_id, &mut *node.entropy)?;
    let row = node.store.insert_record(&NewRecord {
        name: &record.name(),
        content_id: &content_id,
        header: record.header_bytes(),
        content: &closed.content,
        wrapped_key: &closed.wrapped_key,
        leaf: index,
        leaf_salt: &salt,
        epoch: 1,
        proof: None,
        arrived: node.now().0,
    })?;
    Ok((row, content_id))
}
