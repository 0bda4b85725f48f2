//! The glossary: one word for a thing, in four languages.

use std::collections::BTreeSet;
use std::fs;

use super::Fault;
use super::tree::{File, Tree};
use crate::shell;

const PAGE: &str = "docs/glossary.md";
const LANGUAGES: usize = 4;

/// Every row has its four languages, no English term stands twice, and none that the design
/// lists (where it lies beside the checkout) is missing.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let design = shell::root().join("../shared/design/glossary.md");
    judge(tree, &fs::read_to_string(design).unwrap_or_default())
}

fn judge(tree: &Tree, design: &str) -> Vec<Fault> {
    let Some(page) = tree.find(PAGE) else { return vec![format!("{PAGE}: missing")] };
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (number, line) in page.lines() {
        let Some(cells) = row(line) else { continue };
        if cells.len() < LANGUAGES || cells[..LANGUAGES].iter().any(|cell| cell.is_empty()) {
            faults.push(format!("{PAGE}:{number}: a term without its four languages"));
        }
        if !cells.get(1).is_none_or(|word| word.chars().any(is_arabic)) {
            faults.push(format!("{PAGE}:{number}: the second column is Arabic"));
        }
        if !seen.insert(cells[0].to_owned()) {
            faults.push(format!("{PAGE}:{number}: `{}` stands twice", cells[0]));
        }
    }
    if seen.is_empty() {
        faults.push(format!("{PAGE}: no table of terms"));
    }
    let asked = File { path: String::new(), text: design.to_owned() };
    let asked = asked.lines().filter_map(|(_, line)| row(line).map(|cells| cells[0].to_owned()));
    let missing = asked.filter(|term| !seen.contains(term));
    faults.extend(missing.map(|term| format!("{PAGE}: `{term}` is missing")));
    faults
}

/// The cells of a row that is neither head nor rule.
fn row(line: &str) -> Option<Vec<&str>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
    let head = cells[0] == "English" || cells[0].starts_with("---");
    (!head).then_some(cells)
}

fn is_arabic(letter: char) -> bool {
    ('\u{0600}'..='\u{06FF}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_rows(rows: &str, design: &str, expect: usize) {
        let head = "| English | العربية | français | español | note |\n|---|---|---|---|---|\n";
        let page = format!("# Glossary\n\n{head}{rows}");
        let faults = judge(&Tree::planted(&[(PAGE, &page)]), design);
        assert_eq!(faults.len(), expect, "{faults:?}");
    }

    #[test]
    fn every_term_has_four_languages_and_none_is_missing() {
        let node = "| node | عقدة | nœud | nodo | |\n";
        check_rows(node, "", 0);
        check_rows(node, node, 0);
        check_rows(node, "| record | قيد | fiche | ficha | |\n", 1);
        check_rows("| node | عقدة | | nodo | |\n", "", 1);
        check_rows("| node | عقدة | nœud |\n", "", 1);
        check_rows("| node | nodo | nœud | nodo | |\n", "", 1);
        check_rows(&node.repeat(2), "", 1);
        check_rows("", "", 1);
        assert_eq!(judge(&Tree::planted(&[]), ""), ["docs/glossary.md: missing"]);
    }
}
