//! `cargo xtask bench`: measures and rewrites the marked blocks of docs/benchmarks.md.

mod goal;
pub mod machine;
mod screen;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;
use serde_json::Value;

use crate::marked::replace;
use crate::shell::{self, Done};

const PAGE: &str = "docs/benchmarks.md";
const NEW_PAGE: &str = "# Benchmarks\n\n\
    What `cargo xtask bench` measured last. It rewrites the marked blocks; the words between\n\
    them are written by hand.\n";
/// One run of a shared machine says little: medians are written down.
const EXCHANGE_RUNS: usize = 5;
const BROADCAST_RUNS: usize = 3;
const IMPORT_RUNS: usize = 3;
const DUPLICATES_RUNS: u32 = 3;
const FIND_RUNS: usize = 3;
const EXTRACTION_RUNS: usize = 5;
const THREADS_RUNS: usize = 3;
const ROWS: &str = "data/seizures/unodc-ids-2011-2016.csv.zip";

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Two nodes over mutual TLS
    Exchange,
    /// A record from one node to thirty-nine others on this machine
    Broadcast,
    /// The whole register into a new node
    Import,
    /// Proposals over a made-up register and the real one
    Duplicates,
    /// Searches, filters, counts and lists over the whole register and other records
    Find,
    /// Look-ups among ten million identifiers
    Selectors,
    /// An inbox of a hundred thousand threads
    Threads,
    /// A list of ten million, loaded, read again and asked
    Ask,
    /// Identifiers found in free text
    Extraction,
    /// Names compared beside two libraries, and found in a list of a million
    Screen,
}

/// Measures what is named, or everything, and rewrites its blocks. What reads the real register is
/// left out where there is none.
pub fn run(part: Option<Part>) -> Done {
    shell::run(shell::cargo().args(["build", "--release", "-p", "node", "--bin", "amana"]))?;
    let amana = shell::target().join("release/amana");
    let mut page = fs::read_to_string(shell::root().join(PAGE)).unwrap_or(NEW_PAGE.to_owned());
    page = replace(&page, "machine", &machine::describe());
    let parts = part.map_or_else(|| Part::value_variants().to_vec(), |part| vec![part]);
    for part in parts {
        page = match part {
            Part::Exchange => exchange(&amana, &page)?,
            Part::Broadcast => broadcast(&amana, &page)?,
            Part::Import => import(&amana, &page)?,
            Part::Duplicates => duplicates(&amana, &page)?,
            Part::Find => find(&amana, &page)?,
            Part::Selectors => selectors(&amana, &page)?,
            Part::Threads => threads(&amana, &page)?,
            Part::Ask => ask(&amana, &page)?,
            Part::Extraction => extraction(&page)?,
            Part::Screen => screen::run(&amana, &page)?,
        };
    }
    fs::write(shell::root().join(PAGE), page).map_err(|error| format!("{PAGE}: {error}"))?;
    println!("wrote {PAGE}");
    Ok(())
}

fn measured(command: &mut Command) -> Result<Value, String> {
    shell::last_object(&shell::read(command)?)
}

fn exchange(amana: &Path, page: &str) -> Result<String, String> {
    let words = "bench exchange --json";
    let once = |_| measured(shell::program(amana).args(words.split(' ')));
    let runs: Vec<Value> = (0..EXCHANGE_RUNS).map(once).collect::<Result<_, _>>()?;
    Ok(replace(page, "exchange", &block(words, &goal::EXCHANGE, &runs)))
}

/// Ten broadcasts are in one run.
fn broadcast(amana: &Path, page: &str) -> Result<String, String> {
    let words = "bench broadcast --nodes 40 --json";
    let once = |_| measured(shell::program(amana).args(words.split(' ')));
    let runs: Vec<Value> = (0..BROADCAST_RUNS).map(once).collect::<Result<_, _>>()?;
    Ok(replace(page, "broadcast", &block(words, &goal::BROADCAST, &runs)))
}

/// The real register, or a word that it is not here.
fn register(what: &str) -> Option<(PathBuf, String)> {
    let rows = shell::shared().map(|shared| shared.join(ROWS));
    if rows.is_none() {
        println!("skipped: {what}, because there is no ../shared");
    }
    rows.map(|rows| {
        let name = rows.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (rows, name)
    })
}

/// Loading takes a while: once is enough.
fn ask(amana: &Path, page: &str) -> Result<String, String> {
    let words = "bench ask --entries 10000000 --json";
    let runs = [measured(shell::program(amana).args(words.split(' ')))?];
    Ok(replace(page, "ask", &block(words, &goal::ASK, &runs)))
}

