//! Sums over the numbers of a lane, and the parts that they are made of.

use record::draft::Lane;
use record::{Digest, NodeCode, cbor};
use seal::tally::{self, Part, Route, VOID};
use serde_json::{Value, json};

use crate::{read, run_cases};

const SEVENTH: u64 = 7;

/// What stands under a number: every seventh is void.
fn entry(number: u64) -> Digest {
    if number.is_multiple_of(SEVENTH) {
        return VOID;
    }
    Digest::of(&[&number.to_be_bytes()])
}

fn digest(part: Part) -> Digest {
    match part.level {
        0 => entry(part.first()),
        level => tally::join(level, &part.parts().into_iter().map(digest).collect::<Vec<_>>()),
    }
}

fn route(lane: Lane) -> Route {
    let code = |text| NodeCode::new(text).unwrap();
    Route { network: Digest::of(&[b"a network"]), sender: code("XA"), recipient: code("XB"), lane }
}

fn sum(lane: Lane, first: u64, last: u64) -> (u64, Digest) {
    let digests: Vec<Digest> = tally::parts(first, last).into_iter().map(digest).collect();
    let count = (first..=last).filter(|number| !number.is_multiple_of(SEVENTH)).count() as u64;
    (count, tally::sum(&route(lane), (first, last), count, &digests))
}

pub fn make() -> Value {
    let parts = [(0, 0), (0, 6), (1, 0), (1, 77), (2, 0), (2, 1)].map(|(level, index)| {
        let part = Part { level, index };
        json!({"level": level, "index": index, "first": part.first(), "last": part.last(),
               "digest": digest(part)})
    });
    let Route { network, sender, recipient, .. } = route(Lane::Routine);
    let case = |name: &str, lane: Lane, first: u64, last: u64| {
        let (count, digest) = sum(lane, first, last);
        let what = (network, (&sender, &recipient, lane), (first, last), count);
        json!({
            "name": name, "lane": lane, "first": first, "last": last, "count": count,
            "cbor": hex(&cbor::to_bytes(&what)), "digest": digest, "expect": "ok",
        })
    };
    let mut other = case("another count", Lane::Routine, 1, 100);
    other["count"] = json!(100);
    other["expect"] = json!("DLV-25");
    json!({
        "about": "the entry of number n is SHA-256 of n as a big-endian number of 8 bytes, and \
                  void where n is a multiple of 7",
        "network": network, "sender": sender, "recipient": recipient,
        "parts": parts,
        "sums": [
            case("one number", Lane::Flash, 1, 1),
            case("a void one", Lane::Urgent, 7, 7),
            case("one part", Lane::Routine, 1, 64),
            case("parts of three levels", Lane::Routine, 1, 4_200),
            case("from the middle of a part", Lane::Routine, 60, 4_200),
            case("across parts", Lane::Routine, 4_000, 9_000),
            case("another lane", Lane::Flash, 60, 4_200),
            other,
        ],
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn run(file: &Value) {
    for one in file["parts"].as_array().unwrap() {
        let part: Part = read(&json!({"level": one["level"], "index": one["index"]}));
        assert_eq!(read::<Digest>(&one["digest"]), digest(part), "{one}");
    }
    run_cases(&file["sums"], |case| {
        let (first, last) = (read(&case["first"]), read(&case["last"]));
        let (count, digest) = sum(read(&case["lane"]), first, last);
        let same = (read::<u64>(&case["count"]), read::<Digest>(&case["digest"]));
        if same == (count, digest) { Ok(()) } else { Err("DLV-25".into()) }
    });
}
