//! What is measured and how good it should be.

use serde_json::Value;

use crate::marked::grouped;

/// Which side of the goal is the good one.
pub enum Bound {
    AtLeast(f64),
    Under(f64),
    /// Written down only.
    Any,
}

/// A figure by its name in the program's JSON.
pub struct Goal {
    name: &'static str,
    bound: Bound,
}

const fn goal(name: &'static str, bound: Bound) -> Goal {
    Goal { name, bound }
}

/// Records of 4 KiB over mutual TLS between two nodes on the same two cores, with policy, index
/// and audit. Disk goal: 6 KB; the wire goal is the 4,096 bytes of content and 320 of overhead.
pub const EXCHANGE: [Goal; 10] = [
    goal("publish_local_per_s", Bound::Any),
    goal("admit_per_s", Bound::AtLeast(8_000.0)),
    goal("end_to_end_per_s", Bound::AtLeast(4_000.0)),
    goal("submit_to_durable_p50_ms", Bound::Any),
    goal("submit_to_durable_p99_ms", Bound::Under(50.0)),
    goal("bytes_per_record_wire", Bound::Under(4_416.0)),
    goal("bytes_per_record_disk", Bound::Under(6_000.0)),
    goal("bytes_written_per_record", Bound::Any),
    goal("idle_rss_mib", Bound::Under(60.0)),
    goal("start_ms", Bound::Under(1_000.0)),
];

/// A record of one node to thirty-nine others, each a process of its own, on the same two cores.
pub const BROADCAST: [Goal; 7] = [
    goal("nodes", Bound::Any),
    goal("started_s", Bound::Any),
    goal("first_seen_by_all_s", Bound::Any),
    goal("seen_by_all_s", Bound::Under(5.0)),
    goal("seen_by_all_s_max", Bound::Under(5.0)),
    goal("idle_rss_mib", Bound::Under(40.0)),
    goal("idle_rss_mib_max", Bound::Under(40.0)),
];

/// The whole register of 311,038 seizures.
pub const IMPORT: [Goal; 4] = [
    goal("rows", Bound::Any),
    goal("records", Bound::Any),
    goal("unreadable", Bound::Any),
    goal("seconds", Bound::Under(30.0)),
];

/// 2,000 second reports planted in a made-up register, and in the real one of 311,038 rows. `apart`
/// leaves out rows beside which the real register holds another that looks the same.
pub const DUPLICATES: [Goal; 20] = [
    goal("made_up_precision_pct", Bound::AtLeast(95.0)),
    goal("made_up_recall_pct", Bound::AtLeast(95.0)),
    goal("register_seconds", Bound::Under(120.0)),
    goal("register_rows", Bound::Any),
    goal("register_compared", Bound::Any),
    goal("rows_equal_groups", Bound::Any),
    goal("rows_equal_found", Bound::Any),
    goal("what_when_where_equal_groups", Bound::Any),
    goal("what_when_where_equal_found", Bound::Any),
    goal("register_likely", Bound::Any),
    goal("register_possible", Bound::Any),
    goal("register_weak", Bound::Any),
    goal("register_apart_precision_pct", Bound::AtLeast(95.0)),
    goal("register_apart_recall_pct", Bound::AtLeast(95.0)),
    goal("register_told_apart", Bound::Any),
    goal("register_precision_pct", Bound::Any),
    goal("register_recall_pct", Bound::Any),
    goal("register_likely_precision_pct", Bound::Any),
    goal("register_likely_recall_pct", Bound::Any),
    goal("made_up_likely_precision_pct", Bound::Any),
];

/// Searches, filters, counts and lists over 311,038 seizures and 50,000 other records, asked
/// through the interface by officers of four roles, the audit's commit included. The goal holds for
/// each kind of question, not only for the mix of them.
pub const FIND: [Goal; 17] = [
    goal("records", Bound::Any),
    goal("queries", Bound::Any),
    goal("found_per_query", Bound::Any),
    goal("p50_ms", Bound::Any),
    goal("p95_ms", Bound::Under(50.0)),
    goal("p99_ms", Bound::Any),
    goal("words_p95_ms", Bound::Under(50.0)),
    goal("phrases_p95_ms", Bound::Under(50.0)),
    goal("beginnings_p95_ms", Bound::Under(50.0)),
    goal("words_and_facets_p95_ms", Bound::Under(50.0)),
    goal("rare_words_p95_ms", Bound::Under(50.0)),
    goal("filters_and_facets_p95_ms", Bound::Under(50.0)),
    goal("days_and_facets_p95_ms", Bound::Under(50.0)),
    goal("deep_page_p95_ms", Bound::Under(50.0)),
    goal("list_p95_ms", Bound::Under(50.0)),
    goal("identifier_p95_ms", Bound::Under(50.0)),
    goal("index_bytes_per_record", Bound::Any),
];

