//! The simulator: an optimised build of its own, with features the product's binary lacks.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::shell::{self, Done};
use crate::test::Tally;

/// Passes everything on to the simulator; `--help` is its own and lists the sabotages.
pub fn run(args: &[String]) -> Done {
    present()?;
    shell::run(command().args(args))
}

/// The simulation of the tests: 50 seeds in which every kind of accident must have happened.
pub fn check() -> Result<Tally, String> {
    present()?;
    let heard = shell::hear(command().args(["--seeds", "50", "--nodes", "7", "--json"]));
    heard.done?;
    judge(&shell::last_object(&heard.text)?, 50)
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
    let count = |name: &str| summary[name].as_u64().ok_or(format!("the simulator gave no {name}"));
    if count("seeds")? != seeds {
        return Err(format!("the simulator ran {} seeds instead of {seeds}", count("seeds")?));
    }
    let mut tally = Tally { passed: seeds, failed: 0 };
    for name in ["crashes", "partitions", "torn_writes"] {
        tally.expect(count(name)? > 0, &format!("{name} is zero: nothing was tried"));
    }
    for name in ["lost", "duplicated", "violations"] {
        tally.expect(count(name)? == 0, &format!("{name} is {}", count(name)?));
    }
    Ok(tally)
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
}
