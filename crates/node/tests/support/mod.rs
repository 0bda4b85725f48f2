//! A network of nodes in memory with real cryptography, a clock set by hand and seeded entropy.

#![allow(dead_code, reason = "each test file uses its own part of the support")]
#![allow(clippy::unwrap_used, reason = "a test may panic, its steps too")]

pub mod authenticator;
pub mod back;
pub mod before;
pub mod canary;
pub mod edit;
pub mod exchange;
pub mod file;
pub mod folder;
pub mod forward;
pub mod hand;
pub mod identity_provider;
pub mod line;
pub mod place;
pub mod process;
pub mod token;
pub mod two_faced;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use node::author::Author;
use node::delivery::{self, Answer, Settled};
use node::founding::{self, Plan};
use node::store::Store;
use node::tally::ask::Comparing;
use node::tally::{Answer as Answered, Ask};
use node::vault::Vault;
use node::{Clock, Config, Node, Parts, flow};
use record::draft::Lane;
use record::kind::message::{Message, MessageType, Statement, Text};
use record::policy::Role;
use record::{Body, Digest, Draft, Handling, Kind, Level, NodeCode, Purpose, Timestamp, Unit};
use seal::directory::{Labels, MemberRole};
use seal::entropy::Entropy;

/// 2026-03-02T08:00Z, a Monday.
pub const START: i64 = 1_772_438_400_000;

#[derive(Clone)]
pub struct HandClock(pub Arc<AtomicI64>);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

impl HandClock {
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(START)))
    }

    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

/// Entropy from a counter: the same test draws the same bytes.
pub struct Seeded(pub u64);

impl Entropy for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            self.0 += 1;
            let block = Digest::of(&[b"test entropy", &self.0.to_be_bytes()]);
            chunk.copy_from_slice(&block.0[..chunk.len()]);
        }
    }
}

pub fn code(text: &str) -> NodeCode {
    NodeCode::new(text).unwrap()
}

pub fn plan(text: &str) -> Plan {
    let name = text.to_owned();
    Plan {
        code: code(text),
        names: Labels { ar: name.clone(), en: name.clone(), fr: name.clone(), es: name },
        region: "exercise".into(),
        role: MemberRole::Country,
        address: None,
        relays: Vec::new(),
        pins: Vec::new(),
        units: vec![Unit::new("POLICE").unwrap()],
    }
}

pub struct Network {
    pub nodes: Vec<Node>,
    pub clock: HandClock,
    pub signed: Vec<u8>,
    pub stewards: Vec<seal::log_key::LogSecret>,
    /// In the order of the codes, as the nodes.
    pub roots: Vec<seal::log_key::LogSecret>,
}

impl Network {
    pub fn new(codes: &[&str]) -> Self {
        Self::with(codes, |_| Store::in_memory().unwrap(), Config::default())
    }

    pub fn with(codes: &[&str], store: impl Fn(&str) -> Store, config: Config) -> Self {
        let clock = HandClock::new();
        let mut entropy = Seeded(0);
        let mut keys = Vec::new();
        let mut members = Vec::new();
        let mut roots = Vec::new();
        for text in codes {
            let made = founding::keys(&code(text), &mut entropy).unwrap();
            members.push(founding::member(&plan(text), &made, clock.now()));
            keys.push(made.identity);
            roots.push(made.root);
        }
        let founded = founding::found("test", true, members, clock.now(), &mut entropy).unwrap();
        let open = |(number, identity): (usize, node::Identity)| {
            Node::open(Parts {
                store: store(identity.code.as_str()),
                identity,
                directory: founded.directory.clone(),
                config: config.clone(),
                vault: Vault::new([number as u8 + 1; 32], [99; 32]),
                clock: Arc::new(clock.clone()),
                entropy: Box::new(Seeded((number as u64 + 1) << 32)),
            })
            .unwrap()
        };
        let nodes = keys.into_iter().enumerate().map(open).collect();
        let stewards = founded.stewards;
        Self { nodes, clock, signed: founded.signed, stewards, roots }
    }

