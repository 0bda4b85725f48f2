//! `cargo xtask mutants`: is a fault in the path or the checks noticed by a test?

use std::fs;

use serde_json::Value;

use crate::shell::{self, Done};

/// The path, what it is made of, and every check.
const FILES: [&str; 10] = [
    "crates/node/src/flow.rs",
    "crates/node/src/inward.rs",
    "crates/node/src/outward.rs",
    "crates/node/src/act.rs",
    "crates/node/src/gate.rs",
    "crates/record/src/policy.rs",
    "crates/seal/src/verify.rs",
    "crates/seal/src/shared_proof.rs",
    "crates/seal/src/checkpoint.rs",
    "crates/seal/src/evidence.rs",
];
const CAUGHT_PERCENT_MIN: u64 = 80;

/// Runs cargo-mutants on the path and the checks; takes an hour and more.
pub fn run() -> Done {
    if !shell::has_cargo("mutants") {
        shell::run(shell::cargo().args(["install", "cargo-mutants", "--locked"]))?;
    }
    let mut command = shell::cargo();
    // A fault must be noticed by the tests of its own crate, and the first that fails is enough.
    command.args(["mutants", "--test-workspace=false", "--test-tool=nextest", "--jobs=2"]);
    command.args(["--features", "node/simulation"]).env("NEXTEST_PROFILE", "mutants");
    command.arg("--output").arg(shell::target());
    for file in FILES {
        command.args(["--file", file]);
    }
    // It ends with a failure where one fault was missed; the share decides here.
    let ended = shell::run(&mut command);
    let path = shell::target().join("mutants.out/outcomes.json");
    let text = fs::read_to_string(&path).map_err(|error| match ended {
        Err(why) => why,
        Ok(()) => format!("{}: {error}", path.display()),
    })?;
    let outcomes = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    judge(&outcomes)
}

fn judge(outcomes: &Value) -> Done {
    let count = |name: &str| outcomes[name].as_u64().ok_or(format!("no count of {name}"));
    // A mutant that hangs its tests was noticed.
    let caught = count("caught")? + count("timeout")?;
    let all = caught + count("missed")?;
    let percent = (caught * 100).checked_div(all).ok_or("no fault was planted")?;
    for outcome in outcomes["outcomes"].as_array().into_iter().flatten() {
        if outcome["summary"] == "MissedMutant" {
            println!("missed: {}", outcome["scenario"]["Mutant"]["name"].as_str().unwrap_or("?"));
        }
    }
    println!("{caught} of {all} faults were noticed: {percent} %");
    match percent >= CAUGHT_PERCENT_MIN {
        true => Ok(()),
        false => Err(format!("fewer than {CAUGHT_PERCENT_MIN} % of the faults were noticed")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(caught: u64, missed: u64, expect: bool) {
        let outcomes = serde_json::json!({"caught": caught, "timeout": 0, "missed": missed});
        assert_eq!(judge(&outcomes).is_ok(), expect, "{caught} caught, {missed} missed");
    }

    #[test]
    fn four_of_five_faults_must_be_noticed() {
        check(8, 2, true);
        check(79, 21, false);
        check(0, 0, false);
        assert!(judge(&serde_json::json!({})).is_err());
    }
}
