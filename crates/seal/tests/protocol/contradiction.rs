//! Contradictions with what proves them, and what proves none.

use record::digest::hex_encode;
use record::parts::Extras;
use record::{Digest, Header, Kind, Record, cbor};
use seal::contradiction::{Proof, Statement};
use seal::evidence::Evidence;
use seal::leaf::{Leaf, Subject};
use seal::merkle::{Forest, inclusion, leaf_hash, root};
use serde_json::{Value, json};

use crate::frozen::{Frozen, Head};
use crate::world::{directory, header, log_seeds, message, network, node, origin, salt};
use crate::{code, merkle, run_cases, unhex};

/// Leaves of other statements before the one that is told in two ways.
const BEFORE: u64 = 5;

/// XA's message to these, who are named in it.
fn told(number: u8, revision: u32, to: &[&str]) -> Record {
    let first = header(number, Kind::Message);
    let plain = message(first.clone());
    let previous = (revision > 1).then(|| plain.content_id());
    let header = Header { revision, previous, ..first };
    let recipients = Some(to.iter().map(|code| node(code)).collect());
    let extras = Extras { recipients, ..Extras::default() };
    let seed = salt(&format!("{number} {revision} {to:?}"));
    Record::compose(header, &plain.body().unwrap(), &extras, seed).unwrap()
}

/// What proves these records in one log of XA's, behind what was said before.
fn statements(frozen: &mut Frozen, records: &[Record]) -> Vec<Statement> {
    let mut leaves = merkle::counted(BEFORE).0;
    let leaf = |record: &Record| {
        let content_id = record.content_id();
        Leaf::new(&Subject::published(&content_id), salt(&content_id.hex()))
    };
    for record in records {
        leaves.push(leaf_hash(&leaf(record).entry(&network(), &origin("XA"))));
    }
    let (log, size) = (Forest(leaves), BEFORE + records.len() as u64);
    let checkpoint = frozen.note(&Head::new("XA", size, root(&log, size).unwrap()));
    let proven = records.iter().zip(BEFORE..).map(|(record, index)| {
        let evidence = Evidence {
            network: network(),
            subject: Subject::published(&record.content_id()),
            salt: *leaf(record).salt(),
            index,
            checkpoint: checkpoint.clone(),
            inclusion: inclusion(&log, size, index).unwrap(),
        };
        Statement::of(record.clone(), evidence)
    });
    proven.collect()
}

fn case(name: &str, proof: &Proof, expect: &str) -> Value {
    json!({"name": name, "proof": hex_encode(&cbor::to_bytes(proof)), "expect": expect})
}

fn heads(frozen: &mut Frozen) -> Vec<Value> {
    let mut note =
        |size, word: &str| frozen.note(&Head::new("XA", size, Digest::of(&[word.as_bytes()])));
    let (one, other, larger) = (note(9, "one"), note(9, "other"), note(10, "other"));
    let thief = Head::new("XA", 9, Digest::of(&[b"a thief's"]));
    let thief = frozen.note_over(&log_seeds("XB"), &thief.text(), &thief);
    let stripped = |note: &str| note.split_inclusive('\n').take(5).collect::<String>();
    let case = |name: &str, one: &str, other: &str, expect: &str| {
        case(name, &Proof::Heads(one.into(), other.into()), expect)
    };
    vec![
        case("two heads of one size", &one, &other, "ok"),
        case("one head twice", &one, &one, "WIT-01"),
        case("heads of two sizes", &one, &larger, "WIT-01"),
        case("a head that another key signed", &one, &thief, "WIT-01"),
        case("heads under one line", &stripped(&one), &stripped(&other), "WIT-01"),
    ]
}

fn leaves(stories: &[Statement], one_log: &[Statement]) -> Vec<Value> {
    let case = |name: &str, one: &Statement, other: &Statement, expect: &str| {
        let both = Box::new((one.evidence.clone(), other.evidence.clone()));
        case(name, &Proof::Leaves(both), expect)
    };
    let mut moved = one_log[1].clone();
    moved.evidence.index = one_log[0].evidence.index;
    vec![
        case("two leaves in one place", &stories[0], &stories[1], "ok"),
        case("two leaves in two places", &one_log[0], &one_log[1], "WIT-01"),
        case("one leaf twice", &stories[0], &stories[0], "WIT-01"),
        case("a leaf put in another's place", &one_log[0], &moved, "WIT-01"),
    ]
}

fn records(frozen: &mut Frozen, one_log: &[Statement]) -> Vec<Value> {
    let case = |name: &str, one: &Statement, other: &Statement, expect: &str| {
        let both = Box::new((one.clone(), other.clone()));
        case(name, &Proof::Records(both), expect)
    };
    let named = statements(frozen, &[told(2, 1, &["XB"]), told(1, 2, &["XB"])]);
    let mut exchanged = one_log[1].clone();
    exchanged.evidence = one_log[0].evidence.clone();
    let mut whole = one_log[1].clone();
    whole.record = told(1, 1, &["XB", "XC"]).pack();
    vec![
        case("two records of one name", &one_log[0], &one_log[1], "ok"),
        case("one record twice", &one_log[0], &one_log[0], "WIT-01"),
        case("records of two ids", &one_log[0], &named[0], "WIT-01"),
        case("records of two revisions", &one_log[0], &named[1], "WIT-01"),
        case("a record under another's evidence", &one_log[0], &exchanged, "WIT-01"),
        case("a record with what it says", &one_log[0], &whole, "WIT-01"),
    ]
}

pub fn make(frozen: &mut Frozen) -> Value {
    let [one, other] = [&["XB"][..], &["XB", "XC"]].map(|to| told(1, 1, to));
    let one_log = statements(frozen, &[one.clone(), other.clone()]);
    let stories: Vec<Statement> =
        [one, other].into_iter().flat_map(|one| statements(frozen, &[one])).collect();
    let cases = [heads(frozen), leaves(&stories, &one_log), records(frozen, &one_log)].concat();
    json!({
        "about": "proofs as /x/v1/conflict tells them, in det-CBOR; the keys are the reader's own",
        "network": network(),
        "logs": directory().members().iter().map(|one| one.log()).collect::<Vec<_>>(),
        "cases": cases,
    })
}

pub fn run(file: &Value) {
    let directory = directory();
    run_cases(&file["cases"], |case| {
        let bytes = unhex(&case["proof"]);
        let proof: Proof = cbor::from_bytes(&bytes).map_err(|_| "no proof".to_owned())?;
        assert_eq!(cbor::to_bytes(&proof), bytes, "one proof has one form");
        proof.verify(&directory).map(drop).map_err(code)
    });
}
