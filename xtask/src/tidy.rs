//! `cargo xtask tidy`: what the house asks for and no compiler checks. Every check is a pure
//! function over the tree's files, so that a test can plant a violation.

mod absent;
mod crates;
mod glossary;
mod name;
mod page;
mod rule;
mod size;
mod tree;

use crate::shell::Done;
use tree::Tree;

/// A sentence that begins with the file, and the line where there is one.
type Fault = String;

type Check = (&'static str, fn(&Tree) -> Vec<Fault>);

const CHECKS: [Check; 9] = [
    ("size", size::check),
    ("width", size::check_width),
    ("name", name::check),
    ("rule", rule::check),
    ("absent", absent::check),
    ("pure", absent::check_pure),
    ("crates", crates::check),
    ("glossary", glossary::check),
    ("page", page::check),
];

/// Prints every fault and fails where there is one.
pub fn run() -> Done {
    let tree = Tree::of_workspace()?;
    let mut count = 0;
    for (name, check) in CHECKS {
        for fault in check(&tree) {
            println!("{name}: {fault}");
            count += 1;
        }
    }
    for long in size::warn(&tree) {
        println!("warning: {long}");
    }
    println!("tidy: {}", size::measure(&tree));
    match count {
        0 => Ok(()),
        _ => Err(format!("tidy found {count} faults")),
    }
}
