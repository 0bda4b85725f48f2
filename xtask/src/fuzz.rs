//! `cargo xtask fuzz`: bytes of strangers against everything that reads them, for so many minutes.

use std::fs;
use std::path::PathBuf;

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
    /// Pouches, manifests, proofs, notes, leaves, receipts
    Pouch,
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
    fn name(self) -> String {
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

/// Fuzzes one target or all, each for so many minutes. What fails is kept in `fuzz/artifacts`.
pub fn run(target: Option<Target>, minutes: u32) -> Done {
    if !shell::has_cargo("fuzz") {
        return Err("cargo-fuzz is missing: `cargo install cargo-fuzz --locked`, and a nightly \
                    compiler: `rustup toolchain install nightly`"
            .to_owned());
    }
    let manifest = folder().join("Cargo.toml");
    let mut seed = shell::cargo();
    seed.args(["run", "--example", "seed", "--manifest-path"]).arg(manifest);
    shell::run(&mut seed)?;
    let targets = target.map_or_else(|| Target::value_variants().to_vec(), |target| vec![target]);
    let mut failed = Vec::new();
    for target in targets {
        if let Err(why) = fuzz(target, minutes) {
            eprintln!("{why}");
            failed.push(target.name());
        }
    }
    match &failed[..] {
        [] => Ok(()),
        failed => Err(format!("{} failed; the inputs are in fuzz/artifacts", failed.join(", "))),
    }
}

fn folder() -> PathBuf {
    shell::root().join("fuzz")
}

fn fuzz(target: Target, minutes: u32) -> Done {
    let name = target.name();
    let corpus = folder().join("corpus").join(&name);
    fs::create_dir_all(&corpus).map_err(|why| format!("{}: {why}", corpus.display()))?;
    // The sanitizer of memory is for unsafe code, of which there is none; arithmetic is checked.
    let mut command = shell::program("cargo");
    command.args(["+nightly", "fuzz", "run", "--sanitizer", "none", "--debug-assertions"]);
    if target.needs_node() {
        command.args(["--features", "node"]);
    }
    command.arg(&name).arg("--");
    command.arg(format!("-max_total_time={}", u64::from(minutes) * 60));
    command.arg(format!("-timeout={INPUT_SECONDS_MAX}"));
    command.arg(format!("-max_len={INPUT_BYTES_MAX}"));
    command.arg(format!("-rss_limit_mb={MEMORY_MIB_MAX}"));
    command.arg("-print_final_stats=1");
    shell::run(command.env_remove("RUSTC").env_remove("RUSTUP_TOOLCHAIN"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
