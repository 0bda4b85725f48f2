//! `amana screen` and `amana bench screen`, as a program calls them.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use support::folder::Folder;

fn amana(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_amana"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn objects(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const PAIR: &str = concat!(
    r#"{"id":"p1","schema":"Person","query":{"name":["Arlo Quennevis"]},"#,
    r#""candidate":{"name":["QUENNEVIS, Arlo"]}}"#
);

#[test]
fn every_pair_is_answered_in_order_with_id_score_and_reasons() {
    let input: String = (0..3_000).map(|at| PAIR.replace("p1", &format!("p{at}")) + "\n").collect();
    let output = amana(&["screen", "pairs", "-"], input.as_bytes());
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let all = objects(&output);
    assert_eq!(all.len(), 3_000);
    for (at, one) in all.iter().enumerate() {
        assert_eq!(one["id"], format!("p{at}"));
        assert!(one["score"].as_f64().unwrap() > 0.9 && !one["why"][0].is_null(), "{one}");
    }
}

#[test]
fn a_bad_line_is_named_by_its_number_and_the_others_are_answered() {
    let long = format!("{{\"id\":\"{}\"}}", "x".repeat(2 << 20));
    let lines = [PAIR.as_bytes(), b"{", b"", b"\xff", b"[1]", long.as_bytes(), PAIR.as_bytes()];
    let output = amana(&["screen", "pairs", "-"], &lines.join(&b'\n'));
    assert!(output.status.success());
    assert_eq!(objects(&output).len(), 2);
    let said = String::from_utf8(output.stderr).unwrap();
    for number in [2, 4, 5, 6] {
        assert!(said.contains(&format!("line {number}")), "{number} in {said}");
    }
    assert!(!said.contains("line 3") && said.contains("4 lines were passed over"), "{said}");
}

#[test]
fn reasons_are_said_in_the_language_asked_for() {
    let one = |tag| {
        let args = ["screen", "pairs", "-", "--language", tag, "--scorer", "name/1"];
        objects(&amana(&args, PAIR.as_bytes()))[0]["why"].to_string()
    };
    let all: std::collections::BTreeSet<String> = ["ar", "en", "fr", "es"].map(one).into();
    assert_eq!(all.len(), 4);
}

fn write(path: &Path, lines: &[&str]) {
    std::fs::write(path, lines.join("\n")).unwrap();
}

#[test]
fn a_query_is_answered_with_the_entries_at_or_above_the_threshold() {
    let folder = Folder::new("screen");
    let (list, queries) = (folder.join("list"), folder.join("queries"));
    write(
        &list,
        &[
            r#"{"n":["Arlo Quennevis"],"s":"a1","d":"1961-05-27","c":"no"}"#,
            "no entry",
            r#"{"n":["Brisa Talcomán"],"s":"b2","d":""}"#,
        ],
    );
    write(
        &queries,
        &[
            r#"{"n":["QUENNEVIS, Arlo"],"s":"q1","d":"1961-05-27","c":"no"}"#,
            "no query",
            r#"{"n":["Torvald Imeneshki"],"s":"q2"}"#,
        ],
    );
    let search = |threshold| {
        let (list, queries) = (list.to_str().unwrap(), queries.to_str().unwrap());
        let files = ["screen", "search", "--list", list, "--queries", queries];
        amana(&[&files[..], &["--threshold", threshold]].concat(), b"")
    };
    let output = search("0.5");
    assert!(output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.matches("line 2").count() == 2, "one of each file: {said}");
    let all = objects(&output);
    assert_eq!((&all[0]["query"], &all[1]["query"]), (&"q1".into(), &"q2".into()));
    assert_eq!(
        (&all[0]["hits"][0]["s"], all[1]["hits"].as_array().unwrap().len()),
        (&"a1".into(), 0)
    );
    assert!(!all[0]["hits"][0]["why"].as_array().unwrap().is_empty());
    assert_eq!(objects(&search("1"))[0]["hits"], Value::Array(Vec::new()));
}

#[test]
fn wrong_usage_says_what_would_be_right() {
    let check = |args: &[&str], code: i32, expect: &str| {
        let output = amana(&[&["screen", "pairs", "-"], args].concat(), b"");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.contains(expect), "{said}");
    };
    check(&["--scorer", "name/0"], 2, "name/1");
    check(&["--language", "de"], 2, "ar, en, fr and es");
    let missing = amana(&["screen", "pairs", "no-such-file"], b"");
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("no-such-file"));
}

#[test]
fn the_help_of_each_command_has_an_example() {
    for command in [&["screen", "pairs"][..], &["screen", "search"], &["bench", "screen"]] {
        let output = amana(&[command, &["--help"]].concat(), b"");
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains(&format!("Example: amana {}", command.join(" "))), "{text}");
    }
}

#[test]
fn a_benchmark_answers_one_object_with_every_figure() {
    let args = ["bench", "screen", "--names", "3000", "--queries", "60", "--json"];
    let output = amana(&args, b"");
    let figures = &objects(&output)[0];
    for name in ["build_s", "draw_s", "resident_mib"] {
        assert!(figures[name].as_f64().unwrap() > 0.0, "{figures}");
    }
    for kind in ["listed", "unlisted"] {
        for name in ["queries_per_s_core", "p50_ms", "p99_ms", "max_ms"] {
            assert!(figures[kind][name].as_f64().unwrap() > 0.0, "{kind} {name} {figures}");
        }
    }
    assert!(figures["listed"]["recall"].as_f64().unwrap() > 0.8, "{figures}");
    assert!(figures["unlisted"]["recall"].is_null(), "{figures}");
}
