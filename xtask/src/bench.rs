//! `cargo xtask bench`: measures and rewrites the marked blocks of docs/benchmarks.md.

mod goal;
mod machine;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::shell::{self, Done};

const PAGE: &str = "docs/benchmarks.md";
const NEW_PAGE: &str = "# Benchmarks\n\n\
    What `cargo xtask bench` measured last. It rewrites the marked blocks; the words between\n\
    them are written by hand.\n";
/// One run of a shared machine says little: medians are written down.
const EXCHANGE_RUNS: usize = 5;
const IMPORT_RUNS: usize = 3;
const ROWS: &str = "data/seizures/unodc-ids-2011-2016.csv.zip";

/// Measures the exchange and, where the real file is there, the import.
pub fn run() -> Done {
    shell::run(shell::cargo().args(["build", "--release", "-p", "node", "--bin", "amana"]))?;
    let amana = shell::target().join("release/amana");
    let mut page = fs::read_to_string(shell::root().join(PAGE)).unwrap_or(NEW_PAGE.to_owned());
    page = replace(&page, "machine", &machine::describe());
    let words = "bench exchange --json";
    let once = || {
        let heard = shell::read(shell::program(&amana).args(words.split(' ')))?;
        shell::last_object(&heard)
    };
    let runs: Vec<Value> = (0..EXCHANGE_RUNS).map(|_| once()).collect::<Result<_, _>>()?;
    page = replace(&page, "exchange", &block(words, &goal::EXCHANGE, &runs));
    match shell::shared() {
        Some(shared) => {
            let rows = shared.join(ROWS);
            let once = |_| import(&amana, &rows);
            let runs: Vec<Value> = (0..IMPORT_RUNS).map(once).collect::<Result<_, _>>()?;
            let name = rows.file_name().unwrap_or_default().to_string_lossy();
            let words = format!("{IMPORT} {name} --json");
            page = replace(&page, "import", &block(&words, &goal::IMPORT, &runs));
        }
        None => println!("skipped: the import, because there is no ../shared"),
    }
    fs::write(shell::root().join(PAGE), page).map_err(|error| format!("{PAGE}: {error}"))?;
    println!("wrote {PAGE}");
    Ok(())
}

const IMPORT: &str = "import seizures --format unodc-ids";

/// All rows of the register into a new node.
fn import(amana: &Path, rows: &Path) -> Result<Value, String> {
    let home: PathBuf = shell::target().join("bench-import");
    if home.exists() {
        fs::remove_dir_all(&home).map_err(|error| error.to_string())?;
    }
    shell::run(shell::program(amana).args(["init", "--node", "CO"]).env("AMANA_HOME", &home))?;
    let mut command = shell::program(amana);
    command.args(IMPORT.split(' ')).arg(rows).arg("--json").env("AMANA_HOME", &home);
    shell::last_object(&shell::read(&mut command)?)
}

fn block(words: &str, goals: &[goal::Goal], runs: &[Value]) -> String {
    let mut text = format!(
        "`amana {words}`, median of {} runs\n\n\
         | figure | measured | lowest – highest | goal | |\n|---|--:|--:|--:|---|\n",
        runs.len()
    );
    for goal in goals {
        text.push_str(&goal.row(runs));
    }
    text
}

/// The page with the named block's content; a block that is not there is put at the end.
fn replace(page: &str, name: &str, content: &str) -> String {
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->\n"));
    let block = format!("{begin}\n{}\n{end}", content.trim_end().to_owned() + "\n");
    let found = page.split_once(&begin).and_then(|(before, rest)| {
        rest.split_once(&end).map(|(_, after)| format!("{before}{block}{after}"))
    });
    found.unwrap_or_else(|| format!("{}\n\n{block}", page.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_rewritten_in_its_place() {
        let page = replace("# Title\n", "one", "first");
        assert_eq!(page, "# Title\n\n<!-- begin one -->\n\nfirst\n\n<!-- end one -->\n");
        let page = replace(&(page + "\nBy hand.\n"), "two", "second");
        let page = replace(&page, "one", "third\n");
        let expect = "# Title\n\n<!-- begin one -->\n\nthird\n\n<!-- end one -->\n\nBy hand.\n\n\
                      <!-- begin two -->\n\nsecond\n\n<!-- end two -->\n";
        assert_eq!(page, expect);
        assert_eq!(replace(&page, "one", "third"), page);
    }
}
