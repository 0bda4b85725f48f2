//! Pages, data files and snapshots: nothing unnamed, no link that leads nowhere.

use std::path::{Component, Path, PathBuf};

use super::Fault;
use super::tree::{File, Tree};
use crate::shell;

const DATA: &str = "crates/record/data/";
const ARCHITECTURE_WORDS_MAX: usize = 1500;
const PAGES: [&str; 6] = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "ARCHITECTURE.md",
    "docs/glossary.md",
    "docs/benchmarks.md",
];

pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults: Vec<Fault> = PAGES
        .iter()
        .filter(|page| tree.find(page).is_none())
        .map(|page| format!("{page}: missing"))
        .collect();
    if let Some(page) = tree.find("ARCHITECTURE.md") {
        let words = page.text.split_whitespace().count();
        if words > ARCHITECTURE_WORDS_MAX {
            faults.push(format!("ARCHITECTURE.md: {words} words, at most 1,500"));
        }
    }
    faults.extend(unnamed_data(tree));
    faults.extend(unused_snapshots(tree));
    faults.extend(tree.ending(".md").flat_map(|page| dead_links(tree, page)));
    faults
}

/// Every data file is named, with its source and licence, in the README beside it.
fn unnamed_data(tree: &Tree) -> Vec<Fault> {
    let readme = format!("{DATA}README.md");
    let files: Vec<&str> = tree
        .files
        .iter()
        .filter_map(|file| file.path.strip_prefix(DATA))
        .filter(|name| *name != "README.md")
        .collect();
    let Some(page) = tree.find(&readme) else {
        let missing = format!("{readme}: missing; {} data files have no source", files.len());
        return files.first().map(|_| missing).into_iter().collect();
    };
    let unnamed = files.into_iter().filter(|name| !page.text.contains(name));
    unnamed.map(|name| format!("{readme}: does not name {name}")).collect()
}

/// A snapshot belongs to a test that still is there; a pending one is not committed.
fn unused_snapshots(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &tree.files {
        let path = &file.path;
        if path.ends_with(".snap.new") || path.ends_with(".pending-snap") {
            faults.push(format!("{path}: a snapshot that nobody has accepted"));
        }
        let Some(stem) = path.strip_suffix(".snap") else { continue };
        let name = stem.rsplit("__").next().unwrap_or(stem);
        let name = name.trim_end_matches(|end: char| end.is_ascii_digit()).trim_end_matches('-');
        if !tree.ending(".rs").any(|source| source.text.contains(name)) {
            faults.push(format!("{path}: no test makes it"));
        }
    }
    faults
}

/// `[text](path)` leads to a file or folder of the tree.
fn dead_links(tree: &Tree, page: &File) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (number, line) in page.lines() {
        for rest in line.split("](").skip(1) {
            let aim = rest.split([')', '#', ' ']).next().unwrap_or_default();
            if aim.is_empty() || aim.contains("://") || aim.starts_with("mailto:") {
                continue;
            }
            if !leads(tree, &page.path, aim) {
                faults.push(format!("{}:{number}: `{aim}` is not there", page.path));
            }
        }
    }
    faults
}

fn leads(tree: &Tree, page: &str, aim: &str) -> bool {
    let mut whole = PathBuf::from(page);
    whole.pop();
    for part in Path::new(aim).components() {
        match part {
            Component::ParentDir => drop(whole.pop()),
            Component::Normal(name) => whole.push(name),
            _ => (),
        }
    }
    // A picture has no text, so it is no file of the tree: it is looked for on the disk.
    let picture = whole.starts_with("docs/pictures") && shell::root().join(&whole).exists();
    picture || tree.files.iter().any(|file| Path::new(&file.path).starts_with(&whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_tree(files: &[(&str, &str)], expect: &[&str]) {
        let pages: Vec<(&str, &str)> = PAGES.iter().map(|page| (*page, "")).collect();
        assert_eq!(check(&Tree::planted(&[&pages, files].concat())), expect);
    }

    #[test]
    fn pages_are_there() {
        assert_eq!(check(&Tree::planted(&[])).len(), PAGES.len());
        check_tree(&[], &[]);
        let long = "word ".repeat(1501);
        let faults = check(&Tree::planted(&[("ARCHITECTURE.md", &long)]));
        assert!(faults.contains(&"ARCHITECTURE.md: 1501 words, at most 1,500".to_owned()));
    }

    #[test]
    fn data_files_are_named() {
        let data = ("crates/record/data/list/drug.toml", "");
        let readme = "crates/record/data/README.md";
        check_tree(&[data, (readme, "`list/drug.toml`: where from")], &[]);
        check_tree(
            &[data, (readme, "nothing")],
            &["crates/record/data/README.md: does not name list/drug.toml"],
        );
        check_tree(
            &[data],
            &["crates/record/data/README.md: missing; 1 data files have no source"],
        );
    }

    #[test]
    fn snapshots_have_tests() {
        let snap = "crates/node/src/snapshots/node__web__tests__status.snap";
        check_tree(&[(snap, ""), ("crates/node/src/web.rs", "fn status() {}")], &[]);
        check_tree(&[(snap, "")], &[&format!("{snap}: no test makes it")]);
        check_tree(&[("a.snap.new", "")], &["a.snap.new: a snapshot that nobody has accepted"]);
    }

    #[test]
    fn links_lead_somewhere() {
        let page = |text| ("docs/a.md", text);
        check_tree(
            &[page("[glossary](glossary.md#x) and [up](../README.md), [docs](../docs/)")],
            &[],
        );
        check_tree(&[page("[away](https://example.org/x)")], &[]);
        check_tree(&[page("[gone](gone.md)")], &["docs/a.md:1: `gone.md` is not there"]);
    }
}
