//! The workload: what officers do, drawn from the seed, and how the ledger notes it.

use std::collections::BTreeSet;

use record::draft::Lane;
use record::kind::block::{BlockAction, BlockStatement};
use record::kind::hold::HoldStatement;
use record::kind::message::{Message, MessageType, Statement, Text};
use record::kind::recall::{RecallReason, RecallStatement};
use record::kind::withdraw::WithdrawStatement;
use record::kind::{Block, Hold, Recall, Withdraw};
use record::moment::Date;
use record::policy::{Act, Backing, Role as Officer};
use record::{Body, Draft, Handling, Kind, Level, Name, Purpose, RecordId, Timestamp, Unit};

use super::ledger::{Blocked, Revision};
use super::world::World;
use crate::act::node_day;
use crate::author::{Author, control_draft};
use crate::flow::{self, Published};
use crate::view::Session;
use crate::{audit, standing};

pub fn officer() -> Author {
    Author {
        officer: "officer-sim".into(),
        role: Officer::DeskOfficer,
        unit: Unit::new("POLICE").expect("a unit's code"),
    }
}

pub fn session() -> Session {
    Session { author: officer(), purpose: Purpose::CriminalInvestigation }
}

/// A message of an exercise.
pub fn message(text: &str) -> Draft {
    let subject = format!("about {text}");
    let text = Text { language: "en".into(), text: text.into() };
    let statement = Statement::new(MessageType::Spontaneous, "drug-trafficking", &subject, text);
    Draft {
        kind: Kind::Message,
        unit: Unit::new("POLICE").expect("a unit's code"),
        handling: Handling::new(Level::Restricted, &[]),
        purposes: vec![Purpose::CriminalInvestigation],
        evaluation: None,
        recipients: Vec::new(),
        disclose_recipients: false,
        lane: Lane::Routine,
        review: None,
        expiry: None,
        revises: None,
        derived_from: Vec::new(),
        links: Vec::new(),
        attachments: Vec::new(),
        body: Body::Message(Box::new(Message { statement })).to_json(),
    }
}

pub fn recall(id: RecordId) -> Body {
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    Body::Recall(Box::new(Recall { statement }))
}

impl World {
    /// One thing an officer of some node does.
    pub fn work(&mut self) {
        let Some(place) = self.pick_up().filter(|place| *place < self.members) else { return };
        let own = self.ledger.own(place);
        let id = self.rng.pick(&own).copied();
        match (self.rng.below(100), id) {
            (0..45, _) | (_, None) => self.publish_new(place),
            (45..60, Some(id)) => self.revise(place, id),
            (60..64, Some(id)) => self.recall(place, id),
            (64..68, Some(id)) => self.withdraw(place, id),
            (68..75, Some(id)) => self.block(place, id),
            (75..78, Some(id)) => self.queue_twice(place, id),
            (78..81, _) => self.hold(place),
            (81..86, _) => self.open_file(place),
            _ => self.read(place),
        }
    }

    pub fn some_members(&mut self, but: usize) -> BTreeSet<usize> {
        let wanted = 1 + self.rng.below(3);
        let members = self.members;
        let some: BTreeSet<usize> = (0..wanted).map(|_| self.rng.below(members)).collect();
        some.into_iter().filter(|member| *member != but).collect()
    }

    fn lane(&mut self) -> Lane {
        *self.rng.pick(&Lane::ALL).expect("there are lanes")
    }

    pub fn publish_new(&mut self, place: usize) {
        let to = self.some_members(place);
        let days = 1 + self.rng.below(20) as i64;
        let moment = Timestamp(self.now() + days * record::moment::DAY_MS);
        let expiry = self.rng.chance(250).then(|| Date(node_day(moment)));
        let number = self.rng.draw();
        let lane = self.lane();
        let mut draft = Draft { lane, expiry, ..message(&format!("matter {number:x}")) };
        self.attach_some(place, &mut draft);
        self.submit(place, draft, to, expiry);
    }

    pub fn publish_to_all(&mut self, place: usize) {
        let stays = |member: &usize| *member != place && !self.has_left(*member);
        let to = (0..self.members).filter(stays).collect();
        self.submit(place, message("good morning"), to, None);
    }

