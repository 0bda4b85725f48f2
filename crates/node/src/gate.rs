//! The gate: what leaves and what enters passes policy here, and the decision is kept beside it.

use std::collections::BTreeSet;

use record::policy::{
    self, Audience, Backing, Class, Decision, Destination, Protected, Reach, Role, Rule, State,
};
use record::{Body, Header, NodeCode};

use crate::audit::{self, Deed, Event};
use crate::author::{self, Author, Authored};
use crate::flow::Published;
use crate::view::Session;
use crate::{Error, Node, forward, index};

/// A record that policy let out, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    pub recipients: Vec<NodeCode>,
    /// What was decided, under which tables.
    pub decision: String,
}

/// Decides for every recipient before anything is logged: one refusal refuses the whole draft.
pub fn release(
    node: &mut Node,
    authored: &Authored,
    author: &Author,
    backing: Backing<'_>,
) -> Result<Released, Error> {
    forward::permit(node, authored, author)?;
    let watched = watched(node, &authored.body, author)?;
    permit(node, authored, author, (watched, backing))
}

/// As [`release`], with what is known of the person whom a standing question watches.
fn permit(
    node: &Node,
    authored: &Authored,
    author: &Author,
    (watched, backing): (Option<Protected>, Backing<'_>),
) -> Result<Released, Error> {
    let header = &authored.record.header;
    let mut class = index::class_of(node, header, Some(&authored.body), State::Active);
    class.subject = class.subject.or(watched);
    let reader =
        policy::Reader { node: node.code.clone(), unit: author.unit.clone(), role: author.role };
    for purpose in &header.purposes {
        let decision =
            policy::decide(&node.tables, &reader, policy::Act::Publish, *purpose, &class);
        refuse(decision)?;
    }
    refuse(reach(node, authored, backing)?)?;
    for code in &authored.recipients {
        let to = destination(node, code)?;
        refuse(policy::release(&node.tables, &node.code, &to, &class, backing))?;
    }
    let mut decision = format!("granted tables={}", node.tables.version());
    if let Some(second) = backing.second_person {
        decision.push_str(&format!(" second={second}"));
    }
    Ok(Released { recipients: authored.recipients.clone(), decision })
}

/// Whether a revision of a record that others have may reach as far as it would.
fn reach(node: &Node, authored: &Authored, backing: Backing<'_>) -> Result<Decision, Error> {
    let Some((before, recipients)) = shared(node, &authored.record.header)? else {
        return Ok(Decision::Granted);
    };
    let before = reach_of(&before, &recipients);
    let wanted = authored.recipients.iter().cloned().collect();
    Ok(policy::reach(&before, &reach_of(&authored.record.header, &wanted), backing))
}

/// In what ways a revision reaches further than the one before, where others have the record.
pub fn widened(node: &Node, authored: &Authored) -> Result<Vec<policy::Widening>, Error> {
    let Some((before, recipients)) = shared(node, &authored.record.header)? else {
        return Ok(Vec::new());
    };
    let before = reach_of(&before, &recipients);
    let wanted = authored.recipients.iter().cloned().collect();
    Ok(policy::widened(&before, &reach_of(&authored.record.header, &wanted)))
}

fn reach_of<'a>(header: &'a Header, recipients: &'a BTreeSet<NodeCode>) -> Reach<'a> {
    Reach { recipients, handling: &header.handling, purposes: &header.purposes }
}

/// The revision before and whom it was for; none where nobody else ever had the record.
fn shared(node: &Node, header: &Header) -> Result<Option<(Header, BTreeSet<NodeCode>)>, Error> {
    if header.revision == 1 || author::holders(node, &header.id)?.is_empty() {
        return Ok(None);
    }
    let Some(latest) = node.store.latest_record(&node.code, &header.id)? else { return Ok(None) };
    let standings = node.store.standings(latest.row)?;
    let recipients = standings.iter().map(|standing| NodeCode::new(&standing.peer));
    Ok(Some((Header::from_bytes(&latest.header)?, recipients.collect::<Result<_, _>>()?)))
}

/// What the record of the person whom a standing question watches says of that person. That is a
/// reading of the record: it is audited, and who may not read the record may not watch the person
/// either, by the rule that refuses the reading, so that the answer tells nothing that a reading
/// would not. Of identifiers it is not looked up whose they are: a refusal would tell the asker.
fn watched(node: &mut Node, body: &Body, author: &Author) -> Result<Option<Protected>, Error> {
    let Body::StandingQuestion(question) = body else { return Ok(None) };
    let Some(person) = &question.statement.person else { return Ok(None) };
    let session = Session { author: author.clone(), purpose: question.statement.purpose };
    let sight = node.sight();
    let Some((_, entry)) = sight.pick(&person.owner, &person.id, None)? else { return Ok(None) };
    let (class, reader) = (sight.class(&entry)?, sight.reader(&session));
    let decision =
        policy::decide(&node.tables, &reader, policy::Act::Read, session.purpose, &class);
    let event = Event::new(Deed::Read, author, node.now()).purpose(session.purpose);
    let event = event.about(&person.owner, &person.id).reason("standing-question");
    let event = match decision {
        Decision::Granted => event,
        Decision::Refused(rule) => event.refused(rule),
    };
    audit::note(node, &event)?;
    refuse(decision)?;
    Ok(class.subject)
}

/// What policy would say of a draft: to its author, and for each recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    pub author: Option<Rule>,
    pub recipients: Vec<(NodeCode, Option<Rule>)>,
}

