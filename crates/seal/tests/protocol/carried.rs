//! What a forward carries: another's record with its owner's proof, and what is not proven so.

use record::digest::hex_encode;
use record::parts::{Content, Original, PackedPart};
use record::{Digest, Header, Kind, Onward, Record, cbor};
use seal::leaf::{Leaf, Subject};
use seal::merkle::{Forest, inclusion, leaf_hash, root};
use seal::verify::carried;
use serde_json::{Value, json};

use crate::frozen::{Frozen, Head};
use crate::world::{NOW, header, message, network, origin, salt};
use crate::{code, merkle, run_cases, unhex};

/// Leaves of other statements before that of the record.
const BEFORE: u64 = 300;

/// A message of XA that its recipients may pass on to everybody.
fn passable() -> Header {
    let mut header = header(1, Kind::Message);
    header.handling.onward_transfer = Some(Onward::Network);
    header
}

/// As XB would carry it, proven by the log of a node.
fn original(frozen: &mut Frozen, record: &Record, by: &'static str) -> Original {
    let leaf = Leaf::new(&Subject::published(&record.content_id()), salt("carried"));
    let mut leaves = merkle::counted(BEFORE).0;
    leaves.push(leaf_hash(&leaf.entry(&network(), &origin(by))));
    leaves.extend(merkle::counted(5).0);
    let (log, size) = (Forest(leaves.clone()), leaves.len() as u64);
    Original {
        record: record.pack(),
        leaf_salt: *leaf.salt(),
        leaf: BEFORE,
        checkpoint: frozen.note(&Head::new(by, size, root(&log, size).unwrap())),
        inclusion: inclusion(&log, size, BEFORE).unwrap(),
    }
}

fn case(name: &str, original: &Original, expect: &str) -> Value {
    let part = hex_encode(&cbor::to_bytes(&("original", original)));
    json!({"name": name, "part": part, "expect": expect})
}

pub fn make(frozen: &mut Frozen) -> Value {
    let record = message(passable());
    let good = original(frozen, &record, "XA");
    let mut cases = vec![
        case("as it came", &good, "ok"),
        case("proven by another's log", &original(frozen, &record, "XB"), "FWD-03"),
    ];
    let elsewhere = Header { network: Digest::of(&[b"elsewhere"]), ..passable() };
    let ahead = Header { created: NOW.plus(10 * record::moment::MINUTE_MS + 1), ..passable() };
    for (name, header, expect) in [
        ("of another network", elsewhere, "VER-10"),
        ("created more than ten minutes ahead", ahead, "VER-13"),
    ] {
        cases.push(case(name, &original(frozen, &message(header), "XA"), expect));
    }
    cases.extend(altered(&good, &record));
    json!({
        "about": "the part `original` of a forward; the reader knows heads[0] of directory.json \
            and reads at `now`",
        "now": NOW.0,
        "content_id": record.content_id(),
        "cases": cases,
    })
}

/// The good one with one thing changed.
fn altered(good: &Original, record: &Record) -> Vec<Value> {
    let made = |name: &str, expect: &str, change: &dyn Fn(&mut Original)| {
        let mut original = good.clone();
        change(&mut original);
        case(name, &original, expect)
    };
    let part = |original: &mut Original, from: &[u8], to: &[u8]| {
        let Content(parts, _) = &mut original.record.content;
        let PackedPart::P(bytes) = &mut parts[0] else { panic!("a part") };
        let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
        bytes[at..at + to.len()].copy_from_slice(to);
    };
    vec![
        made("a changed part", "FWD-03", &|o| part(o, b"March", b"April")),
        made("a part withheld", "FWD-01", &|o| o.record = record.clone().without(|_| false).pack()),
        made("a condition taken out of the header", "FWD-03", &|o| {
            o.record.header = header(1, Kind::Message).to_bytes();
        }),
        made("another salt of the leaf", "FWD-03", &|o| o.leaf_salt[0] ^= 1),
        made("another place in the log", "FWD-03", &|o| o.leaf += 1),
        made("a shorter path", "FWD-03", &|o| o.inclusion.truncate(o.inclusion.len() - 1)),
        made("a checkpoint stripped of a line", "FWD-03", &|o| {
            let lines: Vec<_> = o.checkpoint.split_inclusive('\n').collect();
            o.checkpoint = lines[..lines.len() - 1].concat();
        }),
    ]
}

pub fn run(file: &Value) {
    let directory = crate::directory::first(&crate::read_file("directory.json"));
    let latest = NOW.plus(10 * record::moment::MINUTE_MS);
    assert_eq!(file["now"], NOW.0);
    run_cases(&file["cases"], |case| {
        let (_, original): (String, Original) = cbor::from_bytes(&unhex(&case["part"])).unwrap();
        let carried = carried(original, &directory, latest).map_err(code)?;
        assert_eq!(file["content_id"], carried.verified().content_id().hex());
        assert_eq!((carried.verified().leaf(), carried.epoch()), (BEFORE, 1));
        Ok(())
    });
}
