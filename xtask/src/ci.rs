//! `cargo xtask ci`: everything a change must pass.

use crate::shell::{self, Done};
use crate::{test, tidy};

type Step = (&'static str, fn() -> Done);

const STEPS: [Step; 6] = [
    ("fmt", fmt),
    ("clippy", clippy),
    ("doc", doc),
    ("test", || test::run(None)),
    ("deny", deny),
    ("tidy", tidy::run),
];

/// Runs every step, also after one has failed, and names those that did.
pub fn run() -> Done {
    let mut failed = Vec::new();
    for (name, step) in STEPS {
        println!("\n=== {name}");
        if let Err(why) = step() {
            eprintln!("{name}: {why}");
            failed.push(name);
        }
    }
    match failed.is_empty() {
        true => {
            println!("\nci: {} steps passed", STEPS.len());
            Ok(())
        }
        false => Err(format!("ci failed in {}", failed.join(", "))),
    }
}

fn fmt() -> Done {
    shell::run(shell::cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Done {
    let words = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    shell::run(shell::cargo().args(words))
}

fn doc() -> Done {
    let words = ["doc", "--workspace", "--no-deps", "--document-private-items"];
    shell::run(shell::cargo().args(words).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Licences, sources and published advisories of what the product is built from.
fn deny() -> Done {
    if !shell::has_cargo("deny") {
        shell::run(shell::cargo().args(["install", "cargo-deny", "--locked"]))?;
    }
    shell::run(shell::cargo().args(["deny", "check", "bans", "licenses", "sources"]))?;
    // The advisories are a repository of their own, which an offline machine cannot fetch.
    if shell::run(shell::cargo().args(["deny", "fetch", "db"])).is_err() {
        println!("skipped: the advisories, because their database cannot be fetched");
        return Ok(());
    }
    shell::run(shell::cargo().args(["deny", "check", "advisories"]))
}
