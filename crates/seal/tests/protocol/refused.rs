//! Pouches that are refused, records that are rejected, and heads old and new.

use record::digest::hex_encode;
use record::draft::Lane;
use record::parts::Packed;
use record::{Digest, Header, Kind, Record, Timestamp, cbor};
use seal::leaf::Subject;
use seal::manifest::{ENTRIES_MAX, Entry, Manifest};
use seal::merkle::{consistency, root};
use seal::pouch::{Outer, Payload};
use serde_json::{Value, json};

use crate::craft::{self, Bytes};
use crate::frozen::{Frozen, Head};
use crate::leaf::about;
use crate::pouch::{BEFORE, EXPIRES, Story, case, seal, taken, tell};
use crate::world::{MONTHS, NOW, header, kem, kem_seed, message, network, node};

/// A pouch of one record.
fn one(frozen: &mut Frozen, packed: Packed) -> Payload {
    tell(frozen, &Story { records: vec![Some(packed)], ..Story::default() }).payload
}

fn of(header: Header) -> Packed {
    message(header).pack()
}

/// A header whose bytes say what this version cannot.
fn rewritten(header: &Header, from: &[u8], to: &[u8]) -> Packed {
    let mut packed = of(header.clone());
    let at = packed.header.windows(from.len()).position(|window| window == from).unwrap();
    packed.header.splice(at..at + from.len(), to.iter().copied());
    packed
}

/// The pouch is taken; its record is not, or not yet.
pub fn verdicts(frozen: &mut Frozen) -> Vec<Value> {
    let good = header(1, Kind::Message);
    let ahead = NOW.plus(10 * record::moment::MINUTE_MS);
    let mut rejected =
        |name: &str, packed: Packed, verdict: &str| taken(name, &one(frozen, packed), &[verdict]);
    let recall = &Kind::Recall.examples()[0];
    let foreign = Header { owner: node("XB"), ..header(1, Kind::Recall) };
    let recall = |header| crate::world::compose(header, recall).pack();
    vec![
        rejected(
            "an id of another owner",
            of(Header { owner: node("XB"), ..good.clone() }),
            "rejected VER-09",
        ),
        rejected("a recall in the name of another owner", recall(foreign), "rejected VER-09"),
        rejected("a recall of the sender's own", recall(header(1, Kind::Recall)), "verified"),
        rejected(
            "a record of another network",
            of(Header { network: Digest::of(&[b"elsewhere"]), ..good.clone() }),
            "rejected VER-10",
        ),
        rejected(
            "created ten minutes ahead",
            of(Header { created: ahead, ..good.clone() }),
            "verified",
        ),
        rejected(
            "created a moment more ahead",
            of(Header { created: ahead.plus(1), ..good.clone() }),
            "rejected VER-13",
        ),
        rejected(
            "a kind of a later version",
            rewritten(&good, b"gmessage", b"gmassage"),
            "deferred",
        ),
        rejected(
            "a format of a later version",
            rewritten(&good, &[0x84, 1], &[0x84, 2]),
            "deferred",
        ),
        rejected(
            "a header that is none",
            rewritten(&good, &[0x84, 1], &[0x83, 1]),
            "rejected VER-12",
        ),
        rejected("a part that its kind does not declare", undeclared(), "rejected VER-12"),
    ]
}

fn undeclared() -> Packed {
    let mut packed = of(header(1, Kind::Message));
    let part = cbor::to_bytes(&("rumour", "said to be true"));
    packed.content.0[0] = record::parts::PackedPart::P(part);
    assert!(Record::unpack(packed.clone()).unwrap().body().is_err());
    packed
}

