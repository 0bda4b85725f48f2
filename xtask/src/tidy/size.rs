//! Sizes: files, lines, the spine.

use super::Fault;
use super::tree::{File, Tree};

const FILE_LINES_USUAL: usize = 250;
const FILE_LINES_MAX: usize = 400;
const FLOW_LINES_MAX: usize = 200;
const WIDTH_MAX: usize = 100;
/// A literal this long without a space (a digest, an address) cannot be broken.
const UNBREAKABLE_MIN: usize = 60;
const EXPLAINED: &str = "long because";
const FLOW: &str = "crates/node/src/flow.rs";

/// A file explains itself above 400 lines; the spine is read at one sitting.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let long = written(tree).filter(|file| lines(file) > FILE_LINES_MAX && !explained(file));
    let mut faults: Vec<Fault> = long
        .map(|file| {
            let count = lines(file);
            format!("{}: {count} lines, and its first ten have no `{EXPLAINED}`", file.path)
        })
        .collect();
    if let Some(flow) = tree.find(FLOW).filter(|flow| lines(flow) >= FLOW_LINES_MAX) {
        faults.push(format!("{FLOW}: {} lines; the spine has under 200", lines(flow)));
    }
    faults
}

/// Files over the usual length: something to look at.
pub fn warn(tree: &Tree) -> Vec<String> {
    let usual = FILE_LINES_USUAL + 1..=FILE_LINES_MAX;
    let long = written(tree).filter(|file| usual.contains(&lines(file)));
    long.map(|file| format!("{}: {} lines", file.path, lines(file))).collect()
}

pub fn check_width(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in written(tree) {
        let wide = |line: &str| line.chars().count() > WIDTH_MAX && !unbreakable(line);
        for (number, line) in file.lines().filter(|(_, line)| wide(line)) {
            let width = line.chars().count();
            faults.push(format!("{}:{number}: {width} columns", file.path));
        }
    }
    faults
}

/// Median and largest length of files and of functions.
pub fn measure(tree: &Tree) -> String {
    let rust = || tree.ending(".rs");
    let mut files: Vec<usize> = rust().map(lines).collect();
    let mut functions: Vec<usize> = rust().flat_map(function_lines).collect();
    files.sort_unstable();
    functions.sort_unstable();
    let middle = |sizes: &[usize]| sizes.get(sizes.len() / 2).copied().unwrap_or(0);
    let most = |sizes: &[usize]| sizes.last().copied().unwrap_or(0);
    format!(
        "{} Rust files, median {} lines, longest {}; {} functions, median {} lines, longest {}",
        files.len(),
        middle(&files),
        most(&files),
        functions.len(),
        middle(&functions),
        most(&functions)
    )
}

fn written(tree: &Tree) -> impl Iterator<Item = &File> {
    let endings = [".rs", ".go", ".py", ".ts", ".sql"];
    tree.files.iter().filter(move |file| endings.iter().any(|ending| file.path.ends_with(ending)))
}

fn lines(file: &File) -> usize {
    file.text.lines().count()
}

fn explained(file: &File) -> bool {
    file.lines().take(10).any(|(_, line)| line.contains(EXPLAINED))
}

fn unbreakable(line: &str) -> bool {
    line.split(' ').any(|word| word.chars().count() >= UNBREAKABLE_MIN)
}

/// From `fn` to the brace at its depth, as rustfmt sets it.
fn function_lines(file: &File) -> Vec<usize> {
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut sizes = Vec::new();
    for (number, line) in file.lines() {
        let bare = line.trim_start();
        let indent = &line[..line.len() - bare.len()];
        if bare.split('(').next().is_some_and(|head| head.split(' ').any(|word| word == "fn")) {
            match line.trim_end().ends_with(['}', ';']) {
                true => sizes.push(1),
                false => open.push((format!("{indent}}}"), number)),
            }
        } else if let Some((_, start)) = open.pop_if(|(closing, _)| closing == line) {
            sizes.push(number + 1 - start);
        }
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_one(path: &str, text: &str, expect: usize) {
        let tree = Tree::planted(&[(path, text)]);
        let faults = [check(&tree), check_width(&tree)].concat();
        assert_eq!(faults.len(), expect, "{path}: {faults:?}");
    }

    #[test]
    fn long_files_explain_themselves() {
        check_one("a.rs", &"x\n".repeat(400), 0);
        check_one("a.rs", &"x\n".repeat(401), 1);
        check_one("a.rs", &format!("//! long because\n{}", "x\n".repeat(500)), 0);
        check_one("a.json", &"x\n".repeat(500), 0);
        check_one(FLOW, &"x\n".repeat(199), 0);
        check_one(FLOW, &"x\n".repeat(200), 1);
        assert_eq!(warn(&Tree::planted(&[("a.rs", &"x\n".repeat(251))])).len(), 1);
    }

    #[test]
    fn wide_lines_are_found_and_digests_left() {
        check_one("a.rs", &"a b ".repeat(25), 0);
        check_one("a.rs", &format!("{}!", "é b ".repeat(25)), 1);
        check_one("a.rs", &format!("let digest = \"{}\";", "0".repeat(120)), 0);
    }

    #[test]
    fn functions_are_measured() {
        let text =
            "fn a() {\n    fn b() {\n        x\n    }\n}\nfn c() {}\nfn d(\n    x: u8,\n) {\n}\n";
        let tree = Tree::planted(&[("a.rs", text)]);
        assert_eq!(function_lines(&tree.files[0]), [3, 5, 1, 4]);
    }
}
