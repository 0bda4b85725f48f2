//! From a draft to a record: the author's step of the path.

use std::collections::BTreeSet;

use record::draft::Lane;
use record::kind::message::{MessageType, Statement};
use record::kind::own;
use record::moment::Date;
use record::parts::{Extras, Link};
use record::policy::{self, Role};
use record::{Body, Draft, Handling, Header, Level, NodeCode, Purpose, Record, RecordId, Unit};

use crate::act::node_day;
use crate::attachment::Chosen;
use crate::clock::draw;
use crate::{Error, Node, attachment, forward, restore, retention};

/// Who submits: peers see role and unit, never the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub officer: String,
    pub role: Role,
    pub unit: Unit,
}

/// A record ready for policy, and whom it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Authored {
    pub record: Record,
    pub body: Body,
    pub recipients: Vec<NodeCode>,
    /// Recipients of the revision before that this one drops; each gets a withdrawal.
    pub dropped: Vec<NodeCode>,
    pub lane: record::draft::Lane,
    /// Files that travel beside it.
    pub files: Vec<Chosen>,
}

/// A draft whose body was read and checked: what can be done beside the writer.
#[derive(Clone, Debug, PartialEq)]
pub struct Drafted {
    draft: Draft,
    body: Body,
    /// Codes of nodes' own in the body, each with its list.
    own: Vec<(&'static str, String)>,
}

/// Reads and checks the body of a draft.
pub fn read(mut draft: Draft) -> Result<Drafted, Error> {
    draft.links.iter().try_for_each(Link::check)?;
    let own = own::codes(draft.kind, &draft.body);
    let mut body = Body::from_json(draft.kind, draft.body.take())?;
    if let Body::Message(message) = &mut body {
        agree_on_urgency(&mut draft.lane, &mut message.statement)?;
    }
    Ok(Drafted { draft, body, own })
}

/// The urgency is the lane. A request carries it, because its clock depends on it and a lane is
/// not proved by its author.
fn agree_on_urgency(lane: &mut Lane, statement: &mut Statement) -> Result<(), Error> {
    match statement.urgency {
        Some(urgency) if *lane == Lane::Routine => *lane = urgency,
        Some(urgency) if urgency != *lane => {
            let (lane, urgency) = (lane.code(), urgency.code());
            return Err(Error::Usage(format!("urgency {urgency} does not travel in lane {lane}")));
        }
        None if statement.message_type == MessageType::Request && *lane != Lane::Routine => {
            statement.urgency = Some(*lane);
        }
        _ => {}
    }
    Ok(())
}

/// Makes a draft a record of this node, with files that one officer has uploaded. Writes nothing.
pub fn compose(node: &mut Node, drafted: Drafted, uploader: &str) -> Result<Authored, Error> {
    let Drafted { draft, body, own } = drafted;
    own::check(&own, &node.lists)?;
    let now = node.now();
    let (id, revision, previous, before) = lineage(node, &draft, now)?;
    let code = node.code.clone();
    let revised = draft.revises.as_ref().map(|id| (&code, id));
    let files = attachment::choose(node, &draft.attachments, revised, uploader)?;
    let recipients = recipients(node, &draft, &body)?;
    let carrying = forward::carry(node, &draft, &body)?;
    let dropped = before.into_iter().filter(|peer| !recipients.contains(peer)).collect();
    let (review, expiry) = retention(node, &draft)?;
    let (review, expiry) = match &carrying {
        Some(carrying) => carrying.ends((review, expiry)),
        None => (review, expiry),
    };
    let handling = inherited(node, &draft)?;
    let handling = match &carrying {
        Some(carrying) => carrying.handling(handling),
        None => handling,
    };
    let mut purposes = draft.purposes.clone();
    purposes.sort();
    purposes.dedup();
    let header = Header {
        network: node.network,
        owner: node.code.clone(),
        id,
        revision,
        previous,
        unit: draft.unit.clone(),
        kind: draft.kind,
        handling,
        evaluation: draft.evaluation.clone(),
        purposes,
        created: now,
        review,
        expiry,
    };
    // Who is given another's record is told to all of them, and to its owner above all.
    let disclosed = draft.disclose_recipients || carrying.is_some();
    let disclosed = disclosed.then(|| recipients.clone());
    let extras = Extras {
        derived_from: draft.derived_from,
        links: draft.links,
        attachments: files.iter().map(|one| one.attached.clone()).collect(),
        recipients: disclosed,
        original: carrying.map(|carrying| Box::new(carrying.original)),
    };
    let seed = draw(&mut *node.entropy);
    let record = Record::compose(header, &body, &extras, seed)?;
    // A block and its lifting must not overtake each other: what controls has one lane.
    let lane = if draft.kind.is_control() { Lane::Flash } else { draft.lane };
    Ok(Authored { record, body, recipients, dropped, lane, files })
}

type Lineage = (RecordId, u32, Option<record::Digest>, BTreeSet<NodeCode>);

/// A new id, or the next revision of one of ours and who has it now.
fn lineage(node: &mut Node, draft: &Draft, now: record::Timestamp) -> Result<Lineage, Error> {
    let Some(id) = draft.revises else {
        let id = RecordId::new(now, draw(&mut *node.entropy));
        return Ok((id, 1, None, BTreeSet::new()));
    };
    // RST-06: a holder may have a later revision than a restored backup.
    if restore::is_pending(node)? {
        return Err(seal::Rule::ReviseLater.into());
    }
    let latest = node.store.latest_record(&node.code, &id)?;
    let latest = latest.ok_or_else(|| Error::NotFound(format!("{id} is no record of ours")))?;
    if !node.store.hidings(&node.code, &id)?.is_empty() {
        return Err(Error::Usage(format!("{id} was taken back: correct it under a new id")));
    }
    let header = Header::from_bytes(&latest.header)?;
    if header.kind != draft.kind {
        return Err(Error::Usage(format!("{id} is of kind {}", header.kind.code())));
    }
    let before = reached(node, &id)?;
    Ok((id, header.revision + 1, Some(latest.content_id), before))
}

/// Every node that any revision of one of our records was queued for.
pub fn holders(node: &Node, id: &RecordId) -> Result<BTreeSet<NodeCode>, Error> {
    let mut peers = BTreeSet::new();
    for stored in node.store.revisions(&node.code, id)? {
        for standing in node.store.standings(stored.row)? {
            peers.insert(NodeCode::new(&standing.peer)?);
        }
    }
    Ok(peers)
}

/// Everyone who has one of our records or may have it: those it was queued for, and those to whom a
/// recipient says it passed it on. What takes it back goes to all of them, its content to none.
pub fn reached(node: &Node, id: &RecordId) -> Result<BTreeSet<NodeCode>, Error> {
    let mut peers = holders(node, id)?;
    for passed in node.store.passed(&node.code, id)? {
        peers.insert(NodeCode::new(&passed.peer)?);
    }
    Ok(peers)
}

/// Whom it goes to: a control record to all whom it concerns, anything else as the draft says.
fn recipients(node: &Node, draft: &Draft, body: &Body) -> Result<Vec<NodeCode>, Error> {
    let mut wanted: BTreeSet<NodeCode> = match body {
        Body::Recall(recall) => concerned(node, &recall.statement.id)?,
        Body::Block(block) => concerned(node, &block.statement.id)?,
        Body::Withdraw(withdraw) => {
            concerned(node, &withdraw.statement.id)?;
            [withdraw.statement.recipient.clone()].into()
        }
        Body::Hold(hold) => [hold.statement.name.owner.clone()].into(),
        Body::Forward(forward) => {
            let owner = [&forward.statement.name.owner];
            draft.recipients.iter().chain(owner).cloned().collect()
        }
        _ => draft.recipients.iter().cloned().collect(),
    };
    wanted.remove(&node.code);
    if let Some(stranger) = wanted.iter().find(|code| node.directory.member(code).is_none()) {
        return Err(Error::Usage(format!("{stranger} is no member of this network")));
    }
    Ok(wanted.into_iter().collect())
}

/// The holders of a record that must be ours.
fn concerned(node: &Node, id: &RecordId) -> Result<BTreeSet<NodeCode>, Error> {
    if node.store.latest_record(&node.code, id)?.is_none() {
        return Err(Error::NotFound(format!("{id} is no record of ours")));
    }
    reached(node, id)
}

/// What a machine or a person made of other records is never more open than they are.
fn inherited(node: &Node, draft: &Draft) -> Result<record::Handling, Error> {
    let mut sources = vec![draft.handling.clone()];
    for name in &draft.derived_from {
        let stored = node.store.records_named(name)?;
        let stored = stored.first().ok_or_else(|| Error::NotFound(format!("source {name}")))?;
        sources.push(Header::from_bytes(&stored.header)?.handling);
    }
    Ok(policy::strictest(&sources))
}

/// At most five years before review; an unanswered review is an expiry.
fn retention(node: &Node, draft: &Draft) -> Result<(Date, Date), Error> {
    let today = node_day(node.now());
    let years = jiff::Span::new().years(node.config.review_years_max);
    let mut last = Date(today.saturating_add(years));
    let rows = node.store.retention()?;
    if let Some(days) = retention::days(&rows, draft.kind, draft.handling.level) {
        let sooner = today.saturating_add(jiff::Span::new().days(days));
        last = last.min(Date(sooner));
    }
    let expiry = draft.expiry.unwrap_or(last);
    let review = draft.review.unwrap_or(last.min(expiry));
    if review > last || expiry.0 < today {
        return Err(Error::Limit {
            what: "a record's review",
            limit: "review_years_max",
            max: node.config.review_years_max.unsigned_abs().into(),
        });
    }
    Ok((review, expiry.min(last)))
}

/// The withdrawal of a record from a node that its new revision leaves out.
pub fn withdrawal(header: &Header, recipient: &NodeCode, by: &Author) -> Drafted {
    let statement = record::kind::withdraw::WithdrawStatement {
        id: header.id,
        recipient: recipient.clone(),
        revision: header.revision,
    };
    let body = Body::Withdraw(Box::new(record::kind::Withdraw { statement }));
    Drafted { draft: control_draft(&body, by), body, own: Vec::new() }
}

/// A draft with nothing but what every draft has: for official use, kept at home.
pub fn plain_draft(kind: record::Kind, unit: &Unit, body: serde_json::Value) -> Draft {
    Draft {
        kind,
        unit: unit.clone(),
        handling: Handling::new(Level::ForOfficialUse, &[]),
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
        body,
    }
}

/// A control record says nothing about anybody and goes at once.
pub fn control_draft(body: &Body, author: &Author) -> Draft {
    Draft { lane: Lane::Flash, ..plain_draft(body.kind(), &author.unit, body.to_json()) }
}

#[cfg(test)]
mod tests {
    use record::kind::Message;
    use record::kind::message::Text;

