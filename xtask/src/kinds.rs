//! The pages of `docs/kinds/`, written anew from the kinds themselves.

use crate::shell::{self, Done};

/// The test that holds the pages writes them where it is told to.
pub fn run() -> Done {
    let words = ["test", "--package", "record", "--lib", "kind::tests::page", "--quiet"];
    shell::run(shell::cargo().args(words).env("AMANA_FREEZE", "1"))
}
