//! Numbered rules: declared once, explained in the docs, tested by number.

use std::collections::BTreeSet;

use super::Fault;
use super::tree::{File, Tree};

const PAGES: [(&str, &[&str]); 2] = [
    ("docs/policy.md", &["HND", "PUR", "REL"]),
    ("docs/protocol.md", &["VER", "DLV", "WIT", "DIR", "RST", "ERA", "BLD"]),
];

/// Every rule that code declares or a page explains is named by a test and stands on its page.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let declared = declared(tree);
    let tested = tested(tree);
    let mut faults = check_used(tree, &declared);
    for (page, families) in PAGES {
        let ours: BTreeSet<&str> = declared
            .iter()
            .copied()
            .filter(|code| families.iter().any(|family| code.starts_with(family)))
            .collect();
        let Some(file) = tree.find(page) else {
            faults.push(format!("{page}: missing; {} rules are not explained", ours.len()));
            faults.extend(untested(&ours, &tested, "code"));
            continue;
        };
        let explained: BTreeSet<&str> = codes(&file.text).collect();
        let absent = ours.difference(&explained);
        faults.extend(absent.map(|code| format!("{page}: does not explain {code}")));
        faults.extend(untested(&explained.union(&ours).copied().collect(), &tested, page));
    }
    faults
}

fn untested(rules: &BTreeSet<&str>, tested: &BTreeSet<&str>, place: &str) -> Vec<Fault> {
    let missing = rules.difference(tested);
    missing.map(|code| format!("{place}: no test names {code}")).collect()
}

/// A code of a known family that no `rule.rs` declares is a slip of the pen.
fn check_used(tree: &Tree, declared: &BTreeSet<&str>) -> Vec<Fault> {
    let families: BTreeSet<&str> = declared.iter().map(|code| &code[..3]).collect();
    let mut faults = Vec::new();
    for file in tree.ending(".rs").filter(|file| file.path.starts_with("crates/")) {
        for code in codes(&file.text) {
            if families.contains(&code[..3]) && !declared.contains(code) {
                faults.push(format!("{}: {code} is not declared in a rule.rs", file.path));
            }
        }
    }
    faults
}

/// The rules that each `rule.rs` declares.
fn declared(tree: &Tree) -> BTreeSet<&str> {
    let files = tree.ending("/rule.rs").filter(|file| file.path.starts_with("crates/"));
    files.flat_map(|file| codes(&file.text)).collect()
}

fn tested(tree: &Tree) -> BTreeSet<&str> {
    let files = tree.files.iter().filter(|file| !file.path.starts_with("xtask/"));
    let sources = files.filter(|file| {
        [".rs", ".json", ".py", ".go"].iter().any(|ending| file.path.ends_with(ending))
    });
    let whole = |file: &&File| file.path.ends_with(".rs") || file.is_test();
    sources
        .filter(whole)
        .flat_map(|file| file.test_lines())
        .flat_map(|(_, line)| codes(line))
        .collect()
}

/// Three capitals, a hyphen and two digits that are not part of a longer word (SHA-256, ML-DSA-44).
fn codes(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let fits = move |at: usize| {
        let Some(code) = bytes.get(at..at + 6) else { return false };
        let joined = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'_';
        let before = at.checked_sub(1).and_then(|place| bytes.get(place));
        code[..3].iter().all(u8::is_ascii_uppercase)
            && code[3] == b'-'
            && code[4..].iter().all(u8::is_ascii_digit)
            && !before.is_some_and(joined)
            && !bytes.get(at + 6).is_some_and(u8::is_ascii_alphanumeric)
    };
    (0..bytes.len()).filter(move |at| fits(*at)).filter_map(|at| text.get(at..at + 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECLARED: (&str, &str) = ("crates/seal/src/rule.rs", "A = \"VER-01\", B = \"VER-02\"");
    const POLICY: (&str, &str) = ("docs/policy.md", "none yet");

    fn check_tree(files: &[(&str, &str)], expect: &[&str]) {
        let found = check(&Tree::planted(&[&[DECLARED, POLICY], files].concat()));
        assert_eq!(found, expect);
    }

    #[test]
    fn a_rule_needs_a_page_and_a_test() {
        let page = ("docs/protocol.md", "| VER-01 | and VER-02");
        let test = ("crates/seal/tests/verify.rs", "// VER-01\n// VER-02");
        check_tree(&[page, test], &[]);
        check_tree(&[page, ("tests/vectors/a.json", "\"VER-01\", \"VER-02\"")], &[]);
        check_tree(
            &[page, ("crates/seal/src/a.rs", "// VER-01\n// VER-02")],
            &["docs/protocol.md: no test names VER-01", "docs/protocol.md: no test names VER-02"],
        );
        check_tree(
            &[("docs/protocol.md", "VER-01"), test],
            &["docs/protocol.md: does not explain VER-02"],
        );
        check_tree(
            &[("docs/protocol.md", "VER-01 VER-02 ERA-01"), test],
            &["docs/protocol.md: no test names ERA-01"],
        );
    }

    #[test]
    fn a_missing_page_is_said_and_an_unknown_number_found() {
        let test = ("crates/seal/src/a.rs", "#[cfg(test)]\nmod tests {\n    // VER-01 VER-02\n}");
        check_tree(&[test], &["docs/protocol.md: missing; 2 rules are not explained"]);
        let page = ("docs/protocol.md", "VER-01 VER-02");
        let slip = ("crates/node/src/a.rs", "// VER-20");
        let fault = "crates/node/src/a.rs: VER-20 is not declared in a rule.rs";
        check_tree(&[page, test, slip], &[fault]);
    }

    #[test]
    fn codes_are_told_from_other_names() {
        let found: Vec<&str> = codes("HND-03, SHA-256 ML-DSA-44 xREL-01 (PUR-10)").collect();
        assert_eq!(found, ["HND-03", "PUR-10"]);
    }
}
