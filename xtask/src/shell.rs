//! Other programs: how they are found, run and read.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;

/// Nothing, or a sentence that says what went wrong.
pub type Done = Result<(), String>;

/// The folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// Where builds and what the tests install are kept.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The folder of real data beside the checkout, where there is one.
pub fn shared() -> Option<PathBuf> {
    Some(root().join("../shared")).filter(|folder| folder.join("data").is_dir())
}

/// A program that starts in the workspace's folder.
pub fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// Cargo, without what the outer `cargo run` has said about this package.
pub fn cargo() -> Command {
    let mut command = program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|p| text.starts_with(p)) {
            command.env_remove(&name);
        }
    }
    command
}

/// Whether `cargo NAME` is installed.
pub fn has_cargo(name: &str) -> bool {
    quiet(cargo().args([name, "--version"]))
}

/// Whether the program runs and succeeds; what it says is not shown.
pub fn quiet(command: &mut Command) -> bool {
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Runs the program with the terminal as its own.
pub fn run(command: &mut Command) -> Done {
    let shown = show(command);
    println!("$ {shown}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(error) => Err(format!("`{shown}` did not start: {error}")),
    }
}

/// What a program wrote, and whether it succeeded.
pub struct Heard {
    pub text: String,
    pub done: Done,
}

/// Runs the program, shows what it writes while it writes it, and keeps it.
pub fn hear(command: &mut Command) -> Heard {
    let shown = show(command);
    println!("$ {shown}");
    let started =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) => {
            let done = Err(format!("`{shown}` did not start: {error}"));
            return Heard { text: String::new(), done };
        }
    };
    let stderr = child.stderr.take().expect("standard error was piped above");
    let stdout = child.stdout.take().expect("standard output was piped above");
    let aside = thread::spawn(move || pass_on(stderr, std::io::stderr()));
    let mut text = pass_on(stdout, std::io::stdout());
    text.push_str(&aside.join().expect("passing lines on does not panic"));
    let done = match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(error) => Err(format!("`{shown}` was lost: {error}")),
    };
    Heard { text, done }
}

fn pass_on(from: impl Read, mut to: impl Write) -> String {
    let mut kept = String::new();
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
        // A closed terminal must not stop the tests.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    kept
}

/// Installs Debian packages where this runs as root; else says what to type.
pub fn debian(who: &str, packages: &[&str]) -> Done {
    let by_hand = format!("apt-get update && apt-get install --yes {}", packages.join(" "));
    if read(program("id").arg("-u")).is_ok_and(|id| id.trim() != "0") {
        return Err(format!("{who} need Debian packages; as root: {by_hand}"));
    }
    run(program("apt-get").args(["update", "--quiet"]))?;
    let mut install = program("apt-get");
    install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    run(install.env("DEBIAN_FRONTEND", "noninteractive"))
}

/// What the program writes to standard output; standard error goes to the terminal.
pub fn read(command: &mut Command) -> Result<String, String> {
    let shown = show(command);
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    match output {
        Ok(output) if output.status.success() => {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Ok(output) => Err(format!("`{shown}` ended with {}", output.status)),
        Err(error) => Err(format!("`{shown}` did not start: {error}")),
    }
}

/// The last line that is a JSON object, or the whole text where it is one.
pub fn last_object(text: &str) -> Result<Value, String> {
    let object = |text: &str| serde_json::from_str(text.trim()).ok().filter(Value::is_object);
    let found = text.lines().rev().find_map(object).or_else(|| object(text));
    found.ok_or_else(|| "printed no JSON object".to_owned())
}

fn show(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let args = command.get_args().map(|arg| arg.to_string_lossy());
    std::iter::once(name).chain(args).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_heard_on_both_streams_and_its_failure_is_kept() {
        let heard = hear(program("sh").args(["-c", "echo out; echo aside >&2; exit 3"]));
        assert_eq!(heard.text, "out\naside\n");
        assert!(heard.done.is_err_and(|why| why.contains("exit status: 3")));
    }

    #[test]
    fn the_last_object_is_found() {
        let found = last_object("noise\n{\"a\":1}\n{\"a\":2}\nmore\n").map(|o| o["a"].clone());
        assert_eq!(found, Ok(serde_json::json!(2)));
        assert!(last_object("nothing\n[1]\n").is_err_and(|why| why.contains("no JSON object")));
    }
}