    fn revise(&mut self, place: usize, id: RecordId) {
        let story = &self.ledger.stories[&(place, id)];
        let expiry = story.revisions.last().and_then(|one| one.expiry);
        let mut to = story.holders();
        let dropped: Vec<usize> = to.iter().copied().collect();
        if let Some(member) = self.rng.pick(&dropped) {
            to.remove(member);
        }
        if self.rng.chance(400) {
            to.extend(self.some_members(place));
        }
        let number = self.rng.draw();
        let text = format!("matter {number:x} corrected");
        let lane = self.lane();
        let mut draft = Draft { lane, expiry, revises: Some(id), ..message(&text) };
        self.attach_some(place, &mut draft);
        self.submit(place, draft, to, expiry);
    }

    /// Publishes for some members; what was answered or is durable enters the ledger.
    pub fn submit(
        &mut self,
        place: usize,
        mut draft: Draft,
        to: BTreeSet<usize>,
        expiry: Option<Date>,
    ) -> Option<Published> {
        draft.recipients = to.iter().map(|member| self.codes[*member].clone()).collect();
        let (control, file) = (draft.kind.is_control(), self.file_of(&draft));
        let by = officer();
        let outcome = self.transact(place, |node| {
            let draft = crate::author::read(draft)?;
            // A revision may reach further: another officer has agreed.
            let backing = Backing { second_person: Some("officer-2"), assurance: None };
            let published = flow::publish_backed(node, draft, &by, backing)??;
            let after = node.store.records_after(published.row, 64)?;
            Ok((published, after))
        });
        let (published, after) = self.published(place, outcome)?;
        if !control && to.iter().any(|member| self.knows_left(place, *member)) {
            self.fault(format!("{place} published for who has left"));
        }
        let (name, content_id) = (published.name.clone(), published.content_id);
        self.note(|| format!("{place} publishes {name} for {to:?}"));
        let before = self.ledger.stories.get(&(place, name.id));
        let dropped: BTreeSet<usize> =
            before.map(|story| &story.holders() - &to).unwrap_or_default();
        let revision = Revision { number: name.revision, content_id, to, expiry, file };
        self.ledger.add(place, &name, control, revision);
        self.note_withdrawals(place, &name, &dropped, &after);
        Some(published)
    }

    fn published<T>(&mut self, place: usize, outcome: super::world::Outcome<T>) -> Option<T> {
        use super::world::Outcome::{Answered, Crashed};
        let (Answered(answer) | Crashed(Some(answer))) = outcome else { return None };
        match answer {
            Ok(published) => Some(published),
            // Officers are told why; that is no fault of the node.
            Err(
                crate::Error::Usage(_)
                | crate::Error::NotFound(_)
                | crate::Error::Refused(_)
                | crate::Error::Limit { .. },
            ) => None,
            Err(error) => {
                self.fault(format!("{place} fails to publish: {error}"));
                None
            }
        }
    }

    /// Whoever a revision left out is told by a withdrawal of its own.
    fn note_withdrawals(
        &mut self,
        place: usize,
        name: &Name,
        dropped: &BTreeSet<usize>,
        after: &[crate::store::record::Stored],
    ) {
        let mut told = dropped.iter();
        for stored in after {
            let Ok(header) = record::Header::from_bytes(&stored.header) else { continue };
            let Some(member) = told.next() else {
                return self.fault(format!("{place} published {} unasked", header.name()));
            };
            let to = [*member].into();
            let content_id = stored.content_id;
            let revision = Revision { number: 1, content_id, to, expiry: None, file: None };
            self.ledger.add(place, &header.name(), true, revision);
        }
        if told.next().is_some() {
            self.fault(format!("{place} left out {dropped:?} of {name} and told not all of them"));
        }
        let story = self.ledger.stories.get_mut(&(place, name.id)).expect("it was just added");
        for member in dropped {
            story.withdrawn.insert(*member, name.revision);
            story.causes.insert("withdrawn");
        }
    }

    fn control(&mut self, place: usize, body: &Body, to: BTreeSet<usize>) -> Option<Published> {
        // Whatever lane a program asks for, what takes back and gives back keeps its order.
        let draft = Draft { lane: self.lane(), ..control_draft(body, &officer()) };
        self.submit(place, draft, to, None)
    }

    fn recall(&mut self, place: usize, id: RecordId) {
        let holders = self.ledger.stories[&(place, id)].holders();
        if self.control(place, &recall(id), holders).is_some() {
            let story = self.ledger.stories.get_mut(&(place, id)).expect("its own");
            story.recalled = true;
            story.causes.insert("recalled");
        }
    }

