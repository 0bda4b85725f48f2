//! `amana-sim`: runs seeds of the simulator. `cargo xtask sim` builds and calls it.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use clap::Parser;
use node::Error;
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
    let (reports, error) = run_all(&arguments, &options);
    let mut total = Counts::default();
    reports.iter().for_each(|report| total.add(&report.counts));
    if let Some((seed, error)) = error {
        eprintln!("seed {seed}: {error}");
        return ExitCode::from(2);
    }
    let faults = reports.iter().filter(|report| !report.faults.is_empty());
    let violations = faults.clone().map(|report| report.faults.len()).sum();
    faults.for_each(|report| tell(report, &arguments));
    print_counts(&arguments, reports.len() as u64, &total, violations);
    // A simulator that does not find a planted fault is itself broken.
    ExitCode::from(u8::from((violations > 0) != planted.is_some()))
}

/// Seeds on all cores, until one has a fault or cannot be run; each is a world of its own.
fn run_all(arguments: &Arguments, options: &Options) -> (Vec<Report>, Option<(u64, Error)>) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = if arguments.trace { 1 } else { cores };
    let (next, last) = (AtomicU64::new(arguments.first), arguments.first + arguments.seeds);
    let stop = AtomicBool::new(false);
    let found = Mutex::new((Vec::new(), None));
    let work = || {
        while !stop.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= last {
                return;
            }
            let outcome = sim::run(seed, options);
            let ended = outcome.as_ref().map_or(true, |report| !report.faults.is_empty());
            stop.fetch_or(ended, Ordering::Relaxed);
            let mut found = found.lock().expect("no world panics while it is held");
            match outcome {
                Ok(report) => found.0.push(report),
                Err(error) => found.1 = Some((seed, error)),
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    found.into_inner().expect("no world panics while it is held")
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
    let counts = [
        ("seeds", seeds),
        ("pouches", total.pouches),
        ("messages", total.messages),
        ("crashes", total.crashes),
        ("partitions", total.partitions),
        ("torn_writes", total.torn_writes),
        ("lost", total.lost),
        ("duplicated", total.duplicated),
        ("violations", violations as u64),
    ];
    if arguments.json {
        let told = counts.map(|(name, count)| format!("\"{name}\":{count}"));
        println!("{{{}}}", told.join(","));
        return;
    }
    let told = counts.map(|(name, count)| format!("{count} {}", name.replace('_', " ")));
    println!(
        "{}; {} tampered pouches, {} over relays, {} with a frozen directory, {} reads, {} erased",
        told.join(", "),
        total.tampered,
        total.relayed,
        total.frozen,
        total.reads,
        total.erased
    );
}