impl Foreseen {
    /// Every rule that refused, once.
    pub fn rules(&self) -> BTreeSet<Rule> {
        let theirs = self.recipients.iter().filter_map(|(_, rule)| *rule);
        self.author.into_iter().chain(theirs).collect()
    }
}

/// As [`release`], and every refusal is told instead of the first one ending it.
pub fn foresee(node: &mut Node, authored: &Authored, author: &Author) -> Result<Foreseen, Error> {
    let watched = match watched(node, &authored.body, author) {
        Err(Error::Refused(rule)) => {
            let recipients = authored.recipients.iter().map(|code| (code.clone(), None));
            return Ok(Foreseen { author: Some(rule), recipients: recipients.collect() });
        }
        other => other?,
    };
    let (mut at_home, backing) = (authored.clone(), Backing::default());
    let mut recipients = Vec::with_capacity(authored.recipients.len());
    for code in std::mem::take(&mut at_home.recipients) {
        let alone = Authored { recipients: vec![code.clone()], ..at_home.clone() };
        recipients.push((code, refusal(permit(node, &alone, author, (watched, backing)))?));
    }
    let own = refusal(permit(node, &at_home, author, (watched, backing)))?;
    // What the author may not do at all is not the recipients' matter.
    let theirs = |rule: Option<Rule>| rule.filter(|rule| Some(*rule) != own);
    let recipients = recipients.into_iter().map(|(code, rule)| (code, theirs(rule))).collect();
    Ok(Foreseen { author: own, recipients })
}

/// A role, and the rule that keeps it from reading: at home, and at a recipient by common rules.
pub type Reading = (Role, Option<Rule>, Option<Rule>);

/// Which roles may read a draft once it is a record, for one of the purposes it is shared for.
pub fn foresee_readers(node: &mut Node, authored: &Authored) -> Vec<Reading> {
    let header = &authored.record.header;
    let home = index::class_of(node, header, Some(&authored.body), State::Active);
    let there = Class { audience: Audience::Recipient, ..home.clone() };
    let unit = &header.unit;
    let refused = |role: Role, class: &Class| {
        let reader = policy::Reader { node: node.code.clone(), unit: unit.clone(), role };
        let by = |purpose| policy::decide(&node.tables, &reader, policy::Act::Read, purpose, class);
        let decisions: Vec<Decision> = header.purposes.iter().map(|one| by(*one)).collect();
        match decisions.first() {
            Some(Decision::Refused(rule)) if !decisions.iter().any(|one| one.is_granted()) => {
                Some(*rule)
            }
            _ => None,
        }
    };
    let row = |role: &Role| (*role, refused(*role, &home), refused(*role, &there));
    Role::ALL.iter().map(row).collect()
}

fn refusal(outcome: Result<Released, Error>) -> Result<Option<Rule>, Error> {
    match outcome {
        Ok(_) => Ok(None),
        Err(Error::Refused(rule)) => Ok(Some(rule)),
        Err(other) => Err(other),
    }
}

pub(crate) fn destination(node: &Node, code: &NodeCode) -> Result<Destination, Error> {
    let member = node.directory.member(code);
    let member = member.ok_or_else(|| Error::Usage(format!("{code} is no member")))?;
    Ok(Destination { code: code.clone(), active: member.is_active() })
}

fn refuse(decision: Decision) -> Result<(), Error> {
    match decision {
        Decision::Granted => Ok(()),
        Decision::Refused(rule) => Err(Error::Refused(rule)),
    }
}

/// Whether a foreign record may be stored here at all: the rule it is rejected by.
pub fn admission(header: &Header) -> Option<&'static str> {
    header.check().is_err().then(|| seal::Rule::RecordForm.code())
}

/// A publication and a refused one are both audited.
pub fn note_publication(
    node: &mut Node,
    by: &Author,
    outcome: &Result<Published, Error>,
) -> Result<(), Error> {
    let event = Event::new(Deed::Published, by, node.now());
    let event = match outcome {
        Ok(published) => event.about(&published.name.owner, &published.name.id),
        Err(Error::Refused(rule)) => event.refused(*rule).reason("publish"),
        Err(_) => return Ok(()),
    };
    audit::note(node, &event).map(drop)
}
