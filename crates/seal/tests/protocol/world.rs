//! The exercise the vectors play in: three nodes, three stewards, their keys from known seeds.

use record::digest::hex_encode;
use record::kind::message::{Message, MessageType, Statement, Text};
use record::{Body, Digest, Handling, Header, Kind, Level, Purpose, Record, RecordId};
use record::{NodeCode, Timestamp, Unit};
use seal::directory::{
    Directory, Founding, KemMonth, Labels, LogEpoch, Member, MemberRole, MemberStatus, Steward,
};
use seal::entropy::Entropy;
use seal::kem::KemSecret;
use seal::log_key::LogSecret;

/// 2026-09-21T14:13:20Z, when the notes were signed.
pub const SECONDS: u64 = 1_790_000_000;
/// When the vectors are read: a minute later.
pub const NOW: Timestamp = Timestamp(1_790_000_060_000);
pub const MONTHS: [&str; 2] = ["2026-08", "2026-09"];

pub fn node(code: &str) -> NodeCode {
    NodeCode::new(code).unwrap()
}

fn seed(of: &str) -> [u8; 32] {
    Digest::of(&[b"seed of the vectors: ", of.as_bytes()]).0
}

fn seeds(of: &str) -> [u8; 64] {
    let both = [seed(&format!("{of} Ed25519")), seed(&format!("{of} ML-DSA-44"))];
    both.concat().try_into().unwrap()
}

pub fn origin(node: &str) -> String {
    format!("amana.invalid/log/{node}")
}

pub fn log_seeds(node: &str) -> [u8; 64] {
    seeds(&format!("log {node}"))
}

pub fn log(node: &str) -> LogSecret {
    LogSecret::from_seeds(&origin(node), &log_seeds(node)).unwrap()
}

pub fn witness_name(node: &str) -> String {
    format!("amana.invalid/witness/{node}")
}

pub fn witness_seeds(node: &str) -> [u8; 64] {
    seeds(&format!("witness {node}"))
}

pub fn witness(node: &str) -> LogSecret {
    LogSecret::from_seeds(&witness_name(node), &witness_seeds(node)).unwrap()
}

pub fn steward_seeds(number: u8) -> [u8; 64] {
    seeds(&format!("steward {number}"))
}

/// Stewards of another network have other numbers.
pub fn steward(number: u8) -> Steward {
    let name = format!("steward-{number}");
    let key = LogSecret::from_seeds(&name, &steward_seeds(number)).unwrap();
    Steward { name, key: key.public().clone() }
}

pub fn kem_seed(node: &str, month: &str) -> [u8; 32] {
    seed(&format!("decapsulation {node} {month}"))
}

pub fn kem(node: &str, month: &str) -> KemSecret {
    KemSecret::from_seed(kem_seed(node, month)).unwrap()
}

pub fn root_seeds(code: &str) -> [u8; 64] {
    seeds(&format!("root {code}"))
}

pub fn root(code: &str) -> LogSecret {
    LogSecret::from_seeds(&format!("root-{code}"), &root_seeds(code)).unwrap()
}

pub fn member(code: &str, keys: &str) -> Member {
    let name = format!("Exercise {code}");
    let root = LogSecret::from_seeds(&format!("root-{code}"), &seeds(&format!("root {keys}")));
    let log = LogSecret::from_seeds(&origin(code), &log_seeds(keys)).unwrap();
    let month =
        |month: &str| KemMonth { month: month.into(), key: kem(keys, month).public().clone() };
    Member {
        code: node(code),
        names: Labels { ar: name.clone(), en: name.clone(), fr: name.clone(), es: name },
        region: "exercise".into(),
        role: MemberRole::Country,
        status: MemberStatus::Admitted,
        root: root.unwrap().public().clone(),
        logs: vec![LogEpoch {
            epoch: 1,
            key: log.public().clone(),
            from: Timestamp(1_767_225_600_000),
            revoked_at: None,
        }],
        kem: MONTHS.map(month).into(),
        pins: vec![Digest(seed(&format!("pin {keys}")))],
        address: Some(format!("{}.invalid:7443", code.to_lowercase())),
        units: vec![Unit::new("POLICE").unwrap()],
        witness: Vec::new(),
        relays: Vec::new(),
        certificate: None,
        successor: None,
    }
}

pub fn founding(stewards: [u8; 3], members: Vec<Member>) -> Directory {
    Directory::found(Founding {
        name: "Vectors".into(),
        exercise: true,
        created: Timestamp(1_789_900_000_000),
        stewards: stewards.map(steward).into(),
        threshold: 2,
        members,
        policy: (1, Digest::of(&[b"policy tables of the vectors"])),
    })
}

/// The network's first head.
pub fn directory() -> Directory {
    founding([1, 2, 3], vec![member("XA", "XA"), member("XB", "XB")])
}

pub fn network() -> Digest {
    // Key generation is the dear part; every call gives the same.
    static NETWORK: std::sync::OnceLock<Digest> = std::sync::OnceLock::new();
    *NETWORK.get_or_init(|| directory().network())
}

pub fn id(number: u8) -> RecordId {
    RecordId::new(Timestamp(1_789_999_000_000), [number; 10])
}

pub fn salt(of: &str) -> [u8; 32] {
    Digest::of(&[b"salt of the vectors: ", of.as_bytes()]).0
}

/// A header as XA writes it.
pub fn header(number: u8, kind: Kind) -> Header {
    Header {
        network: network(),
        owner: node("XA"),
        id: id(number),
        revision: 1,
        previous: None,
        unit: Unit::new("POLICE").unwrap(),
        kind,
        handling: Handling::new(Level::Restricted, &[]),
        evaluation: None,
        purposes: vec![Purpose::CriminalInvestigation],
        created: Timestamp(1_789_999_000_000),
        review: "2028-09-21".parse().unwrap(),
        expiry: "2028-09-21".parse().unwrap(),
    }
}

/// A message under a header that the caller may have changed. The frozen vectors hold these words.
pub fn message(header: Header) -> Record {
    let text = Text {
        language: "en".into(),
        text: "Please say who has used this number since March.".into(),
    };
    let subject = "Subscriber of +57 601 555 0100";
    let statement = Statement::new(MessageType::Request, "drug-trafficking", subject, text);
    compose(header, &Body::Message(Box::new(Message { statement })))
}

pub fn compose(header: Header, body: &Body) -> Record {
    let seed = salt(&hex_encode(&header.id.0));
    Record::compose(header, body, &record::parts::Extras::default(), seed).unwrap()
}

/// Entropy from a word: the vectors come out the same on every run.
pub struct Known {
    word: String,
    count: u64,
}

pub fn entropy(word: &str) -> Known {
    Known { word: word.into(), count: 0 }
}

impl Entropy for Known {
    fn fill(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            let block = Digest::of(&[self.word.as_bytes(), &self.count.to_be_bytes()]);
            chunk.copy_from_slice(&block.0[..chunk.len()]);
            self.count += 1;
        }
    }
}
