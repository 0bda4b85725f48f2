//! What must not be there.

use super::Fault;
use super::tree::{File, Tree};

/// Written apart, so that this file does not find itself.
const UNFINISHED: [&str; 6] = [
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
    concat!("FIX", "ME"),
    concat!("TO", "DO:"),
    concat!("#[", "ignore"),
    concat!("db", "g!("),
];
const EXCEPTIONS: [&str; 4] = [
    concat!("#[", "allow("),
    concat!("#![", "allow("),
    concat!("#[", "expect("),
    concat!("#![", "expect("),
];
const PURE: [&str; 3] = ["crates/record/src/", "crates/seal/src/", "crates/screen/src/"];
/// May start threads and join them: what it answers does not depend on their order.
const THREADED: &str = "crates/screen/src/";
const IMPURE: [(&str, &str); 9] = [
    ("SystemTime", "reads a clock"),
    ("Instant::now", "reads a clock"),
    ("std::fs", "touches the disk"),
    ("std::net", "speaks to the network"),
    ("std::env", "reads the environment"),
    ("std::process", "starts processes"),
    ("std::thread", "starts threads"),
    ("getrandom", "draws randomness"),
    ("rand::", "draws randomness"),
];

/// Nothing unfinished, nothing ignored, no exception from a lint without its reason.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.ending(".rs") {
        for (number, line) in file.lines() {
            for word in UNFINISHED.iter().filter(|word| line.contains(**word)) {
                faults.push(format!("{}:{number}: `{word}`", file.path));
            }
        }
        faults.extend(unexplained(file));
    }
    faults
}

fn unexplained(file: &File) -> Vec<Fault> {
    let starts = EXCEPTIONS.iter().flat_map(|start| file.text.match_indices(start));
    let mut faults = Vec::new();
    for (at, start) in starts {
        let whole = file.text[at..].split(")]").next().unwrap_or_default();
        if !whole.contains("reason =") {
            let number = file.text[..at].lines().count() + 1;
            faults.push(format!("{}:{number}: `{start}` without a reason", file.path));
        }
    }
    faults
}

/// Time, entropy and files are handed to the pure crates.
pub fn check_pure(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.ending(".rs").filter(|file| PURE.iter().any(|p| file.path.starts_with(p))) {
        for (number, line) in file.product_lines() {
            let code = line.split("//").next().unwrap_or_default();
            let threaded = |word: &str| word == "std::thread" && file.path.starts_with(THREADED);
            let impure = IMPURE.iter().filter(|(word, _)| names(code, word) && !threaded(word));
            for (word, why) in impure {
                faults.push(format!("{}:{number}: `{word}` {why}", file.path));
            }
        }
    }
    faults
}

/// Does the code name it, and not something that merely ends in it (`operand::`)?
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_one(path: &str, text: &str, expect: usize) {
        let tree = Tree::planted(&[(path, text)]);
        let faults = [check(&tree), check_pure(&tree)].concat();
        assert_eq!(faults.len(), expect, "{text}: {faults:?}");
    }

    #[test]
    fn unfinished_words_are_found() {
        for word in UNFINISHED {
            check_one("crates/node/src/a.rs", &format!("fn a() {{ {word} }}"), 1);
        }
        check_one("crates/node/src/a.rs", "fn a() {}", 0);
    }

    #[test]
    fn exceptions_have_reasons() {
        let start = EXCEPTIONS[0];
        check_one("a.rs", &format!("{start}dead_code)]\nfn a() {{}}"), 1);
        check_one("a.rs", &format!("{start}\n    dead_code,\n    reason = \"why\"\n)]"), 0);
        check_one("a.rs", &format!("{start}a, reason = \"w\")]\n{start}b)]"), 1);
    }

    #[test]
    fn pure_crates_stay_pure() {
        for (word, _) in IMPURE {
            check_one("crates/record/src/a.rs", &format!("use {word}x;"), 1);
            check_one("crates/seal/src/a/b.rs", &format!("let x = {word}();"), 1);
            check_one("crates/node/src/a.rs", &format!("let x = {word}();"), 0);
            check_one("crates/seal/src/a.rs", &format!("// not {word}"), 0);
            let test = format!("#[cfg(test)]\nmod tests {{\n    use {word};\n}}");
            check_one("crates/seal/src/a.rs", &test, 0);
        }
        check_one("crates/record/src/a.rs", "operand::x", 0);
        check_one("crates/screen/src/a.rs", "let x = std::fs::read(p);", 1);
        check_one("crates/screen/src/a.rs", "std::thread::scope(|scope| ());", 0);
        check_one("crates/seal/src/a.rs", "std::thread::scope(|scope| ());", 1);
    }
}
