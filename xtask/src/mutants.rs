//! `cargo xtask mutants`: is a fault in the path or the checks noticed by a test?

use std::fs;

use serde_json::Value;

use crate::shell::{self, Done};

/// One run of cargo-mutants: a fault must be noticed by the tests of its own crate.
struct Run {
    name: &'static str,
    files: &'static [&'static str],
    words: &'static [&'static str],
}

/// The checks, and the path with what it is made of; the simulator's tests are among the path's.
const RUNS: [Run; 2] = [
    Run {
        name: "mutants-checks",
        files: &[
            "crates/record/src/policy.rs",
            "crates/seal/src/verify.rs",
            "crates/seal/src/shared_proof.rs",
            "crates/seal/src/checkpoint.rs",
            "crates/seal/src/evidence.rs",
        ],
        words: &[],
    },
    Run {
        name: "mutants-path",
        files: &[
            "crates/node/src/flow.rs",
            "crates/node/src/inward.rs",
            "crates/node/src/outward.rs",
            "crates/node/src/act.rs",
            "crates/node/src/gate.rs",
        ],
        words: &["--features=node/simulation"],
    },
];
const CAUGHT_PERCENT_MIN: u64 = 80;

/// Plants faults in the checks and in the path, one at a time; takes an hour and more.
pub fn run() -> Done {
    if !shell::has_cargo("mutants") {
        shell::run(shell::cargo().args(["install", "cargo-mutants", "--locked"]))?;
    }
    let outcomes: Vec<Value> = RUNS.iter().map(plant).collect::<Result<_, _>>()?;
    judge(&outcomes)
}

fn plant(run: &Run) -> Result<Value, String> {
    let output = shell::target().join(run.name);
    let mut command = shell::cargo();
    command.args(["mutants", "--test-workspace=false", "--test-tool=nextest", "--jobs=2"]);
    command.args(run.words).arg("--output").arg(&output).env("NEXTEST_PROFILE", "mutants");
    for file in run.files {
        command.args(["--file", file]);
    }
    // It ends with a failure where one fault was missed; the share decides here.
    let ended = shell::run(&mut command);
    let path = output.join("mutants.out/outcomes.json");
    let text = fs::read_to_string(&path).map_err(|error| match ended {
        Err(why) => why,
        Ok(()) => format!("{}: {error}", path.display()),
    })?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

fn judge(runs: &[Value]) -> Done {
    let count = |name: &str| {
        let each = runs.iter().map(|run| run[name].as_u64().ok_or(format!("no count of {name}")));
        each.sum::<Result<u64, String>>()
    };
    // A mutant that hangs its tests was noticed.
    let caught = count("caught")? + count("timeout")?;
    let all = caught + count("missed")?;
    let percent = (caught * 100).checked_div(all).ok_or("no fault was planted")?;
    for outcome in runs.iter().filter_map(|run| run["outcomes"].as_array()).flatten() {
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
        assert_eq!(judge(&[outcomes]).is_ok(), expect, "{caught} caught, {missed} missed");
    }

    #[test]
    fn four_of_five_faults_must_be_noticed() {
        check(8, 2, true);
        check(79, 21, false);
        check(0, 0, false);
        assert!(judge(&[serde_json::json!({})]).is_err());
        assert!(judge(&[]).is_err());
    }
}
