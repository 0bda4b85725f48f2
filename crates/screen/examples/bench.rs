//! Measures searching: `bench --names 1000000 [--queries 10000] [--threads 2]`, one JSON object.

use std::time::Instant;

use screen::find::bench::{Outside, Plan, run};
use screen::find::{Cut, Judge};
use screen::sentence::Language;

fn option(name: &str, default: u64) -> u64 {
    let mut words = std::env::args().skip_while(|word| word != name);
    words.nth(1).and_then(|value| value.parse().ok()).unwrap_or(default)
}

fn resident_mib() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or("");
    let kib: f64 = line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).unwrap_or(0.0);
    kib / 1024.0
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Time this thread has had a core, for machines on which others are at work.
fn cpu_s() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|ns| ns.parse().ok()).map_or(0.0, |ns: f64| ns / 1e9)
}

fn main() {
    let begun = now();
    let cpu = std::env::args().any(|word| word == "--cpu");
    let clock_s = || if cpu { cpu_s() } else { begun.elapsed().as_secs_f64() };
    let outside = Outside { clock_s: &clock_s, resident_mib: &resident_mib };
    let plan = Plan {
        names: option("--names", 1_000_000),
        queries: option("--queries", 10_000),
        seed: option("--seed", 1),
        threads: option("--threads", 2) as usize,
        cut: Cut { threshold: 0.5, hits_max: 10 },
    };
    match run(plan, &outside, &Judge::new(Language::English)) {
        Ok(report) => println!("{}", serde_json::to_string(&report).unwrap_or_default()),
        Err(error) => eprintln!("{error}"),
    }
}