/// The head that comes with a pouch against the largest one the reader has verified.
pub fn heads(frozen: &mut Frozen) -> Vec<Value> {
    let told = tell(frozen, &Story::default());
    let size = told.log.0.len() as u64;
    let mut longer = told.log.clone();
    longer.0.extend(crate::merkle::counted(9).0);
    let at = |size| (size, root(&longer, size).unwrap());
    let wrong = Digest::of(&[b"another history"]);
    let shown = |name: &str, head: (u64, Digest), proof: Option<(u64, u64)>, expect: &str| {
        let mut payload = told.payload.clone();
        if let Some((old, new)) = proof {
            payload.consistency.from = head.0;
            payload.consistency.hashes = consistency(&longer, old, new).unwrap();
        }
        let mut made = match expect {
            "ok" => taken(name, &payload, &["verified", "void", "verified"]),
            _ => case(name, &seal(&payload, name), expect),
        };
        made["head"] = json!(head);
        made
    };
    let need = |size: u64| format!("VER-06 need-consistency({size})");
    let (before, after) = (BEFORE - 7, size + 9);
    vec![
        shown("the head known", at(size), None, "ok"),
        shown("a newer head with its proof", at(before), Some((before, size)), "ok"),
        shown("a newer head without proof", at(before), None, &need(before)),
        shown(
            "a newer head of another history",
            (before, wrong),
            Some((before, size)),
            &need(before),
        ),
        shown("an older head with its proof", at(after), Some((size, after)), "ok"),
        shown("an older head without its proof", at(after), None, &need(after)),
        shown(
            "an older head with a proof of another",
            at(after),
            Some((size - 1, after)),
            &need(after),
        ),
        shown("two heads that disagree", (size, wrong), None, "VER-06 conflict"),
    ]
}

/// What the reader sees before it reads anything inside.
pub fn openings(base: &Payload) -> Vec<Value> {
    let good = seal(base, "openings");
    let with = |name: &str, field: &str, value: Value, expect: &str| {
        let mut case = case(name, &good, expect);
        case[field] = value;
        case
    };
    let old = json!([{"month": MONTHS[0], "seed": hex_encode(&kem_seed("XB", MONTHS[0]))}]);
    let later = Timestamp(EXPIRES.0 + 1);
    let mut cases = vec![
        with("at another node", "me", json!("XC"), "DLV-02"),
        with("in another network", "network", json!(Digest::of(&[b"elsewhere"])), "VER-10"),
        with("key retired", "kem", old, "DLV-03"),
        with("no keys at all", "kem", json!([]), "DLV-03"),
        with("time to live has passed", "now", json!(later), "DLV-04"),
    ];
    let outer = |name: &str, expect: &str, change: &dyn Fn(&mut Outer)| {
        let (header, cose): (Bytes, Bytes) = cbor::from_bytes(&good).unwrap();
        let mut outer: Outer = cbor::from_bytes(&header.0).unwrap();
        change(&mut outer);
        case(name, &cbor::to_bytes(&(Bytes(cbor::to_bytes(&outer)), cose)), expect)
    };
    let other_key = kem("XB", MONTHS[0]).id().0.to_vec();
    cases.extend([
        outer("outer header names another lane", "DLV-05", &|o| o.lane = Lane::Flash),
        outer("outer header names another sender", "DLV-05", &|o| o.sender = node("XC")),
        outer("outer header lives longer", "DLV-05", &|o| o.expires = later),
        outer("outer header names another pouch", "DLV-05", &|o| o.pouch_id = network()),
        outer("outer header names another key", "DLV-01", &|o| o.key_id = other_key.clone()),
        outer("outer header names another size", "DLV-05", &|o| o.padded_bytes += 1),
        outer("outer header of a later format", "DLV-01", &|o| o.format = 2),
    ]);
    let flip = |name: &str, at: usize, expect: &str| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        case(name, &bytes, expect)
    };
    cases.push(flip("last byte changed", good.len() - 1, "DLV-05"));
    cases.push(flip("one byte of the content changed", good.len() / 2, "DLV-05"));
    cases.push(case("truncated", &good[..good.len() - 1], "DLV-01"));
    cases.push(case("one byte more", &[&good[..], &[0]].concat(), "DLV-01"));
    cases.push(case("nothing", &[], "DLV-01"));
    cases
}