/// 'Where else is this?' over ten million identifiers of two million records; a twentieth of the
/// questions is for one that 200,000 records mention, and one in 200 for the same by a reader from
/// whom they all are hidden.
pub const SELECTORS: [Goal; 9] = [
    goal("selectors", Bound::Any),
    goal("records", Bound::Any),
    goal("found_per_query", Bound::Any),
    goal("p50_ms", Bound::Any),
    goal("p95_ms", Bound::Under(5.0)),
    goal("p99_ms", Bound::Any),
    goal("common_p95_ms", Bound::Under(5.0)),
    goal("hidden_p95_ms", Bound::Any),
    goal("bytes_per_selector", Bound::Any),
];

/// The first page of every sort of an inbox of 100,000 threads, and all its counts, asked through
/// the interface, the audit's commit included. One request in 25 is open; the officer has read
/// nine threads in ten; `nothing_unread` is asked by one who has read them all.
pub const THREADS: [Goal; 19] = [
    goal("threads", Bound::Any),
    goal("all_p95_ms", Bound::Under(50.0)),
    goal("deep_page_p95_ms", Bound::Under(50.0)),
    goal("unread_p95_ms", Bound::Under(50.0)),
    goal("mine_p95_ms", Bound::Under(50.0)),
    goal("unit_p95_ms", Bound::Under(50.0)),
    goal("unassigned_p95_ms", Bound::Under(50.0)),
    goal("for_us_p95_ms", Bound::Under(50.0)),
    goal("for_them_p95_ms", Bound::Under(50.0)),
    goal("overdue_p95_ms", Bound::Under(50.0)),
    goal("peer_p95_ms", Bound::Under(50.0)),
    goal("asks_p95_ms", Bound::Under(50.0)),
    goal("words_p95_ms", Bound::Under(50.0)),
    goal("some_words_p95_ms", Bound::Under(50.0)),
    goal("words_unread_p95_ms", Bound::Under(50.0)),
    goal("counts_p95_ms", Bound::Under(50.0)),
    goal("nothing_unread_p95_ms", Bound::Under(50.0)),
    goal("counts_nothing_unread_p95_ms", Bound::Under(50.0)),
    goal("bytes_per_thread", Bound::Any),
];

/// Copies of a report in four languages, with a mention every 70 bytes, on one core.
pub const EXTRACTION: [Goal; 3] = [
    goal("megabytes", Bound::Any),
    goal("mentions", Bound::Any),
    goal("megabytes_per_s", Bound::AtLeast(20.0)),
];

/// A list of a million invented people, named as people are, asked for those on it by names with a
/// fault and for as many others. One core; every way of likening is on.
pub const SCREEN: [Goal; 13] = [
    goal("names", Bound::Any),
    goal("build_s", Bound::Any),
    goal("draw_s", Bound::Any),
    goal("resident_mib", Bound::Any),
    goal("listed_queries_per_s_core", Bound::AtLeast(10_000.0)),
    goal("listed_p50_ms", Bound::Any),
    goal("listed_p99_ms", Bound::Any),
    goal("listed_max_ms", Bound::Any),
    goal("listed_recall", Bound::Any),
    goal("unlisted_queries_per_s_core", Bound::AtLeast(10_000.0)),
    goal("unlisted_p50_ms", Bound::Any),
    goal("unlisted_p99_ms", Bound::Any),
    goal("unlisted_max_ms", Bound::Any),
];

/// A list of ten million invented people, asked through the interface with policy, history and
/// audit on: listed people with a fault in the name, strangers, documents of both. One after
/// another, then sixteen abreast, then in batches of a hundred; on two cores. Four of five of these
/// hit; `seldom` is the same with one hit in twenty questions.
pub const ASK: [Goal; 19] = [
    goal("entries", Bound::Any),
    goal("load_s", Bound::Any),
    goal("read_s", Bound::Under(5.0)),
    goal("segment_mib", Bound::Any),
    goal("resident_mib", Bound::Any),
    goal("questions", Bound::Any),
    goal("found", Bound::Any),
    goal("p50_ms", Bound::Any),
    goal("p99_ms", Bound::Under(50.0)),
    goal("abreast", Bound::Any),
    goal("per_s", Bound::AtLeast(2_000.0)),
    goal("abreast_p50_ms", Bound::Any),
    goal("abreast_p99_ms", Bound::Under(50.0)),
    goal("batch_per_s", Bound::Any),
    goal("seldom_found", Bound::Any),
    goal("seldom_per_s", Bound::AtLeast(2_000.0)),
    goal("seldom_p50_ms", Bound::Any),
    goal("seldom_p99_ms", Bound::Under(50.0)),
    goal("seldom_batch_per_s", Bound::Any),
];

