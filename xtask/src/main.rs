//! demo, test, ci, bench, tidy: the commands a contributor types, as `cargo xtask NAME`.

mod bench;
mod ci;
mod fuzz;
mod kinds;
mod marked;
mod mutants;
mod night;
mod reliability;
mod shell;
mod sim;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The commands of Amana's house")]
struct Line {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Start five nodes on loopback, let them exchange and leave them running
    Demo {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Install what the tests need and run them: all parts, or the one named
    Test { part: Option<test::Part> },
    /// What takes longer than a change may wait for: all parts, or the one named
    Night {
        part: Option<night::Part>,
        /// Keep the pictures that are seen now
        #[arg(long)]
        accept: bool,
    },
    /// Throw bytes at everything that reads strangers' bytes: all targets, or the one named
    Fuzz {
        target: Option<fuzz::Target>,
        /// So many minutes for each
        #[arg(long, default_value_t = 10)]
        minutes: u32,
    },
    /// Run whole nodes on a fake clock, disk and network, from one seed
    #[command(disable_help_flag = true)]
    Sim {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Write the pages of docs/kinds from the kinds
    Kinds,
    /// Measure and write the figures into docs/benchmarks.md: all, or the part named
    Bench { part: Option<bench::Part> },
    /// Check sizes, names, numbered rules, glossary and what must be absent
    Tidy,
    /// Everything a change must pass: fmt, clippy, doc, test, deny, tidy
    Ci,
    /// Change the path and the checks on purpose, and count the changes that a test notices
    Mutants,
    /// Build the pages that the node embeds
    Web,
    /// Pictures of the pages, into docs/pictures/
    Pictures,
}

fn main() -> ExitCode {
    let done = match Line::parse().task {
        Task::Demo { args } => demo(&args),
        Task::Test { part } => test::run(part),
        Task::Night { part, accept } => night::run(part, accept),
        Task::Fuzz { target, minutes } => fuzz::run(target, minutes),
        Task::Sim { args } => sim::run(&args),
        Task::Kinds => kinds::run(),
        Task::Bench { part } => bench::run(part),
        Task::Tidy => tidy::run(),
        Task::Ci => ci::run(),
        Task::Mutants => mutants::run(),
        Task::Web => web::build(),
        Task::Pictures => web::pictures(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("cargo xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

fn demo(args: &[String]) -> shell::Done {
    // A demo that ends by itself shows no pages.
    if !args.iter().any(|arg| arg == "--once")
        && let Err(why) = web::build()
    {
        println!("{why}\nthe nodes serve the pages without scripts instead");
    }
    let run = ["run", "--release", "-p", "node", "--bin", "amana", "--", "demo"];
    shell::run(shell::cargo().args(run).args(args))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Line::command().debug_assert();
    }

    #[test]
    fn arguments_are_passed_on() {
        let line = Line::try_parse_from(["xtask", "sim", "--seeds", "3", "--help"]);
        let Ok(Line { task: Task::Sim { args } }) = line else { panic!("not a simulation") };
        assert_eq!(args, ["--seeds", "3", "--help"]);
        let line = Line::try_parse_from(["xtask", "demo", "--once"]);
        let Ok(Line { task: Task::Demo { args } }) = line else { panic!("not a demo") };
        assert_eq!(args, ["--once"]);
    }
}
