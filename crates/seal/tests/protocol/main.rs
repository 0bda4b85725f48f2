//! The protocol's frozen vectors and properties.
//!
//! Each vector file is made anew on every run, compared byte by byte with `tests/vectors/`, then
//! read back from the file and run as a stranger would. `AMANA_FREEZE=1` writes the files.
//! ML-DSA-44 signatures are hedged and differ each time, so those of `signature.json` are kept and
//! only missing ones are made.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod bundle;
mod carried;
mod contradiction;
mod cosignature;
mod craft;
mod directory;
mod disclosed;
mod epoch;
mod evidence;
mod frozen;
mod leaf;
mod merkle;
mod note;
mod pouch;
mod property;
mod quorum;
mod refused;
mod shared_proof;
mod tally;
mod world;

use std::path::PathBuf;

use frozen::Frozen;
use serde_json::Value;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(name)
}

fn read_file(name: &str) -> Value {
    let text = std::fs::read_to_string(path(name)).unwrap_or_else(|_| "{}".into());
    serde_json::from_str(&text).unwrap()
}

fn text_of(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

#[test]
fn vectors_are_frozen() {
    let mut frozen = Frozen::new(&read_file("signature.json"));
    let made = [
        ("leaf.json", leaf::make()),
        ("merkle.json", merkle::make()),
        ("shared_proof.json", shared_proof::make()),
        ("note.json", note::make(&mut frozen)),
        ("evidence.json", evidence::make(&mut frozen)),
        ("directory.json", directory::make(&mut frozen)),
        ("cosignature.json", cosignature::make(&mut frozen)),
        ("pouch.json", pouch::make(&mut frozen)),
        ("bundle.json", bundle::make(&mut frozen)),
        ("forward.json", carried::make(&mut frozen)),
        ("tally.json", tally::make()),
        ("disclosed.json", disclosed::make()),
        ("contradiction.json", contradiction::make(&mut frozen)),
        ("signature.json", frozen.to_json()),
    ];
    for (name, value) in made {
        if std::env::var_os("AMANA_FREEZE").is_some() {
            std::fs::write(path(name), text_of(&value)).unwrap();
        }
        let file = std::fs::read_to_string(path(name)).unwrap_or_default();
        assert!(file == text_of(&value), "{name} differs from what this code makes");
    }
}

#[test]
fn vectors_hold() {
    leaf::run(&read_file("leaf.json"));
    merkle::run(&read_file("merkle.json"));
    shared_proof::run(&read_file("shared_proof.json"));
    note::run(&read_file("note.json"));
    evidence::run(&read_file("evidence.json"));
    cosignature::run(&read_file("cosignature.json"));
    directory::run(&read_file("directory.json"));
    pouch::run(&read_file("pouch.json"));
    bundle::run(&read_file("bundle.json"));
    carried::run(&read_file("forward.json"));
    tally::run(&read_file("tally.json"));
    disclosed::run(&read_file("disclosed.json"));
    contradiction::run(&read_file("contradiction.json"));
}

/// Reads a value from a vector.
pub fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

/// Bytes from a vector.
pub fn unhex(value: &Value) -> Vec<u8> {
    record::digest::hex_decode(value.as_str().unwrap()).unwrap()
}

pub fn unbase64(value: &Value) -> Vec<u8> {
    seal::note::base64_decode(value.as_str().unwrap()).unwrap()
}

/// Runs every case of a list against its `expect`: `ok` or what refused it.
pub fn run_cases(cases: &Value, check: impl Fn(&Value) -> Result<(), String>) {
    let cases = cases.as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let seen = check(case).err().unwrap_or_else(|| "ok".into());
        assert_eq!(case["expect"], seen, "{}", case["name"]);
    }
}

/// A rule as the vectors name it.
pub fn code(rule: seal::Rule) -> String {
    rule.code().into()
}
