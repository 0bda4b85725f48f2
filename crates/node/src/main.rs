//! `amana`: one binary for a node, its operators and anyone who checks evidence.

use std::process::ExitCode;

/// A question takes and gives back many small rooms of memory on several threads.
#[global_allocator]
static ROOM: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    node::cli::run()
}
