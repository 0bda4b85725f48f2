//! Roots, inclusion and consistency over counted leaves, and proofs that must not pass.

use record::Digest;
use seal::Rule;
use seal::merkle::{
    Forest, consistency, inclusion, is_consistent, leaf_hash, root, root_from_inclusion,
};
use serde_json::{Value, json};

use crate::{code, read, run_cases};

pub const SIZE: u64 = 700;

/// Entry `i` of the log is `i` as a big-endian number of 32 bytes.
pub fn counted(size: u64) -> Forest {
    let entry = |i: u64| {
        let mut entry = [0; 32];
        entry[24..].copy_from_slice(&i.to_be_bytes());
        leaf_hash(&entry)
    };
    Forest((0..size).map(entry).collect())
}

pub fn make() -> Value {
    let log = counted(SIZE);
    let roots: Vec<_> = [0, 1, 2, 3, 7, 8, 255, 256, 257, 512, SIZE]
        .map(|size: u64| json!({"size": size, "root": root(&log, size).unwrap()}))
        .into();
    json!({
        "about": "RFC 6962; entry i of the log is i as a big-endian number of 32 bytes",
        "roots": roots,
        "inclusion": inclusion_cases(&log),
        "consistency": consistency_cases(&log),
    })
}

fn inclusion_cases(log: &Forest) -> Vec<Value> {
    let case = |name: &str, index: u64, size: u64, cut: usize, leaf: u64, expect: &str| {
        let mut proof = inclusion(log, size, index.min(size - 1)).unwrap();
        proof.truncate(proof.len() - cut);
        json!({
            "name": name, "leaf": log.0[leaf as usize], "index": index, "size": size,
            "proof": proof, "root": root(log, size).unwrap(), "expect": expect,
        })
    };
    let mut cases: Vec<_> = [(0, 1), (0, 2), (6, 7), (5, 8), (255, 256), (256, 257), (699, 700)]
        .map(|(index, size)| case("a leaf in its tree", index, size, 0, index, "ok"))
        .into();
    cases.push(case("truncated proof", 300, SIZE, 1, 300, "VER-16"));
    cases.push(case("index beyond the tree", SIZE, SIZE, 0, 699, "VER-16"));
    cases.push(case("another leaf", 300, SIZE, 0, 301, "VER-16"));
    let mut longer = case("one hash too many", 300, SIZE, 0, 300, "VER-16");
    longer["proof"].as_array_mut().unwrap().push(json!(log.0[0]));
    let mut flipped = case("one bit of the proof changed", 300, SIZE, 0, 300, "VER-16");
    let mut hash: Digest = read(&flipped["proof"][3]);
    hash.0[31] ^= 1;
    flipped["proof"][3] = json!(hash);
    cases.extend([longer, flipped]);
    cases
}

fn consistency_cases(log: &Forest) -> Vec<Value> {
    let root = |size| root(log, size).unwrap();
    let case = |name: &str, old: u64, new: u64, cut: usize, old_root: u64, expect: &str| {
        let mut proof = consistency(log, old, new).unwrap();
        proof.truncate(proof.len() - cut);
        json!({
            "name": name, "old": old, "old_root": root(old_root), "new": new,
            "new_root": root(new), "proof": proof, "expect": expect,
        })
    };
    let mut cases: Vec<_> =
        [(1, 2), (3, 7), (4, 8), (6, 8), (256, 257), (255, 700), (512, 700), (700, 700)]
            .map(|(old, new)| case("an older tree in a newer", old, new, 0, old, "ok"))
            .into();
    cases.push(case("truncated proof", 255, SIZE, 1, 255, "VER-06"));
    cases.push(case("no proof", 512, SIZE, 1, 512, "VER-06"));
    cases.push(case("another older tree", 255, SIZE, 0, 254, "VER-06"));
    cases.push(case("one size, two roots", SIZE, SIZE, 0, 699, "VER-06"));
    let mut backward = case("the newer tree before the older", 255, SIZE, 0, 255, "VER-06");
    (backward["old"], backward["new"]) = (json!(SIZE), json!(255));
    cases.push(backward);
    cases
}

pub fn run(file: &Value) {
    let log = counted(SIZE);
    for case in file["roots"].as_array().unwrap() {
        assert_eq!(read::<Digest>(&case["root"]), root(&log, read(&case["size"])).unwrap());
    }
    run_cases(&file["inclusion"], |case| {
        let (leaf, proof): (Digest, Vec<Digest>) = (read(&case["leaf"]), read(&case["proof"]));
        let found = root_from_inclusion(&leaf, read(&case["index"]), read(&case["size"]), &proof);
        let good = found == Some(read(&case["root"]));
        good.then_some(()).ok_or(code(Rule::Inclusion))
    });
    run_cases(&file["consistency"], |case| {
        let (old_root, new_root): (Digest, Digest) =
            (read(&case["old_root"]), read(&case["new_root"]));
        let proof: Vec<Digest> = read(&case["proof"]);
        let (old, new) = (read(&case["old"]), read(&case["new"]));
        let good = is_consistent((old, &old_root), (new, &new_root), &proof);
        good.then_some(()).ok_or(code(Rule::Consistency))
    });
}
