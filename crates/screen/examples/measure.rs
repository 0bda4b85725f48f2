//! Measures names: a list of made-up people searched, judged pairs compared, lists of others
//! searched. Seconds are those of this thread's processor time, because a machine may be busy with
//! other things; the system counts them in steps, so single queries need the clock on the wall.
//!
//! `measure find NAMES QUERIES THREADS [clock]`, `measure pairs FILE [RUNS]`, `measure sets FILE`,
//! `measure recall LIST QUERIES THRESHOLD`, `measure misses FILE SET`

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Instant;

use screen::find::bench::{Outside, Plan, run};
use screen::find::line::{self, ListReader};
use screen::find::{Cut, Judge};
use screen::name::Words;
use screen::pair;
use screen::score::scorer;
use screen::sentence::Language;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let arg = |at: usize| args.get(at).map_or("", String::as_str);
    let number = |at: usize, other: u64| arg(at).parse().unwrap_or(other);
    match arg(0) {
        "find" => {
            find(number(1, 1_000_000), number(2, 10_000), number(3, 2) as usize, arg(4) == "clock")
        }
        "pairs" => pairs(arg(1), number(2, 5)),
        "sets" => sets(arg(1)),
        "misses" => misses(arg(1), arg(2)),
        "recall" => recall(arg(1), arg(2), arg(3).parse().unwrap_or(0.5)),
        _ => eprintln!("find, pairs, sets, misses or recall"),
    }
}

/// Seconds of processor time of this thread.
fn thread_s() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|word| word.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

fn resident_mib() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1_024.0
}

/// Seconds by the clock on the wall.
#[expect(clippy::disallowed_methods, reason = "an example measures; the crate is handed its time")]
fn clock_s() -> f64 {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGUN.elapsed().as_secs_f64()
}

fn find(names: u64, queries: u64, threads: usize, by_clock: bool) {
    let clock_s: &(dyn Fn() -> f64 + Sync) = if by_clock { &clock_s } else { &thread_s };
    let outside = Outside { clock_s, resident_mib: &resident_mib };
    let cut = Cut { threshold: 0.5, hits_max: 10 };
    let plan = Plan { names, queries, seed: 1, threads, cut };
    let report = run(plan, &outside, &Judge::new(Language::English)).expect("the list fits");
    for (name, one) in [("listed", &report.listed), ("unlisted", &report.unlisted)] {
        println!(
            "{name}: {:.0}/s, p50 {:.3}, p99 {:.3}, max {:.1} ms, recall {:?} answered {:.4} {:?}",
            one.queries_per_s_core,
            one.p50_ms,
            one.p99_ms,
            one.max_ms,
            one.recall,
            one.answered,
            one.by_edit
        );
    }
    println!(
        "{:.0} MiB, built in {:.1} s, {:.1} of them to make people up",
        report.resident_mib, report.build_s, report.draw_s
    );
}

fn pairs(file: &str, runs: u64) {
    let text = std::fs::read_to_string(file).expect("a file of pairs");
    let mut spent = Vec::new();
    let mut lines = 0;
    for _ in 0..runs {
        let begun = thread_s();
        let mut words = Words::default();
        let mut bytes = 0;
        lines = 0;
        for (at, line) in text.lines().enumerate() {
            let case = pair::read(at + 1, line).expect("a pair");
            let verdict = pair::judge(&case, scorer::newest(), Language::English, &mut words);
            bytes += serde_json::to_string(&verdict).expect("a verdict is JSON").len();
            lines += 1;
        }
        std::hint::black_box(bytes);
        spent.push(thread_s() - begun);
    }
    let rates: Vec<String> =
        spent.iter().map(|spent| format!("{:.0}", f64::from(lines) / spent)).collect();
    println!("pairs/s, with JSON and sentences: {}", rates.join(" "));
}

