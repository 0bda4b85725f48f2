//! `cargo xtask test`: installs what the tests need, runs all parts, says what each was.

mod interface;
pub mod python;
pub mod stranger;
pub mod tally;

use std::path::Path;

use clap::ValueEnum;

use crate::shell::{self, Done};
use crate::{sim, web};
pub use tally::Tally;

/// A token in software, which Debian's softhsm2 brings.
const TOKEN: &str = "/usr/lib/softhsm/libsofthsm2.so";

/// A part of the tests; each stays under ten minutes on two cores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Unit, property, vector and interface tests of the workspace, and the examples in its docs
    Rust,
    /// Seven whole nodes on a fake clock, disk and network: 50 seeds; every sabotage is found
    Sim,
    /// Programs in Go and Python that share no code with Amana check the frozen vectors
    Strangers,
    /// The pages: types, lints, logic, and every page in Chromium with a node in front of it
    Web,
    /// A serving node is asked what its frozen description allows; no answer is a server's error
    Interface,
}

/// Runs one part or all; all run even where one fails.
pub fn run(part: Option<Part>) -> Done {
    let parts = part.map_or_else(|| Part::value_variants().to_vec(), |part| vec![part]);
    let mut total = Tally::default();
    let mut said = Vec::new();
    for part in parts {
        let (name, about) = describe(part);
        println!("\n== {name}: {about}");
        let tally = measure(part).unwrap_or_else(|why| {
            eprintln!("{name}: {why}");
            Tally { passed: 0, failed: 1 }
        });
        said.push(format!("{name}: {tally}"));
        total += tally;
    }
    conclude(&said, total)
}

fn describe(part: Part) -> (String, String) {
    let value = part.to_possible_value().expect("no part is hidden");
    let about = value.get_help().map(ToString::to_string).unwrap_or_default();
    (value.get_name().to_owned(), about)
}

fn measure(part: Part) -> Result<Tally, String> {
    match part {
        Part::Rust => rust(),
        Part::Sim => sim::check(),
        Part::Strangers => stranger::check(),
        Part::Web => web::check(),
        Part::Interface => interface::check(),
    }
}

/// A part that ran nothing has not passed.
fn conclude(said: &[String], total: Tally) -> Done {
    println!("\n{}", said.join("\n"));
    if shell::shared().is_none() {
        println!("skipped: the tests that read ../shared, because there is no such folder");
        println!("         (they are counted as passed)");
    }
    if !Path::new(TOKEN).exists() {
        println!("skipped: the tests with a token, because Debian's softhsm2 is not installed");
        println!("         (they are counted as passed)");
    }
    println!("{total}");
    match total {
        Tally { passed: 0, failed: 0 } => Err("no test ran".to_owned()),
        Tally { failed: 0, .. } => Ok(()),
        Tally { failed, .. } => Err(format!("{failed} tests failed")),
    }
}

fn rust() -> Result<Tally, String> {
    if !Path::new(TOKEN).exists()
        && let Err(why) = shell::debian("the tests with a token", &["softhsm2"])
    {
        println!("{why}");
    }
    let nextest = shell::has_cargo("nextest");
    let words: &[&str] = if nextest {
        &["nextest", "run", "--workspace", "--no-fail-fast"]
    } else {
        println!("cargo-nextest is not installed: `cargo test` runs instead, slower and the same");
        println!("  (to have it: cargo install cargo-nextest --locked)");
        &["test", "--workspace", "--all-targets", "--no-fail-fast"]
    };
    let heard = shell::hear(shell::cargo().args(words));
    let read = if nextest { tally::of_nextest } else { tally::of_cargo };
    let tests = read(&heard.text).settle(heard.done);
    let heard = shell::hear(shell::cargo().args(["test", "--doc", "--workspace"]));
    let examples = tally::of_cargo(&heard.text).settle(heard.done);
    Ok(tests + examples)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_run_is_not_passed_and_a_failure_fails() {
        assert_eq!(conclude(&[], Tally { passed: 3, failed: 0 }), Ok(()));
        assert_eq!(conclude(&[], Tally { passed: 0, failed: 0 }), Err("no test ran".to_owned()));
        assert!(conclude(&[], Tally { passed: 3, failed: 1 }).is_err());
    }

    #[test]
    fn each_part_says_what_it_does() {
        for part in Part::value_variants() {
            assert!(describe(*part).1.len() > 20, "{part:?}");
        }
    }
}