    use super::*;

    /// Lane and urgency of a draft, and both after it was read.
    fn check(given: (Lane, Option<Lane>), message_type: MessageType, expect: Option<(Lane, Lane)>) {
        let text = Text { language: "en".into(), text: "…".into() };
        let mut statement = Statement::new(message_type, "drug-trafficking", "Exercise", text);
        statement.urgency = given.1;
        let body = Body::Message(Box::new(Message { statement })).to_json();
        let unit = Unit::new("POLICE").unwrap();
        let draft = Draft { lane: given.0, ..plain_draft(record::Kind::Message, &unit, body) };
        let read = read(draft).ok().map(|read| {
            let Body::Message(message) = &read.body else { panic!("a message") };
            (read.draft.lane, message.statement.urgency.unwrap_or_default())
        });
        assert_eq!(read, expect, "{given:?}");
    }

    #[test]
    fn a_request_carries_the_lane_it_travels_in() {
        use Lane::{Flash, Routine, Urgent};
        let request = MessageType::Request;
        check((Routine, None), request, Some((Routine, Routine)));
        check((Urgent, None), request, Some((Urgent, Urgent)));
        check((Routine, Some(Flash)), request, Some((Flash, Flash)));
        check((Urgent, Some(Urgent)), request, Some((Urgent, Urgent)));
        check((Urgent, Some(Flash)), request, None);
        check((Urgent, None), MessageType::Spontaneous, Some((Urgent, Routine)));
    }
}
