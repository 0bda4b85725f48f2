//! The simulator: an optimised build of its own, with features the product's binary lacks.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::reliability;
use crate::shell::{self, Done};
use crate::test::Tally;

/// A simulator that has not found a planted fault by then is itself broken.
const SABOTAGE_SEEDS_MAX: u64 = 200;

/// Passes everything on to the simulator; `--help` is its own and lists the sabotages.
pub fn run(args: &[String]) -> Done {
    present()?;
    shell::run(command().args(args))
}

/// The simulation of the tests: accidents without a fault planted, a smaller run with the real
/// cryptography, and every sabotage, which must be found.
pub fn check() -> Result<Tally, String> {
    present()?;
    let wide = summary("--seeds 50 --nodes 7")?;
    let real = summary("--seeds 3 --nodes 5 --real")?;
    let mut tally = judge(&wide, 50)? + judge_real(&real, 3)?;
    let sabotages = sabotages(&shell::read(command().arg("--help"))?);
    tally.expect(!sabotages.is_empty(), "the simulator lists no sabotage");
    for name in sabotages {
        let found = summary(&format!("--seeds {SABOTAGE_SEEDS_MAX} --nodes 7 --sabotage {name}"));
        let found = found.is_ok_and(|counts| counts["violations"].as_u64() > Some(0));
        tally.expect(found, &format!("{name} was not found in {SABOTAGE_SEEDS_MAX} seeds"));
    }
    Ok(tally)
}

/// The same accidents from twenty times as many seeds, and more with the real cryptography.
pub fn soak() -> Result<Tally, String> {
    present()?;
    let wide = summary("--seeds 1000 --nodes 7")?;
    let real = summary("--seeds 20 --nodes 5 --real")?;
    let tally = judge(&wide, 1_000)? + judge_real(&real, 20)?;
    reliability::simulated(&[("seven nodes", &wide), ("five, real cryptography", &real)])?;
    Ok(tally)
}

fn summary(words: &str) -> Result<Value, String> {
    let heard = shell::hear(command().args(words.split(' ')).arg("--json"));
    heard.done?;
    shell::last_object(&heard.text)
}

/// The names in the list that ends the simulator's help.
fn sabotages(help: &str) -> Vec<String> {
    let list = help.lines().skip_while(|line| line.trim() != "Sabotages:").skip(1);
    let named = list.take_while(|line| line.starts_with("  "));
    named.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn present() -> Done {
    let manifest = fs::read_to_string(shell::root().join("crates/node/Cargo.toml"));
    match manifest.is_ok_and(|text| text.contains("\"amana-sim\"")) {
        true => Ok(()),
        false => Err("crates/node has no binary `amana-sim`: there is no simulator".to_owned()),
    }
}

/// In a target folder of its own, so that its features never mix into the product's build.
fn command() -> Command {
    let mut command = shell::cargo();
    command.env("CARGO_TARGET_DIR", shell::target().join("sim"));
    command.args(["run", "--quiet", "--profile", "sim", "-p", "node"]);
    command.args(["--features", "simulation", "--bin", "amana-sim", "--"]);
    command
}

/// Every seed is a test, and so is each of the six claims about all of them.
fn judge(summary: &Value, seeds: u64) -> Result<Tally, String> {
    let mut tally = judge_real(summary, seeds)?;
    for name in ["crashes", "partitions", "torn_writes"] {
        tally.expect(count(summary, name)? > 0, &format!("{name} is zero: nothing was tried"));
    }
    Ok(tally)
}

/// A short run may meet few accidents, but never a fault.
fn judge_real(summary: &Value, seeds: u64) -> Result<Tally, String> {
    let ran = count(summary, "seeds")?;
    if ran != seeds {
        return Err(format!("the simulator ran {ran} seeds instead of {seeds}"));
    }
    let mut tally = Tally { passed: seeds, failed: 0 };
    for name in ["lost", "duplicated", "violations"] {
        let found = count(summary, name)?;
        tally.expect(found == 0, &format!("{name} is {found}"));
    }
    Ok(tally)
}

fn count(summary: &Value, name: &str) -> Result<u64, String> {
    summary[name].as_u64().ok_or(format!("the simulator gave no count of {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: &str, value: u64, expect: Option<u64>) {
        let mut summary = serde_json::json!({
            "seeds": 50, "messages": 9, "crashes": 2, "partitions": 3, "torn_writes": 4,
            "lost": 0, "duplicated": 0, "violations": 0
        });
        summary[change] = value.into();
        assert_eq!(judge(&summary, 50).ok().map(|tally| tally.failed), expect, "{change} {value}");
    }

    #[test]
    fn a_simulation_that_tried_nothing_or_found_something_fails() {
        check("messages", 10, Some(0));
        check("crashes", 0, Some(1));
        check("partitions", 0, Some(1));
        check("torn_writes", 0, Some(1));
        check("lost", 1, Some(1));
        check("duplicated", 2, Some(1));
        check("violations", 3, Some(1));
        check("seeds", 49, None);
        assert!(judge(&serde_json::json!({"seeds": 50}), 50).is_err());
    }

    #[test]
    fn sabotages_are_read_from_the_help() {
        let help = "Usage: x\n  --json  One line\n\nSabotages:\n  no-dedupe   takes twice\n  \
                    recall-ignored  keeps\n";
        assert_eq!(sabotages(help), ["no-dedupe", "recall-ignored"]);
        assert!(sabotages("Usage: x\n").is_empty());
    }
}
