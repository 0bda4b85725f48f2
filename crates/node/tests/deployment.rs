//! The units a node is deployed with: how little of a machine they can reach, as systemd reckons
//! it, and what the page about it quotes; every figure that an alert or that page names exists.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// How exposed a unit is, from 0 to 10; none where there is no systemd to ask.
fn exposure(unit: &str) -> Option<f64> {
    let mut asked = Command::new("systemd-analyze");
    asked.args(["security", "--offline=true", "--no-pager"]).arg(root().join("deploy").join(unit));
    let said = asked.env("LC_ALL", "C.UTF-8").output().ok()?;
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    let (_, rest) = text.split_once("Overall exposure level for ")?;
    rest.split(": ").nth(1)?.split(' ').next()?.parse().ok()
}

#[test]
fn units_are_as_shut_in_as_the_page_says() {
    let page = read("docs/deployment.md");
    for unit in ["amana.service", "amana-backup.service"] {
        let line = format!("| `{unit}` | ");
        let quoted = page.lines().find_map(|text| text.strip_prefix(&line)).unwrap();
        let quoted: f64 = quoted.trim_end_matches(" |").parse().unwrap();
        let Some(found) = exposure(unit) else {
            eprintln!("skipped: systemd-analyze is not there, so {unit} is not judged");
            continue;
        };
        assert!(found <= quoted, "{unit}: {found}, and the page says {quoted}");
    }
}

/// Names of figures in a text.
fn figures(text: &str) -> Vec<&str> {
    let word = |c: char| !(c.is_ascii_lowercase() || c == '_');
    let mut names: Vec<&str> = text.split(word).filter(|word| word.starts_with("amana_")).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn alerts_and_the_page_name_figures_that_there_are() {
    let source = read("crates/node/src/metrics/text.rs");
    let told = source.split("#[cfg(test)]").next().unwrap();
    let there = figures(told);
    for file in ["deploy/alerts.yml", "docs/deployment.md"] {
        let text = read(file);
        let strange: Vec<&str> =
            figures(&text).into_iter().filter(|name| !there.contains(name)).collect();
        assert!(strange.is_empty(), "{file} names {strange:?}");
    }
    // And what there is stands on the page.
    let page = read("docs/deployment.md");
    let missing: Vec<&&str> = there.iter().filter(|name| !page.contains(**name)).collect();
    assert!(missing.is_empty(), "the page does not explain {missing:?}");
}
