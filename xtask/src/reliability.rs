//! What the night found, in the marked blocks of docs/reliability.md.

use std::fs;

use serde_json::Value;

use crate::bench::machine;
use crate::fuzz::Fuzzed;
use crate::marked::{self, grouped};
use crate::shell::{self, Done};

const PAGE: &str = "docs/reliability.md";
/// What the simulator counts, as it names it and in words.
const COUNTS: [(&str, &str); 9] = [
    ("seeds", "seeds"),
    ("pouches", "pouches sealed"),
    ("messages", "messages between nodes, answers among them"),
    ("crashes", "crashes"),
    ("partitions", "partitions"),
    ("torn_writes", "torn writes"),
    ("lost", "lost"),
    ("duplicated", "doubled"),
    ("violations", "violations"),
];

/// Runs of the simulator, a column each.
pub fn simulated(runs: &[(&str, &Value)]) -> Done {
    write("simulator", &simulation(runs))
}

fn simulation(runs: &[(&str, &Value)]) -> String {
    let names: Vec<String> = runs.iter().map(|(name, _)| format!(" {name} |")).collect();
    let lines = "--:|".repeat(runs.len());
    let mut text = format!("| |{}\n|---|{lines}\n", names.concat());
    for (count, word) in COUNTS {
        let figures = runs.iter().map(|(_, run)| {
            let figure = run[count].as_u64().map_or("?".to_owned(), grouped);
            format!(" {figure} |")
        });
        text.push_str(&format!("| {word} |{}\n", figures.collect::<String>()));
    }
    text
}

/// Targets of fuzzing, a row each.
pub fn fuzzed(targets: &[Fuzzed], minutes: u32) -> Done {
    write("fuzzing", &fuzzing(targets, minutes))
}

fn fuzzing(targets: &[Fuzzed], minutes: u32) -> String {
    let mut text =
        format!("{minutes} minutes each.\n\n| target | inputs | found |\n|---|--:|---|\n");
    for one in targets {
        let found = if one.done.is_ok() { "nothing" } else { "a fault" };
        let (target, inputs) = (one.target.name(), grouped(one.inputs));
        text.push_str(&format!("| {target} | {inputs} | {found} |\n"));
    }
    text
}

fn write(block: &str, content: &str) -> Done {
    let path = shell::root().join(PAGE);
    let page = fs::read_to_string(&path).map_err(|why| format!("{PAGE}: {why}"))?;
    let page = marked::replace(&page, "machine", &machine::describe());
    let page = marked::replace(&page, block, content);
    fs::write(&path, page).map_err(|why| format!("{PAGE}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fuzz::Target;

    #[test]
    fn a_run_is_a_column_and_a_count_that_is_missing_shows() {
        let run = serde_json::json!({"seeds": 1_000, "lost": 0});
        let text = simulation(&[("seven", &run)]);
        assert!(text.starts_with("| | seven |\n|---|--:|\n| seeds | 1,000 |\n"), "{text}");
        assert!(text.contains("| crashes | ? |") && text.contains("| lost | 0 |"), "{text}");
    }

    #[test]
    fn a_target_that_failed_is_not_called_clean() {
        let one = |done| Fuzzed { target: Target::Note, inputs: 1_234_567, done };
        assert!(fuzzing(&[one(Ok(()))], 10).ends_with("| note | 1,234,567 | nothing |\n"));
        assert!(fuzzing(&[one(Err("it".into()))], 10).ends_with("| a fault |\n"));
    }
}