/// Sealed by hand: what is inside has not the form or is not what the outside says.
pub fn forms(base: &Payload) -> Vec<Value> {
    let to = kem("XB", MONTHS[1]);
    let outer = craft::outer(base, to.public());
    let manifest = base.manifest.to_bytes();
    let plain = craft::padded(&craft::payload(base, &manifest));
    let word = "two records, a void entry and a receipt";
    // By hand and by the code under test the same bytes come out.
    assert_eq!(craft::seal(outer.clone(), &plain, to.public(), word), seal(base, word));
    let inside = |name: &str, expect: &str, plain: &[u8]| {
        case(name, &craft::seal(outer.clone(), plain, to.public(), name), expect)
    };
    let holding = |name: &str, expect: &str, manifest: Manifest| {
        let plain = craft::padded(&craft::payload(base, &manifest.to_bytes()));
        inside(name, expect, &plain)
    };
    let given = |change: &dyn Fn(&mut Manifest)| {
        let mut manifest = base.manifest.clone();
        change(&mut manifest);
        manifest
    };
    let mut cases = vec![
        holding("a manifest of another lane", "DLV-02", given(&|m| m.lane = Lane::Urgent)),
        holding("a manifest of another recipient", "DLV-02", given(&|m| m.recipient = node("XC"))),
        holding("a manifest of another sender", "DLV-02", given(&|m| m.sender = node("XC"))),
        holding(
            "a manifest of another network",
            "DLV-02",
            given(&|m| m.network = Digest::of(&[b"elsewhere"])),
        ),
        holding(
            "a manifest under another pouch id",
            "DLV-02",
            given(&|m| m.created = m.created.plus(1)),
        ),
        holding("more numbers than entries", "DLV-06", given(&|m| m.last += 1)),
        holding("numbers from zero", "DLV-06", given(&|m| (m.first, m.last) = (0, 2))),
        holding(
            "numbers that end where numbers end",
            "DLV-06",
            given(&|m| (m.first, m.last) = (u64::MAX - 2, u64::MAX)),
        ),
        holding(
            "too many entries",
            "DLV-06",
            given(&|m| {
                m.entries = vec![Entry::Void("recalled".into()); ENTRIES_MAX + 1];
                m.last = m.first + ENTRIES_MAX as u64;
            }),
        ),
    ];
    cases.extend(payloads(base, &inside));
    cases.extend(frames(&outer, &plain));
    cases
}

fn payloads(base: &Payload, inside: &dyn Fn(&str, &str, &[u8]) -> Value) -> Vec<Value> {
    let manifest = base.manifest.to_bytes();
    let plain = craft::padded(&craft::payload(base, &manifest));
    let fewer = Payload { records: base.records[..2].to_vec(), ..base.clone() };
    let fewer = craft::padded(&craft::payload(&fewer, &manifest));
    let many = Payload { receipts: vec![Vec::new(); 513], ..base.clone() };
    let many = craft::padded(&craft::payload(&many, &manifest));
    let mut scribbled = plain.clone();
    *scribbled.last_mut().unwrap() = 1;
    let mut longer = plain.clone();
    longer.push(0);
    let mut beyond = plain.clone();
    beyond[..4].copy_from_slice(&u32::MAX.to_be_bytes());
    vec![
        inside("fewer records than entries", "DLV-01", &fewer),
        inside("more receipts than a pouch carries", "DLV-01", &many),
        inside("padding that is not zero", "DLV-01", &scribbled),
        inside("padding longer than it must be", "DLV-01", &longer),
        inside("a length beyond the content", "DLV-01", &beyond),
        inside("no length", "DLV-01", &[0, 0]),
    ]
}

