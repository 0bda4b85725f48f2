//! Crates: which way they depend, and why each foreign one is here.

use super::Fault;
use super::tree::{File, Tree};

/// A crate and what it may not depend on.
const FORBIDDEN: [(&str, &[&str]); 3] = [
    ("crates/record/Cargo.toml", &["seal", "node"]),
    ("crates/seal/Cargo.toml", &["node"]),
    ("xtask/Cargo.toml", &["record", "seal", "node"]),
];
const PURE: [&str; 2] = ["crates/record/Cargo.toml", "crates/seal/Cargo.toml"];
const IMPURE: [&str; 10] = [
    "axum",
    "getrandom",
    "hyper",
    "rand",
    "rcgen",
    "reqwest",
    "rusqlite",
    "rustls",
    "tokio",
    "tracing",
];

pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, forbidden) in FORBIDDEN {
        faults.extend(tree.find(path).map(|file| depends(file, forbidden)).unwrap_or_default());
    }
    for path in PURE {
        faults.extend(tree.find(path).map(|file| depends(file, &IMPURE)).unwrap_or_default());
    }
    faults.extend(tree.find("Cargo.toml").map(unexplained).unwrap_or_default());
    faults
}

fn depends(file: &File, forbidden: &[&str]) -> Vec<Fault> {
    let names = section(file, "[dependencies]").filter_map(|(_, line)| name(line));
    let found = names.filter(|name| forbidden.contains(name));
    found.map(|name| format!("{}: must not depend on {name}", file.path)).collect()
}

/// A line of the workspace's dependencies ends in the reason for it.
fn unexplained(file: &File) -> Vec<Fault> {
    let foreign = section(file, "[workspace.dependencies]")
        .filter(|(_, line)| name(line).is_some() && !line.contains("path ="));
    let silent = foreign.filter(|(_, line)| {
        line.rsplit_once('#').is_none_or(|(_, why)| why.contains(['"', '}']) || why.len() < 4)
    });
    silent.map(|(number, _)| format!("{}:{number}: no reason after `#`", file.path)).collect()
}

fn name(line: &str) -> Option<&str> {
    let name = line.split(['=', '.']).next().unwrap_or_default().trim();
    (!name.is_empty() && !line.trim_start().starts_with('#') && line.contains('=')).then_some(name)
}

fn section<'a>(file: &'a File, head: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let after = file.lines().skip_while(move |(_, line)| line.trim() != head).skip(1);
    after.take_while(|(_, line)| !line.trim_start().starts_with('['))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_one(path: &str, text: &str, expect: usize) {
        let faults = check(&Tree::planted(&[(path, text)]));
        assert_eq!(faults.len(), expect, "{path}: {faults:?}");
    }

    #[test]
    fn dependencies_point_one_way() {
        let record = "crates/record/Cargo.toml";
        check_one(record, "[dependencies]\nserde.workspace = true\n", 0);
        check_one(record, "[dependencies]\nseal.workspace = true\n", 1);
        check_one(record, "[dependencies]\nnode = { path = \"../node\" }\n", 1);
        check_one(record, "[dependencies]\ntokio.workspace = true\n", 1);
        check_one(record, "[dependencies]\n[dev-dependencies]\nseal.workspace = true\n", 0);
        check_one("crates/seal/Cargo.toml", "[dependencies]\nrecord.workspace = true\n", 0);
        check_one("crates/seal/Cargo.toml", "[dependencies]\nrusqlite.workspace = true\n", 1);
    }

    #[test]
    fn each_foreign_crate_has_its_reason() {
        let with =
            |line: &str| format!("[workspace.dependencies]\n{line}\n\n[profile.dev]\na = 1\n");
        check_one("Cargo.toml", &with("csv = \"1.4\" # foreign tables"), 0);
        check_one("Cargo.toml", &with("csv = \"1.4\""), 1);
        check_one("Cargo.toml", &with("csv = { git = \"a#b\" }"), 1);
        check_one("Cargo.toml", &with("record = { path = \"crates/record\" }"), 0);
        check_one("Cargo.toml", &with("# a remark = 1"), 0);
    }
}
