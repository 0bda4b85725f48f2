//! Names: pairs compared beside two libraries from PyPI in the same run, and a list searched.

use std::path::Path;

use serde_json::{Map, Value};

use super::goal;
use super::{block, measured, replace};
use crate::shell;
use crate::test::{python, stranger};

/// MIT-licensed; nomenklatura needs the ICU that `stranger::install_packages` brings.
const WHEELS: [&str; 2] = ["nomenklatura>=4.17,<5", "rapidfuzz>=3.14,<4"];
const WHEELS_SHOWN: &str = "import nomenklatura, rapidfuzz";
const SCRIPT: &str = "tests/peers/measure_names.py";
const PAIRS: &str = "data/screening/pairs.jsonl";
const PAIRS_RUNS: usize = 3;
const FIND: &str = "bench screen --names 1000000 --json";

/// Pairs are left out where the judged ones are not here.
pub fn run(amana: &Path, page: &str) -> Result<String, String> {
    let runs = [measured(shell::program(amana).args(FIND.split(' '))).map(|one| flat(&one))?];
    let page = replace(page, "screen", &block(FIND, &goal::SCREEN, &runs));
    let Some(pairs) = shell::shared().map(|shared| shared.join(PAIRS)) else {
        println!("skipped: pairs of names, because there is no ../shared");
        return Ok(page);
    };
    stranger::install_packages()?;
    let python = python::environment("peers-venv", &WHEELS, WHEELS_SHOWN)?;
    let once = |_| {
        let mut command = shell::program(&python);
        command.arg(shell::root().join(SCRIPT)).arg(amana).arg(&pairs);
        measured(&mut command)
    };
    let runs: Vec<Value> = (0..PAIRS_RUNS).map(once).collect::<Result<_, _>>()?;
    Ok(replace(&page, "pairs", &block("screen pairs pairs.jsonl", &goal::PAIRS, &runs)))
}

/// Figures of parts under `part_figure`.
fn flat(figures: &Value) -> Value {
    let mut flat = Map::new();
    for (name, value) in figures.as_object().into_iter().flatten() {
        match value {
            Value::Object(inner) => inner.iter().for_each(|(figure, value)| {
                flat.insert(format!("{name}_{figure}"), value.clone());
            }),
            value => drop(flat.insert(name.clone(), value.clone())),
        }
    }
    Value::Object(flat)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn figures_of_parts_are_named_by_both() {
        let figures = json!({"names": 3, "listed": {"p50_ms": 1.5, "recall": 1}});
        let expect = json!({"names": 3, "listed_p50_ms": 1.5, "listed_recall": 1});
        assert_eq!(flat(&figures), expect);
    }
}
