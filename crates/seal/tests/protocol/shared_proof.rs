//! One proof for many leaves, and what it becomes on export.

use record::Digest;
use record::digest::hex_encode;
use seal::Rule;
use seal::merkle::{Forest, root};
use seal::shared_proof::SharedProof;
use serde_json::{Value, json};

use crate::merkle::counted;
use crate::{code, read, run_cases, unhex};

fn case(log: &Forest, name: &str, size: u64, indices: &[u64]) -> Value {
    let proof = SharedProof::prove(log, size, indices).unwrap();
    let leaves: Vec<_> = indices.iter().map(|index| log.0[*index as usize]).collect();
    let single = |index: &u64| proof.single(&leaves, *index).unwrap();
    json!({
        "name": name, "proof": proof, "bytes": hex_encode(&proof.to_bytes()), "leaves": leaves,
        "root": root(log, size).unwrap(), "singles": indices.iter().map(single).collect::<Vec<_>>(),
        "expect": "ok",
    })
}

/// A case with its proof changed; the bytes follow.
fn refused(mut good: Value, name: &str, change: impl Fn(&mut Value)) -> Value {
    change(&mut good);
    let proof: SharedProof = read(&good["proof"]);
    good["bytes"] = json!(hex_encode(&proof.to_bytes()));
    good["name"] = json!(name);
    good["expect"] = json!("VER-07");
    good["singles"] = json!([]);
    good
}

pub fn make() -> Value {
    let log = counted(700);
    let good = || case(&log, "three leaves of eleven", 11, &[2, 5, 10]);
    let run: Vec<u64> = (250..262).collect();
    let hashes = |case: &Value| case["proof"]["hashes"].as_str().unwrap().to_owned();
    let cases = [
        case(&log, "the only leaf", 1, &[0]),
        good(),
        case(&log, "all leaves", 7, &[0, 1, 2, 3, 4, 5, 6]),
        case(&log, "a run across a power of two", 700, &run),
        case(&log, "first and last", 700, &[0, 699]),
        refused(good(), "truncated proof", |c| {
            let all = hashes(c);
            c["proof"]["hashes"] = json!(all[..all.len() - 64]);
        }),
        refused(good(), "half a hash", |c| {
            let all = hashes(c);
            c["proof"]["hashes"] = json!(all[..all.len() - 32]);
        }),
        refused(good(), "one hash too many", |c| {
            c["proof"]["hashes"] = json!(hashes(c) + &"00".repeat(32));
        }),
        refused(good(), "an index twice", |c| c["proof"]["indices"] = json!([2, 2, 10])),
        refused(good(), "indices fall", |c| c["proof"]["indices"] = json!([5, 2, 10])),
        refused(good(), "index beyond the tree", |c| c["proof"]["indices"] = json!([2, 5, 11])),
        refused(good(), "no leaf", |c| {
            (c["proof"]["indices"], c["leaves"]) = (json!([]), json!([]));
        }),
        refused(good(), "a leaf too few", |c| drop(c["leaves"].as_array_mut().unwrap().pop())),
        refused(good(), "leaves swapped", |c| c["leaves"].as_array_mut().unwrap().swap(0, 1)),
        refused(good(), "another tree size", |c| c["proof"]["size"] = json!(12)),
    ];
    json!({
        "about": "the tree is walked from the root, left before right; a subtree without any of \
            the leaves gives its hash and is not entered; bytes = det-CBOR of proof",
        "cases": cases,
    })
}

pub fn run(file: &Value) {
    run_cases(&file["cases"], |case| {
        let refusal = || code(Rule::SharedProof);
        let proof = SharedProof::from_bytes(&unhex(&case["bytes"])).map_err(|_| refusal())?;
        let leaves: Vec<Digest> = read(&case["leaves"]);
        let found = proof.root(&leaves).map_err(|_| refusal())?;
        let singles: Vec<Vec<Digest>> = read(&case["singles"]);
        for (index, single) in proof.indices().iter().zip(&singles) {
            assert_eq!(proof.single(&leaves, *index).unwrap(), *single);
        }
        (found == read(&case["root"])).then_some(()).ok_or_else(refusal)
    });
}