fn import(amana: &Path, page: &str) -> Result<String, String> {
    let Some((rows, name)) = register("the import") else { return Ok(page.to_owned()) };
    let once = |_| import_once(amana, &rows);
    let runs: Vec<Value> = (0..IMPORT_RUNS).map(once).collect::<Result<_, _>>()?;
    let words = format!("{IMPORT} {name} --json");
    Ok(replace(page, "import", &block(&words, &goal::IMPORT, &runs)))
}

/// Each run plants other reports: its number is the seed.
fn duplicates(amana: &Path, page: &str) -> Result<String, String> {
    let Some((rows, name)) = register("duplicates") else { return Ok(page.to_owned()) };
    let once = |seed: u32| {
        let mut command = shell::program(amana);
        command.args(["bench", "duplicates", "--json", "--seed", &seed.to_string()]);
        measured(command.arg("--register").arg(&rows))
    };
    let runs: Vec<Value> = (1..=DUPLICATES_RUNS).map(once).collect::<Result<_, _>>()?;
    let words = format!("bench duplicates --register {name} --json --seed 1…{DUPLICATES_RUNS}");
    Ok(replace(page, "duplicates", &block(&words, &goal::DUPLICATES, &runs)))
}

const IMPORT: &str = "import seizures --format unodc-ids";

/// All rows of the register into a new node.
fn import_once(amana: &Path, rows: &Path) -> Result<Value, String> {
    let home: PathBuf = shell::target().join("bench-import");
    if home.exists() {
        fs::remove_dir_all(&home).map_err(|error| error.to_string())?;
    }
    shell::run(shell::program(amana).args(["init", "--node", "CO"]).env("AMANA_HOME", &home))?;
    let mut command = shell::program(amana);
    command.args(IMPORT.split(' ')).arg(rows).arg("--json").env("AMANA_HOME", &home);
    measured(&mut command)
}

/// Questions over the rows and 50,000 invented records. The store is built in the first run and
/// found again in the others.
fn find(amana: &Path, page: &str) -> Result<String, String> {
    let Some((rows, name)) = register("the search") else { return Ok(page.to_owned()) };
    let folder = shell::target().join("bench-find");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    let once = |_| {
        let mut command = shell::program(amana);
        command.args(["bench", "find", "--json", "--rows"]).arg(&rows);
        measured(command.arg("--folder").arg(&folder))
    };
    let runs: Vec<Value> = (0..FIND_RUNS).map(once).collect::<Result<_, _>>()?;
    fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    let words = format!("bench find --rows {name} --json");
    Ok(replace(page, "find", &block(&words, &goal::FIND, &runs)))
}

/// Identifiers looked up among many.
fn selectors(amana: &Path, page: &str) -> Result<String, String> {
    let words = "bench selectors --json";
    let runs = [measured(shell::program(amana).args(words.split(' ')))?];
    Ok(replace(page, "selectors", &block(words, &goal::SELECTORS, &runs)))
}

/// An inbox, sort by sort. Each run builds it anew.
fn threads(amana: &Path, page: &str) -> Result<String, String> {
    let words = "bench threads --json";
    let once = |_| measured(shell::program(amana).args(words.split(' ')));
    let runs: Vec<Value> = (0..THREADS_RUNS).map(once).collect::<Result<_, _>>()?;
    Ok(replace(page, "threads", &block(words, &goal::THREADS, &runs)))
}

/// Reports searched for identifiers, on one core.
fn extraction(page: &str) -> Result<String, String> {
    let words = "run --release -p record --example extract -- --repeat 20000";
    let once = |_| measured(shell::cargo().args(words.split(' ')));
    let runs: Vec<Value> = (0..EXTRACTION_RUNS).map(once).collect::<Result<_, _>>()?;
    Ok(replace(page, "extraction", &table(&format!("cargo {words}"), &goal::EXTRACTION, &runs)))
}

fn block(words: &str, goals: &[goal::Goal], runs: &[Value]) -> String {
    table(&format!("amana {words}"), goals, runs)
}

fn table(command: &str, goals: &[goal::Goal], runs: &[Value]) -> String {
    let mut text = format!(
        "`{command}`, median of {} runs\n\n\
         | figure | measured | lowest – highest | goal | |\n|---|--:|--:|--:|---|\n",
        runs.len()
    );
    for goal in goals {
        text.push_str(&goal.row(runs));
    }
    text
}
