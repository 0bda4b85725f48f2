//! `amana`: one binary for a node, its operators and anyone who checks evidence.

use std::process::ExitCode;

fn main() -> ExitCode {
    node::cli::run()
}
