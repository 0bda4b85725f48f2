//! Names that say nothing.

use super::Fault;
use super::tree::Tree;

const EMPTY: [&str; 7] = ["manager", "helper", "util", "service", "data", "info", "common"];

/// No source file, folder of sources, type or function is named so.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let sources = [".rs", ".ts", ".tsx", ".go", ".py"];
    let mut faults = Vec::new();
    for file in &tree.files {
        let path = &file.path;
        let Some(bare) = sources.iter().find_map(|ending| path.strip_suffix(ending)) else {
            continue;
        };
        let parts = bare.split('/').flat_map(|part| part.split(['_', '-']));
        for part in parts.filter(|part| is_empty_word(part)) {
            faults.push(format!("{path}: a file or folder is not named `{part}`"));
        }
        for (number, line) in file.lines() {
            for word in declared(line).filter(|word| hides_empty_word(word)) {
                faults.push(format!("{path}:{number}: `{word}` says nothing"));
            }
        }
    }
    faults
}

fn is_empty_word(word: &str) -> bool {
    let word = word.to_lowercase();
    EMPTY.iter().any(|empty| word == *empty || word.strip_suffix('s') == Some(empty))
}

/// `ThingManager` and `thing_util`; `data` is a word inside a name and only empty alone.
fn hides_empty_word(name: &str) -> bool {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() {
            words.push('_');
        }
        words.push(letter);
    }
    let parts: Vec<&str> = words.split('_').filter(|part| !part.is_empty()).collect();
    let alone = parts.len() == 1;
    parts.iter().any(|part| is_empty_word(part) && (alone || !part.eq_ignore_ascii_case("data")))
}

/// The name after `mod`, `struct`, `enum`, `trait` or `fn`.
fn declared(line: &str) -> impl Iterator<Item = &str> {
    let bare = line.trim_start();
    let bare = bare.strip_prefix("pub(crate) ").or(bare.strip_prefix("pub ")).unwrap_or(bare);
    let words = ["mod ", "struct ", "enum ", "trait ", "fn "];
    let rest = words.iter().find_map(|word| bare.strip_prefix(word));
    rest.into_iter().filter_map(|rest| {
        rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_one(path: &str, text: &str, expect: usize) {
        let faults = check(&Tree::planted(&[(path, text)]));
        assert_eq!(faults.len(), expect, "{path} {text}: {faults:?}");
    }

    #[test]
    fn empty_names_are_found() {
        check_one("crates/record/src/seizure.rs", "pub struct Seizure;", 0);
        check_one("crates/record/src/util.rs", "", 1);
        check_one("crates/record/src/helpers/x.rs", "", 1);
        check_one("crates/record/src/key_manager.rs", "", 1);
        check_one("crates/record/data/README.md", "", 0);
        check_one("a.rs", "pub struct KeyManager;", 1);
        check_one("a.rs", "pub(crate) fn helper() {}", 1);
        check_one("a.rs", "mod common;", 1);
        check_one("a.rs", "fn data_protection_officer() {}", 0);
        check_one("a.rs", "// a common data format", 0);
        check_one("a.rs", "fn information() {}", 0);
    }
}
