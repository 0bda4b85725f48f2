//! One leaf of every type, with the bytes on the way to its hash.

use record::digest::hex_encode;
use record::{Digest, Name, Timestamp};
use seal::leaf::{About, Leaf, Subject};
use seal::merkle::leaf_hash;
use serde_json::{Value, json};

use crate::world::{id, network, node, origin, salt};
use crate::{read, unhex};

pub fn name() -> Name {
    Name { owner: node("XB"), id: id(1), revision: 1 }
}

pub fn content_id() -> Digest {
    Digest::of(&[b"content of the vectors"])
}

pub fn about() -> About {
    About { name: name(), content_id: content_id(), at: Timestamp(1_789_999_500_000) }
}

fn receipts() -> Vec<Subject> {
    vec![
        Subject::Admitted { about: about() },
        Subject::Rejected { about: about(), rule: "VER-12".into() },
        Subject::Delivered { about: about() },
        Subject::Retrieved { about: about() },
        Subject::Hidden { about: about(), cause: "recalled".into() },
        Subject::Erased { about: about(), cause: "recalled".into() },
        Subject::Held {
            about: about(),
            authority: "Court of first instance".into(),
            until: "2027-09-20".parse().unwrap(),
        },
        Subject::Expired { about: about() },
    ]
}

/// One subject of every type, in the order of their numbers.
pub fn subjects() -> Vec<Subject> {
    let digest = |text: &str| Digest::of(&[text.as_bytes()]);
    let mut all = vec![Subject::published(&content_id())];
    all.extend(receipts());
    all.extend([
        Subject::sent(&digest("manifest")),
        Subject::Decided { about: about(), outcome: "confirmed".into() },
        Subject::Asked { commitment: digest("question") },
        Subject::Answered { commitment: digest("answer") },
        Subject::audit(29_833_334, &digest("audit")),
        Subject::Key { key: digest("key"), event: "activated".into() },
        Subject::Config { digest: digest("config") },
    ]);
    all
}

/// Leaf 0 of a second epoch: it stands in no log of the other vectors, which have one.
fn epoch() -> Subject {
    let root = Digest::of(&[b"the last head of the first epoch"]);
    Subject::Epoch { epoch: 2, origin: origin("XA"), size: 41, root }
}

/// The type's name as it stands in the subject.
pub fn type_of(subject: &Subject) -> String {
    let value = serde_json::to_value(subject).unwrap();
    value.as_object().unwrap().keys().next().unwrap().clone()
}

pub fn leaf_of(subject: &Subject, place: usize) -> Leaf {
    Leaf::new(subject, salt(&format!("leaf {place}")))
}

fn case(subject: &Subject, place: usize, origin: &str) -> Value {
    let leaf = leaf_of(subject, place);
    let entry = leaf.entry(&network(), origin);
    json!({
        "name": type_of(subject),
        "number": leaf.leaf_type() as u8,
        "subject": subject,
        "subject_cbor": hex_encode(&subject.to_bytes()),
        "subject_digest": Digest::of(&[&subject.to_bytes()]),
        "salt": hex_encode(leaf.salt()),
        "origin": origin,
        "entry": hex_encode(&entry),
        "leaf_hash": leaf_hash(&entry),
    })
}

pub fn make() -> Value {
    let all = subjects();
    let mut cases: Vec<_> =
        all.iter().enumerate().map(|(place, one)| case(one, place, &origin("XA"))).collect();
    cases.push(case(&epoch(), 16, &format!("{}/2", origin("XA"))));
    cases.push(case(&all[0], 0, &origin("XB")));
    cases.push(case(&all[0], 0, &"o".repeat(255)));
    json!({
        "about": "entry = SHA-256(\"amana/1/leaf\" ‖ network ‖ len(origin) (1 byte) ‖ origin ‖ \
            type (1 byte) ‖ salt ‖ SHA-256(subject_cbor)); leaf_hash = SHA-256(0x00 ‖ entry)",
        "network": network(),
        "cases": cases,
    })
}

pub fn run(file: &Value) {
    let network: Digest = read(&file["network"]);
    for case in file["cases"].as_array().unwrap() {
        let subject: Subject = read(&case["subject"]);
        let bytes = unhex(&case["subject_cbor"]);
        assert_eq!(Subject::from_bytes(&bytes).unwrap(), subject);
        assert_eq!(subject.to_bytes(), bytes);
        let leaf = Leaf::new(&subject, unhex(&case["salt"]).try_into().unwrap());
        assert_eq!(case["number"], leaf.leaf_type() as u8);
        let entry = leaf.entry(&network, case["origin"].as_str().unwrap());
        assert_eq!(entry.to_vec(), unhex(&case["entry"]), "{}", case["name"]);
        assert_eq!(read::<Digest>(&case["leaf_hash"]), leaf_hash(&entry), "{}", case["name"]);
        let number = case["number"].as_u64().unwrap() as u8;
        assert_eq!(Leaf::from_stored(number, *leaf.salt(), &bytes).unwrap(), leaf);
    }
}
