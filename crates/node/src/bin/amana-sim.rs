//! `amana-sim`: runs seeds of the simulator. `cargo xtask sim` builds and calls it.

use std::process::ExitCode;

use clap::Parser;
use node::sabotage::{self, Sabotage};
use node::sim::{self, Counts, Options, Report};

/// Simulates whole nodes with a clock, a network and disks that do what a seed says.
#[derive(Parser)]
#[command(name = "amana-sim", after_help = sabotages())]
struct Arguments {
    /// How many seeds to run.
    #[arg(long, default_value_t = 50)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 1)]
    first: u64,
    /// Nodes of the network, 3 to 26.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u8).range(3..=26))]
    nodes: u8,
    /// Steps of a seed.
    #[arg(long, default_value_t = 1_200)]
    steps: u64,
    /// Plants a fault in every node and succeeds when it is found.
    #[arg(long)]
    sabotage: Option<String>,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
    /// Real signatures and key encapsulation.
    #[arg(long)]
    real: bool,
    /// Prints what happens, for a seed that failed.
    #[arg(long)]
    trace: bool,
}

fn sabotages() -> String {
    let lines = sabotage::ALL.iter().map(|(name, what)| format!("  {name:<22}{what}\n"));
    format!("Sabotages:\n{}", lines.collect::<String>())
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let planted = arguments.sabotage.as_deref();
    let Some(sabotage) = planted.map_or(Some(Sabotage::default()), Sabotage::named) else {
        eprintln!("there is no such sabotage; --help lists them");
        return ExitCode::from(2);
    };
    let Arguments { nodes, steps, real, trace, .. } = arguments;
    let options = Options { nodes: usize::from(nodes), steps, sabotage, real, trace };
    let mut total = Counts::default();
    let mut done = 0;
    for seed in arguments.first..arguments.first + arguments.seeds {
        let report = match sim::run(seed, &options) {
            Ok(report) => report,
            Err(error) => {
                eprintln!("seed {seed}: {error}");
                return ExitCode::from(2);
            }
        };
        done += 1;
        total.add(&report.counts);
        if !report.faults.is_empty() {
            tell(&report, &arguments);
            print_counts(&arguments, done, &total, report.faults.len());
            return ExitCode::from(u8::from(planted.is_none()));
        }
    }
    print_counts(&arguments, done, &total, 0);
    // A simulator that does not find a planted fault is itself broken.
    ExitCode::from(u8::from(planted.is_some()))
}

fn tell(report: &Report, arguments: &Arguments) {
    let Arguments { nodes, steps, .. } = arguments;
    let planted = arguments.sabotage.as_ref().map(|name| format!(" --sabotage {name}"));
    let real = if arguments.real { " --real" } else { "" };
    for fault in &report.faults {
        eprintln!("seed {}: {fault}", report.seed);
    }
    let planted = planted.unwrap_or_default();
    let seed = report.seed;
    eprintln!(
        "amana-sim --seeds 1 --first {seed} --nodes {nodes} --steps {steps}{planted}{real} --trace"
    );
}

fn print_counts(arguments: &Arguments, seeds: u64, total: &Counts, violations: usize) {
    let Counts { messages, crashes, partitions, torn_writes, lost, duplicated, .. } = total;
    if arguments.json {
        println!(
            "{{\"seeds\":{seeds},\"messages\":{messages},\"crashes\":{crashes},\
             \"partitions\":{partitions},\"torn_writes\":{torn_writes},\"lost\":{lost},\
             \"duplicated\":{duplicated},\"violations\":{violations}}}"
        );
        return;
    }
    println!(
        "{seeds} seeds: {messages} messages, {crashes} crashes, {partitions} partitions, \
         {torn_writes} torn writes, {} tampered pouches, {} reads, {} erasures; {violations} \
         violations",
        total.tampered, total.reads, total.erased
    );
}