    fn withdraw(&mut self, place: usize, id: RecordId) {
        let story = &self.ledger.stories[&(place, id)];
        let holders: Vec<usize> = story.holders().into_iter().collect();
        let revision = story.revisions.iter().map(|one| one.number).max().unwrap_or(1);
        let Some(member) = self.rng.pick(&holders).copied() else { return };
        let recipient = self.codes[member].clone();
        let statement = WithdrawStatement { id, recipient, revision };
        let body = Body::Withdraw(Box::new(Withdraw { statement }));
        if self.control(place, &body, [member].into()).is_some() {
            let story = self.ledger.stories.get_mut(&(place, id)).expect("its own");
            story.withdrawn.insert(member, revision);
            story.causes.insert("withdrawn");
        }
    }

    fn block(&mut self, place: usize, id: RecordId) {
        let story = &self.ledger.stories[&(place, id)];
        let (blocked, holders) = (story.blocked, story.holders());
        let action = match (blocked, self.rng.below(3)) {
            (Blocked::No, 0 | 1) => BlockAction::Set,
            (Blocked::Set, 0 | 1) => BlockAction::Lift,
            _ => BlockAction::Decide,
        };
        let statement = BlockStatement { id, action, reference: "SR-1".into() };
        let body = Body::Block(Box::new(Block { statement }));
        if self.control(place, &body, holders).is_none() {
            return;
        }
        let story = self.ledger.stories.get_mut(&(place, id)).expect("its own");
        story.causes.insert("blocked");
        story.blocked = match (action, story.blocked) {
            (_, Blocked::Decided) | (BlockAction::Decide, _) => Blocked::Decided,
            (BlockAction::Set, _) => Blocked::Set,
            (BlockAction::Lift, _) => Blocked::No,
        };
    }

    /// A clumsy owner sends the same record once more, under a new number.
    fn queue_twice(&mut self, place: usize, id: RecordId) {
        let owner = self.codes[place].clone();
        let lane = self.lane() as u8;
        let outcome = self.transact(place, |node| {
            let Some(stored) = node.store.latest_record(&owner, &id)? else { return Ok(()) };
            match node.store.standings(stored.row)?.first() {
                Some(to) => node.store.enqueue(&to.peer, lane, stored.row).map(drop),
                None => Ok(()),
            }
        });
        drop(outcome);
    }

    /// Keeps a copy of something for a court.
    fn hold(&mut self, place: usize) {
        let known: Vec<(usize, RecordId)> = self.ledger.stories.keys().copied().collect();
        let Some((owner, id)) = self.rng.pick(&known).copied() else { return };
        let name = Name { owner: self.codes[owner].clone(), id, revision: 1 };
        let until = Date(node_day(Timestamp(self.now() + 30 * record::moment::DAY_MS)));
        let (authority, reference) = ("court".into(), "case 1".into());
        let statement = HoldStatement { name, authority, reference, until };
        let to = if owner == place { BTreeSet::new() } else { [owner].into() };
        self.control(place, &Body::Hold(Box::new(Hold { statement })), to);
    }

    /// An officer opens a record; only recipients may succeed, and the audit must know.
    fn read(&mut self, place: usize) {
        let known: Vec<(usize, RecordId)> = self.ledger.stories.keys().copied().collect();
        let Some((owner, id)) = self.rng.pick(&known).copied() else { return };
        let code = self.codes[owner].clone();
        let outcome = self.transact(place, |node| {
            let guarded = node.sight().show(&session(), Act::Read, (&code, &id, None))?;
            let seen = audit::record(node, guarded)?;
            if seen.is_ok() {
                standing::note_retrieved(node, &code, &id)?;
            }
            Ok(seen.ok())
        });
        let Some(seen) = outcome.durable() else { return };
        self.counts.reads += 1;
        *self.ledger.reads.entry(place).or_default() += 1;
        let Some(view) = seen else { return };
        self.note(|| format!("{place} reads {}", view.name));
        let story = &self.ledger.stories[&(owner, id)];
        let mut meant = story.revisions.iter().filter(|one| one.content_id == view.content_id);
        let allowed = place == owner || meant.any(|one| one.to.contains(&place));
        if !allowed && self.is_honest(place) {
            self.fault(format!("{place} opened {}, which is not for it", view.name));
        }
    }
}
