//! Records that may be passed on, and forwards of them, honest and not.

use node::audit::split;
use node::author::plain_draft;
use node::flow::Published;
use node::standing::{self, Recipient};
use node::view::{Session, View};
use node::{Node, export};
use record::draft::Lane;
use record::kind::block::{BlockAction, BlockStatement};
use record::kind::forward::{Forward, ForwardStatement};
use record::kind::recall::{Recall, RecallReason, RecallStatement};
use record::kind::{Block, Kind};
use record::parts::{Extras, Original};
use record::policy::Act;
use record::{Body, Draft, Handling, Header, Name, NodeCode, Onward, Purpose, Record, RecordId};
use seal::leaf::Subject;
use seal::receipt::Receipt;

use super::{Network, code, control, message, officer};

pub const PURPOSE: Purpose = Purpose::CriminalInvestigation;

pub fn members(codes: &[&str]) -> Onward {
    Onward::Members(codes.iter().map(|each| code(each)).collect())
}

/// A message of which its recipients may pass on what it says to these.
pub fn passable(text: &str, recipients: &[&str], onward: Onward) -> Draft {
    let mut draft = message(text, recipients);
    draft.handling.onward_transfer = Some(onward);
    draft
}

pub fn body(name: &Name) -> Body {
    let statement = ForwardStatement { name: name.clone(), reason: "expected there".into() };
    Body::Forward(Box::new(Forward { statement }))
}

pub fn draft(name: &Name, to: &[&str]) -> Draft {
    let to = to.iter().map(|each| code(each)).collect();
    let plain = plain_draft(Kind::Forward, &officer().unit, body(name).to_json());
    Draft { recipients: to, purposes: vec![PURPOSE], ..plain }
}

pub fn pass_on(
    network: &mut Network,
    at: &str,
    name: &Name,
    to: &[&str],
) -> Result<Published, node::Error> {
    network.publish(at, draft(name, to))
}

pub fn recall(network: &mut Network, at: &str, id: RecordId) {
    let statement = RecallStatement { id, reason: RecallReason::Mistaken };
    network.publish(at, control(&Body::Recall(Box::new(Recall { statement })))).unwrap();
}

pub fn block(network: &mut Network, at: &str, id: RecordId, action: BlockAction) {
    let statement = BlockStatement { id, action, reference: "7/2026".into() };
    network.publish(at, control(&Body::Block(Box::new(Block { statement })))).unwrap();
}

/// One lane from one node to another, until nothing waits in it.
pub fn deliver(network: &mut Network, from: &str, to: &str) {
    let from = network.nodes.iter().position(|node| node.code.as_str() == from).unwrap();
    while network.deliver(from, &code(to), Lane::Flash).is_some() {}
}

/// What a desk officer of a node sees of a record, or the rule that refuses it.
pub fn seen(network: &mut Network, at: &str, name: &Name) -> Result<View, node::Error> {
    let session = Session { author: officer(), purpose: PURPOSE };
    let which = (&name.owner, &name.id, None);
    split(network.at(at).sight().show(&session, Act::Read, which).unwrap()).0
}

/// The rule that keeps an officer of a node from reading a record.
pub fn refused(network: &mut Network, at: &str, name: &Name) -> &'static str {
    match seen(network, at, name) {
        Err(node::Error::Refused(rule)) => rule.code(),
        other => panic!("{at}: {other:?}"),
    }
}

pub fn held(network: &mut Network, at: &str, name: &Name) -> usize {
    network.at(at).store.revisions(&name.owner, &name.id).unwrap().len()
}

pub fn standings(network: &mut Network, name: &Name) -> Vec<Recipient> {
    let node = network.at(name.owner.as_str());
    standing::of(&node.store, &name.owner, &name.id).unwrap()
}

/// What XB says XC did with its forward: rejected by this rule.
pub fn rejected_by(network: &mut Network, name: &Name, peer: &str) -> Option<String> {
    let receipts = network.at(name.owner.as_str()).store.receipts(&name.owner, &name.id).unwrap();
    let of_peer = receipts.iter().filter(|receipt| receipt.peer == peer);
    of_peer
        .filter_map(|receipt| match Receipt::from_bytes(&receipt.bytes).unwrap().subject {
            Subject::Rejected { rule, .. } => Some(rule),
            _ => None,
        })
        .next()
}

pub fn is_sound(network: &mut Network) {
    for node in &mut network.nodes {
        let report = node::fsck::run(node, false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "{}", node.code);
    }
}

/// What an honest node would put into its forward.
pub fn original(network: &mut Network, at: &str, name: &Name) -> Original {
    let told = {
        let node = network.at(at);
        export::evidence(node, &name.owner, &name.id, Some(name.revision)).unwrap()
    };
    let evidence: seal::evidence::Evidence =
        serde_json::from_value(told["evidence"].clone()).unwrap();
    let node = network.at(at);
    let stored = node.store.records_named(name).unwrap().remove(0);
    Original {
        record: node.vault.pack(&node.store, &stored).unwrap(),
        leaf_salt: evidence.salt,
        leaf: evidence.index,
        checkpoint: evidence.checkpoint,
        inclusion: evidence.inclusion,
    }
}

/// A forward that no honest node would make.
pub struct Forged {
    pub name: Name,
    pub original: Option<Original>,
    pub recipients: Option<Vec<NodeCode>>,
    /// To whom it is sent.
    pub to: Vec<NodeCode>,
    pub handling: Handling,
}

/// Enters it in a node's log and queues it, past every rule of its own.
pub fn smuggle(network: &mut Network, at: &str, forged: Forged) -> Name {
    let now = network.at(at).now();
    let node = network.at(at);
    node.commit(|node| {
        let body = body(&forged.name);
        let header = header(node, now, &forged);
        let original = forged.original.clone().map(Box::new);
        let extras =
            Extras { recipients: forged.recipients.clone(), original, ..Extras::default() };
        let record = Record::compose(header, &body, &extras, [9; 32])?;
        let name = record.name();
        let row = node::flow::readmit(node, record, body)?;
        for peer in &forged.to {
            node.store.enqueue(peer.as_str(), Lane::Flash as u8, row)?;
            node.store.insert_release(row, peer.as_str(), "forged")?;
        }
        Ok(name)
    })
    .unwrap()
}

fn header(node: &Node, now: record::Timestamp, forged: &Forged) -> Header {
    let day: record::moment::Date = "2026-12-31".parse().unwrap();
    Header {
        network: node.network,
        owner: node.code.clone(),
        id: RecordId::new(now, [5; 10]),
        revision: 1,
        previous: None,
        unit: officer().unit,
        kind: Kind::Forward,
        handling: forged.handling.clone(),
        evaluation: None,
        purposes: vec![PURPOSE],
        created: now,
        review: day,
        expiry: day,
    }
}