/// Judged pairs by three programs in one run: pairs a second of processor time, sentences included
/// here, and the best F1 of each set.
pub const PAIRS: [Goal; 16] = [
    goal("pairs", Bound::Any),
    goal("amana_pairs_per_s_core", Bound::AtLeast(100_000.0)),
    goal("nomenklatura_pairs_per_s_core", Bound::Any),
    goal("rapidfuzz_pairs_per_s_core", Bound::Any),
    goal("amana_f1_name_bench", Bound::AtLeast(0.80)),
    goal("nomenklatura_f1_name_bench", Bound::Any),
    goal("rapidfuzz_f1_name_bench", Bound::Any),
    goal("amana_f1_entity_checks", Bound::AtLeast(0.93)),
    goal("nomenklatura_f1_entity_checks", Bound::Any),
    goal("rapidfuzz_f1_entity_checks", Bound::Any),
    goal("amana_f1_ofac_site", Bound::AtLeast(0.97)),
    goal("nomenklatura_f1_ofac_site", Bound::Any),
    goal("rapidfuzz_f1_ofac_site", Bound::Any),
    goal("amana_f1_cross_script", Bound::AtLeast(0.80)),
    goal("nomenklatura_f1_cross_script", Bound::Any),
    goal("rapidfuzz_f1_cross_script", Bound::Any),
];

impl Goal {
    /// A line of the table: the median of the runs, and the lowest and highest. A figure that a run
    /// did not give is missed.
    pub fn row(&self, runs: &[Value]) -> String {
        let mut all: Vec<f64> =
            runs.iter().filter_map(|figures| figures[self.name].as_f64()).collect();
        all.sort_by(f64::total_cmp);
        let whole = all.len() == runs.len();
        let found = all.get(all.len() / 2).copied().filter(|_| whole);
        let (aim, met) = match self.bound {
            Bound::AtLeast(least) => {
                (format!("≥ {}", show(least)), found.map(|value| value >= least))
            }
            Bound::Under(most) => (format!("< {}", show(most)), found.map(|value| value < most)),
            Bound::Any => (String::new(), found.map(|_| true)),
        };
        let word = match (&self.bound, met) {
            (_, None) => "**not measured**",
            (Bound::Any, _) => "",
            (_, Some(true)) => "met",
            (_, Some(false)) => "**missed**",
        };
        let value = found.map_or("–".to_owned(), show);
        let range = match (all.first(), all.last()) {
            (Some(low), Some(high)) if low < high => format!("{} – {}", show(*low), show(*high)),
            _ => String::new(),
        };
        format!("| `{}` | {value} | {range} | {aim} | {word} |\n", self.name)
    }
}

/// Thousands apart; one digit after the point below a hundred, three below one.
fn show(value: f64) -> String {
    if value.fract() != 0.0 && value.abs() < 1.0 {
        return format!("{value:.3}");
    }
    if value.fract() != 0.0 && value.abs() < 100.0 {
        return format!("{value:.1}");
    }
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}", grouped(value.abs().round() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bound: Bound, values: &[f64], expect: &str) {
        let runs: Vec<Value> =
            values.iter().map(|value| serde_json::json!({ "x": value })).collect();
        assert_eq!(goal("x", bound).row(&runs), format!("| `x` | {expect} |\n"));
    }

    #[test]
    fn goals_are_met_or_missed() {
        check(Bound::AtLeast(8000.0), &[8000.0], "8,000 |  | ≥ 8,000 | met");
        check(Bound::AtLeast(8000.0), &[7999.4], "7,999 |  | ≥ 8,000 | **missed**");
        check(Bound::Under(50.0), &[20.56], "20.6 |  | < 50 | met");
        check(Bound::AtLeast(0.8), &[0.9114], "0.911 |  | ≥ 0.800 | met");
        check(Bound::Under(50.0), &[50.0], "50 |  | < 50 | **missed**");
        check(Bound::Any, &[1_234_567.0], "1,234,567 |  |  | ");
        check(Bound::Under(50.0), &[90.0, 10.0, 40.0], "40 | 10 – 90 | < 50 | met");
        check(Bound::AtLeast(50.0), &[90.0, 10.0, 40.0], "40 | 10 – 90 | ≥ 50 | **missed**");
        let runs = [serde_json::json!({"x": 3}), serde_json::json!({})];
        let row = goal("x", Bound::Under(50.0)).row(&runs);
        assert_eq!(row, "| `x` | – |  | < 50 | **not measured** |\n");
    }
}
