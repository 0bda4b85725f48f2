//! `cargo xtask fuzz`: bytes of strangers against everything that reads them, for so many minutes.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use clap::ValueEnum;

use crate::shell::{self, Done};

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// Two names, with dates, countries and documents, are compared
    Name,
    /// A name is looked for in a list, and becomes an entry of one
    Search,
    /// Headers, bodies and whole records
    Record,
    /// Selectors of every kind, and misread ones
    Selector,
    /// Pouches, manifests, proofs, leaves, receipts
    Pouch,
    /// Signed heads of logs
    Note,
    /// Bundles of pouches, and answers that are carried back
    Bundle,
    /// Uploaded files and pictures
    Picture,
    /// Uploaded archives
    Archive,
    /// Heads of a directory
    Directory,
    /// Rows and cells of foreign tables
    Table,
    /// Drafts that programs post, of every kind
    Body,
}

impl Target {
    pub fn name(self) -> String {
        self.to_possible_value().expect("no target is hidden").get_name().to_owned()
    }

    /// What only a node reads is built with all of it.
    fn needs_node(self) -> bool {
        matches!(self, Self::Picture | Self::Archive | Self::Table | Self::Body)
    }
}

/// One input may take so long, instrumented; names are at most so long that linear time shows.
const INPUT_SECONDS_MAX: u32 = 10;
const INPUT_BYTES_MAX: u32 = 20_000;
const MEMORY_MIB_MAX: u32 = 4_096;

/// What fuzzing one target came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fuzzed {
    pub target: Target,
    pub inputs: u64,
    pub done: Done,
}

/// Fuzzes one target or all, each for so many minutes. What fails is kept in `fuzz/artifacts`.
pub fn run(target: Option<Target>, minutes: u32) -> Done {
    let targets = target.map_or_else(|| Target::value_variants().to_vec(), |target| vec![target]);
    let mut failed = Vec::new();
    for Fuzzed { target, done, .. } in fuzz_all(&targets, minutes)? {
        if let Err(why) = done {
            eprintln!("{why}");
            failed.push(target.name());
        }
    }
    match &failed[..] {
        [] => Ok(()),
        failed => Err(format!("{} failed; the inputs are in fuzz/artifacts", failed.join(", "))),
    }
}

/// Fuzzes targets, as many at a time as there are cores: each is one process on one core.
pub fn fuzz_all(targets: &[Target], minutes: u32) -> Result<Vec<Fuzzed>, String> {
    install()?;
    let mut seed = shell::cargo();
    seed.args(["run", "--example", "seed", "--manifest-path"]).arg(folder().join("Cargo.toml"));
    shell::run(&mut seed)?;
    // One build at a time; a target that runs holds no lock.
    for target in targets {
        shell::run(&mut cargo_fuzz("build", *target))?;
    }
    let waiting = Mutex::new(targets.iter().copied());
    let fuzzed = Mutex::new(Vec::new());
    let next = || waiting.lock().expect("nothing panics while it is held").next();
    let work = || {
        while let Some(target) = next() {
            let one = fuzz(target, minutes);
            fuzzed.lock().expect("nothing panics while it is held").push(one);
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(work);
        }
    });
    let mut fuzzed = fuzzed.into_inner().expect("nothing panicked while it was held");
    fuzzed.sort_by_key(|one| one.target as usize);
    Ok(fuzzed)
}

/// What fuzzing needs beside the house's tools: cargo-fuzz, and a nightly compiler.
fn install() -> Done {
    if !shell::quiet(shell::program("cargo").args(["+nightly", "--version"])) {
        shell::run(shell::program("rustup").args(["toolchain", "install", "nightly"]))?;
    }
    match shell::has_cargo("fuzz") {
        true => Ok(()),
        false => shell::run(shell::cargo().args(["install", "cargo-fuzz", "--locked"])),
    }
}

fn folder() -> PathBuf {
    shell::root().join("fuzz")
}

fn cargo_fuzz(verb: &str, target: Target) -> Command {
    // The sanitizer of memory is for unsafe code, of which there is none; arithmetic is checked.
    let mut command = shell::program("cargo");
    command.args(["+nightly", "fuzz", verb, "--sanitizer", "none", "--debug-assertions"]);
    if target.needs_node() {
        command.args(["--features", "node"]);
    }
    command.arg(target.name()).env_remove("RUSTC").env_remove("RUSTUP_TOOLCHAIN");
    command
}

fn fuzz(target: Target, minutes: u32) -> Fuzzed {
    let corpus = folder().join("corpus").join(target.name());
    if let Err(why) = fs::create_dir_all(&corpus) {
        return Fuzzed { target, inputs: 0, done: Err(format!("{}: {why}", corpus.display())) };
    }
    let mut command = cargo_fuzz("run", target);
    command.arg("--").arg(format!("-max_total_time={}", u64::from(minutes) * 60));
    command.arg(format!("-timeout={INPUT_SECONDS_MAX}"));
    command.arg(format!("-max_len={INPUT_BYTES_MAX}"));
    command.arg(format!("-rss_limit_mb={MEMORY_MIB_MAX}"));
    command.arg("-print_final_stats=1");
    let heard = shell::hear(&mut command);
    let inputs = inputs(&heard.text);
    let done = heard.done.and_then(|()| match inputs {
        0 => Err(format!("{} read no input", target.name())),
        _ => Ok(()),
    });
    Fuzzed { target, inputs, done }
}

/// `stat::number_of_executed_units: 5897370`
fn inputs(text: &str) -> u64 {
    let line = text.lines().rev().find_map(|line| line.split_once("number_of_executed_units:"));
    line.and_then(|(_, count)| count.trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_read_from_what_the_fuzzer_says() {
        let said = "Done 12 runs in 3 second(s)\nstat::number_of_executed_units: 12\nstat::x: 1\n";
        assert_eq!(inputs(said), 12);
        assert_eq!(inputs("nothing"), 0);
    }

    #[test]
    fn every_target_is_a_program_of_the_fuzzing_crate() {
        let manifest = fs::read_to_string(folder().join("Cargo.toml")).expect("it is there");
        for target in Target::value_variants() {
            let path = format!("path = \"reads/{}.rs\"", target.name());
            assert!(manifest.contains(&path), "{path}");
            assert!(folder().join("reads").join(target.name()).with_extension("rs").exists());
        }
        let programs = manifest.matches("[[bin]]").count();
        assert_eq!(programs, Target::value_variants().len());
    }
}
