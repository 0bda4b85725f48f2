//! The pages: npm's packages, the build that the node embeds, their tests in a browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::shell::{self, Done};
use crate::test::Tally;

/// The night's file whose pictures are compared with kept ones.
pub const KEPT: &str = "kept";
/// The oldest Node.js that the packages run on.
const NODE_MIN: (u32, u32) = (20, 19);
/// Debian's Chromium as officers have it: pictures are drawn by it.
const CHROMIUM: &str = "/usr/bin/chromium";
/// The same without windows: what pages are tested with in two thirds of the time, where it can be
/// had.
const HEADLESS: &str = "/usr/bin/chromium-headless-shell";

/// Builds the pages into the folder that the node embeds.
pub fn build() -> Done {
    install()?;
    shell::run(npm().args(["run", "build"]))
}

/// Types, lints and logic; then every page in a browser, with the node in front of it.
pub fn check() -> Result<Tally, String> {
    install()?;
    let checked = shell::run(npm().args(["run", "check"]));
    let mut total = vitest("test", "logic").settle(checked);
    prepare()?;
    total += vitest("pages", "pages");
    Ok(total)
}

/// Makes `docs/pictures/` anew.
pub fn pictures() -> Done {
    install()?;
    drawn()?;
    prepare()?;
    match counted(script("pictures", "pictures").env("CHROMIUM", CHROMIUM), "pictures") {
        Tally { failed: 0, .. } => Ok(()),
        Tally { failed, .. } => Err(format!("{failed} pictures were not made")),
    }
}

/// One file of the night's tests; or keeps the pictures that are seen now.
pub fn night(file: &str, accept: bool) -> Result<Tally, String> {
    install()?;
    prepare()?;
    let mut command = script("night", file);
    if file == KEPT {
        drawn()?;
        command.env("CHROMIUM", CHROMIUM);
    }
    command.env("AMANA_ACCEPT", if accept { "1" } else { "0" });
    command.arg(format!("tests/{file}.night.ts"));
    Ok(counted(&mut command, file))
}

/// A browser, and a node with the pages in it.
fn prepare() -> Done {
    install_chromium()?;
    build()?;
    shell::run(shell::cargo().args(["build", "-p", "node", "--bin", "amana"]))
}

/// Runs one of the package's test scripts and reads what it counted.
fn vitest(name: &str, report: &str) -> Tally {
    counted(&mut script(name, report), report)
}

fn report(name: &str) -> PathBuf {
    shell::target().join(format!("web-{name}.json"))
}

fn script(name: &str, into: &str) -> Command {
    let mut command = npm();
    command.args(["run", name, "--", "--reporter=default", "--reporter=json"]);
    command.arg(format!("--outputFile.json={}", report(into).display()));
    command.env("AMANA", shell::target().join("debug/amana")).env("CHROMIUM", chromium());
    command
}

fn counted(command: &mut Command, into: &str) -> Tally {
    let _ = fs::remove_file(report(into));
    let done = shell::run(command);
    let counted = fs::read_to_string(report(into)).ok().and_then(|text| count(&text));
    counted.unwrap_or(Tally { passed: 0, failed: 1 }).settle(done)
}

fn count(report: &str) -> Option<Tally> {
    let report: Value = serde_json::from_str(report).ok()?;
    let number = |key: &str| report[key].as_u64();
    let (passed, failed) = (number("numPassedTests")?, number("numFailedTests")?);
    Some(Tally { passed, failed })
}

fn npm() -> Command {
    let mut command = shell::program("npm");
    command.args(["--prefix", "web"]);
    command
}

/// Node.js and the packages of the lock file, where they are not there yet.
fn install() -> Done {
    if !is_node_new_enough() {
        debian(&["nodejs", "npm"])?;
    }
    if !is_node_new_enough() {
        let (major, minor) = NODE_MIN;
        return Err(format!("the pages need Node.js {major}.{minor} or later (nodejs.org)"));
    }
    let web = shell::root().join("web");
    if is_older(&web.join("node_modules/.package-lock.json"), &web.join("package-lock.json")) {
        // `npm ci` fails where a registry lacks one optional package for another system; `install`
        // takes the same versions from the lock file.
        shell::run(npm().args(["install", "--no-audit", "--no-fund"]))?;
    }
    Ok(())
}

fn is_node_new_enough() -> bool {
    let said = shell::read(shell::program("node").arg("--version"));
    said.ok().and_then(|text| version(&text)).is_some_and(|found| found >= NODE_MIN)
}

/// `v20.19.1` is 20 and 19.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Whether what was made is missing, or its source was changed since.
fn is_older(made: &Path, source: &Path) -> bool {
    let changed = |path: &Path| path.metadata().and_then(|of| of.modified()).ok();
    match (changed(made), changed(source)) {
        (Some(made), Some(source)) => made < source,
        _ => true,
    }
}

fn chromium() -> &'static str {
    if Path::new(HEADLESS).exists() { HEADLESS } else { CHROMIUM }
}

/// What pictures are drawn by.
fn drawn() -> Done {
    if Path::new(CHROMIUM).exists() { Ok(()) } else { debian(&["chromium"]) }
}

fn install_chromium() -> Done {
    if Path::new(HEADLESS).exists() {
        return Ok(());
    }
    match debian(&["chromium-headless-shell"]) {
        Err(_) if Path::new(CHROMIUM).exists() => Ok(()),
        done => done,
    }
}

fn debian(packages: &[&str]) -> Done {
    shell::debian("the pages", packages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert_eq!(version("v20.19.1\n"), Some((20, 19)));
        assert_eq!(version("20"), None);
        assert!((9, 30) < NODE_MIN && (22, 1) > NODE_MIN);
    }

    #[test]
    fn a_report_that_counts_nothing_has_not_passed() {
        let text = r#"{"numPassedTests": 3, "numFailedTests": 1}"#;
        assert_eq!(count(text), Some(Tally { passed: 3, failed: 1 }));
        assert_eq!(count("{}"), None);
    }

    #[test]
    fn what_is_missing_is_older() {
        let here = shell::root().join("Cargo.toml");
        assert!(is_older(Path::new("nowhere"), &here));
        assert!(!is_older(&here, &here));
    }
}