/// COSE that the reader's profile does not have.
fn frames(outer: &Outer, plain: &[u8]) -> Vec<Value> {
    let to = kem("XB", MONTHS[1]);
    let mut outer = outer.clone();
    outer.padded_bytes = plain.len() as u64;
    let header = cbor::to_bytes(&outer);
    let whole = |cose: Vec<u8>| cbor::to_bytes(&(Bytes(header.clone()), Bytes(cose)));
    let algorithm = |name: &str, number| {
        let cose = craft::encrypt(&header, plain, to.public(), name, number);
        case(name, &whole(cose), "DLV-01")
    };
    let good = craft::encrypt(&header, plain, to.public(), "frames", craft::HPKE_X_WING);
    let unsigned = |name: &str, from: &[u8], to: &[u8]| {
        let at = good.windows(from.len()).position(|window| window == from).unwrap();
        let cose = [&good[..at], to, &good[at + from.len()..]].concat();
        case(name, &whole(cose), "DLV-01")
    };
    // {5: h'00…'} with one more label; {4: kid, …} with another key.
    let iv: &[u8] = &[0xa1, 0x05, 0x4c];
    let id = to.id().0;
    let other = kem("XB", MONTHS[0]).id().0;
    vec![
        algorithm("a stanza of another algorithm", craft::HPKE_X_WING - 9),
        unsigned("an unprotected header more", iv, &[0xa2, 0x06, 0x41, 0x00, 0x05, 0x4c]),
        unsigned("a recipient header that names another key", &id, &other),
        unsigned("lengths longer than they must be", iv, &[0xb8, 0x01, 0x05, 0x4c]),
    ]
}

/// The log does not hold what the pouch claims.
pub fn proofs(frozen: &mut Frozen) -> Vec<Value> {
    let erased = Subject::Erased { about: about(), cause: "recalled".into() };
    let admitted = Subject::Admitted { about: about() };
    let rejected = Subject::Rejected { about: about(), rule: "VER-12".into() };
    let sent = Subject::sent(&network());
    let mut entered = |name: &str, receipt: &Subject, place: usize, subject: &Subject| {
        let enter = |at: usize, claim| if at == place { subject.clone() } else { claim };
        let story = Story { receipts: vec![receipt.clone()], enter: &enter, ..Story::default() };
        case(name, &seal(&tell(frozen, &story).payload, name), "VER-07")
    };
    let mut cases = vec![
        entered("a rejected leaf offered as published", &admitted, 0, &rejected),
        entered("an admitted receipt offered as erased", &erased, 2, &admitted),
        entered("a manifest that the log does not hold", &admitted, 3, &sent),
    ];
    cases.extend(receipts(frozen));
    let told = tell(frozen, &Story::default());
    let size = told.log.0.len() as u64;
    let elsewhere = Head { node: "XB", ..Head::new("XA", size, root(&told.log, size).unwrap()) };
    let elsewhere = frozen.note(&elsewhere);
    let older = frozen.note(&Head::new("XA", BEFORE, root(&told.log, BEFORE).unwrap()));
    let altered = |name: &str, expect: &str, change: &dyn Fn(&mut Payload)| {
        let mut payload = told.payload.clone();
        change(&mut payload);
        case(name, &seal(&payload, name), expect)
    };
    let salt = |enclosed: &mut Option<seal::pouch::Enclosed>| enclosed.as_mut().unwrap().1[0] ^= 1;
    cases.extend([
        altered("note stripped of a line", "VER-02", &|p| {
            p.checkpoint = p.checkpoint.lines().take(5).map(|line| format!("{line}\n")).collect();
        }),
        altered("a checkpoint of another log", "VER-04", &|p| p.checkpoint = elsewhere.clone()),
        altered("a checkpoint before the entries", "VER-07", &|p| p.checkpoint = older.clone()),
        altered("another salt", "VER-07", &|p| salt(&mut p.records[0])),
        altered("another index", "VER-07", &|p| p.manifest_leaf += 1),
        altered("a shared proof cut short", "VER-07", &|p| p.shared.truncate(p.shared.len() - 1)),
        altered("a record under the number of another", "VER-11", &|p| p.records.swap(0, 2)),
    ]);
    cases
}

fn receipts(frozen: &mut Frozen) -> Vec<Value> {
    let mut foreign = about();
    foreign.name.owner = node("XC");
    let mut about = |name: &str, subject: Subject| {
        let story = Story { receipts: vec![subject], ..Story::default() };
        case(name, &seal(&tell(frozen, &story).payload, name), "VER-15")
    };
    vec![
        about("a receipt about a record of a third", Subject::Admitted { about: foreign }),
        about("a statement that is no receipt", Subject::published(&network())),
    ]
}