fn sets(file: &str) {
    let text = std::fs::read_to_string(file).expect("a file of pairs");
    let mut words = Words::default();
    let mut sets = BTreeMap::<String, Vec<(f32, bool)>>::new();
    let mut digest = 0_u64;
    for (at, line) in text.lines().enumerate() {
        let case = pair::read(at + 1, line).expect("a pair");
        let told: serde_json::Value = serde_json::from_str(line).expect("a pair");
        let verdict = pair::judge(&case, scorer::newest(), Language::English, &mut words);
        digest = digest.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ u64::from(verdict.score.to_bits());
        let text = |key: &str| told[key].as_str().unwrap_or_default().to_owned();
        let truth = told["match"].as_bool().unwrap_or(false);
        sets.entry(text("set")).or_default().push((verdict.score, truth));
        let finer = format!("{} / {}", text("set"), text("category"));
        sets.entry(finer).or_default().push((verdict.score, truth));
    }
    for (set, scores) in sets {
        let (best, at) = best_f1(&scores);
        println!("{set}: {} pairs, best F1 {best:.3} at {at:.3}", scores.len());
    }
    println!("digest {digest:016x}");
}

/// The pairs of a set that are judged wrongly at the threshold of its best F1.
fn misses(file: &str, set: &str) {
    let text = std::fs::read_to_string(file).expect("a file of pairs");
    let mut words = Words::default();
    let (mut scores, mut shown) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate() {
        let told: serde_json::Value = serde_json::from_str(line).expect("a pair");
        if told["set"].as_str() != Some(set) {
            continue;
        }
        let case = pair::read(at + 1, line).expect("a pair");
        let verdict = pair::judge(&case, scorer::newest(), Language::English, &mut words);
        scores.push((verdict.score, told["match"].as_bool().unwrap_or(false)));
        shown.push(format!("{} | {}", told["query"], told["candidate"]));
    }
    let (best, at) = best_f1(&scores);
    for ((score, truth), shown) in scores.iter().zip(&shown) {
        if (*score >= at) != *truth {
            println!("{score:.4} {} {shown}", if *truth { "missed" } else { "taken" });
        }
    }
    println!("{set}: best F1 {best:.4} at {at:.4}");
}

fn best_f1(scores: &[(f32, bool)]) -> (f64, f32) {
    let mut order = scores.to_vec();
    order.sort_by(|left, right| right.0.total_cmp(&left.0));
    let wanted = order.iter().filter(|one| one.1).count() as f64;
    let (mut right, mut best) = (0.0, (0.0, 0.0));
    for at in 0..order.len() {
        right += f64::from(u8::from(order[at].1));
        if order.get(at + 1).is_none_or(|next| next.0 < order[at].0) {
            let f1 = 2.0 * right / ((at + 1) as f64 + wanted);
            if f1 > best.0 {
                best = (f1, order[at].0);
            }
        }
    }
    best
}

fn recall(list: &str, queries: &str, threshold: f64) {
    let read = |file: &str| std::fs::read_to_string(file).expect("a file of lines");
    let mut reader = ListReader::default();
    for (at, line) in read(list).lines().enumerate() {
        reader.push(at + 1, line).expect("an entry");
    }
    let list = reader.finish(2);
    let judge = Judge::new(Language::English);
    let cut = Cut { threshold, hits_max: 20 };
    let mut search = list.search();
    let (mut all, mut hits, mut found, mut first) = (0, 0, 0, 0);
    let mut digest = 0_u64;
    let begun = thread_s();
    for (at, line) in read(queries).lines().enumerate() {
        let asked = line::query(at + 1, line).expect("a query");
        let answer = list.answer(&mut search, &asked, cut, &judge);
        all += 1;
        hits += usize::from(!answer.hits.is_empty());
        let wanted = |hit: &line::NamedHit| hit.s == asked.id;
        found += usize::from(answer.hits.iter().any(wanted));
        first += usize::from(answer.hits.first().is_some_and(wanted));
        for hit in &answer.hits {
            digest =
                digest.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ hit.score.to_bits();
        }
    }
    let spent = thread_s() - begun;
    println!(
        "{all} queries at {threshold}: {found} found, {first} first, {hits} with a hit, {:.0}/s, \
         digest {digest:016x}",
        f64::from(all) / spent
    );
}
