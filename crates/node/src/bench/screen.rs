//! `amana bench screen`: a list of invented people is built and searched, by one thread.

use ::screen::find::bench::{Outside, Plan, run as measure};
use ::screen::find::{Cut, Judge};
use ::screen::sentence::Language;
use serde_json::Value;

use crate::Error;

const CUT: Cut = Cut { threshold: 0.5, hits_max: 10 };

/// Answers one object of figures; times are those of the clock on the wall.
pub fn run(names: u64, queries: u64, seed: u64, threads: Option<usize>) -> Result<Value, Error> {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.unwrap_or_else(cores);
    let begun = super::now();
    let clock_s = || begun.elapsed().as_secs_f64();
    let outside = Outside { clock_s: &clock_s, resident_mib: &resident_mib };
    let plan = Plan { names, queries, seed, threads, cut: CUT };
    let report = measure(plan, &outside, &Judge::new(Language::English));
    let report = report.map_err(|error| Error::Usage(error.to_string()))?;
    serde_json::to_value(report).map_err(|error| Error::Usage(error.to_string()))
}

fn resident_mib() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1_024.0
}
