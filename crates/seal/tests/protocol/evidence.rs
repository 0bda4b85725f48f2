//! Evidence of one statement of every type, and evidence offered for what it does not prove.

use record::Digest;
use record::digest::hex_encode;
use seal::evidence::Evidence;
use seal::leaf::Subject;
use seal::merkle::{Forest, inclusion, leaf_hash, root};
use serde_json::{Value, json};

use crate::frozen::{Frozen, Head};
use crate::leaf::{about, content_id, leaf_of, subjects, type_of};
use crate::world::{SECONDS, directory, founding, log_seeds, member, network, origin};
use crate::{code, merkle, read, run_cases};

/// Leaves of other statements before those of the vectors.
const BEFORE: u64 = 300;

/// XA's log as a network of this digest sees it.
fn log(network: &Digest) -> Forest {
    let mut leaves = merkle::counted(BEFORE).0;
    for (place, subject) in subjects().iter().enumerate() {
        leaves.push(leaf_hash(&leaf_of(subject, place).entry(network, &origin("XA"))));
    }
    Forest(leaves)
}

fn head(log: &Forest) -> Head {
    let size = log.0.len() as u64;
    Head::new("XA", size, root(log, size).unwrap())
}

fn evidence(network: Digest, log: &Forest, note: &str, place: usize) -> Evidence {
    let (size, index) = (log.0.len() as u64, BEFORE + place as u64);
    let subject = subjects()[place].clone();
    Evidence {
        network,
        salt: *leaf_of(&subject, place).salt(),
        subject,
        index,
        checkpoint: note.into(),
        inclusion: inclusion(log, size, index).unwrap(),
    }
}

fn case(name: &str, evidence: &Evidence, expect: &str) -> Value {
    json!({
        "name": name,
        "evidence": evidence,
        "number": evidence.subject.leaf_type() as u8,
        "subject_cbor": hex_encode(&evidence.subject.to_bytes()),
        "expect": expect,
    })
}

pub fn make(frozen: &mut Frozen) -> Value {
    let log = log(&network());
    let note = frozen.note(&head(&log));
    let of = |place| evidence(network(), &log, &note, place);
    let good = |place| {
        let evidence = of(place);
        case(&type_of(&evidence.subject), &evidence, "ok")
    };
    let mut cases: Vec<_> = (0..subjects().len()).map(good).collect();
    cases.extend(mislabelled(&of));
    cases.extend(altered(&of(0)));
    cases.extend(foreign(frozen));
    json!({
        "about": "the keys are the reader's own, from a directory whose head it knows: \
            heads[0] of directory.json; tlog_proof is the first case as C2SP tlog-proof",
        "network": network(),
        "logs": directory().members().iter().map(|one| one.log()).collect::<Vec<_>>(),
        "signed_at_seconds": SECONDS,
        "cases": cases,
        "tlog_proof": of(0).to_tlog_proof(),
    })
}

/// Leaves of one type offered as another.
fn mislabelled(of: &dyn Fn(usize) -> Evidence) -> Vec<Value> {
    let place = |name: &str| subjects().iter().position(|one| type_of(one) == name).unwrap();
    let offered = |name: &str, entered: &str, subject: Subject| {
        case(name, &Evidence { subject, ..of(place(entered)) }, "VER-16")
    };
    let erased = Subject::Erased { about: about(), cause: "recalled".into() };
    let admitted = Subject::Admitted { about: about() };
    let published = Subject::published(&content_id());
    vec![
        offered("a rejected leaf offered as published", "rejected", published.clone()),
        offered("an admitted leaf offered as published", "admitted", published),
        offered("an admitted receipt offered as erased", "admitted", erased),
        offered("a delivered receipt offered as admitted", "delivered", admitted),
    ]
}

/// Good evidence with one thing changed.
fn altered(good: &Evidence) -> Vec<Value> {
    let made = |name: &str, expect: &str, change: &dyn Fn(&mut Evidence)| {
        let mut evidence = good.clone();
        change(&mut evidence);
        case(name, &evidence, expect)
    };
    let strip = |evidence: &mut Evidence, line: usize| {
        let mut lines: Vec<_> = evidence.checkpoint.split_inclusive('\n').collect();
        lines.remove(line);
        evidence.checkpoint = lines.concat();
    };
    vec![
        made("note stripped of the Ed25519 line", "VER-02", &|e| strip(e, 4)),
        made("note stripped of the ML-DSA-44 line", "VER-02", &|e| strip(e, 5)),
        made("truncated proof", "VER-16", &|e| e.inclusion.truncate(e.inclusion.len() - 1)),
        made("another salt", "VER-16", &|e| e.salt[0] ^= 1),
        made("another index", "VER-16", &|e| e.index += 1),
        made("index beyond the tree", "VER-16", &|e| e.index = u64::MAX),
        made("another content id", "VER-16", &|e| {
            e.subject = Subject::published(&Digest::of(&[b"other"]));
        }),
        made("a log that no member has", "VER-17", &|e| {
            e.checkpoint = e.checkpoint.replace("log/XA", "log/XZ");
        }),
    ]
}

/// Evidence that holds under a directory of its own, offered to a reader who knows another.
fn foreign(frozen: &mut Frozen) -> Vec<Value> {
    let seeds = log_seeds("foreign XA");
    let mut of = |network: Digest| {
        let log = log(&network);
        let head = head(&log);
        evidence(network, &log, &frozen.note_over(&seeds, &head.text(), &head), 0)
    };
    let other = founding([7, 8, 9], vec![member("XA", "foreign XA")]);
    let (theirs, claimed) = (of(other.network()), of(network()));
    assert!(theirs.verify_in(&other).is_ok(), "it must be consistent with itself");
    vec![
        case("self-consistent evidence from a foreign directory", &theirs, "VER-17"),
        case("the same, claiming this network", &claimed, "VER-02"),
    ]
}

pub fn run(file: &Value) {
    let directory = crate::directory::first(&crate::read_file("directory.json"));
    assert_eq!(read::<Digest>(&file["network"]), directory.network());
    run_cases(&file["cases"], |case| {
        let evidence: Evidence = read(&case["evidence"]);
        assert_eq!(evidence.subject.to_bytes(), crate::unhex(&case["subject_cbor"]));
        let (owner, proven) = evidence.verify_in(&directory).map_err(code)?;
        assert_eq!(owner.as_str(), "XA");
        assert_eq!(proven.signed_at.0 / 1_000, file["signed_at_seconds"].as_i64().unwrap());
        Ok(())
    });
    let first: Evidence = read(&file["cases"][0]["evidence"]);
    assert_eq!(file["tlog_proof"], first.to_tlog_proof());
}
