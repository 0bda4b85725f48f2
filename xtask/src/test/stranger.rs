//! The strangers: programs in other languages, with what they need from Debian and PyPI.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::python;
use super::tally::{self, Tally};
use crate::shell::{self, Done};

/// Debian packages and what shows that they are there. The last four build PyICU, which
/// `followthemoney` needs and PyPI has only as source.
const PACKAGES: [&str; 7] = [
    "golang-go",
    "golang-golang-x-mod-dev",
    "python3-venv",
    "g++",
    "libicu-dev",
    "pkg-config",
    "python3-dev",
];
const GO_PATH: &str = "/usr/share/gocode";
const WHEELS: [&str; 5] = ["cryptography>=50", "cbor2", "stix2", "followthemoney", "pymisp"];
const WHEELS_SHOWN: &str = "import cbor2, cryptography, followthemoney, pymisp, stix2; \
    assert int(cryptography.__version__.split('.')[0]) >= 50";

/// Runs every stranger, also after one has failed.
pub fn check() -> Result<Tally, String> {
    let folder = shell::root().join("tests/strangers");
    let go = list(&folder.join("go"), "go");
    let python = list(&folder.join("python"), "py");
    if go.is_empty() || python.is_empty() {
        return Err("tests/strangers has no program in Go or none in Python".to_owned());
    }
    install_packages()?;
    let interpreter = python::environment("strangers-venv", &WHEELS, WHEELS_SHOWN)?;
    let mut total = meet("go", &mut program_in_go(&go));
    for script in &python {
        total += meet(&script.to_string_lossy(), shell::program(&interpreter).arg(script));
    }
    Ok(total)
}

pub fn meet(name: &str, command: &mut Command) -> Tally {
    let heard = shell::hear(command);
    match tally::of_stranger(&heard.text) {
        Ok(tally) => tally.settle(heard.done),
        Err(why) => {
            eprintln!("{name} {why}");
            Tally { passed: 0, failed: 1 }
        }
    }
}

fn program_in_go(files: &[PathBuf]) -> Command {
    let mut command = shell::program("go");
    command.env("GO111MODULE", "off").env("GOPATH", GO_PATH).arg("run").args(files);
    command
}

/// Files of one ending, by their path from the workspace, in order.
fn list(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    let ours = paths.filter(|path| path.extension().is_some_and(|found| found == ending));
    let mut files: Vec<PathBuf> = ours
        .map(|path| path.strip_prefix(shell::root()).map(Path::to_path_buf).unwrap_or(path))
        .collect();
    files.sort();
    files
}

pub fn install_packages() -> Done {
    let go = shell::quiet(shell::program("go").arg("version"));
    let module = Path::new(GO_PATH).join("src/golang.org/x/mod/sumdb/note").is_dir();
    let venv = shell::quiet(shell::program("python3").args(["-c", "import ensurepip, venv"]));
    let icu = shell::quiet(shell::program("pkg-config").args(["--exists", "icu-i18n"]));
    if go && module && venv && icu {
        return Ok(());
    }
    shell::debian("the strangers", &PACKAGES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(script: &str, passed: u64, failed: u64) {
        let found = meet("sh", shell::program("sh").args(["-c", script]));
        assert_eq!(found, Tally { passed, failed }, "{script}");
    }

    #[test]
    fn a_stranger_that_dies_or_says_nothing_has_failed() {
        check("echo 3 passed, 0 failed", 3, 0);
        check("echo 3 passed, 0 failed; exit 1", 3, 1);
        check("echo 2 passed, 1 failed; exit 1", 2, 1);
        check("echo Traceback; exit 0", 0, 1);
        check("true", 0, 1);
    }
}
