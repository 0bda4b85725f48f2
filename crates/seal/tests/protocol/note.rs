//! Checkpoints under two lines, and notes that the note format would take but Amana refuses.

use record::Digest;
use seal::checkpoint::Checkpoint;
use seal::log_key::LogPublic;
use serde_json::{Value, json};

use crate::frozen::{Frozen, Head};
use crate::world::{SECONDS, log, log_seeds};
use crate::{code, read, run_cases};

/// Two frozen heads of one log, in lines.
struct Lines {
    one: Vec<String>,
    other: Vec<String>,
}

fn head(size: u64) -> Head {
    Head::new("XA", size, Digest::of(&[b"root of the vectors", &size.to_be_bytes()]))
}

fn case(name: &str, note: String, expect: &str) -> Value {
    json!({"name": name, "note": note, "expect": expect})
}

pub fn make(frozen: &mut Frozen) -> Value {
    let (good, other) = (frozen.note(&head(42)), frozen.note(&head(43)));
    let split = |note: &str| note.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let lines = Lines { one: split(&good), other: split(&other) };
    let mut cases = vec![case("two lines", good, "ok"), case("a later head", other, "ok")];
    cases.extend(cosigned_cases(frozen));
    cases.extend(line_cases(&lines));
    let seeds = log_seeds("XA");
    let extended = head(42).text() + "extension\n";
    let extended = frozen.note_over(&seeds, &extended, &head(42));
    cases.push(case("an extension line", extended, "VER-01"));
    let padded = head(42).text().replace("\n42\n", "\n042\n");
    let padded = frozen.note_over(&seeds, &padded, &head(42));
    cases.push(case("size with a leading zero, signed", padded, "VER-01"));
    let elsewhere = frozen.note(&Head { node: "XB", ..head(42) });
    cases.push(case("another log", elsewhere, "VER-04"));
    let foreign = frozen.note_over(&log_seeds("foreign XA"), &head(42).text(), &head(42));
    cases.push(case("this log's name under other keys", foreign, "VER-02"));
    json!({
        "about": "the log's keys are from known seeds; at_seconds of an accepted note is its \
            second line's time",
        "log": log("XA").public(),
        "at_seconds": SECONDS,
        "cases": cases,
    })
}

fn cosigned_cases(frozen: &mut Frozen) -> Vec<Value> {
    let mut made =
        |name: &str, at, start| case(name, frozen.note(&Head { at, start, ..head(42) }), "VER-05");
    vec![
        made("0x06 with start 1 and a time", SECONDS, 1),
        made("0x06 with start 1 and no time", 0, 1),
        made("0x06 with start 0 and no time", 0, 0),
        made("0x06 with a time beyond any calendar", u64::MAX, 0),
    ]
}

fn line_cases(Lines { one, other }: &Lines) -> Vec<Value> {
    let made = |name: &str, expect: &str, change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = one.clone();
        change(&mut lines);
        case(name, lines.concat(), expect)
    };
    vec![
        made("stripped of the Ed25519 line", "VER-02", &|l| drop(l.remove(4))),
        made("stripped of the ML-DSA-44 line", "VER-02", &|l| drop(l.remove(5))),
        made("lines in the other order", "VER-02", &|l| l.swap(4, 5)),
        made("one line twice", "VER-02", &|l| l.push(l[5].clone())),
        made("a line of an unknown key", "VER-02", &|l| {
            l.push("— witness.invalid AAAAAAAA\n".into());
        }),
        made("Ed25519 line of another head", "VER-03", &|l| l[4] = other[4].clone()),
        made("ML-DSA-44 line of another head", "VER-05", &|l| l[5] = other[5].clone()),
        made("size with a leading zero", "VER-01", &|l| l[1] = "042\n".into()),
        made("no last line feed", "VER-01", &|l| l[5] = l[5].trim_end().into()),
        made("no blank line", "VER-01", &|l| drop(l.remove(3))),
    ]
}

pub fn run(file: &Value) {
    let public: LogPublic = read(&file["log"]);
    assert_eq!(public, *log("XA").public());
    let first = file["cases"][0]["note"].as_str().unwrap();
    let (head, at) = Checkpoint::verify(first, &public).unwrap();
    let again = head.sign(&log("XA"), at).unwrap();
    // The second line is hedged and differs each time; all before it is the same.
    let kept = |note: &str| note.lines().take(5).collect::<String>();
    assert_eq!(kept(&again), kept(first));
    run_cases(&file["cases"], |case| {
        let note = case["note"].as_str().unwrap();
        let (_, at) = Checkpoint::verify(note, &public).map_err(code)?;
        assert_eq!(at.0, file["at_seconds"].as_i64().unwrap() * 1_000);
        Ok(())
    });
}