    /// The stewards confirm the directory; these nodes take the head.
    pub fn confirm(&mut self, at: &[&str]) {
        let newest = self.nodes.iter().max_by_key(|node| node.directory.sequence).unwrap();
        let (newest, now) = (newest.directory.clone(), newest.now());
        let next = newest.next(newest.members().to_vec(), now);
        let signed = founding::sign(&next, &self.stewards).unwrap();
        let next = Arc::new(newest.accept_at(&signed, now).unwrap());
        for code in at {
            self.at(code).directory = next.clone();
        }
    }

    pub fn at(&mut self, text: &str) -> &mut Node {
        self.nodes.iter_mut().find(|node| node.code.as_str() == text).unwrap()
    }

    fn place(&self, peer: &NodeCode) -> usize {
        self.nodes.iter().position(|node| node.code == *peer).unwrap()
    }

    pub fn publish(&mut self, at: &str, draft: Draft) -> Result<flow::Published, node::Error> {
        self.at(at)
            .commit(|node| flow::publish_audited(node, node::author::read(draft)?, &officer()))?
    }

    /// Delivers one parcel of a lane; answers whether anything went.
    pub fn deliver(&mut self, from: usize, peer: &NodeCode, lane: Lane) -> Option<Answer> {
        let sender = &mut self.nodes[from];
        let parcel = sender
            .commit(|node| flow::send(node, peer, lane, node::outward::UnderWay::default()))
            .unwrap()?;
        let start = node::outward::acked_head_size(sender, peer).unwrap();
        let bytes = delivery::seal(sender, &parcel, start).unwrap();
        let me = sender.code.clone();
        let to = self.place(peer);
        let answer = self.nodes[to].commit(|node| delivery::receive(node, &me, &bytes)).unwrap();
        let sender = &mut self.nodes[from];
        let settled = sender.commit(|node| delivery::settle(node, &parcel, &answer)).unwrap();
        (settled != Settled::Later).then_some(answer)
    }

    /// Compares the lanes of one node with their recipient; answers how many numbers go again, and
    /// what each question and its answer were.
    pub fn compare_lanes(&mut self, from: &str, to: &str) -> (u64, Vec<(Ask, Answered)>) {
        let (me, peer) = (code(from), code(to));
        let (mut comparing, mut said) = (Comparing::new(peer), Vec::new());
        while let Some(asks) = self.at(from).commit(|node| comparing.next(node)).unwrap() {
            let asked = asks.clone();
            let told = self.at(to).commit(|node| node::tally::answer(node, &me, &asked)).unwrap();
            let told = told.expect("an honest question is answered");
            said.push((asks, told.clone()));
            self.at(from).commit(|node| comparing.take(node, told)).unwrap();
        }
        (comparing.again, said)
    }

    /// Delivers until nothing moves.
    pub fn settle(&mut self) {
        for _ in 0..1_000 {
            let mut moved = false;
            for from in 0..self.nodes.len() {
                for to in 0..self.nodes.len() {
                    let peer = self.nodes[to].code.clone();
                    for lane in Lane::ALL.into_iter().rev() {
                        moved |= from != to && self.deliver(from, &peer, lane).is_some();
                    }
                }
            }
            if !moved {
                return;
            }
        }
        panic!("the network does not come to rest");
    }
}

pub fn officer() -> Author {
    Author {
        officer: "officer-1".into(),
        role: Role::DeskOfficer,
        unit: Unit::new("POLICE").unwrap(),
    }
}

pub fn message(text: &str, recipients: &[&str]) -> Draft {
    let subject = format!("about {text}");
    let text = Text { language: "en".into(), text: text.into() };
    let statement = Statement::new(MessageType::Spontaneous, "drug-trafficking", &subject, text);
    Draft {
        kind: Kind::Message,
        unit: Unit::new("POLICE").unwrap(),
        handling: Handling::new(Level::Restricted, &[]),
        purposes: vec![Purpose::CriminalInvestigation],
        evaluation: None,
        recipients: recipients.iter().map(|text| code(text)).collect(),
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

pub fn control(body: &Body) -> Draft {
    node::author::control_draft(body, &officer())
}
